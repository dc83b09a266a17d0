"""Risk: how likely an option is to go wrong, what drives that, and how much capital covers it.

Inputs get a distribution from their low, typical and high; draws are a Latin hypercube or Sobol points, correlated through a
Gaussian copula. One-off events and the second life of the building are drawn in the same futures. A seed makes a run exactly
repeatable.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from model.evaluation import CaseResult
from model.evidence import Evidence, evidence
from model.frame_kinds import FRAMES
from model.parameters.table import FOLDER, parameters
from model.problems import BadInput, Problem, problem
from model.scenarios import Array, Progress, Scenarios, scenarios_of
from model.sensitivity import ends_of, parameter_of, within_bounds

KINDS = ("triangular", "pert", "normal", "lognormal", "uniform", "discrete")
METHODS = ("latin_hypercube", "sobol")
DEFAULT_DRAWS = 10_000
MOST_DRAWS = 1_000_000
DEFAULT_SEED = 1
Z90 = 1.2815515655446004
"""Standard normal 90% point: low and high of a normal input are its 10% and 90% points."""
METRICS = (
    "npv",
    "equity_npv",
    "irr",
    "dscr_min",
    "viability_gap",
    "peak_funding",
    "cost_per_bed_night",
    "cost_recovery_price_per_bed_week",
    "equivalent_annual_value",
    "investment",
    "municipality_npv",
    "municipality_npv_without_fund",
    "resident_cost_share",
    "ledger_state_npv",
    "ledger_resident_npv",
    "ledger_employer_npv",
)
"""Results of a risk run, per ledger."""


@dataclass(frozen=True)
class Distribution:
    """How an input is drawn. Triangular, PERT and uniform lie between low and high; a normal or lognormal has low and high as

    its 10% and 90% points (a lognormal's typical follows from them); discrete takes `values` with `probabilities`.
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

    def draw(self, uniform: Array) -> Array:
        """The values at these uniform numbers (the inverse of the cumulative distribution)."""
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
    return of.low + width * np.interp(uniform, shares, values)


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
    """A risk run: what varies and how, for one option. `correlations` holds pairs of inputs; the rest are independent."""

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

DEFAULT_CORRELATIONS: Mapping[tuple[str, str], float] = {
    ("building_cost_per_m2", "loan_rate"): 0.3,
    ("building_cost_per_unit", "loan_rate"): 0.3,
    ("building_cost_per_bed", "loan_rate"): 0.3,
    ("occupancy", "price_per_bed_week"): 0.3,
}
"""Working assumptions: dear building goes with high interest, and a full house with a good price."""

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
    found: Evidence | None = None,
) -> Setup:
    """PERT on the inputs with a range that matter most, the shipped events and correlations between what varies.

    `found` is the option's evidence, when it is at hand.
    """
    scenarios = scenarios_of(result, option_id)
    ends = ends_of(scenarios)
    ranked = [
        each.key
        for each in (found or evidence(result, option_id)).inputs
        if each.effect > 0 and each.key in ends and each.key.rpartition(".")[2] not in CHOSEN_NOT_UNCERTAIN
    ]
    distributions = {}
    for name in ranked[:LARGEST_INPUTS]:
        low, high = ends[name]
        base = scenarios.base(name)
        distributions[name] = Distribution("pert", low, min(max(base, low), high), high)
    plain = {name.rpartition(".")[2]: name for name in distributions}
    correlations = {
        (plain[first], plain[second]): value
        for (first, second), value in DEFAULT_CORRELATIONS.items()
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
        found += distribution.problems(name)
    if not 1 <= setup.draws <= MOST_DRAWS:
        found.append(problem("out_of_bounds", "draws", value=setup.draws, lowest=1, highest=MOST_DRAWS))
    if not 0.5 <= setup.certainty < 1:
        found.append(problem("out_of_bounds", "certainty", value=setup.certainty, lowest=0.5, highest=0.9999))
    if setup.method not in METHODS:
        found.append(problem("not_a_choice", "method", value=setup.method, allowed=", ".join(METHODS)))
    for event in setup.events:
        if not 0 <= event.probability <= 1:
            found.append(problem("out_of_bounds", event.key, value=event.probability, lowest=0, highest=1))
    if setup.branches:
        total = math.fsum(branch.probability for branch in setup.branches)
        if abs(total - 1) > 1e-9 or any(branch.probability < 0 for branch in setup.branches):
            found.append(problem("bad_probabilities", "branches", value=f"{total:g}"))
    for pair in setup.correlations:
        for name in pair:
            if name not in setup.distributions:
                allowed = ", ".join(setup.distributions)
                found.append(problem("not_a_choice", "correlations", value=name, allowed=allowed))
    return (*found, *(() if found else correlation_problems(setup)))


def correlation_matrix(setup: Setup) -> Array:
    """The full matrix over the varied inputs: 1 on the diagonal, 0 where no pair is given."""
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
    matrix = correlation_matrix(setup)
    if not len(matrix) or np.linalg.eigvalsh(matrix)[0] > 1e-10:
        return ()
    names = list(setup.distributions)
    guilty = _smallest_conflict(matrix)
    pairs = [
        f"{names[a]} - {names[b]}: {matrix[a, b]:g}" for a in guilty for b in guilty if a < b and matrix[a, b] != 0.0
    ]
    return (problem("correlations_conflict", "correlations", value="; ".join(pairs)),)


def _smallest_conflict(matrix: Array) -> list[int]:
    """A smallest set of inputs whose own correlations are already impossible: drop inputs while the rest still conflicts."""
    kept = list(range(len(matrix)))
    for number in list(kept):
        rest = [each for each in kept if each != number]
        if np.linalg.eigvalsh(matrix[np.ix_(rest, rest)])[0] <= 1e-10:
            kept = rest
    return kept


def uniform_draws(count: int, dimensions: int, seed: int, method: str) -> Array:
    """Points in the unit cube, `(count, dimensions)`: a Latin hypercube, or scrambled Sobol points."""
    if dimensions == 0:
        return np.empty((count, 0))
    if method == "sobol":
        from scipy.stats import qmc

        power = max(0, math.ceil(math.log2(count)))
        points = qmc.Sobol(dimensions, scramble=True, rng=np.random.default_rng(seed)).random_base2(power)
        return np.clip(np.asarray(points[:count], dtype=np.float64), 1e-12, 1 - 1e-12)
    random = np.random.default_rng(seed)
    strata = np.tile(np.arange(count, dtype=np.float64), (dimensions, 1))
    shuffled = random.permuted(strata, axis=1).T
    return np.clip((shuffled + random.random((count, dimensions))) / count, 1e-12, 1 - 1e-12)


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
    # The columns of events and branches come after those of the inputs, so adding one leaves the inputs' draws alone.
    uniform = uniform_draws(setup.draws, len(names), setup.seed, setup.method)
    extra = uniform_draws(setup.draws, len(setup.events) + 1, setup.seed + 1_000_003, setup.method)
    correlated = _correlate(uniform, correlation_matrix(setup))
    drawn = {
        name: _allowed(name, setup.distributions[name].draw(correlated[:, column])) for column, name in enumerate(names)
    }
    inputs = dict(drawn)
    happened = {event.key: extra[:, number] < event.probability for number, event in enumerate(setup.events)}
    known = scenarios.inputs()
    for event in setup.events:
        for effect in event.effects:
            for name in _names(known, effect.input):
                before = inputs.get(name, np.full(setup.draws, scenarios.base(name)))
                after = np.where(happened[event.key], effect.apply(before), before)
                inputs[name] = _sensible(scenarios, name, _allowed(name, after))
    edges = np.cumsum([branch.probability for branch in setup.branches])[:-1]
    branch = (
        np.searchsorted(edges, extra[:, -1], side="right") if setup.branches else np.zeros(setup.draws, dtype=np.int64)
    )
    inputs |= _branch_inputs(setup, scenarios, inputs, branch)
    return Futures(inputs, drawn, happened, branch)


def _correlate(uniform: Array, matrix: Array) -> Array:
    """Uniform numbers with the given correlations between their normal scores (Gaussian copula)."""
    if not uniform.shape[1] or np.array_equal(matrix, np.eye(len(matrix))):
        return uniform
    from scipy.special import ndtr, ndtri

    scores = np.asarray(ndtri(uniform), dtype=np.float64) @ np.linalg.cholesky(matrix).T
    return np.clip(np.asarray(ndtr(scores), dtype=np.float64), 1e-12, 1 - 1e-12)


def _allowed(name: str, values: Array) -> Array:
    """Drawn values within what is allowed, whole where they must be."""
    parameter = parameter_of(name)
    values = np.clip(values, parameter.lowest, parameter.highest)
    return np.rint(values) if parameter.kind == "integer" else values


def _sensible(scenarios: Scenarios, name: str, values: Array) -> Array:
    """Construction that ends before the term does."""
    prefix, dot, key = name.rpartition(".")
    if key != "construction_months":
        return values
    term = scenarios.base(f"{prefix}{dot}term_years" if dot else "term_years")
    return np.minimum(values, term * 12 - 1)


def _branch_inputs(
    setup: Setup, scenarios: Scenarios, inputs: Mapping[str, Array], branch: NDArray[np.int64]
) -> dict[str, Array]:
    """The inputs that the second life sets, per future."""
    found: dict[str, Array] = {}
    for number, each in enumerate(setup.branches):
        for key, value in each.settings.items():
            parameter = parameters()[key]
            amount = parameter.code(value) if isinstance(value, str) else within_bounds(key, value)
            before = found.get(key, inputs.get(key, np.full(setup.draws, _present(scenarios, key))))
            found[key] = np.where(branch == number, amount, before)
    return found


def _present(scenarios: Scenarios, key: str) -> float:
    resolved, plain = scenarios.holder(key)
    return resolved.values[plain]


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
    setup = setup or default_setup(result, option_id, found=support)
    futures = draw_futures(setup, scenarios)
    wanted = tuple(key for key in METRICS if scenarios.is_mix is False or key in _MIX_METRICS)
    found = scenarios.run(futures.inputs, wanted, progress)
    npv = found["npv"]
    contributions, unexplained = _contributions(setup, futures, npv)
    spreads = {key: spread(key, found[key]) for key in wanted}
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


_MIX_METRICS = frozenset(METRICS)


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
    p10, p50, p90 = np.quantile(known, [0.1, 0.5, 0.9])
    return Spread(
        key=key,
        mean=float(known.mean()),
        deviation=float(known.std()),
        p10=float(p10),
        p50=float(p50),
        p90=float(p90),
        below_zero=float(np.mean(known < 0)),
        known=known.size / values.size,
        error_50=_quantile_error(known, 0.5),
        error_90=_quantile_error(known, 0.9),
    )


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
    What the drivers together leave over is interaction, or overlap where inputs are correlated.
    """
    drivers: dict[str, Array] = dict(futures.drawn)
    drivers |= {event: flag.astype(np.float64) for event, flag in futures.happened.items()}
    if len(setup.branches) > 1:
        drivers["second_life"] = futures.branch.astype(np.float64)
    variance = float(npv.var())
    found = []
    for name, values in drivers.items():
        share = _correlation_ratio(values, npv) if variance else 0.0
        low, high = np.quantile(values, [0.1, 0.9])
        found.append(Contribution(name, share, _mean(npv[values <= low]), _mean(npv[values >= high])))
    found.sort(key=lambda each: -each.share)
    return tuple(found), 1.0 - sum(each.share for each in found)


BINS = 20


def _correlation_ratio(values: Array, outcome: Array) -> float:
    """Var(E[outcome | bin]) / Var(outcome) over bins of equal size (or the distinct values), less what chance alone gives."""
    distinct = np.unique(values)
    if distinct.size <= BINS:
        place = np.searchsorted(distinct, values)
        bins = distinct.size
    else:
        bins = min(BINS, max(2, values.size // 10))
        place = np.empty(values.size, dtype=np.int64)
        place[np.argsort(values, kind="stable")] = np.arange(values.size) * bins // values.size
    counts = np.bincount(place, minlength=bins)
    sums = np.bincount(place, weights=outcome, minlength=bins)
    means = sums / np.maximum(counts, 1)
    between = float(np.sum(counts * (means - outcome.mean()) ** 2))
    total = float(np.sum((outcome - outcome.mean()) ** 2))
    within = total - between
    freedom = max(1, values.size - bins)
    return max(0.0, (between - (bins - 1) * within / freedom) / total)


def _frame_risks(
    result: CaseResult, scenarios: Scenarios, futures: Futures, found: Mapping[str, Array]
) -> tuple[FrameRisk, ...]:
    """The chance that each frame on a result or a varied input fails."""
    metric = {
        "max_resident_cost_share": "resident_cost_share",
        "min_municipality_npv": "municipality_npv",
        "max_viability_gap": "viability_gap",
        "min_dscr": "dscr_min",
        "max_investment": "investment",
    }
    inputs = {"max_price_per_week": "price_per_bed_week", "min_brp_share": "brp_share", "min_m2_per_bed": "m2_per_bed"}
    risks = []
    for key, limit in result.case.frames.items():
        values = found.get(metric.get(key, ""))
        if values is None and key in inputs:
            values = futures.inputs.get(inputs[key], np.array([_base_or_nan(scenarios, inputs[key])]))
        if values is None or isinstance(limit, str):
            continue
        fails = values > limit if FRAMES[key].is_maximum else values < limit
        risks.append(
            FrameRisk(key, float(np.mean(fails[~np.isnan(values)])) if np.any(~np.isnan(values)) else math.nan)
        )
    return tuple(risks)


def _base_or_nan(scenarios: Scenarios, key: str) -> float:
    try:
        return scenarios.base(key)
    except KeyError:
        return math.nan


def _histogram(values: Array, bins: int = 40) -> tuple[tuple[float, float, int], ...]:
    known = values[~np.isnan(values)]
    if not known.size or known.min() == known.max():
        return ()
    counts, edges = np.histogram(known, bins=bins)
    return tuple(
        (float(low), float(high), int(count)) for low, high, count in zip(edges, edges[1:], counts, strict=False)
    )


RELOCATE = "relocate"


def default_branches(scenarios: Scenarios) -> tuple[Branch, ...]:
    """Five futures at the end of the first term; the probabilities are working assumptions, the figures those of the case."""
    relocation: dict[str, float | str] = {"end_of_term": RELOCATE, "residual_share": 0.1}
    return (
        Branch("stay", 0.4, {"end_of_term": "stay", "residual_method": "share_of_investment"}),
        Branch("relocate_once", 0.25, {**relocation, "relocation_times": 1.0}),
        Branch("relocate_twice", 0.1, {**relocation, "relocation_times": 2.0}),
        Branch("dismantle", 0.15, {"end_of_term": "dismantle"}),
        Branch(
            "ordinary_homes",
            0.1,
            {"end_of_term": "stay", "residual_method": "share_of_investment", "residual_share": 0.6},
        ),
    )


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
            key: np.full(
                int(leaves.sum()),
                parameters()[key].code(value) if isinstance(value, str) else within_bounds(key, value),
            )
            for key, value in settings.items()
        }
        return scenarios.run({**some, **forced}, ("npv",))["npv"]

    without = npv_with({"end_of_term": "dismantle"})
    best = np.maximum.reduce([without, *(npv_with(branch.settings) for branch in relocating)])
    return float(np.sum(best - without) / futures.branch.size)


def compare_runs(first: RiskResult, second: RiskResult, keys: Sequence[str] = ("npv",)) -> dict[str, float]:
    """How P50 moved from one run to another, per result."""
    return {key: second.spreads[key].p50 - first.spreads[key].p50 for key in keys}
