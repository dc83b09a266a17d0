"""What a council asks about its own books: each line with its switch and support, and what it stands surety for.

Read from a result; nothing here is computed that the lines do not hold.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from model.engine.resolve import ResolvedOption
from model.engine.results import Computed, OptionResult
from model.formula.expression import Call, Constant, Expression, Input, Line
from model.lines.municipal_lines import BookedLine, booked_lines
from model.lines.uses import USES
from model.parameters.table import parameters

OFF, ON, LOCAL = USES

_TOTALS = ("municipality_income", "municipality_costs")
"""The rows that the lines of the books add up to."""

FIGURE_GROUPS = frozenset({"municipality", "land", "operation", "stay"})
"""Groups of inputs that are figures of the municipality's lines, beside those that the records name; the others say
what is built, for whom and when, and how prices grow, which every line of the case rests on."""

PEOPLE = ("brp_share",)
"""Inputs about people, not figures of a line: giving one makes no line local."""

WEAKEST_FIRST = ("assumption", "not_given", "given", "local", "derived", "sourced")

OWN_INCOME, OWN_COSTS = "own_municipality_income", "own_municipality_costs"


@dataclass(frozen=True)
class MunicipalLine:
    """How a line of the municipality's books stands, the weakest support of its inputs, and its nominal total."""

    model: str
    key: str
    use: str
    status: str
    total: float


def municipal_lines(option: OptionResult) -> tuple[MunicipalLine, ...]:
    """Every line of the municipality's books: off, on or local, and its status; in a mix once per component.

    A line with a switch follows it, and is local too when an amount was given for this case; another line is off when
    it is zero in every period. A line that is off rests on nothing and has no status.
    """
    return tuple(
        _municipal_line(part, part.resolved, record)
        for part in option.parts
        if part.resolved is not None
        for record in _records_of(part)
    )


def _records_of(part: Computed) -> Iterator[BookedLine]:
    """The records of the lines that income and costs are made of, in that order; none of an option of own lines."""
    records, lines = booked_lines(), part.business_case.by_key
    for total in _TOTALS:
        yield from (records[key] for key in (terms_of(lines[total]) if total in lines else ()) if key in records)


def terms_of(line: Line) -> list[str]:
    """Keys of the rows a line is made of, in the order of its formula."""
    keys: list[str] = []
    waiting: list[object] = [line.expression]
    while waiting:
        part = waiting.pop(0)
        if isinstance(part, Line):
            keys.append(part.key)
        elif isinstance(part, Call):
            waiting[:0] = part.operands
    return keys


def _municipal_line(part: Computed, resolved: ResolvedOption, record: BookedLine) -> MunicipalLine:
    key, switch = record.key, record.switch
    row = part.rows[key]
    if resolved.provenance[switch].value == OFF if switch else not any(row):
        return MunicipalLine(part.name, key, OFF, "", math.fsum(row))
    rests_on = {name: resolved.provenance[name] for name in figures(part, resolved, key)}
    given = any(not figure.is_default for name, figure in rests_on.items() if name not in PEOPLE)
    local = given or (bool(switch) and resolved.provenance[switch].value == LOCAL)
    status = min((figure.status for figure in rests_on.values()), key=WEAKEST_FIRST.index, default="derived")
    return MunicipalLine(part.name, key, LOCAL if local else ON, status, math.fsum(row))


def figures(part: Computed, resolved: ResolvedOption, key: str) -> tuple[str, ...]:
    """The figures a line of the municipality's books rests on in this case: the inputs its formula comes to.

    Only what counts is followed: the branch that a choice takes, and nothing that a choice makes zero.
    """
    walk = _Walk(resolved)
    walk.follow(part.business_case.by_key[key])
    known = parameters()
    named = {name for record in booked_lines().values() for name in record.figures}
    return tuple(
        name
        for name in walk.inputs
        if name in known and known[name].kind != "choice" and (known[name].group in FIGURE_GROUPS or name in named)
    )


