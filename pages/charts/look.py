"""The look that all charts share: their layout, their axes and the ticks along them, and how names are written."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Literal

import plotly.graph_objects as go

from model.documents.scale import Scale, Tick
from model.words.figures import Figure
from model.words.palette import HIGH, LOW
from model.words.units import Style

CONFIG = {"displaylogo": False, "displayModeBar": False}
"""Without plotly's own English button bar; Streamlit's full-screen button remains."""
UP, ACROSS, ACROSS_WITH_UNIT = 7, 5, 4
"""Steps along an axis, about: up a chart there is more room for numbers than across it on a telephone."""
ROOM_FOR_LINES = 0.02
"""The part of an axis left free beyond what is drawn, so that a marker at its end is whole."""


def literal(user_text: str) -> str:
    """Text a user typed, so that plotly shows it as typed: it reads some HTML."""
    return html.escape(user_text, quote=False)


def styled(figure: go.Figure, axis: str) -> go.Figure:
    """The look all charts share; `axis` stands over the axis of values, where there is no other place for it."""
    figure.update_layout(
        margin={"l": 10, "r": 10, "t": 30, "b": 10},
        height=380,
        legend={"orientation": "h", "y": -0.15, "yanchor": "top", "x": 0, "xanchor": "left", "itemwidth": 50},
        yaxis={"title": None, "zeroline": True, "zerolinewidth": 1.5, "automargin": True},
        xaxis={"type": "category", "nticks": 12, "title": None},
        hovermode="x unified",
    )
    if axis:
        above(figure, axis, "paper", yshift=6)
    return figure


def above(figure: go.Figure, words: str, yref: str, yshift: int = 0) -> None:
    """Words above the left of a chart or, with the axis it goes up, of a part of it."""
    figure.add_annotation(
        text=words,
        xref="paper",
        yref=yref,
        x=0,
        y=1,
        xanchor="left",
        yanchor="bottom",
        yshift=yshift,
        showarrow=False,
    )


def ticked(
    figure: go.Figure, side: Literal["x", "y"], ticks: Sequence[Tick], extent: tuple[float, float] | None = None
) -> None:
    """An axis of numbers with our own ticks: plotly writes -5 with another minus than everything else on the page.

    It goes from the first tick to the last, or as far as `extent`, and is not zoomed, for the ticks would not follow.
    """
    axis = {
        "type": "linear",
        "tickmode": "array",
        "tickvals": [tick.at for tick in ticks],
        "ticktext": [tick.text for tick in ticks],
        "range": list(extent or (ticks[0].at, ticks[-1].at)),
        "fixedrange": True,
        "automargin": True,
    }
    if side == "y":
        figure.update_yaxes(axis)
    else:
        figure.update_xaxes(axis, tickangle=0)


def with_room(low: float, high: float) -> tuple[float, float]:
    """A range with room for a marker at its ends."""
    room = ROOM_FOR_LINES * (high - low)
    return low - room, high + room


def from_the_top(figure: go.Figure, names: Sequence[str], broken: Sequence[str]) -> None:
    """Bars with their names at the left, broken over lines, the first on top."""
    figure.update_yaxes(autorange="reversed", automargin=True)
    figure.update_yaxes(tickmode="array", tickvals=list(names), ticktext=list(broken))


def values(figures: Sequence[Figure], along: Scale) -> list[float | None]:
    """Figures as they are drawn."""
    return [along.drawn(figure.value) for figure in figures]


def shown(figures: Sequence[Figure], language: str, style: Style) -> list[str]:
    """Figures as a reader sees them, at a bar or under the pointer."""
    return [literal(figure.show(language, style)) for figure in figures]


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


def by_sign(below: Sequence[bool]) -> dict[str, object]:
    """The marker of bars of which those below zero have another colour and are hatched."""
    return {
        "color": [LOW if low else HIGH for low in below],
        "pattern": {**hatched(True), "shape": ["/" if low else "" for low in below]},
    }
