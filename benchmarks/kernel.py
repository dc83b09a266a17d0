"""The peer of somebody who knows NumPy: whole arrays (periods, scenarios), written by hand for exactly these lines.

A loop over periods only where a line needs its own previous value. What the options of the example case do not use
(`setting.SWITCHED_OFF`) is left out. The internal rates of return are the model's own (`roots`), so that the comparison
is of the lines. Amounts are nominal euros.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.setting import Array, Calendar, Scenarios, steps_of
from model.formula.roots import irr_rates
from model.lines.running_costs import COST_LINES, WITHOUT_VAT

V = dict[str, Any]


@dataclass
class Time:
    """Months per period: `(periods, 1)`, or `(periods, scenarios)` when the construction varies."""

    begin: Array
    end: Array
    open_before: Array
    open_by_end: Array
    operating: Array
    stabilised: Array
    first_full_year: Array
    completion: Any
    stabilised_month: Any


@dataclass
class Result:
    """Rows of the operating phase, and the share of the price that goes to costs tied to revenue."""

    nights: Array
    price_revenue: Array
    revenue: Array
    operating_costs: Array
    ground_lease: Array
    noi: Array
    replacement: Array
    revenue_share: Any


@dataclass
class Outlay:
    """Rows of the investment, and totals."""

    outlay: Array
    initial: Array
    land_price: Any
    land_costs: Any
    building_costs: Array
    furniture: Array
    investment: Array
    transfer_costs: Any
    land_factor: Any


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


def in_chunks(values: Scenarios, calendar: Calendar, scenarios: int, chunk: int) -> dict[str, Array]:
    """All metrics of all scenarios, a chunk of them at a time."""
    found: dict[str, list[Array]] = {}
    for start in range(0, scenarios, chunk):
        here = slice(start, min(start + chunk, scenarios))
        part = {key: value[here] if isinstance(value, np.ndarray) else value for key, value in values.items()}
        for key, metric in metrics_of(part, calendar).items():
            found.setdefault(key, []).append(np.broadcast_to(metric, (here.stop - here.start,)))
    return {key: np.concatenate(parts) for key, parts in found.items()}


def metrics_of(v: V, calendar: Calendar) -> dict[str, Any]:
    """All metrics of a chunk of scenarios; blank is NaN."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return _metrics(v, calendar)


def _metrics(v: V, calendar: Calendar) -> dict[str, Any]:
    last = calendar.last_period
    period = np.arange(last + 1.0)[:, None]
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
    flow = project.copy()
    flow[0] += subsidy
    loan = borrow(v, time, result.noi, outlay, period)
    equity = flow - corporate_tax(v, calendar, time, index, result, outlay, residual, subsidy, loan)
    equity += loan.drawdown
    equity -= loan.debt_service
    equity[0] -= loan.fee

    rate = v["discount_rate"]
    factor = discount(rate, last)
    own = v["equity_discount_rate"]
    equity_factor = factor if np.isnan(own).all() else discount(np.where(np.isnan(own), rate, own), last)
    npv_project = (project * factor).sum(axis=0)
    npv = npv_project + subsidy
    price_net = (result.price_revenue * factor).sum(axis=0) * (1 - result.revenue_share)
    costs = outlay.outlay + result.operating_costs + result.replacement + result.ground_lease
    costs_to_cover = (costs * factor).sum(axis=0) - residual * factor[last]
    nights = (result.nights * index["price_growth"] * factor).sum(axis=0)
    share = time.first_full_year * 12 / np.where(time.operating > 0, time.operating, 1.0)
    first_revenue = (result.revenue * share).sum(axis=0)
    first_noi = (result.noi * share).sum(axis=0)
    without_transfer = outlay.investment - outlay.transfer_costs
    real = (1 + rate) / (1 + v["inflation"]) - 1
    paid_back, lowest = payback(flow, period, time.completion)
    none = np.isnan(loan.dscr)
    known = (~none).sum(axis=0)
    land_value = outlay.land_price + npv_project / (outlay.land_factor - kept * factor[last])
    return {
        "npv": npv,
        "irr": irr_rates(flow),
        "equity_npv": (equity * equity_factor).sum(axis=0),
        "equity_irr": irr_rates(equity),
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
        "resident_cost_share": resident_share(v, calendar, time, index),
    }


