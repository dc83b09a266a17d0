"""Laws that an event may bring: what they change and from when, and the futures in which they hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from model.case import EVENT_LAWS, IF_PROPOSALS_PASS, TENANCY, Case
from model.case.proposals import counted, counting_on, expected
from model.case.uncertainty.distributions import Array
from model.engine.resolve import resolve_option
from model.engine.results import CaseResult
from model.engine.scenarios import Progress, Scenarios, scenarios_of
from model.outcomes.tenancy import is_longer_lodging
from model.parameters.law import law, law_steps


@dataclass(frozen=True)
class Proposed:
    """The value that a law gives to an input from its date on."""

    key: str
    since: date
    value: float


def counted_under(case: Case, event_law: str) -> Mapping[str, date]:
    """The proposals that count with the law of an event: all that may pass, or tenancy from the start of the case."""
    if event_law == IF_PROPOSALS_PASS:
        return expected(case)
    return {**counted(case), TENANCY: case.start_date}


def changed_by(scenarios: Scenarios, event_law: str) -> tuple[Proposed, ...]:
    """What the law of an event changes in an option, by input and date; no input that the user gave a value.

    Nothing where the case counts on it already, and no tenancy where nobody is lodged for longer than thirty days.
    """
    case = scenarios.case
    if event_law == TENANCY and not any(map(is_longer_lodging, scenarios.resolved)):
        return ()
    return _changed(scenarios, counted(case), counted_under(case, event_law))


def has_already(scenarios: Scenarios) -> bool:
    """Whether the case counts on proposals that change the option, and on all that may pass."""
    case = scenarios.case
    return bool(_changed(scenarios, {}, counted(case))) and not changed_by(scenarios, IF_PROPOSALS_PASS)


def _changed(scenarios: Scenarios, now: Mapping[str, date], then: Mapping[str, date]) -> tuple[Proposed, ...]:
    by_default = {
        key for resolved in scenarios.resolved for key, origin in resolved.provenance.items() if origin.is_default
    }
    return tuple(
        Proposed(key, step.since, step.value)
        for key in law()
        if key in by_default
        for step in law_steps(key, then)
        if step not in law_steps(key, now)
    )


@dataclass(frozen=True)
class Laws:
    """An option under the law of its case and under every set of the laws that events may bring.

    A future is evaluated by one of them: its number has bit n set where the n-th of `EVENT_LAWS` holds. Each has its
    own inputs and formulas, since a proposal adds a dated step. What else varies, varies in all of them.
    """

    worlds: tuple[Scenarios, ...]

    @property
    def usual(self) -> Scenarios:
        """The option under the law of its case."""
        return self.worlds[0]

    def run(
        self,
        inputs: Mapping[str, Array],
        laws: NDArray[np.int64],
        wanted: Sequence[str],
        progress: Progress | None = None,
    ) -> dict[str, Array]:
        """The wanted results per future, as of `Scenarios.run`; `laws` says under which law each future is."""
        results = {key: np.empty(laws.size) for key in wanted}
        done = 0
        for number, scenarios in enumerate(self.worlds):
            chosen = laws == number
            count = int(np.count_nonzero(chosen))
            if not count:
                continue
            drawn = inputs if count == laws.size else {key: values[chosen] for key, values in inputs.items()}
            part_progress = None if progress is None else _part_of(progress, done / laws.size, count / laws.size)
            for key, values in scenarios.run(drawn, wanted, part_progress).items():
                results[key][chosen] = values
            done += count
        return results


def _part_of(progress: Progress, start: float, width: float) -> Progress:
    """Tells the whole how far it is, from how far a part is."""
    return lambda share: progress(start + share * width)


def bit_of(event_law: str) -> int:
    """What the law of an event adds to the number of the law of a future."""
    return 1 << EVENT_LAWS.index(event_law)


def under_every_law(result: CaseResult, option_id: str) -> Laws:
    """An option of a result under the law of the case, and with its inputs resolved anew under the laws of events."""
    usual = scenarios_of(result, option_id)
    return Laws((usual, *(_under(usual, result, number) for number in range(1, 1 << len(EVENT_LAWS)))))


def _under(usual: Scenarios, result: CaseResult, number: int) -> Scenarios:
    case = result.case
    for event_law in EVENT_LAWS:
        if number & bit_of(event_law):
            case = counting_on(case, counted_under(case, event_law))
    parts = tuple(
        replace(
            part,
            resolved=resolve_option(
                case, part.resolved.option, result.market, bed_share=part.resolved.values["bed_share"]
            ),
        )
        for part in usual.parts
        if part.resolved is not None
    )
    return Scenarios(case, usual.option, parts)
