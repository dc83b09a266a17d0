"""Sensitivity: which inputs drive a result, alone, in pairs, and between options.

All of it runs on many scenarios at once (`scenarios`); ranges are those of the evidence (low and high of each input).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, islice

import numpy as np

from model.evaluation import CaseResult, run_option
from model.evidence import input_range
from model.parameters.table import Parameter, parameters
from model.problems import BadInput, problem
from model.scenarios import DECIDES_LENGTH, Array, Scenarios, scenarios_of

GRID = 25
SPIDER_STEPS = (-0.5, -0.25, -0.1, 0.0, 0.1, 0.25, 0.5)
FLIP_STEPS = 41


@dataclass(frozen=True)
class Bar:
    """One bar of a tornado: an input at its two ends, and the result there; `base` is the result as it is.

    `lowest` and `highest` are the extremes of the result over what was tried: both ends and the present value, and of an
    input in whole numbers every value between, because a longer term or construction may first help and then hurt.
    """

    key: str
    low: float
    high: float
    at_low: float
    at_high: float
    base: float
    lowest: float
    highest: float

    @property
    def effect(self) -> float:
        """The width of the bar: highest less lowest result. Results that do not exist do not count."""
        return 0.0 if math.isnan(self.highest) else self.highest - self.lowest

    @property
    def direction(self) -> str:
        """Whether a higher input gives a higher result (`up`), a lower one (`down`) or neither (`mixed`)."""
        if math.isnan(self.at_low) or math.isnan(self.at_high) or self.at_low == self.at_high:
            return "mixed"
        if {self.lowest, self.highest} != {self.at_low, self.at_high}:
            return "mixed"
        rising = self.at_low <= self.base <= self.at_high
        falling = self.at_low >= self.base >= self.at_high
        return "up" if rising and not falling else "down" if falling else "mixed"


def parameter_of(name: str) -> Parameter:
    """The parameter of an input name (`key` or `COMPONENT.key`)."""
    return parameters()[name.rpartition(".")[2]]


def ends_of(scenarios: Scenarios, percent: float | None = None) -> dict[str, tuple[float, float]]:
    """Low and high of every input that has room: its range, or +- a share of its value, within its bounds.

    A range stops where it would contradict another input.
    """
    ends = {}
    for name in scenarios.inputs():
        base = scenarios.base(name)
        if percent is None:
            low, high, _ = input_range(scenarios.provenance(name), base)
        else:
            low, high = within_bounds(name, base - abs(base) * percent), within_bounds(name, base + abs(base) * percent)
        low, high = scenarios.possible(name, (low, high))
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
    values = scan(scenarios, {name: _tried(name, span) for name, span in ends.items()}, metric)
    base = float(scenarios.run({}, (metric,))[metric][0])
    return _sorted(_bar(name, span, values[name], base) for name, span in ends.items())


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
    tried = {name: _tried(name, span) for name, span in ends.items()}
    base = {option: float(scenarios.run({}, (metric,))[metric][0]) for option, scenarios in pair.items()}
    at: dict[str, dict[str, Array]] = {}
    for option, scenarios in pair.items():
        moved = scan(
            scenarios, {inner[option]: tried[name] for name, inner in where.items() if option in inner}, metric
        )
        at[option] = {
            name: moved[inner[option]] if option in inner else np.full(len(tried[name]), base[option])
            for name, inner in where.items()
        }
    return _sorted(
        _bar(name, span, at[first][name] - at[second][name], base[first] - base[second]) for name, span in ends.items()
    )


MOST_TRIED = 61
"""An input in whole numbers is tried at every value of its range, or at this many spread over it."""


def _tried(name: str, span: tuple[float, float]) -> Array:
    """Where an input is tried for its bar: its ends, and the whole numbers between."""
    if parameter_of(name).kind != "integer":
        return np.array(span)
    return np.unique(np.rint(np.linspace(*span, min(MOST_TRIED, round(span[1] - span[0]) + 1))))


def _bar(name: str, span: tuple[float, float], values: Array, base: float) -> Bar:
    known = [value for value in (*values.tolist(), base) if not math.isnan(value)]
    lowest, highest = (min(known), max(known)) if known else (math.nan, math.nan)
    return Bar(name, *span, float(values[0]), float(values[-1]), base, lowest, highest)


def scan(scenarios: Scenarios, points: Mapping[str, Array], metric: str) -> dict[str, Array]:
    """The result with each input at each of its own points, the others as they are.

    Inputs that decide the length of the option run apart: each length is a group of its own, cheapest when all else is plain.
    """
    return scan_together(scenarios, {name: ((name,), where) for name, where in points.items()}, metric)


def scan_together(
    scenarios: Scenarios, points: Mapping[str, tuple[Sequence[str], Array]], metric: str
) -> dict[str, Array]:
    """As `scan`, for inputs that may stand under several names (in the components of a mix) which then move together."""
    apart = [name for name, (places, _) in points.items() if places[0].rpartition(".")[2] in DECIDES_LENGTH]
    together = [name for name in points if name not in apart]
    found = {name: scenarios.run(dict.fromkeys(*points[name]), (metric,))[metric] for name in apart}
    ends = np.cumsum([len(points[name][1]) for name in together])
    if together:
        changes: dict[str, Array | float] = {}
        for name, end in zip(together, ends, strict=True):
            places, where = points[name]
            for place in places:
                values = np.full(ends[-1], scenarios.base(place))
                values[end - len(where) : end] = where
                changes[place] = values
        pieces = np.split(scenarios.run(changes, (metric,))[metric], ends[:-1])
        found |= dict(zip(together, pieces, strict=True))
    return {name: found[name] for name in points}


def one_by_one(scenarios: Scenarios, names: Sequence[str], points: Array, metric: str) -> Array:
    """The result with each input at each of its points, the others as they are: `(points, inputs)`, as `points` is."""
    found = scan(scenarios, {name: points[:, column] for column, name in enumerate(names)}, metric)
    return np.stack([found[name] for name in names], axis=1) if names else np.empty((len(points), 0))


def _sorted(bars: Iterable[Bar]) -> tuple[Bar, ...]:
    return tuple(sorted(bars, key=lambda bar: -bar.effect))


Point = tuple[float, float]


@dataclass(frozen=True)
class Grid:
    """A result over two inputs: `values[row, column]` at `y[row]`, `x[column]`.

    `lines` are the curves on which it is the target, each a chain of points in order; there may be none, one or several.
    """

    x_key: str
    y_key: str
    x: Array
    y: Array
    values: Array
    target: float
    lines: tuple[tuple[Point, ...], ...]

    @property
    def line(self) -> tuple[Point, ...]:
        """All points of the lines."""
        return tuple(point for line in self.lines for point in line)

    @property
    def drawn(self) -> tuple[Point, ...]:
        """The points as one chain for a chart, with a blank point where one curve ends and the next begins."""
        gap = (math.nan, math.nan)
        return tuple(point for number, line in enumerate(self.lines) for point in (*([gap] if number else []), *line))


def two_way(
    result: CaseResult,
    option_id: str,
    x_key: str,
    y_key: str,
    metric: str = "npv",
    target: float = 0.0,
    count: int = GRID,
    spans: tuple[Point, Point] | None = None,
) -> Grid:
    """A result over a grid of two inputs, with the line on which it equals the target.

    `spans` are what to cover, by default the ranges of the inputs. Raises BadInput for an input that is not there or has no
    room, and for one input twice.
    """
    scenarios = scenarios_of(result, option_id)
    known = ends_of(scenarios)
    for key in (x_key, y_key):
        if key not in known or x_key == y_key:
            allowed = ", ".join(sorted(set(known) - ({x_key} if x_key == y_key else set())))
            raise BadInput((problem("not_a_choice", "grid", value=key, allowed=allowed),))
    x, y = (
        _axis(key, span, count) for key, span in zip((x_key, y_key), spans or (known[x_key], known[y_key]), strict=True)
    )
    across, down = np.meshgrid(x, y)

    def gap(at_x: Array, at_y: Array) -> Array:
        return scenarios.run({x_key: at_x, y_key: at_y}, (metric,))[metric] - target

    gaps = gap(across.reshape(-1), down.reshape(-1)).reshape(across.shape)
    return Grid(x_key, y_key, x, y, gaps + target, target, _contours(gap, x, y, gaps))


def _axis(key: str, span: Point, count: int) -> Array:
    """Evenly over the span; whole numbers, each once, where the input must be whole."""
    points = np.linspace(*span, count)
    return np.unique(np.rint(points)) if parameter_of(key).kind == "integer" else points


def _contours(gap: Callable[[Array, Array], Array], x: Array, y: Array, gaps: Array) -> tuple[tuple[Point, ...], ...]:
    """The curves on which a gap is zero: its crossings on all sides of the cells made exact, and joined cell by cell."""
    above = gaps >= 0
    known = ~np.isnan(gaps)
    rows, columns = np.nonzero((above[:, :-1] != above[:, 1:]) & known[:, :-1] & known[:, 1:])
    flat = [((row, column), (row, column + 1)) for row, column in zip(rows.tolist(), columns.tolist(), strict=True)]
    rows, columns = np.nonzero((above[:-1] != above[1:]) & known[:-1] & known[1:])
    steep = [((row, column), (row + 1, column)) for row, column in zip(rows.tolist(), columns.tolist(), strict=True)]
    sides = [*flat, *steep]
    if not sides:
        return ()
    one, other = (np.array([side[end] for side in sides]) for end in (0, 1))
    at_one, at_other = gaps[one[:, 0], one[:, 1]], gaps[other[:, 0], other[:, 1]]
    x_one, y_one, x_other, y_other = x[one[:, 1]], y[one[:, 0]], x[other[:, 1]], y[other[:, 0]]

    def along(share: Array) -> Array:
        return gap(x_one + share * (x_other - x_one), y_one + share * (y_other - y_one))

    share = bracketed(along, np.zeros(len(sides)), np.ones(len(sides)), at_one, at_other, 1e-9)
    crossings = zip(
        (x_one + share * (x_other - x_one)).tolist(), (y_one + share * (y_other - y_one)).tolist(), strict=True
    )
    return _joined(dict(zip(sides, crossings, strict=True)), gaps)


Corner = tuple[int, int]
Side = tuple[Corner, Corner]


def _joined(crossings: Mapping[Side, Point], gaps: Array) -> tuple[tuple[Point, ...], ...]:
    """Chains of crossings: two on the sides of one cell are neighbours (four: paired by the sign in the middle)."""
    neighbours: dict[Side, list[Side]] = {side: [] for side in crossings}
    for row in range(len(gaps) - 1):
        for column in range(gaps.shape[1] - 1):
            bottom, top = ((row, column), (row, column + 1)), ((row + 1, column), (row + 1, column + 1))
            left, right = ((row, column), (row + 1, column)), ((row, column + 1), (row + 1, column + 1))
            crossed = [side for side in (left, bottom, right, top) if side in crossings]
            if len(crossed) == 4 and (gaps[row : row + 2, column : column + 2].mean() >= 0) == (gaps[row, column] >= 0):
                crossed = [left, top, bottom, right]
            for first, second in zip(crossed[::2], crossed[1::2], strict=False):
                neighbours[first].append(second)
                neighbours[second].append(first)
    chains: list[tuple[Point, ...]] = []
    left_over = dict.fromkeys(sorted(crossings, key=lambda side: (len(neighbours[side]), crossings[side])))
    while left_over:
        first = last = next(iter(left_over))
        chain: list[Point] = []
        here: Side | None = first
        while here is not None:
            del left_over[here]
            chain.append(crossings[here])
            last, here = here, next((each for each in neighbours[here] if each in left_over), None)
        if first in neighbours[last] and len(chain) > 2:
            chain.append(chain[0])
        chains.append(tuple(chain))
    return tuple(chains)


ROOT_STEPS = 200


def bracketed(
    gap: Callable[[Array], Array], low: Array, high: Array, at_low: Array, at_high: Array, tolerance: float
) -> Array:
    """Where a gap is zero within each bracket, all brackets together: secant steps guarded by bisection (Illinois).

    The gaps at `low` and `high` differ in sign. Stops when every bracket is narrower than `tolerance`. A jump through zero is
    narrowed down as well: the caller looks whether the gap is zero there.
    """
    a, b, fa, fb = low.copy(), high.copy(), at_low.copy(), at_high.copy()
    for turn in range(ROOT_STEPS):
        with np.errstate(divide="ignore", invalid="ignore"):
            # The kept end's value is halved; every third step is a plain halving as insurance.
            middle = (a + b) / 2 if turn % 3 == 2 else (a * fb - b * fa) / (fb - fa)
        middle = np.where((middle > np.minimum(a, b)) & (middle < np.maximum(a, b)), middle, (a + b) / 2)
        value = gap(middle)
        lower_side = np.sign(value) == np.sign(fa)
        a, fa = np.where(lower_side, middle, a), np.where(lower_side, value, fa / 2)
        b, fb = np.where(lower_side, b, middle), np.where(lower_side, fb / 2, value)
        hit = value == 0
        a, b = np.where(hit, middle, a), np.where(hit, middle, b)
        fa, fb = np.where(hit, -1.0, fa), np.where(hit, 1.0, fb)
        if np.all(np.abs(b - a) <= tolerance):
            break
    return (a + b) / 2


@dataclass(frozen=True)
class Leg:
    """One input of a spider: its changes as a share of its value (what its bounds leave of them), and the result there."""

    key: str
    changes: tuple[float, ...]
    values: tuple[float, ...]


def spider(result: CaseResult, option_id: str, keys: Sequence[str], metric: str = "npv") -> tuple[Leg, ...]:
    """The result as each input goes from -50% to +50% of its value, no further than its bounds (and to whole numbers)."""
    scenarios = scenarios_of(result, option_id)
    points = {
        key: np.unique([within_bounds(key, scenarios.base(key) * (1 + step)) for step in SPIDER_STEPS]) for key in keys
    }
    values = scan(scenarios, points, metric)
    return tuple(
        Leg(key, tuple(_changes(points[key], scenarios.base(key))), tuple(values[key].tolist())) for key in keys
    )


def _changes(points: Array, base: float) -> Iterable[float]:
    return (float(point - base) / abs(base) if base else 0.0 for point in points)


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


def ranking_flips(
    result: CaseResult, metric: str = "npv", *, higher_is_better: bool = True, most: int | None = None
) -> tuple[Flip, ...]:
    """The smallest change of each single input, over its slider, that makes another option the best; the smallest first.

    An input moves in one option (and in the mixes that hold it), the others stay; an input that all options share at one
    value also moves in all at once. Each flip found is verified by running the case with it; `most` stops after that many.
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
    simple = [option for option in score if not result.options[option].components]
    candidates: list[tuple[float, Sequence[str], str, float]] = []
    shared = _shared_inputs(result, simple)
    for owners in [*([option] for option in simple), simple]:
        names = shared if len(owners) > 1 else scenarios_of(result, owners[0]).inputs()
        for name, value in _crossings(result, owners, names, metric, sign, score, best).items():
            candidates.append((_flip_size(result, owners, name, value), owners, name, value))
    candidates.sort(key=lambda candidate: candidate[0])
    verified = (
        _verified_flip(result, owners, name, value, metric, sign, score, best) for _, owners, name, value in candidates
    )
    return tuple(islice((flip for flip in verified if flip is not None), most))


