"""The workbook's rules (design: the workbook) on its checks: counted, and told on every sheet."""

from __future__ import annotations

import pytest

from tests.export.rule_workbooks import CHANGED_COLUMN, ID_ROW, Made, body
from tests.support.workbook_rules import Cell

pytestmark = pytest.mark.thorough


CHECK_CELL = (4, 3)


def test_the_master_check_stands_on_every_sheet(made: Made) -> None:
    for sheet, cells in made.file.cells.items():
        expected = "Controles!$C$4" if sheet != "Controles" else None
        cell = cells[CHECK_CELL]
        assert cell.number == 1 and (expected is None or cell.formula == expected)
        rules = made.file.book[sheet].conditional_formatting
        coloured = {str(area) for rule in rules for area in rule.sqref.ranges}
        assert "C4" in coloured


def test_the_master_check_counts_every_check(made: Made) -> None:
    rows = [cell.row for cell in body(made, "Controles") if cell.column == 4]
    master = made.file.cells["Controles"][CHECK_CELL]
    results = f"D{min(rows)}:D{max(rows)}"
    assert master.formula == f"IF(COUNTIF({results},1)=ROWS({results}),1,0)"
    assert rows == list(range(min(rows), max(rows) + 1))


def is_counted(cell: Cell) -> bool:
    """On Invoer only what tells of changes: a formula in an input cell is there to be typed over."""
    return cell.sheet != "Invoer" or cell.column == CHANGED_COLUMN


def test_formula_cells_are_counted_as_they_are(made: Made) -> None:
    """The numbers on Controles against a count by this test's own reader."""
    for cell in body(made, "Controles"):
        if cell.column == 1 and cell.value.endswith(".formulas_intact"):
            sheet = cell.value.removesuffix(".formulas_intact")
            cells = [cell for (row, _), cell in made.file.cells[sheet].items() if row >= ID_ROW]
            counted = sum(cell.formula is not None and is_counted(cell) for cell in cells)
            assert made.file.cells["Controles"][cell.row, 5].number == counted
