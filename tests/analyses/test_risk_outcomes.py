"""Risk: what a run tells of each result: percentiles, capital, frames that fail."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from model.analyses.risk import Distribution, Effect, Event, Setup, default_setup, draw_futures, run_risk
from model.case import Component, Option
from model.engine.run import run_case
from model.engine.scenarios import Stopped, scenarios_of
from model.outcomes.frames import check_frames
from tests.analyses.risk_cases import DEVIATION, NORMAL, example, own_case, risk_of, setup


@given(low=st.floats(0.5, 0.8), width=st.floats(0.01, 0.2), kind=st.sampled_from(["triangular", "pert", "uniform"]))
@settings(max_examples=10, deadline=None)
def test_percentiles_are_in_order_and_draws_within_the_range(low: float, width: float, kind: str) -> None:
    distribution = Distribution(kind, low, low + width / 2, low + width)
    choices = Setup({"occupancy": distribution}, draws=300, seed=1)
    npv = run_risk(example(), "d", choices).spreads["npv"]
    assert npv.p10 <= npv.p50 <= npv.p90
    drawn = draw_futures(choices, scenarios_of(example(), "d")).inputs["occupancy"]
    assert low - 1e-9 <= drawn.min() and drawn.max() <= low + width + 1e-9


def test_the_capital_covers_the_shortfall_with_the_certainty_asked_for() -> None:
    """A normal npv around 0 with deviation s: 95% certainty takes 1.645 s."""
    risk = run_risk(own_case(), "o", replace(setup(subsidy_at_start=NORMAL), certainty=0.95))
    assert risk.capital == pytest.approx(stats.norm.ppf(0.95) * DEVIATION, rel=0.005)


def test_the_chance_that_a_frame_fails() -> None:
    """The npv's gap exceeds 50,000 where a standard normal is below -50,000 / s."""
    result = own_case()
    framed = replace(result, case=replace(result.case, frames={"max_viability_gap": 1_400_000}))
    risk = run_risk(framed, "o", setup(subsidy_at_start=NORMAL))
    assert [(frame.key, frame.chance) for frame in risk.frames] == [("max_viability_gap", 1.0)]


def test_too_few_draws_are_told() -> None:
    assert not run_risk(own_case(), "o", replace(setup(subsidy_at_start=NORMAL), draws=20)).enough
    assert run_risk(own_case(), "o", setup(subsidy_at_start=NORMAL)).enough


def test_the_standard_error_of_the_median_is_that_of_theory() -> None:
    """Independent draws: 1.2533 s / sqrt(n); a stratified sample is tighter, so this is prudent."""
    npv = run_risk(own_case(), "o", setup(subsidy_at_start=NORMAL)).spreads["npv"]
    assert npv.error_50 == pytest.approx(1.2533 * DEVIATION / math.sqrt(20_000), rel=0.05)


def test_a_long_run_can_be_stopped() -> None:
    def stop(_share: float) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        run_risk(example(), "a", default_setup(example(), "a", draws=100), stop)


def test_a_mix_has_risks_too() -> None:
    case = example().case
    mix = Option("m", "mix", components=(Component("a", 0.5), Component("d", 0.5)))
    result = run_case(replace(case, options=(*case.options, mix)))
    risk = run_risk(result, "m", default_setup(result, "m", draws=300))
    assert risk.spreads["npv"].p10 < risk.spreads["npv"].p90


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
    told = {frame.key: frame.chance for frame in run_risk(result, option, Setup({}, draws=3)).frames}
    expected = {
        frame.kind.key: 0.0 if frame.passes else 1.0
        for frame in check_frames(result).by_option[option]
        if frame.passes is not None
    }
    assert told == expected


def test_a_delay_moves_the_chance_that_an_opening_date_fails() -> None:
    """Short stay opens nine months after the start on 1-1-2027; six months late in 30% of futures passes 31-12-2027."""
    nine_months = example().case.with_input("a", "construction_months", 9.0)
    result = run_case(replace(nine_months, frames={"latest_opening_date": "2027-12-31"}))
    delay = Event("delay", 0.3, (Effect("construction_months", "add", 6.0),))
    risk = run_risk(result, "a", Setup({}, events=(delay,), draws=1_000))
    assert [frame.chance for frame in risk.frames] == [pytest.approx(0.3, abs=0.002)]


def test_every_metric_and_ledger_has_percentiles() -> None:
    risk = risk_of("a")
    ledgers = {f"ledger_{who}_npv" for who in ("operator", "resident", "employer", "state")} | {"municipality_npv"}
    assert set(example().options["a"].metrics) | ledgers <= set(risk.spreads)
