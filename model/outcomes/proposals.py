"""What proposals of law would do to the options: all of them together, and each by itself."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from model.case import IF_PROPOSALS_PASS, IN_FORCE
from model.case.proposals import counted, counting_on, expected, first_day
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.parameters.law import Proposal, proposals


@dataclass(frozen=True)
class LawCompared:
    """One option under the law in force and if the proposals pass."""

    option: str
    npv_in_force: float | None
    npv_if_passed: float | None
    revision: float
    ceiling_in_force: float
    ceiling_if_passed: float

    @property
    def npv_change(self) -> float | None:
        """What the proposals do to the npv; None when it is not known under both laws."""
        if self.npv_in_force is None or self.npv_if_passed is None:
            return None
        return self.npv_if_passed - self.npv_in_force


def under_both_laws(result: CaseResult) -> Mapping[str, CaseResult]:
    """The case under the law in force and if all proposals pass that say from when they hold, each a whole run."""
    return {IN_FORCE: _counting_on(result, {}), IF_PROPOSALS_PASS: _counting_on(result, expected(result.case))}


def _counting_on(result: CaseResult, days: Mapping[str, date]) -> CaseResult:
    case = counting_on(result.case, days)
    return result if case is result.case else run_case(case, result.market)


def compare_laws(both: Mapping[str, CaseResult]) -> tuple[LawCompared, ...]:
    """Every option under both laws: its npv, VAT revision if the proposals pass, and lowest deduction ceiling."""
    compared = []
    for option_id, now in both[IN_FORCE].options.items():
        then = both[IF_PROPOSALS_PASS].options[option_id]
        if not any("vat_revision" in part.rows for part in now.parts):
            continue
        compared.append(
            LawCompared(
                option=option_id,
                npv_in_force=now.metrics["npv"],
                npv_if_passed=then.metrics["npv"],
                revision=math.fsum(math.fsum(part.rows["vat_revision"]) for part in then.parts),
                ceiling_in_force=min(min(part.rows["deduction_ceiling"]) for part in now.parts),
                ceiling_if_passed=min(min(part.rows["deduction_ceiling"]) for part in then.parts),
            )
        )
    return tuple(compared)


@dataclass(frozen=True)
class ProposalEffect:
    """What one proposal does by itself to the npv of the option that it hits hardest; None where it hits none.

    `since` is the day from which that is reckoned: of the case, else as announced, else its start.
    """

    proposal: Proposal
    since: date
    counts: bool
    option: str | None
    npv_change: float


def proposal_effects(result: CaseResult) -> tuple[ProposalEffect, ...]:
    """Every proposal by itself against the law in force."""
    case = result.case
    now, counts = _counting_on(result, {}), counted(case)
    effects = []
    for key, proposal in proposals().items():
        since = first_day(case, key)
        then = _counting_on(result, {key: since})
        changes = {
            option: npv - before
            for option, outcome in then.options.items()
            if (npv := outcome.metrics["npv"]) is not None
            and (before := now.options[option].metrics["npv"]) is not None
            and npv != before
        }
        hit = max(changes, key=lambda option: abs(changes[option]), default=None)
        effects.append(ProposalEffect(proposal, since, key in counts, hit, 0.0 if hit is None else changes[hit]))
    return tuple(effects)
