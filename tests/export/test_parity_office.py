"""One workbook per feature, hard-recalculated by LibreOffice: the spreadsheet most readers without Excel have.

Many more cases are recalculated by another engine (`test_parity`); what that one cannot do is here too.
"""

from __future__ import annotations

import random
import re
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from model.case import Case, Option
from model.case.example import example_case
from model.engine.run import run_case
from model.export.workbook.layout import place_models
from tests.export.cases import council_case, large_case
from tests.support.parity import differences, failed_checks, input_cells, write
from tests.support.random_cases import random_case, wide_case
from tests.support.recalculate import Office
from tests.support.workbook_edits import as_it_stood, auditors_edits, input_names, ten_edits

pytestmark = pytest.mark.office

FEATURES: Mapping[str, Callable[[], Case]] = {
    "an annuity": lambda: random_case(0),
    "a linear loan": lambda: random_case(1),
    "a bullet loan": lambda: random_case(2),
    "own lines alone, by quarter": lambda: random_case(4),
    "months": lambda: random_case(7),
    "a mix": lambda: random_case(11),
    "a mix by quarter": lambda: random_case(5),
    "as much as a case may hold": large_case,
    "a building that moves twice": lambda: council_case("a building that moves twice", "2026-07-15", 4),
    "leased land": lambda: council_case("leased land", "2027-01-01", 1),
    "a guarantee with a loss": lambda: council_case("a guarantee with a loss", "2026-07-15", 4),
    "a guaranteed building that is sold": lambda: council_case("a guaranteed building that is sold", "2027-01-01", 1),
    "a building sold by its yield": lambda: council_case("a guaranteed building sold by its yield", "2027-01-01", 1),
}


def test_the_features_are_what_they_are_called() -> None:
    cases = {name: feature() for name, feature in FEATURES.items()}
    loans = [cases[name].options[0].inputs["loan_type"] for name in ("an annuity", "a linear loan", "a bullet loan")]
    assert loans == ["annuity", "linear", "bullet"]
    assert [cases[name].periods_per_year for name in ("own lines alone, by quarter", "months")] == [4, 12]
    assert cases["own lines alone, by quarter"].options[0].type == "own"
    assert [cases[name].options[-1].type for name in ("a mix", "a mix by quarter")] == ["mix", "mix"]
    assert [cases[name].periods_per_year for name in ("a mix", "a mix by quarter")] == [1, 4]


@pytest.mark.parametrize("feature", FEATURES)
def test_recalculated_workbook_equals_engine(feature: str, office: Office, tmp_path: Path) -> None:
    result = run_case(FEATURES[feature]())
    recalculated = office.recalculate(write(result, tmp_path))
    assert differences(result, place_models(result), recalculated)[:5] == []
    assert failed_checks(recalculated) == []


@pytest.mark.parametrize("seed", [2, 13])
def test_ten_inputs_changed_inside_the_workbook_give_what_the_engine_gives(
    seed: int, office: Office, tmp_path: Path
) -> None:
    """The way the loan is repaid and sized, taxes, land, the residual value; a year and a quarter of periods a year."""
    case = random_case(seed)
    before = run_case(case)
    path = write(before, tmp_path)
    edits = {f"x.{key}": value for key, value in ten_edits(case, random.Random(seed)).items()}
    cells = input_cells(office.recalculate(path), edits)
    changed = as_it_stood(before)
    for name, value in edits.items():
        changed = changed.with_input("x", name.removeprefix("x."), value)
    after = run_case(changed)
    recalculated = office.recalculate(path, {cells[name]: value for name, value in edits.items()})
    assert differences(after, place_models(before), recalculated)[:5] == []


@pytest.mark.parametrize("seed", [0, 1, 3, 10])
def test_any_ten_input_cells_changed_give_what_the_engine_gives(seed: int, office: Office, tmp_path: Path) -> None:
    """Dates, beds, choices, growth paths, own lines, blanks, with one, four and twelve periods a year."""
    before = run_case(wide_case(seed))
    path = write(before, tmp_path)
    names = office.recalculate(path)
    edits, after = auditors_edits(before, input_names(names), random.Random(seed))
    assert len(edits) == 10
    cells = input_cells(names, edits)
    recalculated = office.recalculate(path, {cells[name]: value for name, value in edits.items()})
    assert differences(after, place_models(before), recalculated)[:5] == [], edits
    assert failed_checks(recalculated) == []


