"""The tables are data people edit: each row is complete, sourced and bounded, and agrees with the formulas."""

from __future__ import annotations

import ast
import csv
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import model
from market_data import load
from model.case import DISCOUNTING, Case, allowed_inputs, read_case
from model.engine.resolve import ResolvedOption, resolve_option
from model.engine.run import run_case
from model.formula.expression import Call, Expression, Input, Line
from model.formula.graph import Graph, build_graph
from model.law.norms import norms
from model.lines.business_case import build_business_case
from model.lines.end_of_term import END_OF_TERM, RESIDUAL_METHODS
from model.lines.financing import LOAN_SIZINGS, LOAN_TYPES
from model.lines.labels import words
from model.lines.metrics import METRIC_KEYS
from model.lines.mix import build_mix
from model.lines.running_costs import COST_BASES, COST_LINES
from model.lines.site import LAND_TAX_REGIMES
from model.lines.structure import OWN_KINDS, OWN_PERS
from model.lines.tax import TAX_REGIMES
from model.options import OPTION_TYPES
from model.parameters.rules import RULES
from model.parameters.table import (
    COST_BASIS,
    FOLDER,
    LAW_STATUSES,
    Default,
    choice_labels,
    defaults,
    law,
    parameters,
    sources,
)
from model.words.texts import codes

MODEL = Path(model.__file__).parent
LANGUAGES = ("nl", "en")
TOWNS = ("GM1783", "GM0363", "GM0014", "GM0984")
"""Westland, Amsterdam, Groningen, Venray: four provinces."""

FROM_THE_MODEL = {"bed_share"}
"""Inputs of the formulas that are no parameter: 1, or the component's share of the beds in a mix."""

KINDS = [
    (kind.key, variant) for kind in OPTION_TYPES.values() if not kind.is_mix for variant in (kind.variants or ("",))
]
"""Every option type with each of its variants."""

STANDARD = [(kind, variant) for kind, variant in KINDS if kind != "own"]


def rows(name: str, folder: Path = FOLDER) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


DEFAULTS = [row for each in defaults().values() for row in each]


def where(row: Default) -> str:
    return " ".join((row.key, row.option, row.variant)).strip()


def case_of(kind: str, variant: str, town: str = "GM1783", **option: Any) -> Case:
    """A case with one option x, all its inputs left at their default."""
    data = {
        "schema_version": 1,
        "municipality": town,
        "beds": 10,
        "start_date": "2027-01-01",
        "price_level_date": "2026-01-01",
        "options": [{"id": "x", "type": kind, **({"variant": variant} if variant else {}), **option}],
    }
    return read_case(data)


@cache
def resolved(kind: str, variant: str, town: str = "GM1783") -> ResolvedOption:
    case = case_of(kind, variant, town)
    return resolve_option(case, case.options[0], load())


@cache
def graph_of(kind: str) -> Graph:
    """All lines of an option type, with own lines of every kind and base and growth that differs per year."""
    own_lines = [
        {"label": "x", "kind": own_kind, "per": per, "amount": 1, "vat_rate": 0.21}
        for own_kind in OWN_KINDS
        for per in OWN_PERS
    ]
    case = case_of(kind, "", own_lines=own_lines, inputs={"inflation": {"2026": 0.02, "2028": 0.03}})
    structure = resolve_option(case, case.options[0], load()).structure
    return build_graph(build_business_case(structure).lines)


