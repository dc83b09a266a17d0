"""A second calculation of a standard option (short stay, mid stay, conversion, new build) by the operator.

Plain Python, from the written conventions and the meaning of the inputs; it shares nothing with the model. Use of the
building is counted month by month and prices day by day, where the model works with formulas per period.

It covers the law in force, without own lines: land and purchase, construction, ramp-up, relocation, income, costs,
replacement, the end of the term, the loan, corporate tax and the operator's metrics.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy_financial

from tests.support.second_opinion import (
    Opinion,
    Row,
    loan_table,
    negative,
    over_horizon,
    payback,
    plus,
    sign_changes,
    times,
)

COSTS = (
    "management",
    "energy",
    "cleaning",
    "maintenance",
    "insurance",
    "property_tax",
    "levies",
    "certification",
    "other",
)
WITHOUT_VAT = {"insurance", "property_tax", "levies"}
LAW = {
    "lodging_vat_rate": {date(2019, 1, 1): 0.09, date(2026, 1, 1): 0.21},
    "transfer_tax_non_home_rate": {date(2023, 1, 1): 0.104},
    "transfer_tax_home_rate": {date(2023, 1, 1): 0.104, date(2026, 1, 1): 0.08},
}
"""Rates by date (VAT on lodging, transfer tax), as in the domain's figures."""


