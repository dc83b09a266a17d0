"""The business case of an option of own lines: a pro forma as somebody else drew it up."""

from __future__ import annotations

from dataclasses import dataclass

from model.formula.expression import Input, Line
from model.formula.primitives import greater, summed, total
from model.lines.bookings import own_case_bookings
from model.lines.end_of_term import build_own_end_of_term
from model.lines.flows import build_flows, build_subsidies
from model.lines.investment import build_own_investment
from model.lines.land_value import build_own_land_value
from model.lines.metrics import first_full_year
from model.lines.municipality import build_own_municipality
from model.lines.own import OwnLines, build_own_lines
from model.lines.site import build_beds
from model.lines.statement import (
    BusinessCase,
    Particulars,
    Statement,
    build_ingredients,
    build_parties,
    build_statement,
    close_case,
)
from model.lines.stay import build_own_vat_not_reclaimed
from model.lines.structure import Structure
from model.lines.tax import Assets
from model.lines.timeline import build_timeline


@dataclass(frozen=True)
class OwnOperation:
    """Own lines of the operating phase."""

    revenue: Line
    operating_costs: Line
    replacement: Line


def build_own_operation(own: OwnLines, nothing: Line) -> OwnOperation:
    """Own lines of kind revenue, operating cost and replacement; `nothing` where there are none."""
    return OwnOperation(
        revenue=Line("revenue", nothing if own.revenue is None else own.revenue),
        operating_costs=Line("operating_costs", nothing if own.operating_cost is None else own.operating_cost),
        replacement=Line("replacement", nothing if own.replacement is None else own.replacement),
    )


def build_own_case(structure: Structure) -> BusinessCase:
    """The whole business case, from the timeline to the metrics; tax knows no land value by law and no furniture."""
    timeline = build_timeline(structure)
    beds = build_beds()
    vat_not_reclaimed = build_own_vat_not_reclaimed()
    own = build_own_lines(structure, timeline, beds, vat_not_reclaimed, vat_not_reclaimed)
    nothing = Line("nothing", timeline.is_start * 0)
    operation = build_own_operation(own, nothing)
    investment = build_own_investment(timeline, own)
    end = build_own_end_of_term(timeline, own)
    subsidies = build_subsidies(timeline, own, Line("guarantee_payment", nothing))
    flows = build_flows(
        net_operating_income=Line("net_operating_income", operation.revenue - operation.operating_costs),
        replacement=operation.replacement,
        investment_outlay=investment.investment_outlay,
        residual_value=end.residual_value,
        end_costs=end.end_costs,
        subsidies=subsidies,
    )
    assets = Assets(land_costs=investment.land_costs, woz_owned=None, furniture=None)
    statement = build_statement(structure, timeline, flows, investment, assets)
    municipality = build_own_municipality(timeline, own, subsidies.municipal_contribution)
    parties = build_parties(
        own_case_bookings(structure, statement.financing, subsidies, statement.tax.corporate_tax, own),
        nothing,
        municipality,
        None,
        statement.discounting,
    )
    particulars = _particulars(beds, own, operation, statement)
    ingredients = build_ingredients(statement, parties.municipal_value, particulars)
    return close_case(
        [
            ("timeline", timeline),
            ("site", (beds, vat_not_reclaimed)),
            ("own_lines", own.lines),
            ("investment", investment),
            ("operation", operation),
            ("end_of_term", end),
            ("flows", flows),
        ],
        statement,
        [("municipality", (municipality, parties.municipal_value))],
        parties,
        ingredients,
    )


def _particulars(beds: Line, own: OwnLines, operation: OwnOperation, statement: Statement) -> Particulars:
    """What own lines bring to the metrics: all revenue counts as the price, and every bed as slept in."""
    timeline, flows, discounting = statement.timeline, statement.flows, statement.discounting
    # Year 1, or the first twelve months after completion where there is construction.
    first_year = Line("is_first_year", timeline.first_full_year_weight * Input("periods_per_year"))
    first_revenue = first_full_year("first_year_revenue", operation.revenue, first_year)
    revenue_row = Line("pv_price_revenue_row", operation.revenue * discounting.running_factor)
    # Without revenue in year 1 there is no price to scale.
    pv_price = Line("pv_price_revenue", Line("pv_own_revenue", total(revenue_row)) * greater(first_revenue, 0))
    land = build_own_land_value(own.land_price, discounting, statement.values.npv_project)
    return Particulars(
        transfer_costs=Line("transfer_costs", 0),
        first_year_revenue=first_revenue,
        first_year_noi=first_full_year("first_year_noi", flows.net_operating_income, first_year),
        price_weighted=Line("price_weighted", first_revenue / (Input("beds") * 365 / Input("nights_per_week"))),
        pv_price_revenue=pv_price,
        pv_price_gross=Line("pv_price_gross", pv_price),
        pv_price_uncapped=Line("pv_price_uncapped", pv_price),
        residual_land_value_amount=land.residual_land_value_amount,
        residual_land_value_known=land.residual_land_value_known,
        costs_to_cover=Line(
            "costs_to_cover", summed(flows.investment_outlay, operation.operating_costs, operation.replacement)
        ),
        nights=Line(
            "occupied_nights", beds * 365 * (1 - timeline.is_start) * timeline.in_term / Input("periods_per_year")
        ),
        resident_share_weighted=Line("resident_share_weighted", 0),
        resident_share_known=Line("resident_share_known", 0),
    )
