"""The workbook's rules (design: the workbook) on its inputs: where they stand, what they allow, nothing hidden."""

from __future__ import annotations

import re

import pytest

from model.parameters.table import parameters
from model.words.texts import text
from tests.export.rule_workbooks import ID_ROW, Made, inputs

pytestmark = pytest.mark.thorough


def test_nothing_is_hidden_merged_linked_or_a_macro(made: Made) -> None:
    names = made.file.archive.namelist()
    assert not [name for name in names if re.search("vba|externalLink|connections|embeddings", name)]
    for sheet in made.file.book.worksheets:
        assert sheet.sheet_state == "visible" and not sheet.merged_cells.ranges and not sheet._hyperlinks
        assert not any(size.hidden for size in (*sheet.row_dimensions.values(), *sheet.column_dimensions.values()))
    relations = b"".join(made.file.archive.read(name) for name in names if name.endswith(".rels"))
    assert b'TargetMode="External"' not in relations
    formulas = [cell.formula or "" for cell in made.file.formulas]
    assert not [formula for formula in formulas if re.search(r"OFFSET|INDIRECT|\[|#REF", formula)]


def test_inputs_are_unlocked_and_the_rest_is_locked_but_visible(made: Made) -> None:
    for sheet in made.file.book.worksheets:
        assert sheet.protection.sheet
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert not any(cell.protection.hidden for cell in cells)
        unlocked = [cell for cell in cells if cell.protection.locked is False]
        assert bool(unlocked) == (sheet.title == "Invoer")
        assert {cell.column_letter for cell in unlocked} <= {"C"}
        assert {cell.fill.fgColor.rgb for cell in unlocked} <= {"FFFFF7D6"}


def test_inputs_stand_in_the_column_waarde_under_their_machine_key(made: Made) -> None:
    header = made.file.row_values("Invoer", ID_ROW)
    assert header[2] == "Waarde"
    cells, rows = made.file.cells["Invoer"], inputs(made)
    assert cells[rows["case.beds"], 3].number == made.result.case.beds
    for option in made.result.case.options:
        for key, value in option.inputs.items():
            if isinstance(value, float) and f"{option.id}.{key}" in rows:
                assert cells[rows[f"{option.id}.{key}"], 3].number == value
    key_cell = made.file.book["Invoer"].cell(rows["case.beds"], 1)
    assert key_cell.font.sz <= 8 and key_cell.font.color.rgb == "FF808080"


def test_unit_support_and_source_stand_beside_each_input(made: Made) -> None:
    header = made.file.row_values("Invoer", ID_ROW)
    unit, status, source, note = (header.index(text(f"xlsx_head_{name}", made.language)) + 1 for name in _BESIDE)
    sourced = text("xlsx_status_sourced", made.language)
    for key, row in inputs(made).items():
        beside = {column: made.file.cells["Invoer"].get((row, column)) for column in range(1, 14)}
        is_choice = (row, 14) in made.file.cells["Invoer"]
        assert beside[unit] or is_choice or parameters_unit(key) == "none", key
        if key != "case.bed_share":
            told = beside[status]
            assert told, key
            assert told.value != sourced or beside[source] or beside[note], key


_BESIDE = ("unit", "status", "source", "note")


def parameters_unit(key: str) -> str:
    parameter = parameters().get(key.split(".")[-1].split("@")[0])
    return parameter.unit if parameter else ""


def test_every_open_input_has_a_validation_that_says_what_is_allowed(made: Made) -> None:
    sheet = made.file.book["Invoer"]
    rules = {str(cell): rule for rule in sheet.data_validations.dataValidation for cell in rule.sqref.ranges}
    unlocked = {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.protection.locked is False}
    assert unlocked == set(rules)
    for cell_name, rule in rules.items():
        row = cell_name[1:]
        assert rule.error and rule.errorTitle and rule.errorStyle in (None, "stop")
        if rule.type == "list":
            assert re.fullmatch(rf"\$N\${row}:\$[N-S]\${row}", rule.formula1)
        else:
            assert (rule.formula1, rule.formula2) == (f"$G${row}", f"$H${row}")
            assert rule.type in {"decimal", "whole", "date"}


def test_a_bound_is_told_in_dutch_notation(example: Made) -> None:
    rules = example.file.book["Invoer"].data_validations.dataValidation
    row = inputs(example)["a.price_per_bed_week"]
    rule = next(rule for rule in rules if str(rule.sqref) == f"C{row}")
    assert rule.error == "Vul een getal in van 0 tot en met 10.000."
