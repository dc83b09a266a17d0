"""The sheets with results of the analyses: values beside the live formulas, and labelled as values.

A workbook cannot draw thousands of futures; what it shows here was calculated when it was written, with the seed and
the number of futures that give it again.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from xlsxwriter.format import Format

from model.analyses.risk import RiskResult
from model.analyses.sensitivity import moving
from model.engine.inputs import input_label, input_of
from model.export.analyses import Analyses
from model.export.paper.compose import paper
from model.export.workbook import layout
from model.export.workbook.block_sheet import write_blocks
from model.export.workbook.book import Book
from model.export.workbook.layout import FIRST_ROW, HEADER_ROW
from model.export.workbook.look import capital, height_of
from model.export.workbook.mirror_sheet import mirror_document
from model.export.workbook.sheet import Sheet
from model.export.workbook.support_sheets import write_evidence
from model.lines.labels import words_of_line
from model.readings.break_even import break_even_words
from model.readings.risk import certainty_of, driver_name, paragraph_text, risk_paragraph
from model.readings.sensitivity import still_words
from model.words.numbers import number, round_half_up
from model.words.texts import text
from model.words.units import unit

MOST_BARS = 20
MOST_DRIVERS = 15
TEXT_WIDTH, NOTE_WIDTH = 100.0, 56.0


def write_analyses(book: Book) -> None:
    """Values of the analyses, where they were calculated."""
    if book.analyses is None:
        return
    for name, write in (
        (layout.TRADE_OFF, _trade_off),
        (layout.MIRROR, _mirror),
        (layout.SENSITIVITY, _sensitivity),
        (layout.BREAK_EVEN, _break_even),
        (layout.RISK, _risk),
        (layout.NORMS, _norms),
    ):
        sheet = book.sheets[name]
        sheet.write_string(FIRST_ROW - 1, 1, book.t("analysis_values"), book.styles.subtitle)
        write(book, sheet, book.analyses)
        sheet.freeze_panes(HEADER_ROW + 1, 2)
    write_evidence(book, book.analyses.support)


def _trade_off(book: Book, sheet: Sheet, _analyses: Analyses) -> None:
    """What the options are weighed on and what comes out, as the paper says it."""
    write_blocks(book, sheet, paper(book.result))


def _mirror(book: Book, sheet: Sheet, _analyses: Analyses) -> None:
    """Where every option stands against known projects, as the page Options says it."""
    write_blocks(book, sheet, mirror_document(book.result))


def _sensitivity(book: Book, sheet: Sheet, analyses: Analyses) -> None:
    """The tornado of every option: input, its ends, and the npv there."""
    styles = book.styles
    _headings(book, sheet, HEADER_ROW, ("input", "low", "high", "unit", "npv_low", "npv_high", "effect", "status"))
    row = FIRST_ROW
    for option, bars in analyses.tornados.items():
        statuses = {entry.key: entry.status for entry in analyses.support[option].inputs}
        sheet.write_string(
            row, 1, f"{option}: {book.result.options[option].option.title(book.language)}", styles.section
        )
        row += 1
        for bar in moving(bars)[:MOST_BARS]:
            parameter = input_of(book.result.case, option, bar.key)
            sheet.write_string(row, 0, f"{option}.{bar.key}", styles.key)
            sheet.write_string(row, 1, input_label(book.result.case, option, bar.key, book.language), styles.label)
            for column, value in ((2, bar.low), (3, bar.high)):
                sheet.write_number(row, column, value, styles.fixed[unit(parameter.unit).pattern])
            sheet.write_string(row, 4, unit(parameter.unit).name(book.language), styles.unit)
            for column, value in ((5, bar.at_low), (6, bar.at_high), (7, bar.effect)):
                _known(sheet, row, column, value, styles.fixed["eur"])
            sheet.write_string(row, 8, book.t(f"status_{statuses.get(bar.key, 'assumption')}"), styles.unit)
            row += 1
        sheet.write_string(row, 1, still_words(bars, book.language), styles.subtitle)
        row += 2
    _widths(sheet, ((0, 0, 12), (1, 1, 48), (2, 3, 16), (4, 4, 22), (5, 8, 16)))


def _break_even(book: Book, sheet: Sheet, analyses: Analyses) -> None:
    """Per option: at which value of one input the npv is zero, the others as they are.

    It was verified by running the case again.
    """
    styles = book.styles
    names = ("input", "now", "break_even", "unit", "difference", "npv_there", "in_words")
    _headings(book, sheet, HEADER_ROW, names)
    row = FIRST_ROW
    for option, answers in analyses.break_evens.items():
        sheet.write_string(
            row, 1, f"{option}: {book.result.options[option].option.title(book.language)}", styles.section
        )
        row += 1
        for answer in answers:
            parameter = input_of(book.result.case, option, answer.key)
            style = styles.fixed[unit(parameter.unit).pattern]
            sheet.write_string(row, 0, f"{option}.{answer.key}", styles.key)
            sheet.write_string(row, 1, input_label(book.result.case, option, answer.key, book.language), styles.label)
            _known(sheet, row, 2, answer.base, style)
            if answer.solutions:
                value = answer.solutions[0].value
                sheet.write_number(row, 3, value, style)
                _known(sheet, row, 5, value - answer.base, style)
                _known(sheet, row, 6, round_half_up(answer.solutions[0].reached, 2) + 0.0, styles.fixed["cents"])
            sheet.write_string(row, 4, unit(parameter.unit).name(book.language), styles.unit)
            sentence = break_even_words(answer, book.result, option, book.language)
            sheet.write_string(row, 7, sentence, styles.wrapped)
            sheet.set_row(row, height_of(sentence, 80))
            row += 1
        row += 1
    _widths(sheet, ((0, 0, 12), (1, 1, 44), (2, 3, 16), (4, 4, 22), (5, 6, 16), (7, 7, 80)))


def _risk(book: Book, sheet: Sheet, analyses: Analyses) -> None:
    """Percentiles, capital, drivers and the risk paragraph of every option."""
    styles = book.styles
    row = FIRST_ROW
    for option, risk in analyses.risks.items():
        sheet.write_string(
            row, 1, f"{option}: {book.result.options[option].option.title(book.language)}", styles.section
        )
        row = _risk_block(book, sheet, row + 1, option, risk) + 2
    _widths(sheet, ((0, 0, 12), (1, 1, TEXT_WIDTH), (2, 6, 16)))


def _risk_block(book: Book, sheet: Sheet, row: int, option: str, risk: RiskResult) -> int:
    """One option's run, table and paragraph. Returns the row below."""
    styles, language, setup = book.styles, book.language, risk.setup
    method = text(f"ui_method_{setup.method}", language)
    sheet.write_string(
        row,
        1,
        book.t("analysis_run", draws=number(setup.draws, language), seed=setup.seed, method=method),
        styles.subtitle,
    )
    row += 1
    _headings(book, sheet, row, ("result", "p10", "p50", "p90", "mean", "below_zero"))
    for key, spread in risk.spreads.items():
        row += 1
        described = words_of_line(key)
        sheet.write_string(row, 0, f"{option}.{key}", styles.key)
        sheet.write_string(row, 1, capital(described.label(language)), styles.label)
        for column, value in enumerate((spread.p10, spread.p50, spread.p90, spread.mean), start=2):
            _known(sheet, row, column, value, styles.fixed[unit(described.unit).pattern])
        _known(sheet, row, 6, spread.below_zero, styles.fixed["share"])
    row += 1
    certainty = certainty_of(risk).show(language, "exact")
    for label, value, style in (
        (book.t("analysis_capital", certainty=certainty), risk.capital, "eur"),
        (book.t("analysis_evidence"), risk.evidence_share, "share"),
    ):
        sheet.write_string(row, 1, label, styles.label_main)
        _known(sheet, row, 2, value, styles.fixed[style])
        row += 1
    for driver in risk.contributions[:MOST_DRIVERS]:
        sheet.write_string(
            row,
            1,
            book.t("analysis_driver", name=driver_name(book.result.case, risk, driver.key).label(language)),
            styles.label,
        )
        _known(sheet, row, 2, driver.share, styles.fixed["share"])
        row += 1
    row += 1
    for line in paragraph_text(risk_paragraph(book.result, risk), language).split("\n"):
        sheet.write_string(row, 1, line, styles.paragraph)
        sheet.set_row(row, height_of(line, TEXT_WIDTH))
        row += 1
    return row


