"""What of the price may be deducted from the minimum wage: 25% of it at the hours somebody is entitled to."""

from __future__ import annotations

from typing import Any

import pytest

from model.case import read_case
from model.engine.results import Computed
from model.engine.run import run_case
from model.readings.resident import deductions, full_deduction_reading
from tests.support.one_option import one_option

INPUTS: dict[str, Any] = {
    "price_per_bed_week": 147.10,
    "price_growth": 0,
    "minimum_wage_hour": 14.71,
    "minimum_wage_growth": 0,
    "deduction_share": 0.25,
    "construction_months": 0,
    "ramp_up_months": 0,
}


def part(**inputs: Any) -> Computed:  # noqa: ANN401
    return run_case(read_case(one_option({**INPUTS, **inputs}))).options["o"].parts[0]


@pytest.mark.parametrize("worked", [40, 30])
def test_what_may_be_deducted_follows_the_hours_and_not_those_of_the_option(worked: float) -> None:
    """25% x 14.71 an hour: 147.10 at 40 hours, 132.39 at 36 and 117.68 at 32; of a price of 147.10 the rest is left."""
    found = [(row.hours, round(row.deducted, 2), round(row.left, 2)) for row in deductions(part(hours_per_week=worked))]
    assert found == [(40, 147.10, 0), (36, 132.39, 14.71), (32, 117.68, 29.42)]


def test_of_a_lower_price_no_more_than_the_price_is_deducted() -> None:
    assert [(row.deducted, row.left) for row in deductions(part(price_per_bed_week=100))] == [(100, 0)] * 3


@pytest.mark.parametrize(
    ("price", "said"),
    [
        (147.10, "De hele prijs mag worden ingehouden bij loon over 40 uur per week of meer"),
        (132.50, "De hele prijs mag worden ingehouden bij loon over 36,1 uur per week of meer"),
        (
            160.00,
            "De hele prijs mag pas worden ingehouden bij loon over 43,6 uur per week, meer",
        ),
    ],
)
def test_the_hours_from_which_all_of_it_may_be_deducted_are_rounded_up(price: float, said: str) -> None:
    """132.50 / 3.6775 = 36.03 and 160 / 3.6775 = 43.51: at 36.0 and 43.5 hours a cent or more would be left."""
    reading = full_deduction_reading(part(price_per_bed_week=price))
    assert reading is not None and reading.text("nl").replace("\u00a0", " ").startswith(said)


def test_without_a_full_year_nothing_is_said() -> None:
    short = part(term_years=1, construction_months=3)
    assert deductions(short) == () and full_deduction_reading(short) is None
