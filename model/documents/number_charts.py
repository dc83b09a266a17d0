"""Charts over an axis of numbers, as data: curves, a heat map and a histogram; no drawing library in it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar, TypeAlias

from model.documents.words import Words, refuse_figures
from model.words.figures import Figure
from model.words.messages import Message, message
from model.words.units import Style

Point: TypeAlias = tuple[Figure, Figure]
"""Where along the axes."""
SHARES_TO = 1e-6
"""How far the shares of a histogram may be from one together."""


def _one_unit(figures: Iterable[Figure]) -> str:
    """The unit of some figures. Raises ValueError where they have two, or where there are none."""
    keys = {figure.quantity.unit_key for figure in figures}
    if len(keys) != 1:
        raise ValueError("figures of one unit along an axis")
    return keys.pop()


def _all_known(figures: Iterable[Figure]) -> None:
    if any(figure.value is None for figure in figures):
        raise ValueError("along an axis of numbers every place is one")


@dataclass(frozen=True)
class Curve:
    """A name, and points from left to right: where, and the value there."""

    name: Words
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Curves:
    """A curve per name over one axis of numbers: a result as each input changes by a share.

    Raises ValueError for no curve, a curve without points or from right to left, a place without a value, two units
    along an axis, or a name that holds a figure.
    """

    kind: ClassVar[str] = "curves"
    title: Message
    alternative: Message
    curves: tuple[Curve, ...]
    style: Style = "short"

    def __post_init__(self) -> None:
        """The invariants."""
        refuse_figures(*(curve.name for curve in self.curves))
        if not self.curves or not all(curve.points for curve in self.curves):
            raise ValueError("one curve or more, each with points")
        _all_known(self.places())
        _one_unit(self.places())
        _one_unit(self.figures())
        for curve in self.curves:
            if any((one.value or 0.0) >= (other.value or 0.0) for (one, _), (other, _) in pairwise(curve.points)):
                raise ValueError("a curve goes from left to right")

    def places(self) -> Iterator[Figure]:
        """Where the points lie along the bottom, curve by curve."""
        for curve in self.curves:
            yield from (where for where, _ in curve.points)

    def figures(self) -> Iterator[Figure]:
        """Every value, curve by curve."""
        for curve in self.curves:
            yield from (value for _, value in curve.points)

    @property
    def unit_key(self) -> str:
        """The unit of its values."""
        return _one_unit(self.figures())


@dataclass(frozen=True)
class Side:
    """An input along a side of a heat map: its name, its values, and its value `here`, in the case as it is.

    Raises ValueError for two units, fewer than two values, or values that do not go from low to high.
    """

    name: Words
    figures: tuple[Figure, ...]
    here: Figure

    def __post_init__(self) -> None:
        """The invariants."""
        refuse_figures(self.name)
        _all_known((*self.figures, self.here))
        _one_unit((*self.figures, self.here))
        if len(self.figures) < 2 or any(one >= other for one, other in pairwise(self.values)):
            raise ValueError("two values or more along a side, from low to high")

    @property
    def values(self) -> tuple[float, ...]:
        """Its values as numbers."""
        return tuple(figure.value or 0.0 for figure in self.figures)

    @property
    def unit_key(self) -> str:
        """The unit of its values."""
        return self.here.quantity.unit_key


@dataclass(frozen=True)
class HeatMap:
    """A result over two inputs: `rows[row][column]` at `up.figures[row]`, `across.figures[column]`.

    `level` is the value that has the middle colour, `contours` the lines on which the result has it, each a chain of
    points; there may be none. `case` is what the cross at the case as it is is called.

    Raises ValueError where rows and sides are not as many, or units differ.
    """

    kind: ClassVar[str] = "heat_map"
    title: Message
    alternative: Message
    across: Side
    up: Side
    rows: tuple[tuple[Figure, ...], ...]
    level: Figure
    contours: tuple[tuple[Point, ...], ...]
    case: Words
    style: Style = "short"

    def __post_init__(self) -> None:
        """The invariants."""
        refuse_figures(self.case)
        wide, high = len(self.across.figures), len(self.up.figures)
        if len(self.rows) != high or any(len(row) != wide for row in self.rows):
            raise ValueError(f"{high} rows of {wide} figures")
        if self.level.value is None:
            raise ValueError("the level is a value")
        _one_unit(self.figures())
        for number, side in enumerate((self.across, self.up)):
            on_side = [point[number] for contour in self.contours for point in contour]
            _all_known(on_side)
            _one_unit((side.here, *on_side))

    def figures(self) -> Iterator[Figure]:
        """Every value, row by row, then the level."""
        for row in self.rows:
            yield from row
        yield self.level

    @property
    def unit_key(self) -> str:
        """The unit of its values."""
        return self.level.quantity.unit_key

    @property
    def farthest(self) -> float:
        """How far a value is from the level at most; 1 where all of them are the level."""
        level = self.level.value or 0.0
        return max(abs(figure.value - level) for figure in self.figures() if figure.value is not None) or 1.0

    @property
    def sides(self) -> Message:
        """What stands in the corner of its table: the input down the side, and the one across."""
        return message("chart_sides", up=self.up.name, across=self.across.name)

    @property
    def level_name(self) -> Message:
        """What the lines are called: the result and the value it has on them."""
        return message("chart_level", metric=self.level.quantity, value=self.level)


@dataclass(frozen=True)
class Bin:
    """A range of values, and the share of all that lies in it."""

    low: Figure
    high: Figure
    share: Figure


@dataclass(frozen=True)
class Histogram:
    """How often each value occurs: ranges that follow on one another, and values marked with a name, as P50.

    Raises ValueError for no range, ranges that leave room or overlap, shares that are not one together, two units, or a
    name that holds a figure.
    """

    kind: ClassVar[str] = "histogram"
    title: Message
    alternative: Message
    bins: tuple[Bin, ...]
    marks: tuple[tuple[Words, Figure], ...] = ()
    style: Style = "short"

    def __post_init__(self) -> None:
        """The invariants."""
        refuse_figures(*(name for name, _ in self.marks))
        shares = [part.share for part in self.bins]
        _all_known((*self.figures(), *shares))
        _one_unit(self.figures())
        if not _one_unit(shares) or abs(math.fsum(share.value or 0.0 for share in shares) - 1) > SHARES_TO:
            raise ValueError("shares that are one together")
        ranges = [(part.low.value or 0.0, part.high.value or 0.0) for part in self.bins]
        if any(low >= high for low, high in ranges) or any(one[1] != other[0] for one, other in pairwise(ranges)):
            raise ValueError("ranges that follow on one another, from low to high")

    def figures(self) -> Iterator[Figure]:
        """Every value along the bottom: the ends of the ranges, then what is marked."""
        for part in self.bins:
            yield from (part.low, part.high)
        yield from (figure for _, figure in self.marks)

    @property
    def unit_key(self) -> str:
        """The unit of its values."""
        return _one_unit(self.figures())


NUMBER_KINDS = (Curves.kind, HeatMap.kind, Histogram.kind)


def at_zero(low: float, high: float) -> tuple[tuple[float, float], ...]:
    """A range, cut in two where zero lies inside it, for what is below zero is drawn otherwise.

    >>> at_zero(-30.0, 10.0), at_zero(0.0, 10.0)
    (((-30.0, 0.0), (0.0, 10.0)), ((0.0, 10.0),))
    """
    return ((low, 0.0), (0.0, high)) if low < 0 < high else ((low, high),)
