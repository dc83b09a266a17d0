"""The workbooks that the tests of its rules read, and where things stand in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from model.case import Case
from model.case.example import example_case
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.export.analyses import Analyses, analyse
from model.export.workbook.layout import place_models
from model.export.workbook.workbook import export_case
from tests.export.cases import hostile_case
from tests.support.random_cases import random_case
from tests.support.workbook_rules import BookFile, Cell

HEAD_ROWS = 5
ID_ROW = 5
CHANGED_COLUMN = 6
"""On Invoer: whether an input is another than when the workbook was made."""


@dataclass(frozen=True)
class Made:
    """A case's outcome, its analyses and its workbook."""

    result: CaseResult
    analyses: Analyses
    file: BookFile
    language: str = "nl"


CASES: Mapping[str, Callable[[], Case]] = {
    "example": lambda: example_case("GM1783"),
    "monthly": lambda: random_case(15),
    "mix": lambda: random_case(11),
    "hostile": hostile_case,
    "english": lambda: replace(example_case("GM1507"), options=example_case("GM1507").options[2:]),
}


@cache
def workbook_of(name: str) -> Made:
    result = run_case(CASES[name]())
    analyses = analyse(result, draws=200)
    language = "en" if name == "english" else "nl"
    return Made(result, analyses, BookFile(export_case(result, language, analyses=analyses)), language)


def calculation_sheets(made: Made) -> list[str]:
    return [place.sheet for place in place_models(made.result).values()]


def body(made: Made, sheet: str) -> list[Cell]:
    return [cell for (row, _), cell in made.file.cells[sheet].items() if row > HEAD_ROWS]


def is_stored_number(made: Made, cell: Cell) -> bool:
    return bool(made.file.book[cell.sheet].cell(cell.row, cell.column).data_type == "n")


def inputs(made: Made) -> dict[str, int]:
    """The row of every machine key on the sheet of inputs."""
    rows = [(cell.value, cell.row) for cell in body(made, "Invoer") if cell.column == 1]
    assert [key for key, count in Counter(key for key, _ in rows).items() if count > 1] == []
    return dict(rows)
