"""The workbook's rules (design: the workbook), each checked on what the generated files hold."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from model.case import Case, Option
from model.case.example import example_case
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.export.analyses import Analyses, analyse
from model.export.workbook.layout import (
    BREAK_EVEN,
    CALENDAR,
    EVIDENCE,
    FIRST_PERIOD,
    FIXED,
    NORMS,
    RISK,
    SENSITIVITY,
    models_of,
    place_models,
    sheet_names,
)
from model.export.workbook.workbook import export_case
from model.law.calendar import law_calendar
from model.lines.labels import words
from model.lines.metrics import METRIC_KEYS
from model.outcomes.budget import budget_years
from model.outcomes.municipality import municipal_lines, surety
from model.parameters.table import parameters
from model.words.texts import codes, text
from tests.export.cases import HOSTILE, hostile_case, large_case
from tests.support.random_cases import random_case
from tests.support.workbook_rules import BookFile, Cell, moved, relative, without_references

pytestmark = pytest.mark.thorough

ALLOWED = {"0", "1", "2", "12", "100", "365"}
FUNCTIONS = {
    "ABS",
    "AVERAGE",
    "CHOOSE",
    "COUNT",
    "COUNTIF",
    "DATE",
    "EDATE",
    "FV",
    "IF",
    "INDEX",
    "INT",
    "ISBLANK",
    "ISFORMULA",
    "ISNUMBER",
    "ISTEXT",
    "MATCH",
    "MAX",
    "MIN",
    "MONTH",
    "NPV",
    "PMT",
    "RIGHT",
    "ROWS",
    "SIGN",
    "SUM",
    "SUMIF",
    "YEAR",
}
"""All in Excel 2007 and LibreOffice 4 but ISFORMULA, which came with Excel 2013 and LibreOffice 4.2."""
LONGEST = 130
MOST_REFERENCES = 16
ANALYSED = (SENSITIVITY, BREAK_EVEN, RISK, NORMS, EVIDENCE)
VALUES_ONLY = (*ANALYSED, CALENDAR, "Bronnen")
HEAD_ROWS = 5
ID_ROW = 5
CHANGED_COLUMN = 6
"""On Invoer: whether an input is another than when the workbook was made."""
CHECK_CELL = (4, 3)


@dataclass(frozen=True)
class Made:
    """A case's outcome, its analyses and its workbook."""

    result: CaseResult
    found: Analyses
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
    found = analyse(result, draws=200)
    language = "en" if name == "english" else "nl"
    return Made(result, found, BookFile(export_case(result, language, analyses=found)), language)


@pytest.fixture(scope="module", params=list(CASES))
def made(request: pytest.FixtureRequest) -> Made:
    return workbook_of(request.param)


@pytest.fixture
def example() -> Made:
    return workbook_of("example")


def calculation_sheets(made: Made) -> list[str]:
    return [place.sheet for place in place_models(made.result).values()]


def body(made: Made, sheet: str) -> list[Cell]:
    return [cell for (row, _), cell in made.file.cells[sheet].items() if row > HEAD_ROWS]


# What the checker itself must be able to see


def test_the_checker_moves_relative_references_only() -> None:
    assert moved("'Optie a'!F$2+$B3*Invoer!$C$9", down=1, across=2) == "'Optie a'!H$2+$B4*Invoer!$C$9"
    assert relative("E7+F$5", 7, 6) == "R[0]C[-1]+R5C[0]"
    assert without_references("IF('Mix m - a'!$F$3>1.5,\"2,5\",LOG10(A1))") == "IF(>1.5,,LOG10())"


def test_the_monthly_case_is_monthly_and_the_mix_a_mix() -> None:
    assert workbook_of("monthly").result.case.periods_per_year == 12
    assert workbook_of("mix").result.options["z"].components


# Sheets


def test_all_sheets_stand_in_reading_order(made: Made) -> None:
    assert made.file.book.sheetnames == [
        "Voorblad",
        "Invoer",
        *calculation_sheets(made),
        "Jaren",
        "IRR",
        "IRR-ladder",
        "Vergelijking",
        "Gemeente",
        "Begroting",
        "Grafieken",
        *ANALYSED,
        CALENDAR,
        "Bronnen",
        "Controles",
    ]
    assert set(FIXED) <= set(made.file.book.sheetnames)


