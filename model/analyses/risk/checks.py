"""What is wrong with a set-up: unknown inputs, impossible distributions, probabilities and correlations."""

from __future__ import annotations

import math

from model.analyses.risk.setup import Setup, names_of
from model.case import IF_PROPOSALS_PASS
from model.case.uncertainty.correlations import conflicts
from model.case.uncertainty.distributions import Distribution
from model.case.uncertainty.events import CHANGES
from model.case.uncertainty.overlay import HIGHEST_CERTAINTY, LOWEST_CERTAINTY, METHODS, MOST_DRAWS
from model.engine.inputs import parameter_of
from model.engine.scenarios import Scenarios
from model.problems import Problem, problem


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
    if not LOWEST_CERTAINTY <= setup.certainty < 1:
        found.append(
            problem(
                "out_of_bounds",
                "certainty",
                value=setup.certainty,
                lowest=LOWEST_CERTAINTY,
                highest=HIGHEST_CERTAINTY,
            )
        )
    if setup.method not in METHODS:
        found.append(problem("not_a_choice", "method", value=setup.method, allowed=", ".join(METHODS)))
    for event in setup.events:
        if not 0 <= event.probability <= 1:
            found.append(problem("out_of_bounds", event.key, value=event.probability, lowest=0, highest=1))
        for effect in event.effects:
            if effect.change not in CHANGES:
                found.append(problem("not_a_choice", event.key, value=effect.change, allowed=", ".join(CHANGES)))
            if not math.isfinite(effect.amount):
                found.append(problem("not_finite", event.key, value=effect.amount))
        if event.law not in {"", IF_PROPOSALS_PASS}:
            found.append(problem("not_a_choice", f"{event.key}.law", value=event.law, allowed=IF_PROPOSALS_PASS))
        changes_law = bool(event.law) and not event.effects
        if not changes_law and not any(names_of(known, effect.input) for effect in event.effects):
            named = ", ".join(effect.input for effect in event.effects)
            found.append(problem("not_a_choice", event.key, value=named, allowed=", ".join(sorted(known))))
    if setup.branches:
        total = math.fsum(branch.probability for branch in setup.branches)
        if abs(total - 1) > 1e-9 or any(branch.probability < 0 for branch in setup.branches):
            found.append(problem("bad_probabilities", "branches", value=total))
        inputs = {key for resolved in scenarios.resolved for key in resolved.provenance}
        for key in dict.fromkeys(key for branch in setup.branches for key in branch.settings):
            if key not in inputs:
                found.append(problem("not_a_choice", "branches", value=key, allowed=", ".join(sorted(inputs))))
    for pair in setup.correlations:
        for name in pair:
            if name not in setup.distributions:
                allowed = ", ".join(setup.distributions)
                found.append(problem("not_a_choice", "correlations", value=name, allowed=allowed))
    return (*found, *(() if found else conflicts(setup.distributions, setup.correlations)))


def _outside_bounds(name: str, distribution: Distribution) -> list[Problem]:
    """A problem when a distribution asks for values that an input may not have."""
    parameter = parameter_of(name)
    if not distribution.outside(parameter.lowest, parameter.highest):
        return []
    value = distribution.asked_outside(parameter.lowest)
    return [problem("out_of_bounds", name, value=value, lowest=parameter.lowest, highest=parameter.highest)]
