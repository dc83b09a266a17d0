"""Risk: known means and variances, trees by hand, runs that repeat, and a paragraph that equals its table."""

from __future__ import annotations

import math
import os
import re
import subprocess
import sys
from dataclasses import astuple, replace
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from model.analyses.risk import (
    Branch,
    Distribution,
    Effect,
    Event,
    RiskResult,
    Setup,
    check_setup,
    correlation_matrix,
    default_branches,
    default_setup,
    draw_futures,
    run_risk,
    uniform_draws,
)
from model.analyses.risk.drivers import contribution
from model.case import Component, Option, read_case
from model.case.example import example_case
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.engine.scenarios import Stopped, scenarios_of
from model.outcomes.frames import check_frames
from model.parameters.table import LawValue, law
from model.problems import BadInput
from model.readings.risk import risk_paragraph, size_of
from model.words.rounding import round_half_up


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


def test_a_line_linear_in_a_normal_input_has_its_mean_and_variance() -> None:
    npv = run_risk(own_case(), "o", setup(subsidy_at_start=NORMAL)).spreads["npv"]
    assert npv.mean == pytest.approx(0, abs=DEVIATION * 0.001)
    assert npv.deviation == pytest.approx(DEVIATION, rel=0.001)
    assert npv.p10 == pytest.approx(-100_000, rel=0.002)
    assert npv.p90 == pytest.approx(100_000, rel=0.002)


def test_the_variance_of_a_sum_of_two_independent_inputs_is_split_by_their_variances() -> None:
    """Deviations in the ratio 2 : 1, so variances 4 : 1: shares of 80% and 20%, nothing unexplained."""
    half = Distribution("normal", 450_000, 500_000, 550_000)
    found = run_risk(own_case(), "o", setup(subsidy_at_start=NORMAL, municipal_contribution=half))
    shares = {each.key: each.share for each in found.contributions}
    assert shares["subsidy_at_start"] == pytest.approx(0.8, abs=0.02)
    assert shares["municipal_contribution"] == pytest.approx(0.2, abs=0.02)
    assert found.unexplained == pytest.approx(0, abs=0.03)
    assert found.spreads["npv"].deviation == pytest.approx(DEVIATION * math.sqrt(1.25), rel=0.01)


def test_correlated_inputs_spread_wider_together() -> None:
    """Var = s1^2 + s2^2 + 2 r s1 s2 with s2 = s1 / 2; a rank correlation of 0.6 is r = 2 sin(0.1 pi) of normals."""
    half = Distribution("normal", 450_000, 500_000, 550_000)
    together = replace(
        setup(subsidy_at_start=NORMAL, municipal_contribution=half),
        correlations={("subsidy_at_start", "municipal_contribution"): 0.6},
    )
    deviation = run_risk(own_case(), "o", together).spreads["npv"].deviation
    assert deviation == pytest.approx(DEVIATION * math.sqrt(1.25 + 2 * math.sin(0.1 * math.pi)), rel=0.005)


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


EVENLY = (np.arange(60_000) + 0.5) / 60_000
"""Uniform numbers that leave nothing to chance."""


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
    found = shares_of(Distribution(kind, 10, 12, 14))
    for number in range(10, 15):
        expected = reference.cdf(number + 0.5) - reference.cdf(number - 0.5)
        assert found[number] == pytest.approx(expected, abs=2e-4)
    if kind != "normal":
        assert set(found) == {10, 11, 12, 13, 14}


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
    found = shares_of(Distribution("normal", -1, 0, 1), 0, 2)
    inside = normal.cdf(2.5) - normal.cdf(-0.5)
    assert found[0] == pytest.approx((normal.cdf(0.5) - normal.cdf(-0.5)) / inside, abs=1e-4)
    assert set(found) == {0, 1, 2}


