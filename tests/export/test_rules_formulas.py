"""The workbook's rules (design: the workbook) on its formulas: no numbers, short, and one per row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pytest

from model.engine.run import run_case
from model.export.workbook.layout import FIRST_PERIOD, models_of, place_models
from model.export.workbook.workbook import export_case
from tests.export.cases import large_case
from tests.export.rule_workbooks import HEAD_ROWS, ID_ROW, Made, body, calculation_sheets
from tests.support.workbook_rules import BookFile, Cell, without_references

pytestmark = pytest.mark.thorough


ALLOWED = {"0", "1", "2", "12", "100", "365"}
FUNCTIONS = {
    "ABS",
    "AVERAGE",
    "CHOOSE",
    "COUNT",
    "COUNTIF",
    "DATE",
    "EDATE",
    "EXACT",
    "FV",
    "IF",
    "INDEX",
    "INT",
    "ISBLANK",
    "ISFORMULA",
    "ISNUMBER",
    "ISTEXT",
    "MATCH",
    "MAX",
    "MIN",
    "MONTH",
    "NPV",
    "PMT",
    "RIGHT",
    "ROWS",
    "SIGN",
    "SUM",
    "SUMIF",
    "YEAR",
}
"""All in Excel 2007 and LibreOffice 4 but ISFORMULA, which came with Excel 2013 and LibreOffice 4.2."""
LONGEST = 130
MOST_REFERENCES = 16


def test_formulas_hold_no_numbers_but_the_allowed_ones(made: Made) -> None:
    number = re.compile(r"(?<![A-Za-z_.\d])\d+(?:\.\d+)?(?:E[+-]?\d+)?")
    everything = [cell.formula or "" for cell in made.file.formulas] + made.file.other_formulas()
    assert {written for formula in everything for written in number.findall(without_references(formula))} <= ALLOWED


def test_only_functions_that_old_spreadsheets_know(made: Made) -> None:
    used = {name for cell in made.file.formulas for name in re.findall(r"([A-Z][A-Z0-9.]+)\(", cell.formula or "")}
    assert used <= FUNCTIONS
    # What came after 2007 carries a prefix in the file, or Excel does not know it.
    newer = {name for cell in made.file.formulas for name in re.findall(r"_xl\w+\.(\w+)", cell.formula or "")}
    assert newer <= {"ISFORMULA"}
    bare = [cell.place for cell in made.file.formulas if re.search(r"(?<!_xlfn\.)ISFORMULA", cell.formula or "")]
    assert bare == []


def test_no_formula_nests_ifs(made: Made) -> None:
    for formula in {without_references(cell.formula or "") for cell in made.file.formulas}:
        assert deepest_if(formula) <= 1, formula


def deepest_if(formula: str) -> int:
    """How many IFs enclose each other at most."""
    enclosing: list[bool] = []
    most = 0
    for part in re.findall(r"[A-Z.]*\(|\)", formula):
        if part == ")":
            enclosing.pop()
        else:
            enclosing.append(part == "IF(")
            most = max(most, sum(enclosing))
    return most


def test_nested_ifs_would_be_seen() -> None:
    assert deepest_if("IF(SUM(IF(,,)),,)") == 2
    assert deepest_if("IF(,,)*IF(,,)") == 1


def test_formulas_are_short_enough_to_explain(made: Made) -> None:
    assert_short(made.file)


def assert_short(file: BookFile, names: Mapping[str, str] | None = None) -> None:
    """`names` gives sheets called after a long name of the user's a shorter one: theirs tells nothing of length."""
    for cell in file.formulas:
        formula = cell.formula or ""
        for name, short in (names or {}).items():
            formula = formula.replace(f"'{name}'!", f"'{short}'!")
        assert len(formula) <= LONGEST, (cell.place, formula)
        assert len(re.findall(r"\$?[A-Z]{1,3}\$?\d+", cell.formula or "")) <= MOST_REFERENCES, cell.formula


def test_a_row_is_one_formula_across_the_timeline(made: Made) -> None:
    assert rows_of_one_formula(made.file, (*calculation_sheets(made), "Gemeente", "IRR")) > 100


