"""What every sheet has in common, and what the file says of itself."""

from __future__ import annotations

from model.export.workbook import layout
from model.export.workbook.book import Book
from model.export.workbook.layout import HEADER_ROW
from model.export.workbook.look import set_up_page, show_check
from model.export.workbook.sheet import Sheet
from model.version import MODEL_VERSION

MASTER = "$C$4"
"""Cell of the master check, on every sheet."""
WIDE = (layout.INPUTS, layout.COMPARISON, layout.BUDGET, layout.SOURCES, layout.BREAK_EVEN, layout.NORMS)
"""Sheets with long texts beside the numbers, printed on A3."""


def finish_sheets(book: Book) -> None:
    """Title, draft mark, master check, protection and printing: the same on every sheet."""
    case = book.result.case
    town = book.result.market.municipality(case.municipality)
    titles = {
        book.places[name].sheet: outcome.option.title(book.language) for name, outcome in book.result.options.items()
    }
    for name, sheet in book.sheets.items():
        about = " · ".join(part for part in (case.name, town.name, titles.get(name, "")) if part)
        _finish(book, name, sheet, about)


def _finish(book: Book, name: str, sheet: Sheet, about: str) -> None:
    styles = book.styles
    sheet.write_string(0, 1, book.t("title", sheet=name), styles.title)
    sheet.write_string(1, 1, about, styles.subtitle)
    if book.result.is_concept:
        sheet.write_string(2, 1, book.t("concept"), styles.concept)
    sheet.write_string(3, 1, book.t("master_check"), styles.subtitle)
    if name != layout.CHECKS:
        sheet.write_one_formula(3, 2, f"{layout.CHECKS}!{MASTER}", 1.0, styles.check)
    show_check(sheet, MASTER.replace("$", ""), styles)
    sheet.protect("", {"select_locked_cells": True, "format_columns": True, "format_rows": True, "autofilter": True})
    sheet.hide_gridlines(2)
    set_up_page(sheet, HEADER_ROW, _periods_on(book, name), name in WIDE)


def _periods_on(book: Book, name: str) -> int:
    """How many columns beside the labels a sheet prints as a timeline; 0 for an ordinary sheet."""
    for model in book.places.values():
        if model.sheet == name:
            return model.columns
    if name in {layout.IRR, layout.MUNICIPALITY}:
        return max(place.columns for place in book.places.values())
    if name in {layout.YEARS, layout.LADDER}:
        return book.sheets[name].last_column()
    return 0


def set_properties(book: Book) -> None:
    """Document properties: what a file manager and a document system show."""
    case = book.result.case
    town = book.result.market.municipality(case.municipality)
    book.file.set_properties(
        {
            "title": case.name,
            "subject": book.t("title", sheet=town.name),
            "category": book.t("property_category"),
            "keywords": f"{town.name}, {town.code}",
            "comments": book.t("cover_versions_are", model=MODEL_VERSION, data=book.result.market.version),
            "status": book.t("concept") if book.result.is_concept else "",
        }
    )