def test_a_run_draws_whole_months_evenly() -> None:
    drawn = replace(setup(construction_months=Distribution("uniform", 10, 11, 12)), draws=9_000)
    months = draw_futures(drawn, scenarios_of(example(), "d")).inputs["construction_months"]
    assert [float(np.mean(months == each)) for each in (10, 11, 12)] == pytest.approx([1 / 3] * 3, abs=1e-3)


@pytest.mark.parametrize("kind", ["normal", "lognormal", "triangular", "uniform"])
def test_an_input_that_alone_makes_the_spread_explains_all_of_it(kind: str) -> None:
    """The outcome is linear in it: 100%, whatever its distribution."""
    drawn = Distribution(kind, 900_000, 1_000_000, 1_100_000).draw(EVENLY)
    assert contribution("x", drawn, 3 * drawn - 5_000).share == pytest.approx(1, abs=1e-9)


def test_the_whole_spread_of_one_linear_input_is_explained_in_a_run() -> None:
    found = run_risk(own_case(), "o", setup(subsidy_at_start=NORMAL))
    assert found.unexplained == pytest.approx(0, abs=1e-9)


def test_of_a_curved_effect_nearly_all_is_explained() -> None:
    """The square of a uniform number: within a bin of width 1/20 a line misses at most (1/20)^2 / 8 of it."""
    assert contribution("x", EVENLY, EVENLY**2).share == pytest.approx(1, abs=1e-5)


def test_what_only_two_inputs_together_do_is_explained_by_neither() -> None:
    """X times y, both normal around 0: the mean is 0 whatever x is. Noise of 40 fitted numbers in 60,000 is left."""
    random = np.random.default_rng(3)
    x, y = random.standard_normal((2, 60_000))
    assert contribution("x", x, x * y).share == pytest.approx(0, abs=0.005)


def test_a_discrete_input_takes_its_values_with_their_probabilities() -> None:
    discrete = Distribution("discrete", values=(0.0, 1_000_000.0, 2_000_000.0), probabilities=(0.2, 0.5, 0.3))
    npv = run_risk(own_case(), "o", setup(subsidy_at_start=discrete)).spreads["npv"]
    assert npv.mean == pytest.approx(-0.2 * 1e6 + 0.3 * 1e6, rel=0.001)
    assert npv.below_zero == pytest.approx(0.2, abs=0.001)


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


@given(low=st.floats(0.5, 0.8), width=st.floats(0.01, 0.2), kind=st.sampled_from(["triangular", "pert", "uniform"]))
@settings(max_examples=10, deadline=None)
def test_percentiles_are_in_order_and_draws_within_the_range(low: float, width: float, kind: str) -> None:
    distribution = Distribution(kind, low, low + width / 2, low + width)
    found = Setup({"occupancy": distribution}, draws=300, seed=1)
    npv = run_risk(example(), "d", found).spreads["npv"]
    assert npv.p10 <= npv.p50 <= npv.p90
    drawn = draw_futures(found, scenarios_of(example(), "d")).inputs["occupancy"]
    assert low - 1e-9 <= drawn.min() and drawn.max() <= low + width + 1e-9


def test_a_certain_event_equals_editing_the_input() -> None:
    """Built in 9 months and 85% full; the event adds six months and takes a tenth of the occupancy."""
    usual = example().case.with_input("a", "construction_months", 9.0).with_input("a", "occupancy", 0.85)
    event = Event("delay", 1.0, (Effect("construction_months", "add", 6.0), Effect("occupancy", "multiply", 0.9)))
    npv = run_risk(run_case(usual), "a", Setup({}, events=(event,), draws=10)).spreads["npv"]
    case = usual.with_input("a", "construction_months", 15.0).with_input("a", "occupancy", 0.85 * 0.9)
    expected = run_case(case).options["a"].metrics["npv"]
    assert (npv.p10, npv.p90) == (pytest.approx(expected, abs=0.01), pytest.approx(expected, abs=0.01))


