"""Risk: how likely an option is to go wrong, what drives that, and how much capital covers it.

Inputs get a distribution from their low, typical and high; draws are a Latin hypercube or Sobol points, correlated through a
Gaussian copula. One-off events and the second life of the building are drawn in the same futures. A seed makes a run exactly
repeatable.
"""

from __future__ import annotations

import csv
import math
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from model.evaluation import CaseResult
from model.evidence import Evidence, evidence
from model.formula.runtime import edate_many
from model.frame_kinds import FRAMES
from model.frames import check_frames
from model.lines.metrics import METRIC_KEYS
from model.parameters.table import FOLDER, parameters
from model.problems import BadInput, Problem, problem
from model.scenarios import Array, Progress, Scenarios, scenarios_of, varied_values
from model.sensitivity import ends_of, parameter_of, scan, within_bounds

KINDS = ("triangular", "pert", "normal", "lognormal", "uniform", "discrete")
METHODS = ("latin_hypercube", "sobol")
DEFAULT_DRAWS = 10_000
MOST_DRAWS = 1_000_000
DEFAULT_SEED = 1
TAILED = ("normal", "lognormal")
"""Kinds without ends of their own."""
LEAST_INSIDE = 0.01
"""A normal or lognormal with less than this share within the bounds is refused."""
Z90 = 1.2815515655446004
"""Standard normal 90% point: low and high of a normal input are its 10% and 90% points."""
METRICS = (
    *METRIC_KEYS,
    "municipality_npv_without_fund",
    "ledger_operator_npv",
    "ledger_resident_npv",
    "ledger_employer_npv",
    "ledger_state_npv",
)
"""Results of a risk run: every metric, and the npv of every ledger."""


@dataclass(frozen=True)
class Distribution:
    """How an input is drawn.

    Triangular, PERT and uniform lie between low and high, which are the least and the most that can be; typical is the most
    likely value (uniform has none). A normal or lognormal has low and high as its 10% and 90% points, because it has no
    ends; its middle follows from them, so typical is not used. Discrete takes `values` with `probabilities`.
    """

    kind: str
    low: float = 0.0
    typical: float = 0.0
    high: float = 0.0
    values: tuple[float, ...] = ()
    probabilities: tuple[float, ...] = ()

    def problems(self, name: str) -> tuple[Problem, ...]:
        """What is wrong with it, naming the input."""
        found: list[Problem] = []
        if self.kind not in KINDS:
            found.append(problem("not_a_choice", name, value=self.kind, allowed=", ".join(KINDS)))
        elif self.kind == "discrete":
            total = math.fsum(self.probabilities)
            fits = len(self.values) == len(self.probabilities) > 0 and all(
                0 <= each <= 1 for each in self.probabilities
            )
            if not fits or abs(total - 1) > 1e-9:
                found.append(problem("bad_probabilities", name, value=f"{total:g}"))
        elif not self.low <= self.high or not all(map(math.isfinite, (self.low, self.typical, self.high))):
            found.append(problem("bad_range", name, value=f"{self.low:g} - {self.high:g}"))
        elif self.kind in {"triangular", "pert"} and not self.low <= self.typical <= self.high:
            found.append(problem("bad_typical", name, value=f"{self.typical:g}", lowest=self.low, highest=self.high))
        elif self.kind == "lognormal" and self.low <= 0:
            found.append(problem("not_positive", name, value=f"{self.low:g}"))
        return tuple(found)

    def outside(self, lowest: float | None, highest: float | None) -> bool:
        """Whether it asks for values that are not allowed. A normal or lognormal is cut off at the bounds instead."""
        if self.kind in TAILED:
            below, above = self._shares(lowest, highest)
            return above - below < LEAST_INSIDE
        ends = self.values if self.kind == "discrete" else (self.low, self.high)
        return (lowest is not None and min(ends) < lowest) or (highest is not None and max(ends) > highest)

    def _shares(self, lowest: float | None, highest: float | None) -> tuple[float, float]:
        """The share of a normal or lognormal below each bound."""
        from scipy.special import ndtr

        log = self.kind == "lognormal"
        low, high = (math.log(self.low), math.log(self.high)) if log else (self.low, self.high)
        middle, deviation = (low + high) / 2, (high - low) / (2 * Z90)

        def share(bound: float | None, without: float) -> float:
            if bound is None or deviation == 0:
                return without
            if log and bound <= 0:
                return 0.0
            return float(ndtr(((math.log(bound) if log else bound) - middle) / deviation))

        return share(lowest, 0.0), share(highest, 1.0)

    def draw(self, uniform: Array, lowest: float | None = None, highest: float | None = None) -> Array:
        """The values at these uniform numbers (the inverse of the cumulative distribution), truncated to the bounds."""
        if self.kind in TAILED and self.low < self.high:
            below, above = self._shares(lowest, highest)
            uniform = below + uniform * (above - below)
        if self.kind == "discrete":
            return np.asarray(self.values)[
                np.searchsorted(np.cumsum(self.probabilities)[:-1], uniform, side="right")
            ].astype(np.float64)
        if self.low == self.high:
            return np.full_like(uniform, self.low)
        return _INVERSE[self.kind](self, uniform)


