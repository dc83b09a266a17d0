"""Points of a room (WWSO) and of a home (WWS), and the highest rent they allow.

By the policy books of the Huurcommissie of January 2026, rubric by rubric, as far as a plan without drawings can say:
area, heating, energy label, kitchen, sanitary and WOZ value. What a room holds and how much of the floor area is rooms
are assumptions, rows of `points_facilities.csv` and `points.csv`; whoever knows the points enters them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from market_data import Figure, MarketData
from model.words.names import Worded
from model.words.numbers import round_half_up
from model.words.rows import read_table

FOLDER = Path(__file__).parent
ROOM, HOME = "room", "home"
"""The words of the input `rent_table`: a room by WWSO, a home by WWS."""
WEEKS_IN_A_MONTH = 365 / 7 / 12
LAST_IN_TABLE = 250
"""Points up to which rents are published; each further point is worth the last step (policy book, 2.1.8)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A number of the points system, set by law or our own assumption."""

    rule: str
    value: float
    status: str
    source_id: str
    note_nl: str
    note_en: str


@dataclass(frozen=True, slots=True)
class LabelPoints:
    """What an energy label is worth: per m2 of rooms for a room, at once for a home in a building of more homes."""

    label: str
    room_per_m2: float
    home: float
    source_id: str


@dataclass(frozen=True, slots=True)
class Facility(Worded):
    """What is in a room (`per` room) or shared in a unit (`per` unit); `kind` room, home or both.

    Its points have a source; that it is there is our assumption.
    """

    rubric: str
    points: float
    per: str
    kind: str
    source_id: str
    label_nl: str
    label_en: str


@dataclass(frozen=True, slots=True)
class PointsClass(Worded):
    """An energy label and a WOZ class of a room: they make the difference, so there is a row for each and no guess."""

    energy_label: str
    woz: str
    label_nl: str
    label_en: str


@dataclass(frozen=True, slots=True)
class Dwelling:
    """What decides the points: floor area per bed, beds in a unit, energy label, and the WOZ value beside the region's.

    `woz_per_bed` in euros; `region_per_m2` the average WOZ value per m2 of the region, None where it is not known.
    """

    m2_per_bed: float
    beds_per_unit: float
    label: str
    woz_per_bed: float
    region_per_m2: float | None


@dataclass(frozen=True, slots=True)
class Rubric:
    """The points of one rubric, to a quarter."""

    rubric: str
    points: float


@cache
def rules() -> dict[str, float]:
    """The numbers of `points.csv` by name."""
    return {row.rule: row.value for row in read_table(FOLDER / "points.csv", Rule)}


@cache
def labels() -> dict[str, LabelPoints]:
    """The energy labels from the best to the worst."""
    return {row.label: row for row in read_table(FOLDER / "points_labels.csv", LabelPoints)}


@cache
def classes() -> tuple[PointsClass, ...]:
    """The rows of `points_classes.csv`, from the best to the worst."""
    return read_table(FOLDER / "points_classes.csv", PointsClass)


@cache
def facilities() -> tuple[Facility, ...]:
    """What a room and its unit hold: an assumption."""
    return read_table(FOLDER / "points_facilities.csv", Facility)


def quarter(points: float) -> float:
    """Points to a quarter, an eighth upwards.

    >>> quarter(4.81), quarter(0.125), quarter(-0.1)
    (4.75, 0.25, 0.0)
    """
    return round_half_up(points * 4, 0) / 4 + 0.0


def woz_class(dwelling: Dwelling) -> str:
    """The class of the WOZ value of a room: `woz_low`, `woz_middle` or `woz_high`; the lowest where nothing is known.

    >>> woz_class(Dwelling(15, 4, "a", 30_000, 2_000)), woz_class(Dwelling(15, 4, "a", 30_000, None))
    ('woz_middle', 'woz_low')
    """
    if not dwelling.region_per_m2 or math.isnan(dwelling.woz_per_bed):
        return "woz_low"
    per_m2, band = dwelling.woz_per_bed / dwelling.m2_per_bed, rules()["woz_band"]
    low, high = (dwelling.region_per_m2 * (1 + side * band) for side in (-1, 1))
    return "woz_high" if per_m2 > high else "woz_low" if per_m2 < low else "woz_middle"


def rubrics(kind: str, dwelling: Dwelling) -> tuple[Rubric, ...]:
    """The points of a room or a home, rubric by rubric; those that give none are left out."""
    given = _of_room(dwelling) if kind == ROOM else _of_home(dwelling)
    return tuple(Rubric(name, points) for name, points in given if points)


def total(counted: tuple[Rubric, ...]) -> int:
    """All points, whole; half a point counts up."""
    return int(round_half_up(math.fsum(rubric.points for rubric in counted), 0))


def room_points(dwelling: Dwelling, label: str, woz: str) -> int:
    """The points of a room with another energy label and WOZ class."""
    counted = [rubric for rubric in rubrics(ROOM, replace(dwelling, label=label)) if rubric.rubric != "woz"]
    return total((*counted, Rubric("woz", rules()[woz])))


def _of_room(dwelling: Dwelling) -> Iterator[tuple[str, float]]:
    area = _rooms(dwelling, 1)
    yield "area", area * rules()["points_per_m2"]
    yield "energy", quarter(area * labels()[dwelling.label].room_per_m2)
    yield from _held(ROOM, dwelling)
    yield "woz", rules()[woz_class(dwelling)]
    if area < rules()["least_room_m2"]:
        yield "deduction", rules()["small_room_points"]


def _of_home(dwelling: Dwelling) -> Iterator[tuple[str, float]]:
    area = _rooms(dwelling, dwelling.beds_per_unit)
    others = [
        ("area", area * rules()["points_per_m2"]),
        ("energy", labels()[dwelling.label].home),
        *_held(HOME, dwelling),
    ]
    yield from others
    yield "woz", _woz_of_home(dwelling, area, math.fsum(points for _, points in others))


def _rooms(dwelling: Dwelling, beds: float) -> float:
    """Whole m2 of rooms of so many beds."""
    return round_half_up(dwelling.m2_per_bed * beds * rules()["room_share"], 0)


def _held(kind: str, dwelling: Dwelling) -> Iterator[tuple[str, float]]:
    """The rubrics of what is there: in a room its own and its part of what is shared, in a home of all rooms."""
    beds = dwelling.beds_per_unit
    times = {"room": 1.0, "unit": 1 / beds} if kind == ROOM else {"room": beds, "unit": 1.0}
    here = [row for row in facilities() if row.kind in (kind, "both")]
    for rubric in dict.fromkeys(row.rubric for row in here):
        yield rubric, quarter(math.fsum(row.points * times[row.per] for row in here if row.rubric == rubric))


def _woz_of_home(dwelling: Dwelling, area: float, others: float) -> float:
    """Points for the WOZ value of a home: of the value and of the value per m2.

    From 187 points on it is at most a third of all, rounded down; a home that would fall below 187 by that has 186.
    """
    rule, known = rules(), not math.isnan(dwelling.woz_per_bed)
    value = dwelling.woz_per_bed * dwelling.beds_per_unit if known else rule["woz_least"]
    points = quarter(value / rule["woz_per_point"] + value / area / rule["woz_per_m2_per_point"])
    free, share = rule["free_sector"], rule["woz_most_share"]
    if round_half_up(others + points, 0) < free or points <= share * (others + points):
        return points
    capped = math.floor(share / (1 - share) * others)
    return capped if round_half_up(others + capped, 0) >= free else free - 1 - others


def is_free(kind: str, points: float) -> bool:
    """Whether the rent of a home with so many points is free; that of a room never is."""
    return kind == HOME and points >= rules()["free_sector"]


def highest_rent(market: MarketData, kind: str, points: int) -> tuple[float, Figure] | None:
    """The highest bare rent in euros per month at whole points, and the figure it rests on; None below the table."""
    find = market.max_rent_independent if kind == HOME else market.max_rent_shared
    figure = find(min(points, LAST_IN_TABLE))
    before = find(LAST_IN_TABLE - 1)
    if figure is None or before is None:
        return None
    return figure.value + max(points - LAST_IN_TABLE, 0) * (figure.value - before.value), figure
