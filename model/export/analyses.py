"""Results of the analyses in the workbook: values beside the live formulas, and labelled as values.

A workbook cannot draw thousands of futures; what it shows here was calculated when it was written, with the seed and the number
of futures that give it again.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter.format import Format

from model.evaluation import CaseResult
from model.evidence import Evidence, evidence
from model.export.sheet import Sheet
from model.frames import FrameCheck, check_frames
from model.lines.labels import words
from model.norms import NormResult, check_norms
from model.parameters.table import parameters
from model.risk import DEFAULT_DRAWS, DEFAULT_SEED, RiskResult, default_setup, run_risk
from model.risk_text import driver_label, risk_paragraph
from model.sensitivity import Bar, tornado
from model.texts import text

SENSITIVITY, RISK, NORMS = "Gevoeligheid", "Risico", "Normen"
MOST_BARS = 20
MOST_DRIVERS = 15


@dataclass(frozen=True)
class Analyses:
    """What was calculated per option: tornado, risk run, evidence, norms; and the frames of the case."""

    tornados: Mapping[str, tuple[Bar, ...]]
    risks: Mapping[str, RiskResult]
    support: Mapping[str, Evidence]
    norms: Mapping[str, Mapping[str, tuple[NormResult, ...]]]
    frames: FrameCheck


def analyse(result: CaseResult, draws: int = DEFAULT_DRAWS, seed: int = DEFAULT_SEED) -> Analyses:
    """All analyses of a case with their standard settings."""
    support = {option: evidence(result, option) for option in result.options}
    return Analyses(
        tornados={option: tornado(result, option) for option in result.options},
        risks={
            option: run_risk(
                result,
                option,
                default_setup(result, option, draws=draws, seed=seed, found=support[option]),
                support=support[option],
            )
            for option in result.options
        },
        support=support,
        norms={option: check_norms(result, option) for option in result.options},
        frames=check_frames(result),
    )


@dataclass(frozen=True)
class Looks:
    """The formats these sheets use."""

    heading: Format
    section: Format
    label: Format
    text: Format
    money: Format
    number: Format
    share: Format
    wrapped: Format


@dataclass(frozen=True)
class Translate:
    """Texts of the workbook in its language."""

    language: str

    def __call__(self, code: str, **values: object) -> str:
        """The text with this code."""
        return text(f"xlsx_{code}", self.language, **values)


def write_sensitivity(sheet: Sheet, result: CaseResult, found: Analyses, look: Looks, t: Translate, first: int) -> None:
    """The tornado of every option: input, its ends, and the npv there."""
    for column, name in enumerate(("input", "low", "high", "npv_low", "npv_high", "effect", "status")):
        sheet.write_string(first - 1, column + 1, t(f"analysis_{name}"), look.heading)
    row = first
    for option, bars in found.tornados.items():
        statuses = {each.key: each.status for each in found.support[option].inputs}
        sheet.write_string(row, 1, result.options[option].option.title(t.language), look.section)
        row += 1
        for bar in bars[:MOST_BARS]:
            sheet.write_string(row, 1, _input_label(bar.key, t), look.label)
            for column, value in ((2, bar.low), (3, bar.high)):
                sheet.write_number(row, column, value, look.number)
            for column, value in ((4, bar.at_low), (5, bar.at_high), (6, bar.effect)):
                _known(sheet, row, column, value, look.money)
            sheet.write_string(row, 7, t(f"status_{statuses.get(bar.key, 'assumption')}"), look.text)
            row += 1
        row += 1
    sheet.set_column(1, 1, 48)
    sheet.set_column(2, 7, 16)


def _input_label(name: str, t: Translate) -> str:
    prefix, _, key = name.rpartition(".")
    label = parameters()[key].label(t.language)
    return f"{prefix}: {label}" if prefix else label


def write_risk(sheet: Sheet, result: CaseResult, found: Analyses, look: Looks, t: Translate, first: int) -> None:
    """Percentiles, capital, drivers and the risk paragraph of every option."""
    language = t.language
    row = first - 1
    for option, risk in found.risks.items():
        sheet.write_string(row, 1, result.options[option].option.title(language), look.section)
        setup = risk.setup
        note = t("analysis_run", draws=setup.draws, seed=setup.seed, method=setup.method)
        sheet.write_string(row + 1, 1, note, look.text)
        row += 2
        for column, name in enumerate(("result", "p10", "p50", "p90", "mean", "below_zero")):
            sheet.write_string(row, column + 1, t(f"analysis_{name}"), look.heading)
        for key, spread in risk.spreads.items():
            row += 1
            sheet.write_string(row, 1, words(key).label(language), look.label)
            style = {"eur": look.money, "share": look.share, "rate": look.share}.get(words(key).unit, look.number)
            for column, value in enumerate((spread.p10, spread.p50, spread.p90, spread.mean), start=2):
                _known(sheet, row, column, value, style)
            _known(sheet, row, 6, spread.below_zero, look.share)
        row += 1
        for label, value, style in (
            (t("analysis_capital", certainty=f"{setup.certainty:.0%}"), risk.capital, look.money),
            (t("analysis_evidence"), risk.evidence_share, look.share),
        ):
            sheet.write_string(row, 1, label, look.label)
            _known(sheet, row, 2, value, style)
            row += 1
        for each in risk.contributions[:MOST_DRIVERS]:
            sheet.write_string(row, 1, t("analysis_driver", name=driver_label(risk, each.key, language)), look.label)
            _known(sheet, row, 2, each.share, look.share)
            row += 1
        for line in risk_paragraph(result, risk, language).split("\n"):
            sheet.write_string(row, 1, line, look.wrapped)
            row += 1
        row += 1
    sheet.set_column(1, 1, 100)
    sheet.set_column(2, 6, 16)


def write_norms(sheet: Sheet, result: CaseResult, found: Analyses, look: Looks, t: Translate, first: int) -> None:
    """Norm tests per option and frames per option, with margin and source."""
    language = t.language
    for column, name in enumerate(("norm", "outcome", "design", "requirement", "margin", "note", "source")):
        sheet.write_string(first - 1, column + 1, t(f"analysis_{name}"), look.heading)
    row = first
    for option, by_name in found.norms.items():
        for name, tests in by_name.items():
            title = result.case.option(name).title(language)
            sheet.write_string(row, 1, title if name == option else f"{option} - {title}", look.section)
            row += 1
            for test in tests:
                status = text(f"norm_status_{test.status}", language)
                _cells(sheet, row, (f"{test.body}: {test.label(language)}", status), look)
                _numbers(sheet, row, (test.value, test.limit, test.margin), look)
                sheet.write_string(row, 6, test.note(language), look.text)
                sheet.write_string(row, 7, test.source, look.text)
                row += 1
        if found.frames.by_option[option]:
            sheet.write_string(row, 1, t("analysis_frames", option=option), look.section)
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
    sheet.set_column(1, 1, 52)
    sheet.set_column(2, 5, 16)
    sheet.set_column(6, 7, 50)


def _known(sheet: Sheet, row: int, column: int, value: float, style: Format) -> None:
    """A number; nothing where there is none."""
    if math.isfinite(value):
        sheet.write_number(row, column, value, style)


def _cells(sheet: Sheet, row: int, texts: Sequence[str], look: Looks) -> None:
    for column, each in enumerate(texts, start=1):
        sheet.write_string(row, column, each, look.label if column == 1 else look.text)


def _numbers(sheet: Sheet, row: int, values: Sequence[float | None], look: Looks) -> None:
    for column, value in enumerate(values, start=3):
        if value is not None:
            sheet.write_number(row, column, value, look.number)
