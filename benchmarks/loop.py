"""The peer everybody writes first: plain Python, one scenario at a time, with numpy-financial for the finance.

The same lines as the model's, by hand, for what the options of the example case use (`setting.SWITCHED_OFF`). Rows are
lists of periods 0..N, amounts nominal euros.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy_financial as npf

from benchmarks.setting import Calendar, Values, steps_of
from model.lines.running_costs import COST_LINES, WITHOUT_VAT

Row = list[float]


@dataclass
class Time:
    """Months per period: open at its begin and end, operating, worth full occupancy; start of the first full year."""

    open_before: Row
    open_by_end: Row
    operating: Row
    stabilised: Row
    first_full_year: Row
    completion: int
    stabilised_month: float


@dataclass
class Result:
    """Rows of the operating phase, and the share of the price that goes to costs tied to revenue."""

    nights: Row
    price_revenue: Row
    revenue: Row
    operating_costs: Row
    ground_lease: Row
    noi: Row
    replacement: Row
    revenue_share: float


@dataclass
class Outlay:
    """Rows of the investment, and totals."""

    outlay: Row
    land_price: Row
    land_costs: Row
    building_costs: Row
    furniture: Row
    investment: float
    transfer_costs: float
    land_factor: float


@dataclass
class Loan:
    """Rows of the loan."""

    amount: float
    drawdown: Row
    fee: Row
    construction_interest: Row
    interest: Row
    debt_service: Row
    dscr: Row


def metrics_of(v: Values, calendar: Calendar, *, schedule_at_once: bool = False) -> dict[str, float]:
    """All metrics of one scenario; blank is NaN.
    `schedule_at_once`: numpy-financial gives the whole loan in one call.
    """
    periods = range(calendar.last_period + 1)
    last = calendar.last_period
    time = months(v, last)
    index = {
        key: growth_index(v, key, calendar)
        for key in ("price_growth", "inflation", "building_cost_growth", "land_growth", "tourist_tax_growth")
    }
    outlay = invest(v, calendar, time, index)
    result = operate(v, calendar, time, index)

    land_growth = [level / index["land_growth"][0] for level in index["land_growth"]]
    residual = [0.0] * (last + 1)
    of_land = land_share(v)
    kept = of_land * land_growth[last] + (1 - of_land) * v["residual_share"]
    residual[last] = sum(outlay.land_price) * kept + sum(outlay.building_costs) * v["residual_share"]
    subsidy = [0.0] * (last + 1)
    subsidy[0] = v["subsidy_at_start"] + v["municipal_contribution"]
    project = [result.noi[t] - result.replacement[t] - outlay.outlay[t] + residual[t] for t in periods]
    flow = [project[t] + subsidy[t] for t in periods]

    loan = borrow(v, time, result.noi, outlay, schedule_at_once)
    tax = corporate_tax(v, calendar, time, index, result, outlay, residual, subsidy, loan)
    equity = [flow[t] - tax[t] + loan.drawdown[t] - loan.fee[t] - loan.debt_service[t] for t in periods]

    rate = v["discount_rate"]
    equity_rate = rate if math.isnan(v["equity_discount_rate"]) else v["equity_discount_rate"]
    npv_project = npf.npv(rate, project)
    npv = npf.npv(rate, flow)
    price_net = npf.npv(rate, result.price_revenue) * (1 - result.revenue_share)
    costs = [
        outlay.outlay[t] + result.operating_costs[t] + result.replacement[t] + result.ground_lease[t] for t in periods
    ]
    nights = [result.nights[t] * index["price_growth"][t] for t in periods]
    costs_to_cover = npf.npv(rate, costs) - npf.npv(rate, residual)
    ground_lease = v["land_tax_regime"] == 5
    land_end = kept / (1 + rate) ** last
    share = [time.first_full_year[t] * 12 / time.operating[t] if time.operating[t] else 0.0 for t in periods]
    first_revenue = sum(result.revenue[t] * share[t] for t in periods)
    first_noi = sum(result.noi[t] * share[t] for t in periods)
    without_transfer = outlay.investment - outlay.transfer_costs
    real = (1 + rate) / (1 + v["inflation"]) - 1
    paid_back, lowest = payback(flow, time.completion)
    known = [cover for cover in loan.dscr if not math.isnan(cover)]
    return {
        "npv": npv,
        "irr": npf.irr(flow),
        "equity_npv": npf.npv(equity_rate, equity),
        "equity_irr": npf.irr(equity),
        "payback_years": paid_back,
        "dscr_min": min(known, default=math.nan),
        "dscr_average": sum(known) / len(known) if known else math.nan,
        "loan_amount": loan.amount,
        "investment": outlay.investment,
        "gross_initial_yield": first_revenue / outlay.investment,
        "net_initial_yield": first_noi / outlay.investment,
        "gross_initial_yield_kk": first_revenue / without_transfer,
        "net_initial_yield_kk": first_noi / without_transfer,
        "viability_gap": max(0.0, -npv_project),
        "cost_recovery_price_per_bed_week": v["price_per_bed_week"] * (price_net - npv_project) / price_net,
        "residual_land_value": math.nan
        if ground_lease
        else sum(outlay.land_price) + npv_project / (outlay.land_factor - land_end),
        "equivalent_annual_value": -npf.pmt(real, last, npv),
        "cost_per_bed_night": costs_to_cover / npf.npv(rate, nights),
        "peak_funding": max(0.0, -lowest),
        "resident_cost_share": resident_share(v, calendar, time, index),
    }


def land_share(v: Values) -> float:
    """The part of the price of land or purchase that is land: all of it, unless a building is bought."""
    return v["purchase_land_share"] if v["land_tax_regime"] in (2, 3, 4) else 1.0


def growth_index(v: Values, key: str, calendar: Calendar) -> Row:
    """1 at the price level date, stepping each 1 January; a period takes the day-weighted two years it touches."""
    levels = [1.0]
    steps = [(v[f"{step}.year"], v[step]) for step in steps_of(v, key)]
    for place in range(1, calendar.years):
        growth = v[key]
        for since, value in steps:
            if calendar.first_year + place >= since:
                growth = value
        levels.append(levels[-1] * (1 + growth))
    return [
        share * levels[place] + (1 - share) * levels[place + 1]
        for share, place in zip(calendar.share, calendar.place, strict=True)
    ]


def months(v: Values, last: int) -> Time:
    """When the option is built, opened, let in full."""
    construction, ramp = v["construction_months"], v["ramp_up_months"]
    stabilised_month = math.ceil((construction + ramp) / 12) * 12 if ramp > 0 else construction
    time = Time([], [], [], [], [], math.ceil(construction / 12), stabilised_month)

    def worth(open_months: float) -> float:
        in_ramp = min(open_months, ramp)
        return max(0.0, open_months - ramp) + in_ramp * in_ramp / (2 * max(1.0, ramp))

    for period in range(last + 1):
        begin, end = max(0, period - 1) * 12, period * 12
        before, by_end = max(0.0, begin - construction), max(0.0, end - construction)
        time.open_before.append(before)
        time.open_by_end.append(by_end)
        time.operating.append(by_end - before)
        time.stabilised.append(worth(by_end) - worth(before))
        in_first_year = min(end, stabilised_month + 12) - max(begin, stabilised_month)
        time.first_full_year.append(max(0.0, in_first_year) / 12)
    return time


def construction_sum(v: Values) -> float:
    """Building costs at the price level date."""
    beds = v["beds"]
    if v["building_cost_basis"] == 1:
        return v["building_cost_per_m2"] * beds * v["m2_per_bed"]
    if v["building_cost_basis"] == 2:
        return v["building_cost_per_bed"] * beds
    return v["building_cost_per_unit"] * beds / v["beds_per_unit"]


def invest(v: Values, calendar: Calendar, time: Time, index: Mapping[str, Row]) -> Outlay:
    """From land to furniture."""
    beds, construction, regime = v["beds"], v["construction_months"], v["land_tax_regime"]
    not_reclaimed = 1 - v["vat_taxed_share"]
    vat = v["general_vat_rate"] * not_reclaimed
    today = construction_sum(v)
    found = Outlay([], [], [], [], [], 0.0, 0.0, 0.0)
    for period in range(calendar.last_period + 1):
        at_start = period == 0
        begin, end = max(0, period - 1) * 12, period * 12
        spread = (min(construction, end) - min(construction, begin)) / max(1.0, construction)
        if at_start and construction == 0:
            spread = 1.0
        building, general = index["building_cost_growth"][period], index["inflation"][period]
        land_price = land_vat = transfer_tax = acquisition = 0.0
        if at_start:
            if regime != 5:
                land_price = v["land_price_per_bed"] * beds * index["land_growth"][0]
            land_vat_share = vat if regime in (1, 4) else 0.0
            transfer_rate = 0.0
            if regime in (2, 4):
                transfer_rate = calendar.by_law["transfer_tax_non_home_rate"][0]
            elif regime == 3:
                transfer_rate = calendar.by_law["transfer_tax_home_rate"][0]
            land_vat = land_price * land_vat_share
            transfer_tax = land_price * transfer_rate
            acquisition = land_price * v["acquisition_cost_share"]
            found.transfer_costs = transfer_tax + acquisition
            found.land_factor = 1 + land_vat_share + transfer_rate + v["acquisition_cost_share"]
        site = v["site_preparation_per_bed"] * beds * building * spread
        building_costs = today * building * spread
        soft_costs = building_costs * v["soft_cost_share"]
        permit_fees = today * v["permit_fee_share"] * building if at_start else 0.0
        works = site + building_costs + soft_costs
        contingency = works * v["contingency_share"]
        furniture = v["furniture_per_bed"] * beds * general * spread
        land_costs = land_price + land_vat + transfer_tax + acquisition
        investment_vat = (works + contingency + furniture) * vat
        outlay = land_costs + works + contingency + permit_fees + furniture + investment_vat
        found.outlay.append(outlay)
        found.land_price.append(land_price)
        found.land_costs.append(land_costs * land_share(v))
        found.building_costs.append(building_costs)
        found.furniture.append(furniture * (1 + vat))
        if period <= time.completion:
            found.investment += outlay
    return found


def operate(v: Values, calendar: Calendar, time: Time, index: Mapping[str, Row]) -> Result:
    """Income and costs of running the option, and what is renewed."""
    beds, taxed, last = v["beds"], v["vat_taxed_share"], calendar.last_period
    vat = v["general_vat_rate"] * (1 - taxed)
    rent = v["price_per_bed_week"] - v["service_cost_per_bed_week"]
    major = construction_sum(v) * v["major_maintenance_share"]
    leased = v["land_price_per_bed"] * beds if v["land_tax_regime"] == 5 else 0.0
    growth = {name: growth_index(v, f"{name}_growth", calendar) for name in COST_LINES}
    shares = [
        v[f"{name}_cost"] * (1 if name in WITHOUT_VAT else 1 + vat) for name in COST_LINES if v[f"{name}_basis"] == 4
    ]
    found = Result([], [], [], [], [], [], [], sum(shares))
    for period in range(last + 1):
        operating = time.operating[period]
        price, general = index["price_growth"][period], index["inflation"][period]
        nights = beds * v["occupancy"] * time.stabilised[period] / 12 * 365
        weeks = nights / v["nights_per_week"]
        lodging_vat = calendar.by_law["lodging_vat_rate"][period]
        vat_in_price = taxed * lodging_vat / (1 + lodging_vat)
        rental_income = weeks * rent * price * (1 - vat_in_price)
        service_income = weeks * v["service_cost_per_bed_week"] * price * (1 - vat_in_price)
        price_revenue = rental_income + service_income
        revenue = price_revenue + v["other_income_per_bed_year"] * beds * operating / 12 * general
        tourist_tax = nights * (1 - v["brp_share"]) * v["tourist_tax_per_night"] * index["tourist_tax_growth"][period]

        with_vat = without_vat = 0.0
        for name in COST_LINES:
            cost = cost_of(v, name, growth[name][period], operating, nights, revenue)
            if name in WITHOUT_VAT:
                without_vat += cost
            else:
                with_vat += cost
        by_end, before = time.open_by_end[period], time.open_before[period]
        if period < last:
            cycle = v["major_maintenance_cycle"] * 12
            with_vat += major * index["building_cost_growth"][period] * (by_end // cycle - before // cycle)
        operating_costs = with_vat * (1 + vat) + without_vat + tourist_tax
        ground_lease = 0.0
        if period > 0:
            ground_lease = leased * v["ground_lease_rate"] * index["land_growth"][period]
        renewal = 0.0
        if period < last:
            life = v["furniture_life_years"] * 12
            renewal = v["furniture_per_bed"] * beds * general * (by_end // life - before // life)
        found.nights.append(nights)
        found.price_revenue.append(price_revenue)
        found.revenue.append(revenue)
        found.operating_costs.append(operating_costs)
        found.ground_lease.append(ground_lease)
        found.noi.append(revenue + tourist_tax * v["tourist_tax_passed_on"] - operating_costs - ground_lease)
        found.replacement.append(renewal * (1 + vat))
    return found


def cost_of(v: Values, name: str, index: float, operating: float, nights: float, revenue: float) -> float:
    """One operating cost of one period, by its base."""
    beds, basis, amount = v["beds"], v[f"{name}_basis"], v[f"{name}_cost"]
    if basis == 1:
        return amount * beds * operating / 12 * index
    if basis == 2:
        return amount * beds * v["m2_per_bed"] * operating / 12 * index
    if basis == 3:
        return amount * nights * index
    if basis == 4:
        return amount * revenue
    if basis == 5:
        return amount * operating / 12 * index
    woz = v["woz_value_per_bed"] * beds * operating / 12 * index
    if v["property_class"] == 1:
        return woz * v["ozb_home_owner_rate"]
    return woz * (v["ozb_non_home_owner_rate"] + v["ozb_non_home_user_rate"])


def schedule(v: Values, count: int, at_once: bool) -> tuple[Row, Row]:
    """Interest and repayment per payment of a one-euro annuity."""
    rate = v["loan_rate"]
    if at_once:
        numbers = np.arange(1, count + 1)
        return npf.ipmt(rate, numbers, count, -1.0).tolist(), npf.ppmt(rate, numbers, count, -1.0).tolist()
    interest = [float(npf.ipmt(rate, number, count, -1.0)) for number in range(1, count + 1)]
    return interest, [float(npf.ppmt(rate, number, count, -1.0)) for number in range(1, count + 1)]


def borrow(v: Values, time: Time, noi: Row, outlay: Outlay, at_once: bool) -> Loan:
    """One annuity, drawn with the investment, repaid from completion, settled at the end."""
    last = len(noi) - 1
    interests, repayments = schedule(v, max(1, math.floor(v["loan_years"] + 0.5)), at_once)
    interest, repayment = [0.0] * (last + 1), [0.0] * (last + 1)
    for number, (part, repaid) in enumerate(zip(interests, repayments, strict=True), start=1):
        if time.completion + number <= last:
            interest[time.completion + number] = part
            repayment[time.completion + number] = repaid
    covers = {}
    for period in range(1, last + 1):
        service = interest[period] + repayment[period]
        if service and (period - 1) * 12 >= time.stabilised_month:
            covers[period] = (noi[period] + (noi[0] if period == 1 else 0.0)) / service
    by_dscr = max(0.0, min(covers.values(), default=0.0) / v["loan_min_dscr"])
    by_share = v["loan_amount"]
    if math.isnan(by_share):
        by_share = v["loan_share"] * outlay.investment
    amount = (by_share, by_dscr, min(by_share, by_dscr))[int(v["loan_sizing"]) - 1]

    loan = Loan(
        amount,
        [],
        [],
        [],
        [],
        [],
        [covers[t] / amount if t in covers and amount else math.nan for t in range(last + 1)],
    )
    balance = 0.0
    for period in range(last + 1):
        drawdown = amount * outlay.outlay[period] / outlay.investment if period <= time.completion else 0.0
        during_construction = balance * v["loan_rate"] if 0 < period <= time.completion else 0.0
        interest_paid, repaid = amount * interest[period], amount * repayment[period]
        balance += drawdown - repaid
        final = balance if period == last else 0.0
        balance -= final
        loan.drawdown.append(drawdown)
        loan.fee.append(amount * v["loan_fee"] if period == 0 else 0.0)
        loan.construction_interest.append(during_construction)
        loan.interest.append(interest_paid)
        loan.debt_service.append(during_construction + interest_paid + repaid + final)
    return loan


@dataclass
class Worn:
    """What goes off the tax books for furniture per period, and what is left at the end."""

    per_period: Row
    left: float


def furniture_worn(v: Values, time: Time, outlay: Outlay, result: Result) -> Worn:
    """Furniture over its own life, not faster than the law allows; what is left goes when it is renewed."""
    life = v["furniture_life_years"] * 12
    term = max(life, v["furniture_write_off_years"] * 12)
    last = len(outlay.furniture) - 1
    found = Worn([], 0.0)
    cost = 0.0
    for period in range(last + 1):
        renewed = result.replacement[period]
        cost = renewed if renewed > 0 else cost + outlay.furniture[period]
        done = (time.open_by_end[period] if period < last else time.open_before[period]) // life
        left = cost * max(0.0, 1 - (time.open_by_end[period] - done * life) / term)
        found.per_period.append(found.left + outlay.furniture[period] + renewed - left)
        found.left = left
    return found


def corporate_tax(
    v: Values,
    calendar: Calendar,
    time: Time,
    index: Mapping[str, Row],
    result: Result,
    outlay: Outlay,
    residual: Row,
    subsidy: Row,
    loan: Loan,
) -> Row:
    """Per year: depreciation down to the WOZ floor, the exit gain, losses carried forward, two brackets."""
    last = calendar.last_period
    land = sum(outlay.land_costs)
    capitalised = [outlay.outlay[t] - outlay.furniture[t] - outlay.land_costs[t] - subsidy[t] for t in range(last + 1)]
    worn = furniture_worn(v, time, outlay, result)
    woz_index = growth_index(v, "property_tax_growth", calendar)
    monthly = max(0.0, sum(capitalised)) / (v["depreciation_years"] * 12)
    woz = v["woz_value_per_bed"] * v["beds"]
    leased = v["land_price_per_bed"] * v["beds"] if v["land_tax_regime"] == 5 else 0.0
    book = pool = carried = 0.0
    tax = []
    for period in range(last + 1):
        not_owned = leased * index["land_growth"][period]
        floor = max(0.0, woz * woz_index[period] - not_owned - land)
        open_months = max(0.0, period * 12 - max(max(0, period - 1) * 12, v["construction_months"]))
        book += capitalised[period]
        depreciation = min(max(0.0, book - floor), monthly * open_months)
        book -= depreciation
        interest = loan.construction_interest[period] + loan.interest[period] + loan.fee[period]
        gain = residual[period] - (book + land + worn.left) if period == last else 0.0
        taxable = result.noi[period] - worn.per_period[period] - depreciation - interest + gain
        if period == 0:
            carried = taxable
            tax.append(0.0)
            continue
        profit = taxable + (carried if period == 1 else 0.0)
        positive = max(0.0, profit)
        ceiling = min(positive, v["loss_threshold"]) + v["loss_share_above"] * max(0.0, positive - v["loss_threshold"])
        used = min(pool, ceiling)
        pool += max(0.0, -profit) - used
        amount = positive - used
        low = calendar.by_law["tax_low_rate"][period] * min(amount, v["tax_bracket"])
        high = calendar.by_law["tax_high_rate"][period] * max(0.0, amount - v["tax_bracket"])
        tax.append(low + high if v["tax_regime"] == 2 else 0.0)
    return tax


def payback(flow: Row, completion: int) -> tuple[float, float]:
    """First moment the cumulative flow is not negative, from its lowest point up to completion on, linear within the
    period; and its lowest value.
    """
    totals: Row = []
    for amount in flow:
        totals.append(amount + (totals[-1] if totals else 0.0))
    deepest = totals.index(min(totals[: completion + 1]))
    for period in range(deepest, len(flow)):
        if totals[period] >= 0:
            before = totals[period - 1] if period else 0.0
            return period - (totals[period] / flow[period] if before < 0 else 0.0), min(totals)
    return math.nan, min(totals)


def resident_share(v: Values, calendar: Calendar, time: Time, index: Mapping[str, Row]) -> float:
    """(price incl. VAT + tourist tax passed on) / minimum wage per week, first full year."""
    weight = time.first_full_year
    wages = growth_index(v, "minimum_wage_growth", calendar)
    hourly = calendar.by_law["minimum_wage_hour"]
    tourist = v["tourist_tax_per_night"] * v["nights_per_week"] * (1 - v["brp_share"]) * v["tourist_tax_passed_on"]
    price = tax = wage = 0.0
    for period, part in enumerate(weight):
        price += v["price_per_bed_week"] * index["price_growth"][period] * part
        tax += tourist * index["tourist_tax_growth"][period] * part
        wage += hourly[period] * wages[period] * v["hours_per_week"] * part
    return (price + tax) / wage
