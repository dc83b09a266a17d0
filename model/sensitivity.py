"""Sensitivity: which inputs drive a result, alone, in pairs, and between options.

All of it runs on many scenarios at once (`scenarios`); ranges are those of the evidence (low and high of each input).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from model.evaluation import CaseResult
from model.evidence import input_range
from model.parameters.table import Parameter, parameters
from model.scenarios import Array, Scenarios, scenarios_of

GRID = 25
SPIDER_STEPS = (-0.5, -0.25, -0.1, 0.0, 0.1, 0.25, 0.5)
FLIP_STEPS = 41
BISECTIONS = 50


@dataclass(frozen=True)
class Bar:
    """One bar of a tornado: an input at its two ends, and the result there; `base` is the result as it is."""

    key: str
    low: float
    high: float
    at_low: float
    at_high: float
    base: float

    @property
    def effect(self) -> float:
        """The width of the bar: highest less lowest result over low, base and high. NaN ends do not count."""
        known = [value for value in (self.at_low, self.base, self.at_high) if not math.isnan(value)]
        return max(known) - min(known) if known else 0.0

    @property
    def direction(self) -> str:
        """Whether a higher input gives a higher result (`up`), a lower one (`down`) or neither (`mixed`)."""
        if math.isnan(self.at_low) or math.isnan(self.at_high) or self.at_low == self.at_high:
            return "mixed"
        rising = self.at_low <= self.base <= self.at_high
        falling = self.at_low >= self.base >= self.at_high
        return "up" if rising and not falling else "down" if falling else "mixed"


def parameter_of(name: str) -> Parameter:
    """The parameter of an input name (`key` or `COMPONENT.key`)."""
    return parameters()[name.rpartition(".")[2]]


def ends_of(scenarios: Scenarios, percent: float | None = None) -> dict[str, tuple[float, float]]:
    """Low and high of every input that has room: its range, or +- a share of its value, within its bounds."""
    ends = {}
    for name in scenarios.inputs():
        base = scenarios.base(name)
        if percent is None:
            low, high, _ = input_range(scenarios.provenance(name), base)
        else:
            low, high = within_bounds(name, base - abs(base) * percent), within_bounds(name, base + abs(base) * percent)
        if low < high:
            ends[name] = (low, high)
    return ends


def within_bounds(name: str, value: float) -> float:
    """A value of an input brought within what is allowed, whole where it must be."""
    parameter = parameter_of(name)
    if parameter.lowest is not None:
        value = max(value, parameter.lowest)
    if parameter.highest is not None:
        value = min(value, parameter.highest)
    return float(round(value)) if parameter.kind == "integer" else value


def tornado(result: CaseResult, option_id: str, metric: str = "npv", percent: float | None = None) -> tuple[Bar, ...]:
    """Every input over its range (or +- `percent` of its value), the others as they are; the largest effect first."""
    scenarios = scenarios_of(result, option_id)
    ends = ends_of(scenarios, percent)
    values = _at_ends(scenarios, ends, metric)
    base = float(scenarios.run({}, (metric,))[metric][0])
    return _sorted(
        Bar(name, *ends[name], float(values[0, column]), float(values[1, column]), base)
        for column, name in enumerate(ends)
    )


def difference_tornado(
    result: CaseResult, first: str, second: str, metric: str = "npv", percent: float | None = None
) -> tuple[Bar, ...]:
    """The same for the result of the first option less that of the second.

    An input that both have at one value moves in both; else it is `OPTION.key` and moves in that option alone.
    """
    pair = {option: scenarios_of(result, option) for option in (first, second)}
    ends: dict[str, tuple[float, float]] = {}
    where: dict[str, dict[str, str]] = {}
    own = {option: ends_of(scenarios, percent) for option, scenarios in pair.items()}
    for option, other in ((first, second), (second, first)):
        for name, span in own[option].items():
            shared = name in own[other] and pair[first].base(name) == pair[second].base(name)
            if shared and option == first:
                low = min(span[0], own[other][name][0])
                ends[name], where[name] = (low, max(span[1], own[other][name][1])), {first: name, second: name}
            elif not shared:
                ends[f"{option}.{name}"], where[f"{option}.{name}"] = span, {option: name}
    base = {option: float(scenarios.run({}, (metric,))[metric][0]) for option, scenarios in pair.items()}
    at = {}
    for option, scenarios in pair.items():
        mine = {where[name][option]: ends[name] for name in ends if option in where[name]}
        values = _at_ends(scenarios, mine, metric)
        columns = {name: column for column, name in enumerate(mine)}
        at[option] = {
            name: values[:, columns[where[name][option]]]
            if option in where[name]
            else np.array([base[option], base[option]])
            for name in ends
        }
    gap = {name: at[first][name] - at[second][name] for name in ends}
    return _sorted(
        Bar(name, *ends[name], float(gap[name][0]), float(gap[name][1]), base[first] - base[second]) for name in ends
    )


def _at_ends(scenarios: Scenarios, ends: Mapping[str, tuple[float, float]], metric: str) -> Array:
    """The result with each input at its low and high end: `(2, inputs)`."""
    if not ends:
        return np.empty((2, 0))
    points = np.array([list(span) for span in ends.values()]).T
    return one_by_one(scenarios, list(ends), points, metric)


def one_by_one(scenarios: Scenarios, names: Sequence[str], points: Array, metric: str) -> Array:
    """The result with each input at each of its points, the others as they are: `(points, inputs)`, as `points` is."""
    count, inputs = points.shape
    changes: dict[str, Array | float] = {}
    for column, name in enumerate(names):
        values = np.full((count, inputs), scenarios.base(name))
        values[:, column] = points[:, column]
        changes[name] = values.reshape(-1)
    return scenarios.run(changes, (metric,))[metric].reshape(count, inputs)


def _sorted(bars: Iterable[Bar]) -> tuple[Bar, ...]:
    return tuple(sorted(bars, key=lambda bar: -bar.effect))


@dataclass(frozen=True)
class Grid:
    """A result over two inputs: `values[row, column]` at `y[row]`, `x[column]`; `line` are the points where it is the target."""

    x_key: str
    y_key: str
    x: Array
    y: Array
    values: Array
    target: float
    line: tuple[tuple[float, float], ...]


def two_way(
    result: CaseResult,
    option_id: str,
    x_key: str,
    y_key: str,
    metric: str = "npv",
    target: float = 0.0,
    count: int = GRID,
    spans: tuple[tuple[float, float], tuple[float, float]] | None = None,
) -> Grid:
    """A result over a grid of two inputs, with the line on which it equals the target (found by bisection per column)."""
    scenarios = scenarios_of(result, option_id)
    known = ends_of(scenarios)
    x_span, y_span = spans or (known[x_key], known[y_key])
    x, y = np.linspace(*x_span, count), np.linspace(*y_span, count)
    across, down = np.meshgrid(x, y)
    values = scenarios.run({x_key: across.reshape(-1), y_key: down.reshape(-1)}, (metric,))[metric]
    table = values.reshape(count, count)
    return Grid(
        x_key, y_key, x, y, table, target, _target_line(scenarios, (x_key, y_key), (x, y), table, metric, target)
    )


def _target_line(
    scenarios: Scenarios, keys: tuple[str, str], axes: tuple[Array, Array], table: Array, metric: str, target: float
) -> tuple[tuple[float, float], ...]:
    """Per column the y at which the result crosses the target, by bisection of all crossings together."""
    x, y = axes
    side = np.sign(table - target)
    row, column = np.nonzero((side[:-1] * side[1:] < 0) | (side[:-1] == 0))
    if not row.size:
        return ()
    low, high, at_low = y[row], y[row + 1], side[row, column]
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        found = np.sign(scenarios.run({keys[0]: x[column], keys[1]: middle}, (metric,))[metric] - target)
        same = found == at_low
        low, high = np.where(same, middle, low), np.where(same, high, middle)
        if np.all(high - low <= 1e-9 * np.maximum(1.0, np.abs(high))):
            break
    points = sorted(zip(x[column].tolist(), ((low + high) / 2).tolist(), strict=True))
    return tuple(points)


@dataclass(frozen=True)
class Leg:
    """One input of a spider: its change as a share of its value, and the result there."""

    key: str
    changes: tuple[float, ...]
    values: tuple[float, ...]


def spider(result: CaseResult, option_id: str, keys: Sequence[str], metric: str = "npv") -> tuple[Leg, ...]:
    """The result as each input goes from -50% to +50% of its value, within its bounds."""
    scenarios = scenarios_of(result, option_id)
    points = np.array([[within_bounds(key, scenarios.base(key) * (1 + step)) for key in keys] for step in SPIDER_STEPS])
    values = one_by_one(scenarios, keys, points, metric)
    return tuple(
        Leg(key, SPIDER_STEPS, tuple(float(value) for value in values[:, column])) for column, key in enumerate(keys)
    )


@dataclass(frozen=True)
class Flip:
    """A single change that makes another option the best: `size` is the change as a share of the input's slider."""

    key: str
    option: str
    base: float
    value: float
    winner: str
    size: float


