"""A formula in which some inputs are known for good: what then follows is worked out, the rest stays a formula."""

from __future__ import annotations

import math
from collections.abc import Mapping

from model.formula.direct import apply
from model.formula.expression import Call, Constant, Expression, Input, Operand, call


def folded(expression: Expression, known: Mapping[str, float]) -> Operand:
    """The formula with the known inputs filled in; a number where nothing is left of it.

    A product with 0 is 0, whatever the other factor is, and what is reckoned with a blank is blank (NaN). A choice that
    is known leaves the operand chosen. Raises FormulaError where a number remains that must be an input.

    >>> from model.formula.expression import Input
    >>> folded(Input("a") * (1 - Input("b")), {"b": 0.0})
    Input(key='a')
    >>> folded(Input("a") * (1 - Input("b")), {"b": 1.0})
    0.0
    """
    if isinstance(expression, Constant):
        return expression.value
    if isinstance(expression, Input):
        return known.get(expression.key, expression)
    if not isinstance(expression, Call):
        return expression
    operands = [folded(operand, known) for operand in expression.operands]
    if expression.primitive == "pick" and not isinstance(operands[0], Expression):
        return operands[int(operands[0])]
    numbers = [operand for operand in operands if not isinstance(operand, Expression)]
    if len(numbers) == len(operands):
        return float(apply(expression.primitive, numbers))
    if expression.primitive == "multiply" and numbers:
        return _product(numbers[0], operands)
    if expression.primitive in _ARITHMETIC and any(map(math.isnan, numbers)):
        return math.nan
    return call(expression.primitive, *operands)


_ARITHMETIC = frozenset({"add", "subtract", "divide"})


def _product(number: float, operands: list[Operand]) -> Operand:
    """A number times a formula: nothing is left of it at 0 or a blank, and the formula alone at 1."""
    if number == 0 or math.isnan(number):
        return number
    rest = next(operand for operand in operands if isinstance(operand, Expression))
    return rest if number == 1 else call("multiply", *operands)
