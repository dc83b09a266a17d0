"""The workbook's rules (design: the workbook) on analyses, sources, changes and the law: values with their source."""

from __future__ import annotations

from datetime import date

import pytest

from model.engine.run import run_case
from model.export.workbook.layout import BREAK_EVEN, CALENDAR, EVIDENCE, NORMS, RISK, SENSITIVITY
from model.law.calendar import law_calendar
from model.parameters.table import parameters
from model.words.texts import text
from tests.export.cases import HOSTILE
from tests.export.rule_workbooks import ID_ROW, Made, body, is_stored_number, workbook_of

pytestmark = pytest.mark.thorough


def test_analyses_are_values_and_say_so_with_their_seed(example: Made) -> None:
    for sheet in (SENSITIVITY, BREAK_EVEN, RISK, NORMS):
        shown = " ".join(cell.value for cell in example.file.cells[sheet].values())
        assert "Waarden, geen formules" in shown
    shown = " ".join(cell.value for cell in example.file.cells[RISK].values())
    assert "200 toekomsten, startgetal 1" in shown


def numbers_on(made: Made, sheet: str) -> list[float]:
    return [cell.number for cell in body(made, sheet) if cell.number is not None and is_stored_number(made, cell)]


def test_analyses_hold_what_was_calculated(made: Made) -> None:
    for risk in made.analyses.risks.values():
        for expected in (risk.spreads["npv"].p50, risk.capital):
            assert any(number == pytest.approx(expected, abs=1e-6) for number in numbers_on(made, RISK))
    for bars in made.analyses.tornados.values():
        assert not bars or any(
            number == pytest.approx(bars[0].effect, abs=1e-6) for number in numbers_on(made, SENSITIVITY)
        )
    for answers in made.analyses.break_evens.values():
        for answer in answers:
            for solution in answer.solutions[:1]:
                assert any(number == pytest.approx(solution.value) for number in numbers_on(made, BREAK_EVEN))
    for support in made.analyses.support.values():
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
        for key, resolved in outcome.resolved[0].provenance.items():
            row = rows[f"{option}.{key}"]
            assert cells[row, column["status"]].value == text(f"xlsx_status_{resolved.status}", made.language)
            if isinstance(resolved.value, float):
                assert cells[row, column["value"]].number == pytest.approx(resolved.value, rel=1e-14)
            if resolved.source:
                assert cells[row, column["source"]].value == resolved.source
            if resolved.value is not None and parameters()[key].unit.startswith("eur"):
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
