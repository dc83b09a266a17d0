"""Risk: events and the branches of a second life, with trees by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from model.analyses.risk import (
    Branch,
    Effect,
    Event,
    Setup,
    check_setup,
    default_branches,
    default_setup,
    draw_futures,
    run_risk,
)
from model.case import Component, Option
from model.engine.run import run_case
from model.engine.scenarios import scenarios_of
from model.readings.risk import size_of
from tests.analyses.risk_cases import example, own_case


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
    before, after = (draw_futures(choices, scenarios_of(example(), "a")) for choices in (base, more))
    assert all(np.array_equal(before.drawn[key], after.drawn[key]) for key in before.drawn)


def test_a_two_branch_tree_by_hand() -> None:
    """40% stay, 60% dismantle: the mean npv is 0.4 x npv(stay) + 0.6 x npv(dismantle)."""
    branches = (Branch("stay", 0.4, {"end_of_term": "stay"}), Branch("dismantle", 0.6, {"end_of_term": "dismantle"}))
    risk = run_risk(example(), "a", Setup({}, branches=branches, draws=1_000))
    npv_of = {
        word: run_case(example().case.with_input("a", "end_of_term", word)).options["a"].metrics["npv"]
        for word in ("stay", "dismantle")
    }
    assert npv_of["stay"] is not None and npv_of["dismantle"] is not None
    expected = 0.4 * npv_of["stay"] + 0.6 * npv_of["dismantle"]
    assert risk.spreads["npv"].mean == pytest.approx(expected, rel=1e-4)
    assert risk.branch_means["stay"] == (pytest.approx(0.4, abs=0.001), pytest.approx(npv_of["stay"], abs=0.01))


def test_the_option_to_relocate_is_worth_the_better_of_two_ends() -> None:
    """All futures must leave: with the option max(relocate once, dismantle), without it dismantle."""
    branches = (
        Branch("relocate", 0.5, {"end_of_term": "relocate", "relocation_times": 1.0}),
        Branch("dismantle", 0.5, {"end_of_term": "dismantle"}),
    )
    case = example().case.with_input("a", "price_per_bed_week", 300.0).with_input("a", "relocation_times", 1.0)
    result = run_case(case)
    risk = run_risk(result, "a", Setup({}, branches=branches, draws=100))
    relocated, dismantled = (
        run_case(case.with_input("a", "end_of_term", word)).options["a"].metrics["npv"]
        for word in ("relocate", "dismantle")
    )
    assert relocated is not None and dismantled is not None and risk.option_value is not None
    assert risk.option_value == pytest.approx(max(relocated, dismantled) - dismantled, abs=0.01)
    assert risk.option_value >= 0


def test_the_second_life_is_drawn_in_the_same_futures() -> None:
    base = default_setup(example(), "a", draws=400)
    tree = replace(base, branches=default_branches(scenarios_of(example(), "a")))
    risk = run_risk(example(), "a", tree)
    assert sum(share for share, _ in risk.branch_means.values()) == pytest.approx(1)
    assert risk.option_value is not None and risk.option_value >= 0


def test_an_event_that_cannot_happen_changes_nothing() -> None:
    base = replace(default_setup(example(), "a", draws=200), branches=default_branches(scenarios_of(example(), "a")))
    never = Event("never", 0.0, (Effect("occupancy", "set", 0.0),))
    before, after = (
        run_risk(example(), "a", choices) for choices in (base, replace(base, events=(never, *base.events)))
    )
    assert after.spreads == before.spreads
    assert after.contributions == before.contributions


def test_a_rare_event_has_the_size_of_its_effect() -> None:
    """Of an event of 5% the npv differs by EUR 400,000 with and without; nothing else varies."""
    event = Event("loss", 0.05, (Effect("subsidy_at_start", "add", -400_000.0),))
    risk = run_risk(own_case(), "o", Setup({}, events=(event,), draws=1_000))
    only = risk.contributions[0]
    assert size_of(only) == 400_000
    assert only.share == pytest.approx(1)


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
    words = " ".join(problem.text("en") for problem in check_setup(wrong, scenarios_of(example(), "a")))
    assert "seed" in words and "odd" in words
