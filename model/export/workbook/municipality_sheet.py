"""The sheet Gemeente: per option what it is worth to the municipality, its cash, its budget, and the six ledgers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from xlsxwriter.utility import xl_col_to_name

from model.engine.results import Computed, OptionResult
from model.export.workbook import layout
from model.export.workbook.book import Book, timeline_columns
from model.export.workbook.layout import FIRST_PERIOD, FIRST_ROW, HEADER_ROW
from model.export.workbook.look import capital
from model.export.workbook.sheet import Sheet
from model.lines.labels import BALANCES, words_of_line
from model.outcomes.municipality import MunicipalLine, municipal_lines, terms_of
from model.words.texts import text
from model.words.units import unit

METRICS = ("municipality_npv", "municipality_npv_without_fund")
TOTALS = (("municipal_income", "municipality_income"), ("municipal_costs", "municipality_costs"))
"""Blocks of the municipality's cash flow: heading, and the row whose terms are its rows."""
USE, USE_WIDTH = 4, 25.0
"""The column with how a line stands (there is no value before the start here), and its width."""
RECONCILIATIONS = (
    ("reconcile_ledgers", "ledgers_sum", ""),
    ("reconcile_municipality", "ledger_municipality", "municipality_cash_flow"),
)
"""Differences that must be zero in every period:
the ledgers together, and the municipality's ledger against its cash flow."""


def write_municipality(book: Book) -> None:
    """The options below each other, on the timeline of the longest."""
    sheet = book.sheets[layout.MUNICIPALITY]
    book.period_header(sheet, book.longest, look_ahead=False)
    sheet.write_string(HEADER_ROW, USE, book.t("head_use"), book.styles.heading_indented)
    sheet.write_string(FIRST_ROW - 1, 1, book.t("municipality_note"), book.styles.subtitle)
    row = FIRST_ROW
    for option_id, outcome in book.result.options.items():
        first, row = row, _option(book, sheet, row, option_id, outcome) + 1
        sheet.blocks[option_id] = first, row - 1
    timeline_columns(sheet, book.longest.last_period)
    sheet.set_column(USE, USE, USE_WIDTH)


def _option(book: Book, sheet: Sheet, row: int, option_id: str, outcome: OptionResult) -> int:
    """One option: its value to the municipality, cash, budget, ledgers, and the reconciliation.

    Returns the row below.
    """
    styles, place = book.styles, book.places[option_id]
    sheet.write_string(row, 1, f"{option_id}: {outcome.option.title(book.language)}", styles.section)
    for key in METRICS:
        row += 1
        _label(book, sheet, row, option_id, key)
        formula = f"'{place.sheet}'!{place.scalar(key)}"
        sheet.write_one_formula(row, 3, formula, outcome.computed.scalars[key], styles.numbers["eur"])
    row += 1
    uses = _uses(book, outcome)
    for heading, model, keys in _groups(book, outcome):
        sheet.write_string(row, 1, heading, styles.label_main)
        row += 1
        source = book.places[model.name]
        for key in keys:
            _label(book, sheet, row, model.name, key)
            if (model.name, key) in uses:
                sheet.write_string(row, USE, uses[model.name, key], styles.unit)
            template = f"'{source.sheet}'!{{c}}{source.rows[key]}"
            _row(book, sheet, row, template, model.rows[key], has_total=key not in BALANCES)
            row += 1
    for code, left, right in RECONCILIATIONS:
        if left not in place.rows:
            continue
        keys = [key for key in (left, right) if key]
        template = "-".join(f"'{place.sheet}'!{{c}}{place.rows[key]}" for key in keys)
        values = [abs(first - sum(rest)) for first, *rest in zip(*(outcome.lines[key] for key in keys), strict=True)]
        sheet.write_string(row, 0, f"{option_id}.{code}", styles.key)
        sheet.write_string(row, 1, book.t(code), styles.label)
        sheet.write_string(row, 2, unit("eur").name(book.language), styles.unit)
        _row(book, sheet, row, f"ABS({template})", values, has_total=True)
        row += 1
    return row


def _uses(book: Book, outcome: OptionResult) -> Mapping[tuple[str, str], str]:
    """How each line of the municipality's books stands, and its weakest support, in words."""

    def in_words(line: MunicipalLine) -> str:
        use = text(f"ui_use_{line.use}", book.language)
        return f"{use} · {book.t('status_' + line.status)}" if line.status else use

    return {(line.model, line.key): in_words(line) for line in municipal_lines(outcome)}


def _groups(book: Book, outcome: OptionResult) -> Iterator[tuple[str, Computed, list[str]]]:
    """Headings with a model and the keys of its rows: income and costs, cash flow, budget, ledgers.

    A mix shows the income, costs and budget of each of its components; cash flow and ledgers are those of the whole.
    """

    def named(code: str, part: Computed) -> str:
        return f"{book.t(code)} ({part.name})" if outcome.components else book.t(code)

    def beginning_with(model: Computed, *beginnings: str) -> list[str]:
        keys = [key for key in book.places[model.name].rows if key.startswith(beginnings) and key in model.rows]
        return [key for key in keys if words_of_line(key).rank != "help"]

    for part in outcome.parts:
        by_key, rows = part.business_case.by_key, book.places[part.name].rows
        for code, total in TOTALS:
            if total in rows:
                yield named(code, part), part, [*(key for key in terms_of(by_key[total]) if key in rows), total]
    yield book.t("municipal_cash"), outcome.computed, ["municipality_cash_flow"]
    for part in outcome.parts:
        budget = beginning_with(part, "budget_", "contingent")
        if budget:
            yield named("budget", part), part, budget
    yield book.t("ledgers"), outcome.computed, beginning_with(outcome.computed, "ledger_")


def _label(book: Book, sheet: Sheet, row: int, model: str, key: str) -> None:
    styles, described = book.styles, words_of_line(key)
    sheet.write_string(row, 0, f"{model}.{key}", styles.key)
    # Under a heading, "municipality: permit fees" is just "Permit fees".
    label = capital(described.label(book.language).rpartition(": ")[2])
    sheet.write_string(row, 1, label, styles.label_of("detail" if described.rank == "help" else described.rank))
    sheet.write_string(row, 2, unit(described.unit).name(book.language), styles.unit)


def _row(book: Book, sheet: Sheet, row: int, template: str, values: Sequence[float], has_total: bool) -> None:
    style = book.styles.numbers["flow"]
    sheet.write_formula_row(row, FIRST_PERIOD, template, values, style)
    if not has_total:
        return
    last = xl_col_to_name(FIRST_PERIOD + len(values) - 1)
    total = f"SUM({xl_col_to_name(FIRST_PERIOD)}{row + 1}:{last}{row + 1})"
    sheet.write_one_formula(row, 3, total, math.fsum(values), style)