def _norms(book: Book, sheet: Sheet, analyses: Analyses) -> None:
    """Norm tests per option and frames per option, with margin and source."""
    styles = book.styles
    language = book.language
    names = ("norm", "outcome", "design", "requirement", "margin", "note", "source")
    _headings(book, sheet, HEADER_ROW, names)
    row = FIRST_ROW
    for option, by_name in analyses.norms.items():
        for name, tests in by_name.items():
            title = book.result.case.option(name).title(language)
            sheet.write_string(
                row, 1, f"{option}: {title}" if name == option else f"{option} - {title}", styles.section
            )
            row += 1
            for test in tests:
                status = text(f"norm_status_{test.status}", language)
                _cells(book, sheet, row, (f"{test.whose(book.language)}: {test.label(language)}", status))
                _numbers(book, sheet, row, (test.value, test.limit, test.margin))
                note = test.note(language)
                sheet.write_string(row, 6, note, styles.wrapped)
                sheet.write_string(row, 7, test.source, styles.wrapped)
                sheet.set_row(row, max(height_of(note, NOTE_WIDTH), height_of(test.source, NOTE_WIDTH)))
                row += 1
        if analyses.frames.by_option[option]:
            sheet.write_string(row, 1, book.t("analysis_frames", option=option), styles.label_main)
            row += 1
        for frame in analyses.frames.by_option[option]:
            code = "unknown" if frame.passes is None else "passes" if frame.passes else "fails"
            _cells(book, sheet, row, (frame.label(language), book.t(f"analysis_{code}")))
            _numbers(book, sheet, row, (frame.value, frame.limit, frame.margin))
            row += 1
        row += 1
    for pair in analyses.frames.conflicts:
        named = " + ".join(text(f"frame_{key}", language) for key in pair)
        sheet.write_string(row, 1, book.t("analysis_conflict", frames=named), styles.label)
        row += 1
    _widths(sheet, ((0, 0, 3), (1, 1, 52), (2, 5, 16), (6, 7, NOTE_WIDTH)))


