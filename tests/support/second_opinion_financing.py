"""Loan and corporate tax of a standard option in its second calculation."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from tests.support.second_opinion_arithmetic import Row, loan_table, tax_of_year, times
from tests.support.second_opinion_project import Investment, Setting, renewal_months
from tests.support.second_opinion_use import Use


@dataclass(frozen=True)
class FirstYear:
    """The first full year: twelve months from stable occupancy, where the term has them (`known`).

    `part` is how many of its months fall in each period.
    """

    stable: int
    known: bool
    part: list[int]
    used: Row

    def amount(self, amounts: Row) -> float:
        """What of a row falls in the first full year."""
        return sum(
            amount * share / months
            for amount, share, months in zip(amounts, self.part, self.used, strict=True)
            if months
        )


@dataclass(frozen=True)
class Served:
    """A loan of one euro: what is paid per period, and the interest since the last payment at the end of the term."""

    interest: Row
    repayment: Row
    at_once: Row
    accrued: float


@dataclass(frozen=True)
class Loan:
    """The loan: its amount, its cover per year, its interest, and its flow for who put in the equity."""

    amount: float
    covers: list[float]
    completion: int
    interest: Row
    building_interest: Row
    flow: Row


@dataclass(frozen=True)
class WrittenOff:
    """What is written off per period, and what is left in the books at the end of the term."""

    amounts: Row
    left: float


def first_year_of(s: Setting, use: Use) -> FirstYear:
    """Stable occupancy starts with a period where there is a ramp-up."""
    step = s.time.step
    stable = math.ceil((s.opening + s.ramp) / step) * step if s.ramp else s.opening
    part = [
        max(0, min(s.time.months(n)[1], stable + 12) - max(s.time.months(n)[0], stable)) if n else 0 for n in s.periods
    ]
    return FirstYear(stable=stable, known=stable + 12 <= s.years * 12, part=part, used=use.used)


def served(s: Setting, completion: int) -> Served:
    """Payments on a loan of one euro, whose clock starts with the period of completion."""
    v, m, last = s.v, s.time.m, s.last
    k = int(v["loan_payments_per_year"])
    table = loan_table(v["loan_type"], v["loan_rate"] / k, v["loan_years"] * k, v["loan_grace_years"] * k)
    interest, repayment, at_once = s.nothing(), s.nothing(), s.nothing()
    owed, paid = 1.0, 0
    for number, payment in enumerate(table, start=1):
        n = completion + math.ceil(number * m / k)
        if n <= last:
            interest[n] += payment.interest
            (at_once if payment.at_once else repayment)[n] += payment.repayment
            owed, paid = payment.balance, number
    # Interest since the last payment, when the term ends between two.
    accrued = ((last - completion) * k / m - paid) * owed * v["loan_rate"] / k if paid < len(table) else 0.0
    return Served(interest, repayment, at_once, accrued)


def loan_of(s: Setting, investment: Investment, income: Row, stable: int) -> Loan:
    """The loan by share or by cover, drawn as is built; before completion the drawn part bears interest."""
    v, m = s.v, s.time.m
    completion = math.ceil(s.opening * m / 12)
    euro = served(s, completion)

    def of_year(amounts: Row, year: int) -> float:
        return sum(amounts[(year - 1) * m + 1 : year * m + 1])

    service = {y: of_year(euro.interest, y) + of_year(euro.repayment, y) for y in range(1, s.years + 1)}
    counted = [y for y in service if (y - 1) * 12 >= stable and service[y] > 1e-12]
    by_share = v["loan_share"] * investment.invested if v["loan_amount"] is None else v["loan_amount"]
    by_cover = max(0.0, min((of_year(income, y) / service[y] for y in counted), default=0.0) / v["loan_min_dscr"])
    loan = {"share": by_share, "dscr": by_cover, "lower_of_both": min(by_share, by_cover)}[v["loan_sizing"]]
    covers = [of_year(income, y) / (loan * service[y]) for y in counted] if loan > 0 else []
    interest = times(loan, euro.interest)
    interest[s.last] += loan * euro.accrued
    debt, building_interest, flow = 0.0, s.nothing(), s.nothing()
    for n in s.periods:
        drawn = loan * investment.rows["investment_outlay"][n] / investment.invested
        repaid = loan * (euro.repayment[n] + euro.at_once[n])
        building_interest[n] = debt * v["loan_rate"] * s.time.step / 12 if 0 < n <= completion else 0.0
        debt += drawn - repaid
        rest = debt if n == s.last else 0.0
        fee = loan * v["loan_fee"] if n == 0 else 0.0
        flow[n] = drawn - building_interest[n] - interest[n] - repaid - rest - fee
    return Loan(loan, covers, completion, interest, building_interest, flow)


def furniture_written_off(s: Setting, first: Row, later: Row) -> WrittenOff:
    """Furniture month by month: equal parts over its life, five years or more; what is left goes when it is renewed."""
    v = s.v
    furniture_months = max(v["furniture_life_years"], v["furniture_write_off_years"]) * 12
    due = set(renewal_months(s, v["furniture_life_years"]))
    in_books = cost_of_furniture = 0.0
    row = []
    for n in s.periods:
        worn = in_books + first[n] + later[n]
        in_books, cost_of_furniture = in_books + first[n], cost_of_furniture + first[n]
        for month in range(*s.time.months(n)):
            if month >= s.opening:
                in_books -= min(in_books, cost_of_furniture / furniture_months)
            if month + 1 in due:
                in_books = cost_of_furniture = later[n]
        row.append(worn - in_books)
    return WrittenOff(row, in_books)


def building_written_off(s: Setting, investment: Investment, furniture: Row, support: float) -> WrittenOff:
    """The building, built or bought, in equal parts from completion; with its land not below its WOZ value."""
    v, land_costs = s.v, investment.land_costs
    cost = max(0.0, investment.invested - sum(furniture) - land_costs - support)
    monthly = cost / (v["depreciation_years"] * 12)
    # One WOZ value for property tax and for the floor of the books: it grows as the tax does.
    woz_index = s.time.index(v["property_tax_growth"], in_use=True)
    book, row = 0.0, []
    for n in s.periods:
        book += investment.rows["investment_outlay"][n] - furniture[n] - (land_costs + support if n == 0 else 0.0)
        # The WOZ value is of building and land; leased land is not in the books, so it is counted on this side too.
        not_owned = v["land_price_per_bed"] * s.beds * s.land_index[n] * s.leased
        above_woz = book + land_costs + not_owned - v["woz_value_per_bed"] * s.beds * woz_index[n]
        begin, end = s.time.months(n)
        written_off = max(0.0, min(book, above_woz, monthly * max(0, end - max(begin, s.opening))))
        book -= written_off
        row.append(written_off)
    return WrittenOff(row, book)


def tax_of(s: Setting, investment: Investment, operating: Mapping[str, Row], end: Row, loan: Loan) -> Row:
    """Corporate tax per year, in its last period; what is in the books at the end is sold with the rest."""
    v, tax = s.v, s.nothing()
    if v["tax_regime"] != "corporate":
        return tax
    first_furniture = times(1 + s.vat, investment.rows["furniture"])
    later_furniture = times(1 + s.vat, operating["furniture_replacement"])
    furniture = furniture_written_off(s, first_furniture, later_furniture)
    building = building_written_off(s, investment, first_furniture, v["subsidy_at_start"] + v["municipal_contribution"])
    losses = profit = 0.0
    for n in s.periods:
        replaced = operating["replacement"][n] - later_furniture[n]
        profit += operating["net_operating_income"][n] - replaced - building.amounts[n] - furniture.amounts[n]
        profit -= loan.interest[n] + loan.building_interest[n]
        profit -= loan.amount * v["loan_fee"] if n == 0 else 0.0
        profit += end[n] - building.left - furniture.left - investment.land_costs if n == s.last else 0.0
        if n and n % s.time.m == 0:
            tax[n], losses = tax_of_year(v, profit, losses)
            profit = 0.0
    return tax
