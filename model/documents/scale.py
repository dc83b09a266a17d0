"""The scale along a chart's axis of values: percentages of a share, millions of large amounts."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from model.documents.charts import ChartSpec
from model.words.texts import text
from model.words.units import unit

MILLION = 1e6


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


def scale(spec: ChartSpec, language: str) -> Scale:
    """The scale of a chart."""
    return scale_of((figure.value for figure in spec.figures()), spec.unit_key, language)
