"""Charts of the analyses: tornado, heat map, spider, bridge, distribution, who pays whom."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from pages.shared.charts import COLOURS, DASHES, _literal, _scale, _styled

LOW_COLOUR, HIGH_COLOUR, LINE_COLOUR = COLOURS[1], COLOURS[0], "#808080"


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


def tornado_bars(
    names: Sequence[str],
    lows: Sequence[float],
    highs: Sequence[float],
    base: float,
    legend: tuple[str, str],
    language: str,
    money: bool,
) -> go.Figure:
    """Horizontal bars from the result as it is to the result at an input's low and at its high end; the largest on top."""
    scale, unit = _scale([*lows, *highs, base], language) if money else (1.0, "")
    figure = go.Figure()
    for number, (ends, name) in enumerate(((lows, legend[0]), (highs, legend[1]))):
        figure.add_bar(
            y=[_literal(each) for each in names],
            x=[(end - base) / scale for end in ends],
            base=base / scale,
            orientation="h",
            name=name,
            marker={"color": (LOW_COLOUR, HIGH_COLOUR)[number], "pattern": _hatched(number == 0)},
            customdata=[end / scale for end in ends],
            hovertemplate="%{y}: %{customdata:,.2f}<extra></extra>",
        )
    styled = _styled(figure, language, "")
    styled.update_layout(
        barmode="overlay",
        height=60 + 30 * len(names),
        hovermode="closest",
        xaxis={"type": "linear", "title": f"€ {unit}".strip() if money else None, "tickformat": ",~r"},
        yaxis={"autorange": "reversed", "automargin": True, "tickformat": None},
        legend={"y": 1.02, "yanchor": "bottom"},
        annotations=[],
    )
    styled.add_vline(x=base / scale, line={"color": LINE_COLOUR, "width": 1.5})
    return styled


def heat_map(
    x: Sequence[float],
    y: Sequence[float],
    values: Sequence[Sequence[float]],
    line: Sequence[tuple[float, float]],
    names: tuple[str, str],
    here: tuple[float, float],
    language: str,
) -> go.Figure:
    """A result over two inputs, with the break-even line and the case as it is."""
    flat = [value for row in values for value in row]
    scale, unit = _scale(flat, language)
    figure = go.Figure(
        go.Heatmap(
            x=list(x),
            y=list(y),
            z=[[value / scale for value in row] for row in values],
            colorscale="RdBu",
            zmid=0,
            colorbar={"title": f"€ {unit}".strip()},
            hovertemplate="%{x:,.4~g} | %{y:,.4~g}: %{z:,.2f}<extra></extra>",
        )
    )
    if line:
        figure.add_scatter(
            x=[point[0] for point in line],
            y=[point[1] for point in line],
            mode="lines+markers",
            line={"color": "#000000", "width": 3},
            marker={"size": 4, "color": "#000000"},
            name="0",
            showlegend=False,
            hoverinfo="skip",
        )
    figure.add_scatter(
        x=[here[0]],
        y=[here[1]],
        mode="markers",
        marker={"symbol": "x", "size": 12, "color": "#000000", "line": {"color": "#ffffff", "width": 1}},
        showlegend=False,
        hoverinfo="skip",
    )
    styled = _styled(figure, language, "")
    styled.update_layout(
        height=460,
        hovermode="closest",
        xaxis={"type": "linear", "title": _literal(names[0]), "tickformat": ",~g", "range": [min(x), max(x)]},
        yaxis={"title": _literal(names[1]), "tickformat": ",~g", "zeroline": False, "range": [min(y), max(y)]},
        annotations=[],
    )
    return styled


def spider_lines(
    names: Sequence[str],
    changes: Sequence[Sequence[float]],
    values: Sequence[Sequence[float]],
    language: str,
    money: bool,
) -> go.Figure:
    """A line per input: the result as it goes from half to one and a half times its value, as far as its bounds allow."""
    scale, unit = _scale([value for row in values for value in row], language) if money else (1.0, "")
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
    styled = _styled(figure, language, f"€ {unit}".strip() if money else "")
    styled.update_layout(xaxis={"type": "linear", "ticksuffix": "%"}, height=440)
    styled.update_yaxes(tickformat=",~r")
    return styled


def waterfall(names: Sequence[str], amounts: Sequence[float], totals: Sequence[bool], language: str) -> go.Figure:
    """From one result to another: bars that add up."""
    scale, unit = _scale(list(amounts), language)
    figure = go.Figure(
        go.Waterfall(
            x=[_literal(name) for name in names],
            y=[amount / scale for amount in amounts],
            measure=[
                "total" if total and number else "absolute" if total else "relative"
                for number, total in enumerate(totals)
            ],
            increasing={"marker": {"color": COLOURS[0]}},
            decreasing={"marker": {"color": COLOURS[1]}},
            totals={"marker": {"color": COLOURS[4]}},
            connector={"line": {"color": LINE_COLOUR, "width": 1}},
            hovertemplate="%{x}: %{delta:,.2f}<extra></extra>",
        )
    )
    styled = _styled(figure, language, f"€ {unit}".strip())
    styled.update_layout(showlegend=False, hovermode="closest", height=430)
    styled.update_yaxes(tickformat=",~r")
    return styled


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
    styled.update_layout(
        showlegend=False,
        hovermode="closest",
        bargap=0,
        xaxis={"type": "linear", "title": f"€ {unit}".strip(), "tickformat": ",~r"},
    )
    return styled


def share_bars(names: Sequence[str], shares: Sequence[float], language: str) -> go.Figure:
    """Shares of a whole as horizontal bars, in per cent."""
    figure = go.Figure(
        go.Bar(
            y=[_literal(name) for name in names],
            x=[100 * share for share in shares],
            orientation="h",
            marker={"color": COLOURS[0]},
            text=[f"{100 * share:.0f}%" for share in shares],
            textposition="auto",
            hovertemplate="%{y}: %{x:.1f}%<extra></extra>",
        )
    )
    styled = _styled(figure, language, "")
    styled.update_layout(
        showlegend=False,
        hovermode="closest",
        height=80 + 32 * len(names),
        xaxis={"type": "linear", "ticksuffix": "%", "tickformat": None},
        yaxis={"autorange": "reversed", "automargin": True, "tickformat": None},
        annotations=[],
    )
    return styled


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
    return _styled(figure, language, axis)


def balance_bars(names: Sequence[str], amounts: Sequence[float], shown: Sequence[str], language: str) -> go.Figure:
    """What each party gains (right) or pays (left) in all."""
    scale, unit = _scale(list(amounts), language)
    figure = go.Figure(
        go.Bar(
            y=[_literal(name) for name in names],
            x=[amount / scale for amount in amounts],
            orientation="h",
            marker={
                "color": [COLOURS[0] if amount >= 0 else COLOURS[1] for amount in amounts],
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
    styled.update_layout(
        showlegend=False,
        hovermode="closest",
        height=80 + 36 * len(names),
        xaxis={
            "type": "linear",
            "title": f"€ {unit}".strip(),
            "tickformat": ",~r",
            "range": [-1.35 * span, 1.35 * span],
        },
        yaxis={"autorange": "reversed", "automargin": True, "tickformat": None},
        annotations=[],
    )
    return styled
