"""The sheet Voorblad: what the case is, what comes out, how to read the workbook, and what to beware of."""

from __future__ import annotations

import math
from datetime import date

from xlsxwriter.utility import xl_col_to_name

from model.export.workbook import layout
from model.export.workbook.book import Book
from model.export.workbook.layout import FIRST_ROW, HEADER_ROW
from model.export.workbook.look import Styles, capital, height_of
from model.export.workbook.sheet import Sheet
from model.formula.runtime import to_serial
from model.lines.labels import words_of_line
from model.readings.closing import MOST_SENTENCES, closing_sentences
from model.readings.proposals import law_of
from model.version import MODEL_VERSION
from model.words.quantities import headlines
from model.words.units import unit

METRICS = headlines(3)
"""Metrics shown on the cover: what a council asks first."""
FACTS = 7
"""Rows that say what the case is, above the outcome."""


def write_cover(book: Book) -> None:
    """The case, its outcome, a guide, the list of sheets, and the warnings."""
    sheet, styles, case = book.sheets[layout.COVER], book.styles, book.result.case
    town = book.result.market.municipality(case.municipality)
    versions = book.t("cover_versions_are", model=MODEL_VERSION, data=book.result.market.version)
    row = FIRST_ROW
    for code, value in (
        ("cover_name", case.name),
        ("cover_municipality", f"{town.name} ({town.code})"),
        ("cover_start", case.start_date),
        ("cover_price_level", case.price_level_date),
        ("cover_law", law_of(case).text(book.language)),
        ("cover_versions", versions),
    ):
        sheet.write_string(row, 1, book.t(code), styles.label)
        if isinstance(value, date):
            key = {"cover_start": "start_date", "cover_price_level": "price_level_date"}[code]
            sheet.write_one_formula(row, 2, book.layout.inputs["case", key].cell, to_serial(value), styles.date)
        else:
            sheet.write_string(row, 2, value, styles.text)
        row += 1
    sheet.write_string(row, 1, book.t("changed_inputs_count"), styles.label)
    sheet.write_one_formula(row, 2, f"{layout.CHECKS}!{layout.CHANGED_CELL}", 0.0, styles.year)
    _changed_is_amber(sheet, row, styles)
    row = _outcome(book, sheet)
    for offset, sentence in enumerate(closing_sentences(book.result, book.language)):
        sheet.write_string(row + offset, 1, sentence, styles.text)
    row += MOST_SENTENCES + 1
    sheet.write_string(row, 1, book.t("cover_how"), styles.section)
    for code in ("cover_how_1", "cover_how_2", "cover_how_3", "cover_how_4"):
        row += 1
        sheet.write_string(row, 1, book.t(code), styles.text)
    row += 2
    sheet.write_string(row, 1, book.t("cover_sheets"), styles.section)
    for name in book.sheets:
        row += 1
        sheet.write_string(row, 1, name, styles.label)
        sheet.write_string(row, 2, _about(book, name), styles.text)
    row += 2
    sheet.write_string(row, 1, book.t("cover_warnings"), styles.section)
    for outcome in book.result.options.values():
        for notice in outcome.warnings:
            row += 1
            sheet.write_string(row, 1, notice.text(book.language), styles.text)
    sheet.set_column(0, 0, 3)
    sheet.set_column(1, 1, 50)
    sheet.set_column(2, max(7, 1 + len(book.result.options)), 18)
    sheet.freeze_panes(HEADER_ROW, 0)


def _changed_is_amber(sheet: Sheet, row: int, styles: Styles) -> None:
    """A number of changed inputs stands out when it is not nil."""
    sheet.conditional_format(row, 2, row, 2, {"type": "cell", "criteria": ">", "value": 0, "format": styles.changed})


def metric_row(number: int) -> int:
    """Index of the row of the cover's nth metric: below the facts, an empty row and a heading."""
    return FIRST_ROW + FACTS + 2 + number


def _outcome(book: Book, sheet: Sheet) -> int:
    """The metrics a council asks first, read from the comparison. Returns the row below."""
    styles = book.styles
    options = list(book.result.options.items())
    titles = [f"{option_id}: {outcome.option.title(book.language)}" for option_id, outcome in options]
    row = metric_row(0) - 1
    sheet.write_string(row, 1, book.t("cover_outcome"), styles.section)
    for offset, title in enumerate(titles):
        sheet.write_string(row, 2 + offset, title, styles.heading_wrapped)
    sheet.set_row(row, min(80, max(height_of(title, 13) for title in titles)))
    keys = list(options[0][1].metrics)
    for number, key in enumerate(METRICS):
        row = metric_row(number)
        described = words_of_line(key)
        label = capital(described.label(book.language))
        sheet.write_string(row, 1, f"{label} (€)" if unit(described.unit).is_money else label, styles.label)
        for offset, (_, outcome) in enumerate(options):
            value = outcome.metrics[key]
            formula = f"{layout.COMPARISON}!{xl_col_to_name(3 + offset)}{FIRST_ROW + keys.index(key) + 1}"
            style = styles.numbers[unit(described.unit).pattern]
            sheet.write_one_formula(row, 2 + offset, formula, math.nan if value is None else value, style)
    return row + 1


def _about(book: Book, name: str) -> str:
    """What a sheet is for."""
    if any(place.sheet == name for place in book.places.values()):
        return book.t("about_option")
    return book.t(f"about_{layout.word_of(name)}")
