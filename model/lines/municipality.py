"""The municipality's own books: what it receives and pays because of an option, in nominal euros per period.

Lines that no public figure supports are off until the user switches them on with a figure of its own. Cost amounts are
without VAT; the VAT on them is paid and, for public tasks, comes back from the VAT compensation fund.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from model.formula.expression import Expression, Input, Line
from model.formula.primitives import by_choice, choice_of, equal, or_else, summed, total
from model.lines.blocks import Blocks
from model.lines.flows import Discounting
from model.lines.growth import growth_index
from model.lines.ledgers import discounted
from model.lines.municipal_lines import BookedLine, Caseload, booked_lines
from model.lines.own import OwnLines, with_own
from model.lines.registration import Registration
from model.lines.resident import borne_by
from model.lines.timeline import Timeline
from model.lines.uses import LOCAL_USES, USES


@dataclass(frozen=True)
class Receipts:
    """What the municipality receives, per period: each line with a formula of its own, and the plain ones."""

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
    plain_receipts: tuple[Line, ...]


@dataclass(frozen=True)
class Payments:
    """What the municipality pays, per period; positive, and subtracted in the cash flow; told as the receipts are."""

    municipality_land_costs: Line
    municipality_permit_costs: Line
    municipality_plan_costs: Line
    municipality_equalisation: Line
    municipality_levies_costs: Line
    municipality_vat: Line
    municipality_contribution: Line
    municipality_take_up: Line
    municipality_guarantee: Line
    plain_payments: tuple[Line, ...]


@dataclass(frozen=True)
class Municipality(Payments, Receipts):
    """Rows of the municipality's ledger: its receipts, its payments, and their sums with the own lines.

    A dataclass takes the fields of the last class it is made of first: receipts stand before payments.
    """

    municipality_income: Line
    municipality_costs: Line
    municipality_cash_flow: Line


@dataclass(frozen=True)
class Land:
    """The municipality's land in an option, per period."""

    land_income: Line
    land_costs: Line
    ground_lease: Line
    land_at_end: Line


def build_municipality(blocks: Blocks, registration: Registration) -> Municipality:
    """Land, fees, taxes, levies, the municipal fund, grants, and the costs behind them.

    Income and costs are the sums of receipts and payments, with the municipality's own lines; cash flow = income -
    costs.
    """
    own = blocks.premises.own
    land = _land(blocks)
    plan_costs = Line("municipality_plan_costs", blocks.investment.plan_costs)
    vat_rate = Line("municipality_vat_rate", Input("general_vat_rate") * Input("municipal_vat_share"))
    vat = Line("municipality_vat", (land.land_costs + plan_costs) * vat_rate)
    caseload = _caseload(blocks, registration)
    receipts = _receipts(blocks, registration, land, vat, caseload)
    payments = _payments(blocks, receipts, land.land_costs, plan_costs, vat, caseload)
    income = Line(
        "municipality_income", with_own(_sum_of(receipts), "own_municipality_income", own.municipality_income)
    )
    costs = Line("municipality_costs", with_own(_sum_of(payments), "own_municipality_costs", own.municipality_cost))
    return Municipality(
        **vars(receipts),
        **vars(payments),
        municipality_income=income,
        municipality_costs=costs,
        municipality_cash_flow=Line("municipality_cash_flow", income - costs),
    )


def _land(blocks: Blocks) -> Land:
    """What the municipality's share of the land brings in and costs.

    Leased land returns to its owner at the end at its indexed value; what the municipality gives up at the start is
    the same land, so under ground lease the value at the start stands as a cost.
    """
    timeline, site, indices = blocks.premises.timeline, blocks.premises.site, blocks.premises.indices
    share = Input("municipal_land_share")
    leased_today = Line("leased_land_today", site.is_ground_lease * Input("land_price_per_bed") * site.beds)
    leased_value = Line("leased_land_value_row", leased_today * indices.land * share)
    land_income = Line("municipality_land_income", blocks.investment.land_price * share)
    leased_out = Line("leased_out_at_start", leased_value * timeline.is_start)
    land_costs = Line("municipality_land_costs", (land_income + leased_out) * Input("municipal_land_cost_share"))
    return Land(
        land_income=land_income,
        land_costs=land_costs,
        ground_lease=Line("municipality_ground_lease", blocks.operation.costs.ground_lease * share),
        land_at_end=Line("municipality_land_value_at_end", leased_value * timeline.is_last),
    )


def _caseload(blocks: Blocks, registration: Registration) -> Caseload:
    site, occupancy = blocks.premises.site, blocks.premises.occupancy
    general = blocks.premises.indices.general_in_operation
    moved_in = registration.registered_person_years * 12 / Input("stay_months")
    return Caseload(
        bed_years=Line("municipality_bed_years", site.beds * occupancy.operating_months / 12 * general),
        resident_years=Line("resident_years", occupancy.occupied_nights / 365 * general),
        registrations=Line("registrations", moved_in * general),
    )