def _triangular(of: Distribution, uniform: Array) -> Array:
    width, peak = of.high - of.low, (of.typical - of.low) / (of.high - of.low)
    rising = of.low + width * np.sqrt(uniform * peak)
    return np.where(uniform < peak, rising, of.high - width * np.sqrt((1 - uniform) * (1 - peak)))


def _pert(of: Distribution, uniform: Array) -> Array:
    """Beta with alpha = 1 + 4(typical - low)/width and beta = 1 + 4(high - typical)/width."""
    width = of.high - of.low
    shares, values = _beta_table(1 + 4 * (of.typical - of.low) / width, 1 + 4 * (of.high - of.typical) / width)
    order = np.argsort(uniform)  # in order, the table is read front to back: far faster than jumping through it
    drawn = np.empty_like(uniform)
    drawn[order] = np.interp(uniform[order], shares, values)
    return of.low + width * drawn


BETA_NODES = 4097


@lru_cache(maxsize=256)
def _beta_table(alpha: float, beta: float) -> tuple[Array, Array]:
    """The inverse of a beta distribution on nodes that crowd towards both ends; between them it is read off linearly.

    Inverting every draw takes twenty times as long; the reading differs less than 1e-5 of the range (a test says so).
    """
    from scipy.special import betaincinv

    shares = np.sin(np.linspace(0, math.pi / 2, BETA_NODES)) ** 2
    return shares, np.asarray(betaincinv(alpha, beta, shares), dtype=np.float64)


def _normal(of: Distribution, uniform: Array) -> Array:
    from scipy.special import ndtri

    mean, deviation = (of.low + of.high) / 2, (of.high - of.low) / (2 * Z90)
    return np.asarray(mean + deviation * ndtri(uniform), dtype=np.float64)


def _lognormal(of: Distribution, uniform: Array) -> Array:
    from scipy.special import ndtri

    low, high = math.log(of.low), math.log(of.high)
    return np.exp((low + high) / 2 + (high - low) / (2 * Z90) * np.asarray(ndtri(uniform), dtype=np.float64))


def _uniform(of: Distribution, uniform: Array) -> Array:
    return of.low + (of.high - of.low) * uniform


_INVERSE = {
    "triangular": _triangular,
    "pert": _pert,
    "normal": _normal,
    "lognormal": _lognormal,
    "uniform": _uniform,
}


CHANGES = ("add", "multiply", "set")


@dataclass(frozen=True)
class Effect:
    """What an event does to an input: add an amount, multiply by it, or set it."""

    input: str
    change: str
    amount: float

    def apply(self, values: Array) -> Array:
        """The input after the event."""
        if self.change == "add":
            return values + self.amount
        return values * self.amount if self.change == "multiply" else np.full_like(values, self.amount)


@dataclass(frozen=True)
class Event:
    """A one-off event with its probability and effects."""

    key: str
    probability: float
    effects: tuple[Effect, ...]
    label_nl: str = ""
    label_en: str = ""

    def label(self, language: str) -> str:
        """Its name."""
        return (self.label_nl if language == "nl" else self.label_en) or self.key


@dataclass(frozen=True)
class Branch:
    """A second life of the building: what happens at the end of the first term, its probability, and its inputs.

    `settings` are inputs of the option in that future: a choice by its word, numbers as they are.
    """

    key: str
    probability: float
    settings: Mapping[str, float | str]


@dataclass(frozen=True)
class Setup:
    """A risk run: what varies and how, for one option.

    `correlations` holds rank correlations (Spearman) of pairs of inputs; the rest are independent.
    """

    distributions: Mapping[str, Distribution]
    correlations: Mapping[tuple[str, str], float] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    branches: tuple[Branch, ...] = ()
    draws: int = DEFAULT_DRAWS
    seed: int = DEFAULT_SEED
    method: str = "latin_hypercube"
    certainty: float = 0.9


