"""The model checks itself, and the checks can fail."""

from __future__ import annotations

import importlib
import inspect
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

import pytest

import model.evaluation
import model.lines.bookings
import model.lines.business_case
import model.quality
import model.scenarios
from model.case import Component, Option
from model.evaluation import CaseResult, run_case
from model.example import example_case
from model.lines.business_case import build_business_case
from model.quality import FAILED, PASSED, UNKNOWN, Check, formula_fingerprint, run_checks, worst
from tests.support.random_cases import random_case

pytestmark = pytest.mark.thorough


def forget_formulas() -> None:
    """Drop every compiled or built formula, so that a change of one takes effect."""
    model.lines.business_case._build.cache_clear()
    model.lines.business_case._build_mix.cache_clear()
    model.evaluation._program.cache_clear()
    model.evaluation._mix_program.cache_clear()
    model.scenarios._program.cache_clear()
    model.scenarios._mix_program.cache_clear()


@pytest.fixture
def fresh_formulas() -> Iterator[None]:
    forget_formulas()
    yield
    forget_formulas()


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
    + ["dead_slider", "published", "parity", "operator_ledger", "municipality_ledger"],
)
def test_every_rule_is_tested(rule: str, checks: tuple[Check, ...]) -> None:
    assert any(check.rule == rule for check in checks)


@dataclass(frozen=True)
class Mistake:
    """A formula written wrong: in which module, the right words and the wrong ones, and the rules that must notice."""

    module: str
    right: str
    wrong: str
    noticed_by: frozenset[str]


MISTAKES = {
    "a ledger counts half of what a party pays": Mistake(
        "ledgers", "receipts - payments)", "receipts - payments / 2)", frozenset({"ledgers", "operator_ledger"})
    ),
    "the municipality's costs are forgotten": Mistake(
        "municipality", "income - costs)", "income)", frozenset({"municipality_ledger"})
    ),
    "interest is not booked": Mistake("bookings", "        financing.interest,\n", "", frozenset({"operator_ledger"})),
    "the fee is not taken from the loan": Mistake(
        "financing",
        "drawdown - fee - debt_service",
        "drawdown - debt_service",
        frozenset({"sources_are_uses", "balance"}),
    ),
    "half of the loan is drawn": Mistake(
        "financing",
        "/ (investment + no_investment)",
        "/ (investment + investment + no_investment)",
        frozenset({"loan_is_drawn"}),
    ),
    "the last repayment leaves a debt": Mistake(
        "financing",
        "timeline.is_last * (opening + drawdown - repayment)",
        "timeline.is_last * (opening - opening)",
        frozenset({"debt_ends_at_zero"}),
    ),
    "depreciation is taken twice from the profit": Mistake(
        "tax", "flows.replacement - depreciation -", "flows.replacement - depreciation * 2 -", frozenset({"balance"})
    ),
    "the npv forgets the end": Mistake(
        "metrics",
        'Line("npv_project", running + terminal)',
        'Line("npv_project", running)',
        frozenset({"npv_two_ways"}),
    ),
    "costs are added to income": Mistake(
        "operation",
        "tourist_tax_charged - operating_costs - ground_lease",
        "tourist_tax_charged + operating_costs - ground_lease",
        frozenset({"direction_down"}),
    ),
    "a higher price earns less": Mistake(
        "operation",
        'Line("rent_paid", weeks *',
        'Line("rent_paid", (0 - weeks) *',
        frozenset({"direction_up"}),
    ),
    "soft costs are left out": Mistake(
        "investment",
        'building_costs * Input("soft_cost_share")',
        'building_costs * 0 * Input("soft_cost_share")',
        frozenset({"dead_slider"}),
    ),
    "a yearly return is a return per period of two years": Mistake(
        "metrics", "(1 + per_period) ** m - 1)", "(1 + per_period) ** (m * 2) - 1)", frozenset({"published"})
    ),
}


def put_in(monkeypatch: pytest.MonkeyPatch, mistake: Mistake) -> None:
    """Use the module with the wrong formula wherever its functions are used."""
    original = importlib.import_module(f"model.lines.{mistake.module}")
    source = inspect.getsource(original)
    assert source.count(mistake.right) == 1, "the right formula stands once in the module"
    wrong = ModuleType(original.__name__)
    exec(compile(source.replace(mistake.right, mistake.wrong), "wrong.py", "exec"), vars(wrong))  # noqa: S102
    for user in (model.lines.business_case, model.lines.bookings):
        for name, value in list(vars(user).items()):
            if inspect.isfunction(value) and value.__module__ == original.__name__:
                monkeypatch.setattr(user, name, vars(wrong)[name])


@pytest.mark.parametrize("what", MISTAKES)
def test_a_deliberately_broken_formula_turns_it_red(
    what: str, monkeypatch: pytest.MonkeyPatch, fresh_formulas: None
) -> None:
    case = example_case("GM1783").with_input("d", "loan_fee", 0.01).with_input("d", "loan_years", 60.0)
    put_in(monkeypatch, MISTAKES[what])
    found = run_checks(run_case(replace(case, options=(case.option("d"),))))
    assert worst(found) == FAILED
    assert {check.rule for check in found if check.status == FAILED} >= MISTAKES[what].noticed_by


def test_there_is_a_mistake_for_every_rule(checks: tuple[Check, ...]) -> None:
    noticed = set().union(*(mistake.noticed_by for mistake in MISTAKES.values()))
    assert {check.rule for check in checks} - noticed == {"parity"}


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
    monkeypatch.setattr(model.quality, "PARITY_RECORD", path)
    return model.quality._parity().status


@pytest.mark.parametrize("seed", range(12))
def test_the_invariants_hold_in_random_cases(seed: int) -> None:
    from model.quality import _invariants

    result = run_case(random_case(seed))
    parts = [part for option in result.options.values() for part in (option.computed, *option.components)]
    assert [check for part in parts for check in _invariants(result.case, part) if check.status == FAILED] == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_check_has_words(language: str, checks: tuple[Check, ...]) -> None:
    assert all(check.text(language) for check in checks)


def test_formulas_are_built_once() -> None:
    structure = every_type().options["a"].resolved[0].structure
    assert build_business_case(structure) is build_business_case(structure)
