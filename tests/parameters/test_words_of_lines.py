"""Every line, metric, unit and option type has words in both languages."""

from __future__ import annotations

import pytest

from model.lines.business_case import build_business_case
from model.lines.labels import words_of_line
from model.lines.metrics import METRIC_KEYS
from model.lines.mix import build_mix
from model.options import OPTION_TYPES
from model.words.units import units
from tests.parameters.option_kinds import KINDS, LANGUAGES, graph_of, resolved


def all_lines() -> set[str]:
    """Keys of the lines of every option type, with and without own lines, and of a mix."""
    cases = [build_business_case(resolved(kind, variant).structure) for kind, variant in KINDS]
    keys = {line.key for case in [*cases, build_mix(("a", "b"))] for line in case.lines}
    return keys | {line.key for kind in ("short_stay", "own") for line in graph_of(kind).order}


class TestWordsOfLines:
    def test_every_line_has_a_label_in_both_languages(self) -> None:
        for key in all_lines():
            for language in LANGUAGES:
                label = words_of_line(key).label(language)
                assert label and "{" not in label, key

    @pytest.mark.parametrize("metric", METRIC_KEYS)
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_metric_has_a_label_and_says_its_convention(self, metric: str, language: str) -> None:
        assert words_of_line(metric).label(language)
        assert words_of_line(metric).meaning(language)

    def test_every_unit_of_a_line_is_known(self) -> None:
        assert {words_of_line(key).unit for key in all_lines()} <= set(units())

    def test_every_option_type_and_variant_has_a_name(self) -> None:
        for kind in OPTION_TYPES.values():
            for language in LANGUAGES:
                assert kind.label(language) and kind.meaning(language), kind.key
                assert all(kind.variant_label(variant, language) for variant in kind.variants), kind.key
