"""The sheet Begroting: per option the municipality's budget per calendar year, its sureties, and what to check.

Here a row is a calendar year. On every other sheet a column is a period, and a period may run over New Year; years in
columns would put two meanings in one column. The amounts are formulas on the rows `KEY_in_year` of the calculation
sheets.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name

from model.engine.results import Computed, OptionResult
from model.export.workbook import layout
from model.export.workbook.book import Book
from model.export.workbook.checks import Check
from model.export.workbook.layout import FIRST_ROW, HEADER_ROW
from model.export.workbook.sheet import Sheet
from model.outcomes.budget import BUDGET_BALANCES, BUDGET_DETAILS, at_year_end, per_calendar_year, with_budget

YEAR, FIRST_AMOUNT = 1, 2
INCOME, CHARGES, RESULT, CASH = "budget_income", "budget_charges", "budget_result", "municipality_cash_flow"
FLOWS = (INCOME, CHARGES, RESULT, CASH, *BUDGET_DETAILS)
COLUMNS = (*FLOWS, *BUDGET_BALANCES)
"""The amounts in the order of their columns; balances stand as they are on 31 December."""
SURETY = (
    ("guaranteed", "guaranteed_value"),
    ("loss", "guarantee_loss"),
    ("expected", "guarantee_loss_expected"),
    ("municipal_loss", "guarantee_from_municipality"),
    ("municipal_expected", "guarantee_provision_total"),
)
"""Contingent liabilities, nominal: the code of the label, and the line whose total it is."""
SPARE = 1
"""Years more than the term touches now: another day of the start may touch one more."""


@dataclass(frozen=True)
class BudgetBlock:
    """The rows of one model (an option, or a component of a mix) on the sheet, or of a mix's total.

    A title, two helpers (the last budget year, the number of periods), the years, their total, and the contingent
    liabilities.
    """

    name: str
    title_row: int
    years: int

    @property
    def first_year_row(self) -> int:
        """Index of the row of the first year."""
        return self.title_row + 3

    @property
    def total_row(self) -> int:
        """Index of the row with totals."""
        return self.first_year_row + self.years

    @property
    def surety_row(self) -> int:
        """Index of the row above the contingent liabilities."""
        return self.total_row + 1

    @property
    def end(self) -> int:
        """Index of the row below the block."""
        return self.surety_row + 1 + len(SURETY)


def budget_checks(book: Book) -> Iterator[tuple[str, Check]]:
    """All years together against the timeline: result and cash flow of each model, with the name of the model."""
    for model, block in _model_blocks(book):
        place = book.places[model.name]
        for code, key in (("budget_years_add_up", RESULT), ("cash_years_add_up", CASH)):
            total = f"{layout.BUDGET}!${_letter(key)}${block.total_row + 1}"
            years = math.fsum(_values(book, model, block)[key])
            value = abs(years - math.fsum(model.rows[key]))
            yield model.name, Check(code, f"ABS({total}-'{place.sheet}'!{place.scalar(key)})", value)


def write_budget(book: Book) -> None:
    """The options below each other; a mix shows its components and then their total."""
    sheet, styles = book.sheets[layout.BUDGET], book.styles
    sheet.write_string(HEADER_ROW, 0, book.t("head_key"), styles.heading)
    sheet.write_string(HEADER_ROW, YEAR, book.t("head_calendar_year"), styles.heading)
    for key in COLUMNS:
        sheet.write_string(HEADER_ROW, _column(key), book.t(f"head_{key}"), styles.heading_wrapped_right)
    sheet.set_row(HEADER_ROW, 28)
    sheet.write_string(FIRST_ROW - 1, YEAR, book.t("budget_note"), styles.subtitle)
    models = {block.name: model for model, block in _model_blocks(book)}
    row = FIRST_ROW
    for option_id, outcome in book.result.options.items():
        blocks, first = _blocks(book)[option_id], row
        for block in blocks:
            if block.name in models:
                _model_block(book, sheet, block, models[block.name], _title(book, outcome, block.name))
            else:
                _total_block(book, sheet, block, blocks[:-1], models, _title(book, outcome, block.name))
        row = blocks[-1].end if blocks else _without_budget(book, sheet, row, outcome)
        row = _to_check(book, sheet, row, outcome) + 1
        sheet.blocks[option_id] = first, row - 1
    sheet.set_column(0, 0, 16)
    sheet.set_column(YEAR, YEAR, 46)
    sheet.set_column(FIRST_AMOUNT, FIRST_AMOUNT + len(COLUMNS) - 1, 15)
    sheet.freeze_panes(HEADER_ROW + 1, FIRST_AMOUNT)


def _blocks(book: Book) -> Mapping[str, Sequence[BudgetBlock]]:
    """The blocks of every option, in order; none for one without a municipal budget."""
    by_option: dict[str, list[BudgetBlock]] = {}
    row = FIRST_ROW
    for option_id, outcome in book.result.options.items():
        parts = with_budget(outcome)
        names = [part.name for part in parts] + ([option_id] if outcome.components and parts else [])
        years = max((_years_of(part) for part in parts), default=0) + SPARE
        by_option[option_id] = []
        for name in names:
            block = BudgetBlock(name, row, years)
            by_option[option_id].append(block)
            row = block.end
        row += (0 if names else 2) + _rows_to_check(outcome) + 1
    return by_option


def _model_blocks(book: Book) -> Iterator[tuple[Computed, BudgetBlock]]:
    for option_id, blocks in _blocks(book).items():
        yield from zip(with_budget(book.result.options[option_id]), blocks, strict=False)


def _years_of(model: Computed) -> int:
    return int(model.scalars["last_budget_year"] - model.rows["year_begin"][0]) + 1


def _column(key: str) -> int:
    return FIRST_AMOUNT + COLUMNS.index(key)


def _letter(key: str) -> str:
    return str(xl_col_to_name(_column(key)))


def _title(book: Book, outcome: OptionResult, name: str) -> str:
    title = outcome.option.title(book.language)
    return f"{name}: {title}" if name == outcome.option.id else f"{name}: {book.t('part_of', title=title)}"


def _values(book: Book, model: Computed, block: BudgetBlock) -> Mapping[str, Sequence[float]]:
    """The amounts of each column, year by year."""
    years = [int(model.rows["year_begin"][0]) + number for number in range(block.years)]
    columns: dict[str, list[float]] = {}
    for key in COLUMNS:
        if key in BUDGET_BALANCES:
            amounts = at_year_end(book.result.case, model.rows[key])
        elif key != RESULT:
            amounts = per_calendar_year([model], key)
        else:
            continue
        columns[key] = [amounts.get(year, 0.0) for year in years]
    columns[RESULT] = [income - charges for income, charges in zip(columns[INCOME], columns[CHARGES], strict=True)]
    return columns


def _model_block(book: Book, sheet: Sheet, block: BudgetBlock, model: Computed, title: str) -> None:
    place, styles = book.places[model.name], book.styles
    values = _values(book, model, block)
    sheet.write_string(block.title_row, YEAR, title, styles.section)
    last, periods = block.title_row + 1, block.title_row + 2
    for row, code, formula, value in (
        (last, "last_budget_year", f"'{place.sheet}'!{place.scalar('last_budget_year')}", "last_budget_year"),
        (periods, "periods", f"'{place.sheet}'!{place.scalar('last_period')}+1", "last_period"),
    ):
        sheet.write_string(row, YEAR, book.t(f"budget_{code}"), styles.label_help)
        amount = model.scalars[value] + (1 if code == "periods" else 0)
        sheet.write_one_formula(row, FIRST_AMOUNT, formula, amount, styles.numbers["whole"])
    first_year = f"'{place.sheet}'!{place.cell('year_begin')}"
    _years(book, sheet, block, first_year, model.rows["year_begin"][0])
    begins = place.block("year_begin")
    upto, upto_ahead = place.block("year_begin", look_ahead=False), begins
    for key in COLUMNS:
        if key == RESULT:
            template = f"{_letter(INCOME)}{{c}}-{_letter(CHARGES)}{{c}}"
        elif key in FLOWS:
            template = f"SUMIF({upto_ahead},$B{{c}},{place.block(f'{key}_in_year')})"
        else:
            period = f"MIN(MATCH($B{{c}},{upto},1),$C${periods + 1})"
            template = f"IF($B{{c}}>$C${last + 1},0,INDEX({place.block(key, look_ahead=False)},{period}))"
        sheet.write_formula_column(block.first_year_row, _column(key), template, values[key], styles.numbers["flow"])
    _totals(book, sheet, block, values)
    sheet.write_string(block.surety_row, YEAR, book.t("contingent"), styles.label_main)
    for row, (code, key) in enumerate(SURETY, start=block.surety_row + 1):
        _surety(book, sheet, row, block, code, f"'{place.sheet}'!{place.scalar(key)}", _total(model, key))


def _total(model: Computed, key: str) -> float:
    return model.scalars[key] if key in model.scalars else math.fsum(model.rows[key])


def _total_block(
    book: Book,
    sheet: Sheet,
    block: BudgetBlock,
    parts: Sequence[BudgetBlock],
    models: Mapping[str, Computed],
    title: str,
) -> None:
    """A mix: its components added up, cell by cell."""
    styles = book.styles
    values = [_values(book, models[part.name], part) for part in parts]
    added = {
        key: [math.fsum(cells) for cells in zip(*(columns[key] for columns in values), strict=True)] for key in COLUMNS
    }
    sheet.write_string(block.title_row, YEAR, title, styles.section)
    begin = models[parts[0].name].rows["year_begin"][0]
    _years(book, sheet, block, f"B{parts[0].first_year_row + 1}", begin)

    def cells(letter: str, row: int) -> str:
        """The same cell of every component: `row` is that of the total's block."""
        return "+".join(f"{letter}{row - block.title_row + part.title_row + 1}" for part in parts)

    for key in COLUMNS:
        for number, value in enumerate(added[key]):
            row = block.first_year_row + number
            sheet.write_one_formula(row, _column(key), cells(_letter(key), row), value, styles.numbers["flow"])
    _totals(book, sheet, block, added)
    sheet.write_string(block.surety_row, YEAR, book.t("contingent"), styles.label_main)
    for row, (code, key) in enumerate(SURETY, start=block.surety_row + 1):
        value = math.fsum(_total(models[part.name], key) for part in parts)
        _surety(book, sheet, row, block, code, cells("C", row), value)


