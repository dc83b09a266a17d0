"""Quantities: every outcome a decision can be about, in which unit, and which way is better; `quantities.csv` says it.

A line of the business case that is one of them takes its words and unit from here (`model/lines/labels.py`), an input
gives them here (`model/outcomes/quantities.py`): each stands once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from model.words.names import Explained
from model.words.rows import read_table
from model.words.units import Unit, unit

HIGHER, LOWER, NEITHER = "higher", "lower", "neither"
BETTER = (HIGHER, LOWER, NEITHER)
IN_A_MIX = ("own_line", "sum", "worst")
"""What stands for a mix: a line of its own, the sum of its components, or the worst of them."""
READ_FROM = ("result", "option", "input", "analysis")
"""Where the value of a quantity stands: a line of an option's result, what the option is, one of its inputs, or what an
analysis or a trade-off found."""


@dataclass(frozen=True, slots=True)
class Quantity(Explained):
    """Something an option, a case or a place can be judged by: what it is called, its unit and which way is better.

    `headline`: how soon a reader asks for it, from 1 (always in sight) on; 0 where it is one click away.
    `in_a_mix` and `read_from`: see `IN_A_MIX` and `READ_FROM`.
    """

    key: str
    label_nl: str
    label_en: str
    unit_key: str
    better: str
    headline: int = 0
    in_a_mix: str = "own_line"
    read_from: str = "result"
    meaning_nl: str = ""
    meaning_en: str = ""

    @property
    def unit(self) -> Unit:
        """Its unit."""
        return unit(self.unit_key)

    @property
    def has_direction(self) -> bool:
        """Whether more of it is better or worse; else options cannot be ranked by it."""
        return self.better != NEITHER

    @property
    def sign(self) -> float:
        """By what a value is multiplied so that more is better: 1, or -1 where lower is better; 0 where neither is."""
        return {HIGHER: 1.0, LOWER: -1.0, NEITHER: 0.0}[self.better]

    def best(self, values: Iterable[float]) -> float:
        """The best of some values. Raises ValueError where neither way is better, or where there are no values.

        >>> quantity("cost_per_bed_night").best([31.0, 28.5, 40.0])
        28.5
        """
        if not self.has_direction:
            raise ValueError(f"of {self.key} no value is better than another")
        return max(values, key=lambda value: self.sign * value)

    def worst(self, values: Iterable[float]) -> float:
        """The worst of some values. Raises ValueError as `best` does."""
        if not self.has_direction:
            raise ValueError(f"of {self.key} no value is worse than another")
        return min(values, key=lambda value: self.sign * value)


@cache
def quantities() -> Mapping[str, Quantity]:
    """Every row of `quantities.csv` by key; one that is read from an input has its words and unit with the input."""
    table = read_table(
        Path(__file__).parent / "quantities.csv",
        Quantity,
        columns={"unit_key": "unit"},
        read={"headline": lambda cell: int(cell or 0)},
    )
    return {row.key: row for row in table}


def quantity(key: str) -> Quantity:
    """The quantity with this key. Raises KeyError for what is none."""
    return quantities()[key]


def results() -> tuple[str, ...]:
    """The quantities that are lines of an option's result, in their order: what an analysis can be about."""
    return tuple(row.key for row in quantities().values() if row.read_from == "result")


def comparable() -> Mapping[str, Quantity]:
    """The quantities an option has a value of, by key: what options can be compared on."""
    return {key: row for key, row in quantities().items() if row.read_from != "analysis"}


def headlines(most: int) -> tuple[str, ...]:
    """The quantities a reader asks for first, up to a rank: 1 what is always in sight, 4 all that a council asks.

    >>> headlines(1)
    ('npv', 'viability_gap', 'cost_recovery_price_per_bed_week')
    """
    return tuple(row.key for row in quantities().values() if 0 < row.headline <= most)