def test_an_event_happens_as_often_as_its_probability() -> None:
    event = Event("x", 0.3, (Effect("occupancy", "set", 0.5),))
    futures = draw_futures(Setup({}, events=(event,), draws=1_000), scenarios_of(example(), "a"))
    assert futures.happened["x"].mean() == pytest.approx(0.3, abs=0.001)


def test_adding_an_event_leaves_the_draws_of_the_inputs_alone() -> None:
    base = default_setup(example(), "a", draws=100, events=False)
    more = replace(base, events=(Event("x", 0.3, (Effect("occupancy", "multiply", 0.9),)),))
    before, after = (draw_futures(each, scenarios_of(example(), "a")) for each in (base, more))
    assert all(np.array_equal(before.drawn[key], after.drawn[key]) for key in before.drawn)


def test_a_two_branch_tree_by_hand() -> None:
    """40% stay, 60% dismantle: the mean npv is 0.4 x npv(stay) + 0.6 x npv(dismantle)."""
    branches = (Branch("stay", 0.4, {"end_of_term": "stay"}), Branch("dismantle", 0.6, {"end_of_term": "dismantle"}))
    found = run_risk(example(), "a", Setup({}, branches=branches, draws=1_000))
    each = {
        word: run_case(example().case.with_input("a", "end_of_term", word)).options["a"].metrics["npv"]
        for word in ("stay", "dismantle")
    }
    assert each["stay"] is not None and each["dismantle"] is not None
    expected = 0.4 * each["stay"] + 0.6 * each["dismantle"]
    assert found.spreads["npv"].mean == pytest.approx(expected, rel=1e-4)
    assert found.branch_means["stay"] == (pytest.approx(0.4, abs=0.001), pytest.approx(each["stay"], abs=0.01))


def test_the_option_to_relocate_is_worth_the_better_of_two_ends() -> None:
    """All futures must leave: with the option max(relocate once, dismantle), without it dismantle."""
    branches = (
        Branch("relocate", 0.5, {"end_of_term": "relocate", "relocation_times": 1.0}),
        Branch("dismantle", 0.5, {"end_of_term": "dismantle"}),
    )
    case = example().case.with_input("a", "price_per_bed_week", 300.0).with_input("a", "relocation_times", 1.0)
    result = run_case(case)
    found = run_risk(result, "a", Setup({}, branches=branches, draws=100))
    relocated, dismantled = (
        run_case(case.with_input("a", "end_of_term", word)).options["a"].metrics["npv"]
        for word in ("relocate", "dismantle")
    )
    assert relocated is not None and dismantled is not None and found.option_value is not None
    assert found.option_value == pytest.approx(max(relocated, dismantled) - dismantled, abs=0.01)
    assert found.option_value >= 0


def test_the_capital_covers_the_shortfall_with_the_certainty_asked_for() -> None:
    """A normal npv around 0 with deviation s: 95% certainty takes 1.645 s."""
    found = run_risk(own_case(), "o", replace(setup(subsidy_at_start=NORMAL), certainty=0.95))
    assert found.capital == pytest.approx(stats.norm.ppf(0.95) * DEVIATION, rel=0.005)


def test_the_chance_that_a_frame_fails() -> None:
    """The npv's gap exceeds 50,000 where a standard normal is below -50,000 / s."""
    result = own_case()
    framed = replace(result, case=replace(result.case, frames={"max_viability_gap": 1_400_000}))
    found = run_risk(framed, "o", setup(subsidy_at_start=NORMAL))
    assert [(each.key, each.chance) for each in found.frames] == [("max_viability_gap", 1.0)]


def test_too_few_draws_are_told() -> None:
    assert not run_risk(own_case(), "o", replace(setup(subsidy_at_start=NORMAL), draws=20)).enough
    assert run_risk(own_case(), "o", setup(subsidy_at_start=NORMAL)).enough


