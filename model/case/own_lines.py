"""Own lines: a new one, with what is usual for its kind, and taking one out.

What was chosen about the lines after one that goes, goes along with them to their new numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from model.case.data import Case, Option, OwnLine
from model.case.uncertainty.events import Event
from model.case.uncertainty.overlay import Overlay
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


def without_own_line(case: Case, option_id: str, number: int) -> Case:
    """The case without own line `number` (counted from 1) of an option.

    Risk choices name an amount by its number, in a mix with the option in front. Those about the line go with it.
    """
    return replace(case, options=tuple(_without(option, option_id, number) for option in case.options))


def _without(option: Option, option_id: str, number: int) -> Option:
    own = option.id == option_id
    lines = option.own_lines
    return replace(
        option,
        own_lines=(*lines[: number - 1], *lines[number:]) if own else lines,
        risk=_renumbered(option.risk, "" if own else f"{option_id}.", number),
    )


def _renumbered(risk: Overlay, prefix: str, gone: int) -> Overlay:
    """The choices with the amounts behind `prefix` under their new numbers."""

    def renamed(name: str) -> str | None:
        match = re.fullmatch(re.escape(prefix) + r"own\.([0-9]+)\.amount", name)
        if match is None or int(match[1]) < gone:
            return name
        return None if int(match[1]) == gone else f"{prefix}own.{int(match[1]) - 1}.amount"

    def moved(event: Event) -> Event:
        effects = ((renamed(effect.input), effect) for effect in event.effects)
        return replace(
            event, effects=tuple(replace(effect, input=name) for name, effect in effects if name is not None)
        )

    correlations, events = risk.correlations, risk.events
    if correlations is not None:
        pairs = (((renamed(first), renamed(second)), value) for (first, second), value in correlations.items())
        correlations = {
            (first, second): value for (first, second), value in pairs if first is not None and second is not None
        }
    if events is not None:
        events = tuple(
            after for before in events if (after := moved(before)).effects or after.law or not before.effects
        )
    return replace(
        risk,
        distributions={
            new: distribution for name, distribution in risk.distributions.items() if (new := renamed(name)) is not None
        },
        correlations=correlations,
        events=events,
    )