def test_inputs_calculations_and_outputs_stand_apart(made: Made) -> None:
    # Invoer tells of each input whether it was changed, and some defaults follow the floor area.
    follow = ("land_price_per_bed", "woz_value_per_bed")
    following = [row for name, row in inputs(made).items() if name.endswith(follow)]
    formulas = [cell for cell in body(made, "Invoer") if cell.formula is not None]
    assert {cell.column for cell in formulas if cell.row not in following} == {CHANGED_COLUMN}
    assert {cell.column for cell in formulas if cell.row in following} <= {CHANGED_COLUMN, 3}
    for sheet in VALUES_ONLY:
        assert not [cell.place for cell in body(made, sheet) if cell.formula is not None]
    outputs = ("Vergelijking", "Gemeente", "Begroting")
    for sheet in (*calculation_sheets(made), *outputs):
        # A calculation's start value stands left of period 0; of the metrics is kept what they were. Nothing else.
        numbers = [cell for cell in body(made, sheet) if cell.formula is None and is_stored_number(made, cell)]
        kept = stored_metric_columns(made) if sheet == "Vergelijking" else set()
        assert {cell.column for cell in numbers} <= ({FIRST_PERIOD} if sheet not in outputs else kept)


def stored_metric_columns(made: Made) -> set[int]:
    """The columns with the metrics as made, and their tolerance."""
    kept, tolerance = (text(f"xlsx_head_{code}", made.language) for code in ("made", "tolerance"))
    heads = {column: cell.value for (row, column), cell in made.file.cells["Vergelijking"].items() if row == ID_ROW}
    return {column for column, head in heads.items() if head.endswith(f": {kept.lower()}") or head == tolerance}


def is_stored_number(made: Made, cell: Cell) -> bool:
    return bool(made.file.book[cell.sheet].cell(cell.row, cell.column).data_type == "n")


def test_sheet_names_stay_unique_and_short() -> None:
    names = sheet_names(["a", "A", "x" * 31, "m.a"])
    assert len({name.lower() for name in names.values()}) == 4
    assert max(map(len, names.values())) <= 31


# Formulas


def test_formulas_hold_no_numbers_but_the_allowed_ones(made: Made) -> None:
    number = re.compile(r"(?<![A-Za-z_.\d])\d+(?:\.\d+)?(?:E[+-]?\d+)?")
    everything = [cell.formula or "" for cell in made.file.formulas] + made.file.other_formulas()
    assert {found for formula in everything for found in number.findall(without_references(formula))} <= ALLOWED


def test_only_functions_that_old_spreadsheets_know(made: Made) -> None:
    used = {name for cell in made.file.formulas for name in re.findall(r"([A-Z][A-Z0-9.]+)\(", cell.formula or "")}
    assert used <= FUNCTIONS
    # What came after 2007 carries a prefix in the file, or Excel does not know it.
    newer = {name for cell in made.file.formulas for name in re.findall(r"_xl\w+\.(\w+)", cell.formula or "")}
    assert newer <= {"ISFORMULA"}
    bare = [cell.place for cell in made.file.formulas if re.search(r"(?<!_xlfn\.)ISFORMULA", cell.formula or "")]
    assert bare == []


def test_no_formula_nests_ifs(made: Made) -> None:
    for formula in {without_references(cell.formula or "") for cell in made.file.formulas}:
        assert deepest_if(formula) <= 1, formula


def deepest_if(formula: str) -> int:
    """How many IFs enclose each other at most."""
    enclosing: list[bool] = []
    most = 0
    for part in re.findall(r"[A-Z.]*\(|\)", formula):
        if part == ")":
            enclosing.pop()
        else:
            enclosing.append(part == "IF(")
            most = max(most, sum(enclosing))
    return most


def test_nested_ifs_would_be_seen() -> None:
    assert deepest_if("IF(SUM(IF(,,)),,)") == 2
    assert deepest_if("IF(,,)*IF(,,)") == 1


def test_formulas_are_short_enough_to_explain(made: Made) -> None:
    assert_short(made.file)


def assert_short(file: BookFile, names: Mapping[str, str] | None = None) -> None:
    """`names` gives sheets called after a long name of the user's a shorter one: theirs tells nothing of length."""
    for cell in file.formulas:
        formula = cell.formula or ""
        for name, short in (names or {}).items():
            formula = formula.replace(f"'{name}'!", f"'{short}'!")
        assert len(formula) <= LONGEST, (cell.place, formula)
        assert len(re.findall(r"\$?[A-Z]{1,3}\$?\d+", cell.formula or "")) <= MOST_REFERENCES, cell.formula


