"""A sheet that is a list of blocks: what a document holds, one below the other, its figures as numbers.

The blocks are those of the paper (`model/documents`). Whoever adds a sheet of this kind composes a document and hands
it over; here nothing is decided about what it says.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from model.documents.anchors import block_place, parts
from model.documents.blocks import (
    Block,
    Cell,
    Chart,
    Decision,
    Document,
    FreeText,
    Heading,
    Paragraph,
    QuestionAnswer,
    Table,
)
from model.documents.chart_table import table_of
from model.documents.charts import AnyChart, ChartSpec
from model.export.workbook.book import Book
from model.export.workbook.layout import FIRST_ROW
from model.export.workbook.look import height_of
from model.export.workbook.sheet import Sheet
from model.words.figures import Figure
from model.words.palette import colour

WIDTH = 100.0
"""Characters of the column with sentences and the names of rows."""
FIGURE_WIDTH = 18.0
"""Characters of a column with figures."""
CHART_ROWS = 14
"""Rows that a chart takes beside its figures."""


def write_blocks(book: Book, sheet: Sheet, document: Document, *, tall_heads: bool = False) -> None:
    """The blocks of a document on a sheet; column A keeps the place of each, as the anchors of the paper name it.

    `tall_heads`: the heads of tables hold names that people gave, and take as many lines as those need.
    """
    row = FIRST_ROW
    for number, block in enumerate(document.blocks, start=1):
        sheet.write_string(row, 0, block_place(number), book.styles.key)
        below = _block(book, sheet, row, block)
        if tall_heads and isinstance(block, Table):
            _make_tall(book, sheet, row + 1, block)
        row = below + 1
    for first, last, width in ((0, 0, 8), (1, 1, WIDTH), (2, 12, FIGURE_WIDTH)):
        sheet.set_column(first, last, width)


def _block(book: Book, sheet: Sheet, row: int, block: Block) -> int:
    """One block; gives the row below it."""
    match block:
        case Heading():
            sheet.write_string(row, 1, _words(block.message, book), book.styles.section)
            return row + 1
        case Paragraph():
            return _sentences(book, sheet, row, [_words(sentence, book) for sentence in block.messages])
        case Decision():
            sheet.write_string(row, 1, _words(block.message, book), book.styles.label_main)
            return row + 1
        case QuestionAnswer():
            sheet.write_string(row, 1, _words(block.question, book), book.styles.label_main)
            return _sentences(book, sheet, row + 1, [_words(sentence, book) for sentence in block.answer])
        case FreeText():
            return _sentences(book, sheet, row, [block.text])
        case Table():
            return _table(book, sheet, row, block)
        case Chart():
            return _chart(book, sheet, row, block.spec)


def _words(cell: Cell, book: Book) -> str:
    return "".join(part.text for part in parts(cell, "", book.language))


def _sentences(book: Book, sheet: Sheet, row: int, sentences: Sequence[str]) -> int:
    for sentence in sentences:
        sheet.write_string(row, 1, sentence, book.styles.paragraph)
        sheet.set_row(row, height_of(sentence, WIDTH))
        row += 1
    return row


def _table(book: Book, sheet: Sheet, row: int, table: Table) -> int:
    """The title, the head, and a row per row: a figure as a number in the pattern of its unit, or blank without one."""
    styles = book.styles
    sheet.write_string(row, 1, _words(table.title, book), styles.subtitle)
    for column, heading in enumerate(table.head, start=1):
        sheet.write_string(
            row + 1, column, _words(heading, book), styles.heading if column == 1 else styles.heading_right
        )
    for number, cells in enumerate(table.rows, start=row + 2):
        for column, cell in enumerate(cells, start=1):
            _cell(book, sheet, (number, column), cell)
    return row + 2 + len(table.rows)


def _make_tall(book: Book, sheet: Sheet, row: int, table: Table) -> None:
    """The head of a table once more, over figures on as many lines as it needs."""
    words = [_words(heading, book) for heading in table.head]
    for column, heading in enumerate(words[1:], start=2):
        sheet.write_string(row, column, heading, book.styles.heading_wrapped_right)
    sheet.set_row(row, max(height_of(heading, FIGURE_WIDTH) for heading in words[1:]))


def _cell(book: Book, sheet: Sheet, place: tuple[int, int], cell: Cell) -> None:
    """A figure, or words; those too long for the column of names make their row higher."""
    if not isinstance(cell, Figure):
        words = _words(cell, book)
        is_long = len(words) > WIDTH
        sheet.write_string(*place, words, book.styles.paragraph if is_long else book.styles.label)
        if is_long:
            sheet.set_row(place[0], height_of(words, WIDTH))
    elif cell.value is not None:
        sheet.write_number(*place, cell.value, book.styles.fixed[cell.quantity.unit.pattern])


def _chart(book: Book, sheet: Sheet, row: int, spec: AnyChart) -> int:
    """The figures of a chart as a table, and bars beside it in the colours of their options."""
    table = table_of(spec)
    below = _table(book, sheet, row, table)
    if isinstance(spec, ChartSpec) and spec.kind == "bars" and spec.categories:
        rows = table.rows
        chart: Any = book.file.add_chart({"type": "bar"})
        first, last = row + 2, row + 1 + len(rows)
        chart.add_series(
            {
                "categories": [sheet.name, first, 1, last, 1],
                "values": [sheet.name, first, 2, last, 2],
                "points": [{"fill": {"color": colour(spec.colour_number(number))}} for number in range(len(rows))],
                "gap": 60,
                "data_labels": {"value": True},
            }
        )
        chart.set_title({"name": spec.title.text(book.language), "name_font": {"size": 11}})
        chart.set_legend({"none": True})
        chart.set_y_axis({"reverse": True})
        chart.set_size({"width": 620, "height": 90 + 34 * len(rows)})
        sheet.insert_chart(below + 1, 1, chart, {"description": spec.alternative.text(book.language)})
        below += CHART_ROWS
    return below
