"""The sheet Controles: every check with its difference, and the master check that every sheet shows."""

from __future__ import annotations

from collections.abc import Iterator

from model.export import layout as at
from model.export.book import Book
from model.export.budget_sheet import budget_checks
from model.export.checks import Check, formulas_intact, input_checks, model_checks
from model.export.layout import FIRST_ROW, HEADER_ROW
from model.export.look import show_check
from model.export.sheet import Sheet

CENT = 0.01
"""How close two routes to one amount must be for a check to pass, in euros."""
COUNTED = (at.YEARS, at.IRR, at.LADDER, at.COMPARISON, at.MUNICIPALITY, at.BUDGET)
"""Sheets whose formula cells are counted, beside the calculation sheets."""


def write_checks(book: Book) -> None:
    """Checks of the inputs, of each calculation sheet, and of the number of formulas;
    then whether all of them passed."""
    sheet, look = book.sheets[at.CHECKS], book.styles
    book.headings(sheet, ("key", "check", "difference", "result", "expected"))
    sheet.write_string(FIRST_ROW - 1, 1, book.t("tolerance"), look.label_help)
    sheet.write_number(FIRST_ROW - 1, 2, CENT, look.fixed["cents"])
    row = FIRST_ROW
    for key, about, check in _value_checks(book):
        _check(book, sheet, row, key, about, check)
        row += 1
    for name in (*(place.sheet for place in book.places.values()), *COUNTED):
        counted = book.sheets[name]
        sheet.write_number(row, 4, counted.formula_count(HEADER_ROW + 1), look.fixed["whole"])
        _check(book, sheet, row, name, name, formulas_intact(name, counted, f"E{row + 1}"))
        row += 1
    results = f"D{FIRST_ROW + 1}:D{row}"
    # Counted, since the lowest of results that hold an error is that error, and no word.
    sheet.write_one_formula(3, 2, f"IF(COUNTIF({results},1)=ROWS({results}),1,0)", 1.0, look.check)
    show_check(sheet, results, look)
    for columns, width in (((0, 0), 14), ((1, 1), 84), ((2, 3), 16), ((4, 4), 26)):
        sheet.set_column(*columns, width)
    sheet.freeze_panes(HEADER_ROW + 1, 2)


def _value_checks(book: Book) -> Iterator[tuple[str, str, Check]]:
    """The checks on values, each with the name of what it is about, as a key and in words."""
    for scope, rows in book.inputs.blocks.items():
        block = book.t("inputs_case") if scope == "case" else book.t("option_block", option=scope)
        for check in input_checks(min(rows), max(rows)):
            yield scope, f"{at.INPUTS}, {block}", check
    for model, _ in book.models:
        place = book.places[model.name]
        for check in model_checks(model, place):
            yield model.name, place.sheet, check
    for name, check in budget_checks(book):
        yield name, f"{at.BUDGET}, {name}", check


def _check(book: Book, sheet: Sheet, row: int, key: str, about: str, check: Check) -> None:
    look = book.styles
    sheet.write_string(row, 0, f"{key}.{check.code}", look.key)
    sheet.write_string(row, 1, f"{about}: {book.t('check_' + check.code)}", look.label)
    write = sheet.write_one_array_formula if check.is_array else sheet.write_one_formula
    write(row, 2, check.formula, check.value, look.numbers["count" if check.is_array else "cents"])
    passed = 0.0 if abs(check.value) > CENT else 1.0
    sheet.write_one_formula(row, 3, f"IF(C{row + 1}>$C${FIRST_ROW},0,1)", passed, look.check)
