"""Break-even: the exact value of an input at which a result reaches its target.

A grid over what is allowed finds every place where the result passes the target, a bracketing root finder makes each
exact, all brackets at once. Every answer is run again through the whole engine.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.analyses.sensitivity.brackets import bracketed
from model.case import Case
from model.engine.inputs import parameter_of, with_value, within_bounds
from model.engine.results import CaseResult
from model.engine.run import run_option
from model.engine.scenarios import Array, Scenarios, key_in, scenarios_of
from model.problems import BadInput, problem

POINTS = 201
NEAR = 1e-13
"""A bracket narrower than this share of the span cannot be narrowed further."""
WITHIN = {"eur": 1.0}
"""How near a target must be reached when the whole case is run again, by the target's unit; else `CLOSE`."""
CLOSE = 1e-6
LARGEST_TARGET = 1e300
"""A target this far off is still a number when it is shown as a percentage."""
FLAT = 1e-9
"""A gap this small, relative to the target (or to 1), is rounding: the target is met there."""


@dataclass(frozen=True)
class Target:
    """A named thing to reach: `results` are the lines it needs, `gap` what must become zero, in `unit`.

    `more_is_better` says on which side the target is met, which matters for an input in whole numbers.
    """

    key: str
    results: tuple[str, ...]
    gap: Callable[[Mapping[str, Array], float], Array]
    unit: str
    more_is_better: bool = True

    def meets(self, gap: float) -> bool:
        """Whether a gap is on the good side."""
        return gap >= 0 if self.more_is_better else gap <= 0

    @property
    def within(self) -> float:
        """How near it must be reached."""
        return WITHIN.get(self.unit, CLOSE)


def _is_value(metric: str, unit: str, *, more_is_better: bool = True) -> Target:
    return Target(metric, (metric,), lambda found, value: found[metric] - value, unit, more_is_better)


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
        _is_value("payback_years", "years", more_is_better=False),
        _is_value("gross_initial_yield", "rate"),
        _is_value("net_initial_yield", "rate"),
        _is_value("cost_per_bed_night", "eur_per_night", more_is_better=False),
        _is_value("resident_cost_share", "share", more_is_better=False),
        _is_value("viability_gap", "eur", more_is_better=False),
        _is_value("investment", "eur", more_is_better=False),
        _is_value("npv_project", "eur"),
        _is_value("equivalent_annual_value", "eur"),
        _is_value("npv_over_horizon", "eur"),
        _is_value("peak_funding", "eur", more_is_better=False),
        _is_value("loan_amount", "eur"),
        _is_value("cost_recovery_price_per_bed_week", "eur_per_bed_week", more_is_better=False),
        _is_value("residual_land_value", "eur"),
        _is_value("ledger_operator_npv", "eur"),
        _is_value("ledger_resident_npv", "eur"),
        _is_value("ledger_employer_npv", "eur"),
        _is_value("ledger_state_npv", "eur"),
        Target(
            "price_is_ceiling",
            ("price_first_year", "ceiling_first_year"),
            lambda found, value: found["price_first_year"] - found["ceiling_first_year"] - value,
            "eur_per_bed_week",
            more_is_better=False,
        ),
        Target(
            "gap_is_subsidy",
            ("npv_project", "pv_subsidies"),
            lambda found, value: found["npv_project"] + found["pv_subsidies"] - value,
            "eur",
        ),
    )
}
"""What can be solved for. `price_is_ceiling`: the price equals the most that may be deducted from the wage
(first full year); `gap_is_subsidy`: subsidies are just worth the viability gap."""


@dataclass(frozen=True)
class Solution:
    """A value of the input that reaches the target; `reached` is the result when the whole case is run with it.

    For an input in whole numbers no value may hit the target exactly: `value` is then the one that meets it next to
    one, `beside`, that does not (`reached_beside`). So it is where the result itself makes a step past the target
    (`is_step`; a loan has a whole number of payments): `value` and `beside` are then neighbours.
    """

    value: float
    reached: float
    beside: float | None = None
    reached_beside: float | None = None
    is_step: bool = False

    @property
    def from_here_on(self) -> bool:
        """Of a step or a whole number: whether the target is met from `value` on, rather than up to it."""
        return self.beside is not None and self.value > self.beside

    @property
    def edge(self) -> float:
        """Where the answer begins or ends: of a step, its upper side, at which the next result begins."""
        return self.beside if self.is_step and self.beside is not None and not self.from_here_on else self.value


