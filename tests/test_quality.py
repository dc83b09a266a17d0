"""The model checks itself, and the checks can fail."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import model.evaluation
import model.lines.bookings
import model.lines.business_case
from model.case import Component, Option
from model.evaluation import CaseResult, run_case
from model.example import example_case
from model.lines.business_case import build_business_case
from model.lines.financing import Financing
from model.lines.ledgers import Booking
from model.quality import FAILED, PASSED, Check, run_checks, worst
from tests.support.random_cases import random_case


def forget_formulas() -> None:
    """Drop every compiled or built formula, so that a change of one takes effect."""
    model.lines.business_case._build.cache_clear()
    model.lines.business_case._build_mix.cache_clear()
    model.evaluation._program.cache_clear()
    model.evaluation._mix_program.cache_clear()


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
    ["ledgers", "sources_are_uses", "debt_ends_at_zero", "balance", "npv_two_ways", "direction_up", "direction_down"]
    + ["dead_slider", "published", "parity", "operator_ledger", "municipality_ledger"],
)
def test_every_rule_is_tested(rule: str, checks: tuple[Check, ...]) -> None:
    assert any(check.rule == rule for check in checks)


def test_a_deliberately_broken_formula_turns_it_red(monkeypatch: pytest.MonkeyPatch, fresh_formulas: None) -> None:
    """The interest is left out of the ledgers: the operator's no longer equals its cash flow."""
    complete = model.lines.bookings.financing_bookings

    def without_interest(financing: Financing) -> tuple[Booking, ...]:
        return tuple(booking for booking in complete(financing) if booking.line.key != "interest")

    monkeypatch.setattr(model.lines.bookings, "financing_bookings", without_interest)
    found = run_checks(run_case(example_case("GM1783")))
    assert worst(found) == FAILED
    assert {check.rule for check in found if check.status == FAILED} == {"operator_ledger"}


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
