"""What a check tells: its number as a number, what it was about by name, and why where there is none."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from model.case.example import example_case
from model.checks.check import FAILED, PASSED, Check, summary, verdict
from model.readings.names import OptionName


@pytest.mark.parametrize(("difference", "shown"), [(13_458.6834, "13.458,68"), (0.0125, "0,0125")])
def test_a_difference_is_a_figure_said_in_the_readers_notation(difference: float, shown: str) -> None:
    why = verdict("balance", "a", difference).why()
    assert why is not None and why.text("nl") == shown
    assert [piece.figure.value for piece in why.pieces("nl") if piece.figure] == [difference]  # type: ignore[attr-defined]


@pytest.mark.parametrize("nothing", [math.nan, math.inf])
def test_what_has_no_outcome_fails_without_a_number(nothing: float) -> None:
    check = verdict("published", "A book", nothing, key="npv")
    assert (check.status, check.difference) == (FAILED, None)
    assert check.why() is not None


def test_an_input_is_about_its_option_and_its_name() -> None:
    case = example_case("GM1783")
    names = {option.id: OptionName(case, option.id) for option in case.options}
    check = Check("direction_up", "a", PASSED, "occupancy")
    assert check.subject == "a.occupancy"
    assert check.about(names).text("nl") == "Short stay (logies): Bezettingsgraad"
    assert check.about().text("en") == "a: Occupancy"


def test_an_input_of_a_component_of_a_mix_names_both_options() -> None:
    case = replace(example_case("GM1783"))
    names = {"m": OptionName(case, "m"), "a": OptionName(case, "a")}
    check = Check("direction_up", "m", PASSED, "a.occupancy")
    assert check.subject == "m.a.occupancy"
    assert check.about(names).text("nl") == "m: Short stay (logies): Bezettingsgraad"


def test_a_line_in_one_period_is_about_the_published_case_the_line_and_the_period() -> None:
    check = Check("published", "A book", PASSED, "revenue", "Year 3")
    assert check.subject == "A book: revenue Year 3"
    assert check.about().text("en") == "A book: Revenue excl. VAT, Year 3"


def test_the_checks_are_counted_in_words() -> None:
    checks = [Check("balance", "a", PASSED), Check("ledgers", "a", PASSED), Check("ledgers", "b", FAILED)]
    assert summary(checks).text("en") == "2 checks in order, 1 failed, 0 unknown"