def test_the_standard_error_of_the_median_is_that_of_theory() -> None:
    """Independent draws: 1.2533 s / sqrt(n); a stratified sample is tighter, so this is prudent."""
    npv = run_risk(own_case(), "o", setup(subsidy_at_start=NORMAL)).spreads["npv"]
    assert npv.error_50 == pytest.approx(1.2533 * DEVIATION / math.sqrt(20_000), rel=0.05)


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
    found = check_setup(Setup({"occupancy": distribution}), scenarios_of(example(), "a"))
    assert found and all("occupancy" in each.text("en") for each in found)


def test_a_long_run_can_be_stopped() -> None:
    def stop(share: float) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        run_risk(example(), "a", default_setup(example(), "a", draws=100), stop)


def test_a_mix_has_risks_too() -> None:
    case = example().case
    mix = Option("m", "mix", components=(Component("a", 0.5), Component("d", 0.5)))
    result = run_case(replace(case, options=(*case.options, mix)))
    found = run_risk(result, "m", default_setup(result, "m", draws=300))
    assert found.spreads["npv"].p10 < found.spreads["npv"].p90


def test_the_second_life_is_drawn_in_the_same_futures() -> None:
    base = default_setup(example(), "a", draws=400)
    tree = replace(base, branches=default_branches(scenarios_of(example(), "a")))
    found = run_risk(example(), "a", tree)
    assert sum(share for share, _ in found.branch_means.values()) == pytest.approx(1)
    assert found.option_value is not None and found.option_value >= 0


NUMBER = {"nl": r"-?\d{1,3}(?:\.\d{3})*(?:,\d+)?", "en": r"-?\d{1,3}(?:,\d{3})*(?:\.\d+)?"}


def read_number(word: str, language: str) -> float:
    thousands, decimal = (".", ",") if language == "nl" else (",", ".")
    return float(word.replace(thousands, "").replace(decimal, "."))


def numbers_in(sentence: str, language: str) -> list[float]:
    """Every amount in euros, then every percentage."""
    euros = re.findall(r"(?<=€ )" + NUMBER[language], sentence)
    return [read_number(each, language) for each in [*euros, *re.findall(NUMBER[language] + "(?=%)", sentence)]]


@cache
def risk_of(option: str) -> RiskResult:
    return run_risk(example(), option, default_setup(example(), option, draws=1_000))


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("option", ["a", "d"])
def test_every_number_in_the_risk_paragraph_equals_the_table(option: str, language: str) -> None:
    found = risk_of(option)
    previous = {"p50": found.spreads["npv"].p50 + 1_000_000, "capital": found.capital - 250_000}
    words = risk_paragraph(example(), found, language, previous)
    lines = words.split("\n")
    npv = found.spreads["npv"]

    def percent(share: float) -> float:
        """Whole per cents, unless that would say never or always of what is neither."""
        for decimals in range(3):
            if 0 < (told := round_half_up(share * 100, decimals)) < 100:
                return told
        return round_half_up(share * 100, 3)

    head = [npv.p10, npv.p90, npv.p50, found.capital]
    shares = [npv.below_zero, found.setup.certainty, found.evidence_share]
    assert numbers_in(lines[0], language) == [round_half_up(each, 0) for each in head] + [percent(s) for s in shares]
    items = [line for line in lines if re.match(r"\d\. ", line)]
    assert len(items) == 5
    for line, each in zip(items, found.contributions, strict=False):
        _, told = re.split(r": (?:verklaart|explains) ", line)
        assert numbers_in(told, language) == [size_of(each), percent(each.share)]
    assert numbers_in(lines[-1], language) == [-1_000_000, 250_000]


def test_risks_are_listed_by_their_part_in_the_variance() -> None:
    assert all(a.share >= b.share for a, b in pairwise(risk_of("a").contributions))


