"""The sheet with charts: they read the other sheets, so they follow the inputs."""

from __future__ import annotations

from typing import Any

from model.export.workbook import layout
from model.export.workbook.book import Book
from model.export.workbook.layout import FIRST_PERIOD, FIRST_ROW, HEADER_ROW
from model.export.workbook.look import LANGUAGE_CODES, capital
from model.lines.labels import words_of_line
from model.words.palette import colour, mark

DASHES = ("solid", "dash", "round_dot", "long_dash", "dash_dot", "square_dot")
MARKERS = ("circle", "square", "triangle", "diamond", "x", "star")
"""Dashes and points by the mark of an option."""
MILLIONS = "0.0,,"
ROWS_A_CHART = 28
LINE_CHARTS = (("cumulative_cash_flow", "chart_cumulative"), ("municipality_cash_flow", "chart_municipality"))
BAR_CHARTS = (
    ("npv", "chart_npv", MILLIONS),
    ("cost_per_bed_night", "chart_night", "0.00"),
    ("municipality_npv", "chart_municipality_npv", MILLIONS),
)


def write_charts(book: Book) -> None:
    """Lines over time and bars per option, one to a printed page, each with a text alternative."""
    sheet = book.sheets[layout.CHARTS]
    sheet.write_string(HEADER_ROW, 1, book.t("charts_note"), book.styles.subtitle)
    charts = [_lines(book, key, code) for key, code in LINE_CHARTS]
    charts += [_bars(book, key, code, pattern) for key, code, pattern in BAR_CHARTS]
    for number, (chart, alternative) in enumerate(charts):
        sheet.insert_chart(FIRST_ROW + 1 + number * ROWS_A_CHART, 1, chart, {"description": alternative})
    sheet.set_h_pagebreaks([FIRST_ROW + number * ROWS_A_CHART for number in range(1, len(charts))])
    sheet.set_column(0, 0, 3)
    sheet.set_column(1, 1, 46)
    sheet.set_column(2, 12, 12)


def _lines(book: Book, key: str, code: str) -> tuple[Any, str]:
    """A row of every option over time."""
    chart: Any = book.file.add_chart({"type": "line"})
    options = book.result.options
    longest = max(options, key=lambda name: options[name].computed.last_period)
    labels = book.places[longest].sheet
    end = FIRST_PERIOD + options[longest].computed.last_period
    few = end - FIRST_PERIOD <= 60
    for number, (option, outcome) in enumerate(options.items()):
        place = book.places[option]
        row = place.rows[key] - 1
        drawn = colour(number)
        chart.add_series(
            {
                # A cell, not the text itself: a title that starts with = would be read as a formula.
                "name": [layout.COMPARISON, HEADER_ROW - 1, 3 + number],
                "categories": [labels, HEADER_ROW, FIRST_PERIOD, HEADER_ROW, end],
                "values": [place.sheet, row, FIRST_PERIOD, row, FIRST_PERIOD + outcome.computed.last_period],
                "line": {"color": drawn, "width": 2.25, "dash_type": DASHES[mark(number)]},
                "marker": {
                    "type": MARKERS[mark(number)] if few else "none",
                    "size": 5,
                    "border": {"color": drawn},
                    "fill": {"color": drawn},
                },
            }
        )
    _look(chart, book.t(code), book.t("chart_millions"), _pattern(book, MILLIONS))
    return chart, book.t(f"{code}_alt")


def _bars(book: Book, key: str, code: str, pattern: str) -> tuple[Any, str]:
    """A metric of every option, under the options' titles."""
    chart: Any = book.file.add_chart({"type": "column"})
    options = book.result.options
    row = FIRST_ROW + list(next(iter(options.values())).metrics).index(key)
    last = 2 + len(options)
    chart.add_series(
        {
            "name": capital(words_of_line(key).label(book.language)),
            "categories": [layout.COMPARISON, HEADER_ROW - 1, 3, HEADER_ROW - 1, last],
            "values": [layout.COMPARISON, row, 3, row, last],
            "points": [{"fill": {"color": colour(number)}} for number in range(len(options))],
            "gap": 80,
            "data_labels": {"value": True, "num_format": _pattern(book, pattern)},
        }
    )
    unit = book.t("chart_millions" if pattern == MILLIONS else "chart_euro")
    _look(chart, capital(words_of_line(key).label(book.language)), unit, _pattern(book, pattern))
    chart.set_legend({"none": True})
    return chart, book.t(f"{code}_alt")


def _look(chart: Any, title: str, axis: str, pattern: str) -> None:
    chart.set_title({"name": title, "name_font": {"size": 12}, "overlay": False})
    chart.set_y_axis(
        {"num_format": pattern, "name": axis, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}}
    )
    chart.set_x_axis({"label_position": "low"})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 1000, "height": 520})


def _pattern(book: Book, pattern: str) -> str:
    """A number format in the workbook's language."""
    return LANGUAGE_CODES[book.language] + pattern
