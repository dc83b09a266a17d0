"""The pages' drawing of each kind of chart: from its specification to what plotly draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import plotly.graph_objects as go
import streamlit as st

from model.documents.charts import ChartSpec, Series
from model.documents.scale import MILLION, Scale, scale
from model.documents.words import said
from model.words.figures import Figure
from model.words.palette import DASHES, HIGH, LINE, LOW, OPTION_COLOURS, PATTERNS, mark
from pages.charts.analysis_charts import hatched
from pages.charts.charts import (
    CONFIG,
    from_the_top,
    in_lines,
    literal,
    styled,
    value_axis,
)
from pages.charts.drawn_once import drawn_once
from pages.session.words import language as language_of_session

ROOM_FOR_WORDS = 0.3
"""The part of the axis left free beside the longest bar, for its value in words."""
LONG_NAME = 26
"""Characters of a name beside its bar that stand on one line."""


def show(spec: ChartSpec, key: str | None = None) -> None:
    """A chart on the page, with its alternative for who cannot see it."""
    language = language_of_session()
    st.plotly_chart(draw(spec, language), width="stretch", key=key, config=CONFIG, alt=spec.alternative.text(language))


@drawn_once
def draw(spec: ChartSpec, language: str, colours: Sequence[str] = OPTION_COLOURS) -> go.Figure:
    """A chart as its kind is drawn; text a user typed is shown as typed."""
    return _DRAWINGS[spec.kind](spec, language, colours)


def _values(figures: Sequence[Figure], along: Scale) -> list[float | None]:
    return [along.drawn(figure.value) for figure in figures]


def _known(values: Sequence[float | None]) -> list[float]:
    return [value for value in values if value is not None]


def _signed(values: Sequence[float | None]) -> dict[str, object]:
    """The marker of bars of which those below zero have another colour and are hatched."""
    below = [value is not None and value < 0 for value in values]
    return {
        "color": [LOW if low else HIGH for low in below],
        "pattern": {**hatched(True), "shape": ["/" if low else "" for low in below]},
    }


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
    drawn = _values(figures, along)
    titles = [said(category, language) for category in spec.categories]
    marker: dict[str, object] = {"color": HIGH}
    if spec.colouring == "category":
        marker = {"color": [colours[spec.colour_number(place) % len(colours)] for place in range(len(titles))]}
    elif spec.colouring == "sign":
        marker = _signed(drawn)
    names = [literal(title) for title in titles]
    figure = go.Figure(
        go.Bar(
            y=names,
            x=drawn,
            orientation="h",
            text=[literal(value.show(language, spec.style)) for value in figures],
            textposition="outside",
            cliponaxis=False,
            marker=marker,
            hovertemplate="%{y}: %{text}<extra></extra>",
        )
    )
    ready = styled(figure, language, "")
    tall = 50 if any(len(title) > LONG_NAME for title in titles) else 36
    ready.update_layout(showlegend=False, hovermode="closest", height=80 + tall * len(names), annotations=[])
    value_axis(ready, along.name)
    low, high = min(0.0, *_known(drawn), 0.0), max(0.0, *_known(drawn), 0.0)
    room = ROOM_FOR_WORDS * ((high - low) or 1.0)
    ready.update_xaxes(range=[low - room if low < 0 else 0.0, high + room if high > 0 or low == 0 else 0.0])
    from_the_top(ready)
    ready.update_yaxes(tickmode="array", tickvals=names, ticktext=[in_lines(title) for title in titles])
    return ready


def _hover(along: Scale) -> str:
    """A value under the pointer: in whole units, or with two decimals where it is in millions or a percentage."""
    return "%{y:,.0f}" if along.divisor == 1 else "%{y:,.2f}"


def _stacked(spec: ChartSpec, language: str, colours: Sequence[str]) -> go.Figure:
    """Columns on one another, below zero what is negative, and lines over them."""
    along = scale(spec, language)
    periods = [said(category, language) for category in spec.categories]
    figure = go.Figure()
    for number, series in enumerate(spec.series):
        name, drawn = literal(said(series.name, language)), _values(series.figures, along)
        if series.as_line:
            line = {"color": LINE, "width": 3, "dash": "dash" if spec.colouring == "sign" else "solid"}
            figure.add_scatter(x=periods, y=drawn, name=name, mode="lines", line=line, hovertemplate=_hover(along))
            continue
        signed = spec.colouring == "sign"
        own = {"color": colours[number % len(colours)], "pattern": _pattern(number, colours)}
        figure.add_bar(
            x=periods,
            y=drawn,
            name=name,
            marker=_signed(drawn) if signed else own,
            hovertemplate=_hover(along),
        )
    figure.update_layout(barmode="relative")
    ready = styled(figure, language, along.name)
    ready.update_xaxes(nticks=8, tickangle=0)
    ready.update_yaxes(tickformat=",~r" if along.divisor == MILLION else ",.0f")
    return ready


def _lines(spec: ChartSpec, language: str, colours: Sequence[str]) -> go.Figure:
    """Lines over the categories, told apart by dashes too."""
    along = scale(spec, language)
    figure = go.Figure()
    for number, series in enumerate(spec.series):
        figure.add_scatter(
            x=[said(category, language) for category in spec.categories],
            y=_values(series.figures, along),
            name=literal(said(series.name, language)),
            mode="lines",
            line={"color": colours[number % len(colours)], "dash": DASHES[mark(number)], "width": 3},
            hovertemplate="%{y:,.2f}",
        )
    ready = styled(figure, language, along.name)
    ready.update_xaxes(nticks=8, tickangle=0)
    ready.update_yaxes(rangemode="tozero")
    return ready


def _range_bars(spec: ChartSpec, language: str, _colours: Sequence[str]) -> go.Figure:
    """Lying bars from the value of reference to both ends, with what stands at the ends; the first on top."""
    along = scale(spec, language)
    base = along.drawn(spec.reference.value if spec.reference is not None else None) or 0.0
    figure = go.Figure()
    for side, series in enumerate(spec.series):
        figure.add_bar(**_side(spec, side, series, along, language), base=base)
    ready = styled(figure, language, "")
    known = [base, *(value for series in spec.series for value in _known(_values(series.figures, along)))]
    room = 0.28 * (max(known) - min(known) or 1.0)
    ready.update_layout(
        barmode="overlay",
        height=110 + 30 * len(spec.categories),
        hovermode="closest",
        legend={"y": 1.02, "yanchor": "bottom"},
        annotations=[],
    )
    value_axis(ready, along.name)
    ready.update_xaxes(range=[min(known) - room, max(known) + room])
    from_the_top(ready)
    ready.add_vline(x=base, line={"color": LINE, "width": 1.5})
    return ready


def _side(spec: ChartSpec, side: int, series: Series, along: Scale, language: str) -> dict[str, object]:
    """The bars to one end: from the reference, with what stands at that end."""
    drawn = _values(series.figures, along)
    base = along.drawn(spec.reference.value if spec.reference is not None else None) or 0.0
    ends = [ends[side] for ends in spec.ends]
    shown = [end.show(language, spec.style) if isinstance(end, Figure) else said(end, language) for end in ends]
    return {
        "y": [literal(said(category, language)) for category in spec.categories],
        "x": [None if value is None else value - base for value in drawn],
        "orientation": "h",
        "name": literal(said(series.name, language)),
        "marker": {"color": (LOW, HIGH)[side], "pattern": hatched(side == 0)},
        "text": [literal(words) for words in shown],
        "textposition": "outside",
        "cliponaxis": False,
        "textfont": {"size": 11},
        "customdata": drawn,
        "hovertemplate": "%{y} %{text}: %{customdata:,.2f}<extra></extra>",
    }


_DRAWINGS: Mapping[str, Callable[[ChartSpec, str, Sequence[str]], go.Figure]] = {
    "bars": _bars,
    "stacked": _stacked,
    "lines": _lines,
    "range_bars": _range_bars,
}
"""The one drawing of each kind."""