class _Walk:
    """Gathers the inputs that count in a formula, in order of first mention."""

    def __init__(self, resolved: ResolvedOption) -> None:
        self.resolved = resolved
        self.inputs: dict[str, None] = {}
        self.seen: set[str] = set()
        self.values: dict[str, float | None] = {}

    def follow(self, node: Expression) -> None:
        if isinstance(node, Input):
            self.inputs[node.key.partition("@")[0]] = None
        elif isinstance(node, Line) and node.key not in self.seen:
            self.seen.add(node.key)
            self.follow(node.expression)
        elif isinstance(node, Call):
            for operand in self.counting(node):
                self.follow(operand)

    def counting(self, node: Call) -> tuple[Expression, ...]:
        """The operands that count: of a choice the one chosen, of a product that a choice makes zero that zero."""
        first, *others = node.operands
        if node.primitive == "pick":
            code = self.value(first)
            return node.operands if code is None else (others[int(code) - 1],)
        if node.primitive == "or_else" and isinstance(first, Input):
            return tuple(others) if math.isnan(self.resolved.values[first.key]) else (first,)
        if node.primitive == "multiply":
            zero = next((operand for operand in node.operands if self.value(operand) == 0), None)
            return node.operands if zero is None else (zero,)
        return node.operands

    def value(self, node: Expression) -> float | None:
        """The number that choices alone make of a formula; None where it takes more."""
        if isinstance(node, Constant):
            return node.value
        if isinstance(node, Input):
            chosen = node.key in parameters() and parameters()[node.key].kind == "choice"
            return self.resolved.values.get(node.key) if chosen else None
        if isinstance(node, Line):
            if node.key not in self.values:
                self.values[node.key] = None  # what a line was before it is no choice
                self.values[node.key] = self.value(node.expression)
            return self.values[node.key]
        return self.value_of_call(node) if isinstance(node, Call) else None

    def value_of_call(self, node: Call) -> float | None:
        """The same of a primitive applied to operands."""
        if node.primitive == "position":
            return self.value(node.operands[0])
        if node.primitive == "pick":
            counted = self.counting(node)
            return self.value(counted[0]) if len(counted) == 1 else None
        if node.primitive not in {"multiply", "subtract"}:
            return None
        first, second = (self.value(operand) for operand in node.operands)
        if node.primitive == "multiply" and 0 in {first, second}:
            return 0.0
        if first is None or second is None:
            return None
        return first * second if node.primitive == "multiply" else first - second


@dataclass(frozen=True)
class BookLine:
    """A line of the municipality's books over all components.

    How it stands (`uses`: one, or several in a mix), its support (`statuses`, none for a line that is off) and its
    nominal total, positive also for a cost.
    """

    key: str
    is_income: bool
    uses: tuple[str, ...]
    statuses: tuple[str, ...]
    total: float


def municipal_books(option: OptionResult) -> tuple[BookLine, ...]:
    """Every line of the municipality once, also those that are off, income first.

    Own lines only where there are some.
    """
    by_key: dict[str, list[MunicipalLine]] = {}
    for line in municipal_lines(option):
        by_key.setdefault(line.key, []).append(line)
    books = [
        BookLine(
            key=key,
            is_income=booked_lines()[key].is_income,
            uses=tuple(dict.fromkeys(line.use for line in lines)),
            statuses=tuple(dict.fromkeys(line.status for line in lines if line.status)),
            total=math.fsum(line.total for line in lines),
        )
        for key, lines in by_key.items()
    ]
    books += [
        BookLine(key, key == OWN_INCOME, (ON,), ("given",), math.fsum(row))
        for key in (OWN_INCOME, OWN_COSTS)
        if any(row := _row(option, key))
    ]
    return tuple(sorted(books, key=lambda line: not line.is_income))


def _row(option: OptionResult, key: str) -> tuple[float, ...]:
    """A row added up over the components of a mix; zeros when there is none."""
    total = [0.0] * len(option.periods)
    for part in option.parts:
        for number, value in enumerate(part.rows.get(key, ())):
            total[number] += value
    return tuple(total)


def municipal_totals(option: OptionResult) -> tuple[float, float]:
    """Income and expenditure of the municipality over the whole term, nominal."""
    return math.fsum(_row(option, "municipality_income")), math.fsum(_row(option, "municipality_costs"))


def property_tax_left(option: OptionResult) -> tuple[float, float]:
    """New property tax over the whole term, gross and less what the municipal fund equalises, nominal."""
    gross = math.fsum(_row(option, "municipality_property_tax"))
    return gross, gross - math.fsum(_row(option, "municipality_equalisation"))


@dataclass(frozen=True)
class Surety:
    """A relocation guarantee, nominal: what is guaranteed, what is lost, and the municipality's part of that.

    `loss` is that at the case's residual value. A loss is convex, so the expected loss exceeds the loss of the expected
    value.
    """

    guaranteed: float
    loss: float
    expected_loss: float
    municipal_loss: float
    municipal_expected_loss: float


def surety(option: OptionResult) -> Surety | None:
    """The guarantee of an option; None when there is none."""
    parts = [part for part in option.parts if part.scalars.get("is_guaranteed")]
    if not parts:
        return None

    def total(key: str) -> float:
        return math.fsum(math.fsum(part.rows[key]) for part in parts)

    return Surety(
        guaranteed=total("guaranteed_value"),
        loss=total("guarantee_loss"),
        expected_loss=total("guarantee_loss_expected"),
        municipal_loss=total("guarantee_from_municipality"),
        municipal_expected_loss=math.fsum(part.scalars["guarantee_provision_total"] for part in parts),
    )
