"""Risk: draws that fill every stratum, correlate as asked, and repeat."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import astuple, replace

import numpy as np
import pytest
from scipy import stats

from model.analyses.risk import (
    Distribution,
    Effect,
    Event,
    Setup,
    correlation_matrix,
    default_branches,
    default_setup,
    draw_futures,
    run_risk,
    uniform_draws,
)
from model.engine.scenarios import scenarios_of
from model.problems import BadInput
from tests.analyses.risk_cases import example


def test_the_same_seed_gives_the_same_run_and_another_seed_another() -> None:
    first, again = (run_risk(example(), "d", default_setup(example(), "d", draws=500, seed=3)) for _ in range(2))
    other = run_risk(example(), "d", default_setup(example(), "d", draws=500, seed=4))
    assert first == again
    assert first.spreads["npv"] != other.spreads["npv"]


@pytest.mark.parametrize("method", ["latin_hypercube", "sobol"])
def test_draws_fill_every_stratum_of_every_dimension(method: str) -> None:
    """A Latin hypercube has one point in each of n slices; 2^k scrambled Sobol points too."""
    points = uniform_draws(256, ["a", "b", "c"], 5, method)
    for column in points.T:
        assert sorted(np.floor(column * 256).astype(int).tolist()) == list(range(256))


def test_correlations_that_contradict_each_other_are_named() -> None:
    """If a goes with b and b with c, a cannot go against c."""
    names = ("occupancy", "price_per_bed_week", "energy_cost", "cleaning_cost")
    pairs = {
        (names[0], names[1]): 0.9,
        (names[1], names[2]): 0.9,
        (names[0], names[2]): -0.9,
        (names[0], names[3]): 0.2,
    }
    wrong = Setup({name: Distribution("uniform", 0.5, 0.6, 0.7) for name in names}, correlations=pairs)
    assert np.linalg.eigvalsh(correlation_matrix(wrong))[0] < 0
    with pytest.raises(BadInput) as refused:
        draw_futures(wrong, scenarios_of(example(), "a"))
    sentence = refused.value.texts("en")[0]
    assert "energy_cost" in sentence and "cleaning_cost" not in sentence


@pytest.mark.parametrize("method", ["latin_hypercube", "sobol"])
def test_inputs_events_and_second_life_are_independent(method: str) -> None:
    """The points of an event may not follow those of an input: every pair of columns is uncorrelated."""
    names = ["occupancy", "price_per_bed_week", "energy_cost", "second_life", "delay", "objection"]
    ranks = stats.spearmanr(uniform_draws(4096, names, 3, method)).statistic
    assert np.abs(ranks - np.eye(len(names))).max() < 0.05
    event = Event("x", 0.5, (Effect("energy_cost", "multiply", 1.1),))
    of_half = Setup({"occupancy": Distribution("uniform", 0.5, 0.7, 0.9)}, events=(event,), draws=4096, method=method)
    futures = draw_futures(of_half, scenarios_of(example(), "a"))
    assert abs(np.corrcoef(futures.drawn["occupancy"], futures.happened["x"])[0, 1]) < 0.05


@pytest.mark.parametrize("method", ["latin_hypercube", "sobol"])
def test_the_rank_correlations_asked_for_are_reached(method: str) -> None:
    names = ("occupancy", "price_growth", "residual_share", "soft_cost_share")
    given = {(names[0], names[1]): 0.5, (names[1], names[2]): -0.4}
    asked = Setup(
        {name: Distribution("pert", 0.1, 0.2, 0.5) for name in names}, correlations=given, draws=4096, method=method
    )
    drawn = draw_futures(asked, scenarios_of(example(), "a")).drawn
    reached = stats.spearmanr(np.stack([drawn[name] for name in names], axis=1)).statistic
    assert reached == pytest.approx(correlation_matrix(asked), abs=0.03)


def test_correlating_keeps_the_strata_of_every_input() -> None:
    """Only the order of an input's own points changes, so its own distribution stays exact."""
    alone = Setup({name: Distribution("uniform", 0.0, 0.2, 0.5) for name in ("occupancy", "price_growth")}, draws=500)
    together = replace(alone, correlations={("occupancy", "price_growth"): 0.7})
    before, after = (draw_futures(choices, scenarios_of(example(), "a")).drawn for choices in (alone, together))
    for name in alone.distributions:
        assert np.array_equal(np.sort(before[name]), np.sort(after[name]))


def test_an_input_has_the_same_futures_in_every_option() -> None:
    """So that the options are compared in the same world."""
    price = {"price_per_bed_week": Distribution("pert", 100, 126, 150)}
    more = price | {"occupancy": Distribution("pert", 0.6, 0.8, 0.9)}
    first = draw_futures(Setup(price, draws=100), scenarios_of(example(), "a"))
    two = draw_futures(Setup(dict(reversed(more.items())), draws=100), scenarios_of(example(), "d"))
    assert np.array_equal(first.drawn["price_per_bed_week"], two.drawn["price_per_bed_week"])


@pytest.mark.parametrize("chunk", [64, 333])
def test_a_run_does_not_depend_on_the_size_of_its_chunks(chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    branches = default_branches(scenarios_of(example(), "a"))
    wanted = replace(default_setup(example(), "a", draws=500), branches=branches)
    before = run_risk(example(), "a", wanted)
    monkeypatch.setattr("model.engine.scenarios.CHUNK", chunk)
    after = run_risk(example(), "a", wanted)
    for key, spread in before.spreads.items():
        if "irr" in key:  # a rate found by iteration stops when all of its batch have: the last digits may differ
            assert astuple(after.spreads[key])[1:] == pytest.approx(astuple(spread)[1:], rel=1e-12)
        else:
            assert after.spreads[key] == spread
    assert (after.contributions, after.capital, after.option_value) == (
        before.contributions,
        before.capital,
        before.option_value,
    )


@pytest.mark.thorough
def test_a_run_does_not_depend_on_pythons_hash_seed() -> None:
    program = (
        "from model.engine.run import run_case; from model.case.example import example_case;"
        "from model.analyses.risk import *;"
        "r = run_case(example_case('GM1783')); print(run_risk(r, 'a', default_setup(r, 'a', draws=50)))"
    )
    outcomes = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outcomes) == 1 and "npv" in outcomes.pop()
