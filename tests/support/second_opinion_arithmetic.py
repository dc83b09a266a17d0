"""What both second calculations reckon with: rows, a loan of one euro, a year's tax, payback and irr."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy_financial

Row = list[float]


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


def tax_of_year(given: Mapping[str, Any], profit: float, losses: float) -> tuple[float, float]:
    """The tax on the profit of a year after earlier losses, and the losses that are left."""
    gain, threshold = max(0.0, profit), given["loss_threshold"]
    used = min(losses, min(gain, threshold) + given["loss_share_above"] * max(0.0, gain - threshold))
    losses += max(0.0, -profit) - used
    taxed, bracket = gain - used, given["tax_bracket"]
    return given["tax_low_rate"] * min(taxed, bracket) + given["tax_high_rate"] * max(0.0, taxed - bracket), losses


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


def irrs(with_support: Row, equity: Row, m: int) -> dict[str, float | None]:
    """Both irrs: none without a change of sign, and left out where there are several."""
    metrics: dict[str, float | None] = {}
    for key, flow in (("irr", with_support), ("equity_irr", equity)):
        changes = sign_changes(flow)
        if changes == 0:
            metrics[key] = None
        elif changes == 1:
            metrics[key] = (1 + float(numpy_financial.irr(flow))) ** m - 1
    return metrics


def plus(*rows: Row) -> Row:
    """Rows added up."""
    return [sum(values) for values in zip(*rows, strict=True)]


def negative(row: Row) -> Row:
    """A row with its sign turned."""
    return [-value for value in row]


def times(factor: float, row: Row) -> Row:
    """A row times a number."""
    return [factor * value for value in row]
