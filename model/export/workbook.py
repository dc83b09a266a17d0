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

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook

from model.evaluation import CaseResult, Computed, period_labels, program_for
from model.export import layout as at
from model.export.analyses import (
    NORMS,
    RISK,
    SENSITIVITY,
    Analyses,
    Looks,
    Translate,
    write_norms,
    write_risk,
    write_sensitivity,
)
from model.export.irr_sheet import DUST_CELL, SETTINGS, TOLERANCE_CELL, IrrBlock, IrrStyles, irr_blocks, write_irr
from model.export.layout import FIRST_PERIOD, FIRST_ROW, FIRST_YEAR_ROW, HEADER_ROW, InputPlace, Layout, Place
from model.export.sheet import Sheet, add_sheet, new_workbook
from model.formula.excel import render
from model.formula.expression import Line, Shape
from model.formula.graph import build_graph
from model.formula.runtime import to_serial
from model.lines.labels import words
from model.parameters.resolve import ResolvedOption
from model.parameters.table import Parameter, choice_label, parameters
from model.texts import text
from model.version import MODEL_VERSION

Progress = Callable[[float], None]
OWN_FIELDS = ("amount", "from", "to", "growth", "growth_from", "vat_rate")
LEDGER_CHECKS = (
    ("ledgers", "ledgers_sum", ""),
    ("ledger_operator", "ledger_operator", "equity_cash_flow"),
    ("ledger_municipality", "ledger_municipality", "municipality_cash_flow"),
)
"""Who pays equals who receives: the six ledgers together, and two ledgers against cash flows computed another way."""
CENT = 0.01
"""How close two routes to one amount must be for a check to pass, in euros."""


@dataclass(frozen=True)
class Styles:
    """Cell formats by use."""

    title: Format
    heading: Format
    section: Format
    key: Format
    text: Format
    wrapped: Format
    unit: Format
    label: Format
    check: Format
    concept: Format
    numbers: Mapping[str, Format]
    inputs: Mapping[str, Format]
    fixed: Mapping[str, Format]