def test_a_row_is_one_formula_across_the_timeline(made: Made) -> None:
    assert rows_of_one_formula(made.file, (*calculation_sheets(made), "Gemeente", "IRR")) > 100


def rows_of_one_formula(file: BookFile, sheets: Iterable[str]) -> int:
    """How many rows there are on sheets with a timeline; each is the same in R1C1 in all its columns."""
    checked = 0
    for sheet in sheets:
        rows: dict[int, list[Cell]] = {}
        for (row, column), cell in file.cells[sheet].items():
            if row > HEAD_ROWS and column > FIRST_PERIOD and cell.formula is not None:
                rows.setdefault(row, []).append(cell)
        for cells in rows.values():
            assert len({cell.r1c1 for cell in cells}) == 1, cells[0].place
            columns = [cell.column for cell in cells]
            assert columns == list(range(FIRST_PERIOD + 1, FIRST_PERIOD + 1 + len(cells)))
            checked += 1
    return checked


def test_the_largest_case_has_formulas_as_short_as_any() -> None:
    """A hundred own lines in two options and a mix of eleven: sums are cut into subtotals, rows like the others."""
    result = run_case(large_case())
    file = BookFile(export_case(result))
    sheets = [place.sheet for place in place_models(result).values()]
    assert_short(file, {sheet: f"Optie {number}" for number, sheet in enumerate(sheets)})
    assert rows_of_one_formula(file, sheets) > 2000


def test_a_row_of_a_calculation_sheet_fills_every_period(made: Made) -> None:
    for model, _ in models_of(made.result):
        place = place_models(made.result)[model.name]
        cells = made.file.cells[place.sheet]
        for key in model.rows:
            row = place.rows[key]
            assert all((row, FIRST_PERIOD + 1 + at) in cells for at in range(model.last_period + 2)), key


def test_a_column_of_the_index_tables_is_one_formula(made: Made) -> None:
    columns: dict[int, set[str]] = {}
    for cell in body(made, "Jaren"):
        if cell.formula is not None:
            columns.setdefault(cell.column, set()).add(cell.r1c1)
    assert columns and all(len(formulas) == 1 for formulas in columns.values())


def test_no_shared_formula_names_another_sheet(made: Made) -> None:
    """Excel's format has no place for it, and other writers never do it (EPPlus issue 253: Excel finds it corrupt)."""
    shared = [cell for cell in made.file.formulas if cell.is_shared]
    assert shared, "else this looks at nothing"
    assert [cell.place for cell in shared if "!" in (cell.formula or "")] == []


def test_the_same_column_is_the_same_period_on_every_sheet(made: Made) -> None:
    headers = {
        sheet: made.file.row_values(sheet, ID_ROW, FIRST_PERIOD + 1)
        for sheet in (*calculation_sheets(made), "Gemeente", "IRR")
    }
    longest = max((header for header in headers.values()), key=len)
    for sheet, header in headers.items():
        ahead = header if sheet in {"Gemeente", "IRR"} else header[:-1]
        assert ahead == longest[: len(ahead)] or ahead == headers["IRR"][: len(ahead)], sheet


def test_period_labels_are_the_engines(made: Made) -> None:
    for option, outcome in made.result.options.items():
        sheet = place_models(made.result)[option].sheet
        labels = made.file.row_values(sheet, ID_ROW, FIRST_PERIOD + 1)
        assert tuple(labels[:-1]) == outcome.periods


def test_loan_loss_pool_and_cash_are_corkscrews(example: Made) -> None:
    """Opening + in - out = closing, and the opening is the closing of the period before."""
    place = place_models(example.result)["a"]

    def formula(key: str) -> str:
        return example.file.cells[place.sheet][place.rows[key], FIRST_PERIOD + 1].formula or ""

    def here(key: str) -> str:
        return f"F{place.rows[key]}"

    def before(key: str) -> str:
        return f"E{place.rows[key]}"

    loan = f"{here('opening_balance')}+{here('drawdown')}-{here('repayment')}-{here('final_repayment')}"
    assert formula("closing_balance") == loan
    assert formula("opening_balance") == before("closing_balance")
    assert formula("loss_pool") == f"{here('loss_pool_opening')}+{here('loss_added')}-{here('loss_used')}"
    assert formula("loss_pool_opening") == before("loss_pool")
    cash = f"{here('cash_opening')}+{here('cash_received')}-{here('cash_paid')}"
    assert formula("cumulative_cash_flow") == cash
    assert formula("cash_opening") == before("cumulative_cash_flow")


