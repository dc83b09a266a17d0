"""What periods are called: a bare year is a calendar year, and programs keep the names they know."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from model.analyses.explain import explain
from model.case import Case, Option
from model.case.example import example_case
from model.cli.report import result_data
from model.engine.run import run_case
from model.engine.term import period_labels

START_2027 = example_case("GM1783")


def starting(start: str, periods_per_year: int) -> Case:
    return replace(START_2027, start_date=date.fromisoformat(start), periods_per_year=periods_per_year)


@pytest.mark.parametrize(
    ("start", "periods_per_year", "labels"),
    [
        ("2027-01-01", 1, ("start", "2027", "2028", "2029")),
        ("2027-04-01", 1, ("start", "2027/28", "2028/29", "2029/30")),
        ("2027-01-02", 1, ("start", "2027/28", "2028/29", "2029/30")),
        ("2099-12-31", 1, ("start", "2099/00", "2100/01", "2101/02")),
        ("2027-07-01", 4, ("start", "2027-Q3", "2027-Q4", "2028-Q1")),
        ("2027-08-15", 4, ("start", "2027-Q3", "2027-Q4/28", "2028-Q1")),
        ("2027-11-15", 12, ("start", "2027-11", "2027-12", "2028-01")),
    ],
)
def test_a_period_over_new_year_names_both_years(start: str, periods_per_year: int, labels: tuple[str, ...]) -> None:
    """A quarter from 15 November ends on 14 February; a month keeps the name of its first day."""
    assert period_labels(starting(start, periods_per_year), 3) == labels


def test_programs_find_the_periods_under_the_names_they_know() -> None:
    """`run --json` and `explain --json` keep their keys, and tell the labels beside them."""
    option = Option("x", "mid_stay", inputs={"term_years": 2.0})
    result = run_case(replace(starting("2027-04-01", 1), options=(option,)))
    told = result_data(result)["options"]["x"]
    assert told["periods"] == ["start", "2027", "2028"]
    assert told["period_labels"] == ["start", "2027/28", "2028/29"] == list(result.options["x"].periods)
    data = explain(result, "x", "operating_costs", "nl", period=2).as_data()
    assert (data["period"], data["period_label"]) == ("2028", "2028/29")
