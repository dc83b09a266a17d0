"""The loan and the corporate tax of the hand-written peer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.kernel_rows import Outlay, Result, Time, V, growth_index
from benchmarks.setting import Array, Calendar


@dataclass
class Loan:
    """Rows of the loan."""

    amount: Array
    drawdown: Array
    fee: Array
    construction_interest: Array
    interest: Array
    debt_service: Array
    dscr: Array


@dataclass(frozen=True)
class TaxedRows:
    """What corporate tax is computed from; `residual` and `subsidy` are amounts, at the end and at the start."""

    time: Time
    index: dict[str, Array]
    result: Result
    outlay: Outlay
    residual: Any
    subsidy: Any
    loan: Loan


def borrow(v: V, time: Time, noi: Array, outlay: Outlay, period: Array) -> Loan:
    """One annuity, drawn with the investment, repaid from completion, settled at the end."""
    rate, count = v["loan_rate"], np.maximum(1, np.floor(v["loan_years"] + 0.5))
    payment = np.where(np.equal(rate, 0), 1 / count, rate / -np.expm1(-count * np.log1p(rate)))
    paid = np.minimum(count, np.maximum(0, period - time.completion))
    growth = np.exp(paid * np.log1p(rate))
    balance = np.where(np.equal(rate, 0), 1 - payment * paid, growth - payment * (growth - 1) / rate)
    repayment = np.zeros_like(balance)
    repayment[1:] = balance[:-1] - balance[1:]
    due = np.zeros(np.broadcast_shapes(paid.shape, balance.shape))
    due[1:] = paid[1:] > paid[:-1]
    interest = due * payment - repayment
    service = due * payment
    counted = due * ((period - 1) * 12 >= time.stabilised_month) > 0
    noi_of_year = noi.copy()
    noi_of_year[1] += noi[0]
    cover = np.where(counted, noi_of_year / service, np.nan)
    lowest = np.fmin.reduce(cover, axis=0)
    by_dscr = np.maximum(0, np.where(np.isnan(lowest), 0, lowest) / v["loan_min_dscr"])
    given = v["loan_amount"]
    by_share = np.where(np.isnan(given), v["loan_share"] * outlay.investment, given)
    amount = (by_share, by_dscr, np.minimum(by_share, by_dscr))[int(v["loan_sizing"]) - 1]

    drawdown = amount / outlay.investment * outlay.initial
    repaid = amount * repayment
    still_owed = np.cumsum(drawdown - repaid, axis=0)
    construction_interest = np.zeros_like(still_owed)
    construction_interest[1:] = still_owed[:-1] * v["loan_rate"] * (period[1:] <= time.completion)
    interest_paid = amount * interest
    debt_service = construction_interest + interest_paid + repaid
    debt_service[-1] += still_owed[-1]
    return Loan(
        amount=amount,
        drawdown=drawdown,
        fee=amount * v["loan_fee"],
        construction_interest=construction_interest,
        interest=interest_paid,
        debt_service=debt_service,
        dscr=np.where(amount > 0, cover / amount, np.nan),
    )


def furniture_worn(v: V, time: Time, outlay: Outlay, result: Result) -> tuple[Array, Array]:
    """What goes off the books for furniture per period, and what is left at the end.

    Over its own life, not faster than the law allows; what is left at a renewal goes then.
    """
    life = v["furniture_life_years"] * 12
    term = np.maximum(life, v["furniture_write_off_years"] * 12)
    counted = np.array(np.broadcast_to(time.open_by_end, outlay.furniture.shape))
    counted[-1] = np.broadcast_to(time.open_before, outlay.furniture.shape)[-1]
    age = time.open_by_end - np.floor(counted / life) * life
    cost = outlay.furniture.cumsum(axis=0)
    for period in range(1, len(cost)):
        renewed = result.replacement[period]
        cost[period] = np.where(renewed > 0, renewed, cost[period - 1] + outlay.furniture[period])
    left = cost * np.maximum(0, 1 - age / term)
    worn = outlay.furniture + result.replacement - left
    worn[1:] += left[:-1]
    return worn, left[-1]


def corporate_tax(v: V, calendar: Calendar, rows: TaxedRows) -> Any:
    """Per year: depreciation down to the WOZ floor, the exit gain, losses carried forward, two brackets."""
    outlay, result, loan = rows.outlay, rows.result, rows.loan
    last = calendar.last_period
    capitalised = outlay.outlay - outlay.furniture
    capitalised[0] -= outlay.land_costs + rows.subsidy
    monthly = np.maximum(0, capitalised.sum(axis=0)) / (v["depreciation_years"] * 12)
    woz = v["woz_value_per_bed"] * v["beds"] * growth_index(v, "property_tax_growth", calendar)
    if v["land_tax_regime"] == 5:
        woz = woz - v["land_price_per_bed"] * v["beds"] * rows.index["land_growth"]
    floor = np.maximum(0, woz - outlay.land_costs)
    most = monthly * np.maximum(0, rows.time.end - np.maximum(rows.time.begin, v["construction_months"]))
    worn, furniture_left = furniture_worn(v, rows.time, outlay, result)
    before_depreciation = result.noi - worn - loan.construction_interest - loan.interest
    before_depreciation[0] -= loan.fee
    low, high = calendar.by_law["tax_low_rate"], calendar.by_law["tax_high_rate"]
    bracket, threshold = v["tax_bracket"], v["loss_threshold"]
    tax = np.zeros_like(before_depreciation)
    if v["tax_regime"] != 2:
        return tax
    book: Any = 0.0
    pool: Any = 0.0
    carried: Any = 0.0
    for period in range(last + 1):
        book = book + capitalised[period]
        depreciation = np.minimum(np.maximum(0, book - floor[period]), most[period])
        book = book - depreciation
        profit = before_depreciation[period] - depreciation
        if period == 0:
            carried = profit
            continue
        if period == 1:
            profit = profit + carried
        if period == last:
            profit = profit + rows.residual - (book + outlay.land_costs + furniture_left)
        positive = np.maximum(0, profit)
        ceiling = np.minimum(positive, threshold) + v["loss_share_above"] * np.maximum(0, positive - threshold)
        used = np.minimum(pool, ceiling)
        pool = pool + np.maximum(0, -profit) - used
        amount = positive - used
        tax[period] = low[period] * np.minimum(amount, bracket) + high[period] * np.maximum(0, amount - bracket)
    return tax