def test_a_balance_has_no_total(example: Made) -> None:
    """Debts of all years added up mean nothing; what is drawn and repaid does."""
    place = place_models(example.result)["a"]
    cells = example.file.cells[place.sheet]
    rows = {key: (place.rows[key], 4) in cells for key in ("closing_balance", "cumulative_cash_flow", "repayment")}
    assert rows == {"closing_balance": False, "cumulative_cash_flow": False, "repayment": True}


# Nothing hidden


def test_nothing_is_hidden_merged_linked_or_a_macro(made: Made) -> None:
    names = made.file.archive.namelist()
    assert not [name for name in names if re.search("vba|externalLink|connections|embeddings", name)]
    for sheet in made.file.book.worksheets:
        assert sheet.sheet_state == "visible" and not sheet.merged_cells.ranges and not sheet._hyperlinks
        assert not any(size.hidden for size in (*sheet.row_dimensions.values(), *sheet.column_dimensions.values()))
    relations = b"".join(made.file.archive.read(name) for name in names if name.endswith(".rels"))
    assert b'TargetMode="External"' not in relations
    formulas = [cell.formula or "" for cell in made.file.formulas]
    assert not [formula for formula in formulas if re.search(r"OFFSET|INDIRECT|\[|#REF", formula)]


def test_inputs_are_unlocked_and_the_rest_is_locked_but_visible(made: Made) -> None:
    for sheet in made.file.book.worksheets:
        assert sheet.protection.sheet
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert not any(cell.protection.hidden for cell in cells)
        unlocked = [cell for cell in cells if cell.protection.locked is False]
        assert bool(unlocked) == (sheet.title == "Invoer")
        assert {cell.column_letter for cell in unlocked} <= {"C"}
        assert {cell.fill.fgColor.rgb for cell in unlocked} <= {"FFFFF7D6"}


# Inputs


def inputs(made: Made) -> dict[str, int]:
    """The row of every machine key on the sheet of inputs."""
    rows = [(cell.value, cell.row) for cell in body(made, "Invoer") if cell.column == 1]
    assert [key for key, count in Counter(key for key, _ in rows).items() if count > 1] == []
    return dict(rows)


def test_inputs_stand_in_the_column_waarde_under_their_machine_key(made: Made) -> None:
    header = made.file.row_values("Invoer", ID_ROW)
    assert header[2] == "Waarde"
    cells, rows = made.file.cells["Invoer"], inputs(made)
    assert cells[rows["case.beds"], 3].number == made.result.case.beds
    for option in made.result.case.options:
        for key, value in option.inputs.items():
            if isinstance(value, float) and f"{option.id}.{key}" in rows:
                assert cells[rows[f"{option.id}.{key}"], 3].number == value
    key_cell = made.file.book["Invoer"].cell(rows["case.beds"], 1)
    assert key_cell.font.sz <= 8 and key_cell.font.color.rgb == "FF808080"


def test_unit_support_and_source_stand_beside_each_input(made: Made) -> None:
    header = made.file.row_values("Invoer", ID_ROW)
    unit, status, source, note = (header.index(text(f"xlsx_head_{name}", made.language)) + 1 for name in _BESIDE)
    sourced = text("xlsx_status_sourced", made.language)
    for key, row in inputs(made).items():
        beside = {column: made.file.cells["Invoer"].get((row, column)) for column in range(1, 13)}
        is_choice = (row, 13) in made.file.cells["Invoer"]
        assert beside[unit] or is_choice or parameters_unit(key) == "none", key
        if key != "case.bed_share":
            told = beside[status]
            assert told, key
            assert told.value != sourced or beside[source] or beside[note], key


_BESIDE = ("unit", "status", "source", "note")


def parameters_unit(key: str) -> str:
    found = parameters().get(key.split(".")[-1].split("@")[0])
    return found.unit if found else ""


def test_every_open_input_has_a_validation_that_says_what_is_allowed(made: Made) -> None:
    sheet = made.file.book["Invoer"]
    rules = {str(cell): rule for rule in sheet.data_validations.dataValidation for cell in rule.sqref.ranges}
    unlocked = {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.protection.locked is False}
    assert unlocked == set(rules)
    for place, rule in rules.items():
        row = place[1:]
        assert rule.error and rule.errorTitle and rule.errorStyle in (None, "stop")
        if rule.type == "list":
            assert re.fullmatch(rf"\$M\${row}:\$[M-R]\${row}", rule.formula1)
        else:
            assert (rule.formula1, rule.formula2) == (f"$G${row}", f"$H${row}")
            assert rule.type in {"decimal", "whole", "date"}


