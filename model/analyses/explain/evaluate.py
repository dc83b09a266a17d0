"""A formula with the numbers of its operands."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from model.formula import runtime
from model.formula.expression import LINE_ONLY, Call, Constant, Expression
from model.formula.primitives import PRIMITIVES


def evaluate(expression: Expression, number: Callable[[Expression], float]) -> float:
    """One formula with the numbers of its operands."""
    if isinstance(expression, Constant):
        return expression.value
    if isinstance(expression, Call) and expression.primitive not in LINE_ONLY:
        values = [evaluate(operand, number) for operand in expression.operands]
        return float(_function(expression.primitive, len(values))(*values))
    return number(expression)


@cache
def _function(primitive: str, count: int) -> Callable[..., float]:
    """A primitive's plain Python form as a function of its operands."""
    names = [f"x{number}" for number in range(count)]
    form = PRIMITIVES[primitive].python
    body = (
        form.replace("{0}", names[0]).replace("{1:}", ", ".join(names[1:])) if "{1:}" in form else form.format(*names)
    )
    function: Callable[..., float] = eval(f"lambda {', '.join(names)}: {body}", dict(vars(runtime)))  # noqa: S307
    return function
