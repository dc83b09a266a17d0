"""The Excel business case: live formulas written from the same lines the engine evaluates (design: the workbook).

Inputs, calculations and outputs stand on separate sheets; every row of a calculation sheet is one formula across the
timeline; every value is stored as the engine computed it, so a preview shows numbers.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook

from model.evaluation import CaseResult, Computed, OptionResult, period_labels, program_for
from model.export import layout as at
from model.export.analyses import (
    BREAK_EVEN,
    NORMS,
    RISK,
    SENSITIVITY,
    Analyses,
    Translate,
    write_break_even,
    write_norms,
    write_risk,
    write_sensitivity,
)
from model.export.charts import ChartSheet, write_charts
from model.export.checks import Check, formulas_intact, has_total, input_checks, model_checks
from model.export.irr_sheet import DUST_CELL, SETTINGS, TOLERANCE_CELL, IrrBlock, IrrStyles, irr_blocks, write_irr
from model.export.layout import FIRST_PERIOD, FIRST_ROW, FIRST_YEAR_ROW, HEADER_ROW, InputPlace, Layout, Place
from model.export.look import capital, format_of, height_of, make_styles, set_up_page, show_check
from model.export.sheet import Sheet, add_sheet, new_workbook
from model.export.support import CALENDAR, EVIDENCE, headings, write_calendar, write_evidence, write_sources
from model.formula.excel import render
from model.formula.expression import Call, Line, Shape
from model.formula.graph import build_graph
from model.formula.runtime import edate, to_date, to_serial
from model.lines.labels import words
from model.lines.structure import OWN_AT_THE_END
from model.parameters.resolve import ResolvedOption
from model.parameters.table import Parameter, choice_label, default_row, parameters
from model.texts import number, text
from model.version import MODEL_VERSION

Progress = Callable[[float], None]
OWN_FIELDS = ("amount", "from", "to", "growth", "growth_from", "vat_rate")
SPARE_YEARS = 10
"""So many years the start can move later inside the workbook: the index tables are that much longer than needed."""
CENT = 0.01
"""How close two routes to one amount must be for a check to pass, in euros."""


SOURCE_WIDTH, NOTE_WIDTH = 44.0, 70.0
MASTER = "$C$4"
"""Cell of the master check, on every sheet."""
COVER_METRICS = (
    "investment",
    "npv",
    "irr",
    "viability_gap",
    "cost_recovery_price_per_bed_week",
    "cost_per_bed_night",
    "resident_cost_share",
    "municipality_npv",
)
"""Metrics shown on the cover: what a council asks first."""
CONVENTION_WIDTH, CELLS_WIDTH = 70.0, 40.0
WIDE = (at.INPUTS, at.COMPARISON, at.SOURCES, BREAK_EVEN, NORMS)
"""Sheets with long texts beside the numbers, printed on A3."""
COUNTED = (at.YEARS, at.IRR, at.LADDER, at.COMPARISON, at.MUNICIPALITY)
"""Sheets whose formula cells are counted, beside the calculation sheets."""
MUNICIPAL_METRICS = ("municipality_npv", "municipality_npv_without_fund")
MUNICIPAL_TOTALS = (("municipal_income", "municipality_income"), ("municipal_costs", "municipality_costs"))
"""Blocks of the municipality's cash flow on the sheet Gemeente: heading, and the row whose terms are its rows."""
MUNICIPAL_GROUPS = (("budget", ("budget_", "contingent")), ("ledgers", ("ledger_",)))
"""Further blocks of that sheet: heading and the beginnings of the keys of their rows."""
RECONCILIATIONS = (
    ("reconcile_ledgers", "ledgers_sum", ""),
    ("reconcile_municipality", "ledger_municipality", "municipality_cash_flow"),
)
"""Differences that must be zero in every period: the ledgers together, and the municipality's ledger against its cash flow."""


def export_case(
    result: CaseResult, language: str = "nl", progress: Progress | None = None, analyses: Analyses | None = None
) -> bytes:
    """The workbook of a case as bytes. `progress` is told the share done, from 0 to 1.

    With `analyses` it also holds sheets with the values of sensitivity, risk and norms.
    """
    return _Writer(result, language, progress or (lambda share: None), analyses).write()