_FORMATS = {
    "eur": "#,##0;[Red]-#,##0;0",
    "cents": "#,##0.00;[Red]-#,##0.00;0.00",
    "share": "0.0%",
    "rate": "0.00%",
    "tariff": "0.0000%",
    "date": "dd-mm-yyyy",
    "whole": "0",
    "number": "#,##0.00##",
    "text": "@",
}
_UNIT_FORMAT = {
    "eur": "eur",
    "eur_per_bed": "cents",
    "eur_per_m2": "cents",
    "eur_per_unit": "cents",
    "eur_per_bed_week": "cents",
    "eur_per_bed_year": "cents",
    "eur_per_night": "cents",
    "eur_per_hour": "cents",
    "share": "share",
    "rate": "rate",
    "growth": "rate",
    "tariff": "tariff",
    "date": "date",
    "flag": "whole",
    "code": "whole",
    "count": "whole",
    "year": "whole",
    "months": "number",
    "beds": "number",
}


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
        self.styles = _styles(self.book)
        self.models = tuple(at.models_of(result))
        self.checks: list[tuple[str, str, float]] = []
        self.places = at.place_models(result)
        self.years = max(model.years for model, _ in self.models)
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
            names += (SENSITIVITY, RISK, NORMS)
        names += (at.SOURCES, at.CHECKS)
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
        self._sources()
        self._checks()
        self._charts()
        self._cover()
        for name, sheet in self.sheets.items():
            self._finish(name, sheet)
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

        def place(scope: str, key: str, entry: _InputRow) -> None:
            nonlocal row
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
                to_serial(date(2100, 12, 31)) if parameter.kind == "date" else parameter.highest,
                locked=key in {"price_level_date", "periods_per_year", "nights_per_week"},
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
                )
                yield _InputRow(
                    f"{option.id}.{moment}",
                    moment,
                    self.t("step_date" if dated else "step_year", label=parameter.label(self.language), n=count),
                    "date" if dated else "year",
                    resolved.values[moment],
                    to_serial(date(2000, 1, 1)) if dated else 2000,
                    to_serial(date(2100, 12, 31)) if dated else 2100,
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
                    whole=name in {"from", "to", "growth_from"},
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
        headings = ("key", "description", "value", "unit", "lowest", "highest", "status", "source", "note", "choices")
        for column, name in enumerate(headings):
            sheet.write_string(HEADER_ROW, column, self.t(f"head_{name}"), look.heading)
        row = FIRST_ROW
        for entry in self.input_rows:
            if isinstance(entry, str):
                sheet.write_string(row, 1, entry, look.section)
            else:
                self._input_row(sheet, row, entry)
            row += 1
        sheet.set_column(0, 0, 14)
        sheet.set_column(1, 1, 48)
        sheet.set_column(2, 2, 16)
        sheet.set_column(3, 6, 12)
        sheet.set_column(7, 8, 60)
        sheet.set_column(9, 13, 14)
        sheet.freeze_panes(HEADER_ROW + 1, 3)

    def _input_row(self, sheet: Sheet, row: int, entry: _InputRow) -> None:
        look = self.styles
        kind = _UNIT_FORMAT.get(entry.unit, "number")
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
        for column, words_ in ((6, entry.status), (7, entry.source), (8, entry.note)):
            sheet.write_string(row, column, words_, look.unit)
        for offset, choice in enumerate(entry.choices):
            sheet.write_string(row, at.FIRST_CHOICE_COLUMN + offset, choice, look.key)
        if not entry.locked:
            self._validate(sheet, row, entry, highest)

    def _validate(self, sheet: Sheet, row: int, entry: _InputRow, highest: float | None) -> None:
        message = {"error_title": self.t("not_allowed"), "error_message": self.t("see_limits"), "ignore_blank": True}
        if entry.choices:
            first = xl_col_to_name(at.FIRST_CHOICE_COLUMN)
            last = xl_col_to_name(at.FIRST_CHOICE_COLUMN + len(entry.choices) - 1)
            sheet.data_validation(
                row, 2, row, 2, {"validate": "list", "source": f"=${first}${row + 1}:${last}${row + 1}", **message}
            )
        elif entry.lowest is not None and highest is not None:
            rule = {"criteria": "between", "minimum": f"=$E${row + 1}", "maximum": f"=$F${row + 1}"}
            sheet.data_validation(
                row, 2, row, 2, {"validate": "integer" if entry.whole else "decimal", **rule, **message}
            )

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
        sheet.set_column(0, 0, 10)
        sheet.set_column(1, 1, 46)
        sheet.set_column(2, 2, 12)
        sheet.set_column(3, 3, 16)
        sheet.set_column(4, 4, 4)
        sheet.set_column(FIRST_PERIOD, FIRST_PERIOD + model.last_period + 1, 13)
        sheet.freeze_panes(HEADER_ROW + 1, FIRST_PERIOD)

    def _period_header(self, sheet: Sheet, model: Computed, look_ahead: bool = True) -> None:
        look = self.styles
        for column, name in enumerate(("key", "description", "unit", "value")):
            sheet.write_string(HEADER_ROW, column, self.t(f"head_{name}"), look.heading)
        labels = self._labels(model)
        for offset, label in enumerate(labels):
            sheet.write_string(HEADER_ROW, FIRST_PERIOD + offset, label, look.heading)
        if look_ahead:
            sheet.write_string(HEADER_ROW, FIRST_PERIOD + len(labels), self.t("look_ahead"), look.heading)

    def _labels(self, model: Computed) -> Sequence[str]:
        return period_labels(self.result.case, model.last_period)

    def _line(
        self, sheet: Sheet, place: Place, model: Computed, line: Line, shapes: Mapping[str, Shape], find: Any
    ) -> None:
        look, described = self.styles, words(line.key)
        row = place.rows[line.key] - 1
        style = look.numbers[_UNIT_FORMAT.get(described.unit, "number")]
        sheet.write_string(row, 0, line.key, look.key)
        sheet.write_string(row, 1, self._line_label(model, line.key), look.label)
        sheet.write_string(row, 2, self.t(f"unit_{described.unit}"), look.unit)
        template = render(line.expression, shapes, find)
        if shapes[line.key] is Shape.SCALAR:
            sheet.write_one_formula(row, 3, template, model.scalars[line.key], style)
            return
        if line.start:
            sheet.write_number(row, FIRST_PERIOD - 1, line.start, style)
        values = (*model.rows[line.key], model.look_ahead[line.key])
        sheet.write_formula_row(row, FIRST_PERIOD, template, values, style)
        if described.unit == "eur" and described.rank != "help":
            sheet.write_one_formula(row, 3, f"SUM({place.span(line.key)})", math.fsum(model.rows[line.key]), style)

    def _line_label(self, model: Computed, key: str) -> str:
        if key.startswith("own_") and key[4:].isdigit() and model.resolved is not None:
            return model.resolved.option.own_lines[int(key[4:]) - 1].label
        return words(key).label(self.language)

    def _years(self) -> None:
        sheet, look = self.sheets[at.YEARS], self.styles
        for model, scope in self.models:
            place = self.places[model.name]
            graph = build_graph(model.business_case.lines)
            find = at.addresses(self.layout, model.name, scope, on_year_sheet=True)
            for key, column in place.year_columns.items():
                line = graph.by_key[key]
                sheet.write_string(HEADER_ROW - 1, column, f"{model.name}.{key}", look.key)
                sheet.write_string(
                    HEADER_ROW, column, f"{place.sheet}: {words(key).label(self.language)}", look.wrapped
                )
                style = look.numbers["whole" if words(key).unit in {"year", "flag", "count"} else "number"]
                sheet.write_number(FIRST_YEAR_ROW - 1, column, line.start, style)
                template = render(line.expression, graph.shapes, find)
                values = list(model.year_rows[key])
                values += self._more_years(model, key, len(values))
                sheet.write_formula_column(FIRST_YEAR_ROW, column, template, values, style)
                sheet.set_column(column, column, 13)
        sheet.set_row(HEADER_ROW, 60)
        sheet.freeze_panes(HEADER_ROW + 1, 0)

    def _more_years(self, model: Computed, key: str, count: int) -> list[float]:
        """Values for years beyond an option's own, since all index tables on the sheet are equally long."""
        if count == self.years:
            return []
        assert model.resolved is not None
        program = program_for(model.resolved.structure)
        values = program.run(model.resolved.values, model.last_period, self.years)
        return [float(value) for value in values[key][count:]]

    def _irr(self) -> None:
        look = self.styles
        sheet, ladder = self.sheets[at.IRR], self.sheets[at.LADDER]
        styles = IrrStyles(
            look.key,
            look.label,
            look.numbers["eur"],
            look.numbers["number"],
            look.numbers["whole"],
            look.fixed["number"],
            look.heading,
        )
        ladder.write_string(1, 1, self.t("ladder_note"), look.unit)
        for row, ((name, value), cell) in enumerate(zip(SETTINGS, (DUST_CELL, TOLERANCE_CELL), strict=True), start=2):
            assert cell.endswith(str(row + 1))
            ladder.write_string(row, 1, self.t(f"irr_{name}"), look.label)
            ladder.write_number(row, 2, value, look.fixed["number"])
        longest = max((model for model, _ in self.models), key=lambda model: model.last_period)
        self._period_header(sheet, longest, look_ahead=False)
        by_name = {model.name: model for model, _ in self.models}
        for block in self.blocks:
            model = by_name[block.model]
            write_irr(sheet, ladder, block, self.places[block.model], model.rows[block.line.key], styles)
        sheet.set_column(1, 1, 46)
        sheet.set_column(3, 3, 16)
        sheet.set_column(FIRST_PERIOD, FIRST_PERIOD + longest.last_period, 13)
        sheet.freeze_panes(HEADER_ROW + 1, FIRST_PERIOD)
        ladder.freeze_panes(7, 0)

    # Outputs

    def _comparison(self) -> None:
        sheet, look = self.sheets[at.COMPARISON], self.styles
        sheet.write_string(HEADER_ROW, 0, self.t("head_key"), look.heading)
        sheet.write_string(HEADER_ROW, 1, self.t("head_metric"), look.heading)
        sheet.write_string(HEADER_ROW, 2, self.t("head_unit"), look.heading)
        options = list(self.result.options.items())
        for offset, (option_id, outcome) in enumerate(options):
            sheet.write_string(HEADER_ROW - 1, 3 + offset, outcome.option.title(self.language), look.wrapped)
            sheet.write_string(HEADER_ROW, 3 + offset, option_id, look.heading)
        sheet.write_string(HEADER_ROW, 3 + len(options), self.t("head_convention"), look.heading)
        keys = list(next(iter(self.result.options.values())).metrics)
        for number, key in enumerate(keys):
            row = FIRST_ROW + number
            described = words(key)
            style = look.numbers[_UNIT_FORMAT.get(described.unit, "number")]
            sheet.write_string(row, 0, key, look.key)
            sheet.write_string(row, 1, described.label(self.language), look.label)
            sheet.write_string(row, 2, self.t(f"unit_{described.unit}"), look.unit)
            for offset, (option_id, outcome) in enumerate(options):
                place = self.places[option_id]
                line = outcome.computed.business_case.metrics.by_key()[key]
                value = outcome.metrics[key]
                formula = f"'{place.sheet}'!{place.scalar(line.key)}"
                sheet.write_one_formula(row, 3 + offset, formula, math.nan if value is None else value, style)
            sheet.write_string(row, 3 + len(options), described.meaning(self.language), look.unit)
        row = FIRST_ROW + len(keys) + 1
        for option_id, outcome in options:
            for key, reason in outcome.reasons.items():
                sheet.write_string(
                    row, 1, f"{option_id}, {words(key).label(self.language)}: {reason.text(self.language)}", look.unit
                )
                row += 1
        sheet.set_column(0, 0, 14)
        sheet.set_column(1, 1, 46)
        sheet.set_column(2, 2, 14)
        sheet.set_column(3, 2 + len(options), 20)
        sheet.set_column(3 + len(options), 3 + len(options), 90)
        sheet.set_row(HEADER_ROW - 1, 32)
        sheet.freeze_panes(HEADER_ROW + 1, 3)

    def _municipality(self) -> None:
        sheet, look = self.sheets[at.MUNICIPALITY], self.styles
        longest = max((model for model, _ in self.models), key=lambda model: model.last_period)
        self._period_header(sheet, longest, look_ahead=False)
        row = FIRST_ROW
        for option_id, outcome in self.result.options.items():
            sheet.write_string(row, 1, outcome.option.title(self.language), look.section)
            row += 1
            place = self.places[option_id]
            keys = [
                key
                for key in place.rows
                if key.startswith(("municipality_", "budget_", "ledger_", "ledgers_", "contingent"))
                and key in outcome.lines
            ]
            for key in [key for key in keys if words(key).rank != "help"]:
                style = look.numbers["eur"]
                sheet.write_string(row, 0, f"{option_id}.{key}", look.key)
                sheet.write_string(row, 1, words(key).label(self.language), look.label)
                sheet.write_string(row, 2, self.t("unit_eur"), look.unit)
                values = outcome.lines[key]
                sheet.write_formula_row(
                    row, FIRST_PERIOD, f"'{place.sheet}'!{{c}}{place.rows[key]}", values, style
                )
                last = xl_col_to_name(FIRST_PERIOD + len(values) - 1)
                total = f"SUM({xl_col_to_name(FIRST_PERIOD)}{row + 1}:{last}{row + 1})"
                sheet.write_one_formula(row, 3, total, math.fsum(values), style)
                row += 1
            row += 1
        sheet.set_column(0, 0, 10)
        sheet.set_column(1, 1, 46)
        sheet.set_column(3, 3, 16)
        sheet.set_column(FIRST_PERIOD, FIRST_PERIOD + longest.last_period, 13)
        sheet.freeze_panes(HEADER_ROW + 1, FIRST_PERIOD)

    def _analysed(self) -> None:
        """Values of the analyses, labelled as such."""
        if self.analyses is None:
            return
        look, numbers = self.styles, self.styles.fixed
        looks = Looks(
            look.heading,
            look.section,
            look.label,
            look.unit,
            numbers["eur"],
            numbers["number"],
            numbers["share"],
            look.wrapped,
        )
        writers = ((SENSITIVITY, write_sensitivity), (RISK, write_risk), (NORMS, write_norms))
        for name, write in writers:
            sheet = self.sheets[name]
            sheet.write_string(2, 1, self.t("analysis_values"), look.unit)
            write(sheet, self.result, self.analyses, looks, Translate(self.language), FIRST_ROW)
            sheet.freeze_panes(HEADER_ROW + 1, 2)

    def _sources(self) -> None:
        sheet, look = self.sheets[at.SOURCES], self.styles
        for column, name in enumerate(
            ("key", "description", "value", "unit", "status", "explanation", "source", "link", "tier", "period")
        ):
            sheet.write_string(HEADER_ROW, column, self.t(f"head_{name}"), look.heading)
        row = FIRST_ROW
        for option_id, outcome in self.result.options.items():
            if outcome.components:
                continue
            for key, found in outcome.resolved[0].provenance.items():
                parameter = parameters()[key]
                sheet.write_string(row, 0, f"{option_id}.{key}", look.key)
                sheet.write_string(row, 1, parameter.label(self.language), look.label)
                kind = _UNIT_FORMAT.get(parameter.unit, "number")
                if isinstance(found.value, str):
                    sheet.write_string(row, 2, choice_label(key, found.value, self.language), look.unit)
                elif found.value is not None:
                    sheet.write_number(row, 2, found.value, look.fixed[kind])
                for column, words_ in (
                    (3, self.t(f"unit_{parameter.unit}")),
                    (4, self.t(f"status_{found.status}")),
                    (5, found.explanation(self.language)),
                    (6, found.source),
                    (7, found.url),
                    (8, found.tier),
                    (9, found.period),
                ):
                    sheet.write_string(row, column, words_, look.unit)
                row += 1
        row += 1
        sheet.write_string(row, 1, self.t("attribution"), look.section)
        for number, source in enumerate(self.result.market.sources.values(), start=1):
            sheet.write_string(row + number, 1, source.attribution, look.unit)
        sheet.set_column(0, 0, 14)
        sheet.set_column(1, 1, 46)
        sheet.set_column(2, 4, 14)
        sheet.set_column(5, 7, 60)
        sheet.freeze_panes(HEADER_ROW + 1, 2)

    def _checks(self) -> None:
        sheet, look = self.sheets[at.CHECKS], self.styles
        for column, name in enumerate(("key", "check", "difference", "result")):
            sheet.write_string(HEADER_ROW, column, self.t(f"head_{name}"), look.heading)
        sheet.write_string(1, 1, self.t("tolerance"), look.label)
        sheet.write_number(1, 2, CENT, look.fixed["cents"])
        row = FIRST_ROW
        for model, _ in self.models:
            for code, formula, value in self._model_checks(model):
                sheet.write_string(row, 0, f"{model.name}.{code}", look.key)
                sheet.write_string(row, 1, f"{self.places[model.name].sheet}: {self.t('check_' + code)}", look.label)
                sheet.write_one_formula(row, 2, formula, value, look.numbers["cents"])
                passed = 0.0 if abs(value) > CENT else 1.0
                sheet.write_one_formula(row, 3, f"IF(ABS(C{row + 1})>$C$2,0,1)", passed, look.check)
                row += 1
        first, last = FIRST_ROW + 1, row
        sheet.write_string(2, 1, self.t("master_check"), look.label)
        sheet.write_one_formula(2, 3, f"MIN(D{first}:D{last})", 1.0, look.check)
        self.master = f"{at.CHECKS}!$D$3"
        sheet.set_column(0, 0, 14)
        sheet.set_column(1, 1, 90)
        sheet.set_column(2, 3, 16)
        sheet.freeze_panes(HEADER_ROW + 1, 2)

    def _model_checks(self, model: Computed) -> Iterable[tuple[str, str, float]]:
        """What must be zero: each check's formula and its value."""
        place = self.places[model.name]
        name = f"'{place.sheet}'!"

        def cells(key: str) -> str:
            return name + place.span(key)

        def scalar(key: str) -> str:
            return name + place.scalar(key)

        rows = model.rows
        if model.resolved is None:
            yield (
                "mix_adds_up",
                f"SUM({cells('cash_flow_with_subsidy')})-SUM({cells('project_cash_flow')})-SUM({cells('subsidies')})",
                math.fsum(rows["cash_flow_with_subsidy"])
                - math.fsum(rows["project_cash_flow"])
                - math.fsum(rows["subsidies"]),
            )
            return
        last = f"{name}{place.last_period_column}{place.rows['closing_balance']}"
        yield "debt_ends_at_zero", last, rows["closing_balance"][-1]
        yield (
            "sources_are_uses",
            f"SUM({cells('drawdown')})-{scalar('loan_amount')}",
            math.fsum(rows["drawdown"]) - model.scalars["loan_amount"],
        )
        yield (
            "loan_repaid",
            f"SUM({cells('repayment')})+SUM({cells('final_repayment')})-SUM({cells('drawdown')})",
            math.fsum(rows["repayment"]) + math.fsum(rows["final_repayment"]) - math.fsum(rows["drawdown"]),
        )
        flows = ("equity_cash_flow", "project_cash_flow", "subsidies", "corporate_tax", "debt_flow")
        signs = (1, -1, -1, 1, -1)
        yield (
            "equity_adds_up",
            "".join(
                f"{'+' if sign > 0 else '-'}SUM({cells(key)})" for key, sign in zip(flows, signs, strict=True)
            ).lstrip("+"),
            math.fsum(sign * math.fsum(rows[key]) for key, sign in zip(flows, signs, strict=True)),
        )
        columns = place.last_period_column
        flow_row, first_letter, second = (
            place.rows["cash_flow_with_subsidy"],
            xl_col_to_name(FIRST_PERIOD),
            xl_col_to_name(FIRST_PERIOD + 1),
        )
        if self.result.case.discounting == "end_of_period":
            factor = f"{name}{second}{place.rows['end_factor']}"
            formula = f"{name}{first_letter}{flow_row}+NPV(1/{factor}-1,{name}{second}{flow_row}:{columns}{flow_row})-{scalar('npv')}"
            yield "npv_two_ways", formula, _npv_difference(model)
        for code, left, right in LEDGER_CHECKS:
            formula = f"SUM({cells(left)})" + (f"-SUM({cells(right)})" if right else "")
            yield code, formula, math.fsum(rows[left]) - (math.fsum(rows[right]) if right else 0.0)
        last_period = f"MAX({cells('period')})"
        yield (
            "term_fits",
            f"MAX(0,{scalar('last_period')}-{last_period})",
            max(0.0, model.scalars["last_period"] - max(rows["period"])),
        )

    def _charts(self) -> None:
        sheet, look = self.sheets[at.CHARTS], self.styles
        sheet.write_string(HEADER_ROW, 1, self.t("charts_note"), look.unit)
        options = list(self.result.options.items())
        colours = ("#154273", "#D55E00", "#3E8FD0", "#673327", "#767676", "#000000")
        dashes = ("solid", "dash", "round_dot", "long_dash", "dash_dot", "square_dot")
        longest = max((model for model, _ in self.models), key=lambda model: model.last_period)
        lines: Any = self.book.add_chart({"type": "line"})
        for number, (option_id, outcome) in enumerate(options):
            place = self.places[option_id]
            row = place.rows["cumulative_cash_flow"] - 1
            end = FIRST_PERIOD + outcome.computed.last_period
            lines.add_series(
                {
                    # A cell, not the text itself: a title that starts with = would be read as a formula.
                    "name": [at.COMPARISON, HEADER_ROW - 1, 3 + number],
                    "categories": [
                        self.places[longest.name].sheet,
                        HEADER_ROW,
                        FIRST_PERIOD,
                        HEADER_ROW,
                        FIRST_PERIOD + longest.last_period,
                    ],
                    "values": [place.sheet, row, FIRST_PERIOD, row, end],
                    "line": {"color": colours[number % 6], "width": 2.25, "dash_type": dashes[number % 6]},
                }
            )
        _chart_look(lines, self.t("chart_cumulative"), self.t("chart_euro"))
        sheet.insert_chart(FIRST_ROW, 1, lines, {"description": self.t("chart_cumulative_alt")})
        bars: Any = self.book.add_chart({"type": "column"})
        keys = list(options[0][1].metrics)
        row = FIRST_ROW + keys.index("npv")
        bars.add_series(
            {
                "name": words("npv").label(self.language),
                "categories": [at.COMPARISON, HEADER_ROW, 3, HEADER_ROW, 2 + len(options)],
                "values": [at.COMPARISON, row, 3, row, 2 + len(options)],
                "fill": {"color": colours[0]},
                "data_labels": {"value": True, "num_format": "#,##0"},
            }
        )
        _chart_look(bars, words("npv").label(self.language), self.t("chart_euro"))
        bars.set_legend({"none": True})
        sheet.insert_chart(FIRST_ROW + 24, 1, bars, {"description": self.t("chart_npv_alt")})

    def _cover(self) -> None:
        sheet, look, case = self.sheets[at.COVER], self.styles, self.result.case
        town = self.result.market.municipality(case.municipality)
        rows: list[tuple[str, str]] = [
            (self.t("cover_name"), case.name),
            (self.t("cover_municipality"), f"{town.name} ({town.code})"),
            (self.t("cover_start"), _day(case.start_date)),
            (self.t("cover_price_level"), _day(case.price_level_date)),
            (
                self.t("cover_versions"),
                self.t("cover_versions_are", model=MODEL_VERSION, data=self.result.market.version),
            ),
        ]
        row = FIRST_ROW
        for label, value in rows:
            sheet.write_string(row, 1, label, look.label)
            sheet.write_string(row, 2, value, look.text)
            row += 1
        row += 1
        for code in ("cover_how_1", "cover_how_2", "cover_how_3", "cover_how_4"):
            sheet.write_string(row, 1, self.t(code), look.text)
            row += 1
        row += 1
        sheet.write_string(row, 1, self.t("cover_sheets"), look.section)
        for name in self.sheets:
            row += 1
            sheet.write_string(row, 1, name, look.label)
        row += 2
        sheet.write_string(row, 1, self.t("cover_warnings"), look.section)
        for outcome in self.result.options.values():
            for notice in outcome.warnings:
                row += 1
                sheet.write_string(row, 1, notice.text(self.language), look.text)
        sheet.set_column(0, 0, 3)
        sheet.set_column(1, 1, 60)
        sheet.set_column(2, 2, 60)

    def _finish(self, name: str, sheet: Sheet) -> None:
        """Title, master check, protection and printing: the same on every sheet."""
        look = self.styles
        title = self.t("title", sheet=name)
        if self.result.is_concept:
            title = f"{title} - {self.t('concept')}"
        sheet.write_string(0, 1, title, look.concept if self.result.is_concept else look.title)
        sheet.write_string(0, 4 if name != at.COVER else 2, self.t("master_check"), look.key)
        column = 5 if name != at.COVER else 3
        if name == at.CHECKS:
            sheet.write_one_formula(0, column, "$D$3", 1.0, look.check)
        else:
            sheet.write_one_formula(0, column, self.master, 1.0, look.check)
        sheet.protect("", {"select_locked_cells": True, "format_columns": True, "format_rows": True})
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEADER_ROW)


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
    highest_shown: float | None = None


