"""A sheet that is a list of blocks: figures as numbers, sentences as text, nothing a user typed as a formula."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from model.case.example import example_case
from model.decide.trade_off import trade_off
from model.engine.run import run_case
from model.export.analyses import analyse
from model.export.paper.compose import paper
from model.export.workbook.workbook import export_case
from model.readings.trade_off import trade_off_reading

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def sheet() -> Worksheet:
    case = example_case("GM1783")
    odd = replace(case, options=(replace(case.options[0], label="=1+1"), *case.options[1:3]))
    result = run_case(odd)
    book = openpyxl.load_workbook(io.BytesIO(export_case(result, "nl", analyses=analyse(result, draws=200))))
    return book["Afweging"]


def cells(sheet: Worksheet) -> list[object]:
    return [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_it_says_what_the_paper_says(sheet: Worksheet) -> None:
    case = example_case("GM1783")
    odd = replace(case, options=(replace(case.options[0], label="=1+1"), *case.options[1:3]))
    for sentence in trade_off_reading(trade_off(run_case(odd)), odd):
        assert sentence.text("nl") in cells(sheet)


def test_figures_are_numbers_as_the_model_has_them(sheet: Worksheet) -> None:
    case = example_case("GM1783")
    weighing = trade_off(run_case(replace(case, options=case.options[:3])))
    numbers = [value for value in cells(sheet) if isinstance(value, (int, float))]
    for total in weighing.totals.values():
        assert any(value == pytest.approx(total.value) for value in numbers)


def test_a_name_that_looks_like_a_formula_is_text(sheet: Worksheet) -> None:
    named = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert named and {cell.data_type for cell in named} == {"s"}


def test_every_block_of_the_paper_has_its_place(sheet: Worksheet) -> None:
    case = example_case("GM1783")
    places = {value for value in (cell.value for cell in sheet["A"]) if isinstance(value, str) and value[1:].isdigit()}
    assert len(places) == len(paper(run_case(case)).blocks)
