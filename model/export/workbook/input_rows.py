"""Which inputs stand in the workbook, in which rows: one for each input that some line uses."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from xlsxwriter.utility import xl_col_to_name

from model.case import Case
from model.engine.contradictions import rules_of
from model.engine.resolve import Provenance, ResolvedOption
from model.engine.results import CaseResult, Computed, OptionResult
from model.export.workbook import layout
from model.export.workbook.layout import FIRST_ROW, InputPlace
from model.formula.graph import build_graph
from model.formula.runtime import edate, to_serial
from model.lines.structure import OWN_AT_THE_END
from model.options import OPTION_TYPES
from model.parameters.table import Parameter, choice_label, default_row, parameters
from model.words.texts import text

SPARE_YEARS = 10
"""So many years the start can move later inside the workbook: the index tables are that much longer than needed."""
LOCKED = frozenset({"price_level_date", "periods_per_year", "nights_per_week"})
"""Inputs of the case that other cells were laid out for, so they cannot change in the workbook."""


@dataclass(frozen=True)
class InputRow:
    """One row of the sheet of inputs; `name` is the machine key, `key` what formulas call it.

    `follows`: the key of the input of the same option that its value is proportional to, until somebody gives one.
    """

    name: str
    key: str
    label: str
    unit: str
    value: float | str | None
    lowest: float | None
    highest: float | None
    choices: tuple[str | float, ...] = ()
    status: str = ""
    source: str = ""
    note: str = ""
    locked: bool = False
    whole: bool = False
    optional: bool = False
    follows: str = ""


@dataclass
class InputRows:
    """The rows from the first one on, the cell of each input, and the rows per block.

    A row that is a plain text is a title, or nothing.
    """

    rows: list[InputRow | str] = field(default_factory=list)
    places: dict[tuple[str, str], InputPlace] = field(default_factory=dict)
    blocks: dict[str, list[int]] = field(default_factory=dict)

    def add_title(self, words: str) -> None:
        """A title, or an empty row."""
        self.rows.append(words)

    def add(self, scope: str, key: str, entry: InputRow) -> None:
        """The next row: formulas of a scope find the input `key` there."""
        row = FIRST_ROW + len(self.rows)
        self.blocks.setdefault(entry.name.partition(".")[0], []).append(row + 1)
        choices = ""
        if entry.choices:
            first = xl_col_to_name(layout.FIRST_CHOICE_COLUMN)
            last = xl_col_to_name(layout.FIRST_CHOICE_COLUMN + len(entry.choices) - 1)
            choices = f"{layout.INPUTS}!${first}${row + 1}:${last}${row + 1}"
        self.places[scope, key] = InputPlace(f"{layout.INPUTS}!${layout.VALUE_COLUMN}${row + 1}", choices)
        self.rows.append(entry)


def place_inputs(result: CaseResult, models: tuple[tuple[Computed, str], ...], language: str) -> InputRows:
    """The inputs of the case and then those of each option, as far as some line of it uses them."""
    used: dict[str, set[str]] = {}
    for model, scope in models:
        used.setdefault(scope, set()).update(build_graph(model.business_case.lines).inputs)
    every = {key for keys in used.values() for key in keys}
    rows = InputRows()
    rows.add_title(_t("inputs_case", language))
    case_keys: set[str] = set()
    for entry in _case_rows(result.case, language):
        if entry.key in every or entry.key == "bed_share":
            rows.add("case", entry.key, entry)
            case_keys.add(entry.key)
    for option_id, outcome in result.options.items():
        rows.add_title("")
        rows.add_title(f"{option_id}: {outcome.option.title(language)}")
        if outcome.components:
            for name, entry in _shares(outcome, language):
                rows.add(name, "bed_share", entry)
            continue
        wanted = set(build_graph(outcome.computed.business_case.lines).inputs) | used.get(option_id, set())
        wanted.update(_tested_years(outcome.resolved[0]))
        for entry in _option_rows(result.case, outcome.resolved[0], models, language):
            if entry.key in wanted and entry.key not in case_keys:
                rows.add(option_id, entry.key, entry)
    return rows


def _tested_years(resolved: ResolvedOption) -> Iterator[str]:
    """The years of own lines that may not cross, also where no line uses them: a check needs both."""
    for rule in rules_of(resolved.values):
        if rule.code == "to_before_from" and not any(math.isnan(resolved.values[key]) for key in rule.inputs):
            yield from rule.inputs


def _t(code: str, language: str, **values: object) -> str:
    return text(f"xlsx_{code}", language, **values)


def _shares(outcome: OptionResult, language: str) -> Iterator[tuple[str, InputRow]]:
    """The share of the beds of each component of a mix, with the name of the model that reads it."""
    for part in outcome.components:
        assert part.resolved is not None
        other = part.resolved.option.id
        yield (
            part.name,
            InputRow(
                f"{outcome.option.id}.share.{other}",
                "bed_share",
                _t("share_of_beds", language, option=other),
                "share",
                part.resolved.values["bed_share"],
                0,
                1,
                status=_t("status_given", language),
            ),
        )


def _a_term_follows(case: Case) -> bool:
    """Whether an option lasts as long as the horizon: the columns of its sheet are as many as when it was made."""
    return any(
        OPTION_TYPES[option.type].only_own_lines and "term_years" not in option.inputs for option in case.options
    )


def _case_rows(case: Case, language: str) -> Iterator[InputRow]:
    known = parameters()
    given = _t("status_given", language)
    for key, value in (
        ("beds", case.beds),
        ("start_date", to_serial(case.start_date)),
        ("price_level_date", to_serial(case.price_level_date)),
        ("periods_per_year", float(case.periods_per_year)),
        ("horizon_years", case.horizon_years),
        ("nights_per_week", 7.0),
    ):
        parameter = known[key]
        is_date = parameter.kind == "date"
        yield InputRow(
            f"case.{key}",
            key,
            parameter.label(language),
            parameter.unit,
            value,
            to_serial(case.price_level_date) if is_date else parameter.lowest,
            edate(to_serial(case.start_date), 12 * SPARE_YEARS) if is_date else parameter.highest,
            whole=is_date or parameter.kind == "integer",
            locked=key in LOCKED or (key == "horizon_years" and _a_term_follows(case)),
            status=given,
            note=parameter.meaning(language),
        )
    discounting = known["discounting"]
    yield InputRow(
        "case.discounting",
        "discounting",
        discounting.label(language),
        "none",
        case.discounting,
        None,
        None,
        choices=discounting.choices,
        status=given,
        note=_choice_words(discounting, language),
    )
    yield InputRow("case.bed_share", "bed_share", _t("full_share", language), "share", 1.0, 0, 1, locked=True)


def _option_rows(
    case: Case, resolved: ResolvedOption, models: tuple[tuple[Computed, str], ...], language: str
) -> Iterator[InputRow]:
    """The inputs of an option: each parameter with its later values, then the fields of its own lines."""
    for key in resolved.provenance:
        yield _parameter_row(case, resolved, key, models, language)
        yield from _step_rows(resolved, key, language)
    yield from _own_line_rows(resolved, language)


def _parameter_row(
    case: Case, resolved: ResolvedOption, key: str, models: tuple[tuple[Computed, str], ...], language: str
) -> InputRow:
    provenance, parameter = resolved.provenance[key], parameters()[key]
    is_choice = parameter.kind == "choice"
    highest = parameter.highest
    if key == "term_years":
        # A term cannot outgrow the columns that were written.
        ends = [model.last_period / case.periods_per_year for model, scope in models if scope == resolved.option.id]
        highest = float(math.floor(max(ends)))
    return InputRow(
        f"{resolved.option.id}.{key}",
        key,
        parameter.label(language),
        parameter.unit,
        provenance.value if isinstance(provenance.value, str) else _blank(resolved.values[key]),
        parameter.lowest,
        highest,
        choices=parameter.choices if is_choice else tuple(map(float, parameter.choices)),
        status=_t(f"status_{provenance.status}", language),
        source=provenance.source,
        note=_choice_words(parameter, language) if is_choice else _explanation(provenance, language),
        whole=parameter.kind == "integer",
        optional=_may_be_blank(resolved, key),
        follows=FLOOR_AREA if provenance.follows_floor_area else "",
    )


FLOOR_AREA = "m2_per_bed"
"""The input that some defaults are a multiple of (see `model.parameters.rules`)."""


def _explanation(provenance: Provenance, language: str) -> str:
    """How a value came about, and that it moves along where it does."""
    follows = [_t("follows_floor_area", language)] if provenance.follows_floor_area else []
    return ". ".join([*follows, provenance.explanation(language)])


def _step_rows(resolved: ResolvedOption, key: str, language: str) -> Iterator[InputRow]:
    """The later values of a parameter, each with the date or the year from which it holds."""
    provenance, parameter = resolved.provenance[key], parameters()[key]
    status = _t(f"status_{provenance.status}", language)
    for count in range(1, resolved.structure.steps.get(key, 0) + 1):
        step = f"{key}@{count}"
        dated = f"{step}.date" in resolved.values
        moment = f"{step}.date" if dated else f"{step}.year"
        yield InputRow(
            f"{resolved.option.id}.{step}",
            step,
            _t("step_value", language, label=parameter.label(language), n=count),
            parameter.unit,
            resolved.values[step],
            parameter.lowest,
            parameter.highest,
            status=status,
            source=provenance.source,
        )
        yield InputRow(
            f"{resolved.option.id}.{moment}",
            moment,
            _t("step_date" if dated else "step_year", language, label=parameter.label(language), n=count),
            "date" if dated else "year",
            resolved.values[moment],
            to_serial(date(2000, 1, 1)) if dated else 2000,
            to_serial(date(2100, 12, 31)) if dated else 2100,
            status=status,
            source=provenance.source,
            whole=True,
        )


_OWN_FIELDS: Mapping[str, tuple[float, float, str]] = {
    "amount": (0, 1e12, "eur"),
    "from": (0, 200, "year"),
    "to": (0, 200, "year"),
    "growth": (-0.5, 1, "growth"),
    "growth_from": (0, 200, "year"),
    "vat_rate": (0, 1, "share"),
}
"""The fields of an own line, each with its lowest and highest value and its unit; years are whole."""


def _own_line_rows(resolved: ResolvedOption, language: str) -> Iterator[InputRow]:
    for count, line in enumerate(resolved.option.own_lines, start=1):
        for name, (low, high, unit) in _OWN_FIELDS.items():
            yield InputRow(
                f"{resolved.option.id}.own.{count}.{name}",
                f"own.{count}.{name}",
                f"{line.label}: {_t('own_' + name, language)}",
                unit,
                _blank(resolved.values[f"own.{count}.{name}"]),
                low,
                high,
                status=_t("status_given", language),
                whole=unit == "year",
                optional=name == "to" or (name == "from" and line.kind in OWN_AT_THE_END),
            )


def _may_be_blank(resolved: ResolvedOption, key: str) -> bool:
    """Whether the model knows what to do without a value: its default is none."""
    option = resolved.option
    row = default_row(key, option.type, option.variant)
    return row is not None and not row.rule and row.typical is None


def _blank(value: float) -> float | None:
    return None if math.isnan(value) else value


def _choice_words(parameter: Parameter, language: str) -> str:
    return "; ".join(f"{choice} = {choice_label(parameter.key, choice, language)}" for choice in parameter.choices)
