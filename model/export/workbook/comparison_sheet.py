"""The sheet Vergelijking: every metric of every option, with its convention and where its formula stands.

Beside the live metrics stand those of when the workbook was made, as values, and what they differ.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from xlsxwriter.utility import xl_cell_to_rowcol, xl_col_to_name

from model.export.workbook import layout
from model.export.workbook.book import Book
from model.export.workbook.checks import CENT
from model.export.workbook.layout import FIRST_METRIC_COLUMN, FIRST_ROW, HEADER_ROW
from model.export.workbook.look import capital, height_of
from model.export.workbook.sheet import Sheet
from model.lines.labels import words_of_line
from model.words.units import unit

CONVENTION_WIDTH, CELLS_WIDTH = 70.0, 40.0
OTHER_TOLERANCE = 1e-6
"""What a metric that is no amount may differ from the one stored, as a share of it: spreadsheets round elsewhere."""


@dataclass(frozen=True)
class ComparisonColumns:
    """Where the metrics stand: per option the letters of the live ones, those stored and their difference."""

    options: Mapping[str, tuple[str, str, str]]
    convention: int
    tolerance: str
    keys: tuple[str, ...]

    def row(self, key: str) -> int:
        """The row number of a metric."""
        return FIRST_ROW + self.keys.index(key) + 1

    def span(self, letter: str) -> str:
        """All metrics in a column, as seen from another sheet."""
        return f"{layout.COMPARISON}!${letter}${FIRST_ROW + 1}:${letter}${FIRST_ROW + len(self.keys)}"


def comparison_columns(book: Book) -> ComparisonColumns:
    """Live metrics, stored ones, convention and cells; then differences and tolerance, which are not printed."""
    options = book.result.options
    count = len(options)
    convention = FIRST_METRIC_COLUMN + 2 * count
    differences = convention + 2
    starts = (FIRST_METRIC_COLUMN, FIRST_METRIC_COLUMN + count, differences)
    live, made, difference = ([xl_col_to_name(start + number) for number in range(count)] for start in starts)
    letters = dict(zip(options, zip(live, made, difference, strict=True), strict=True))
    keys = tuple(next(iter(options.values())).metrics)
    return ComparisonColumns(letters, convention, xl_col_to_name(differences + count), keys)


def write_comparison(book: Book) -> None:
    """A row per metric; a column per option, and one with what it was when the workbook was made."""
    sheet, styles = book.sheets[layout.COMPARISON], book.styles
    options = list(book.result.options.items())
    titles = [outcome.option.title(book.language) for _, outcome in options]
    book.headings(sheet, ("key", "metric", "unit"))
    columns = comparison_columns(book)
    for title, (option_id, letters) in zip(titles, columns.options.items(), strict=True):
        for letter, code in zip(letters, ("", "made", "difference"), strict=True):
            head = f"{option_id}: {book.t('head_' + code).lower()}" if code else option_id
            sheet.write_string(f"{letter}{HEADER_ROW}", title, styles.heading_wrapped)
            sheet.write_string(f"{letter}{HEADER_ROW + 1}", head, styles.heading_right)
    after, last = columns.convention, FIRST_METRIC_COLUMN + 3 * len(options) + 2
    for offset, name in enumerate(("convention", "cells")):
        sheet.write_string(HEADER_ROW, after + offset, book.t(f"head_{name}"), styles.heading_indented)
    sheet.write_string(f"{columns.tolerance}{HEADER_ROW + 1}", book.t("head_tolerance"), styles.heading_right)
    for key in columns.keys:
        _metric_row(book, sheet, key, columns)
    end = _why_none(book, sheet, FIRST_ROW + len(columns.keys) + 1)
    for numbers, width in (
        ((0, 0), 12),
        ((1, 1), 50),
        ((2, 2), 17),
        ((3, after - 1), 17),
        ((after, after), CONVENTION_WIDTH),
        ((after + 1, after + 1), CELLS_WIDTH),
        ((after + 2, last), 17),
    ):
        sheet.set_column(*numbers, width)
    sheet.print_area(0, 0, end, after + 1)
    sheet.set_row(HEADER_ROW - 1, min(80, max(height_of(title, 13) for title in titles)))
    sheet.freeze_panes(HEADER_ROW + 1, 3)


def _metric_row(book: Book, sheet: Sheet, key: str, columns: ComparisonColumns) -> None:
    styles, described, row = book.styles, words_of_line(key), columns.row(key) - 1
    kind = unit(described.unit).pattern
    sheet.write_string(row, 0, key, styles.key)
    sheet.write_string(row, 1, capital(described.label(book.language)), styles.label_of(described.rank))
    sheet.write_string(row, 2, unit(described.unit).name(book.language), styles.unit)
    cells, values = [], []
    for option_id, outcome in book.result.options.items():
        place = book.places[option_id]
        value = outcome.metrics[key]
        live, made, difference = (xl_cell_to_rowcol(f"{letter}1")[1] for letter in columns.options[option_id])
        formula = f"'{place.sheet}'!{place.scalar(key)}"
        sheet.write_one_formula(row, live, formula, math.nan if value is None else value, styles.numbers[kind])
        if value is not None:
            sheet.write_number(row, made, value, styles.fixed[kind])
        # A sum, for a blank metric is a text.
        formula = f"SUM({xl_col_to_name(live)}{row + 1})-SUM({xl_col_to_name(made)}{row + 1})"
        sheet.write_one_formula(row, difference, formula, 0.0, styles.numbers[kind])
        cells.append(f"{place.sheet} D{place.rows[key]}")
        values.append(abs(value or 0.0))
    tolerance = CENT if described.unit == "eur" else OTHER_TOLERANCE * max(1.0, *values)
    sheet.write_number(f"{columns.tolerance}{row + 1}", tolerance, styles.fixed["setting"])
    after = columns.convention
    meaning, pointers = described.meaning(book.language), "; ".join(cells)
    sheet.write_string(row, after, meaning, styles.wrapped)
    sheet.write_string(row, after + 1, pointers, styles.wrapped)
    sheet.set_row(row, max(height_of(meaning, CONVENTION_WIDTH), height_of(pointers, CELLS_WIDTH)))


def _why_none(book: Book, sheet: Sheet, row: int) -> int:
    """Why a metric was blank when the workbook was made. Returns the last row in use."""
    options = book.result.options.items()
    blanks = [(name, key, why) for name, outcome in options for key, why in outcome.reasons.items()]
    if blanks:
        sheet.write_string(row, 1, book.t("why_blank"), book.styles.section)
    for option_id, key, reason in blanks:
        row += 1
        label = capital(words_of_line(key).label(book.language))
        sheet.write_string(row, 1, f"{option_id}: {label}. {reason.text(book.language)}", book.styles.unit)
    return row