def months_later(day: date, months: int) -> date:
    """The same day of the month `months` later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError


def level(path: float | Mapping[str, float], from_year: int, year: int) -> float:
    """The index of a calendar year: 1 in the year of the price level, one step each 1 January."""
    index = 1.0
    for each in range(from_year + 1, year + 1):
        rate = path
        if isinstance(path, Mapping):
            rate = [value for since, value in sorted(path.items()) if int(since) <= each or since == min(path)][-1]
        assert isinstance(rate, (int, float))
        index *= 1 + rate
    return index


class Calendar:
    """Periods 0 to N and the twelve months after the term (position N + 1)."""

    def __init__(self, case: Mapping[str, Any], years: int, opening: int) -> None:
        self.m = case["periods_per_year"]
        self.step = 12 // self.m
        self.last = years * self.m
        self.start = date.fromisoformat(case["start_date"])
        self.opened = months_later(self.start, opening)
        self.price_year = date.fromisoformat(case["price_level_date"]).year

    def months(self, n: int) -> tuple[int, int]:
        """Months from the start at which a period begins and ends."""
        if n > self.last:
            return self.last * self.step, self.last * self.step + 12
        return max(0, n - 1) * self.step, n * self.step

    def days(self, n: int) -> list[date]:
        """The days of a period; of period 0 the day of the start."""
        begin, end = self.months(n)
        first = months_later(self.start, begin)
        count = (months_later(self.start, end) - first).days if n else 1
        return [first + timedelta(days=each) for each in range(count)]

    def days_in_use(self, n: int) -> list[date]:
        """The days of a period from the opening day on; all its days where that is later."""
        days = self.days(n)
        return [day for day in days if day >= self.opened] or days

    def index(self, path: float | Mapping[str, float], *, in_use: bool = False) -> Row:
        """The mean price index over the days of each period, or over those in use."""
        row = []
        for n in range(self.last + 2):
            days = self.days_in_use(n) if in_use else self.days(n)
            years = {year: sum(day.year == year for day in days) for year in {day.year for day in days}}
            row.append(sum(level(path, self.price_year, year) * count for year, count in years.items()) / len(days))
        return row

    def law(self, key: str) -> Row:
        """The mean over the days in use of each period of a rate by date."""
        steps = sorted(LAW[key].items())
        return [
            sum(next(rate for since, rate in reversed(steps) if since <= day) for day in days) / len(days)
            for days in (self.days_in_use(n) for n in range(self.last + 2))
        ]


def second_opinion_standard(case: Mapping[str, Any], v: Mapping[str, Any]) -> Opinion:
    """Rows and metrics of the only option of a case; `v` holds the value of every input, growth paths as given."""
    moves = int(v["relocation_times"]) if v["end_of_term"] == "relocate" else 0
    years = int(v["term_years"] + moves * v["relocation_term_years"])
    beds, opening = case["beds"], int(v["construction_months"])
    time = Calendar(case, years, opening)
    m, last, step = time.m, time.last, time.step
    # What is built counts every day of its period; what is earned and spent in use the days from opening on.
    general, running_prices = time.index(v["inflation"]), time.index(v["inflation"], in_use=True)
    prices = time.index(v["price_growth"], in_use=True)
    building, land_index = time.index(v["building_cost_growth"]), time.index(v["land_growth"])
    stays_cost = 1 - v["vat_taxed_share"]
    vat = v["general_vat_rate"] * stays_cost
    periods = range(last + 1)
    rows: dict[str, Row] = {}

    def row(key: str, amounts: Row) -> Row:
        rows[key] = amounts
        return amounts

    def at(moment: int, amount: float) -> Row:
        return [amount if n == moment else 0.0 for n in periods]

    # Investment: land, taxes and permit fees at the start, the rest spread over the months of construction.
    def built(n: int) -> float:
        begin, end = time.months(n)
        return float(n == 0) if opening == 0 else (min(end, opening) - min(begin, opening)) / opening

    today = {
        "per_m2": v["building_cost_per_m2"] * v["m2_per_bed"] * beds,
        "per_bed": v["building_cost_per_bed"] * beds,
        "per_unit": v["building_cost_per_unit"] * beds / v["beds_per_unit"],
    }[v["building_cost_basis"]]
    regime = v["land_tax_regime"]
    leased = regime == "ground_lease"
    land = 0.0 if leased else v["land_price_per_bed"] * beds * land_index[0]
    land_vat = vat if regime in {"vat_building_land", "vat_option"} else 0.0
    non_home, home = time.law("transfer_tax_non_home_rate")[0], time.law("transfer_tax_home_rate")[0]
    transfer = {"existing_non_home": non_home, "vat_option": non_home, "existing_home": home}.get(regime, 0.0)
    row("land_price", at(0, land))
    row("land_vat", at(0, land * land_vat))
    row("transfer_tax", at(0, land * transfer))
    row("acquisition_costs", at(0, land * v["acquisition_cost_share"]))
    row("permit_fees", at(0, today * v["permit_fee_share"] * building[0]))
    site = row("site_preparation", [v["site_preparation_per_bed"] * beds * building[n] * built(n) for n in periods])
    construction = row("building_costs", [today * building[n] * built(n) for n in periods])
    soft = row("soft_costs", times(v["soft_cost_share"], construction))
    spare = row("contingency", times(v["contingency_share"], plus(site, construction, soft)))
    furniture = row("furniture", [v["furniture_per_bed"] * beds * general[n] * built(n) for n in periods])
    row("investment_vat", times(vat, plus(site, construction, soft, spare, furniture)))
    investment = row("investment_outlay", plus(*rows.values()))
    invested = sum(investment)
    # A price that pays for a building too is split: only land keeps its value and is never depreciated. What is paid on
    # top of the price (tax, notary, VAT) is split in the same proportion.
    of_land = 1.0 if regime in {"vat_building_land", "ground_lease"} else v["purchase_land_share"]
    bought = (1 - of_land) * land
    land_costs = of_land * sum(rows[key][0] for key in ("land_price", "land_vat", "transfer_tax", "acquisition_costs"))

    # Use, month by month: closed before opening and while relocating; occupancy grows evenly during the ramp-up.
    ramp = int(v["ramp_up_months"])
    in_use, occupied = [], []
    for month in range(years * 12):
        since = month - opening
        after = month - v["term_years"] * 12
        moving = moves > 0 and after >= 0 and after % (v["relocation_term_years"] * 12) < v["relocation_months"]
        full = 0.0 if since < 0 else 1.0 if since >= ramp else (2 * since + 1) / (2 * ramp)
        in_use.append(0.0 if moving or since < 0 else 1.0)
        occupied.append(full - moving)
    used = [sum(in_use[slice(*time.months(n))]) if n else 0.0 for n in periods]
    nights = row(
        "occupied_nights",
        [beds * v["occupancy"] * sum(occupied[slice(*time.months(n))]) / 12 * 365 if n else 0.0 for n in periods],
    )

    # Income: the price incl. VAT on the taxed share, split into rent and service costs.
    lodging = time.law("lodging_vat_rate")
    net = [1 - v["vat_taxed_share"] * rate / (1 + rate) for rate in lodging]
    rent = v["price_per_bed_week"] - v["service_cost_per_bed_week"]
    row("rental_income", [nights[n] / 7 * rent * prices[n] * net[n] for n in periods])
    row("service_income", [nights[n] / 7 * v["service_cost_per_bed_week"] * prices[n] * net[n] for n in periods])
    from_price = plus(rows["rental_income"], rows["service_income"])
    row("other_income", [v["other_income_per_bed_year"] * beds * used[n] / 12 * running_prices[n] for n in periods])
    revenue = row("revenue", plus(from_price, rows["other_income"]))
    tariff = time.index(v["tourist_tax_growth"], in_use=True)
    per_night = (1 - v["brp_share"]) * v["tourist_tax_per_night"]
    tourist_tax = row("tourist_tax", [nights[n] * per_night * tariff[n] for n in periods])
    row("tourist_tax_charged", times(v["tourist_tax_passed_on"], tourist_tax))

    # Costs: each on its own base with its own growth, and the VAT on them that stays.
    taxed, untaxed, share_of_revenue = [0.0] * (last + 1), [0.0] * (last + 1), 0.0
    for name in COSTS:
        index, amount, basis = time.index(v[f"{name}_growth"], in_use=True), v[f"{name}_cost"], v[f"{name}_basis"]
        bed_years = [beds * used[n] / 12 * index[n] for n in periods]
        if basis == "woz_tariff":
            rates = (
                ("ozb_home_owner_rate",)
                if v["property_class"] == "home"
                else ("ozb_non_home_owner_rate", "ozb_non_home_user_rate")
            )
            cost = times(v["woz_value_per_bed"] * sum(v[rate] for rate in rates), bed_years)
        elif basis == "share_of_revenue":
            cost = times(amount, revenue)
            share_of_revenue += amount * (1 if name in WITHOUT_VAT else 1 + vat)
        elif basis == "per_occupied_night":
            cost = [amount * nights[n] * index[n] for n in periods]
        else:
            cost = times(
                amount * {"per_bed_year": 1, "per_m2_year": v["m2_per_bed"], "per_year": 1 / beds}[basis], bed_years
            )
        if name in WITHOUT_VAT:
            untaxed = plus(untaxed, cost)
        else:
            taxed = plus(taxed, cost)

    def renewal_months(cycle: float) -> list[float]:
        """The months at whose end a cycle since opening is over, but for the last twelve of the term."""
        ends = [opening + count * cycle * 12 for count in range(1, 101)]
        return [end for end in ends if end <= (years - 1) * 12]

    def rounds(cycle: float) -> list[int]:
        """How often a cycle since opening ends in each period, the last twelve months of the term left out."""
        kept = renewal_months(cycle)
        return [sum(time.months(n)[0] < end <= time.months(n)[1] for end in kept) for n in periods]

    share, cycles = v["major_maintenance_share"], rounds(v["major_maintenance_cycle"])
    major = row("major_maintenance", [today * share * building[n] * cycles[n] for n in periods])
    row("operating_vat", times(vat, plus(taxed, major)))
    costs = row("operating_costs", plus(taxed, untaxed, major, rows["operating_vat"], tourist_tax))
    canon = v["land_price_per_bed"] * beds * v["ground_lease_rate"] * leased
    row("ground_lease", [canon * land_index[n] * step / 12 if n else 0.0 for n in periods])
    income = row(
        "net_operating_income",
        plus(revenue, rows["tourist_tax_charged"], negative(costs), negative(rows["ground_lease"])),
    )
    renewals = rounds(v["furniture_life_years"])
    renewed = row(
        "furniture_replacement", [v["furniture_per_bed"] * beds * running_prices[n] * renewals[n] for n in periods]
    )
    ends_of_terms = [(v["term_years"] + count * v["relocation_term_years"]) * 12 for count in range(moves)]
    moved = row(
        "relocation_costs",
        [
            today
            * v["relocation_cost_share"]
            * building[n]
            * sum(time.months(n)[0] < end <= time.months(n)[1] for end in ends_of_terms)
            for n in periods
        ],
    )
    replacement = row("replacement", times(1 + vat, plus(renewed, moved)))

    # The end: by share, exit yield on the rent of the year after the term, an amount, or only the land.
    stays, method = v["end_of_term"] == "stay", v["residual_method"]
    land_apart = not stays or method == "share_of_investment"
    kept = v["end_of_term"] == "relocate" or (stays and method == "share_of_investment")
    of_price_at_end = 0.0
    residual = of_land * land * land_index[last] / land_index[0] * land_apart
    residual += (bought + sum(construction)) * v["residual_share"] * kept
    if stays and method == "exit_yield":
        next_rent = beds * v["occupancy"] * 365 / 7 * rent * prices[last + 1] * net[last + 1]
        by_yield = (1 - v["exit_selling_costs"]) / v["exit_yield"] / (1 + v["exit_buyers_costs"])
        # The land of a lease is its owner's: of what the buyer pays the operator keeps what is left for the building.
        residual += next_rent * by_yield - v["land_price_per_bed"] * beds * land_index[last] * leased
        price_at_end = beds * v["occupancy"] * 365 / 7 * v["price_per_bed_week"] * prices[last + 1] * net[last + 1]
        of_price_at_end = price_at_end * by_yield
    if stays and method == "given_amount":
        residual += v["residual_amount"]
    dismantling = v["dismantle_cost_per_bed"] * beds * building[last] * (1 + vat) * (v["end_of_term"] == "dismantle")
    row("residual_value", at(last, residual))
    # A sale within the revision period: the years that are left of the VAT, once reclaimed or not, are put right.
    sold_on = months_later(time.start, years * 12)
    this_year = (date(sold_on.year + 1, 1, 1) - date(sold_on.year, 1, 1)).days
    to_come = (
        (date(sold_on.year + 1, 1, 1) - sold_on).days / this_year
        + time.opened.year
        + v["revision_years_real_estate"]
        - (sold_on.year + 1)
    )
    left = max(0.0, to_come) / v["revision_years_real_estate"]
    taxed_use = {"exempt": 0.0, "taxed": 1.0, "going_concern": v["vat_taxed_share"]}[v["sale_vat"]]
    per_vat = left * (v["vat_taxed_share"] - taxed_use)
    full_rate = v["general_vat_rate"]
    works_sold = v["works_revision"] == "real_estate" and v["end_of_term"] != "dismantle"
    sold_vat = full_rate * sum(plus(site, construction, soft, spare)) * works_sold
    full_land_vat = full_rate if regime in {"vat_building_land", "vat_option"} else 0.0
    row("end_costs", at(last, dismantling + per_vat * (sold_vat + full_land_vat * land)))
    at_end = plus(rows["residual_value"], negative(rows["end_costs"]))
    running = plus(income, negative(replacement), negative(investment))
    project = row("project_cash_flow", plus(running, at_end))
    support = at(0, v["subsidy_at_start"] + v["municipal_contribution"])
    with_support = plus(project, support)

    # Present values.
    half = 0.5 if case["discounting"] == "mid_period" else 0.0
    rate = v["discount_rate"]

    def value(at_rate: float, middle: Row, ends: Row) -> float:
        return math.fsum(
            middle[n] * (1 + at_rate) ** (-max(0.0, n - half) / m) + ends[n] * (1 + at_rate) ** (-n / m)
            for n in periods
        )

    nothing = [0.0] * (last + 1)
    of_project = value(rate, running, at_end)
    npv = of_project + support[0]
    start = time.start.year
    inflation = (
        level(v["inflation"], time.price_year, start + years) / level(v["inflation"], time.price_year, start)
    ) ** (1 / years) - 1
    real = (1 + rate) / (1 + inflation) - 1
    of_price = value(rate, times(1 - share_of_revenue, from_price), at(last, of_price_at_end))
    price_kept = of_land * land_index[last] / land_index[0] * land_apart + (1 - of_land) * v["residual_share"] * kept
    land_kept = price_kept * (1 + rate) ** (-last / m)
    land_cost = 1 + land_vat + transfer + v["acquisition_cost_share"] - land_kept
    land_cost += full_land_vat * per_vat * (1 + rate) ** (-last / m)

    # The first full year: twelve months from stable occupancy, which with a ramp-up starts with a period.
    stable = math.ceil((opening + ramp) / step) * step if ramp else opening
    known = stable + 12 <= years * 12
    part = [max(0, min(time.months(n)[1], stable + 12) - max(time.months(n)[0], stable)) if n else 0 for n in periods]

    def first_full_year(amounts: Row) -> float:
        return sum(amount * share / months for amount, share, months in zip(amounts, part, used, strict=True) if months)

    # The loan: its clock starts with the period of completion; before that the drawn part bears interest.
    k = int(v["loan_payments_per_year"])
    completion = math.ceil(opening * m / 12)
    table = loan_table(v["loan_type"], v["loan_rate"] / k, v["loan_years"] * k, v["loan_grace_years"] * k)
    interest, repayment, at_once = list(nothing), list(nothing), list(nothing)
    owed, paid = 1.0, 0
    for number, payment in enumerate(table, start=1):
        n = completion + math.ceil(number * m / k)
        if n <= last:
            interest[n] += payment.interest
            (at_once if payment.at_once else repayment)[n] += payment.repayment
            owed, paid = payment.balance, number
    # Interest since the last payment, when the term ends between two.
    accrued = ((last - completion) * k / m - paid) * owed * v["loan_rate"] / k if paid < len(table) else 0.0

    def of_year(amounts: Row, year: int) -> float:
        return sum(amounts[(year - 1) * m + 1 : year * m + 1])

    service = {y: of_year(interest, y) + of_year(repayment, y) for y in range(1, years + 1)}
    counted = [y for y in service if (y - 1) * 12 >= stable and service[y] > 1e-12]
    by_share = v["loan_share"] * invested if v["loan_amount"] is None else v["loan_amount"]
    by_cover = max(0.0, min((of_year(income, y) / service[y] for y in counted), default=0.0) / v["loan_min_dscr"])
    loan = {"share": by_share, "dscr": by_cover, "lower_of_both": min(by_share, by_cover)}[v["loan_sizing"]]
    covers = [of_year(income, y) / (loan * service[y]) for y in counted] if loan > 0 else []
    interest = times(loan, interest)
    interest[last] += loan * accrued
    debt, building_interest, loan_flow = 0.0, list(nothing), list(nothing)
    for n in periods:
        drawn, repaid = loan * investment[n] / invested, loan * (repayment[n] + at_once[n])
        building_interest[n] = debt * v["loan_rate"] * step / 12 if 0 < n <= completion else 0.0
        debt += drawn - repaid
        rest = debt if n == last else 0.0
        fee = loan * v["loan_fee"] if n == 0 else 0.0
        loan_flow[n] = drawn - building_interest[n] - interest[n] - repaid - rest - fee
    row("interest", interest)
    row("construction_interest", building_interest)

    # One WOZ value for property tax and for the floor of the books: it grows as the tax does.
    woz_index = time.index(v["property_tax_growth"], in_use=True)

    # Corporate tax: the building, built or bought, in equal parts from completion; with its land not below WOZ.
    tax = list(nothing)
    if v["tax_regime"] == "corporate":
        book = losses = profit = 0.0
        first_furniture, later_furniture = times(1 + vat, furniture), times(1 + vat, renewed)
        monthly = max(0.0, invested - sum(first_furniture) - land_costs - support[0]) / (v["depreciation_years"] * 12)
        # Furniture month by month: equal parts over its life, five years or more; what is left goes when it is renewed.
        furniture_months = max(v["furniture_life_years"], v["furniture_write_off_years"]) * 12
        due = set(renewal_months(v["furniture_life_years"]))
        in_books = cost_of_furniture = 0.0
        for n in periods:
            book += investment[n] - first_furniture[n] - (land_costs + support[0] if n == 0 else 0.0)
            worn = in_books + first_furniture[n] + later_furniture[n]
            in_books, cost_of_furniture = in_books + first_furniture[n], cost_of_furniture + first_furniture[n]
            for month in range(*time.months(n)):
                if month >= opening:
                    in_books -= min(in_books, cost_of_furniture / furniture_months)
                if month + 1 in due:
                    in_books = cost_of_furniture = later_furniture[n]
            worn -= in_books
            # The WOZ value is of building and land; leased land is not in the books, so it is counted on this side too.
            not_owned = v["land_price_per_bed"] * beds * land_index[n] * leased
            above_woz = book + land_costs + not_owned - v["woz_value_per_bed"] * beds * woz_index[n]
            begin, end = time.months(n)
            written_off = max(0.0, min(book, above_woz, monthly * max(0, end - max(begin, opening))))
            book -= written_off
            profit += income[n] - (replacement[n] - later_furniture[n]) - written_off - worn
            profit -= interest[n] + building_interest[n]
            profit -= loan * v["loan_fee"] if n == 0 else 0.0
            profit += at_end[n] - book - in_books - land_costs if n == last else 0.0
            if n and n % m == 0:
                gain, limit = max(0.0, profit), v["loss_threshold"]
                used_losses = min(losses, min(gain, limit) + v["loss_share_above"] * max(0.0, gain - limit))
                losses += max(0.0, -profit) - used_losses
                left, profit = gain - used_losses, 0.0
                tax[n] = v["tax_low_rate"] * min(left, v["tax_bracket"]) + v["tax_high_rate"] * max(
                    0.0, left - v["tax_bracket"]
                )
    row("corporate_tax", tax)
    equity = row("equity_cash_flow", plus(with_support, negative(tax), loan_flow))
    equity_rate = rate if v["equity_discount_rate"] is None else v["equity_discount_rate"]

    wages = time.index(v["minimum_wage_growth"], in_use=True)
    weekly_tax = 7 * per_night * v["tourist_tax_passed_on"]
    wage = sum(part[n] * v["minimum_wage_hour"] * v["hours_per_week"] * wages[n] for n in periods)
    price = sum(part[n] * (v["price_per_bed_week"] * prices[n] + weekly_tax * tariff[n]) for n in periods)
    before_transfer = invested - sum(rows["transfer_tax"]) - sum(rows["acquisition_costs"])
    spent = plus(investment, costs, replacement, rows["ground_lease"])
    metrics: dict[str, float | None] = {
        "npv": npv,
        "equity_npv": value(equity_rate, plus(running, support, negative(tax)), plus(at_end, loan_flow)),
        "payback_years": payback(project, with_support, m, completion),
        "dscr_min": min(covers, default=None),
        "dscr_average": sum(covers) / len(covers) if covers else None,
        "loan_amount": loan,
        "investment": invested,
        "gross_initial_yield": first_full_year(revenue) / invested if known else None,
        "net_initial_yield": first_full_year(income) / invested if known else None,
        "gross_initial_yield_kk": first_full_year(revenue) / before_transfer if known else None,
        "net_initial_yield_kk": first_full_year(income) / before_transfer if known else None,
        "viability_gap": max(0.0, -of_project),
        "cost_recovery_price_per_bed_week": v["price_per_bed_week"] * (1 - of_project / of_price),
        "residual_land_value": None if leased or land_cost < 1e-8 else land + of_project / land_cost,
        "equivalent_annual_value": npv / years if abs(real) < 1e-12 else npv * real / (1 - (1 + real) ** -years),
        "npv_over_horizon": over_horizon(npv, real, years, case["horizon_years"]),
        "cost_per_bed_night": value(rate, spent, negative(at_end))
        / value(rate, [nights[n] * prices[n] for n in periods], nothing),
        "peak_funding": max(0.0, -min(sum(with_support[: n + 1]) for n in periods)),
        "resident_cost_share": price / wage if known else None,
    }
    for key, flow in (("irr", with_support), ("equity_irr", equity)):
        if sign_changes(flow) == 0:
            metrics[key] = None
        elif sign_changes(flow) == 1:
            metrics[key] = (1 + float(numpy_financial.irr(flow))) ** m - 1
    return Opinion(metrics, rows)
