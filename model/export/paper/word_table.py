"""A table in Word: as wide as the page, its head repeated on a next one, figures at their right."""

from __future__ import annotations

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Pt
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph

from model.documents.anchors import cell_place, parts
from model.documents.blocks import Cell, Table
from model.export.paper.markup import plain
from model.export.paper.picture import WIDTH, width_of
from model.export.paper.room import MANY
from model.export.paper.word_styles import TABLE
from model.export.paper.word_text import Writing
from model.words.figures import Figure

APART = 6.0
"""Points between two columns."""
SIZES = (10.0, 9.0, 8.0, 7.0, 6.0)
"""Points of the letters of a table, those of plain text first."""
HEAD_SMALLER = 1.0
"""Points by which the letters of a head are smaller."""
CLOSE = Pt(1)
"""Above and below the text of a cell where rows lie close."""
NAMES_LEAST = 90.0
"""Points that the names of the rows have at least."""
ROOMY = 1.15
"""Room for a font that is wider than ours."""


def add_table(table: Table, place: str, writing: Writing) -> None:
    """Writes a table with its head; what it is called stands in the file for who cannot see it.

    Of many columns the letters are smaller, of many rows the rows lie closer.
    """
    lines: tuple[tuple[Cell, ...], ...] = (table.head, *table.rows)
    drawn = writing.file.add_table(len(lines), len(table.head), style=TABLE)
    drawn.autofit = False
    _set_head(drawn, table.title.text(writing.language))
    size, widths = _fitting(_longest(table, writing.language))
    of_figures = _columns_of_figures(table)
    for column, width in zip(drawn.columns, widths, strict=True):
        column.width = width
    for row, cells in enumerate(lines):
        for column, (cell, box) in enumerate(zip(cells, drawn.rows[row].cells, strict=True)):
            box.width = widths[column]
            paragraph = box.paragraphs[0]
            paragraph.style = "Cell" if row else "Cell Head"
            layout = paragraph.paragraph_format
            layout.left_indent = Pt(APART) if column else None
            layout.alignment = WD_ALIGN_PARAGRAPH.RIGHT if column in of_figures else None
            if len(table.rows) > MANY:
                layout.space_before = layout.space_after = CLOSE
            writing.say(paragraph, cell, cell_place(place, row, column + 1), table.style)
            if size < SIZES[0]:
                _set_size(paragraph, size if row else size - HEAD_SMALLER)


def _set_size(paragraph: Paragraph, size: float) -> None:
    for run in paragraph.runs:
        run.font.size = Pt(size)


def _set_head(drawn: WordTable, title: str) -> None:
    """The first row as the head of every page, and what the table is called: the library has no call for either."""
    drawn.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    drawn._tbl.tblPr.append(OxmlElement("w:tblCaption", {qn("w:val"): plain(title)}))


def _columns_of_figures(table: Table) -> frozenset[int]:
    return frozenset(column for row in table.rows for column, cell in enumerate(row) if isinstance(cell, Figure))


def _longest(table: Table, language: str) -> list[tuple[str, str]]:
    """Of each column the longest that cannot be broken: in its head a word, below it a figure or a word."""
    columns: list[tuple[str, str]] = []
    for column, head in enumerate(table.head):
        below: list[str] = []
        for row in table.rows:
            cell = row[column]
            shown = "".join(part.text for part in parts(cell, "", language, table.style))
            below += [shown] if isinstance(cell, Figure) and cell.value is not None else shown.split() or [""]
        words = "".join(part.text for part in parts(head, "", language)).split()
        columns.append((max(words, key=len, default=""), max(below, key=len, default="")))
    return columns


def _fitting(longest: list[tuple[str, str]]) -> tuple[float, list[Length]]:
    """The largest letters in which nothing is broken, and widths as wide as the page; the names have what is left.

    Where there is room for it the other columns are equally wide and have three fifths of the page together.
    """
    even = WIDTH * 3 / 5 / max(len(longest) - 1, 1)
    for size in SIZES:
        needed = [_needed(words, size) for words in longest[1:]]
        if all(wide <= even for wide in needed):
            needed = [even] * len(needed)
        if sum(needed) <= WIDTH - NAMES_LEAST:
            break
    scale = min(1.0, (WIDTH - NAMES_LEAST) / sum(needed)) if needed else 1.0
    others = [wide * scale for wide in needed]
    return size, [Pt(WIDTH - sum(others)), *(Pt(wide) for wide in others)]


def _needed(words: tuple[str, str], size: float) -> float:
    """Points for a column: its head in smaller letters, its figures, and what lies between two columns."""
    head, below = words
    return ROOMY * max(width_of(head, size - HEAD_SMALLER), width_of(below, size)) + APART
