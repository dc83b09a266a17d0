"""The workbook, hard-recalculated by LibreOffice, says what the engine says: before and after inputs are changed in it.

What a LibreOffice test cannot see is how Excel reads the file; `test_rules` guards what is known to differ.
"""

from __future__ import annotations

import math
import random
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from model.case import DISCOUNTING, Case, Option
from model.evaluation import CaseResult, run_case
from model.example import example_case
from model.export.layout import FIRST_PERIOD, HEADER_ROW, Place, models_of, place_models
from model.export.workbook import export_case
from model.formula.runtime import to_serial
from model.lines.labels import words
from model.municipal_view import budget_effect
from model.parameters.table import parameters
from model.problems import BadInput
from tests.export.cases import large_case
from tests.support.random_cases import WIDE_SEEDS, random_case, wide_case
from tests.support.recalculate import Office, Recalculated

pytestmark = pytest.mark.office
SEEDS = range(60)


def differences(result: CaseResult, places: dict[str, Place], found: Recalculated) -> list[str]:
    """Each line in each period and each scalar that differs by more than a cent, 1e-9 for ratios, 1e-7 for an irr."""
    wrong: list[str] = [f"error {error}" for error in found.errors]
    for model, _ in models_of(result):
        place = places[model.name]
        sheet = found.sheets[place.sheet]
        for key, value in model.scalars.items():
            wrong += _differs(f"{model.name}.{key}", key, value, sheet[place.rows[key] - 1][3])
        for key, row in model.rows.items():
            for period, value in enumerate(row):
                cell = sheet[place.rows[key] - 1][FIRST_PERIOD + period]
                wrong += _differs(f"{model.name}.{key}[{period}]", key, value, cell)
    comparison = found.sheets["Vergelijking"]
    shown = {row[0]: row for row in comparison}
    for option, outcome in result.options.items():
        column = comparison[HEADER_ROW].index(option)
        for key, metric in outcome.metrics.items():
            value = math.nan if metric is None else metric
            wrong += _differs(f"Vergelijking {option}.{key}", key, value, shown[key][column])
    return wrong + budget_differences(result, found)


def budget_differences(result: CaseResult, found: Recalculated) -> list[str]:
    """The budget per calendar year on the sheet Begroting against the engine's, to the cent."""
    wrong: list[str] = []
    sheet = {row[0]: row for row in found.sheets["Begroting"]}
    for option, outcome in result.options.items():
        effect = budget_effect(result.case, outcome)
        if effect is None:
            assert f"{option}.budget_year_1" not in sheet
            continue
        totals = (effect.income, effect.charges, effect.result, effect.cash)
        columns = (*totals, *effect.details.values(), *effect.balances.values())
        for number, year in enumerate(effect.years, start=1):
            name = f"{option}.budget_year_{number}"
            shown = sheet[name][1:]
            assert len(columns) == 10
            for value, cell in zip((year, *(row[number - 1] for row in columns)), shown, strict=False):
                wrong += _differs(name, "budget_result", value, cell)
    return wrong


def failed_checks(found: Recalculated) -> list[str]:
    """Checks on the sheet Controles that do not say OK; the master check on every sheet included."""
    rows = [row for row in found.sheets["Controles"][HEADER_ROW + 1 :] if row[0]]
    wrong = [f"{row[0]}: {row[2]!r}" for row in rows if row[3] != 1]
    return wrong + [f"master check on {name}" for name, sheet in found.sheets.items() if sheet[3][2] != 1]


def _differs(name: str, key: str, value: float, cell: float | str) -> list[str]:
    if math.isnan(value):
        return [] if cell == "" else [f"{name}: blank, workbook {cell!r}"]
    allowed = 0.01 if words(key).unit.startswith("eur") else 1e-7 if "irr" in key else 1e-9
    if isinstance(cell, (int, float)) and abs(cell - value) <= allowed * (
        max(1.0, abs(value)) if allowed < 0.01 else 1.0
    ):
        return []
    return [f"{name}: {value!r}, workbook {cell!r}"]


