"""The model checks itself, and the checks can fail."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

import model.checks.parity
from model.case import Component, Option
from model.case.example import example_case
from model.checks import FAILED, PASSED, UNKNOWN, Check, run_checks, worst
from model.checks.every_kind import every_kind
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.export.workbook.fingerprint import formula_fingerprint
from model.law.norms import FLOOR_AREA, norms
from model.lines.business_case import build_business_case
from tests.support.mistakes import MISTAKES, put_in
from tests.support.random_cases import random_case

pytestmark = pytest.mark.thorough


def every_type() -> CaseResult:
    case = example_case("GM1783")
    more = (Option("e", "new_build", "relocatable"), Option("o", "own"))
    mix = Option("m", "mix", components=(Component("a", 0.5), Component("d", 0.5)))
    return run_case(type(case)(**{**vars(case), "options": (*case.options, *more, mix)}))


@pytest.fixture(scope="module")
def checks() -> tuple[Check, ...]:
    return run_checks(every_type())


def test_every_check_passes_on_a_case_with_every_type_of_option(checks: tuple[Check, ...]) -> None:
    assert [check for check in checks if check.status == FAILED] == []
    assert worst(checks) == PASSED


@pytest.mark.parametrize(
    "rule",
    [
        "ledgers",
        "sources_are_uses",
        "loan_is_drawn",
        "debt_ends_at_zero",
        "balance",
        "npv_two_ways",
        "direction_up",
        "direction_down",
    ]
    + ["dead_slider", "every_kind", "trade_off", "published", "back_test", "parity"]
    + ["operator_ledger", "municipality_ledger"],
)
def test_every_rule_is_tested(rule: str, checks: tuple[Check, ...]) -> None:
    assert any(check.rule == rule for check in checks)


def test_every_type_and_variant_is_tried_whatever_the_case_holds() -> None:
    """A case of short stay alone: every other kind, of own lines too, is tried at its defaults; a mix is of them."""
    case = example_case("GM1783")
    tried = list(every_kind(run_case(replace(case, options=(case.option("a"),)))))
    assert [check.subject for check in tried] == [
        "short_stay:",
        "mid_stay:",
        "conversion:office",
        "conversion:farm",
        "conversion:hotel",
        "conversion:holiday_park",
        "new_build:permanent",
        "new_build:relocatable",
        "own:",
    ]
    assert {check.status for check in tried} == {PASSED}
    assert (tried[2].about().text("nl"), tried[2].about().text("en")) == (
        "Transformatie: kantoor",
        "Conversion: office",
    )


def test_a_kind_that_no_norm_of_floor_area_is_for_turns_it_red(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of own lines nothing is tested: they house nobody themselves."""
    left = tuple(norm for norm in norms() if norm.quantity != FLOOR_AREA)
    monkeypatch.setattr("model.law.norms.norms", lambda: left)
    tried = list(every_kind(run_case(example_case("GM1783"))))
    assert {check.subject for check in tried if check.status == PASSED} == {"own:"}
    assert {check.status for check in tried} == {PASSED, FAILED}


@pytest.mark.usefixtures("fresh_formulas")
@pytest.mark.parametrize("what", MISTAKES)
def test_a_deliberately_broken_formula_turns_it_red(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    case = example_case("GM1783").with_input("d", "loan_fee", 0.01).with_input("d", "loan_years", 60.0)
    put_in(monkeypatch, MISTAKES[what])
    checks = run_checks(run_case(replace(case, options=(case.option("d"),))))
    assert worst(checks) == FAILED
    assert {check.rule for check in checks if check.status == FAILED} >= MISTAKES[what].noticed_by


def test_there_is_a_mistake_for_every_rule(checks: tuple[Check, ...]) -> None:
    noticed = set().union(*(mistake.noticed_by for mistake in MISTAKES.values()))
    # The trade-off is no formula of the business case: tests/checks/test_trade_off.py breaks it. The back-test is about
    # the defaults, within a wide band: tests/checks/test_back_test.py moves them.
    assert {check.rule for check in checks} - noticed == {"parity", "trade_off", "back_test"}


def test_formulas_that_changed_since_workbooks_were_recalculated_are_not_called_checked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    record = {"fingerprint": "other", "date": "2026-01-01", "workbooks": 3, "passed": True}
    assert parity_of(record, monkeypatch, tmp_path) == UNKNOWN


@pytest.mark.parametrize(("passed", "status"), [(True, PASSED), (False, FAILED)])
def test_workbooks_that_differ_from_the_engine_turn_it_red(
    passed: bool, status: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    record = {"fingerprint": formula_fingerprint(), "date": "2026-01-01", "workbooks": 3, "passed": passed}
    assert parity_of(record, monkeypatch, tmp_path) == status


def parity_of(record: dict[str, object], monkeypatch: pytest.MonkeyPatch, folder: Path) -> str:
    path = folder / "parity.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    monkeypatch.setattr(model.checks.parity, "PARITY_RECORD", path)
    return model.checks.parity.parity().status


@pytest.mark.parametrize("seed", range(12))
def test_the_invariants_hold_in_random_cases(seed: int) -> None:
    from model.checks.invariants import invariants

    result = run_case(random_case(seed))
    parts = [part for option in result.options.values() for part in (option.computed, *option.components)]
    assert [check for part in parts for check in invariants(result.case, part) if check.status == FAILED] == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_check_has_words(language: str, checks: tuple[Check, ...]) -> None:
    assert all(check.said().text(language) and check.about().text(language) for check in checks)


def test_formulas_are_built_once() -> None:
    structure = every_type().options["a"].resolved[0].structure
    assert build_business_case(structure) is build_business_case(structure)