def _flip_size(result: CaseResult, owners: Sequence[str], name: str, value: float) -> float:
    """A change as a share of the input's slider."""
    parameter = parameter_of(name)
    assert parameter.slider_low is not None and parameter.slider_high is not None
    base = scenarios_of(result, owners[0]).base(name)
    return abs(value - base) / (parameter.slider_high - parameter.slider_low)


def _shared_inputs(result: CaseResult, options: Sequence[str]) -> tuple[str, ...]:
    """Inputs that all these options have at one value."""
    if len(options) < 2:
        return ()
    every = {option: scenarios_of(result, option) for option in options}
    common = [name for name in every[options[0]].inputs() if all(name in each.inputs() for each in every.values())]
    return tuple(name for name in common if len({each.base(name) for each in every.values()}) == 1)


def _moved(result: CaseResult, owners: Sequence[str], name: str, option: str) -> list[str]:
    """The names under which an input of some options stands in an option: its own, or those of a mix's components."""
    outcome = result.options[option]
    if not outcome.components:
        return [name] if option in owners else []
    return [f"{part.option}.{name}" for part in outcome.option.components if part.option in owners]


def _crossings(
    result: CaseResult,
    owners: Sequence[str],
    names: Iterable[str],
    metric: str,
    sign: float,
    score: Mapping[str, float],
    best: str,
) -> dict[str, float]:
    """Per input the value nearest to the present one at which another option is the best."""
    here = scenarios_of(result, owners[0])
    points: dict[str, Array] = {}
    for name in names:
        parameter = parameter_of(name)
        low, high = parameter.slider_low, parameter.slider_high
        base = here.base(name)
        if low is None or high is None or parameter.group == "norms" or math.isnan(base):
            continue
        points[name] = _axis(name, (min(low, base), max(high, base)), FLIP_STEPS)
    lead = _lead(result, owners, metric, sign, score, best)
    leads = lead(points)
    before: dict[str, float] = {}
    after: dict[str, float] = {}
    for name, where in points.items():
        passed = where[leads[name] < 0]
        if passed.size:
            before[name] = here.base(name)
            after[name] = float(passed[np.abs(passed - before[name]).argmin()])
    open_names = [name for name in after if parameter_of(name).kind != "integer"]
    # Many points at once cost as much as one: each round cuts every interval in sixteen.
    for _ in range(FLIP_ROUNDS):
        tried = {name: np.linspace(before[name], after[name], 17) for name in open_names}
        for name, values in lead(tried).items():
            crossed = max(1, int(np.argmax(values < 0)))
            before[name], after[name] = float(tried[name][crossed - 1]), float(tried[name][crossed])
    return after


