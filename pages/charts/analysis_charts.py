"""Charts of the analyses: tornado, heat map, spider, bridge, distribution, who pays whom, the municipality's budget."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from pages.charts.charts import DASHES, _literal, _scale, _styled, from_the_top, value_axis
from pages.charts.drawn_once import drawn_once
from pages.session.words import PERCENT_UNITS

COLOURS = ("#2B78BD", "#D55E00", "#7A7A7A", "#8A63C4", "#2A8C7A", "#B0653C")
"""At least 3 : 1 against the light and the dark background alike, so that one chart serves both."""
LOW_COLOUR, HIGH_COLOUR, TOTAL_COLOUR, LINE_COLOUR = COLOURS[1], COLOURS[0], COLOURS[2], "#808080"


def _hatched(hatched: bool) -> dict[str, object]:
    """A light hatching over a colour, so that colour is not the only cue."""
    return {
        "shape": "/" if hatched else "",
        "fillmode": "overlay",
        "fgcolor": "#ffffff",
        "fgopacity": 0.5,
        "size": 7,
        "solidity": 0.25,
    }


def _measure(values: Sequence[float | None], unit: str, language: str) -> tuple[float, str]:
    """What to divide values by and to write at the axis: euros in millions when large, fractions as percentages."""
    if unit == "eur":
        known = [value for value in values if value is not None and not math.isnan(value)]
        scale, name = _scale(known, language)
        return scale, f"€ {name}".strip()
    if unit in PERCENT_UNITS:
        return 0.01, "%"
    return 1.0, "€" if unit.startswith("eur") else ""


@dataclass(frozen=True)
class TornadoBar:
    """One input of a tornado: the result at its low and at its high end, and what it is there, in words."""

    name: str
    at_low: float
    at_high: float
    low: str
    high: str


@drawn_once
def tornado_bars(
    bars: Sequence[TornadoBar], base: float, legend: tuple[str, str], unit: str, language: str
) -> go.Figure:
    """Horizontal bars from the result as it is to the result at an input's low and at its high end; the largest on top.

    The input's values at both ends are written at the end of its bars.
    """
    lows, highs = [bar.at_low for bar in bars], [bar.at_high for bar in bars]
    scale, axis = _measure([*lows, *highs, base], unit, language)
    ends = ((True, lows, [bar.low for bar in bars]), (False, highs, [bar.high for bar in bars]))
    figure = go.Figure()
    for (is_low, results, inputs), name in zip(ends, legend, strict=True):
        figure.add_bar(
            y=[_literal(bar.name) for bar in bars],
            x=[(result - base) / scale for result in results],
            base=base / scale,
            orientation="h",
            name=name,
            marker={"color": LOW_COLOUR if is_low else HIGH_COLOUR, "pattern": _hatched(is_low)},
            text=[_literal(value) for value in inputs],
            textposition="outside",
            cliponaxis=False,
            textfont={"size": 11},
            customdata=[result / scale for result in results],
            hovertemplate="%{y} %{text}: %{customdata:,.2f}<extra></extra>",
        )
    styled = _styled(figure, language, "")
    known = [value / scale for value in (*lows, *highs, base) if not math.isnan(value)]
    room = 0.28 * (max(known) - min(known) or 1.0)
    styled.update_layout(
        barmode="overlay",
        height=110 + 30 * len(bars),
        hovermode="closest",
        legend={"y": 1.02, "yanchor": "bottom"},
        annotations=[],
    )
    value_axis(styled, axis)
    styled.update_xaxes(range=[min(known) - room, max(known) + room])
    from_the_top(styled)
    styled.add_vline(x=base / scale, line={"color": LINE_COLOUR, "width": 1.5})
    return styled


@dataclass(frozen=True)
class Axis:
    """An input along a side of a heat map; `here` is its value in the case as it is."""

    name: str
    unit: str
    values: Sequence[float]
    here: float

    def drawn(self, value: float) -> float:
        """A value as it stands along the axis: fractions as percentages."""
        return value / (0.01 if self.unit in PERCENT_UNITS else 1.0)

    @property
    def ends(self) -> list[float]:
        """Where the axis begins and ends."""
        return [self.drawn(min(self.values)), self.drawn(max(self.values))]

    @property
    def suffix(self) -> str:
        """What stands behind a number along the axis."""
        return "%" if self.unit in PERCENT_UNITS else ""


@dataclass(frozen=True)
class Surface:
    """A result over two inputs, in rows of the second, with the line on which it reaches a value.

    `middle` has the middle colour; `line_name` and `case_name` are what the line and the cross at the case are called.
    """

    values: Sequence[Sequence[float]]
    unit: str
    middle: float
    line: Sequence[tuple[float, float]]
    line_name: str
    case_name: str


@drawn_once
def heat_map(x: Axis, y: Axis, surface: Surface, language: str) -> go.Figure:
    """A result over two inputs, with the break-even line and the case as it is."""
    scale, axis = _measure([value for row in surface.values for value in row], surface.unit, language)
    figure = go.Figure(
        go.Heatmap(
            x=[x.drawn(value) for value in x.values],
            y=[y.drawn(value) for value in y.values],
            z=[[None if math.isnan(value) else value / scale for value in row] for row in surface.values],
            colorscale="RdBu",
            zmid=surface.middle / scale,
            colorbar={"title": axis, "tickformat": ",~r", "thickness": 14},
            hovertemplate="%{x:,.4~g} | %{y:,.4~g}: %{z:,.2f}<extra></extra>",
        )
    )
    if surface.line:
        figure.add_scatter(
            x=[x.drawn(across) for across, _ in surface.line],
            y=[y.drawn(down) for _, down in surface.line],
            mode="lines+markers",
            line={"color": "#000000", "width": 3},
            marker={"size": 4, "color": "#000000"},
            name=_literal(surface.line_name),
            hoverinfo="skip",
        )
    figure.add_scatter(
        x=[x.drawn(x.here)],
        y=[y.drawn(y.here)],
        mode="markers",
        marker={"symbol": "x", "size": 12, "color": "#000000", "line": {"color": "#ffffff", "width": 1}},
        name=_literal(surface.case_name),
        hoverinfo="skip",
    )
    styled = _styled(figure, language, "")
    styled.update_layout(height=500, hovermode="closest", annotations=[], legend={"y": -0.22})
    value_axis(styled, _literal(x.name))
    styled.update_xaxes(range=x.ends, ticksuffix=x.suffix)
    styled.update_yaxes(title=_literal(y.name), tickformat=",~g", ticksuffix=y.suffix, zeroline=False, range=y.ends)
    return styled


@drawn_once
def spider_lines(
    names: Sequence[str],
    changes: Sequence[Sequence[float]],
    values: Sequence[Sequence[float]],
    language: str,
    unit: str,
) -> go.Figure:
    """A line per input: the result from half to one and a half times its value, as far as its bounds allow."""
    scale, axis = _measure([value for row in values for value in row], unit, language)
    figure = go.Figure()
    for number, (name, row) in enumerate(zip(names, values, strict=True)):
        figure.add_scatter(
            x=[change * 100 for change in changes[number]],
            y=[value / scale for value in row],
            name=_literal(name),
            mode="lines+markers",
            line={"color": COLOURS[number % len(COLOURS)], "dash": DASHES[number % len(DASHES)], "width": 2.5},
            hovertemplate="%{x}%: %{y:,.2f}",
        )
    styled = _styled(figure, language, axis)
    value_axis(styled, "")
    styled.update_xaxes(ticksuffix="%")
    styled.update_layout(height=440)
    styled.update_yaxes(tickformat=",~r")
    return styled


@drawn_once
def waterfall(
    names: Sequence[str], amounts: Sequence[float], totals: Sequence[bool], shown: Sequence[str], language: str
) -> go.Figure:
    """From one result to another: bars that add up, each with its amount as `shown`."""
    scale, unit = _scale(list(amounts), language)
    figure = go.Figure(
        go.Waterfall(
            x=[_literal(name) for name in names],
            y=[amount / scale for amount in amounts],
            measure=[
                "total" if total and number else "absolute" if total else "relative"
                for number, total in enumerate(totals)
            ],
            increasing={"marker": {"color": HIGH_COLOUR}},
            decreasing={"marker": {"color": LOW_COLOUR}},
            totals={"marker": {"color": TOTAL_COLOUR}},
            connector={"line": {"color": LINE_COLOUR, "width": 1}},
            text=list(shown),
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{x}: %{text}<extra></extra>",
        )
    )
    styled = _styled(figure, language, f"€ {unit}".strip())
    styled.update_layout(showlegend=False, hovermode="closest", height=460, margin={"t": 40})
    styled.update_xaxes(nticks=len(names), automargin=True)
    styled.update_yaxes(tickformat=",~r")
    return styled


@drawn_once
def distribution(
    bins: Sequence[tuple[float, float, int]], marks: Sequence[tuple[str, float]], language: str
) -> go.Figure:
    """How often each outcome occurs; below zero hatched and in another colour, with P10, P50 and P90."""
    scale, unit = _scale([low for low, _, _ in bins], language)
    total = sum(count for _, _, count in bins) or 1
    figure = go.Figure(
        go.Bar(
            x=[(low + high) / 2 / scale for low, high, _ in bins],
            y=[100 * count / total for _, _, count in bins],
            width=[(high - low) / scale for low, high, _ in bins],
            marker={
                "color": [LOW_COLOUR if high <= 0 else HIGH_COLOUR for _, high, _ in bins],
                "pattern": {**_hatched(True), "shape": ["/" if high <= 0 else "" for _, high, _ in bins]},
            },
            hovertemplate="%{x:,.2f}: %{y:.1f}%<extra></extra>",
        )
    )
    styled = _styled(figure, language, "%")
    for name, value in marks:
        styled.add_vline(
            x=value / scale,
            line={"color": LINE_COLOUR, "dash": "dash"},
            annotation_text=name,
            annotation_position="top",
        )
    if bins and bins[0][0] < 0 < bins[-1][1]:
        styled.add_vline(x=0, line={"color": LINE_COLOUR, "width": 2}, annotation_text="€ 0")
    styled.update_layout(showlegend=False, hovermode="closest", bargap=0)
    value_axis(styled, f"€ {unit}".strip())
    return styled


@drawn_once
def share_bars(names: Sequence[str], shares: Sequence[float], shown: Sequence[str], language: str) -> go.Figure:
    """Shares of a whole as horizontal bars, each with its percentage as `shown`."""
    figure = go.Figure(
        go.Bar(
            y=[_literal(name) for name in names],
            x=[100 * share for share in shares],
            orientation="h",
            marker={"color": HIGH_COLOUR},
            text=list(shown),
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{y}: %{text}<extra></extra>",
        )
    )
    styled = _styled(figure, language, "")
    styled.update_layout(
        showlegend=False, hovermode="closest", height=70 + 32 * len(names), annotations=[], margin={"r": 40}
    )
    value_axis(styled, "")
    styled.update_xaxes(showticklabels=False, rangemode="tozero")
    from_the_top(styled)
    return styled


@drawn_once
def two_rows(
    periods: Sequence[str], rows: Sequence[tuple[str, Sequence[float]]], axis: str, language: str
) -> go.Figure:
    """Rows over the periods as lines, told apart by dashes too."""
    figure = go.Figure()
    for number, (name, row) in enumerate(rows):
        figure.add_scatter(
            x=list(periods),
            y=list(row),
            name=_literal(name),
            mode="lines",
            line={"color": COLOURS[number % len(COLOURS)], "dash": DASHES[number % len(DASHES)], "width": 3},
            hovertemplate="%{y:,.2f}",
        )
    styled = _styled(figure, language, axis)
    styled.update_xaxes(nticks=8, tickangle=0)
    styled.update_yaxes(rangemode="tozero")
    return styled


@drawn_once
def budget_bars(
    years: Sequence[str], result: Sequence[float], cash: Sequence[float], names: tuple[str, str], language: str
) -> go.Figure:
    """What the municipality books per year as bars (a deficit hatched), with what it receives less pays as a line."""
    scale, unit = _scale([*result, *cash], language)
    figure = go.Figure()
    figure.add_bar(
        x=list(years),
        y=[amount / scale for amount in result],
        name=names[0],
        marker={
            "color": [HIGH_COLOUR if amount >= 0 else LOW_COLOUR for amount in result],
            "pattern": {**_hatched(True), "shape": ["" if amount >= 0 else "/" for amount in result]},
        },
        hovertemplate="%{y:,.2f}" if scale > 1 else "%{y:,.0f}",
    )
    figure.add_scatter(
        x=list(years),
        y=[amount / scale for amount in cash],
        name=names[1],
        mode="lines",
        line={"color": LINE_COLOUR, "dash": "dash", "width": 3},
        hovertemplate="%{y:,.2f}" if scale > 1 else "%{y:,.0f}",
    )
    styled = _styled(figure, language, f"€ {unit}".strip())
    styled.update_xaxes(nticks=8, tickangle=0)
    styled.update_yaxes(tickformat=",~r" if scale > 1 else ",.0f")
    return styled


@drawn_once
def balance_bars(names: Sequence[str], amounts: Sequence[float], shown: Sequence[str], language: str) -> go.Figure:
    """What each party gains (right) or pays (left) in all."""
    scale, unit = _scale(list(amounts), language)
    figure = go.Figure(
        go.Bar(
            y=[_literal(name) for name in names],
            x=[amount / scale for amount in amounts],
            orientation="h",
            marker={
                "color": [HIGH_COLOUR if amount >= 0 else LOW_COLOUR for amount in amounts],
                "pattern": {**_hatched(True), "shape": ["" if amount >= 0 else "/" for amount in amounts]},
            },
            text=list(shown),
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{y}: %{text}<extra></extra>",
        )
    )
    styled = _styled(figure, language, "")
    span = max((abs(amount) for amount in amounts), default=1.0) / scale or 1.0
    styled.update_layout(showlegend=False, hovermode="closest", height=80 + 36 * len(names), annotations=[])
    value_axis(styled, f"€ {unit}".strip())
    styled.update_xaxes(range=[-1.5 * span, 1.5 * span])
    from_the_top(styled)
    return styled
