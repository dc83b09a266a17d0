"""The price of each option beside what the law allows."""

from __future__ import annotations

import pytest

from market_data import load
from model.case.example import example_case
from model.engine.run import run_case
from model.readings.points import assumed_reading, counted, rubric_name
from model.readings.prices import asked_prices, limit_readings

MID, NEW = "b", "d"


def test_lodging_has_no_highest_rent_and_letting_has() -> None:
    rows = {row.option: row for row in asked_prices(run_case(example_case("GM1783")))}
    assert {option for option, row in rows.items() if row.limit is not None} == {MID, NEW}
    assert rows["a"].most_words("nl") == "geen maximum"
    assert rows[MID].most_words("nl").startswith("€")


def test_the_highest_price_is_the_rent_by_points_and_what_service_really_costs() -> None:
    """43 points: EUR 438.17 a month; service (550 + 260 + 2,500 / 7) x 1.21 a year."""
    case = example_case("GM1783")
    inputs: dict[str, float | str] = {
        "rent_points": 43.0,
        "energy_basis": "per_bed_year",
        "energy_cost": 550.0,
        "cleaning_basis": "per_bed_year",
        "cleaning_cost": 260.0,
        "furniture_per_bed": 2_500.0,
        "furniture_life_years": 7.0,
        "general_vat_rate": 0.21,
    }
    for key, value in inputs.items():
        case = case.with_input(MID, key, value)
    (row,) = (row for row in asked_prices(run_case(case)) if row.option == MID)
    assert row.most.value == pytest.approx((438.17 * 12 + (550 + 260 + 2_500 / 7) * 1.21) / (365 / 7))


def test_more_than_the_law_allows_is_said_to_a_cent() -> None:
    case = example_case("GM1783").with_input(MID, "rent_points", 43.0)
    most = next(row for row in asked_prices(run_case(case)) if row.option == MID).most.value
    assert most is not None
    codes = {}
    for above in (-0.01, 0.005, 0.02):
        result = run_case(case.with_input(MID, "price_per_bed_week", most + above))
        codes[above] = next(
            said.code for row, said in limit_readings(result, asked_prices(result)) if row.option == MID
        )
    assert codes == {-0.01: "price_within_law", 0.005: "price_within_law", 0.02: "price_above_law"}


@pytest.mark.defaults
@pytest.mark.parametrize("town", ["GM1783", "GM0363", "GM0014", "GM0983"])
def test_the_starting_prices_of_what_is_let_are_what_the_law_allows(town: str) -> None:
    assert {row.limit is None or not row.is_above for row in asked_prices(run_case(example_case(town), load()))} == {
        True
    }


@pytest.mark.defaults
def test_the_service_costs_to_start_with_are_those_of_the_starting_lines() -> None:
    result = run_case(example_case("GM1783"))
    (row,) = (row for row in asked_prices(result) if row.option == MID)
    resolved = result.options[MID].computed.resolved
    assert row.limit is not None and resolved is not None
    assert resolved.values["service_cost_per_bed_week"] == pytest.approx(row.limit.service, abs=0.005)


def test_our_own_count_is_shown_and_points_that_were_given_are_not_counted_again() -> None:
    result = run_case(example_case("GM1783"))
    (limit,) = counted(result, MID).values()
    assert {"area", "energy", "woz"} <= {row.rubric for row in limit.counted}
    assert all(rubric_name(row).text("nl") for row in limit.counted)
    assert counted(run_case(example_case("GM1783").with_input(MID, "rent_points", 43.0)), MID) == {}
    assert counted(result, "a") == {}


@pytest.mark.parametrize("kind", ["room", "home"])
def test_what_our_count_supposes_is_said_in_both_languages(kind: str) -> None:
    dutch, english = (assumed_reading(kind).text(language) for language in ("nl", "en"))
    assert "95" in dutch and "douche" in dutch
    assert "95" in english and "shower" in english
    assert ("geen buitenruimte" in dutch) is (kind == "home")
