"""Charts laid out on paper, one layout per kind of chart."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from model.documents.anchors import Part, bar_place, part_place, parts
from model.documents.charts import ChartSpec
from model.documents.scale import Scale, scale
from model.documents.words import said
from model.export.paper.picture import (
    FAINT,
    GREY,
    INK,
    SMALL,
    TEXT,
    WIDTH,
    Box,
    Label,
    Mark,
    Picture,
    Stroke,
    plain_label,
    widest,
    width_of,
)
from model.words.numbers import format_number
from model.words.palette import OPTION_COLOURS

LINES_HIGH = 150.0
"""Points between the lowest and the highest value of a chart over periods."""
NAMES_WIDE = 150.0
"""Points for names beside bars, at most; a longer name goes on over three lines."""
BAR_HIGH = 11.0
GAP = 6.0
DASHES = (0, 4, 2, 6, 1, 3)


@dataclass(frozen=True)
class Drawing:
    """A chart to lay out: what it is, the place of its block, in which language and in which colours."""

    spec: ChartSpec
    place: str
    language: str
    colours: Sequence[str] = OPTION_COLOURS

    def colour(self, number: int) -> str:
        """A colour by its place among the colours."""
        return self.colours[number % len(self.colours)]

    @property
    def names(self) -> list[str]:
        """The categories in words."""
        return [said(category, self.language) for category in self.spec.categories]

    @property
    def scale(self) -> Scale:
        """The scale of its values."""
        return scale(self.spec, self.language)

    def written(self, series: int, category: int) -> tuple[Part, ...]:
        """What stands at the end of a bar: its figure, or what a range has at that end. Both count from 0."""
        at_end = self.spec.ends[category][series] if self.spec.ends else self.spec.series[series].figures[category]
        return parts(at_end, bar_place(self.place, series + 1, category + 1), self.language, self.spec.style)


def picture(spec: ChartSpec, place: str, language: str, colours: Sequence[str] = OPTION_COLOURS) -> Picture:
    """A chart laid out as its kind is; `place` is that of its block, for the anchors of the figures it writes."""
    return _LAYOUTS[spec.kind](Drawing(spec, place, language, colours))


def _names_beside(names: Sequence[str]) -> tuple[float, list[list[str]], float]:
    """Room for the names beside bars, their lines, and the height of a row."""
    wide = min(NAMES_WIDE, widest(names))
    fitting = max(8, int(wide / width_of("x")))
    lines = [textwrap.wrap(name, fitting, max_lines=3, placeholder=" …") or [""] for name in names]
    return wide + GAP, lines, max(19.0, 8.0 + 10.0 * max((len(of_name) for of_name in lines), default=1))


def _name(lines: Sequence[str], middle: float) -> Iterator[Label]:
    """A name beside its bar, its lines about the middle of the row."""
    first = middle + TEXT * 0.35 - 5.0 * (len(lines) - 1)
    for number, line in enumerate(lines):
        yield plain_label(0.0, first + 10.0 * number, line)


def _span(values: Sequence[float | None], *always: float) -> tuple[float, float]:
    known = [*(value for value in values if value is not None), *always]
    low, high = min(known), max(known)
    return (low, high) if high > low else (low, low + 1.0)


def _bars(drawing: Drawing) -> Picture:
    """A lying bar per category, its value at its end."""
    spec = drawing.spec
    left, lines, tall = _names_beside(drawing.names)
    values = [figure.value for figure in spec.series[0].figures]
    low, high = _span(values, 0.0)
    at_end = [drawing.written(0, number) for number in range(len(values))]
    room = widest(["".join(part.text for part in written) for written in at_end]) + GAP
    before = room if low < 0 else 0.0
    behind = room if any(value is None or value >= 0 for value in values) else 0.0
    per_unit = (WIDTH - left - before - behind) / (high - low)
    zero = left + before - low * per_unit
    marks: list[Mark] = []
    for number, value in enumerate(values):
        middle = tall * number + tall / 2
        length = (value or 0.0) * per_unit
        marks += _name(lines[number], middle)
        marks.append(_bar(zero, length, middle, _bar_colour(drawing, number, length), spec.colouring == "sign"))
        marks.append(_at_end(zero + length, middle, at_end[number], length < 0, GREY if value is None else INK))
    height = tall * len(values)
    return Picture(WIDTH, height, (*marks, Stroke(((zero, 0.0), (zero, height)), GREY)))


def _bar_colour(drawing: Drawing, number: int, length: float) -> str:
    if drawing.spec.colouring == "category":
        return drawing.colour(drawing.spec.colour_number(number))
    return drawing.colour(1 if drawing.spec.colouring == "sign" and length < 0 else 0)


def _bar(zero: float, length: float, middle: float, colour: str, hatched_below: bool) -> Box:
    """A lying bar from zero; hatched, where asked, if it goes to the left."""
    hatched = hatched_below and length < 0
    return Box(min(zero, zero + length), middle - BAR_HIGH / 2, abs(length), BAR_HIGH, colour, hatched)


def _at_end(x: float, middle: float, written: tuple[Part, ...], before: bool, ink: str = INK) -> Label:
    """What stands at the end of a bar: behind it, or before it."""
    gap = -4.0 if before else 4.0
    return Label(x + gap, middle + TEXT * 0.35, written, "end" if before else "start", TEXT, ink)


def _range_bars(drawing: Drawing) -> Picture:
    """Lying bars about the reference, with what stands at their ends."""
    spec = drawing.spec
    left, lines, tall = _names_beside(drawing.names)
    base = (spec.reference.value if spec.reference is not None else None) or 0.0
    low, high = _span([figure.value for figure in spec.figures()], base)
    at_ends = [[drawing.written(side, number) for number in range(len(lines))] for side in (0, 1)]
    room = widest(["".join(part.text for part in end) for ends in at_ends for end in ends]) + GAP
    per_unit = (WIDTH - left - 2 * room) / (high - low)
    zero, top = left + room + (base - low) * per_unit, 28.0
    marks: list[Mark] = [*_legend(drawing, [False, False])]
    for number, of_name in enumerate(lines):
        middle = top + tall * number + tall / 2
        marks += _name(of_name, middle)
        for side, ends in enumerate(at_ends):
            value = spec.series[side].figures[number].value
            length = 0.0 if value is None else (value - base) * per_unit
            bar = _bar(zero, length, middle, drawing.colour(1 - side), hatched_below=False)
            marks.append(replace(bar, hatched=side == 0))
            marks.append(_at_end(zero + length, middle, ends[number], length < 0 or (length == 0 and side == 0)))
    height = top + tall * len(lines)
    marks.append(Stroke(((zero, top - 4.0), (zero, height)), INK))
    if spec.reference is not None:
        reference = parts(spec.reference, part_place(drawing.place, "reference"), drawing.language, spec.style)
        marks.append(Label(zero, top - 6.0, reference, "middle"))
    return Picture(WIDTH, height, tuple(marks))


def _legend(drawing: Drawing, as_lines: Sequence[bool]) -> Iterator[Mark]:
    """What each series is called, behind its colour, in a row along the top."""
    x = 0.0
    ranges = drawing.spec.kind == "range_bars"
    for number, series in enumerate(drawing.spec.series):
        name = said(series.name, drawing.language)
        colour = drawing.colour(1 - number if ranges else number)
        if as_lines[number]:
            yield Stroke(((x, 6.0), (x + 14.0, 6.0)), INK, 1.5)
        else:
            yield Box(x, 2.0, 14.0, 8.0, colour, number == 0 if ranges else number % 2 == 1)
        yield plain_label(x + 18.0, 9.0, name, size=SMALL, colour=GREY)
        x += 18.0 + width_of(name, SMALL) + 10.0


def _ticks(low: float, high: float) -> tuple[list[float], int]:
    """Three to seven round values from low to high, and the decimals they need."""
    rough = (high - low) / 5
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * times for times in (1, 2, 2.5, 5, 10) if size * times >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    decimals = next(number for number in range(7) if abs(round(step, number) - step) < step * 1e-6 or number == 6)
    return [step * number for number in range(first, last + 1)], decimals


@dataclass(frozen=True)
class _Plane:
    """Where values and categories of a chart over periods lie."""

    left: float
    right: float
    top: float
    low: float
    high: float
    count: int

    def y(self, value: float) -> float:
        """How far down a value lies."""
        return self.top + LINES_HIGH * (self.high - value) / (self.high - self.low)

    def x(self, number: int) -> float:
        """The middle of a category."""
        return self.left + (self.right - self.left) * (number + 0.5) / max(self.count, 1)


def _plane(drawing: Drawing, values: Sequence[float], right: float, top: float) -> tuple[_Plane, list[Mark]]:
    """The plane of a chart over periods, with its ticks, its zero line and the names along the bottom."""
    ticks, decimals = _ticks(*_span(values, 0.0))
    words = [format_number(tick, decimals, drawing.language) for tick in ticks]
    names = drawing.names
    plane = _Plane(widest(words, SMALL) + GAP, right, top, ticks[0], ticks[-1], len(names))
    marks: list[Mark] = [plain_label(0.0, top - 8.0, drawing.scale.name, size=SMALL, colour=GREY)]
    for tick, shown in zip(ticks, words, strict=True):
        y = plane.y(tick)
        marks.append(Stroke(((plane.left, y), (right, y)), GREY if tick == 0 else FAINT, 0.75 if tick == 0 else 0.5))
        marks.append(plain_label(plane.left - GAP, y + SMALL * 0.35, shown, "end", size=SMALL, colour=GREY))
    every = max(1, math.ceil(len(names) * (widest(names, SMALL) + 10.0) / (right - plane.left)))
    bottom = top + LINES_HIGH + 12.0
    for number in range(0, len(names), every):
        marks.append(plain_label(plane.x(number), bottom, names[number], "middle", size=SMALL, colour=GREY))
    return plane, marks


def _rows(drawing: Drawing) -> list[list[float | None]]:
    """The series as they are drawn."""
    return [[drawing.scale.drawn(figure.value) for figure in series.figures] for series in drawing.spec.series]


def _line(plane: _Plane, row: Sequence[float | None], colour: str, dash: int) -> Iterator[Stroke]:
    """A line through the values there are, broken where there is none."""
    points: list[tuple[float, float]] = []
    for number, value in enumerate([*row, None]):
        if value is not None:
            points.append((plane.x(number), plane.y(value)))
        elif points:
            yield Stroke(tuple(points), colour, 1.5, dash)
            points = []


def _highest_and_lowest(columns: Sequence[Sequence[float | None]]) -> list[float]:
    """How high and how low the columns reach, of each category."""
    parts_of_all = list(zip(*columns, strict=True))
    above = [sum(value for value in values if value and value > 0) for values in parts_of_all]
    below = [sum(value for value in values if value and value < 0) for values in parts_of_all]
    return [*above, *below]


def _stacked(drawing: Drawing) -> Picture:
    """Columns on one another, below zero what is negative, and lines over them."""
    rows = _rows(drawing)
    as_lines = [series.as_line for series in drawing.spec.series]
    columns = [row for row, as_line in zip(rows, as_lines, strict=True) if not as_line]
    lines = [row for row, as_line in zip(rows, as_lines, strict=True) if as_line]
    reach = [*_highest_and_lowest(columns), *(value for row in lines for value in row if value is not None)]
    plane, marks = _plane(drawing, reach, WIDTH, 30.0)
    marks += _legend(drawing, as_lines)
    reached = [[0.0] * plane.count, [0.0] * plane.count]
    for number, row in enumerate(rows):
        if not as_lines[number]:
            marks += _columns(drawing, plane, number, row, reached)
    for row in lines:
        marks += _line(plane, row, INK, 0)
    return Picture(WIDTH, plane.top + LINES_HIGH + 16.0, tuple(marks))


def _columns(
    drawing: Drawing, plane: _Plane, number: int, row: Sequence[float | None], reached: list[list[float]]
) -> Iterator[Box]:
    """The boxes of a series on what is `reached` above and below zero, which they raise."""
    wide = 0.7 * (plane.right - plane.left) / max(plane.count, 1)
    by_sign = drawing.spec.colouring == "sign"
    for category, value in enumerate(row):
        if not value:
            continue
        heights = reached[value < 0]
        start, end = heights[category], heights[category] + value
        heights[category] = end
        top = plane.y(max(start, end))
        yield Box(
            plane.x(category) - wide / 2,
            top,
            wide,
            plane.y(min(start, end)) - top,
            drawing.colour(int(value < 0) if by_sign else number),
            value < 0 if by_sign else number % 2 == 1,
        )


def _lines(drawing: Drawing) -> Picture:
    """A line per series, its name at its end."""
    rows = _rows(drawing)
    names = [said(series.name, drawing.language) for series in drawing.spec.series]
    right = WIDTH - min(widest(names, SMALL), WIDTH / 3) - GAP
    plane, marks = _plane(drawing, [value for row in rows for value in row if value is not None], right, 16.0)
    ends: list[tuple[float, int]] = []
    for number, row in enumerate(rows):
        marks += _line(plane, row, drawing.colour(number), DASHES[number % len(DASHES)])
        last = [value for value in row if value is not None]
        if last:
            ends.append((plane.y(last[-1]), number))
    below = plane.top - 9.0
    for y, number in sorted(ends):
        below = max(y, below + 9.0)
        label = plain_label(right + 2.0, below + SMALL * 0.35, names[number], size=SMALL, colour=drawing.colour(number))
        marks.append(label)
    return Picture(WIDTH, plane.top + LINES_HIGH + 16.0, tuple(marks))


_LAYOUTS: Mapping[str, Callable[[Drawing], Picture]] = {
    "bars": _bars,
    "stacked": _stacked,
    "lines": _lines,
    "range_bars": _range_bars,
}
"""The one layout of each kind."""