def write(result: CaseResult, folder: Path) -> Path:
    path = folder / "case.xlsx"
    path.write_bytes(export_case(result))
    return path


@pytest.mark.parametrize("seed", SEEDS)
def test_recalculated_workbook_equals_engine(seed: int, office: Office, tmp_path: Path) -> None:
    result = run_case(random_case(seed))
    found = office.recalculate(write(result, tmp_path))
    assert differences(result, place_models(result), found)[:5] == []
    assert failed_checks(found) == []


@pytest.mark.parametrize("seed", WIDE_SEEDS)
def test_recalculated_workbook_equals_engine_whatever_the_inputs(seed: int, office: Office, tmp_path: Path) -> None:
    result = run_case(wide_case(seed))
    found = office.recalculate(write(result, tmp_path))
    assert differences(result, place_models(result), found)[:5] == []
    assert failed_checks(found) == []


def test_recalculated_workbook_of_the_largest_case_equals_engine(office: Office, tmp_path: Path) -> None:
    """Two options of a hundred own lines and a mix of eleven: subtotals on subtotals."""
    result = run_case(large_case())
    found = office.recalculate(write(result, tmp_path))
    assert differences(result, place_models(result), found)[:5] == []
    assert failed_checks(found) == []


EDITABLE = (
    ("price_per_bed_week", 60, 300),
    ("occupancy", 0.5, 1),
    ("discount_rate", 0.01, 0.12),
    ("loan_share", 0.1, 0.9),
    ("loan_rate", 0, 0.09),
    ("residual_share", 0, 0.9),
    ("land_price_per_bed", 0, 40_000),
    ("purchase_land_share", 0, 1),
    ("furniture_per_bed", 0, 6_000),
    ("tourist_tax_per_night", 0, 8),
    ("energy_growth", -0.01, 0.05),
    ("depreciation_years", 5, 50),
    ("subsidy_at_start", 0, 10**6),
    ("ramp_up_months", 0, 20),
    ("construction_months", 0, 24),
)
CHOICES = ("loan_type", "loan_sizing", "tax_regime", "land_tax_regime", "residual_method", "building_cost_basis")


def ten_edits(case: Case, draw: random.Random) -> dict[str, float | str]:
    """Seven numbers and three choices of option x."""
    option = case.options[0]
    edits: dict[str, float | str] = {}
    for key, low, high in draw.sample(EDITABLE, 7):
        value = draw.uniform(low, high)
        edits[key] = float(round(value)) if parameters()[key].kind == "integer" else round(value, 4)
    for key in draw.sample(CHOICES, 3):
        edits[key] = draw.choice(parameters()[key].choices)
    term = option.inputs["term_years"]
    assert isinstance(term, float)
    edits["construction_months"] = min(float(edits.get("construction_months", 9)), term * 12 - 1)
    return edits


@pytest.mark.parametrize("seed", [seed for seed in SEEDS if seed % 6 < 4][:24])
def test_ten_inputs_changed_inside_the_workbook_give_what_the_engine_gives(
    seed: int, office: Office, tmp_path: Path
) -> None:
    case = random_case(seed)
    before = run_case(case)
    path = write(before, tmp_path)
    edits = ten_edits(case, random.Random(seed))
    rows = input_rows(path)
    cells = {("Invoer", f"C{rows[f'x.{key}']}"): value for key, value in edits.items()}
    changed = as_it_stood(before)
    for key, value in edits.items():
        changed = changed.with_input("x", key, value)
    after = run_case(changed)
    assert differences(after, place_models(before), office.recalculate(path, cells))[:5] == []


def input_rows(path: Path) -> dict[str, int]:
    """The row of every machine key on the sheet of inputs."""
    sheet = openpyxl.load_workbook(path)["Invoer"]
    return {str(row[0].value): row[0].row for row in sheet.iter_rows(min_row=6) if row[0].value}


