"""The municipality's books as a council reads them: lines with their switch, the budget per year, guarantees."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from model.case import Case, Component, Option, read_case
from model.case.example import example_case
from model.engine.results import CaseResult, OptionResult
from model.engine.run import run_case
from model.lines.municipal_lines import booked_lines
from model.outcomes.budget import at_year_end, budget_effect, budget_years
from model.outcomes.municipality import (
    figures,
    municipal_books,
    municipal_lines,
    municipal_totals,
    property_tax_left,
    surety,
)
from model.outcomes.overview import summed_rows
from model.parameters.table import parameters
from model.problems import BadInput


def starting(day: date, periods_per_year: int = 1) -> Case:
    return Case("c", "GM1783", 10, day, day, periods_per_year=periods_per_year)


@pytest.fixture(scope="module")
def result() -> CaseResult:
    case = example_case("GM1783").with_input("a", "property_tax_equalisation_share", 0.75)
    mix = Option("m", "mix", components=(Component("a", 0.5), Component("d", 0.5)))
    return run_case(replace(case, options=(*case.options, mix)))


def budget_case(**inputs: float | str) -> OptionResult:
    """Two years from 1 July 2027, in use at once, nothing growing; 182 or 184 of a year's 366 days in each year."""
    plain = {"term_years": 2, "construction_months": 0, "ramp_up_months": 0, "municipal_interest_rate": 0.02}
    plain |= {"beds_per_unit": 2}
    data = {
        "schema_version": 1,
        "name": "budget",
        "municipality": "GM1783",
        "beds": 100,
        "start_date": "2027-07-01",
        "price_level_date": "2027-07-01",
        "options": [{"id": "a", "type": "mid_stay", "inputs": plain | inputs}],
    }
    return run_case(read_case(data)).options["a"]


def added(inputs: dict[str, float | str], field: str) -> dict[int, float]:
    """What inputs add to a column of the budget."""
    with_them = {budget.year: getattr(budget, field) for budget in budget_years(budget_case(**inputs))}
    without = {budget.year: getattr(budget, field) for budget in budget_years(budget_case())}
    return {year: with_them[year] - without[year] for year in with_them}


def test_the_budget_is_per_calendar_year_also_when_the_case_starts_in_july() -> None:
    """366,000 depreciated in two years: 1 July 2027 to 30 June 2028 has 366 days, 184 in 2027; the next has 365.

    Interest 2%: 7,320 in the first year, 3,660 in the second.
    """
    amounts = added({"municipal_contribution": 366_000}, "charges")
    first, second = 183_000 + 7_320, 183_000 + 3_660
    assert amounts[2027] == pytest.approx(first * 184 / 366)
    assert amounts[2028] == pytest.approx(first * 182 / 366 + second * 184 / 365)
    assert amounts[2029] == pytest.approx(second * 181 / 365)


def test_what_is_paid_at_the_start_is_cash_of_that_year() -> None:
    amounts = added({"municipal_contribution": 366_000}, "cash_flow")
    assert amounts == pytest.approx({2027: -366_000, 2028: 0, 2029: 0}, abs=0.01)


def test_a_grant_counts_in_the_calendar_year_of_its_day() -> None:
    """At the end of the first year, 30 June 2028: 50 homes of two beds x 7,000."""
    grant: dict[str, float | str] = {"realisation_grant_use": "on", "realisation_grant_per_home": 7_000}
    amounts = added({"use_function": "housing", **grant}, "income")
    assert amounts == pytest.approx({2027: 0, 2028: 350_000, 2029: 0}, abs=0.01)


def test_calendar_years_hold_all_of_the_budget(result: CaseResult) -> None:
    for outcome in result.options.values():
        years = budget_years(outcome)
        rows = summed_rows(outcome, "budget_")
        assert sum(year.result for year in years) == pytest.approx(sum(rows["budget_result"]), abs=0.01)
        cash = sum(outcome.lines["municipality_cash_flow"])
        assert sum(year.cash_flow for year in years) == pytest.approx(cash, abs=0.01)


def line_of(option: OptionResult, key: str) -> tuple[str, str]:
    line = next(line for line in municipal_lines(option) if line.key == f"municipality_{key}")
    return line.use, line.status


def test_a_line_of_the_municipality_is_off_on_or_local() -> None:
    plain = budget_case(brp_share=0.5)
    assert line_of(plain, "care") == ("off", "")
    assert line_of(plain, "contribution") == ("off", "")
    assert line_of(plain, "permit_fees") == ("on", "derived")
    local = budget_case(brp_share=0.5, care_use="local", care_cost=10, permit_fee_share=0.02, tourist_tax_per_night=2)
    assert line_of(local, "care") == ("local", "given")
    assert line_of(local, "permit_fees") == ("local", "given")
    assert line_of(local, "tourist_tax") == ("local", "given")


def test_a_tax_given_as_an_amount_per_bed_is_the_municipalitys_own_figure() -> None:
    """EUR 90 per bed: no WOZ value and no tariff counts, so the line rests on what was given and on nothing else."""
    given = budget_case(property_tax_basis="per_bed_year", property_tax_cost=90)
    assert line_of(given, "property_tax") == ("local", "given")


def test_a_measure_added_to_the_fund_is_the_municipalitys_own_figure() -> None:
    assert line_of(budget_case(brp_share=0.5, fund_other_measures=500), "fund")[0] == "local"


