"""The check of the trade-off finds a score that is not the sum, and an option on top that is always beaten."""

from __future__ import annotations

from dataclasses import replace

import pytest

from model.case.example import example_case
from model.checks import FAILED, PASSED
from model.checks.trade_off import trade_off_checks
from model.decide.trade_off import Weighing, trade_off
from model.engine.results import CaseResult
from model.engine.run import run_case


@pytest.fixture(scope="module")
def outcome() -> CaseResult:
    return run_case(example_case("GM1783"))


def checked(result: CaseResult, weighing: Weighing, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    monkeypatch.setattr("model.checks.trade_off.trade_off", lambda _result: weighing)
    return {check.of: check.status for check in trade_off_checks(result)}


def test_a_trade_off_as_it_is_passes(outcome: CaseResult) -> None:
    assert {check.status for check in trade_off_checks(outcome)} == {PASSED}


def test_a_score_that_is_not_the_sum_is_found(outcome: CaseResult, monkeypatch: pytest.MonkeyPatch) -> None:
    weighing = trade_off(outcome)
    off = {option: replace(total, value=(total.value or 0.0) + 1.0) for option, total in weighing.totals.items()}
    one = next(iter(off))
    totals = {**weighing.totals, one: off[one]}
    statuses = checked(outcome, replace(weighing, totals=totals), monkeypatch)
    assert [option for option, status in statuses.items() if status == FAILED] == [one]


def test_an_option_on_top_that_is_always_beaten_is_found(outcome: CaseResult, monkeypatch: pytest.MonkeyPatch) -> None:
    weighing = trade_off(outcome)
    best = weighing.best[0]
    other = next(option for option in weighing.totals if option != best)
    statuses = checked(outcome, replace(weighing, dominated={best: (other,)}), monkeypatch)
    assert statuses[best] == FAILED
