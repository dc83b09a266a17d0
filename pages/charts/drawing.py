"""The pages' drawing of a chart, from its specification to what plotly draws: here the charts by category."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import plotly.graph_objects as go
import streamlit as st
from plotly.subplots import make_subplots

from model.documents.charts import AnyChart, ChartSpec, Series
from model.documents.maps import Map
from model.documents.number_charts import Curves, HeatMap, Histogram
from model.documents.scale import Scale, Tick, reach, scale, ticks
from model.documents.words import said
from model.words.figures import Figure
from model.words.palette import DASHES, HIGH, LINE, LOW, OPTION_COLOURS, PATTERNS, TOTAL, mark
from model.words.units import show_value
from pages.charts.bar_room import End, beside_bars
from pages.charts.drawn_once import drawn_once
from pages.charts.look import (
    CONFIG,
    UP,
    above,
    by_sign,
    from_the_top,
    hatched,
    literal,
    shown,
    styled,
    ticked,
    values,
)
from pages.charts.map_drawing import drawn_map
from pages.charts.number_drawing import curves, heat_map, histogram
from pages.session.entries import pressed
from pages.session.words import language as language_of_session

ROOM_FOR_A_LINE = 0.08
"""The part of the axis left free above and below standing bars, for a value in words."""
ROWS, RANGE_ROWS = (36, 50, 60), (30, 38, 54)
"""Pixels from one lying bar to the next, by the number of lines of the longest name."""


def show(spec: AnyChart, key: str | None = None) -> None:
    """A chart on the page, with its alternative for who cannot see it."""
    language = language_of_session()
    st.plotly_chart(draw(spec, language), width="stretch", key=key, config=CONFIG, alt=spec.alternative.text(language))


def show_map(spec: Map, key: str, on_click: Callable[[str], object]) -> None:
    """A map on the page; a click on an area calls `on_click` with its key, before the page is drawn again."""
    language = language_of_session()

    def clicked() -> None:
        points = st.session_state[key].selection.points
        if points:
            on_click(points[0]["customdata"][0])

    st.plotly_chart(
        _map(spec, language),
        width="stretch",
        key=key,
        config=CONFIG,
        alt=spec.alternative.text(language),
        on_select=pressed(clicked),
        selection_mode="points",
    )


@drawn_once
def _map(spec: Map, language: str) -> go.Figure:
    return drawn_map(spec, language)


@drawn_once
def draw(spec: AnyChart, language: str, colours: Sequence[str] = OPTION_COLOURS) -> go.Figure:
    """A chart as its kind is drawn; text a user typed is shown as typed."""
    match spec:
        case ChartSpec():
            return _DRAWINGS[spec.kind](spec, language, colours)
        case Curves():
            return curves(spec, language, colours)
        case HeatMap():
            return heat_map(spec, language)
        case Histogram():
            return histogram(spec, language)


def _reach(spec: ChartSpec, along: Scale) -> tuple[float, float]:
    """How low and how high a chart goes, as it is drawn."""
    low, high = (end / along.divisor for end in reach(spec))
    return low, high


def _pattern(number: int, colours: Sequence[str]) -> dict[str, object]:
    """A light hatching over the colour, so that colour is not the only cue."""
    return {
        "shape": PATTERNS[mark(number)],
        "fillmode": "replace",
        "bgcolor": colours[number % len(colours)],
        "fgcolor": "#ffffff",
        "fgopacity": 0.55,
        "size": 8,
        "solidity": 0.2,
    }


def _bars(spec: ChartSpec, language: str, colours: Sequence[str]) -> go.Figure:
    """Lying bars, so that a long name can be read and eight options fit on a telephone."""
    along = scale(spec, language)
    figures = spec.series[0].figures
    drawn = values(figures, along)
    titles = [said(category, language) for category in spec.categories]
    marker: dict[str, object] = {"color": HIGH}
    if spec.colouring == "category":
        marker = {"color": [colours[spec.colour_number(place) % len(colours)] for place in range(len(titles))]}
    elif spec.colouring == "sign":
        marker = by_sign([value is not None and value < 0 for value in drawn])
    names = [literal(title) for title in titles]
    figure = go.Figure(
        go.Bar(
            y=names,
            x=drawn,
            orientation="h",
            text=shown(figures, language, spec.style),
            textposition="outside",
            cliponaxis=False,
            marker=marker,
            hovertemplate="%{y}: %{text}<extra></extra>",
        )
    )
    ready = styled(figure, "")
    low, high = _reach(spec, along)
    at_ends = zip(drawn, shown(figures, language, spec.style), strict=True)
    ends = [End(value or 0.0, words, (value or 0.0) < 0) for value, words in at_ends]
    layout = beside_bars(titles, ends, low, high)
    ready.update_layout(showlegend=False, hovermode="closest", height=80 + ROWS[layout.most_lines - 1] * len(names))
    ready.update_xaxes(title=along.name or None)
    ticked(ready, "x", _within(ticks(low, high, language, layout.steps), layout.extent), layout.extent)
    from_the_top(ready, names, layout.names)
    return ready


def _within(marks: Sequence[Tick], extent: tuple[float, float]) -> list[Tick]:
    """The ticks of a range."""
    return [tick for tick in marks if extent[0] <= tick.at <= extent[1]]


def _stacked(spec: ChartSpec, language: str, colours: Sequence[str]) -> go.Figure:
    """Columns on one another, below zero what is negative, and lines over them."""
    along = scale(spec, language)
    periods = [said(category, language) for category in spec.categories]
    figure = go.Figure()
    for number, series in enumerate(spec.series):
        trace = _over(periods, series, spec, along, language)
        if series.as_line:
            line = {"color": LINE, "width": 3, "dash": "dash" if spec.colouring == "sign" else "solid"}
            figure.add_scatter(**trace, mode="lines", line=line)
            continue
        own = {"color": colours[number % len(colours)], "pattern": _pattern(number, colours)}
        below = [figure.value is not None and figure.value < 0 for figure in series.figures]
        figure.add_bar(**trace, marker=by_sign(below) if spec.colouring == "sign" else own)
    figure.update_layout(barmode="relative")
    return _over_periods(spec, styled(figure, along.name), along, language)


def _over(periods: Sequence[str], series: Series, spec: ChartSpec, along: Scale, language: str) -> dict[str, object]:
    """What a series of any look draws over periods, with its figures as they are read under the pointer."""
    return {
        "x": list(periods),
        "y": values(series.figures, along),
        "name": literal(said(series.name, language)),
        "customdata": shown(series.figures, language, spec.style),
        "hovertemplate": "%{customdata}",
    }


def _over_periods(spec: ChartSpec, figure: go.Figure, along: Scale, language: str) -> go.Figure:
    """The axes of a chart over periods."""
    figure.update_xaxes(nticks=8, tickangle=0)
    ticked(figure, "y", ticks(*_reach(spec, along), language, UP))
    return figure


def _lines(spec: ChartSpec, language: str, colours: Sequence[str]) -> go.Figure:
    """Lines over the categories, told apart by dashes too."""
    along = scale(spec, language)
    periods = [said(category, language) for category in spec.categories]
    figure = go.Figure()
    for number, series in enumerate(spec.series):
        line = {"color": colours[number % len(colours)], "dash": DASHES[mark(number)], "width": 3}
        figure.add_scatter(**_over(periods, series, spec, along, language), mode="lines", line=line)
    return _over_periods(spec, styled(figure, along.name), along, language)


def _range_bars(spec: ChartSpec, language: str, _colours: Sequence[str]) -> go.Figure:
    """Lying bars from the value of reference to both ends, with what stands at the ends; the first on top."""
    along = scale(spec, language)
    base = spec.reference_value / along.divisor
    figure = go.Figure()
    for side, series in enumerate(spec.series):
        figure.add_bar(**_side(spec, side, series, along, language), base=base)
    ready = styled(figure, "")
    low, high = _reach(spec, along)
    titles = [said(category, language) for category in spec.categories]
    layout = beside_bars(titles, [end for side in (0, 1) for end in _ends(spec, side, along, language)], low, high)
    ready.update_layout(
        barmode="overlay",
        height=110 + RANGE_ROWS[layout.most_lines - 1] * len(titles),
        hovermode="closest",
        legend={"y": 1.02, "yanchor": "bottom"},
    )
    ready.update_xaxes(title=along.name or None)
    ticked(ready, "x", _within(ticks(low, high, language, layout.steps), layout.extent), layout.extent)
    from_the_top(ready, [literal(title) for title in titles], layout.names)
    ready.add_vline(x=base, line={"color": LINE, "width": 1.5})
    return ready


def _at_ends(spec: ChartSpec, side: int, language: str) -> list[str]:
    """What stands at one end of each bar."""
    ends = (ends[side] for ends in spec.ends)
    return [end.show(language, spec.style) if isinstance(end, Figure) else said(end, language) for end in ends]


def _ends(spec: ChartSpec, side: int, along: Scale, language: str) -> list[End]:
    """One end of each bar, with what stands there."""
    base = spec.reference_value / along.divisor
    places = [base if value is None else value for value in values(spec.series[side].figures, along)]
    words = _at_ends(spec, side, language) or [""] * len(places)
    return [End(place, said_there, place < base) for place, said_there in zip(places, words, strict=True)]


def _side(spec: ChartSpec, side: int, series: Series, along: Scale, language: str) -> dict[str, object]:
    """The bars to one end: from the reference, with what stands at that end."""
    base = spec.reference_value / along.divisor
    return {
        "y": [literal(said(category, language)) for category in spec.categories],
        "x": [None if value is None else value - base for value in values(series.figures, along)],
        "orientation": "h",
        "name": literal(said(series.name, language)),
        "marker": {"color": (LOW, HIGH)[side], "pattern": hatched(side == 0)},
        "text": [literal(words) for words in _at_ends(spec, side, language)],
        "textposition": "outside",
        "cliponaxis": False,
        "textfont": {"size": 11},
        "customdata": shown(series.figures, language, spec.style),
        "hovertemplate": "%{y} %{text}: %{customdata}<extra></extra>",
    }


def _waterfall(spec: ChartSpec, language: str, _colours: Sequence[str]) -> go.Figure:
    """From the first value step by step to the last, each with its amount at its bar."""
    along = scale(spec, language)
    figures = spec.series[0].figures
    figure = go.Figure(
        go.Waterfall(
            x=[literal(said(category, language)) for category in spec.categories],
            y=values(figures, along),
            measure=["absolute", *("relative" for _ in figures[1:-1]), "absolute"],
            increasing={"marker": {"color": HIGH}},
            decreasing={"marker": {"color": LOW}},
            totals={"marker": {"color": TOTAL}},
            connector={"line": {"color": LINE, "width": 1}},
            text=shown(figures, language, spec.style),
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{x}: %{text}<extra></extra>",
        )
    )
    ready = styled(figure, along.name)
    ready.update_layout(showlegend=False, hovermode="closest", height=460, margin={"t": 40})
    ready.update_xaxes(nticks=len(figures), automargin=True)
    low, high = _reach(spec, along)
    room = ROOM_FOR_A_LINE * (high - low)
    extent = (low - room if low < 0 else 0.0, high + room if high > 0 else 0.0)
    ticked(ready, "y", _within(ticks(low, high, language, UP), extent), extent)
    return ready


def _strips(spec: ChartSpec, language: str, colours: Sequence[str]) -> go.Figure:
    """Columns over periods, a strip per series under one another, with the value of reference as a dotted line."""
    count = len(spec.series)
    along = scale(spec, language)
    periods = [said(category, language) for category in spec.categories]
    figure = make_subplots(rows=count, cols=1, shared_xaxes=True, vertical_spacing=0.42 / count)
    needed = spec.reference_value / along.divisor
    for number, series in enumerate(spec.series):
        trace = {**_over(periods, series, spec, along, language), "hovertemplate": "%{x}: %{customdata}<extra></extra>"}
        look = {"color": colours[number % len(colours)], "line": {"width": 0}}
        figure.add_bar(**trace, marker=look, row=number + 1, col=1)
        figure.add_hline(y=needed, line={"color": LINE, "width": 1, "dash": "dot"}, row=number + 1, col=1)
    ready = styled(figure, "")
    ready.update_layout(height=90 * count + 60, bargap=0, showlegend=False, hovermode="closest")
    _, high = _reach(spec, along)
    written = show_value(spec.reference_value, spec.unit_key, language, "cell")
    ticked(ready, "y", [Tick(0.0, "0"), Tick(needed, written)], (0.0, high * 1.1))
    ready.update_xaxes(type="category", nticks=12, categoryorder="array", categoryarray=periods)
    for number, name in enumerate(_strip_names(spec, language)):
        above(ready, name, f"y{number + 1 if number else ''} domain")
    return ready


def _strip_names(spec: ChartSpec, language: str) -> list[str]:
    """What stands above each strip: the name of its series, and above the first what the dotted line is."""
    names = [literal(said(series.name, language)) for series in spec.series]
    dotted = "" if spec.reference_name is None else f" ({said(spec.reference_name, language)})"
    return [names[0] + dotted, *names[1:]]


_DRAWINGS: Mapping[str, Callable[[ChartSpec, str, Sequence[str]], go.Figure]] = {
    "bars": _bars,
    "stacked": _stacked,
    "lines": _lines,
    "range_bars": _range_bars,
    "waterfall": _waterfall,
    "strips": _strips,
}
"""The one drawing of each kind of chart by category."""
