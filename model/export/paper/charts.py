"""Charts laid out on paper, one layout per kind of chart: here those by category."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from model.documents.anchors import Part, bar_place, part_place, parts
from model.documents.charts import AnyChart, ChartSpec, falls
from model.documents.number_charts import Curves, HeatMap, Histogram
from model.documents.scale import Scale, reach, scale, ticks
from model.documents.words import said
from model.export.paper.number_charts import curves, heat_map, histogram
from model.export.paper.picture import (
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
from model.export.paper.plane import DASHES, GAP, HIGH, Key, Plane, beside, left_of, legend, lines, names_below
from model.export.paper.room import MANY
from model.words.palette import OPTION_COLOURS, TOTAL

NAMES_WIDE = 150.0
"""Points for names beside bars, at most; a longer name goes on over three lines."""
BAR_HIGH = 11.0
STRIP, STRIP_HIGH = 46.0, 26.0
"""Points of a strip with its name, and of those for its columns."""


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


def picture(spec: AnyChart, place: str, language: str, colours: Sequence[str] = OPTION_COLOURS) -> Picture:
    """A chart laid out as its kind is; `place` is that of its block, for the anchors of the figures it writes."""
    match spec:
        case ChartSpec():
            return _LAYOUTS[spec.kind](Drawing(spec, place, language, colours))
        case Curves():
            return curves(spec, place, language, colours)
        case HeatMap():
            return heat_map(spec, place, language)
        case Histogram():
            return histogram(spec, place, language, colours)


def numbers_drawn(spec: AnyChart, place: str, language: str) -> Mapping[str, str]:
    """The numbers that a chart writes and that are no figures, by their anchor: along its axes, and of its shades."""
    labels = (mark for mark in picture(spec, place, language).marks if isinstance(mark, Label))
    return {part.anchor: part.text for label in labels for part in label.parts if part.anchor and part.figure is None}


def _names_beside(names: Sequence[str]) -> tuple[float, list[list[str]], float]:
    """Room for the names beside bars, their lines, and the height of a row."""
    wide = min(NAMES_WIDE, widest(names))
    fitting = max(8, int(wide / width_of("x")))
    lines = [textwrap.wrap(name, fitting, max_lines=3, placeholder=" …") or [""] for name in names]
    least, around = (13.0, 3.0) if len(names) > MANY else (19.0, 8.0)
    return wide + GAP, lines, max(least, around + 10.0 * max((len(of_name) for of_name in lines), default=1))


def _name(lines: Sequence[str], middle: float) -> Iterator[Label]:
    """A name beside its bar, its lines about the middle of the row."""
    first = middle + TEXT * 0.35 - 5.0 * (len(lines) - 1)
    for number, line in enumerate(lines):
        yield plain_label(0.0, first + 10.0 * number, line)


def _bars(drawing: Drawing) -> Picture:
    """A lying bar per category, its value at its end."""
    spec = drawing.spec
    left, lines, tall = _names_beside(drawing.names)
    values = [figure.value for figure in spec.series[0].figures]
    low, high = reach(spec)
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
    base, (low, high) = spec.reference_value, reach(spec)
    at_ends = [[drawing.written(side, number) for number in range(len(lines))] for side in (0, 1)]
    room = widest(["".join(part.text for part in end) for ends in at_ends for end in ends]) + GAP
    per_unit = (WIDTH - left - 2 * room) / (high - low)
    zero, top = left + room + (base - low) * per_unit, 28.0
    marks: list[Mark] = [*legend(_keys(drawing))[0]]
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


def _keys(drawing: Drawing) -> list[Key]:
    """What each series is called, behind its colour."""
    ranges = drawing.spec.kind == "range_bars"
    return [
        Key(
            (Part(said(series.name, drawing.language)),),
            INK if series.as_line else drawing.colour(1 - number if ranges else number),
            hatched=number == 0 if ranges else number % 2 == 1,
            as_line=series.as_line,
        )
        for number, series in enumerate(drawing.spec.series)
    ]


def _plane(drawing: Drawing, right: float, top: float) -> tuple[Plane, list[Mark]]:
    """The plane of a chart over periods, with its ticks, its zero line and the names along the bottom."""
    low, high = (end / drawing.scale.divisor for end in reach(drawing.spec))
    values, names = ticks(low, high, drawing.language), drawing.names
    plane = Plane(left_of(values), right, top, values[0].at, values[-1].at, len(names))
    return plane, [
        *beside(plane, values, drawing.scale.name, drawing.place),
        *names_below(plane, names, drawing.place),
    ]


def _rows(drawing: Drawing) -> list[list[float | None]]:
    """The series as they are drawn."""
    return [[drawing.scale.drawn(figure.value) for figure in series.figures] for series in drawing.spec.series]


def _line(plane: Plane, row: Sequence[float | None], colour: str, dash: int) -> Iterator[Stroke]:
    """A line over the categories."""
    points = (None if value is None else (plane.middle(number), plane.y(value)) for number, value in enumerate(row))
    return lines(points, colour, dash)


def _stacked(drawing: Drawing) -> Picture:
    """Columns on one another, below zero what is negative, and lines over them."""
    rows, series = _rows(drawing), drawing.spec.series
    keys, below = legend(_keys(drawing))
    plane, marks = _plane(drawing, WIDTH, below + 19.0)
    marks += keys
    reached = [[0.0] * plane.count, [0.0] * plane.count]
    for number, row in enumerate(rows):
        if not series[number].as_line:
            marks += _columns(drawing, plane, number, row, reached)
    for number, row in enumerate(rows):
        if series[number].as_line:
            marks += _line(plane, row, INK, 0)
    return Picture(WIDTH, plane.bottom + 16.0, tuple(marks))


def _columns(
    drawing: Drawing, plane: Plane, number: int, row: Sequence[float | None], reached: list[list[float]]
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
            plane.middle(category) - wide / 2,
            top,
            wide,
            plane.y(min(start, end)) - top,
            drawing.colour(int(value < 0) if by_sign else number),
            value < 0 if by_sign else number % 2 == 1,
        )


def _apart(heights: Sequence[float], lowest: float) -> list[float]:
    """Heights from the top down, moved as little as keeps them a line of text apart and none below the lowest."""
    apart: list[float] = []
    for height in heights:
        apart.append(max(height, apart[-1] + 9.0) if apart else height)
    for number in reversed(range(len(apart))):
        apart[number] = min(apart[number], lowest)
        lowest = apart[number] - 9.0
    return apart


def _lines(drawing: Drawing) -> Picture:
    """A line per series, its name at its end."""
    rows = _rows(drawing)
    names = [said(series.name, drawing.language) for series in drawing.spec.series]
    right = WIDTH - min(widest(names, SMALL), WIDTH / 3) - GAP
    plane, marks = _plane(drawing, right, 16.0)
    ends: list[tuple[float, int]] = []
    for number, row in enumerate(rows):
        marks += _line(plane, row, drawing.colour(number), DASHES[number % len(DASHES)])
        last = [value for value in row if value is not None]
        if last:
            ends.append((plane.y(last[-1]), number))
    ends.sort()
    for y, (_, number) in zip(_apart([y for y, _ in ends], plane.bottom), ends, strict=True):
        ink = drawing.colour(number)
        marks.append(plain_label(right + 2.0, y + SMALL * 0.35, names[number], size=SMALL, colour=ink))
    return Picture(WIDTH, plane.bottom + 16.0, tuple(marks))


def _waterfall(drawing: Drawing) -> Picture:
    """Lying bars under one another, each from where the one above ended, its value at its end."""
    spec = drawing.spec
    left, names, tall = _names_beside(drawing.names)
    values = [figure.value or 0.0 for figure in spec.series[0].figures]
    at_end = [drawing.written(0, number) for number in range(len(values))]
    room = widest(["".join(part.text for part in written) for written in at_end]) + GAP
    low, high = reach(spec)
    before = room if any(value < 0 for value in values) else 0.0
    behind = room if any(value >= 0 for value in values) else 0.0
    per_unit = (WIDTH - left - before - behind) / (high - low)
    zero, last = left + before - low * per_unit, len(values) - 1
    marks: list[Mark] = []
    for number, (start, end) in enumerate(falls(spec)):
        middle = tall * number + tall / 2
        length, at = (end - start) * per_unit, zero + start * per_unit
        colour = TOTAL if number in {0, last} else drawing.colour(int(length < 0))
        marks += _name(names[number], middle)
        marks.append(_bar(at, length, middle, colour, number not in {0, last}))
        marks.append(_at_end(at + length, middle, at_end[number], length < 0))
        if number < last:
            marks.append(Stroke(((at + length, middle), (at + length, middle + tall)), GREY, 0.5))
    height = tall * len(values)
    return Picture(WIDTH, height, (*marks, Stroke(((zero, 0.0), (zero, height)), GREY)))


def _strips(drawing: Drawing) -> Picture:
    """Columns over periods, a strip per series under its name, with the value of reference as a dotted line."""
    spec, names = drawing.spec, drawing.names
    _, high = reach(spec)
    marks: list[Mark] = []
    if spec.reference is not None:
        reference = parts(spec.reference, part_place(drawing.place, "reference"), drawing.language, spec.style)
        dotted = Part(f"{said(spec.reference_name or '', drawing.language)}, ")
        marks.append(Label(0.0, 9.0, (dotted, *reference), size=SMALL, colour=GREY))
    wide = WIDTH / max(len(names), 1)
    for number, series in enumerate(spec.series):
        bottom = 12.0 + STRIP * (number + 1)
        marks.append(plain_label(0.0, bottom - STRIP_HIGH - 5.0, said(series.name, drawing.language)))
        first = 0
        for value, same in groupby(figure.value or 0.0 for figure in series.figures):
            count, tall = len(list(same)), STRIP_HIGH * max(value, 0.0) / high
            if tall:
                marks.append(Box(first * wide, bottom - tall, count * wide, tall, drawing.colour(number)))
            first += count
        y = bottom - STRIP_HIGH * spec.reference_value / high
        marks += [Stroke(((0.0, bottom), (WIDTH, bottom)), GREY), Stroke(((0.0, y), (WIDTH, y)), INK, 0.75, 2)]
    end = 12.0 + STRIP * len(spec.series)
    below = Plane(0.0, WIDTH, end - HIGH, 0.0, high, len(names))
    return Picture(WIDTH, end + 16.0, (*marks, *names_below(below, names, drawing.place)))


_LAYOUTS: Mapping[str, Callable[[Drawing], Picture]] = {
    "bars": _bars,
    "stacked": _stacked,
    "lines": _lines,
    "range_bars": _range_bars,
    "waterfall": _waterfall,
    "strips": _strips,
}
"""The one layout of each kind."""
