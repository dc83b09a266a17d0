"""The project of a standard option in its second calculation: what is built, earned, spent, and worth at the end."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.support.second_opinion_arithmetic import Row, negative, plus, times
from tests.support.second_opinion_guest import guest_rows
from tests.support.second_opinion_time import Calendar, months_later
from tests.support.second_opinion_use import Use

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
WITH_VAT_ON_LAND = {"vat_building_land", "vat_option"}


@dataclass(frozen=True)
class Setting:
    """What every step reads: the case, the value of every input, the periods, and price indices over them."""

    case: Mapping[str, Any]
    v: Mapping[str, Any]
    time: Calendar
    years: int
    moves: int
    general: Row
    running_prices: Row
    prices: Row
    building: Row
    land_index: Row

    @property
    def beds(self) -> Any:
        return self.case["beds"]

    @property
    def opening(self) -> int:
        """Months from the start to the opening."""
        return int(self.v["construction_months"])

    @property
    def ramp(self) -> int:
        return int(self.v["ramp_up_months"])

    @property
    def last(self) -> int:
        return int(self.time.last)

    @property
    def periods(self) -> range:
        return range(self.time.last + 1)

    @property
    def vat(self) -> Any:
        """The rate of VAT that is not reclaimed."""
        return self.v["general_vat_rate"] * (1 - self.v["vat_taxed_share"])

    @property
    def leased(self) -> bool:
        return bool(self.v["land_tax_regime"] == "ground_lease")

    def once(self, moment: int, amount: float) -> Row:
        """A row with one amount."""
        return [amount if n == moment else 0.0 for n in self.periods]

    def nothing(self) -> Row:
        return [0.0] * (self.last + 1)

    def value(self, rate: float, middle: Row, ends: Row) -> float:
        """The present value of flows in the middle of their period, where the case discounts so, and at its end."""
        half = 0.5 if self.case["discounting"] == "mid_period" else 0.0
        m = self.time.m
        return math.fsum(
            middle[n] * (1 + rate) ** (-max(0.0, n - half) / m) + ends[n] * (1 + rate) ** (-n / m) for n in self.periods
        )


@dataclass(frozen=True)
class Investment:
    """What is bought and built; `today` is the cost of the building at today's prices, `land_costs` stay land."""

    rows: Mapping[str, Row]
    today: float
    land: float
    land_vat: float
    transfer: float
    of_land: float
    bought: float
    land_costs: float
    invested: float


@dataclass(frozen=True)
class Income:
    """What guests pay: `net` is the share of a price without its VAT.

    `from_price` is what of it moves in proportion to the price, `inside` the tourist tax inside that does as well;
    `weekly_top` the tourist tax on top of the price of a bed per week, with its VAT, over all guests.
    """

    rows: Mapping[str, Row]
    net: Row
    rent: float
    from_price: Row
    inside: Row
    weekly_top: Row


@dataclass(frozen=True)
class Operation:
    """What operating costs, incl. the VAT that stays, and what is replaced; a share of it moves with the revenue."""

    rows: Mapping[str, Row]
    share_of_revenue: float


@dataclass(frozen=True)
class End:
    """The end of the term; `land_apart` and `kept` say whether land and building keep a value of their own."""

    rows: Mapping[str, Row]
    at_end: Row
    of_price: float
    land_apart: bool
    kept: bool
    per_vat: float
    full_land_vat: float


def setting(case: Mapping[str, Any], v: Mapping[str, Any]) -> Setting:
    """Periods and prices of a case; what is built counts all days of its period, what is in use those from opening."""
    moves = int(v["relocation_times"]) if v["end_of_term"] == "relocate" else 0
    years = int(v["term_years"] + moves * v["relocation_term_years"])
    time = Calendar(case, years, int(v["construction_months"]))
    return Setting(
        case=case,
        v=v,
        time=time,
        years=years,
        moves=moves,
        general=time.index(v["inflation"]),
        running_prices=time.index(v["inflation"], in_use=True),
        prices=time.index(v["price_growth"], in_use=True),
        building=time.index(v["building_cost_growth"]),
        land_index=time.index(v["land_growth"]),
    )


