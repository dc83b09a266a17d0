"""A fingerprint of what decides the workbook's formulas, read from a workbook as it is written.

Workbooks that were recalculated and compared vouch for the formulas of that day. Whether today's are still those is a
question about content: keys, formulas, the constants beside them, and where everything stands. A moved module, a
comment, a label or a default value changes none of it.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import cycle
from typing import NamedTuple
from xml.etree import ElementTree

from xlsxwriter.utility import xl_cell_to_rowcol

from market_data import load
from model.case import IF_PROPOSALS_PASS, Case, Component, InputValue, Option, OwnLine
from model.case.sections.proposals import Proposals
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.export.workbook.checks_sheet import KEPT_COLUMN
from model.export.workbook.layout import (
    CALENDAR,
    CHECKS,
    COMPARISON,
    FIRST_CHOICE_COLUMN,
    HEADER_ROW,
    INPUTS,
    SOURCES,
    YEARS,
)
from model.export.workbook.workbook import export_case
from model.lines.structure import OWN_COUNTERPARTIES, OWN_KINDS, OWN_LEDGERS, OWN_PERS
from model.parameters.table import local_amounts, parameters

DIGITS = 16
"""Hexadecimal digits of a fingerprint."""
WITHOUT_FORMULAS = (CALENDAR, SOURCES)
"""Sheets that tell where values come from."""
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class _Cell(NamedTuple):
    """A cell of the file: row and column from 0 on, its formula as the file holds it, its text, its typed number."""

    row: int
    column: int
    formula: str
    text: str
    number: str


@cache
def formula_fingerprint() -> str:
    """The fingerprint of a workbook in which every structure of lines stands."""
    return workbook_fingerprint(reference_result())


def workbook_fingerprint(result: CaseResult) -> str:
    """The fingerprint of one case's workbook.

    Cases that differ in numbers and choices alone share theirs, as long as their terms are equal.
    """
    # Notices come with values, and what stands below them on a sheet moves down for each.
    options = {name: replace(option, warnings=()) for name, option in result.options.items()}
    content = "\n".join(_decisive(export_case(replace(result, options=options))))
    return hashlib.sha256(content.encode()).hexdigest()[:DIGITS]


def _decisive(workbook: bytes) -> Iterator[str]:
    """Sheet by sheet, cell by cell: what decides how the workbook calculates."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        texts = _shared_texts(archive)
        for sheet, part in _sheet_parts(archive):
            if sheet in WITHOUT_FORMULAS:
                continue
            for cell in _cells(archive.read(part), texts):
                number = "" if _is_an_outcomes(sheet, cell) else cell.number
                key = cell.text if _holds_key(sheet, cell) else ""
                if cell.formula or number or key:
                    yield f"{sheet} {cell.row} {cell.column} {cell.formula} {number} {key}"


def _is_an_outcomes(sheet: str, cell: _Cell) -> bool:
    """Whether a typed number is an input, or what is kept of an outcome; others stand beside formulas."""
    return sheet in {INPUTS, COMPARISON} or (sheet == CHECKS and cell.column == KEPT_COLUMN)


def _holds_key(sheet: str, cell: _Cell) -> bool:
    """Whether a cell's text is a key or a choice that formulas look for; other texts are words for people."""
    if cell.column == 0:
        return True
    return (sheet == INPUTS and cell.column >= FIRST_CHOICE_COLUMN and cell.row > HEADER_ROW) or (
        sheet == YEARS and cell.row == HEADER_ROW - 1
    )


def _sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.attrib["Id"]: relation.attrib["Target"] for relation in relations}
    for sheet in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(f"{_MAIN}sheet"):
        yield sheet.attrib["name"], f"xl/{targets[sheet.attrib[_RELATION]]}"


def _shared_texts(archive: zipfile.ZipFile) -> list[str]:
    root = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
    return ["".join(part.text or "" for part in item.iter(f"{_MAIN}t")) for item in root.iter(f"{_MAIN}si")]


