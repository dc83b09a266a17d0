"""Every input cell has a name that spreadsheets accept and formulas can use."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Mapping
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook

from model.case import Case, read_case
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.export.workbook.input_names import defined_names
from model.parameters.table import parameters
from tests.support.parity import input_cells, names_of_inputs, write
from tests.support.recalculate import Office, Recalculated
from tests.support.spreadsheet import Spreadsheet

KEYS = (
    "beds",
    "m2_per_bed",
    "own.1.to",
    "own.100.growth_from",
    "lodging_vat_rate@1",
    "rent_growth@12.year",
    "share.a-1",
)
OPTION_IDS = st.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,30}", fullmatch=True) | st.sampled_from(
    ["a", "A", "a1", "XFD1048576", "r", "c", "R1C1", "rc", "r2c", "case", "all", "true", "a-b", "a_b", "a_b_2", "a1_2"]
)
MACHINE_KEYS = st.lists(
    st.tuples(OPTION_IDS, st.sampled_from((*KEYS, *parameters()))).map(".".join), unique=True, max_size=12
)


def accepted(names: list[str]) -> list[str]:
    """The names that xlsxwriter takes: it warns of any that Excel would refuse."""
    book = xlsxwriter.Workbook(io.BytesIO())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [name for name in names if book.define_name(name, "=Sheet1!$A$1") == 0]


@settings(max_examples=50)
@given(MACHINE_KEYS)
def test_names_are_valid_and_differ_whatever_options_are_called(keys: list[str]) -> None:
    names = defined_names(keys)
    assert list(names) == keys
    assert len({name.lower() for name in names.values()}) == len(keys), "upper and lower case are one to Excel"
    for name in names.values():
        assert re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.]*", name) and len(name) <= 255
        assert not [part for part in name.split(".") if re.fullmatch(r"(?i)[a-z]{1,3}[0-9]+|r[0-9]*c[0-9]*", part)]
    assert accepted(list(names.values())) == list(names.values())


@settings(max_examples=50)
@given(MACHINE_KEYS)
def test_a_key_that_is_a_name_is_its_own_name(keys: list[str]) -> None:
    """Also `c.occupancy`: only the letter alone is kept for columns."""
    lower = [key.lower() for key in keys]
    for key, name in defined_names(keys).items():
        reads_as_cell = re.match(r"(?i)([a-z]{1,3}[0-9]+|r[0-9]*c[0-9]*)\.", key)
        if re.fullmatch(r"[A-Za-z0-9_.]+", key) and not reads_as_cell and lower.count(key.lower()) == 1:
            assert name == key


def test_what_would_coincide_gets_a_number() -> None:
    names = defined_names(["a-b.beds", "a_b.beds", "A_B.beds", "a1.beds", "r1c1.beds", "x.rate@1", "x.rate_1"])
    assert list(names.values()) == [
        "a_b_3.beds",
        "a_b.beds",
        "A_B_2.beds",
        "a1_2.beds",
        "r1c1_2.beds",
        "x_2.rate_1",
        "x.rate_1",
    ]


def test_every_input_has_a_name_that_points_at_its_value(new_build: CaseResult, new_build_book: Workbook) -> None:
    sheet = new_build_book["Invoer"]
    heading = [cell.value for cell in sheet[5]]
    key, value = heading.index("Sleutel"), heading.index("Waarde")
    rows = {row[key].value: row[value] for row in sheet.iter_rows(min_row=6) if row[key].value}
    assert {"case.beds", "x.occupancy"} <= set(rows)
    names = {name: defined.attr_text for name, defined in new_build_book.defined_names.items()}
    assert names == {re.sub("[^a-z0-9_.]", "_", key): f"Invoer!$C${cell.row}" for key, cell in rows.items()}
    assert rows["case.beds"].value == new_build.case.beds


def awkward_case() -> Case:
    """Options whose ids read as cells, as rows and columns, or alike."""
    line = {"label": "Huur", "kind": "revenue", "amount": 1000, "per": "year"}
    ids = ("a1", "r1c1", "r", "c", "a-b", "a_b", "A_B", "case")
    options = [
        {"id": option_id, "type": "own", "own_lines": [{**line, "amount": 1000 + number}]}
        for number, option_id in enumerate(ids)
    ]
    return read_case(
        {
            "schema_version": 1,
            "name": "Namen",
            "municipality": "GM1783",
            "beds": 40,
            "start_date": "2027-01-01",
            "price_level_date": "2026-01-01",
            "horizon_years": 3,
            "options": options,
        }
    )


def formulas_of_names(recalculated: Recalculated) -> Mapping[tuple[str, str], str]:
    """A formula with each name, in cells that are empty."""
    names = names_of_inputs(recalculated).values()
    return {("Grafieken", f"Z{number}"): f"={name}" for number, name in enumerate(names, start=200)}


def assert_read(recalculated: Recalculated, again: Recalculated) -> None:
    keys = list(names_of_inputs(recalculated))
    shown = [row[25] for row in again.sheets["Grafieken"][199:]]
    places = input_cells(recalculated, keys)
    cells = [recalculated.sheets[sheet][int(re.sub(r"\D", "", cell)) - 1][2] for sheet, cell in places.values()]
    # A reference to an empty cell gives 0.
    assert shown == [0 if cell == "" else cell for cell in cells]
    amounts = [cell for key, cell in zip(keys, cells, strict=True) if key.endswith("own.1.amount")]
    assert amounts == [float(1000 + number) for number in range(8)]


def test_formulas_with_names_read_the_inputs(tmp_path: Path) -> None:
    workbook = Spreadsheet(write(run_case(awkward_case()), tmp_path))
    recalculated = workbook.recalculate()
    assert_read(recalculated, workbook.recalculate(formulas_of_names(recalculated)))


@pytest.mark.office
def test_formulas_with_names_read_the_inputs_in_libreoffice(office: Office, tmp_path: Path) -> None:
    path = write(run_case(awkward_case()), tmp_path)
    recalculated = office.recalculate(path)
    assert_read(recalculated, office.recalculate(path, formulas_of_names(recalculated)))
