"""A figure: the only form in which a number reaches a reader, with its quantity, or the reason why there is none."""

from __future__ import annotations

import math
from dataclasses import dataclass

from model.words.messages import Message
from model.words.quantities import Quantity
from model.words.units import Style, show_value

BASES = ("computed", "sourced", "derived", "assumed", "entered", "judged")
"""What a figure rests on: it was worked out, has a source, follows from one, is an assumption, was typed, or is what
somebody judged."""


@dataclass(frozen=True)
class Figure:
    """A value of a quantity, of whom it is, and for which period; or why there is no value.

    `of` is the id of an option, or of the case, municipality, place or theme it is about. `band` is its low and its
    high, `basis` one of `BASES`. Either `value` or `why_none` is there, never both.

    Raises ValueError for neither or both, for a value that is no number and for a band the wrong way round.
    """

    quantity: Quantity
    of: str
    value: float | None
    why_none: Message | None = None
    period: str = ""
    band: tuple[float, float] | None = None
    basis: str = "computed"

    def __post_init__(self) -> None:
        """The invariants."""
        if (self.value is None) == (self.why_none is None):
            raise ValueError(f"a figure has a value or the reason why there is none: {self.quantity.key} of {self.of}")
        if self.value is not None and not math.isfinite(self.value):
            raise ValueError(f"no number: {self.quantity.key} of {self.of}")
        if self.band is not None and not self.band[0] <= self.band[1]:
            raise ValueError(f"a band from low to high: {self.quantity.key} of {self.of}")
        if self.basis not in BASES:
            raise ValueError(f"a basis that is none: {self.basis}")

    def show(self, language: str, style: Style = "full") -> str:
        """As a reader sees it; a dash where there is no value."""
        return show_value(self.value, self.quantity.unit_key, language, style)

    def is_better_than(self, other: Figure) -> bool | None:
        """Whether it is better than another figure of the same quantity; None where one has no value.

        Raises ValueError for figures of two quantities, or of one of which neither way is better.
        """
        if self.quantity.key != other.quantity.key:
            raise ValueError(f"{self.quantity.key} and {other.quantity.key} are never compared")
        if not self.quantity.has_direction:
            raise ValueError(f"of {self.quantity.key} no value is better than another")
        if self.value is None or other.value is None:
            return None
        return self.quantity.sign * (self.value - other.value) > 0
