"""Charts over an axis of numbers laid out on paper: curves, a heat map and a histogram."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from model.documents.anchors import Part, bar_place, part_place, parts
from model.documents.number_charts import Curves, HeatMap, Histogram, Side, at_zero
from model.documents.scale import Scale, Tick, scale, scale_of, span, ticks, ticks_within
from model.documents.words import said
from model.export.paper.picture import GREY, INK, SMALL, WIDTH, Box, Label, Picture, Stroke
from model.export.paper.plane import (
    DASHES,
    HIGH,
    Key,
    Plane,
    beside,
    cross,
    left_of,
    legend,
    lines,
    numbers_below,
)
from model.words.units import show_value

RIGHT = WIDTH - 20.0
"""Where a plane ends, with room for half of the last number below it."""
BELOW = 16.0
"""Points below a plane for the numbers along the bottom; as many again for a name below those."""
SHADES = ("#b2182b", "#d6604d", "#f4a582", "#fddbc7", "#f7f7f7", "#d1e5f0", "#92c5de", "#4393c3", "#2166ac")
"""Far below the level, to the level in the middle, to far above it: as those of a heat map on a page."""
NO_VALUE = "#cccccc"


def curves(spec: Curves, place: str, language: str, colours: Sequence[str]) -> Picture:
    """A line per name, told apart by dashes too."""
    along = scale(spec, language)
    unit_key = next(spec.places()).quantity.unit_key
    across = scale_of((), unit_key, language)
    start, end = span(place.value for place in spec.places())
    values = ticks(*_drawn(span(figure.value for figure in spec.figures()), along), language)
    keys, below = legend(
        [
            Key(
                (Part(said(curve.name, language)),),
                _of(colours, number),
                as_line=True,
                dash=DASHES[number % len(DASHES)],
            )
            for number, curve in enumerate(spec.curves)
        ]
    )
    plane = _plane(values, below + 16.0, _drawn((start, end), across))
    marks = [*keys, *beside(plane, values, along.name, place)]
    marks += numbers_below(plane, ticks_within(start, end, unit_key, language), place)
    for number, curve in enumerate(spec.curves):
        points = (
            None
            if value.value is None
            else (plane.x((where.value or 0.0) / across.divisor), plane.y(value.value / along.divisor))
            for where, value in curve.points
        )
        marks += lines(points, _of(colours, number), DASHES[number % len(DASHES)])
    return Picture(WIDTH, plane.bottom + BELOW, tuple(marks))


def _plane(values: Sequence[Tick], top: float, bottom: tuple[float, float]) -> Plane:
    """A plane over an axis of numbers, as high as its ticks."""
    return Plane(left_of(values), RIGHT, top, values[0].at, values[-1].at, start=bottom[0], end=bottom[1])


def _drawn(ends: tuple[float, float], along: Scale) -> tuple[float, float]:
    return ends[0] / along.divisor, ends[1] / along.divisor


def _of(colours: Sequence[str], number: int) -> str:
    return colours[number % len(colours)]


def histogram(spec: Histogram, place: str, language: str, colours: Sequence[str]) -> Picture:
    """How often each value occurs, what is below zero hatched; the marked values above it, each on its own line."""
    along, share = scale(spec, language), scale_of((), spec.bins[0].share.quantity.unit_key, language)
    start, end = _drawn((spec.bins[0].low.value or 0.0, spec.bins[-1].high.value or 0.0), along)
    values = ticks(*span([share.drawn(part.share.value) for part in spec.bins], 0.0), language)
    plane = _plane(values, 18.0 + 10.0 * len(spec.marks), (start, end))
    marks = [*beside(plane, values, share.name, place)]
    marks += numbers_below(plane, ticks(start, end, language), place, along.name)
    for part in spec.bins:
        high = HIGH * (share.drawn(part.share.value) or 0.0) / (plane.high - plane.low)
        for ends in at_zero(part.low.value or 0.0, part.high.value or 0.0):
            left, right = (plane.x(value) for value in _drawn(ends, along))
            below = ends[1] <= 0
            marks.append(Box(left, plane.bottom - high, right - left, high, _of(colours, int(below)), below))
    if start < 0 < end:
        marks.append(Stroke(((plane.x(0.0), plane.top), (plane.x(0.0), plane.bottom)), INK))
    for number, (name, figure) in enumerate(spec.marks):
        x = min(max(plane.x((figure.value or 0.0) / along.divisor), plane.left), plane.right)
        y = 10.0 * (number + 1)
        written = parts(figure, bar_place(place, 1, number + 1), language, spec.style)
        marks.append(Stroke(((x, y - 6.0), (x, plane.bottom)), GREY, 1.0, 4))
        before = x > WIDTH / 2
        words = (Part(f"{said(name, language)} "), *written)
        marks.append(Label(x - 3.0 if before else x + 3.0, y, words, "end" if before else "start", SMALL, INK))
    return Picture(WIDTH, plane.bottom + 2 * BELOW, tuple(marks))


def heat_map(spec: HeatMap, place: str, language: str) -> Picture:
    """A result over two inputs in shades below and above the level, with the lines on which it has it and the case."""
    across, up = (scale_of((), side.unit_key, language) for side in (spec.across, spec.up))
    values = ticks_within(spec.up.values[0], spec.up.values[-1], spec.up.unit_key, language)
    keys, below = legend([*_shade_keys(spec, place, language), *_line_keys(spec, place, language)])
    low, high = _drawn((spec.up.values[0], spec.up.values[-1]), up)
    start, end = _drawn((spec.across.values[0], spec.across.values[-1]), across)
    plane = Plane(left_of(values), RIGHT, below + 16.0, low, high, start=start, end=end)
    marks = [*keys, *beside(plane, values, said(spec.up.name, language), place), *_shades(spec, plane, across, up)]
    for contour in spec.contours:
        points = [
            (plane.x((where.value or 0.0) / across.divisor), plane.y((height.value or 0.0) / up.divisor))
            for where, height in contour
        ]
        marks.append(Stroke(tuple(points), INK, 2.0))
    x, y = ((side.here.value or 0.0) / along.divisor for side, along in ((spec.across, across), (spec.up, up)))
    if start <= x <= end and low <= y <= high:
        marks += cross(plane.x(x), plane.y(y))
    bottom = ticks_within(spec.across.values[0], spec.across.values[-1], spec.across.unit_key, language)
    marks += numbers_below(plane, bottom, place, said(spec.across.name, language))
    return Picture(WIDTH, plane.bottom + 2 * BELOW, tuple(marks))


def _shade_keys(spec: HeatMap, place: str, language: str) -> Iterator[Key]:
    """The outermost shades and the one of the level, with the value in the middle of each."""
    level, wide = spec.level.value or 0.0, spec.farthest
    for shade, value in ((0, level - wide), (4, level), (8, level + wide)):
        written = show_value(value, spec.unit_key, language, spec.style)
        yield Key((Part(written, part_place(place, f"shade_{shade + 1}")),), SHADES[shade])


def _line_keys(spec: HeatMap, place: str, language: str) -> Iterator[Key]:
    """What the lines and the cross are called."""
    if spec.contours:
        yield Key(parts(spec.level_name, part_place(place, "level"), language), as_line=True)
    yield Key((Part(f"× {said(spec.case, language)}"),), "#ffffff")


def _shades(spec: HeatMap, plane: Plane, across: Scale, up: Scale) -> Iterator[Box]:
    """The values as boxes halfway to their neighbours; neighbours of one shade are one box."""
    level, wide = spec.level.value or 0.0, spec.farthest
    edges = [plane.x(edge / across.divisor) for edge in _edges(spec.across)]
    heights = [plane.y(edge / up.divisor) for edge in _edges(spec.up)]
    for row, figures in enumerate(spec.rows):
        shades = [
            NO_VALUE if figure.value is None else SHADES[4 + round(4 * (figure.value - level) / wide)]
            for figure in figures
        ]
        column = 0
        for shade, same in groupby(shades):
            count = len(list(same))
            left, right = edges[column], edges[column + count]
            top, bottom = heights[row + 1], heights[row]
            yield Box(left, top, right - left, bottom - top, shade, hatched=shade == NO_VALUE)
            column += count


def _edges(side: Side) -> list[float]:
    """Where one value along a side gives way to the next, from end to end."""
    values = side.values
    between = [(one + other) / 2 for one, other in zip(values, values[1:], strict=False)]
    return [values[0], *between, values[-1]]
