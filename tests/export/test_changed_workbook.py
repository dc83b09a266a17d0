"""What a workbook says once somebody has changed it: checks, labels and dates follow, in a spreadsheet engine of
another make.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl.workbook import Workbook

from tests.support.parity import input_cells
from tests.support.spreadsheet import Spreadsheet

# The master check


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("x.occupancy", "ninety percent"),
        ("x.occupancy", "=1/0"),
        ("case.start_date", "1 januari 2027"),
        ("x.loan_type", "annuitair"),
        ("x.loan_type", ""),
    ],
    ids=["text for a number", "an error", "a date as text", "an unknown choice", "no choice"],
)
def test_the_master_check_answers_no_where_cells_show_an_error(name: str, value: str, new_build_file: Path) -> None:
    """A lowest of results that hold an error would be that error: red, but without the word that says what it is."""
    workbook = Spreadsheet(new_build_file)
    cells = input_cells(workbook.recalculate(), [name])
    found = workbook.recalculate({cells[name]: value})
    assert found.errors, "the change is one that spoils formulas"
    assert {name: sheet[3][2] for name, sheet in found.sheets.items()} == dict.fromkeys(found.sheets, 0)


def test_the_master_check_shows_words(new_build_book: Workbook) -> None:
    for sheet in new_build_book.worksheets:
        assert sheet["C4"].number_format.startswith('[=1]"OK";[=0]"FOUT"')
