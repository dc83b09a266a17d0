"""Sensitivity: bridges between cases and options, which add up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations
from typing import Any

import pytest

from model.analyses.sensitivity import REST, bridge
from model.case import Component, Option, read_case
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.problems import BadInput
from tests.analyses.sensitivity_cases import example, metric


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
        bridged = bridge(example(), option, after, option)
        assert bridged.end == pytest.approx(after.options[option].metrics["npv"], abs=0.005)
        assert bridged.start + sum(step.amount for step in bridged.steps) == pytest.approx(bridged.end, abs=0.005)
        assert REST not in {step.group for step in bridged.steps}


def test_a_bridge_between_two_versions_of_a_mix() -> None:
    case = example().case
    mix = Option("m", "mix", components=(Component("a", 0.5), Component("d", 0.5)))
    before = run_case(replace(case, options=(*case.options, mix)))
    after = run_case(before.case.with_input("d", "price_per_bed_week", 150.0).with_input("a", "occupancy", 0.95))
    bridged = bridge(before, "m", after, "m")
    assert {step.group for step in bridged.steps} == {"price", "occupancy"}
    assert bridged.start + sum(step.amount for step in bridged.steps) == pytest.approx(bridged.end, abs=0.005)
    assert bridged.end == pytest.approx(after.options["m"].metrics["npv"], abs=0.005)


def test_a_bridge_of_a_result_that_does_not_exist_is_refused() -> None:
    """EUR 130 a week is below EUR 6,800 a year: with EUR 10,000 of management per bed nothing is ever paid back."""
    case = example().case
    for key, value in (("management_basis", "per_bed_year"), ("management_cost", 10_000.0)):
        case = case.with_input("d", key, value)
    with pytest.raises(BadInput, match="payback_years"):
        bridge(example(), "a", run_case(case), "d", "payback_years")


def test_a_bridge_between_options_adds_up_to_the_cent() -> None:
    bridged = bridge(example(), "a", example(), "d")
    assert bridged.method == "shapley"
    assert bridged.start + sum(step.amount for step in bridged.steps) == pytest.approx(bridged.end, abs=0.01)
    assert bridged.end == pytest.approx(metric("d"), abs=0.01)


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
    bridged = bridge(own(0, 100), "o", own(0, 200, 0.25), "o")
    amounts = {step.group: step.amount for step in bridged.steps}
    assert amounts["case"] == pytest.approx(32_850)
    assert amounts["financing"] == pytest.approx(-10_950)
    assert (bridged.start, bridged.end) == (pytest.approx(36_500), pytest.approx(58_400))


def test_shapley_is_the_mean_over_all_orders() -> None:
    """Three groups between short stay in two versions, against the definition written out."""
    before = example()
    case = before.case
    for key, value in (("price_per_bed_week", 150.0), ("occupancy", 0.95), ("furniture_per_bed", 1000.0)):
        case = case.with_input("a", key, value)
    bridged = bridge(before, "a", run_case(case), "a")
    keys = {"price": "price_per_bed_week", "occupancy": "occupancy", "building": "furniture_per_bed"}
    values = {"price_per_bed_week": 150.0, "occupancy": 0.95, "furniture_per_bed": 1000.0}
    mean = dict.fromkeys(keys, 0.0)
    for order in permutations(keys):
        changed: dict[str, float] = {}
        for group in order:
            earlier = metric("a", "npv", **changed)
            changed[keys[group]] = values[keys[group]]
            mean[group] += (metric("a", "npv", **changed) - earlier) / 6
    assert {step.group: step.amount for step in bridged.steps} == pytest.approx(mean, abs=0.01)


def test_own_lines_that_differ_are_a_bar_of_their_own() -> None:
    before = own(0, 100)
    line = replace(before.case.options[0].own_lines[0], amount=14.0, per="bed_week")
    option = replace(before.case.options[0], own_lines=(line,))
    after = run_case(replace(before.case, options=(option,)))
    bridged = bridge(before, "o", after, "o")
    assert bridged.start + sum(step.amount for step in bridged.steps) == pytest.approx(bridged.end, abs=0.01)


def test_a_bridge_to_own_lines_is_refused() -> None:
    with pytest.raises(BadInput, match="same lines"):
        bridge(example(), "a", own(0, 100), "o")