def investment_of(s: Setting) -> Investment:
    """Land, taxes and permit fees at the start, the rest spread over the months of construction."""
    v, time, beds, building, periods, once = s.v, s.time, s.beds, s.building, s.periods, s.once

    def built(n: int) -> float:
        begin, end = time.months(n)
        return float(n == 0) if s.opening == 0 else (min(end, s.opening) - min(begin, s.opening)) / s.opening

    today = {
        "per_m2": v["building_cost_per_m2"] * v["m2_per_bed"] * beds,
        "per_bed": v["building_cost_per_bed"] * beds,
        "per_unit": v["building_cost_per_unit"] * beds / v["beds_per_unit"],
    }[v["building_cost_basis"]]
    regime = v["land_tax_regime"]
    land = 0.0 if s.leased else v["land_price_per_bed"] * beds * s.land_index[0]
    land_vat = s.vat if regime in WITH_VAT_ON_LAND else 0.0
    non_home, home = time.law("transfer_tax_non_home_rate")[0], time.law("transfer_tax_home_rate")[0]
    transfer = {"existing_non_home": non_home, "vat_option": non_home, "existing_home": home}.get(regime, 0.0)
    rows: dict[str, Row] = {
        "land_price": once(0, land),
        "land_vat": once(0, land * land_vat),
        "transfer_tax": once(0, land * transfer),
        "acquisition_costs": once(0, land * v["acquisition_cost_share"]),
        "permit_fees": once(0, today * v["permit_fee_share"] * building[0]),
    }
    site = [v["site_preparation_per_bed"] * beds * building[n] * built(n) for n in periods]
    construction = [today * building[n] * built(n) for n in periods]
    soft = times(v["soft_cost_share"], construction)
    spare = times(v["contingency_share"], plus(site, construction, soft))
    furniture = [v["furniture_per_bed"] * beds * s.general[n] * built(n) for n in periods]
    rows |= {"site_preparation": site, "building_costs": construction, "soft_costs": soft, "contingency": spare}
    rows["furniture"] = furniture
    rows["investment_vat"] = times(s.vat, plus(site, construction, soft, spare, furniture))
    rows["investment_outlay"] = plus(*rows.values())
    # A price that pays for a building too is split: only land keeps its value and is never depreciated. What is paid on
    # top of the price (tax, notary, VAT) is split in the same proportion.
    of_land = 1.0 if regime in {"vat_building_land", "ground_lease"} else v["purchase_land_share"]
    land_costs = of_land * sum(rows[key][0] for key in ("land_price", "land_vat", "transfer_tax", "acquisition_costs"))
    return Investment(
        rows=rows,
        today=today,
        land=land,
        land_vat=land_vat,
        transfer=transfer,
        of_land=of_land,
        bought=(1 - of_land) * land,
        land_costs=land_costs,
        invested=sum(rows["investment_outlay"]),
    )


def income_of(s: Setting, use: Use) -> Income:
    """The price incl. VAT on the taxed share, split into rent and service costs; other income; tourist tax."""
    v, nights, prices, periods = s.v, use.nights, s.prices, s.periods
    lodging = s.time.law("lodging_vat_rate")
    net = [1 - v["vat_taxed_share"] * rate / (1 + rate) for rate in lodging]
    rent = v["price_per_bed_week"] - v["service_cost_per_bed_week"]
    rental = [nights[n] / 7 * rent * prices[n] * net[n] for n in periods]
    service = [nights[n] / 7 * v["service_cost_per_bed_week"] * prices[n] * net[n] for n in periods]
    other = [v["other_income_per_bed_year"] * s.beds * use.used[n] / 12 * s.running_prices[n] for n in periods]
    tariff = s.time.index(v["tourist_tax_growth"], in_use=True)
    guests = guest_rows(v, lodging, prices, tariff, nights)
    of_price = v["tourist_tax_basis"] == "share_of_price"
    borne = 0.0 if v["vacancy_bearer"] == "operator" else v["empty_bed_share"]
    empty = [borne * use.empty[n] / 7 * v["price_per_bed_week"] * prices[n] * net[n] for n in periods]
    rows = {
        "occupied_nights": nights,
        "rental_income": rental,
        "service_income": service,
        "other_income": other,
        "revenue": plus(rental, service, empty, guests["vat_saved"], other),
        "tourist_tax": guests["tax"],
        "tourist_tax_charged": guests["top"],
        "vat_on_tourist_tax": guests["top_vat"],
    }
    from_price = plus(rental, service, empty, times(of_price, guests["vat_saved"]))
    return Income(rows, net, rent, from_price, times(of_price, guests["inside"]), guests["weekly_top"])


