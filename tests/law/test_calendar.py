"""The law calendar of a case: what holds or changes, for whom, with a source."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from model.case.example import example_case
from model.law.calendar import law_calendar, rules


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
    assert {rule.rule for rule in without} == {"corporate_tax_rates", "vat_revision"}
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