@cache
def named_in_source() -> frozenset[str]:
    """Words that stand as a text in the code of the model."""
    return frozenset(
        node.value
        for path in MODEL.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


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
        found = resolved(kind, variant, town)
        graph = build_graph(build_business_case(found.structure).lines)
        assert set(graph.inputs) - set(found.values) == set()
        assert set(found.provenance) == set(found.defaults_used) == set(allowed_inputs(kind))

    @pytest.mark.parametrize(("kind", "variant"), KINDS)
    @pytest.mark.parametrize("town", TOWNS)
    def test_every_resolved_default_lies_within_the_bounds(self, kind: str, variant: str, town: str) -> None:
        for key, found in resolved(kind, variant, town).provenance.items():
            parameter = parameters()[key]
            if isinstance(found.value, float):
                assert parameter.lowest is not None and parameter.highest is not None, key
                assert parameter.lowest <= found.value <= parameter.highest, key

    @pytest.mark.parametrize(("kind", "variant"), KINDS)
    def test_what_has_no_value_is_blank_in_the_table_on_purpose(self, kind: str, variant: str) -> None:
        blank = {key for key, found in resolved(kind, variant).provenance.items() if found.value is None}
        on_purpose = {row.key for row in DEFAULTS if row.typical is None and not row.rule and row.reason_nl}
        assert blank <= on_purpose

    @pytest.mark.parametrize(("kind", "variant"), KINDS)
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_resolved_default_says_where_it_comes_from(self, kind: str, variant: str, language: str) -> None:
        silent = [
            key
            for key, found in resolved(kind, variant).provenance.items()
            if not found.explanation(language) and not found.source
        ]
        assert silent == []


class TestChoices:
    @pytest.mark.parametrize(
        ("key", "order"),
        [
            ("discounting", DISCOUNTING),
            ("land_tax_regime", LAND_TAX_REGIMES),
            ("end_of_term", END_OF_TERM),
            ("residual_method", RESIDUAL_METHODS),
            ("loan_type", LOAN_TYPES),
            ("loan_sizing", LOAN_SIZINGS),
            ("tax_regime", TAX_REGIMES),
        ],
    )
    def test_they_stand_in_the_order_the_formulas_count_them_in(self, key: str, order: tuple[str, ...]) -> None:
        assert parameters()[key].choices == order

    @pytest.mark.parametrize("line", COST_LINES)
    def test_bases_of_operating_costs_stand_in_the_order_the_formulas_count_them_in(self, line: str) -> None:
        """A cost may have bases of its own after the common ones."""
        assert parameters()[f"{line}_basis"].choices[: len(COST_BASES)] == COST_BASES

    @pytest.mark.parametrize(
        ("basis", "amount"),
        [("per_m2", 10 * 20 * 100), ("per_bed", 10 * 1_000), ("per_unit", 10 / 2 * 5_000)],
    )
    def test_the_base_of_building_costs_is_the_one_its_word_says(self, basis: str, amount: float) -> None:
        """10 beds of 20 m2, two to a unit, at 100 per m2, 1,000 per bed or 5,000 per unit."""
        given = {
            "building_cost_basis": basis,
            "m2_per_bed": 20,
            "beds_per_unit": 2,
            "building_cost_per_m2": 100,
            "building_cost_per_bed": 1_000,
            "building_cost_per_unit": 5_000,
        }
        result = run_case(case_of("short_stay", "", inputs=given)).options["x"]
        assert result.computed.scalars["building_costs_today"] == amount

    def test_a_formula_has_as_many_alternatives_as_there_are_words(self) -> None:
        counted: set[str] = set()
        for line in graph_of("short_stay").order:
            for call in calls_in(line.expression):
                key = chosen_by(call)
                if key is not None:
                    counted.add(key)
                    assert len(call.operands) - 1 == len(parameters()[key].choices), (line.key, key)
        assert {"land_tax_regime", "loan_type", "end_of_term", "energy_basis"} <= counted

    def test_every_choice_has_a_label_in_both_languages(self) -> None:
        for parameter in parameters().values():
            if parameter.kind != "choice":
                continue
            assert parameter.choices, parameter.key
            for choice in parameter.choices:
                labels = choice_labels()
                found = labels.get((parameter.key, choice)) or labels.get((COST_BASIS, choice))
                assert found is not None and all(found), (parameter.key, choice)

    def test_every_label_is_of_a_choice_that_exists(self) -> None:
        known = {(parameter.key, choice) for parameter in parameters().values() for choice in parameter.choices}
        known |= {(COST_BASIS, choice) for choice in COST_BASES}
        assert set(choice_labels()) - known == set()


def calls_in(expression: Expression) -> Iterator[Call]:
    """The primitives of one formula, not those of the lines it uses."""
    if isinstance(expression, Call):
        yield expression
        for operand in expression.operands:
            yield from calls_in(operand)


def chosen_by(call: Call) -> str | None:
    """The input whose chosen word picks an alternative, directly or through a line that holds its number."""
    if call.primitive != "pick":
        return None
    code = call.operands[0]
    if isinstance(code, Line):
        code = code.expression
    if isinstance(code, Call) and code.primitive == "position" and isinstance(code.operands[0], Input):
        return code.operands[0].key
    return None


class TestParameters:
    def test_every_parameter_has_words_in_both_languages(self) -> None:
        speechless = [
            parameter.key
            for parameter in parameters().values()
            for language in LANGUAGES
            if not parameter.label(language) or not parameter.meaning(language)
        ]
        assert speechless == []

    def test_every_number_has_bounds_and_its_slider_lies_within_them(self) -> None:
        for parameter in parameters().values():
            if parameter.kind in {"choice", "date"}:
                continue
            bounds = (parameter.lowest, parameter.slider_low, parameter.slider_high, parameter.highest)
            assert None not in bounds, parameter.key
            assert list(bounds) == sorted(bounds), parameter.key  # type: ignore[type-var]
            assert parameter.step is not None and parameter.step > 0, parameter.key

    def test_columns_hold_the_words_they_are_meant_for(self) -> None:
        for parameter in parameters().values():
            assert parameter.scope in {"case", "option"}, parameter.key
            assert parameter.kind in {"number", "integer", "choice", "date", "growth"}, parameter.key
            assert parameter.applies_to in {"all", "standard", "relocatable", "purchase"}, parameter.key
            assert parameter.direction in {"up", "down", "none"}, parameter.key
            assert parameter.level in {1, 2, 3}, parameter.key
            choice, words = parameter.counts_when
            assert not choice or (words and set(words) <= set(parameters()[choice].choices)), parameter.key

    @pytest.mark.parametrize("where_shown", ["xlsx", "ui"])
    def test_every_unit_has_a_text(self, where_shown: str) -> None:
        units = {parameter.unit for parameter in parameters().values()}
        assert {f"{where_shown}_unit_{unit}" for unit in units} - set(codes()) == set()


class TestDefaults:
    def test_every_row_is_of_an_option_type_and_variant_that_exist(self) -> None:
        variants = {kind.key: kind.variants for kind in OPTION_TYPES.values()} | {"standard": (), "all": ()}
        for row in DEFAULTS:
            assert row.option in variants, where(row)
            assert row.variant in {"", *variants[row.option]}, where(row)

    def test_no_row_stands_twice(self) -> None:
        places = [where(row) for row in DEFAULTS]
        assert [place for place in places if places.count(place) > 1] == []

    def test_every_number_lies_within_the_bounds(self) -> None:
        """A row with a rule holds the rule's own number; what comes of it is tested where it is resolved."""
        for row in (row for row in DEFAULTS if not row.rule):
            parameter = parameters()[row.key]
            for value in (row.low, row.typical, row.high):
                if isinstance(value, float):
                    assert parameter.lowest is not None and parameter.highest is not None, where(row)
                    assert parameter.lowest <= value <= parameter.highest, where(row)

    def test_low_typical_and_high_stand_in_order(self) -> None:
        for row in DEFAULTS:
            known = [value for value in (row.low, row.typical, row.high) if isinstance(value, float)]
            assert known == sorted(known), where(row)

    def test_a_range_has_two_ends(self) -> None:
        assert [where(row) for row in DEFAULTS if (row.low is None) != (row.high is None)] == []

    def test_every_word_is_one_of_the_choices(self) -> None:
        for row in DEFAULTS:
            parameter = parameters()[row.key]
            if parameter.choices and row.typical is not None:
                shown = row.typical if isinstance(row.typical, str) else f"{row.typical:g}"
                assert shown in parameter.choices, where(row)

    def test_every_whole_number_is_whole(self) -> None:
        for row in DEFAULTS:
            if parameters()[row.key].kind == "integer" and isinstance(row.typical, float):
                assert row.typical.is_integer(), where(row)

    def test_every_rule_exists(self) -> None:
        assert {row.rule for row in DEFAULTS if row.rule} - set(RULES) == {"horizon"}

    def test_every_assumption_has_a_reason_in_both_languages(self) -> None:
        unexplained = [
            where(row) for row in DEFAULTS if row.status == "assumption" and not (row.reason_nl and row.reason_en)
        ]
        assert unexplained == []

    def test_every_sourced_default_has_a_source(self) -> None:
        """A rule cites the figures it used."""
        unsourced = [where(row) for row in DEFAULTS if row.status == "sourced" and not (row.source_id or row.rule)]
        assert unsourced == []

    def test_every_derived_default_has_a_source_or_a_formula(self) -> None:
        underived = [
            where(row)
            for row in DEFAULTS
            if row.status == "derived" and not (row.source_id or row.formula_nl or row.rule)
        ]
        assert underived == []

    def test_what_is_said_in_dutch_is_said_in_english(self) -> None:
        for row in DEFAULTS:
            assert bool(row.reason_nl) == bool(row.reason_en), where(row)
            assert bool(row.formula_nl) == bool(row.formula_en), where(row)

    def test_a_price_with_vat_is_that_of_lodging_and_one_without_that_of_housing(self) -> None:
        """Lodging bears VAT and tourist tax inside its price, so the two kinds do not start from one price."""
        prices = {
            (found.provenance["use_function"].value, found.values["price_per_bed_week"])
            for found in (resolved(kind, variant) for kind, variant in STANDARD)
        }
        assert len(prices) == 2
        assert min(prices, key=lambda pair: pair[1])[0] == "housing"

    def test_lodging_is_taxed_unregistered_and_no_home_in_every_option(self) -> None:
        """Use, VAT, class for property tax, registration and length of stay say the same of each option."""
        for kind, variant in STANDARD:
            found = {key: value.value for key, value in resolved(kind, variant).provenance.items()}
            lodging = found["use_function"] == "lodging"
            assert (found["vat_taxed_share"] > 0.5) == lodging, (kind, variant)  # type: ignore[operator]
            assert (found["property_class"] == "non_home") == lodging, (kind, variant)
            assert (found["brp_share"] < 0.5) == lodging, (kind, variant)  # type: ignore[operator]
            assert (found["stay_months"] <= 4) == lodging, (kind, variant)  # type: ignore[operator]


TABLES_WITH_SOURCES = (
    FOLDER / "defaults.csv",
    FOLDER / "law.csv",
    MODEL / "law" / "norms.csv",
    MODEL / "law" / "calendar.csv",
)


class TestSources:
    def test_every_source_that_is_named_exists(self) -> None:
        named = {row["source_id"] for path in TABLES_WITH_SOURCES for row in rows(path.name, path.parent)}
        assert named - {""} - set(sources()) == set()

    def test_every_source_is_named_by_a_value_or_by_a_rule(self) -> None:
        named = {row["source_id"] for path in TABLES_WITH_SOURCES for row in rows(path.name, path.parent)}
        assert set(sources()) - named - named_in_source() == set()

    def test_every_source_can_be_looked_up(self) -> None:
        for source in sources().values():
            assert source.url.startswith(("https://", "http://")), source.source_id
            assert source.publisher and source.title and source.year, source.source_id
            assert source.tier in {"A", "B", "C", "D"}, source.source_id

    def test_no_source_stands_twice(self) -> None:
        assert len(rows("sources.csv")) == len(sources())


class TestLaw:
    def test_dates_ascend_per_value(self) -> None:
        found: dict[str, list[str]] = {}
        for row in rows("law.csv"):
            found.setdefault(row["key"], []).append(row["from"])
        for key, dates in found.items():
            assert all(earlier < later for earlier, later in pairwise(dates)), key

    def test_every_row_is_of_a_dated_parameter_and_within_its_bounds(self) -> None:
        for key, steps in law().items():
            parameter = parameters()[key]
            assert parameter.dated, key
            assert parameter.lowest is not None and parameter.highest is not None, key
            assert all(parameter.lowest <= step.value <= parameter.highest for step in steps), key

    def test_every_row_says_whether_it_is_in_force_and_who_says_so(self) -> None:
        """Only what is assumed may have no source, and then its note says so."""
        for row in rows("law.csv"):
            assert row["law_status"] in LAW_STATUSES, row
            assert row["source_id"] or (row["law_status"] == "assumed" and "geen bron" in row["note_nl"]), row
            assert bool(row["note_nl"]) == bool(row["note_en"]), row


def all_lines() -> set[str]:
    """Keys of the lines of every option type, with and without own lines, and of a mix."""
    cases = [build_business_case(resolved(kind, variant).structure) for kind, variant in KINDS]
    keys = {line.key for case in [*cases, build_mix(("a", "b"))] for line in case.lines}
    return keys | {line.key for kind in ("short_stay", "own") for line in graph_of(kind).order}


class TestWordsOfLines:
    def test_every_line_has_a_label_in_both_languages(self) -> None:
        for key in all_lines():
            for language in LANGUAGES:
                label = words(key).label(language)
                assert label and "{" not in label, key

    @pytest.mark.parametrize("metric", METRIC_KEYS)
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_metric_has_a_label_and_says_its_convention(self, metric: str, language: str) -> None:
        assert words(metric).label(language)
        assert words(metric).meaning(language)

    @pytest.mark.parametrize("where_shown", ["xlsx", "ui"])
    def test_every_unit_of_a_line_has_a_text(self, where_shown: str) -> None:
        units = {words(key).unit for key in all_lines()}
        assert {f"{where_shown}_unit_{unit}" for unit in units} - set(codes()) == set()

    def test_every_option_type_and_variant_has_a_name(self) -> None:
        for kind in OPTION_TYPES.values():
            for language in LANGUAGES:
                assert kind.label(language) and kind.meaning(language), kind.key
                assert all(kind.variant_label(variant, language) for variant in kind.variants), kind.key