def test_a_bound_is_told_in_dutch_notation(example: Made) -> None:
    rules = example.file.book["Invoer"].data_validations.dataValidation
    row = inputs(example)["a.price_per_bed_week"]
    rule = next(rule for rule in rules if str(rule.sqref) == f"C{row}")
    assert rule.error == "Vul een getal in van 0 tot en met 10.000."


# Values


def test_every_stored_value_is_the_engines(made: Made) -> None:
    for model, _ in models_of(made.result):
        place = place_models(made.result)[model.name]
        cells = made.file.cells[place.sheet]
        for key, row in model.rows.items():
            for period, value in enumerate(row):
                assert_stored(cells[place.rows[key], FIRST_PERIOD + 1 + period], value)
        for key, value in model.scalars.items():
            assert_stored(cells[place.rows[key], 4], value)


def assert_stored(cell: Cell, value: float) -> None:
    assert (cell.number is None) if math.isnan(value) else cell.number == value, cell.place


def test_every_formula_has_a_stored_value_and_none_is_an_error(made: Made) -> None:
    assert not [cell.place for cell in made.file.formulas if cell.value.startswith("#")]
    blank = {cell.place for cell in made.file.formulas if cell.value == ""}
    allowed = {cell.place for cell in made.file.formulas if '""' in (cell.formula or "") or "!" in (cell.formula or "")}
    assert blank <= allowed


def test_metrics_stand_under_their_key_with_a_column_per_option(made: Made) -> None:
    cells = made.file.cells["Vergelijking"]
    columns = {cell.value: cell.column for (row, _), cell in cells.items() if row == ID_ROW}
    rows = {cell.value: cell.row for cell in body(made, "Vergelijking") if cell.column == 1}
    assert set(METRIC_KEYS) <= set(rows)
    for option, outcome in made.result.options.items():
        sheet = place_models(made.result)[option].sheet
        for key, value in outcome.metrics.items():
            cell = cells[rows[key], columns[option]]
            assert_stored(cell, math.nan if value is None else value)
            assert re.fullmatch(rf"'{re.escape(sheet)}'!\$D\$\d+", cell.formula or "")


def test_each_metric_says_where_its_cells_are(example: Made) -> None:
    place = place_models(example.result)["c"]
    rows = {cell.value: cell.row for cell in body(example, "Vergelijking") if cell.column == 1}
    column = example.file.row_values("Vergelijking", ID_ROW).index("Staat in cel") + 1
    assert f"Optie c D{place.rows['npv']}" in example.file.cells["Vergelijking"][rows["npv"], column].value


def test_gemeente_shows_each_ledger_and_reconciles(made: Made) -> None:
    rows = {cell.value: cell.row for cell in body(made, "Gemeente") if cell.column == 1}
    cells = made.file.cells["Gemeente"]
    for option, outcome in made.result.options.items():
        ledgers = [rows[f"{option}.ledger_{party}"] for party in _PARTIES]
        for period in range(len(outcome.periods)):
            column = FIRST_PERIOD + 1 + period
            assert sum(cells[row, column].number or 0.0 for row in ledgers) == pytest.approx(0, abs=1e-5)
            reconciled = cells[rows[f"{option}.reconcile_municipality"], column].number
            assert reconciled is not None and reconciled == pytest.approx(0, abs=1e-5)


def test_gemeente_says_of_each_line_whether_it_counts_and_what_it_rests_on(made: Made) -> None:
    rows = {cell.value: cell.row for cell in body(made, "Gemeente") if cell.column == 1}
    cells = made.file.cells["Gemeente"]
    shown = {key: cells[row, 5].value for key, row in rows.items() if (row, 5) in cells}
    for outcome in made.result.options.values():
        for line in municipal_lines(outcome):
            words_ = [text(f"ui_use_{line.use}", made.language)]
            words_ += [text(f"xlsx_status_{line.status}", made.language)] if line.status else []
            assert shown[f"{line.model}.{line.key}"] == " · ".join(words_)


