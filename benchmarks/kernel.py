"""The peer of somebody who knows NumPy: whole arrays (periods, scenarios), written by hand for exactly these lines.

A loop over periods only where a line needs its own previous value. What the options of the example case do not use
(`setting.SWITCHED_OFF`) is left out. The internal rates of return are the model's own (`roots`), so that the comparison
is of the lines. Amounts are nominal euros.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.kernel_finance import TaxedRows, borrow, corporate_tax
from benchmarks.kernel_rows import Time, V, growth_index, invest, land_share, months, operate
from benchmarks.setting import Array, Calendar, Scenarios
from model.formula.roots import irr_rates


def in_chunks(values: Scenarios, calendar: Calendar, scenarios: int, chunk: int) -> dict[str, Array]:
    """All metrics of all scenarios, a chunk of them at a time."""
    by_metric: dict[str, list[Array]] = {}
    for start in range(0, scenarios, chunk):
        of_chunk = slice(start, min(start + chunk, scenarios))
        part = {key: value[of_chunk] if isinstance(value, np.ndarray) else value for key, value in values.items()}
        for key, metric in metrics_of(part, calendar).items():
            by_metric.setdefault(key, []).append(np.broadcast_to(metric, (of_chunk.stop - of_chunk.start,)))
    return {key: np.concatenate(parts) for key, parts in by_metric.items()}


def metrics_of(v: V, calendar: Calendar) -> dict[str, Any]:
    """All metrics of a chunk of scenarios; blank is NaN."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return _metrics(v, calendar)


@dataclass(frozen=True)
class Flows:
    """The rows, the part of the price of land that is kept at the end, and the three flows that are valued."""

    rows: TaxedRows
    kept: Any
    project: Array
    with_subsidy: Array
    equity: Array


def _flows(v: V, calendar: Calendar, period: Array) -> Flows:
    last = calendar.last_period
    time = months(v, period)
    index = {
        key: growth_index(v, key, calendar)
        for key in ("price_growth", "inflation", "building_cost_growth", "land_growth", "tourist_tax_growth")
    }
    outlay = invest(v, calendar, time, index, period)
    result = operate(v, calendar, time, index)

    land_growth = index["land_growth"][last] / index["land_growth"][0]
    of_land = land_share(v)
    kept = of_land * land_growth + (1 - of_land) * v["residual_share"]
    residual = outlay.land_price * kept + outlay.building_costs.sum(axis=0) * v["residual_share"]
    subsidy = v["subsidy_at_start"] + v["municipal_contribution"]
    project = result.noi - result.replacement - outlay.outlay
    project[last] += residual
    with_subsidy = project.copy()
    with_subsidy[0] += subsidy
    loan = borrow(v, time, result.noi, outlay, period)
    rows = TaxedRows(
        time=time, index=index, result=result, outlay=outlay, residual=residual, subsidy=subsidy, loan=loan
    )
    equity = with_subsidy - corporate_tax(v, calendar, rows)
    equity += loan.drawdown
    equity -= loan.debt_service
    equity[0] -= loan.fee
    return Flows(rows=rows, kept=kept, project=project, with_subsidy=with_subsidy, equity=equity)