_OWN_LIMITS: Mapping[str, tuple[float, float, str]] = {
    "amount": (0, 1e12, "eur"),
    "from": (0, 200, "year"),
    "to": (0, 200, "year"),
    "growth": (-0.5, 1, "growth"),
    "growth_from": (0, 200, "year"),
    "vat_rate": (0, 1, "share"),
}


def _blank(value: float) -> float | None:
    return None if math.isnan(value) else value


def _npv_difference(model: Computed) -> float:
    """NPV straight from the flows less the metric: the second route of the check."""
    rate = 1 / model.rows["end_factor"][1] - 1
    direct = math.fsum(flow / (1 + rate) ** period for period, flow in enumerate(model.rows["cash_flow_with_subsidy"]))
    return direct - model.scalars["npv"]


def _choice_words(parameter: Parameter, language: str) -> str:
    return "; ".join(f"{choice} = {choice_label(parameter.key, choice, language)}" for choice in parameter.choices)


def _day(day: date) -> str:
    return day.strftime("%d-%m-%Y")


def _chart_look(chart: Any, title: str, axis: str) -> None:
    chart.set_title({"name": title, "name_font": {"size": 12}})
    chart.set_y_axis(
        {"num_format": "#,##0", "name": axis, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}}
    )
    chart.set_x_axis({"label_position": "low"})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 1000, "height": 440})


def _styles(book: Workbook) -> Styles:
    base = {"font_name": "Calibri", "font_size": 10}

    def look(**more: object) -> Format:
        return book.add_format({**base, **more})

    return Styles(
        title=look(bold=True, font_size=14, font_color="#154273"),
        heading=look(bold=True, font_color="#FFFFFF", bg_color="#154273"),
        section=look(bold=True, font_color="#154273", bottom=1),
        key=look(font_size=7, font_color="#808080"),
        text=look(),
        wrapped=look(text_wrap=True, bold=True, valign="top"),
        unit=look(font_color="#595959"),
        label=look(),
        check=look(num_format='[=1]"OK";[=0]"FOUT";General', bold=True, align="center"),
        concept=look(bold=True, font_size=14, font_color="#B00020"),
        numbers={name: look(num_format=pattern) for name, pattern in _FORMATS.items()},
        inputs={
            name: look(
                num_format=pattern,
                locked=False,
                bg_color="#FFF7D6",
                border=1,
                border_color="#BFBFBF",
                font_color="#0000C0",
            )
            for name, pattern in _FORMATS.items()
        },
        fixed={name: look(num_format=pattern, font_color="#595959") for name, pattern in _FORMATS.items()},
    )
