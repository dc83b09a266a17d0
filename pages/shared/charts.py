"""Charts, each from rows the engine computed; figures come back as objects, pages show them."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from model.evaluation import OptionResult
from model.lines.labels import words

COLOURS = ("#154273", "#D55E00", "#3E8FD0", "#A0522D", "#767676", "#5B2C83")
DASHES = ("solid", "dash", "dot", "longdash", "dashdot", "longdashdot")
PATTERNS = ("", "/", ".", "x", "-", "\\")
SIGNED_ROWS = (
    ("net_operating_income", 1),
    ("residual_value", 1),
    ("subsidies", 1),
    ("investment_outlay", -1),
    ("replacement", -1),
    ("end_costs", -1),
)


def _styled(figure: go.Figure, language: str, axis: str) -> go.Figure:
    figure.update_layout(
        separators=",." if language == "nl" else ".,",
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
        height=380,
        legend={"orientation": "h", "y": -0.2},
        yaxis={"title": axis, "tickformat": ",.0f", "zeroline": True, "zerolinewidth": 1.5},
        xaxis={"type": "category", "nticks": 20},
        hovermode="x unified",
    )
    return figure


def cash_flow(option: OptionResult, language: str) -> go.Figure:
    """Bars of what comes in and goes out per period, with the cumulative cash flow as a line."""
    figure = go.Figure()
    for number, (key, sign) in enumerate(SIGNED_ROWS):
        row = option.lines[key]
        if any(row):
            figure.add_bar(
                x=option.periods,
                y=[sign * value for value in row],
                name=words(key).label(language),
                marker={"color": COLOURS[number % 6], "pattern": {"shape": PATTERNS[number % 6]}},
                hovertemplate="%{y:,.0f}",
            )
    figure.add_scatter(
        x=option.periods,
        y=option.lines["cumulative_cash_flow"],
        name=words("cumulative_cash_flow").label(language),
        line={"color": "#888888", "width": 3},
        hovertemplate="%{y:,.0f}",
    )
    figure.update_layout(barmode="relative")
    return _styled(figure, language, "€")


def metric_bars(titles: Sequence[str], values: Sequence[float | None], axis: str, language: str) -> go.Figure:
    """One bar per option for a metric; an option without a value has no bar."""
    figure = go.Figure()
    figure.add_bar(
        x=list(titles),
        y=list(values),
        marker={"color": list(COLOURS[: len(titles)]), "pattern": {"shape": list(PATTERNS[: len(titles)])}},
        hovertemplate="%{y:,.2f}<extra></extra>",
    )
    styled = _styled(figure, language, axis)
    styled.update_layout(showlegend=False, hovermode="closest")
    styled.update_yaxes(tickformat=None)
    return styled


def beds_by_date(options: Sequence[OptionResult], titles: Sequence[str], needed: float, language: str) -> go.Figure:
    """Beds in use per period and option, with the beds needed as a line."""
    figure = go.Figure()
    longest = max((option.periods for option in options), key=len)
    for number, (option, title) in enumerate(zip(options, titles, strict=True)):
        figure.add_scatter(
            x=option.periods,
            y=option.beds_open,
            name=title,
            line={"color": COLOURS[number % 6], "dash": DASHES[number % 6], "width": 3, "shape": "hv"},
            hovertemplate="%{y:,.0f}",
        )
    figure.add_scatter(
        x=longest,
        y=[needed] * len(longest),
        name="",
        showlegend=False,
        hoverinfo="skip",
        line={"color": "#888888", "width": 1},
    )
    return _styled(figure, language, "")
