"""Sums a page shows: who paid whom, what registration moves, the law now and to come."""

from __future__ import annotations

from dataclasses import replace

import pytest

from model.case import Component, Option
from model.case.example import example_case
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.outcomes.overview import (
    ledger_totals,
    paid_by_kind,
    paid_in_all,
    reconciliation_gap,
    registration_effect,
    summed_rows,
)


@pytest.fixture(scope="module")
def result() -> CaseResult:
    """The example, with nobody of short stay registered, and half short stay with half new build."""
    case = example_case("GM1783").with_input("a", "brp_share", 0.0)
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


@pytest.mark.parametrize("option", ["a", "m"])
def test_kinds_of_flow_add_up_to_what_was_paid_in_all(result: CaseResult, option: str) -> None:
    kinds = paid_by_kind(result.options[option])
    for (payer, payee), total in paid_in_all(result.options[option]).items():
        assert sum(amount for (a, b, _), amount in kinds.items() if (a, b) == (payer, payee)) == pytest.approx(total)
    assert kinds["resident", "operator", "price"] > 0
