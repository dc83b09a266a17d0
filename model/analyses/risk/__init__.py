"""Risk: how likely an option is to go wrong, what drives that, and how much capital covers it.

Inputs get a distribution from their low, typical and high; draws are a Latin hypercube or Sobol points, correlated
through a Gaussian copula. One-off events and the second life of the building are drawn in the same futures. A seed
makes a run exactly repeatable.
"""

from model.analyses.risk.checks import check_setup
from model.analyses.risk.chosen import (
    setup_for,
    with_branches,
    with_choices,
    with_correlation,
    with_distribution,
    with_draws,
    with_event,
    within_reach,
    without_input,
)
from model.analyses.risk.correlations import correlation_matrix
from model.analyses.risk.draws import SECOND_LIFE, Futures, draw_futures, uniform_draws
from model.analyses.risk.drivers import Contribution
from model.analyses.risk.frames import FrameRisk
from model.analyses.risk.law import Proposed, changed_by, has_already
from model.analyses.risk.run import RiskResult, run_risk, spread_of_npv
from model.analyses.risk.setup import Setup
from model.analyses.risk.setup_file import read_setup
from model.analyses.risk.spread import Spread
from model.analyses.risk.standard import default_branches, default_setup
from model.case.uncertainty.distributions import KINDS, Distribution
from model.case.uncertainty.events import Branch, Effect, Event
from model.case.uncertainty.overlay import DEFAULT_DRAWS, DEFAULT_SEED, METHODS, MOST_DRAWS, Overlay

__all__ = [
    "DEFAULT_DRAWS",
    "DEFAULT_SEED",
    "KINDS",
    "METHODS",
    "MOST_DRAWS",
    "SECOND_LIFE",
    "Branch",
    "Contribution",
    "Distribution",
    "Effect",
    "Event",
    "FrameRisk",
    "Futures",
    "Overlay",
    "Proposed",
    "changed_by",
    "has_already",
    "RiskResult",
    "Setup",
    "Spread",
    "check_setup",
    "correlation_matrix",
    "default_branches",
    "default_setup",
    "draw_futures",
    "read_setup",
    "run_risk",
    "setup_for",
    "spread_of_npv",
    "uniform_draws",
    "with_branches",
    "with_choices",
    "with_correlation",
    "with_distribution",
    "with_draws",
    "with_event",
    "within_reach",
    "without_input",
]