def test_a_small_chance_is_not_told_as_none() -> None:
    """3 futures in 1,000 below zero are 0.3%, not 0%."""
    rare = Distribution("discrete", values=(900_000.0, 1_100_000.0), probabilities=(0.003, 0.997))
    found = run_risk(own_case(), "o", replace(setup(subsidy_at_start=rare), draws=1_000))
    assert "De kans op een tekort is 0,3%" in risk_paragraph(own_case(), found, "nl")


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
    before, after = (draw_futures(each, scenarios_of(example(), "a")).drawn for each in (alone, together))
    for name in alone.distributions:
        assert np.array_equal(np.sort(before[name]), np.sort(after[name]))


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
    found = check_setup(Setup({"occupancy": distribution}), scenarios_of(example(), "a"))
    assert [
        each.text("en") for each in found if "occupancy" in each.text("en") and "Allowed: 0 to 1" in each.text("en")
    ]


def test_an_event_that_cannot_happen_changes_nothing() -> None:
    base = replace(default_setup(example(), "a", draws=200), branches=default_branches(scenarios_of(example(), "a")))
    never = Event("never", 0.0, (Effect("occupancy", "set", 0.0),))
    before, after = (run_risk(example(), "a", each) for each in (base, replace(base, events=(never, *base.events))))
    assert after.spreads == before.spreads
    assert after.contributions == before.contributions


def test_an_input_has_the_same_futures_in_every_option() -> None:
    """So that the options are compared in the same world."""
    price = {"price_per_bed_week": Distribution("pert", 100, 126, 150)}
    more = price | {"occupancy": Distribution("pert", 0.6, 0.8, 0.9)}
    one = draw_futures(Setup(price, draws=100), scenarios_of(example(), "a"))
    two = draw_futures(Setup(dict(reversed(more.items())), draws=100), scenarios_of(example(), "d"))
    assert np.array_equal(one.drawn["price_per_bed_week"], two.drawn["price_per_bed_week"])


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


def test_a_rare_event_has_the_size_of_its_effect() -> None:
    """Of an event of 5% the npv differs by EUR 400,000 with and without; nothing else varies."""
    event = Event("loss", 0.05, (Effect("subsidy_at_start", "add", -400_000.0),))
    found = run_risk(own_case(), "o", Setup({}, events=(event,), draws=1_000))
    only = found.contributions[0]
    assert size_of(only) == 400_000
    assert only.share == pytest.approx(1)


def test_first_order_shares_are_those_of_a_known_function() -> None:
    """Npv = s + m with s uniform over 600,000 and m triangular: Var = w^2 / 12 and (a^2+b^2+c^2-ab-ac-bc) / 18."""
    wide = Distribution("uniform", 700_000, 1_000_000, 1_300_000)
    skew = Distribution("triangular", 100_000, 200_000, 700_000)
    found = run_risk(own_case(), "o", setup(subsidy_at_start=wide, municipal_contribution=skew))
    first = 600_000**2 / 12
    a, b, c = 1e5, 7e5, 2e5
    second = (a * a + b * b + c * c - a * b - a * c - b * c) / 18
    shares = {each.key: each.share for each in found.contributions}
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


@pytest.mark.parametrize("option", ["a", "d"])
def test_without_spread_a_frame_fails_as_the_check_of_frames_says(option: str) -> None:
    """Nothing varies: the chance is 1 where the frame fails and 0 where it holds, for every frame with a value."""
    frames: dict[str, float | str] = {
        "max_price_per_week": 120.0,
        "min_beds": 100.0,
        "max_viability_gap": 6e6,
        "min_municipality_npv": 0.0,
        "latest_opening_date": "2027-12-31",
        "max_term_years": 20.0,
        "min_m2_per_bed": 10.0,
        "max_municipal_contribution": 0.0,
        "max_investment": 1e6,
    }
    result = run_case(replace(example().case, frames=frames))
    told = {each.key: each.chance for each in run_risk(result, option, Setup({}, draws=3)).frames}
    expected = {
        each.kind.key: 0.0 if each.passes else 1.0
        for each in check_frames(result).by_option[option]
        if each.passes is not None
    }
    assert told == expected