def cost_of(s: Setting, name: str, use: Use, revenue: Row) -> Row:
    """One operating cost on its own base with its own growth."""
    v, beds = s.v, s.beds
    index, amount, basis = s.time.index(v[f"{name}_growth"], in_use=True), v[f"{name}_cost"], v[f"{name}_basis"]
    bed_years = [beds * use.used[n] / 12 * index[n] for n in s.periods]
    if basis == "woz_tariff":
        rates = {"home": ("ozb_home_owner_rate",), "non_home": ("ozb_non_home_owner_rate", "ozb_non_home_user_rate")}
        return times(v["woz_value_per_bed"] * sum(v[rate] for rate in rates[v["property_class"]]), bed_years)
    if basis == "share_of_revenue":
        return times(amount, revenue)
    if basis == "per_occupied_night":
        return [amount * use.nights[n] * index[n] for n in s.periods]
    staff = max(v[f"fte_{v['presence']}"] / beds, 1 / v["beds_per_fte"]) * v["staff_cost_per_fte"]
    a_bed = {"per_bed_year": amount, "per_m2_year": amount * v["m2_per_bed"], "per_year": amount / beds}
    return times({**a_bed, "by_presence": staff}[basis], bed_years)


def renewal_months(s: Setting, cycle: float) -> list[float]:
    """The months at whose end a cycle since opening is over, but for the last twelve of the term."""
    ends = [s.opening + count * cycle * 12 for count in range(1, 101)]
    return [end for end in ends if end <= (s.years - 1) * 12]


def rounds(s: Setting, cycle: float) -> list[int]:
    """How often a cycle since opening ends in each period, the last twelve months of the term left out."""
    kept = renewal_months(s, cycle)
    return [sum(s.time.months(n)[0] < end <= s.time.months(n)[1] for end in kept) for n in s.periods]


def operation_of(s: Setting, today: float, use: Use, income: Income) -> Operation:
    """Costs with the VAT on them that stays, the ground lease, and what is replaced or moved."""
    v, time, building, periods = s.v, s.time, s.building, s.periods
    revenue = income.rows["revenue"]
    taxed, untaxed, share_of_revenue = s.nothing(), s.nothing(), 0.0
    for name in COSTS:
        cost = cost_of(s, name, use, revenue)
        if v[f"{name}_basis"] == "share_of_revenue":
            share_of_revenue += v[f"{name}_cost"] * (1 if name in WITHOUT_VAT else 1 + s.vat)
        if name in WITHOUT_VAT:
            untaxed = plus(untaxed, cost)
        else:
            taxed = plus(taxed, cost)
    share, cycles = v["major_maintenance_share"], rounds(s, v["major_maintenance_cycle"])
    major = [today * share * building[n] * cycles[n] for n in periods]
    vat = times(s.vat, plus(taxed, major))
    costs = plus(taxed, untaxed, major, vat, income.rows["tourist_tax"])
    canon = v["land_price_per_bed"] * s.beds * v["ground_lease_rate"] * s.leased
    lease = [canon * s.land_index[n] * time.step / 12 if n else 0.0 for n in periods]
    renewals = rounds(s, v["furniture_life_years"])
    renewed = [v["furniture_per_bed"] * s.beds * s.running_prices[n] * renewals[n] for n in periods]
    ends_of_terms = [(v["term_years"] + count * v["relocation_term_years"]) * 12 for count in range(s.moves)]
    moved = [
        today
        * v["relocation_cost_share"]
        * building[n]
        * sum(time.months(n)[0] < end <= time.months(n)[1] for end in ends_of_terms)
        for n in periods
    ]
    rows = {
        "major_maintenance": major,
        "operating_vat": vat,
        "operating_costs": costs,
        "ground_lease": lease,
        "net_operating_income": plus(
            revenue,
            income.rows["tourist_tax_charged"],
            negative(income.rows["vat_on_tourist_tax"]),
            negative(costs),
            negative(lease),
        ),
        "furniture_replacement": renewed,
        "relocation_costs": moved,
        "replacement": times(1 + s.vat, plus(renewed, moved)),
    }
    return Operation(rows, share_of_revenue)