def discount(rate: Any, last: int) -> Any:
    """(1+r)^-t, by repeated multiplication."""
    steps = np.empty((last + 1, np.size(rate)))
    steps[0] = 1.0
    steps[1:] = 1 / (1 + rate)
    return np.cumprod(steps, axis=0)


def growth_index(v: V, key: str, calendar: Calendar) -> Any:
    """1 at the price level date, stepping each 1 January; a period takes the day-weighted two years it touches."""
    years = calendar.first_year + np.arange(calendar.years)[:, None]
    growth = np.where(years > calendar.first_year, v[key], 0.0)
    for step in steps_of(v, key):
        growth = np.where((years > calendar.first_year) & (years >= v[f"{step}.year"]), v[step], growth)
    levels = np.cumprod(1 + growth, axis=0)
    place, share = np.array(calendar.place), np.array(calendar.share)[:, None]
    if (share == 1).all():
        return levels[place]
    return share * levels[place] + (1 - share) * levels[place + 1]


def months(v: V, period: Array) -> Time:
    """When the option is built, opened, let in full."""
    construction, ramp = v["construction_months"], v["ramp_up_months"]
    begin, end = np.maximum(0, period - 1) * 12, period * 12
    before, by_end = np.maximum(0, begin - construction), np.maximum(0, end - construction)
    stabilised_month = np.where(np.greater(ramp, 0), np.ceil((construction + ramp) / 12) * 12, construction)

    def worth(open_months: Array) -> Any:
        in_ramp = np.minimum(open_months, ramp)
        return np.maximum(0, open_months - ramp) + in_ramp * in_ramp / (2 * np.maximum(1, ramp))

    first_year = np.minimum(end, stabilised_month + 12) - np.maximum(begin, stabilised_month)
    return Time(
        begin=begin,
        end=end,
        open_before=before,
        open_by_end=by_end,
        operating=by_end - before,
        stabilised=worth(by_end) - worth(before),
        first_full_year=np.maximum(0, first_year) / 12,
        completion=np.ceil(construction / 12),
        stabilised_month=stabilised_month,
    )


def construction_sum(v: V) -> Any:
    """Building costs at the price level date."""
    beds = v["beds"]
    if v["building_cost_basis"] == 1:
        return v["building_cost_per_m2"] * beds * v["m2_per_bed"]
    if v["building_cost_basis"] == 2:
        return v["building_cost_per_bed"] * beds
    return v["building_cost_per_unit"] * beds / v["beds_per_unit"]


def land_share(v: V) -> Any:
    """The part of the price of land or purchase that is land: all of it, unless a building is bought."""
    return v["purchase_land_share"] if v["land_tax_regime"] in (2, 3, 4) else 1.0