@pytest.mark.parametrize(("property_class", "use"), [("non_home", "local"), ("home", "on")])
def test_the_users_tariff_counts_for_what_is_no_home(property_class: str, use: str) -> None:
    """Users of a home pay none: for a home a given tariff changes nothing, and the line stays as it was."""
    given = budget_case(property_tax_basis="woz_tariff", property_class=property_class, ozb_non_home_user_rate=0.003)
    assert line_of(given, "property_tax")[0] == use


def test_a_figure_of_the_line_it_is_taken_from_makes_a_line_local_too() -> None:
    """What the fund equalises is a share of the tax: a tax of the municipality's own makes it its own as well."""
    given = budget_case(property_tax_basis="per_bed_year", property_tax_cost=90)
    assert line_of(given, "equalisation")[0] == "local"
    assert line_of(given, "levies")[0] == "on"


@pytest.mark.parametrize("use", sorted(key for key, parameter in parameters().items() if "local" in parameter.choices))
def test_a_line_switched_to_local_has_an_amount_or_is_refused(use: str) -> None:
    """Every switch there is: without an own amount the line would count as zero, in silence."""
    try:
        option = budget_case(brp_share=0.5, use_function="housing", **{use: "local"})
    except BadInput as error:
        assert [(problem.code, problem.field) for problem in error.problems] == [("local_without_amount", f"a.{use}")]
        return
    part = option.computed
    assert part.resolved is not None
    lines = [record.key for record in booked_lines().values() if record.switch == use]
    assert lines
    for name in (input_key for key in lines for input_key in figures(part, part.resolved, key)):
        assert part.resolved.provenance[name].value is not None


def test_a_line_has_the_weakest_status_of_what_it_rests_on() -> None:
    """The fund's base per inhabitant is derived; the distribution factor is an assumption."""
    assert line_of(budget_case(brp_share=0.5), "fund") == ("on", "assumption")


def test_every_line_of_the_municipalitys_books_has_a_use(result: CaseResult) -> None:
    """Counted from the business case: each booking with the municipality, own lines apart, VAT paid and returned."""
    part = result.options["d"].computed
    booked = {
        booking.line.key for booking in part.business_case.bookings if "municipality" in {booking.payer, booking.payee}
    }
    same = {
        "permit_fees": "municipality_permit_fees",
        "cost_recovery": "municipality_cost_recovery",
        "property_tax_costs": "municipality_property_tax",
        "tourist_tax": "municipality_tourist_tax",
        "municipal_contribution_paid": "municipality_contribution",
        "guarantee_from_municipality": "municipality_guarantee",
    }
    assert {same.get(key, key) for key in booked} == {line.key for line in municipal_lines(result.options["d"])}


def test_a_balance_is_not_added_up() -> None:
    """Quarters of 2027 end at 4; the first one of 2028 stands at 7."""
    assert at_year_end(starting(date(2027, 1, 1), 4), (5, 1, 2, 3, 4, 7)) == {2027: 4, 2028: 7}


@pytest.mark.parametrize("option", ["a", "b", "c", "d", "m"])
def test_the_lines_add_up_to_the_totals_and_those_to_the_cash_flow(result: CaseResult, option: str) -> None:
    outcome = result.options[option]
    lines = municipal_books(outcome)
    income, costs = municipal_totals(outcome)
    assert sum(line.total for line in lines if line.is_income) == pytest.approx(income, abs=0.01)
    assert sum(line.total for line in lines if not line.is_income) == pytest.approx(costs, abs=0.01)
    assert income - costs == pytest.approx(sum(outcome.lines["ledger_municipality"]), abs=0.01)


def test_a_line_that_is_off_is_listed_all_the_same(result: CaseResult) -> None:
    enforcement = next(line for line in municipal_books(result.options["a"]) if line.key == "municipality_enforcement")
    assert (enforcement.uses, enforcement.statuses, enforcement.total) == (("off",), (), 0)


def test_property_tax_is_told_gross_and_less_the_equalisation(result: CaseResult) -> None:
    """75% of it is equalised, so a quarter is left."""
    gross, left = property_tax_left(result.options["a"])
    assert gross > 0
    assert left == pytest.approx(0.25 * gross)


@pytest.mark.parametrize("option", ["a", "d", "m"])
def test_the_budget_of_all_years_is_that_of_all_periods(result: CaseResult, option: str) -> None:
    outcome = result.options[option]
    effect = budget_effect(result.case, outcome)
    assert effect is not None
    assert effect.years[0] == 2027
    parts = outcome.components or (outcome.computed,)
    assert sum(effect.result) == pytest.approx(sum(sum(part.rows["budget_result"]) for part in parts), abs=0.01)
    assert sum(effect.cash) == pytest.approx(sum(outcome.lines["ledger_municipality"]), abs=0.01)


def test_a_guarantee_shows_both_the_loss_and_the_expected_loss() -> None:
    """Building 1,000,000, guaranteed 50%, typical residual 50%: no loss.

    A 25% chance of nothing left loses 500,000: expected 125,000, of which the municipality bears 25%: 31,250.
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
                        "rent_table": "home",
                        "guarantee_use": "on",
                        "guarantee_state_share": 0.6,
                        "guarantee_municipality_share": 0.25,
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
    guarantee = surety(run_case(case).options["g"])
    assert guarantee is not None
    assert guarantee.guaranteed == pytest.approx(500_000)
    assert (guarantee.loss, guarantee.expected_loss) == pytest.approx((0, 125_000))
    assert guarantee.municipal_expected_loss == pytest.approx(31_250)


def test_without_a_guarantee_there_is_none(result: CaseResult) -> None:
    assert surety(result.options["a"]) is None
