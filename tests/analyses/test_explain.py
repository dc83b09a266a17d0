"""Explanations are the calculation itself: computed again from their leaves they give the number."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.analyses.explain import OTHER_TERMS, Explanation, explain
from model.case import Component, Option
from model.case.example import example_case
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.problems import BadInput
from tests.support.council_cases import council_cases, run_or_skip
from tests.support.random_cases import random_case

SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


@cache
def result_of(seed: int) -> CaseResult:
    return run_case(random_case(seed))


def agrees(explanation: Explanation, value: float) -> bool:
    again = explanation.recompute()
    if math.isnan(value):
        return math.isnan(explanation.number)
    return abs(again - value) <= 0.01 * max(1.0, abs(value) * 1e-9)


@pytest.mark.thorough
@given(data=council_cases(), depth=st.sampled_from([1, 4, 9]))
@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
def test_the_leaves_of_every_metric_give_its_number(data: dict[str, Any], depth: int) -> None:
    result = run_or_skip(data)
    for option_id, option in result.options.items():
        for key, value in option.metrics.items():
            explanation = explain(result, option_id, key, depth=depth)
            assert agrees(explanation, math.nan if value is None else value), (option_id, key)


@pytest.mark.thorough
@given(
    data=council_cases(), depth=st.sampled_from([1, 3]), language=st.sampled_from(["nl", "en"]), where=st.floats(0, 1)
)
@settings(max_examples=25, deadline=None, suppress_health_check=SLOW)
def test_the_leaves_of_every_line_in_any_period_give_its_number(
    data: dict[str, Any], depth: int, language: str, where: float
) -> None:
    result = run_or_skip(data)
    for option_id, option in result.options.items():
        for key, row in option.lines.items():
            period = round(where * (len(row) - 1))
            explanation = explain(result, option_id, key, language, period=period, depth=depth)
            assert agrees(explanation, row[period]), (option_id, key, period)
        for key, value in option.computed.scalars.items():
            assert agrees(explain(result, option_id, key, language, depth=depth), value), (option_id, key)


@pytest.mark.parametrize("seed", range(12))
def test_the_leaves_of_seeded_cases_give_every_metric(seed: int) -> None:
    result = result_of(seed)
    for option_id, option in result.options.items():
        for key, value in option.metrics.items():
            explanation = explain(result, option_id, key)
            assert agrees(explanation, math.nan if value is None else value), (option_id, key)


def walk(explanation: Explanation) -> list[Explanation]:
    return [explanation, *(inner for part in explanation.parts for inner in walk(part))]


def test_an_explanation_goes_down_to_inputs_with_their_source() -> None:
    result = run_case(example_case("GM1783"))
    leaves = [part for part in walk(explain(result, "d", "building_costs", depth=8)) if not part.parts]
    explanation = next(part for part in leaves if part.key == "building_cost_per_m2")
    assert "CBS" in explanation.source
    assert explanation.status == "derived"


def test_small_terms_are_put_together_in_one_leaf() -> None:
    result = run_case(example_case("GM1783"))
    explanation = explain(result, "a", "npv_project", depth=8)
    assert any(part.key == OTHER_TERMS for part in walk(explanation))


def test_a_shallower_explanation_is_a_cut_off_deeper_one() -> None:
    result = run_case(example_case("GM1783"))
    shallow, deep = explain(result, "a", "npv", depth=1), explain(result, "a", "npv", depth=3)
    assert [part.key for part in shallow.parts] == [part.key for part in deep.parts]
    assert all(not part.parts for part in shallow.parts)


def test_the_components_of_a_mix_are_explained_in_their_own_numbers() -> None:
    case = example_case("GM1783")
    mix = Option("m", "mix", components=(Component("a", 0.5), Component("d", 0.5)))
    result = run_case(type(case)(**{**vars(case), "options": (*case.options, mix)}))
    explanation = explain(result, "m", "investment", depth=1)
    parts = [part.number for part in explanation.parts]
    assert parts == [pytest.approx(component.scalars["investment"]) for component in result.options["m"].components]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_both_languages_have_words_for_everything(language: str) -> None:
    result = run_case(example_case("GM1783"))
    for key in result.options["a"].metrics:
        assert all(part.label for part in walk(explain(result, "a", key, language, depth=3)))


def test_an_unknown_line_is_refused_with_what_is_allowed() -> None:
    with pytest.raises(BadInput, match="npv"):
        explain(run_case(example_case("GM1783")), "a", "profitability")


def test_dates_and_choices_are_told_in_words() -> None:
    result = run_case(example_case("GM1783"))
    parts = {part.key: part for part in walk(explain(result, "d", "municipality_fund", "nl", period=3, depth=6))}
    assert parts["this_year_january"].value == "1-1-2029"
    assert parts["fund_use"].value == "aan, landelijk cijfer"
    assert parts["start_date"].source == "ingevuld in deze zaak"


def test_a_sum_over_periods_shows_its_periods_at_once() -> None:
    """The npv of the municipality is the sum of a row: its parts are years, not the same number once more."""
    explanation = explain(run_case(example_case("GM1783")), "d", "municipality_npv", depth=1)
    assert {part.key for part in explanation.parts} == {"municipality_npv_row", OTHER_TERMS}


def test_a_sentence_within_a_formula_stands_in_brackets() -> None:
    explanation = explain(run_case(example_case("GM1783")), "d", "this_year_present", "nl", period=3, depth=1)
    assert explanation.formula.startswith("(de hoogste van 0 en (de laagste van 1 en (")


def test_no_label_is_a_key_of_the_model() -> None:
    """Everything an adviser reads is words: no underscore is left in any label or formula."""
    case = example_case("GM1783")
    result = run_case(case.with_input("a", "price_growth", {"2026": 0.02, "2030": 0.01}))
    for option_id, option in result.options.items():
        for key in (*option.metrics, *option.lines):
            for part in walk(explain(result, option_id, key, "nl", depth=2)):
                assert "_" not in part.label + part.formula, part.key


def test_a_line_that_stands_in_many_formulas_is_taken_apart_once() -> None:
    """As a tree, every mention of a line repeats all that is under it; only what differs is made.

    A part differs by line, period and the depth that is left: never as many as the mentions, which double at each step.
    """
    result = run_case(example_case("GM1783"))
    whole = explain(result, "a", "paid_back", depth=40)
    sizes: dict[int, int] = {}

    def size(part: Explanation) -> int:
        if id(part) not in sizes:
            sizes[id(part)] = 1 + sum(size(inner) for inner in part.parts)
        return sizes[id(part)]

    assert size(whole) > 10 * len(sizes)