def test_begroting_shows_each_calendar_year_as_the_engine_does(made: Made) -> None:
    rows = {cell.value: cell.row for cell in body(made, "Begroting") if cell.column == 1}
    cells = made.file.cells["Begroting"]
    for option, outcome in made.result.options.items():
        for number, year in enumerate(budget_years(outcome), start=1):
            row = rows[f"{option}.budget_year_{number}"]
            found = [cells[row, column].number for column in range(2, 7)]
            assert found == pytest.approx([year.year, year.income, year.charges, year.result, year.cash_flow], abs=1e-6)


def test_begroting_says_what_must_be_checked_and_what_is_guaranteed() -> None:
    """New build with a relocation guarantee, on municipal land, with plan costs of which 60% is recovered."""
    inputs: dict[str, float | str] = {
        "term_years": 6,
        "use_function": "housing",
        "rent_regulated": "yes",
        "guarantee_use": "on",
        "guaranteed_share": 0.6,
        "municipal_land_share": 1.0,
        "plan_costs_use": "local",
        "plan_costs": 80_000.0,
        "plan_cost_recovery_share": 0.6,
    }
    option = Option("x", "new_build", "relocatable", inputs=inputs)
    result = run_case(replace(example_case("GM1783"), options=(option,)))
    cells = BookFile(export_case(result)).cells["Begroting"]
    shown = {cell.value for cell in cells.values()}
    warned = [notice for notice in result.options["x"].warnings if notice.code.startswith("check_")]
    assert {"check_state_aid", "check_cost_recovery"} <= {notice.code for notice in warned}
    assert {notice.text("nl") for notice in warned} <= shown
    rows = {cell.value: cell.row for cell in cells.values() if cell.column == 1}
    found = surety(result.options["x"])
    assert found is not None and found.guaranteed > 0
    assert cells[rows["x.surety_guaranteed"], 3].number == pytest.approx(found.guaranteed)
    assert cells[rows["x.surety_municipal_expected"], 3].number == pytest.approx(found.municipal_expected_loss)


def test_a_column_of_calendar_years_is_one_formula(made: Made) -> None:
    """Year by year the same in R1C1, in each block; only the first year is taken from the start."""
    blocks: dict[tuple[str, int], set[str]] = {}
    cells = made.file.cells["Begroting"]
    for cell in body(made, "Begroting"):
        if cell.column == 1 and ".budget_year_" in cell.value:
            name, _, number = cell.value.rpartition("_")
            for column in range(2 if number != "1" else 3, 13):
                blocks.setdefault((name, column), set()).add(cells[cell.row, column].r1c1)
    assert all(len(formulas) == 1 for formulas in blocks.values())


_PARTIES = ("operator", "municipality", "resident", "employer", "state", "outside")


# Checks


def test_the_master_check_stands_on_every_sheet(made: Made) -> None:
    for sheet, cells in made.file.cells.items():
        expected = "Controles!$C$4" if sheet != "Controles" else None
        cell = cells[CHECK_CELL]
        assert cell.number == 1 and (expected is None or cell.formula == expected)
        rules = made.file.book[sheet].conditional_formatting
        coloured = {str(place) for rule in rules for place in rule.sqref.ranges}
        assert "C4" in coloured


def test_the_master_check_counts_every_check(made: Made) -> None:
    rows = [cell.row for cell in body(made, "Controles") if cell.column == 4]
    master = made.file.cells["Controles"][CHECK_CELL]
    results = f"D{min(rows)}:D{max(rows)}"
    assert master.formula == f"IF(COUNTIF({results},1)=ROWS({results}),1,0)"
    assert rows == list(range(min(rows), max(rows) + 1))


def is_counted(cell: Cell) -> bool:
    """On Invoer only what tells of changes: a formula in an input cell is there to be typed over."""
    return cell.sheet != "Invoer" or cell.column == CHANGED_COLUMN


def test_formula_cells_are_counted_as_they_are(made: Made) -> None:
    """The numbers on Controles against a count by this test's own reader."""
    for cell in body(made, "Controles"):
        if cell.column == 1 and cell.value.endswith(".formulas_intact"):
            sheet = cell.value.removesuffix(".formulas_intact")
            cells = [each for (row, _), each in made.file.cells[sheet].items() if row >= ID_ROW]
            counted = sum(each.formula is not None and is_counted(each) for each in cells)
            assert made.file.cells["Controles"][cell.row, 5].number == counted


# Words and looks


def test_a_draft_says_so_in_full_on_every_sheet(made: Made) -> None:
    for sheet in made.file.book.worksheets:
        mark = sheet["B3"].value
        assert mark == text("xlsx_concept", made.language) and "concept" in mark.lower()
        # Nothing stands to the right of title and mark that would cut them off.
        assert {sheet.cell(row, column).value for row in (1, 2, 3) for column in range(3, 12)} == {None}


