"""The Python reader: a line's formula as the text of a Python expression, for one scenario or for many.

What does not vary is plain floats and infix operators. What varies is arrays of one value per scenario, through the
functions of `runtime`, which skip array work on a plain 0 or 1. Three rewrites save work and change no value by more
than rounding:

- parts equal in all periods are computed once, before the pass over the periods (`hoisted`);
- in a product the plain floats are multiplied first, and the factors equal in all periods once; a division stays one,
  so that a quotient of whole numbers keeps its exact value;
- a choice that is equal in all scenarios computes only the operand chosen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from model.formula.expression import (
    REDUCERS,
    Call,
    Constant,
    Expression,
    FormulaError,
    Imported,
    Input,
    Line,
    Shape,
)
from model.formula.plan import Plan
from model.formula.primitives import CHOICES, POWER, PRIMITIVES

ATOM = 9
"""Binding power of a name, a number or a function call."""


@dataclass(frozen=True, slots=True)
class _Factor:
    """An operand of a product: its text, and whether it varies, is equal in all periods, and divides."""

    text: str
    power: int
    varies: bool
    steady: bool
    divides: bool


class PythonText:
    """Renders formulas. `start_pass` before the lines of a pass; `hoisted` then maps texts to the names they got.

    Names: `i` input, `m` imported line, `s` scalar line, `v` row in this period, `p` in the previous one, `l` a row
    kept whole, `h` hoisted, each with a number; `sum_`, `lowest`, `highest`, `mean` with the number of their row.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.number = {line.key: index for index, line in enumerate(plan.graph.order)}
        self.input_number = {key: index for index, key in enumerate(plan.graph.inputs)}
        self.import_number = {(leaf.model, leaf.key): index for index, leaf in enumerate(plan.graph.imports)}
        self.stage = 0
        self.hoisted: dict[str, str] = {}

    def start_pass(self, stage: int) -> None:
        """From here on lines are of this stage, and nothing has been hoisted yet."""
        self.stage = stage
        self.hoisted = {}

    def render(self, line: Line) -> str:
        """The formula of a line as Python."""
        shape = self.plan.graph.shapes[line.key]
        return self._text(line.expression, None if shape is Shape.SCALAR else shape)[0]

    def _text(self, expression: Expression, shape: Shape | None) -> tuple[str, int]:
        """Text and binding power; `shape` is None outside the passes."""
        if isinstance(expression, Constant):
            return repr(expression.value), ATOM
        if isinstance(expression, Input):
            return f"i{self.input_number[expression.key]}", ATOM
        if isinstance(expression, Imported):
            number = self.import_number[expression.model, expression.key]
            return (f"m{number}[t]" if expression.shape is Shape.ROW else f"m{number}"), ATOM
        if isinstance(expression, Line):
            return self._line_now(expression, shape), ATOM
        assert isinstance(expression, Call)
        if shape is not None and expression.primitive not in {"prev", "next"} and self._is_steady(expression):
            return self._hoist(self._call(expression, None)[0]), ATOM
        return self._call(expression, shape)

    def _is_steady(self, expression: Expression) -> bool:
        """Whether it is equal in all periods."""
        if isinstance(expression, Line):
            return self.plan.graph.shapes[expression.key] is Shape.SCALAR
        if isinstance(expression, Imported):
            return expression.shape is Shape.SCALAR
        if isinstance(expression, Call):
            if expression.primitive in REDUCERS:
                return True
            operands = expression.operands[1:] if expression.primitive == "at_year" else expression.operands
            return all(self._is_steady(operand) for operand in operands)
        return True

    def _hoist(self, text: str) -> str:
        return self.hoisted.setdefault(text, f"h{len(self.hoisted)}")

    def _line_now(self, line: Line, shape: Shape | None) -> str:
        number = self.number[line.key]
        own = self.plan.graph.shapes[line.key]
        if own is Shape.SCALAR:
            return f"s{number}"
        if shape is not own:
            raise FormulaError(
                f"{line.key} is a {own.value} line and is used as a {'scalar' if shape is None else shape.value}"
            )
        return f"v{number}" if self._same_pass(line) else f"l{number}[t]"

    def _same_pass(self, line: Line) -> bool:
        return self.plan.graph.stage[line.key] == self.stage

    def _call(self, expression: Call, shape: Shape | None) -> tuple[str, int]:
        name = expression.primitive
        first = expression.operands[0]
        if name in {"prev", "next"} and isinstance(first, Line):
            return self._neighbour(name, first), ATOM
        if name in REDUCERS and isinstance(first, (Line, Imported)):
            return self._reduced(name, first), ATOM
        if name == "at_year" and isinstance(first, Line):
            return self._at_year(expression, first, shape), ATOM
        if name == "pick":
            return self._picked(expression, shape), ATOM
        if self.plan.varies(expression):
            return self._of_many(expression, shape)
        return self._plain(expression, shape)

    def _plain(self, expression: Call, shape: Shape | None) -> tuple[str, int]:
        primitive = PRIMITIVES[expression.primitive]
        texts = [self._text(operand, shape) for operand in expression.operands]
        if primitive.precedence == ATOM:
            return primitive.python.format(*(text for text, _ in texts)), ATOM
        bound = [_bound(text, power, primitive.precedence, index) for index, (text, power) in enumerate(texts)]
        return primitive.python.format(*bound), primitive.precedence

    def _of_many(self, expression: Call, shape: Shape | None) -> tuple[str, int]:
        if expression.primitive in {"multiply", "divide"}:
            return self._product(expression, shape), ATOM
        if expression.primitive == "power" and shape is not None and self._is_power_of_steady(expression):
            base, exponent = (self._text(operand, shape)[0] for operand in expression.operands)
            return f"{self._hoist(f'Powers({base})')}.to({exponent})", ATOM
        if expression.primitive in CHOICES and not self.plan.varies(expression.operands[0]):
            return self._plain(expression, shape)
        return PRIMITIVES[expression.primitive].numpy.format(
            *(self._text(operand, shape)[0] for operand in expression.operands)
        ), ATOM

    def _is_power_of_steady(self, expression: Call) -> bool:
        base, exponent = expression.operands
        return self._is_steady(base) and not self.plan.varies(exponent)

    def _at_year(self, expression: Call, table: Line, shape: Shape | None) -> str:
        position = expression.operands[1]
        primitive = PRIMITIVES["at_year"]
        form = primitive.numpy if self.plan.varies(position) else primitive.python
        return form.format(f"l{self.number[table.key]}", self._text(position, shape)[0])

    def _picked(self, expression: Call, shape: Shape | None) -> str:
        code = expression.operands[0]
        texts = [self._text(operand, shape)[0] for operand in expression.operands]
        if self.plan.varies(code) or not texts[0].isidentifier():
            return f"pick_many({', '.join(texts)})"
        chain = [f"{text} if {texts[0]} == {number}.0" for number, text in enumerate(texts[1:], start=1)]
        return f"({' else '.join(chain)} else no_such_choice({texts[0]}))"

    def _product(self, expression: Call, shape: Shape | None) -> str:
        """Factors in the order plain floats, rows, what is equal in all periods; then the divisors one by one."""
        factors = [self._factor(operand, divides, shape) for operand, divides in _factors(expression)]
        numerators = [factor for factor in factors if not factor.divides]
        if shape is not None:
            numerators = self._with_steady_hoisted(numerators)
        text = _times(numerators)
        for factor in factors:
            if factor.divides:
                text = f"over({text}, {factor.text})"
        return text

    def _factor(self, operand: Expression, divides: bool, shape: Shape | None) -> _Factor:
        text, power = self._text(operand, shape)
        return _Factor(
            text=text,
            power=power,
            varies=self.plan.varies(operand),
            steady=self._is_steady(operand),
            divides=divides,
        )

    def _with_steady_hoisted(self, factors: list[_Factor]) -> list[_Factor]:
        steady = [factor for factor in factors if factor.steady]
        if len(steady) < 2 or not any(factor.varies for factor in steady):
            return factors
        hoisted = self._hoist(_times(steady))
        together = _Factor(text=hoisted, power=ATOM, varies=True, steady=True, divides=False)
        return [*(factor for factor in factors if not factor.steady), together]

    def _neighbour(self, name: str, line: Line) -> str:
        number = self.number[line.key]
        if name == "prev":
            if self._same_pass(line):
                return f"p{number}"
            return f"(l{number}[t - 1] if t else {line.start!r})"
        return f"(l{number}[t + 1] if t < look_ahead else 0.0)"

    def _reduced(self, name: str, line: Line | Imported) -> str:
        if isinstance(line, Imported):
            raise FormulaError("a reducer takes a line of its own model: name the imported row as a line first")
        number = self.number[line.key]
        if name == "irr":
            form = PRIMITIVES["irr"].numpy if line.key in self.plan.varying else PRIMITIVES["irr"].python
            return form.format(f"l{number}[:look_ahead]")
        return f"sum_{number}" if name == "total" else f"{name}{number}"


