"""What is wrong with a set-up: unknown inputs, impossible distributions, probabilities and correlations."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator

from model.analyses.risk.setup import Setup, names_of
from model.case import EVENT_LAWS
from model.case.uncertainty.correlations import conflicts
from model.case.uncertainty.distributions import Distribution
from model.case.uncertainty.events import CHANGES, Event
from model.case.uncertainty.overlay import HIGHEST_CERTAINTY, LOWEST_CERTAINTY, METHODS, MOST_DRAWS
from model.engine.inputs import parameter_of
from model.engine.scenarios import Scenarios
from model.options.mix import make_one
from model.problems import Problem, problem


def check_setup(setup: Setup, scenarios: Scenarios) -> tuple[Problem, ...]:
    """Everything wrong with a set-up: unknown inputs, impossible distributions, probabilities and correlations."""
    known = set(scenarios.inputs())
    problems = (
        *_wrong_distributions(setup, known),
        *_wrong_settings(setup),
        *(wrong for event in setup.events for wrong in _wrong_event(event, known)),
        *_wrong_branches(setup, scenarios),
        *_unknown_correlations(setup),
    )
    return problems or conflicts(setup.distributions, setup.correlations)


def _wrong_distributions(setup: Setup, known: Collection[str]) -> Iterator[Problem]:
    """Of inputs the option does not have, that are none, or outside what an input may be."""
    for name, distribution in setup.distributions.items():
        if name not in known:
            yield problem("not_a_choice", name, value=name, allowed=", ".join(sorted(known)))
        wrong = distribution.problems(name)
        yield from wrong
        if name in known and not wrong:
            yield from _outside_bounds(name, distribution)


def _outside_bounds(name: str, distribution: Distribution) -> list[Problem]:
    """A problem when a distribution asks for values that an input may not have."""
    parameter = parameter_of(name)
    if not distribution.outside(parameter.lowest, parameter.highest):
        return []
    value = distribution.asked_outside(parameter.lowest)
    return [problem("out_of_bounds", name, value=value, lowest=parameter.lowest, highest=parameter.highest)]


def _wrong_settings(setup: Setup) -> Iterator[Problem]:
    """Draws, seed, certainty and method."""
    if not 1 <= setup.draws <= MOST_DRAWS:
        yield problem("out_of_bounds", "draws", value=setup.draws, lowest=1, highest=MOST_DRAWS)
    if setup.seed < 0:
        yield problem("out_of_bounds", "seed", value=setup.seed, lowest=0, highest=2**63 - 1)
    if not LOWEST_CERTAINTY <= setup.certainty < 1:
        bounds = {"lowest": LOWEST_CERTAINTY, "highest": HIGHEST_CERTAINTY}
        yield problem("out_of_bounds", "certainty", value=setup.certainty, **bounds)
    if setup.method not in METHODS:
        yield problem("not_a_choice", "method", value=setup.method, allowed=", ".join(METHODS))


def _wrong_event(event: Event, known: Collection[str]) -> Iterator[Problem]:
    """Its probability, its effects, its law, and whether there is anything that it moves."""
    if not 0 <= event.probability <= 1:
        yield problem("out_of_bounds", event.key, value=event.probability, lowest=0, highest=1)
    for effect in event.effects:
        if effect.change not in CHANGES:
            yield problem("not_a_choice", event.key, value=effect.change, allowed=", ".join(CHANGES))
        if not math.isfinite(effect.amount):
            yield problem("not_finite", event.key, value=effect.amount)
    if event.law not in {"", *EVENT_LAWS}:
        yield problem("not_a_choice", f"{event.key}.law", value=event.law, allowed=", ".join(EVENT_LAWS))
    changes_law = bool(event.law) and not event.effects
    if not changes_law and not any(names_of(known, effect.input) for effect in event.effects):
        named = ", ".join(effect.input for effect in event.effects)
        yield problem("not_a_choice", event.key, value=named, allowed=", ".join(sorted(known)))


def _wrong_branches(setup: Setup, scenarios: Scenarios) -> Iterator[Problem]:
    """Second lives whose probabilities are not one together, or that set what the option does not have."""
    if not setup.branches:
        return
    chances = [branch.probability for branch in setup.branches]
    if not make_one(chances) or min(chances) < 0:
        yield problem("bad_probabilities", "branches", value=math.fsum(chances))
    inputs = {key for resolved in scenarios.resolved for key in resolved.provenance}
    for key in dict.fromkeys(key for branch in setup.branches for key in branch.settings):
        if key not in inputs:
            yield problem("not_a_choice", "branches", value=key, allowed=", ".join(sorted(inputs)))


def _unknown_correlations(setup: Setup) -> Iterator[Problem]:
    """Correlations of inputs that do not vary."""
    for name in (name for pair in setup.correlations for name in pair):
        if name not in setup.distributions:
            allowed = ", ".join(setup.distributions)
            yield problem("not_a_choice", "correlations", value=name, allowed=allowed)