def ranking_flips(result: CaseResult, metric: str = "npv", *, higher_is_better: bool = True) -> tuple[Flip, ...]:
    """The smallest change of each single input, over its slider, that makes another option the best; the smallest first.

    An input moves in one option, the others stay: what it takes for that option to win, or for the winner to lose.
    """
    sign = 1.0 if higher_is_better else -1.0
    score = {
        option: sign * value
        for option, outcome in result.options.items()
        if (value := outcome.metrics[metric]) is not None
    }
    if len(score) < 2:
        return ()
    best = max(score, key=lambda option: score[option])
    rival = max((value, option) for option, value in score.items() if option != best)
    flips = []
    for option in score:
        bar, winner = rival if option == best else (score[best], option)
        flips += _flips_of(scenarios_of(result, option), option, metric, sign, bar, winner, loses=option == best)
    return tuple(sorted(flips, key=lambda flip: flip.size))


def _flips_of(
    scenarios: Scenarios, option: str, metric: str, sign: float, bar: float, winner: str, *, loses: bool
) -> list[Flip]:
    """Per input of an option the value nearest to the present one at which its score passes the bar."""
    names, points = [], []
    for name in scenarios.inputs():
        parameter = parameter_of(name)
        if parameter.slider_low is None or parameter.slider_high is None or parameter.direction == "none":
            continue
        names.append(name)
        points.append(np.linspace(parameter.slider_low, parameter.slider_high, FLIP_STEPS))
    if not names:
        return []
    table = np.array(points).T
    scores = sign * one_by_one(scenarios, names, table, metric)
    passed = scores < bar if loses else scores > bar
    found = []
    for column, name in enumerate(names):
        base, span = scenarios.base(name), table[-1, column] - table[0, column]
        candidates = table[passed[:, column], column]
        if not candidates.size:
            continue
        nearest = float(candidates[np.abs(candidates - base).argmin()])
        value = _bisected(scenarios, name, (base, nearest), metric, sign * bar, span)
        found.append(Flip(name, option, base, value, winner, abs(value - base) / span))
    return found


