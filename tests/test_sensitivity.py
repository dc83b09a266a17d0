"""Sensitivity: tornado, two-way grid, spider, what flips the ranking, and bridges that add up."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.case import Component, Option, read_case
from model.evaluation import CaseResult, run_case
from model.evidence import evidence
from model.example import example_case
from model.parameters.table import parameters
from model.scenarios import scenarios_of
from model.sensitivity import (
    bridge,
    difference_tornado,
    ends_of,
    one_by_one,
    ranking_flips,
    spider,
    tornado,
    two_way,
)


@cache
def example() -> CaseResult:
    return run_case(example_case("GM1783"))


def metric(option: str, key: str = "npv", **inputs: float | str) -> float:
    case = example().case
    for name, value in inputs.items():
        case = case.with_input(option, name, value)
    value = run_case(case).options[option].metrics[key]
    assert value is not None
    return value


def test_a_bar_is_the_result_of_two_whole_runs() -> None:
    bar = next(each for each in tornado(example(), "d") if each.key == "residual_share")
    assert bar.at_low == pytest.approx(metric("d", residual_share=bar.low), abs=0.01)
    assert bar.at_high == pytest.approx(metric("d", residual_share=bar.high), abs=0.01)
    assert bar.direction == "up"


def test_bars_are_sorted_by_effect() -> None:
    effects = [bar.effect for bar in tornado(example(), "a")]
    assert effects == sorted(effects, reverse=True)


def test_a_percentage_moves_every_input_by_that_share_of_its_value() -> None:
    bar = next(each for each in tornado(example(), "a", percent=0.1) if each.key == "furniture_per_bed")
    assert (bar.low, bar.high) == (pytest.approx(2250), pytest.approx(2750))


@pytest.mark.parametrize("key", ["municipality_npv", "ledger_state_npv", "ledger_resident_npv", "resident_cost_share"])
def test_a_tornado_can_be_of_any_ledger(key: str) -> None:
    bars = tornado(example(), "a", key)
    assert bars[0].effect > 0


def test_the_tornado_and_the_evidence_use_the_same_effects() -> None:
    effects = {bar.key: bar.effect for bar in tornado(example(), "c")}
    assert {each.key: each.effect for each in evidence(example(), "c").inputs} == pytest.approx(effects)


@given(narrow=st.floats(0.01, 0.4), wider=st.floats(0.0, 0.3))
@settings(max_examples=15, deadline=None)
def test_a_wider_range_never_lowers_a_bar(narrow: float, wider: float) -> None:
    """For inputs whose effect has one direction."""
    small = {bar.key: bar for bar in tornado(example(), "d", percent=narrow)}
    large = {bar.key: bar for bar in tornado(example(), "d", percent=narrow + wider)}
    for key in ("price_per_bed_week", "occupancy", "building_cost_per_m2", "management_cost", "residual_share"):
        assert large[key].effect >= small[key].effect - 1e-6


def test_a_shared_input_moves_in_both_options_of_a_difference() -> None:
    bar = next(each for each in difference_tornado(example(), "a", "d") if each.key == "price_per_bed_week")
    low = metric("a", price_per_bed_week=bar.low) - metric("d", price_per_bed_week=bar.low)
    assert bar.at_low == pytest.approx(low, abs=0.01)


def test_an_input_with_different_values_moves_in_one_option_of_a_difference() -> None:
    bar = next(each for each in difference_tornado(example(), "a", "d") if each.key == "d.occupancy")
    assert bar.at_high == pytest.approx(metric("a") - metric("d", occupancy=bar.high), abs=0.01)


def test_a_grid_holds_the_results_of_whole_runs() -> None:
    grid = two_way(example(), "d", "price_per_bed_week", "occupancy", count=5)
    for row, column in ((0, 0), (4, 2), (2, 4)):
        expected = metric("d", price_per_bed_week=float(grid.x[column]), occupancy=float(grid.y[row]))
        assert grid.values[row, column] == pytest.approx(expected, abs=0.01)


def test_the_break_even_line_of_a_grid_breaks_even() -> None:
    grid = two_way(example(), "d", "price_per_bed_week", "occupancy")
    assert grid.line
    for price, occupancy in grid.line[:: max(1, len(grid.line) // 3)]:
        assert metric("d", price_per_bed_week=price, occupancy=occupancy) == pytest.approx(0, abs=1)


def test_a_spider_passes_through_the_case_as_it_is() -> None:
    legs = spider(example(), "d", ["price_per_bed_week", "occupancy"])
    for leg in legs:
        assert leg.values[leg.changes.index(0.0)] == pytest.approx(metric("d"), abs=0.01)


def test_a_flip_makes_another_option_the_best() -> None:
    """New build is the best in the example; the flip is the smallest change that ends that."""
    flips = ranking_flips(example())
    smallest = flips[0]
    scores = {option: metric(option) for option in "abcd"}
    assert max(scores, key=lambda option: scores[option]) == "d"
    scores[smallest.option] = metric(smallest.option, **{smallest.key: smallest.value})
    assert max(scores, key=lambda option: scores[option]) == smallest.winner != "d"
    just_before = smallest.base + 0.999 * (smallest.value - smallest.base)
    scores[smallest.option] = metric(smallest.option, **{smallest.key: just_before})
    assert max(scores, key=lambda option: scores[option]) == "d"


def test_a_bridge_between_options_adds_up_to_the_cent() -> None:
    found = bridge(example(), "a", example(), "d")
    assert found.method == "shapley"
    assert found.start + sum(step.amount for step in found.steps) == pytest.approx(found.end, abs=0.01)
    assert found.end == pytest.approx(metric("d"), abs=0.01)


def own(amount: float, beds: int, discount: float = 0.0) -> CaseResult:
    """One year of income of `amount` per bed-week."""
    data: dict[str, Any] = {
        "schema_version": 1,
        "name": "product",
        "municipality": "GM1783",
        "beds": beds,
        "start_date": "2027-01-01",
        "horizon_years": 1,
        "options": [
            {
                "id": "o",
                "type": "own",
                "inputs": {"discount_rate": discount, "subsidy_at_start": amount},
                "own_lines": [{"label": "Huur", "kind": "revenue", "amount": 7, "per": "bed_week"}],
            }
        ],
    }
    return run_case(read_case(data))


def test_a_bridge_of_a_two_input_product_by_hand() -> None:
    """Income 7 x beds x 365/7 = 365 beds, discounted one year at r: 365 beds / (1+r).

    From 100 beds at 0% (36,500) to 200 beds at 25% (58,400). Beds first +36,500, last +29,200: Shapley 32,850.
    Rate first -7,300, last -14,600: Shapley -10,950. Together 21,900.
    """
    found = bridge(own(0, 100), "o", own(0, 200, 0.25), "o")
    amounts = {step.group: step.amount for step in found.steps}
    assert amounts["case"] == pytest.approx(32_850)
    assert amounts["financing"] == pytest.approx(-10_950)
    assert (found.start, found.end) == (pytest.approx(36_500), pytest.approx(58_400))


def test_shapley_is_the_mean_over_all_orders() -> None:
    """Three groups between short stay in two versions, against the definition written out."""
    before = example()
    case = before.case
    for key, value in (("price_per_bed_week", 150.0), ("occupancy", 0.95), ("furniture_per_bed", 1000.0)):
        case = case.with_input("a", key, value)
    found = bridge(before, "a", run_case(case), "a")
    keys = {"price": "price_per_bed_week", "occupancy": "occupancy", "building": "furniture_per_bed"}
    values = {"price_per_bed_week": 150.0, "occupancy": 0.95, "furniture_per_bed": 1000.0}
    mean = dict.fromkeys(keys, 0.0)
    for order in permutations(keys):
        changed: dict[str, float] = {}
        for group in order:
            earlier = metric("a", **changed)
            changed[keys[group]] = values[keys[group]]
            mean[group] += (metric("a", **changed) - earlier) / 6
    assert {step.group: step.amount for step in found.steps} == pytest.approx(mean, abs=0.01)


def test_own_lines_that_differ_are_a_bar_of_their_own() -> None:
    before = own(0, 100)
    line = replace(before.case.options[0].own_lines[0], amount=14.0, per="bed_week")
    option = replace(before.case.options[0], own_lines=(line,))
    after = run_case(replace(before.case, options=(option,)))
    found = bridge(before, "o", after, "o")
    assert found.start + sum(step.amount for step in found.steps) == pytest.approx(found.end, abs=0.01)


def test_a_bridge_to_own_lines_is_refused() -> None:
    with pytest.raises(ValueError, match="same lines"):
        bridge(example(), "a", own(0, 100), "o")


def test_a_mix_moves_shared_inputs_together_and_others_apart() -> None:
    case = example().case
    mix = Option("m", "mix", components=(Component("a", 0.5), Component("d", 0.5)))
    scenarios = scenarios_of(run_case(replace(case, options=(*case.options, mix))), "m")
    names = scenarios.inputs()
    assert "price_per_bed_week" in names
    assert {"a.occupancy", "d.occupancy"} <= set(names)


def test_the_term_may_vary_between_scenarios() -> None:
    """Options of different length in one run equal whole runs."""
    scenarios = scenarios_of(example(), "a")
    terms = np.array([[10.0], [15.0], [25.0]])
    values = one_by_one(scenarios, ["term_years"], terms, "npv")[:, 0]
    assert values.tolist() == pytest.approx([metric("a", term_years=float(term)) for term in terms[:, 0]], abs=0.01)


def test_every_range_lies_within_what_is_allowed() -> None:
    for name, (low, high) in ends_of(scenarios_of(example(), "c"), percent=0.9).items():
        parameter = parameters()[name]
        assert low < high
        assert parameter.lowest is None or parameter.lowest <= low
        assert parameter.highest is None or high <= parameter.highest
