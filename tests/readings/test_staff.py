"""What the staff costs a bed is said as a sum, and again where an option falls far short."""

from __future__ import annotations

from typing import Any

import pytest

from model.case import read_case
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.readings.staff import shortage_readings, staff_reading
from tests.support.one_option import one_option

INPUTS: dict[str, Any] = {
    "staff_cost_per_fte": 60_000,
    "fte_daily": 2,
    "fte_day_and_night": 5.2,
    "beds_per_fte": 150,
}


def run(beds: int, **inputs: Any) -> CaseResult:  # noqa: ANN401
    return run_case(read_case({**one_option({**INPUTS, **inputs}), "schema_version": 2, "beds": beds}))


@pytest.mark.parametrize(
    ("beds", "presence", "language", "said"),
    [
        (
            200,
            "daily",
            "nl",
            "Beheer (dagelijks aanwezig en bereikbaar): 2 voltijdsbanen × € 60.000 is € 600,00 per bed per jaar.",
        ),
        (
            200,
            "day_and_night",
            "en",
            "Management (present day and night): 5.2 full-time jobs × € 60,000 is € 1,560.00 per bed per year.",
        ),
        (
            600,
            "daily",
            "nl",
            "Beheer (dagelijks aanwezig en bereikbaar): 4 voltijdsbanen, één per 150 bedden, × € 60.000"
            " is € 400,00 per bed per jaar.",
        ),
    ],
)
def test_the_staff_is_said_as_the_sum_it_is(beds: int, presence: str, language: str, said: str) -> None:
    """2 x 60,000 / 200 = 600; 5.2 x 60,000 / 200 = 1,560; 600 beds / 150 = 4 jobs, 400 a bed."""
    reading = staff_reading(run(beds, presence=presence).options["o"].computed)
    assert reading is not None and reading.text(language).replace("\u00a0", " ") == said


def test_nothing_is_said_of_staff_where_management_is_an_amount() -> None:
    assert staff_reading(run(200, management_basis="per_year", management_cost=90_000).options["o"].computed) is None


def test_a_shortage_above_a_fifth_of_the_investment_names_what_the_staff_costs() -> None:
    """Day and night for fifty beds is 312,000 a year, 6,240 a bed: no price carries that."""
    (said,) = shortage_readings(run(50, presence="day_and_night"))
    words = said.text("nl").replace("\u00a0", " ")
    assert "het tekort is" in words and words.endswith("5,2 voltijdsbanen × € 60.000 is € 6.240,00 per bed per jaar.")


def test_an_option_that_nearly_closes_says_nothing_of_a_shortage() -> None:
    assert list(shortage_readings(run(200, presence="daily", price_per_bed_week=190))) == []