def test_a_delay_moves_the_chance_that_an_opening_date_fails() -> None:
    """Short stay opens nine months after the start on 1-1-2027; six months late in 30% of futures passes 31-12-2027."""
    nine_months = example().case.with_input("a", "construction_months", 9.0)
    result = run_case(replace(nine_months, frames={"latest_opening_date": "2027-12-31"}))
    delay = Event("delay", 0.3, (Effect("construction_months", "add", 6.0),))
    found = run_risk(result, "a", Setup({}, events=(delay,), draws=1_000))
    assert [each.chance for each in found.frames] == [pytest.approx(0.3, abs=0.002)]


def test_every_metric_and_ledger_has_percentiles() -> None:
    found = risk_of("a")
    ledgers = {f"ledger_{who}_npv" for who in ("operator", "resident", "employer", "state")} | {"municipality_npv"}
    assert set(example().options["a"].metrics) | ledgers <= set(found.spreads)


def test_the_second_life_of_a_mix_leaves_the_other_branch_as_each_part_is() -> None:
    """With all probability on a branch that sets nothing new, a mix has the result of the case."""
    case = example().case.with_input("a", "residual_share", 0.2).with_input("d", "residual_share", 0.7)
    mix = Option("m", "mix", components=(Component("a", 0.5), Component("d", 0.5)))
    result = run_case(replace(case, options=(*case.options, mix)))
    branches = (Branch("as_is", 1.0, {}), Branch("never", 0.0, {"residual_share": 0.0}))
    npv = run_risk(result, "m", Setup({}, branches=branches, draws=5)).spreads["npv"].p50
    assert npv == pytest.approx(result.options["m"].metrics["npv"], abs=0.01)


def test_a_seed_below_zero_and_an_event_on_nothing_are_refused() -> None:
    wrong = Setup({}, events=(Event("odd", 0.5, (Effect("colour", "add", 1.0),)),), seed=-1)
    words = " ".join(each.text("en") for each in check_setup(wrong, scenarios_of(example(), "a")))
    assert "seed" in words and "odd" in words


# Proposals that pass


PROPOSALS = Event("law_change", 1.0, law="if_proposals_pass")


@cache
def every_kind() -> CaseResult:
    """The four options of the example, one of own lines and a mix of two, each with the law of now."""
    case = example().case
    own = own_case().case.option("o")
    mix = Option("m", "mix", components=(Component("a", 0.4), Component("d", 0.6)))
    return run_case(replace(case, options=(*case.options, own, mix)))


@pytest.mark.parametrize("option", ["a", "b", "c", "d", "o", "m"])
def test_proposals_that_certainly_pass_equal_the_case_with_the_proposals(option: str) -> None:
    """For every metric to the cent, blanks where the case has none."""
    result = every_kind()
    passed = run_case(replace(result.case, law="if_proposals_pass")).options[option].metrics
    spreads = run_risk(result, option, Setup({}, events=(PROPOSALS,), draws=4)).spreads
    for key, value in passed.items():
        expected = math.nan if value is None else value
        assert spreads[key].p50 == pytest.approx(expected, abs=0.005, nan_ok=True), key
        assert spreads[key].mean == pytest.approx(expected, abs=0.005, nan_ok=True), key


def test_the_proposals_do_change_the_example() -> None:
    """Else the comparison above would prove nothing."""
    result = every_kind()
    passed = run_case(replace(result.case, law="if_proposals_pass"))
    assert abs(passed.options["a"].metrics["npv"] - result.options["a"].metrics["npv"]) > 1_000  # type: ignore[operator]


@pytest.mark.parametrize("option", ["a", "d", "m"])
def test_proposals_that_never_pass_change_nothing(option: str) -> None:
    result = every_kind()
    without = default_setup(result, option, draws=200, events=False)
    never = replace(without, events=(replace(PROPOSALS, probability=0.0),))
    before, after = (run_risk(result, option, each) for each in (without, never))
    assert after.spreads == before.spreads
    assert after.contributions == before.contributions


