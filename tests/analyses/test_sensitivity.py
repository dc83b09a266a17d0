"""Sensitivity: tornado, two-way grid, spider, what flips the ranking, and bridges that add up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.analyses.evidence import evidence
from model.analyses.sensitivity import (
    EVERYWHERE,
    REST,
    Extent,
    Flip,
    bridge,
    difference_tornado,
    ends_of,
    ranking_flips,
    spider,
    tornado,
    two_way,
)
from model.case import Component, Option, read_case
from model.case.example import example_case
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.engine.scenarios import scenarios_of
from model.parameters.table import parameters
from model.problems import BadInput

PRICE = 130.0
"""Asked by every option, so that it is one input of all."""
OCCUPANCY = {"a": 0.85, "b": 0.85, "c": 0.85, "d": 0.9}
"""Permanent homes are fuller: an input that options a and d have apart."""


@cache
def example() -> CaseResult:
    case = example_case("GM1783").with_input("a", "furniture_per_bed", 2500.0)
    for option, occupancy in OCCUPANCY.items():
        case = case.with_input(option, "price_per_bed_week", PRICE).with_input(option, "occupancy", occupancy)
    return run_case(case)


def metric(option: str, key: str = "npv", **inputs: float | str) -> float:
    case = example().case
    for name, entered in inputs.items():
        case = case.with_input(option, name, entered)
    value = run_case(replace(case, options=(case.option(option),))).options[option].metrics[key]
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
    """Both take low, present and high; a bar of whole numbers also sees what lies between, and is never narrower.

    What has no range with a source goes +-25% in the evidence: as in a tornado of 25%. An input that does nothing has
    no effect to compare: two roundings of the same millions of euros.
    """
    result = example()
    npv = result.options["c"].metrics["npv"]
    assert npv is not None
    ranges, quarters = ({bar.key: bar for bar in tornado(result, "c", percent=each)} for each in (None, 0.25))
    moving = [each for each in evidence(result, "c").inputs if each.effect > abs(npv) * 1e-12]
    assert len(moving) > 20
    for each in moving:
        bars = ranges if each.has_range else quarters
        ends = (bars[each.key].at_low, bars[each.key].base, bars[each.key].at_high)
        assert each.effect == pytest.approx(max(ends) - min(ends))
        if parameters()[each.key].kind == "integer":
            assert bars[each.key].effect >= each.effect
        else:
            assert bars[each.key].effect == pytest.approx(each.effect)


def test_a_bar_of_whole_numbers_sees_the_best_and_worst_between_its_ends() -> None:
    """Each term of the range, run as a whole case."""
    bar = next(each for each in tornado(example(), "c") if each.key == "term_years")
    outcomes = [metric("c", term_years=float(term)) for term in range(round(bar.low), round(bar.high) + 1)]
    assert (bar.lowest, bar.highest) == (pytest.approx(min(outcomes), abs=0.01), pytest.approx(max(outcomes), abs=0.01))


@pytest.mark.parametrize("option", ["a", "b", "c", "d"])
def test_every_bar_of_every_input_equals_a_whole_run_at_both_ends(option: str) -> None:
    """A sample of every third input, low end and high end, on its own in the case."""
    for bar in tornado(example(), option)[::3]:
        for value, told in ((bar.low, bar.at_low), (bar.high, bar.at_high)):
            assert told == pytest.approx(metric(option, "npv", **{bar.key: value}), abs=0.005), bar.key


def test_a_range_stops_where_it_would_contradict_another_input() -> None:
    """Service costs of EUR 100 are in the price: a price 50% lower cannot be, and the bar goes no further than that."""
    case = example().case.with_input("a", "service_cost_per_bed_week", 100.0)
    bar = next(each for each in tornado(run_case(case), "a", percent=0.5) if each.key == "price_per_bed_week")
    assert bar.low == 100.0
    assert not np.isnan(bar.at_low)


@pytest.mark.thorough
@given(narrow=st.floats(0.01, 0.7), wider=st.floats(0.0, 0.3), option=st.sampled_from("abcd"))
@settings(max_examples=12, deadline=None)
def test_a_wider_range_never_lowers_a_bar(narrow: float, wider: float, option: str) -> None:
    """Of any input, also of the term and the construction time, whose effect turns."""
    small = {bar.key: bar for bar in tornado(example(), option, percent=narrow)}
    large = {bar.key: bar for bar in tornado(example(), option, percent=narrow + wider)}
    for key, bar in small.items():
        assert large[key].effect >= bar.effect - 1e-6, key


def test_a_shared_input_moves_in_both_options_of_a_difference() -> None:
    bar = next(each for each in difference_tornado(example(), "a", "d") if each.key == "price_per_bed_week")
    low = metric("a", price_per_bed_week=bar.low) - metric("d", price_per_bed_week=bar.low)
    assert bar.at_low == pytest.approx(low, abs=0.01)


def test_an_input_with_different_values_moves_in_one_option_of_a_difference() -> None:
    bar = next(each for each in difference_tornado(example(), "a", "d") if each.key == "d.occupancy")
    assert bar.at_high == pytest.approx(metric("a") - metric("d", occupancy=bar.high), abs=0.01)


def test_a_grid_holds_the_results_of_whole_runs() -> None:
    grid = two_way(example(), "d", "price_per_bed_week", "occupancy", extent=Extent(count=5))
    for row, column in ((0, 0), (4, 2), (2, 4)):
        expected = metric("d", price_per_bed_week=float(grid.x[column]), occupancy=float(grid.y[row]))
        assert grid.values[row, column] == pytest.approx(expected, abs=0.01)


def test_the_break_even_line_of_a_grid_breaks_even() -> None:
    grid = two_way(example(), "d", "price_per_bed_week", "occupancy")
    assert grid.line
    for price, occupancy in grid.line[:: max(1, len(grid.line) // 3)]:
        assert metric("d", price_per_bed_week=price, occupancy=occupancy) == pytest.approx(0, abs=1)


def test_the_line_of_a_grid_is_drawn_when_only_one_input_matters() -> None:
    """The municipality's discount rate does nothing to the operator: the line is upright at the break-even price."""
    spans = ((100.0, 200.0), (0.0, 0.05))
    grid = two_way(example(), "d", "price_per_bed_week", "municipality_discount_rate", extent=Extent(spans, 5))
    expected = example().options["d"].metrics["cost_recovery_price_per_bed_week"]
    assert len(grid.lines) == 1
    assert [price for price, _ in grid.line] == pytest.approx([expected] * 5, abs=1e-4)


