"""A map as data: areas with a figure each, in classes that words name; no drawing library in it, no paper has it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from model.documents.blocks import Table
from model.documents.words import Words, refuse_figures
from model.words.figures import Figure
from model.words.messages import Message, message
from model.words.quantities import Quantity
from model.words.units import Style

Point: TypeAlias = tuple[float, float]
Outline: TypeAlias = tuple[Point, ...]
MOST_CLASSES = 5
"""Classes of a map: more shades of one colour are not told apart."""


@dataclass(frozen=True)
class Area:
    """An area: its key, its name, its closed outlines (holes turn the other way), a place within it, and its figure."""

    key: str
    name: Words
    outlines: tuple[Outline, ...]
    place: Point
    figure: Figure


@dataclass(frozen=True)
class Map:
    """A figure per area. Those below the first of `limits` are the first class, those from the last on the last one.

    `marked` are areas that stand out, by what they are called: the one a case is about, and those around it.

    Raises ValueError for no area, two quantities, a name that holds a figure, limits that do not go from low to high,
    or a mark on what is no area.
    """

    kind: ClassVar[str] = "map"
    title: Message
    alternative: Message
    areas: tuple[Area, ...]
    limits: tuple[Figure, ...]
    marked: tuple[tuple[Words, tuple[str, ...]], ...] = ()
    style: Style = "full"

    def __post_init__(self) -> None:
        """The invariants."""
        refuse_figures(*(area.name for area in self.areas), *(name for name, _ in self.marked))
        if len({figure.quantity.key for figure in (*self.figures(), *self.limits)}) != 1:
            raise ValueError("figures of one quantity, of one area or more")
        values = [limit.value for limit in self.limits]
        if values != sorted(set(values), key=lambda value: value or 0.0) or len(values) >= MOST_CLASSES:
            raise ValueError(f"limits from low to high, of {MOST_CLASSES} classes at most")
        if {key for _, keys in self.marked for key in keys} - {area.key for area in self.areas}:
            raise ValueError("a mark on what is no area")

    def figures(self) -> Iterator[Figure]:
        """The figure of every area."""
        return (area.figure for area in self.areas)

    def class_of(self, area: Area) -> int | None:
        """In which class an area is, from 0 on; None where its figure is not known."""
        if area.figure.value is None:
            return None
        return bisect_right([limit.value or 0.0 for limit in self.limits], area.figure.value)

    def in_class(self, number: int | None) -> tuple[Area, ...]:
        """The areas of a class, or those without a figure."""
        return tuple(area for area in self.areas if self.class_of(area) == number)

    def class_name(self, number: int | None) -> Message:
        """What a class is called: between which limits, or that nothing is known."""
        if number is None:
            return message("map_unknown")
        if not self.limits:
            return message("map_all")
        if number == 0:
            return message("map_below", limit=self.limits[0])
        if number == len(self.limits):
            return message("map_from", limit=self.limits[-1])
        return message("map_between", low=self.limits[number - 1], high=self.limits[number])


def limits_of(of: Quantity, values: Collection[float], classes: int = MOST_CLASSES) -> tuple[Figure, ...]:
    """Limits between classes that hold as many values each, about; fewer where values are alike, none of one value.

    >>> from model.words.quantities import quantity
    >>> [limit.value for limit in limits_of(quantity("npv"), [1.0, 2.0, 3.0, 4.0], 2)]
    [3.0]
    """
    ordered = sorted(values)
    places = (ordered[len(ordered) * part // classes] for part in range(1, classes)) if ordered else ()
    return tuple(Figure(of, "map", value) for value in dict.fromkeys(places) if value > ordered[0])


def map_table(spec: Map, order: Sequence[Area]) -> Table:
    """Every area with its figure, in an order: for who cannot see the map."""
    of = next(spec.figures()).quantity
    return Table(spec.title, ("", of), tuple((area.name, area.figure) for area in order), spec.style)
