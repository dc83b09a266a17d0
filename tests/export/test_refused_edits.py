"""What the engine refuses turns the master check of the workbook red, for a reason; what it allows leaves it green.

Read in a spreadsheet engine of another make; what that one cannot count cell by cell is left to LibreOffice.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from model.case import Case, Component, Option, OwnLine, read_case, write_case
from model.case.example import example_case
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.problems import BadInput
from tests.support.parity import failed_checks, input_cells, names_of_inputs, write
from tests.support.random_cases import WIDE_SEEDS, wide_case
from tests.support.recalculate import Office, Recalculated
from tests.support.spreadsheet import ARRAY_CHECKS, Spreadsheet
from tests.support.workbook_edits import REASONS, Value, any_edit, as_it_stood

pytestmark = pytest.mark.thorough
Recalculate = Callable[[dict[tuple[str, str], Value]], Recalculated]


def lodging_and_flex() -> Case:
    """Lodging with own lines, relocatable homes with a guarantee, and a mix of both."""
    homes = {"use_function": "housing", "rent_regulated": "yes", "rent_table": "home", "guarantee_use": "on"}
    lines = (OwnLine("Huur", "revenue", 1000.0, first=1.0, last=5.0), OwnLine("Post", "revenue", 1000.0, first=2.0))
    return replace(
        example_case("GM1783"),
        options=(
            Option("x", "short_stay", own_lines=lines),
            Option("y", "new_build", "relocatable", inputs=homes),
            Option("m", "mix", components=(Component("x", 0.4), Component("y", 0.6))),
        ),
    )


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(run_case(lodging_and_flex()), tmp_path_factory.mktemp("refused"))


EDITS: tuple[tuple[dict[str, Value], str], ...] = (
    ({"m.share.x": 0.3}, "m.shares_not_one"),
    ({"m.share.x": 0.5, "m.share.y": 0.5}, ""),
    ({"x.guarantee_use": "on"}, "x.guarantee_use.guarantee_not_eligible"),
    ({"y.guarantee_use": "off"}, ""),
    ({"y.use_function": "lodging"}, "y.guarantee_use.guarantee_not_eligible"),
    ({"y.use_function": "lodging", "y.guarantee_use": "off", "y.realisation_grant_use": "off"}, ""),
    ({"x.realisation_grant_use": "local"}, "x.realisation_grant_use.scheme_not_for_lodging"),
    ({"y.realisation_grant_use": "on"}, ""),
    ({"x.enforcement_use": "local"}, "x.enforcement_use.local_without_amount"),
    ({"x.enforcement_use": "local", "x.enforcement_cost": 0.0}, ""),
    ({"x.loan_years": 15.0, "x.loan_grace_years": 15.0}, "x.loan_grace_years.grace_too_long"),
    ({"x.loan_years": 15.0, "x.loan_grace_years": 14.75}, ""),
    ({"x.service_cost_per_bed_week": 400.0}, "x.service_cost_per_bed_week.service_above_price"),
    ({"x.service_cost_per_bed_week": 400.0, "x.price_per_bed_week": 400.0}, ""),
    ({"x.relocation_term_years": 2.0, "x.relocation_months": 25.0}, "x.relocation_months.relocation_too_long"),
    ({"x.relocation_term_years": 2.0, "x.relocation_months": 24.0}, ""),
    ({"x.term_years": 1.0, "x.construction_months": 12.0}, "x.term_years.term_too_short"),
    ({"x.term_years": 1.0, "x.construction_months": 11.0}, ""),
    ({"x.energy_basis": "share_of_revenue", "x.energy_cost": 1.5}, "x.energy_cost.share_above_revenue"),
    ({"x.energy_basis": "share_of_revenue", "x.energy_cost": 0.5}, ""),
    (
        {"y.guarantee_state_share": 1.0, "y.guarantee_municipality_share": 1.0},
        "y.guarantee_state_share.guarantee_above_",
    ),
    ({"y.guarantee_state_share": 0.6, "y.guarantee_municipality_share": 0.4}, ""),
    ({"x.loan_payments_per_year": 5.0}, "x.inputs_chosen"),
    ({"x.loan_payments_per_year": 2.0}, ""),
    ({"x.loan_type": "lin*"}, "x.inputs_chosen"),
    ({"x.loan_type": "?ullet"}, "x.inputs_chosen"),
    ({"x.loan_type": "Linear"}, "x.inputs_chosen"),
    ({"x.loan_type": "linear"}, ""),
    ({"case.discounting": "mid*"}, "case.inputs_chosen"),
    ({"case.beds": 200.5}, "case.inputs_whole"),
    ({"case.start_date": 46500.5}, "case.inputs_whole"),
    ({"x.construction_months": 9.5}, "x.inputs_whole"),
    ({"x.furniture_life_years": 6.5}, "x.inputs_whole"),
    ({"x.relocation_times": 1.5}, "x.inputs_whole"),
    ({"x.own.1.from": 1.5}, "x.inputs_whole"),
    ({"x.own.1.from": 9.0, "x.own.1.to": 2.0}, "x.own.1.to.to_before_from"),
    ({"x.own.2.from": 9.0}, ""),
    ({"x.own.1.to": ""}, ""),
)


@pytest.fixture(scope="module")
def spreadsheet(workbook: Path) -> tuple[Spreadsheet, Recalculated]:
    sheet = Spreadsheet(workbook)
    return sheet, sheet.recalculate()


@pytest.mark.parametrize(("edits", "check"), EDITS, ids=[" ".join(map(str, edits.items())) for edits, _ in EDITS])
def test_an_edit_is_refused_by_the_check_that_says_why(
    edits: dict[str, Value], check: str, spreadsheet: tuple[Spreadsheet, Recalculated]
) -> None:
    sheet, before = spreadsheet
    cells = input_cells(before, edits)
    wrong = failed_checks(sheet.recalculate({cells[name]: value for name, value in edits.items()}))
    sheet.recalculate({cells[name]: value_in(before, cells[name]) for name in edits})
    if not check:
        assert wrong == []
    else:
        assert [problem for problem in wrong if problem.startswith(check)]
        assert {problem for problem in wrong if problem.startswith("master")} == {
            f"master check on {name}" for name in before.sheets
        }


def value_in(recalculated: Recalculated, cell: tuple[str, str]) -> Value:
    sheet, address = cell
    return recalculated.sheets[sheet][int(address[1:]) - 1][2]


@pytest.fixture(scope="module")
def book(workbook: Path) -> Workbook:
    return openpyxl.load_workbook(workbook)


def test_a_number_of_beds_may_only_be_typed_whole(book: Workbook) -> None:
    sheet = book["Invoer"]
    kinds = {str(rule.sqref): rule.type for rule in sheet.data_validations.dataValidation}
    rows = {row[0].value: row[0].row for row in sheet.iter_rows(max_col=1)}
    names = ("case.beds", "x.construction_months", "x.own.1.from", "case.start_date", "x.occupancy")
    assert [kinds[f"C{rows[name]}"] for name in names] == ["whole", "whole", "whole", "date", "decimal"]
    assert kinds[f"C{rows['x.loan_payments_per_year']}"] == "list"


def test_a_rule_that_no_cell_can_break_has_no_check(book: Workbook) -> None:
    """The subsidy scheme may not be changed in the workbook; whether homes of a guarantee are let or lodged in may."""
    keys = [row[0].value for row in book["Controles"].iter_rows(min_row=7)]
    assert "x.guarantee_use.guarantee_not_eligible" in keys
    assert "y.guarantee_use.guarantee_not_eligible" in keys
    assert not any("subsidy_scheme" in str(key) for key in keys)


# Drawn edits


def refused_as(data: dict[str, Any]) -> tuple[set[str], CaseResult | None]:
    """The codes of what the engine refuses, or its result."""
    try:
        return set(), run_case(read_case(data))
    except BadInput as error:
        return {problem.code for problem in error.problems}, None


def assert_refuses_what_the_engine_does(
    seed: int, count: int, folder: Path, opened: Callable[[Path], Recalculate], without: tuple[str, ...] = ()
) -> None:
    """Edits of one or two cells, each on the workbook as it was made; `without` are checks that count as passed."""
    before = run_case(wide_case(seed))
    recalculate = opened(write(before, folder))
    made = recalculate({})
    assert failed_checks(made) == []
    names, draw = list(names_of_inputs(made)), random.Random(seed)
    cells = input_cells(made, names)
    data = write_case(as_it_stood(before))
    columns = before.options["x"].computed.last_period
    verdicts: list[bool] = []
    while len(verdicts) < count:
        changed = copy.deepcopy(data)
        edits = {name: any_edit(changed, name, draw) for name in draw.sample(names, draw.choice([1, 1, 2]))}
        if None in edits.values():
            continue
        codes, after = refused_as(changed)
        reasons = [check for code in codes for check in REASONS.get(code, (code,))]
        if (after and after.options["x"].computed.last_period > columns) or set(reasons) & set(without):
            continue
        values = {name: value for name, value in edits.items() if value is not None}
        wrong = failed_checks(recalculate({cells[name]: value for name, value in values.items()}))
        recalculate({cells[name]: value_in(made, cells[name]) for name in values})
        assert bool(wrong) == bool(codes), (values, codes, wrong[:3])
        assert not codes or any(reason in problem for problem in wrong for reason in reasons), (values, codes, wrong)
        verdicts.append(bool(codes))
    assert any(verdicts) and not all(verdicts)


@pytest.mark.parametrize("seed", WIDE_SEEDS[:12])
def test_drawn_edits_are_refused_by_both_or_by_neither(seed: int, tmp_path: Path) -> None:
    assert_refuses_what_the_engine_does(seed, 40, tmp_path, lambda path: Spreadsheet(path).recalculate, ARRAY_CHECKS)


@pytest.mark.office
@pytest.mark.parametrize("seed", [0, 5])
def test_drawn_edits_are_refused_by_both_or_by_neither_in_libreoffice(
    seed: int, office: Office, tmp_path: Path
) -> None:
    def opened(path: Path) -> Recalculate:
        return lambda edits: office.recalculate(path, edits)

    assert_refuses_what_the_engine_does(seed, 12, tmp_path, opened)