def test_every_sheet_prints_landscape_with_its_head_on_each_page(made: Made) -> None:
    for sheet in made.file.book.worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0
        assert sheet.print_title_rows == "$1:$5"
        if sheet.title != "Grafieken":
            assert sheet.freeze_panes is not None


def test_columns_are_wide_enough_for_their_amounts(example: Made) -> None:
    for sheet in (*calculation_sheets(example), "Gemeente", "Begroting", "Vergelijking"):
        widths = example.file.book[sheet].column_dimensions
        for cell in body(example, sheet):
            if cell.formula is None or cell.number is None or cell.column < 4:
                continue
            shown = f"{cell.number:,.0f}"
            letter = next(name for name, size in widths.items() if size.min <= cell.column <= size.max and size.width)
            assert len(shown) + 1 <= widths[letter].width, cell.place


@pytest.mark.parametrize("name", ["example", "english"])
def test_no_text_is_cut_off_by_the_cell_beside_it(name: str) -> None:
    """A letter takes about 1/1.15 of a unit of column width. Keys are small; a wrapped text makes its row higher."""
    cut = []
    for sheet in workbook_of(name).file.book.worksheets:
        sizes = sheet.column_dimensions.values()
        for row in sheet.iter_rows(min_row=6, min_col=2):
            for cell, beside in pairwise(row):
                if cell.data_type != "s" or beside.value is None or cell.alignment.wrap_text or cell.font.sz < 8:
                    continue
                width = next(size.width for size in sizes if size.min <= cell.column <= size.max and size.width)
                if len(str(cell.value)) / 1.15 > width:
                    cut.append(f"{sheet.title}!{cell.coordinate}: {cell.value}")
    assert cut == []


def test_numbers_are_written_in_dutch(example: Made) -> None:
    sheet = example.file.book["Vergelijking"]
    assert sheet["D7"].number_format.startswith("[$-413]")


def test_the_english_workbook_speaks_english() -> None:
    """No cell holds a text that this model only has in Dutch, except names of sheets and the contract's heading."""
    made = workbook_of("english")
    dutch = {text(code, "nl") for code in codes() if code.startswith("xlsx_") and _has_no_values(code)}
    dutch |= {parameter.label("nl") for parameter in parameters().values()}
    english = {text(code, "en") for code in codes() if code.startswith("xlsx_") and _has_no_values(code)}
    english |= {parameter.label("en") for parameter in parameters().values()}
    only_dutch = {words_ for words_ in dutch - english if len(words_) > 2} - set(made.file.book.sheetnames)
    for model, _ in models_of(made.result):
        labels = {(words(key).label("nl"), words(key).label("en")) for key in (*model.rows, *model.scalars)}
        only_dutch |= {capital for nl, en in labels if nl != en for capital in (nl, nl[:1].upper() + nl[1:])}
    only_dutch -= {words(key).label("en") for model, _ in models_of(made.result) for key in model.rows}
    shown = {cell.value for cells in made.file.cells.values() for cell in cells.values()}
    assert shown & only_dutch == set()


def _has_no_values(code: str) -> bool:
    try:
        text(code, "nl")
    except (KeyError, IndexError):
        return False
    return True


def test_charts_have_a_title_an_alternative_text_and_live_data(made: Made) -> None:
    drawing = made.file.archive.read("xl/drawings/drawing1.xml").decode()
    alternatives = re.findall(r'<xdr:cNvPr [^>]*descr="([^"]+)"', drawing)
    charts = [name for name in made.file.archive.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]
    assert len(alternatives) == len(charts) == 5 and len(set(alternatives)) == 5
    for name in charts:
        root = ElementTree.fromstring(made.file.archive.read(name))
        space = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
        assert root.find(f".//{space}title") is not None
        references = [each.text or "" for each in root.iter(f"{space}f")]
        assert references and all(
            re.fullmatch(r"('[^']+'|\w+)!\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?", one) for one in references
        )


def test_the_file_says_what_it_is(made: Made) -> None:
    properties = made.file.book.properties
    town = made.result.market.municipality(made.result.case.municipality)
    assert properties.title == made.result.case.name
    assert town.name in (properties.keywords or "")
    assert properties.contentStatus == text("xlsx_concept", made.language)


# User text


