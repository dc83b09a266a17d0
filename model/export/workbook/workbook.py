"""The Excel business case: live formulas written from the same lines the engine evaluates (design: the workbook).

Inputs, calculations and outputs stand on separate sheets; every row of a calculation sheet is one formula across the
timeline; every value is stored as the engine computed it, so a preview shows numbers.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import count

from model.case.sections.what_ifs import what_ifs_of
from model.engine.results import CaseResult
from model.export.analyses import Analyses, analyse
from model.export.progress import Progress, silent, stage
from model.export.workbook.analysis_sheets import write_analyses
from model.export.workbook.book import Book
from model.export.workbook.budget_sheet import write_budget
from model.export.workbook.calculation_sheets import write_calculation
from model.export.workbook.charts_sheet import write_charts
from model.export.workbook.checks_sheet import write_checks
from model.export.workbook.comparison_sheet import write_comparison
from model.export.workbook.cover_sheet import write_cover
from model.export.workbook.finish import finish_sheets, set_properties
from model.export.workbook.input_rows import SPARE_YEARS, place_inputs
from model.export.workbook.inputs_sheet import write_inputs
from model.export.workbook.irr_blocks import irr_blocks
from model.export.workbook.irr_sheet import write_irr
from model.export.workbook.layout import Layout, models_of, place_models, sheets_in_order
from model.export.workbook.look import make_styles
from model.export.workbook.municipality_sheet import write_municipality
from model.export.workbook.sheet import add_sheet, new_workbook
from model.export.workbook.support_sheets import write_calendar, write_sources
from model.export.workbook.what_ifs_sheet import write_what_ifs
from model.export.workbook.years_sheet import write_years
from model.words.texts import text

ANALYSING, WRITING = "analysing", "writing"
"""The stages of an export: the analyses take most of the time."""
AFTER_ANALYSES, AFTER_CALCULATIONS, AFTER_SHEETS = 0.75, 0.4, 0.5
"""Shares done: of the whole after the analyses; of the writing after the calculation sheets and after all sheets."""


def export_with_analyses(
    result: CaseResult, language: str = "nl", progress: Callable[[float, str], None] = lambda _share, _stage: None
) -> bytes:
    """The workbook with its analyses, as bytes. `progress` is told the share done, from 0 to 1, and the stage."""
    analyses = analyse(result, progress=stage(lambda share: progress(share, ANALYSING), 0, AFTER_ANALYSES))
    return export_case(result, language, stage(lambda share: progress(share, WRITING), AFTER_ANALYSES, 1), analyses)


def export_case(
    result: CaseResult, language: str = "nl", progress: Progress = silent, analyses: Analyses | None = None
) -> bytes:
    """The workbook of a case as bytes. `progress` is told the share done, from 0 to 1.

    With `analyses` it also holds sheets with the values of sensitivity, risk and norms.
    """
    target = io.BytesIO()
    book = _open(target, result, language, analyses)
    write_inputs(book)
    for done, (model, scope) in enumerate(book.models, start=1):
        write_calculation(book, model, scope)
        progress(AFTER_CALCULATIONS * done / len(book.models))
    write_years(book)
    write_irr(book)
    write_comparison(book)
    write_municipality(book)
    write_budget(book)
    write_what_ifs(book)
    write_analyses(book)
    write_calendar(book)
    write_sources(book)
    write_charts(book)
    write_cover(book)
    write_checks(book)
    finish_sheets(book)
    set_properties(book)
    progress(AFTER_SHEETS)
    _store(book, stage(progress, AFTER_SHEETS, 1))
    return target.getvalue()


def _store(book: Book, progress: Progress) -> None:
    """Write the file, sheet by sheet."""
    stored = count(1)
    for sheet in book.sheets.values():
        sheet.when_stored = lambda: progress(next(stored) / (len(book.sheets) + 1))
    book.file.close()
    progress(1)


def _open(target: io.BytesIO, result: CaseResult, language: str, analyses: Analyses | None) -> Book:
    """The workbook with its sheets, still empty, in reading order; where everything goes is decided here."""
    file = new_workbook(target)
    styles = make_styles(file, language, lambda code: text(f"xlsx_{code}", language))
    models = tuple(models_of(result))
    places = place_models(result)
    inputs = place_inputs(result, models, language)
    blocks = irr_blocks([(model.name, model.business_case.lines) for model, _ in models])
    layout = Layout(
        places=places,
        inputs=inputs.places,
        irr_cells={(block.model, block.line.key): block.result_cell for block in blocks},
        years=max(model.years for model, _ in models) + SPARE_YEARS,
    )
    names = sheets_in_order(
        [places[model.name].sheet for model, _ in models],
        with_analyses=analyses is not None,
        with_what_ifs=bool(what_ifs_of(result.case)),
    )
    sheets = {name: add_sheet(file, name) for name in names}
    return Book(file, result, language, analyses, styles, models, inputs, blocks, layout, sheets)
