"""What a council asks about its own books: each line with its switch and support,
the budget per calendar year, and what it stands surety for.

Read from a result; nothing here is computed that the lines do not hold.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

from model.case import Case
from model.engine.resolve import ResolvedOption
from model.engine.results import Computed, OptionResult
from model.formula.expression import Call, Constant, Expression, Input, Line
from model.formula.runtime import edate, to_date, to_serial
from model.lines.municipality import Municipality
from model.parameters.table import parameters

OFF, ON, LOCAL = "off", "on", "local"
"""A line of the municipality's books is not counted, counted with the shipped figure,
or with a figure given for this case."""

_TOTALS = ("municipality_income", "municipality_costs", "municipality_cash_flow")
_SWITCHED_BY = {"municipality_cost_recovery": "plan_costs_use"}
"""What has no switch of its own name."""


def _switch_of(key: str) -> str:
    use = f"{key.removeprefix('municipality_')}_use"
    return _SWITCHED_BY.get(key, use if use in parameters() else "")


MUNICIPAL_LINES: Mapping[str, str] = {
    each.name: _switch_of(each.name) for each in fields(Municipality) if each.name not in _TOTALS
}
"""Every line of the municipality's books, as the business case has them, with its switch if it has one."""

FIGURE_GROUPS = frozenset({"municipality", "land", "operation", "stay"})
FIGURES_ELSEWHERE = frozenset({"permit_fee_share", "woz_value_per_bed"})
"""Which inputs are figures of the municipality's lines; the others say what is built, for whom and when, and how prices
grow, which every line of the case rests on."""

PEOPLE = ("brp_share",)
"""Inputs about people, not figures of a line: giving one makes no line local."""

WEAKEST_FIRST = ("assumption", "not_given", "given", "derived", "sourced")


INCOME = frozenset(
    {
        "municipality_land_income",
        "municipality_ground_lease",
        "municipality_land_value_at_end",
        "municipality_permit_fees",
        "municipality_cost_recovery",
        "municipality_property_tax",
        "municipality_levies",
        "municipality_tourist_tax",
        "municipality_fund",
        "municipality_realisation_grant",
        "municipality_vat_compensation",
        "municipality_avoided",
    }
)
"""The lines the municipality receives; it pays the others."""

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
        _municipal_line(part, part.resolved, key, switch)
        for part in option.parts
        if part.resolved is not None and "municipality_fund" in part.rows
        for key, switch in MUNICIPAL_LINES.items()
    )


def _municipal_line(part: Computed, resolved: ResolvedOption, key: str, switch: str) -> MunicipalLine:
    row = part.rows[key]
    if resolved.provenance[switch].value == OFF if switch else not any(row):
        return MunicipalLine(part.name, key, OFF, "", math.fsum(row))
    found = {name: resolved.provenance[name] for name in figures(part, resolved, key)}
    given = any(not each.is_default for name, each in found.items() if name not in PEOPLE)
    local = given or (bool(switch) and resolved.provenance[switch].value == LOCAL)
    status = min((each.status for each in found.values()), key=WEAKEST_FIRST.index, default="derived")
    return MunicipalLine(part.name, key, LOCAL if local else ON, status, math.fsum(row))


