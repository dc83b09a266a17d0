"""The sheet Controles: every check with its difference, and the master check that every sheet shows."""

from __future__ import annotations

from collections.abc import Iterator

from xlsxwriter.utility import xl_col_to_name

from model.export.workbook import layout
from model.export.workbook.book import Book
from model.export.workbook.budget_sheet import FIRST_AMOUNT, budget_checks
from model.export.workbook.checks import (
    CENT,
    LARGE_LIMIT,
    Check,
    amounts_as_made,
    body_of,
    formulas_intact,
    input_checks,
    metric_checks,
    model_checks,
    same_cells,
    tolerance_intact,
)
from model.export.workbook.comparison_sheet import comparison_columns
from model.export.workbook.contradiction_checks import contradiction_checks
from model.export.workbook.cover_sheet import METRICS, metric_row
from model.export.workbook.input_rows import InputRow
from model.export.workbook.layout import FIRST_CHECK_ROW, FIRST_METRIC_COLUMN, FIRST_PERIOD, FIRST_ROW, HEADER_ROW
from model.export.workbook.look import show_check
from model.export.workbook.sheet import Sheet
from model.lines.labels import words_of_line

COUNTED = (layout.COVER, layout.YEARS, layout.IRR, layout.LADDER, layout.COMPARISON, layout.MUNICIPALITY, layout.BUDGET)
"""Sheets whose formula cells are counted, beside the calculation sheets and the column on Invoer that tells changes."""

KEPT_COLUMN = 4
"""Index of the column with what was counted or added up when the workbook was made."""


def write_checks(book: Book) -> None:
    """All checks, and whether all of them passed.

    Checks of inputs, of each calculation sheet, of the outcomes as they were made, and of the number of formulas.
    """
    sheet, styles = book.sheets[layout.CHECKS], book.styles
    book.headings(sheet, ("key", "check", "difference", "result", "expected"))
    _settings(book, sheet)
    row = FIRST_CHECK_ROW
    for key, about, check in _checks(book):
        _check(book, sheet, row, key, about, check)
        row += 1
    results = f"D{FIRST_CHECK_ROW + 1}:D{row}"
    # Counted, since the lowest of results that hold an error is that error, and no word.
    sheet.write_one_formula(3, 2, f"IF(COUNTIF({results},1)=ROWS({results}),1,0)", 1.0, styles.check)
    show_check(sheet, results, styles)
    for columns, width in (((0, 0), 14), ((1, 1), 100), ((2, 3), 16), ((4, 4), 26)):
        sheet.set_column(*columns, width)
    sheet.freeze_panes(HEADER_ROW + 1, 2)


def _settings(book: Book, sheet: Sheet) -> None:
    """What the checks rest on: the tolerance, how many inputs were changed, and from where on limits count as one."""
    styles = book.styles
    first, last = FIRST_ROW + 1, FIRST_ROW + len(book.inputs.rows)
    changed = f"COUNTIF({layout.INPUTS}!${layout.CHANGED_COLUMN}${first}:${layout.CHANGED_COLUMN}${last},1)"
    for row, code in enumerate(("tolerance", "changes_switch", "large_limit"), start=FIRST_ROW - 1):
        sheet.write_string(row, 1, book.t(code), styles.label_help)
    sheet.write_number(layout.TOLERANCE_CELL.replace("$", ""), CENT, styles.fixed["cents"])
    sheet.write_one_formula(FIRST_ROW, 2, changed, 0.0, styles.numbers["count"])
    sheet.write_number(layout.LIMIT_CELL.replace("$", ""), LARGE_LIMIT, styles.fixed["count"])


def _checks(book: Book) -> Iterator[tuple[str, str, Check]]:
    """All checks, each with the name of what it is about, as a key and in words."""
    yield layout.CHECKS, layout.CHECKS, tolerance_intact()
    yield from _input_checks(book)
    yield from contradiction_checks(book)
    for model, _ in book.models:
        place = book.places[model.name]
        for check in model_checks(model, place):
            yield model.name, place.sheet, check
    for name, check in budget_checks(book):
        yield name, f"{layout.BUDGET}, {name}", check
    yield from _outcome_checks(book)
    for name in (*(place.sheet for place in book.places.values()), *COUNTED):
        sheet = book.sheets[name]
        yield name, name, formulas_intact(body_of(name, sheet), sheet.formula_count(HEADER_ROW))
    rows = [row for block in book.inputs.blocks.values() for row in block]
    flags = f"{layout.INPUTS}!${layout.CHANGED_COLUMN}${min(rows)}:${layout.CHANGED_COLUMN}${max(rows)}"
    yield layout.INPUTS, layout.INPUTS, formulas_intact(flags, len(rows))


