"""The sheet Vergelijking: every metric of every option, with its convention and where its formula stands."""

from __future__ import annotations

import math

from model.export import layout as at
from model.export.book import Book
from model.export.layout import FIRST_ROW, HEADER_ROW
from model.export.look import capital, format_of, height_of
from model.export.sheet import Sheet
from model.lines.labels import words

CONVENTION_WIDTH, CELLS_WIDTH = 70.0, 40.0


def write_comparison(book: Book) -> None:
    """A row per metric, a column per option."""
    sheet, look = book.sheets[at.COMPARISON], book.styles
    options = list(book.result.options.items())
    titles = [outcome.option.title(book.language) for _, outcome in options]
    book.headings(sheet, ("key", "metric", "unit"))
    for offset, ((option_id, _), title) in enumerate(zip(options, titles, strict=True)):
        sheet.write_string(HEADER_ROW - 1, 3 + offset, title, look.heading_wrapped)
        sheet.write_string(HEADER_ROW, 3 + offset, option_id, look.heading_right)
    after = 3 + len(options)
    for offset, name in enumerate(("convention", "cells")):
        sheet.write_string(HEADER_ROW, after + offset, book.t(f"head_{name}"), look.heading)
    keys = list(options[0][1].metrics)
    for count, key in enumerate(keys):
        _metric_row(book, sheet, FIRST_ROW + count, key)
    _why_none(book, sheet, FIRST_ROW + len(keys) + 1)
    for columns, width in (
        ((0, 0), 12),
        ((1, 1), 50),
        ((2, 2), 17),
        ((3, after - 1), 17),
        ((after, after), CONVENTION_WIDTH),
        ((after + 1, after + 1), CELLS_WIDTH),
    ):
        sheet.set_column(*columns, width)
    sheet.set_row(HEADER_ROW - 1, min(80, max(height_of(title, 13) for title in titles)))
    sheet.freeze_panes(HEADER_ROW + 1, 3)


def _metric_row(book: Book, sheet: Sheet, row: int, key: str) -> None:
    look, described = book.styles, words(key)
    style = look.numbers[format_of(described.unit)]
    sheet.write_string(row, 0, key, look.key)
    sheet.write_string(row, 1, capital(described.label(book.language)), look.label_of(described.rank))
    sheet.write_string(row, 2, book.t(f"unit_{described.unit}"), look.unit)
    cells = []
    for offset, (option_id, outcome) in enumerate(book.result.options.items()):
        place = book.places[option_id]
        value = outcome.metrics[key]
        formula = f"'{place.sheet}'!{place.scalar(key)}"
        sheet.write_one_formula(row, 3 + offset, formula, math.nan if value is None else value, style)
        cells.append(f"{place.sheet} D{place.rows[key]}")
    after = 3 + len(cells)
    meaning, pointers = described.meaning(book.language), "; ".join(cells)
    sheet.write_string(row, after, meaning, look.wrapped)
    sheet.write_string(row, after + 1, pointers, look.wrapped)
    sheet.set_row(row, max(height_of(meaning, CONVENTION_WIDTH), height_of(pointers, CELLS_WIDTH)))


def _why_none(book: Book, sheet: Sheet, row: int) -> None:
    """Why a metric was blank when the workbook was made."""
    options = book.result.options.items()
    found = [(name, key, why) for name, one in options for key, why in one.reasons.items()]
    if found:
        sheet.write_string(row, 1, book.t("why_blank"), book.styles.section)
    for option_id, key, reason in found:
        row += 1
        label = capital(words(key).label(book.language))
        sheet.write_string(row, 1, f"{option_id}: {label}. {reason.text(book.language)}", book.styles.unit)