class _Writer:
    """Writes one workbook; each method writes one sheet."""

    def __init__(self, result: CaseResult, language: str, progress: Progress, analyses: Analyses | None) -> None:
        self.result = result
        self.language = language
        self.progress = progress
        self.analyses = analyses
        self.buffer = io.BytesIO()
        self.book: Workbook = new_workbook(self.buffer)
        self.styles = make_styles(self.book, language, self.t)
        self.models = tuple(at.models_of(result))
        self.places = at.place_models(result)
        self.years = max(model.years for model, _ in self.models) + SPARE_YEARS
        self.input_rows: list[_InputRow | str] = []
        inputs = self._place_inputs()
        blocks = irr_blocks([(model.name, model.business_case.lines) for model, _ in self.models])
        self.blocks: tuple[IrrBlock, ...] = blocks
        self.layout = Layout(
            places=self.places,
            inputs=inputs,
            irr_cells={(block.model, block.line.key): block.result_cell for block in blocks},
            years=self.years,
        )

    def write(self) -> bytes:
        """All sheets in reading order, then the file."""
        names = (at.COVER, at.INPUTS, *(self.places[model.name].sheet for model, _ in self.models))
        names += (at.YEARS, at.IRR, at.LADDER, at.COMPARISON, at.MUNICIPALITY, at.CHARTS)
        if self.analyses is not None:
            names += (SENSITIVITY, BREAK_EVEN, RISK, NORMS, EVIDENCE)
        names += (CALENDAR, at.SOURCES, at.CHECKS)
        self.sheets: dict[str, Sheet] = {name: add_sheet(self.book, name) for name in names}
        self._inputs()
        for done, (model, scope) in enumerate(self.models, start=1):
            self._calculation(model, scope)
            self.progress(0.6 * done / len(self.models))
        self._years()
        self._irr()
        self._comparison()
        self._municipality()
        self._analysed()
        write_calendar(self.sheets[CALENDAR], self.result, self.styles, self.t, self.language)
        write_sources(self.sheets[at.SOURCES], self.result, self.styles, self.t, self.language)
        self._checks()
        self.sheets[at.CHARTS].write_string(HEADER_ROW, 1, self.t("charts_note"), self.styles.subtitle)
        write_charts(ChartSheet(self.book, self.sheets[at.CHARTS], self.result, self.places, self.language))
        self._cover()
        for name, sheet in self.sheets.items():
            self._finish(name, sheet)
        self._properties()
        self.progress(0.7)
        self.book.close()
        self.progress(1.0)
        return self.buffer.getvalue()

    def t(self, code: str, **values: object) -> str:
        """A text of the workbook in its language."""
        return text(f"xlsx_{code}", self.language, **values)

    # Inputs

    def _place_inputs(self) -> dict[tuple[str, str], InputPlace]:
        """A row per input that some line uses; formulas point at its cell."""
        places: dict[tuple[str, str], InputPlace] = {}
        used: dict[str, set[str]] = {}
        case_keys: set[str] = set()
        for model, scope in self.models:
            keys = set(build_graph(model.business_case.lines).inputs)
            used.setdefault(scope, set()).update(keys)
        every = {key for keys in used.values() for key in keys}
        row = FIRST_ROW
        blocks: dict[str, list[int]] = {}
        self.input_blocks = blocks

        def place(scope: str, key: str, entry: _InputRow) -> None:
            nonlocal row
            blocks.setdefault(entry.name.partition(".")[0], []).append(row + 1)
            choices = ""
            if entry.choices:
                first = xl_col_to_name(at.FIRST_CHOICE_COLUMN)
                last = xl_col_to_name(at.FIRST_CHOICE_COLUMN + len(entry.choices) - 1)
                choices = f"{at.INPUTS}!${first}${row + 1}:${last}${row + 1}"
            places[scope, key] = InputPlace(f"{at.INPUTS}!${at.VALUE_COLUMN}${row + 1}", choices)
            self.input_rows.append(entry)
            row += 1

        def title(words_: str) -> None:
            nonlocal row
            self.input_rows.append(words_)
            row += 1

        title(self.t("inputs_case"))
        for entry in self._case_rows():
            if entry.key in every or entry.key == "bed_share":
                place("case", entry.key, entry)
                case_keys.add(entry.key)
        for option in self.result.case.options:
            outcome = self.result.options[option.id]
            title("")
            title(f"{option.id}: {option.title(self.language)}")
            if outcome.components:
                for part in outcome.components:
                    assert part.resolved is not None
                    share = part.resolved.values["bed_share"]
                    other = part.resolved.option.id
                    entry = _InputRow(
                        f"{option.id}.share.{other}",
                        "bed_share",
                        self.t("share_of_beds", option=other),
                        "share",
                        share,
                        0,
                        1,
                        status=self.t("status_given"),
                    )
                    place(part.name, "bed_share", entry)
                continue
            resolved = outcome.resolved[0]
            wanted = set(build_graph(outcome.computed.business_case.lines).inputs) | used.get(option.id, set())
            for entry in self._option_rows(resolved):
                if entry.key in wanted and entry.key not in case_keys:
                    place(option.id, entry.key, entry)
        return places

    def _case_rows(self) -> Iterable[_InputRow]:
        case = self.result.case
        known = parameters()
        for key, value in (
            ("beds", case.beds),
            ("start_date", to_serial(case.start_date)),
            ("price_level_date", to_serial(case.price_level_date)),
            ("periods_per_year", float(case.periods_per_year)),
            ("nights_per_week", 7.0),
        ):
            parameter = known[key]
            yield _InputRow(
                f"case.{key}",
                key,
                parameter.label(self.language),
                parameter.unit,
                value,
                to_serial(case.price_level_date) if parameter.kind == "date" else parameter.lowest,
                edate(to_serial(case.start_date), 12 * SPARE_YEARS) if parameter.kind == "date" else parameter.highest,
                locked=key in {"price_level_date", "periods_per_year", "nights_per_week"},
                status=self.t("status_given"),
                note=parameter.meaning(self.language),
            )
        discounting = known["discounting"]
        yield _InputRow(
            "case.discounting",
            "discounting",
            discounting.label(self.language),
            "none",
            case.discounting,
            None,
            None,
            choices=discounting.choices,
            status=self.t("status_given"),
            note=_choice_words(discounting, self.language),
        )
        yield _InputRow("case.bed_share", "bed_share", self.t("full_share"), "share", 1.0, 0, 1, locked=True)

    def _option_rows(self, resolved: ResolvedOption) -> Iterable[_InputRow]:
        option = resolved.option
        for key, found in resolved.provenance.items():
            parameter = parameters()[key]
            value = found.value if isinstance(found.value, str) else _blank(resolved.values[key])
            yield _InputRow(
                f"{option.id}.{key}",
                key,
                parameter.label(self.language),
                parameter.unit,
                value,
                parameter.lowest,
                parameter.highest,
                choices=parameter.choices if parameter.kind == "choice" else (),
                status=self.t(f"status_{found.status}"),
                source=found.source,
                note=_choice_words(parameter, self.language)
                if parameter.kind == "choice"
                else found.explanation(self.language),
                whole=parameter.kind == "integer",
                highest_shown=self._highest(resolved, key, parameter),
                optional=_may_be_blank(resolved, key),
            )
            for count in range(1, resolved.structure.steps.get(key, 0) + 1):
                step = f"{key}@{count}"
                dated = f"{step}.date" in resolved.values
                moment = f"{step}.date" if dated else f"{step}.year"
                yield _InputRow(
                    f"{option.id}.{step}",
                    step,
                    self.t("step_value", label=parameter.label(self.language), n=count),
                    parameter.unit,
                    resolved.values[step],
                    parameter.lowest,
                    parameter.highest,
                    status=self.t(f"status_{found.status}"),
                    source=found.source,
                )
                yield _InputRow(
                    f"{option.id}.{moment}",
                    moment,
                    self.t("step_date" if dated else "step_year", label=parameter.label(self.language), n=count),
                    "date" if dated else "year",
                    resolved.values[moment],
                    to_serial(date(2000, 1, 1)) if dated else 2000,
                    to_serial(date(2100, 12, 31)) if dated else 2100,
                    status=self.t(f"status_{found.status}"),
                    source=found.source,
                    whole=not dated,
                )
        for count, line in enumerate(option.own_lines, start=1):
            for name in OWN_FIELDS:
                value = resolved.values[f"own.{count}.{name}"]
                low, high, unit = _OWN_LIMITS[name]
                yield _InputRow(
                    f"{option.id}.own.{count}.{name}",
                    f"own.{count}.{name}",
                    f"{line.label}: {self.t('own_' + name)}",
                    unit,
                    _blank(value),
                    low,
                    high,
                    status=self.t("status_given"),
                    optional=name == "to" or (name == "from" and line.kind in OWN_AT_THE_END),
                )

    def _highest(self, resolved: ResolvedOption, key: str, parameter: Parameter) -> float | None:
        """A term cannot outgrow the columns that were written."""
        if key != "term_years":
            return parameter.highest
        ends = [
            model.last_period / self.result.case.periods_per_year
            for model, scope in self.models
            if scope == resolved.option.id
        ]
        return float(math.floor(max(ends)))

    def _inputs(self) -> None:
        sheet, look = self.sheets[at.INPUTS], self.styles
        names = ("key", "description", "value", "unit", "lowest", "highest", "required", "status", "source", "note")
        headings(sheet, look, (*names, "choices"), self.t)
        row = FIRST_ROW
        for entry in self.input_rows:
            if isinstance(entry, str):
                if entry:
                    sheet.write_string(row, 1, entry, look.section)
            else:
                self._input_row(sheet, row, entry)
            row += 1
        for columns, width in (
            ((0, 0), 12),
            ((1, 1), 46),
            ((2, 2), 22),
            ((3, 3), 22),
            ((4, 5), 16),
            ((6, 6), 9),
            ((7, 7), 11),
            ((8, 8), SOURCE_WIDTH),
            ((9, 9), NOTE_WIDTH),
            ((10, 10 + at.MOST_CHOICES), 12),
        ):
            sheet.set_column(*columns, width)
        sheet.print_area(0, 0, row, 9)
        sheet.freeze_panes(HEADER_ROW + 1, 3)

    def _input_row(self, sheet: Sheet, row: int, entry: _InputRow) -> None:
        look = self.styles
        kind = format_of(entry.unit)
        style = (look.fixed if entry.locked else look.inputs)["text" if isinstance(entry.value, str) else kind]
        sheet.write_string(row, 0, entry.name, look.key)
        sheet.write_string(row, 1, entry.label, look.label)
        if entry.value is None:
            sheet.write_blank(row, 2, None, style)
        elif isinstance(entry.value, str):
            sheet.write_string(row, 2, entry.value, style)
        else:
            sheet.write_number(row, 2, entry.value, style)
        sheet.write_string(row, 3, self.t(f"unit_{entry.unit}"), look.unit)
        highest = entry.highest if entry.highest_shown is None else entry.highest_shown
        for column, limit in ((4, entry.lowest), (5, highest)):
            if limit is not None:
                sheet.write_number(row, column, limit, look.fixed[kind])
        sheet.write_number(row, 6, 0 if entry.optional else 1, look.yes_no)
        for column, words_ in ((7, entry.status), (8, entry.source), (9, entry.note)):
            sheet.write_string(row, column, words_, look.wrapped)
        sheet.set_row(row, max(height_of(entry.source, SOURCE_WIDTH), height_of(entry.note, NOTE_WIDTH)))
        for offset, choice in enumerate(entry.choices):
            sheet.write_string(row, at.FIRST_CHOICE_COLUMN + offset, choice, look.key)
        if not entry.locked:
            self._validate(sheet, row, entry, highest)

    def _validate(self, sheet: Sheet, row: int, entry: _InputRow, highest: float | None) -> None:
        """A list of choices, or bounds, with a message that says them."""
        message = {"error_title": self.t("not_allowed"), "ignore_blank": entry.optional}
        if entry.choices:
            first = xl_col_to_name(at.FIRST_CHOICE_COLUMN)
            last = xl_col_to_name(at.FIRST_CHOICE_COLUMN + len(entry.choices) - 1)
            message["error_message"] = self.t("choose_from_list")
            sheet.data_validation(
                row, 2, row, 2, {"validate": "list", "source": f"=${first}${row + 1}:${last}${row + 1}", **message}
            )
        elif entry.lowest is not None and highest is not None:
            shown = [self._limit(limit, entry.unit) for limit in (entry.lowest, highest)]
            message["error_message"] = self.t(
                "whole_between" if entry.whole else "between", lowest=shown[0], highest=shown[1]
            )
            rule = {"criteria": "between", "minimum": f"=$E${row + 1}", "maximum": f"=$F${row + 1}"}
            kind = "date" if entry.unit == "date" else "integer" if entry.whole else "decimal"
            sheet.data_validation(row, 2, row, 2, {"validate": kind, **rule, **message})

    def _limit(self, limit: float, unit: str) -> str:
        """A bound as people write it."""
        if unit == "date":
            return _day(to_date(limit))
        if format_of(unit) in {"share", "rate", "tariff"}:
            return f"{number(limit * 100, self.language)}%"
        return number(limit, self.language)

    # Calculation sheets

    def _calculation(self, model: Computed, scope: str) -> None:
        place = self.places[model.name]
        sheet, look = self.sheets[place.sheet], self.styles
        graph = build_graph(model.business_case.lines)
        find = at.addresses(self.layout, model.name, scope)
        self._period_header(sheet, model)
        for section in model.business_case.sections:
            shown = [line for line in section.lines if graph.shapes[line.key] is not Shape.YEAR]
            if not shown:
                continue
            sheet.write_string(place.rows[shown[0].key] - 2, 1, self.t(f"section_{section.key}"), look.section)
            for line in shown:
                self._line(sheet, place, model, line, graph.shapes, find)
        self._timeline_columns(sheet, model.last_period + 1)

    def _timeline_columns(self, sheet: Sheet, last: int) -> None:
        """Widths and frozen panes of a sheet with a timeline, up to offset `last` from period 0."""
        for columns, width in (((0, 0), 12), ((1, 1), 50), ((2, 2), 18), ((3, 3), 15), ((4, 4), 7)):
            sheet.set_column(*columns, width)
        sheet.set_column(FIRST_PERIOD, FIRST_PERIOD + last, 12)
        sheet.freeze_panes(HEADER_ROW + 1, FIRST_PERIOD)

    def _period_header(self, sheet: Sheet, model: Computed, look_ahead: bool = True) -> None:
        look = self.styles
        headings(sheet, look, ("key", "description", "unit", "value"), self.t)
        sheet.write_string(HEADER_ROW, 4, self.t("head_before"), look.heading_right)
        labels = (*self._labels(model), *([self.t("look_ahead")] if look_ahead else []))
        for offset, label in enumerate(labels):
            sheet.write_string(HEADER_ROW, FIRST_PERIOD + offset, label, look.heading_right)

    def _labels(self, model: Computed) -> Sequence[str]:
        return period_labels(self.result.case, model.last_period)

    def _line(
        self, sheet: Sheet, place: Place, model: Computed, line: Line, shapes: Mapping[str, Shape], find: Any
    ) -> None:
        look, described = self.styles, words(line.key)
        row = place.rows[line.key] - 1
        is_row = shapes[line.key] is not Shape.SCALAR
        style = look.numbers["flow" if is_row and described.unit == "eur" else format_of(described.unit)]
        sheet.write_string(row, 0, line.key, look.key)
        sheet.write_string(row, 1, self._line_label(model, line.key), look.label_of(described.rank))
        sheet.write_string(row, 2, self.t(f"unit_{described.unit}"), look.unit)
        template = render(line.expression, shapes, find)
        if not is_row:
            sheet.write_one_formula(row, 3, template, model.scalars[line.key], style)
            return
        if line.start:
            sheet.write_number(row, FIRST_PERIOD - 1, line.start, style)
        values = (*model.rows[line.key], model.look_ahead[line.key])
        sheet.write_formula_row(row, FIRST_PERIOD, template, values, style)
        if has_total(line.key):
            sheet.write_one_formula(row, 3, f"SUM({place.span(line.key)})", math.fsum(model.rows[line.key]), style)

    def _line_label(self, model: Computed, key: str) -> str:
        if key.startswith("own_") and key[4:].isdigit() and model.resolved is not None:
            return model.resolved.option.own_lines[int(key[4:]) - 1].label
        return capital(words(key).label(self.language))

    def _years(self) -> None:
        sheet, look = self.sheets[at.YEARS], self.styles
        for model, scope in self.models:
            place = self.places[model.name]
            graph = build_graph(model.business_case.lines)
            find = at.addresses(self.layout, model.name, scope, on_year_sheet=True)
            rows = self._year_rows(model)
            for key, column in place.year_columns.items():
                line = graph.by_key[key]
                sheet.write_string(HEADER_ROW - 1, column, f"{model.name}.{key}", look.key)
                sheet.write_string(
                    HEADER_ROW, column, f"{place.sheet}: {words(key).label(self.language)}", look.heading_wrapped
                )
                style = look.numbers["whole" if words(key).unit in {"year", "flag", "count"} else "factor"]
                sheet.write_number(FIRST_YEAR_ROW - 1, column, line.start, style)
                template = render(line.expression, graph.shapes, find)
                values = [float(value) for value in rows[key]]
                sheet.write_formula_column(FIRST_YEAR_ROW, column, template, values, style)
                sheet.set_column(column, column, 13)
        sheet.write_string(FIRST_YEAR_ROW - 1, 1, self.t("before_first_year"), look.label_help)
        sheet.set_column(0, 0, 3)
        sheet.set_column(1, 1, 46)
        sheet.set_row(HEADER_ROW, 80)
        sheet.freeze_panes(HEADER_ROW + 1, 3)

    def _year_rows(self, model: Computed) -> Mapping[str, Any]:
        """The index tables over all years of the sheet, which has more of them than the option itself needs."""
        if model.resolved is None:
            return {}
        return program_for(model.resolved.structure).run(model.resolved.values, model.last_period, self.years)

    def _irr(self) -> None:
        look = self.styles
        sheet, ladder = self.sheets[at.IRR], self.sheets[at.LADDER]
        styles = IrrStyles(
            look.key,
            look.label,
            look.numbers["flow"],
            look.numbers["factor"],
            look.numbers["whole"],
            look.fixed["setting"],
            look.heading_right,
            look.section,
        )
        ladder.write_string(HEADER_ROW, 1, self.t("ladder_note"), look.subtitle)
        for row, ((name, value), cell) in enumerate(
            zip(SETTINGS, (DUST_CELL, TOLERANCE_CELL), strict=True), start=HEADER_ROW + 1
        ):
            assert cell.endswith(str(row + 1))
            ladder.write_string(row, 1, self.t(f"irr_{name}"), look.label)
            ladder.write_number(row, 2, value, look.fixed["setting"])
        longest = max((model for model, _ in self.models), key=lambda model: model.last_period)
        self._period_header(sheet, longest, look_ahead=False)
        by_name = {model.name: model for model, _ in self.models}
        for block in self.blocks:
            model, place = by_name[block.model], self.places[block.model]
            title = f"{place.sheet}: {words(block.line.key).label(self.language)}"
            write_irr(sheet, ladder, block, place, model.rows[block.line.key], styles, title, self.language)
        self._timeline_columns(sheet, longest.last_period)
        ladder.set_column(0, 0, 3)
        ladder.set_column(1, 1, 50)
        ladder.set_column(2, 2, 13)
        ladder.set_column(4, 3 + 5 * len(self.blocks), 13)
        ladder.freeze_panes(7, 0)

    # Outputs

    def _comparison(self) -> None:
        sheet, look = self.sheets[at.COMPARISON], self.styles
        options = list(self.result.options.items())
        headings(sheet, look, ("key", "metric", "unit"), self.t)
        for offset, (option_id, outcome) in enumerate(options):
            title = outcome.option.title(self.language)
            sheet.write_string(HEADER_ROW - 1, 3 + offset, title, look.heading_wrapped)
            sheet.write_string(HEADER_ROW, 3 + offset, option_id, look.heading_right)
        after = 3 + len(options)
        for offset, name in enumerate(("convention", "cells")):
            sheet.write_string(HEADER_ROW, after + offset, self.t(f"head_{name}"), look.heading)
        keys = list(options[0][1].metrics)
        for count, key in enumerate(keys):
            row = FIRST_ROW + count
            described = words(key)
            style = look.numbers[format_of(described.unit)]
            sheet.write_string(row, 0, key, look.key)
            sheet.write_string(row, 1, capital(described.label(self.language)), look.label_of(described.rank))
            sheet.write_string(row, 2, self.t(f"unit_{described.unit}"), look.unit)
            cells = []
            for offset, (option_id, outcome) in enumerate(options):
                place = self.places[option_id]
                value = outcome.metrics[key]
                formula = f"'{place.sheet}'!{place.scalar(key)}"
                sheet.write_one_formula(row, 3 + offset, formula, math.nan if value is None else value, style)
                cells.append(f"{place.sheet} D{place.rows[key]}")
            meaning, pointers = described.meaning(self.language), "; ".join(cells)
            sheet.write_string(row, after, meaning, look.wrapped)
            sheet.write_string(row, after + 1, pointers, look.wrapped)
            sheet.set_row(row, max(height_of(meaning, CONVENTION_WIDTH), height_of(pointers, CELLS_WIDTH)))
        self._why_none(sheet, FIRST_ROW + len(keys) + 1)
        for columns, width in (
            ((0, 0), 12),
            ((1, 1), 50),
            ((2, 2), 17),
            ((3, after - 1), 17),
            ((after, after), CONVENTION_WIDTH),
            ((after + 1, after + 1), CELLS_WIDTH),
        ):
            sheet.set_column(*columns, width)
        titles = [outcome.option.title(self.language) for _, outcome in options]
        sheet.set_row(HEADER_ROW - 1, min(80, max(height_of(title, 13) for title in titles)))
        sheet.freeze_panes(HEADER_ROW + 1, 3)

    def _why_none(self, sheet: Sheet, row: int) -> None:
        """Why a metric was blank when the workbook was made."""
        look = self.styles
        found = [(name, key, why) for name, one in self.result.options.items() for key, why in one.reasons.items()]
        if found:
            sheet.write_string(row, 1, self.t("why_blank"), look.section)
        for option_id, key, reason in found:
            row += 1
            label = capital(words(key).label(self.language))
            sheet.write_string(row, 1, f"{option_id}: {label}. {reason.text(self.language)}", look.unit)

    def _municipality(self) -> None:
        sheet = self.sheets[at.MUNICIPALITY]
        longest = max((model for model, _ in self.models), key=lambda model: model.last_period)
        self._period_header(sheet, longest, look_ahead=False)
        row = FIRST_ROW
        for option_id, outcome in self.result.options.items():
            row = self._municipal_block(sheet, row, option_id, outcome) + 1
        self._timeline_columns(sheet, longest.last_period)

    def _municipal_block(self, sheet: Sheet, row: int, option_id: str, outcome: OptionResult) -> int:
        """One option: its value to the municipality, cash, budget, ledgers, and the reconciliation. Returns the row below."""
        look, place = self.styles, self.places[option_id]
        sheet.write_string(row, 1, f"{option_id}: {outcome.option.title(self.language)}", look.section)
        for key in MUNICIPAL_METRICS:
            row += 1
            self._municipal_label(sheet, row, option_id, key)
            formula = f"'{place.sheet}'!{place.scalar(key)}"
            value = outcome.computed.scalars[key]
            sheet.write_one_formula(row, 3, formula, value, look.numbers["eur"])
        row += 1
        for heading, keys in self._municipal_groups(option_id, outcome):
            sheet.write_string(row, 1, self.t(heading), look.label_main)
            row += 1
            for key in keys:
                self._municipal_label(sheet, row, option_id, key)
                template = f"'{place.sheet}'!{{c}}{place.rows[key]}"
                self._municipal_row(sheet, row, template, outcome.lines[key])
                row += 1
        for code, left, right in RECONCILIATIONS:
            if left not in place.rows:
                continue
            keys = [key for key in (left, right) if key]
            template = "-".join(f"'{place.sheet}'!{{c}}{place.rows[key]}" for key in keys)
            values = [
                abs(first - sum(rest)) for first, *rest in zip(*(outcome.lines[key] for key in keys), strict=True)
            ]
            sheet.write_string(row, 0, f"{option_id}.{code}", look.key)
            sheet.write_string(row, 1, self.t(code), look.label)
            sheet.write_string(row, 2, self.t("unit_eur"), look.unit)
            self._municipal_row(sheet, row, f"ABS({template})", values)
            row += 1
        return row

    def _municipal_groups(self, option_id: str, outcome: OptionResult) -> Iterable[tuple[str, list[str]]]:
        """Headings with the keys of their rows: income, costs, cash flow, budget, ledgers."""
        rows = self.places[option_id].rows
        by_key = outcome.computed.business_case.by_key
        for heading, total in MUNICIPAL_TOTALS:
            if total in rows:
                yield heading, [*(key for key in terms_of(by_key[total]) if key in rows), total]
        yield "municipal_cash", ["municipality_cash_flow"]
        for heading, beginnings in MUNICIPAL_GROUPS:
            keys = [key for key in rows if key.startswith(beginnings) and key in outcome.lines]
            shown = [key for key in keys if words(key).rank != "help"]
            if shown:
                yield heading, shown

    def _municipal_label(self, sheet: Sheet, row: int, option_id: str, key: str) -> None:
        look, described = self.styles, words(key)
        sheet.write_string(row, 0, f"{option_id}.{key}", look.key)
        # Under a heading, "municipality: permit fees" is just "Permit fees".
        label = capital(described.label(self.language).rpartition(": ")[2])
        sheet.write_string(row, 1, label, look.label_of("detail" if described.rank == "help" else described.rank))
        sheet.write_string(row, 2, self.t(f"unit_{described.unit}"), look.unit)

    def _municipal_row(self, sheet: Sheet, row: int, template: str, values: Sequence[float]) -> None:
        style = self.styles.numbers["flow"]
        sheet.write_formula_row(row, FIRST_PERIOD, template, values, style)
        last = xl_col_to_name(FIRST_PERIOD + len(values) - 1)
        total = f"SUM({xl_col_to_name(FIRST_PERIOD)}{row + 1}:{last}{row + 1})"
        sheet.write_one_formula(row, 3, total, math.fsum(values), style)

    def _analysed(self) -> None:
        """Values of the analyses, labelled as such."""
        if self.analyses is None:
            return
        look = self.styles
        for name, write in (
            (SENSITIVITY, write_sensitivity),
            (BREAK_EVEN, write_break_even),
            (RISK, write_risk),
            (NORMS, write_norms),
        ):
            sheet = self.sheets[name]
            sheet.write_string(HEADER_ROW, 1, self.t("analysis_values"), look.subtitle)
            write(sheet, self.result, self.analyses, look, Translate(self.language), FIRST_ROW)
            sheet.freeze_panes(FIRST_ROW, 2)
        sheet = self.sheets[EVIDENCE]
        write_evidence(sheet, self.result, self.analyses.support, look, self.t, self.language)

    def _checks(self) -> None:
        sheet, look = self.sheets[at.CHECKS], self.styles
        headings(sheet, look, ("key", "check", "difference", "result", "expected"), self.t)
        sheet.write_string(FIRST_ROW - 1, 1, self.t("tolerance"), look.label_help)
        sheet.write_number(FIRST_ROW - 1, 2, CENT, look.fixed["cents"])
        row = FIRST_ROW

        def add(key: str, label: str, check: Check) -> None:
            nonlocal row
            sheet.write_string(row, 0, f"{key}.{check.code}", look.key)
            sheet.write_string(row, 1, label, look.label)
            write = sheet.write_one_array_formula if check.is_array else sheet.write_one_formula
            write(row, 2, check.formula, check.value, look.numbers["number" if check.is_array else "cents"])
            passed = 0.0 if abs(check.value) > CENT else 1.0
            sheet.write_one_formula(row, 3, f"IF(C{row + 1}>$C${FIRST_ROW},0,1)", passed, look.check)
            row += 1

        for scope, rows in self.input_blocks.items():
            for check in input_checks(min(rows), max(rows)):
                block = self.t("inputs_case") if scope == "case" else self.t("option_block", option=scope)
                add(scope, f"{at.INPUTS}, {block}: {self.t('check_' + check.code)}", check)
        for model, _ in self.models:
            place = self.places[model.name]
            for check in model_checks(model, place):
                add(model.name, f"{place.sheet}: {self.t('check_' + check.code)}", check)
        for name in (*(place.sheet for place in self.places.values()), *COUNTED):
            expected = f"E{row + 1}"
            sheet.write_number(row, 4, self.sheets[name].formula_count(HEADER_ROW + 1), look.fixed["whole"])
            add(name, f"{name}: {self.t('check_formulas_intact')}", formulas_intact(name, self.sheets[name], expected))
        first, last = FIRST_ROW + 1, row
        sheet.write_one_formula(3, 2, f"MIN(D{first}:D{last})", 1.0, look.check)
        show_check(sheet, f"D{first}:D{last}", look)
        for columns, width in (((0, 0), 14), ((1, 1), 84), ((2, 4), 16)):
            sheet.set_column(*columns, width)
        sheet.freeze_panes(HEADER_ROW + 1, 2)

    def _cover(self) -> None:
        sheet, look, case = self.sheets[at.COVER], self.styles, self.result.case
        town = self.result.market.municipality(case.municipality)
        versions = self.t("cover_versions_are", model=MODEL_VERSION, data=self.result.market.version)
        row = FIRST_ROW
        for code, value in (
            ("cover_name", case.name),
            ("cover_municipality", f"{town.name} ({town.code})"),
            ("cover_start", _day(case.start_date)),
            ("cover_price_level", _day(case.price_level_date)),
            ("cover_law", self.t(f"law_{case.law}")),
            ("cover_versions", versions),
        ):
            sheet.write_string(row, 1, self.t(code), look.label)
            sheet.write_string(row, 2, value, look.text)
            row += 1
        row = self._cover_outcome(sheet, row + 1)
        sheet.write_string(row, 1, self.t("cover_how"), look.section)
        for code in ("cover_how_1", "cover_how_2", "cover_how_3", "cover_how_4"):
            row += 1
            sheet.write_string(row, 1, self.t(code), look.text)
        row += 2
        sheet.write_string(row, 1, self.t("cover_sheets"), look.section)
        for name in self.sheets:
            row += 1
            sheet.write_string(row, 1, name, look.label)
            sheet.write_string(row, 2, self._about(name), look.text)
        row += 2
        sheet.write_string(row, 1, self.t("cover_warnings"), look.section)
        for outcome in self.result.options.values():
            for notice in outcome.warnings:
                row += 1
                sheet.write_string(row, 1, notice.text(self.language), look.text)
        sheet.set_column(0, 0, 3)
        sheet.set_column(1, 1, 50)
        sheet.set_column(2, max(7, 1 + len(self.result.options)), 18)
        sheet.freeze_panes(HEADER_ROW, 0)

    def _cover_outcome(self, sheet: Sheet, row: int) -> int:
        """The metrics a council asks first, read from the comparison. Returns the row below."""
        look = self.styles
        options = list(self.result.options.items())
        titles = [f"{option_id}: {outcome.option.title(self.language)}" for option_id, outcome in options]
        sheet.write_string(row, 1, self.t("cover_outcome"), look.section)
        for offset, title in enumerate(titles):
            sheet.write_string(row, 2 + offset, title, look.heading_wrapped)
        sheet.set_row(row, min(80, max(height_of(title, 13) for title in titles)))
        keys = list(options[0][1].metrics)
        for key in COVER_METRICS:
            row += 1
            described = words(key)
            unit = self.t(f"unit_{described.unit}")
            label = capital(described.label(self.language))
            sheet.write_string(row, 1, f"{label} ({unit})" if unit.startswith("€") else label, look.label)
            for offset, (_, outcome) in enumerate(options):
                value = outcome.metrics[key]
                formula = f"{at.COMPARISON}!{xl_col_to_name(3 + offset)}{FIRST_ROW + keys.index(key) + 1}"
                style = look.numbers[format_of(described.unit)]
                sheet.write_one_formula(row, 2 + offset, formula, math.nan if value is None else value, style)
        return row + 2

    def _about(self, name: str) -> str:
        """What a sheet is for."""
        if any(place.sheet == name for place in self.places.values()):
            return self.t("about_option")
        return self.t(f"about_{name.lower().replace('-', '_')}")

    def _finish(self, name: str, sheet: Sheet) -> None:
        """Title, draft mark, master check, protection and printing: the same on every sheet."""
        look, case = self.styles, self.result.case
        town = self.result.market.municipality(case.municipality)
        titles = {
            self.places[option].sheet: one.option.title(self.language) for option, one in self.result.options.items()
        }
        of = titles.get(name, "")
        sheet.write_string(0, 1, self.t("title", sheet=name), look.title)
        sheet.write_string(1, 1, " · ".join(part for part in (case.name, town.name, of) if part), look.subtitle)
        if self.result.is_concept:
            sheet.write_string(2, 1, self.t("concept"), look.concept)
        sheet.write_string(3, 1, self.t("master_check"), look.subtitle)
        if name != at.CHECKS:
            sheet.write_one_formula(3, 2, f"{at.CHECKS}!{MASTER}", 1.0, look.check)
        show_check(sheet, MASTER.replace("$", ""), look)
        sheet.protect(
            "", {"select_locked_cells": True, "format_columns": True, "format_rows": True, "autofilter": True}
        )
        sheet.hide_gridlines(2)
        set_up_page(sheet, HEADER_ROW, self._periods_on(name), name in WIDE)

    def _periods_on(self, name: str) -> int:
        """How many columns beside the labels a sheet prints as a timeline; 0 for an ordinary sheet."""
        for model in self.places.values():
            if model.sheet == name:
                return model.columns
        if name in {at.IRR, at.MUNICIPALITY}:
            return max(place.columns for place in self.places.values())
        if name in {at.YEARS, at.LADDER}:
            return self.sheets[name].last_column()
        return 0

    def _properties(self) -> None:
        """Document properties: what a file manager and a document system show."""
        case = self.result.case
        town = self.result.market.municipality(case.municipality)
        self.book.set_properties(
            {
                "title": case.name,
                "subject": self.t("title", sheet=town.name),
                "category": self.t("property_category"),
                "keywords": f"{town.name}, {town.code}",
                "comments": self.t("cover_versions_are", model=MODEL_VERSION, data=self.result.market.version),
                "status": self.t("concept") if self.result.is_concept else "",
            }
        )


