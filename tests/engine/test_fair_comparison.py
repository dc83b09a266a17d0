"""Options with other lives and construction times, measured with the same ruler."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy_financial as npf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.case import Case, Component, Option, read_case
from model.case.example import example_case
from model.engine.results import OptionResult
from model.engine.run import run_case

INFLATION, RATE = 0.02, 0.06


def run_own(
    lines: list[dict[str, Any]], inputs: dict[str, float], beds: int = 100, horizon: int | None = None
) -> OptionResult:
    data = {
        "schema_version": 1,
        "name": "cycle",
        "municipality": "GM1783",
        "beds": beds,
        "start_date": "2027-01-01",
        "horizon_years": horizon or int(inputs["term_years"]),
        "options": [{"id": "o", "type": "own", "inputs": inputs, "own_lines": lines}],
    }
    return run_case(read_case(data)).options["o"]


def own_run(lines: list[dict[str, Any]], years: int, horizon: int | None = None) -> OptionResult:
    inputs = {"discount_rate": RATE, "inflation": INFLATION, "term_years": years}
    return run_own(lines, inputs, horizon=horizon)


def cycle(start: int, years: int) -> list[dict[str, Any]]:
    """An investment of 1 million and 200,000 a year, in the prices of year `start`: scaled by (1+inflation)^start."""
    scale = (1 + INFLATION) ** start
    income = [
        {
            "label": f"Huur {start + year}",
            "kind": "revenue",
            "amount": 200_000 * scale,
            "per": "once",
            "from": start + year,
        }
        for year in range(1, years + 1)
    ]
    investment = {"label": f"Bouw {start}", "kind": "investment", "amount": 1e6 * scale, "per": "once", "from": start}
    return [investment, *income]


def test_the_value_over_the_horizon_is_that_of_the_repetitions_that_fit_in_it() -> None:
    """Eight years looked at over 16 and over 24 are worth what two and three of them in a row are."""
    twice, thrice = cycle(0, 8) + cycle(8, 8), cycle(0, 8) + cycle(8, 8) + cycle(16, 8)
    for horizon, lines in ((8, cycle(0, 8)), (16, twice), (24, thrice)):
        over = own_run(cycle(0, 8), 8, horizon).metrics["npv_over_horizon"]
        assert over == pytest.approx(own_run(lines, horizon).metrics["npv"], abs=0.01)


@pytest.mark.parametrize("rate", [0.0, INFLATION, 0.06])
def test_the_value_over_the_horizon_is_that_of_its_amounts_per_year(rate: float) -> None:
    """The present value of 11 times the equivalent annual value at the real rate, which is nil at the inflation."""
    inputs = {"discount_rate": rate, "inflation": INFLATION, "term_years": 8.0}
    metrics = run_own(cycle(0, 8), inputs, horizon=11).metrics
    real = (1 + rate) / (1 + INFLATION) - 1
    per_year = metrics["equivalent_annual_value"]
    assert per_year is not None
    expected = -npf.pv(real, 11, per_year) if real else 11 * per_year  # numpy-financial divides by the rate
    assert metrics["npv_over_horizon"] == pytest.approx(expected, abs=0.01)


def test_over_their_own_term_every_kind_of_option_is_worth_its_npv_and_a_mix_the_sum_of_its_parts() -> None:
    """Short stay of 15 years and new build of 40: each over its own term, and their mix over 15.

    With management per bed: half a plan has no half of a team.
    """
    case = example_case("GM1783").with_input("a", "term_years", 15.0).with_input("d", "term_years", 40.0)
    for key in "ad":
        case = case.with_input(key, "management_basis", "per_bed_year")
    mix = Option("m", "mix", components=(Component("a", 0.5), Component("d", 0.5)))
    halves = replace(case, beds=case.beds / 2)
    case = replace(case, options=(*case.options, mix))
    over_15 = run_case(replace(case, horizon_years=15.0)).options
    over_40 = run_case(replace(case, horizon_years=40.0)).options
    assert over_15["a"].metrics["npv_over_horizon"] == pytest.approx(over_15["a"].metrics["npv"], abs=0.01)
    assert over_40["d"].metrics["npv_over_horizon"] == pytest.approx(over_40["d"].metrics["npv"], abs=0.01)
    parts = run_case(replace(halves, horizon_years=15.0)).options
    together = [parts[key].metrics["npv_over_horizon"] for key in "ad"]
    assert over_15["m"].metrics["npv_over_horizon"] == pytest.approx(sum(filter(None, together)), abs=0.01)


def test_a_repetition_scaled_with_inflation_leaves_the_equivalent_annual_value_unchanged() -> None:
    once, twice = own_run(cycle(0, 8), 8), own_run(cycle(0, 8) + cycle(8, 8), 16)
    first, second = once.metrics["equivalent_annual_value"], twice.metrics["equivalent_annual_value"]
    assert first == pytest.approx(second, abs=0.01)
    assert once.metrics["npv"] != pytest.approx(twice.metrics["npv"])


def with_options(*options: Option) -> Case:
    case = example_case("GM1783")
    return type(case)(**{**vars(case), "options": (*case.options, *options)})


def same(mix: float | None, option: float | None) -> bool:
    if mix is None or option is None or math.isnan(mix) or math.isnan(option):
        return (mix is None or math.isnan(mix)) and (option is None or math.isnan(option))
    return abs(mix - option) < 0.01


@pytest.mark.parametrize("component", ["a", "b", "c", "d"])
@pytest.mark.parametrize("periods_per_year", [1, 12])
def test_a_mix_of_one_option_equals_that_option_to_the_cent(component: str, periods_per_year: int) -> None:
    """In every metric, every line and every other result they share."""
    case = replace(
        with_options(Option("m", "mix", components=(Component(component, 1.0),))), periods_per_year=periods_per_year
    )
    result = run_case(case)
    mix, option = result.options["m"], result.options[component]
    assert [key for key, value in option.metrics.items() if not same(mix.metrics[key], value)] == []
    shared = set(mix.lines) & set(option.lines)
    assert shared >= {"project_cash_flow", "municipality_cash_flow", "equity_cash_flow", "ledger_state", "dscr"}
    for key in shared:
        assert all(same(a, b) for a, b in zip(mix.lines[key], option.lines[key], strict=True)), key
    scalars = set(mix.computed.scalars) & set(option.computed.scalars)
    assert scalars >= {"ledger_state_npv", "ledger_resident_npv", "annual_value"}
    assert [key for key in scalars if not same(mix.computed.scalars[key], option.computed.scalars[key])] == []
    assert mix.beds_open == option.beds_open


@given(
    years=st.integers(2, 12),
    rate=st.floats(0.0, 0.15),
    inflation=st.floats(0.0, 0.05),
    income=st.floats(10_000, 500_000),
    times=st.integers(2, 3),
)
@settings(max_examples=30, deadline=None)
def test_any_repetition_scaled_with_inflation_keeps_the_equivalent_annual_value(
    years: int, rate: float, inflation: float, income: float, times: int
) -> None:
    """Own lines in one cycle after another, each dearer by the inflation of the years before it."""

    def repeated(count: int) -> OptionResult:
        lines: list[dict[str, Any]] = []
        for start in range(0, count * years, years):
            scale = (1 + inflation) ** start
            lines.append({"label": "Bouw", "kind": "investment", "amount": 1e6 * scale, "per": "once", "from": start})
            lines.append(
                {
                    "label": "Huur",
                    "kind": "revenue",
                    "amount": income * scale,
                    "per": "year",
                    "from": start + 1,
                    "to": start + years,
                }
            )
        inputs = {"discount_rate": rate, "inflation": inflation, "term_years": count * years}
        return run_own(lines, inputs)

    once, more = repeated(1), repeated(times)
    first, second = once.metrics["equivalent_annual_value"], more.metrics["equivalent_annual_value"]
    assert first == pytest.approx(second, rel=1e-6, abs=0.01)


def test_cost_per_bed_night_is_what_a_night_must_bring_in() -> None:
    """By hand: 1 mln at the start, 50,000 a year for two years, 10 beds x 365 nights a year, at 5%.

    (1,000,000 + 50,000 / 1.05 + 50,000 / 1.05²) / (3,650 / 1.05 + 3,650 / 1.05²).
    """
    lines = [
        {"label": "Bouw", "kind": "investment", "amount": 1_000_000, "per": "once", "from": 0},
        {"label": "Kosten", "kind": "operating_cost", "amount": 50_000, "per": "year"},
    ]
    metrics = run_own(lines, {"discount_rate": 0.05, "term_years": 2}, beds=10).metrics
    discount = 1 / 1.05 + 1 / 1.05**2
    assert metrics["cost_per_bed_night"] == pytest.approx((1_000_000 + 50_000 * discount) / (3_650 * discount))


def test_a_housed_person_year_is_365_bed_nights() -> None:
    metrics = run_case(example_case("GM1783")).options["d"].metrics
    night, year = metrics["cost_per_bed_night"], metrics["cost_per_person_year"]
    assert night is not None and year is not None
    assert year == pytest.approx(night * 365)


def test_beds_become_available_when_construction_ends() -> None:
    """Short stay builds nine months, permanent new build twenty: in year 1 short stay is open, in year 2 both."""
    options = run_case(example_case("GM1783")).options
    assert options["a"].beds_open[1] == 200
    assert options["d"].beds_open[1] == 0
    assert options["d"].beds_open[2] == 200
