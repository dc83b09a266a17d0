"""Who pays whom: every amount of the business case has a payer and a payee, and the six ledgers are views on that.

A booking is a line and its two parties. Seen from a ledger, what it receives counts + and what it pays counts -; per
period the six ledgers therefore add up to zero. The operator's ledger equals the equity cash flow and the
municipality's equals its cash flow, which are computed another way: that is the reconciliation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

from model.formula.expression import Expression, Line
from model.formula.primitives import summed, total
from model.lines.flows import Discounting
from model.lines.sums import summed_in_parts

LEDGERS = ("operator", "municipality", "resident", "employer", "state", "outside")
"""The six parties; outside: suppliers, banks, buyers, other municipalities, the water board."""


@dataclass(frozen=True)
class Booking:
    """An amount that `payer` pays to `payee`; `group` names the kind of flow it is shown under."""

    line: Line
    payer: str
    payee: str
    group: str

    def __post_init__(self) -> None:
        if self.payer == self.payee or not {self.payer, self.payee} <= set(LEDGERS):
            raise ValueError(f"{self.line.key}: {self.payer} cannot pay {self.payee}")


@dataclass(frozen=True)
class Ledgers:
    """A row per ledger in nominal euros: receipts less payments, and the sum of all six, which is zero."""

    ledger_operator: Line
    ledger_municipality: Line
    ledger_resident: Line
    ledger_employer: Line
    ledger_state: Line
    ledger_outside: Line
    ledgers_sum: Line

    def row(self, ledger: str) -> Line:
        """The row of one ledger."""
        line: Line = getattr(self, f"ledger_{ledger}")
        return line

    def rows(self) -> tuple[Line, ...]:
        """The six rows, in the order of `LEDGERS`."""
        return tuple(self.row(ledger) for ledger in LEDGERS)


@dataclass(frozen=True)
class Flow:
    """All bookings of one kind between the same two parties, added up."""

    line: Line
    payer: str
    payee: str
    group: str


def build_flows_between(bookings: Sequence[Booking]) -> tuple[Flow, ...]:
    """Bookings added up by payer, payee and group, in the order in which they first occur."""
    grouped: dict[tuple[str, str, str], list[Line]] = {}
    for booking in bookings:
        grouped.setdefault((booking.payer, booking.payee, booking.group), []).append(booking.line)
    return tuple(
        Flow(line=_sum(f"flow_{payer}_{payee}_{group}", lines), payer=payer, payee=payee, group=group)
        for (payer, payee, group), lines in grouped.items()
    )


def _sum(key: str, lines: Sequence[Line]) -> Line:
    return Line(key, summed_in_parts(key, lines))


def build_ledgers(flows: Sequence[Flow], nothing: Expression) -> Ledgers:
    """A row per ledger: receipts less payments; `nothing` is a row of zeros for a party without flows."""

    def ledger(name: str) -> Line:
        received = [flow.line for flow in flows if flow.payee == name]
        paid = [flow.line for flow in flows if flow.payer == name]
        receipts = _sum(f"receipts_{name}", received) if received else Line(f"receipts_{name}", nothing)
        payments = _sum(f"payments_{name}", paid) if paid else Line(f"payments_{name}", nothing)
        return Line(f"ledger_{name}", receipts - payments)

    rows = [ledger(name) for name in LEDGERS]
    everything = Line("ledgers_sum", summed(rows[0], *rows[1:]))
    return Ledgers(**{f"ledger_{name}": row for name, row in zip(LEDGERS, rows, strict=True)}, ledgers_sum=everything)


AT_THE_END = frozenset({"end", "financing"})
"""Groups that fall at the end of their period, also when the case discounts mid-period."""


def flows_at_end(flows: Sequence[Flow], ledger: str) -> Line | None:
    """What a ledger receives less what it pays at the ends of periods; None where it has no such flows."""
    received = [flow.line for flow in flows if flow.payee == ledger and flow.group in AT_THE_END]
    paid = [flow.line for flow in flows if flow.payer == ledger and flow.group in AT_THE_END]
    if not received and not paid:
        return None
    key = f"at_end_{ledger}"
    if not received:
        return Line(key, 0 - summed(paid[0], *paid[1:]))
    income = summed(received[0], *received[1:])
    return Line(key, income - summed(paid[0], *paid[1:]) if paid else income)


def discounted(key: str, row: Line, at_end: Line | None, discounting: Discounting) -> Line:
    """A row at the municipality's discount rate: `at_end` at period ends, the rest when running flows fall."""
    running, end = discounting.municipality_running_factor, discounting.municipality_end_factor
    return Line(key, row * running if at_end is None else (row - at_end) * running + at_end * end)


@dataclass(frozen=True)
class LedgerValues:
    """Present values of the ledgers at the municipality's discount rate."""

    ledger_operator_npv: Line
    ledger_resident_npv: Line
    ledger_employer_npv: Line
    ledger_state_npv: Line
    ledger_outside_npv: Line


def build_ledger_values(flows: Sequence[Flow], ledgers: Ledgers, discounting: Discounting) -> LedgerValues:
    """Total of each ledger x the municipality's discount factor; the municipality's own value is its metric."""

    def value(name: str) -> Line:
        ledger = name.removeprefix("ledger_").removesuffix("_npv")
        row = discounted(f"{name}_row", ledgers.row(ledger), flows_at_end(flows, ledger), discounting)
        return Line(name, total(row))

    return LedgerValues(**{field.name: value(field.name) for field in fields(LedgerValues)})
