"""What decides which lines an option has: everything else is a number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

OWN_KINDS = (
    "investment",
    "replacement",
    "revenue",
    "operating_cost",
    "terminal_value",
    "end_cost",
    "subsidy",
)
OWN_AT_THE_END = frozenset({"terminal_value", "end_cost"})
"""Kinds that fall in the last year of the term when they name no year."""
OWN_PERS = ("once", "year", "bed_week", "m2_year")
OWN_LEDGERS = ("operator", "municipality")
OWN_COUNTERPARTIES = ("outside", "resident", "employer", "state", "municipality", "operator")


@dataclass(frozen=True)
class OwnLineShape:
    """The part of an own line that shapes formulas: what it is, per what, in whose ledger, with whom, whether land."""

    kind: str
    per: str
    ledger: str = "operator"
    counterparty: str = "outside"
    land: bool = False


@dataclass(frozen=True)
class Structure:
    """An option's structure: only own lines or the full set, its own lines, and how many dated steps inputs have.

    `steps` maps a dated or path input to its number of later values: `key@1`, `key@2` ... beside `key` itself.
    """

    only_own_lines: bool = False
    own_lines: tuple[OwnLineShape, ...] = ()
    steps: Mapping[str, int] = field(default_factory=dict)

    def key(self) -> tuple[bool, tuple[OwnLineShape, ...], tuple[tuple[str, int], ...]]:
        """A hashable identity, to reuse compiled programs."""
        return (self.only_own_lines, self.own_lines, tuple(sorted(self.steps.items())))
