"""The sheet Wat als: there where a case has what-ifs, with their words and outcomes as values; else nothing of it."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from functools import cache

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from model.case import Case
from model.case.edits import apply_all, remove
from model.case.example import example_case
from model.case.sections.what_ifs import what_ifs_of
from model.decide.what_ifs import changed_case, drop, keep, set_in, what_if_outcomes
from model.engine.run import run_case
from model.export.workbook.layout import WHAT_IFS
from model.export.workbook.workbook import export_case
from model.readings.what_ifs import changes_reading, what_if_readings

HOSTILE = "=1+1"


@cache
def asked() -> Case:
    """Lodging alone, 95% occupied, and what if it were 80%, under a name that looks like a formula."""
    alone = [remove(("options", option)) for option in "bcd"]
    occupied = set_in("a", "occupancy", 0.95)
    return apply_all(example_case("GM1783"), (*alone, *occupied, *keep(HOSTILE, set_in("a", "occupancy", 0.8))))


@cache
def book(language: str = "nl") -> bytes:
    return export_case(run_case(asked()), language)


def sheet(language: str = "nl") -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(book(language)))[WHAT_IFS]


def cells(language: str = "nl") -> list[object]:
    return [cell.value for row in sheet(language).iter_rows() for cell in row if cell.value is not None]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_it_says_in_words_what_changes_and_what_that_does(language: str) -> None:
    result = run_case(asked())
    (outcome,) = what_if_outcomes(result)
    for said in (changes_reading(result, outcome), *what_if_readings(result, outcome, "npv")):
        assert said.text(language) in cells(language)


def test_it_says_that_it_does_not_follow_the_inputs() -> None:
    assert any(str(value).startswith("Waarden, geen formules: doorgerekend bij het maken") for value in cells())


def test_its_figures_are_those_of_the_case_and_of_the_case_edited() -> None:
    before = run_case(asked()).options["a"].metrics
    after = run_case(changed_case(asked(), what_ifs_of(asked())[0])).options["a"].metrics
    title = next(cell for row in sheet().iter_rows() for cell in row if cell.value == "Netto contante waarde")
    shown = [sheet().cell(title.row + 2, title.column + offset).value for offset in (1, 2, 3)]
    assert before["npv"] is not None and after["npv"] is not None
    assert shown == pytest.approx([before["npv"], after["npv"], after["npv"] - before["npv"]])


def test_nothing_in_it_is_a_formula() -> None:
    formulas = [cell for row in sheet().iter_rows(min_row=6) for cell in row if cell.data_type == "f"]
    assert formulas == []
    assert f"‘{HOSTILE}’" in cells()


def parts(made: bytes) -> dict[str, bytes]:
    """Every part of a workbook but the one with the time at which it was made."""
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        return {name: file.read(name) for name in file.namelist() if name != "docProps/core.xml"}


def test_a_case_without_what_ifs_has_the_same_workbook_byte_for_byte_whether_it_had_one_before() -> None:
    dropped = parts(export_case(run_case(apply_all(asked(), drop(HOSTILE)))))
    never = parts(export_case(run_case(replace(asked(), sections={}))))
    assert dropped == never
    assert dropped["xl/workbook.xml"] != parts(book())["xl/workbook.xml"]
    assert WHAT_IFS.encode() not in dropped["xl/workbook.xml"]