def _years(book: Book, sheet: Sheet, block: BudgetBlock, first: str, begin: float) -> None:
    """The calendar years: that of the start, and each next one."""
    for number in range(block.years):
        key = f"{block.name}.budget_year_{number + 1}"
        sheet.write_string(block.first_year_row + number, 0, key, book.styles.key)
    style = book.styles.year
    sheet.write_one_formula(block.first_year_row, YEAR, first, begin, style)
    later = [begin + number for number in range(1, block.years)]
    sheet.write_formula_column(block.first_year_row + 1, YEAR, "B{p}+1", later, style)


def _totals(book: Book, sheet: Sheet, block: BudgetBlock, values: Mapping[str, Sequence[float]]) -> None:
    """All years together, of flows only."""
    sheet.write_string(block.total_row, 0, f"{block.name}.budget_total", book.styles.key)
    sheet.write_string(block.total_row, YEAR, book.t("budget_total"), book.styles.label_main)
    first, last = block.first_year_row + 1, block.total_row
    for key in FLOWS:
        letter = _letter(key)
        style = book.styles.numbers["flow"]
        sheet.write_one_formula(
            block.total_row, _column(key), f"SUM({letter}{first}:{letter}{last})", math.fsum(values[key]), style
        )


def _surety(book: Book, sheet: Sheet, row: int, block: BudgetBlock, code: str, formula: str, value: float) -> None:
    sheet.write_string(row, 0, f"{block.name}.surety_{code}", book.styles.key)
    sheet.write_string(row, YEAR, book.t(f"surety_{code}"), book.styles.label)
    sheet.write_one_formula(row, FIRST_AMOUNT, formula, value, book.styles.numbers["flow"])


def _without_budget(book: Book, sheet: Sheet, row: int, outcome: OptionResult) -> int:
    """An option of own lines only has no budget of the municipality. Returns the row below."""
    sheet.write_string(row, YEAR, _title(book, outcome, outcome.option.id), book.styles.section)
    sheet.write_string(row + 1, YEAR, book.t("no_budget"), book.styles.text)
    return row + 2


def _rows_to_check(outcome: OptionResult) -> int:
    """How many rows the notices take: a heading, and each of them or that there are none."""
    return 1 + max(1, sum(notice.code.startswith("check_") for notice in outcome.warnings))


def _to_check(book: Book, sheet: Sheet, row: int, outcome: OptionResult) -> int:
    """What the municipality has to have checked: state aid, cost recovery, competition. Returns the row below."""
    styles = book.styles
    sheet.write_string(row, YEAR, book.t("to_check"), styles.label_main)
    notices = [notice.text(book.language) for notice in outcome.warnings if notice.code.startswith("check_")]
    for words in notices or [book.t("nothing_to_check")]:
        row += 1
        sheet.write_string(row, YEAR, words, styles.text)
    return row + 1