def as_it_stood(result: CaseResult) -> Case:
    """The case with the defaults of option x filled in: a workbook does not look figures up again."""
    case = result.case
    resolved = result.options["x"].resolved[0]
    for key, found in resolved.provenance.items():
        if key not in case.options[0].inputs and found.value is not None and key not in resolved.structure.steps:
            case = case.with_input("x", key, found.value)
    return case


Value = float | str
NOT_EDITED = {"use_function", "rent_regulated", "guarantee_use", "subsidy_scheme", "realisation_grant_use"}
"""Choices that the engine refuses beside some others."""
MAY_BE_BLANK = {"loan_amount", "equity_discount_rate"}


def an_edit(case: Case, name: str, draw: random.Random) -> tuple[Value, Case] | None:
    """A new value for an input cell and the case changed so; None for a cell without a place in a case file."""
    scope, _, key = name.partition(".")
    if scope == "case":
        return _an_edit_of_the_case(case, key, draw)
    option = case.options[0]
    if key.startswith("own."):
        return _an_edit_of_an_own_line(case, key, draw)
    if "@" in key:
        key, _, count = key.partition("@")
        path = option.inputs.get(key)
        if not count.isdigit() or not isinstance(path, Mapping):
            return None
        value = round(draw.uniform(-0.01, 0.05), 4)
        years = list(path)
        return value, case.with_input("x", key, {**path, years[int(count)]: value})
    parameter = parameters()[key]
    path = option.inputs.get(key)
    if key in NOT_EDITED or key.endswith("_use"):
        return None
    if parameter.dated and key not in option.inputs:
        return None  # a value by law with later ones: a case file that gives it gives one for all dates
    if key in MAY_BE_BLANK and draw.random() < 0.5:
        inputs = {name: given for name, given in option.inputs.items() if name != key}
        return "", replace(case, options=(replace(option, inputs=inputs),))
    if parameter.kind == "choice":
        choice = draw.choice(parameter.choices)
        return choice, case.with_input("x", key, choice)
    if parameter.slider_low is None or parameter.slider_high is None:
        return None
    value = draw.uniform(parameter.slider_low, parameter.slider_high)
    value = float(round(value)) if parameter.kind == "integer" else round(value, 4)
    changed = {**path, next(iter(path)): value} if isinstance(path, Mapping) else value
    return value, case.with_input("x", key, changed)


def _an_edit_of_the_case(case: Case, key: str, draw: random.Random) -> tuple[Value, Case] | None:
    if key == "beds":
        beds = float(draw.randint(5, 900))
        return beds, replace(case, beds=beds)
    if key == "start_date":
        moved = case.start_date.replace(year=case.start_date.year + draw.randint(0, 9), month=draw.randint(1, 11))
        return to_serial(moved), replace(case, start_date=moved)
    if key == "discounting":
        choice = draw.choice(DISCOUNTING)
        return choice, replace(case, discounting=choice)
    return None


_OWN_NAMES = {"from": "first", "to": "last"}


def _an_edit_of_an_own_line(case: Case, key: str, draw: random.Random) -> tuple[Value, Case]:
    _, count, name = key.split(".")
    value: float = {
        "amount": draw.uniform(0, 10**6),
        "from": draw.choice([0.0, 1.0, 2.5]),
        "to": draw.choice([3.0, 6.0]),
        "growth": draw.uniform(-0.05, 0.1),
        "growth_from": draw.choice([0.0, 3.0]),
        "vat_rate": draw.choice([0.0, 0.09, 0.21]),
    }[name]
    option = case.options[0]
    lines = list(option.own_lines)
    changed: dict[str, Any] = {_OWN_NAMES.get(name, name): value}
    lines[int(count) - 1] = replace(lines[int(count) - 1], **changed)
    return value, replace(case, options=(replace(option, own_lines=tuple(lines)),))


