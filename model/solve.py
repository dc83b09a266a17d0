"""Break-even: the exact value of an input at which a result reaches its target.

A grid over what is allowed finds every place where the result passes the target, a bracketing root finder makes each exact, all
brackets at once. Every answer is run again through the whole engine.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from model.case import Case
from model.evaluation import CaseResult, run_option
from model.parameters.table import parameters
from model.problems import BadInput, problem
from model.scenarios import Array, Scenarios, scenarios_of
from model.sensitivity import parameter_of, within_bounds

POINTS = 201
STEPS = 200
NEAR = 1e-13
"""A bracket narrower than this share of the span cannot be halved further."""


@dataclass(frozen=True)
class Target:
    """A named thing to reach: `results` are the lines it needs, `gap` what must become zero, in `unit`."""

    key: str
    results: tuple[str, ...]
    gap: Callable[[Mapping[str, Array], float], Array]
    unit: str


def _is_value(metric: str, unit: str) -> Target:
    return Target(metric, (metric,), lambda found, value: found[metric] - value, unit)


TARGETS: Mapping[str, Target] = {
    target.key: target
    for target in (
        _is_value("npv", "eur"),
        _is_value("equity_npv", "eur"),
        _is_value("irr", "rate"),
        _is_value("equity_irr", "rate"),
        _is_value("dscr_min", "factor"),
        _is_value("dscr_average", "factor"),
        _is_value("municipality_npv", "eur"),
        _is_value("municipality_npv_without_fund", "eur"),
        _is_value("payback_years", "years"),
        _is_value("gross_initial_yield", "rate"),
        _is_value("net_initial_yield", "rate"),
        _is_value("cost_per_bed_night", "eur_per_night"),
        _is_value("resident_cost_share", "share"),
        _is_value("viability_gap", "eur"),
        _is_value("investment", "eur"),
        _is_value("npv_project", "eur"),
        Target(
            "price_is_ceiling",
            ("price_first_year", "ceiling_first_year"),
            lambda found, value: found["price_first_year"] - found["ceiling_first_year"] - value,
            "eur_per_bed_week",
        ),
        Target(
            "gap_is_subsidy",
            ("npv_project", "pv_subsidies"),
            lambda found, value: found["npv_project"] + found["pv_subsidies"] - value,
            "eur",
        ),
    )
}
"""What can be solved for. `price_is_ceiling`: the price equals the most that may be deducted from the wage (first full year);
`gap_is_subsidy`: subsidies are just worth the viability gap."""


@dataclass(frozen=True)
class Solution:
    """A value of the input that reaches the target; `reached` is the result when the whole case is run with it."""

    value: float
    reached: float


@dataclass(frozen=True)
class BreakEven:
    """The answer: every value found, lowest first; without one, `best` is the nearest that can be reached and where.

    `low` and `high` are what was searched; `target` is the value asked for.
    """

    key: str
    target_key: str
    target: float
    low: float
    high: float
    base: float
    solutions: tuple[Solution, ...]
    best_value: float
    best_result: float


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

    Raises BadInput for an input or target that does not exist, or an empty interval.
    """
    scenarios = scenarios_of(result, option_id)
    if target not in TARGETS:
        raise BadInput((problem("not_a_choice", "target", value=target, allowed=", ".join(TARGETS)),))
    if key not in scenarios.inputs() and not _has(scenarios, key):
        raise BadInput((problem("not_a_choice", "key", value=key, allowed=", ".join(scenarios.inputs())),))
    asked_high = high
    low, high = _span(key, scenarios, low, high)
    if not low < high:
        raise BadInput((problem("out_of_bounds", key, value=low, lowest=f"{low:g}", highest=f"{high:g}"),))
    goal = TARGETS[target]

    def gap(points: Array) -> Array:
        return goal.gap(scenarios.run({key: points}, goal.results), value)

    whole = parameter_of(key).kind == "integer"
    points = _points(low, high, scenarios.base(key), whole)
    gaps = gap(points)
    while asked_high is None and not _crosses(gaps) and (wider := _wider(key, high, scenarios)) > high:
        high = wider
        points = _points(low, high, scenarios.base(key), whole)
        gaps = gap(points)
    values = _whole_values(points, gaps) if whole else _roots(gap, points, gaps)
    solutions = tuple(
        Solution(each, reached)
        for each in values
        if (reached := verify(result, option_id, key, each, goal)) is not None
    )
    nearest = int(np.nanargmin(np.abs(gaps))) if not np.all(np.isnan(gaps)) else 0
    return BreakEven(
        key=key,
        target_key=target,
        target=value,
        low=low,
        high=high,
        base=scenarios.base(key),
        solutions=solutions,
        best_value=float(points[nearest]),
        best_result=float(gaps[nearest]) + value,
    )


def _has(scenarios: Scenarios, key: str) -> bool:
    try:
        scenarios.base(key)
    except KeyError:
        return False
    return parameter_of(key).kind != "choice"


