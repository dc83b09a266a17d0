"""The law calendar of a case: what holds or changes, for whom, with a source."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from model.calendar import law_calendar, rules
from model.example import example_case


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
