"""Which amount goes from whom to whom: the list of bookings of an option (see `ledgers`)."""

from __future__ import annotations

from collections.abc import Iterator

from model.formula.expression import Line
from model.lines.blocks import Blocks
from model.lines.financing import Financing
from model.lines.flows import Subsidies
from model.lines.ledgers import Booking
from model.lines.municipality import Municipality
from model.lines.own import INCOME_KINDS, OwnLines
from model.lines.resident import Payers
from model.lines.running_costs import COST_LINES
from model.lines.structure import OWN_AT_THE_END, Structure

GROUPS = ("price", "investment", "operation", "replacement", "end", "financing", "taxes", "subsidies", "own", "public")
"""Kinds of flow, as shown: the price of a bed, the investment, running costs, renewal, the end, loans, taxes, support,
own lines, and what only concerns public bodies."""


def standard_bookings(
    blocks: Blocks, financing: Financing, corporate_tax: Line, municipality: Municipality, payers: Payers
) -> tuple[Booking, ...]:
    """Every booking of a standard option. VAT that is reclaimed passes through and is not booked."""
    return (
        *_of_residents(blocks, payers),
        *_of_suppliers(blocks, municipality),
        *_of_the_end(blocks),
        *_of_the_state(blocks, corporate_tax),
        *_of_support(blocks),
        *financing_bookings(financing),
        *_of_public_bodies(municipality),
        *own_bookings(blocks.premises.structure, blocks.premises.own),
    )


def _booked(payer: str, payee: str, group: str, *lines: Line) -> Iterator[Booking]:
    for line in lines:
        yield Booking(line=line, payer=payer, payee=payee, group=group)


def _of_residents(blocks: Blocks, payers: Payers) -> tuple[Booking, ...]:
    """The price and the travel to work, by who pays them."""
    income = blocks.operation.income
    return (
        *_booked("resident", "operator", "price", payers.price_paid_by_resident, income.tourist_tax_charged),
        *_booked("resident", "operator", "price", income.other_income),
        *_booked("employer", "operator", "price", payers.price_paid_by_employer),
        *_booked("resident", "outside", "operation", payers.travel_paid_by_resident),
        *_booked("employer", "outside", "operation", payers.travel_paid_by_employer),
    )


def _of_suppliers(blocks: Blocks, town: Municipality) -> tuple[Booking, ...]:
    """What the operator buys: of land, ground lease and levies a part from the municipality, the rest from others."""
    investment, costs, renewal = blocks.investment, blocks.operation.costs, blocks.operation.renewal
    other_land = Line("land_bought_elsewhere", investment.land_price - town.municipality_land_income)
    other_lease = Line("ground_lease_elsewhere", costs.ground_lease - town.municipality_ground_lease)
    other_levies = Line("levies_elsewhere", costs.cost["levies"] - town.municipality_levies)
    suppliers = tuple(costs.cost[name] for name in COST_LINES if name not in {"property_tax", "levies"})
    return (
        *_booked(
            "operator",
            "outside",
            "investment",
            other_land,
            investment.acquisition_costs,
            investment.site_preparation,
            investment.building_costs,
            investment.soft_costs,
            investment.contingency,
            investment.furniture,
        ),
        *_booked(
            "operator",
            "municipality",
            "investment",
            town.municipality_land_income,
            investment.permit_fees,
            investment.cost_recovery,
        ),
        *_booked("operator", "outside", "operation", *suppliers, costs.major_maintenance, other_levies, other_lease),
        *_booked(
            "operator",
            "municipality",
            "operation",
            costs.cost["property_tax"],
            town.municipality_levies,
            blocks.operation.income.tourist_tax,
            town.municipality_ground_lease,
        ),
        *_booked("operator", "outside", "replacement", renewal.furniture_replacement, renewal.relocation_costs),
    )


def _of_the_end(blocks: Blocks) -> tuple[Booking, ...]:
    """Leaving, and what somebody pays for what is left."""
    end = blocks.end
    return (
        *_booked("operator", "outside", "end", end.dismantling_costs),
        *_booked(
            "outside",
            "operator",
            "end",
            end.land_residual,
            end.building_residual,
            end.bought_residual,
            end.exit_value,
            end.given_residual,
        ),
    )


