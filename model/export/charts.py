"""The sheet with charts: they read the other sheets, so they follow the inputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xlsxwriter.workbook import Workbook

from model.evaluation import CaseResult
from model.export import layout as at
from model.export.layout import FIRST_PERIOD, FIRST_ROW, HEADER_ROW, Place
from model.export.look import LANGUAGE_CODES, capital
from model.export.sheet import Sheet
from model.lines.labels import words
from model.texts import text

COLOURS = ("#154273", "#D55E00", "#3E8FD0", "#673327", "#767676", "#000000")
DASHES = ("solid", "dash", "round_dot", "long_dash", "dash_dot", "square_dot")
MARKERS = ("circle", "square", "triangle", "diamond", "x", "star")
MILLIONS = "0.0,,"
ROWS_A_CHART = 28
LINE_CHARTS = (("cumulative_cash_flow", "chart_cumulative"), ("municipality_cash_flow", "chart_municipality"))
BAR_CHARTS = (
    ("npv", "chart_npv", MILLIONS),
    ("cost_per_bed_night", "chart_night", "0.00"),
    ("municipality_npv", "chart_municipality_npv", MILLIONS),
)


@dataclass(frozen=True)
class ChartSheet:
    """What the charts need: the workbook, its sheet, the result, where rows are, and the language."""

    book: Workbook
    sheet: Sheet
    result: CaseResult
    places: Mapping[str, Place]
    language: str

    def pattern(self, pattern: str) -> str:
        """A number format in the workbook's language."""
        return LANGUAGE_CODES[self.language] + pattern

    def t(self, code: str, **values: object) -> str:
        """A text of the workbook in its language."""
        return text(f"xlsx_{code}", self.language, **values)


def write_charts(at_sheet: ChartSheet) -> None:
    """Lines over time and bars per option, one to a printed page, each with a text alternative."""
    sheet = at_sheet.sheet
    charts = [_lines(at_sheet, key, code) for key, code in LINE_CHARTS]
    charts += [_bars(at_sheet, key, code, pattern) for key, code, pattern in BAR_CHARTS]
    for number, (chart, alternative) in enumerate(charts):
        sheet.insert_chart(FIRST_ROW + 1 + number * ROWS_A_CHART, 1, chart, {"description": alternative})
    sheet.set_h_pagebreaks([FIRST_ROW + number * ROWS_A_CHART for number in range(1, len(charts))])
    sheet.set_column(0, 0, 3)
    sheet.set_column(1, 1, 46)
    sheet.set_column(2, 12, 12)


def _lines(at_sheet: ChartSheet, key: str, code: str) -> tuple[Any, str]:
    """A row of every option over time."""
    chart: Any = at_sheet.book.add_chart({"type": "line"})
    options = at_sheet.result.options
    longest = max(options, key=lambda name: options[name].computed.last_period)
    labels = at_sheet.places[longest].sheet
    end = FIRST_PERIOD + options[longest].computed.last_period
    few = end - FIRST_PERIOD <= 60
    for number, (option, outcome) in enumerate(options.items()):
        place = at_sheet.places[option]
        row = place.rows[key] - 1
        colour = COLOURS[number % len(COLOURS)]
        chart.add_series(
            {
                # A cell, not the text itself: a title that starts with = would be read as a formula.
                "name": [at.COMPARISON, HEADER_ROW - 1, 3 + number],
                "categories": [labels, HEADER_ROW, FIRST_PERIOD, HEADER_ROW, end],
                "values": [place.sheet, row, FIRST_PERIOD, row, FIRST_PERIOD + outcome.computed.last_period],
                "line": {"color": colour, "width": 2.25, "dash_type": DASHES[number % len(DASHES)]},
                "marker": {
                    "type": MARKERS[number % len(MARKERS)] if few else "none",
                    "size": 5,
                    "border": {"color": colour},
                    "fill": {"color": colour},
                },
            }
        )
    _look(chart, at_sheet.t(code), at_sheet.t("chart_millions"), at_sheet.pattern(MILLIONS))
    return chart, at_sheet.t(f"{code}_alt")


def _bars(at_sheet: ChartSheet, key: str, code: str, pattern: str) -> tuple[Any, str]:
    """A metric of every option, under the options' titles."""
    chart: Any = at_sheet.book.add_chart({"type": "column"})
    options = at_sheet.result.options
    row = FIRST_ROW + list(next(iter(options.values())).metrics).index(key)
    last = 2 + len(options)
    chart.add_series(
        {
            "name": capital(words(key).label(at_sheet.language)),
            "categories": [at.COMPARISON, HEADER_ROW - 1, 3, HEADER_ROW - 1, last],
            "values": [at.COMPARISON, row, 3, row, last],
            "fill": {"color": COLOURS[0]},
            "gap": 80,
            "data_labels": {"value": True, "num_format": at_sheet.pattern(pattern)},
        }
    )
    unit = at_sheet.t("chart_millions" if pattern == MILLIONS else "chart_euro")
    _look(chart, capital(words(key).label(at_sheet.language)), unit, at_sheet.pattern(pattern))
    chart.set_legend({"none": True})
    return chart, at_sheet.t(f"{code}_alt")


def _look(chart: Any, title: str, axis: str, pattern: str) -> None:
    chart.set_title({"name": title, "name_font": {"size": 12}, "overlay": False})
    chart.set_y_axis(
        {"num_format": pattern, "name": axis, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}}
    )
    chart.set_x_axis({"label_position": "low"})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 1000, "height": 520})
