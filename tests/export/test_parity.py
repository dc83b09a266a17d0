"""The workbook, recalculated by another engine (IronCalc), says what the engine says.

Before and after inputs are changed in it.

`test_parity_office` recalculates one workbook per feature in LibreOffice, and what IronCalc does otherwise;
`test_rules_...` guard what is known to differ in Excel. Most cases here are quick; the others are among the thorough.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from model.case import Case, Option
from model.case.example import example_case
from model.engine.run import run_case
from model.export.workbook.layout import place_models
from tests.export.cases import COUNCIL_CASES, council_case, large_case
from tests.support.parity import differences, failed_checks, input_cells, write
from tests.support.random_cases import SEEDS, WIDE_SEEDS, random_case, wide_case
from tests.support.spreadsheet import Spreadsheet, finds_balances
from tests.support.workbook_edits import as_it_stood, auditors_edits, input_names, ten_edits

OWN_LINES_ALONE, MIX = 4, 5
"""The kind of a random case, by the remainder of its seed over six."""


def seeds(every: Iterable[int], quick: Iterable[int]) -> list[object]:
    """Seeds as parameters: those not in `quick` are among the thorough tests."""
    chosen = set(quick)
    return [seed if seed in chosen else pytest.param(seed, marks=pytest.mark.thorough) for seed in every]


def assert_equals_engine(case: Case, folder: Path) -> None:
    result = run_case(case)
    recalculated = Spreadsheet(write(result, folder)).recalculate()
    assert differences(result, place_models(result), recalculated, with_balances=finds_balances(case))[:5] == []
    assert failed_checks(recalculated) == []


@pytest.mark.parametrize("seed", seeds((seed for seed in SEEDS if seed % 6 == MIX), (11,)))
def test_recalculated_workbook_of_a_mix_equals_engine(seed: int, tmp_path: Path) -> None:
    """The others are compared before and after ten changes."""
    assert_equals_engine(random_case(seed), tmp_path)


@pytest.mark.thorough
def test_recalculated_workbook_of_the_largest_case_equals_engine(tmp_path: Path) -> None:
    """Two options of a hundred own lines and a mix of eleven: subtotals on subtotals."""
    assert_equals_engine(large_case(), tmp_path)


@pytest.mark.thorough
@pytest.mark.parametrize("what", COUNCIL_CASES)
@pytest.mark.parametrize(("start", "periods_per_year"), [("2027-01-01", 1), ("2026-07-15", 4)])
def test_workbook_of_the_councils_side_equals_engine(
    what: str, start: str, periods_per_year: int, tmp_path: Path
) -> None:
    """Guarantees, moves, own lines between operator and municipality."""
    assert_equals_engine(council_case(what, start, periods_per_year), tmp_path)


@pytest.mark.parametrize("seed", seeds((seed for seed in SEEDS if seed % 6 < OWN_LINES_ALONE), (0, 8, 12)))
def test_ten_inputs_changed_inside_the_workbook_give_what_the_engine_gives(seed: int, tmp_path: Path) -> None:
    case = random_case(seed)
    before = run_case(case)
    places, with_balances = place_models(before), finds_balances(case)
    sheet = Spreadsheet(write(before, tmp_path))
    recalculated = sheet.recalculate()
    assert differences(before, places, recalculated, with_balances=with_balances)[:5] == []
    assert failed_checks(recalculated) == []
    edits = {f"x.{key}": value for key, value in ten_edits(case, random.Random(seed)).items()}
    cells = input_cells(recalculated, edits)
    changed = as_it_stood(before)
    for name, value in edits.items():
        changed = changed.with_input("x", name.removeprefix("x."), value)
    after = run_case(changed)
    again = sheet.recalculate({cells[name]: value for name, value in edits.items()})
    assert differences(after, places, again, with_balances=with_balances)[:5] == []


@pytest.mark.parametrize("seed", seeds(WIDE_SEEDS, (1, 3, *range(0, 14, 2))))
def test_any_ten_input_cells_changed_give_what_the_engine_gives(seed: int, tmp_path: Path) -> None:
    """Dates, beds, choices, growth paths, own lines, blanks: whatever an auditor may change."""
    assert_ten_cells_may_change(wide_case(seed), seed, tmp_path)


@pytest.mark.parametrize("seed", [seed for seed in SEEDS if seed % 6 == OWN_LINES_ALONE])
def test_any_ten_cells_of_own_lines_changed_give_what_the_engine_gives(seed: int, tmp_path: Path) -> None:
    assert_ten_cells_may_change(random_case(seed), seed, tmp_path)


def assert_ten_cells_may_change(case: Case, seed: int, folder: Path) -> None:
    before = run_case(case)
    places, with_balances = place_models(before), finds_balances(before.case)
    sheet = Spreadsheet(write(before, folder))
    recalculated = sheet.recalculate()
    assert differences(before, places, recalculated, with_balances=with_balances)[:5] == []
    assert failed_checks(recalculated) == []
    edits, after = auditors_edits(before, input_names(recalculated), random.Random(seed))
    assert len(edits) == 10
    cells = input_cells(recalculated, edits)
    again = sheet.recalculate({cells[name]: value for name, value in edits.items()})
    assert differences(after, places, again, with_balances=with_balances)[:5] == [], edits
    assert failed_checks(again) == []


def new_build() -> Case:
    return replace(example_case("GM1783"), options=(Option("x", "new_build", "permanent"),))


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "check"),
    [
        ("Invoer", "x.term_years", 60.0, "x.term_fits"),
        ("Optie x", "closing_balance", 12345.0, "x.loan_repaid"),
        ("Optie x", "equity_cash_flow", 12345.0, "x.equity_adds_up"),
        ("Optie x", "ledger_municipality", 12345.0, "x.ledgers"),
        ("Begroting", "x.budget_year_3", 12345.0, "x.budget_years_add_up"),
        ("Optie x", "cash_received", 12345.0, "x.cash_adds_up"),
    ],
)
def test_a_check_turns_red_when_an_input_or_a_formula_is_spoilt(
    sheet: str, cell: str, value: float | str, check: str, tmp_path: Path
) -> None:
    workbook = Spreadsheet(write(run_case(new_build()), tmp_path))
    rows = {row[0]: number for number, row in enumerate(workbook.recalculate().sheets[sheet], start=1)}
    column = "C" if sheet in {"Invoer", "Begroting"} else "K"
    wrong = failed_checks(workbook.recalculate({(sheet, f"{column}{rows[cell]}"): value}))
    assert any(problem.startswith(f"{check}:") for problem in wrong)
    assert "master check on Voorblad" in wrong and f"master check on {sheet}" in wrong