@cache
def shipped_events() -> tuple[Event, ...]:
    """The events of `risk_events.csv`; their probabilities are assumptions."""
    rows: dict[str, list[dict[str, str]]] = {}
    with (FOLDER / "risk_events.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows.setdefault(row["event"], []).append(row)
    return tuple(
        Event(
            key=key,
            probability=float(group[0]["probability"]),
            effects=tuple(Effect(row["input"], row["change"], float(row["amount"])) for row in group),
            label_nl=group[0]["label_nl"],
            label_en=group[0]["label_en"],
        )
        for key, group in rows.items()
    )


LARGEST_INPUTS = 15
"""A default run varies this many inputs: those with the largest effect on the npv."""


@cache
def shipped_correlations() -> Mapping[tuple[str, str], float]:
    """Rank correlations of `risk_correlations.csv`, each a working assumption with its reason there."""
    with (FOLDER / "risk_correlations.csv").open(encoding="utf-8", newline="") as file:
        return {(row["first"], row["second"]): float(row["correlation"]) for row in csv.DictReader(file)}


CHOSEN_NOT_UNCERTAIN = frozenset(
    {
        "term_years",
        "relocation_times",
        "relocation_term_years",
        "discount_rate",
        "municipality_discount_rate",
        "beds_per_unit",
        "m2_per_bed",
        "loan_share",
        "loan_years",
        "loan_min_dscr",
        "general_vat_rate",
        "vat_taxed_share",
        "tourist_tax_passed_on",
        "tax_bracket",
        "loss_threshold",
        "loss_share_above",
        "hours_per_week",
    }
)
"""Inputs that somebody decides: a risk run leaves them unless asked."""


def default_setup(
    result: CaseResult,
    option_id: str,
    *,
    draws: int = DEFAULT_DRAWS,
    seed: int = DEFAULT_SEED,
    events: bool = True,
) -> Setup:
    """PERT on the inputs that matter most over their range, the shipped events and correlations between what varies.

    An input without a range, such as the amount of an own line, is drawn from its value +-25%.
    """
    scenarios = scenarios_of(result, option_id)
    ends = {
        name: span for name, span in ends_of(scenarios).items() if name.rpartition(".")[2] not in CHOSEN_NOT_UNCERTAIN
    }
    tried = scan(scenarios, {name: np.array([*span, scenarios.base(name)]) for name, span in ends.items()}, "npv")
    effects = {name: float(np.ptp(npv)) for name, npv in tried.items()}
    ranked = sorted((name for name in effects if effects[name] > 0), key=lambda name: -effects[name])
    distributions = {}
    for name in ranked[:LARGEST_INPUTS]:
        low, high = ends[name]
        base = scenarios.base(name)
        distributions[name] = Distribution("pert", low, min(max(base, low), high), high)
    plain = {name.rpartition(".")[2]: name for name in distributions}
    correlations = {
        (plain[first], plain[second]): value
        for (first, second), value in shipped_correlations().items()
        if first in plain and second in plain
    }
    known = set(scenarios.inputs())
    possible = tuple(
        event for event in shipped_events() if events and any(_names(known, effect.input) for effect in event.effects)
    )
    return Setup(distributions, correlations, possible, (), draws, seed)


def _names(known: Iterable[str], key: str) -> list[str]:
    """The names under which an input stands in an option: itself, or one per component of a mix."""
    return [name for name in known if name == key or name.rpartition(".")[2] == key]


def check_setup(setup: Setup, scenarios: Scenarios) -> tuple[Problem, ...]:
    """Everything wrong with a set-up: unknown inputs, impossible distributions, probabilities and correlations."""
    known = set(scenarios.inputs())
    found: list[Problem] = []
    for name, distribution in setup.distributions.items():
        if name not in known:
            found.append(problem("not_a_choice", name, value=name, allowed=", ".join(sorted(known))))
        wrong = distribution.problems(name)
        found += wrong
        if name in known and not wrong:
            found += _outside_bounds(name, distribution)
    if not 1 <= setup.draws <= MOST_DRAWS:
        found.append(problem("out_of_bounds", "draws", value=setup.draws, lowest=1, highest=MOST_DRAWS))
    if setup.seed < 0:
        found.append(problem("out_of_bounds", "seed", value=setup.seed, lowest=0, highest=2**63 - 1))
    if not 0.5 <= setup.certainty < 1:
        found.append(problem("out_of_bounds", "certainty", value=setup.certainty, lowest=0.5, highest=0.9999))
    if setup.method not in METHODS:
        found.append(problem("not_a_choice", "method", value=setup.method, allowed=", ".join(METHODS)))
    for event in setup.events:
        if not 0 <= event.probability <= 1:
            found.append(problem("out_of_bounds", event.key, value=event.probability, lowest=0, highest=1))
        for effect in event.effects:
            if effect.change not in CHANGES:
                found.append(problem("not_a_choice", event.key, value=effect.change, allowed=", ".join(CHANGES)))
            if not math.isfinite(effect.amount):
                found.append(problem("not_finite", event.key, value=f"{effect.amount:g}"))
        if not any(_names(known, effect.input) for effect in event.effects):
            named = ", ".join(effect.input for effect in event.effects)
            found.append(problem("not_a_choice", event.key, value=named, allowed=", ".join(sorted(known))))
    if setup.branches:
        total = math.fsum(branch.probability for branch in setup.branches)
        if abs(total - 1) > 1e-9 or any(branch.probability < 0 for branch in setup.branches):
            found.append(problem("bad_probabilities", "branches", value=f"{total:g}"))
        inputs = {key for resolved in scenarios.resolved for key in resolved.provenance}
        for key in dict.fromkeys(key for branch in setup.branches for key in branch.settings):
            if key not in inputs:
                found.append(problem("not_a_choice", "branches", value=key, allowed=", ".join(sorted(inputs))))
    for pair in setup.correlations:
        for name in pair:
            if name not in setup.distributions:
                allowed = ", ".join(setup.distributions)
                found.append(problem("not_a_choice", "correlations", value=name, allowed=allowed))
    return (*found, *(() if found else correlation_problems(setup)))


def _outside_bounds(name: str, distribution: Distribution) -> list[Problem]:
    """A problem when a distribution asks for values that an input may not have."""
    parameter = parameter_of(name)
    if not distribution.outside(parameter.lowest, parameter.highest):
        return []
    ends = distribution.values or (distribution.low, distribution.high)
    value = f"{min(ends):g} - {max(ends):g}"
    return [problem("out_of_bounds", name, value=value, lowest=parameter.lowest, highest=parameter.highest)]


def correlation_matrix(setup: Setup) -> Array:
    """The full matrix of rank correlations over the varied inputs: 1 on the diagonal, 0 where no pair is given."""
    names = list(setup.distributions)
    matrix = np.eye(len(names))
    for (first, second), value in setup.correlations.items():
        row, column = names.index(first), names.index(second)
        matrix[row, column] = matrix[column, row] = value
    return matrix


def correlation_problems(setup: Setup) -> tuple[Problem, ...]:
    """Why a correlation matrix cannot be: entries outside (-1, 1), or inputs whose correlations contradict each other."""
    for (first, second), value in setup.correlations.items():
        if not -1 < value < 1:
            return (problem("bad_correlation", f"{first}, {second}", value=f"{value:g}"),)
    given, matrix = correlation_matrix(setup), normal_correlations(correlation_matrix(setup))
    if not len(matrix) or np.linalg.eigvalsh(matrix)[0] > 1e-10:
        return ()
    names = list(setup.distributions)
    guilty = _smallest_conflict(matrix)
    pairs = [
        f"{names[a]} - {names[b]}: {given[a, b]:g}" for a in guilty for b in guilty if a < b and given[a, b] != 0.0
    ]
    return (problem("correlations_conflict", "correlations", value="; ".join(pairs)),)


def normal_correlations(ranks: Array) -> Array:
    """The correlations between normal scores that give these rank correlations: 2 sin(pi x rank correlation / 6)."""
    normal = 2 * np.sin(np.pi / 6 * ranks)
    np.fill_diagonal(normal, 1.0)
    return np.asarray(normal, dtype=np.float64)


def _smallest_conflict(matrix: Array) -> list[int]:
    """A smallest set of inputs whose own correlations are already impossible: drop inputs while the rest still conflicts."""
    kept = list(range(len(matrix)))
    for number in list(kept):
        rest = [each for each in kept if each != number]
        if np.linalg.eigvalsh(matrix[np.ix_(rest, rest)])[0] <= 1e-10:
            kept = rest
    return kept


SECOND_LIFE = "second_life"
SOBOL_BLOCK = 32
"""Sobol dimensions come in blocks, so that one event more leaves the points of all others alone."""


def uniform_draws(count: int, names: Sequence[str], seed: int, method: str) -> Array:
    """Points in the unit cube, `(count, names)`: a Latin hypercube, or scrambled Sobol points.

    In a Latin hypercube every name has a stream of its own, by seed and name: an input has the same futures in every option
    and beside any other inputs and events.
    """
    if method == "sobol":
        from scipy.stats import qmc

        dimensions = SOBOL_BLOCK * max(1, math.ceil(len(names) / SOBOL_BLOCK))
        power = max(0, math.ceil(math.log2(count)))
        points = qmc.Sobol(dimensions, scramble=True, rng=np.random.default_rng(seed)).random_base2(power)
        return np.clip(np.asarray(points[:count, : len(names)], dtype=np.float64), 1e-12, 1 - 1e-12)
    columns = np.empty((len(names), count))
    for number, name in enumerate(names):
        random = np.random.default_rng([seed, zlib.crc32(name.encode())])
        columns[number] = (random.permutation(count) + random.random(count)) / count
    return np.clip(columns, 1e-12, 1 - 1e-12).T


@dataclass(frozen=True)
class Futures:
    """The draws: every varied input per future, which events happen, and which branch of the second life."""

    inputs: Mapping[str, Array]
    drawn: Mapping[str, Array]
    happened: Mapping[str, NDArray[np.bool_]]
    branch: NDArray[np.int64]


def draw_futures(setup: Setup, scenarios: Scenarios) -> Futures:
    """Draw all futures of a set-up. Raises BadInput when it cannot be."""
    problems = check_setup(setup, scenarios)
    if problems:
        raise BadInput(problems)
    names = list(setup.distributions)
    # What cannot happen takes no draws, so that it changes nothing.
    possible = [event for event in setup.events if event.probability > 0]
    columns = [*names, SECOND_LIFE, *(event.key for event in possible)]
    uniform = uniform_draws(setup.draws, columns, setup.seed, setup.method)
    correlated = _correlate(uniform[:, : len(names)], correlation_matrix(setup))
    drawn = {name: _drawn(name, setup.distributions[name], correlated[:, column]) for column, name in enumerate(names)}
    inputs = dict(drawn)
    happened = {event.key: np.zeros(setup.draws, dtype=np.bool_) for event in setup.events}
    happened |= {
        event.key: uniform[:, len(names) + 1 + number] < event.probability for number, event in enumerate(possible)
    }
    known = scenarios.inputs()
    for event in possible:
        for effect in event.effects:
            for name in _names(known, effect.input):
                before = inputs.get(name, np.full(setup.draws, scenarios.base(name)))
                after = np.where(happened[event.key], effect.apply(before), before)
                inputs[name] = _sensible(scenarios, inputs, name, _allowed(name, after))
    branch = np.zeros(setup.draws, dtype=np.int64)
    if setup.branches:
        edges = np.cumsum([branch.probability for branch in setup.branches])[:-1]
        branch = np.searchsorted(edges, uniform[:, len(names)], side="right")
    inputs |= _branch_inputs(setup, scenarios, inputs, branch)
    return Futures(inputs, drawn, happened, branch)


def _correlate(uniform: Array, ranks: Array) -> Array:
    """The same points, those of correlated inputs in another order (Iman and Conover, 1982).

    Normal scores are given the wanted correlations, what the sample itself has of them taken out first; each input's own
    points are then put in the order of its scores. So every input keeps its strata, and the rank correlations are met.
    """
    tied = np.flatnonzero(np.any(ranks != np.eye(len(ranks)), axis=1)) if len(ranks) else np.empty(0, dtype=np.int64)
    count = len(uniform)
    if not tied.size or count < 2:
        return uniform
    from scipy.special import ndtri

    scores = np.asarray(ndtri(uniform[:, tied]), dtype=np.float64)
    mixing = np.linalg.cholesky(normal_correlations(ranks[np.ix_(tied, tied)]))
    if count >= LEAST_TO_CORRECT * tied.size:
        centred = [(column - column.mean()) / column.std() for column in scores.T]
        sample = np.array([[float(np.mean(one * other)) for other in centred] for one in centred])
        mixing = mixing @ np.linalg.inv(np.linalg.cholesky(sample))
        scores = np.stack(centred, axis=1)
    ordered = uniform.copy()
    for row, column in enumerate(tied):
        # Term by term and not as a matrix product, whose order of adding may differ between machines.
        score = np.zeros(count)
        for other, weight in enumerate(mixing[row]):
            if weight:
                score += weight * scores[:, other]
        place = np.empty(count, dtype=np.int64)
        place[np.argsort(score, kind="stable")] = np.arange(count)
        ordered[:, column] = np.sort(uniform[:, column])[place]
    return ordered


LEAST_TO_CORRECT = 10
"""Draws per correlated input from which the sample's own correlation is taken out."""


def _drawn(name: str, distribution: Distribution, uniform: Array) -> Array:
    parameter = parameter_of(name)
    return _allowed(name, distribution.draw(uniform, parameter.lowest, parameter.highest))


def _allowed(name: str, values: Array) -> Array:
    """Drawn values within what is allowed, whole where they must be."""
    parameter = parameter_of(name)
    values = np.clip(values, parameter.lowest, parameter.highest)
    return np.rint(values) if parameter.kind == "integer" else values


def _sensible(scenarios: Scenarios, inputs: Mapping[str, Array], name: str, values: Array) -> Array:
    """Construction that ends before the term does."""
    prefix, dot, key = name.rpartition(".")
    if key != "construction_months":
        return values
    for term in (f"{prefix}{dot}term_years", "term_years"):
        if term in inputs:
            return np.minimum(values, inputs[term] * 12 - 1)
    resolved, _ = scenarios.holder(name)
    return np.minimum(values, resolved.values["term_years"] * 12 - 1)


def _places(scenarios: Scenarios, key: str) -> list[tuple[str, float]]:
    """The names of a setting in each part that has it, with its value there: plain, or `COMPONENT.key` in a mix."""
    return [
        (f"{resolved.option.id}.{key}" if scenarios.is_mix else key, resolved.values[key])
        for resolved in scenarios.resolved
        if key in resolved.provenance
    ]


def _setting(key: str, value: float | str) -> float:
    """What a setting of a branch is in the formulas."""
    return float(parameters()[key].code(value)) if isinstance(value, str) else within_bounds(key, value)


def _branch_inputs(
    setup: Setup, scenarios: Scenarios, inputs: Mapping[str, Array], branch: NDArray[np.int64]
) -> dict[str, Array]:
    """The inputs that the second life sets, per future."""
    found: dict[str, Array] = {}
    for number, each in enumerate(setup.branches):
        for key, value in each.settings.items():
            for name, present in _places(scenarios, key):
                before = found.get(name, inputs.get(name, inputs.get(key, np.full(setup.draws, present))))
                found[name] = np.where(branch == number, _setting(key, value), before)
    return found


@dataclass(frozen=True)
class Spread:
    """A result over all futures. `error_50` and `error_90` are standard errors of P50 and P90; `known` the share that exists."""

    key: str
    mean: float
    deviation: float
    p10: float
    p50: float
    p90: float
    below_zero: float
    known: float
    error_50: float
    error_90: float


@dataclass(frozen=True)
class Contribution:
    """An input's (or event's, or the second life's) part in the variance of the npv, and the npv at its low and high tenth."""

    key: str
    share: float
    at_low: float
    at_high: float


@dataclass(frozen=True)
class FrameRisk:
    """The chance that a frame of the council fails."""

    key: str
    chance: float


@dataclass(frozen=True)
class RiskResult:
    """The outcome of a risk run; `capital` covers a shortfall of npv with the certainty asked for."""

    option: str
    setup: Setup
    spreads: Mapping[str, Spread]
    contributions: tuple[Contribution, ...]
    unexplained: float
    frames: tuple[FrameRisk, ...]
    capital: float
    evidence_share: float
    enough: bool
    histogram: tuple[tuple[float, float, int], ...]
    branch_means: Mapping[str, tuple[float, float]]
    option_value: float | None


ENOUGH = 0.02
"""Draws suffice when the standard errors of P50 and P90 of the npv are below this share of the P10-P90 range."""


def run_risk(
    result: CaseResult,
    option_id: str,
    setup: Setup | None = None,
    progress: Progress | None = None,
    support: Evidence | None = None,
) -> RiskResult:
    """Draw the futures of an option and sum them up. Raises BadInput, or what `progress` raises to stop.

    `support` is the option's evidence, when it is at hand.
    """
    scenarios = scenarios_of(result, option_id)
    support = support or evidence(result, option_id)
    setup = setup or default_setup(result, option_id)
    futures = draw_futures(setup, scenarios)
    found = scenarios.run(futures.inputs, METRICS, progress)
    npv = found["npv"]
    contributions, unexplained = _contributions(setup, futures, npv)
    spreads = {key: spread(key, found[key]) for key in METRICS}
    main = spreads["npv"]
    width = main.p90 - main.p10
    return RiskResult(
        option=option_id,
        setup=setup,
        spreads=spreads,
        contributions=contributions,
        unexplained=unexplained,
        frames=_frame_risks(result, scenarios, futures, found),
        capital=max(0.0, -quantile(npv, 1 - setup.certainty)),
        evidence_share=support.share,
        enough=width == 0 or max(main.error_50, main.error_90) <= ENOUGH * width,
        histogram=_histogram(npv),
        branch_means={
            branch.key: (float(np.mean(futures.branch == number)), _mean(npv[futures.branch == number]))
            for number, branch in enumerate(setup.branches)
        },
        option_value=value_of_relocating(scenarios, setup, futures) if setup.branches else None,
    )


def quantile(values: Array, share: float) -> float:
    """The quantile by linear interpolation between order statistics, blanks skipped; NaN when all are."""
    known = values[~np.isnan(values)]
    return float(np.quantile(known, share)) if known.size else math.nan


def _mean(values: Array) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else math.nan


def spread(key: str, values: Array) -> Spread:
    """Mean, percentiles and their standard errors of one result over the futures."""
    known = np.sort(values[~np.isnan(values)])
    if not known.size:
        nan = math.nan
        return Spread(key, nan, nan, nan, nan, nan, nan, 0.0, nan, nan)
    p10, p50, p90 = (_between(known, share) for share in (0.1, 0.5, 0.9))
    return Spread(
        key=key,
        mean=float(known.mean()),
        deviation=float(known.std()),
        p10=p10,
        p50=p50,
        p90=p90,
        below_zero=float(np.mean(known < 0)),
        known=known.size / values.size,
        error_50=_quantile_error(known, 0.5),
        error_90=_quantile_error(known, 0.9),
    )


def _between(ordered: Array, share: float) -> float:
    """A quantile of sorted values, linear between order statistics (as numpy.quantile, without sorting again)."""
    place = share * (ordered.size - 1)
    low = math.floor(place)
    high = min(low + 1, ordered.size - 1)
    return float(ordered[low] + (place - low) * (ordered[high] - ordered[low]))


def _quantile_error(ordered: Array, share: float) -> float:
    """Standard error of a quantile from order statistics: half the distance between those one binomial deviation away."""
    count = ordered.size
    reach = math.sqrt(count * share * (1 - share))
    low = ordered[max(0, math.floor(count * share - reach))]
    high = ordered[min(count - 1, math.ceil(count * share + reach))]
    return float(high - low) / 2


def _contributions(setup: Setup, futures: Futures, npv: Array) -> tuple[tuple[Contribution, ...], float]:
    """Each driver's share of the variance of npv, from how far the mean npv moves over twenty bins of it (first order).

    The correlation ratio Var(E[npv | x]) / Var(npv), corrected for the noise within bins; it sees curved effects as well.
    What the drivers together leave over is interaction (positive), or overlap where inputs are correlated (negative).
    """
    known = ~np.isnan(npv)
    if not known.any():
        return (), 1.0
    outcome = npv[known]
    drivers: dict[str, Array] = dict(futures.drawn)
    drivers |= {event: flag.astype(np.float64) for event, flag in futures.happened.items() if flag.any()}
    if len(setup.branches) > 1:
        drivers[SECOND_LIFE] = futures.branch.astype(np.float64)
    found = sorted(
        (_contribution(name, values[known], outcome) for name, values in drivers.items()), key=lambda each: -each.share
    )
    return tuple(found), 1.0 - sum(each.share for each in found)


BINS = 20
TENTH = 0.1


def _contribution(name: str, values: Array, outcome: Array) -> Contribution:
    """The part of one driver: over bins of equal size, or its distinct values when those are few (an event, a branch).

    `at_low` and `at_high` are the mean outcome over the lowest and highest tenth of the driver; without and with an event;
    over the worst and the best branch of the second life, which has no low and high.
    """
    order = np.argsort(values, kind="stable")
    ordered, followed = values[order], outcome[order]
    starts = np.concatenate([[0], np.flatnonzero(np.diff(ordered)) + 1])
    few = starts.size <= BINS
    if not few:
        bins = min(BINS, max(2, values.size // 10))
        starts = np.arange(bins) * values.size // bins
    counts = np.diff(np.concatenate([starts, [values.size]]))
    means = np.add.reduceat(followed, starts) / counts
    mean = outcome.mean()
    total = float(np.sum((outcome - mean) ** 2))
    between = float(np.sum(counts * (means - mean) ** 2))
    noise = (starts.size - 1) * (total - between) / max(1, values.size - starts.size)
    share = max(0.0, (between - noise) / total) if total > 0 else 0.0
    if few:
        low, high = (means.min(), means.max()) if name == SECOND_LIFE else (means[0], means[-1])
    else:
        tenth = max(1, round(values.size * TENTH))
        low, high = followed[:tenth].mean(), followed[-tenth:].mean()
    return Contribution(name, share, float(low), float(high))


def _frame_risks(
    result: CaseResult, scenarios: Scenarios, futures: Futures, found: Mapping[str, Array]
) -> tuple[FrameRisk, ...]:
    """The chance that each frame of the council fails, over the futures in which its quantity is known."""
    risks = []
    for check in check_frames(result).by_option[scenarios.option.option.id]:
        key = check.kind.key
        values = _frame_values(key, scenarios, futures, found)
        if values is None:
            # What does not vary fails in every future or in none.
            if check.value is None:
                continue
            values = np.full(1, check.value)
        margin = check.limit - values if check.kind.is_maximum else values - check.limit
        known = margin[~np.isnan(margin)]
        if known.size:
            risks.append(FrameRisk(key, float(np.mean(known < -FRAME_ROUNDING))))
    return tuple(risks)


FRAME_ROUNDING = 1e-9
"""As in `frames`: a shortfall below this is rounding."""
FRAME_METRICS = {
    "max_resident_cost_share": "resident_cost_share",
    "min_municipality_npv": "municipality_npv",
    "max_viability_gap": "viability_gap",
    "min_dscr": "dscr_min",
    "max_investment": "investment",
}
FRAME_INPUTS = {
    "max_price_per_week": "price_per_bed_week",
    "min_brp_share": "brp_share",
    "min_m2_per_bed": "m2_per_bed",
    "min_local_workers_share": "local_workers_share",
    "max_municipal_contribution": "municipal_contribution",
}


def _frame_values(key: str, scenarios: Scenarios, futures: Futures, found: Mapping[str, Array]) -> Array | None:
    """The quantity a frame is about, per future; of a mix the worst part (contributions together). None when nothing varies."""
    if key in FRAME_METRICS:
        return found[FRAME_METRICS[key]]
    parts: list[Array] = []
    for resolved in scenarios.resolved:
        values = varied_values(resolved, futures.inputs)
        if key == "latest_opening_date":
            opened = edate_many(values["start_date"], values["construction_months"])
            parts.append(np.broadcast_to(opened, futures.branch.shape))
        elif key in {"min_term_years", "max_term_years"}:
            years = scenarios.years(resolved, values)
            parts.append(np.broadcast_to(years, futures.branch.shape))
        elif key in FRAME_INPUTS and FRAME_INPUTS[key] in values:
            parts.append(np.broadcast_to(values[FRAME_INPUTS[key]], futures.branch.shape))
        else:
            return None
    if key == "max_municipal_contribution":
        return np.asarray(np.sum(parts, axis=0), dtype=np.float64)
    worst = np.max if FRAMES[key].is_maximum else np.min
    return np.asarray(worst(parts, axis=0), dtype=np.float64)


def _histogram(values: Array, bins: int = 40) -> tuple[tuple[float, float, int], ...]:
    known = values[~np.isnan(values)]
    if not known.size or known.min() == known.max():
        return ()
    counts, edges = np.histogram(known, bins=bins)
    return tuple(
        (float(low), float(high), int(count)) for low, high, count in zip(edges, edges[1:], counts, strict=False)
    )


RELOCATE = "relocate"


@cache
def shipped_branches() -> tuple[Branch, ...]:
    """The second lives of `risk_second_life.csv`, with their probabilities and inputs: working assumptions, reasons there."""
    branches: dict[str, tuple[float, dict[str, float | str]]] = {}
    with (FOLDER / "risk_second_life.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            word = parameters()[row["input"]].kind == "choice"
            _, settings = branches.setdefault(row["branch"], (float(row["probability"]), {}))
            settings[row["input"]] = row["value"] if word else float(row["value"])
    return tuple(Branch(key, probability, settings) for key, (probability, settings) in branches.items())


def default_branches(scenarios: Scenarios) -> tuple[Branch, ...]:
    """The shipped futures at the end of the first term; costs and lengths that they do not set are those of the case.

    None for an option of own lines, whose end is an own line.
    """
    return shipped_branches() if any("end_of_term" in each.provenance for each in scenarios.resolved) else ()


def value_of_relocating(scenarios: Scenarios, setup: Setup, futures: Futures) -> float | None:
    """What the possibility to relocate is worth: the same futures with and without it.

    Where the building must leave (a branch that relocates or dismantles) the owner takes the better of the two with the
    option and must dismantle without it. None when no branch relocates.
    """
    relocating = [branch for branch in setup.branches if branch.settings.get("end_of_term") == RELOCATE]
    if not relocating:
        return None
    leaves = np.isin(
        futures.branch,
        [
            number
            for number, branch in enumerate(setup.branches)
            if branch.settings.get("end_of_term") in {RELOCATE, "dismantle"}
        ],
    )
    if not leaves.any():
        return 0.0
    some = {key: values[leaves] for key, values in futures.inputs.items()}

    def npv_with(settings: Mapping[str, float | str]) -> Array:
        forced = {
            name: np.full(int(leaves.sum()), _setting(key, value))
            for key, value in settings.items()
            for name, _ in _places(scenarios, key)
        }
        return scenarios.run({**some, **forced}, ("npv",))["npv"]

    without = npv_with({"end_of_term": "dismantle"})
    best = np.maximum.reduce([without, *(npv_with(branch.settings) for branch in relocating)])
    return float(np.sum(best - without) / futures.branch.size)


def compare_runs(first: RiskResult, second: RiskResult, keys: Sequence[str] = ("npv",)) -> dict[str, float]:
    """How P50 moved from one run to another, per result."""
    return {key: second.spreads[key].p50 - first.spreads[key].p50 for key in keys}
