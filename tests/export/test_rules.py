"""The workbook's rules, each checked on a generated file."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from openpyxl.formula.translate import Translator
from openpyxl.workbook import Workbook

from model.case import OwnLine
from model.evaluation import CaseResult, run_case
from model.example import example_case
from model.export.analyses import NORMS, RISK, SENSITIVITY, analyse
from model.export.layout import FIRST_PERIOD, FIXED, models_of, place_models, sheet_names
from model.export.workbook import export_case
from model.lines.labels import words
from tests.support.random_cases import random_case

ALLOWED = {"0", "1", "2", "12", "100", "365"}
FUNCTIONS = {
    "ABS",
    "AVERAGE",
    "CHOOSE",
    "COUNT",
    "DATE",
    "EDATE",
    "FV",
    "IF",
    "INDEX",
    "INT",
    "ISNUMBER",
    "MATCH",
    "MAX",
    "MIN",
    "NPV",
    "PMT",
    "SIGN",
    "SUM",
    "YEAR",
}


@pytest.fixture(scope="module")
def result() -> CaseResult:
    return run_case(random_case(5))


@pytest.fixture(scope="module")
def content(result: CaseResult) -> bytes:
    return export_case(result, analyses=analyse(result, draws=200))


@pytest.fixture(scope="module")
def book(content: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def formulas(book: Workbook) -> list[tuple[str, str, str]]:
    return [
        (sheet.title, cell.coordinate, cell.value)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.data_type == "f"
    ]


def without_references(formula: str) -> str:
    """The formula without sheet names, cell references and texts, so that only its own numbers remain."""
    plain = re.sub(r"'[^']*'!|\"[^\"]*\"|\b[A-Za-z-]+!", "", formula)
    return re.sub(r"\$?[A-Z]{1,3}\$?\d+", "", plain)


def test_all_sheets_are_there(book: Workbook) -> None:
    assert {*FIXED, SENSITIVITY, RISK, NORMS} <= set(book.sheetnames)


def test_formulas_hold_no_numbers_but_the_allowed_ones(book: Workbook) -> None:
    numbers = {
        number
        for _, _, formula in formulas(book)
        for number in re.findall(r"(?<![A-Za-z_])\d+(?:\.\d+)?(?:E-?\d+)?", without_references(formula))
    }
    assert numbers <= ALLOWED


def test_only_functions_that_old_spreadsheets_know(book: Workbook) -> None:
    used = {name for _, _, formula in formulas(book) for name in re.findall(r"([A-Z][A-Z.]+)\(", formula)}
    assert used <= FUNCTIONS


def test_no_formula_nests_ifs(book: Workbook) -> None:
    def deepest(formula: str) -> int:
        depth, open_ifs, most = 0, [], 0
        for part in re.findall(r"IF\(|\(|\)", formula):
            if part == ")":
                depth -= 1
                while open_ifs and open_ifs[-1] > depth:
                    open_ifs.pop()
            else:
                depth += 1
                if part == "IF(":
                    open_ifs.append(depth)
                    most = max(most, len(open_ifs))
        return most

    assert max(deepest(formula) for _, _, formula in formulas(book)) == 1


def test_formulas_are_short_enough_to_explain(book: Workbook) -> None:
    assert max(len(without_references(formula)) for _, _, formula in formulas(book)) <= 130


def test_every_row_of_a_calculation_sheet_is_one_formula(book: Workbook, result: CaseResult) -> None:
    for place in place_models(result).values():
        sheet = book[place.sheet]
        for row in place.rows.values():
            cells = [sheet.cell(row, FIRST_PERIOD + 1 + offset) for offset in range(place.columns)]
            first = cells[0]
            if first.value is None:
                continue
            for cell in cells[1:]:
                assert cell.value == Translator(first.value, first.coordinate).translate_formula(cell.coordinate)


def test_the_same_column_is_the_same_period_on_every_sheet(book: Workbook, result: CaseResult) -> None:
    headers = []
    for name in [*(place.sheet for place in place_models(result).values()), "Gemeente", "IRR"]:
        headers.append([cell.value for cell in book[name][5]][FIRST_PERIOD : FIRST_PERIOD + 3])
    assert all(header == headers[0] for header in headers)
    assert headers[0][0] == "start"


def test_nothing_is_hidden_merged_linked_or_a_macro(content: bytes, book: Workbook) -> None:
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert not [name for name in names if "vba" in name.lower() or "externalLink" in name]
    for sheet in book.worksheets:
        assert sheet.sheet_state == "visible" and not sheet.merged_cells.ranges
        assert not any(
            dimension.hidden for dimension in (*sheet.row_dimensions.values(), *sheet.column_dimensions.values())
        )


def test_no_indirect_references(book: Workbook) -> None:
    assert not [formula for _, _, formula in formulas(book) if re.search(r"OFFSET|INDIRECT|\[", formula)]


def test_inputs_are_unlocked_and_everything_else_is_locked(book: Workbook) -> None:
    for sheet in book.worksheets:
        assert sheet.protection.sheet
        unlocked = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.protection.locked is False]
        if sheet.title == "Invoer":
            assert unlocked and all(place.startswith("C") for place in unlocked)
        else:
            assert unlocked == []


def test_inputs_stand_in_the_column_waarde_under_their_machine_key(book: Workbook, result: CaseResult) -> None:
    sheet = book["Invoer"]
    header = {cell.value: cell.column_letter for cell in sheet[5]}
    assert header["Waarde"] == "C"
    values = {row[0].value: row[2].value for row in sheet.iter_rows(min_row=6) if row[0].value}
    assert values["x.occupancy"] == result.case.option("x").inputs["occupancy"]
    assert values["case.beds"] == result.case.beds


def test_every_open_input_has_validation(book: Workbook) -> None:
    sheet = book["Invoer"]
    covered = {str(cell) for rule in sheet.data_validations.dataValidation for cell in rule.sqref.ranges}
    unlocked = {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.protection.locked is False}
    assert unlocked - covered <= set()


def test_calculation_sheets_hold_no_input_numbers(book: Workbook, result: CaseResult) -> None:
    for place in place_models(result).values():
        numbers = [
            cell.coordinate
            for row in book[place.sheet].iter_rows(min_row=7)
            for cell in row
            if cell.data_type == "n" and cell.value is not None and cell.column_letter != "E"
        ]
        assert numbers == []


def test_stored_values_are_the_engines(content: bytes, result: CaseResult) -> None:
    values = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    for model, _ in models_of(result):
        place = place_models(result)[model.name]
        sheet = values[place.sheet]
        for key, row in model.rows.items():
            if words(key).unit == "date":
                continue  # openpyxl turns these into dates
            assert sheet.cell(place.rows[key], FIRST_PERIOD + 1).value in (row[0], None)


def test_metrics_stand_under_their_key_with_a_column_per_option(content: bytes, result: CaseResult) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(content), data_only=True)["Vergelijking"]
    column = {cell.value: cell.column for cell in sheet[5]}["z"]
    rows = {row[0].value: row[0].row for row in sheet.iter_rows(min_row=6) if row[0].value}
    assert sheet.cell(rows["npv"], column).value == pytest.approx(result.options["z"].metrics["npv"])


def test_a_master_check_stands_on_every_sheet(content: bytes) -> None:
    values = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    for sheet in values.worksheets:
        assert sheet["F1"].value == 1 or sheet["D1"].value == 1


def test_user_text_never_becomes_a_formula() -> None:
    case = example_case("GM1783")
    nasty = "=cmd|' /C calc'!A0"
    option = replace(case.options[0], label=nasty, own_lines=(OwnLine(nasty, "revenue", 1.0),))
    case = replace(case, name=nasty, options=(option,))
    book = openpyxl.load_workbook(io.BytesIO(export_case(run_case(case))))
    assert not [formula for _, _, formula in formulas(book) if "cmd" in formula]
    assert nasty in [cell.value for row in book["Voorblad"].iter_rows() for cell in row]


def test_a_draft_says_so_on_every_sheet() -> None:
    book = openpyxl.load_workbook(io.BytesIO(export_case(run_case(example_case("GM1783")))))
    assert all("CONCEPT" in str(sheet["B1"].value) for sheet in book.worksheets)


def test_sheet_names_stay_unique_and_short() -> None:
    names = sheet_names(["a", "A", "x" * 31, "m.a"])
    assert len({name.lower() for name in names.values()}) == 4
    assert max(map(len, names.values())) <= 31


def test_analyses_are_values_and_say_so_with_their_seed(book: Workbook) -> None:
    for name in (SENSITIVITY, RISK, NORMS):
        sheet = book[name]
        own = [cell for row in sheet.iter_rows(min_row=3) for cell in row]
        assert not any(cell.data_type == "f" for cell in own)
        assert "geen formules" in sheet["B3"].value
    shown = " ".join(str(cell.value) for row in book[RISK].iter_rows() for cell in row if cell.value)
    assert "200 toekomsten, startgetal 1" in shown


def test_analyses_hold_what_was_calculated(book: Workbook, result: CaseResult) -> None:
    found = analyse(result, draws=200)
    numbers = {cell.value for row in book[RISK].iter_rows() for cell in row if isinstance(cell.value, (int, float))}
    for risk in found.risks.values():
        for expected in (risk.spreads["npv"].p50, risk.capital):
            assert any(number == pytest.approx(expected, abs=1e-6) for number in numbers)
    effects = {cell.value for row in book[SENSITIVITY].iter_rows() for cell in row if isinstance(cell.value, float)}
    for bars in found.tornados.values():
        assert any(effect == pytest.approx(bars[0].effect, abs=1e-6) for effect in effects)
