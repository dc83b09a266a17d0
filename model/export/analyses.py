"""Results of the analyses in the workbook: values beside the live formulas, and labelled as values.

A workbook cannot draw thousands of futures; what it shows here was calculated when it was written, with the seed and the number
of futures that give it again.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter.format import Format

from model.analysis_commands import break_even_words
from model.evaluation import CaseResult
from model.evidence import Evidence, evidence
from model.export.look import Styles, capital, format_of, height_of
from model.export.sheet import Sheet
from model.frames import FrameCheck, check_frames
from model.inputs import input_label, input_of
from model.lines.labels import words
from model.norms import NormResult, check_norms
from model.risk import RiskResult, run_risk, setup_for, with_draws
from model.risk_text import driver_label, risk_paragraph
from model.rounding import round_half_up
from model.sensitivity import Bar, tornado
from model.solve import BreakEven, solvable, solve
from model.texts import number, text

SENSITIVITY, BREAK_EVEN, RISK, NORMS = "Gevoeligheid", "Break-even", "Risico", "Normen"
MOST_BARS = 20
MOST_DRIVERS = 15
BREAK_EVEN_INPUTS = (
    "price_per_bed_week",
    "occupancy",
    "land_price_per_bed",
    "building_cost_per_m2",
    "building_cost_per_unit",
    "subsidy_at_start",
)
"""Inputs for which the workbook says at which value the npv is zero: what a council can bargain about."""
TEXT_WIDTH = 100.0


@dataclass(frozen=True)
class Analyses:
    """What was calculated per option: tornado, break-evens, risk run, evidence, norms; and the frames of the case."""

    tornados: Mapping[str, tuple[Bar, ...]]
    break_evens: Mapping[str, tuple[BreakEven, ...]]
    risks: Mapping[str, RiskResult]
    support: Mapping[str, Evidence]
    norms: Mapping[str, Mapping[str, tuple[NormResult, ...]]]
    frames: FrameCheck


def analyse(result: CaseResult, draws: int | None = None) -> Analyses:
    """All analyses of a case; the risk run of an option as the case has it, with another number of draws if one is given."""
    support = {option: evidence(result, option) for option in result.options}
    return Analyses(
        tornados={option: tornado(result, option) for option in result.options},
        break_evens={option: break_evens(result, option) for option in result.options},
        risks={
            option: run_risk(
                result,
                option,
                with_draws(setup_for(result, option), draws),
                support=support[option],
            )
            for option in result.options
        },
        support=support,
        norms={option: check_norms(result, option) for option in result.options},
        frames=check_frames(result),
    )


def break_evens(result: CaseResult, option: str) -> tuple[BreakEven, ...]:
    """The value of each bargaining input at which the npv is zero, of those that move the npv of the option."""
    can = set(solvable(result, option))
    return tuple(solve(result, option, key) for key in BREAK_EVEN_INPUTS if key in can)


@dataclass(frozen=True)
class Translate:
    """Texts of the workbook in its language."""

    language: str

    def __call__(self, code: str, **values: object) -> str:
        """The text with this code."""
        return text(f"xlsx_{code}", self.language, **values)


def write_sensitivity(
    sheet: Sheet, result: CaseResult, found: Analyses, look: Styles, t: Translate, first: int
) -> None:
    """The tornado of every option: input, its ends, and the npv there."""
    _headings(sheet, first - 1, ("input", "low", "high", "unit", "npv_low", "npv_high", "effect", "status"), look, t)
    row = first
    for option, bars in found.tornados.items():
        statuses = {each.key: each.status for each in found.support[option].inputs}
        sheet.write_string(row, 1, f"{option}: {result.options[option].option.title(t.language)}", look.section)
        row += 1
        for bar in bars[:MOST_BARS]:
            parameter = input_of(result.case, option, bar.key)
            sheet.write_string(row, 0, f"{option}.{bar.key}", look.key)
            sheet.write_string(row, 1, input_label(result.case, option, bar.key, t.language), look.label)
            for column, value in ((2, bar.low), (3, bar.high)):
                sheet.write_number(row, column, value, look.fixed[format_of(parameter.unit)])
            sheet.write_string(row, 4, text(f"xlsx_unit_{parameter.unit}", t.language), look.unit)
            for column, value in ((5, bar.at_low), (6, bar.at_high), (7, bar.effect)):
                _known(sheet, row, column, value, look.fixed["eur"])
            sheet.write_string(row, 8, t(f"status_{statuses.get(bar.key, 'assumption')}"), look.unit)
            row += 1
        row += 1
    _widths(sheet, ((0, 0, 12), (1, 1, 48), (2, 3, 16), (4, 4, 22), (5, 8, 16)))


def write_break_even(sheet: Sheet, result: CaseResult, found: Analyses, look: Styles, t: Translate, first: int) -> None:
    """Per option: at which value of one input the npv is zero, the others as they are; verified by running the case again."""
    names = ("input", "now", "break_even", "unit", "difference", "npv_there", "in_words")
    _headings(sheet, first - 1, names, look, t)
    row = first
    for option, answers in found.break_evens.items():
        sheet.write_string(row, 1, f"{option}: {result.options[option].option.title(t.language)}", look.section)
        row += 1
        for each in answers:
            parameter = input_of(result.case, option, each.key)
            style = look.fixed[format_of(parameter.unit)]
            sheet.write_string(row, 0, f"{option}.{each.key}", look.key)
            sheet.write_string(row, 1, input_label(result.case, option, each.key, t.language), look.label)
            _known(sheet, row, 2, each.base, style)
            if each.solutions:
                value = each.solutions[0].value
                sheet.write_number(row, 3, value, style)
                _known(sheet, row, 5, value - each.base, style)
                _known(sheet, row, 6, round_half_up(each.solutions[0].reached, 2) + 0.0, look.fixed["cents"])
            sheet.write_string(row, 4, text(f"xlsx_unit_{parameter.unit}", t.language), look.unit)
            sentence = break_even_words(each, result.case, option, t.language)
            sheet.write_string(row, 7, sentence, look.wrapped)
            sheet.set_row(row, height_of(sentence, 80))
            row += 1
        row += 1
    _widths(sheet, ((0, 0, 12), (1, 1, 44), (2, 3, 16), (4, 4, 22), (5, 6, 16), (7, 7, 80)))


def write_risk(sheet: Sheet, result: CaseResult, found: Analyses, look: Styles, t: Translate, first: int) -> None:
    """Percentiles, capital, drivers and the risk paragraph of every option."""
    row = first
    for option, risk in found.risks.items():
        sheet.write_string(row, 1, f"{option}: {result.options[option].option.title(t.language)}", look.section)
        row = _risk_block(sheet, row + 1, result, option, risk, look, t) + 2
    _widths(sheet, ((0, 0, 12), (1, 1, TEXT_WIDTH), (2, 6, 16)))


def _risk_block(
    sheet: Sheet, row: int, result: CaseResult, option: str, risk: RiskResult, look: Styles, t: Translate
) -> int:
    """One option's run, table and paragraph. Returns the row below."""
    language, setup = t.language, risk.setup
    method = text(f"ui_method_{setup.method}", language)
    sheet.write_string(
        row, 1, t("analysis_run", draws=number(setup.draws, language), seed=setup.seed, method=method), look.subtitle
    )
    row += 1
    _headings(sheet, row, ("result", "p10", "p50", "p90", "mean", "below_zero"), look, t)
    for key, spread in risk.spreads.items():
        row += 1
        described = words(key)
        sheet.write_string(row, 0, f"{option}.{key}", look.key)
        sheet.write_string(row, 1, capital(described.label(language)), look.label)
        for column, value in enumerate((spread.p10, spread.p50, spread.p90, spread.mean), start=2):
            _known(sheet, row, column, value, look.fixed[format_of(described.unit)])
        _known(sheet, row, 6, spread.below_zero, look.fixed["share"])
    row += 1
    certainty = f"{number(setup.certainty * 100, language)}%"
    for label, value, style in (
        (t("analysis_capital", certainty=certainty), risk.capital, "eur"),
        (t("analysis_evidence"), risk.evidence_share, "share"),
    ):
        sheet.write_string(row, 1, label, look.label_main)
        _known(sheet, row, 2, value, look.fixed[style])
        row += 1
    for each in risk.contributions[:MOST_DRIVERS]:
        sheet.write_string(
            row, 1, t("analysis_driver", name=driver_label(result.case, risk, each.key, language)), look.label
        )
        _known(sheet, row, 2, each.share, look.fixed["share"])
        row += 1
    row += 1
    for line in risk_paragraph(result, risk, language).split("\n"):
        sheet.write_string(row, 1, line, look.paragraph)
        sheet.set_row(row, height_of(line, TEXT_WIDTH))
        row += 1
    return row


