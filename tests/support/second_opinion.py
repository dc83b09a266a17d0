"""A second calculation of a pro forma of own lines, from the conventions alone and sharing nothing with the model.

Plain Python on lists, period by period and payment by payment: slow, and meant to be read beside the conventions. It
takes the JSON data of a case with one option of type `own` and gives its metrics and rows. Where the model and this
calculation differ, one of the two is wrong.

Conventions in one place:

- period 0 is the start, period n ends n/m years later; flows fall at the end of their period, or in its middle where
  the case discounts so, but end values, end costs and loan flows always at the end, the municipality's as well;
- an amount of year y grows with (1+g) ^ max(0, y - growth_from + 1); `once` falls in the last period of its year;
- VAT that is not reclaimed is part of a cost; revenue, end values and subsidies are amounts excl. VAT;
- P is the project before financing, tax and subsidy; S are subsidies; E = P + S - tax + drawdown - fee - debt service;
- payback from the lowest point of P + S up to completion (period 0 here: nothing is built);
- DSCR per year from year 1, without income in period 0, a bullet's repayment and a rest at the end of the term.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.support.second_opinion_arithmetic import (
    Opinion,
    Row,
    irrs,
    loan_table,
    negative,
    over_horizon,
    payback,
    plus,
    tax_of_year,
    times,
)

INCOME = {"revenue", "terminal_value", "subsidy"}
AT_THE_END = {"terminal_value", "end_cost"}
LEFT_OUT = {
    "term_years": None,
    "vat_taxed_share": 0.0,
    "m2_per_bed": 15.0,
    "loan_share": 0.0,
    "loan_amount": None,
    "loan_rate": 0.045,
    "loan_years": 15.0,
    "loan_grace_years": 0.0,
    "loan_type": "annuity",
    "loan_payments_per_year": 1,
    "loan_sizing": "share",
    "loan_min_dscr": 1.25,
    "loan_fee": 0.0,
    "subsidy_at_start": 0.0,
    "equity_discount_rate": None,
    "inflation": 0.02,
    "tax_regime": "exempt",
    "depreciation_years": 25.0,
    "tax_low_rate": 0.19,
    "tax_high_rate": 0.258,
    "tax_bracket": 200_000.0,
    "loss_threshold": 1_000_000.0,
    "loss_share_above": 0.5,
    "municipality_discount_rate": 0.02,
    "municipal_contribution": 0.0,
}
"""What an input is when a case leaves it out. Random cases give all but None, so none of it rests on a default."""


@dataclass(frozen=True)
class Lines:
    """The own lines per kind, incl. the VAT that stays; the land among them; and what the municipality gets."""

    sums: Mapping[str, Row]
    land: Row
    land_price: float
    town: Row
    town_at_end: Row


@dataclass(frozen=True)
class Flows:
    """The project before financing, tax and subsidy, and the subsidies; `running` is all of it but the end."""

    income: Row
    running: Row
    at_end: Row
    project: Row
    support: Row
    with_support: Row


@dataclass(frozen=True)
class Loan:
    """The loan: its amount, its cover per year, and what is paid per period."""

    amount: float
    covers: list[float]
    interest: Row
    repayment: Row
    final: Row
    fee: float
    flow: Row


@dataclass(frozen=True)
class Discounting:
    """Present values: flows in the middle of their period, where the case discounts so, and flows at its end."""

    half: float
    m: int

    def value(self, rate: float, in_the_middle: Row, ends: Row) -> float:
        return math.fsum(
            middle * (1 + rate) ** (-max(0.0, n - self.half) / self.m) + end * (1 + rate) ** (-n / self.m)
            for n, (middle, end) in enumerate(zip(in_the_middle, ends, strict=True))
        )


def second_opinion(case: Mapping[str, Any]) -> Opinion:
    """The metrics of the only option of a case, an option of own lines without construction time."""
    option = case["options"][0]
    given = {**LEFT_OUT, **option["inputs"]}
    m = case["periods_per_year"]
    years = int(given["term_years"] or case["horizon_years"])
    own = lines_of(option["own_lines"], given, case["beds"], years, m)
    flows = flows_of(own, given)
    loan = loan_of(given, own.sums["investment"][0], flows.income, m)
    tax = [0.0] * (years * m + 1)
    if given["tax_regime"] == "corporate":
        tax = corporate_tax(given, m, own, flows, loan)
    equity = plus(flows.with_support, negative(tax), loan.flow)
    equity_rate = given["discount_rate"] if given["equity_discount_rate"] is None else given["equity_discount_rate"]
    discounting = Discounting(0.5 if case["discounting"] == "mid_period" else 0.0, m)
    metrics: dict[str, float | None] = {
        **values(case, given, own, flows, discounting),
        "equity_npv": discounting.value(
            equity_rate, plus(flows.running, flows.support, negative(tax)), plus(flows.at_end, loan.flow)
        ),
        "payback_years": payback(flows.project, flows.with_support, m),
        "dscr_min": min(loan.covers, default=None),
        "dscr_average": sum(loan.covers) / len(loan.covers) if loan.covers else None,
        "loan_amount": loan.amount,
        "peak_funding": max(0.0, -min(sum(flows.with_support[: n + 1]) for n in range(years * m + 1))),
        "municipality_npv": discounting.value(given["municipality_discount_rate"], own.town, own.town_at_end),
        **irrs(flows.with_support, equity, m),
    }
    rows = {
        "project_cash_flow": flows.project,
        "equity_cash_flow": equity,
        "corporate_tax": tax,
        "interest": loan.interest,
        "repayment": loan.repayment,
        "final_repayment": loan.final,
    }
    return Opinion(metrics, rows)


def lines_of(
    own_lines: Sequence[Mapping[str, Any]], given: Mapping[str, Any], beds: float, years: int, m: int
) -> Lines:
    """The own lines added up per kind, and what of them the municipality gets or pays."""
    nothing = [0.0] * (years * m + 1)
    sums: dict[str, Row] = {
        kind: list(nothing) for kind in (*INCOME, "investment", "replacement", "operating_cost", "end_cost")
    }
    land, land_price = list(nothing), 0.0
    town, town_at_end = list(nothing), list(nothing)
    for line in own_lines:
        amounts = own_amounts(line, beds, given["m2_per_bed"], years, m)
        kind = line["kind"]
        paid = list(amounts)
        if kind not in INCOME:
            paid = [amount * (1 + line.get("vat_rate", 0.0) * (1 - given["vat_taxed_share"])) for amount in amounts]
        if line.get("ledger", "operator") == "operator":
            sums[kind] = plus(sums[kind], paid)
            if line.get("land"):
                land, land_price = plus(land, paid), land_price + sum(amounts)
        for_town = of_municipality(line, amounts, paid)
        if kind in {"terminal_value", "end_cost"}:
            town_at_end = plus(town_at_end, for_town)
        else:
            town = plus(town, for_town)
    town[0] -= given["municipal_contribution"]
    return Lines(sums, land, land_price, town, town_at_end)


def of_municipality(line: Mapping[str, Any], amounts: Row, paid: Row) -> Row:
    """What the municipality gets of a line, as the one who has it or as its other party.

    The VAT that stays a cost goes to the state, so the other party gets the amount without it.
    """
    if line.get("ledger", "operator") == "municipality":
        return list(amounts) if line["kind"] in INCOME else negative(paid)
    if line.get("counterparty") == "municipality":
        return negative(amounts) if line["kind"] in INCOME else list(amounts)
    return [0.0] * len(amounts)


def flows_of(own: Lines, given: Mapping[str, Any]) -> Flows:
    """The flows of the project and the subsidies."""
    sums = own.sums
    income = plus(sums["revenue"], negative(sums["operating_cost"]))
    at_end = plus(sums["terminal_value"], negative(sums["end_cost"]))
    running = plus(income, negative(sums["investment"]), negative(sums["replacement"]))
    project = plus(running, at_end)
    support = list(sums["subsidy"])
    support[0] += given["subsidy_at_start"] + given["municipal_contribution"]
    return Flows(
        income=income,
        running=running,
        at_end=at_end,
        project=project,
        support=support,
        with_support=plus(project, support),
    )


def of_year(row: Sequence[float], year: int, m: int) -> float:
    """The sum of a row over a year of m periods."""
    return sum(row[(year - 1) * m + 1 : year * m + 1])


def loan_of(given: Mapping[str, Any], invested: float, income: Row, m: int) -> Loan:
    """The loan: one euro, then as many as are lent."""
    last = len(income) - 1
    years, nothing = last // m, [0.0] * (last + 1)
    k = int(given["loan_payments_per_year"])
    table = loan_table(
        given["loan_type"], given["loan_rate"] / k, given["loan_years"] * k, given["loan_grace_years"] * k
    )
    interest, repayment, at_once = list(nothing), list(nothing), list(nothing)
    for number, payment in enumerate(table, start=1):
        n = math.ceil(number * m / k)
        if n <= last:
            interest[n] += payment.interest
            (at_once if payment.at_once else repayment)[n] += payment.repayment
    rest = list(nothing)
    rest[last] = 1.0 - sum(repayment) - sum(at_once)
    service = [of_year(interest, y, m) + of_year(repayment, y, m) for y in range(1, years + 1)]
    yearly = [of_year(income, y, m) for y in range(1, years + 1)]
    counted = [y for y in range(years) if service[y] > 1e-12]
    share = given["loan_share"] * invested if given["loan_amount"] is None else given["loan_amount"]
    cover = max(0.0, min((yearly[y] / service[y] for y in counted), default=0.0) / given["loan_min_dscr"])
    loan = {"share": share, "dscr": cover, "lower_of_both": min(share, cover)}[given["loan_sizing"]]
    fee = loan * given["loan_fee"]
    flow = [-loan * sum(parts) for parts in zip(interest, repayment, at_once, rest, strict=True)]
    flow[0] += loan - fee
    return Loan(
        amount=loan,
        covers=[yearly[y] / (loan * service[y]) for y in counted] if loan > 0 else [],
        interest=times(loan, interest),
        repayment=times(loan, plus(repayment, at_once)),
        final=times(loan, rest),
        fee=fee,
        flow=flow,
    )


def values(
    case: Mapping[str, Any], given: Mapping[str, Any], own: Lines, flows: Flows, discounting: Discounting
) -> dict[str, float | None]:
    """The metrics that are a present value or compare with one, and those of the first year."""
    m, beds, last = case["periods_per_year"], case["beds"], len(flows.project) - 1
    years, nothing, sums = last // m, [0.0] * (last + 1), own.sums
    rate = given["discount_rate"]
    value_of_project = discounting.value(rate, flows.running, flows.at_end)
    npv = discounting.value(rate, plus(flows.running, flows.support), flows.at_end)
    real = (1 + rate) / (1 + given["inflation"]) - 1
    invested = sums["investment"][0]
    cost = discounting.value(
        rate, plus(sums["investment"], sums["operating_cost"], sums["replacement"]), negative(flows.at_end)
    )
    nights = discounting.value(rate, [0.0, *[beds * 365 / m] * last], nothing)
    price = of_year(sums["revenue"], 1, m) / (beds * 365 / 7)
    value_of_revenue = discounting.value(rate, sums["revenue"], nothing)
    value_of_land, land_price = discounting.value(rate, own.land, nothing), own.land_price
    return {
        "npv": npv,
        "investment": invested,
        "gross_initial_yield": of_year(sums["revenue"], 1, m) / invested if invested else None,
        "net_initial_yield": of_year(flows.income, 1, m) / invested if invested else None,
        "viability_gap": max(0.0, -value_of_project),
        "cost_recovery_price_per_bed_week": price * (1 - value_of_project / value_of_revenue) if price else None,
        "residual_land_value": land_price * (1 + value_of_project / value_of_land) if land_price else value_of_project,
        "equivalent_annual_value": npv / years if abs(real) < 1e-12 else npv * real / (1 - (1 + real) ** -years),
        "npv_over_horizon": over_horizon(npv, real, years, case["horizon_years"]),
        "cost_per_bed_night": cost / nights,
    }


def own_amounts(line: Mapping[str, Any], beds: float, m2_per_bed: float, years: int, m: int) -> Row:
    """An own line's amount excl. VAT in each period."""
    per = line["per"]
    unit = {"once": 1.0, "year": 1.0, "bed_week": beds * 365 / 7, "m2_year": beds * m2_per_bed}[per]
    first = line.get("from", years if line["kind"] in AT_THE_END else None)
    assert first is not None
    last = line.get("to", years)
    row = []
    for n in range(years * m + 1):
        year = math.ceil(n / m)
        runs = n == first * m if per == "once" else first <= year <= last
        growth = (1 + line.get("growth", 0.0)) ** max(0, year - line.get("growth_from", 2) + 1)
        part = 1.0 if per == "once" or n == 0 else 1 / m
        row.append(line["amount"] * unit * growth * part if runs else 0.0)
    return row


def corporate_tax(given: Mapping[str, Any], m: int, own: Lines, flows: Flows, loan: Loan) -> Row:
    """Tax per year, in its last period.

    The building is written off in equal parts; the support at the start lowers its cost, later support is income. An
    investment after the start is written off from the next period. Period 0 belongs to year 1.
    """
    last, land, support = len(flows.income) - 1, own.land, flows.support
    tax, book, cost, losses, profit = [0.0] * (last + 1), 0.0, 0.0, 0.0, 0.0
    for n in range(last + 1):
        added = own.sums["investment"][n] - land[n] - (support[0] if n == 0 else 0.0)
        book += added
        written_off = 0.0 if n == 0 else min(max(0.0, book), max(0.0, cost) / given["depreciation_years"] / m)
        book -= written_off
        cost += added
        profit += flows.income[n] - own.sums["replacement"][n] - written_off - loan.interest[n] + flows.at_end[n]
        profit += support[n] if n else -loan.fee
        if n == last:
            profit -= book + sum(land)
        if n and n % m == 0:
            tax[n], losses = tax_of_year(given, profit, losses)
            profit = 0.0
    return tax
