"""The standard set-up of a risk run: what varies, which events can happen, which second lives there are."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np

from model.analyses.risk.law import changed_by
from model.analyses.risk.setup import Setup, names_of
from model.analyses.sensitivity import ends_of, scan
from model.case.uncertainty.distributions import Distribution
from model.case.uncertainty.events import Branch, shipped_branches, shipped_events
from model.case.uncertainty.overlay import DEFAULT_DRAWS, DEFAULT_SEED
from model.engine.results import CaseResult
from model.engine.scenarios import Scenarios, scenarios_of
from model.words.rows import read_rows

LARGEST_INPUTS = 15
"""A default run varies this many inputs: those with the largest effect on the npv."""


@cache
def shipped_correlations() -> Mapping[tuple[str, str], float]:
    """Rank correlations of `risk_correlations.csv`, each a working assumption with its reason there."""
    rows = read_rows(Path(__file__).parent / "risk_correlations.csv")
    return {(row["first"], row["second"]): float(row["correlation"]) for row in rows}


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
        event
        for event in shipped_events()
        if events
        and (
            any(names_of(known, effect.input) for effect in event.effects)
            or (bool(event.law) and bool(changed_by(scenarios, event.law)))
        )
    )
    return Setup(distributions, correlations, possible, (), draws, seed)


def default_branches(scenarios: Scenarios) -> tuple[Branch, ...]:
    """The shipped futures at the end of the first term; costs and lengths that they do not set are those of the case.

    None for an option of own lines, whose end is an own line.
    """
    return shipped_branches() if any("end_of_term" in resolved.provenance for resolved in scenarios.resolved) else ()