def invest(v: V, calendar: Calendar, time: Time, index: dict[str, Array], period: Array) -> Outlay:
    """From land to furniture; the works only in the periods in which something is built."""
    beds, construction, regime = v["beds"], v["construction_months"], v["land_tax_regime"]
    vat = v["general_vat_rate"] * (1 - v["vat_taxed_share"])
    today = construction_sum(v)
    built = int(np.max(time.completion)) + 1
    begin, end = time.begin[:built], time.end[:built]
    spread = (np.minimum(construction, end) - np.minimum(construction, begin)) / np.maximum(1, construction)
    spread = spread + (period[:built] == 0) * np.equal(construction, 0)
    building, general = index["building_cost_growth"][:built], index["inflation"][:built]

    land_price = 0.0 if regime == 5 else v["land_price_per_bed"] * beds * index["land_growth"][0]
    land_vat_share = vat if regime in (1, 4) else 0.0
    transfer_rate = 0.0
    if regime in (2, 4):
        transfer_rate = calendar.by_law["transfer_tax_non_home_rate"][0]
    elif regime == 3:
        transfer_rate = calendar.by_law["transfer_tax_home_rate"][0]
    transfer_costs = land_price * (transfer_rate + v["acquisition_cost_share"])
    land_costs = land_price + land_price * land_vat_share + transfer_costs
    site = v["site_preparation_per_bed"] * beds * building * spread
    building_costs = today * building * spread
    works = site + building_costs + building_costs * v["soft_cost_share"]
    contingency = works * v["contingency_share"]
    furniture = v["furniture_per_bed"] * beds * general * spread
    taxed = works + contingency + furniture
    built_rows = taxed + taxed * vat
    built_rows[0] += land_costs + today * v["permit_fee_share"] * building[0]
    outlay = np.zeros((len(period), built_rows.shape[1]))
    outlay[:built] = built_rows
    bought = np.zeros_like(outlay)
    bought[:built] = furniture * (1 + vat)
    initial = outlay if np.ndim(time.completion) == 0 else outlay * (period <= time.completion)
    return Outlay(
        outlay=outlay,
        initial=initial,
        land_price=land_price,
        land_costs=land_costs * land_share(v),
        building_costs=building_costs,
        furniture=bought,
        investment=initial.sum(axis=0),
        transfer_costs=transfer_costs,
        land_factor=1 + land_vat_share + transfer_rate + v["acquisition_cost_share"],
    )


def operate(v: V, calendar: Calendar, time: Time, index: dict[str, Array]) -> Result:
    """Income and costs of running the option, and what is renewed."""
    beds, taxed = v["beds"], v["vat_taxed_share"]
    vat = v["general_vat_rate"] * (1 - taxed)
    price = index["price_growth"]
    lodging_vat = np.array(calendar.by_law["lodging_vat_rate"])[:, None]
    nights = beds * v["occupancy"] * (time.stabilised / 12 * 365)
    paid = nights * price * ((1 - taxed * lodging_vat / (1 + lodging_vat)) / v["nights_per_week"])
    rental_income = paid * (v["price_per_bed_week"] - v["service_cost_per_bed_week"])
    service_income = paid * v["service_cost_per_bed_week"]
    price_revenue = rental_income + service_income
    revenue = price_revenue
    if np.any(v["other_income_per_bed_year"]):
        revenue = revenue + v["other_income_per_bed_year"] * beds * time.operating / 12 * index["inflation"]
    tourist_tax = 0.0
    if np.any(v["brp_share"] != 1):
        tourist_tax = nights * index["tourist_tax_growth"] * ((1 - v["brp_share"]) * v["tourist_tax_per_night"])

    with_vat: Any = 0.0
    without_vat: Any = 0.0
    revenue_share: Any = 0.0
    for name in COST_LINES:
        cost = cost_of(v, calendar, name, time, nights, revenue)
        if name in WITHOUT_VAT:
            without_vat = without_vat + cost
        else:
            with_vat = with_vat + cost
        if v[f"{name}_basis"] == 4:
            revenue_share = revenue_share + v[f"{name}_cost"] * (1 if name in WITHOUT_VAT else 1 + vat)
    major = rounds(time, v["major_maintenance_cycle"])
    amount = construction_sum(v) * v["major_maintenance_share"]
    with_vat = with_vat + amount * (index["building_cost_growth"] * major)
    operating_costs = with_vat * (1 + vat) + without_vat + tourist_tax
    ground_lease: Any = 0.0
    if v["land_tax_regime"] == 5:
        leased = v["land_price_per_bed"] * beds * v["ground_lease_rate"]
        ground_lease = leased * index["land_growth"] * (np.arange(len(price)) > 0)[:, None]
    renewals = rounds(time, v["furniture_life_years"])
    return Result(
        nights=nights,
        price_revenue=price_revenue,
        revenue=revenue,
        operating_costs=operating_costs,
        ground_lease=ground_lease,
        noi=revenue + tourist_tax * v["tourist_tax_passed_on"] - operating_costs - ground_lease,
        replacement=v["furniture_per_bed"] * beds * (1 + vat) * (index["inflation"] * renewals),
        revenue_share=revenue_share,
    )