@dataclass(frozen=True)
class _InputRow:
    """One row of the sheet of inputs; `name` is the machine key, `key` what formulas call it."""

    name: str
    key: str
    label: str
    unit: str
    value: float | str | None
    lowest: float | None
    highest: float | None
    choices: tuple[str, ...] = ()
    status: str = ""
    source: str = ""
    note: str = ""
    locked: bool = False
    whole: bool = False
    optional: bool = False
    highest_shown: float | None = None


_OWN_LIMITS: Mapping[str, tuple[float, float, str]] = {
    "amount": (0, 1e12, "eur"),
    "from": (0, 200, "year"),
    "to": (0, 200, "year"),
    "growth": (-0.5, 1, "growth"),
    "growth_from": (0, 200, "year"),
    "vat_rate": (0, 1, "share"),
}


def terms_of(line: Line) -> list[str]:
    """Keys of the rows a line is made of, in the order of its formula."""
    found: list[str] = []
    waiting: list[object] = [line.expression]
    while waiting:
        part = waiting.pop(0)
        if isinstance(part, Line):
            found.append(part.key)
        elif isinstance(part, Call):
            waiting[:0] = part.operands
    return found


def _may_be_blank(resolved: ResolvedOption, key: str) -> bool:
    """Whether the model knows what to do without a value: its default is none."""
    option = resolved.option
    row = default_row(key, option.type, option.variant)
    return row is not None and not row.rule and row.typical is None


def _blank(value: float) -> float | None:
    return None if math.isnan(value) else value


def _choice_words(parameter: Parameter, language: str) -> str:
    return "; ".join(f"{choice} = {choice_label(parameter.key, choice, language)}" for choice in parameter.choices)


def _day(day: date) -> str:
    return day.strftime("%d-%m-%Y")
