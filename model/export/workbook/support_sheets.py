"""The sheets that say what the numbers rest on: sources, evidence, and the law by date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from model.analyses.evidence import STATUSES, Evidence, past_review
from model.case import Option
from model.engine.inputs import input_label, input_of
from model.engine.resolve import Provenance
from model.engine.results import OptionResult
from model.export.workbook import layout
from model.export.workbook.book import Book
from model.export.workbook.input_names import write_names
from model.export.workbook.layout import FIRST_ROW, HEADER_ROW
from model.export.workbook.look import capital, height_of
from model.export.workbook.sheet import Sheet
from model.formula.runtime import to_serial
from model.law.calendar import law_calendar
from model.parameters.table import choice_label, parameters
from model.readings.proposals import law_of
from model.words.texts import text
from model.words.units import unit


def write_sources(book: Book) -> None:
    """Every input of every option, then the official data used, and the names of the input cells.

    An input has its value, unit, price level, status, source, and why it differs from its default.
    """
    sheet, styles, result = book.sheets[layout.SOURCES], book.styles, book.result
    language = book.language
    names = ("key", "description", "value", "unit", "price_level", "status", "explanation", "source", "tier", "period")
    book.headings(sheet, (*names, "review", "reason", "link"))
    row = FIRST_ROW
    for option_id, outcome in result.options.items():
        if outcome.components:
            continue
        sheet.write_string(row, 1, f"{option_id}: {outcome.option.title(language)}", styles.section)
        row += 1
        for key, provenance in outcome.resolved[0].provenance.items():
            _source_row(book, sheet, row, outcome.option, key, provenance)
            row += 1
        row += 1
    sheet.write_string(row, 1, book.t("attribution"), styles.section)
    for source in result.market.sources.values():
        row += 1
        sheet.write_string(row, 1, source.attribution(language), styles.label)
    write_names(book, sheet, row + 2)
    for columns, width in (
        ((0, 0), 12),
        ((1, 1), 48),
        ((2, 2), 30),
        ((3, 3), 24),
        ((4, 5), 12),
        ((6, 6), _WIDE),
        ((7, 7), _SOURCE),
        ((8, 10), 11),
        ((11, 11), _REASON),
        ((12, 12), _LINK),
    ):
        sheet.set_column(*columns, width)
    sheet.freeze_panes(HEADER_ROW + 1, 2)


_WIDE, _SOURCE, _REASON, _LINK, _EVIDENCE = 60.0, 40.0, 30.0, 44.0, 62.0


def _source_row(book: Book, sheet: Sheet, row: int, option: Option, key: str, provenance: Provenance) -> None:
    styles, language = book.styles, book.language
    parameter = parameters()[key]
    sheet.write_string(row, 0, f"{option.id}.{key}", styles.key)
    sheet.write_string(row, 1, parameter.label(language), styles.label)
    if isinstance(provenance.value, str):
        sheet.write_string(row, 2, choice_label(key, provenance.value, language), styles.label)
    elif provenance.value is not None:
        sheet.write_number(row, 2, provenance.value, styles.fixed[unit(parameter.unit).pattern])
    sheet.write_string(row, 3, unit(parameter.unit).name(book.language), styles.unit)
    # What a cost per another base than euros is, is no amount of some price level.
    if unit(parameter.unit).is_money and parameter.unit != "depends" and provenance.value is not None:
        sheet.write_number(row, 4, to_serial(book.result.case.price_level_date), styles.fixed["date"])
    sheet.write_string(row, 5, book.t(f"status_{provenance.status}"), styles.unit)
    explanation = provenance.explanation(language)
    sheet.write_string(row, 6, explanation, styles.wrapped)
    sheet.write_string(row, 7, provenance.source, styles.wrapped)
    sheet.write_string(row, 8, provenance.tier, styles.unit)
    sheet.write_string(row, 9, provenance.period, styles.unit)
    if provenance.review is not None:
        sheet.write_number(row, 10, to_serial(provenance.review), styles.fixed["date"])
    reason = option.reasons.get(key)
    why = "" if reason is None else book.t("reason_is", why=reason.why, who=reason.who or "?", when=reason.when or "?")
    sheet.write_string(row, 11, why, styles.wrapped)
    sheet.write_string(row, 12, provenance.url, styles.wrapped)
    texts = ((explanation, _WIDE), (provenance.source, _SOURCE), (why, _REASON), (provenance.url, _LINK))
    sheet.set_row(row, max(height_of(words, width) for words, width in texts))


def write_evidence(book: Book, support: Mapping[str, Evidence]) -> None:
    """Which share of each outcome rests on what, which figures to get first, and what is due for review."""
    sheet, styles, result = book.sheets[layout.EVIDENCE], book.styles, book.result
    language = book.language
    book.headings(sheet, ("key", "description", "value", "unit", "low", "high", "status", "effect"))
    row = FIRST_ROW
    for option_id, evidence in support.items():
        outcome = result.options[option_id]
        sheet.write_string(row, 1, f"{option_id}: {outcome.option.title(language)}", styles.section)
        shares = [(f"evidence_{status}", evidence.shares[status]) for status in STATUSES]
        for code, share in (*shares, ("evidence_weak", evidence.weak_share)):
            row += 1
            sheet.write_string(row, 0, f"{option_id}.{code}", styles.key)
            sheet.write_string(row, 1, book.t(code), styles.label)
            sheet.write_number(row, 2, share, styles.fixed["share"])
            sheet.write_string(row, 3, book.t("of_the_outcome"), styles.unit)
        row += 1
        if evidence.get_these_first:
            sheet.write_string(row, 1, book.t("get_these_first"), styles.label_main)
            row += 1
        for input_ in (entry for entry in evidence.inputs if entry.key in evidence.get_these_first):
            parameter = input_of(result.case, option_id, input_.key)
            sheet.write_string(row, 0, f"{option_id}.{input_.key}", styles.key)
            sheet.write_string(row, 1, input_label(result.case, option_id, input_.key, language), styles.label)
            style = styles.fixed[unit(parameter.unit).pattern]
            for column, value in ((2, input_.value), (4, input_.low), (5, input_.high)):
                sheet.write_number(row, column, value, style)
            sheet.write_string(row, 3, unit(parameter.unit).name(book.language), styles.unit)
            sheet.write_string(row, 6, book.t(f"status_{input_.status}"), styles.unit)
            sheet.write_number(row, 7, input_.effect, styles.fixed["eur"])
            row += 1
        row = _changes(book, sheet, row, outcome)
        row = _overdue(book, sheet, row, option_id)
        row += 1
    definition = text("ui_evidence_definition", language)
    sheet.write_string(row, 1, definition, styles.wrapped)
    sheet.set_row(row, height_of(definition, _EVIDENCE))
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, _EVIDENCE)
    sheet.set_column(2, 2, 16)
    sheet.set_column(3, 3, 22)
    sheet.set_column(4, 7, 16)
    sheet.freeze_panes(HEADER_ROW + 1, 2)


def _changes(book: Book, sheet: Sheet, row: int, outcome: OptionResult) -> int:
    """The inputs that differ from their default, with who, when and why."""
    styles = book.styles
    reasons = outcome.option.reasons
    changed = [
        key
        for resolved in outcome.resolved
        for key, provenance in resolved.provenance.items()
        if not provenance.is_default
    ]
    if outcome.components or not changed:
        return row
    sheet.write_string(row, 1, book.t("changed_inputs"), styles.label_main)
    for key in changed:
        row += 1
        reason = reasons.get(key)
        sheet.write_string(row, 0, f"{outcome.option.id}.{key}", styles.key)
        sheet.write_string(row, 1, parameters()[key].label(book.language), styles.label)
        words = (
            book.t("no_reason")
            if reason is None or not reason.why
            else book.t("reason_is", why=reason.why, who=reason.who or "?", when=reason.when or "?")
        )
        sheet.write_string(row, 2, words, styles.text)
    return row + 1


def _overdue(book: Book, sheet: Sheet, row: int, option_id: str) -> int:
    """Defaults in use whose review date has passed."""
    late = past_review(book.result, option_id, date.today())
    if not late:
        return row
    sheet.write_string(row, 1, book.t("past_review"), book.styles.label_main)
    for key in late:
        row += 1
        sheet.write_string(row, 1, parameters()[key].label(book.language), book.styles.label)
    return row + 1


def write_calendar(book: Book) -> None:
    """The rules that hold or change during the case, by date, and under which law it was calculated."""
    sheet, styles, result = book.sheets[layout.CALENDAR], book.styles, book.result
    language = book.language
    book.headings(sheet, ("key", "rule", "from", "until", "law_status", "source"))
    row = FIRST_ROW
    law = law_of(result.case).text(book.language)
    sheet.write_string(row, 1, law, styles.label_main)
    sheet.set_row(row, height_of(law, 84))
    for rule in law_calendar(result.case):
        row += 1
        words, source = rule.text(language), rule.source()
        sheet.write_string(row, 0, rule.rule, styles.key)
        sheet.write_string(row, 1, words, styles.paragraph)
        sheet.write_number(row, 2, to_serial(rule.since), styles.fixed["date"])
        if rule.until is not None:
            sheet.write_number(row, 3, to_serial(rule.until), styles.fixed["date"])
        sheet.write_string(row, 4, capital(book.t(f"law_status_{rule.status.replace(' ', '_')}")), styles.unit)
        sheet.write_string(row, 5, source, styles.wrapped)
        sheet.set_row(row, max(height_of(words, 84), height_of(source, 60)))
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 84)
    sheet.set_column(2, 4, 16)
    sheet.set_column(5, 5, 60)
    sheet.freeze_panes(HEADER_ROW + 1, 2)
