"""Points of rooms and homes against the examples in the policy books of the Huurcommissie (January 2026)."""

from __future__ import annotations

import math

import pytest

from market_data import load
from model.parameters.points import (
    FOLDER,
    HOME,
    ROOM,
    Dwelling,
    Rubric,
    Rule,
    facilities,
    highest_rent,
    is_free,
    labels,
    quarter,
    rubrics,
    rules,
    total,
    woz_class,
)
from model.parameters.table import parameters
from model.words.rows import read_table

ROOM_SHARE = rules()["room_share"]


def plan(
    m2: float = 15.0, beds: float = 4.0, label: str = "a", woz: float = 30_000.0, region: float | None = 2_000.0
) -> Dwelling:
    return Dwelling(m2, beds, label, woz, region)


def points(kind: str, dwelling: Dwelling) -> dict[str, float]:
    return {rubric.rubric: rubric.points for rubric in rubrics(kind, dwelling)}


def test_an_eighth_of_a_point_counts_up_to_a_quarter() -> None:
    """WWSO 2.1.6: 4.81 becomes 4.75, 0.125 becomes 0.25; 5.625 of the shared garden would be 5.75 by the same rule."""
    assert [quarter(value) for value in (4.81, 0.125, 5.625)] == [4.75, 0.25, 5.75]


def test_half_a_point_counts_up_to_a_whole_one() -> None:
    assert total((Rubric("area", 40.0), Rubric("energy", 0.5))) == 41
    assert total((Rubric("area", 40.0), Rubric("energy", 0.25))) == 40


def test_the_energy_label_counts_per_m2_of_rooms() -> None:
    """WWSO 2.4.4: 30 m2 of rooms at label A give 30 x 0.65 = 19.5 points."""
    assert points(ROOM, plan(m2=30 / ROOM_SHARE))["energy"] == 19.5


def test_a_kitchen_of_four_rooms_is_shared() -> None:
    """WWSO 2.5.3: a worktop of 7 points with built-in fridge, hob and microwave (3) for four rooms: 10 / 4 = 2.5."""
    assert points(ROOM, plan())["kitchen"] == 2.5


def test_sanitary_is_shared() -> None:
    """WWSO 2.6.1: a toilet (3), a shower (3) and a washbasin (1) for four rooms: 7 / 4 = 1.75."""
    assert points(ROOM, plan())["sanitary"] == 1.75


def test_heating_counts_two_points_a_room_of_which_the_shared_ones_are_divided() -> None:
    """WWSO 2.3: a room of one's own (2), and living room, kitchen and bathroom (6) with three others: 3.5."""
    assert points(ROOM, plan())["heating"] == 3.5


def test_the_room_of_the_plan_adds_up_by_hand() -> None:
    """15 m2 x 0.95 = 14 m2; 14 + 14 x 0.65 = 9.1 -> 9 + 3.5 + 2.5 + 1.75 + 12 = 42.75 -> 43."""
    assert total(rubrics(ROOM, plan())) == 43


def test_less_than_eight_m2_of_rooms_takes_points_off() -> None:
    """WWSO 2.13: four points."""
    assert points(ROOM, plan(m2=7.5))["deduction"] == -4
    assert "deduction" not in points(ROOM, plan(m2=8.5))


@pytest.mark.parametrize(
    ("per_m2", "name", "worth"),
    [(1_790, "woz_low", 10), (1_800, "woz_middle", 12), (2_200, "woz_middle", 12), (2_210, "woz_high", 14)],
)
def test_the_woz_value_counts_beside_the_average_of_the_region(per_m2: float, name: str, worth: int) -> None:
    """WWSO 2.11.2: more than a tenth lower 10, more than a tenth higher 14, between them 12 points."""
    dwelling = plan(woz=per_m2 * 15, region=2_000)
    assert woz_class(dwelling) == name
    assert points(ROOM, dwelling)["woz"] == worth


