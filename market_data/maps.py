"""The map of the municipalities: outlines in metres of the Dutch grid (RD), made of arcs that neighbours share."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from market_data.schema import Row, rows_of
from market_data.shipped import TABLES
from market_data.store import MarketData

MAPS = TABLES.parent / "map"
SOURCE = "cbs_borders"
"""The source of the borders in `sources.csv`."""
Point = tuple[float, float]
"""East and north in metres."""
Ring = tuple[Point, ...]
"""A chain of points."""
RingOfArcs = tuple[int, ...]
"""The numbers of its arcs, from 1 on, in the order of the ring; below zero: gone through from end to start."""


@dataclass(frozen=True)
class Borders:
    """The arcs, and per code the rings of a municipality: those around land turn left, those around a hole right."""

    arcs: tuple[Ring, ...]
    rings: Mapping[str, tuple[RingOfArcs, ...]]

    def outlines(self, code: str) -> tuple[Ring, ...]:
        """The closed rings of a municipality as points. Raises KeyError for an unknown code."""
        return tuple(_joined([self.arc(number) for number in ring]) for ring in self.rings[code])

    def arc(self, number: int) -> Ring:
        """An arc by its number, turned round where that is below zero."""
        arc = self.arcs[abs(number) - 1]
        return arc if number > 0 else tuple(reversed(arc))

    def area(self, code: str) -> float:
        """Square metres within the outlines, holes left out. Raises KeyError for an unknown code."""
        return math.fsum(area_of(ring) for ring in self.outlines(code))

    def neighbours(self, code: str) -> tuple[str, ...]:
        """The municipalities with which it shares an arc, by code. Raises KeyError for an unknown code."""
        mine = {abs(number) for ring in self.rings[code] for number in ring}
        return tuple(sorted({owner for number in mine for owner in self._owners[number]} - {code}))

    @cached_property
    def _owners(self) -> Mapping[int, frozenset[str]]:
        """By arc, the municipalities it is a border of."""
        owners: dict[int, set[str]] = {}
        for code, rings in self.rings.items():
            for number in (abs(number) for ring in rings for number in ring):
                owners.setdefault(number, set()).add(code)
        return {number: frozenset(codes) for number, codes in owners.items()}


def _joined(arcs: Sequence[Ring]) -> Ring:
    """Arcs after one another, each meeting point once."""
    return (*(point for arc in arcs for point in arc[:-1]), arcs[-1][-1])


def area_of(ring: Sequence[Point]) -> float:
    """Square metres within a closed ring, below zero where it turns right: half the sum of x1 y2 - x2 y1.

    >>> area_of([(0.0, 0.0), (2.0, 0.0), (2.0, 3.0), (0.0, 3.0), (0.0, 0.0)])
    6.0
    """
    east, north = ring[0]
    return (
        math.fsum(
            (one[0] - east) * (other[1] - north) - (other[0] - east) * (one[1] - north)
            for one, other in zip(ring, ring[1:], strict=False)
        )
        / 2
    )


def inner_point(outlines: Sequence[Ring]) -> Point:
    """A place within the largest ring of a municipality: in the middle of its widest stretch from west to east.

    Looked for on seven lines from south to north.
    """
    ring = max(outlines, key=area_of)
    south, north = (extreme(point[1] for point in ring) for extreme in (min, max))
    best = (-1.0, ring[0])
    for part in range(1, 8):
        line = south + (north - south) * part / 8 + 0.5  # corners lie on whole metres
        crossed = sorted(_crossings(ring, line))
        stretches = zip(crossed[::2], crossed[1::2], strict=False)
        best = max(best, *((end - start, ((start + end) / 2, line)) for start, end in stretches))
    return best[1]


def _crossings(ring: Ring, north: float) -> Iterator[float]:
    """Where a ring crosses a line from west to east."""
    for (x, y), (to_x, to_y) in zip(ring, ring[1:], strict=False):
        if (y < north) != (to_y < north):
            yield x + (north - y) / (to_y - y) * (to_x - x)


@cache
def borders(folder: Path = MAPS) -> Borders:
    """The shipped borders, read once per process. Raises MarketDataError."""
    arcs = tuple(_arc(row) for row in rows_of(folder, "arcs.csv"))
    rings: dict[str, tuple[RingOfArcs, ...]] = {}
    for row in rows_of(folder, "shapes.csv"):
        code = row.fields["code"]
        rings[code] = (*rings.get(code, ()), _ring(row, len(arcs)))
    return Borders(arcs, rings)


def _arc(row: Row) -> Ring:
    """An arc from its first point and the steps after it. Raises MarketDataError."""
    east = north = 0
    points = []
    try:
        for step in row.fields["points"].split(" "):
            to_east, to_north = map(int, step.split(","))
            east, north = east + to_east, north + to_north
            points.append((float(east), float(north)))
    except ValueError:
        raise row.wrong("points", "a point and steps, such as 155000,463000 12,-7") from None
    return tuple(points)


def _ring(row: Row, arcs: int) -> RingOfArcs:
    try:
        ring = tuple(map(int, row.fields["arcs"].split(" ")))
    except ValueError:
        ring = ()
    if not ring or not all(0 < abs(number) <= arcs for number in ring):
        raise row.wrong("arcs", f"numbers of arcs, to {arcs}")
    return ring


def problems_of(shapes: Borders, market: MarketData) -> tuple[str, ...]:
    """What is wrong with the borders: municipalities without a shape or the other way about, and rings left open."""
    towns = {town.code: town.name for town in market.municipalities}
    return (
        *(f"{name}: no borders" for code, name in towns.items() if code not in shapes.rings),
        *(f"{code}: borders of no municipality" for code in shapes.rings if code not in towns),
        *(
            f"{code}: borders that do not close"
            for code in shapes.rings
            if any(ring[0] != ring[-1] for ring in shapes.outlines(code))
        ),
    )