FLIP_ROUNDS = 6
"""16^6 = 17 million: the value is exact to a 17-millionth of the distance."""


def _lead(
    result: CaseResult, owners: Sequence[str], metric: str, sign: float, score: Mapping[str, float], best: str
) -> Callable[[Mapping[str, Array]], dict[str, Array]]:
    """How far the best option stays ahead of the next, with each input at each of its points."""

    def lead(points: Mapping[str, Array]) -> dict[str, Array]:
        scores: dict[str, dict[str, Array]] = {}
        for option in score:
            places = {name: _moved(result, owners, name, option) for name in points}
            moved = {name: place for name, place in places.items() if place}
            if not moved:
                continue
            together = {name: (place, points[name]) for name, place in moved.items()}
            scores[option] = scan_together(scenarios_of(result, option), together, metric)
        return {name: ahead_of(name, len(where), scores) for name, where in points.items()}

    def ahead_of(name: str, count: int, scores: Mapping[str, Mapping[str, Array]]) -> Array:
        at = {
            option: sign * scores[option][name] if name in scores.get(option, {}) else np.full(count, value)
            for option, value in score.items()
        }
        # Where a result does not exist nothing can be said: the best stays the best, a rival does not win.
        rivals = [np.where(np.isnan(each), -np.inf, each) for option, each in at.items() if option != best]
        return np.asarray(np.where(np.isnan(at[best]), np.inf, at[best]) - np.max(rivals, axis=0), dtype=np.float64)

    return lead


