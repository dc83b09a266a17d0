"""How the workbook looks: cell formats by use, row heights, and what every sheet has in common."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from model.export.workbook.sheet import Sheet
from model.words.palette import CHANGED, HOUSE, RIGHT, WRONG

A4, A3 = 9, 8
PERIODS_A_PAGE = 20
"""Most period columns on a printed page."""
LINE_HEIGHT = 13.5
CHARACTERS = 1.2
"""Letters of ordinary text in one unit of a column's width (which is that of a digit in a larger font)."""

_FORMATS = {
    "eur": "{}#,##0;[Red]{}-#,##0;{}0",
    "flow": '{}#,##0;[Red]{}-#,##0;"–"',
    "cents": "{}#,##0.00;[Red]{}-#,##0.00;{}0.00",
    "share": "{}0.0%",
    "rate": "{}0.00%",
    "tariff": "{}0.0000%",
    "date": "{}dd-mm-yyyy",
    "whole": "{}0",
    "count": "{}#,##0",
    "setting": "0.0E+00",
    "number": "{}#,##0.00",
    "factor": "{}0.0000",
    "text": "@",
    "any": "General",
}
"""Patterns by use, of which `units.csv` names those of units; `{}` is the place of the language, so that a number reads
1.250,5 in Dutch in every spreadsheet."""
LANGUAGE_CODES = {"nl": "[$-413]", "en": "[$-809]"}


@dataclass(frozen=True)
class Styles:
    """Cell formats by use."""

    title: Format
    subtitle: Format
    heading: Format
    heading_right: Format
    heading_indented: Format
    heading_wrapped: Format
    heading_wrapped_right: Format
    section: Format
    key: Format
    text: Format
    wrapped: Format
    paragraph: Format
    unit: Format
    label: Format
    label_main: Format
    label_help: Format
    check: Format
    passed: Format
    failed: Format
    concept: Format
    changed: Format
    yes_no: Format
    yes_or_nothing: Format
    year: Format
    date: Format
    numbers: Mapping[str, Format]
    inputs: Mapping[str, Format]
    fixed: Mapping[str, Format]

    def heading_above(self, numbers: bool, beside_numbers: bool) -> Format:
        """The heading of a column of numbers stands at the right; one of words keeps clear of numbers at its left."""
        return self.heading_right if numbers else self.heading_indented if beside_numbers else self.heading

    def label_of(self, rank: str) -> Format:
        """Main lines stand out, intermediate rows step back."""
        return {"main": self.label_main, "help": self.label_help}.get(rank, self.label)


def make_styles(book: Workbook, language: str, t: Callable[[str], str]) -> Styles:
    """All formats of a workbook; `t` gives the words that checks and flags show for 1 and 0."""
    base = {"font_name": "Calibri", "font_size": 10}
    code = LANGUAGE_CODES[language]
    patterns = {name: pattern.replace("{}", code) for name, pattern in _FORMATS.items()}

    def style(**more: object) -> Format:
        return book.add_format({**base, **more})

    heading = {"bold": True, "font_color": "#FFFFFF", "bg_color": HOUSE, "valign": "vcenter"}
    return Styles(
        title=style(bold=True, font_size=14, font_color=HOUSE),
        subtitle=style(font_color="#595959"),
        heading=style(**heading),
        heading_right=style(**heading, align="right"),
        heading_indented=style(**heading, align="left", indent=1),
        heading_wrapped=style(bold=True, text_wrap=True, valign="bottom", align="right"),
        heading_wrapped_right=style(**heading, align="right", text_wrap=True),
        section=style(bold=True, font_color=HOUSE, bottom=1, font_size=11),
        key=style(font_size=7, font_color="#808080", valign="top"),
        text=style(valign="top"),
        wrapped=style(font_color="#595959", text_wrap=True, valign="top", align="left", indent=1),
        paragraph=style(text_wrap=True, valign="top"),
        unit=style(font_color="#595959", valign="top", align="left", indent=1),
        label=style(valign="top"),
        label_main=style(valign="top", bold=True),
        label_help=style(valign="top", font_color="#7F7F7F"),
        check=style(num_format=_one_or_nil(t("check_ok"), t("check_wrong")), bold=True, align="center"),
        passed=book.add_format({"font_color": RIGHT, "bg_color": "#DCEFDC"}),
        failed=book.add_format({"font_color": "#FFFFFF", "bg_color": WRONG}),
        changed=book.add_format({"bg_color": CHANGED}),
        yes_or_nothing=style(num_format=_one_or_nil(t("yes"), ""), align="center", valign="top"),
        yes_no=style(num_format=_one_or_nil(t("yes"), t("no")), font_color="#595959", align="center", valign="top"),
        year=style(num_format="0", align="left", valign="top"),
        date=style(num_format=patterns["date"], align="left", valign="top"),
        concept=style(bold=True, font_size=12, font_color=WRONG),
        numbers={name: style(num_format=pattern, valign="top") for name, pattern in patterns.items()},
        inputs={
            name: style(
                num_format=pattern,
                locked=False,
                bg_color="#FFF7D6",
                border=1,
                border_color="#BFBFBF",
                font_color="#0000C0",
                valign="top",
            )
            for name, pattern in patterns.items()
        },
        fixed={
            name: style(num_format=pattern, font_color="#595959", valign="top") for name, pattern in patterns.items()
        },
    )


def _one_or_nil(one: str, nil: str) -> str:
    return f'[=1]"{one}";[=0]"{nil}";General'


def show_check(sheet: Sheet, cells: str, styles: Styles) -> None:
    """Colours a check's cells: green for 1, red for anything else; the word in the cell says it too."""
    sheet.conditional_format(cells, {"type": "errors", "format": styles.failed, "stop_if_true": True})
    for criterion, style in (("==", styles.passed), ("!=", styles.failed)):
        sheet.conditional_format(cells, {"type": "cell", "criteria": criterion, "value": 1, "format": style})


def height_of(words: str, width: float) -> float:
    """The height of a row that shows a text wrapped in a column of so many characters."""
    return LINE_HEIGHT * max(1, sum(math.ceil(max(1, len(part)) / (CHARACTERS * width)) for part in words.split("\n")))


def capital(words: str) -> str:
    """With a capital, as a row's label is written; words that hold capitals themselves stay as they are."""
    return words[:1].upper() + words[1:]


def set_up_page(sheet: Sheet, header_row: int, periods: int, is_wide: bool) -> None:
    """Printing: landscape, as wide as the page, headings and page numbers repeated.

    Wide timelines go on several A3 pages.
    """
    sheet.set_landscape()
    sheet.set_paper(A3 if periods or is_wide else A4)
    sheet.fit_to_pages(max(1, math.ceil(periods / PERIODS_A_PAGE)), 0)
    sheet.repeat_rows(0, header_row)
    if periods > PERIODS_A_PAGE:
        sheet.repeat_columns(0, 4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L&8&A&R&8&P / &N")