def rounds(time: Time, years: Any) -> Any:
    """Cycles completed in each period, but for the last."""
    done = np.floor(time.open_by_end / (years * 12)) - np.floor(time.open_before / (years * 12))
    done[-1] = 0.0
    return done


def cost_of(v: V, calendar: Calendar, name: str, time: Time, nights: Array, revenue: Array) -> Any:
    """One operating cost, by its base."""
    beds, basis, amount = v["beds"], v[f"{name}_basis"], v[f"{name}_cost"]
    if basis == 4:
        return amount * revenue
    index = growth_index(v, f"{name}_growth", calendar)
    if basis == 3:
        return amount * nights * index
    if basis == 2:
        amount = amount * beds * v["m2_per_bed"]
    elif basis == 1:
        amount = amount * beds
    elif basis == 6:
        non_home = v["ozb_non_home_owner_rate"] + v["ozb_non_home_user_rate"]
        amount = v["woz_value_per_bed"] * beds * (v["ozb_home_owner_rate"] if v["property_class"] == 1 else non_home)
    return amount * (index * (time.operating / 12))


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
    """Furniture over its own life, not faster than the law allows: what goes off the books per period, and what is left
    at the end; what is left at a renewal goes then.
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


def corporate_tax(
    v: V,
    calendar: Calendar,
    time: Time,
    index: dict[str, Array],
    result: Result,
    outlay: Outlay,
    residual: Any,
    subsidy: Any,
    loan: Loan,
) -> Any:
    """Per year: depreciation down to the WOZ floor, the exit gain, losses carried forward, two brackets."""
    last = calendar.last_period
    capitalised = outlay.outlay - outlay.furniture
    capitalised[0] -= outlay.land_costs + subsidy
    monthly = np.maximum(0, capitalised.sum(axis=0)) / (v["depreciation_years"] * 12)
    woz = v["woz_value_per_bed"] * v["beds"] * growth_index(v, "property_tax_growth", calendar)
    if v["land_tax_regime"] == 5:
        woz = woz - v["land_price_per_bed"] * v["beds"] * index["land_growth"]
    floor = np.maximum(0, woz - outlay.land_costs)
    most = monthly * np.maximum(0, time.end - np.maximum(time.begin, v["construction_months"]))
    worn, furniture_left = furniture_worn(v, time, outlay, result)
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
            profit = profit + residual - (book + outlay.land_costs + furniture_left)
        positive = np.maximum(0, profit)
        ceiling = np.minimum(positive, threshold) + v["loss_share_above"] * np.maximum(0, positive - threshold)
        used = np.minimum(pool, ceiling)
        pool = pool + np.maximum(0, -profit) - used
        amount = positive - used
        tax[period] = low[period] * np.minimum(amount, bracket) + high[period] * np.maximum(0, amount - bracket)
    return tax


def payback(flow: Array, period: Array, completion: Any) -> tuple[Array, Array]:
    """First moment the cumulative flow is not negative, from its lowest point up to completion on, linear within the
    period; and its lowest value.
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


def resident_share(v: V, calendar: Calendar, time: Time, index: dict[str, Array]) -> Any:
    """(price incl. VAT + tourist tax passed on) / minimum wage per week, first full year."""
    weight = time.first_full_year
    hourly = np.array(calendar.by_law["minimum_wage_hour"])[:, None] * v["hours_per_week"]
    tourist = v["tourist_tax_per_night"] * v["nights_per_week"] * (1 - v["brp_share"]) * v["tourist_tax_passed_on"]
    price = v["price_per_bed_week"] * (index["price_growth"] * weight).sum(axis=0)
    tax = tourist * (index["tourist_tax_growth"] * weight).sum(axis=0)
    wage = (hourly * growth_index(v, "minimum_wage_growth", calendar) * weight).sum(axis=0)
    return (price + tax) / wage