def _bisected(
    scenarios: Scenarios, name: str, between: tuple[float, float], metric: str, target: float, span: float
) -> float:
    """The value between `between[0]` (not passed) and `between[1]` (passed) at which the result passes the target."""
    if parameter_of(name).kind == "integer":
        return between[1]
    before, after = between
    first = scenarios.run({name: np.array([before])}, (metric,))[metric][0]
    while abs(after - before) > 1e-6 * span:
        # Many points at once cost as much as one: cut the interval in sixteen.
        points = np.linspace(before, after, 17)
        values = scenarios.run({name: points}, (metric,))[metric]
        crossed = int(np.argmax((values > target) != (first > target)))
        if crossed == 0:
            break
        before, after = float(points[crossed - 1]), float(points[crossed])
    return after


@dataclass(frozen=True)
class Step:
    """One bar of a bridge: a group of inputs and what it adds."""

    group: str
    amount: float


@dataclass(frozen=True)
class Bridge:
    """From the result of one option to that of another: start, steps that add up to the difference, end.

    `method` is `shapley` (each group's mean contribution over all orders) or `ordered` (in the order shown).
    """

    start: float
    end: float
    steps: tuple[Step, ...]
    method: str


REST = "structure"
"""What the numbers of inputs cannot explain: own lines and dated paths."""


