"""A number taken apart: its value, where it comes from, and its operands, taken apart in their turn."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from model.words.rounding import round_half_up
from model.words.texts import number, percent
from model.words.units import unit as unit_of

PERCENTAGES = frozenset({"rate", "share", "growth"})
NO_UNIT = frozenset({"", "none", "flag", "count", "code", "index", "factor"})
"""Units that say nothing beside the label."""

Combine = Callable[[Sequence[float]], float]


@dataclass(frozen=True)
class Explanation:
    """A number taken apart: `value` None is blank; `source` says where an input comes from; `parts` are its operands.

    `period` is the label of the period a row's value stands in; `period_key` what programs call it, `period_number` its
    number.
    """

    key: str
    label: str
    value: float | str | None
    unit: str
    formula: str = ""
    source: str = ""
    status: str = ""
    period: str = ""
    period_key: str = ""
    period_number: int | None = None
    number: float = math.nan
    parts: tuple[Explanation, ...] = ()
    combine: Combine | None = field(default=None, compare=False, repr=False)

    def recompute(self) -> float:
        """The number computed again from the leaves."""
        if self.combine is None or not self.parts:
            return self.number
        return self.combine([part.recompute() for part in self.parts])

    def shown(self, language: str) -> str:
        """The value with its unit as people write it: percentages, euros with cents, other numbers to four decimals."""
        if self.value is None:
            return "-"
        if isinstance(self.value, str):
            return self.value
        if self.unit in PERCENTAGES:
            return percent(self.value, language, 2)
        unit = unit_of(self.unit).name(language, self.value) if self.unit not in NO_UNIT else ""
        if self.unit.startswith("eur"):
            return f"€ {number(round_half_up(self.value, 2), language, 2)}{unit.removeprefix('€').rstrip()}"
        digits = 0 if self.value == round(self.value) else 4
        return f"{number(self.value, language, digits)} {unit}".rstrip()

    def as_data(self) -> dict[str, Any]:
        """As JSON data."""
        return {
            "key": self.key,
            "label": self.label,
            "value": self.value,
            "unit": self.unit,
            "formula": self.formula,
            "source": self.source,
            "status": self.status,
            "period": self.period_key,
            "period_label": self.period,
            "parts": [part.as_data() for part in self.parts],
        }
