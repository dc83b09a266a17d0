"""Which amount goes from whom to whom: the list of bookings of an option (see `ledgers`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from model.formula.expression import Line
from model.lines.blocks import Blocks
from model.lines.financing import Financing
from model.lines.flows import Subsidies
from model.lines.ledgers import Booking
from model.lines.municipal_lines import booked_lines
from model.lines.municipality import Municipality, rows_of
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
    """Every booking of a standard option, once. VAT that is reclaimed passes through and is not booked.

    What the operator and the municipality pay each other stands beside what the operator pays others; all else of the
    municipality's books after it.
    """
    books = tuple(_of_the_books(municipality))
    bookings = (
        *_of_residents(blocks, payers),
        *_of_suppliers(blocks, municipality, books),
        *_of_the_end(blocks),
        *_of_the_state(blocks, corporate_tax),
        *_of_support(blocks, books),
        *financing_bookings(financing),
        *books,
        *own_bookings(blocks.premises.structure, blocks.premises.own),
    )
    return tuple(dict.fromkeys(bookings))


def _of_the_books(municipality: Municipality) -> Iterator[Booking]:
    """The lines of the municipality's books, as their records say who pays whom.

    An amount that is simply one of the operator's is booked as the operator's line. Raises ValueError for a group that
    does not exist.
    """
    rows = {row.key: row for row in rows_of(municipality)}
    for record in booked_lines().values():
        row = rows[record.key]
        formula = row.expression
        with_operator = "operator" in {record.payer, record.payee}
        line = formula if with_operator and isinstance(formula, Line) else row
        if record.group not in GROUPS:
            raise ValueError(f"{record.key} is booked under {record.group}; choose from {', '.join(GROUPS)}")
        yield Booking(line=line, payer=record.payer, payee=record.payee, group=record.group)


def _among(books: Sequence[Booking], payer: str, payee: str, group: str) -> Iterator[Booking]:
    flow = (payer, payee, group)
    return (booking for booking in books if (booking.payer, booking.payee, booking.group) == flow)


def _booked(payer: str, payee: str, group: str, *lines: Line) -> Iterator[Booking]:
    for line in lines:
        yield Booking(line=line, payer=payer, payee=payee, group=group)


def _of_residents(blocks: Blocks, payers: Payers) -> tuple[Booking, ...]:
    """The price and the travel to work, by who pays them."""
    income = blocks.operation.income
    return (
        *_booked("resident", "operator", "price", payers.price_paid_by_resident, income.tourist_tax_charged),
        *_booked("resident", "operator", "price", income.other_income),
        *_booked("employer", "operator", "price", payers.price_paid_by_employer, payers.take_up_paid_by_employer),
        *_booked("resident", "outside", "operation", payers.travel_paid_by_resident),
        *_booked("employer", "outside", "operation", payers.travel_paid_by_employer),
    )


def _of_suppliers(blocks: Blocks, town: Municipality, books: Sequence[Booking]) -> tuple[Booking, ...]:
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
        *_among(books, "operator", "municipality", "investment"),
        *_booked("operator", "outside", "operation", *suppliers, costs.major_maintenance, other_levies, other_lease),
        *_among(books, "operator", "municipality", "operation"),
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
            operation.income.vat_on_tourist_tax,
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


def _of_support(blocks: Blocks, books: Sequence[Booking]) -> tuple[Booking, ...]:
    """What the state and the municipality give the operator: at the start, and when a guarantee pays out."""
    subsidies, guarantee = blocks.subsidies, blocks.guarantee
    return (
        *_booked("state", "operator", "subsidies", subsidies.subsidy_from_state),
        *_among(books, "municipality", "operator", "subsidies"),
        *_booked("state", "operator", "end", guarantee.guarantee_from_state),
        *_among(books, "municipality", "operator", "end"),
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
