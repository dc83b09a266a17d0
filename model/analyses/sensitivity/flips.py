"""What flips the ranking: the smallest change of one input that makes another option the best."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from model.analyses.sensitivity.one_by_one import scan_together
from model.analyses.sensitivity.ranges import axis, same_input
from model.engine.inputs import parameter_of
from model.engine.results import CaseResult
from model.engine.run import run_option
from model.engine.scenarios import Array, scenarios_of
from model.outcomes.quantities import value_of_result
from model.problems import BadInput, problem
from model.words.quantities import Quantity, quantity, results

FLIP_STEPS = 41


@dataclass(frozen=True)
class Flip:
    """A single change that makes another option the best: `size` is the change as a share of the input's slider.

    `option` is where the input changes, `EVERYWHERE` when all options that have it share its value and it moves in all.
    `winner` is the best option after the change. All of it is what a run of the whole case gives.
    """

    key: str
    option: str
    base: float
    value: float
    winner: str
    size: float


EVERYWHERE = "*"


@dataclass(frozen=True)
class _Ranking:
    """The options that have the result, by score: the result itself, or its negative where lower is better."""

    result: CaseResult
    asked: Quantity
    score: Mapping[str, float]

    @property
    def metric(self) -> str:
        """The key of the result."""
        return self.asked.key

    @property
    def sign(self) -> float:
        """By what the result is multiplied to get the score."""
        return self.asked.sign

    @property
    def best(self) -> str:
        """The option on top; the first of those that are equal."""
        return max(self.score, key=lambda option: self.score[option])


def rankable() -> tuple[str, ...]:
    """The results by which options can be ranked: those of which one way is better."""
    return tuple(key for key in results() if quantity(key).has_direction)


def ranking_flips(result: CaseResult, metric: str = "npv", *, most: int | None = None) -> tuple[Flip, ...]:
    """The smallest change of each single input, over its slider, that makes another option the best; smallest first.

    An input moves in one option (and in the mixes that hold it), the others stay; an input that all options share at
    one value also moves in all at once. Each flip found is verified by running the case with it; `most` stops after
    that many. Raises BadInput for a result of which neither way is better, or that is none.
    """
    if metric not in rankable():
        raise BadInput((problem("not_ranked", "metric", value=metric, allowed=", ".join(rankable())),))
    asked = quantity(metric)
    values = {option: value_of_result(outcome, metric) for option, outcome in result.options.items()}
    score = {option: asked.sign * value for option, value in values.items() if value is not None}
    if len(score) < 2:
        return ()
    ranking = _Ranking(result, asked, score)
    simple = [option for option in score if not result.options[option].components]
    candidates: list[tuple[float, Sequence[str], str, float]] = []
    shared = _shared_inputs(result, simple)
    for owners in [*([option] for option in simple), simple]:
        names = shared if len(owners) > 1 else scenarios_of(result, owners[0]).inputs()
        for name, value in _crossings(ranking, owners, names).items():
            candidates.append((_flip_size(result, owners, name, value), owners, name, value))
    candidates.sort(key=lambda candidate: candidate[0])
    verified = (_verified_flip(ranking, owners, name, value) for _, owners, name, value in candidates)
    return tuple(islice((flip for flip in verified if flip is not None), most))


def _flip_size(result: CaseResult, owners: Sequence[str], name: str, value: float) -> float:
    """A change as a share of the input's slider."""
    scenarios = scenarios_of(result, owners[0])
    parameter = scenarios.parameter(name)
    assert parameter.slider_low is not None and parameter.slider_high is not None
    return abs(value - scenarios.base(name)) / (parameter.slider_high - parameter.slider_low)


def _shared_inputs(result: CaseResult, options: Sequence[str]) -> tuple[str, ...]:
    """Inputs that all these options have at one value."""
    if len(options) < 2:
        return ()
    every = [scenarios_of(result, option) for option in options]
    return tuple(name for name in every[0].inputs() if same_input(name, every))


