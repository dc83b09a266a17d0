"""The municipality's books as a council reads them: lines with their switch, the budget per calendar year, guarantees."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from model.case import Case, Component, Option, read_case
from model.evaluation import CaseResult, run_case
from model.example import example_case
from model.municipal_view import (
    at_year_end,
    budget_effect,
    budget_years,
    municipal_lines,
    municipal_totals,
    property_tax_left,
    surety,
)


def starting(day: date, periods_per_year: int = 1) -> Case:
    return Case("c", "GM1783", 10, day, day, periods_per_year=periods_per_year)


@pytest.fixture(scope="module")
def result() -> CaseResult:
    case = example_case("GM1783")
    mix = Option("m", "mix", components=(Component("a", 0.5), Component("d", 0.5)))
    return run_case(replace(case, options=(*case.options, mix)))


def test_what_falls_at_the_start_belongs_to_the_first_budget_year() -> None:
    assert budget_years(starting(date(2027, 1, 1)), (100, 20, 30)) == {2027: 120, 2028: 30}


def test_a_period_over_new_year_is_split_by_its_days() -> None:
    """1 July 2027 to 1 July 2028 has 366 days: 184 in 2027 (31+31+30+31+30+31) and 182 in 2028 (31+29+31+30+31+30)."""
    assert budget_years(starting(date(2027, 7, 1)), (10, 366)) == pytest.approx({2027: 194, 2028: 182})


def test_quarters_add_up_to_their_year() -> None:
    assert budget_years(starting(date(2027, 1, 1), 4), (5, 1, 2, 3, 4, 7)) == {2027: 15, 2028: 7}


def test_a_balance_is_not_added_up() -> None:
    """Quarters of 2027 end at 4; the first one of 2028 stands at 7."""
    assert at_year_end(starting(date(2027, 1, 1), 4), (5, 1, 2, 3, 4, 7)) == {2027: 4, 2028: 7}


@pytest.mark.parametrize("option", ["a", "b", "c", "d", "m"])
def test_the_lines_add_up_to_the_totals_and_those_to_the_cash_flow(result: CaseResult, option: str) -> None:
    outcome = result.options[option]
    lines = municipal_lines(outcome)
    income, costs = municipal_totals(outcome)
    assert sum(line.total for line in lines if line.is_income) == pytest.approx(income, abs=0.01)
    assert sum(line.total for line in lines if not line.is_income) == pytest.approx(costs, abs=0.01)
    assert income - costs == pytest.approx(sum(outcome.lines["ledger_municipality"]), abs=0.01)


def test_a_line_that_is_off_is_listed_all_the_same(result: CaseResult) -> None:
    enforcement = next(line for line in municipal_lines(result.options["a"]) if line.key == "municipality_enforcement")
    assert (enforcement.uses, enforcement.statuses, enforcement.total) == (("off",), ("not_given",), 0)


def test_property_tax_is_told_gross_and_less_the_equalisation(result: CaseResult) -> None:
    """75% of it is equalised by default, so a quarter is left."""
    gross, left = property_tax_left(result.options["a"])
    assert gross > 0
    assert left == pytest.approx(0.25 * gross)


@pytest.mark.parametrize("option", ["a", "d", "m"])
def test_the_budget_of_all_years_is_that_of_all_periods(result: CaseResult, option: str) -> None:
    outcome = result.options[option]
    found = budget_effect(result.case, outcome)
    assert found is not None
    assert found.years[0] == 2027
    parts = outcome.components or (outcome.computed,)
    assert sum(found.result) == pytest.approx(sum(sum(part.rows["budget_result"]) for part in parts), abs=0.01)
    assert sum(found.cash) == pytest.approx(sum(outcome.lines["ledger_municipality"]), abs=0.01)


def test_a_guarantee_shows_both_the_loss_and_the_expected_loss() -> None:
    """Building 1,000,000, guaranteed 50%, typical residual 50%: no loss. A 25% chance of nothing left loses 500,000:

    expected 125,000, of which the municipality bears 25%: 31,250.
    """
    case = read_case(
        {
            "schema_version": 1,
            "name": "guarantee",
            "municipality": "GM1783",
            "beds": 10,
            "start_date": "2027-01-01",
            "price_level_date": "2027-01-01",
            "options": [
                {
                    "id": "g",
                    "type": "new_build",
                    "variant": "relocatable",
                    "inputs": {
                        "use_function": "housing",
                        "rent_regulated": "yes",
                        "guarantee_use": "on",
                        "guaranteed_share": 0.5,
                        "guarantee_low_share": 0,
                        "guarantee_low_probability": 0.25,
                        "guarantee_high_probability": 0.25,
                        "residual_share": 0.5,
                        "building_cost_basis": "per_bed",
                        "building_cost_per_bed": 100_000,
                        "building_cost_growth": 0,
                    },
                }
            ],
        }
    )
    found = surety(run_case(case).options["g"])
    assert found is not None
    assert found.guaranteed == pytest.approx(500_000)
    assert (found.loss, found.expected_loss) == pytest.approx((0, 125_000))
    assert found.municipal_expected_loss == pytest.approx(31_250)


def test_without_a_guarantee_there_is_none(result: CaseResult) -> None:
    assert surety(result.options["a"]) is None
