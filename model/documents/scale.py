"""The scale along a chart's axis: percentages of a share, millions of large amounts, how far it goes, and its ticks."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from model.documents.charts import AnyChart, ChartSpec, falls
from model.words.numbers import format_number
from model.words.texts import text
from model.words.units import show_value, unit

MILLION = 1e6
USUAL = 5
"""Steps along an axis, about: of round steps there are half as many to two more."""
_STEPS = (1, 2, 2.5, 5, 10)
"""What is a round step between two ticks, times a power of ten."""


@dataclass(frozen=True)
class Tick:
    """A round value along an axis as it is drawn, and how it is written there."""

    at: float
    text: str


@dataclass(frozen=True)
class Scale:
    """What values are divided by to be drawn, and what stands at the axis."""

    divisor: float
    name: str

    def drawn(self, value: float | None) -> float | None:
        """A value as it is drawn; None where there is none."""
        return None if value is None or math.isnan(value) else value / self.divisor


def scale_of(values: Iterable[float | None], unit_key: str, language: str) -> Scale:
    """The scale for values in a unit: amounts from a million on are drawn in millions, shares as percentages.

    >>> scale_of([2.5e6, None], "eur", "nl")
    Scale(divisor=1000000.0, name='€ mln')
    >>> scale_of([0.25], "share", "en")
    Scale(divisor=0.01, name='%')
    """
    measure = unit(unit_key)
    if measure.is_ratio:
        return Scale(0.01, "%")
    largest = max((abs(value) for value in values if value is not None and not math.isnan(value)), default=0.0)
    if measure.is_money and largest >= MILLION:
        return Scale(MILLION, f"{measure.name(language)} {text('chart_million', language)}")
    return Scale(1.0, measure.name(language))


def scale(spec: AnyChart, language: str) -> Scale:
    """The scale of the values of a chart."""
    return scale_of((figure.value for figure in spec.figures()), spec.unit_key, language)


def span(values: Iterable[float | None], *always: float) -> tuple[float, float]:
    """The lowest and the highest of what is known and of what must be in sight; a unit wide where they are the same."""
    known = [*(value for value in values if value is not None), *always] or [0.0]
    low, high = min(known), max(known)
    return (low, high) if high > low else (low, low + 1.0)


def reach(spec: ChartSpec) -> tuple[float, float]:
    """How low and how high a chart by category goes, as it is drawn in no scale: columns on one another reach further.

    Zero is always in sight, but for `range_bars`: of those what they lie around.
    """
    values = [figure.value for figure in spec.figures()]
    if spec.kind == "range_bars":
        return span(values)
    if spec.kind == "waterfall":
        return span([end for ends in falls(spec) for end in ends], 0.0)
    if spec.kind == "stacked":
        columns = [[figure.value for figure in series.figures] for series in spec.series if not series.as_line]
        values = [figure.value for series in spec.series if series.as_line for figure in series.figures]
        values += _stacks(columns)
    return span(values, 0.0)


def _stacks(columns: Sequence[Sequence[float | None]]) -> list[float]:
    """How high and how low columns on one another reach, of each category."""
    together = list(zip(*columns, strict=True))
    above = [sum(value for value in values if value and value > 0) for values in together]
    below = [sum(value for value in values if value and value < 0) for values in together]
    return [*above, *below]


def ticks(low: float, high: float, language: str, about: int = USUAL) -> tuple[Tick, ...]:
    """About so many round values, the first at or below low and the last at or above high, in bare numbers.

    >>> [tick.text for tick in ticks(-2.3, 1.2, "nl")]
    ['-3', '-2', '-1', '0', '1', '2']
    """
    values, decimals = _round_values(low, high, about)
    return tuple(Tick(value, format_number(value, decimals if value else 0, language)) for value in values)


def ticks_within(low: float, high: float, unit_key: str, language: str, about: int = USUAL) -> tuple[Tick, ...]:
    """About so many round values from low to high, each with its unit: for an axis that has another name than its unit.

    >>> [tick.text for tick in ticks_within(115.0, 165.0, "eur_per_bed_week", "en")][:2]
    ['€\\xa0120', '€\\xa0130']
    """
    divisor = scale_of((), unit_key, language).divisor
    values, _ = _round_values(low / divisor, high / divisor, about)
    room = 1e-9 * (high - low) / divisor
    return tuple(
        Tick(value, show_value(value * divisor, unit_key, language, "brief"))
        for value in values
        if low / divisor - room <= value <= high / divisor + room
    )


def _round_values(low: float, high: float, about: int) -> tuple[list[float], int]:
    """Round values that low and high lie between, and the decimals they need."""
    rough = (high - low) / about
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * times for times in _STEPS if size * times >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    decimals = next(number for number in range(7) if abs(round(step, number) - step) < step * 1e-6 or number == 6)
    return [step * number for number in range(first, last + 1)], decimals
