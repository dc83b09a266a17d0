"""Proposals that may pass: what they change and from when, and the futures in which they do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from model.case import IF_PROPOSALS_PASS, IN_FORCE
from model.case.uncertainty.distributions import Array
from model.engine.resolve import resolve_option
from model.engine.results import CaseResult
from model.engine.scenarios import Progress, Scenarios, scenarios_of
from model.parameters.table import law


@dataclass(frozen=True)
class Proposed:
    """The value a proposal gives to an input from its date on."""

    key: str
    since: date
    value: float


def proposals(scenarios: Scenarios) -> tuple[Proposed, ...]:
    """What the proposals would change in an option, by input and date; no input that the user gave a value."""
    by_default = {
        key for resolved in scenarios.resolved for key, origin in resolved.provenance.items() if origin.is_default
    }
    return tuple(
        Proposed(key, row.since, row.value)
        for key, rows in law().items()
        if key in by_default
        for row in rows
        if row.status == "proposed"
    )


def may_pass(scenarios: Scenarios) -> bool:
    """Whether a future in which the proposals pass differs from the case: it does not when the case counts on them."""
    return scenarios.case.law == IN_FORCE and bool(proposals(scenarios))


@dataclass(frozen=True)
class Laws:
    """An option under the law of its case, and as it would be if the proposals pass.

    A future is evaluated by one of them. Both have their own inputs and formulas, since a proposal adds a dated step.
    What else varies, varies in both.
    """

    usual: Scenarios
    passed: Scenarios

    def run(
        self,
        inputs: Mapping[str, Array],
        passed: NDArray[np.bool_],
        wanted: Sequence[str],
        progress: Progress | None = None,
    ) -> dict[str, Array]:
        """The wanted results per future, as of `Scenarios.run`; `passed` says in which futures the proposals pass."""
        results = {key: np.empty(passed.size) for key in wanted}
        done = 0
        for scenarios, chosen in ((self.usual, ~passed), (self.passed, passed)):
            count = int(np.count_nonzero(chosen))
            if not count:
                continue
            drawn = inputs if count == passed.size else {key: values[chosen] for key, values in inputs.items()}
            part_progress = None if progress is None else _part_of(progress, done / passed.size, count / passed.size)
            for key, values in scenarios.run(drawn, wanted, part_progress).items():
                results[key][chosen] = values
            done += count
        return results


def _part_of(progress: Progress, start: float, width: float) -> Progress:
    """Tells the whole how far it is, from how far a part is."""
    return lambda share: progress(start + share * width)


def under_both_laws(result: CaseResult, option_id: str) -> Laws:
    """An option of a result under the law of the case, and with its inputs resolved anew as if the proposals pass."""
    usual = scenarios_of(result, option_id)
    case = replace(result.case, law=IF_PROPOSALS_PASS)
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
    return Laws(usual, Scenarios(case, usual.option, parts))
