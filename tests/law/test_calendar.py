"""The law calendar of a case: what holds or changes, for whom, with a source."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from model.case.example import example_case
from model.law.calendar import law_calendar, rules
from model.parameters.law import law


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.rule)
def test_every_rule_has_words_and_a_source(rule: object) -> None:
    assert rule.text("nl") and rule.text("en") and rule.source()  # type: ignore[attr-defined]


def names(start: date, kind: str = "short_stay", variant: str = "") -> set[str]:
    case = example_case("GM1783")
    option = replace(case.options[0], type=kind, variant=variant)
    return {rule.rule for rule in law_calendar(replace(case, start_date=start, options=(option,)))}


def test_repealed_rules_are_left_out() -> None:
    assert "bb2012" not in names(date(2027, 1, 1))
    assert "bb2012" in names(date(2023, 6, 1))


def test_rules_are_shown_to_the_options_they_concern() -> None:
    assert "thirty_nights" in names(date(2027, 1, 1))
    assert "thirty_nights" not in names(date(2027, 1, 1), "mid_stay")
    assert {"rthf", "sft"} <= names(date(2027, 1, 1), "new_build", "relocatable")
    assert "rthf" not in names(date(2027, 1, 1), "new_build", "permanent")


COVERED = {
    "lodging VAT": "vat_lodging",
    "thirty-night line": "thirty_nights",
    "revision of VAT": "vat_revision",
    "transfer tax on homes": "transfer_tax_home",
    "transfer tax on other property": "transfer_tax_non_home",
    "corporate tax bracket": "corporate_tax",
    "corporate tax rates": "corporate_tax_rates",
    "minimum wage": "wml_2026_07",
    "deduction": "deduction",
    "phase-out of the deduction": "deduction_phase_out",
    "SNF": "snf_new",
    "AKF": "akf_2026",
    "maximum rents": "max_rents",
    "Wtta": "wtta",
    "Wtta enforced": "wtta_enforced",
    "SFT": "sft",
    "SFT amount": "sft_amount",
    "RTHF": "rthf",
    "Realisatiestimulans": "realisation_grant",
    "tourist tax": "tourist_tax",
    "registration": "brp",
    "permit terms": "permit_term",
}


@pytest.mark.parametrize("subject", COVERED)
def test_the_calendar_covers(subject: str) -> None:
    shown = (
        names(date(2026, 1, 1))
        | names(date(2026, 1, 1), "new_build", "relocatable")
        | names(date(2026, 1, 1), "new_build", "permanent")
    )
    assert COVERED[subject] in shown


def test_what_has_no_source_is_assumed_and_says_so() -> None:
    without = [rule for rule in rules() if not rule.source_id]
    assert {rule.rule for rule in without} == {"corporate_tax_rates", "vat_revision", "wet_regie", "own_room"}
    assert all(rule.status == "assumed" and rule.source("nl") == "geen bron geraadpleegd" for rule in without)


@pytest.mark.parametrize(
    ("rule", "since", "status"),
    [
        ("vat_lodging", date(2026, 1, 1), "in force"),
        ("transfer_tax_home", date(2026, 1, 1), "in force"),
        ("wtta", date(2027, 1, 1), "in force"),
        ("wtta_enforced", date(2028, 1, 1), "in force"),
        ("thirty_nights", date(2028, 7, 1), "proposed"),
        ("deduction_phase_out", date(2026, 1, 1), "withdrawn"),
    ],
)
def test_dates_and_status(rule: str, since: date, status: str) -> None:
    entry = next(entry for entry in rules() if entry.rule == rule)
    assert (entry.since, entry.status) == (since, status)


NOT_IN_THE_CALENDAR = {
    ("lodging_vat_rate", date(2019, 1, 1)): "the rate before the change, which the sentence of the change names",
    ("transfer_tax_home_rate", date(2023, 1, 1)): "the rate before the change, which the sentence of the change names",
    ("thirty_night_rule", date(2019, 1, 1)): "nothing yet: the line of thirty nights does not hold",
    ("tenancy_rule", date(2019, 1, 1)): "nothing yet: a longer stay is no tenancy by itself",
    **{
        ("deduction_share", date(year, 1, 1)): "a step of the phase-out, told whole from its first step on"
        for year in (2027, 2028, 2029, 2030)
    },
}
"""Steps of a law that have no sentence of their own, and why."""


def steps_without_a_sentence() -> set[tuple[str, date]]:
    """Steps of `law.csv` with no rule of the calendar from that day, on that source and of that status."""
    told = {(rule.since, rule.source_id, rule.status) for rule in rules()}
    steps = [step for values in law().values() for step in values]
    return {(step.key, step.since) for step in steps if (step.since, step.source_id, step.status) not in told}


def test_every_step_of_a_law_has_its_sentence_in_the_calendar_or_a_reason_why_not() -> None:
    assert steps_without_a_sentence() == set(NOT_IN_THE_CALENDAR)


def test_a_rule_on_the_source_of_a_step_begins_on_the_day_of_such_a_step() -> None:
    """What the calendar says of a source and what is calculated on it begin together."""
    steps = [step for values in law().values() for step in values if step.source_id]
    days = {step.source_id: {other.since for other in steps if other.source_id == step.source_id} for step in steps}
    told = [rule for rule in rules() if rule.source_id in days]
    assert told
    assert [rule.rule for rule in told if rule.since not in days[rule.source_id]] == []


def test_a_step_that_is_added_without_a_sentence_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    step = replace(law()["lodging_vat_rate"][-1], since=date(2031, 1, 1), value=0.25)
    monkeypatch.setattr("tests.law.test_calendar.law", lambda: {"lodging_vat_rate": (step,)})
    assert steps_without_a_sentence() == {("lodging_vat_rate", date(2031, 1, 1))}
