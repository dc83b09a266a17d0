"""The direct reader: one formula with the values of its operands, without a program. For formulas by the handful."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np

from model.formula import runtime
from model.formula.expression import LINE_ONLY, Call, Constant, Expression
from model.formula.primitives import PRIMITIVES


def evaluate(expression: Expression, value: Callable[[Expression], Any]) -> Any:
    """One formula with the values of its operands: numbers, or arrays with one value per scenario.

    `value` gives that of an input or a line; also of a primitive that takes a named line, which is looked up whole.

    >>> from model.formula.expression import Input
    >>> evaluate(Input("beds") * 365, lambda operand: 2.0)
    730.0
    """
    if isinstance(expression, Constant):
        return expression.value
    if isinstance(expression, Call) and expression.primitive not in LINE_ONLY:
        return apply(expression.primitive, [evaluate(operand, value) for operand in expression.operands])
    return value(expression)


def apply(primitive: str, operands: Sequence[Any]) -> Any:
    """A primitive of the values of its operands.

    >>> apply("add", [1.0, 2.0])
    3.0
    """
    # What is neither a number nor an array brings its own operators.
    many = any(isinstance(operand, np.ndarray) for operand in operands) and all(
        isinstance(operand, (int, float, np.ndarray)) for operand in operands
    )
    return _function(primitive, len(operands), many)(*operands)


@cache
def _function(primitive: str, count: int, many: bool) -> Callable[..., Any]:
    """A primitive's form for one scenario, or for many, as a function of its operands."""
    names = [f"x{number}" for number in range(count)]
    form = PRIMITIVES[primitive].numpy if many else PRIMITIVES[primitive].python
    body = (
        form.replace("{0}", names[0]).replace("{1:}", ", ".join(names[1:])) if "{1:}" in form else form.format(*names)
    )
    function: Callable[..., Any] = eval(f"lambda {', '.join(names)}: {body}", dict(vars(runtime)))  # noqa: S307
    return function
