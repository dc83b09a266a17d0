"""Forms filled in as an operator would: in Excel and in Word, by the key that stands beside each answer."""

from __future__ import annotations

import io
from collections.abc import Mapping

import docx
import openpyxl

from model.export.inquiry.excel import excel
from model.export.inquiry.word import word

KINDS = (".xlsx", ".docx")
Entries = Mapping[str, object]


def blank(kind: str, language: str = "nl") -> bytes:
    """A form as it is written, without marked questions."""
    return (excel if kind == ".xlsx" else word)((), language)


def filled(kind: str, entries: Entries, language: str = "nl") -> bytes:
    """A form with these entries; in Word each as text."""
    return (in_excel if kind == ".xlsx" else in_word)(entries, language)


def in_excel(entries: Entries, language: str = "nl", formats: Mapping[str, str] | None = None) -> bytes:
    """A workbook saved with these entries in its last column; `formats` are those that Excel gives a cell by itself."""
    book = openpyxl.load_workbook(io.BytesIO(blank(".xlsx", language)))
    waiting = dict(entries)
    for row in book.active.iter_rows():
        key = row[0].value
        if key in waiting:
            row[4].value = waiting.pop(key)
            row[4].number_format = (formats or {}).get(key, row[4].number_format)
    assert not waiting
    return saved(book)


def in_word(entries: Entries, language: str = "nl") -> bytes:
    """A document saved with these entries in the column for answers."""
    file = docx.Document(io.BytesIO(blank(".docx", language)))
    waiting = dict(entries)
    for table in file.tables:
        for row in table.rows:
            question, unit, answer, key = row.cells
            assert question.text and unit is not None
            if key.text in waiting:
                answer.text = str(waiting.pop(key.text))
    assert not waiting
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def saved(book: openpyxl.Workbook) -> bytes:
    """A workbook as the bytes of its file."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


THREE: tuple[Entries, ...] = (
    {"code": "A1", "year": "2024", "energy_cost": "1.250,50", "occupancy": "92%", "price_has_energy": "ja"},
    {"code": "B2", "year": "2025", "energy_cost": "600", "occupancy": "88%", "price_has_energy": "nee"},
    {"code": "C3", "year": "2025", "energy_cost": "810,25", "price_has_energy": "ja"},
)
"""Three operators, of whom two tell their occupancy; energy: 600.00, 810.25, 1250.50, so 810.25 in the middle."""


def three(kind: str = ".xlsx") -> list[tuple[str, bytes]]:
    """The forms of three operators, by the names of their files."""
    return [(f"formulier{number}{kind}", filled(kind, entries)) for number, entries in enumerate(THREE, start=1)]