def end_of(s: Setting, investment: Investment, income: Income) -> End:
    """The end: by share, exit yield on the rent of the year after the term, an amount, or only the land."""
    v, last, land_index = s.v, s.last, s.land_index
    stays, method = v["end_of_term"] == "stay", v["residual_method"]
    land_apart = not stays or method == "share_of_investment"
    kept = v["end_of_term"] == "relocate" or (stays and method == "share_of_investment")
    of_price_at_end = 0.0
    residual = investment.of_land * investment.land * land_index[last] / land_index[0] * land_apart
    residual += (investment.bought + sum(investment.rows["building_costs"])) * v["residual_share"] * kept
    if stays and method == "exit_yield":
        prices, net = s.prices, income.net
        next_rent = s.beds * v["occupancy"] * 365 / 7 * income.rent * prices[last + 1] * net[last + 1]
        by_yield = (1 - v["exit_selling_costs"]) / v["exit_yield"] / (1 + v["exit_buyers_costs"])
        # The land of a lease is its owner's: of what the buyer pays the operator keeps what is left for the building.
        residual += next_rent * by_yield - v["land_price_per_bed"] * s.beds * land_index[last] * s.leased
        price_at_end = s.beds * v["occupancy"] * 365 / 7 * v["price_per_bed_week"] * prices[last + 1] * net[last + 1]
        of_price_at_end = price_at_end * by_yield
    if stays and method == "given_amount":
        residual += v["residual_amount"]
    dismantling = v["dismantle_cost_per_bed"] * s.beds * s.building[last] * (1 + s.vat)
    dismantling *= v["end_of_term"] == "dismantle"
    per_vat = vat_put_right(s)
    full_land_vat = v["general_vat_rate"] if v["land_tax_regime"] in WITH_VAT_ON_LAND else 0.0
    works_sold = v["works_revision"] == "real_estate" and v["end_of_term"] != "dismantle"
    works = ("site_preparation", "building_costs", "soft_costs", "contingency")
    sold_vat = v["general_vat_rate"] * sum(plus(*(investment.rows[key] for key in works))) * works_sold
    rows = {
        "residual_value": s.once(last, residual),
        "end_costs": s.once(last, dismantling + per_vat * (sold_vat + full_land_vat * investment.land)),
    }
    at_end = plus(rows["residual_value"], negative(rows["end_costs"]))
    return End(
        rows=rows,
        at_end=at_end,
        of_price=of_price_at_end,
        land_apart=land_apart,
        kept=kept,
        per_vat=per_vat,
        full_land_vat=full_land_vat,
    )


def vat_put_right(s: Setting) -> float:
    """The part of the VAT, once reclaimed or not, that a sale puts right: the years left of the revision period."""
    v = s.v
    sold_on = months_later(s.time.start, s.years * 12)
    this_year = (date(sold_on.year + 1, 1, 1) - date(sold_on.year, 1, 1)).days
    to_come = (
        (date(sold_on.year + 1, 1, 1) - sold_on).days / this_year
        + s.time.opened.year
        + v["revision_years_real_estate"]
        - (sold_on.year + 1)
    )
    left = max(0.0, to_come) / v["revision_years_real_estate"]
    taxed_use = {"exempt": 0.0, "taxed": 1.0, "going_concern": v["vat_taxed_share"]}[v["sale_vat"]]
    return float(left * (v["vat_taxed_share"] - taxed_use))
