"""The workbook's rules (design: the workbook) on its values: those of the engine, under their keys."""

from __future__ import annotations

import math
import re

import pytest

from model.export.workbook.layout import FIRST_PERIOD, models_of, place_models
from model.lines.metrics import METRIC_KEYS
from tests.export.rule_workbooks import ID_ROW, Made, body
from tests.support.workbook_rules import Cell

pytestmark = pytest.mark.thorough


def test_every_stored_value_is_the_engines(made: Made) -> None:
    for model, _ in models_of(made.result):
        place = place_models(made.result)[model.name]
        cells = made.file.cells[place.sheet]
        for key, row in model.rows.items():
            for period, value in enumerate(row):
                assert_stored(cells[place.rows[key], FIRST_PERIOD + 1 + period], value)
        for key, value in model.scalars.items():
            assert_stored(cells[place.rows[key], 4], value)


def assert_stored(cell: Cell, value: float) -> None:
    assert (cell.number is None) if math.isnan(value) else cell.number == value, cell.place


def test_every_formula_has_a_stored_value_and_none_is_an_error(made: Made) -> None:
    assert not [cell.place for cell in made.file.formulas if cell.value.startswith("#")]
    blank = {cell.place for cell in made.file.formulas if cell.value == ""}
    allowed = {cell.place for cell in made.file.formulas if '""' in (cell.formula or "") or "!" in (cell.formula or "")}
    assert blank <= allowed


def test_metrics_stand_under_their_key_with_a_column_per_option(made: Made) -> None:
    cells = made.file.cells["Vergelijking"]
    columns = {cell.value: cell.column for (row, _), cell in cells.items() if row == ID_ROW}
    rows = {cell.value: cell.row for cell in body(made, "Vergelijking") if cell.column == 1}
    assert set(METRIC_KEYS) <= set(rows)
    for option, outcome in made.result.options.items():
        sheet = place_models(made.result)[option].sheet
        for key, value in outcome.metrics.items():
            cell = cells[rows[key], columns[option]]
            assert_stored(cell, math.nan if value is None else value)
            assert re.fullmatch(rf"'{re.escape(sheet)}'!\$D\$\d+", cell.formula or "")


def test_each_metric_says_where_its_cells_are(example: Made) -> None:
    place = place_models(example.result)["c"]
    rows = {cell.value: cell.row for cell in body(example, "Vergelijking") if cell.column == 1}
    column = example.file.row_values("Vergelijking", ID_ROW).index("Staat in cel") + 1
    assert f"Optie c D{place.rows['npv']}" in example.file.cells["Vergelijking"][rows["npv"], column].value
