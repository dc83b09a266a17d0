"""The look that all charts share, and the beds of every option by date; figures come back as objects."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Sequence

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from model.engine.results import OptionResult
from model.words.palette import LINE, colour
from pages.charts.drawn_once import drawn_once

CONFIG = {"displaylogo": False, "displayModeBar": False}
"""Without plotly's own English button bar; Streamlit's full-screen button remains."""
LINE_OF_A_NAME = 26
"""Characters in a line of a name beside its bar."""


def literal(user_text: str) -> str:
    """Text a user typed, so that plotly shows it as typed: it reads some HTML."""
    return html.escape(user_text, quote=False)


def styled(figure: go.Figure, language: str, axis: str) -> go.Figure:
    """The look all charts share; `axis` stands over the axis of values."""
    figure.update_layout(
        separators=",." if language == "nl" else ".,",
        margin={"l": 10, "r": 10, "t": 30, "b": 10},
        height=380,
        legend={"orientation": "h", "y": -0.15, "yanchor": "top", "x": 0, "xanchor": "left", "itemwidth": 50},
        yaxis={"title": None, "tickformat": ",.0f", "zeroline": True, "zerolinewidth": 1.5, "automargin": True},
        xaxis={"type": "category", "nticks": 12, "title": None},
        hovermode="x unified",
        annotations=[
            {
                "text": axis,
                "xref": "paper",
                "yref": "paper",
                "x": 0,
                "y": 1,
                "xanchor": "left",
                "yanchor": "bottom",
                "showarrow": False,
            }
        ],
    )
    return figure


def in_lines(title: str) -> str:
    """A name over at most three lines; what does not fit is in the text at the bar and in the table."""
    return "<br>".join(literal(line) for line in textwrap.wrap(title, LINE_OF_A_NAME, max_lines=3, placeholder=" …"))


def value_axis(figure: go.Figure, title: str) -> None:
    """A value axis along the bottom: few, level ticks, also in a narrow window."""
    figure.update_xaxes(type="linear", title=title or None, tickformat=",~r", nticks=7, tickangle=0, automargin=True)


def from_the_top(figure: go.Figure) -> None:
    """Bars with their names at the left, the first on top."""
    figure.update_yaxes(autorange="reversed", automargin=True, tickformat=None)


@drawn_once
def beds_by_date(
    options: Sequence[OptionResult], titles: Sequence[str], needed: float, needed_words: str, language: str
) -> go.Figure:
    """Beds in use per period, a strip for each option under one another, with the beds needed as a dotted line."""
    longest = max((option.periods for option in options), key=len)
    highest = max(needed, *(max(option.beds_open) for option in options))
    figure = make_subplots(rows=len(options), cols=1, shared_xaxes=True, vertical_spacing=0.42 / len(options))
    for number, (option, title) in enumerate(zip(options, titles, strict=True)):
        row = number + 1
        figure.add_bar(
            x=option.periods,
            y=option.beds_open,
            name=literal(title),
            marker={"color": colour(number), "line": {"width": 0}},
            hovertemplate="%{x}: %{y:,.0f}",
            row=row,
            col=1,
        )
        figure.add_hline(y=needed, line={"color": LINE, "width": 1, "dash": "dot"}, row=row, col=1)
    ready = styled(figure, language, "")
    ready.update_layout(height=90 * len(options) + 60, bargap=0, showlegend=False, hovermode="closest")
    ready.layout.annotations = ()
    ready.update_yaxes(range=[0, highest * 1.1], tickvals=[0, needed], tickformat=",.0f", automargin=True)
    ready.update_xaxes(type="category", nticks=12, categoryorder="array", categoryarray=list(longest))
    for number, title in enumerate(titles):
        ending = f" ({needed_words})" if number == 0 else ""
        ready.add_annotation(
            text=literal(title) + ending,
            xref="paper",
            yref=f"y{number + 1 if number else ''} domain",
            x=0,
            y=1,
            xanchor="left",
            yanchor="bottom",
            showarrow=False,
        )
    return ready
