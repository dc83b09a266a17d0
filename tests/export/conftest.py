"""Workbooks that several tests share: written once, as files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from model.case import Option
from model.case.example import example_case
from model.engine.results import CaseResult
from model.engine.run import run_case
from tests.export.rule_workbooks import CASES, Made, workbook_of
from tests.support.parity import write


@pytest.fixture(scope="session")
def new_build() -> CaseResult:
    """The example case with new build alone, as option x."""
    return run_case(replace(example_case("GM1783"), options=(Option("x", "new_build", "permanent"),)))


@pytest.fixture(scope="session")
def new_build_file(new_build: CaseResult, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its workbook; nobody writes to it."""
    return write(new_build, tmp_path_factory.mktemp("new_build"))


@pytest.fixture(scope="session")
def new_build_book(new_build_file: Path) -> Workbook:
    """The same as openpyxl reads it: formulas, names and formats."""
    return openpyxl.load_workbook(new_build_file)


@pytest.fixture(scope="session", params=list(CASES))
def made(request: pytest.FixtureRequest) -> Made:
    """Every workbook whose rules are tested, one after the other."""
    return workbook_of(request.param)


@pytest.fixture
def example() -> Made:
    """The workbook of the example case."""
    return workbook_of("example")
