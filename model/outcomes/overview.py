"""Sums a page or a sheet shows, taken from a result: who paid whom in all, and what registration moves."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from model.case import IF_PROPOSALS_PASS, IN_FORCE
from model.engine.results import CaseResult, OptionResult
from model.engine.run import run_case
from model.engine.scenarios import scenarios_of
from model.lines.ledgers import LEDGERS


def paid_by_kind(option: OptionResult) -> Mapping[tuple[str, str, str], float]:
    """Nominal total each party paid to each other over the whole term, by (payer, payee, kind of flow)."""
    totals: dict[tuple[str, str, str], float] = {}
    for part in option.parts:
        for flow in part.business_case.flows_between:
            kind = (flow.payer, flow.payee, flow.group)
            totals[kind] = totals.get(kind, 0.0) + math.fsum(part.rows[flow.line.key])
    return totals


def paid_in_all(option: OptionResult) -> Mapping[tuple[str, str], float]:
    """Nominal total each party paid to each other over the whole term, by (payer, payee)."""
    totals: dict[tuple[str, str], float] = {}
    for (payer, payee, _), amount in paid_by_kind(option).items():
        totals[payer, payee] = totals.get((payer, payee), 0.0) + amount
    return totals


def ledger_totals(option: OptionResult) -> Mapping[str, float]:
    """Nominal total of each of the six ledgers; they add up to zero."""
    return {name: math.fsum(option.lines[f"ledger_{name}"]) for name in LEDGERS}


def reconciliation_gap(option: OptionResult) -> float:
    """The largest sum of the six ledgers in any period: zero, but for rounding of the machine."""
    return max(abs(total) for total in ledger_sums(option))


def ledger_sums(option: OptionResult) -> tuple[float, ...]:
    """The sum of the six ledgers in each period: zero, but for rounding of the machine."""
    periods = zip(*(option.lines[f"ledger_{name}"] for name in LEDGERS), strict=True)
    return tuple(math.fsum(values) for values in periods)


def summed_rows(option: OptionResult, prefix: str) -> Mapping[str, tuple[float, ...]]:
    """The rows whose key starts with `prefix`, added up over the components of a mix; rows of zeros are left out."""
    length = len(option.periods)
    totals: dict[str, list[float]] = {}
    for part in option.parts:
        for key, row in part.rows.items():
            if key.startswith(prefix):
                total = totals.setdefault(key, [0.0] * length)
                for number, value in enumerate(row):
                    total[number] += value
    return {key: tuple(row) for key, row in totals.items() if any(row)}


@dataclass(frozen=True)
class Registration:
    """What the municipality gains at some share of residents registered: its npv, and the npv without the fund."""

    share: float
    municipality_npv: float
    without_fund: float

    @property
    def fund(self) -> float:
        """What of it comes from the municipal fund."""
        return self.municipality_npv - self.without_fund


def registration_effect(result: CaseResult, option_id: str) -> tuple[Registration, ...]:
    """The municipality's npv when nobody, as now, or everybody is registered; empty without residents' data."""
    scenarios = scenarios_of(result, option_id)
    if not any("brp_share" in resolved.provenance for resolved in scenarios.resolved):
        return ()
    shares = np.array(sorted({0.0, scenarios.base("brp_share"), 1.0}))
    changes = {f"{resolved.option.id}.brp_share": shares for resolved in scenarios.resolved}
    npvs = scenarios.run(changes, ("municipality_npv", "municipality_npv_without_fund"))
    return tuple(
        Registration(float(share), float(with_fund), float(without))
        for share, with_fund, without in zip(
            shares, npvs["municipality_npv"], npvs["municipality_npv_without_fund"], strict=True
        )
    )


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
    """The case under the law in force and if the proposals pass, each a whole run."""
    case = result.case
    return {
        law: result if case.law == law else run_case(replace(case, law=law), result.market)
        for law in (IN_FORCE, IF_PROPOSALS_PASS)
    }


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