def new_build() -> Case:
    return replace(example_case("GM1783"), options=(Option("x", "new_build", "permanent"),))


def test_inputs_that_leave_metrics_without_a_value_leave_their_cells_blank(office: Office, tmp_path: Path) -> None:
    before = run_case(new_build())
    path = write(before, tmp_path)
    edits: dict[str, float | str] = {
        "land_tax_regime": "ground_lease",
        "occupancy": 0.05,
        "loan_share": 0.0,
        "residual_share": 0.0,
    }
    changed = as_it_stood(before)
    for key, value in edits.items():
        changed = changed.with_input("x", key, value)
    after = run_case(changed)
    none = {key for key, value in after.options["x"].metrics.items() if value is None}
    assert {"irr", "payback_years", "dscr_min", "residual_land_value"} <= none
    cells = input_cells(office.recalculate(path), [f"x.{key}" for key in edits])
    recalculated = office.recalculate(path, {cells[f"x.{key}"]: value for key, value in edits.items()})
    assert differences(after, place_models(before), recalculated)[:5] == []


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "check"),
    [
        ("Invoer", "x.occupancy", "", "x.inputs_present"),
        ("Invoer", "x.occupancy", 1.2, "x.inputs_not_too_high"),
        ("Invoer", "x.occupancy", -0.1, "x.inputs_not_too_low"),
        ("Invoer", "x.occupancy", "0,9", "x.inputs_are_numbers"),
        ("Optie x", "rental_income", 12345.0, "Optie x.formulas_intact"),
        ("Gemeente", "x.municipality_cash_flow", 12345.0, "Gemeente.formulas_intact"),
        ("Begroting", "x.budget_year_3", 12345.0, "Begroting.formulas_intact"),
    ],
)
def test_a_check_that_counts_over_cells_turns_red_when_one_is_spoilt(
    sheet: str, cell: str, value: float | str, check: str, office: Office, tmp_path: Path
) -> None:
    path = write(run_case(new_build()), tmp_path)
    rows = {row[0]: number for number, row in enumerate(office.recalculate(path).sheets[sheet], start=1)}
    column = "C" if sheet in {"Invoer", "Begroting"} else "K"
    wrong = failed_checks(office.recalculate(path, {(sheet, f"{column}{rows[cell]}"): value}))
    assert any(problem.startswith(f"{check}:") for problem in wrong)
    assert "master check on Voorblad" in wrong and "master check on Optie x" in wrong


def test_a_broken_formula_is_found(office: Office, tmp_path: Path) -> None:
    """The mutation: rental income without its VAT factor, in every period."""
    result = run_case(random_case(0))
    place = place_models(result)["x"]
    path = write(result, tmp_path)
    broken = tmp_path / "broken.xlsx"
    old, new = f"*(1-F{place.rows['vat_in_price']})", f"*(1+F{place.rows['vat_in_price']})"
    changed = 0
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(broken, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            content = source.read(item)
            changed += content.count(old.encode())
            target.writestr(item, content.replace(old.encode(), new.encode()))
    assert changed > 0
    assert any(
        "rental_income" in problem for problem in differences(result, place_models(result), office.recalculate(broken))
    )


def test_a_printed_workbook_is_landscape_with_its_title_on_each_page_and_no_amount_too_wide(
    office: Office, tmp_path: Path
) -> None:
    """A spreadsheet prints ### for an amount that is wider than its column."""
    result = run_case(new_build())
    pdf = office.print_to_pdf(write(result, tmp_path))
    told = subprocess.run(["pdfinfo", "-l", "-1", pdf], capture_output=True, text=True, check=True).stdout
    sizes = re.findall(r"Page +\d+ size: +([\d.]+) x ([\d.]+)", told)
    assert sizes and all(float(width) > float(height) for width, height in sizes)
    printed = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    pages = printed.split("\f")[:-1]
    assert len(pages) == len(sizes)
    assert [number for number, page in enumerate(pages, start=1) if "##" in page] == []
    assert [number for number, page in enumerate(pages, start=1) if result.case.name not in page] == []
