"""Explanations are the calculation itself: computed again from their leaves they give the number."""

from __future__ import annotations

import math
from functools import cache

import pytest

from model.case import Component, Option
from model.evaluation import CaseResult, run_case
from model.example import example_case
from model.explain import OTHER_TERMS, Explanation, explain
from model.problems import BadInput
from tests.support.random_cases import random_case


@cache
def result_of(seed: int) -> CaseResult:
    return run_case(random_case(seed))


def agrees(found: Explanation, value: float) -> bool:
    again = found.recompute()
    if math.isnan(value):
        return math.isnan(found.number)
    return abs(again - value) <= 0.01 * max(1.0, abs(value) * 1e-9)


@pytest.mark.parametrize("depth", [1, 4])
@pytest.mark.parametrize("seed", range(12))
def test_the_leaves_of_every_metric_give_its_number(seed: int, depth: int) -> None:
    result = result_of(seed)
    for option_id, option in result.options.items():
        for key, value in option.metrics.items():
            found = explain(result, option_id, key, depth=depth)
            assert agrees(found, math.nan if value is None else value), (option_id, key)


@pytest.mark.parametrize("seed", range(6))
def test_the_leaves_of_every_line_in_every_period_give_its_number(seed: int) -> None:
    result = result_of(seed)
    for option_id, option in result.options.items():
        for key, row in option.lines.items():
            for period in range(0, len(row), max(1, len(row) // 4)):
                found = explain(result, option_id, key, period=period, depth=2)
                assert agrees(found, row[period]), (option_id, key, period)


def walk(found: Explanation) -> list[Explanation]:
    return [found, *(inner for part in found.parts for inner in walk(part))]


def test_an_explanation_goes_down_to_inputs_with_their_source() -> None:
    result = run_case(example_case("GM1783"))
    leaves = [part for part in walk(explain(result, "d", "building_costs", depth=8)) if not part.parts]
    found = next(part for part in leaves if part.key == "building_cost_per_m2")
    assert "CBS" in found.source
    assert found.status == "derived"


def test_small_terms_are_put_together_in_one_leaf() -> None:
    result = run_case(example_case("GM1783"))
    found = explain(result, "a", "npv_project", depth=8)
    assert any(part.key == OTHER_TERMS for part in walk(found))


def test_a_shallower_explanation_is_a_cut_off_deeper_one() -> None:
    result = run_case(example_case("GM1783"))
    shallow, deep = explain(result, "a", "npv", depth=1), explain(result, "a", "npv", depth=3)
    assert [part.key for part in shallow.parts] == [part.key for part in deep.parts]
    assert all(not part.parts for part in shallow.parts)


def test_the_components_of_a_mix_are_explained_in_their_own_numbers() -> None:
    case = example_case("GM1783")
    mix = Option("m", "mix", components=(Component("a", 0.5), Component("d", 0.5)))
    result = run_case(type(case)(**{**vars(case), "options": (*case.options, mix)}))
    found = explain(result, "m", "investment", depth=1)
    parts = [part.number for part in result.options["m"].components and found.parts]
    assert parts == [pytest.approx(each.scalars["investment"]) for each in result.options["m"].components]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_both_languages_have_words_for_everything(language: str) -> None:
    result = run_case(example_case("GM1783"))
    for key in result.options["a"].metrics:
        assert all(part.label for part in walk(explain(result, "a", key, language, depth=3)))


def test_an_unknown_line_is_refused_with_what_is_allowed() -> None:
    with pytest.raises(BadInput, match="npv"):
        explain(run_case(example_case("GM1783")), "a", "profitability")
