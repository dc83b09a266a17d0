"""A table in Word: as wide as the page, its head repeated on a next one, figures at their right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from model.documents.anchors import cell_place
from model.documents.blocks import Cell, Table
from model.export.paper.markup import Markup, tag
from model.export.paper.picture import WIDTH
from model.export.paper.word_text import Writing, paragraph, value
from model.words.figures import Figure

TWIPS = 20
"""Twentieths of a point, in which Word measures."""
APART = 120
"""Twentieths of a point between two columns."""


@dataclass(frozen=True)
class _Grid:
    """A table to write: its place, the widths of its columns, and which of them hold figures, from 0."""

    table: Table
    place: str
    writing: Writing
    widths: Sequence[int]
    numbers: frozenset[int]


def table(written: Table, place: str, writing: Writing) -> Markup:
    """A table with its head; what it is called stands in the file for who cannot see it."""
    grid = _Grid(written, place, writing, _widths(len(written.head)), _columns_of_figures(written))
    settings = tag(
        "w:tblPr",
        None,
        value("w:tblStyle", "Figures"),
        tag("w:tblW", {"w:w": f"{sum(grid.widths)}", "w:type": "dxa"}),
        tag("w:tblLayout", {"w:type": "fixed"}),
        tag("w:tblLook", {"w:val": "0020", "w:firstRow": "1", "w:firstColumn": "0", "w:noVBand": "1"}),
        value("w:tblCaption", written.title.text(writing.language)),
    )
    columns = tag("w:tblGrid", None, *(tag("w:gridCol", {"w:w": f"{width}"}) for width in grid.widths))
    return tag("w:tbl", None, settings, columns, *_rows(grid))


def _columns_of_figures(written: Table) -> frozenset[int]:
    return frozenset(column for row in written.rows for column, cell in enumerate(row) if isinstance(cell, Figure))


def _widths(columns: int) -> list[int]:
    """Widths of the columns, together as wide as the page; the names of the rows have two fifths of it."""
    whole = round(WIDTH * TWIPS)
    others = whole * 3 // 5 // max(columns - 1, 1)
    return [whole - others * (columns - 1), *[others] * (columns - 1)]


def _rows(grid: _Grid) -> Iterator[Markup]:
    """The head, and the rows from 1."""
    once = tag("w:cantSplit")
    yield tag("w:tr", None, tag("w:trPr", None, once, tag("w:tblHeader")), *_cells(grid, 0, grid.table.head))
    for number, cells in enumerate(grid.table.rows, start=1):
        yield tag("w:tr", None, tag("w:trPr", None, once), *_cells(grid, number, cells))


def _cells(grid: _Grid, row: int, cells: Sequence[Cell]) -> Iterator[Markup]:
    style = "CellHead" if row == 0 else "Cell"
    for column, cell in enumerate(cells):
        said = grid.writing.said(cell, cell_place(grid.place, row, column + 1), grid.table.style)
        right = {"w:jc": "right"} if column in grid.numbers else {}
        width = tag("w:tcW", {"w:w": f"{grid.widths[column]}", "w:type": "dxa"})
        apart = (tag("w:tcMar", None, tag("w:left", {"w:w": f"{APART}", "w:type": "dxa"})),) if column else ()
        yield tag("w:tc", None, tag("w:tcPr", None, width, *apart), paragraph(style, said, settings=right))
