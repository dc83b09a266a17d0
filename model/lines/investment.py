"""Investment: what it takes to open the doors (stichtingskosten, without financing), in nominal euros per period.

Land or purchase, transfer tax, acquisition costs and permit fees fall in period 0; the rest is spread over the months
of construction.
"""

from __future__ import annotations

from dataclasses import dataclass

from model.formula.expression import Expression, Input, Line
from model.formula.primitives import by_choice, choice_of, or_else, summed, total
from model.lines.dated import dated_value
from model.lines.own import OwnLines, with_own
from model.lines.premises import Premises
from model.lines.site import LAND_TAX_REGIMES
from model.lines.timeline import Timeline
from model.lines.uses import LOCAL_USES


@dataclass(frozen=True)
class Investment:
    """Rows per kind of outlay and their sum; `land_price` is excl. VAT and transfer tax.

    `initial_investment` is the part up to completion (own option: period 0): what yields and loans are measured on.
    `transfer_costs` are transfer tax and notary: the difference between v.o.n. and k.k. `land_outlay_factor` is what a
    euro of land price costs in all (VAT that stays, transfer tax, notary). Where a building is bought, `land_price`
    pays for both: `bought_building` is the building's part of it, and `costs_of_land` the land's part of `land_costs`.
    `furniture_with_vat` is furniture with the VAT that stays.
    """

    land_price: Line
    bought_building: Line
    land_vat: Line
    transfer_tax: Line
    acquisition_costs: Line
    site_preparation: Line
    building_costs: Line
    soft_costs: Line
    permit_fees: Line
    contingency: Line
    furniture: Line
    furniture_with_vat: Line
    investment_vat: Line
    plan_costs: Line
    cost_recovery: Line
    guarantee_fee: Line
    land_vat_gross: Line
    works_vat_gross: Line
    furniture_vat_gross: Line
    vat_gross: Line
    works_total: Line
    investment_outlay: Line
    initial_outlay: Line
    investment: Line
    transfer_costs: Line
    land_costs: Line
    costs_of_land: Line
    land_outlay_factor: Line
    land_vat_rate: Line


@dataclass(frozen=True)
class Purchase:
    """Land or a building with its land: rows at the start, and what a euro of the price costs in all."""

    land_price: Line
    land_vat_rate: Line
    land_vat_gross: Line
    land_vat: Line
    transfer_tax: Line
    acquisition_costs: Line
    land_costs: Line
    land_outlay_factor: Line


def build_purchase(premises: Premises) -> Purchase:
    """Price, VAT or transfer tax by the way the land is acquired, and notary."""
    structure, timeline, site, at_start = (
        premises.structure,
        premises.timeline,
        premises.site,
        premises.timeline.is_start,
    )
    vat_not_reclaimed = premises.stay.vat_not_reclaimed
    land_today = Line("land_price_today", (1 - site.is_ground_lease) * Input("land_price_per_bed") * site.beds)
    land_price = Line("land_price", at_start * land_today * premises.indices.land)
    with_vat = by_choice(site.land_regime, LAND_TAX_REGIMES, vat_building_land=1, vat_option=1, otherwise=0)
    land_vat_rate = Line("land_vat_rate", with_vat * Input("general_vat_rate"))
    land_vat_gross = Line("land_vat_gross", land_price * land_vat_rate)
    land_vat = Line("land_vat", land_vat_gross * vat_not_reclaimed)
    land_vat_share = Line("land_vat_share", land_vat_rate * vat_not_reclaimed * at_start)
    non_home = dated_value("transfer_tax_non_home", "transfer_tax_non_home_rate", timeline, structure)
    home = dated_value("transfer_tax_home", "transfer_tax_home_rate", timeline, structure)
    rate_at_transfer = by_choice(
        site.land_regime,
        LAND_TAX_REGIMES,
        existing_non_home=non_home,
        existing_home=home,
        vat_option=non_home,
        otherwise=0,
    )
    transfer_rate = Line("transfer_tax_rate", rate_at_transfer * at_start)
    transfer_tax = Line("transfer_tax", land_price * transfer_rate)
    acquisition_costs = Line("acquisition_costs", land_price * Input("acquisition_cost_share"))
    return Purchase(
        land_price=land_price,
        land_vat_rate=land_vat_rate,
        land_vat_gross=land_vat_gross,
        land_vat=land_vat,
        transfer_tax=transfer_tax,
        acquisition_costs=acquisition_costs,
        land_costs=Line("land_costs", land_price + land_vat + transfer_tax + acquisition_costs),
        land_outlay_factor=Line(
            "land_outlay_factor",
            1 + total(land_vat_share) + total(transfer_rate) + Input("acquisition_cost_share"),
        ),
    )


@dataclass(frozen=True)
class Works:
    """Rows of what is built and put in, spread over the months of construction; `works` leaves out the contingency."""

    site_preparation: Line
    building_costs: Line
    soft_costs: Line
    works: Line
    contingency: Line
    furniture: Line


