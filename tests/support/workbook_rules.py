"""An auditor's reading of a workbook: every formula, number and setting as the file holds them, by rules of its own.

Nothing here uses the code that writes workbooks. Formulas are read from the XML: a shared formula is unfolded here, so
that what each cell says is checked and not what the writer meant.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from xml.etree import ElementTree

import openpyxl
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.workbook import Workbook

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_REFERENCE = re.compile(r"((?:'[^']*'|[A-Za-z][A-Za-z-]*)!)?(\$?)([A-Z]{1,3})(\$?)(\d+)(?![\d(])")
_TEXT = re.compile(r'"[^"]*"')


@dataclass(frozen=True)
class Cell:
    """A cell: sheet, row and column (1-based), formula without `=` (None for a value) and the stored value as text."""

    sheet: str
    row: int
    column: int
    formula: str | None
    value: str
    is_shared: bool = False

    @property
    def place(self) -> str:
        """Sheet and address."""
        return f"{self.sheet}!{get_column_letter(self.column)}{self.row}"

    @property
    def r1c1(self) -> str:
        """The formula with references relative to the cell: what an auditor compares along a row."""
        assert self.formula is not None
        return relative(self.formula, self.row, self.column)

    @property
    def number(self) -> float | None:
        """The stored number; None when the cell is blank or holds text."""
        try:
            return float(self.value)
        except ValueError:
            return None


def relative(formula: str, row: int, column: int) -> str:
    """A formula in R1C1 notation, as seen from a cell."""

    def one(match: re.Match[str]) -> str:
        sheet, fixed_column, letters, fixed_row, digits = match.groups()
        across, down = column_index_from_string(letters), int(digits)
        c = f"C{across}" if fixed_column else f"C[{across - column}]"
        r = f"R{down}" if fixed_row else f"R[{down - row}]"
        return f"{sheet or ''}{r}{c}"

    return _REFERENCE.sub(one, formula)


def moved(formula: str, down: int, across: int) -> str:
    """A formula copied so many rows down and columns across."""

    def one(match: re.Match[str]) -> str:
        sheet, fixed_column, letters, fixed_row, digits = match.groups()
        c = letters if fixed_column else get_column_letter(column_index_from_string(letters) + across)
        r = digits if fixed_row else str(int(digits) + down)
        return f"{sheet or ''}{fixed_column}{c}{fixed_row}{r}"

    return _REFERENCE.sub(one, formula)


def without_references(formula: str) -> str:
    """A formula without references, sheet names and texts: only its own functions, operators and numbers remain."""
    return _REFERENCE.sub("", _TEXT.sub("", formula))


@dataclass(frozen=True)
class BookFile:
    """A workbook as bytes, with what its XML holds."""

    content: bytes

    @cached_property
    def archive(self) -> zipfile.ZipFile:
        """The parts of the file."""
        return zipfile.ZipFile(io.BytesIO(self.content))

    @cached_property
    def book(self) -> Workbook:
        """The workbook with formulas, as openpyxl reads it."""
        return openpyxl.load_workbook(io.BytesIO(self.content))

    @cached_property
    def parts(self) -> dict[str, str]:
        """The path of each sheet's part, by name."""
        relations = ElementTree.fromstring(self.archive.read("xl/_rels/workbook.xml.rels"))
        targets = {relation.attrib["Id"]: relation.attrib["Target"] for relation in relations}
        sheets = ElementTree.fromstring(self.archive.read("xl/workbook.xml")).iter(f"{MAIN}sheet")
        return {sheet.attrib["name"]: f"xl/{targets[sheet.attrib[RELATION]]}" for sheet in sheets}

    @cached_property
    def cells(self) -> dict[str, dict[tuple[int, int], Cell]]:
        """Every cell with something in it, by sheet and (row, column)."""
        return {name: dict(_cells(name, self.archive.read(part), self._texts)) for name, part in self.parts.items()}

    @cached_property
    def _texts(self) -> list[str]:
        root = ElementTree.fromstring(self.archive.read("xl/sharedStrings.xml"))
        return ["".join(part.text or "" for part in item.iter(f"{MAIN}t")) for item in root.iter(f"{MAIN}si")]

    @cached_property
    def formulas(self) -> list[Cell]:
        """Every cell with a formula."""
        return [cell for cells in self.cells.values() for cell in cells.values() if cell.formula is not None]

    def other_formulas(self) -> list[str]:
        """Formulas outside cells: of data validation and conditional formats."""
        formulas = []
        for part in self.parts.values():
            root = ElementTree.fromstring(self.archive.read(part))
            for tag in ("formula", "formula1", "formula2"):
                formulas += [element.text or "" for element in root.iter(f"{MAIN}{tag}")]
        return formulas

    def row_values(self, sheet: str, row: int, first: int = 1) -> list[str]:
        """Stored values of a row from a column on, up to the first empty cell."""
        values = []
        column = first
        while (cell := self.cells[sheet].get((row, column))) is not None and cell.value != "":
            values.append(cell.value)
            column += 1
        return values


def _cells(name: str, part: bytes, texts: list[str]) -> Iterator[tuple[tuple[int, int], Cell]]:
    shared: dict[str, tuple[str, int, int]] = {}
    for element in ElementTree.fromstring(part).iter(f"{MAIN}c"):
        match = re.fullmatch(r"([A-Z]+)(\d+)", element.attrib["r"])
        assert match
        row, column = int(match[2]), column_index_from_string(match[1])
        stored = element.find(f"{MAIN}v")
        value = "" if stored is None or stored.text is None else stored.text
        if element.attrib.get("t") == "s":
            value = texts[int(value)]
        formula = element.find(f"{MAIN}f")
        text, is_shared = None, False
        if formula is not None:
            text = formula.text
            is_shared = formula.attrib.get("t") == "shared"
            if is_shared and text:
                shared[formula.attrib["si"]] = (text, row, column)
            elif is_shared:
                source, first_row, first_column = shared[formula.attrib["si"]]
                text = moved(source, row - first_row, column - first_column)
            text = text or ""
        if text is not None or value != "":
            yield (row, column), Cell(name, row, column, text, value, is_shared)