def _span(key: str, scenarios: Scenarios, low: float | None, high: float | None) -> tuple[float, float]:
    """What to search: as asked, else the slider widened to twice the present value, within what is allowed."""
    parameter = parameter_of(key)
    base = scenarios.base(key)
    known = 0.0 if math.isnan(base) else base
    if low is None:
        low = min(parameter.slider_low if parameter.slider_low is not None else 0.0, known, 0.0)
        low = known - 2 * abs(known) if parameter.lowest is None else max(low, parameter.lowest)
    if high is None:
        high = max(parameter.slider_high if parameter.slider_high is not None else 1.0, 4 * abs(known))
    return within_bounds(key, low), within_bounds(key, high)


WIDEST = 100.0
"""An amount in euros is searched up to this many times its slider."""


def _wider(key: str, high: float, scenarios: Scenarios) -> float:
    """Ten times as far, for an amount in euros; as far as before for anything else."""
    parameter = parameter_of(key)
    if not parameter.unit.startswith("eur"):
        return high
    limit = WIDEST * max(parameter.slider_high or 1.0, abs(scenarios.base(key)))
    return within_bounds(key, min(high * 10, limit))


def _crosses(gaps: Array) -> bool:
    """Whether the target is reached or passed somewhere."""
    known = gaps[~np.isnan(gaps)]
    return bool(known.size and known.min() <= 0 <= known.max())


def _points(low: float, high: float, base: float, whole: bool) -> Array:
    """Where to look first: evenly over the span, denser around the present value."""
    if whole:
        return np.arange(math.ceil(low), math.floor(high) + 1, dtype=np.float64)[: 10 * POINTS]
    points = np.linspace(low, high, POINTS)
    if low < base < high:
        near = base + (high - low) / POINTS * np.linspace(-1, 1, 21)
        points = np.concatenate([points, near[(near > low) & (near < high)]])
    return np.unique(points)


def _whole_values(points: Array, gaps: Array) -> list[float]:
    """For an input in whole numbers: each first value at which the target is reached or passed."""
    side = np.sign(gaps)
    return [
        float(points[number])
        for number in range(len(points))
        if (number == 0 and side[0] == 0) or (number and side[number] != side[number - 1] and side[number - 1] != 0)
        if not math.isnan(gaps[number])
    ]


def _roots(gap: Callable[[Array], Array], points: Array, gaps: Array) -> list[float]:
    """Every sign change made exact: bisection sped up by secant steps, all brackets together."""
    exact = [float(point) for point, each in zip(points, gaps, strict=True) if each == 0]
    left, right = gaps[:-1], gaps[1:]
    with np.errstate(invalid="ignore"):
        change = np.flatnonzero(left * right < 0)
    if not change.size:
        return exact
    a, b = points[change].copy(), points[change + 1].copy()
    fa, fb = gaps[change].copy(), gaps[change + 1].copy()
    span = points[-1] - points[0]
    for turn in range(STEPS):
        # Illinois: a secant step, the kept end's value halved; every third step a plain halving as insurance.
        middle = (a + b) / 2 if turn % 3 == 2 else (a * fb - b * fa) / (fb - fa)
        middle = np.where((middle > np.minimum(a, b)) & (middle < np.maximum(a, b)), middle, (a + b) / 2)
        value = gap(middle)
        left_side = np.sign(value) == np.sign(fa)
        a, fa = np.where(left_side, middle, a), np.where(left_side, value, fa / 2)
        b, fb = np.where(left_side, b, middle), np.where(left_side, fb / 2, value)
        hit = value == 0
        a, b = np.where(hit, middle, a), np.where(hit, middle, b)
        fa, fb = np.where(hit, -1.0, fa), np.where(hit, 1.0, fb)
        if np.all(np.abs(b - a) <= NEAR * span):
            break
    found = [float(each) for each in (a + b) / 2]
    return sorted({round(each, 12): each for each in [*exact, *found]}.values())


def verify(result: CaseResult, option_id: str, key: str, value: float, goal: Target) -> float | None:
    """The result of the target when the option is run with this value; None when the value cannot be beside the others."""
    try:
        case = with_input(result, option_id, key, value)
        option = run_option(case, case.option(option_id), result.market)
    except BadInput:
        return None
    found = {name: np.array([option.computed.scalars[name]]) for name in goal.results}
    return float(goal.gap(found, 0.0)[0])


def with_input(result: CaseResult, option_id: str, name: str, value: float) -> Case:
    """The case in which a named input has a value: of the option, or of the components of a mix that have it."""
    case = result.case
    scenarios = scenarios_of(result, option_id)
    prefix, dot, key = name.rpartition(".")
    holders = [resolved.option.id for resolved in scenarios.resolved if key in resolved.provenance]
    for holder in [prefix] if dot else holders:
        case = case.with_input(holder, key, value)
    return case


def solvable(result: CaseResult, option_id: str) -> tuple[str, ...]:
    """Inputs that can be solved for: the numeric ones, with their own slider."""
    scenarios = scenarios_of(result, option_id)
    return tuple(
        name
        for name in scenarios.inputs()
        if parameters()[name.rpartition(".")[2]].slider_high is not None and parameter_of(name).group != "norms"
    )