def build_works(premises: Premises) -> Works:
    """Preparing the site, the construction sum, soft costs and contingency as shares of it, and the first furniture."""
    site, indices, spread = premises.site, premises.indices, premises.timeline.construction_share
    site_preparation = Line(
        "site_preparation", Input("site_preparation_per_bed") * site.beds * indices.building * spread
    )
    building_costs = Line("building_costs", site.building_costs_today * indices.building * spread)
    soft_costs = Line("soft_costs", building_costs * Input("soft_cost_share"))
    works = Line("works", site_preparation + building_costs + soft_costs)
    return Works(
        site_preparation=site_preparation,
        building_costs=building_costs,
        soft_costs=soft_costs,
        works=works,
        contingency=Line("contingency", works * Input("contingency_share")),
        furniture=Line("furniture", Input("furniture_per_bed") * site.beds * indices.general * spread),
    )


def build_investment(premises: Premises, guarantee_fee: Line) -> Investment:
    """The investment of a standard option, from land to furniture, with plan costs the municipality recovers.

    Transfer tax, notary and VAT on a purchase follow what was bought: the building and the land each bear their share
    of the price (a convention: what is paid to acquire a thing belongs to its cost).
    """
    timeline, site, at_start = premises.timeline, premises.site, premises.timeline.is_start
    purchase, built = build_purchase(premises), build_works(premises)
    land_price, land_costs = purchase.land_price, purchase.land_costs
    works, contingency, furniture = built.works, built.contingency, built.furniture
    vat = Line("investment_vat_rate", Input("general_vat_rate") * premises.stay.vat_not_reclaimed)
    permit_fees = Line(
        "permit_fees", site.building_costs_today * Input("permit_fee_share") * premises.indices.building * at_start
    )
    investment_vat = Line("investment_vat", (works + contingency + furniture) * vat)
    works_vat_gross = Line("works_vat_gross", (works + contingency) * Input("general_vat_rate"))
    furniture_vat_gross = Line("furniture_vat_gross", furniture * Input("general_vat_rate"))
    plan_costs = Line("plan_costs_at_start", build_plan_costs() * at_start)
    cost_recovery = Line("cost_recovery", plan_costs * Input("plan_cost_recovery_share"))
    all_outlays = summed(
        land_costs, works, contingency, permit_fees, furniture, investment_vat, cost_recovery, guarantee_fee
    )
    outlay = Line("investment_outlay", with_own(all_outlays, "own_investment", premises.own.investment))
    initial_outlay, investment = _initial(outlay, timeline)
    return Investment(
        land_price=land_price,
        bought_building=Line("bought_building", land_price * (1 - site.land_share)),
        land_vat=purchase.land_vat,
        transfer_tax=purchase.transfer_tax,
        acquisition_costs=purchase.acquisition_costs,
        site_preparation=built.site_preparation,
        building_costs=built.building_costs,
        soft_costs=built.soft_costs,
        permit_fees=permit_fees,
        contingency=contingency,
        furniture=furniture,
        furniture_with_vat=Line("furniture_with_vat", furniture * (1 + vat)),
        investment_vat=investment_vat,
        plan_costs=plan_costs,
        cost_recovery=cost_recovery,
        guarantee_fee=guarantee_fee,
        land_vat_gross=purchase.land_vat_gross,
        works_vat_gross=works_vat_gross,
        furniture_vat_gross=furniture_vat_gross,
        vat_gross=Line("vat_gross", purchase.land_vat_gross + works_vat_gross + furniture_vat_gross),
        works_total=Line("works_total", total(Line("works_with_contingency", works + contingency))),
        investment_outlay=outlay,
        initial_outlay=initial_outlay,
        investment=investment,
        transfer_costs=Line("transfer_costs", total(purchase.transfer_tax) + total(purchase.acquisition_costs)),
        land_costs=land_costs,
        costs_of_land=Line("costs_of_land", land_costs * site.land_share),
        land_outlay_factor=purchase.land_outlay_factor,
        land_vat_rate=purchase.land_vat_rate,
    )


def build_plan_costs() -> Line:
    """The municipality's plan costs beyond permit fees, at the start; counted only when switched on."""
    is_counted = by_choice(choice_of("plan_costs_use"), LOCAL_USES, off=0, local=1)
    return Line("plan_costs_counted", is_counted * or_else(Input("plan_costs"), 0))


@dataclass(frozen=True)
class OwnInvestment:
    """The investment of an option of own lines; `land_costs` is None unless an own line is marked as land."""

    investment_outlay: Line
    initial_outlay: Line
    investment: Line
    land_costs: Line | None


def build_own_investment(timeline: Timeline, own: OwnLines) -> OwnInvestment:
    """The investment of an option of own lines, and what of it is initial: what yields and loans are measured on.

    Initial is what falls up to completion (period 0, unless construction months are given). Later outlays are in the
    cash flow all the same.
    """
    nothing: Expression = timeline.is_start * 0
    outlay = Line("investment_outlay", nothing if own.investment is None else own.investment)
    initial_outlay, investment = _initial(outlay, timeline)
    land = None if own.land is None else Line("land_costs", own.land)
    return OwnInvestment(
        investment_outlay=outlay, initial_outlay=initial_outlay, investment=investment, land_costs=land
    )


def _initial(outlay: Line, timeline: Timeline) -> tuple[Line, Line]:
    initial_outlay = Line("initial_outlay", outlay * timeline.up_to_completion)
    return initial_outlay, Line("investment", total(initial_outlay))
