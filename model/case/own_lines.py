"""Taking an own line out of a case:
what was chosen about the lines after it goes along with them to their new numbers."""

from __future__ import annotations

import re
from dataclasses import replace

from model.case.data import Case, Option
from model.uncertainty.events import Event
from model.uncertainty.overlay import Overlay


def without_own_line(case: Case, option_id: str, number: int) -> Case:
    """The case without own line `number` (counted from 1) of an option.

    Risk choices name an amount by its number, in a mix with the option in front. Those about the line go with it.
    """
    return replace(case, options=tuple(_without(each, option_id, number) for each in case.options))


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
        found = re.fullmatch(re.escape(prefix) + r"own\.([0-9]+)\.amount", name)
        if found is None or int(found[1]) < gone:
            return name
        return None if int(found[1]) == gone else f"{prefix}own.{int(found[1]) - 1}.amount"

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
        events = tuple(each for before in events if (each := moved(before)).effects or each.law or not before.effects)
    return replace(
        risk,
        distributions={new: each for name, each in risk.distributions.items() if (new := renamed(name)) is not None},
        correlations=correlations,
        events=events,
    )
