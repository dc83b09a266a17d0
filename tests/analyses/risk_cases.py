"""Cases and set-ups of which the risk is known."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from scipy import stats

from model.analyses.risk import Distribution, RiskResult, Setup, default_setup, run_risk
from model.case import read_case
from model.case.example import example_case
from model.engine.results import CaseResult
from model.engine.run import run_case


@cache
def example() -> CaseResult:
    return run_case(example_case("GM1783"))


def own_case() -> CaseResult:
    """An own option whose npv is the subsidy at the start less 1,000,000."""
    data: dict[str, Any] = {
        "schema_version": 1,
        "name": "linear",
        "municipality": "GM1783",
        "beds": 1,
        "start_date": "2027-01-01",
        "horizon_years": 3,
        "options": [
            {
                "id": "o",
                "type": "own",
                "inputs": {"subsidy_at_start": 1_000_000, "municipal_contribution": 500_000},
                "own_lines": [{"label": "Bouw", "kind": "investment", "amount": 1_500_000}],
            }
        ],
    }
    return run_case(read_case(data))


def setup(**distributions: Distribution) -> Setup:
    return Setup(distributions, draws=20_000, seed=7)


NORMAL = Distribution("normal", 900_000, 1_000_000, 1_100_000)
"""10% and 90% points at +-100,000: standard deviation 100,000 / 1.2815516 = 78,030.4."""
DEVIATION = 100_000 / stats.norm.ppf(0.9)

EVENLY = (np.arange(60_000) + 0.5) / 60_000
"""Uniform numbers that leave nothing to chance."""


@cache
def risk_of(option: str) -> RiskResult:
    return run_risk(example(), option, default_setup(example(), option, draws=1_000))