def _receipts(blocks: Blocks, registration: Registration, land: Land, vat: Line, caseload: Caseload) -> Receipts:
    """What comes in; the VAT on costs comes back from the compensation fund for its share."""
    investment, income, costs = blocks.investment, blocks.operation.income, blocks.operation.costs
    return Receipts(
        municipality_land_income=land.land_income,
        municipality_ground_lease=land.ground_lease,
        municipality_land_value_at_end=land.land_at_end,
        municipality_permit_fees=Line("municipality_permit_fees", investment.permit_fees),
        municipality_cost_recovery=Line("municipality_cost_recovery", investment.cost_recovery),
        municipality_property_tax=Line("municipality_property_tax", costs.cost["property_tax"]),
        municipality_levies=Line("municipality_levies", costs.cost["levies"] * Input("levies_municipal_share")),
        municipality_tourist_tax=Line("municipality_tourist_tax", income.tourist_tax),
        municipality_fund=_fund(blocks, registration),
        municipality_realisation_grant=_grant(blocks),
        municipality_vat_compensation=Line("municipality_vat_compensation", vat * Input("vat_compensation_share")),
        plain_receipts=_plain_lines(caseload, are_income=True),
    )


def _fund(blocks: Blocks, registration: Registration) -> Line:
    """Registered on 1 January x (inhabitant base + measures chosen) x distribution factor.

    That is marginal income, never the average per inhabitant.
    """
    timeline = blocks.premises.timeline
    years = Line("years_in_period", timeline.period_months / 12 * timeline.in_term)
    fund_index = growth_index("fund_index", "fund_growth", timeline, blocks.premises.structure)
    counts = Line("fund_counts", by_choice(choice_of("fund_use"), USES, off=0, otherwise=1))
    per_resident = Line(
        "fund_per_resident",
        (Input("fund_inhabitant_base") + Input("fund_other_measures")) * Input("fund_distribution_factor"),
    )
    return Line("municipality_fund", registration.registered_january * per_resident * counts * fund_index * years)


def _grant(blocks: Blocks) -> Line:
    """The realisation grant, at the end of the first year."""
    timeline = blocks.premises.timeline
    grant_counts = by_choice(choice_of("realisation_grant_use"), USES, off=0, otherwise=1)
    grant_total = Line(
        "realisation_grant_total", grant_counts * Input("realisation_grant_per_home") * blocks.premises.site.units
    )
    return Line("municipality_realisation_grant", grant_total * timeline.is_year_end * equal(timeline.case_year, 1))


def _payments(
    blocks: Blocks, receipts: Receipts, land_costs: Line, plan_costs: Line, vat: Line, caseload: Caseload
) -> Payments:
    """What goes out. New property tax lowers the fund by `property_tax_equalisation_share` of it."""
    fees, levies, tax = (
        receipts.municipality_permit_fees,
        receipts.municipality_levies,
        receipts.municipality_property_tax,
    )
    return Payments(
        municipality_land_costs=land_costs,
        municipality_permit_costs=Line("municipality_permit_costs", fees * Input("permit_handling_share")),
        municipality_plan_costs=plan_costs,
        municipality_equalisation=Line("municipality_equalisation", tax * Input("property_tax_equalisation_share")),
        municipality_levies_costs=Line("municipality_levies_costs", levies * Input("levies_cost_share")),
        municipality_vat=vat,
        municipality_contribution=Line("municipality_contribution", blocks.subsidies.municipal_contribution),
        municipality_take_up=borne_by("municipality", "municipality_take_up", blocks.operation.income),
        municipality_guarantee=Line("municipality_guarantee", blocks.guarantee.guarantee_from_municipality),
        plain_payments=_plain_lines(caseload, are_income=False),
    )


def _plain_lines(caseload: Caseload, *, are_income: bool) -> tuple[Line, ...]:
    """The lines whose record says all there is to say about them."""
    plain = (record for record in booked_lines().values() if record.is_plain)
    return tuple(_plain(record, caseload) for record in plain if record.is_income == are_income)


def _plain(record: BookedLine, caseload: Caseload) -> Line:
    """A line without a shipped figure: its own amount x what it is per, when switched on."""
    assert record.amount is not None  # the table refuses a plain line without
    switched_on = by_choice(choice_of(record.switch), LOCAL_USES, off=0, local=1)
    amount = Line(f"{record.name}_amount", switched_on * or_else(Input(record.amount), 0))
    return Line(record.key, amount * getattr(caseload, record.per))


def rows_of(block: Receipts | Payments) -> Iterator[Line]:
    """The rows of a block in its order, the plain ones where they stand in it."""
    for row in vars(block).values():
        yield from row if isinstance(row, tuple) else (row,)


def _sum_of(block: Receipts | Payments) -> Expression:
    first, *others = rows_of(block)
    return summed(first, *others)


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
