"""The business case of a standard option: its blocks in the order a reader meets them."""

from __future__ import annotations

from model.formula.expression import Input, Line
from model.formula.primitives import greater, summed
from model.lines.blocks import Blocks, build_blocks
from model.lines.bookings import standard_bookings
from model.lines.budget import build_budget
from model.lines.budget_years import build_budget_years
from model.lines.land_value import build_land_value
from model.lines.metrics import build_price_values, first_full_year
from model.lines.municipality import build_municipality
from model.lines.own import with_own
from model.lines.registration import build_registration
from model.lines.resident import Resident, build_payers, build_resident
from model.lines.statement import (
    BusinessCase,
    Particulars,
    Statement,
    build_ingredients,
    build_parties,
    build_statement,
    close_case,
)
from model.lines.structure import Structure
from model.lines.tax import Assets, Furniture


def build_standard_case(structure: Structure) -> BusinessCase:
    """The whole business case, from the timeline to the metrics."""
    blocks = build_blocks(structure)
    premises, timeline = blocks.premises, blocks.premises.timeline
    statement = build_statement(structure, timeline, blocks.flows, blocks.investment, _assets(blocks))
    registration = build_registration(premises)
    municipality = build_municipality(blocks, registration)
    budget = build_budget(timeline, premises.site, municipality, blocks.guarantee, premises.own)
    budget_years = build_budget_years(timeline, municipality, budget)
    resident = build_resident(premises, blocks.operation.income.tourist_tax_a_night)
    payers = build_payers(premises.indices, blocks.operation.income)
    parties = build_parties(
        standard_bookings(blocks, statement.financing, statement.tax.corporate_tax, municipality, payers),
        timeline.is_start * 0,
        municipality.municipality_cash_flow,
        municipality.municipality_fund,
        statement.discounting,
    )
    ingredients = build_ingredients(statement, parties.municipal_value, _particulars(blocks, statement, resident))
    return close_case(
        [
            ("timeline", timeline),
            ("site", (premises.site, premises.stay)),
            ("indices", premises.indices),
            ("investment", blocks.investment),
            ("vat_revision", blocks.revision),
            ("operation", blocks.operation),
            ("own_lines", premises.own.lines),
            ("end_of_term", blocks.end),
            ("guarantee", blocks.guarantee),
            ("flows", (blocks.subsidies, blocks.flows)),
        ],
        statement,
        [
            ("municipality", (registration, municipality, parties.municipal_value)),
            ("budget", (budget, budget_years)),
            ("resident", (resident, payers)),
        ],
        parties,
        ingredients,
    )


def _assets(blocks: Blocks) -> Assets:
    """What the tax books hold: leased land stands in no book of the operator."""
    costs, renewal = blocks.operation.costs, blocks.operation.renewal
    woz_owned = Line("woz_value_owned", costs.woz_value - costs.leased_land_value * blocks.premises.indices.land)
    land_costs, own_land = blocks.investment.costs_of_land, blocks.premises.own.land
    if own_land is not None:
        land_costs = Line("land_costs_with_own", with_own(land_costs, "own_land", own_land))
    return Assets(
        land_costs=land_costs,
        woz_owned=woz_owned,
        furniture=Furniture(
            bought=blocks.investment.furniture_with_vat,
            renewed=renewal.furniture_renewed,
            age=renewal.furniture_age,
        ),
    )


def _particulars(blocks: Blocks, statement: Statement, resident: Resident) -> Particulars:
    """What a standard option brings to the metrics; the price is that of a bed, at its share of the beds."""
    timeline, indices, flows = blocks.premises.timeline, blocks.premises.indices, blocks.flows
    income, costs = blocks.operation.income, blocks.operation.costs
    open_part = _months_or_one(blocks.premises.occupancy.operating_months)
    share = Line("first_full_year_share", timeline.first_full_year_weight * 12 / open_part)
    price = build_price_values(
        income.proportional_revenue,
        income.tourist_tax_of_price,
        blocks.operation.revenue_share_of_costs,
        (blocks.end.exit_value_of_price, blocks.end.exit_value_of_whole_price),
        indices.kept,
        statement.discounting,
    )
    land = build_land_value(blocks, statement.discounting, statement.values.npv_project)
    return Particulars(
        transfer_costs=blocks.investment.transfer_costs,
        first_year_revenue=first_full_year("first_year_revenue", income.revenue, share),
        first_year_noi=first_full_year("first_year_noi", flows.net_operating_income, share),
        price_weighted=Line("price_weighted", Input("price_per_bed_week") * Input("bed_share")),
        pv_price_revenue=price.pv_price_revenue,
        pv_price_gross=price.pv_price_gross,
        pv_price_uncapped=price.pv_price_uncapped,
        residual_land_value_amount=land.residual_land_value_amount,
        residual_land_value_known=land.residual_land_value_known,
        costs_to_cover=Line(
            "costs_to_cover",
            summed(flows.investment_outlay, costs.operating_costs, flows.replacement, costs.ground_lease),
        ),
        nights=Line("indexed_nights", income.occupied_nights * indices.price),
        resident_share_weighted=Line("resident_share_weighted", resident.resident_share * Input("bed_share")),
        resident_share_known=Line("resident_share_known", timeline.has_full_year),
    )


def _months_or_one(months: Line) -> Line:
    """Months in operation, 1 where there are none, to divide by."""
    return Line("operating_months_divisor", months + (1 - Line("is_open", greater(months, 0))))
