"""Risk: proposals of law that pass with a probability."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from model.analyses.risk import Event, Setup, check_setup, default_branches, default_setup, run_risk
from model.case import Component, Option, read_case, write_case
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.engine.scenarios import scenarios_of
from model.parameters.law import LawValue, law
from model.readings.risk import paragraph_text, risk_paragraph
from tests.analyses.risk_cases import example, own_case

PROPOSALS = Event("law_change", 1.0, law="if_proposals_pass")
TENANCY_NOW = Event("tenancy_today", 1.0, label_nl="Rechter ziet langer verblijf als huur", law="tenancy")


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
    before, after = (run_risk(result, option, choices) for choices in (without, never))
    assert after.spreads == before.spreads
    assert after.contributions == before.contributions


def test_proposals_pass_as_often_as_their_probability_and_each_future_has_its_own_law() -> None:
    """Nothing else varies: 30% of the futures have the npv of the proposals, the others that of the law of now."""
    result = every_kind()
    now, then = (
        run_case(replace(result.case, law=law)).options["a"].metrics["npv"] for law in ("in_force", "if_proposals_pass")
    )
    assert now is not None and then is not None
    risk = run_risk(result, "a", Setup({}, events=(replace(PROPOSALS, probability=0.3),), draws=1_000))
    assert risk.spreads["npv"].mean == pytest.approx(0.7 * now + 0.3 * then, abs=0.01)
    assert [(contribution.key, contribution.share) for contribution in risk.contributions] == [
        ("law_change", pytest.approx(1))
    ]


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
    assert "already counts on the proposals" in paragraph_text(risk_paragraph(result, asked), "en")


def test_proposals_are_no_event_where_the_user_set_what_they_change() -> None:
    """The thirty-night rule is the only proposal: the phase-out of the deduction is withdrawn."""
    case = example().case.with_input("a", "thirty_night_rule", 1.0)
    assert "law_change" not in {event.key for event in default_setup(run_case(case), "a", draws=1).events}


def told_of_proposals() -> str:
    """The paragraph of short stay in a run in which the proposals pass in 30% of the futures."""
    result = run_case(example().case)
    risk = run_risk(result, "a", Setup({}, events=(replace(PROPOSALS, probability=0.3),), draws=10))
    return paragraph_text(risk_paragraph(result, risk), "nl")


def test_what_the_proposals_change_and_from_when_stands_in_the_paragraph() -> None:
    """The date is that of the table of law by date; what is withdrawn is no proposal and is not told."""
    words = told_of_proposals()
    assert "met een kans van 30%: Dertignachtenregel vanaf 1 juli 2028." in words
    assert "Inhouding op het minimumloon" not in words


def test_a_proposal_in_steps_is_told_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table in which a lower deduction is proposed as well: 20% from 2026 and 15% from 2027."""
    steps = [LawValue("deduction_share", date(2017, 1, 1), 0.25, "in force", "", "", "")] + [
        LawValue("deduction_share", date(year, 1, 1), share, "proposed", "", "", "", "thirty_nights")
        for year, share in ((2026, 0.20), (2027, 0.15))
    ]
    monkeypatch.setitem(law(), "deduction_share", tuple(steps))
    words = told_of_proposals()
    assert "met een kans van 30%: " in words
    assert "Dertignachtenregel vanaf 1 juli 2028" in words
    assert "Inhouding op het minimumloon 20% vanaf 1 januari 2026 en 15% vanaf 1 januari 2027" in words


def test_an_event_under_an_unknown_law_is_refused_by_its_name() -> None:
    problems = check_setup(Setup({}, events=(Event("odd", 0.5, law="martial"),)), scenarios_of(example(), "a"))
    assert [problem.field for problem in problems] == ["odd.law"]


# A court that takes a longer stay for tenancy under the law of today


@pytest.mark.parametrize("option", ["a", "c", "d", "m"])
@pytest.mark.parametrize("passing", [(), (PROPOSALS,)], ids=["alone", "and the proposals pass"])
def test_tenancy_that_certainly_holds_equals_the_case_that_counts_on_it_from_its_start(
    option: str, passing: tuple[Event, ...]
) -> None:
    """Beside the proposals, where those pass too in the same future."""
    result = every_kind()
    law = "if_proposals_pass" if passing else "in_force"
    data = {**write_case(result.case), "law": law, "proposals": {"tenancy": result.case.start_date.isoformat()}}
    held = run_case(read_case(data)).options[option].metrics
    spreads = run_risk(result, option, Setup({}, events=(TENANCY_NOW, *passing), draws=4)).spreads
    for key, value in held.items():
        expected = math.nan if value is None else value
        assert spreads[key].p50 == pytest.approx(expected, abs=0.005, nan_ok=True), key


def test_it_is_a_standard_event_where_people_are_lodged_for_longer_than_thirty_days() -> None:
    result = every_kind()
    for option, stay in (("a", 3.0), ("a", 0.9)):
        case = result.case.with_input(option, "stay_months", stay).with_input(option, "use_function", "lodging")
        events = {event.key for event in default_setup(run_case(case), option, draws=1).events}
        assert ("tenancy_today" in events) == (stay > 1)
    assert "tenancy_today" not in {event.key for event in default_setup(result, "d", draws=1).events}


def test_the_paragraph_names_the_price_that_may_then_be_asked() -> None:
    case = example().case
    for key, value in (("price_per_bed_week", 147.10), ("tenancy_price_per_bed_week", 120.0), ("stay_months", 3.0)):
        case = case.with_input("a", key, value)
    result = run_case(case)
    risk = run_risk(result, "a", Setup({}, events=(replace(TENANCY_NOW, probability=0.1),), draws=10))
    words = paragraph_text(risk_paragraph(result, risk), "nl").replace("\u00a0", " ")
    assert "Rechter ziet langer verblijf als huur, met een kans van 10%: vanaf 1 januari 2027" in words
    assert "€ 120,00 in plaats van € 147,10 per bed per week" in words
