"""The sheet of inputs: value, unit, bounds and source side by side; its value cells are the only ones left unlocked."""

from __future__ import annotations

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name

from model.export.workbook import layout
from model.export.workbook.book import Book
from model.export.workbook.input_rows import InputRow
from model.export.workbook.layout import FIRST_ROW, HEADER_ROW
from model.export.workbook.look import height_of
from model.export.workbook.sheet import Sheet
from model.formula.runtime import to_date
from model.words.numbers import format_date, number
from model.words.units import unit

SOURCE_WIDTH, NOTE_WIDTH = 44.0, 70.0


def write_inputs(book: Book) -> None:
    """Every input that some line uses, by block: the case, then each option."""
    sheet, styles = book.sheets[layout.INPUTS], book.styles
    names = ("key", "description", "value", "unit", "made", "changed", "lowest", "highest", "required", "whole")
    book.headings(sheet, (*names, "status", "source", "note", "choices"))
    row = FIRST_ROW
    for entry in book.inputs.rows:
        if not isinstance(entry, str):
            _input_row(book, sheet, row, entry)
        elif entry:
            sheet.write_string(row, 1, entry, styles.section)
        row += 1
    for columns, width in (
        ((0, 0), 12),
        ((1, 1), 46),
        ((2, 2), 22),
        ((3, 3), 22),
        ((4, 4), 22),
        ((5, 5), 10),
        ((6, 7), 16),
        ((8, 9), 9),
        ((10, 10), 11),
        ((11, 11), SOURCE_WIDTH),
        ((12, 12), NOTE_WIDTH),
        ((layout.FIRST_CHOICE_COLUMN, layout.FIRST_CHOICE_COLUMN + layout.MOST_CHOICES), 12),
    ):
        sheet.set_column(*columns, width)
    sheet.conditional_format(
        f"{layout.CHANGED_COLUMN}{FIRST_ROW + 1}:{layout.CHANGED_COLUMN}{row}",
        {"type": "cell", "criteria": "==", "value": 1, "format": styles.changed},
    )
    sheet.print_area(0, 0, row, layout.FIRST_CHOICE_COLUMN - 1)
    sheet.freeze_panes(HEADER_ROW + 1, 3)


def _input_row(book: Book, sheet: Sheet, row: int, entry: InputRow) -> None:
    styles = book.styles
    kind = unit(entry.unit).pattern
    style = (styles.fixed if entry.locked else styles.inputs)["text" if isinstance(entry.value, str) else kind]
    sheet.write_string(row, 0, entry.name, styles.key)
    sheet.write_string(row, 1, entry.label, styles.label)
    if entry.follows and isinstance(entry.value, float):
        sheet.write_one_formula(row, 2, _following(book, row + 1, entry), entry.value, style)
    else:
        _write(sheet, row, 2, entry.value, style)
    sheet.write_string(row, 3, unit(entry.unit).name(book.language), styles.unit)
    _write(sheet, row, 4, entry.value, styles.fixed["text" if isinstance(entry.value, str) else kind])
    sheet.write_one_formula(row, 5, _changed(row + 1), 0.0, styles.yes_or_nothing)
    for column, limit in ((6, entry.lowest), (7, entry.highest)):
        if limit is not None:
            sheet.write_number(row, column, limit, styles.fixed[kind])
    sheet.write_number(row, 8, 0 if entry.optional else 1, styles.yes_no)
    sheet.write_number(row, 9, 1 if entry.whole else 0, styles.yes_no)
    for column, words in ((10, entry.status), (11, entry.source), (12, entry.note)):
        sheet.write_string(row, column, words, styles.wrapped)
    sheet.set_row(row, max(height_of(entry.source, SOURCE_WIDTH), height_of(entry.note, NOTE_WIDTH)))
    for offset, choice in enumerate(entry.choices):
        _write(sheet, row, layout.FIRST_CHOICE_COLUMN + offset, choice, styles.key)
    if not entry.locked:
        _validate(book, sheet, row, entry)


def _write(sheet: Sheet, row: int, column: int, value: float | str | None, style: Format) -> None:
    """A number, a word, or an empty cell in its style."""
    if value is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, style)
    else:
        sheet.write_number(row, column, value, style)


def _following(book: Book, row: int, entry: InputRow) -> str:
    """A default that moves with another input, as it does in the application: what it was times how that one grew.

    Whoever types a value over it gives one of their own.
    """
    now = book.layout.inputs[entry.name.partition(".")[0], entry.follows].cell.rpartition("!")[2]
    made = now.replace(f"${layout.VALUE_COLUMN}$", f"${layout.MADE_COLUMN}$")
    # Divided first, so that an unchanged input gives the value to the last digit.
    return f"{layout.MADE_COLUMN}{row}*({now}/{made})"


def _changed(row: int) -> str:
    """1 where a value is another than when the workbook was made. As texts, for an empty cell equals a nil."""
    return f'IF({layout.VALUE_COLUMN}{row}&""={layout.MADE_COLUMN}{row}&"",0,1)'


def _validate(book: Book, sheet: Sheet, row: int, entry: InputRow) -> None:
    """A list of choices, or bounds, with a message that says them."""
    message = {"error_title": book.t("not_allowed"), "ignore_blank": entry.optional}
    if entry.choices:
        first = xl_col_to_name(layout.FIRST_CHOICE_COLUMN)
        last = xl_col_to_name(layout.FIRST_CHOICE_COLUMN + len(entry.choices) - 1)
        message["error_message"] = book.t("choose_from_list")
        sheet.data_validation(
            row, 2, row, 2, {"validate": "list", "source": f"=${first}${row + 1}:${last}${row + 1}", **message}
        )
    elif entry.lowest is not None and entry.highest is not None:
        lowest, highest = (_limit(limit, entry.unit, book.language) for limit in (entry.lowest, entry.highest))
        kind = "date" if unit(entry.unit).kind == "date" else "integer" if entry.whole else "decimal"
        message["error_message"] = book.t(
            "whole_between" if kind == "integer" else "between", lowest=lowest, highest=highest
        )
        rule = {
            "criteria": "between",
            "minimum": f"=${layout.LOWEST_COLUMN}${row + 1}",
            "maximum": f"=${layout.HIGHEST_COLUMN}${row + 1}",
        }
        sheet.data_validation(row, 2, row, 2, {"validate": kind, **rule, **message})


def _limit(limit: float, unit_key: str, language: str) -> str:
    """A bound as people write it."""
    if unit(unit_key).kind == "date":
        return format_date(to_date(limit), language, "cell")
    if unit(unit_key).is_ratio:
        return f"{number(limit * 100, language)}%"
    return number(limit, language)
