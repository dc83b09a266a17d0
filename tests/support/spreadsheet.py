"""Recalculation by IronCalc, a spreadsheet engine with nothing in common with ours or LibreOffice's.

No process, no profile, a tenth of a second a workbook.

What it computes otherwise than LibreOffice and Excel (found in version 0.9.1):

- In an array formula ISTEXT, ISNUMBER, ISBLANK and ISFORMULA do not go over a range cell by cell: they give one answer
  for all of it, or #VALUE!. The checks that count over ranges (`ARRAY_CHECKS`) are taken as passed.
- MATCH(x, range, 1) gives one of several equal values, not the last of them. The balances on Begroting look up a
  year so, and with more than one period a year there are several (`finds_balances`). The check that holds all amounts
  there against those of when it was made is then taken as passed too.

Both are left to the tests with LibreOffice.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import ironcalc
from openpyxl.utils import column_index_from_string
from openpyxl.utils.cell import coordinate_from_string

from model.case import Case
from model.export.workbook.layout import CHECKS, HEADER_ROW
from tests.support.recalculate import Recalculated

ARRAY_CHECKS = (
    "inputs_present",
    "inputs_are_numbers",
    "inputs_not_too_low",
    "inputs_not_too_high",
    "formulas_intact",
)
BALANCES_CHECK = "budget_as_made"
DIFFERENCE = 3
"""The column of a check's difference on Controles (counted from 1, as everywhere in IronCalc)."""


def finds_balances(case: Case) -> bool:
    """Whether each calendar year begins in one period only, so that looking one up has one answer."""
    return case.periods_per_year == 1


class Spreadsheet:
    """A workbook loaded from a file: edit it, recalculate it, read it, again and again."""

    def __init__(self, path: Path) -> None:
        self.model = ironcalc.load_from_xlsx(str(path))
        self.names = [str(sheet["name"]) for sheet in self.model.get_worksheets_properties()]
        self._formulas: dict[str, list[tuple[int, int]]] = {}
        checks = self.names.index(CHECKS)
        left_out = ARRAY_CHECKS if self._named("case.periods_per_year") == 1 else (*ARRAY_CHECKS, BALANCES_CHECK)
        _, last_row, _, _ = self.model.get_sheet_dimensions(checks)
        for row in range(HEADER_ROW + 2, last_row + 1):
            if str(self.model.get_cell_value(checks, row, 1)).endswith(left_out):
                self.model.clear_cell_contents(checks, row, DIFFERENCE)

    def recalculate(self, edits: Mapping[tuple[str, str], float | str] | None = None) -> Recalculated:
        """Set the cells (an empty text clears one, `=...` is a formula), recalculate everything and read it all."""
        for (sheet, cell), value in (edits or {}).items():
            letters, row = coordinate_from_string(cell)
            position = (self.names.index(sheet), row, column_index_from_string(letters))
            if value == "":
                self.model.clear_cell_contents(*position)
            elif isinstance(value, str) and value.startswith("="):
                self.model.update_cell_with_formula(*position, value)
            elif isinstance(value, str):
                self.model.update_cell_with_text(*position, value)
            else:
                self.model.update_cell_with_number(*position, value)
        self.model.evaluate()
        return self._read()

    def value(self, sheet: str, row: int, column: int) -> float | str:
        """What a cell shows; an empty text when it is blank."""
        value = self.model.get_cell_value(self.names.index(sheet), row, column)
        return "" if value is None else value

    def numbers(self, sheet: str, first_row: int) -> list[float | str]:
        """What all formulas of a sheet show, from a row on."""
        number = self.names.index(sheet)
        if sheet not in self._formulas:
            _, rows, _, columns = self.model.get_sheet_dimensions(number)
            self._formulas[sheet] = [
                (row, column)
                for row in range(first_row, rows + 1)
                for column in range(1, columns + 1)
                if self.model.get_cell_formula(number, row, column) is not None
            ]
        return [self.value(sheet, row, column) for row, column in self._formulas[sheet]]

    def formula(self, sheet: str, row: int, column: int) -> str:
        """A cell's formula, with its equals sign."""
        formula = self.model.get_cell_formula(self.names.index(sheet), row, column)
        assert formula is not None, f"no formula in {sheet}, row {row}, column {column}"
        return formula

    def write_formula(self, sheet: str, row: int, column: int, formula: str) -> None:
        """Give a cell another formula; nothing is recalculated yet."""
        self.model.update_cell_with_formula(self.names.index(sheet), row, column, formula)

    def _named(self, name: str) -> float | str:
        """What the cell of a name shows."""
        places = {
            defined_name["name"]: str(defined_name["formula"]) for defined_name in self.model.get_defined_name_list()
        }
        sheet, _, cell = places[name].replace("$", "").partition("!")
        letters, row = coordinate_from_string(cell)
        return self.value(sheet, row, column_index_from_string(letters))

    def _read(self) -> Recalculated:
        sheets: dict[str, list[list[float | str]]] = {}
        for number, name in enumerate(self.names):
            _, rows, _, columns = self.model.get_sheet_dimensions(number)
            sheets[name] = [[""] * columns for _ in range(rows)]
        errors: list[tuple[str, int, int, str, str]] = []
        for number, row, column in self.model.get_all_cells():
            value = self.model.get_cell_value(number, row, column)
            if self.model.get_cell_type(number, row, column) == ironcalc.CellType.ErrorValue:
                formula = self.model.get_cell_formula(number, row, column)
                errors.append((self.names[number], column - 1, row - 1, str(value), str(formula)))
            sheets[self.names[number]][row - 1][column - 1] = "" if value is None else value
        defined = [defined_name for defined_name in self.model.get_defined_name_list() if defined_name["scope"] is None]
        return Recalculated(
            sheets, errors, {str(defined_name["name"]): str(defined_name["formula"]) for defined_name in defined}
        )