def test_proposals_pass_as_often_as_their_probability_and_each_future_has_its_own_law() -> None:
    """Nothing else varies: 30% of the futures have the npv of the proposals, the others that of the law of now."""
    result = every_kind()
    now, then = (
        run_case(replace(result.case, law=law)).options["a"].metrics["npv"] for law in ("in_force", "if_proposals_pass")
    )
    assert now is not None and then is not None
    found = run_risk(result, "a", Setup({}, events=(replace(PROPOSALS, probability=0.3),), draws=1_000))
    assert found.spreads["npv"].mean == pytest.approx(0.7 * now + 0.3 * then, abs=0.01)
    assert [(each.key, each.share) for each in found.contributions] == [("law_change", pytest.approx(1))]


def test_the_other_inputs_vary_alike_whether_proposals_pass_or_not() -> None:
    """The futures of a run in which they pass are those of the case with the proposals, future by future."""
    result = every_kind()
    base = default_setup(result, "m", draws=200, events=False)
    branches = default_branches(scenarios_of(result, "m"))
    certain = run_risk(result, "m", replace(base, events=(PROPOSALS,), branches=branches))
    passed = run_case(replace(result.case, law="if_proposals_pass"))
    assert certain.spreads == run_risk(passed, "m", replace(base, branches=branches)).spreads
    assert certain.option_value == run_risk(passed, "m", replace(base, branches=branches)).option_value


def test_in_a_case_that_counts_on_the_proposals_the_event_does_nothing_and_the_paragraph_says_so() -> None:
    result = run_case(replace(example().case, law="if_proposals_pass"))
    usual = default_setup(result, "a", draws=100)
    asked, without = (run_risk(result, "a", replace(usual, events=events)) for events in ((PROPOSALS,), ()))
    assert asked.spreads == without.spreads
    assert asked.contributions == without.contributions
    assert "already counts on the proposals" in risk_paragraph(result, asked, "en")


def test_proposals_are_no_event_where_the_user_set_what_they_change() -> None:
    """The thirty-night rule is the only proposal: the phase-out of the deduction is withdrawn."""
    case = example().case.with_input("a", "thirty_night_rule", 1.0)
    assert "law_change" not in {event.key for event in default_setup(run_case(case), "a", draws=1).events}


def told_of_proposals() -> str:
    """The paragraph of short stay in a run in which the proposals pass in 30% of the futures."""
    result = run_case(example().case)
    found = run_risk(result, "a", Setup({}, events=(replace(PROPOSALS, probability=0.3),), draws=10))
    return risk_paragraph(result, found, "nl")


def test_what_the_proposals_change_and_from_when_stands_in_the_paragraph() -> None:
    """The date is that of the table of law by date; what is withdrawn is no proposal and is not told."""
    words = told_of_proposals()
    assert "met een kans van 30%: Dertignachtenregel vanaf 01-07-2028." in words
    assert "Inhouding op het minimumloon" not in words


def test_a_proposal_in_steps_is_told_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table in which a lower deduction is proposed as well: 20% from 2026 and 15% from 2027."""
    steps = [LawValue("deduction_share", date(2017, 1, 1), 0.25, "in force", "", "", "")] + [
        LawValue("deduction_share", date(year, 1, 1), share, "proposed", "", "", "")
        for year, share in ((2026, 0.20), (2027, 0.15))
    ]
    monkeypatch.setitem(law(), "deduction_share", tuple(steps))
    words = told_of_proposals()
    assert "met een kans van 30%: " in words
    assert "Dertignachtenregel vanaf 01-07-2028" in words
    assert "Inhouding op het minimumloon 20% vanaf 01-01-2026, 15% vanaf 01-01-2027" in words


def test_an_event_under_an_unknown_law_is_refused_by_its_name() -> None:
    found = check_setup(Setup({}, events=(Event("odd", 0.5, law="martial"),)), scenarios_of(example(), "a"))
    assert [each.field for each in found] == ["odd.law"]
