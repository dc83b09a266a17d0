"""A recalculated workbook beside the engine: where they differ, and which of its checks fail."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from pathlib import Path

from model.engine.results import CaseResult
from model.export.workbook.layout import FIRST_PERIOD, HEADER_ROW, SOURCES, Place, models_of
from model.export.workbook.workbook import export_case
from model.lines.labels import words_of_line
from model.outcomes.budget import budget_effect
from model.words.texts import text
from tests.support.recalculate import Recalculated


def differences(
    result: CaseResult, places: dict[str, Place], recalculated: Recalculated, *, with_balances: bool = True
) -> list[str]:
    """Each line in each period and each scalar that differs by more than a cent, 1e-9 for ratios, 1e-7 for an irr.

    `with_balances` tells whether the balances on Begroting are compared too.
    """
    wrong: list[str] = [f"error {error}" for error in recalculated.errors]
    for model, _ in models_of(result):
        place = places[model.name]
        sheet = recalculated.sheets[place.sheet]
        for key, value in model.scalars.items():
            wrong += differs(f"{model.name}.{key}", key, value, sheet[place.rows[key] - 1][3])
        for key, row in model.rows.items():
            for period, value in enumerate(row):
                cell = sheet[place.rows[key] - 1][FIRST_PERIOD + period]
                wrong += differs(f"{model.name}.{key}[{period}]", key, value, cell)
    comparison = recalculated.sheets["Vergelijking"]
    shown = {row[0]: row for row in comparison}
    for option, outcome in result.options.items():
        column = comparison[HEADER_ROW].index(option)
        for key, metric in outcome.metrics.items():
            value = math.nan if metric is None else metric
            wrong += differs(f"Vergelijking {option}.{key}", key, value, shown[key][column])
    return wrong + budget_differences(result, recalculated, with_balances)


def budget_differences(result: CaseResult, recalculated: Recalculated, with_balances: bool) -> list[str]:
    """The budget per calendar year on the sheet Begroting against the engine's, to the cent."""
    wrong: list[str] = []
    sheet = {row[0]: row for row in recalculated.sheets["Begroting"]}
    for option, outcome in result.options.items():
        effect = budget_effect(result.case, outcome)
        if effect is None:
            assert f"{option}.budget_year_1" not in sheet
            continue
        totals = (effect.income, effect.charges, effect.result, effect.cash)
        balances = tuple(effect.balances.values())
        columns = (*totals, *effect.details.values(), *balances)
        for number, year in enumerate(effect.years, start=1):
            name = f"{option}.budget_year_{number}"
            shown = sheet[name][1:]
            assert len(columns) == 10
            compared = columns if with_balances else columns[: -len(balances)]
            for value, cell in zip((year, *(row[number - 1] for row in compared)), shown, strict=False):
                wrong += differs(name, "budget_result", value, cell)
    return wrong


def failed_checks(recalculated: Recalculated) -> list[str]:
    """Checks on the sheet Controles that do not say OK; the master check on every sheet included."""
    rows = [row for row in recalculated.sheets["Controles"][HEADER_ROW + 1 :] if row[0]]
    wrong = [f"{row[0]}: {row[2]!r}" for row in rows if row[3] != 1]
    return wrong + [f"master check on {name}" for name, sheet in recalculated.sheets.items() if sheet[3][2] != 1]


def differs(name: str, key: str, value: float, cell: float | str) -> list[str]:
    """The name with both values when a cell does not hold the engine's; nothing when it does."""
    if math.isnan(value):
        return [] if cell == "" else [f"{name}: blank, workbook {cell!r}"]
    allowed = 0.01 if words_of_line(key).unit.startswith("eur") else 1e-7 if "irr" in key else 1e-9
    if isinstance(cell, (int, float)) and abs(cell - value) <= allowed * (
        max(1.0, abs(value)) if allowed < 0.01 else 1.0
    ):
        return []
    return [f"{name}: {value!r}, workbook {cell!r}"]


def input_cells(recalculated: Recalculated, keys: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The sheet and cell of each input, by its machine key: where its defined name points."""
    named = names_of_inputs(recalculated)
    places = {
        key: re.fullmatch(r"\$?'?([^'!.]+)'?[!.]\$([A-Z]+)\$(\d+)", recalculated.names[named[key]]) for key in keys
    }
    return {key: (place[1], place[2] + place[3]) for key, place in places.items() if place}


def names_of_inputs(recalculated: Recalculated) -> dict[str, str]:
    """The defined name of every input by its machine key, in order: the list on Bronnen."""
    rows = iter(recalculated.sheets[SOURCES])
    heading = next(row for row in rows if row[2] == text("xlsx_head_defined_name", "nl"))
    key = heading.index(text("xlsx_head_machine_key", "nl"))
    return {str(row[key]): str(row[2]) for row in rows}


def write(result: CaseResult, folder: Path) -> Path:
    """The workbook of a case as a file."""
    path = folder / "case.xlsx"
    path.write_bytes(export_case(result))
    return path
