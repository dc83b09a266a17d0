"""The index tables per calendar year: one column each, over more years than needed so that the start can move."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from model.engine.programs import program_for
from model.engine.results import Computed
from model.export.workbook import layout
from model.export.workbook.book import Book
from model.export.workbook.layout import FIRST_YEAR_ROW, HEADER_ROW
from model.formula.excel import render
from model.formula.graph import build_graph
from model.lines.labels import words_of_line
from model.words.units import unit


def write_years(book: Book) -> None:
    """The year lines of every model side by side."""
    sheet, styles = book.sheets[layout.YEARS], book.styles
    for model, scope in book.models:
        place = book.places[model.name]
        graph = build_graph(model.business_case.lines)
        find = layout.addresses(book.layout, model.name, scope, on_year_sheet=True)
        rows = _year_rows(book, model)
        for key, column in place.year_columns.items():
            line, described = graph.by_key[key], words_of_line(key)
            title = f"{place.sheet}: {described.label(book.language)}"
            sheet.write_string(HEADER_ROW - 1, column, f"{model.name}.{key}", styles.key)
            sheet.write_string(HEADER_ROW, column, title, styles.heading_wrapped)
            style = styles.numbers["whole" if unit(described.unit).pattern in {"whole", "count"} else "factor"]
            sheet.write_number(FIRST_YEAR_ROW - 1, column, line.start, style)
            template = render(line.expression, graph.shapes, find)
            values = [float(value) for value in rows[key]]
            sheet.write_formula_column(FIRST_YEAR_ROW, column, template, values, style)
            sheet.set_column(column, column, 13)
    sheet.write_string(FIRST_YEAR_ROW - 1, 1, book.t("before_first_year"), styles.label_help)
    sheet.set_column(0, 0, 3)
    sheet.set_column(1, 1, 46)
    sheet.set_row(HEADER_ROW, 80)
    sheet.freeze_panes(HEADER_ROW + 1, 3)


def _year_rows(book: Book, model: Computed) -> Mapping[str, Any]:
    """The index tables over all years of the sheet."""
    if model.resolved is None:
        return {}
    return program_for(model.resolved.structure).run(model.resolved.values, model.last_period, book.layout.years)
