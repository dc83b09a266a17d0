"""The pages' drawing of a map: paths in metres, a trace per class. No tiles, no world map: nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import plotly.graph_objects as go

from model.documents.maps import Area, Map
from model.documents.words import said
from model.words.palette import LINE, LOW, MAP_COLOURS, TOTAL
from pages.charts.look import literal, styled

HEIGHT = 760
MARGIN = 0.02
"""The part of the map left free on each side."""
OUT_OF_SIGHT = 0.01
"""How dense the points are under the pointer: there to be found, not to be seen."""
POINT = 14


def drawn_map(spec: Map, language: str) -> go.Figure:
    """A map with its classes in the legend, what is not known hatched, and lines around what is marked."""
    figure = go.Figure()
    classes: Sequence[int | None] = (*range(len(spec.limits) + 1), None)
    for number in classes:
        areas = spec.in_class(number)
        if areas:
            look = _hatched() if number is None else {"fillcolor": _shade(number, len(spec.limits) + 1)}
            name = literal(said(spec.class_name(number), language))
            figure.add_scatter(**_paths(areas), **look, fill="toself", name=name, line={"color": LINE, "width": 0.5})
    by_key = {area.key: area for area in spec.areas}
    for number, (words, keys) in enumerate(spec.marked):
        line = {"color": LOW, "width": 3 - number, "dash": "dot" if number else "solid"}
        name = literal(said(words, language))
        figure.add_scatter(**_paths([by_key[key] for key in keys]), name=name, line=line)
    _points(figure, spec, language)
    ready = styled(figure, "")
    ready.update_layout(height=HEIGHT, hovermode="closest", hoverdistance=40, dragmode=False, clickmode="event+select")
    ready.update_layout(legend={"y": 0})
    across, up = (_with_margin(spec, side) for side in (0, 1))
    ready.update_xaxes(type="linear", visible=False, fixedrange=True, constrain="domain", range=across)
    ready.update_yaxes(visible=False, fixedrange=True, scaleanchor="x", scaleratio=1, constrain="domain", range=up)
    return ready


def _with_margin(spec: Map, side: int) -> tuple[float, float]:
    """From where to where the map goes, along x or along y, with room for the line around it."""
    ends = [point[side] for area in spec.areas for outline in area.outlines for point in outline]
    room = MARGIN * (max(ends) - min(ends))
    return min(ends) - room, max(ends) + room


def _shade(number: int, count: int) -> str:
    """The colour of a class: from light to dark whatever the number of classes."""
    last = len(MAP_COLOURS) - 1
    return MAP_COLOURS[last if count == 1 else number * last // (count - 1)]


def _hatched() -> dict[str, object]:
    pattern = {"shape": "/", "fgcolor": TOTAL, "bgcolor": "rgba(0,0,0,0)", "size": 6, "solidity": 0.25}
    return {"fillpattern": pattern, "fillcolor": TOTAL}


def _paths(areas: Iterable[Area]) -> dict[str, object]:
    """The outlines of some areas as one chain, a blank point after each."""
    points = [point for area in areas for outline in area.outlines for point in (*outline, (None, None))]
    east, north = zip(*points, strict=True) if points else ((), ())
    return {"x": east, "y": north, "mode": "lines", "hoverinfo": "skip"}


def _points(figure: go.Figure, spec: Map, language: str) -> None:
    """What is found under the pointer: each area at a place within it, with its name and its figure."""
    east, north = zip(*(area.place for area in spec.areas), strict=True)
    figure.add_scatter(
        x=east,
        y=north,
        mode="markers",
        marker={"size": POINT, "color": LINE, "opacity": OUT_OF_SIGHT},
        unselected={"marker": {"opacity": OUT_OF_SIGHT}},
        showlegend=False,
        customdata=[[area.key] for area in spec.areas],
        text=[literal(f"{said(area.name, language)}: {_figure(area, spec, language)}") for area in spec.areas],
        hovertemplate="%{text}<extra></extra>",
    )


def _figure(area: Area, spec: Map, language: str) -> str:
    """The figure of an area, or that it is not known."""
    if area.figure.why_none is not None:
        return said(spec.class_name(None), language)
    return area.figure.show(language, spec.style)
