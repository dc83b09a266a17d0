"""The calculation sheets, one per option and component of a mix: each line as one row of live formulas."""

from __future__ import annotations

import math
from collections.abc import Mapping

from model.engine.results import Computed
from model.export.workbook import layout
from model.export.workbook.book import Book, timeline_columns
from model.export.workbook.checks import has_total
from model.export.workbook.layout import FIRST_PERIOD
from model.export.workbook.look import capital
from model.export.workbook.sheet import Sheet
from model.formula.excel import Addresses, render
from model.formula.expression import Line, Shape
from model.formula.graph import build_graph
from model.lines.labels import words_of_line
from model.words.units import unit


def write_calculation(book: Book, model: Computed, scope: str) -> None:
    """The sheet of one model, section by section; `scope` is the option whose inputs it reads."""
    place = book.places[model.name]
    sheet = book.sheets[place.sheet]
    graph = build_graph(model.business_case.lines)
    find = layout.addresses(book.layout, model.name, scope)
    book.period_header(sheet, model, look_ahead=True)
    for section in model.business_case.sections:
        shown = [line for line in section.lines if graph.shapes[line.key] is not Shape.YEAR]
        if not shown:
            continue
        title_row = place.rows[shown[0].key] - 2
        sheet.write_string(title_row, 1, book.t(f"section_{section.key}"), book.styles.section)
        sheet.blocks[section.key] = title_row, place.rows[shown[-1].key] - 1
        for line in shown:
            _line(book, sheet, model, line, graph.shapes, find)
    timeline_columns(sheet, model.last_period + 1)


def _line(book: Book, sheet: Sheet, model: Computed, line: Line, shapes: Mapping[str, Shape], find: Addresses) -> None:
    styles, described, place = book.styles, words_of_line(line.key), book.places[model.name]
    row = place.rows[line.key] - 1
    is_row = shapes[line.key] is not Shape.SCALAR
    style = styles.numbers["flow" if is_row and described.unit == "eur" else unit(described.unit).pattern]
    sheet.write_string(row, 0, line.key, styles.key)
    sheet.write_string(row, 1, _label(book, model, line.key), styles.label_of(described.rank))
    sheet.write_string(row, 2, unit(described.unit).name(book.language), styles.unit)
    template = render(line.expression, shapes, find)
    if not is_row:
        sheet.write_one_formula(row, 3, template, model.scalars[line.key], style)
        return
    if line.start:
        sheet.write_number(row, FIRST_PERIOD - 1, line.start, style)
    values = (*model.rows[line.key], model.look_ahead[line.key])
    sheet.write_formula_row(row, FIRST_PERIOD, template, values, style)
    if has_total(line.key):
        sheet.write_one_formula(row, 3, f"SUM({place.span(line.key)})", math.fsum(model.rows[line.key]), style)


def _label(book: Book, model: Computed, key: str) -> str:
    """An own line is called as its maker called it."""
    if key.startswith("own_") and key[4:].isdigit() and model.resolved is not None:
        return model.resolved.option.own_lines[int(key[4:]) - 1].label
    return capital(words_of_line(key).label(book.language))
