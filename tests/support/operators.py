"""Operators who answered, by themselves and in a case."""

from __future__ import annotations

from collections.abc import Iterable

from model.analyses.operators import Answered
from model.case import Case
from model.case.edits import apply_all
from model.decide.operators import put_answers

CODES = "ABCDEFGH"


def answered(question: str, *values: float | str, year: int | None = 2025) -> tuple[Answered, ...]:
    """One operator for each answer to a question."""
    return tuple(Answered(code, year, {question: value}) for code, value in zip(CODES, values, strict=False))


def together(*asked: Iterable[Answered]) -> tuple[Answered, ...]:
    """Operators who answered several questions: the answers under the same code in one."""
    known: dict[str, Answered] = {}
    for operator in (operator for operators in asked for operator in operators):
        before = known.get(operator.code)
        answers = {**(before.answers if before else {}), **operator.answers}
        known[operator.code] = Answered(operator.code, operator.year, answers)
    return tuple(known.values())


def with_answers(case: Case, *asked: Iterable[Answered]) -> Case:
    """The case in which these operators answered."""
    return apply_all(case, put_answers(case, together(*asked)))
