"""What workbooks were compared with holds as long as their formulas do, and not a formula longer."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

import model.parameters.table
from model.case import Case
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.export.workbook.fingerprint import (
    formula_fingerprint,
    reference_case,
    reference_result,
    workbook_fingerprint,
)
from model.export.workbook.layout import models_of
from model.parameters.table import Default, defaults, parameters
from tests.support.mistakes import MISTAKES, put_in, source_of, use_source
from tests.support.random_cases import random_case, wide_case


def small_case() -> Case:
    """The reference case's first option without own lines: all ordinary lines, quickly written."""
    case = reference_case()
    return replace(case, options=(replace(case.options[0], own_lines=()),))


@pytest.fixture(scope="module")
def fingerprint() -> str:
    return workbook_fingerprint(run_case(small_case()))


# What leaves it as it is


@pytest.mark.usefixtures("fresh_formulas")
def test_a_moved_module_and_a_changed_comment_leave_the_record_valid(
    fingerprint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = f"# A comment.\n{source_of('financing')}\n# And one more.\n"
    use_source(monkeypatch, "financing", moved, name="model.lines.elsewhere.loan")
    assert workbook_fingerprint(run_case(small_case())) == fingerprint


def test_other_default_values_leave_the_record_valid(fingerprint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = run_case(small_case())
    other = {key: tuple(otherwise(row) for row in rows) for key, rows in defaults().items()}
    monkeypatch.setattr(model.parameters.table, "defaults", lambda: other)
    after = run_case(small_case())
    assert after.options["a"].metrics["npv"] != before.options["a"].metrics["npv"]
    assert workbook_fingerprint(after) == fingerprint


def otherwise(row: Default) -> Default:
    """A default a tenth higher, or another choice."""
    parameter = parameters()[row.key]
    if isinstance(row.typical, float):
        return replace(row, typical=row.typical + 1 if parameter.kind == "integer" else row.typical * 1.1)
    if parameter.kind == "choice" and row.typical is not None:
        others = [choice for choice in parameter.choices if choice != row.typical]
        return replace(row, typical=others[0])
    return row


def test_other_inputs_and_words_leave_the_record_valid(fingerprint: str) -> None:
    case = replace(small_case().with_input("a", "price_per_bed_week", 250.0), name="Another", beds=17.0)
    option = replace(case.options[0], label="=Called otherwise")
    assert workbook_fingerprint(run_case(replace(case, options=(option,)))) == fingerprint


def test_a_notice_more_leaves_the_record_valid(fingerprint: str) -> None:
    result = run_case(small_case())
    option = result.options["a"]
    told = replace(option, warnings=(*option.warnings, replace(option.warnings[0], code="check_competition")))
    assert workbook_fingerprint(replace(result, options={"a": told})) == fingerprint


# What makes it outdated


@pytest.mark.usefixtures("fresh_formulas")
def test_a_changed_formula_makes_the_record_outdated(fingerprint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    put_in(monkeypatch, MISTAKES["the last repayment leaves a debt"])
    assert workbook_fingerprint(run_case(small_case())) != fingerprint


@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("model.export.workbook.budget_sheet.SPARE", 2),
        pytest.param("model.export.workbook.checks_sheet.CENT", 1.0, marks=pytest.mark.thorough),
        pytest.param(
            "model.export.workbook.irr_sheet.SETTINGS",
            (("dust_share", 0.5), ("balance_tolerance", 0.5)),
            marks=pytest.mark.thorough,
        ),
    ],
    ids=["another row", "a looser check", "another constant"],
)
def test_another_layout_or_constant_makes_the_record_outdated(
    what: str, value: object, fingerprint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(what, value)
    assert workbook_fingerprint(run_case(small_case())) != fingerprint


@pytest.mark.thorough
@pytest.mark.usefixtures("fresh_formulas")
@pytest.mark.parametrize("what", MISTAKES)
def test_every_mistake_makes_the_record_outdated(what: str, fingerprint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    put_in(monkeypatch, MISTAKES[what])
    assert workbook_fingerprint(run_case(small_case())) != fingerprint


# What it is taken of


@pytest.mark.thorough
def test_every_line_of_the_compared_workbooks_stands_in_the_one_it_is_taken_of() -> None:
    """Lines of own lines and of subtotals are numbered: another number is the same formula."""

    def lines(result: CaseResult) -> set[str]:
        keys = (line.key for model, _ in models_of(result) for line in model.business_case.lines)
        return {re.sub(r"\d+", "1", key) for key in keys}

    compared = [*map(random_case, range(12)), *map(wide_case, range(12))]
    assert set().union(*(lines(run_case(case)) for case in compared)) <= lines(reference_result())


@pytest.mark.thorough
def test_the_fingerprint_is_short_and_always_the_same() -> None:
    assert re.fullmatch("[0-9a-f]{16}", formula_fingerprint())
    assert formula_fingerprint.__wrapped__() == formula_fingerprint()
