"""Charts that are like no other: heat map, spider, bridge and distribution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from model.documents.scale import scale_of
from model.words.palette import DASHES, HIGH, LINE, LOW, TOTAL, colour, mark
from model.words.units import unit
from pages.charts.charts import literal, styled, value_axis
from pages.charts.drawn_once import drawn_once


def hatched(hatched: bool) -> dict[str, object]:
    """A light hatching over a colour, so that colour is not the only cue."""
    return {
        "shape": "/" if hatched else "",
        "fillmode": "overlay",
        "fgcolor": "#ffffff",
        "fgopacity": 0.5,
        "size": 7,
        "solidity": 0.25,
    }


@dataclass(frozen=True)
class Axis:
    """An input along a side of a heat map; `here` is its value in the case as it is."""

    name: str
    unit: str
    values: Sequence[float]
    here: float

    def drawn(self, value: float) -> float:
        """A value as it stands along the axis: fractions as percentages."""
        return value / (0.01 if unit(self.unit).is_ratio else 1.0)

    @property
    def ends(self) -> list[float]:
        """Where the axis begins and ends."""
        return [self.drawn(min(self.values)), self.drawn(max(self.values))]

    @property
    def suffix(self) -> str:
        """What stands behind a number along the axis."""
        return "%" if unit(self.unit).is_ratio else ""


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
    along = scale_of([value for row in surface.values for value in row], surface.unit, language)
    figure = go.Figure(
        go.Heatmap(
            x=[x.drawn(value) for value in x.values],
            y=[y.drawn(value) for value in y.values],
            z=[[along.drawn(value) for value in row] for row in surface.values],
            colorscale="RdBu",
            zmid=surface.middle / along.divisor,
            colorbar={"title": along.name, "tickformat": ",~r", "thickness": 14},
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
            name=literal(surface.line_name),
            hoverinfo="skip",
        )
    figure.add_scatter(
        x=[x.drawn(x.here)],
        y=[y.drawn(y.here)],
        mode="markers",
        marker={"symbol": "x", "size": 12, "color": "#000000", "line": {"color": "#ffffff", "width": 1}},
        name=literal(surface.case_name),
        hoverinfo="skip",
    )
    ready = styled(figure, language, "")
    ready.update_layout(height=500, hovermode="closest", annotations=[], legend={"y": -0.22})
    value_axis(ready, literal(x.name))
    ready.update_xaxes(range=x.ends, ticksuffix=x.suffix)
    ready.update_yaxes(title=literal(y.name), tickformat=",~g", ticksuffix=y.suffix, zeroline=False, range=y.ends)
    return ready


@drawn_once
def spider_lines(
    names: Sequence[str],
    changes: Sequence[Sequence[float]],
    values: Sequence[Sequence[float]],
    language: str,
    unit: str,
) -> go.Figure:
    """A line per input: the result from half to one and a half times its value, as far as its bounds allow."""
    along = scale_of([value for row in values for value in row], unit, language)
    figure = go.Figure()
    for number, (name, row) in enumerate(zip(names, values, strict=True)):
        figure.add_scatter(
            x=[change * 100 for change in changes[number]],
            y=[along.drawn(value) for value in row],
            name=literal(name),
            mode="lines+markers",
            line={"color": colour(number), "dash": DASHES[mark(number)], "width": 2.5},
            hovertemplate="%{x}%: %{y:,.2f}",
        )
    ready = styled(figure, language, along.name)
    value_axis(ready, "")
    ready.update_xaxes(ticksuffix="%")
    ready.update_layout(height=440)
    ready.update_yaxes(tickformat=",~r")
    return ready


@drawn_once
def waterfall(
    names: Sequence[str], amounts: Sequence[float], totals: Sequence[bool], shown: Sequence[str], language: str
) -> go.Figure:
    """From one result to another: bars that add up, each with its amount as `shown`."""
    along = scale_of(amounts, "eur", language)
    figure = go.Figure(
        go.Waterfall(
            x=[literal(name) for name in names],
            y=[along.drawn(amount) for amount in amounts],
            measure=[
                "total" if total and number else "absolute" if total else "relative"
                for number, total in enumerate(totals)
            ],
            increasing={"marker": {"color": HIGH}},
            decreasing={"marker": {"color": LOW}},
            totals={"marker": {"color": TOTAL}},
            connector={"line": {"color": LINE, "width": 1}},
            text=list(shown),
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{x}: %{text}<extra></extra>",
        )
    )
    ready = styled(figure, language, along.name)
    ready.update_layout(showlegend=False, hovermode="closest", height=460, margin={"t": 40})
    ready.update_xaxes(nticks=len(names), automargin=True)
    ready.update_yaxes(tickformat=",~r")
    return ready


@drawn_once
def distribution(
    bins: Sequence[tuple[float, float, int]], marks: Sequence[tuple[str, float]], language: str
) -> go.Figure:
    """How often each outcome occurs; below zero hatched and in another colour, with P10, P50 and P90.

    A bar across zero has both colours: its two parts stand beside each other, as high as it is.
    """
    along = scale_of([low for low, _, _ in bins], "eur", language)
    scale = along.divisor
    total = sum(count for _, _, count in bins) or 1
    parts = [(low, high, bar) for bar in bins for low, high in _at_zero(bar[0], bar[1])]
    figure = go.Figure(
        go.Bar(
            x=[(low + high) / 2 / scale for low, high, _ in parts],
            y=[100 * count / total for _, _, (_, _, count) in parts],
            width=[(high - low) / scale for low, high, _ in parts],
            marker={
                "color": [LOW if high <= 0 else HIGH for _, high, _ in parts],
                "pattern": {**hatched(True), "shape": ["/" if high <= 0 else "" for _, high, _ in parts]},
            },
            customdata=[(low + high) / 2 / scale for _, _, (low, high, _) in parts],
            hovertemplate="%{customdata:,.2f}: %{y:.1f}%<extra></extra>",
        )
    )
    ready = styled(figure, language, "%")
    for name, value in marks:
        ready.add_vline(
            x=value / scale,
            line={"color": LINE, "dash": "dash"},
            annotation_text=name,
            annotation_position="top",
        )
    if bins and bins[0][0] < 0 < bins[-1][1]:
        ready.add_vline(x=0, line={"color": LINE, "width": 2}, annotation_text="€ 0")
    ready.update_layout(showlegend=False, hovermode="closest", bargap=0)
    value_axis(ready, along.name)
    return ready


def _at_zero(low: float, high: float) -> tuple[tuple[float, float], ...]:
    """A range, cut in two where zero lies inside it."""
    return ((low, 0.0), (0.0, high)) if low < 0 < high else ((low, high),)
