"""What stands in the cells of a file that somebody sent: an .xlsx or a .docx, read as data only and up to a size.

What reading such a file can raise, no library promises: whatever it is, the file is no form of ours.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from xml.etree import ElementTree

from model.words.messages import Message, message

LARGEST = 5_000_000
"""Bytes of a file, and of all that is in it once unpacked: a hundred times what a form takes."""
MOST_SHEETS, MOST_ROWS, MOST_COLUMNS = 5, 500, 20
DOCUMENT = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, where that is, and whether it is a number that is shown as a percentage.

    `value` is a text as it was typed, a number, or yes or no; "" where nothing stands. `is_formula`: a formula of which
    the file does not hold the outcome.
    """

    value: str | float | bool
    place: Message
    is_percent: bool = False
    is_formula: bool = False


Rows = Iterator[Sequence[Cell]]


class NotOurs(Exception):
    """A file that cannot be read as what its name says."""


def rows_of_excel(content: bytes) -> Rows:
    """The rows of the first sheets of a workbook. Raises NotOurs."""
    _refuse_what_is_no_archive(content)
    try:
        yield from _rows_of_excel(content)
    except Exception as error:  # a broken workbook makes the library raise anything
        raise NotOurs from error


def _rows_of_excel(content: bytes) -> Rows:
    """Read twice: as it was calculated last, and for the formulas of which no outcome is stored."""
    from openpyxl import load_workbook

    shown, written = (
        load_workbook(io.BytesIO(content), read_only=True, data_only=outcomes) for outcomes in (True, False)
    )
    for sheet, source in list(zip(shown.worksheets, written.worksheets, strict=True))[:MOST_SHEETS]:
        bounds = {"max_row": MOST_ROWS, "max_col": MOST_COLUMNS}
        for row, typed in zip(sheet.iter_rows(**bounds), source.iter_rows(**bounds), strict=True):
            yield [_cell(cell, formula.value) for cell, formula in zip(row, typed, strict=False)]


def _cell(cell: object, typed: object) -> Cell:
    """A cell of the library as ours; one that holds nothing has no address there."""
    value = getattr(cell, "value", None)
    place = message("inquiry_cell", cell=str(getattr(cell, "coordinate", "")))
    if value is None:
        is_formula = isinstance(typed, str) and typed.startswith("=")
        return Cell(str(typed) if is_formula else "", place, is_formula=is_formula)
    if isinstance(value, bool):
        return Cell(value, place)
    if isinstance(value, (int, float)):
        return Cell(float(value), place, is_percent="%" in str(getattr(cell, "number_format", "")))
    return Cell(value.isoformat() if isinstance(value, date) else f"{value}", place)


def rows_of_word(content: bytes) -> Rows:
    """The rows of the tables of a document. Raises NotOurs."""
    archive = _refuse_what_is_no_archive(content)
    try:
        tree = ElementTree.fromstring(archive[DOCUMENT])
    except (KeyError, ValueError, ElementTree.ParseError) as error:
        raise NotOurs from error
    for table, element in enumerate(tree.iter(f"{_W}tbl"), start=1):
        for row, line in enumerate(element.iter(f"{_W}tr"), start=1):
            place = message("inquiry_row_of_table", table=table, row=row)
            yield [Cell(_text(box), place) for box in line.iter(f"{_W}tc")]


def _text(box: ElementTree.Element) -> str:
    """The text of a cell, its lines a blank apart."""
    lines = ("".join(part.text or "" for part in line.iter(f"{_W}t")) for line in box.iter(f"{_W}p"))
    return " ".join(line for line in lines if line)


def _refuse_what_is_no_archive(content: bytes) -> dict[str, bytes]:
    """The parts in XML of an archive. Raises NotOurs for what is none, or is larger or other than a form can be.

    A part that declares entities could grow without end when it is read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
                raise NotOurs
            parts = {name: archive.read(name) for name in archive.namelist() if re.search(r"\.(xml|rels)$", name)}
            if any("<!DOCTYPE" in part.decode("utf-8") for part in parts.values()):
                raise NotOurs
    except NotOurs:
        raise
    except Exception as error:  # damaged, locked, or packed in a way that is not known here
        raise NotOurs from error
    return parts
