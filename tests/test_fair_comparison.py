"""Options with other lives and construction times, measured with the same ruler."""

from __future__ import annotations

from typing import Any

import pytest

from model.case import Case, Component, Option, read_case
from model.evaluation import OptionResult, run_case
from model.example import example_case

INFLATION, RATE = 0.02, 0.06


def own_run(lines: list[dict[str, Any]], years: int) -> OptionResult:
    data = {
        "schema_version": 1,
        "name": "cycle",
        "municipality": "GM1783",
        "beds": 100,
        "start_date": "2027-01-01",
        "horizon_years": years,
        "options": [
            {
                "id": "o",
                "type": "own",
                "inputs": {"discount_rate": RATE, "inflation": INFLATION, "term_years": years},
                "own_lines": lines,
            }
        ],
    }
    return run_case(read_case(data)).options["o"]


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


def test_a_repetition_scaled_with_inflation_leaves_the_equivalent_annual_value_unchanged() -> None:
    once, twice = own_run(cycle(0, 8), 8), own_run(cycle(0, 8) + cycle(8, 8), 16)
    first, second = once.metrics["equivalent_annual_value"], twice.metrics["equivalent_annual_value"]
    assert first == pytest.approx(second, abs=0.01)
    assert once.metrics["npv"] != pytest.approx(twice.metrics["npv"])


def with_options(*options: Option) -> Case:
    case = example_case("GM1783")
    return type(case)(**{**vars(case), "options": (*case.options, *options)})


@pytest.mark.parametrize("component", ["a", "b", "c", "d"])
def test_a_mix_of_one_option_equals_that_option_to_the_cent(component: str) -> None:
    result = run_case(with_options(Option("m", "mix", components=(Component(component, 1.0),))))
    mix, option = result.options["m"], result.options[component]
    for key, value in option.metrics.items():
        if value is None:
            assert mix.metrics[key] is None
        else:
            assert mix.metrics[key] == pytest.approx(value, abs=0.01, rel=1e-9), key
    for key in ("project_cash_flow", "cash_flow_with_subsidy", "municipality_cash_flow", "ledger_state"):
        assert mix.lines[key] == pytest.approx(option.lines[key], abs=0.01)


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
