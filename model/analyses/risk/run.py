"""A risk run: draw the futures of an option, evaluate them, and sum them up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from model.analyses.evidence import Evidence, evidence
from model.analyses.risk.chosen import setup_for
from model.analyses.risk.draws import draw_futures
from model.analyses.risk.drivers import Contribution, contributions
from model.analyses.risk.frames import FrameRisk, frame_risks
from model.analyses.risk.law import under_every_law
from model.analyses.risk.second_life import value_of_relocating
from model.analyses.risk.setup import Setup
from model.analyses.risk.spread import Spread, histogram, mean_of, quantile, spread
from model.case.uncertainty.distributions import Array
from model.engine.results import CaseResult
from model.engine.scenarios import Progress
from model.words.quantities import results as result_keys

ENOUGH = 0.02
"""Draws suffice when the standard errors of P50 and P90 of the npv are below this share of the P10-P90 range."""


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


def spread_of_npv(result: CaseResult, option_id: str, setup: Setup) -> tuple[Spread, float]:
    """The spread of the npv and the capital that covers it, of the same futures as `run_risk` and nothing else."""
    laws = under_every_law(result, option_id)
    futures = draw_futures(setup, laws.usual)
    npv = laws.run(futures.inputs, futures.laws, ("npv",))["npv"]
    return spread("npv", npv), _capital(npv, setup)


def _capital(npv: Array, setup: Setup) -> float:
    """What covers a shortfall of npv with the certainty asked for."""
    return max(0.0, -quantile(npv, 1 - setup.certainty))


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
    laws = under_every_law(result, option_id)
    support = support or evidence(result, option_id)
    setup = setup or setup_for(result, option_id)
    futures = draw_futures(setup, laws.usual)
    results = laws.run(futures.inputs, futures.laws, result_keys(), progress)
    npv = results["npv"]
    drivers, unexplained = contributions(setup, futures, npv)
    spreads = {key: spread(key, results[key]) for key in result_keys()}
    main = spreads["npv"]
    width = main.p90 - main.p10
    return RiskResult(
        option=option_id,
        setup=setup,
        spreads=spreads,
        contributions=drivers,
        unexplained=unexplained,
        frames=frame_risks(result, laws.usual, futures, results),
        capital=_capital(npv, setup),
        evidence_share=support.share,
        enough=width == 0 or max(main.error_50, main.error_90) <= ENOUGH * width,
        histogram=histogram(npv),
        branch_means={
            branch.key: (float(np.mean(futures.branch == number)), mean_of(npv[futures.branch == number]))
            for number, branch in enumerate(setup.branches)
        },
        option_value=value_of_relocating(laws, setup, futures) if setup.branches else None,
    )