def test_two_curves_of_a_grid_are_two_lines() -> None:
    """-100 now, 230 after a year, -132 after two: npv is 0 at 10% and at 20%, whatever an input that does nothing."""
    data: dict[str, Any] = {
        "schema_version": 1,
        "name": "two roots",
        "municipality": "GM1783",
        "beds": 1,
        "start_date": "2027-01-01",
        "horizon_years": 2,
        "options": [
            {
                "id": "o",
                "type": "own",
                "own_lines": [
                    {"label": "a", "kind": "investment", "amount": 100_000, "per": "once", "from": 0},
                    {"label": "b", "kind": "revenue", "amount": 230_000, "per": "once", "from": 1},
                    {"label": "c", "kind": "replacement", "amount": 132_000, "per": "once", "from": 2},
                ],
            }
        ],
    }
    result = run_case(read_case(data))
    spans = ((0.03, 0.30), (0.01, 0.10))
    grid = two_way(result, "o", "discount_rate", "loan_rate", extent=Extent(spans, 10))
    rates = sorted({round(rate, 7) for line in grid.lines for rate, _ in line})
    assert len(grid.lines) == 2
    assert rates == pytest.approx([0.1, 0.2], abs=1e-7)


def test_a_grid_of_an_input_that_is_not_there_is_refused_by_name() -> None:
    with pytest.raises(BadInput, match="colour"):
        two_way(example(), "d", "price_per_bed_week", "colour")


def test_a_spider_passes_through_the_case_as_it_is() -> None:
    legs = spider(example(), "d", ["price_per_bed_week", "occupancy"])
    for leg in legs:
        assert leg.values[leg.changes.index(0.0)] == pytest.approx(metric("d"), abs=0.01)


def test_a_spider_goes_no_further_than_an_input_can() -> None:
    """Occupancy of 85% can rise to 100%: 17.6% more, and the result there is shown there, not at 50%."""
    base = scenarios_of(example(), "a").base("occupancy")
    leg = spider(example(), "a", ["occupancy"])[0]
    assert leg.changes[-1] == pytest.approx(1 / base - 1)
    assert leg.values[-1] == pytest.approx(metric("a", occupancy=1.0), abs=0.01)


def ranked(result: CaseResult) -> list[str]:
    """Option ids, best npv first."""
    return sorted(result.options, key=lambda option: -(result.options[option].metrics["npv"] or 0.0))


def with_flip(result: CaseResult, flip: Flip, share: float = 1.0) -> CaseResult:
    """The whole case run with this share of a flip's change."""
    case = result.case
    value = flip.base + share * (flip.value - flip.base)
    simple = [option.id for option in case.options if option.type != "mix"]
    for option in simple if flip.option == EVERYWHERE else [flip.option]:
        case = case.with_input(option, flip.key, value)
    return run_case(case)


def test_a_flip_makes_another_option_the_best() -> None:
    """Each of the ten smallest, in a run of the whole case; with 99.9% of the change the ranking still stands."""
    best = ranked(example())[0]
    for flip in ranking_flips(example())[:10]:
        assert ranked(with_flip(example(), flip))[0] == flip.winner != best
        if parameters()[flip.key].kind != "integer":
            assert ranked(with_flip(example(), flip, 0.999))[0] == best


