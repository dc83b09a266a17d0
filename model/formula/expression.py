"""Expressions: the formulas of the business case, as data.

An expression is built with ordinary operators from inputs, constants and lines. It has no value of its own; the
readers (`evaluate`, `excel`, `words`, `graph`) give it one meaning each.

Shapes. A line is a *scalar* (one value per scenario), a *row* (one value per period and scenario) or a *year* line
(one value per calendar year and scenario). The shape follows from what the expression uses.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import NoReturn

ALLOWED_CONSTANTS = frozenset({0.0, 1.0, 2.0, 12.0, 100.0, 365.0})
"""Numbers a formula may contain; any other number is an assumption and must be an input."""


class FormulaError(Exception):
    """A definition that cannot be a formula: circular, nested conditions, a hidden constant, a truth test."""


class Shape(Enum):
    """How many values an expression has per scenario."""

    SCALAR = "scalar"
    ROW = "row"
    YEAR = "year"


class Expression:
    """Something with a value in every scenario; combine with + - * / ** and the functions of `primitives`."""

    __slots__ = ()

    def __add__(self, other: Operand) -> Call:
        return call("add", self, other)

    def __radd__(self, other: Operand) -> Call:
        return call("add", other, self)

    def __sub__(self, other: Operand) -> Call:
        return call("subtract", self, other)

    def __rsub__(self, other: Operand) -> Call:
        return call("subtract", other, self)

    def __mul__(self, other: Operand) -> Call:
        return call("multiply", self, other)

    def __rmul__(self, other: Operand) -> Call:
        return call("multiply", other, self)

    def __truediv__(self, other: Operand) -> Call:
        return call("divide", self, other)

    def __rtruediv__(self, other: Operand) -> Call:
        return call("divide", other, self)

    def __pow__(self, other: Operand) -> Call:
        return call("power", self, other)

    def __bool__(self) -> NoReturn:
        raise FormulaError(
            "an expression has no truth value: use where, only_if, minimum or maximum instead of if, and, min, max"
        )

    def __iter__(self) -> NoReturn:
        raise FormulaError("an expression cannot be iterated over")


Operand = Expression | float | int


@dataclass(frozen=True, eq=False, slots=True)
class Constant(Expression):
    """One of the few numbers that may stand in a formula (0, 1, 2, 12, 100, 365)."""

    value: float

    def __post_init__(self) -> None:
        if self.value not in ALLOWED_CONSTANTS:
            raise FormulaError(
                f"the constant {self.value:g} must be an input: a formula holds only 0, 1, 2, 12, 100, 365"
            )


@dataclass(frozen=True, eq=False, slots=True)
class Input(Expression):
    """A number the user (or a parameter table) gives; `key` names it. A blank input is NaN."""

    key: str


@dataclass(frozen=True, eq=False, slots=True)
class Imported(Expression):
    """A line of another model, by model and key: a mix reads its components through this."""

    model: str
    key: str
    shape: Shape


@dataclass(frozen=True, eq=False, slots=True)
class Call(Expression):
    """A primitive applied to operands."""

    primitive: str
    operands: tuple[Expression, ...]


class Line(Expression):
    """A named line of the business case.

    `start` is the value in the column left of period 0 (or above the first calendar year): what `prev` gives there.
    A recurrent line is declared without a formula and closed later with `becomes`.
    """

    __slots__ = ("_expression", "_mentions", "_uses", "declared_shape", "key", "start")

    def __init__(
        self, key: str, expression: Operand | None = None, *, start: float = 0.0, shape: Shape | None = None
    ) -> None:
        self.key = key
        self.start = start
        self.declared_shape = shape
        self._expression: Expression | None = None
        self._mentions: tuple[Expression, ...] | None = None
        self._uses: tuple[Reference, ...] | None = None
        if expression is not None:
            self.becomes(expression)

    def becomes(self, expression: Operand) -> Line:
        """Give a declared line its formula. Raises FormulaError when it already has one or nests conditions."""
        if self._expression is not None:
            raise FormulaError(f"line {self.key} already has a formula")
        as_expression = lift(expression)
        refuse_nested_conditions(self.key, as_expression)
        self._expression = as_expression
        return self

    @property
    def expression(self) -> Expression:
        """The formula. Raises FormulaError when the line was declared but never closed."""
        if self._expression is None:
            raise FormulaError(f"line {self.key} was declared but has no formula")
        return self._expression

    @property
    def mentions(self) -> tuple[Expression, ...]:
        """Inputs, constants, lines and imported lines in the formula, found once."""
        if self._mentions is None:
            self._mentions = tuple(leaves(self.expression))
        return self._mentions

    @property
    def uses(self) -> tuple[Reference, ...]:
        """The lines the formula uses and how, found once."""
        if self._uses is None:
            self._uses = tuple(references(self.expression))
        return self._uses

    def __repr__(self) -> str:
        return f"Line({self.key!r})"


CONDITIONAL = frozenset(
    {"where", "only_if", "or_else", "greater", "at_least", "equal", "is_known", "ratio", "lowest", "highest", "mean"}
)
"""Primitives that become an IF in a workbook: none may contain another, so that no formula nests IFs."""

LINE_ONLY = frozenset({"prev", "next", "total", "lowest", "highest", "mean", "irr", "at_year"})
"""Primitives whose first operand must be a named line: it is a place in the workbook, not a formula."""

REDUCERS = frozenset({"total", "lowest", "highest", "mean", "irr"})
"""Primitives that turn a whole row into one value."""


def lift(operand: Operand) -> Expression:
    """An operand as an expression: a plain number becomes a Constant (and is refused unless allowed)."""
    return operand if isinstance(operand, Expression) else Constant(float(operand))


def call(primitive: str, *operands: Operand) -> Call:
    """Apply a primitive; checks that line-only primitives get a line."""
    lifted = tuple(lift(operand) for operand in operands)
    if primitive in LINE_ONLY and not isinstance(lifted[0], (Line, Imported)):
        raise FormulaError(f"{primitive} takes a named line, not an expression")
    return Call(primitive, lifted)


def refuse_nested_conditions(key: str, expression: Expression, inside: bool = False) -> None:
    """Raise FormulaError when a conditional primitive stands inside another one within one formula."""
    if not isinstance(expression, Call):
        return
    conditional = expression.primitive in CONDITIONAL
    if conditional and inside:
        raise FormulaError(f"line {key}: {expression.primitive} stands inside another condition; name it as a line")
    for operand in expression.operands:
        refuse_nested_conditions(key, operand, inside or conditional)


def leaves(expression: Expression) -> Iterator[Expression]:
    """Inputs, constants, lines and imported lines an expression mentions directly, in order, repeats included.

    >>> [leaf.key for leaf in leaves(Input("a") * Input("b") + Input("a")) if isinstance(leaf, Input)]
    ['a', 'b', 'a']
    """
    if isinstance(expression, Call):
        for operand in expression.operands:
            yield from leaves(operand)
    else:
        yield expression


@dataclass(frozen=True)
class Reference:
    """How one line uses another: in the same period, through prev/next, through a reducer, or at a year."""

    line: Line
    how: str


def references(expression: Expression) -> Iterator[Reference]:
    """The lines a formula uses and how (`same`, `prev`, `next`, `reduce`, `at_year`)."""
    if isinstance(expression, Line):
        yield Reference(expression, "same")
    elif isinstance(expression, Call):
        rest = expression.operands
        first = rest[0] if rest else None
        if expression.primitive in LINE_ONLY and isinstance(first, Line):
            how = "reduce" if expression.primitive in REDUCERS else expression.primitive
            yield Reference(first, how)
            rest = rest[1:]
        for operand in rest:
            yield from references(operand)


@dataclass
class Shapes:
    """Works out and remembers the shape of lines."""

    known: dict[int, Shape] = field(default_factory=dict)
    pending: set[int] = field(default_factory=set)

    def of(self, expression: Expression) -> Shape:
        """SCALAR unless the expression mentions a row or a year line in place."""
        if isinstance(expression, Line):
            return self.of_line(expression)
        if isinstance(expression, Imported):
            return expression.shape
        if isinstance(expression, Call):
            if expression.primitive in REDUCERS:
                return Shape.SCALAR
            operands = expression.operands
            if expression.primitive == "at_year":
                operands = operands[1:]
            shapes = {self.of(operand) for operand in operands}
            if Shape.ROW in shapes:
                return Shape.ROW
            if Shape.YEAR in shapes:
                return Shape.YEAR
        return Shape.SCALAR

    def of_line(self, line: Line) -> Shape:
        """The declared shape of a recurrent line, else that of its formula."""
        if line.declared_shape is not None:
            return line.declared_shape
        if id(line) not in self.known:
            if id(line) in self.pending:
                raise FormulaError(f"line {line.key} depends on itself: declare its shape and close it with becomes")
            self.pending.add(id(line))
            self.known[id(line)] = self.of(line.expression)
            self.pending.discard(id(line))
        return self.known[id(line)]
