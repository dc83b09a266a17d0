"""Risk: known means and variances, trees by hand, runs that repeat, and a paragraph that equals its table."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from model.case import Component, Option, read_case
from model.evaluation import CaseResult, run_case
from model.example import example_case
from model.problems import BadInput
from model.risk import (
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
from model.risk_text import risk_paragraph, size_of
from model.rounding import round_half_up
from model.scenarios import Stopped, scenarios_of


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
    """Var = s1^2 + s2^2 + 2 rho s1 s2 with rho 0.6 and s2 = s1 / 2: 1.85 s1^2."""
    half = Distribution("normal", 450_000, 500_000, 550_000)
    together = replace(
        setup(subsidy_at_start=NORMAL, municipal_contribution=half),
        correlations={("subsidy_at_start", "municipal_contribution"): 0.6},
    )
    deviation = run_risk(own_case(), "o", together).spreads["npv"].deviation
    assert deviation == pytest.approx(DEVIATION * math.sqrt(1.85), rel=0.01)


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
    shares = np.linspace(0.001, 0.999, 997)
    assert distribution.draw(shares) == pytest.approx(reference.ppf(shares), abs=4e-5)


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
    points = uniform_draws(256, 3, 5, method)
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
    event = Event("delay", 1.0, (Effect("construction_months", "add", 6.0), Effect("occupancy", "multiply", 0.9)))
    npv = run_risk(example(), "a", Setup({}, events=(event,), draws=10)).spreads["npv"]
    case = example().case.with_input("a", "construction_months", 15.0).with_input("a", "occupancy", 0.85 * 0.9)
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
    """All futures must leave: with the option max(relocate, dismantle), without it dismantle."""
    branches = (
        Branch("relocate", 0.5, {"end_of_term": "relocate", "relocation_times": 1.0}),
        Branch("dismantle", 0.5, {"end_of_term": "dismantle"}),
    )
    case = example().case.with_input("a", "price_per_bed_week", 300.0)
    result = run_case(case)
    found = run_risk(result, "a", Setup({}, branches=branches, draws=100))
    ends = [
        run_case(case.with_input("a", "end_of_term", word)).options["a"].metrics["npv"]
        for word in ("relocate", "dismantle")
    ]
    assert ends[0] is not None and ends[1] is not None
    assert found.option_value == pytest.approx(max(*ends) - ends[1], abs=0.01)
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


NUMBER = {"nl": r"-?\d{1,3}(?:\.\d{3})*", "en": r"-?\d{1,3}(?:,\d{3})*"}


def numbers_in(sentence: str, language: str) -> list[int]:
    return [int(re.sub(r"[.,]", "", each)) for each in re.findall(r"(?<=€ )" + NUMBER[language], sentence)] + [
        int(re.sub(r"[.,]", "", each)) for each in re.findall(NUMBER[language] + "(?=%)", sentence)
    ]


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

    def percent(share: float) -> int:
        return int(round_half_up(share * 100, 0))

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
