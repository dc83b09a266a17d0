"""The solver: from what is asked to every value of the input that reaches it, each run again as a whole."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from model.analyses.solve.answer import BreakEven, Solution
from model.analyses.solve.question import Question, question_of, span_of, wider
from model.analyses.solve.search import (
    FLAT,
    Gap,
    Span,
    crosses,
    first_points,
    narrowed,
    nearest,
    passes,
    refined,
    roots,
)
from model.analyses.solve.targets import Target
from model.engine.results import CaseResult
from model.engine.scenarios import Array

STEEPEST = 10.0
"""A step is no higher than this many times the gaps around it; a result that flees to both sides of zero is no step."""


def solve(
    result: CaseResult,
    option_id: str,
    key: str,
    target: str = "npv",
    value: float = 0.0,
    low: float | None = None,
    high: float | None = None,
) -> BreakEven:
    """Every value of an input between `low` and `high` (default: all that is allowed) at which the target is reached.

    Raises BadInput for an input or target that does not exist, an empty interval, or a number that is none.
    """
    question = question_of(result, option_id, key, target, value)
    lowest, highest = span_of(question, low, high)
    base, whole = question.scenarios.base(key), question.is_whole
    points = first_points(lowest, highest, base, whole)
    gaps = question.gap(points)
    while high is None and not crosses(gaps) and (further := wider(question, highest)) > highest:
        highest = further
        points = first_points(lowest, highest, base, whole)
        gaps = question.gap(points)
    met: tuple[Span, ...] = ()
    if whole:
        solutions = _whole_solutions(question, points, gaps)
    else:
        points, gaps = refined(question.gap, points, gaps)
        solutions, met = _solutions(question, points, gaps)
    best_value, best_result = nearest(question.reached, points, gaps)
    return BreakEven(
        key=key,
        target_key=target,
        target=value,
        low=lowest,
        high=highest,
        base=base,
        solutions=tuple(solutions),
        best_value=best_value,
        best_result=best_result,
        met_between=met,
    )


def _solutions(question: Question, points: Array, gaps: Array) -> tuple[list[Solution], tuple[Span, ...]]:
    """Each value that reaches the target or steps past it, lowest first, and the stretches over which it is met."""
    asked, target = question.asked, question.target
    zeros = roots(question.gap, points, gaps, FLAT * max(1.0, abs(asked)))
    solutions = [
        Solution(value, reached)
        for value in zeros.values
        if (reached := question.run(value)) is not None and abs(reached - asked) <= target.within
    ]
    for low, high in zeros.crossings:
        if not any(low <= solution.value <= high for solution in solutions):
            solutions += step_past(question.gap, question.run, target, asked, low, high)
    return sorted(solutions, key=lambda solution: solution.value), zeros.stretches


def _whole_solutions(question: Question, points: Array, gaps: Array) -> list[Solution]:
    """For an input in whole numbers: each value that hits the target, or meets it next to one that does not."""
    exact = [Solution(float(point), question.asked) for point, gap in zip(points, gaps, strict=True) if gap == 0]
    solutions = exact if len(exact) < len(points) else exact[:1]
    for number in passes(gaps).tolist():
        inside = number if question.target.meets(gaps[number]) else number + 1
        outside = 2 * number + 1 - inside
        value, beside = float(points[inside]), float(points[outside])
        reached, missed = question.run(value), question.run(beside)
        if reached is not None and missed is not None:
            solutions.append(Solution(value, reached, beside, missed))
    return sorted(solutions, key=lambda solution: solution.value)


def step_past(
    gap: Gap, run: Callable[[float], float | None], goal: Target, target: float, low: float, high: float
) -> list[Solution]:
    """Where the result steps past the target between two points, down to neighbouring numbers; none for a pole."""
    around = float(np.max(np.abs(gap(np.array([low, high])))))
    neighbours = narrowed(gap, low, high)
    if neighbours is None:
        return []
    low, high = neighbours
    below, above = run(low), run(high)
    if below is None or above is None or max(abs(below - target), abs(above - target)) > STEEPEST * around:
        return []
    if goal.meets(above - target) == goal.meets(below - target):
        return []
    if goal.meets(above - target):
        return [Solution(high, above, low, below, is_step=True)]
    return [Solution(low, below, high, above, is_step=True)]
