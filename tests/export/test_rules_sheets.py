"""The workbook's rules (design: the workbook) on its sheets: their order, names and kinds."""

from __future__ import annotations

import pytest

from model.export.workbook.layout import (
    BREAK_EVEN,
    CALENDAR,
    EVIDENCE,
    FIRST_PERIOD,
    FIXED,
    MIRROR,
    NORMS,
    RISK,
    SENSITIVITY,
    TRADE_OFF,
    sheet_names,
)
from model.words.texts import text
from tests.export.rule_workbooks import (
    CHANGED_COLUMN,
    ID_ROW,
    Made,
    body,
    calculation_sheets,
    inputs,
    is_stored_number,
    workbook_of,
)
from tests.support.workbook_rules import moved, relative, without_references

pytestmark = pytest.mark.thorough


ANALYSED = (TRADE_OFF, MIRROR, SENSITIVITY, BREAK_EVEN, RISK, NORMS, EVIDENCE)
VALUES_ONLY = (*ANALYSED, CALENDAR, "Bronnen")


def test_the_checker_moves_relative_references_only() -> None:
    assert moved("'Optie a'!F$2+$B3*Invoer!$C$9", down=1, across=2) == "'Optie a'!H$2+$B4*Invoer!$C$9"
    assert relative("E7+F$5", 7, 6) == "R[0]C[-1]+R5C[0]"
    assert without_references("IF('Mix m - a'!$F$3>1.5,\"2,5\",LOG10(A1))") == "IF(>1.5,,LOG10())"


def test_the_monthly_case_is_monthly_and_the_mix_a_mix() -> None:
    assert workbook_of("monthly").result.case.periods_per_year == 12
    assert workbook_of("mix").result.options["z"].components


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


def test_sheet_names_stay_unique_and_short() -> None:
    names = sheet_names(["a", "A", "x" * 31, "m.a"])
    assert len({name.lower() for name in names.values()}) == 4
    assert max(map(len, names.values())) <= 31
