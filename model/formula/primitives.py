"""The closed set of primitives, each with its forms side by side.

To add a function: add one `Primitive` row below with all its forms, and a builder function at the end of this file.
`tests/formula/test_primitives.py` fails when a form is missing or when the NumPy and plain Python forms differ.

Forms are templates in which `{0}`, `{1}`, ... stand for the operands:

- `python`: one scenario, plain floats (a row that is equal in all scenarios costs no array work);
- `numpy`: many scenarios, one value per scenario;
- `excel`: nothing newer than Excel 2016 or LibreOffice 7.4;
- `nl`, `en`: words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from model.formula.expression import Call, Expression, FormulaError, Imported, Input, Line, Operand, call


@dataclass(frozen=True, slots=True)
class Primitive:
    """One function of the expression language in all its forms; `precedence` is Excel's and Python's binding power."""

    name: str
    python: str
    numpy: str
    excel: str
    nl: str
    en: str
    precedence: int = 9


ADD, MULTIPLY, POWER = 1, 2, 3

_TABLE = (
    Primitive("add", "{0} + {1}", "plus({0}, {1})", "{0}+{1}", "{0} + {1}", "{0} + {1}", ADD),
    Primitive("subtract", "{0} - {1}", "minus({0}, {1})", "{0}-{1}", "{0} − {1}", "{0} − {1}", ADD),
    Primitive("multiply", "{0} * {1}", "times({0}, {1})", "{0}*{1}", "{0} × {1}", "{0} × {1}", MULTIPLY),
    Primitive("divide", "{0} / {1}", "over({0}, {1})", "{0}/{1}", "{0} ÷ {1}", "{0} ÷ {1}", MULTIPLY),
    Primitive(
        "power", "{0} ** {1}", "np.power({0}, {1})", "{0}^{1}", "{0} tot de macht {1}", "{0} to the power {1}", POWER
    ),
    Primitive(
        "minimum",
        "min({0}, {1})",
        "minimum_many({0}, {1})",
        "MIN({0},{1})",
        "de laagste van {0} en {1}",
        "the lower of {0} and {1}",
    ),
    Primitive(
        "maximum",
        "max({0}, {1})",
        "maximum_many({0}, {1})",
        "MAX({0},{1})",
        "de hoogste van {0} en {1}",
        "the higher of {0} and {1}",
    ),
    Primitive("floor", "floor({0})", "floor_many({0})", "INT({0})", "{0} naar beneden afgerond", "{0} rounded down"),
    Primitive(
        "greater",
        "(1.0 if {0} > {1} else 0.0)",
        "flag(np.greater({0}, {1}))",
        "IF({0}>{1},1,0)",
        "1 als {0} groter is dan {1}, anders 0",
        "1 if {0} is greater than {1}, else 0",
    ),
    Primitive(
        "at_least",
        "(1.0 if {0} >= {1} else 0.0)",
        "flag(np.greater_equal({0}, {1}))",
        "IF({0}>={1},1,0)",
        "1 als {0} ten minste {1} is, anders 0",
        "1 if {0} is at least {1}, else 0",
    ),
    Primitive(
        "equal",
        "(1.0 if {0} == {1} else 0.0)",
        "flag(np.equal({0}, {1}))",
        "IF({0}={1},1,0)",
        "1 als {0} gelijk is aan {1}, anders 0",
        "1 if {0} equals {1}, else 0",
    ),
    Primitive(
        "where",
        "({1} if {0} else {2})",
        "where_many({0}, {1}, {2})",
        "IF({0},{1},{2})",
        "als {0}: {1}, anders {2}",
        "if {0}: {1}, else {2}",
    ),
    Primitive(
        "only_if",
        "({1} if {0} else nan)",
        "where_many({0}, {1}, nan)",
        'IF({0},{1},"")',
        "alleen als {0}: {1}",
        "only if {0}: {1}",
    ),
    Primitive(
        "or_else",
        "first_known({0}, {1})",
        "first_known_many({0}, {1})",
        "IF(ISNUMBER({0}),{0},{1})",
        "{0}, of als dat leeg is {1}",
        "{0}, or if that is blank {1}",
    ),
    Primitive(
        "is_known",
        "(0.0 if {0} != {0} else 1.0)",
        "(1.0 - np.isnan({0}))",
        "IF(ISNUMBER({0}),1,0)",
        "1 als {0} bekend is, anders 0",
        "1 if {0} is known, else 0",
    ),
    Primitive(
        "ratio",
        "ratio({0}, {1})",
        "ratio_many({0}, {1})",
        'IF({1}=0,"",{0}/{1})',
        "{0} ÷ {1} (leeg als de deler nul is)",
        "{0} ÷ {1} (blank if the divisor is zero)",
    ),
    Primitive("prev", "{0}", "{0}", "{0}", "{0} van de vorige periode", "{0} of the previous period"),
    Primitive("next", "{0}", "{0}", "{0}", "{0} van de volgende periode", "{0} of the next period"),
    Primitive(
        "total", "{0}", "{0}", "SUM({0})", "de som over alle perioden van {0}", "the sum over all periods of {0}"
    ),
    Primitive(
        "lowest",
        "{0}",
        "{0}",
        'IF(COUNT({0})=0,"",MIN({0}))',
        "de laagste {0} van alle perioden",
        "the lowest {0} of all periods",
    ),
    Primitive(
        "highest",
        "{0}",
        "{0}",
        'IF(COUNT({0})=0,"",MAX({0}))',
        "de hoogste {0} van alle perioden",
        "the highest {0} of all periods",
    ),
    Primitive(
        "mean",
        "{0}",
        "{0}",
        'IF(COUNT({0})=0,"",AVERAGE({0}))',
        "het gemiddelde van {0} over de perioden die tellen",
        "the mean of {0} over the periods that count",
    ),
    Primitive(
        "irr",
        "irr_one({0})",
        "irr_many({0})",
        "{0}",
        "de interne rentevoet per periode van {0}",
        "the internal rate of return per period of {0}",
    ),
    Primitive(
        "payment",
        "payment({0}, {1}, {2})",
        "payment_many({0}, {1}, {2})",
        "PMT({0},{1},-({2}))",
        "de vaste termijn die {2} in {1} termijnen aflost tegen {0}",
        "the level payment that repays {2} in {1} payments at {0}",
    ),
    Primitive(
        "owed",
        "owed({0}, {1}, {2}, {3})",
        "owed_many({0}, {1}, {2}, {3})",
        "-FV({0},{1},-({2}),{3})",
        "wat van {3} nog openstaat na {1} termijnen van {2} tegen {0}",
        "what is still owed of {3} after {1} payments of {2} at {0}",
    ),
    Primitive(
        "edate",
        "edate({0}, {1})",
        "edate_many({0}, {1})",
        "EDATE({0},{1})",
        "{0} plus {1} maanden",
        "{0} plus {1} months",
    ),
    Primitive("year", "year({0})", "year_many({0})", "YEAR({0})", "het jaar van {0}", "the year of {0}"),
    Primitive("jan1", "jan1({0})", "jan1_many({0})", "DATE({0},1,1)", "1 januari {0}", "1 January {0}"),
    Primitive(
        "at_year",
        "{0}[int({1}) - 1]",
        "at_position({0}, {1})",
        "INDEX({0},{1})",
        "{0} in {1}",
        "{0} in {1}",
    ),
    Primitive(
        "position",
        "{0}",
        "{0}",
        "MATCH({0},{1},0)",
        "de keuze {0}",
        "the choice {0}",
    ),
    Primitive(
        "pick",
        "({1:})[int({0}) - 1]",
        "pick_many({0}, {1:})",
        "CHOOSE({0},{1:})",
        "afhankelijk van {0}: {1:}",
        "depending on {0}: {1:}",
    ),
)

PRIMITIVES: dict[str, Primitive] = {primitive.name: primitive for primitive in _TABLE}
"""Every primitive by name."""

CHOICES = frozenset({"where", "only_if", "or_else"})
"""Where the first operand is equal in all scenarios, their plain form serves many scenarios, the rest uncomputed."""


def minimum(first: Operand, *others: Operand) -> Expression:
    """The lowest of the operands (never the built-in `min`: an expression has no truth value)."""
    return _fold("minimum", first, others)


def maximum(first: Operand, *others: Operand) -> Expression:
    """The highest of the operands."""
    return _fold("maximum", first, others)


def _fold(primitive: str, first: Operand, others: tuple[Operand, ...]) -> Expression:
    result: Operand = first
    for other in others:
        result = call(primitive, result, other)
    assert isinstance(result, Expression)
    return result


def floor(quotient: Operand) -> Call:
    """Rounded down. Use it only on quotients of whole numbers: sums of fractions make INT and NumPy disagree."""
    return call("floor", quotient)


def ceiling(quotient: Expression) -> Call:
    """Rounded up, as minus the floor of minus: the same restriction as `floor`."""
    return 0 - floor(0 - quotient)


def greater(left: Operand, right: Operand) -> Call:
    """Flag: 1 where left > right, else 0."""
    return call("greater", left, right)


def at_least(left: Operand, right: Operand) -> Call:
    """Flag: 1 where left >= right, else 0."""
    return call("at_least", left, right)


def equal(left: Operand, right: Operand) -> Call:
    """Flag: 1 where left = right, else 0."""
    return call("equal", left, right)


def where(flag: Operand, then: Operand, otherwise: Operand) -> Call:
    """`then` where the flag is not 0, else `otherwise`."""
    return call("where", flag, then, otherwise)


def only_if(flag: Operand, value: Operand) -> Call:
    """`value` where the flag is not 0, else blank (NaN; an empty text in the workbook)."""
    return call("only_if", flag, value)


def or_else(value: Operand, fallback: Operand) -> Call:
    """`value`, or `fallback` where it is blank."""
    return call("or_else", value, fallback)


def is_known(value: Operand) -> Call:
    """Flag: 1 where the value is not blank."""
    return call("is_known", value)


def ratio(numerator: Operand, denominator: Operand) -> Call:
    """Numerator / denominator; blank where the denominator is 0."""
    return call("ratio", numerator, denominator)


def prev(line: Line) -> Call:
    """The line in the previous period (the line's `start` before period 0)."""
    return call("prev", line)


def following(line: Line) -> Call:
    """The line in the next period; 0 after the look-ahead period."""
    return call("next", line)


def total(line: Line | Imported) -> Call:
    """Sum over periods 0..N (the look-ahead period is left out)."""
    return call("total", line)


def lowest(line: Line) -> Call:
    """Lowest value over periods 0..N, blanks skipped; blank when all are."""
    return call("lowest", line)


def highest(line: Line) -> Call:
    """Highest value over periods 0..N, blanks skipped; blank when all are."""
    return call("highest", line)


def mean(line: Line) -> Call:
    """Arithmetic mean over periods 0..N, blanks skipped; blank when all are."""
    return call("mean", line)


def irr(line: Line) -> Call:
    """Internal rate of return per period of a row of flows; blank when there is none or no unique one."""
    return call("irr", line)


def payment(rate: Operand, count: Operand, amount: Operand) -> Call:
    """Level payment that repays `amount` in `count` payments at `rate` per payment; amount / count at rate 0."""
    return call("payment", rate, count, amount)


def owed(rate: Operand, count: Operand, instalment: Operand, amount: Operand) -> Call:
    """Balance of `amount` after `count` payments of `instalment`: a(1+i)^s − p((1+i)^s − 1)/i; a − p·s at rate 0."""
    return call("owed", rate, count, instalment, amount)


def edate(date: Operand, months: Operand) -> Call:
    """The date `months` later, clamped to the end of the month; dates are day numbers (1899-12-30 = 0)."""
    return call("edate", date, months)


def year(date: Operand) -> Call:
    """Calendar year of a day number."""
    return call("year", date)


def jan1(calendar_year: Operand) -> Call:
    """Day number of 1 January of a year."""
    return call("jan1", calendar_year)


def at_year(line: Line, position: Operand) -> Call:
    """Value of a year line at a 1-based position in the table of years."""
    return call("at_year", line, position)


def position(choice: Expression) -> Call:
    """1-based position of a chosen word among the choices of that input."""
    return call("position", choice)


def choice_of(key: str) -> Call:
    """The word an input has of its choices, as its place among them (1-based): what `by_choice` chooses by."""
    return position(Input(key))


def pick(code: Operand, *values: Operand) -> Call:
    """The value with number `code` (1-based). A formula of the business case names its choices: `by_choice`."""
    return call("pick", code, *values)


def by_choice(
    choice: Expression, choices: Sequence[str], /, *, otherwise: Operand | None = None, **by_name: Operand
) -> Call:
    """The value given for the word that is chosen, `otherwise` for every word without one.

    `choice` is `choice_of` an input or the line that holds it, `choices` the words of that input in its order: it is
    `pick` with the values in that order. Raises FormulaError for a value of no choice, a choice without a value, and
    an `otherwise` that no choice is left for.

    >>> call = by_choice(choice_of("regime"), ("bought", "leased", "given"), leased=1, otherwise=0)
    >>> [value.value for value in call.operands[1:]]
    [0.0, 1.0, 0.0]
    """
    left = [name for name in choices if name not in by_name]
    fault = ""
    if unknown := [name for name in by_name if name not in choices]:
        fault = f"{', '.join(unknown)}: no such choice, choose from {', '.join(choices)}"
    elif left and otherwise is None:
        fault = f"no value for {', '.join(left)}, and no otherwise"
    elif not left and otherwise is not None:
        fault = f"otherwise is never used: {', '.join(choices)} each have a value"
    if fault:
        chosen = choice.operands[0] if isinstance(choice, Call) else choice
        raise FormulaError(f"by_choice of {getattr(chosen, 'key', choice)}: {fault}")
    values = by_name if otherwise is None else dict.fromkeys(choices, otherwise) | by_name
    return pick(choice, *(values[name] for name in choices))


def summed(first: Operand, *others: Operand) -> Expression:
    """First + second + ...: the built-in `sum` would start every formula with 0."""
    return _fold("add", first, others)
