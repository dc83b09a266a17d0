"""Sensitivity: every bar of a tornado equals whole runs, within what an input can be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.analyses.evidence import evidence
from model.analyses.sensitivity import Bar, difference_tornado, ends_of, moving, tornado
from model.analyses.solve import solve
from model.case import Component, Option
from model.engine.run import run_case
from model.engine.scenarios import scenarios_of
from model.parameters.table import parameters
from model.readings.sensitivity import still_words
from tests.analyses.sensitivity_cases import example, metric


def test_a_bar_is_the_result_of_two_whole_runs() -> None:
    bar = next(bar for bar in tornado(example(), "d") if bar.key == "residual_share")
    assert bar.at_low == pytest.approx(metric("d", residual_share=bar.low), abs=0.01)
    assert bar.at_high == pytest.approx(metric("d", residual_share=bar.high), abs=0.01)
    assert bar.direction == "up"


def test_bars_are_sorted_by_effect() -> None:
    effects = [bar.effect for bar in tornado(example(), "a")]
    assert effects == sorted(effects, reverse=True)


def test_a_percentage_moves_every_input_by_that_share_of_its_value() -> None:
    bar = next(bar for bar in tornado(example(), "a", percent=0.1) if bar.key == "furniture_per_bed")
    assert (bar.low, bar.high) == (pytest.approx(2250), pytest.approx(2750))


@pytest.mark.parametrize("key", ["municipality_npv", "ledger_state_npv", "ledger_resident_npv", "resident_cost_share"])
def test_a_tornado_can_be_of_any_ledger(key: str) -> None:
    bars = tornado(example(), "a", key)
    assert bars[0].effect > 0


def test_the_tornado_and_the_evidence_use_the_same_effects() -> None:
    """Both take low, present and high; a bar of whole numbers also sees what lies between, and is never narrower.

    What has no range with a source goes +-25% in the evidence: as in a tornado of 25%. An input that does nothing has
    no effect to compare: two roundings of the same millions of euros.
    """
    result = example()
    npv = result.options["c"].metrics["npv"]
    assert npv is not None
    ranges, quarters = ({bar.key: bar for bar in tornado(result, "c", percent=percent)} for percent in (None, 0.25))
    inputs = [varied for varied in evidence(result, "c").inputs if varied.effect > abs(npv) * 1e-12]
    assert len(inputs) > 20
    for varied in inputs:
        bars = ranges if varied.has_range else quarters
        ends = (bars[varied.key].at_low, bars[varied.key].base, bars[varied.key].at_high)
        assert varied.effect == pytest.approx(max(ends) - min(ends))
        if parameters()[varied.key].kind == "integer":
            assert bars[varied.key].effect >= varied.effect
        else:
            assert bars[varied.key].effect == pytest.approx(varied.effect)


def test_a_bar_of_whole_numbers_sees_the_best_and_worst_between_its_ends() -> None:
    """Each term of the range, run as a whole case."""
    bar = next(bar for bar in tornado(example(), "c") if bar.key == "term_years")
    outcomes = [metric("c", term_years=float(term)) for term in range(round(bar.low), round(bar.high) + 1)]
    assert (bar.lowest, bar.highest) == (pytest.approx(min(outcomes), abs=0.01), pytest.approx(max(outcomes), abs=0.01))


@pytest.mark.parametrize("option", ["a", "b", "c", "d"])
def test_every_bar_of_every_input_equals_a_whole_run_at_both_ends(option: str) -> None:
    """A sample of every third input, low end and high end, on its own in the case."""
    for bar in tornado(example(), option)[::3]:
        for value, told in ((bar.low, bar.at_low), (bar.high, bar.at_high)):
            assert told == pytest.approx(metric(option, "npv", **{bar.key: value}), abs=0.005), bar.key


def test_a_range_stops_where_it_would_contradict_another_input() -> None:
    """Service costs of EUR 100 are in the price: a price 50% lower cannot be, and the bar goes no further than that."""
    case = example().case.with_input("a", "service_cost_per_bed_week", 100.0)
    bar = next(bar for bar in tornado(run_case(case), "a", percent=0.5) if bar.key == "price_per_bed_week")
    assert bar.low == 100.0
    assert not np.isnan(bar.at_low)


@pytest.mark.thorough
@given(narrow=st.floats(0.01, 0.7), wider=st.floats(0.0, 0.3), option=st.sampled_from("abcd"))
@settings(max_examples=12, deadline=None)
def test_a_wider_range_never_lowers_a_bar(narrow: float, wider: float, option: str) -> None:
    """Of any input, also of the term and the construction time, whose effect turns."""
    small = {bar.key: bar for bar in tornado(example(), option, percent=narrow)}
    large = {bar.key: bar for bar in tornado(example(), option, percent=narrow + wider)}
    for key, bar in small.items():
        assert large[key].effect >= bar.effect - 1e-6, key


def test_a_shared_input_moves_in_both_options_of_a_difference() -> None:
    bar = next(bar for bar in difference_tornado(example(), "a", "d") if bar.key == "price_per_bed_week")
    low = metric("a", price_per_bed_week=bar.low) - metric("d", price_per_bed_week=bar.low)
    assert bar.at_low == pytest.approx(low, abs=0.01)


def test_an_input_with_different_values_moves_in_one_option_of_a_difference() -> None:
    bar = next(bar for bar in difference_tornado(example(), "a", "d") if bar.key == "d.occupancy")
    assert bar.at_high == pytest.approx(metric("a") - metric("d", occupancy=bar.high), abs=0.01)


def test_a_mix_moves_shared_inputs_together_and_others_apart() -> None:
    case = example().case
    mix = Option("m", "mix", components=(Component("a", 0.5), Component("d", 0.5)))
    scenarios = scenarios_of(run_case(replace(case, options=(*case.options, mix))), "m")
    names = scenarios.inputs()
    assert "price_per_bed_week" in names
    assert {"a.occupancy", "d.occupancy"} <= set(names)


def test_the_term_may_vary_between_scenarios() -> None:
    """Options of different length in one run equal whole runs."""
    scenarios = scenarios_of(example(), "a")
    terms = np.array([10.0, 15.0, 25.0])
    values = scenarios.run({"term_years": terms}, ("npv",))["npv"]
    assert values.tolist() == pytest.approx([metric("a", term_years=float(term)) for term in terms], abs=0.01)


def test_every_range_lies_within_what_is_allowed() -> None:
    for name, (low, high) in ends_of(scenarios_of(example(), "c"), percent=0.9).items():
        parameter = parameters()[name]
        assert low < high
        assert parameter.lowest is None or parameter.lowest <= low
        assert parameter.highest is None or high <= parameter.highest


@pytest.mark.parametrize("option", "abcd")
def test_what_moves_does_so_by_over_a_cent_and_what_does_not_by_nothing_that_shows(option: str) -> None:
    """Over 8 mln of investment a billionth is a cent: rounding leaves billionths of a euro, an input at least euros."""
    bars = tornado(example(), option)
    still = [bar for bar in bars if not bar.moves]
    assert still and {bar.direction for bar in still} == {"mixed"}
    assert all(bar.effect < 1e-4 for bar in still)
    assert all(bar.effect > 1 for bar in moving(bars))
    assert moving(bars) == bars[: len(bars) - len(still)]


def test_around_an_npv_of_nothing_the_same_inputs_move() -> None:
    """At its break-even price the npv is zero but for rounding: the investment then says what is small."""
    price = solve(example(), "a", "price_per_bed_week").solutions[0].value
    even = run_case(example().case.with_input("a", "price_per_bed_week", price))
    npv = even.options["a"].metrics["npv"]
    assert npv is not None and abs(npv) < 1
    assert {bar.key for bar in moving(tornado(even, "a"))} == {bar.key for bar in moving(tornado(example(), "a"))}


def test_of_a_difference_what_moves_neither_option_moves_nothing() -> None:
    moved = {bar.key for bar in moving(difference_tornado(example(), "a", "d"))}
    of_either = {bar.key for option in "ad" for bar in moving(tornado(example(), option))}
    assert {key.removeprefix("a.").removeprefix("d.") for key in moved} <= of_either


@pytest.mark.parametrize(
    ("language", "said"),
    [("nl", "2 invoeren veranderen deze uitkomst niet."), ("en", "2 inputs do not change this result.")],
)
def test_how_many_inputs_do_nothing_is_said(language: str, said: str) -> None:
    def bar(effect: float) -> Bar:
        return Bar("x", 0.0, 1.0, 0.0, effect, 0.0, 0.0, effect, rounding=0.01)

    assert still_words((bar(5.0), bar(0.0), bar(1e-9)), language) == said
    assert still_words((bar(5.0),), language) == ""