def _cells(part: bytes, texts: list[str]) -> Iterator[_Cell]:
    for element in ElementTree.fromstring(part).iter(f"{_MAIN}c"):
        row, column = xl_cell_to_rowcol(element.attrib["r"])
        formula, stored = element.find(f"{_MAIN}f"), element.find(f"{_MAIN}v")
        value = "" if stored is None or stored.text is None else stored.text
        if formula is not None:
            yield _Cell(row, column, f"{sorted(formula.attrib.items())}={formula.text or ''}", "", "")
        elif element.attrib.get("t") == "s":
            yield _Cell(row, column, "", texts[int(value)], "")
        else:
            yield _Cell(row, column, "", "", value)


def reference_result() -> CaseResult:
    """The reference case with four minimum wages: a refresh of market data adds one, a step like those before."""
    market = load()
    per_hour = tuple((since, wage) for since, wage in market.wages if wage.unit == "hour")
    return run_case(reference_case(), replace(market, wages=per_hour[:4]))


def reference_case() -> Case:
    """A short case with every structure of lines.

    Growth stands in it as paths and as rates; every shape of own line, own lines alone, and a mix.

    It gives whatever decides terms and what may stand together, so that a default decides no formula. It counts on all
    proposals of law, so that each has its step.
    """
    paths: dict[str, InputValue] = {
        key: {"2027": 0.02, "2029": 0.03} for key, parameter in parameters().items() if parameter.kind == "growth"
    }
    rates: dict[str, InputValue] = dict.fromkeys(paths, 0.02)
    del rates["minimum_wage_growth"]  # without one the index begins where the dated wages end
    own_lines = tuple(_every_shape())
    return Case(
        name="Reference",
        municipality="GM1783",
        beds=100.0,
        start_date=date(2027, 1, 1),
        price_level_date=date(2026, 1, 1),
        law=IF_PROPOSALS_PASS,
        sections={"proposals": Proposals.model_validate({"tenancy": "2028-01-01"})},
        options=(
            Option("a", "short_stay", inputs={**_GIVEN, **paths, "minimum_wage_hour": 15.0}, own_lines=own_lines),
            Option("b", "new_build", "permanent", inputs={**_GIVEN, **rates, **_MOVED}),
            Option("o", "own", inputs={**_TIME_AND_LOAN, "inflation": 0.02}, own_lines=own_lines),
            Option("m", "mix", components=(Component("b", 0.5), Component("o", 0.5))),
        ),
    )


def _every_shape() -> Iterator[OwnLine]:
    """Own lines of every kind with every pair of parties, land among them; what an amount is per takes turns."""
    per = cycle(OWN_PERS)
    for kind in OWN_KINDS:
        for ledger in OWN_LEDGERS:
            for party in OWN_COUNTERPARTIES:
                if party != ledger:
                    yield OwnLine("-", kind, 1.0, next(per), ledger=ledger, counterparty=party)
    for pay in OWN_PERS:
        yield OwnLine("-", "investment", 1.0, pay, land=True)


_TIME_AND_LOAN: Mapping[str, InputValue] = {"term_years": 2.0, "loan_years": 10.0, "loan_grace_years": 1.0}
_GIVEN: Mapping[str, InputValue] = {
    **_TIME_AND_LOAN,
    "construction_months": 6.0,
    "end_of_term": "stay",
    "price_per_bed_week": 100.0,
    "service_cost_per_bed_week": 10.0,
    "use_function": "lodging",
    "subsidy_scheme": "none",
    "realisation_grant_use": "off",
    "guarantee_use": "off",
    **dict.fromkeys(local_amounts(), "off"),
}
_MOVED: Mapping[str, InputValue] = {
    "end_of_term": "relocate",
    "relocation_times": 1.0,
    "relocation_term_years": 2.0,
    "relocation_months": 3.0,
}
