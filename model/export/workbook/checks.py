"""What the workbook checks of itself while it is used: each check's formula and its value when the file is written.

A check's difference must be zero. Amounts are compared along two routes; inputs are counted that are missing or beyond
their limits (a pasted value escapes data validation); formula cells are counted, so that a number typed over a formula
is noticed; and as long as no input was changed every metric must be what it was when the workbook was made, so that
another formula is.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name

from model.engine.results import Computed
from model.export.workbook.layout import (
    CHANGED_CELL,
    FIRST_CHOICE_COLUMN,
    FIRST_PERIOD,
    HEADER_ROW,
    HIGHEST_COLUMN,
    INPUTS,
    LIMIT_CELL,
    LOWEST_COLUMN,
    MOST_CHOICES,
    REQUIRED_COLUMN,
    TOLERANCE_CELL,
    VALUE_COLUMN,
    WHOLE_COLUMN,
    Place,
)
from model.export.workbook.sheet import Sheet
from model.lines.labels import BALANCES, words_of_line
from model.lines.ledgers import LEDGERS

FIRST_CHOICE, LAST_CHOICE = (xl_col_to_name(FIRST_CHOICE_COLUMN + offset) for offset in (0, MOST_CHOICES))
"""Columns of the lists of choices."""
CENT = 0.01
"""How close two routes to one amount must be for a check to pass, in euros."""
LARGE_LIMIT = 1e9
"""Limits of inputs from here on are there to have one: they count as one in the sum of limits."""
LEDGER_CHECKS = (
    ("ledgers", "ledgers_sum", ""),
    ("ledger_operator", "ledger_operator", "equity_cash_flow"),
    ("ledger_municipality", "ledger_municipality", "municipality_cash_flow"),
)
"""Who pays equals who receives: the six ledgers together, and two ledgers against cash flows computed another way."""


@dataclass(frozen=True)
class Check:
    """A difference that must be zero: its name, formula (an array formula goes over a range) and value as written.

    `is_count`: it counts, so that nothing is close to zero. `expected`: a number kept from when the workbook was made;
    `{expected}` in the formula is its cell.
    """

    code: str
    formula: str
    value: float = 0.0
    is_array: bool = False
    is_count: bool = False
    expected: float | None = None


def model_checks(model: Computed, place: Place) -> Iterator[Check]:
    """The checks of one calculation sheet."""
    name = f"'{place.sheet}'!"
    rows, scalars = model.rows, model.scalars

    def cells(key: str) -> str:
        return name + place.span(key)

    def scalar(key: str) -> str:
        return name + place.scalar(key)

    def sums(code: str, **signs: int) -> Check:
        terms = {key: scalar(key) if has_total(key) else f"SUM({cells(key)})" for key in signs}
        formula = "".join(f"{'+' if sign > 0 else '-'}{terms[key]}" for key, sign in signs.items())
        value = math.fsum(sign * amount for key, sign in signs.items() for amount in rows[key])
        return Check(code, f"ABS({formula.lstrip('+')})", abs(value))

    held = f"{name}{place.last_period_column}{place.rows['cumulative_cash_flow']}"
    flow = math.fsum(rows["cash_flow_with_subsidy"]) - rows["cumulative_cash_flow"][-1]
    yield Check("cash_adds_up", f"ABS({scalar('cash_flow_with_subsidy')}-{held})", abs(flow))
    if model.resolved is None:
        yield sums("mix_adds_up", cash_flow_with_subsidy=1, project_cash_flow=-1, subsidies=-1)
        yield sums("ledgers", **{f"ledger_{ledger}": 1 for ledger in LEDGERS})
        return
    owed = f"{name}{place.last_period_column}{place.rows['closing_balance']}"
    yield Check("debt_ends_at_zero", f"ABS({owed})", abs(rows["closing_balance"][-1]))
    drawn = math.fsum(rows["drawdown"])
    yield Check(
        "sources_are_uses",
        f"ABS(SUM({cells('drawdown')})-{scalar('loan_amount')})",
        abs(drawn - scalars["loan_amount"]),
    )
    yield sums("loan_repaid", repayment=1, final_repayment=1, drawdown=-1)
    yield sums("equity_adds_up", equity_cash_flow=1, project_cash_flow=-1, subsidies=-1, corporate_tax=1, debt_flow=-1)
    yield _npv_check(model, place)
    for code, left, right in LEDGER_CHECKS:
        yield sums(code, **{left: 1}, **({right: -1} if right else {}))
    yield Check(
        "term_fits",
        f"MAX(0,{scalar('last_period')}-MAX({cells('period')}))",
        max(0.0, scalars["last_period"] - max(rows["period"])),
    )


def has_total(key: str) -> bool:
    """Whether a row of a calculation sheet has its total in the column of scalars: amounts of periods, not balances."""
    described = words_of_line(key)
    return described.unit == "eur" and described.rank != "help" and key not in BALANCES


def _npv_check(model: Computed, place: Place) -> Check:
    """NPV straight from the flows less the metric.

    It is the second route, where all flows are discounted from a period's end.
    """
    name = f"'{place.sheet}'!"
    row = place.rows["cash_flow_with_subsidy"]
    first, second = (xl_col_to_name(FIRST_PERIOD + offset) for offset in (0, 1))
    rate = f"1/{name}{second}{place.rows['end_factor']}-1"
    later = f"{name}{second}{row}:{place.last_period_column}{row}"
    direct = f"{name}{first}{row}+NPV({rate},{later})-{name}{place.scalar('npv')}"
    formula = f"IF({name}{place.scalar('mid_period_shift')}=0,ABS({direct}),0)"
    if model.scalars["mid_period_shift"]:
        return Check("npv_two_ways", formula, 0.0)
    factor = model.rows["end_factor"][1]
    value = math.fsum(flow * factor**period for period, flow in enumerate(model.rows["cash_flow_with_subsidy"]))
    return Check("npv_two_ways", formula, abs(value - model.scalars["npv"]))


def input_checks(first: int, last: int, limits: Iterable[float], choices: int) -> Iterator[Check]:
    """The checks of one block of inputs, rows `first` to `last` of the sheet of inputs.

    `limits`: the numbers in its columns of limits, of what is required and of what is whole. `choices`: how many inputs
    have a list of choices.
    """

    def column(letter: str) -> str:
        return f"{INPUTS}!${letter}${first}:${letter}${last}"

    value, choice = column(VALUE_COLUMN), column(FIRST_CHOICE)
    lowest, highest, required = column(LOWEST_COLUMN), column(HIGHEST_COLUMN), column(REQUIRED_COLUMN)
    whole = column(WHOLE_COLUMN)
    for code, condition in (
        ("inputs_present", f"({required}=1)*ISBLANK({value})"),
        ("inputs_are_numbers", f"(1-ISNUMBER({value}))*(1-ISBLANK({value}))*(1-ISTEXT({choice}))"),
        ("inputs_not_too_low", f"ISNUMBER({lowest})*ISNUMBER({value})*({value}<{lowest})"),
        ("inputs_not_too_high", f"ISNUMBER({highest})*ISNUMBER({value})*({value}>{highest})"),
    ):
        yield Check(code, f"SUM(IF({condition},1,0))", is_array=True, is_count=True)
    # Chosen cell by cell: the whole part of a word is an error, and is not asked for.
    fractions = f"SUM(IF({whole}=1,SIGN({value}-INT({value})),0))"
    yield Check("inputs_whole", fractions, is_array=True, is_count=True)
    yield _choices_exact(value, f"{INPUTS}!${FIRST_CHOICE}${first}:${LAST_CHOICE}${last}", choices)
    yield _limits_intact(f"{INPUTS}!${LOWEST_COLUMN}${first}:${WHOLE_COLUMN}${last}", list(limits))


def _choices_exact(value: str, lists: str, count: int) -> Check:
    """How many of the inputs with a list hold none of its words, to the letter.

    A formula that looks a word up is less strict: `*` and `?` stand for anything there, and capitals are no matter.
    """
    formula = f'{{expected}}-SUM(IF(({lists}<>"")*EXACT({value}&"",{lists}&""),1,0))'
    return Check("inputs_chosen", formula, is_array=True, is_count=True, expected=count)


def _limits_intact(area: str, limits: Sequence[float]) -> Check:
    """Whether what the checks of inputs hold them against is what it was: all limits together, and how many there are.

    The largest count as one each: beside a billion, a sum would not see a share that changes.
    """
    total = len(limits) + math.fsum(limit if limit < LARGE_LIMIT else 1.0 for limit in limits)
    formula = f"ABS({{expected}}-COUNT({area})-SUM(IF({area}<{LIMIT_CELL},{area},1)))"
    return Check("limits_intact", formula, is_array=True, expected=total)


def metric_checks(live: str, made: str, differences: str, tolerances: str) -> Iterator[Check]:
    """Whether the metrics of one option are as when the workbook was made, as long as no input was changed.

    All are columns of the sheet that compares options. A blank counts as nil in a difference, so blanks are counted.
    """
    unchanged = f"IF({CHANGED_CELL}=0,1,0)"
    formula = f"{unchanged}*SUM(IF(ABS({differences})>{tolerances},1,0))"
    yield Check("metrics_as_made", formula, is_array=True, is_count=True)
    yield Check("blanks_as_made", f"{unchanged}*ABS(COUNT({live})-COUNT({made}))", is_count=True)


def amounts_as_made(code: str, area: str, total: float) -> Check:
    """Whether all amounts of an area are together what they were, as long as no input was changed.

    Whatever their sign: one ledger's amount is another's with the sign turned. Beyond a billion the tolerance grows
    along, for the sum of many large amounts is rounded.
    """
    sums = f'2*SUMIF({area},">0")-SUM({area})'
    formula = f"IF({CHANGED_CELL}=0,ABS({sums}-{{expected}})/MAX(1,{{expected}}/{LIMIT_CELL}),0)"
    return Check(code, formula, expected=total)


def same_cells(code: str, one: str, other: str) -> Check:
    """Whether two ranges show the same, cell by cell."""
    return Check(code, f"SUM(IF({one}={other},0,1))", is_array=True, is_count=True)


def tolerance_intact() -> Check:
    """Whether the tolerance is what it was: a larger one would let every other check pass."""
    return Check("tolerance_intact", f"IF({TOLERANCE_CELL}={{expected}},0,1)", is_count=True, expected=CENT)


def formulas_intact(area: str, count: int) -> Check:
    """Whether as many cells of an area hold a formula as when it was written (Excel 2013, LibreOffice 4.2)."""
    formula = f"ABS({{expected}}-SUM(IF(_xlfn.ISFORMULA({area}),1,0)))"
    return Check("formulas_intact", formula, is_array=True, is_count=True, expected=count)


def body_of(name: str, sheet: Sheet) -> str:
    """The area of a sheet from its headings on: the head above shows the master check, which depends on all others."""
    return f"'{name}'!$A${HEADER_ROW + 1}:${xl_col_to_name(sheet.last_column())}${sheet.last_row() + 1}"
