"""The sheet Wat als: what every what-if of the case changes and comes to, as values; only where the case has some."""

from __future__ import annotations

from collections.abc import Sequence

from model.decide.what_ifs import LOOKED_AT, WhatIfOutcome, beside, what_if_outcomes
from model.documents.blocks import Block, Cell, Document, Heading, Paragraph, Table
from model.engine.results import CaseResult
from model.export.workbook import layout
from model.export.workbook.block_sheet import write_blocks
from model.export.workbook.book import Book
from model.export.workbook.layout import FIRST_ROW, HEADER_ROW
from model.outcomes.quantities import quantity
from model.readings.names import line_name
from model.readings.what_ifs import changes_reading, heads, option_name, what_if_readings
from model.words.messages import message

SAID_OF = LOOKED_AT[0]
"""The quantity about which a what-if is told in sentences; the tables have all of them."""


def write_what_ifs(book: Book) -> None:
    """The sheet, where the workbook has one; it says of itself that it does not follow the inputs."""
    sheet = book.sheets.get(layout.WHAT_IFS)
    if sheet is None:
        return
    sheet.write_string(FIRST_ROW - 1, 1, book.t("analysis_values"), book.styles.subtitle)
    write_blocks(book, sheet, what_ifs_document(book.result), tall_heads=True)
    sheet.freeze_panes(HEADER_ROW + 1, 2)


def what_ifs_document(result: CaseResult) -> Document:
    """Per what-if what it changes and what that does, in sentences; then a table per quantity."""
    outcomes = what_if_outcomes(result)
    blocks: list[Block] = []
    for outcome in outcomes:
        blocks.append(Heading(message("change_quoted", words=outcome.what_if.name)))
        readings = what_if_readings(result, outcome, SAID_OF)
        blocks.append(Paragraph((changes_reading(result, outcome), *readings)))
    return Document(message("ui_what_if_title"), (*blocks, *(_table(result, outcomes, key) for key in LOOKED_AT)))


def _table(result: CaseResult, outcomes: Sequence[WhatIfOutcome], key: str) -> Table:
    """A quantity of every option as it is, and per what-if as it would be, with the difference."""
    rows = beside(result, outcomes, key)
    code = "what_if_in_points" if quantity(key).unit.is_ratio else "listed_one"
    title = message(code, only=line_name(key))
    cells: list[tuple[Cell, ...]] = [
        (option_name(result, outcomes, option), *figures) for option, figures in rows.items()
    ]
    return Table(title, (message("ui_option"), *heads(outcomes)), tuple(cells))
