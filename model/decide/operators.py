"""Answers of operators put in a case and taken out of it, and their medians made its inputs: edits of the case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from model.analyses.operators import Answered, Spread, Summary, operators_of
from model.case import Case, OperatorsMedian, Reason, shown_inputs, write_reason
from model.case.edits import Edit, add, apply_all, input_path, remove, set_value
from model.engine.inputs import within_bounds
from model.engine.notices import counts
from model.engine.resolve import ResolvedOption
from model.engine.results import OptionResult
from model.parameters.questions import choice_with, input_asked_by
from model.parameters.table import parameters

OPERATORS = ("inquiry", "operators")
NUMBERS = ("number", "integer", "growth")


@dataclass(frozen=True)
class Takeable:
    """A median that can be the value of an input of an option.

    `value` is whole where the input must be; `choice` is what must be chosen otherwise for it to count, with its word.
    """

    spread: Spread
    option: str
    key: str
    value: float
    choice: tuple[str, str] | None


def put_answers(case: Case, given: Iterable[Answered]) -> tuple[Edit, ...]:
    """Operators with their answers, each in the place of what the case has under the same code."""
    known = {operator.code for operator in operators_of(case)}
    return tuple(
        set_value((*OPERATORS, answered.code), _data(answered))
        if answered.code in known
        else add(OPERATORS, _data(answered))
        for answered in given
    )


def _data(answered: Answered) -> dict[str, object]:
    year = {} if answered.year is None else {"year": answered.year}
    return {"code": answered.code, **year, "answers": dict(answered.answers)}


def forget_operator(code: str) -> tuple[Edit, ...]:
    """The answers of one operator out of the case."""
    return (remove((*OPERATORS, code)),)


def forget_operators(case: Case) -> tuple[Edit, ...]:
    """The answers of all operators out of the case."""
    return (remove(OPERATORS[:1]),) if operators_of(case) else ()


def without_answers(case: Case) -> Case:
    """The case without what operators answered; what was taken over of it stays."""
    return apply_all(case, forget_operators(case))


def takeable(outcome: OptionResult, answered: Summary) -> tuple[Takeable, ...]:
    """Every median that can be an input of an option, in the order of the form; none of a mix, which has no inputs."""
    if outcome.components:
        return ()
    (resolved,) = outcome.resolved
    return tuple(taken for spread in answered.spreads if (taken := _takeable(spread, resolved)) is not None)


def _takeable(spread: Spread, resolved: ResolvedOption) -> Takeable | None:
    asked = spread.question
    able = [key for key in asked.row.evidence if _can_hold_an_answer(key, resolved)]
    key = input_asked_by(asked, able)
    if key is None or spread.middle is None:
        return None
    choice = choice_with(asked, key)
    if choice is not None and resolved.provenance[choice[0]].value == choice[1]:
        choice = None
    value = within_bounds(key, spread.middle)
    return Takeable(spread=spread, option=resolved.option.id, key=key, value=value, choice=choice)


def _can_hold_an_answer(key: str, resolved: ResolvedOption) -> bool:
    """Whether an option is asked for an input that is a number of today, which counts as its choices stand."""
    if key not in shown_inputs(resolved.option):
        return False
    parameter = parameters()[key]
    return parameter.kind in NUMBERS and not parameter.dated and counts(key, resolved.provenance)


def take_over(taken: Takeable, today: date, why: str) -> tuple[Edit, ...]:
    """A median as the value of an input, with why, and with the choice under which it counts where that is another."""
    median = OperatorsMedian(taken.spread.question.key, taken.spread.count, taken.value)
    reason = Reason("", today.isoformat(), why, median)
    chosen = () if taken.choice is None else (set_value(input_path(taken.option, taken.choice[0]), taken.choice[1]),)
    return (
        *chosen,
        set_value(input_path(taken.option, taken.key), taken.value),
        set_value(("options", taken.option, "reasons", taken.key), write_reason(reason)),
    )