def _input_checks(book: Book) -> Iterator[tuple[str, str, Check]]:
    for scope, rows in book.inputs.blocks.items():
        block = book.t("inputs_case") if scope == "case" else book.t("option_block", option=scope)
        entries = [entry for row in rows if isinstance(entry := book.inputs.rows[row - 1 - FIRST_ROW], InputRow)]
        limits = [limit for entry in entries for limit in (entry.lowest, entry.highest) if limit is not None]
        flags = [float(flag) for entry in entries for flag in (not entry.optional, entry.whole)]
        choices = sum(bool(entry.choices) for entry in entries)
        for check in input_checks(min(rows), max(rows), [*limits, *flags], choices):
            yield scope, f"{layout.INPUTS}, {block}", check


def _outcome_checks(book: Book) -> Iterator[tuple[str, str, Check]]:
    """The outcomes as they were made, and the cover against them."""
    options = list(book.result.options)
    columns = comparison_columns(book)
    for option, (live, made, difference) in columns.options.items():
        ranges = [columns.span(letter) for letter in (live, made, difference, columns.tolerance)]
        for check in metric_checks(*ranges):
            yield option, f"{layout.COMPARISON}, {option}", check
    yield from _amount_checks(book)
    first, last = (xl_col_to_name(FIRST_METRIC_COLUMN + offset) for offset in (0, len(options) - 1))
    cover_last = xl_col_to_name(1 + len(options))
    for number, key in enumerate(METRICS):
        row, cover = columns.row(key), metric_row(number) + 1
        compared = f"{layout.COMPARISON}!${first}${row}:${last}${row}"
        check = same_cells("cover_is_comparison", f"{layout.COVER}!$C${cover}:${cover_last}${cover}", compared)
        yield key, f"{layout.COVER}, {words_of_line(key).label(book.language)}", check


def _amount_checks(book: Book) -> Iterator[tuple[str, str, Check]]:
    """All amounts together as they were made: per section of a calculation sheet, per option of an output."""
    for model, place in book.places.items():
        for section, check in _amounts(place.sheet, book.sheets[place.sheet], "section_as_made", 3):
            yield f"{model}.{section}", f"{place.sheet}, {book.t('section_' + section)}", check
    for name, code, first_column in (
        (layout.MUNICIPALITY, "municipality_as_made", FIRST_PERIOD),
        (layout.BUDGET, "budget_as_made", FIRST_AMOUNT),
    ):
        for option, check in _amounts(name, book.sheets[name], code, first_column):
            yield option, f"{name}, {option}", check


def _amounts(name: str, sheet: Sheet, code: str, first_column: int) -> Iterator[tuple[str, Check]]:
    """A check per block of a sheet, with the block's name."""
    first, last = xl_col_to_name(first_column), xl_col_to_name(sheet.last_column())
    for block, (top, bottom) in sheet.blocks.items():
        area = f"'{name}'!${first}${top + 1}:${last}${bottom + 1}"
        yield block, amounts_as_made(code, area, sheet.amounts(top, bottom, first_column))


def _shown_as(kept: float) -> str:
    """The format of what was counted, or added up."""
    return "count" if float(kept).is_integer() else "number"


def _check(book: Book, sheet: Sheet, row: int, key: str, about: str, check: Check) -> None:
    styles = book.styles
    sheet.write_string(row, 0, f"{key}.{check.code}", styles.key)
    sheet.write_string(row, 1, f"{about}: {book.t('check_' + check.code)}", styles.label)
    write = sheet.write_one_array_formula if check.is_array else sheet.write_one_formula
    formula = check.formula.replace("{expected}", f"${xl_col_to_name(KEPT_COLUMN)}${row + 1}")
    write(row, 2, formula, check.value, styles.numbers["count" if check.is_count else "cents"])
    if check.expected is not None:
        sheet.write_number(row, KEPT_COLUMN, check.expected, styles.fixed[_shown_as(check.expected)])
    tolerance = "0" if check.is_count else layout.TOLERANCE_CELL
    passed = 0.0 if abs(check.value) > CENT else 1.0
    sheet.write_one_formula(row, 3, f"IF(C{row + 1}>{tolerance},0,1)", passed, styles.check)