def _factors(expression: Expression, divides: bool = False) -> Iterator[tuple[Expression, bool]]:
    """The operands of a chain of products and quotients, and whether each divides."""
    if isinstance(expression, Call) and not divides and expression.primitive in {"multiply", "divide"}:
        left, right = expression.operands
        yield from _factors(left)
        yield from _factors(right, expression.primitive == "divide")
    else:
        yield expression, divides


def _times(factors: Sequence[_Factor]) -> str:
    """The text of a product: plain floats first, so that a 0 or a 1 among them saves the array work."""
    plain = [factor for factor in factors if not factor.varies]
    texts = [factor.text for factor in sorted(factors, key=lambda factor: factor.steady) if factor.varies]
    if plain:
        multiply = PRIMITIVES["multiply"].precedence
        bound = (_bound(factor.text, factor.power, multiply, index) for index, factor in enumerate(plain))
        texts.insert(0, " * ".join(bound))
    text = texts[0]
    for other in texts[1:]:
        text = f"times({text}, {other})"
    return text


def _bound(text: str, power: int, precedence: int, index: int) -> str:
    """Parenthesise an operand that binds weaker, or equally where the order matters (right-hand side, powers)."""
    weaker = power < precedence or (power == precedence and (index > 0 or precedence == POWER))
    return f"({text})" if weaker else text
