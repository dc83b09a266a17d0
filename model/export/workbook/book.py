"""What every sheet is written from: the result, the places of everything, the formats, and the sheets themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter.workbook import Workbook

from model.engine.results import CaseResult, Computed
from model.engine.term import period_labels
from model.export.analyses import Analyses
from model.export.workbook.input_rows import InputRows
from model.export.workbook.irr_blocks import IrrBlock
from model.export.workbook.layout import FIRST_PERIOD, HEADER_ROW, Layout, Place
from model.export.workbook.look import Styles
from model.export.workbook.sheet import Sheet
from model.words.texts import text

NUMERIC = {
    *("value", "made", "difference", "expected", "effect"),
    *("lowest", "highest", "low", "high", "from", "until", "review"),
}
"""Headings above numbers and dates: they stand at the right."""


def period_label_formula(periods_per_year: int, cell: str, first: str, after: str) -> str:
    """The label of a period as `model.engine.term.period_labels` gives it.

    It reads the cells of the number of periods per year, of the first day and of the day after the last.

    Made of numbers, for codes of date formats differ by the language of the spreadsheet.
    """
    if periods_per_year == 12:
        return f'YEAR({first})&"-"&RIGHT(100+MONTH({first}),2)'
    quarter = "" if periods_per_year == 1 else f'&"-Q"&INT((MONTH({first})-1)*{cell}/12)+1'
    return f'YEAR({first}){quarter}&IF(YEAR({after}-1)>YEAR({first}),"/"&RIGHT(YEAR({after}-1),2),"")'


@dataclass(frozen=True)
class Book:
    """A workbook in the making. `models` are the evaluated models with the option whose inputs they read."""

    file: Workbook
    result: CaseResult
    language: str
    analyses: Analyses | None
    styles: Styles
    models: tuple[tuple[Computed, str], ...]
    inputs: InputRows
    blocks: tuple[IrrBlock, ...]
    layout: Layout
    sheets: Mapping[str, Sheet]

    @property
    def places(self) -> Mapping[str, Place]:
        """The calculation sheet of every model."""
        return self.layout.places

    @property
    def longest(self) -> Computed:
        """The model with most periods: its labels head the sheets that hold all options."""
        return max((model for model, _ in self.models), key=lambda model: model.last_period)

    def t(self, code: str, **values: object) -> str:
        """A text of the workbook in its language."""
        return text(f"xlsx_{code}", self.language, **values)

    def headings(self, sheet: Sheet, names: Sequence[str], row: int = HEADER_ROW) -> None:
        """A row of headings, by the codes of their texts."""
        for column, name in enumerate(names):
            style = self.styles.heading_above(
                name in NUMERIC, beside_numbers=column > 0 and names[column - 1] in NUMERIC
            )
            sheet.write_string(row, column, self.t(f"head_{name}"), style)

    def period_header(self, sheet: Sheet, model: Computed, look_ahead: bool) -> None:
        """The heading of a sheet with a timeline: labels, unit, value, and the periods of a model."""
        self.headings(sheet, ("key", "description", "unit", "value"))
        style = self.styles.heading_right
        sheet.write_string(HEADER_ROW, 4, self.t("head_before"), style)
        start, *labels = period_labels(self.result.case, model.last_period)
        sheet.write_string(HEADER_ROW, FIRST_PERIOD, start, style)
        sheet.write_formula_row(HEADER_ROW, FIRST_PERIOD + 1, self._label_formula(sheet), labels, style)
        if look_ahead:
            sheet.write_string(HEADER_ROW, FIRST_PERIOD + 1 + len(labels), self.t("look_ahead"), style)

    def _label_formula(self, sheet: Sheet) -> str:
        """The formula of the period labels: from the dates of a sheet that has them, or from the labels of one."""
        place = next((place for place in self.places.values() if place.sheet == sheet.name), None)
        if place is None or "date_begin" not in place.rows:
            return f"'{self.places[self.longest.name].sheet}'!{{c}}{HEADER_ROW + 1}"
        periods_per_year = self.layout.inputs["case", "periods_per_year"].cell
        first, after = (f"{{c}}{place.rows[key]}" for key in ("date_begin", "date_end"))
        return period_label_formula(self.result.case.periods_per_year, periods_per_year, first, after)


def timeline_columns(sheet: Sheet, last: int) -> None:
    """Widths and frozen panes of a sheet with a timeline, up to offset `last` from period 0."""
    for columns, width in (((0, 0), 12), ((1, 1), 55), ((2, 2), 18), ((3, 3), 15), ((4, 4), 7)):
        sheet.set_column(*columns, width)
    sheet.set_column(FIRST_PERIOD, FIRST_PERIOD + last, 12)
    sheet.freeze_panes(HEADER_ROW + 1, FIRST_PERIOD)
