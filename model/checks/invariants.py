"""What holds in every case, whatever is filled in, each to the cent."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence

from model.case import Case
from model.checks.check import Check, verdict
from model.engine.results import Computed

PARTIES = ("operator", "municipality", "resident", "employer", "state", "outside")
SOURCES = ("net_operating_income", "residual_value", "subsidies", "drawdown")
USES = (
    "investment_outlay",
    "replacement",
    "end_costs",
    "corporate_tax",
    "financing_fee",
    "construction_interest",
    "interest",
    "repayment",
    "final_repayment",
)
"""What the money comes from and what it goes to, per period; the owner puts in, or takes out, the difference."""
RUNNING = {"net_operating_income": 1, "running_subsidies": 1, "replacement": -1, "investment_outlay": -1}
AT_END = {"residual_value": 1, "guarantee_payment": 1, "end_costs": -1}
"""The lines of the npv with their signs: what comes during a period, and what comes at its end."""


def invariants(case: Case, model: Computed) -> Iterator[Check]:
    """The ledgers of any option; of one with inputs of its own (no mix) the loan, the balance and the npv too."""
    yield verdict("ledgers", model.name, ledgers(model))
    if model.resolved is not None:
        for rule, difference in OF_ONE_OPTION.items():
            yield verdict(rule, model.name, difference(case, model))


def ledgers(model: Computed) -> float:
    """What all parties together receive, in the period in which it is furthest from nothing."""
    rows = [model.rows[f"ledger_{party}"] for party in PARTIES]
    return max(abs(math.fsum(values)) for values in zip(*rows, strict=True))


def loan_is_drawn(_case: Case, model: Computed) -> float:
    """What is drawn of the loan, less the loan."""
    return math.fsum(model.rows["drawdown"]) - model.scalars["loan_amount"]


def sources_are_uses(_case: Case, model: Computed) -> float:
    """The gap between where the money comes from, less what the owner takes, and where it goes to."""
    rows = model.rows
    return _gap(_summed(rows, SOURCES, "equity_cash_flow"), _summed(rows, USES))


def debt_ends_at_zero(_case: Case, model: Computed) -> float:
    """What is still owed after the last period."""
    return model.rows["closing_balance"][-1]


def balance(_case: Case, model: Computed) -> float:
    """The balance identity per period: change of book value = change of debt + profit after tax - paid to equity.

    Book value is the building, the furniture and the land; what is sold leaves it. Profit is the taxable flow.
    """
    rows = model.rows
    kinds_of_land = ("land_costs_with_own", "costs_of_land", "land_costs")
    nothing = (0.0,) * (model.last_period + 1)
    paid_for_land = next((rows[key] for key in kinds_of_land if key in rows), nothing)
    furniture = rows.get("book_value_furniture", nothing)
    worst = land = book_before = debt_before = 0.0
    for period in range(model.last_period + 1):
        sold = rows["book_value_sold"][period]
        land += paid_for_land[period]
        book = rows["book_value_building"][period] + furniture[period] + land - sold
        debt = rows["closing_balance"][period]
        earned = rows["taxable_flow"][period] - rows["corporate_tax"][period] - rows["equity_cash_flow"][period]
        worst = max(worst, abs((book - book_before) - (debt - debt_before) - earned))
        book_before, debt_before = book, debt
    return worst


def operator_ledger(_case: Case, model: Computed) -> float:
    """The gap between the operator's ledger and the cash flow of equity."""
    return _gap(model.rows["ledger_operator"], model.rows["equity_cash_flow"])


def municipality_ledger(_case: Case, model: Computed) -> float:
    """The gap between the municipality's ledger and its cash flow."""
    return _gap(model.rows["ledger_municipality"], model.rows["municipality_cash_flow"])


def npv_two_ways(case: Case, model: Computed) -> float:
    """The npv line by line, less that of the formulas."""
    return _npv_line_by_line(case, model) - model.scalars["npv"]


OF_ONE_OPTION: Mapping[str, Callable[[Case, Computed], float]] = {
    "loan_is_drawn": loan_is_drawn,
    "sources_are_uses": sources_are_uses,
    "debt_ends_at_zero": debt_ends_at_zero,
    "balance": balance,
    "operator_ledger": operator_ledger,
    "municipality_ledger": municipality_ledger,
    "npv_two_ways": npv_two_ways,
}
"""By rule what must be nothing."""


def _npv_line_by_line(case: Case, model: Computed) -> float:
    """The npv by another route: each line of P + S discounted apart, by its own moment, from dates in years."""
    assert model.resolved is not None
    rate, m = model.resolved.values["discount_rate"], case.periods_per_year
    earlier = 0.5 / m if case.discounting == "mid_period" else 0.0
    return math.fsum(
        sign * amount / (1 + rate) ** max(0.0, period / m - shift)
        for lines, shift in ((RUNNING, earlier), (AT_END, 0.0))
        for key, sign in lines.items()
        for period, amount in enumerate(model.rows[key])
    )


def _summed(rows: Mapping[str, Sequence[float]], keys: Sequence[str], less: str = "") -> list[float]:
    """Rows added up per period, less one other row."""
    taken = rows[less] if less else [0.0] * len(rows[keys[0]])
    return [math.fsum(values) - out for *values, out in zip(*(rows[key] for key in keys), taken, strict=True)]


def _gap(left: Sequence[float], right: Sequence[float]) -> float:
    return max(abs(a - b) for a, b in zip(left, right, strict=True))
