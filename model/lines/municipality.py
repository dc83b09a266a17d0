"""The municipality's own books: what it receives and pays because of an option, in nominal euros per period.

Lines that no public figure supports are off until the user switches them on with a figure of its own. Cost amounts are
without VAT; the VAT on them is paid and, for public tasks, comes back from the VAT compensation fund.
"""

from __future__ import annotations

from dataclasses import dataclass

from model.formula.expression import Expression, Input, Line
from model.formula.primitives import (
    edate,
    equal,
    floor,
    greater,
    jan1,
    maximum,
    minimum,
    or_else,
    pick,
    position,
    summed,
    total,
    year,
)
from model.lines.flows import Discounting
from model.lines.guarantee import Guarantee
from model.lines.investment import Investment
from model.lines.ledgers import discounted
from model.lines.operation import Indices, Occupancy, Operation
from model.lines.own import OwnLines, with_own
from model.lines.site import Site
from model.lines.structure import Structure
from model.lines.timeline import Timeline, growth_index

USES = ("off", "on", "local")
"""A line of the municipality's books: not counted, counted with the shipped figure, or with a local figure."""
LOCAL_USES = ("off", "local")
"""The same for lines without a shipped figure."""


@dataclass(frozen=True)
class Registration:
    """People in the resident register (BRP).
    `registered_january` weighs the 1 Januaries a period's payments rest on.
    """

    registered_january: Line
    registered_person_years: Line


@dataclass(frozen=True)
class Municipality:
    """Rows of the municipality's ledger; income positive, expenditure positive and subtracted in the cash flow."""

    municipality_land_income: Line
    municipality_ground_lease: Line
    municipality_land_value_at_end: Line
    municipality_permit_fees: Line
    municipality_cost_recovery: Line
    municipality_property_tax: Line
    municipality_levies: Line
    municipality_tourist_tax: Line
    municipality_fund: Line
    municipality_realisation_grant: Line
    municipality_vat_compensation: Line
    municipality_avoided: Line
    municipality_land_costs: Line
    municipality_permit_costs: Line
    municipality_plan_costs: Line
    municipality_equalisation: Line
    municipality_levies_costs: Line
    municipality_vat: Line
    municipality_contribution: Line
    municipality_guarantee: Line
    municipality_enforcement: Line
    municipality_registration: Line
    municipality_information: Line
    municipality_care: Line
    municipality_income: Line
    municipality_costs: Line
    municipality_cash_flow: Line


def build_registration(timeline: Timeline, site: Site, occupancy: Occupancy) -> Registration:
    """Residents registered on 1 January: beds x occupancy x share registered, when the option is open that day.

    A calendar year's payments rest on its own 1 January; a period that touches two years takes both, day-weighted.
    During the ramp-up the number of residents grows evenly per day; on a day between two sites, when the building is
    being moved, nobody is registered.
    """
    start = Input("start_date")
    opening = timeline.opening_date
    full = Line("full_day", edate(opening, Input("ramp_up_months")))
    ramp_days = Line("ramp_up_days", maximum(1, full - opening))
    residents = Line("residents_registered", site.beds * Input("occupancy") * Input("brp_share"))
    start_year = Line("start_year", year(start))
    year_day = Line("start_year_first_day", jan1(start_year))
    months_before = Line("months_before_start", (start - year_day) * 12 / (jan1(start_year + 1) - year_day))
    first_term = Line("first_term_months", Input("term_years") * 12)
    next_term = Line("next_term_months", Input("relocation_term_years") * 12)

    def present(name: str, calendar_year: Expression) -> Line:
        day = Line(f"{name}_january", jan1(calendar_year))
        before_end = Line(f"{name}_before_end", greater(timeline.last_day, day))
        months = Line(f"{name}_months_since_start", (calendar_year - start_year) * 12 - months_before)
        moves = Line(
            f"{name}_moves",
            maximum(0, minimum(timeline.relocations, floor((months - first_term) / next_term) + 1)),
        )
        moved_in = Line(
            f"{name}_moved_in", edate(start, first_term + (moves - 1) * next_term + Input("relocation_months"))
        )
        moving = Line(f"{name}_moving", minimum(1, moves) * greater(moved_in, day))
        return Line(
            f"{name}_present",
            maximum(0, minimum(1, (day - opening + 1) / ramp_days)) * before_end * (1 - moving),
        )

    this_year = present("this_year", timeline.year_begin)
    next_year = present("next_year", timeline.year_begin + 1)
    share = timeline.share_first_year
    january = Line("registered_january", residents * (share * this_year + (1 - share) * next_year))
    person_years = Line("registered_person_years", occupancy.occupied_nights / 365 * Input("brp_share"))
    return Registration(january, person_years)