@dataclass(frozen=True)
class BreakEven:
    """The answer: every value found, lowest first; without one, `best` is the nearest that can be reached and where.

    `low` and `high` are what was searched; `target` is the value asked for. `met_between` are stretches of the input
    over which the target is met throughout (a viability gap is 0 from the break-even price on); their ends are among
    the solutions. `best_result` is NaN when the result exists nowhere.
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
    met_between: tuple[tuple[float, float], ...] = ()


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
    scenarios = scenarios_of(result, option_id)
    if target not in TARGETS:
        raise BadInput((problem("not_a_choice", "target", value=target, allowed=", ".join(TARGETS)),))
    if key not in scenarios.inputs() and not _has(scenarios, key):
        raise BadInput((problem("not_a_choice", "key", value=key, allowed=", ".join(scenarios.inputs())),))
    for name, given in (("value", value), ("low", low), ("high", high)):
        if given is not None and not math.isfinite(given):
            raise BadInput((problem("not_finite", name, value=given),))
    if abs(value) > LARGEST_TARGET:
        allowed = {"lowest": -LARGEST_TARGET, "highest": LARGEST_TARGET}
        raise BadInput((problem("out_of_bounds", "value", value=value, **allowed),))
    asked_high = high
    low, high = _span(key, scenarios, low, high)
    if not low < high:
        raise BadInput((problem("out_of_bounds", key, value=low, lowest=low, highest=high),))
    goal = TARGETS[target]

    def gap(points: Array, target: float = value) -> Array:
        return goal.gap(scenarios.run({key: points}, goal.results), target)

    whole = parameter_of(key).kind == "integer"
    points = _points(low, high, scenarios.base(key), whole)
    gaps = gap(points)
    while asked_high is None and not _crosses(gaps) and (wider := _wider(key, high, scenarios)) > high:
        high = wider
        points = _points(low, high, scenarios.base(key), whole)
        gaps = gap(points)
    if whole:
        solutions = _whole_solutions(result, option_id, key, points, gaps, goal, value)
        met: list[tuple[float, float]] = []
    else:
        points, gaps = _refined(gap, points, gaps)
        values, met, crossings = _roots(gap, points, gaps, FLAT * max(1.0, abs(value)))

        def run(point: float) -> float | None:
            return verify(result, option_id, key, point, goal)

        solutions = [
            Solution(each, reached)
            for each in values
            if (reached := run(each)) is not None and abs(reached - value) <= goal.within
        ]
        for low_end, high_end in crossings:
            if not any(low_end <= each.value <= high_end for each in solutions):
                solutions += _step(gap, run, goal, value, low_end, high_end)
        solutions.sort(key=lambda each: each.value)
    best_value, best_result = _nearest(lambda points: gap(points, 0.0), points, gaps)
    return BreakEven(
        key=key,
        target_key=target,
        target=value,
        low=low,
        high=high,
        base=scenarios.base(key),
        solutions=tuple(solutions),
        best_value=best_value,
        best_result=best_result,
        met_between=tuple(met),
    )


def _nearest(reached: Callable[[Array], Array], points: Array, gaps: Array) -> tuple[float, float]:
    """The point whose result comes nearest to the target, and that result; NaN when there is none anywhere.

    The result itself is asked for: beside a very large target it is lost in the gap, which is then equal everywhere.
    """
    size = np.abs(gaps)
    if np.all(np.isnan(size)):
        return float(points[0]), math.nan
    closest = np.flatnonzero(size == np.nanmin(size))
    found = reached(points[closest])
    number = int(np.argmax(found) if gaps[closest[0]] < 0 else np.argmin(found))
    return float(points[closest[number]]), float(found[number])


def _has(scenarios: Scenarios, key: str) -> bool:
    try:
        scenarios.base(key)
    except KeyError:
        return False
    return parameter_of(key).kind != "choice"


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


WIDEST = 100.0
"""An amount in euros is searched up to this many times its slider."""


def _wider(key: str, high: float, scenarios: Scenarios) -> float:
    """Ten times as far, for an amount in euros; as far as before for anything else."""
    parameter = scenarios.parameter(key)
    if not parameter.unit.startswith("eur"):
        return high
    limit = WIDEST * max(parameter.slider_high or 1.0, abs(scenarios.base(key)))
    return within_bounds(key, min(high * 10, limit))


def _crosses(gaps: Array) -> bool:
    """Whether the target is reached or passed somewhere."""
    known = gaps[~np.isnan(gaps)]
    return bool(known.size and known.min() <= 0 <= known.max())


def _passes(gaps: Array) -> NDArray[np.intp]:
    """Where the gap goes from one side of zero to the other between a point and the next: by sign, which no product
    of two gaps can overflow.
    """
    sides = np.sign(gaps)
    return np.flatnonzero(sides[:-1] * sides[1:] < 0)


def _points(low: float, high: float, base: float, whole: bool) -> Array:
    """Where to look first: evenly over the span, denser around the present value;
    every whole number where it must be whole.
    """
    if whole:
        return np.arange(math.ceil(low), math.floor(high) + 1, dtype=np.float64)
    points = np.linspace(low, high, POINTS)
    if low < base < high:
        near = base + (high - low) / POINTS * np.linspace(-1, 1, 21)
        points = np.concatenate([points, near[(near > low) & (near < high)]])
    return np.unique(points)


def _whole_solutions(
    result: CaseResult, option_id: str, key: str, points: Array, gaps: Array, goal: Target, target: float
) -> list[Solution]:
    """For an input in whole numbers: each value that hits the target,
    and each that meets it next to one that does not.
    """

    def run(value: float) -> float | None:
        return verify(result, option_id, key, value, goal)

    exact = [Solution(float(point), target) for point, gap in zip(points, gaps, strict=True) if gap == 0]
    found = exact if len(exact) < len(points) else exact[:1]
    for number in _passes(gaps).tolist():
        inside = number if goal.meets(gaps[number]) else number + 1
        outside = 2 * number + 1 - inside
        value, beside = float(points[inside]), float(points[outside])
        reached, missed = run(value), run(beside)
        if reached is not None and missed is not None:
            found.append(Solution(value, reached, beside, missed))
    return sorted(found, key=lambda each: each.value)


STEEPEST = 10.0
"""A step is no higher than this many times the gaps around it; a result that flees to both sides of zero is no step."""


def _step(
    gap: Callable[[Array], Array],
    run: Callable[[float], float | None],
    goal: Target,
    target: float,
    low: float,
    high: float,
) -> list[Solution]:
    """Where the result steps past the target between two points, down to neighbouring numbers; none for a pole."""
    around = float(np.max(np.abs(gap(np.array([low, high])))))
    while True:
        cuts = np.unique([*np.linspace(low, high, 17), (low + high) / 2])
        if len(cuts) == 2:  # no number lies between
            break
        passed = _passes(gap(cuts))
        if not passed.size:
            return []
        low, high = float(cuts[passed[0]]), float(cuts[passed[0] + 1])
    below, above = run(low), run(high)
    if below is None or above is None or max(abs(below - target), abs(above - target)) > STEEPEST * around:
        return []
    if goal.meets(above - target) == goal.meets(below - target):
        return []
    if goal.meets(above - target):
        return [Solution(high, above, low, below, is_step=True)]
    return [Solution(low, below, high, above, is_step=True)]


ZOOMS = 12
MOST_DIPS = 8
"""Places looked at more closely in one round: those nearest to the target."""


def _refined(gap: Callable[[Array], Array], points: Array, gaps: Array) -> tuple[Array, Array]:
    """More points where a root may hide between two of the grid:
    where the gap turns back before zero, or comes to exist.
    """
    for _ in range(ZOOMS):
        size = np.abs(gaps)
        known = size[~np.isnan(size)]
        if not known.size:
            break
        # A dip that is nothing but rounding is none.
        noise = FLAT * float(np.median(known))
        sides = np.sign(gaps)
        with np.errstate(invalid="ignore"):
            dips = (size[1:-1] + noise < size[:-2]) & (size[1:-1] + noise < size[2:])
            dips &= (sides[:-2] == sides[1:-1]) & (sides[1:-1] == sides[2:]) & (sides[1:-1] != 0)
        turns = np.flatnonzero(dips)
        turns = turns[np.argsort(size[turns + 1], kind="stable")[:MOST_DIPS]]
        appears = np.flatnonzero(np.isnan(gaps[1:]) != np.isnan(gaps[:-1]))[:MOST_DIPS]
        cells = np.unique(np.concatenate([turns, turns + 1, appears]))
        if not cells.size:
            break
        more = np.concatenate([np.linspace(points[cell], points[cell + 1], 6)[1:-1] for cell in cells])
        points, order = np.unique(np.concatenate([points, more]), return_index=True)
        gaps = np.concatenate([gaps, gap(more)])[order]
    return points, gaps


def _roots(
    gap: Callable[[Array], Array], points: Array, gaps: Array, noise: float
) -> tuple[list[float], list[tuple[float, float]], list[tuple[float, float]]]:
    """Every place where the target is reached, exact; the stretches over which it is met throughout; and between which
    points the result passes it.

    Of a stretch (neighbouring points at which the gap is no more than `noise`) the ends count, found by bisection.
    """
    nothing = np.abs(gaps) <= noise
    gaps = np.where(nothing, 0.0, gaps)
    found: list[float] = []
    stretches: list[tuple[float, float]] = []
    edges = np.flatnonzero(np.diff(np.concatenate([[False], nothing, [False]]).astype(np.int8)))
    tolerance = NEAR * (points[-1] - points[0])

    def met_until(inside: float, outside: float) -> float:
        while abs(outside - inside) > tolerance * 10:
            cuts = np.linspace(inside, outside, 17)
            still = np.abs(gap(cuts)) <= noise
            last = int(np.argmin(still)) - 1 if not still.all() else 15
            if last < 0:
                break
            inside, outside = float(cuts[last]), float(cuts[last + 1])
        return inside

    for first, after in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        last = after - 1
        if first == last:
            found.append(float(points[first]))
            continue
        low, high = float(points[first]), float(points[last])
        if first > 0 and not np.isnan(gaps[first - 1]):
            low = met_until(low, float(points[first - 1]))
        if last < len(points) - 1 and not np.isnan(gaps[last + 1]):
            high = met_until(high, float(points[last + 1]))
        stretches.append((low, high))
        # An end of what was searched is no break-even: only where the target stops being met.
        found += [low] if first > 0 else []
        found += [high] if last < len(points) - 1 else []
        if first == 0 and last == len(points) - 1:
            found.append(low)
    change = _passes(gaps)
    if change.size:
        exact = bracketed(gap, points[change], points[change + 1], gaps[change], gaps[change + 1], tolerance)
        found += exact.tolist()
    crossings = list(zip(points[change].tolist(), points[change + 1].tolist(), strict=True))
    return sorted({round(each, 12): each for each in found}.values()), stretches, crossings


def verify(result: CaseResult, option_id: str, key: str, value: float, goal: Target) -> float | None:
    """The result of the target when the option is run by itself with this value, all lines of it, as `run_case` does.

    None when the value cannot be beside the others.
    """
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
    for resolved in scenarios.resolved:
        key = key_in(resolved, name)
        if key is not None:
            case = with_value(case, resolved.option.id, key, value)
    return case


def solvable(result: CaseResult, option_id: str) -> tuple[str, ...]:
    """Inputs that can be solved for: the numeric ones, with their own slider."""
    scenarios = scenarios_of(result, option_id)
    return tuple(
        name
        for name in scenarios.inputs()
        if (parameter := scenarios.parameter(name)).slider_high is not None and parameter.group != "norms"
    )
