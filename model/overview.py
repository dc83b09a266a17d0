"""Sums a page or a sheet shows, taken from a result: who paid whom in all, and what registration moves."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from market_data import MarketData
from model.case import IF_PROPOSALS_PASS, IN_FORCE, Case
from model.evaluation import CaseResult, Computed, OptionResult, run_case
from model.formula.runtime import to_date
from model.lines.ledgers import LEDGERS
from model.parameters.resolve import ResolvedOption
from model.scenarios import scenarios_of


def _parts(option: OptionResult) -> tuple[Computed, ...]:
    return option.components or (option.computed,)


def paid_by_kind(option: OptionResult) -> Mapping[tuple[str, str, str], float]:
    """Nominal total each party paid to each other over the whole term, by (payer, payee, kind of flow)."""
    totals: dict[tuple[str, str, str], float] = {}
    for part in _parts(option):
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
    found: dict[str, list[float]] = {}
    for part in _parts(option):
        for key, row in part.rows.items():
            if key.startswith(prefix):
                total = found.setdefault(key, [0.0] * length)
                for number, value in enumerate(row):
                    total[number] += value
    return {key: tuple(row) for key, row in found.items() if any(row)}


@dataclass(frozen=True)
class Registration:
    """What the municipality gains at some share of residents registered: its npv, and the npv without the municipal fund."""

    share: float
    municipality_npv: float
    without_fund: float

    @property
    def fund(self) -> float:
        """What of it comes from the municipal fund."""
        return self.municipality_npv - self.without_fund


def registration_effect(result: CaseResult, option_id: str) -> tuple[Registration, ...]:
    """The municipality's npv when nobody, as now, or everybody is registered; empty for an option without residents' data."""
    scenarios = scenarios_of(result, option_id)
    if not any("brp_share" in resolved.provenance for resolved in scenarios.resolved):
        return ()
    shares = np.array(sorted({0.0, scenarios.base("brp_share"), 1.0}))
    changes = {f"{resolved.option.id}.brp_share": shares for resolved in scenarios.resolved}
    found = scenarios.run(changes, ("municipality_npv", "municipality_npv_without_fund"))
    return tuple(
        Registration(float(share), float(with_fund), float(without))
        for share, with_fund, without in zip(
            shares, found["municipality_npv"], found["municipality_npv_without_fund"], strict=True
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


def compare_laws(case: Case, market: MarketData) -> tuple[LawCompared, ...]:
    """Every option under both laws: its npv, the VAT revision if the proposals pass, and the lowest deduction ceiling."""
    both = {law: run_case(replace(case, law=law), market) for law in (IN_FORCE, IF_PROPOSALS_PASS)}
    found = []
    for option_id, now in both[IN_FORCE].options.items():
        then = both[IF_PROPOSALS_PASS].options[option_id]
        if not any("vat_revision" in part.rows for part in _parts(now)):
            continue
        found.append(
            LawCompared(
                option=option_id,
                npv_in_force=now.metrics["npv"],
                npv_if_passed=then.metrics["npv"],
                revision=math.fsum(math.fsum(part.rows["vat_revision"]) for part in _parts(then)),
                ceiling_in_force=min(min(part.rows["deduction_ceiling"]) for part in _parts(now)),
                ceiling_if_passed=min(min(part.rows["deduction_ceiling"]) for part in _parts(then)),
            )
        )
    return tuple(found)


OFF, ON, LOCAL = "off", "on", "local"
"""A line of the municipality's books is not counted, counted with the shipped figure, or with a figure given for this case."""

MUNICIPAL_LINES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "municipality_land_income": ("", ("municipal_land_share", "land_price_per_bed")),
    "municipality_ground_lease": ("", ("municipal_land_share", "land_price_per_bed", "ground_lease_rate")),
    "municipality_land_value_at_end": ("", ("municipal_land_share", "land_price_per_bed", "land_growth")),
    "municipality_land_costs": ("", ("municipal_land_share", "municipal_land_cost_share")),
    "municipality_permit_fees": ("", ("permit_fee_share",)),
    "municipality_permit_costs": ("", ("permit_fee_share", "permit_handling_share")),
    "municipality_plan_costs": ("plan_costs_use", ("plan_costs",)),
    "municipality_cost_recovery": ("plan_costs_use", ("plan_costs", "plan_cost_recovery_share")),
    "municipality_property_tax": ("", ("woz_value_per_bed", "ozb_home_owner_rate", "ozb_non_home_owner_rate")),
    "municipality_equalisation": ("", ("woz_value_per_bed", "property_tax_equalisation_share")),
    "municipality_levies": ("", ("levies_cost", "levies_municipal_share")),
    "municipality_levies_costs": ("", ("levies_cost", "levies_cost_share")),
    "municipality_tourist_tax": ("", ("tourist_tax_per_night", "brp_share")),
    "municipality_fund": ("fund_use", ("fund_inhabitant_base", "fund_distribution_factor", "brp_share")),
    "municipality_realisation_grant": ("realisation_grant_use", ("realisation_grant_per_home",)),
    "municipality_vat": ("", ("municipal_vat_share",)),
    "municipality_vat_compensation": ("", ("municipal_vat_share", "vat_compensation_share")),
    "municipality_contribution": ("", ("municipal_contribution",)),
    "municipality_guarantee": ("guarantee_use", ("guaranteed_share", "guarantee_municipality_share")),
    "municipality_enforcement": ("enforcement_use", ("enforcement_cost",)),
    "municipality_registration": ("registration_use", ("registration_cost", "stay_months")),
    "municipality_information": ("information_use", ("information_cost",)),
    "municipality_care": ("care_use", ("care_cost",)),
    "municipality_avoided": ("avoided_use", ("avoided_cost",)),
}
"""Every line of the municipality's books with its switch, if it has one, and the inputs its amount rests on."""

