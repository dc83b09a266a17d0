"""The municipality's own books: what it receives and pays because of an option, in nominal euros per period."""

from __future__ import annotations

from dataclasses import dataclass

from model.formula.expression import Expression, Input, Line
from model.formula.primitives import total
from model.lines.investment import Investment
from model.lines.operation import Indices, Operation
from model.lines.own import OwnLines
from model.lines.site import Site
from model.lines.timeline import Timeline


@dataclass(frozen=True)
class Municipality:
    """Rows of the municipality's ledger and its net present value at `municipality_discount_rate`."""

    municipality_land_income: Line
    municipality_land_costs: Line
    municipality_permit_fees: Line
    municipality_permit_costs: Line
    municipality_property_tax: Line
    municipality_levies: Line
    municipality_levies_costs: Line
    municipality_tourist_tax: Line
    municipality_ground_lease: Line
    municipality_land_value_at_end: Line
    municipality_cash_flow: Line
    municipality_npv: Line


def build_municipality(
    timeline: Timeline,
    site: Site,
    indices: Indices,
    operation: Operation,
    investment: Investment,
    own: OwnLines,
) -> Municipality:
    """Land sold or leased (when it is the municipality's), fees, property tax, levies and tourist tax.

    Leased land returns to its owner at the end at its indexed value; what the municipality gives up at the start is
    the same land, so under ground lease the value at the start stands as a cost.
    """
    share = Input("municipal_land_share")
    leased_today = Line("leased_land_today", site.is_ground_lease * Input("land_price_per_bed") * site.beds)
    leased_value = Line("leased_land_value_row", leased_today * indices.land)
    land_income = Line("municipality_land_income", investment.land_price * share)
    leased_out = Line("leased_out_at_start", leased_value * timeline.is_start)
    land_costs = Line(
        "municipality_land_costs",
        (land_income + leased_out * share) * Input("municipal_land_cost_share"),
    )
    permit_fees = Line("municipality_permit_fees", investment.permit_fees)
    permit_costs = Line("municipality_permit_costs", permit_fees * Input("permit_handling_share"))
    property_tax = Line("municipality_property_tax", operation.cost["property_tax"])
    levies = Line("municipality_levies", operation.cost["levies"] * Input("levies_municipal_share"))
    levies_costs = Line("municipality_levies_costs", levies * Input("levies_cost_share"))
    tourist_tax = Line("municipality_tourist_tax", operation.tourist_tax)
    ground_lease = Line("municipality_ground_lease", operation.ground_lease * share)
    at_end = Line("municipality_land_value_at_end", leased_value * timeline.is_last * share)
    income: Expression = land_income + permit_fees + property_tax + levies + tourist_tax + ground_lease + at_end
    if own.municipality_income is not None:
        income = income + Line("own_municipality_income", own.municipality_income)
    costs: Expression = land_costs + permit_costs + levies_costs
    if own.municipality_cost is not None:
        costs = costs + Line("own_municipality_costs", own.municipality_cost)
    cash_flow = Line("municipality_cash_flow", Line("municipality_income", income) - Line("municipality_costs", costs))
    return Municipality(
        municipality_land_income=land_income,
        municipality_land_costs=land_costs,
        municipality_permit_fees=permit_fees,
        municipality_permit_costs=permit_costs,
        municipality_property_tax=property_tax,
        municipality_levies=levies,
        municipality_levies_costs=levies_costs,
        municipality_tourist_tax=tourist_tax,
        municipality_ground_lease=ground_lease,
        municipality_land_value_at_end=at_end,
        municipality_cash_flow=cash_flow,
        municipality_npv=municipal_value(cash_flow, timeline),
    )


def build_own_municipality(timeline: Timeline, own: OwnLines) -> Line:
    """Net present value of own lines in the municipality's ledger (0 where there are none)."""
    income: Expression = timeline.is_start * 0
    if own.municipality_income is not None:
        income = income + Line("own_municipality_income", own.municipality_income)
    if own.municipality_cost is not None:
        income = income - Line("own_municipality_costs", own.municipality_cost)
    return municipal_value(Line("municipality_cash_flow", income), timeline)


def municipal_value(cash_flow: Line, timeline: Timeline) -> Line:
    """Net present value at the municipality's rate, flows at period ends."""
    factor = Line(
        "municipality_factor",
        (1 + Input("municipality_discount_rate")) ** (0 - timeline.period / Input("periods_per_year")),
    )
    return Line("municipality_npv", total(Line("municipality_npv_row", cash_flow * factor)))