def test_without_a_woz_value_the_lowest_class_counts() -> None:
    """WWSO 2.11.1."""
    assert woz_class(plan(woz=math.nan)) == woz_class(plan(region=None)) == "woz_low"


def test_the_woz_value_of_a_home_is_the_example_of_the_policy_book() -> None:
    """WWS 2.11.2: EUR 300,000 and 60 m2 give 17.69 + 18.66 = 36.35, so 36.25 points."""
    assert points(HOME, plan(m2=15 / ROOM_SHARE, woz=75_000))["woz"] == 36.25


def test_the_least_woz_value_counts_for_a_home_without_one() -> None:
    """WWS 2.11.1: EUR 85,806; 85,806 / 16,954 + 85,806 / 60 / 268 = 5.061 + 5.336 = 10.397 -> 10.5."""
    assert points(HOME, plan(m2=15 / ROOM_SHARE, woz=math.nan))["woz"] == 10.5


def home_with(others: float, woz_points: float) -> Dwelling:
    """A home of which all but the WOZ value gives `others` points, and the WOZ value about so many.

    All that does not depend on the area is taken from a home of 100 m2; every m2 more is a point.
    """
    hundred = Dwelling(25 / ROOM_SHARE, 4, "a", math.nan, None)
    rest = math.fsum(row.points for row in rubrics(HOME, hundred) if row.rubric != "woz") - 100
    area = others - rest
    value = woz_points / (1 / rules()["woz_per_point"] + 1 / area / rules()["woz_per_m2_per_point"])
    return Dwelling(area / 4 / ROOM_SHARE, 4, "a", value / 4, None)


@pytest.mark.parametrize(
    ("others", "woz", "counts"),
    [(134, 134, 66), (80, 80, 80), (109, 109, 186 - 109)],
    ids=["capped at a third", "below 187 points no cap", "held at 186"],
)
def test_the_woz_value_is_at_most_a_third_from_the_free_sector_on(others: int, woz: int, counts: int) -> None:
    """WWS 2.11.7, examples 1 to 3: 134 + 134 becomes 200, 80 + 80 stays 160, 109 + 109 becomes 186."""
    counted = points(HOME, home_with(others, woz))
    assert math.fsum(value for name, value in counted.items() if name != "woz") == others
    assert counted["woz"] == counts


def test_from_187_points_on_the_rent_of_a_home_is_free_and_that_of_a_room_never() -> None:
    assert [is_free(HOME, 186), is_free(HOME, 187), is_free(ROOM, 240)] == [False, True, False]


def test_the_highest_rent_is_that_of_the_table_and_goes_on_above_it() -> None:
    """WWSO 2.1.8: each point above 250 is worth the step from 249 (EUR 1,608.36) to 250 (EUR 1,613.63)."""
    market = load()
    found = [highest_rent(market, ROOM, count) for count in (43, 250, 252)]
    rents = [rent[0] for rent in found if rent is not None]
    assert rents == pytest.approx([438.17, 1_613.63, 1_613.63 + 2 * 5.27])


def test_a_home_below_the_table_has_no_highest_rent() -> None:
    assert highest_rent(load(), HOME, 39) is None


def test_better_labels_never_give_fewer_points() -> None:
    rows = list(labels().values())
    assert all(
        better.room_per_m2 > worse.room_per_m2 and better.home > worse.home
        for better, worse in zip(rows, rows[1:], strict=False)
    )


def test_every_label_that_can_be_chosen_has_its_points() -> None:
    assert tuple(labels()) == parameters()["energy_label"].choices


def test_a_number_of_the_points_system_has_a_source_or_is_an_assumption() -> None:
    rows = read_table(FOLDER / "points.csv", Rule)
    assert {(row.status, bool(row.source_id)) for row in rows} == {("law", True), ("assumption", False)}
    assert all(row.source_id for row in labels().values())
    assert all(row.source_id for row in facilities())


def test_what_is_there_has_words_in_both_languages() -> None:
    assert all(row.label("nl") and row.label("en") and row.per in ("room", "unit") for row in facilities())
