"""What is earned and spent in operation has the prices and rates of the days it is open, not of those it is built."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from model.case import read_case
from model.engine.results import OptionResult
from model.engine.run import run_case
from tests.support.one_option import one_option

COSTS = ("management", "energy", "cleaning", "maintenance", "insurance", "levies", "certification", "other")


def run(m: int, start: str, months: int, law: str = "in_force", **inputs: Any) -> OptionResult:
    given = {
        "term_years": 5,
        "construction_months": months,
        "ramp_up_months": 0,
        "price_per_bed_week": 140,
        "service_cost_per_bed_week": 40,
        "occupancy": 0.9,
        "vat_taxed_share": 1,
        "brp_share": 0,
        "price_growth": 0,
        "other_income_per_bed_year": 0,
        **inputs,
    }
    dates = {"start_date": start, "price_level_date": "2025-01-01"}
    return run_case(read_case(one_option(given, beds=200, periods_per_year=m, law=law, **dates))).options["o"]


def year_1(option: OptionResult, *rows: str) -> float:
    m = (len(option.periods) - 1) // 5
    return sum(option.lines[row][n] for row in rows for n in range(m + 1))


@pytest.mark.parametrize("m", [1, 4, 12])
def test_vat_of_the_first_year_is_that_of_the_days_it_is_open(m: int) -> None:
    """Built from July 2025, open from 1 April 2026, with VAT at 21% from 2026 on: 21/121 = 17.36% of what is paid.

    Weighed over the whole year half of it would be at the 9% of 2025.
    """
    outcome = run(m, "2025-07-01", 9)
    assert year_1(outcome, "vat_on_price") / year_1(outcome, "rent_paid", "service_paid") == pytest.approx(21 / 121)


@pytest.mark.parametrize("m", [1, 4, 12])
def test_income_of_the_first_year_is_at_the_prices_of_the_days_it_is_open(m: int) -> None:
    """Open from 1 April 2026 to 30 June, all in the year after the price level: 3 months, one step of 2%.

    200 beds x 90% x 3/12 x 365 nights / 7 x 140 euros x 1.02.
    """
    outcome = run(m, "2025-07-01", 9, price_growth=0.02)
    assert year_1(outcome, "rent_paid", "service_paid") == pytest.approx(200 * 0.9 * 365 / 4 / 7 * 140 * 1.02)


@pytest.mark.parametrize("name", COSTS)
def test_costs_of_the_first_year_are_at_the_prices_of_the_days_it_is_open(name: str) -> None:
    """Three months of 120 euros per bed a year, a step of 10% on 1 January before it opens."""
    inputs: dict[str, Any] = {f"{name}_basis": "per_bed_year", f"{name}_cost": 120, f"{name}_growth": 0.1}
    outcome = run(1, "2025-07-01", 9, **inputs)
    assert outcome.lines[f"{name}_costs"][1] == pytest.approx(200 * 120 / 4 * 1.1)


def test_a_year_that_opens_in_its_first_calendar_year_counts_both_by_their_open_days() -> None:
    """Year 1 is July 2025 to June 2026; open from 1 October: 92 days of 2025 at 1.00 and 181 of 2026 at 1.10."""
    outcome = run(1, "2025-07-01", 3, price_growth=0.1)
    days = (date(2026, 1, 1) - date(2025, 10, 1)).days, (date(2026, 7, 1) - date(2026, 1, 1)).days
    assert days == (92, 181)
    assert outcome.lines["price_index"][1] == pytest.approx((92 + 181 * 1.1) / 273)


def test_what_is_built_keeps_the_prices_of_the_whole_period() -> None:
    """Furniture of 1,000 per bed in a year with 184 days of 2025 at 1.00 and 181 of 2026 at 1.10."""
    outcome = run(1, "2025-07-01", 9, furniture_per_bed=1000, inflation=0.1)
    assert outcome.lines["furniture"][1] == pytest.approx(200 * 1000 * (184 + 181 * 1.1) / 365)


@pytest.mark.parametrize("months", [0, 12, 24])
def test_a_period_that_is_open_from_its_first_day_counts_all_its_days(months: int) -> None:
    """July to June at 1.00 up to 31 December 2025 and 2% more each year: 184 days before and 181 or 182 after."""
    outcome = run(1, "2025-07-01", months, price_growth=0.02)
    opened = months // 12 + 1
    later = 182 if opened == 3 else 181
    step = 1.02 ** (opened - 1)
    expected = (184 * step + later * step * 1.02) / (184 + later)
    assert outcome.lines["price_index"][opened] == pytest.approx(expected)


def test_price_and_wage_of_the_first_year_are_those_of_the_days_it_is_open() -> None:
    """Three months of 2026: a price of 140 and a wage of 15 x 40 hours, both one step of 10% up."""
    wage: dict[str, Any] = {"minimum_wage_hour": 15, "hours_per_week": 40, "minimum_wage_growth": 0.1}
    outcome = run(1, "2025-07-01", 9, price_growth=0.1, **wage)
    assert outcome.lines["price_per_week"][1] == pytest.approx(140 * 1.1)
    assert outcome.lines["weekly_wage"][1] == pytest.approx(600 * 1.1)


@pytest.mark.parametrize("m", [1, 4, 12])
def test_the_kind_of_stay_of_the_first_year_is_that_of_the_days_it_is_open(m: int) -> None:
    """Open from 1 October 2028, after the proposed thirty-night rule of 1 July: 40% of the nights are lodging, at 21%.

    So 60% of the VAT on costs stays: 100,000 of cleaning a year, a quarter of it, bears 25,000 x 21% x 60% = 3,150.
    """
    costs = {f"{name}_cost": 0 for name in COSTS} | {"cleaning_basis": "per_year", "cleaning_cost": 100_000}
    given = {**costs, "cleaning_growth": 0, "major_maintenance_share": 0, "general_vat_rate": 0.21}
    outcome = run(m, "2028-01-01", 9, "if_proposals_pass", thirty_night_stays=0.4, **given)
    assert year_1(outcome, "vat_on_price") / year_1(outcome, "rent_paid", "service_paid") == pytest.approx(
        0.4 * 21 / 121
    )
    assert year_1(outcome, "operating_vat") == pytest.approx(3_150)
