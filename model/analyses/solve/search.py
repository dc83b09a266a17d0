"""Where a gap is zero: over a grid, closer where a root may hide, then exact; knows nothing of cases."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.analyses.sensitivity.brackets import bracketed
from model.engine.scenarios import Array

POINTS = 201
NEAR = 1e-13
"""A bracket narrower than this share of the span cannot be narrowed further."""
FLAT = 1e-9
"""A gap this small, relative to the target (or to 1), is rounding: the target is met there."""
ZOOMS = 12
MOST_DIPS = 8
"""Places looked at more closely in one round: those nearest to the target."""
Gap = Callable[[Array], Array]
Span = tuple[float, float]


def first_points(low: float, high: float, base: float, whole: bool) -> Array:
    """Where to look first: evenly over the span, denser around the present value, or every whole number."""
    if whole:
        return np.arange(math.ceil(low), math.floor(high) + 1, dtype=np.float64)
    points = np.linspace(low, high, POINTS)
    if low < base < high:
        near = base + (high - low) / POINTS * np.linspace(-1, 1, 21)
        points = np.concatenate([points, near[(near > low) & (near < high)]])
    return np.unique(points)


def crosses(gaps: Array) -> bool:
    """Whether the target is reached or passed somewhere."""
    known = gaps[~np.isnan(gaps)]
    return bool(known.size and known.min() <= 0 <= known.max())


def passes(gaps: Array) -> NDArray[np.intp]:
    """Where the gap goes from one side of zero to the other between a point and the next.

    By sign, which no product of two gaps can overflow.
    """
    sides = np.sign(gaps)
    return np.flatnonzero(sides[:-1] * sides[1:] < 0)


def nearest(reached: Gap, points: Array, gaps: Array) -> tuple[float, float]:
    """The point whose result comes nearest to the target, and that result; NaN when there is none anywhere.

    The result itself is asked for: beside a very large target it is lost in the gap, which is then equal everywhere.
    """
    size = np.abs(gaps)
    if np.all(np.isnan(size)):
        return float(points[0]), math.nan
    closest = np.flatnonzero(size == np.nanmin(size))
    results = reached(points[closest])
    number = int(np.argmax(results) if gaps[closest[0]] < 0 else np.argmin(results))
    return float(points[closest[number]]), float(results[number])


def refined(gap: Gap, points: Array, gaps: Array) -> tuple[Array, Array]:
    """More points where a root may hide between two of the grid.

    There the gap turns back before zero, or comes to exist.
    """
    for _ in range(ZOOMS):
        size = np.abs(gaps)
        known = size[~np.isnan(size)]
        if not known.size:
            break
        # A dip that is nothing but rounding is none.
        noise = FLAT * float(np.median(known))
        sides = np.sign(gaps)
        with np.errstate(invalid="ignore"):
            dips = (size[1:-1] + noise < size[:-2]) & (size[1:-1] + noise < size[2:])
            dips &= (sides[:-2] == sides[1:-1]) & (sides[1:-1] == sides[2:]) & (sides[1:-1] != 0)
        turns = np.flatnonzero(dips)
        turns = turns[np.argsort(size[turns + 1], kind="stable")[:MOST_DIPS]]
        appears = np.flatnonzero(np.isnan(gaps[1:]) != np.isnan(gaps[:-1]))[:MOST_DIPS]
        cells = np.unique(np.concatenate([turns, turns + 1, appears]))
        if not cells.size:
            break
        more = np.concatenate([np.linspace(points[cell], points[cell + 1], 6)[1:-1] for cell in cells])
        points, order = np.unique(np.concatenate([points, more]), return_index=True)
        gaps = np.concatenate([gaps, gap(more)])[order]
    return points, gaps


@dataclass(frozen=True)
class Roots:
    """Where a gap is zero: exact `values`, lowest first, and `stretches` over which it is zero throughout.

    `crossings` are the neighbouring points between which the gap passes zero.
    """

    values: tuple[float, ...]
    stretches: tuple[Span, ...]
    crossings: tuple[Span, ...]


def roots(gap: Gap, points: Array, gaps: Array, noise: float) -> Roots:
    """Every place where the target is reached, exact.

    Of a stretch (neighbouring points at which the gap is no more than `noise`) the ends count, found by bisection.
    """
    nothing = np.abs(gaps) <= noise
    gaps = np.where(nothing, 0.0, gaps)
    values: list[float] = []
    stretches: list[Span] = []
    edges = np.flatnonzero(np.diff(np.concatenate([[False], nothing, [False]]).astype(np.int8)))
    tolerance = NEAR * (points[-1] - points[0])
    for first, after in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        last = after - 1
        if first == last:
            values.append(float(points[first]))
            continue
        low, high = float(points[first]), float(points[last])
        if first > 0 and not np.isnan(gaps[first - 1]):
            low = _met_until(gap, low, float(points[first - 1]), noise, tolerance)
        if last < len(points) - 1 and not np.isnan(gaps[last + 1]):
            high = _met_until(gap, high, float(points[last + 1]), noise, tolerance)
        stretches.append((low, high))
        # An end of what was searched is no break-even: only where the target stops being met.
        values += [low] if first > 0 else []
        values += [high] if last < len(points) - 1 else []
        if first == 0 and last == len(points) - 1:
            values.append(low)
    change = passes(gaps)
    if change.size:
        exact = bracketed(gap, points[change], points[change + 1], gaps[change], gaps[change + 1], tolerance)
        values += exact.tolist()
    crossings = zip(points[change].tolist(), points[change + 1].tolist(), strict=True)
    distinct = {round(value, 12): value for value in values}
    return Roots(tuple(sorted(distinct.values())), tuple(stretches), tuple(crossings))


def _met_until(gap: Gap, inside: float, outside: float, noise: float, tolerance: float) -> float:
    """How far from a point inside a stretch towards one outside the gap stays no more than the noise."""
    while abs(outside - inside) > tolerance * 10:
        cuts = np.linspace(inside, outside, 17)
        still = np.abs(gap(cuts)) <= noise
        last = int(np.argmin(still)) - 1 if not still.all() else 15
        if last < 0:
            break
        inside, outside = float(cuts[last]), float(cuts[last + 1])
    return inside


def narrowed(gap: Gap, low: float, high: float) -> Span | None:
    """The two neighbouring numbers between which a gap passes zero; None when it does not any more, from close by."""
    while True:
        cuts = np.unique([*np.linspace(low, high, 17), (low + high) / 2])
        if len(cuts) == 2:  # no number lies between
            return low, high
        passed = passes(gap(cuts))
        if not passed.size:
            return None
        low, high = float(cuts[passed[0]]), float(cuts[passed[0] + 1])