@pytest.mark.thorough
def test_flips_come_smallest_first_and_whole_where_they_must_be() -> None:
    flips = ranking_flips(example())
    assert [flip.size for flip in flips] == sorted(flip.size for flip in flips)
    assert all(flip.value == round(flip.value) for flip in flips if parameters()[flip.key].kind == "integer")


@pytest.mark.thorough
def test_a_mix_moves_along_when_its_component_flips_the_ranking() -> None:
    """A mix of conversion and new build holds their inputs: the flip counts what it does to the mix too."""
    case = example().case
    mix = Option("m", "mix", components=(Component("c", 0.1), Component("d", 0.9)))
    result = run_case(replace(case, options=(*case.options, mix)))
    best = ranked(result)[0]
    flips = ranking_flips(result)
    assert flips
    for flip in flips[:5]:
        assert ranked(with_flip(result, flip))[0] == flip.winner != best


@pytest.mark.thorough
def test_an_input_that_all_options_share_also_moves_in_all() -> None:
    """The example discounts every option at one rate: somewhere on it the cheap start wins from the long life."""
    result = run_case(example().case)
    shared = [flip for flip in ranking_flips(result) if flip.option == EVERYWHERE]
    for flip in shared:
        assert ranked(with_flip(result, flip))[0] == flip.winner
    assert all(len({scenarios_of(result, option).base(flip.key) for option in "abcd"}) == 1 for flip in shared)


def test_a_bridge_from_case_before_to_case_after_follows_its_dates() -> None:
    """Another start, price level and number of beds: all of it in the bars, nothing unexplained."""
    later = replace(
        example().case,
        start_date=date(2034, 5, 1),
        price_level_date=date(2025, 1, 1),
        beds=150.0,
        discounting="mid_period",
    )
    after = run_case(later)
    for option in "abcd":
        found = bridge(example(), option, after, option)
        assert found.end == pytest.approx(after.options[option].metrics["npv"], abs=0.005)
        assert found.start + sum(step.amount for step in found.steps) == pytest.approx(found.end, abs=0.005)
        assert REST not in {step.group for step in found.steps}


def test_a_bridge_between_two_versions_of_a_mix() -> None:
    case = example().case
    mix = Option("m", "mix", components=(Component("a", 0.5), Component("d", 0.5)))
    before = run_case(replace(case, options=(*case.options, mix)))
    after = run_case(before.case.with_input("d", "price_per_bed_week", 150.0).with_input("a", "occupancy", 0.95))
    found = bridge(before, "m", after, "m")
    assert {step.group for step in found.steps} == {"price", "occupancy"}
    assert found.start + sum(step.amount for step in found.steps) == pytest.approx(found.end, abs=0.005)
    assert found.end == pytest.approx(after.options["m"].metrics["npv"], abs=0.005)


def test_a_bridge_of_a_result_that_does_not_exist_is_refused() -> None:
    """EUR 130 a week is below EUR 6,800 a year: with EUR 10,000 of management per bed nothing is ever paid back."""
    case = example().case
    for key, value in (("management_basis", "per_bed_year"), ("management_cost", 10_000.0)):
        case = case.with_input("d", key, value)
    with pytest.raises(BadInput, match="payback_years"):
        bridge(example(), "a", run_case(case), "d", "payback_years")


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
            earlier = metric("a", "npv", **changed)
            changed[keys[group]] = values[keys[group]]
            mean[group] += (metric("a", "npv", **changed) - earlier) / 6
    assert {step.group: step.amount for step in found.steps} == pytest.approx(mean, abs=0.01)


def test_own_lines_that_differ_are_a_bar_of_their_own() -> None:
    before = own(0, 100)
    line = replace(before.case.options[0].own_lines[0], amount=14.0, per="bed_week")
    option = replace(before.case.options[0], own_lines=(line,))
    after = run_case(replace(before.case, options=(option,)))
    found = bridge(before, "o", after, "o")
    assert found.start + sum(step.amount for step in found.steps) == pytest.approx(found.end, abs=0.01)


def test_a_bridge_to_own_lines_is_refused() -> None:
    with pytest.raises(BadInput, match="same lines"):
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
    terms = np.array([10.0, 15.0, 25.0])
    values = scenarios.run({"term_years": terms}, ("npv",))["npv"]
    assert values.tolist() == pytest.approx([metric("a", term_years=float(term)) for term in terms], abs=0.01)


def test_every_range_lies_within_what_is_allowed() -> None:
    for name, (low, high) in ends_of(scenarios_of(example(), "c"), percent=0.9).items():
        parameter = parameters()[name]
        assert low < high
        assert parameter.lowest is None or parameter.lowest <= low
        assert parameter.highest is None or high <= parameter.highest