def write_norms(sheet: Sheet, result: CaseResult, found: Analyses, look: Styles, t: Translate, first: int) -> None:
    """Norm tests per option and frames per option, with margin and source."""
    language = t.language
    names = ("norm", "outcome", "design", "requirement", "margin", "note", "source")
    _headings(sheet, first - 1, names, look, t)
    row = first
    for option, by_name in found.norms.items():
        for name, tests in by_name.items():
            title = result.case.option(name).title(language)
            sheet.write_string(row, 1, f"{option}: {title}" if name == option else f"{option} - {title}", look.section)
            row += 1
            for test in tests:
                status = text(f"norm_status_{test.status}", language)
                _cells(sheet, row, (f"{test.body}: {test.label(language)}", status), look)
                _numbers(sheet, row, (test.value, test.limit, test.margin), look)
                note = test.note(language)
                sheet.write_string(row, 6, note, look.wrapped)
                sheet.write_string(row, 7, test.source, look.wrapped)
                sheet.set_row(row, max(height_of(note, NOTE_WIDTH), height_of(test.source, NOTE_WIDTH)))
                row += 1
        if found.frames.by_option[option]:
            sheet.write_string(row, 1, t("analysis_frames", option=option), look.label_main)
            row += 1
        for frame in found.frames.by_option[option]:
            code = "unknown" if frame.passes is None else "passes" if frame.passes else "fails"
            _cells(sheet, row, (frame.label(language), t(f"analysis_{code}")), look)
            _numbers(sheet, row, (frame.value, frame.limit, frame.margin), look)
            row += 1
        row += 1
    for pair in found.frames.conflicts:
        named = " + ".join(text(f"frame_{key}", language) for key in pair)
        sheet.write_string(row, 1, t("analysis_conflict", frames=named), look.label)
        row += 1
    _widths(sheet, ((0, 0, 3), (1, 1, 52), (2, 5, 16), (6, 7, NOTE_WIDTH)))