def rows_of_one_formula(file: BookFile, sheets: Iterable[str]) -> int:
    """How many rows there are on sheets with a timeline; each is the same in R1C1 in all its columns."""
    checked = 0
    for sheet in sheets:
        rows: dict[int, list[Cell]] = {}
        for (row, column), cell in file.cells[sheet].items():
            if row > HEAD_ROWS and column > FIRST_PERIOD and cell.formula is not None:
                rows.setdefault(row, []).append(cell)
        for cells in rows.values():
            assert len({cell.r1c1 for cell in cells}) == 1, cells[0].place
            columns = [cell.column for cell in cells]
            assert columns == list(range(FIRST_PERIOD + 1, FIRST_PERIOD + 1 + len(cells)))
            checked += 1
    return checked


def test_the_largest_case_has_formulas_as_short_as_any() -> None:
    """A hundred own lines in two options and a mix of eleven: sums are cut into subtotals, rows like the others."""
    result = run_case(large_case())
    file = BookFile(export_case(result))
    sheets = [place.sheet for place in place_models(result).values()]
    assert_short(file, {sheet: f"Optie {number}" for number, sheet in enumerate(sheets)})
    assert rows_of_one_formula(file, sheets) > 2000


def test_a_row_of_a_calculation_sheet_fills_every_period(made: Made) -> None:
    for model, _ in models_of(made.result):
        place = place_models(made.result)[model.name]
        cells = made.file.cells[place.sheet]
        for key in model.rows:
            row = place.rows[key]
            assert all((row, FIRST_PERIOD + 1 + period) in cells for period in range(model.last_period + 2)), key


def test_a_column_of_the_index_tables_is_one_formula(made: Made) -> None:
    columns: dict[int, set[str]] = {}
    for cell in body(made, "Jaren"):
        if cell.formula is not None:
            columns.setdefault(cell.column, set()).add(cell.r1c1)
    assert columns and all(len(formulas) == 1 for formulas in columns.values())


def test_no_shared_formula_names_another_sheet(made: Made) -> None:
    """Excel's format has no place for it, and other writers never do it (EPPlus issue 253: Excel finds it corrupt)."""
    shared = [cell for cell in made.file.formulas if cell.is_shared]
    assert shared, "else this looks at nothing"
    assert [cell.place for cell in shared if "!" in (cell.formula or "")] == []


def test_the_same_column_is_the_same_period_on_every_sheet(made: Made) -> None:
    headers = {
        sheet: made.file.row_values(sheet, ID_ROW, FIRST_PERIOD + 1)
        for sheet in (*calculation_sheets(made), "Gemeente", "IRR")
    }
    longest = max((header for header in headers.values()), key=len)
    for sheet, header in headers.items():
        ahead = header if sheet in {"Gemeente", "IRR"} else header[:-1]
        assert ahead == longest[: len(ahead)] or ahead == headers["IRR"][: len(ahead)], sheet


def test_period_labels_are_the_engines(made: Made) -> None:
    for option, outcome in made.result.options.items():
        sheet = place_models(made.result)[option].sheet
        labels = made.file.row_values(sheet, ID_ROW, FIRST_PERIOD + 1)
        assert tuple(labels[:-1]) == outcome.periods


def test_loan_loss_pool_and_cash_are_corkscrews(example: Made) -> None:
    """Opening + in - out = closing, and the opening is the closing of the period before."""
    place = place_models(example.result)["a"]

    def formula(key: str) -> str:
        return example.file.cells[place.sheet][place.rows[key], FIRST_PERIOD + 1].formula or ""

    def here(key: str) -> str:
        return f"F{place.rows[key]}"

    def before(key: str) -> str:
        return f"E{place.rows[key]}"

    loan = f"{here('opening_balance')}+{here('drawdown')}-{here('repayment')}-{here('final_repayment')}"
    assert formula("closing_balance") == loan
    assert formula("opening_balance") == before("closing_balance")
    assert formula("loss_pool") == f"{here('loss_pool_opening')}+{here('loss_added')}-{here('loss_used')}"
    assert formula("loss_pool_opening") == before("loss_pool")
    cash = f"{here('cash_opening')}+{here('cash_received')}-{here('cash_paid')}"
    assert formula("cumulative_cash_flow") == cash
    assert formula("cash_opening") == before("cumulative_cash_flow")


def test_a_balance_has_no_total(example: Made) -> None:
    """Debts of all years added up mean nothing; what is drawn and repaid does."""
    place = place_models(example.result)["a"]
    cells = example.file.cells[place.sheet]
    rows = {key: (place.rows[key], 4) in cells for key in ("closing_balance", "cumulative_cash_flow", "repayment")}
    assert rows == {"closing_balance": False, "cumulative_cash_flow": False, "repayment": True}
