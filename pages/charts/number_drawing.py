"""The pages' drawing of charts over an axis of numbers: curves, a heat map and a histogram."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from model.documents.number_charts import Curves, HeatMap, Histogram, Point, Side, at_zero
from model.documents.scale import Scale, scale, scale_of, span, ticks, ticks_within
from model.documents.words import said
from model.words.figures import Figure
from model.words.palette import DASHES, LINE, mark
from model.words.units import show_value
from pages.charts.look import ACROSS, ACROSS_WITH_UNIT, UP, by_sign, literal, shown, styled, ticked, values, with_room

CROSS = "#000000"
"""Lines over the colours of a heat map, which are the same on a light and on a dark page."""


def curves(spec: Curves, language: str, colours: Sequence[str]) -> go.Figure:
    """A line per name with a marker at each point, told apart by dashes too."""
    along = scale(spec, language)
    across = _scale_of_places(tuple(spec.places()), language)
    figure = go.Figure()
    for number, curve in enumerate(spec.curves):
        places, reached = ([point[side] for point in curve.points] for side in (0, 1))
        figure.add_scatter(
            x=values(places, across),
            y=values(reached, along),
            name=literal(said(curve.name, language)),
            mode="lines+markers",
            line={"color": colours[number % len(colours)], "dash": DASHES[mark(number)], "width": 2.5},
            text=shown(places, language, "brief"),
            customdata=shown(reached, language, spec.style),
            hovertemplate="%{text}: %{customdata}",
        )
    ready = styled(figure, along.name)
    ready.update_layout(height=440, hovermode="closest")
    low, high = span(place.value for place in spec.places())
    unit_key = next(spec.places()).quantity.unit_key
    ticked(
        ready, "x", ticks_within(low, high, unit_key, language, ACROSS_WITH_UNIT), with_room(*_drawn(low, high, across))
    )
    ticked(ready, "y", ticks(*_drawn(*span(figure.value for figure in spec.figures()), along), language, UP))
    return ready


def _scale_of_places(places: Sequence[Figure], language: str) -> Scale:
    return scale_of((), places[0].quantity.unit_key, language)


def _drawn(low: float, high: float, along: Scale) -> tuple[float, float]:
    return low / along.divisor, high / along.divisor


def heat_map(spec: HeatMap, language: str) -> go.Figure:
    """A result over two inputs, with the lines on which it has the level and the case as it is."""
    along = scale(spec, language)
    across, up = (scale_of((), side.unit_key, language) for side in (spec.across, spec.up))
    level, far = spec.level.value or 0.0, spec.farthest
    marks = ticks(*_drawn(level - far, level + far, along), language, UP)
    figure = go.Figure(
        go.Heatmap(
            x=values(spec.across.figures, across),
            y=values(spec.up.figures, up),
            z=[values(row, along) for row in spec.rows],
            colorscale="RdBu",
            zmin=(level - far) / along.divisor,
            zmax=(level + far) / along.divisor,
            colorbar={
                "title": along.name,
                "tickvals": [tick.at for tick in marks],
                "ticktext": [tick.text for tick in marks],
                "thickness": 14,
            },
            text=_under_the_pointer(spec, language),
            hovertemplate="%{text}<extra></extra>",
        )
    )
    if spec.contours:
        figure.add_scatter(
            **_chain(spec.contours, across, up),
            mode="lines+markers",
            line={"color": CROSS, "width": 3},
            marker={"size": 4, "color": CROSS},
            name=literal(said(spec.level_name, language)),
            hoverinfo="skip",
        )
    figure.add_scatter(
        x=values([spec.across.here], across),
        y=values([spec.up.here], up),
        mode="markers",
        marker={"symbol": "x", "size": 12, "color": CROSS, "line": {"color": "#ffffff", "width": 1}},
        name=literal(said(spec.case, language)),
        hoverinfo="skip",
    )
    ready = styled(figure, "")
    ready.update_layout(height=500, hovermode="closest", legend={"y": -0.22})
    _side_axis(ready, "x", spec.across, across, language)
    _side_axis(ready, "y", spec.up, up, language)
    return ready


def _side_axis(figure: go.Figure, axis: str, side: Side, along: Scale, language: str) -> None:
    """An input along a side, by name, from its lowest to its highest value."""
    low, high = side.values[0], side.values[-1]
    marks = ticks_within(low, high, side.unit_key, language, ACROSS_WITH_UNIT if axis == "x" else UP)
    if axis == "x":
        figure.update_xaxes(title=literal(said(side.name, language)))
        ticked(figure, "x", marks, _drawn(low, high, along))
    else:
        figure.update_yaxes(title=literal(said(side.name, language)), zeroline=False)
        ticked(figure, "y", marks, _drawn(low, high, along))


def _under_the_pointer(spec: HeatMap, language: str) -> list[list[str]]:
    """Of each place both inputs and the result."""
    across, up = (shown(side.figures, language, "brief") for side in (spec.across, spec.up))
    return [
        [f"{x} | {y}: {value}" for x, value in zip(across, shown(row, language, spec.style), strict=True)]
        for y, row in zip(up, spec.rows, strict=True)
    ]


def _chain(contours: Sequence[Sequence[Point]], across: Scale, up: Scale) -> dict[str, list[float | None]]:
    """The lines as one chain, with a blank point where one ends and the next begins."""
    chain: dict[str, list[float | None]] = {"x": [], "y": []}
    for number, contour in enumerate(contours):
        for axis, along, side in (("x", across, 0), ("y", up, 1)):
            gap = [None] if number else []
            chain[axis] += [*gap, *values([point[side] for point in contour], along)]
    return chain


def histogram(spec: Histogram, language: str) -> go.Figure:
    """How often each value occurs; below zero hatched and in another colour, with the values that have a name.

    A bar across zero has both colours: its two parts stand beside each other, as high as it is.
    """
    along = scale(spec, language)
    parts = [
        (*_drawn(low, high, along), part)
        for part in spec.bins
        for low, high in at_zero(part.low.value or 0.0, part.high.value or 0.0)
    ]
    shares = [part.share for _, _, part in parts]
    share = scale_of((), shares[0].quantity.unit_key, language)
    heights = values(shares, share)
    figure = go.Figure(
        go.Bar(
            x=[(low + high) / 2 for low, high, _ in parts],
            y=heights,
            width=[high - low for low, high, _ in parts],
            marker=by_sign([high <= 0 for _, high, _ in parts]),
            customdata=[
                f"{part.low.show(language, spec.style)} – {part.high.show(language, spec.style)}: "
                f"{part.share.show(language, 'cell')}"
                for _, _, part in parts
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    ready = styled(figure, share.name)
    for name, value in spec.marks:
        ready.add_vline(
            x=along.drawn(value.value),
            line={"color": LINE, "dash": "dash"},
            annotation_text=literal(said(name, language)),
            annotation_position="top",
        )
    low, high = parts[0][0], parts[-1][1]
    if low < 0 < high:
        ready.add_vline(x=0, line={"color": LINE, "width": 2}, annotation_text=show_value(0.0, spec.unit_key, language))
    ready.update_layout(showlegend=False, hovermode="closest", bargap=0)
    ready.update_xaxes(title=along.name)
    ticked(ready, "x", ticks(low, high, language, ACROSS), (low, high))
    ticked(ready, "y", ticks(*span(heights, 0.0), language, UP))
    return ready