def _of_the_state(blocks: Blocks, corporate_tax: Line) -> tuple[Booking, ...]:
    """Taxes, and the fee of the guarantee."""
    investment, operation, end = blocks.investment, blocks.operation, blocks.end
    return (
        *_booked(
            "operator",
            "state",
            "taxes",
            operation.income.vat_on_price,
            investment.land_vat,
            investment.investment_vat,
            operation.costs.operating_vat,
            operation.renewal.replacement_vat,
            operation.renewal.vat_revision,
            end.dismantling_vat,
            end.sale_revision,
        ),
        *_booked("operator", "state", "taxes", investment.transfer_tax, corporate_tax),
        *_booked("operator", "state", "financing", investment.guarantee_fee),
    )


def _of_support(blocks: Blocks) -> tuple[Booking, ...]:
    """What the state and the municipality give the operator: at the start, and when a guarantee pays out."""
    subsidies, guarantee = blocks.subsidies, blocks.guarantee
    return (
        *_booked("state", "operator", "subsidies", subsidies.subsidy_from_state),
        *_booked("municipality", "operator", "subsidies", subsidies.municipal_contribution),
        *_booked("state", "operator", "end", guarantee.guarantee_from_state),
        *_booked("municipality", "operator", "end", guarantee.guarantee_from_municipality),
    )


def _of_public_bodies(town: Municipality) -> tuple[Booking, ...]:
    """The municipality's own costs and receipts that pass by the operator."""
    return (
        *_booked(
            "municipality",
            "outside",
            "public",
            town.municipality_land_costs,
            town.municipality_permit_costs,
            town.municipality_plan_costs,
            town.municipality_levies_costs,
            town.municipality_equalisation,
        ),
        *_booked(
            "municipality",
            "outside",
            "public",
            town.municipality_enforcement,
            town.municipality_registration,
            town.municipality_information,
            town.municipality_care,
        ),
        *_booked(
            "outside",
            "municipality",
            "public",
            town.municipality_fund,
            town.municipality_avoided,
        ),
        *_booked("outside", "municipality", "end", town.municipality_land_value_at_end),
        *_booked("municipality", "state", "public", town.municipality_vat),
        *_booked(
            "state", "municipality", "public", town.municipality_vat_compensation, town.municipality_realisation_grant
        ),
    )


def financing_bookings(financing: Financing) -> tuple[Booking, ...]:
    """The loan: drawn from and served to a bank."""
    paid = (
        financing.financing_fee,
        financing.construction_interest,
        financing.interest,
        financing.repayment,
        financing.final_repayment,
    )
    return (
        *_booked("outside", "operator", "financing", financing.drawdown),
        *_booked("operator", "outside", "financing", *paid),
    )


def own_bookings(structure: Structure, own: OwnLines) -> Iterator[Booking]:
    """Own lines between the ledger they stand in and their counterparty; VAT that stays a cost goes to the state."""
    for amount, shape in zip(own.amounts, structure.own_lines, strict=True):
        group = "end" if shape.kind in OWN_AT_THE_END else "own"
        if shape.kind in INCOME_KINDS:
            yield from _booked(shape.counterparty, shape.ledger, group, amount.net)
        else:
            yield from _booked(shape.ledger, shape.counterparty, group, amount.net)
        if amount.vat is not None:
            yield from _booked(shape.ledger, "state", group, amount.vat)


def own_case_bookings(
    structure: Structure, financing: Financing, subsidies: Subsidies, corporate_tax: Line, own: OwnLines
) -> tuple[Booking, ...]:
    """Bookings of an option of own lines."""
    return (
        *own_bookings(structure, own),
        *financing_bookings(financing),
        *_booked("state", "operator", "subsidies", subsidies.subsidy_from_state),
        *_booked("municipality", "operator", "subsidies", subsidies.municipal_contribution),
        *_booked("operator", "state", "taxes", corporate_tax),
    )