def _headings(book: Book, sheet: Sheet, row: int, names: Sequence[str]) -> None:
    """Headings from column B on; those above numbers stand at the right."""
    for column, name in enumerate(names, start=1):
        beside_numbers = column > 1 and names[column - 2] not in _WORDS
        style = book.styles.heading_above(name not in _WORDS, beside_numbers)
        sheet.write_string(row, column, book.t(f"analysis_{name}"), style)


_WORDS = {"input", "unit", "status", "result", "norm", "outcome", "note", "source", "in_words"}
"""Headings above words."""


def _widths(sheet: Sheet, widths: Sequence[tuple[int, int, float]]) -> None:
    for first, last, width in widths:
        sheet.set_column(first, last, width)


def _known(sheet: Sheet, row: int, column: int, value: float, style: Format) -> None:
    """A number; nothing where there is none."""
    if math.isfinite(value):
        sheet.write_number(row, column, value, style)


def _cells(book: Book, sheet: Sheet, row: int, texts: Sequence[str]) -> None:
    styles = book.styles
    for column, content in enumerate(texts, start=1):
        sheet.write_string(row, column, content, styles.label if column == 1 else styles.unit)


def _numbers(book: Book, sheet: Sheet, row: int, values: Sequence[float | None]) -> None:
    for column, value in enumerate(values, start=3):
        if value is not None:
            sheet.write_number(row, column, value, book.styles.fixed["number"])
