"""A chart as data: what is drawn, its title as a sentence and its alternative in words; no drawing library in it.

Whoever writes a document or a page has one drawing per kind. Charts by category stand here, those over an axis of
numbers in `number_charts.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Literal, TypeAlias

from model.documents.number_charts import NUMBER_KINDS, Curves, HeatMap, Histogram
from model.documents.words import Words, refuse_figures
from model.words.figures import Figure
from model.words.messages import Message, message
from model.words.units import Style

Kind: TypeAlias = Literal["bars", "stacked", "lines", "range_bars", "waterfall", "strips"]
"""What a chart by category shows, and so how it is drawn.

`bars`: a value per category, written at the end of its bar; one series. `stacked`: a column per category, its series on
one another, above zero what is positive and below it what is negative. `lines`: a line per series over the categories.
`range_bars`: per category from one end to the other, around a value of reference; the two series are the low and the
high end. `waterfall`: from the first value, which stands on zero, step by step to the last, which does so too; one
series, each value written at its bar. `strips`: columns over the categories, a strip per series under one another, each
with the value of reference as a dotted line.
"""
CATEGORY_KINDS: tuple[Kind, ...] = ("bars", "stacked", "lines", "range_bars", "waterfall", "strips")
KINDS: tuple[str, ...] = (*CATEGORY_KINDS, *NUMBER_KINDS)
"""Every kind of chart."""

_SERIES: dict[Kind, int] = {"bars": 1, "waterfall": 1, "range_bars": 2}
"""How many series a kind has, where that is not free."""
_WITH_REFERENCE: tuple[Kind, ...] = ("range_bars", "strips")

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
    """A chart by category: figures of one unit, of one series or of several.

    `title` is what the chart shows, as a sentence; `alternative` says the same to who cannot see it. `reference` is the
    value around which `range_bars` lie and that `strips` are held against, `ends` what stands at both ends of each of
    the `range_bars` (the value of an input at its low and at its high). `style` is how figures are written in it.
    `colour_numbers` are the places of the categories among the colours, where those are not 0, 1, 2 ...: an option
    keeps its colour when options are put in an order.

    Names of categories and series hold no figure, for a chart has no anchor there.

    Raises ValueError where figures and categories are not as many, units differ, a name holds a figure, or a kind lacks
    what it draws or has what it does not.
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
        refuse_figures(*self.categories, *(series.name for series in self.series))
        if any(given and len(given) != count for given in (self.ends, self.colour_numbers)):
            raise ValueError(f"ends and colours for each of {count} categories")
        self._check_kind()

    def _check_kind(self) -> None:
        """The invariants of a kind."""
        if len(self.series) != _SERIES.get(self.kind, len(self.series)):
            raise ValueError(f"series of {self.kind}: {_SERIES[self.kind]}")
        if (self.reference is None) == (self.kind in _WITH_REFERENCE):
            raise ValueError(f"a value of reference for {' and '.join(_WITH_REFERENCE)}, and for no other kind")
        if self.ends and self.kind != "range_bars":
            raise ValueError(f"only range_bars have ends: {self.kind}")
        if self.kind != "stacked" and any(series.as_line for series in self.series):
            raise ValueError(f"only stacked columns have lines over them: {self.kind}")
        if self.kind == "strips" and any((figure.value or 0.0) < 0 for figure in self.figures()):
            raise ValueError("nothing in strips is below zero")
        if self.kind == "waterfall" and (len(self.categories) < 2 or any(fig.value is None for fig in self.figures())):
            raise ValueError("a waterfall goes from a value to a value, and has one for each step")

    def figures(self) -> Iterator[Figure]:
        """Every figure that is drawn: series by series, then the reference."""
        for series in self.series:
            yield from series.figures
        if self.reference is not None:
            yield self.reference

    @property
    def reference_value(self) -> float:
        """The value of reference; zero where there is none."""
        return (self.reference.value if self.reference is not None else None) or 0.0

    @property
    def reference_name(self) -> Message | None:
        """What the dotted line of `strips` is called: the quantity it is a value of; None where there is no line."""
        return None if self.reference is None else message("chart_dotted", quantity=self.reference.quantity)

    @property
    def unit_key(self) -> str:
        """The unit of its figures; "none" where it has none."""
        return next((figure.quantity.unit_key for figure in self.figures()), "none")

    def colour_number(self, category: int) -> int:
        """The place of a category among the colours."""
        return self.colour_numbers[category] if self.colour_numbers else category


AnyChart: TypeAlias = ChartSpec | Curves | HeatMap | Histogram
"""A chart, by category or over an axis of numbers."""


def falls(spec: ChartSpec) -> tuple[tuple[float, float], ...]:
    """From where to where each bar of a waterfall goes: the first and the last from zero, a step from the one before.

    Raises ValueError for another kind of chart.
    """
    if spec.kind != "waterfall":
        raise ValueError(f"only a waterfall falls: {spec.kind}")
    first, *steps, last = (figure.value or 0.0 for figure in spec.series[0].figures)
    reached = list(accumulate((first, *steps)))
    return ((0.0, first), *zip(reached, reached[1:], strict=False), (0.0, last))


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
        colour_numbers=tuple(spec.colour_number(number) for number in order),
    )
