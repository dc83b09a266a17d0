"""Sums of many terms as formulas that stay short: subtotals first, each a line of its own, then their sum."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from itertools import count
from operator import add, mul

from model.formula.expression import Expression, Line

MOST_TERMS = 12
"""Most terms of one formula: about as many as one can point out in half a minute."""
MOST_IMPORTED = 3
"""Most terms from other models in one formula: there each carries the name of its sheet."""


def summed_in_parts(key: str, terms: Sequence[Expression], most: int = MOST_TERMS) -> Expression:
    """First + second + ... as at most `most` terms.

    Beyond that the lines `key_part_1`, `key_part_2`, ... hold subtotals.

    >>> from model.formula.expression import Input, leaves
    >>> list(leaves(summed_in_parts("costs", [Input("a"), Input("b"), Input("c")], most=2)))
    [Line('costs_part_1'), Input(key='c')]
    """
    return _in_parts(key, terms, most, add)


def multiplied_in_parts(key: str, terms: Sequence[Expression], most: int = MOST_TERMS) -> Expression:
    """First x second x ..., cut into lines in the same way."""
    return _in_parts(key, terms, most, mul)


def _in_parts(
    key: str, terms: Sequence[Expression], most: int, combine: Callable[[Expression, Expression], Expression]
) -> Expression:
    left, number = list(terms), count(1)
    while len(left) > most:
        chunks = [left[start : start + most] for start in range(0, len(left), most)]
        left = [
            chunk[0] if len(chunk) == 1 else Line(f"{key}_part_{next(number)}", reduce(combine, chunk))
            for chunk in chunks
        ]
    return reduce(combine, left)
