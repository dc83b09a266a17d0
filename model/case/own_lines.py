"""Own lines: a new one, with what is usual for its kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from model.case.data import OwnLine
from model.lines.structure import OWN_AT_THE_END


@dataclass(frozen=True)
class UsualTerms:
    """What an own line takes where nothing is said.

    How often, from which year (None: the end of the term), and who stands on the other side.
    """

    per: str
    first: float | None
    counterparty: str


_ONE_OFF = frozenset({"investment", "replacement", "terminal_value", "end_cost", "subsidy"})
_AT_START = frozenset({"investment", "subsidy"})


def usual_terms(kind: str) -> UsualTerms:
    """What is usual for a kind of own line: the state pays a subsidy, a terminal value falls at the end of the term."""
    return UsualTerms(
        per="once" if kind in _ONE_OFF else "year",
        first=0.0 if kind in _AT_START else None if kind in OWN_AT_THE_END else 1.0,
        counterparty="state" if kind == "subsidy" else "outside",
    )


def own_line(label: str, kind: str, amount: float, **given: Any) -> OwnLine:
    """An own line; what is not given, or None, takes what is usual for its kind."""
    usual = usual_terms(kind)
    said = {name: value for name, value in given.items() if value is not None}
    return OwnLine(label, kind, amount, **({**vars(usual)} | said))
