"""A chart as data: what is drawn, its title as a sentence and its alternative in words; no drawing library in it.

Whoever writes a document or a page has one drawing per kind.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from model.documents.words import Words, holds_figure
from model.words.figures import Figure
from model.words.messages import Message
from model.words.units import Style

Kind: TypeAlias = Literal["bars", "stacked", "lines", "range_bars"]
"""What a chart shows, and so how it is drawn.

`bars`: a value per category, written at the end of its bar; one series. `stacked`: a column per category, its series on
one another, above zero what is positive and below it what is negative. `lines`: a line per series over the categories.
`range_bars`: per category from one end to the other, around a value of reference; the two series are the low and the
high end.
"""
KINDS: tuple[Kind, ...] = ("bars", "stacked", "lines", "range_bars")

Colouring: TypeAlias = Literal["category", "series", "sign"]
"""What has a colour of its own: a category (an option), a series, or what is below zero (hatched too)."""


@dataclass(frozen=True)
class Series:
    """A name, and a figure per category. `as_line`: drawn as a line over the columns of a `stacked` chart."""

    name: Words
    figures: tuple[Figure, ...]
    as_line: bool = False


@dataclass(frozen=True)
class ChartSpec:
    """A chart: figures of one unit by category, of one series or of several.

    `title` is what the chart shows, as a sentence; `alternative` says the same to who cannot see it. `reference` is the
    value around which `range_bars` lie, `ends` what stands at both ends of each of them (the value of an input at its
    low and at its high). `style` is how figures are written in it. `colour_numbers` are the places of the categories
    among the colours, where those are not 0, 1, 2 ...: an option keeps its colour when options are put in an order.

    Names of categories and series hold no figure, for a chart has no anchor there.

    Raises ValueError where figures and categories are not as many, units differ, a name holds a figure, or a kind lacks
    what it draws.
    """

    kind: Kind
    title: Message
    alternative: Message
    categories: tuple[Words, ...]
    series: tuple[Series, ...]
    colouring: Colouring = "series"
    style: Style = "short"
    reference: Figure | None = None
    ends: tuple[tuple[Figure | Words, Figure | Words], ...] = ()
    colour_numbers: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """The invariants."""
        count = len(self.categories)
        if not self.series or any(len(series.figures) != count for series in self.series):
            raise ValueError(f"a figure in each series for each of {count} categories")
        if len({figure.quantity.unit_key for figure in self.figures()}) > 1:
            raise ValueError("figures of one unit")
        if any(holds_figure(name) for name in (*self.categories, *(series.name for series in self.series))):
            raise ValueError("no figure in the name of a category or a series")
        if self.kind == "bars" and len(self.series) != 1:
            raise ValueError("one series of bars")
        if self.kind == "range_bars" and (len(self.series) != 2 or self.reference is None):
            raise ValueError("a low and a high end, and a value of reference")
        if any(given and len(given) != count for given in (self.ends, self.colour_numbers)):
            raise ValueError(f"ends and colours for each of {count} categories")

    def figures(self) -> Iterator[Figure]:
        """Every figure that is drawn: series by series, then the reference."""
        for series in self.series:
            yield from series.figures
        if self.reference is not None:
            yield self.reference

    @property
    def unit_key(self) -> str:
        """The unit of its figures; "none" where it has none."""
        return next((figure.quantity.unit_key for figure in self.figures()), "none")

    def colour_number(self, category: int) -> int:
        """The place of a category among the colours."""
        return self.colour_numbers[category] if self.colour_numbers else category


def best_first(spec: ChartSpec) -> ChartSpec:
    """Bars with the best on top and those without a value last; as they stand where neither way is better.

    Equal ones keep their order, and each keeps its colour. Raises ValueError for another kind of chart.
    """
    if spec.kind != "bars":
        raise ValueError(f"only bars are put in order: {spec.kind}")
    figures = spec.series[0].figures

    def rank(number: int) -> tuple[bool, float]:
        figure = figures[number]
        return figure.value is None, -figure.quantity.sign * (figure.value or 0.0)

    order = sorted(range(len(figures)), key=rank)
    return replace(
        spec,
        categories=tuple(spec.categories[number] for number in order),
        series=(replace(spec.series[0], figures=tuple(figures[number] for number in order)),),
        ends=tuple(spec.ends[number] for number in order) if spec.ends else (),
        colour_numbers=tuple(spec.colour_number(number) for number in order),
    )
