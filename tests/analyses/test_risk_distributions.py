"""Risk: distributions have the quantiles, bounds and whole numbers they should."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy import stats

from model.analyses.risk import Distribution, Setup, check_setup, draw_futures, run_risk
from model.engine.scenarios import scenarios_of
from tests.analyses.risk_cases import EVENLY, example, own_case, setup


@pytest.mark.parametrize(
    ("distribution", "reference"),
    [
        (Distribution("triangular", 1, 2, 5), stats.triang(0.25, 1, 4)),
        (Distribution("uniform", 1, 2, 5), stats.uniform(1, 4)),
        (Distribution("pert", 1, 2, 5), stats.beta(2, 4, 1, 4)),
        (Distribution("normal", 1, 3, 5), stats.norm(3, 2 / stats.norm.ppf(0.9))),
        (
            Distribution("lognormal", 1, 2, 5),
            stats.lognorm(math.log(5) / 2 / stats.norm.ppf(0.9), scale=math.sqrt(5)),
        ),
    ],
)
def test_distributions_have_the_quantiles_of_scipy(distribution: Distribution, reference: Any) -> None:
    tail = 10.0 ** np.arange(-12, -3)
    shares = np.concatenate([tail, np.linspace(0.001, 0.999, 997), 1 - tail])
    assert distribution.draw(shares) == pytest.approx(reference.ppf(shares), abs=4e-6)


def shares_of(distribution: Distribution, *bounds: float) -> dict[float, float]:
    values, counts = np.unique(distribution.draw_whole(EVENLY, *bounds), return_counts=True)
    return dict(zip(values.tolist(), (counts / EVENLY.size).tolist(), strict=True))


@pytest.mark.parametrize("kind", ["uniform", "triangular", "pert", "normal"])
def test_whole_numbers_have_the_chance_of_the_half_on_either_side_of_them(kind: str) -> None:
    """From 10 to 14 and most likely 12, each number k has F(k + 1/2) - F(k - 1/2): an end is a number as any other.

    Uniform gives 1/5 each; triangular from 9.5 to 14.5, F = (x - 9.5)^2 / 12.5 up to 12: 0.08, 0.24, 0.36, 0.24, 0.08.
    """
    reference = {
        "uniform": stats.uniform(9.5, 5),
        "triangular": stats.triang(0.5, 9.5, 5),
        "pert": stats.beta(3, 3, 9.5, 5),
        "normal": stats.norm(12, 2 / stats.norm.ppf(0.9)),
    }[kind]
    shares = shares_of(Distribution(kind, 10, 12, 14))
    for number in range(10, 15):
        expected = reference.cdf(number + 0.5) - reference.cdf(number - 0.5)
        assert shares[number] == pytest.approx(expected, abs=2e-4)
    if kind != "normal":
        assert set(shares) == {10, 11, 12, 13, 14}


def test_three_whole_numbers_drawn_uniformly_are_as_likely_as_each_other() -> None:
    assert shares_of(Distribution("uniform", 10, 11, 12)) == pytest.approx({10: 1 / 3, 11: 1 / 3, 12: 1 / 3}, abs=1e-4)


def test_only_whole_numbers_within_a_range_are_drawn() -> None:
    """From 9.6 to 12.2 lie 10, 11 and 12; in 10.3 to 10.4 lies none, and 10 is the nearest."""
    assert shares_of(Distribution("uniform", 9.6, 11, 12.2)) == pytest.approx(
        {10: 1 / 3, 11: 1 / 3, 12: 1 / 3}, abs=1e-4
    )
    assert shares_of(Distribution("uniform", 10.3, 10.35, 10.4)) == {10: 1}


def test_a_normal_cut_off_at_a_bound_counts_the_bound_as_any_other_number() -> None:
    """Mean 0, bounds 0 and 2: mass from -1/2 to 5/2, of which 0 has the part from -1/2 to 1/2."""
    normal = stats.norm(0, 1 / stats.norm.ppf(0.9))
    shares = shares_of(Distribution("normal", -1, 0, 1), 0, 2)
    inside = normal.cdf(2.5) - normal.cdf(-0.5)
    assert shares[0] == pytest.approx((normal.cdf(0.5) - normal.cdf(-0.5)) / inside, abs=1e-4)
    assert set(shares) == {0, 1, 2}


def test_a_run_draws_whole_months_evenly() -> None:
    drawn = replace(setup(construction_months=Distribution("uniform", 10, 11, 12)), draws=9_000)
    months = draw_futures(drawn, scenarios_of(example(), "d")).inputs["construction_months"]
    assert [float(np.mean(months == number)) for number in (10, 11, 12)] == pytest.approx([1 / 3] * 3, abs=1e-3)


def test_a_discrete_input_takes_its_values_with_their_probabilities() -> None:
    discrete = Distribution("discrete", values=(0.0, 1_000_000.0, 2_000_000.0), probabilities=(0.2, 0.5, 0.3))
    npv = run_risk(own_case(), "o", setup(subsidy_at_start=discrete)).spreads["npv"]
    assert npv.mean == pytest.approx(-0.2 * 1e6 + 0.3 * 1e6, rel=0.001)
    assert npv.below_zero == pytest.approx(0.2, abs=0.001)


@pytest.mark.parametrize(
    "distribution",
    [
        Distribution("gamma", 1, 2, 3),
        Distribution("uniform", 3, 2, 1),
        Distribution("pert", 1, 5, 3),
        Distribution("lognormal", 0, 1, 2),
        Distribution("normal", math.nan, 1, 2),
        Distribution("discrete", values=(1.0, 2.0), probabilities=(0.5, 0.6)),
    ],
)
def test_an_impossible_distribution_is_refused_by_the_name_of_its_input(distribution: Distribution) -> None:
    problems = check_setup(Setup({"occupancy": distribution}), scenarios_of(example(), "a"))
    assert problems and all("occupancy" in problem.text("en") for problem in problems)


@pytest.mark.parametrize(
    ("kind", "reference"),
    [
        (
            "normal",
            stats.truncnorm(
                (0 - 0.9) / (0.2 / 2 / stats.norm.ppf(0.9)),
                0.1 / (0.2 / 2 / stats.norm.ppf(0.9)),
                0.9,
                0.2 / 2 / stats.norm.ppf(0.9),
            ),
        ),
    ],
)
def test_a_distribution_without_ends_is_truncated_to_what_is_allowed(kind: str, reference: Any) -> None:
    """Occupancy with 10% and 90% points at 0.8 and 1.0 is cut off at 1, not heaped up there."""
    shares = np.linspace(0.001, 0.999, 997)
    drawn = Distribution(kind, 0.8, 0.9, 1.0).draw(shares, 0.0, 1.0)
    assert drawn == pytest.approx(reference.ppf(shares), abs=1e-9)
    assert np.count_nonzero(drawn == 1.0) == 0


@pytest.mark.parametrize(
    "distribution",
    [
        Distribution("triangular", 0.5, 0.9, 1.2),
        Distribution("normal", 3.0, 4.0, 5.0),
        Distribution("discrete", values=(0.5, 1.5), probabilities=(0.5, 0.5)),
    ],
)
def test_a_distribution_beyond_the_bounds_is_refused_with_the_bounds(distribution: Distribution) -> None:
    problems = check_setup(Setup({"occupancy": distribution}), scenarios_of(example(), "a"))
    assert [
        problem.text("en")
        for problem in problems
        if "occupancy" in problem.text("en") and "Allowed: 0 to 1" in problem.text("en")
    ]
