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

import numpy_financial

Row = list[float]
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
class Opinion:
    """Metrics and rows. An irr is left out where its flow changes sign more than once (it may have several roots)."""

    metrics: Mapping[str, float | None]
    rows: Mapping[str, Row]


@dataclass(frozen=True)
class Payment:
    """One payment on a loan of one euro, and what is owed after it; `at_once` marks the repayment of a bullet."""

    interest: float
    repayment: float
    balance: float
    at_once: bool


def second_opinion(case: Mapping[str, Any]) -> Opinion:
    """The metrics of the only option of a case, an option of own lines without construction time."""
    option = case["options"][0]
    given = {**LEFT_OUT, **option["inputs"]}
    m = case["periods_per_year"]
    years = int(given["term_years"] or case["horizon_years"])
    last = years * m
    beds = case["beds"]

    def of_year(row: Sequence[float], year: int) -> float:
        return sum(row[(year - 1) * m + 1 : year * m + 1])

    # The lines.
    sums: dict[str, Row] = {
        kind: [0.0] * (last + 1) for kind in (*INCOME, "investment", "replacement", "operating_cost", "end_cost")
    }
    land, land_price = [0.0] * (last + 1), 0.0
    town, town_at_end = [0.0] * (last + 1), [0.0] * (last + 1)
    for line in option["own_lines"]:
        amounts = own_amounts(line, beds, given["m2_per_bed"], years, m)
        kind, ledger = line["kind"], line.get("ledger", "operator")
        paid = list(amounts)
        if kind not in INCOME:
            paid = [amount * (1 + line.get("vat_rate", 0.0) * (1 - given["vat_taxed_share"])) for amount in amounts]
        if ledger == "operator":
            sums[kind] = plus(sums[kind], paid)
            if line.get("land"):
                land, land_price = plus(land, paid), land_price + sum(amounts)
        # The VAT that stays a cost goes to the state, so the other party gets the amount without it.
        for_town = [0.0] * (last + 1)
        if ledger == "municipality":
            for_town = list(amounts) if kind in INCOME else negative(paid)
        elif line.get("counterparty") == "municipality":
            for_town = negative(amounts) if kind in INCOME else list(amounts)
        if kind in {"terminal_value", "end_cost"}:
            town_at_end = plus(town_at_end, for_town)
        else:
            town = plus(town, for_town)
    income = plus(sums["revenue"], negative(sums["operating_cost"]))
    at_end = plus(sums["terminal_value"], negative(sums["end_cost"]))
    running = plus(income, negative(sums["investment"]), negative(sums["replacement"]))
    project = plus(running, at_end)
    support = list(sums["subsidy"])
    support[0] += given["subsidy_at_start"] + given["municipal_contribution"]
    town[0] -= given["municipal_contribution"]
    with_support = plus(project, support)

    # Present values.
    half = 0.5 if case["discounting"] == "mid_period" else 0.0

    def value(rate: float, in_the_middle: Row, ends: Row) -> float:
        return math.fsum(
            middle * (1 + rate) ** (-max(0.0, n - half) / m) + end * (1 + rate) ** (-n / m)
            for n, (middle, end) in enumerate(zip(in_the_middle, ends, strict=True))
        )

    nothing = [0.0] * (last + 1)
    rate = given["discount_rate"]
    value_of_project = value(rate, running, at_end)
    npv = value(rate, plus(running, support), at_end)
    real = (1 + rate) / (1 + given["inflation"]) - 1
    invested = sums["investment"][0]
    cost = value(rate, plus(sums["investment"], sums["operating_cost"], sums["replacement"]), negative(at_end))
    nights = value(rate, [0.0, *[beds * 365 / m] * last], nothing)
    price = of_year(sums["revenue"], 1) / (beds * 365 / 7)
    value_of_revenue = value(rate, sums["revenue"], nothing)
    value_of_land = value(rate, land, nothing)

    # The loan: one euro, then as many as are lent.
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
    service = [of_year(interest, y) + of_year(repayment, y) for y in range(1, years + 1)]
    yearly = [of_year(income, y) for y in range(1, years + 1)]
    counted = [y for y in range(years) if service[y] > 1e-12]
    share = given["loan_share"] * invested if given["loan_amount"] is None else given["loan_amount"]
    cover = max(0.0, min((yearly[y] / service[y] for y in counted), default=0.0) / given["loan_min_dscr"])
    loan = {"share": share, "dscr": cover, "lower_of_both": min(share, cover)}[given["loan_sizing"]]
    covers = [yearly[y] / (loan * service[y]) for y in counted] if loan > 0 else []
    fee = loan * given["loan_fee"]
    loan_flow = [-loan * sum(parts) for parts in zip(interest, repayment, at_once, rest, strict=True)]
    loan_flow[0] += loan - fee

    # Corporate tax.
    tax = list(nothing)
    if given["tax_regime"] == "corporate":
        tax = corporate_tax(
            given, m, income, sums["replacement"], sums["investment"], land, support, at_end, times(loan, interest), fee
        )
    equity = plus(with_support, negative(tax), loan_flow)
    equity_rate = rate if given["equity_discount_rate"] is None else given["equity_discount_rate"]

    metrics: dict[str, float | None] = {
        "npv": npv,
        "equity_npv": value(equity_rate, plus(running, support, negative(tax)), plus(at_end, loan_flow)),
        "payback_years": payback(project, with_support, m),
        "dscr_min": min(covers, default=None),
        "dscr_average": sum(covers) / len(covers) if covers else None,
        "loan_amount": loan,
        "investment": invested,
        "gross_initial_yield": of_year(sums["revenue"], 1) / invested if invested else None,
        "net_initial_yield": of_year(income, 1) / invested if invested else None,
        "viability_gap": max(0.0, -value_of_project),
        "cost_recovery_price_per_bed_week": price * (1 - value_of_project / value_of_revenue) if price else None,
        "residual_land_value": land_price * (1 + value_of_project / value_of_land) if land_price else value_of_project,
        "equivalent_annual_value": npv / years if abs(real) < 1e-12 else npv * real / (1 - (1 + real) ** -years),
        "npv_over_horizon": over_horizon(npv, real, years, case["horizon_years"]),
        "cost_per_bed_night": cost / nights,
        "peak_funding": max(0.0, -min(sum(with_support[: n + 1]) for n in range(last + 1))),
        "municipality_npv": value(given["municipality_discount_rate"], town, town_at_end),
    }
    for key, flow in (("irr", with_support), ("equity_irr", equity)):
        changes = sign_changes(flow)
        if changes == 0:
            metrics[key] = None
        elif changes == 1:
            metrics[key] = (1 + float(numpy_financial.irr(flow))) ** m - 1
    rows = {
        "project_cash_flow": project,
        "equity_cash_flow": equity,
        "corporate_tax": tax,
        "interest": times(loan, interest),
        "repayment": times(loan, plus(repayment, at_once)),
        "final_repayment": times(loan, rest),
    }
    return Opinion(metrics, rows)


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


