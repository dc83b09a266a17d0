"""What hardly fits together: told with what to do, never a bar, and never at the starting set."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from market_data import load
from model.case import Case, read_case
from model.case.example import example_case
from model.engine.consistency import rules
from model.engine.run import run_case
from model.options import OPTION_TYPES

UNITS = {"building_cost_basis": "per_unit", "building_cost_per_unit": 100_000, "beds_per_unit": 4, "m2_per_bed": 15}
ODD = {rule.code for rule in rules()}


def a_case(inputs: Mapping[str, Any], type_: str = "short_stay", variant: str = "") -> Case:
    option = {"id": "a", "type": type_, "inputs": dict(inputs)} | ({"variant": variant} if variant else {})
    return read_case(
        {
            "schema_version": 1,
            "municipality": "GM1783",
            "beds": 100,
            "start_date": "2027-01-01",
            "price_level_date": "2026-01-01",
            "options": [option],
        }
    )


def told(case: Case) -> dict[str, str]:
    """The warnings of inconsistency of a case, by code."""
    notices = [notice for option in run_case(case).options.values() for notice in option.warnings]
    return {notice.code: notice.text("nl").replace("\u00a0", " ") for notice in notices if notice.code in ODD}


@pytest.mark.parametrize(
    ("inputs", "is_odd"),
    [
        ({}, False),
        ({"beds_per_unit": 2}, True),
        ({"building_cost_per_unit": 180_000}, False),
        ({"building_cost_per_unit": 180_100}, True),
        ({"building_cost_per_unit": 72_000}, False),
        ({"building_cost_per_unit": 71_900}, True),
    ],
)
def test_a_unit_costs_between_1200_and_3000_euros_per_m2(inputs: dict[str, float], is_odd: bool) -> None:
    """60 m² at 4 beds of 15 m²: € 72,000 to € 180,000 at the price level of January 2026."""
    assert ("odd_unit_price" in told(a_case({**UNITS, **inputs}))) is is_odd


def test_the_limits_follow_the_price_level_of_the_case() -> None:
    """At the price level of 2019 (index 92.7 in January against 127.1) a unit of € 180,000 is far too dear."""
    case = replace(a_case({**UNITS, "building_cost_per_unit": 180_000}), price_level_date=date(2019, 1, 1))
    assert "€ 875,22 tot € 2.188" in told(case)["odd_unit_price"]


def test_a_price_per_bed_is_held_to_the_same_limits() -> None:
    """€ 60,000 for 15 m² is € 4,000 per m²."""
    inputs = {"building_cost_basis": "per_bed", "building_cost_per_bed": 60_000, "m2_per_bed": 15}
    assert set(told(a_case(inputs))) == {"odd_bed_price"}


def test_what_is_not_priced_per_unit_is_not_held_to_the_price_of_units() -> None:
    inputs = {"building_cost_basis": "per_m2", "building_cost_per_m2": 500, "beds_per_unit": 1}
    assert told(a_case(inputs)) == {} == told(a_case({**UNITS, "beds_per_unit": 1}, "conversion", "office"))


def test_a_building_is_bought_for_what_such_buildings_cost() -> None:
    """€ 1,498 per m² was paid in 2025: below it nothing is odd, € 100,000 a bed of 15 m² is € 6,667 per m²."""
    assert told(a_case({"land_price_per_bed": 20_000, "m2_per_bed": 15}, "conversion", "office")) == {}
    said = told(a_case({"land_price_per_bed": 100_000, "m2_per_bed": 15}, "conversion", "office"))["odd_purchase"]
    assert "€ 6.667 per m²" in said and "Vraag een taxatie" in said


def test_land_is_no_building() -> None:
    assert told(a_case({"land_price_per_bed": 200_000}, "new_build", "permanent")) == {}


@pytest.mark.parametrize(
    ("months", "share", "is_odd"), [(4, 0, False), (4.1, 0, True), (12, 0, True), (12, 0.01, False), (12, 1, False)]
)
def test_who_stays_longer_than_four_months_registers(months: float, share: float, is_odd: bool) -> None:
    """Wet BRP, art. 2.38: two thirds of half a year."""
    said = told(a_case({"stay_months": months, "brp_share": share}))
    assert ("odd_registration" in said) is is_odd
    assert "langer dan 4 maanden" in said.get("odd_registration", "langer dan 4 maanden")


def test_every_warning_says_what_to_do_in_both_languages() -> None:
    case = a_case({**UNITS, "beds_per_unit": 2})
    (notice,) = (notice for notice in run_case(case).options["a"].warnings if notice.code in ODD)
    assert "Kijk na of" in notice.text("nl") and "Check that" in notice.text("en")


def kinds() -> list[dict[str, str]]:
    """Every kind of option with defaults."""
    return [
        {"id": f"{key}{number}", "type": key} | ({"variant": variant} if variant else {})
        for key, kind in OPTION_TYPES.items()
        if not kind.is_mix and not kind.only_own_lines
        for number, variant in enumerate(kind.variants or ("",))
    ]


@pytest.mark.thorough
@pytest.mark.defaults
@pytest.mark.parametrize("seed", range(4))
def test_nothing_is_odd_at_the_starting_set_of_any_municipality(seed: int) -> None:
    """Twelve municipalities, sampled, with every kind of option; and the example of each."""
    towns = random.Random(seed).sample([town.code for town in load().municipalities], 12)
    for code in towns:
        every = read_case(
            {"schema_version": 1, "municipality": code, "beds": 200, "start_date": "2027-01-01", "options": kinds()}
        )
        assert (code, told(every)) == (code, {})
        assert (code, told(example_case(code))) == (code, {})


@pytest.mark.parametrize(("jobs", "is_odd"), [(5.2, False), (4.2, False), (4.1, True)])
def test_presence_day_and_night_takes_168_hours_a_week(jobs: float, is_odd: bool) -> None:
    """168 / 40 = 4.2 jobs of forty hours, without holidays."""
    inputs = {"presence": "day_and_night", "fte_day_and_night": jobs}
    assert ("odd_presence" in told(a_case(inputs))) is is_odd
    assert "odd_presence" not in told(a_case({**inputs, "presence": "daily"}))