def _metrics(v: V, calendar: Calendar) -> dict[str, Any]:
    last = calendar.last_period
    period = np.arange(last + 1.0)[:, None]
    flows = _flows(v, calendar, period)
    rows = flows.rows
    time, index, outlay, result, loan = rows.time, rows.index, rows.outlay, rows.result, rows.loan
    rate = v["discount_rate"]
    factor = discount(rate, last)
    own = v["equity_discount_rate"]
    equity_factor = factor if np.isnan(own).all() else discount(np.where(np.isnan(own), rate, own), last)
    npv_project = (flows.project * factor).sum(axis=0)
    npv = npv_project + rows.subsidy
    net_of_costs = result.moves_with_price * (1 - result.revenue_share) - result.tax_of_price
    price_net = (net_of_costs * factor).sum(axis=0)
    costs = outlay.outlay + result.operating_costs + result.replacement + result.ground_lease
    costs_to_cover = (costs * factor).sum(axis=0) - rows.residual * factor[last]
    nights = (result.nights * index["price_growth"] * factor).sum(axis=0)
    share = time.first_full_year * 12 / np.where(time.operating > 0, time.operating, 1.0)
    first_revenue = (result.revenue * share).sum(axis=0)
    first_noi = (result.noi * share).sum(axis=0)
    without_transfer = outlay.investment - outlay.transfer_costs
    real = (1 + rate) / (1 + v["inflation"]) - 1
    paid_back, lowest = payback(flows.with_subsidy, period, time.completion)
    none = np.isnan(loan.dscr)
    known = (~none).sum(axis=0)
    land_value = outlay.land_price + npv_project / (outlay.land_factor - flows.kept * factor[last])
    return {
        "npv": npv,
        "irr": irr_rates(flows.with_subsidy),
        "equity_npv": (flows.equity * equity_factor).sum(axis=0),
        "equity_irr": irr_rates(flows.equity),
        "payback_years": paid_back,
        "dscr_min": np.fmin.reduce(loan.dscr, axis=0),
        "dscr_average": np.where(none, 0.0, loan.dscr).sum(axis=0) / known,
        "loan_amount": loan.amount,
        "investment": outlay.investment,
        "gross_initial_yield": first_revenue / outlay.investment,
        "net_initial_yield": first_noi / outlay.investment,
        "gross_initial_yield_kk": first_revenue / without_transfer,
        "net_initial_yield_kk": first_noi / without_transfer,
        "viability_gap": np.maximum(0.0, -npv_project),
        "cost_recovery_price_per_bed_week": v["price_per_bed_week"] * (price_net - npv_project) / price_net,
        "residual_land_value": np.nan if v["land_tax_regime"] == 5 else land_value,
        "equivalent_annual_value": npv * real / -np.expm1(-last * np.log1p(real)),
        "cost_per_bed_night": costs_to_cover / nights,
        "peak_funding": np.maximum(0.0, -lowest),
        "resident_cost_share": resident_share(v, calendar, time, index, result.charged_night),
    }


def discount(rate: Any, last: int) -> Any:
    """(1+r)^-t, by repeated multiplication."""
    steps = np.empty((last + 1, np.size(rate)))
    steps[0] = 1.0
    steps[1:] = 1 / (1 + rate)
    return np.cumprod(steps, axis=0)


def payback(flow: Array, period: Array, completion: Any) -> tuple[Array, Array]:
    """First moment the cumulative flow is not negative, and its lowest value.

    Counted from its lowest point up to completion on; the moment is linear within the period.
    """
    cumulative = np.cumsum(flow, axis=0)
    deepest = np.where(period <= completion, cumulative, np.inf).argmin(axis=0)
    back = (cumulative >= 0) & (period >= deepest)
    first = back.argmax(axis=0)
    columns = np.arange(flow.shape[1])
    amount = flow[first, columns]
    before = cumulative[np.maximum(0, first - 1), columns] < 0
    moment = first - before * cumulative[first, columns] / np.where(amount == 0, 1, amount)
    return np.where(back[first, columns], moment, np.nan), cumulative.min(axis=0)


def resident_share(v: V, calendar: Calendar, time: Time, index: dict[str, Array], charged_night: Array) -> Any:
    """(price incl. VAT + tourist tax on top of it) / minimum wage per week, first full year."""
    weight = time.first_full_year
    hourly = np.array(calendar.by_law["minimum_wage_hour"])[:, None] * v["hours_per_week"]
    price = v["price_per_bed_week"] * (index["price_growth"] * weight).sum(axis=0)
    tax = (charged_night * weight).sum(axis=0) * v["nights_per_week"] * (1 - v["brp_share"])
    wage = (hourly * growth_index(v, "minimum_wage_growth", calendar) * weight).sum(axis=0)
    return (price + tax) / wage