PEOPLE = ("brp_share",)
"""Inputs about people, not figures of a line: giving one makes no line local."""

WEAKEST_FIRST = ("assumption", "not_given", "given", "derived", "sourced")


@dataclass(frozen=True)
class MunicipalLine:
    """How a line of the municipality's books stands, the weakest support of its inputs, and its nominal total."""

    model: str
    key: str
    use: str
    status: str
    total: float


def municipal_lines(option: OptionResult) -> tuple[MunicipalLine, ...]:
    """Every line of the municipality's books: off, on or local, and its status; in a mix once per component.

    A line with a switch follows it, and is local too when an amount was given for this case; another line is off when it is
    zero in every period. A line that is off rests on nothing and has no status.
    """
    return tuple(
        _municipal_line(part, part.resolved, key, switch, amounts)
        for part in _parts(option)
        if part.resolved is not None and "municipality_fund" in part.rows
        for key, (switch, amounts) in MUNICIPAL_LINES.items()
    )


def _municipal_line(
    part: Computed, resolved: ResolvedOption, key: str, switch: str, amounts: Iterable[str]
) -> MunicipalLine:
    found = {name: resolved.provenance[name] for name in amounts}
    row = part.rows[key]
    if resolved.provenance[switch].value == OFF if switch else not any(row):
        return MunicipalLine(part.name, key, OFF, "", math.fsum(row))
    given = any(not each.is_default for name, each in found.items() if name not in PEOPLE)
    local = given or (bool(switch) and resolved.provenance[switch].value == LOCAL)
    status = min((each.status for each in found.values()), key=WEAKEST_FIRST.index)
    return MunicipalLine(part.name, key, LOCAL if local else ON, status, math.fsum(row))


@dataclass(frozen=True)
class BudgetYear:
    """A calendar year of the municipality's budget, beside its cash flow."""

    year: int
    income: float
    charges: float
    result: float
    cash_flow: float


AT_PERIOD_END: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "budget_income": (("municipality_realisation_grant", "budget_provision_released"), ()),
    "budget_charges": (("municipality_guarantee",), ()),
    "municipality_cash_flow": (
        ("municipality_realisation_grant", "municipality_land_value_at_end"),
        ("municipality_guarantee",),
    ),
}
"""Amounts inside a row, added and subtracted, that fall on the last day of their period; the rest runs evenly per day."""


def budget_years(option: OptionResult) -> tuple[BudgetYear, ...]:
    """The budget per calendar year, as a municipality draws it up; empty without one (an option of own lines).

    A period that touches two calendar years is split by its days, except for what falls on a day of its own: what happens
    at the start, a grant, and the end of the term. In a mix the components are added up.
    """
    years: dict[int, dict[str, float]] = {}
    for part in _parts(option):
        if "budget_result" not in part.rows:
            continue
        for row in AT_PERIOD_END:
            for year, amount in _by_year(part, row):
                kept = years.setdefault(year, dict.fromkeys(AT_PERIOD_END, 0.0))
                kept[row] += amount
    return tuple(
        BudgetYear(
            year=year,
            income=kept["budget_income"],
            charges=kept["budget_charges"],
            result=kept["budget_income"] - kept["budget_charges"],
            cash_flow=kept["municipality_cash_flow"],
        )
        for year, kept in sorted(years.items())
    )


def _by_year(part: Computed, key: str) -> Iterator[tuple[int, float]]:
    """A row's amounts with the calendar year each part of them belongs to."""
    rows = part.rows
    added, subtracted = AT_PERIOD_END[key]
    for period, amount in enumerate(rows[key]):
        moment = sum(rows[name][period] for name in added) - sum(rows[name][period] for name in subtracted)
        year, share = int(rows["year_begin"][period]), rows["share_first_year"][period]
        yield year, (amount - moment) * share
        if share < 1:
            yield year + 1, (amount - moment) * (1 - share)
        if moment:
            yield to_date(rows["date_end"][period] - 1).year, moment