def _moved(result: CaseResult, owners: Sequence[str], name: str, option: str) -> list[str]:
    """The names under which an input of some options stands in an option: its own, or those of a mix's components."""
    outcome = result.options[option]
    if not outcome.components:
        return [name] if option in owners else []
    return [f"{part.option}.{name}" for part in outcome.option.components if part.option in owners]


def _crossings(ranking: _Ranking, owners: Sequence[str], names: Iterable[str]) -> dict[str, float]:
    """Per input the value nearest to the present one at which another option is the best."""
    scenarios = scenarios_of(ranking.result, owners[0])
    points: dict[str, Array] = {}
    for name in names:
        parameter = scenarios.parameter(name)
        low, high = parameter.slider_low, parameter.slider_high
        base = scenarios.base(name)
        if low is None or high is None or parameter.group == "norms" or math.isnan(base):
            continue
        points[name] = axis(name, (min(low, base), max(high, base)), FLIP_STEPS)
    leads = _leads(ranking, owners, points)
    before: dict[str, float] = {}
    after: dict[str, float] = {}
    for name, tried in points.items():
        passed = tried[leads[name] < 0]
        if passed.size:
            before[name] = scenarios.base(name)
            after[name] = float(passed[np.abs(passed - before[name]).argmin()])
    open_names = [name for name in after if parameter_of(name).kind != "integer"]
    # Many points at once cost as much as one: each round cuts every interval in sixteen.
    for _ in range(FLIP_ROUNDS):
        cuts = {name: np.linspace(before[name], after[name], 17) for name in open_names}
        for name, values in _leads(ranking, owners, cuts).items():
            crossed = max(1, int(np.argmax(values < 0)))
            before[name], after[name] = float(cuts[name][crossed - 1]), float(cuts[name][crossed])
    return after


FLIP_ROUNDS = 6
"""16^6 = 17 million: the value is exact to a 17-millionth of the distance."""


def _leads(ranking: _Ranking, owners: Sequence[str], points: Mapping[str, Array]) -> dict[str, Array]:
    """How far the best option stays ahead of the next, with each input at each of its points."""
    scores: dict[str, dict[str, Array]] = {}
    for option in ranking.score:
        names = {name: _moved(ranking.result, owners, name, option) for name in points}
        together = {name: (moving, points[name]) for name, moving in names.items() if moving}
        moved = scan_together(scenarios_of(ranking.result, option), together, ranking.metric)
        scores[option] = {name: ranking.sign * values for name, values in moved.items()}
    return {name: _ahead(ranking, name, len(tried), scores) for name, tried in points.items()}


def _ahead(ranking: _Ranking, name: str, count: int, scores: Mapping[str, Mapping[str, Array]]) -> Array:
    """The lead over the points of one input; an option that the input does not move keeps its score."""
    score = {option: scores[option].get(name, np.full(count, value)) for option, value in ranking.score.items()}
    best = score.pop(ranking.best)
    # Where a result does not exist nothing can be said: the best stays the best, a rival does not win.
    rivals = [np.where(np.isnan(values), -np.inf, values) for values in score.values()]
    return np.asarray(np.where(np.isnan(best), np.inf, best) - np.max(rivals, axis=0), dtype=np.float64)


def _verified_flip(ranking: _Ranking, owners: Sequence[str], name: str, value: float) -> Flip | None:
    """The flip as a run of the whole case gives it; None when the case cannot be run with it or the ranking stands."""
    result = ranking.result
    case = result.case
    try:
        for owner in owners:
            case = case.with_input(owner, name, value)
        again = {
            option: value_of_result(run_option(case, case.option(option), result.market), ranking.metric)
            for option in ranking.score
            if _moved(result, owners, name, option)
        }
    except BadInput:
        return None
    now = {option: ranking.sign * value for option, value in again.items() if value is not None}
    now |= {option: value for option, value in ranking.score.items() if option not in again}
    winner = max(now, key=lambda option: now[option])
    if winner == ranking.best:
        return None
    base = scenarios_of(result, owners[0]).base(name)
    size = _flip_size(result, owners, name, value)
    return Flip(name, owners[0] if len(owners) == 1 else EVERYWHERE, base, value, winner, size)
