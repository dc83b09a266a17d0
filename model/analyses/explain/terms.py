"""Sums and their terms: those that matter, and one leaf for the others together."""

from __future__ import annotations

import math
from collections.abc import Sequence

from model.analyses.explain.explanation import Combine, Explanation
from model.formula.expression import Call, Expression
from model.words.texts import text

SMALL = 0.01
"""A term of a sum below this share of the largest one goes into "other terms"."""
FEW = 4
"""A sum of at most this many terms is shown whole."""
MANY = 8
"""At most this many terms of a sum are shown, the largest; the others go together."""
OTHER_TERMS = "other_terms"


def with_other_terms(
    parts: Sequence[Explanation], signs: Sequence[float], language: str
) -> tuple[list[Explanation], Combine]:
    """The terms of a sum that matter, and one leaf for the others together."""
    largest = max((abs(part.number) for part in parts), default=0.0)
    if len(parts) <= FEW:
        kept = list(range(len(parts)))
    else:
        matter = [number for number, part in enumerate(parts) if abs(part.number) >= SMALL * largest and part.number]
        kept = sorted(sorted(matter, key=lambda number: -abs(parts[number].number))[:MANY])
    shown = [parts[number] for number in kept]
    weights = [signs[number] for number in kept]
    rest = [signs[number] * part.number for number, part in enumerate(parts) if number not in set(kept)]
    if rest and any(rest):
        other = math.fsum(rest)
        unit = parts[0].unit
        shown.append(
            Explanation(OTHER_TERMS, text("other_terms", language, count=len(rest)), other, unit, number=other)
        )
        weights.append(1.0)

    def combine(values: Sequence[float]) -> float:
        return math.fsum(weight * value for weight, value in zip(weights, values, strict=True))

    return shown, combine


def terms_of(expression: Expression, sign: float = 1.0) -> list[tuple[float, Expression]]:
    """The signed terms of a sum, flattened; one term for anything else."""
    if isinstance(expression, Call) and expression.primitive in {"add", "subtract"}:
        first, second = expression.operands
        other = sign if expression.primitive == "add" else -sign
        return [*terms_of(first, sign), *terms_of(second, other)]
    return [(sign, expression)]
