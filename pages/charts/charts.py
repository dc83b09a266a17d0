"""Charts, each from rows the engine computed; figures come back as objects, pages show them."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Sequence

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from model.engine.results import OptionResult
from model.lines.labels import words_of_line
from pages.charts.drawn_once import drawn_once

COLOURS = ("#2A6EBB", "#D55E00", "#8888AA", "#A0522D", "#9933FF", "#886666")
"""At least 3 to 1 against the light and the dark page alike, and apart for every kind of colour vision."""
DASHES = ("solid", "dash", "dot", "longdash", "dashdot", "longdashdot")
PATTERNS = ("", "/", ".", "x", "-", "\\")
CUMULATIVE_COLOUR = "#808080"
CONFIG = {"displaylogo": False, "displayModeBar": False}
"""Without plotly's own English button bar; Streamlit's full-screen button remains."""
LINE_OF_A_NAME = 26
"""Characters in a line of a name beside its bar."""
ROOM_FOR_WORDS = 0.3
"""The part of the axis left free beside the longest bar, for its value in words."""
SIGNED_ROWS = (
    ("net_operating_income", 1),
    ("residual_value", 1),
    ("subsidies", 1),
    ("investment_outlay", -1),
    ("replacement", -1),
    ("end_costs", -1),
)


def _literal(user_text: str) -> str:
    """Text a user typed, so that plotly shows it as typed: it reads some HTML."""
    return html.escape(user_text, quote=False)


def _styled(figure: go.Figure, language: str, axis: str) -> go.Figure:
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


def _pattern(number: int) -> dict[str, object]:
    """A light hatching over the colour, so that colour is not the only cue."""
    return {
        "shape": PATTERNS[number % len(PATTERNS)],
        "fillmode": "replace",
        "bgcolor": COLOURS[number % len(COLOURS)],
        "fgcolor": "#ffffff",
        "fgopacity": 0.55,
        "size": 8,
        "solidity": 0.2,
    }


@drawn_once
def cash_flow(option: OptionResult, language: str) -> go.Figure:
    """Bars of what comes in and goes out per period in millions, with the cumulative cash flow as a line."""
    scale, unit = _scale([value for key, _ in SIGNED_ROWS for value in option.lines[key]], language)
    figure = go.Figure()
    for number, (key, sign) in enumerate(SIGNED_ROWS):
        row = option.lines[key]
        if any(row):
            figure.add_bar(
                x=option.periods,
                y=[sign * value / scale for value in row],
                name=words_of_line(key).label(language),
                marker={"color": COLOURS[number % 6], "pattern": _pattern(number)},
                hovertemplate=_hover(scale),
            )
    figure.add_scatter(
        x=option.periods,
        y=[value / scale for value in option.lines["cumulative_cash_flow"]],
        name=words_of_line("cumulative_cash_flow").label(language),
        mode="lines",
        line={"color": CUMULATIVE_COLOUR, "width": 3},
        hovertemplate=_hover(scale),
    )
    figure.update_layout(barmode="relative")
    styled = _styled(figure, language, f"€ {unit}".strip())
    styled.update_yaxes(tickformat=_ticks(scale))
    return styled


def _scale(values: Sequence[float | None], language: str) -> tuple[float, str]:
    """What to divide amounts by, and its name: amounts from a million on are drawn in millions."""
    largest = max((abs(value) for value in values if value is not None), default=0.0)
    if largest < 1e6:
        return 1.0, ""
    return 1e6, "mln" if language == "nl" else "million"


def _hover(scale: float) -> str:
    return "%{y:,.2f}" if scale > 1 else "%{y:,.0f}"


def _ticks(scale: float) -> str | None:
    return ",~r" if scale > 1 else ",.0f"


@drawn_once
def metric_bars(
    titles: Sequence[str], values: Sequence[float | None], shown: Sequence[str], axis: str, language: str
) -> go.Figure:
    """One bar per option for a metric with its value as `shown`; an option without a value has no bar.

    The bars lie, so that a long name can be read and eight options fit on a telephone.
    """
    scale, unit = _scale(values, language)
    names = [_literal(title) for title in titles]
    drawn = [None if value is None else value / scale for value in values]
    figure = go.Figure()
    figure.add_bar(
        y=names,
        x=drawn,
        orientation="h",
        text=[_literal(value) for value in shown],
        textposition="outside",
        cliponaxis=False,
        marker={"color": [COLOURS[number % len(COLOURS)] for number in range(len(titles))]},
        hovertemplate="%{y}: %{text}<extra></extra>",
    )
    styled = _styled(figure, language, "")
    styled.update_layout(showlegend=False, hovermode="closest", height=80 + 50 * len(names), annotations=[])
    value_axis(styled, f"{axis} {unit}".strip())
    known = [value for value in drawn if value is not None]
    low, high = min(0.0, *known), max(0.0, *known)
    room = ROOM_FOR_WORDS * ((high - low) or 1.0)
    styled.update_xaxes(range=[low - room if low < 0 else 0.0, high + room if high > 0 or low == 0 else 0.0])
    from_the_top(styled)
    styled.update_yaxes(tickmode="array", tickvals=names, ticktext=[_in_lines(title) for title in titles])
    return styled


def _in_lines(title: str) -> str:
    """A name over at most three lines; what does not fit is in the text at the bar and in the table."""
    return "<br>".join(_literal(line) for line in textwrap.wrap(title, LINE_OF_A_NAME, max_lines=3, placeholder=" …"))


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
            name=_literal(title),
            marker={"color": COLOURS[number % 6], "line": {"width": 0}},
            hovertemplate="%{x}: %{y:,.0f}",
            row=row,
            col=1,
        )
        figure.add_hline(y=needed, line={"color": CUMULATIVE_COLOUR, "width": 1, "dash": "dot"}, row=row, col=1)
    styled = _styled(figure, language, "")
    styled.update_layout(height=90 * len(options) + 60, bargap=0, showlegend=False, hovermode="closest")
    styled.layout.annotations = ()
    styled.update_yaxes(range=[0, highest * 1.1], tickvals=[0, needed], tickformat=",.0f", automargin=True)
    styled.update_xaxes(type="category", nticks=12, categoryorder="array", categoryarray=list(longest))
    for number, title in enumerate(titles):
        ending = f" ({needed_words})" if number == 0 else ""
        styled.add_annotation(
            text=_literal(title) + ending,
            xref="paper",
            yref=f"y{number + 1 if number else ''} domain",
            x=0,
            y=1,
            xanchor="left",
            yanchor="bottom",
            showarrow=False,
        )
    return styled
