"""Sums a page or a sheet shows, taken from a result: who paid whom in all, and what registration moves."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from model.engine.results import CaseResult, OptionResult
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
