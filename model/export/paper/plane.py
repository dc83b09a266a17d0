"""What charts on paper share: the plane values lie in with its ticks, lines through points, bars, and a legend."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from model.documents.anchors import Part, part_place
from model.documents.scale import Tick
from model.export.paper.picture import (
    FAINT,
    GREY,
    INK,
    SMALL,
    WIDTH,
    Box,
    Label,
    Mark,
    Stroke,
    number_label,
    plain_label,
    widest,
    width_of,
)

HIGH = 150.0
"""Points between the lowest and the highest value of a plane."""
GAP = 6.0
DASHES = (0, 4, 2, 6, 1, 3)
"""Lengths of the dashes of lines, so that colour is not the only cue."""
KEY_ROW = 11.0
"""Points that a row of a legend takes."""


@dataclass(frozen=True)
class Plane:
    """Where values and categories of a chart lie; `start` and `end` are those of numbers along the bottom."""

    left: float
    right: float
    top: float
    low: float
    high: float
    count: int = 1
    start: float = 0.0
    end: float = 1.0

    def y(self, value: float) -> float:
        """How far down a value lies."""
        return self.top + HIGH * (self.high - value) / (self.high - self.low)

    def middle(self, number: int) -> float:
        """The middle of a category."""
        return self.left + (self.right - self.left) * (number + 0.5) / max(self.count, 1)

    def x(self, value: float) -> float:
        """How far to the right a number along the bottom lies."""
        return self.left + (self.right - self.left) * (value - self.start) / (self.end - self.start)

    @property
    def bottom(self) -> float:
        """Where the plane ends."""
        return self.top + HIGH


def beside(plane: Plane, ticks: Sequence[Tick], name: str, place: str) -> Iterator[Mark]:
    """The ticks of the values, with lines across the plane, and their name above; `place` is that of the block."""
    yield plain_label(0.0, plane.top - 8.0, name, size=SMALL, colour=GREY)
    for number, tick in enumerate(ticks, start=1):
        y, at_zero = plane.y(tick.at), tick.at == 0
        yield Stroke(((plane.left, y), (plane.right, y)), GREY if at_zero else FAINT, 0.75 if at_zero else 0.5)
        anchor = part_place(place, f"up_{number}")
        yield number_label(plane.left - GAP, y + SMALL * 0.35, tick.text, anchor, "end", size=SMALL, colour=GREY)


def left_of(ticks: Sequence[Tick]) -> float:
    """Where a plane begins, right of the ticks of its values; some have a wide sign behind them."""
    return widest([tick.text for tick in ticks], SMALL) + SMALL / 2 + GAP


def names_below(plane: Plane, names: Sequence[str], place: str) -> Iterator[Mark]:
    """The names of categories along the bottom, as many as there is room for; one that holds a number has an anchor."""
    every = max(1, math.ceil(len(names) * (widest(names, SMALL) + 10.0) / (plane.right - plane.left)))
    for number in range(0, len(names), every):
        anchor = part_place(place, f"along_{number + 1}") if any(sign.isdigit() for sign in names[number]) else ""
        x, y = plane.middle(number), plane.bottom + 12.0
        yield number_label(x, y, names[number], anchor, "middle", size=SMALL, colour=GREY)


def numbers_below(plane: Plane, ticks: Sequence[Tick], place: str, name: str = "") -> Iterator[Mark]:
    """The ticks of an axis of numbers along the bottom, as far as the plane goes, and below them its name."""
    for number, tick in enumerate(ticks, start=1):
        if plane.start <= tick.at <= plane.end:
            x = plane.x(tick.at)
            yield Stroke(((x, plane.bottom), (x, plane.bottom + 3.0)), GREY)
            anchor = part_place(place, f"along_{number}")
            yield number_label(x, plane.bottom + 12.0, tick.text, anchor, "middle", size=SMALL, colour=GREY)
    if name:
        yield plain_label((plane.left + plane.right) / 2, plane.bottom + 23.0, name, "middle", size=SMALL, colour=GREY)


def lines(points: Iterable[tuple[float, float] | None], colour: str, dash: int = 0) -> Iterator[Stroke]:
    """A line through the points there are, broken where there is none."""
    together: list[tuple[float, float]] = []
    for point in [*points, None]:
        if point is not None:
            together.append(point)
        elif together:
            yield Stroke(tuple(together), colour, 1.5, dash)
            together = []


@dataclass(frozen=True)
class Key:
    """What a colour or a line of a chart stands for."""

    parts: tuple[Part, ...]
    colour: str = INK
    hatched: bool = False
    as_line: bool = False
    dash: int = 0


def legend(keys: Sequence[Key]) -> tuple[list[Mark], float]:
    """Keys in rows along the top, and how far down they go."""
    marks: list[Mark] = []
    x, top = 0.0, 0.0
    for key in keys:
        wide = 28.0 + width_of("".join(part.text for part in key.parts), SMALL)
        if x and x + wide > WIDTH:
            x, top = 0.0, top + KEY_ROW
        if key.as_line:
            marks.append(Stroke(((x, top + 6.0), (x + 14.0, top + 6.0)), key.colour, 1.5, key.dash))
        else:
            marks.append(Box(x, top + 2.0, 14.0, 8.0, key.colour, key.hatched))
        marks.append(Label(x + 18.0, top + 9.0, key.parts, "start", SMALL, GREY))
        x += wide
    return marks, top + KEY_ROW


def cross(x: float, y: float) -> Iterator[Stroke]:
    """A cross at a point."""
    for turn in (-4.0, 4.0):
        yield Stroke(((x - 4.0, y - turn), (x + 4.0, y + turn)), INK, 2.0)
