"""Lodging as tenancy with rent by points: what could be asked then, and what it would be worth."""

from __future__ import annotations

from typing import Any

import pytest

from model.case import read_case
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.outcomes.tenancy import under_tenancy
from model.readings.tenancy import tenancy_readings
from model.words.numbers import format_number
from tests.support.one_option import one_option

INPUTS: dict[str, Any] = {
    "price_per_bed_week": 147.10,
    "stay_months": 3,
    "m2_per_bed": 15,
    "energy_basis": "per_bed_year",
    "energy_cost": 550,
    "cleaning_basis": "per_bed_year",
    "cleaning_cost": 260,
    "furniture_per_bed": 2500,
    "furniture_life_years": 7,
    "general_vat_rate": 0.21,
    "beds_per_unit": 4,
}
MONTHLY = (478.86, 438.17, 377.02)


def run(kind: str = "short_stay", **inputs: Any) -> CaseResult:  # noqa: ANN401
    return run_case(read_case(one_option({**INPUTS, **inputs}, kind)))


def test_the_price_is_the_rent_by_points_and_what_service_really_costs() -> None:
    """A room of 14 m² with 3.5 points for heating, 2.5 for its kitchen and 1.75 for sanitary.

    Label A+++ 13.25 and WOZ 12: 47 points, € 478.86 a month in 2026; label A 9 and WOZ 12: 43, € 438.17; label C 5 and
    WOZ 10: 36.75, so 37, € 377.02. Service: (550 + 260 + 2,500 / 7) x 1.21 a year.
    """
    rows = under_tenancy(run())
    service = (550 + 260 + 2500 / 7) * 1.21 / (365 / 7)
    assert [row.points for row in rows] == [47, 43, 37]
    assert [row.rent for row in rows] == pytest.approx([rent * 12 * 7 / 365 for rent in MONTHLY])
    assert [row.service for row in rows] == pytest.approx([service] * 3)
    assert [row.price for row in rows] == pytest.approx([rent * 12 * 7 / 365 + service for rent in MONTHLY])


def test_service_costs_do_not_hang_on_what_they_are_per_or_on_growth() -> None:
    """55,000 a year for 100 beds is 550 a bed."""
    per_year = run(energy_basis="per_year", energy_cost=55_000, energy_growth=0.07, cleaning_growth=0)
    assert under_tenancy(per_year)[0].service == pytest.approx(under_tenancy(run())[0].service)


def test_the_npv_is_that_of_the_case_in_which_longer_stays_pay_that_price_without_vat() -> None:
    """Where nobody stays shorter that is the case with the price entered, and no night with VAT."""
    stays: dict[str, Any] = {"thirty_night_stays": 0, "service_cost_per_bed_week": 27.08}
    row = under_tenancy(run(**stays))[0]
    then = {"price_per_bed_week": row.price, "service_cost_per_bed_week": 27.08 * row.price / 147.10}
    entered = run(**stays | then | {"vat_taxed_share": 0}).options["o"]
    assert row.npv == pytest.approx(entered.metrics["npv"], abs=0.01)
    assert row.npv_now == run(**stays).options["o"].metrics["npv"]


def test_now_is_lodging_also_in_a_case_that_counts_on_the_proposal() -> None:
    counting = run_case(read_case(one_option(INPUTS, proposals={"tenancy": "2029-01-01"})))
    assert under_tenancy(counting) == under_tenancy(run())


def test_nobody_asks_more_than_now() -> None:
    assert [row.price for row in under_tenancy(run(price_per_bed_week=90, service_cost_per_bed_week=10))] == [90] * 3


@pytest.mark.parametrize("inputs", [{"stay_months": 0.9}, {"use_function": "housing"}])
def test_a_stay_of_thirty_days_and_housing_are_no_matter_of_the_letter(inputs: dict[str, Any]) -> None:
    result = run(**inputs)
    assert under_tenancy(result) == () and list(tenancy_readings(result, ())) == []


def test_what_is_too_small_to_let_is_said_and_not_calculated() -> None:
    result = run(m2_per_bed=12)
    assert under_tenancy(result) == ()
    said, note = (reading.text("nl").replace("\u00a0", " ") for reading in tenancy_readings(result, ()))
    assert said.endswith("met minder dan 15 m² per persoon zou langer verblijf dan niet mogen.")
    assert "een aanname" in note


def test_the_reading_names_both_ends_and_what_is_now() -> None:
    result = run()
    rows = under_tenancy(result)
    words = next(tenancy_readings(result, rows)).text("nl").replace("\u00a0", " ")
    low, high = (format_number(end(row.price for row in rows), 2, "nl") for end in (min, max))
    assert f"€ {low} tot € {high}" in words
    assert "in plaats van € 147,10" in words
