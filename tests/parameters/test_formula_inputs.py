"""Every input of the formulas is a parameter, and every option resolves completely."""

from __future__ import annotations

import pytest

from market_data import load
from model.case import allowed_inputs
from model.formula.graph import build_graph
from model.law.norms import norms
from model.lines.business_case import build_business_case
from model.parameters.table import parameters
from tests.parameters.option_kinds import DEFAULTS, KINDS, LANGUAGES, graph_of, named_in_source, resolved

TOWNS = ("GM1783", "GM0363", "GM0014", "GM0984")
"""Westland, Amsterdam, Groningen, Venray: four provinces."""

FROM_THE_MODEL = {"bed_share"}
"""Inputs of the formulas that are no parameter: 1, or the component's share of the beds in a mix."""


def test_the_towns_are_in_different_provinces() -> None:
    assert len({load().municipality(town).province_code for town in TOWNS}) == len(TOWNS)


class TestInputsOfTheFormulas:
    @pytest.mark.parametrize("kind", ["short_stay", "own"])
    def test_each_is_a_parameter_or_comes_from_the_model(self, kind: str) -> None:
        """Own lines bring their own inputs (own.1.amount); a dated value its steps (key@1)."""
        keys = {key.split("@")[0] for key in graph_of(kind).inputs if not key.startswith("own.")}
        assert keys - set(parameters()) == FROM_THE_MODEL

    @pytest.mark.parametrize("kind", ["short_stay", "own"])
    def test_each_that_belongs_to_an_option_can_be_given_by_its_user(self, kind: str) -> None:
        of_options = {key for key, parameter in parameters().items() if parameter.scope == "option"}
        used = {key.split("@")[0] for key in graph_of(kind).inputs}
        assert used & of_options <= set(allowed_inputs(kind))

    @pytest.mark.parametrize("kind", ["short_stay", "own"])
    def test_no_parameter_is_dead(self, kind: str) -> None:
        """A slider that moves nothing is a lie: a formula reads it, or a check or warning of the model names it."""
        tested = {norm.quantity for norm in norms()}
        assert set(allowed_inputs(kind)) - set(graph_of(kind).inputs) - named_in_source() - tested == set()

    @pytest.mark.parametrize(("kind", "variant"), KINDS)
    @pytest.mark.parametrize("town", TOWNS)
    def test_every_option_resolves_completely(self, kind: str, variant: str, town: str) -> None:
        option = resolved(kind, variant, town)
        graph = build_graph(build_business_case(option.structure).lines)
        assert set(graph.inputs) - set(option.values) == set()
        assert set(option.provenance) == set(option.defaults_used) == set(allowed_inputs(kind))

    @pytest.mark.parametrize(("kind", "variant"), KINDS)
    @pytest.mark.parametrize("town", TOWNS)
    def test_every_resolved_default_lies_within_the_bounds(self, kind: str, variant: str, town: str) -> None:
        for key, known in resolved(kind, variant, town).provenance.items():
            parameter = parameters()[key]
            if isinstance(known.value, float):
                assert parameter.lowest is not None and parameter.highest is not None, key
                assert parameter.lowest <= known.value <= parameter.highest, key

    @pytest.mark.parametrize(("kind", "variant"), KINDS)
    def test_what_has_no_value_is_blank_in_the_table_on_purpose(self, kind: str, variant: str) -> None:
        blank = {key for key, known in resolved(kind, variant).provenance.items() if known.value is None}
        on_purpose = {row.key for row in DEFAULTS if row.typical is None and not row.rule and row.reason_nl}
        assert blank <= on_purpose

    @pytest.mark.parametrize(("kind", "variant"), KINDS)
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_resolved_default_says_where_it_comes_from(self, kind: str, variant: str, language: str) -> None:
        silent = [
            key
            for key, known in resolved(kind, variant).provenance.items()
            if not known.explanation(language) and not known.source
        ]
        assert silent == []
