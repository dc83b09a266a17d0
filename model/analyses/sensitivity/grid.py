"""Two inputs together, with the line on which the result reaches a value."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from model.analyses.sensitivity.brackets import bracketed
from model.analyses.sensitivity.ranges import Point, axis, ends_of
from model.engine.results import CaseResult
from model.engine.scenarios import Array, scenarios_of
from model.problems import BadInput, problem

GRID = 25


@dataclass(frozen=True)
class Extent:
    """What a grid covers: `spans` of its two inputs (without them, their ranges), each with `count` points."""

    spans: tuple[Point, Point] | None = None
    count: int = GRID


RANGES = Extent()
"""The ranges of both inputs."""


@dataclass(frozen=True)
class Grid:
    """A result over two inputs: `values[row, column]` at `y[row]`, `x[column]`.

    `lines` are the curves on which it is the target, each a chain of points in order; there may be none, one or
    several.
    """

    x_key: str
    y_key: str
    x: Array
    y: Array
    values: Array
    target: float
    lines: tuple[tuple[Point, ...], ...]

    @property
    def line(self) -> tuple[Point, ...]:
        """All points of the lines."""
        return tuple(point for line in self.lines for point in line)

    @property
    def drawn(self) -> tuple[Point, ...]:
        """The points as one chain for a chart, with a blank point where one curve ends and the next begins."""
        gap = (math.nan, math.nan)
        return tuple(point for number, line in enumerate(self.lines) for point in (*([gap] if number else []), *line))


def two_way(
    result: CaseResult,
    option_id: str,
    x_key: str,
    y_key: str,
    metric: str = "npv",
    target: float = 0.0,
    extent: Extent = RANGES,
) -> Grid:
    """A result over a grid of two inputs, with the line on which it equals the target.

    Raises BadInput for an input that is not there or has no room, and for one input twice.
    """
    scenarios = scenarios_of(result, option_id)
    known = ends_of(scenarios)
    for key in (x_key, y_key):
        if key not in known or x_key == y_key:
            allowed = ", ".join(sorted(set(known) - ({x_key} if x_key == y_key else set())))
            raise BadInput((problem("not_a_choice", "grid", value=key, allowed=allowed),))
    spans = extent.spans or (known[x_key], known[y_key])
    x, y = (axis(key, span, extent.count) for key, span in zip((x_key, y_key), spans, strict=True))
    across, down = np.meshgrid(x, y)

    def gap(x_values: Array, y_values: Array) -> Array:
        return scenarios.run({x_key: x_values, y_key: y_values}, (metric,))[metric] - target

    gaps = gap(across.reshape(-1), down.reshape(-1)).reshape(across.shape)
    return Grid(x_key, y_key, x, y, gaps + target, target, _contours(gap, x, y, gaps))


def _contours(gap: Callable[[Array, Array], Array], x: Array, y: Array, gaps: Array) -> tuple[tuple[Point, ...], ...]:
    """The curves on which a gap is zero: its crossings on all sides of the cells made exact, joined cell by cell."""
    above = gaps >= 0
    known = ~np.isnan(gaps)
    rows, columns = np.nonzero((above[:, :-1] != above[:, 1:]) & known[:, :-1] & known[:, 1:])
    flat = [((row, column), (row, column + 1)) for row, column in zip(rows.tolist(), columns.tolist(), strict=True)]
    rows, columns = np.nonzero((above[:-1] != above[1:]) & known[:-1] & known[1:])
    steep = [((row, column), (row + 1, column)) for row, column in zip(rows.tolist(), columns.tolist(), strict=True)]
    sides = [*flat, *steep]
    if not sides:
        return ()
    one, other = (np.array([side[end] for side in sides]) for end in (0, 1))
    at_one, at_other = gaps[one[:, 0], one[:, 1]], gaps[other[:, 0], other[:, 1]]
    x_one, y_one, x_other, y_other = x[one[:, 1]], y[one[:, 0]], x[other[:, 1]], y[other[:, 0]]

    def along(share: Array) -> Array:
        return gap(x_one + share * (x_other - x_one), y_one + share * (y_other - y_one))

    share = bracketed(along, np.zeros(len(sides)), np.ones(len(sides)), at_one, at_other, 1e-9)
    crossings = zip(
        (x_one + share * (x_other - x_one)).tolist(), (y_one + share * (y_other - y_one)).tolist(), strict=True
    )
    return _joined(dict(zip(sides, crossings, strict=True)), gaps)


Corner = tuple[int, int]
Side = tuple[Corner, Corner]


def _joined(crossings: Mapping[Side, Point], gaps: Array) -> tuple[tuple[Point, ...], ...]:
    """Chains of crossings: two on the sides of one cell are neighbours (four: paired by the sign in the middle)."""
    neighbours: dict[Side, list[Side]] = {side: [] for side in crossings}
    for row in range(len(gaps) - 1):
        for column in range(gaps.shape[1] - 1):
            bottom, top = ((row, column), (row, column + 1)), ((row + 1, column), (row + 1, column + 1))
            left, right = ((row, column), (row + 1, column)), ((row, column + 1), (row + 1, column + 1))
            crossed = [side for side in (left, bottom, right, top) if side in crossings]
            if len(crossed) == 4 and (gaps[row : row + 2, column : column + 2].mean() >= 0) == (gaps[row, column] >= 0):
                crossed = [left, top, bottom, right]
            for first, second in zip(crossed[::2], crossed[1::2], strict=False):
                neighbours[first].append(second)
                neighbours[second].append(first)
    chains: list[tuple[Point, ...]] = []
    left_over = dict.fromkeys(sorted(crossings, key=lambda side: (len(neighbours[side]), crossings[side])))
    while left_over:
        first = last = next(iter(left_over))
        chain: list[Point] = []
        current: Side | None = first
        while current is not None:
            del left_over[current]
            chain.append(crossings[current])
            last, current = current, next((side for side in neighbours[current] if side in left_over), None)
        if first in neighbours[last] and len(chain) > 2:
            chain.append(chain[0])
        chains.append(tuple(chain))
    return tuple(chains)
