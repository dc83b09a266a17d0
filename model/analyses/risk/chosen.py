"""The set-up an option has: the standard one with what its case chose laid over it.

Pages, workbook and command line ask here.
"""

from __future__ import annotations

from dataclasses import replace

from model.analyses.risk.setup import Setup, names_of
from model.analyses.risk.standard import default_setup
from model.case.uncertainty.distributions import Distribution
from model.case.uncertainty.events import Branch, Event
from model.case.uncertainty.overlay import Overlay
from model.engine.results import CaseResult
from model.engine.scenarios import Scenarios, scenarios_of


def setup_for(result: CaseResult, option_id: str, *, standard: Setup | None = None) -> Setup:
    """The set-up of an option's risk run as its case has it.

    `standard` is the option's standard set-up, when it is at hand.

    What was chosen for an input that the option does not have any more, such as a removed own line, is left aside:
    `without_input` names it, and it counts again when the input is back.
    """
    standard = standard or default_setup(result, option_id)
    return within_reach(with_choices(result.options[option_id].option.risk, standard), scenarios_of(result, option_id))


def with_draws(setup: Setup, draws: int | None) -> Setup:
    """A set-up with another number of draws, if one is given."""
    return setup if draws is None else replace(setup, draws=draws)


def with_choices(overlay: Overlay, standard: Setup) -> Setup:
    """A set-up with choices laid over it."""
    distributions: dict[str, Distribution] = dict(standard.distributions)
    for name, chosen in overlay.distributions.items():
        if chosen is None:
            distributions.pop(name, None)
        else:
            distributions[name] = chosen
    correlations = overlay.correlations
    if correlations is None:
        correlations = {
            pair: value for pair, value in standard.correlations.items() if all(name in distributions for name in pair)
        }
    return Setup(
        distributions=distributions,
        correlations=correlations,
        events=standard.events if overlay.events is None else overlay.events,
        branches=standard.branches if overlay.branches is None else overlay.branches,
        draws=standard.draws if overlay.draws is None else overlay.draws,
        seed=standard.seed if overlay.seed is None else overlay.seed,
        method=overlay.method or standard.method,
        certainty=standard.certainty if overlay.certainty is None else overlay.certainty,
    )


def within_reach(setup: Setup, scenarios: Scenarios) -> Setup:
    """A set-up without what the option does not have: inputs, correlations between them, and events that move none."""
    known = set(scenarios.inputs())
    distributions = {name: distribution for name, distribution in setup.distributions.items() if name in known}
    return replace(
        setup,
        distributions=distributions,
        correlations={pair: value for pair, value in setup.correlations.items() if distributions.keys() >= set(pair)},
        events=tuple(
            event
            for event in setup.events
            if (event.law and not event.effects) or any(names_of(known, effect.input) for effect in event.effects)
        ),
    )


def without_input(overlay: Overlay, scenarios: Scenarios) -> tuple[str, ...]:
    """Inputs for which something was chosen that the option does not have now."""
    known = set(scenarios.inputs())
    return tuple(name for name, chosen in overlay.distributions.items() if chosen is not None and name not in known)


def with_distribution(overlay: Overlay, standard: Setup, name: str, chosen: Distribution | None) -> Overlay:
    """Choices in which an input is drawn so, or not at all; what is standard is not kept."""
    kept = {other: distribution for other, distribution in overlay.distributions.items() if other != name}
    if chosen != standard.distributions.get(name):
        kept[name] = chosen
    return replace(overlay, distributions=kept)


def with_correlation(overlay: Overlay, standard: Setup, pair: tuple[str, str], value: float) -> Overlay:
    """Choices in which two inputs are correlated so; 0 leaves them independent."""
    pairs = dict(standard.correlations if overlay.correlations is None else overlay.correlations)
    if value == 0:
        pairs.pop(pair, None)
    else:
        pairs[pair] = value
    return replace(overlay, correlations=None if pairs == dict(standard.correlations) else pairs)


def with_event(overlay: Overlay, standard: Setup, chosen: Event) -> Overlay:
    """Choices in which the event of this key is so."""
    events = tuple(
        chosen if event.key == chosen.key else event
        for event in (standard.events if overlay.events is None else overlay.events)
    )
    return replace(overlay, events=None if events == standard.events else events)


def with_branches(overlay: Overlay, standard: Setup, chosen: tuple[Branch, ...]) -> Overlay:
    """Choices with this second life; none is the standard."""
    return replace(overlay, branches=None if chosen == standard.branches else chosen)
