"""Borders of municipalities from a GeoJSON file to the tables of the map: projected, simplified once, borders shared.

`python -m market_data borders FILE.geojson`. Where two municipalities share a border they share an arc: a chain of
points between two places where three outlines meet. Each arc is simplified once, so that neighbours still fit.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from market_data.maps import Borders, Point, Ring, RingOfArcs, area_of
from market_data.records import MarketDataError
from market_data.schema import COLUMNS

TOLERANCE = 50.0
"""Metres that a simplified border lies from the border at most: a fraction of a pixel of a map of the country."""
_LATITUDE, _LONGITUDE = 52.15517440, 5.38720621
_X, _Y = 155_000.0, 463_000.0
_EAST = {
    (0, 1): 190094.945,
    (1, 1): -11832.228,
    (2, 1): -114.221,
    (0, 3): -32.391,
    (1, 0): -0.705,
    (3, 1): -2.340,
    (1, 3): -0.608,
    (0, 2): -0.008,
    (2, 3): 0.148,
}
_NORTH = {
    (1, 0): 309056.544,
    (0, 2): 3638.893,
    (2, 0): 73.077,
    (1, 2): -157.984,
    (3, 0): 59.788,
    (0, 1): 0.433,
    (2, 2): -6.439,
    (1, 1): -0.032,
    (0, 4): 0.092,
    (1, 4): -0.054,
}
MOST_AREA_CHANGED = 0.03
"""The part by which simplifying may change the area of a municipality."""
Outlines = Mapping[str, Sequence[Ring]]
"""Per code the closed rings of a municipality: land to the left of what goes around it, holes the other way about."""


def to_rd(longitude: float, latitude: float) -> Point:
    """WGS84 degrees in metres of the Dutch grid (RD), within a metre of RDNAPTRANS.

    x = 155000 + sum of R_pq f^p l^q, y = 463000 + sum of S_pq f^p l^q, f = 0.36 (latitude - 52.15517440),
    l = 0.36 (longitude - 5.38720621). Source: Schreutelkamp and Strang van Hees, Benaderingsformules voor de
    transformatie tussen RD- en WGS84-kaartcoordinaten, Geodesia 43 (2001).

    >>> to_rd(5.38720621, 52.15517440)
    (155000.0, 463000.0)
    """
    north, east = 0.36 * (latitude - _LATITUDE), 0.36 * (longitude - _LONGITUDE)

    def total(terms: Mapping[tuple[int, int], float]) -> float:
        return math.fsum(factor * north**power * east**other for (power, other), factor in terms.items())

    return _X + total(_EAST), _Y + total(_NORTH)


def outlines_of(data: Mapping[str, Any]) -> dict[str, tuple[Ring, ...]]:
    """The rings of each municipality of a GeoJSON file in whole metres of RD. Raises MarketDataError."""
    try:
        return {
            feature["properties"]["gm_code"]: tuple(
                _turned([_rounded(to_rd(*point[:2])) for point in ring], is_hole=number > 0)
                for polygon in _polygons(feature["geometry"])
                for number, ring in enumerate(polygon)
            )
            for feature in data["features"]
        }
    except (KeyError, TypeError, ValueError) as error:
        raise MarketDataError(f"no GeoJSON of municipalities with gm_code: {error!r}") from None


def _polygons(geometry: Mapping[str, Any]) -> Sequence[Any]:
    found: Sequence[Any] = geometry["coordinates"]
    return found if geometry["type"] == "MultiPolygon" else [found]


def _rounded(point: Point) -> Point:
    return float(round(point[0])), float(round(point[1]))


def _turned(ring: Sequence[Point], *, is_hole: bool) -> Ring:
    return tuple(ring) if (area_of(ring) < 0) == is_hole else tuple(reversed(ring))


def borders_of(outlines: Outlines, tolerance: float = TOLERANCE) -> Borders:
    """Shapes that share their arcs, each arc simplified once.

    Raises MarketDataError where a piece of border belongs to more than two municipalities.
    """
    nodes = _nodes(outlines)
    numbers: dict[Ring, int] = {}
    rings = {
        code: tuple(tuple(_numbered(arc, numbers) for arc in _arcs(ring, nodes)) for ring in rings)
        for code, rings in outlines.items()
    }
    ends = [frozenset((arc[0], arc[-1])) for arc in numbers]
    arcs = tuple(
        simplified(arc, tolerance, keep_bend=ends.count(end) > 1) for arc, end in zip(numbers, ends, strict=True)
    )
    return Borders(arcs, rings)


def _nodes(outlines: Outlines) -> frozenset[Point]:
    """Where three outlines meet: points with another number of points next to them than two."""
    beside: dict[Point, set[Point]] = {}
    owners: dict[frozenset[Point], int] = {}
    for ring in (ring for rings in outlines.values() for ring in rings):
        for one, other in _steps(ring):
            beside.setdefault(one, set()).add(other)
            beside.setdefault(other, set()).add(one)
            owners[frozenset((one, other))] = owners.get(frozenset((one, other)), 0) + 1
    if max(owners.values(), default=0) > 2:
        raise MarketDataError("a piece of border of more than two municipalities")
    return frozenset(point for point, others in beside.items() if len(others) != 2)


def _steps(ring: Ring) -> Iterator[tuple[Point, Point]]:
    return ((one, other) for one, other in zip(ring, ring[1:], strict=False) if one != other)


def _arcs(ring: Ring, nodes: frozenset[Point]) -> Iterator[Ring]:
    """A ring cut where outlines meet; one that meets none is a single arc, from its lowest point on."""
    points = [one for one, _ in _steps(ring)]
    cuts = [number for number, point in enumerate(points) if point in nodes] or [points.index(min(points))]
    around = [*points[cuts[0] :], *points[: cuts[0]]]
    starts = [*(cut - cuts[0] for cut in cuts), len(around)]
    for start, end in zip(starts, starts[1:], strict=False):
        yield (*around[start:end], around[end % len(around)])


def _numbered(arc: Ring, numbers: dict[Ring, int]) -> int:
    """The number of an arc from 1 on; below zero where it is gone through the other way about."""
    back = tuple(reversed(arc))
    if back in numbers:
        return -numbers[back]
    return numbers.setdefault(arc, len(numbers) + 1)


def simplified(arc: Ring, tolerance: float, *, keep_bend: bool = False) -> Ring:
    """An arc with fewer points, none of those left out further from it than the tolerance (Douglas and Peucker).

    Special cases: a closed arc keeps at least three places, and one with `keep_bend` its farthest point from the
    straight line, so that what lies between two arcs with the same ends does not vanish.

    >>> simplified(((0.0, 0.0), (50.0, 1.0), (100.0, 0.0)), 10.0)
    ((0.0, 0.0), (100.0, 0.0))
    """
    kept = {0, len(arc) - 1}
    if arc[0] == arc[-1] and len(arc) > 3:
        first = max(range(len(arc)), key=lambda number: math.dist(arc[0], arc[number]))
        kept |= {first, _farthest(arc, 0, first)[0] or _farthest(arc, first, len(arc) - 1)[0]}
    elif keep_bend and len(arc) > 2:
        kept.add(_farthest(arc, 0, len(arc) - 1)[0])
    corners = sorted(kept)
    todo = list(zip(corners, corners[1:], strict=False))
    while todo:
        start, end = todo.pop()
        number, distance = _farthest(arc, start, end)
        if distance > tolerance:
            kept.add(number)
            todo += [(start, number), (number, end)]
    return tuple(arc[number] for number in sorted(kept))


def _farthest(arc: Ring, start: int, end: int) -> tuple[int, float]:
    """The point between two others that lies farthest from the straight line between them; 0 where there is none."""
    (x, y), (to_x, to_y) = arc[start], arc[end]
    length = math.dist(arc[start], arc[end])
    found = (0, 0.0)
    for number in range(start + 1, end):
        east, north = arc[number][0] - x, arc[number][1] - y
        away = abs(east * (to_y - y) - north * (to_x - x)) / length if length else math.hypot(east, north)
        found = max(found, (number, away), key=lambda place: place[1])
    return found


@dataclass(frozen=True)
class Made:
    """What was made of a file: how many municipalities and arcs, and how many points there were and are."""

    towns: int
    arcs: int
    points_before: int
    points: int


def make_borders(source: Path, folder: Path) -> Made:
    """Write the tables of the map from a GeoJSON file. Raises MarketDataError; then nothing was written."""
    try:
        outlines = outlines_of(json.loads(source.read_bytes()))
    except (OSError, ValueError) as error:
        raise MarketDataError(f"{source.name}: {error}") from None
    borders = borders_of(outlines)
    for code, rings in outlines.items():
        if abs(borders.area(code) / math.fsum(map(area_of, rings)) - 1) > MOST_AREA_CHANGED:
            raise MarketDataError(f"{source.name}: {code} simplified to another area")
    folder.mkdir(exist_ok=True)
    for name, rows in (("arcs.csv", _arc_rows(borders.arcs)), ("shapes.csv", _shape_rows(borders.rings))):
        table = io.StringIO()
        writer = csv.writer(table, lineterminator="\n")
        writer.writerow(COLUMNS[name])
        writer.writerows(rows)
        (folder / name).write_text(table.getvalue(), encoding="utf-8", newline="\n")
    before = len({point for rings in outlines.values() for ring in rings for point in ring})
    return Made(len(outlines), len(borders.arcs), before, len({point for arc in borders.arcs for point in arc}))


def _arc_rows(arcs: Iterable[Ring]) -> Iterator[tuple[object, ...]]:
    """Per arc its first point, then from each point to the next, in metres: short numbers for a long border."""
    for number, arc in enumerate(arcs, start=1):
        steps = ((other[0] - one[0], other[1] - one[1]) for one, other in zip(arc, arc[1:], strict=False))
        yield number, " ".join(f"{int(east)},{int(north)}" for east, north in (arc[0], *steps))


def _shape_rows(rings: Mapping[str, Sequence[RingOfArcs]]) -> Iterator[tuple[object, ...]]:
    for code, shape in sorted(rings.items()):
        for number, ring in enumerate(shape, start=1):
            yield code, number, " ".join(map(str, ring))
