"""The rows of the hand-written peer up to the operating result: time, price indices, investment, income and costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.setting import Array, Calendar, steps_of
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
    filled_in_contract: Array
    first_full_year: Array
    completion: Any
    stabilised_month: Any


@dataclass
class Result:
    """Rows of the operating phase, and the share of the price that goes to costs tied to revenue."""

    nights: Array
    charged_night: Array
    moves_with_price: Array
    tax_of_price: Array
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


def growth_index(v: V, key: str, calendar: Calendar) -> Any:
    """1 at the price level date, stepping each 1 January; a period takes the day-weighted two years it touches."""
    years = calendar.first_year + np.arange(calendar.years)[:, None]
    growth = np.where(years > calendar.first_year, v[key], 0.0)
    for step in steps_of(v, key):
        growth = np.where((years > calendar.first_year) & (years >= v[f"{step}.year"]), v[step], growth)
    levels = np.cumprod(1 + growth, axis=0)
    first, share = np.array(calendar.year_number), np.array(calendar.share)[:, None]
    if (share == 1).all():
        return levels[first]
    return share * levels[first] + (1 - share) * levels[first + 1]


def months(v: V, period: Array) -> Time:
    """When the option is built, opened, let in full."""
    construction, ramp = v["construction_months"], v["ramp_up_months"]
    begin, end = np.maximum(0, period - 1) * 12, period * 12
    before, by_end = np.maximum(0, begin - construction), np.maximum(0, end - construction)
    stabilised_month = np.where(np.greater(ramp, 0), np.ceil((construction + ramp) / 12) * 12, construction)

    def worth(open_months: Array) -> Any:
        in_ramp = np.minimum(open_months, ramp)
        return np.maximum(0, open_months - ramp) + in_ramp * in_ramp / (2 * np.maximum(1, ramp))

    contract = v["take_up_years"] * 12
    first_year = np.minimum(end, stabilised_month + 12) - np.maximum(begin, stabilised_month)
    return Time(
        begin=begin,
        end=end,
        open_before=before,
        open_by_end=by_end,
        operating=by_end - before,
        stabilised=worth(by_end) - worth(before),
        filled_in_contract=worth(np.minimum(by_end, contract)) - worth(np.minimum(before, contract)),
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
    under_contract = np.where(np.isnan(v["take_up_occupancy"]), v["occupancy"], v["take_up_occupancy"])
    extra = v["take_up_share"] * (under_contract - v["occupancy"])
    nights = beds / 12 * 365 * (v["occupancy"] * time.stabilised + extra * time.filled_in_contract)
    paid = nights * price * ((1 - taxed * lodging_vat / (1 + lodging_vat)) / v["nights_per_week"])
    rental_income = paid * (v["price_per_bed_week"] - v["service_cost_per_bed_week"])
    service_income = paid * v["service_cost_per_bed_week"]
    tourist = tourist_night(v, lodging_vat, index)
    guests = nights * (1 - v["brp_share"])
    price_revenue = rental_income + service_income + guests * tourist.vat_saved
    revenue = price_revenue
    if np.any(v["other_income_per_bed_year"]):
        revenue = revenue + v["other_income_per_bed_year"] * beds * time.operating / 12 * index["inflation"]
    tourist_tax = guests * tourist.tax

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
        charged_night=tourist.charged,
        moves_with_price=price_revenue - (1 - tourist.follows_price) * guests * tourist.vat_saved,
        tax_of_price=tourist_tax * (1 - tourist.on_top) * tourist.follows_price,
        revenue=revenue,
        operating_costs=operating_costs,
        ground_lease=ground_lease,
        noi=revenue + tourist_tax * tourist.on_top - operating_costs - ground_lease,
        replacement=v["furniture_per_bed"] * beds * (1 + vat) * (index["inflation"] * renewals),
        revenue_share=revenue_share,
    )


@dataclass
class TouristNight:
    """Tourist tax of a night of a guest who is not registered, and what of it is on top of the price."""

    tax: Array
    charged: Array
    vat_saved: Any
    on_top: Any
    follows_price: bool


def tourist_night(v: V, lodging_vat: Array, index: dict[str, Array]) -> TouristNight:
    """An amount, or a share of the price without VAT and tax; a mean over nights with and without VAT."""
    taxed, on_top = v["vat_taxed_share"], (0.0, 1.0, v["tourist_tax_passed_on"])[int(v["tourist_tax_form"]) - 1]
    inside_bears, top_bears = v["tourist_tax_vat"] != 3, v["tourist_tax_vat"] == 2
    follows_price = v["tourist_tax_basis"] == 2
    if follows_price:
        price = v["price_per_bed_week"] / v["nights_per_week"] * index["price_growth"]
        share, inside = v["tourist_tax_share"], v["tourist_tax_share"] * (1 - on_top)
        with_vat = price * share / (1 + lodging_vat + inside * (1 + inside_bears * lodging_vat))
        tax = taxed * with_vat + (1 - taxed) * price * share / (1 + inside)
    else:
        with_vat = tax = v["tourist_tax_per_night"] * index["tourist_tax_growth"]
    saved = taxed * lodging_vat / (1 + lodging_vat) * with_vat * (1 - on_top) if not inside_bears else 0.0
    charged = (tax + top_bears * taxed * with_vat * lodging_vat) * on_top
    return TouristNight(tax, charged, saved, on_top, follows_price)


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
    elif basis == 6 and name == "management":
        amount = v[("fte_by_telephone", "fte_fixed_hours", "fte_daily", "fte_day_and_night")[int(v["presence"]) - 1]]
        amount = np.maximum(amount, beds / v["beds_per_fte"]) * v["staff_cost_per_fte"]
    elif basis == 6:
        non_home = v["ozb_non_home_owner_rate"] + v["ozb_non_home_user_rate"]
        amount = v["woz_value_per_bed"] * beds * (v["ozb_home_owner_rate"] if v["property_class"] == 1 else non_home)
    return amount * (index * (time.operating / 12))