def build_municipality(
    structure: Structure,
    timeline: Timeline,
    site: Site,
    indices: Indices,
    occupancy: Occupancy,
    operation: Operation,
    investment: Investment,
    registration: Registration,
    guarantee: Guarantee,
    contribution: Line,
    own: OwnLines,
) -> Municipality:
    """Land, fees, taxes, levies, the municipal fund, grants, and the costs behind them.

    Municipal fund: registered on 1 January x (inhabitant base + measures chosen) x distribution factor: marginal
    income, never the average per inhabitant. New property tax lowers the fund by `property_tax_equalisation_share` of
    it. Leased land returns to its owner at the end at its indexed value; what the municipality gives up at the start is
    the same land, so under ground lease the value at the start stands as a cost. The realisation grant comes at the end
    of the first year.
    """
    share = Input("municipal_land_share")
    years = Line("years_in_period", timeline.period_months / 12 * timeline.in_term)
    leased_today = Line("leased_land_today", site.is_ground_lease * Input("land_price_per_bed") * site.beds)
    leased_value = Line("leased_land_value_row", leased_today * indices.land * share)
    land_income = Line("municipality_land_income", investment.land_price * share)
    leased_out = Line("leased_out_at_start", leased_value * timeline.is_start)
    land_costs = Line("municipality_land_costs", (land_income + leased_out) * Input("municipal_land_cost_share"))
    ground_lease = Line("municipality_ground_lease", operation.ground_lease * share)
    land_at_end = Line("municipality_land_value_at_end", leased_value * timeline.is_last)
    permit_fees = Line("municipality_permit_fees", investment.permit_fees)
    cost_recovery = Line("municipality_cost_recovery", investment.cost_recovery)
    property_tax = Line("municipality_property_tax", operation.cost["property_tax"])
    levies = Line("municipality_levies", operation.cost["levies"] * Input("levies_municipal_share"))
    tourist_tax = Line("municipality_tourist_tax", operation.tourist_tax)
    fund_index = growth_index("fund_index", "fund_growth", timeline, structure)
    counts = Line("fund_counts", pick(position(Input("fund_use")), 0, 1, 1))
    per_resident = Line(
        "fund_per_resident",
        (Input("fund_inhabitant_base") + Input("fund_other_measures")) * Input("fund_distribution_factor"),
    )
    fund = Line("municipality_fund", registration.registered_january * per_resident * counts * fund_index * years)
    grant_counts = pick(position(Input("realisation_grant_use")), 0, 1, 1)
    grant_total = Line("realisation_grant_total", grant_counts * Input("realisation_grant_per_home") * site.units)
    grant = Line("municipality_realisation_grant", grant_total * timeline.is_year_end * equal(timeline.case_year, 1))
    plan_costs = Line("municipality_plan_costs", investment.plan_costs)
    vat_rate = Line("municipality_vat_rate", Input("general_vat_rate") * Input("municipal_vat_share"))
    vat = Line("municipality_vat", (land_costs + plan_costs) * vat_rate)
    vat_back = Line("municipality_vat_compensation", vat * Input("vat_compensation_share"))

    general = indices.general_in_operation
    bed_years = Line("municipality_bed_years", site.beds * occupancy.operating_months / 12 * general)
    resident_years = Line("resident_years", occupancy.occupied_nights / 365 * general)
    registrations = Line("registrations", registration.registered_person_years * 12 / Input("stay_months") * general)

    def local(name: str, quantity: Line) -> Line:
        """A line without a shipped figure: its own amount x quantity when switched on."""
        switched_on = pick(position(Input(f"{name}_use")), 0, 1)
        amount = Line(f"{name}_amount", switched_on * or_else(Input(f"{name}_cost"), 0))
        return Line(f"municipality_{name}", amount * quantity)

    avoided = local("avoided", bed_years)
    enforcement = local("enforcement", bed_years)
    registering = local("registration", registrations)
    information = local("information", resident_years)
    care = local("care", resident_years)
    permit_costs = Line("municipality_permit_costs", permit_fees * Input("permit_handling_share"))
    levies_costs = Line("municipality_levies_costs", levies * Input("levies_cost_share"))
    equalisation = Line("municipality_equalisation", property_tax * Input("property_tax_equalisation_share"))
    contributed = Line("municipality_contribution", contribution)
    guaranteed = Line("municipality_guarantee", guarantee.guarantee_from_municipality)
    receipts = (
        land_income,
        ground_lease,
        land_at_end,
        permit_fees,
        cost_recovery,
        property_tax,
        levies,
        tourist_tax,
        fund,
        grant,
        vat_back,
        avoided,
    )
    payments = (
        land_costs,
        permit_costs,
        plan_costs,
        equalisation,
        levies_costs,
        vat,
        contributed,
        guaranteed,
        enforcement,
        registering,
        information,
        care,
    )
    income = Line("municipality_income", with_own(_sum(receipts), "own_municipality_income", own.municipality_income))
    costs = Line("municipality_costs", with_own(_sum(payments), "own_municipality_costs", own.municipality_cost))
    return Municipality(*receipts, *payments, income, costs, Line("municipality_cash_flow", income - costs))


def build_municipal_own_vat() -> Line:
    """Share of the VAT on the municipality's own lines that it cannot get back."""
    return Line("municipality_vat_not_returned", 1 - Input("vat_compensation_share"))


def _sum(lines: tuple[Line, ...]) -> Expression:
    return summed(lines[0], *lines[1:])


@dataclass(frozen=True)
class MunicipalValue:
    """Net present values at the municipality's rate."""

    municipality_npv: Line
    municipality_npv_without_fund: Line


def build_municipal_value(
    cash_flow: Line, at_end: Line | None, fund: Line | None, discounting: Discounting
) -> MunicipalValue:
    """The value of the municipality's cash flow, and the same without what other municipalities pay through the fund.

    `at_end` is the part of the cash flow that falls at the end of its period also when the case discounts mid-period.
    """
    value = Line("municipality_npv", total(discounted("municipality_npv_row", cash_flow, at_end, discounting)))
    if fund is None:
        return MunicipalValue(value, Line("municipality_npv_without_fund", value))
    from_fund = Line("fund_npv", total(discounted("fund_npv_row", fund, None, discounting)))
    return MunicipalValue(value, Line("municipality_npv_without_fund", value - from_fund))


def build_own_municipality(timeline: Timeline, own: OwnLines, contribution: Line) -> Line:
    """The municipality's cash flow of an option of own lines: its own lines and the contribution it gives."""
    flow: Expression = timeline.is_start * 0 - contribution
    if own.municipality_income is not None:
        flow = flow + Line("own_municipality_income", own.municipality_income)
    if own.municipality_cost is not None:
        flow = flow - Line("own_municipality_costs", own.municipality_cost)
    return Line("municipality_cash_flow", flow)
