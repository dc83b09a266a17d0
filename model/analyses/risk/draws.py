"""The futures of a risk run: points in the unit cube, and what they make of inputs, events and the second life."""

from __future__ import annotations

import math
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.analyses.risk.checks import check_setup
from model.analyses.risk.correlations import correlate, correlation_matrix
from model.analyses.risk.law import bit_of, changed_by
from model.analyses.risk.places import places, setting
from model.analyses.risk.setup import Setup, names_of
from model.case.uncertainty.distributions import Array, Distribution
from model.engine.inputs import parameter_of, split_name
from model.engine.scenarios import Scenarios
from model.problems import BadInput

SECOND_LIFE = "second_life"
SOBOL_BLOCK = 32
"""Sobol dimensions come in blocks, so that one event more leaves the points of all others alone."""


def uniform_draws(count: int, names: Sequence[str], seed: int, method: str) -> Array:
    """Points in the unit cube, `(count, names)`: a Latin hypercube, or scrambled Sobol points.

    In a Latin hypercube every name has a stream of its own, by seed and name: an input has the same futures in every
    option and beside any other inputs and events.
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
    """The draws, per future: every varied input, which events happen, which second life there is, under which law."""

    inputs: Mapping[str, Array]
    drawn: Mapping[str, Array]
    happened: Mapping[str, NDArray[np.bool_]]
    branch: NDArray[np.int64]
    laws: NDArray[np.int64]


def draw_futures(setup: Setup, scenarios: Scenarios) -> Futures:
    """Draw all futures of a set-up. Raises BadInput when it cannot be."""
    problems = check_setup(setup, scenarios)
    if problems:
        raise BadInput(problems)
    names = list(setup.distributions)
    # What cannot happen, or changes nothing when it does, takes no draws, so that it changes nothing.
    brings = {event.key: bool(event.law) and bool(changed_by(scenarios, event.law)) for event in setup.events}
    possible = [event for event in setup.events if event.probability > 0 and (event.effects or brings[event.key])]
    columns = [*names, SECOND_LIFE, *(event.key for event in possible)]
    uniform = uniform_draws(setup.draws, columns, setup.seed, setup.method)
    correlated = correlate(uniform[:, : len(names)], correlation_matrix(setup))
    drawn = {name: _drawn(name, setup.distributions[name], correlated[:, column]) for column, name in enumerate(names)}
    inputs = dict(drawn)
    happened = {event.key: np.zeros(setup.draws, dtype=np.bool_) for event in setup.events}
    happened |= {
        event.key: uniform[:, len(names) + 1 + number] < event.probability for number, event in enumerate(possible)
    }
    known = scenarios.inputs()
    for event in possible:
        for effect in event.effects:
            for name in names_of(known, effect.input):
                before = inputs.get(name, np.full(setup.draws, scenarios.base(name)))
                after = np.where(happened[event.key], effect.apply(before), before)
                inputs[name] = _sensible(scenarios, inputs, name, _allowed(name, after))
    branch = np.zeros(setup.draws, dtype=np.int64)
    if setup.branches:
        edges = np.cumsum([branch.probability for branch in setup.branches])[:-1]
        branch = np.searchsorted(edges, uniform[:, len(names)], side="right")
    inputs |= _branch_inputs(setup, scenarios, inputs, branch)
    laws = np.zeros(setup.draws, dtype=np.int64)
    for event in possible:
        if brings[event.key]:
            laws[happened[event.key]] |= bit_of(event.law)
    return Futures(inputs, drawn, happened, branch, laws)


def _drawn(name: str, distribution: Distribution, uniform: Array) -> Array:
    parameter = parameter_of(name)
    draw = distribution.draw_whole if parameter.kind == "integer" else distribution.draw
    return _allowed(name, draw(uniform, parameter.lowest, parameter.highest))


def _allowed(name: str, values: Array) -> Array:
    """Drawn values within what is allowed, whole where they must be."""
    parameter = parameter_of(name)
    values = np.clip(values, parameter.lowest, parameter.highest)
    return np.rint(values) if parameter.kind == "integer" else values


def _sensible(scenarios: Scenarios, inputs: Mapping[str, Array], name: str, values: Array) -> Array:
    """Construction that ends before the term does."""
    is_construction = split_name(name)[1] == "construction_months"
    return scenarios.without_conflict(name, values, inputs) if is_construction else values


def _branch_inputs(
    setup: Setup, scenarios: Scenarios, inputs: Mapping[str, Array], branch: NDArray[np.int64]
) -> dict[str, Array]:
    """The inputs that the second life sets, per future."""
    changed: dict[str, Array] = {}
    for number, second_life in enumerate(setup.branches):
        for key, value in second_life.settings.items():
            for name, present in places(scenarios, key):
                before = changed.get(name, inputs.get(name, inputs.get(key, np.full(setup.draws, present))))
                changed[name] = np.where(branch == number, setting(key, value), before)
    return changed
