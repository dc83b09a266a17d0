"""A chart laid out on paper: boxes, lines and labels in points, for whoever draws them as SVG or in Word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from model.documents.anchors import Part

INK, GREY, FAINT = "#1a1a1a", "#5f5f5f", "#dcdcdc"
WIDTH = 482.0
"""Points between the margins: 170 mm of the 210 of A4."""
TEXT, SMALL = 8.5, 7.5
"""Points of a name or a value, and of what stands along an axis."""
_WIDE = 0.58
"""Width of an average character of a sans serif, as a part of its size; most fonts take less."""

Side: TypeAlias = Literal["start", "middle", "end"]


@dataclass(frozen=True)
class Box:
    """A filled box; `hatched` so that its colour is not the only cue."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    hatched: bool = False


@dataclass(frozen=True)
class Stroke:
    """A line through points."""

    points: tuple[tuple[float, float], ...]
    colour: str
    width: float = 0.75
    dash: int = 0
    """The length of its dashes, in times its width; 0 for a line without interruption."""


@dataclass(frozen=True)
class Label:
    """Words on one line: their baseline, and whether they start, lie about or end at `x`."""

    x: float
    y: float
    parts: tuple[Part, ...]
    side: Side = "start"
    size: float = TEXT
    colour: str = INK

    @property
    def text(self) -> str:
        """All its words."""
        return "".join(part.text for part in self.parts)


Mark: TypeAlias = Box | Stroke | Label


@dataclass(frozen=True)
class Picture:
    """Marks on a surface, the first one undermost; in points from the top left."""

    width: float
    height: float
    marks: tuple[Mark, ...]


def plain_label(x: float, y: float, text: str, side: Side = "start", *, size: float = TEXT, colour: str = INK) -> Label:
    """A label that shows no figure."""
    return Label(x, y, (Part(text),), side, size, colour)


def number_label(
    x: float, y: float, text: str, anchor: str, side: Side = "start", *, size: float = TEXT, colour: str = INK
) -> Label:
    """A label with a number that is no figure, such as a tick: its anchor tells where it is read back."""
    return Label(x, y, (Part(text, anchor),), side, size, colour)


def width_of(text: str, size: float = TEXT) -> float:
    """About how many points a text takes."""
    return len(text) * size * _WIDE


def widest(texts: Sequence[str], size: float = TEXT) -> float:
    """About how many points the longest of some texts takes."""
    return max((width_of(text, size) for text in texts), default=0.0)
