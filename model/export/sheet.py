"""A worksheet that writes long rows of one formula quickly, as shared formulas with their values stored.

A row of the business case is one formula across all periods. Spreadsheets store such a row once ("shared formula"); writing
it so keeps files small and makes it impossible for one period to differ from the next.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet


class _RowCell(NamedTuple):
    """A formula cell; `formula` is its XML element, complete."""

    formula: str
    format: Format | None
    value: float


class Sheet(Worksheet):
    """A Worksheet with `write_formula_row` and `write_formula_column`."""

    def __init__(self) -> None:
        super().__init__()
        self._shared = 0

    def write_formula_row(
        self, row: int, first_column: int, formula: str, values: Sequence[float], cell_format: Format | None
    ) -> None:
        """One formula across a row from `first_column` on, given as it stands in the first cell; NaN shows blank."""
        last = first_column + len(values) - 1
        place = f"{xl_col_to_name(first_column)}{row + 1}:{xl_col_to_name(last)}{row + 1}"
        for offset, element in enumerate(self._elements(formula, place, len(values))):
            self._put(row, first_column + offset, _RowCell(element, cell_format, values[offset]))

    def write_formula_column(
        self, first_row: int, column: int, formula: str, values: Sequence[float], cell_format: Format | None
    ) -> None:
        """One formula down a column from `first_row` on."""
        name = xl_col_to_name(column)
        place = f"{name}{first_row + 1}:{name}{first_row + len(values)}"
        for offset, element in enumerate(self._elements(formula, place, len(values))):
            self._put(first_row + offset, column, _RowCell(element, cell_format, values[offset]))

    def write_one_formula(self, row: int, column: int, formula: str, value: float, cell_format: Format | None) -> None:
        """A single formula with its value stored; NaN shows blank."""
        self._put(row, column, _RowCell(f"<f>{escape(formula)}</f>", cell_format, value))

    def _elements(self, formula: str, place: str, count: int) -> Sequence[str]:
        if count == 1:
            return [f"<f>{escape(formula)}</f>"]
        index = self._shared
        self._shared += 1
        first = f'<f t="shared" ref="{place}" si="{index}">{escape(formula)}</f>'
        return [first, *[f'<f t="shared" si="{index}"/>'] * (count - 1)]

    def _put(self, row: int, column: int, cell: _RowCell) -> None:
        self._check_dimensions(row, column)
        self.table[row][column] = cell

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        if not isinstance(cell, _RowCell):
            super()._write_cell(row, col, cell)
            return
        style = "" if cell.format is None else f' s="{cell.format._get_xf_index()}"'
        place = f"{xl_col_to_name(col)}{row + 1}"
        if math.isnan(cell.value):
            self.fh.write(f'<c r="{place}"{style} t="str">{cell.formula}<v></v></c>')
        else:
            self.fh.write(f'<c r="{place}"{style}>{cell.formula}<v>{cell.value!r}</v></c>')


def new_workbook(target: Any) -> Workbook:
    """A workbook (to a path or a binary buffer) in which text never becomes a formula or a link."""
    return Workbook(
        target,
        {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True},
    )


def add_sheet(book: Workbook, name: str) -> Sheet:
    """A new sheet of our kind."""
    sheet = book.add_worksheet(name, worksheet_class=Sheet)
    assert isinstance(sheet, Sheet)
    return sheet