def figures(part: Computed, resolved: ResolvedOption, key: str) -> tuple[str, ...]:
    """The figures a line of the municipality's books rests on in this case: the inputs its formula comes to.

    Only what counts is followed: the branch that a choice takes, and nothing that a choice makes zero.
    """
    walk = _Walk(resolved)
    walk.follow(part.business_case.by_key[key])
    known = parameters()
    return tuple(
        name
        for name in walk.inputs
        if name in known
        and known[name].kind != "choice"
        and (known[name].group in FIGURE_GROUPS or name in FIGURES_ELSEWHERE)
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
        if not isinstance(node, Call):
            return None
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
    """Every line of the municipality once, also those that are off, income first;
    own lines only where there are some.
    """
    found: dict[str, list[MunicipalLine]] = {}
    for line in municipal_lines(option):
        found.setdefault(line.key, []).append(line)
    books = [
        BookLine(
            key=key,
            is_income=key in INCOME,
            uses=tuple(dict.fromkeys(line.use for line in lines)),
            statuses=tuple(dict.fromkeys(line.status for line in lines if line.status)),
            total=math.fsum(line.total for line in lines),
        )
        for key, lines in found.items()
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
class BudgetYear:
    """A calendar year of the municipality's budget, beside its cash flow."""

    year: int
    income: float
    charges: float
    result: float
    cash_flow: float


def budget_years(option: OptionResult) -> tuple[BudgetYear, ...]:
    """The budget per calendar year, as a municipality draws it up; empty without one (an option of own lines).

    A period that touches two calendar years is split by its days, except for what falls on a day of its own: what
    happens at the start, a grant, and the end of the term (see `model.lines.budget_years`). In a mix the components are
    added up.
    """
    parts = with_budget(option)
    income, charges, cash = (
        per_calendar_year(parts, key) for key in ("budget_income", "budget_charges", "municipality_cash_flow")
    )
    return tuple(
        BudgetYear(year, income[year], charges[year], income[year] - charges[year], cash[year])
        for year in sorted(income)
    )


def with_budget(option: OptionResult) -> tuple[Computed, ...]:
    """The option, or the components of a mix, as far as it has a municipal budget (own lines have none)."""
    return tuple(part for part in option.parts if "budget_result" in part.rows)


def per_calendar_year(parts: Iterable[Computed], key: str) -> Mapping[int, float]:
    """A row of flows per calendar year of the term, in order, added up over parts."""
    years: dict[int, float] = {}
    for part in parts:
        last = part.scalars["last_budget_year"]
        begins = (*part.rows["year_begin"], part.look_ahead["year_begin"])
        amounts = (*part.rows[f"{key}_in_year"], part.look_ahead[f"{key}_in_year"])
        for begin, amount in zip(begins, amounts, strict=True):
            if begin <= last:
                years[int(begin)] = years.get(int(begin), 0.0) + amount
    return dict(sorted(years.items()))


def at_year_end(case: Case, row: Sequence[float]) -> Mapping[int, float]:
    """A balance on 31 December of each calendar year:
    that of the period the day falls in, of the last one at the end.
    """
    return {
        year: row[number] for number in range(len(row)) for year in _year_shares(case, number)
    }  # a later period of the same year takes the place of an earlier one


def _year_shares(case: Case, number: int) -> Mapping[int, float]:
    """The calendar years of a period with the share of its days in each."""
    start = to_serial(case.start_date)
    if number == 0:
        return {case.start_date.year: 1.0}
    months = 12 // case.periods_per_year
    begin, end = to_date(edate(start, (number - 1) * months)), to_date(edate(start, number * months))
    days = (end - begin).days
    shares = {}
    for year in range(begin.year, end.year + 1):
        inside = (min(end, date(year + 1, 1, 1)) - max(begin, date(year, 1, 1))).days
        if inside > 0:
            shares[year] = inside / days
    return shares


@dataclass(frozen=True)
class BudgetEffect:
    """Per calendar year what the municipality books and what it receives and pays;
    `details` are the budget's own lines.
    """

    years: tuple[int, ...]
    income: tuple[float, ...]
    charges: tuple[float, ...]
    result: tuple[float, ...]
    cash: tuple[float, ...]
    details: Mapping[str, tuple[float, ...]]
    balances: Mapping[str, tuple[float, ...]]

    @property
    def mean_result(self) -> float:
        """The budget's result per year on average."""
        return math.fsum(self.result) / len(self.result)

    @property
    def worst_year(self) -> int:
        """The year with the lowest result."""
        return self.years[self.result.index(min(self.result))]


BUDGET_DETAILS = ("budget_depreciation", "budget_interest", "budget_provision", "budget_provision_released")
BUDGET_BALANCES = ("budget_book_value", "contingent_liability")


def budget_effect(case: Case, option: OptionResult) -> BudgetEffect | None:
    """The budget effect of an option; None for one without a municipal budget (own lines)."""
    parts = with_budget(option)
    if not parts:
        return None
    years = budget_years(option)
    return BudgetEffect(
        years=tuple(each.year for each in years),
        income=tuple(each.income for each in years),
        charges=tuple(each.charges for each in years),
        result=tuple(each.result for each in years),
        cash=tuple(each.cash_flow for each in years),
        details={key: tuple(per_calendar_year(parts, key).values()) for key in BUDGET_DETAILS},
        balances={
            key: tuple(
                math.fsum(found.get(each.year, 0.0) for found in (at_year_end(case, part.rows[key]) for part in parts))
                for each in years
            )
            for key in BUDGET_BALANCES
        },
    )


@dataclass(frozen=True)
class Surety:
    """A relocation guarantee, nominal: what is guaranteed,
    the loss at the case's residual value and the expected one, and the municipality's part of both.

    The loss is convex, so the expected loss exceeds the loss of the expected value.
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