def auditors_edits(before: CaseResult, names: list[str], draw: random.Random) -> tuple[dict[str, Value], CaseResult]:
    """Ten changes of any input cell that fit together and in the columns, with the engine's outcome after them."""
    case, edits = as_it_stood(before), {}
    after = before
    columns = before.options["x"].computed.last_period
    draw.shuffle(names)
    names.sort(key=lambda name: name not in {"case.start_date", "case.beds"})  # two that move everything come first
    for name in names:
        found = an_edit(case, name, draw)
        if found is None:
            continue
        value, changed = found
        try:
            outcome = run_case(changed)
        except BadInput:
            continue
        if outcome.options["x"].computed.last_period <= columns:
            case, after, edits[name] = changed, outcome, value
        if len(edits) == 10:
            break
    return edits, after


@pytest.mark.parametrize("seed", WIDE_SEEDS)
def test_any_ten_input_cells_changed_give_what_the_engine_gives(seed: int, office: Office, tmp_path: Path) -> None:
    """Dates, beds, choices, growth paths, own lines, blanks: whatever an auditor may change."""
    before = run_case(wide_case(seed) if seed % 3 else random_case(6 * seed + 4))
    path = write(before, tmp_path)
    rows = input_rows(path)
    edits, after = auditors_edits(before, list(rows), random.Random(seed))
    assert len(edits) == 10
    found = office.recalculate(path, {("Invoer", f"C{rows[name]}"): value for name, value in edits.items()})
    assert differences(after, place_models(before), found)[:5] == [], edits
    assert failed_checks(found) == []


def test_inputs_that_leave_metrics_without_a_value_leave_their_cells_blank(office: Office, tmp_path: Path) -> None:
    before = run_case(replace(example_case("GM1783"), options=(Option("x", "new_build", "permanent"),)))
    path = write(before, tmp_path)
    rows = input_rows(path)
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
    assert not {"irr", "payback_years", "dscr_min", "residual_land_value"} & {
        key for key, value in before.options["x"].metrics.items() if value is None
    }
    found = office.recalculate(path, {("Invoer", f"C{rows[f'x.{key}']}"): value for key, value in edits.items()})
    assert differences(after, place_models(before), found)[:5] == []


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "check"),
    [
        ("Invoer", "x.occupancy", "", "x.inputs_present"),
        ("Invoer", "x.occupancy", 1.2, "x.inputs_not_too_high"),
        ("Invoer", "x.occupancy", -0.1, "x.inputs_not_too_low"),
        ("Invoer", "x.occupancy", "0,9", "x.inputs_are_numbers"),
        ("Invoer", "x.term_years", 60.0, "x.term_fits"),
        ("Optie x", "rental_income", 12345.0, "Optie x.formulas_intact"),
        ("Optie x", "closing_balance", 12345.0, "x.loan_repaid"),
        ("Optie x", "equity_cash_flow", 12345.0, "x.equity_adds_up"),
        ("Optie x", "ledger_municipality", 12345.0, "x.ledgers"),
        ("Gemeente", "x.municipality_cash_flow", 12345.0, "Gemeente.formulas_intact"),
        ("Begroting", "x.budget_year_3", 12345.0, "x.budget_years_add_up"),
        ("Begroting", "x.budget_year_3", 12345.0, "Begroting.formulas_intact"),
        ("Optie x", "cash_received", 12345.0, "x.cash_adds_up"),
    ],
)
def test_a_check_turns_red_when_an_input_or_a_formula_is_spoilt(
    sheet: str, cell: str, value: float | str, check: str, office: Office, tmp_path: Path
) -> None:
    result = run_case(replace(example_case("GM1783"), options=(Option("x", "new_build", "permanent"),)))
    path = write(result, tmp_path)
    keys = {row[0].value: row[0].row for row in openpyxl.load_workbook(path)[sheet].iter_rows(min_row=6)}
    column = "C" if sheet in {"Invoer", "Begroting"} else "K"
    found = office.recalculate(path, {(sheet, f"{column}{keys[cell]}"): value})
    wrong = failed_checks(found)
    assert any(each.startswith(f"{check}:") for each in wrong)
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
        "rental_income" in each for each in differences(result, place_models(result), office.recalculate(broken))
    )
