"""A table in Word: as wide as the page, its head repeated on a next one, figures at their right."""

from __future__ import annotations

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Pt
from docx.table import Table as WordTable

from model.documents.anchors import cell_place
from model.documents.blocks import Cell, Table
from model.export.paper.markup import plain
from model.export.paper.picture import WIDTH
from model.export.paper.word_styles import TABLE
from model.export.paper.word_text import Writing
from model.words.figures import Figure

APART = Pt(6)
"""Between two columns."""


def add_table(table: Table, place: str, writing: Writing) -> None:
    """Writes a table with its head; what it is called stands in the file for who cannot see it."""
    lines: tuple[tuple[Cell, ...], ...] = (table.head, *table.rows)
    drawn = writing.file.add_table(len(lines), len(table.head), style=TABLE)
    drawn.autofit = False
    _set_head(drawn, table.title.text(writing.language))
    widths, of_figures = _widths(len(table.head)), _columns_of_figures(table)
    for column, width in zip(drawn.columns, widths, strict=True):
        column.width = width
    for row, cells in enumerate(lines):
        for column, (cell, box) in enumerate(zip(cells, drawn.rows[row].cells, strict=True)):
            box.width = widths[column]
            paragraph = box.paragraphs[0]
            paragraph.style = "Cell" if row else "Cell Head"
            paragraph.paragraph_format.left_indent = APART if column else None
            paragraph.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT if column in of_figures else None
            writing.say(paragraph, cell, cell_place(place, row, column + 1), table.style)


def _set_head(drawn: WordTable, title: str) -> None:
    """The first row as the head of every page, and what the table is called: the library has no call for either."""
    drawn.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    drawn._tbl.tblPr.append(OxmlElement("w:tblCaption", {qn("w:val"): plain(title)}))


def _columns_of_figures(table: Table) -> frozenset[int]:
    return frozenset(column for row in table.rows for column, cell in enumerate(row) if isinstance(cell, Figure))


def _widths(columns: int) -> list[Length]:
    """Widths of the columns, together as wide as the page; the names of the rows have two fifths of it."""
    others = WIDTH * 3 / 5 / max(columns - 1, 1)
    return [Pt(WIDTH - others * (columns - 1)), *[Pt(others)] * (columns - 1)]
