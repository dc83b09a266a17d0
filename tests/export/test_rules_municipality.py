"""The workbook's rules (design: the workbook) on the sheets of the municipality and its budget."""

from __future__ import annotations

from dataclasses import replace

import pytest

from model.case import Option
from model.case.example import example_case
from model.engine.run import run_case
from model.export.workbook.layout import FIRST_PERIOD
from model.export.workbook.workbook import export_case
from model.outcomes.budget import budget_years
from model.outcomes.municipality import municipal_lines, surety
from model.words.texts import text
from tests.export.rule_workbooks import Made, body
from tests.support.workbook_rules import BookFile

pytestmark = pytest.mark.thorough


def test_gemeente_shows_each_ledger_and_reconciles(made: Made) -> None:
    rows = {cell.value: cell.row for cell in body(made, "Gemeente") if cell.column == 1}
    cells = made.file.cells["Gemeente"]
    for option, outcome in made.result.options.items():
        ledgers = [rows[f"{option}.ledger_{party}"] for party in _PARTIES]
        for period in range(len(outcome.periods)):
            column = FIRST_PERIOD + 1 + period
            assert sum(cells[row, column].number or 0.0 for row in ledgers) == pytest.approx(0, abs=1e-5)
            reconciled = cells[rows[f"{option}.reconcile_municipality"], column].number
            assert reconciled is not None and reconciled == pytest.approx(0, abs=1e-5)


def test_gemeente_says_of_each_line_whether_it_counts_and_what_it_rests_on(made: Made) -> None:
    rows = {cell.value: cell.row for cell in body(made, "Gemeente") if cell.column == 1}
    cells = made.file.cells["Gemeente"]
    shown = {key: cells[row, 5].value for key, row in rows.items() if (row, 5) in cells}
    for outcome in made.result.options.values():
        for line in municipal_lines(outcome):
            words_ = [text(f"ui_use_{line.use}", made.language)]
            words_ += [text(f"xlsx_status_{line.status}", made.language)] if line.status else []
            assert shown[f"{line.model}.{line.key}"] == " · ".join(words_)


def test_begroting_shows_each_calendar_year_as_the_engine_does(made: Made) -> None:
    rows = {cell.value: cell.row for cell in body(made, "Begroting") if cell.column == 1}
    cells = made.file.cells["Begroting"]
    for option, outcome in made.result.options.items():
        for number, year in enumerate(budget_years(outcome), start=1):
            row = rows[f"{option}.budget_year_{number}"]
            amounts = [cells[row, column].number for column in range(2, 7)]
            assert amounts == pytest.approx(
                [year.year, year.income, year.charges, year.result, year.cash_flow], abs=1e-6
            )


def test_begroting_says_what_must_be_checked_and_what_is_guaranteed() -> None:
    """New build with a relocation guarantee, on municipal land, with plan costs of which 60% is recovered."""
    inputs: dict[str, float | str] = {
        "term_years": 6,
        "use_function": "housing",
        "rent_regulated": "yes",
        "guarantee_use": "on",
        "rent_table": "home",
        "guaranteed_share": 0.6,
        "municipal_land_share": 1.0,
        "plan_costs_use": "local",
        "plan_costs": 80_000.0,
        "plan_cost_recovery_share": 0.6,
    }
    option = Option("x", "new_build", "relocatable", inputs=inputs)
    result = run_case(replace(example_case("GM1783"), options=(option,)))
    cells = BookFile(export_case(result)).cells["Begroting"]
    shown = {cell.value for cell in cells.values()}
    warned = [notice for notice in result.options["x"].warnings if notice.code.startswith("check_")]
    assert {"check_state_aid", "check_cost_recovery"} <= {notice.code for notice in warned}
    assert {notice.text("nl") for notice in warned} <= shown
    rows = {cell.value: cell.row for cell in cells.values() if cell.column == 1}
    guarantee = surety(result.options["x"])
    assert guarantee is not None and guarantee.guaranteed > 0
    assert cells[rows["x.surety_guaranteed"], 3].number == pytest.approx(guarantee.guaranteed)
    assert cells[rows["x.surety_municipal_expected"], 3].number == pytest.approx(guarantee.municipal_expected_loss)


def test_a_column_of_calendar_years_is_one_formula(made: Made) -> None:
    """Year by year the same in R1C1, in each block; only the first year is taken from the start."""
    blocks: dict[tuple[str, int], set[str]] = {}
    cells = made.file.cells["Begroting"]
    for cell in body(made, "Begroting"):
        if cell.column == 1 and ".budget_year_" in cell.value:
            name, _, number = cell.value.rpartition("_")
            for column in range(2 if number != "1" else 3, 13):
                blocks.setdefault((name, column), set()).add(cells[cell.row, column].r1c1)
    assert all(len(formulas) == 1 for formulas in blocks.values())


_PARTIES = ("operator", "municipality", "resident", "employer", "state", "outside")
