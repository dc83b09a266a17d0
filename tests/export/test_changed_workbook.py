"""What a workbook says once somebody has changed it: checks, labels and dates follow.

Read in a spreadsheet engine of another make.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl.workbook import Workbook

from model.case import Case, read_case
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.export.workbook.layout import place_models
from tests.support.parity import differences, failed_checks, input_cells, write
from tests.support.recalculate import Office, Recalculated
from tests.support.spreadsheet import Spreadsheet

# The master check


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("x.occupancy", "ninety percent"),
        ("x.occupancy", "=1/0"),
        ("case.start_date", "1 januari 2027"),
        ("x.loan_type", "annuitair"),
        ("x.loan_type", ""),
    ],
    ids=["text for a number", "an error", "a date as text", "an unknown choice", "no choice"],
)
def test_the_master_check_answers_no_where_cells_show_an_error(name: str, value: str, new_build_file: Path) -> None:
    """A lowest of results that hold an error would be that error: red, but without the word that says what it is."""
    workbook = Spreadsheet(new_build_file)
    cells = input_cells(workbook.recalculate(), [name])
    recalculated = workbook.recalculate({cells[name]: value})
    assert recalculated.errors, "the change is one that spoils formulas"
    assert {name: sheet[3][2] for name, sheet in recalculated.sheets.items()} == dict.fromkeys(recalculated.sheets, 0)


def test_the_master_check_shows_words(new_build_book: Workbook) -> None:
    for sheet in new_build_book.worksheets:
        assert sheet["C4"].number_format.startswith('[=1]"OK";[=0]"FOUT"')


# Dates and labels


def one_option(periods_per_year: int) -> Case:
    """Few lines and few periods."""
    line = {"label": "Huur", "kind": "revenue", "amount": 1000, "per": "year", "from": 1, "growth": 0.02}
    return read_case(
        {
            "schema_version": 1,
            "name": "Perioden",
            "municipality": "GM1783",
            "beds": 40,
            "start_date": "2027-01-01",
            "price_level_date": "2026-01-01",
            "horizon_years": 2,
            "periods_per_year": periods_per_year,
            "options": [
                {"id": "x", "type": "own", "own_lines": [line]},
                {"id": "m", "type": "mix", "components": [{"option": "x", "share": 1}]},
            ],
        }
    )


STARTS = (
    date(2030, 7, 1),
    date(2028, 2, 29),
    date(2028, 11, 15),
    date(2029, 1, 1),
    date(2029, 1, 2),
    date(2028, 12, 31),
)


def assert_says(recalculated: Recalculated, after: CaseResult) -> None:
    """Every heading and the cover say the dates of the case as it is now."""
    for sheet in ("Optie x", "Mix m - x", "Optie m", "Gemeente", "IRR"):
        heading = recalculated.sheets[sheet][4][5:]
        assert tuple(heading[: len(after.options["x"].periods)]) == after.options["x"].periods, sheet
    cover = {row[1]: row[2] for row in recalculated.sheets["Voorblad"]}
    days = [(when - date(1899, 12, 30)).days for when in (after.case.start_date, after.case.price_level_date)]
    assert [cover["Startdatum"], cover["Prijspeil"]] == days


@pytest.mark.parametrize("periods_per_year", [1, 4, 12])
def test_period_labels_and_cover_follow_the_start_date(periods_per_year: int, tmp_path: Path) -> None:
    before = run_case(one_option(periods_per_year))
    workbook = Spreadsheet(write(before, tmp_path))
    recalculated = workbook.recalculate()
    assert_says(recalculated, before)
    cell = input_cells(recalculated, ["case.start_date"])["case.start_date"]
    for start in STARTS:
        after = run_case(replace(before.case, start_date=start))
        assert_says(workbook.recalculate({cell: float((start - date(1899, 12, 30)).days)}), after)


@pytest.mark.office
@pytest.mark.parametrize("periods_per_year", [1, 4, 12])
def test_libreoffice_gives_the_same_labels(periods_per_year: int, tmp_path: Path, office: Office) -> None:
    before = run_case(one_option(periods_per_year))
    path = write(before, tmp_path)
    cell = input_cells(office.recalculate(path), ["case.start_date"])["case.start_date"]
    for start in STARTS[:3]:
        after = run_case(replace(before.case, start_date=start))
        assert_says(office.recalculate(path, {cell: float((start - date(1899, 12, 30)).days)}), after)


def test_a_label_typed_over_is_counted(new_build_book: Workbook) -> None:
    """Headings are formulas, and the count of formulas begins with them."""
    rows = new_build_book["Controles"].iter_rows(min_row=7)
    counted = [row[2].value.text for row in rows if row[0].value == "Optie x.formulas_intact"]
    assert len(counted) == 1 and "'Optie x'!$A$5:" in counted[0]


def test_charts_take_their_categories_from_the_headings(new_build_file: Path) -> None:
    """And store them, for a preview draws what is stored."""
    with zipfile.ZipFile(new_build_file) as archive:
        chart = archive.read("xl/charts/chart1.xml").decode()
    assert re.search(r"<c:cat><c:strRef><c:f>'Optie x'!\$F\$5:\$\w+\$5</c:f>", chart)
    assert "<c:v>start</c:v>" in chart and "<c:v>2028</c:v>" in chart


# Outcomes against what they were when the workbook was made


def cell_of(recalculated: Recalculated, sheet: str, key: str, letter: str) -> tuple[str, str]:
    """A cell in the row of a key (column A) or, on Voorblad, of a label (column B)."""
    row = next(number for number, row in enumerate(recalculated.sheets[sheet], start=1) if key in row[:2])
    return sheet, f"{letter}{row}"


@pytest.mark.parametrize(
    ("sheet", "key", "letter", "formula", "check"),
    [
        ("Voorblad", "Netto contante waarde (€)", "C", "=1000000*1", "npv.cover_is_comparison"),
        ("Vergelijking", "irr", "D", "=1/12", "x.metrics_as_made"),
        ("Optie x", "equity_npv", "D", "=12*12", "x.metrics_as_made"),
        ("Gemeente", "x.budget_charges", "H", "=12*12", "x.municipality_as_made"),
        ("Begroting", "x.budget_year_3", "K", "=12*12", "x.budget_as_made"),
        ("Invoer", "x.occupancy", "H", "12", "x.limits_intact"),
        ("Invoer", "x.occupancy", "G", "", "x.limits_intact"),
        ("Invoer", "x.occupancy", "I", "0", "x.limits_intact"),
        ("Controles", "Toegestaan verschil in euro", "C", "1000000", "Controles.tolerance_intact"),
    ],
)
def test_another_formula_or_a_loosened_limit_turns_the_master_check_red(
    sheet: str, key: str, letter: str, formula: str, check: str, new_build_file: Path
) -> None:
    workbook = Spreadsheet(new_build_file)
    cell = cell_of(workbook.recalculate(), sheet, key, letter)
    wrong = failed_checks(workbook.recalculate({cell: float(formula) if formula.isdigit() else formula}))
    assert check in {problem.partition(":")[0] for problem in wrong}
    assert "master check on Voorblad" in wrong


def test_changed_inputs_are_counted_and_then_outcomes_may_differ(new_build_file: Path) -> None:
    """Also an empty cell that gets a nil: without a loan amount the share of the investment rules."""
    workbook = Spreadsheet(new_build_file)
    before = workbook.recalculate()
    label = "Invoeren gewijzigd sinds het maken"
    counted = [row[2] for row in before.sheets["Voorblad"] if row[1] == label]
    cells = input_cells(before, ["x.occupancy", "x.loan_amount", "x.loan_type", "case.start_date"])
    changes: dict[tuple[str, str], float | str] = dict(zip(cells.values(), (0.5, 0.0, "linear", 46753.0), strict=True))
    recalculated = workbook.recalculate(changes)
    assert [*counted, *(row[2] for row in recalculated.sheets["Voorblad"] if row[1] == label)] == [0, 4]
    npv = next(row for row in recalculated.sheets["Vergelijking"] if row[0] == "npv")
    assert npv[3] != npv[4] and npv[3] - npv[4] == pytest.approx(npv[7])  # type: ignore[operator]
    assert failed_checks(recalculated) == []


def test_each_metric_stands_beside_what_it_was(new_build: CaseResult, new_build_book: Workbook) -> None:
    rows = {row[0].value: row for row in new_build_book["Vergelijking"].iter_rows(min_row=5)}
    assert [cell.value for cell in rows["Sleutel"][3:5]] == ["x", "x: bij het maken"]
    metrics = new_build.options["x"].metrics
    assert {key: rows[key][4].value for key in metrics} == pytest.approx(metrics, rel=1e-15)


@pytest.mark.office
def test_a_number_typed_over_the_cover_is_noticed(new_build_file: Path, office: Office) -> None:
    cell = cell_of(office.recalculate(new_build_file), "Voorblad", "Netto contante waarde (€)", "C")
    wrong = failed_checks(office.recalculate(new_build_file, {cell: 1_000_000.0}))
    assert {"Voorblad.formulas_intact", "npv.cover_is_comparison"} <= {problem.partition(":")[0] for problem in wrong}


# Defaults that follow another input


@pytest.mark.parametrize("typed_over", [False, True], ids=["defaults follow", "one typed over"])
def test_another_floor_area_gives_what_the_application_gives(
    typed_over: bool, new_build: CaseResult, new_build_file: Path
) -> None:
    """Land and WOZ value per bed are a share of local home values x the floor area per bed, until one is given.

    The highest price as tenancy moves in steps with the area: the workbook keeps the one it was made with, and says so.
    """
    workbook = Spreadsheet(new_build_file)
    given = {"m2_per_bed": 22.5, **({"land_price_per_bed": 9_000.0} if typed_over else {})}
    cells = input_cells(workbook.recalculate(), [f"x.{key}" for key in given])
    recalculated = workbook.recalculate({cells[f"x.{key}"]: value for key, value in given.items()})
    resolved = new_build.options["x"].computed.resolved
    assert resolved is not None
    kept = {key: resolved.values[key] for key in ("tenancy_price_per_bed_week",)}
    case = new_build.case
    for key, value in (given | kept).items():
        case = case.with_input("x", key, value)
    after = run_case(case)
    assert after.options["x"].metrics["npv"] != new_build.options["x"].metrics["npv"]
    assert differences(after, place_models(after), recalculated) == []
    assert failed_checks(recalculated) == []


def test_an_input_that_follows_says_so(new_build_book: Workbook) -> None:
    sheet = new_build_book["Invoer"]
    note = [cell.value for cell in sheet[5]].index("Toelichting")
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=6)}
    told = {key for key, row in rows.items() if str(row[note].value).startswith("Volgt het oppervlak per bed")}
    following = {key for key, row in rows.items() if str(row[2].value).startswith("=")}
    assert told == following == {"x.land_price_per_bed", "x.woz_value_per_bed"}
