"""The form as a workbook: one sheet on one page of A4, in which only answers can be entered."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

from model.export.inquiry.wording import asked, head, instructions, number_of, section_title, sections, title, unit_of
from model.export.workbook.look import A4, Styles, height_of, make_styles
from model.export.workbook.sheet import Sheet, add_sheet, new_workbook
from model.parameters.questions import Question
from model.words.texts import text

KEY, NUMBER, QUESTION, UNIT, ANSWER = range(5)
"""The columns; that of the keys is hidden."""
WIDTHS = (10, 6, 62, 24, 16)
NO_CLOCK = datetime(1980, 1, 1)
"""When every form was made, so that the same questions give the same bytes."""
CHARACTERS_A_LINE = WIDTHS[NUMBER] + WIDTHS[QUESTION] + WIDTHS[UNIT] + WIDTHS[ANSWER]


def excel(first: Sequence[str], language: str) -> bytes:
    """The form in a language as the bytes of an .xlsx; `first` are the keys of the questions that are marked."""
    target = io.BytesIO()
    book = new_workbook(target)
    styles = make_styles(book, language, lambda code: text(f"xlsx_{code}", language))
    sheet = add_sheet(book, text("inquiry_sheet", language))
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width, None, {"hidden": column == KEY})
    row = _write_top(sheet, styles, first, language)
    for section, asked_here in sections().items():
        sheet.write_string(row, NUMBER, section_title(section).text(language), styles.section)
        for column in (QUESTION, UNIT, ANSWER):
            sheet.write_blank(row, column, None, styles.section)
        row += 1
        for question in asked_here:
            _write_question(sheet, row, question, styles, first, language)
            row += 1
    _finish(sheet, row - 1)
    book.set_properties({"title": title().text(language), "created": NO_CLOCK})
    book.close()
    return target.getvalue()


def _write_top(sheet: Sheet, styles: Styles, first: Sequence[str], language: str) -> int:
    """Title, instructions and heads; gives the first row below them."""
    sheet.write_string(0, NUMBER, title().text(language), styles.title)
    row = 1
    for said in instructions(first):
        words = said.text(language)
        sheet.merge_range(row, NUMBER, row, ANSWER, words, styles.paragraph)
        sheet.set_row(row, height_of(words, CHARACTERS_A_LINE))
        row += 1
    heads = head(language)
    for column, part in ((KEY, "key"), (NUMBER, "number"), (QUESTION, "question"), (UNIT, "unit"), (ANSWER, "answer")):
        sheet.write_string(row, column, heads[part], styles.heading)
    return row + 1


def _write_question(
    sheet: Sheet, row: int, question: Question, styles: Styles, first: Sequence[str], language: str
) -> None:
    words = asked(question).text(language)
    sheet.write_string(row, KEY, question.key, styles.key)
    sheet.write_string(row, NUMBER, number_of(question, first).text(language), styles.label_main)
    sheet.write_string(row, QUESTION, words, styles.paragraph)
    sheet.write_string(row, UNIT, unit_of(question).text(language), styles.unit)
    sheet.write_blank(row, ANSWER, None, styles.inputs["text" if question.row.kind == "code" else "any"])
    sheet.set_row(row, height_of(words, WIDTHS[QUESTION]))
    if question.choices:
        words_to_choose = [choice.label(language) for choice in question.choices]
        sheet.data_validation(row, ANSWER, row, ANSWER, {"validate": "list", "source": words_to_choose})


def _finish(sheet: Sheet, last_row: int) -> None:
    """Only answers can be entered; one page of A4, upright."""
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.hide_gridlines(2)
    sheet.set_portrait()
    sheet.set_paper(A4)
    sheet.print_area(0, NUMBER, last_row, ANSWER)
    sheet.fit_to_pages(1, 1)
    sheet.set_margins(left=0.4, right=0.4, top=0.4, bottom=0.4)
