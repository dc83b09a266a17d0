"""A worksheet that writes long rows of one formula quickly, with their values stored.

A row of the business case is one formula across all periods. Spreadsheets can store such a row once ("shared formula"),
which keeps files small. Excel's format has no place for a reference to another sheet in one, not even a wholly absolute
one ([MS-XLS] 2.5.198.118 SharedParsedFormula: no PtgRef3d, no PtgArea3d): Excel may refuse the file. Such a row is
therefore written out cell by cell, from the same template.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

_ELSEWHERE = "!"
"""What only a reference to another sheet holds."""


class _RowCell(NamedTuple):
    """A formula cell; `formula` is its XML element, complete."""

    formula: str
    format: Format | None
    value: float | str


class Sheet(Worksheet):
    """A Worksheet with `write_formula_row` and `write_formula_column`.

    `when_stored` is called once it is in the file; `blocks` tells the first and last row of its parts.
    """

    def __init__(self) -> None:
        super().__init__()
        self._shared = 0
        self.when_stored: Callable[[], None] = lambda: None
        self.blocks: dict[str, tuple[int, int]] = {}

    def write_formula_row(
        self, row: int, first_column: int, template: str, values: Sequence[float | str], cell_format: Format | None
    ) -> None:
        """One formula across a row from `first_column` on; NaN shows blank.

        In the template `{c}`, `{p}` and `{n}` stand for the letters of this, the previous and the next column.
        """
        names = [_letters(first_column + offset) for offset in range(-1, len(values) + 1)]
        area = f"{names[1]}{row + 1}:{names[-2]}{row + 1}"
        self._check_dimensions(row, first_column)
        self._check_dimensions(row, first_column + len(values) - 1)
        cells = self.table[row]
        for offset, element in enumerate(self._elements(template, area, names)):
            cells[first_column + offset] = _RowCell(element, cell_format, values[offset])

    def write_formula_column(
        self, first_row: int, column: int, template: str, values: Sequence[float], cell_format: Format | None
    ) -> None:
        """One formula down a column from `first_row` on; `{c}`, `{p}` and `{n}` stand for row numbers."""
        name = _letters(column)
        numbers = [str(first_row + offset) for offset in range(len(values) + 2)]
        area = f"{name}{numbers[1]}:{name}{numbers[-2]}"
        for offset, element in enumerate(self._elements(template, area, numbers)):
            self._put(first_row + offset, column, _RowCell(element, cell_format, values[offset]))

    def write_one_formula(
        self, row: int, column: int, formula: str, value: float | str, cell_format: Format | None
    ) -> None:
        """A single formula with its value stored; NaN shows blank."""
        self._put(row, column, _RowCell(f"<f>{escape(formula)}</f>", cell_format, value))

    def write_one_array_formula(
        self, row: int, column: int, formula: str, value: float, cell_format: Format | None
    ) -> None:
        """A single formula that counts over ranges, with its value stored."""
        address = f"{_letters(column)}{row + 1}"
        element = f'<f t="array" ref="{address}">{escape(formula)}</f>'
        self._put(row, column, _RowCell(element, cell_format, value))

    def formula_count(self, first_row: int) -> int:
        """How many cells from a row on hold a formula."""
        return sum(
            isinstance(cell, _RowCell)
            for row, cells in self.table.items()
            if row >= first_row
            for cell in cells.values()
        )

    def amounts(self, first_row: int, last_row: int, first_column: int) -> float:
        """All numbers in some rows from a column on, without their signs."""
        numbers = (
            cell.value if isinstance(cell, _RowCell) else getattr(cell, "number", math.nan)
            for row in range(first_row, last_row + 1)
            for column, cell in self.table.get(row, {}).items()
            if column >= first_column
        )
        return math.fsum(
            abs(number) for number in numbers if isinstance(number, float | int) and not math.isnan(number)
        )

    def last_column(self) -> int:
        """Index of the last column in use."""
        return max((max(cells, default=0) for cells in self.table.values()), default=0)

    def last_row(self) -> int:
        """Index of the last row in use."""
        return max(self.table, default=0)

    def _elements(self, template: str, area: str, names: Sequence[str]) -> Sequence[str]:
        """The XML of each cell's formula; `names` has one name before the first cell and one after the last."""
        safe = escape(template)
        count = len(names) - 2
        if count == 1 or _ELSEWHERE in template:
            return [f"<f>{_filled(safe, *names[offset : offset + 3])}</f>" for offset in range(count)]
        index = self._shared
        self._shared += 1
        first = f'<f t="shared" ref="{area}" si="{index}">{_filled(safe, *names[:3])}</f>'
        return [first, *[f'<f t="shared" si="{index}"/>'] * (count - 1)]

    def _assemble_xml_file(self) -> None:
        super()._assemble_xml_file()
        self.when_stored()

    def _get_range_data(self, row_start: int, col_start: int, row_end: int, col_end: int) -> list[Any]:
        """What charts store of the cells they read: also what our formulas show."""
        return [
            self._shown(row, column)
            for row in range(row_start, row_end + 1)
            for column in range(col_start, col_end + 1)
        ]

    def _shown(self, row: int, column: int) -> Any:
        cell = self.table.get(row, {}).get(column)
        if not isinstance(cell, _RowCell):
            return (super()._get_range_data(row, column, row, column) or [None])[0]
        return "" if isinstance(cell.value, float) and math.isnan(cell.value) else cell.value

    def _prepare_formula(self, formula: str, _expand_future_functions: bool = False) -> str:
        """A formula as it stands: those of limits and formats name no function younger than the format.

        The library would search each with 150 patterns for one, a tenth of the time of an export.
        """
        return formula.removeprefix("=")

    def _put(self, row: int, column: int, cell: _RowCell) -> None:
        self._check_dimensions(row, column)
        self.table[row][column] = cell

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        if not isinstance(cell, _RowCell):
            super()._write_cell(row, col, cell)
            return
        style = "" if cell.format is None else f' s="{cell.format._get_xf_index()}"'
        address = f"{_letters(col)}{row + 1}"
        if isinstance(cell.value, str):
            self.fh.write(f'<c r="{address}"{style} t="str">{cell.formula}<v>{escape(cell.value)}</v></c>')
        elif math.isnan(cell.value):
            self.fh.write(f'<c r="{address}"{style} t="str">{cell.formula}<v></v></c>')
        else:
            self.fh.write(f'<c r="{address}"{style}>{cell.formula}<v>{cell.value!r}</v></c>')


@cache
def _letters(column: int) -> str:
    """The name of a column: every cell asks."""
    return str(xl_col_to_name(column))


def _filled(template: str, before: str, here: str, after: str) -> str:
    return template.replace("{c}", here).replace("{p}", before).replace("{n}", after)


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
