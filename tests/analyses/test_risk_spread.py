"""Risk: known means and variances, and what part of the spread each input explains."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from model.analyses.risk import Distribution, run_risk, uniform_draws
from model.analyses.risk.drivers import contribution
from tests.analyses.risk_cases import DEVIATION, EVENLY, NORMAL, own_case, setup


def test_a_line_linear_in_a_normal_input_has_its_mean_and_variance() -> None:
    npv = run_risk(own_case(), "o", setup(subsidy_at_start=NORMAL)).spreads["npv"]
    assert npv.mean == pytest.approx(0, abs=DEVIATION * 0.001)
    assert npv.deviation == pytest.approx(DEVIATION, rel=0.001)
    assert npv.p10 == pytest.approx(-100_000, rel=0.002)
    assert npv.p90 == pytest.approx(100_000, rel=0.002)


def test_the_variance_of_a_sum_of_two_independent_inputs_is_split_by_their_variances() -> None:
    """Deviations in the ratio 2 : 1, so variances 4 : 1: shares of 80% and 20%, nothing unexplained."""
    half = Distribution("normal", 450_000, 500_000, 550_000)
    risk = run_risk(own_case(), "o", setup(subsidy_at_start=NORMAL, municipal_contribution=half))
    shares = {part.key: part.share for part in risk.contributions}
    assert shares["subsidy_at_start"] == pytest.approx(0.8, abs=0.02)
    assert shares["municipal_contribution"] == pytest.approx(0.2, abs=0.02)
    assert risk.unexplained == pytest.approx(0, abs=0.03)
    assert risk.spreads["npv"].deviation == pytest.approx(DEVIATION * math.sqrt(1.25), rel=0.01)


def test_correlated_inputs_spread_wider_together() -> None:
    """Var = s1^2 + s2^2 + 2 r s1 s2 with s2 = s1 / 2; a rank correlation of 0.6 is r = 2 sin(0.1 pi) of normals."""
    half = Distribution("normal", 450_000, 500_000, 550_000)
    together = replace(
        setup(subsidy_at_start=NORMAL, municipal_contribution=half),
        correlations={("subsidy_at_start", "municipal_contribution"): 0.6},
    )
    deviation = run_risk(own_case(), "o", together).spreads["npv"].deviation
    assert deviation == pytest.approx(DEVIATION * math.sqrt(1.25 + 2 * math.sin(0.1 * math.pi)), rel=0.005)


@pytest.mark.parametrize("kind", ["normal", "lognormal", "triangular", "uniform"])
def test_an_input_that_alone_makes_the_spread_explains_all_of_it(kind: str) -> None:
    """The outcome is linear in it: 100%, whatever its distribution."""
    drawn = Distribution(kind, 900_000, 1_000_000, 1_100_000).draw(EVENLY)
    assert contribution("x", drawn, 3 * drawn - 5_000).share == pytest.approx(1, abs=1e-9)


def test_the_whole_spread_of_one_linear_input_is_explained_in_a_run() -> None:
    risk = run_risk(own_case(), "o", setup(subsidy_at_start=NORMAL))
    assert risk.unexplained == pytest.approx(0, abs=1e-9)


def test_of_a_curved_effect_nearly_all_is_explained() -> None:
    """The square of a uniform number: within a bin of width 1/20 a line misses at most (1/20)^2 / 8 of it."""
    assert contribution("x", EVENLY, EVENLY**2).share == pytest.approx(1, abs=1e-5)


def test_what_only_two_inputs_together_do_is_explained_by_neither() -> None:
    """X times y, both normal around 0: the mean is 0 whatever x is. Noise of 40 fitted numbers in 60,000 is left."""
    random = np.random.default_rng(3)
    x, y = random.standard_normal((2, 60_000))
    assert contribution("x", x, x * y).share == pytest.approx(0, abs=0.005)


def test_first_order_shares_are_those_of_a_known_function() -> None:
    """Npv = s + m with s uniform over 600,000 and m triangular: Var = w^2 / 12 and (a^2+b^2+c^2-ab-ac-bc) / 18."""
    wide = Distribution("uniform", 700_000, 1_000_000, 1_300_000)
    skew = Distribution("triangular", 100_000, 200_000, 700_000)
    risk = run_risk(own_case(), "o", setup(subsidy_at_start=wide, municipal_contribution=skew))
    first = 600_000**2 / 12
    a, b, c = 1e5, 7e5, 2e5
    second = (a * a + b * b + c * c - a * b - a * c - b * c) / 18
    shares = {part.key: part.share for part in risk.contributions}
    assert shares["subsidy_at_start"] == pytest.approx(first / (first + second), abs=0.015)
    assert shares["municipal_contribution"] == pytest.approx(second / (first + second), abs=0.015)


def test_shares_of_an_interaction_are_first_order_only() -> None:
    """Y = u v with u, v uniform on (0, 1): Var = 7/144, each alone explains 1/48 = 3/7 of it, together 6/7."""
    from model.analyses.risk.drivers import contribution

    points = uniform_draws(20_000, ["u", "v"], 11, "latin_hypercube")
    shares = [
        contribution(name, points[:, column], points[:, 0] * points[:, 1]).share for column, name in enumerate("uv")
    ]
    assert shares == pytest.approx([3 / 7, 3 / 7], abs=0.01)
