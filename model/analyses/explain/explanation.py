"""A number taken apart: its value, where it comes from, and its operands, taken apart in their turn."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from model.words.numbers import MISSING
from model.words.units import show_value, unit

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
        """The value with its unit as people write it, precise enough to reckon along."""
        if self.value is None:
            return MISSING
        if isinstance(self.value, str):
            return self.value
        key = self.unit or "none"
        return show_value(self.value, key, language, "precise") + unit(key).per(language)

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