def test_user_text_never_becomes_a_formula_a_link_or_markup() -> None:
    made = workbook_of("hostile")
    everything = [cell.formula or "" for cell in made.file.formulas] + made.file.other_formulas()
    assert not [formula for formula in everything if re.search("cmd|HYPERLINK|example|aanhaling|😀", formula)]
    texts = {cell.value for cells in made.file.cells.values() for cell in cells.values() if cell.formula is None}
    assert set(HOSTILE) <= texts | {part.partition(": ")[2] for part in texts}
    names = made.file.book.sheetnames
    assert len({name.lower() for name in names}) == len(names) and max(map(len, names)) <= 31
    assert not [name for name in names if re.search(r"[\[\]:*?/\\]|^'|'$", name)]


# Analyses, sources, law


def test_analyses_are_values_and_say_so_with_their_seed(example: Made) -> None:
    for sheet in (SENSITIVITY, BREAK_EVEN, RISK, NORMS):
        shown = " ".join(cell.value for cell in example.file.cells[sheet].values())
        assert "Waarden, geen formules" in shown
    shown = " ".join(cell.value for cell in example.file.cells[RISK].values())
    assert "200 toekomsten, startgetal 1" in shown


def numbers_on(made: Made, sheet: str) -> list[float]:
    return [cell.number for cell in body(made, sheet) if cell.number is not None and is_stored_number(made, cell)]


def test_analyses_hold_what_was_calculated(made: Made) -> None:
    for risk in made.found.risks.values():
        for expected in (risk.spreads["npv"].p50, risk.capital):
            assert any(number == pytest.approx(expected, abs=1e-6) for number in numbers_on(made, RISK))
    for bars in made.found.tornados.values():
        assert not bars or any(
            number == pytest.approx(bars[0].effect, abs=1e-6) for number in numbers_on(made, SENSITIVITY)
        )
    for answers in made.found.break_evens.values():
        for each in answers:
            for solution in each.solutions[:1]:
                assert any(number == pytest.approx(solution.value) for number in numbers_on(made, BREAK_EVEN))
    for support in made.found.support.values():
        assert any(number == pytest.approx(support.shares["assumption"]) for number in numbers_on(made, EVIDENCE))


def test_a_break_even_price_makes_the_npv_zero(example: Made) -> None:
    """The price on the sheet, entered in the case, gives an npv of zero: checked with the engine."""
    cells = example.file.cells[BREAK_EVEN]
    row = next(cell.row for cell in body(example, BREAK_EVEN) if cell.value == "d.price_per_bed_week")
    price = cells[row, 4].number
    assert price is not None
    changed = run_case(example.result.case.with_input("d", "price_per_bed_week", price))
    assert changed.options["d"].metrics["npv"] == pytest.approx(0, abs=1)


def test_bronnen_shows_value_unit_price_level_status_source_and_reason(made: Made) -> None:
    header = made.file.row_values("Bronnen", ID_ROW)
    cells = made.file.cells["Bronnen"]
    rows = {cell.value: cell.row for cell in body(made, "Bronnen") if cell.column == 1}
    column = {name: header.index(text(f"xlsx_head_{name}", made.language)) + 1 for name in _SOURCE_COLUMNS}
    serial = (made.result.case.price_level_date - date(1899, 12, 30)).days
    for option, outcome in made.result.options.items():
        if outcome.components:
            continue
        for key, found in outcome.resolved[0].provenance.items():
            row = rows[f"{option}.{key}"]
            assert cells[row, column["status"]].value == text(f"xlsx_status_{found.status}", made.language)
            if isinstance(found.value, float):
                assert cells[row, column["value"]].number == pytest.approx(found.value, rel=1e-14)
            if found.source:
                assert cells[row, column["source"]].value == found.source
            if found.value is not None and parameters()[key].unit.startswith("eur"):
                assert cells[row, column["price_level"]].number == serial


_SOURCE_COLUMNS = ("value", "unit", "price_level", "status", "source", "reason")


def test_a_change_shows_who_when_and_why() -> None:
    made = workbook_of("hostile")
    shown = [cell.value for cell in body(made, "Bronnen")]
    assert any(HOSTILE[0] in words_ and HOSTILE[3] in words_ and "=NOW()" in words_ for words_ in shown)


def test_the_law_calendar_stands_in_the_workbook(made: Made) -> None:
    shown = {cell.value for cell in body(made, CALENDAR)}
    rules = law_calendar(made.result.case)
    assert rules and {rule.text(made.language) for rule in rules} <= shown
