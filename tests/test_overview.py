"""Sums a page shows: who paid whom, what registration moves, the law now and to come."""

from __future__ import annotations

from dataclasses import replace

import pytest

from market_data import load
from model.case import IF_PROPOSALS_PASS, Component, Option, read_case
from model.evaluation import CaseResult, OptionResult, run_case
from model.example import example_case
from model.overview import (
    MUNICIPAL_LINES,
    budget_years,
    compare_laws,
    ledger_totals,
    municipal_lines,
    paid_by_kind,
    paid_in_all,
    reconciliation_gap,
    registration_effect,
    summed_rows,
)


@pytest.fixture(scope="module")
def result() -> CaseResult:
    case = example_case("GM1783")
    mix = Option("m", "mix", components=(Component("a", 0.5), Component("d", 0.5)))
    return run_case(replace(case, options=(*case.options, mix)))


@pytest.mark.parametrize("option", ["a", "d", "m"])
def test_what_a_party_received_less_what_it_paid_is_its_ledger(result: CaseResult, option: str) -> None:
    outcome = result.options[option]
    paid = paid_in_all(outcome)
    for party, total in ledger_totals(outcome).items():
        received = sum(amount for (_, payee), amount in paid.items() if payee == party)
        given = sum(amount for (payer, _), amount in paid.items() if payer == party)
        assert received - given == pytest.approx(total, abs=0.01)


@pytest.mark.parametrize("option", ["a", "m"])
def test_the_ledgers_reconcile(result: CaseResult, option: str) -> None:
    assert reconciliation_gap(result.options[option]) < 0.01


def test_rows_of_a_mix_are_those_of_its_components(result: CaseResult) -> None:
    mix = result.options["m"]
    rows = summed_rows(mix, "municipality_")
    parts = [part.rows["municipality_tourist_tax"][1] for part in mix.components]
    assert rows["municipality_tourist_tax"][1] == pytest.approx(sum(parts))


def test_registration_trades_tourist_tax_for_the_municipal_fund(result: CaseResult) -> None:
    """Short stay: nobody is registered now; at 100% there is no tourist tax and everybody counts for the fund."""
    nobody, everybody = registration_effect(result, "a")
    assert (nobody.share, everybody.share) == (0.0, 1.0)
    assert nobody.municipality_npv == pytest.approx(result.options["a"].metrics["municipality_npv"], abs=0.01)
    expected = run_case(result.case.with_input("a", "brp_share", 1.0)).options["a"].metrics
    assert everybody.municipality_npv == pytest.approx(expected["municipality_npv"], abs=0.01)
    assert everybody.without_fund < nobody.without_fund


def test_both_laws_are_whole_runs(result: CaseResult) -> None:
    compared = {each.option: each for each in compare_laws(result.case, load())}
    passed = run_case(replace(result.case, law=IF_PROPOSALS_PASS))
    assert compared["a"].npv_if_passed == passed.options["a"].metrics["npv"]
    assert compared["a"].npv_in_force == result.options["a"].metrics["npv"]
    assert compared["a"].revision > 0
    assert compared["a"].ceiling_if_passed == 0.0


def budget_case(**inputs: float | str) -> OptionResult:
    """Two years from 1 July 2027, in use at once, nothing growing; 182 or 184 of the 366 days of a year in each year."""
    plain = {"term_years": 2, "construction_months": 0, "ramp_up_months": 0, "municipal_interest_rate": 0.02}
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
    with_them = {each.year: getattr(each, field) for each in budget_years(budget_case(**inputs))}
    without = {each.year: getattr(each, field) for each in budget_years(budget_case())}
    return {year: with_them[year] - without[year] for year in with_them}


def test_the_budget_is_per_calendar_year_also_when_the_case_starts_in_july() -> None:
    """366,000 depreciated in two years: 1 July 2027 to 30 June 2028 has 366 days, of which 184 in 2027; the next has 365.

    Interest 2%: 7,320 in the first year, 3,660 in the second.
    """
    found = added({"municipal_contribution": 366_000}, "charges")
    first, second = 183_000 + 7_320, 183_000 + 3_660
    assert found[2027] == pytest.approx(first * 184 / 366)
    assert found[2028] == pytest.approx(first * 182 / 366 + second * 184 / 365)
    assert found[2029] == pytest.approx(second * 181 / 365)


def test_what_is_paid_at_the_start_is_cash_of_that_year() -> None:
    found = added({"municipal_contribution": 366_000}, "cash_flow")
    assert found == pytest.approx({2027: -366_000, 2028: 0, 2029: 0}, abs=0.01)


def test_a_grant_counts_in_the_calendar_year_of_its_day() -> None:
    """At the end of the first year, 30 June 2028: 50 homes of two beds x 7,000."""
    inputs = {"use_function": "housing", "realisation_grant_use": "on", "realisation_grant_per_home": 7_000}
    found = added(inputs | {"beds_per_unit": 2}, "income")
    assert found == pytest.approx({2027: 0, 2028: 350_000, 2029: 0}, abs=0.01)


def test_calendar_years_hold_all_of_the_budget(result: CaseResult) -> None:
    for outcome in result.options.values():
        years = budget_years(outcome)
        rows = summed_rows(outcome, "budget_")
        assert sum(each.result for each in years) == pytest.approx(sum(rows["budget_result"]), abs=0.01)
        cash = sum(outcome.lines["municipality_cash_flow"])
        assert sum(each.cash_flow for each in years) == pytest.approx(cash, abs=0.01)


def line_of(option: OptionResult, key: str) -> tuple[str, str]:
    found = next(line for line in municipal_lines(option) if line.key == f"municipality_{key}")
    return found.use, found.status


def test_a_line_of_the_municipality_is_off_on_or_local() -> None:
    plain = budget_case(brp_share=0.5)
    assert line_of(plain, "care") == ("off", "")
    assert line_of(plain, "contribution") == ("off", "")
    assert line_of(plain, "permit_fees") == ("on", "derived")
    local = budget_case(brp_share=0.5, care_use="local", care_cost=10, permit_fee_share=0.02, tourist_tax_per_night=2)
    assert line_of(local, "care") == ("local", "given")
    assert line_of(local, "permit_fees") == ("local", "given")
    assert line_of(local, "tourist_tax") == ("local", "given")


def test_a_line_has_the_weakest_status_of_what_it_rests_on() -> None:
    """The fund's base per inhabitant is derived; the distribution factor is an assumption."""
    assert line_of(budget_case(brp_share=0.5), "fund") == ("on", "assumption")


def test_every_line_of_the_municipalitys_books_has_a_use(result: CaseResult) -> None:
    """Counted from the business case: each booking with the municipality, own lines apart, and VAT paid and returned."""
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
    assert {same.get(key, key) for key in booked} == set(MUNICIPAL_LINES)


@pytest.mark.parametrize("option", ["a", "m"])
def test_kinds_of_flow_add_up_to_what_was_paid_in_all(result: CaseResult, option: str) -> None:
    kinds = paid_by_kind(result.options[option])
    for (payer, payee), total in paid_in_all(result.options[option]).items():
        assert sum(amount for (a, b, _), amount in kinds.items() if (a, b) == (payer, payee)) == pytest.approx(total)
    assert kinds["resident", "operator", "price"] > 0