NOTE_WIDTH = 56.0


def _headings(sheet: Sheet, row: int, names: Sequence[str], look: Styles, t: Translate) -> None:
    """Headings from column B on; those above numbers stand at the right."""
    for column, name in enumerate(names, start=1):
        style = look.heading if name in _WORDS else look.heading_right
        sheet.write_string(row, column, t(f"analysis_{name}"), style)


_WORDS = {"input", "unit", "status", "result", "norm", "outcome", "note", "source", "in_words"}
"""Headings above words."""


def _widths(sheet: Sheet, widths: Sequence[tuple[int, int, float]]) -> None:
    for first, last, width in widths:
        sheet.set_column(first, last, width)


def _known(sheet: Sheet, row: int, column: int, value: float, style: Format) -> None:
    """A number; nothing where there is none."""
    if math.isfinite(value):
        sheet.write_number(row, column, value, style)


def _cells(sheet: Sheet, row: int, texts: Sequence[str], look: Styles) -> None:
    for column, each in enumerate(texts, start=1):
        sheet.write_string(row, column, each, look.label if column == 1 else look.unit)


def _numbers(sheet: Sheet, row: int, values: Sequence[float | None], look: Styles) -> None:
    for column, value in enumerate(values, start=3):
        if value is not None:
            sheet.write_number(row, column, value, look.fixed["number"])
