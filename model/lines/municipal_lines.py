"""The lines of the municipality's books as records: who pays whom, the switch, and what a plain line is per.

All else about a line follows from its record in `municipal_lines.csv`: its row and its place among income or costs, its
booking, its place in the council's books, and the setting in which the model tests it. The records stand in the order
in which they are booked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from model.formula.expression import Line
from model.lines.ledgers import LEDGERS
from model.parameters.table import ParameterTableError, local_amounts, parameters
from model.words.rows import read_rows

TABLE = Path(__file__).parent / "municipal_lines.csv"
MUNICIPALITY, PREFIX = "municipality", "municipality_"


@dataclass(frozen=True)
class Caseload:
    """What the municipality's work depends on, per period and at the prices of that period: what a line may be per."""

    bed_years: Line
    resident_years: Line
    registrations: Line


@dataclass(frozen=True, slots=True)
class BookedLine:
    """A line of the municipality's books.

    `group` is the kind of flow it is booked under, `switch` the input that counts it, if there is one. A plain line is
    its amount x the caseload it is `per`; a line that is per nothing has a formula of its own in `municipality`.
    `figures` are the inputs that are figures of the line and stand in a group of inputs that is not about such lines.
    """

    key: str
    payer: str
    payee: str
    group: str
    switch: str
    per: str
    figures: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The key without whose line it is."""
        return self.key.removeprefix(PREFIX)

    @property
    def is_income(self) -> bool:
        """Whether the municipality receives it; it pays the others."""
        return self.payee == MUNICIPALITY

    @property
    def is_plain(self) -> bool:
        """Whether it is an amount x a caseload."""
        return bool(self.per)

    @property
    def amount(self) -> str | None:
        """The input of the municipality's own amount; None where a figure is shipped, and where nothing is switched."""
        return local_amounts().get(self.switch)


@cache
def booked_lines() -> Mapping[str, BookedLine]:
    """Every line of the municipality's books by its key, in the order they are booked.

    Raises ParameterTableError for a record that cannot be right, and for a switch that counts no line.

    >>> fees = booked_lines()["municipality_permit_fees"]
    >>> fees.is_income, fees.is_plain
    (True, False)
    >>> booked_lines()["municipality_care"].amount
    'care_cost'
    """
    records: dict[str, BookedLine] = {}
    for row in read_rows(TABLE):
        figures = tuple(filter(None, row.pop("figures").split("|")))
        record = BookedLine(**row, figures=figures)
        for fault in (*_faults(record), *(["stands twice"] if record.key in records else [])):
            raise ParameterTableError(f"{TABLE.name}: {record.key} {fault}")
        records[record.key] = record
    switches = {record.switch for record in records.values()}
    for switch in local_amounts():
        if switch not in switches:
            raise ParameterTableError(f"{TABLE.name}: no line is counted by {switch}")
    return records


def _faults(record: BookedLine) -> Iterator[str]:
    """What cannot be right about a record."""
    parties = {record.payer, record.payee}
    if not record.key.startswith(PREFIX):
        yield f"does not begin with {PREFIX}"
    if MUNICIPALITY not in parties or len(parties) != 2 or not parties <= set(LEDGERS):
        yield f"is not between the municipality and one of the others: {record.payer}, {record.payee}"
    for key in (*filter(None, [record.switch]), *record.figures):
        if key not in parameters():
            yield f"names {key}, which is no input"
    if record.is_plain and record.per not in {field.name for field in fields(Caseload)}:
        yield f"is per {record.per}, which is no caseload"
    if record.is_plain and record.amount is None:
        yield "is an amount x a caseload, but its switch has no amount"
    if record.is_plain and "operator" in parties:
        yield "is an amount x a caseload, which the cash flow of the operator does not know"
