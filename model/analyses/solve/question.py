"""What is asked of the solver: an input of an option, a target, and how far is searched."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from model.analyses.solve.targets import TARGETS, Target
from model.case import Case
from model.engine.inputs import parameter_of, within_bounds
from model.engine.results import CaseResult
from model.engine.run import run_option
from model.engine.scenarios import Array, Scenarios, key_in, scenarios_of
from model.problems import BadInput, problem
from model.words.units import unit

LARGEST_TARGET = 1e300
"""A target this far off is still a number when it is shown as a percentage."""
WIDEST = 100.0
"""An amount in euros is searched up to this many times its slider."""


@dataclass(frozen=True)
class Question:
    """At which value of the input `key` an option reaches the value `asked` of a target."""

    result: CaseResult
    option_id: str
    scenarios: Scenarios
    key: str
    target: Target
    asked: float

    @property
    def is_whole(self) -> bool:
        """Whether the input is in whole numbers."""
        return parameter_of(self.key).kind == "integer"

    def gap(self, points: Array) -> Array:
        """How far the result is from what is asked, with the input at each of these points."""
        return self._less(points, self.asked)

    def reached(self, points: Array) -> Array:
        """The result itself, with the input at each of these points."""
        return self._less(points, 0.0)

    def _less(self, points: Array, value: float) -> Array:
        return self.target.gap(self.scenarios.run({self.key: points}, self.target.results), value)

    def run(self, point: float) -> float | None:
        """The result when the option is run by itself with the input at this point; None when it cannot be."""
        return verify(self.result, self.option_id, self.key, point, self.target)


def question_of(result: CaseResult, option_id: str, key: str, target: str, asked: float) -> Question:
    """What is asked. Raises BadInput for an input or target that does not exist, or a target out of reach."""
    scenarios = scenarios_of(result, option_id)
    if target not in TARGETS:
        raise BadInput((problem("not_a_choice", "target", value=target, allowed=", ".join(TARGETS)),))
    if key not in scenarios.inputs() and not _has_number(scenarios, key):
        raise BadInput((problem("not_a_choice", "key", value=key, allowed=", ".join(scenarios.inputs())),))
    return Question(result, option_id, scenarios, key, TARGETS[target], asked)


def _has_number(scenarios: Scenarios, key: str) -> bool:
    try:
        scenarios.base(key)
    except KeyError:
        return False
    return parameter_of(key).kind != "choice"


def span_of(question: Question, low: float | None, high: float | None) -> tuple[float, float]:
    """What to search: between the ends asked for, or else as far as makes sense.

    Raises BadInput for an empty interval, or a number that is none.
    """
    for name, given in (("value", question.asked), ("low", low), ("high", high)):
        if given is not None and not math.isfinite(given):
            raise BadInput((problem("not_finite", name, value=given),))
    if abs(question.asked) > LARGEST_TARGET:
        allowed = {"lowest": -LARGEST_TARGET, "highest": LARGEST_TARGET}
        raise BadInput((problem("out_of_bounds", "value", value=question.asked, **allowed),))
    low, high = _span(question.key, question.scenarios, low, high)
    if not low < high:
        raise BadInput((problem("out_of_bounds", question.key, value=low, lowest=low, highest=high),))
    return low, high


def _span(key: str, scenarios: Scenarios, low: float | None, high: float | None) -> tuple[float, float]:
    """What to search: as asked, else the slider widened to twice the present value, within what is allowed."""
    parameter = scenarios.parameter(key)
    base = scenarios.base(key)
    known = 0.0 if math.isnan(base) else base
    if low is None:
        low = min(parameter.slider_low if parameter.slider_low is not None else 0.0, known, 0.0)
        low = known - 2 * abs(known) if parameter.lowest is None else max(low, parameter.lowest)
    if high is None:
        high = max(parameter.slider_high if parameter.slider_high is not None else 1.0, 4 * abs(known))
    return within_bounds(key, low), within_bounds(key, high)


def wider(question: Question, high: float) -> float:
    """Ten times as far, for an amount in euros; as far as before for anything else.

    A cost whose base can be chosen is none: it may be a share of the revenue.
    """
    parameter = question.scenarios.parameter(question.key)
    if not unit(parameter.unit).is_money or parameter.unit == "depends":
        return high
    limit = WIDEST * max(parameter.slider_high or 1.0, abs(question.scenarios.base(question.key)))
    return within_bounds(question.key, min(high * 10, limit))


def verify(result: CaseResult, option_id: str, key: str, value: float, goal: Target) -> float | None:
    """The result of the target when the option is run by itself with this value, all lines of it, as `run_case` does.

    None when the value cannot be beside the others.
    """
    try:
        case = with_input(result, option_id, key, value)
        option = run_option(case, case.option(option_id), result.market)
    except BadInput:
        return None
    results = {name: np.array([option.computed.scalars[name]]) for name in goal.results}
    return float(goal.gap(results, 0.0)[0])


def with_input(result: CaseResult, option_id: str, name: str, value: float) -> Case:
    """The case in which a named input has a value: of the option, or of the components of a mix that have it."""
    case = result.case
    scenarios = scenarios_of(result, option_id)
    for resolved in scenarios.resolved:
        key = key_in(resolved, name)
        if key is not None:
            case = case.with_input(resolved.option.id, key, value)
    return case


def solvable(result: CaseResult, option_id: str) -> tuple[str, ...]:
    """Inputs that can be solved for: the numeric ones, with their own slider."""
    scenarios = scenarios_of(result, option_id)
    return tuple(
        name
        for name in scenarios.inputs()
        if (parameter := scenarios.parameter(name)).slider_high is not None and parameter.group != "norms"
    )