def bridge(
    before: CaseResult, first: str, after: CaseResult, second: str, metric: str = "npv", *, ordered: bool = False
) -> Bridge:
    """Bars by group of inputs from one option (or version) to another, that add up exactly to the difference.

    The inputs of a group change together; with Shapley a group's bar is its mean contribution over all orders. What
    remains when all numbers are those of the second option (other own lines or growth paths) is a bar of its own.
    Raises ValueError for a mix or when one option has own lines only.
    """
    one, two = scenarios_of(before, first), scenarios_of(after, second)
    if one.is_mix or two.is_mix or one.resolved[0].structure.only_own_lines != two.resolved[0].structure.only_own_lines:
        raise ValueError("a bridge needs two options with the same lines")
    start = float(one.run({}, (metric,))[metric][0])
    end = float(two.run({}, (metric,))[metric][0])
    groups = _changed_groups(one, two)
    names = list(groups)
    combined = _coalitions(one, groups, metric)
    full = (1 << len(names)) - 1
    if ordered or any(math.isnan(value) for value in combined.values()):
        amounts = [combined[(1 << number + 1) - 1] - combined[(1 << number) - 1] for number in range(len(names))]
        method = "ordered"
    else:
        amounts = [_shapley(combined, number, len(names)) for number in range(len(names))]
        method = "shapley"
    steps = [Step(name, amount) for name, amount in zip(names, amounts, strict=True)]
    rest = end - start - math.fsum(step.amount for step in steps)
    if abs(rest) > 0.005 or not math.isclose(combined[full], end, abs_tol=0.005):
        steps.append(Step(REST, rest))
    return Bridge(start, end, tuple(steps), method)


def _changed_groups(one: Scenarios, two: Scenarios) -> dict[str, dict[str, float]]:
    """Per group of parameters the inputs that differ, with the second option's value in the formulas."""
    ours, theirs = one.resolved[0], two.resolved[0]
    groups: dict[str, dict[str, float]] = {}
    for key in ours.provenance:
        for name in (key, *(place for place in ours.values if place.startswith(f"{key}@"))):
            mine, other = ours.values[name], theirs.values.get(name, theirs.values[key])
            if mine != other and not (math.isnan(mine) and math.isnan(other)):
                groups.setdefault(parameters()[key].group, {})[name] = other
    for name in ("beds", "start_date", "price_level_date"):
        if ours.values[name] != theirs.values[name]:
            groups.setdefault("case", {})[name] = theirs.values[name]
    return groups


def _coalitions(one: Scenarios, groups: Mapping[str, Mapping[str, float]], metric: str) -> dict[int, float]:
    """The result for every set of groups that already have the second option's values, by bit mask."""
    count = 1 << len(groups)
    masks = np.arange(count)
    changes: dict[str, Array | float] = {}
    for number, inputs in enumerate(groups.values()):
        switched = (masks >> number) & 1 == 1
        for name, value in inputs.items():
            changes[name] = np.where(switched, value, one.resolved[0].values[name])
    values = one.run_raw(changes, (metric,), count)[metric]
    return dict(enumerate(values.tolist()))


def _shapley(values: Mapping[int, float], player: int, players: int) -> float:
    """The mean contribution of one player over all orders of the players."""
    others = [number for number in range(players) if number != player]
    total = 0.0
    for size in range(players):
        weight = math.factorial(size) * math.factorial(players - size - 1) / math.factorial(players)
        for coalition in combinations(others, size):
            mask = sum(1 << number for number in coalition)
            total += weight * (values[mask | 1 << player] - values[mask])
    return total