def loan_table(kind: str, rate: float, payments: float, grace: float) -> list[Payment]:
    """A loan of one euro by payment: interest on what is owed; no repayment in grace; then level, equal or at once."""
    count, free = max(1, math.floor(payments + 0.5)), math.floor(grace + 0.5)
    repayments = count - free
    level = 1 / repayments if rate == 0 else rate / (1 - (1 + rate) ** -repayments)
    owed, table = 1.0, []
    for number in range(1, count + 1):
        interest = owed * rate
        at_once = kind == "bullet" and number == count
        if kind == "bullet":
            repayment = 1.0 if at_once else 0.0
        elif number <= free:
            repayment = 0.0
        else:
            repayment = 1 / repayments if kind == "linear" else level - interest
        owed -= repayment
        table.append(Payment(interest, repayment, owed, at_once))
    return table


def corporate_tax(
    given: Mapping[str, Any],
    m: int,
    income: Row,
    replacement: Row,
    investment: Row,
    land: Row,
    support: Row,
    at_end: Row,
    interest: Row,
    fee: float,
) -> Row:
    """Tax per year, in its last period.

    The building is written off in equal parts; the support at the start lowers its cost, later support is income. An
    investment after the start is written off from the next period. Period 0 belongs to year 1.
    """
    last = len(income) - 1
    tax, book, cost, losses, profit = [0.0] * (last + 1), 0.0, 0.0, 0.0, 0.0
    for n in range(last + 1):
        added = investment[n] - land[n] - (support[0] if n == 0 else 0.0)
        book += added
        written_off = 0.0 if n == 0 else min(max(0.0, book), max(0.0, cost) / given["depreciation_years"] / m)
        book -= written_off
        cost += added
        profit += income[n] - replacement[n] - written_off - interest[n] + at_end[n]
        profit += support[n] if n else -fee
        if n == last:
            profit -= book + sum(land)
        if n and n % m == 0:
            gain, threshold = max(0.0, profit), given["loss_threshold"]
            used = min(losses, min(gain, threshold) + given["loss_share_above"] * max(0.0, gain - threshold))
            losses += max(0.0, -profit) - used
            taxed, bracket = gain - used, given["tax_bracket"]
            tax[n] = given["tax_low_rate"] * min(taxed, bracket) + given["tax_high_rate"] * max(0.0, taxed - bracket)
            profit = 0.0
    return tax


def over_horizon(npv: float, real: float, years: float, horizon: float) -> float:
    """The value of `horizon` years at the constant amount per year that is worth `npv` over `years` years."""
    discounted = [sum((1 + real) ** -year for year in range(1, int(count) + 1)) for count in (years, horizon)]
    return npv / discounted[0] * discounted[1]


def payback(project: Row, flow: Row, m: int, completion: int = 0) -> float | None:
    """Years to the first moment the total is not negative, from its lowest point up to completion on.

    Counted once the first money has moved. Where the total was negative a period earlier the moment lies within the
    period, at the share of its flow that was still needed.
    """
    totals = [sum(flow[: n + 1]) for n in range(len(flow))]
    lowest = min(range(completion + 1), key=lambda n: totals[n])
    moved = [n for n, amount in enumerate(flow) if amount != 0 or project[n] != 0]
    for n in range(max(lowest, moved[0]) if moved else len(flow), len(flow)):
        if totals[n] >= 0:
            needed = -totals[n - 1] / flow[n] if n and totals[n - 1] < 0 else 1.0
            return (n - 1 + needed) / m
    return None


def sign_changes(flow: Row) -> int:
    """How often a flow changes sign, zeros skipped."""
    signs = [amount > 0 for amount in flow if amount != 0]
    return sum(a != b for a, b in zip(signs, signs[1:], strict=False))


def plus(*rows: Row) -> Row:
    """Rows added up."""
    return [sum(values) for values in zip(*rows, strict=True)]


def negative(row: Row) -> Row:
    """A row with its sign turned."""
    return [-value for value in row]


def times(factor: float, row: Row) -> Row:
    """A row times a number."""
    return [factor * value for value in row]