def _verified_flip(
    result: CaseResult,
    owners: Sequence[str],
    name: str,
    value: float,
    metric: str,
    sign: float,
    score: Mapping[str, float],
    best: str,
) -> Flip | None:
    """The flip as a run of the whole case gives it; None when the case cannot be run with it or the ranking stands."""
    case = result.case
    try:
        for owner in owners:
            case = case.with_input(owner, name, value)
        again = {
            option: run_option(case, case.option(option), result.market).metrics[metric]
            for option in score
            if _moved(result, owners, name, option)
        }
    except BadInput:
        return None
    now = {option: sign * found for option, found in again.items() if found is not None}
    now |= {option: value for option, value in score.items() if option not in again}
    winner = max(now, key=lambda option: now[option])
    if winner == best:
        return None
    base = scenarios_of(result, owners[0]).base(name)
    size = _flip_size(result, owners, name, value)
    return Flip(name, owners[0] if len(owners) == 1 else EVERYWHERE, base, value, winner, size)


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
    Mixes are bridged part by part. Raises BadInput when the two do not have the same lines, or the result does not exist
    at one of the steps.
    """
    one, two = scenarios_of(before, first), scenarios_of(after, second)
    if not _same_lines(one, two):
        raise BadInput((problem("bridge_other_lines", "bridge", value=f"{first} - {second}"),))
    start = float(one.run({}, (metric,))[metric][0])
    end = float(two.run({}, (metric,))[metric][0])
    groups = _changed_groups(one, two)
    names = list(groups)
    combined = _coalitions(one, two, groups, metric)
    full = (1 << len(names)) - 1
    if ordered or any(math.isnan(value) for value in combined.values()):
        amounts = [combined[(1 << number + 1) - 1] - combined[(1 << number) - 1] for number in range(len(names))]
        method = "ordered"
    else:
        amounts = [_shapley(combined, number, len(names)) for number in range(len(names))]
        method = "shapley"
    if any(math.isnan(value) for value in (start, end, *amounts)):
        raise BadInput((problem("bridge_without_value", "bridge", value=metric),))
    steps = [Step(name, amount) for name, amount in zip(names, amounts, strict=True)]
    rest = end - start - math.fsum(step.amount for step in steps)
    if not math.isclose(combined[full], end, rel_tol=1e-12, abs_tol=NOTHING):
        steps.append(Step(REST, rest))
    return Bridge(start, end, tuple(steps), method)


NOTHING = 1e-9
"""What is left of a bridge below this is rounding of the computer, not a step."""


def _same_lines(one: Scenarios, two: Scenarios) -> bool:
    """Whether two options have the same blocks of lines, part by part."""
    kinds = [[each.structure.only_own_lines for each in scenarios.resolved] for scenarios in (one, two)]
    return one.is_mix == two.is_mix and kinds[0] == kinds[1]


Groups = dict[str, list[dict[str, float]]]


def _changed_groups(one: Scenarios, two: Scenarios) -> Groups:
    """Per group of parameters the inputs that differ, per part, with the second option's value in the formulas."""
    groups: Groups = {}
    for part, (ours, theirs) in enumerate(zip(one.resolved, two.resolved, strict=True)):

        def put(group: str, name: str, value: float, part: int = part) -> None:
            groups.setdefault(group, [{} for _ in one.resolved])[part][name] = value

        for key in ours.provenance:
            if key not in theirs.provenance:
                continue
            for name in (key, *(place for place in ours.values if place.startswith(f"{key}@"))):
                mine, other = ours.values[name], theirs.values.get(name, theirs.values[key])
                if mine != other and not (math.isnan(mine) and math.isnan(other)):
                    put(parameters()[key].group, name, other)
        for name in ("beds", "start_date", "price_level_date", "discounting", "bed_share"):
            if ours.values[name] != theirs.values[name]:
                put("case", name, theirs.values[name])
    return groups


def _coalitions(one: Scenarios, two: Scenarios, groups: Groups, metric: str) -> dict[int, float]:
    """The result for every set of groups that already have the second option's values, by bit mask."""
    # The table of years must reach from the earliest price level to the end of an option that starts last.
    widest = replace(
        one.case,
        start_date=max(one.case.start_date, two.case.start_date),
        price_level_date=min(one.case.price_level_date, two.case.price_level_date),
    )
    count = 1 << len(groups)
    masks = np.arange(count)
    changes: list[dict[str, Array | float]] = [{} for _ in one.resolved]
    for number, parts in enumerate(groups.values()):
        switched = (masks >> number) & 1 == 1
        for resolved, mine, inputs in zip(one.resolved, changes, parts, strict=True):
            for name, value in inputs.items():
                mine[name] = np.where(switched, value, resolved.values[name])
    values = replace(one, case=widest).run_raw(changes, (metric,), count)[metric]
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
