"""Furniture in the tax books: inventory of its own, over its own life, at most a fifth a year, under no WOZ floor."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from model.case import read_case
from model.engine.results import CaseResult, OptionResult
from model.engine.run import run_case
from model.export.workbook.layout import place_models
from tests.support.one_option import one_option
from tests.support.parity import differences, failed_checks, write
from tests.support.spreadsheet import Spreadsheet

PAID = 100 * 700
"""100 beds at 700 euros, prices standing still and all VAT reclaimed."""


def case_result(m: int = 1, **inputs: Any) -> CaseResult:
    given = {
        "term_years": 15,
        "construction_months": 0,
        "vat_taxed_share": 1,
        "inflation": 0,
        "furniture_per_bed": 700,
        "furniture_life_years": 7,
        "furniture_write_off_years": 5,
        "depreciation_years": 25,
        "woz_value_per_bed": 1_000_000,
        "tax_regime": "corporate",
        **inputs,
    }
    return run_case(read_case(one_option(given, periods_per_year=m)))


def run(m: int = 1, **inputs: Any) -> OptionResult:
    return case_result(m, **inputs).options["o"]


def written_off(option: OptionResult) -> list[float]:
    return list(option.lines["furniture_depreciation"])


def test_it_goes_over_its_own_life_whatever_the_woz_value() -> None:
    """70,000 over 7 years: 10,000 a year; renewed at the end of years 7 and 14, and the last 60,000 goes at the sale.

    A WOZ value of a million per bed keeps the building from being written off at all.
    """
    lines = run().lines
    assert lines["furniture_depreciation"] == pytest.approx([0, *[10_000] * 15])
    assert lines["depreciation"] == pytest.approx([0] * 16)
    assert lines["book_value_furniture"][7] == pytest.approx(PAID)
    assert lines["book_value_furniture"][15] == pytest.approx(60_000)


def test_not_faster_than_a_fifth_a_year_and_the_rest_when_it_is_renewed() -> None:
    """A life of 3 years: 14,000, 14,000, and 14,000 with the 28,000 that is left; art. 3.30 Wet IB 2001."""
    assert written_off(run(furniture_life_years=3))[1:7] == pytest.approx([14_000, 14_000, 42_000] * 2)


def test_a_longer_life_goes_slower() -> None:
    assert written_off(run(furniture_life_years=10))[1:4] == pytest.approx([7_000] * 3)


def test_past_its_life_nothing_is_left_to_write_off() -> None:
    """Opening in month 9, due in month 177 of 180 but not renewed any more: in month 177 the last of it goes."""
    lines = run(12, construction_months=9).lines
    assert lines["furniture_depreciation"][177] == pytest.approx(PAID / 84)
    assert lines["furniture_depreciation"][178:] == pytest.approx([0, 0, 0])


@pytest.mark.parametrize("life", [3, 5, 7, 20])
@pytest.mark.parametrize("months", [0, 9, 14])
def test_a_year_is_written_off_alike_in_years_quarters_and_months(life: int, months: int) -> None:
    given = {"furniture_life_years": life, "construction_months": months}
    by_year = written_off(run(1, **given))[1:]
    for m in (4, 12):
        amounts = written_off(run(m, **given))[1:]
        assert [sum(amounts[year * m : (year + 1) * m]) for year in range(15)] == pytest.approx(by_year), m


@pytest.mark.parametrize("life", [1, 3, 7, 14])
def test_all_that_is_paid_is_cost_once(life: int) -> None:
    """Written off, or sold with the option at its end."""
    lines = run(furniture_life_years=life, vat_taxed_share=0.5, general_vat_rate=0.21).lines
    paid = sum(lines["furniture_with_vat"]) + sum(lines["furniture_renewed"])
    assert sum(lines["furniture"]) * 1.105 == pytest.approx(sum(lines["furniture_with_vat"]))
    assert sum(lines["furniture_depreciation"]) + lines["book_value_furniture"][-1] == pytest.approx(paid)


def test_a_renewal_is_no_cost_of_its_year() -> None:
    """10,000 off the income of year 7 for furniture, not the 70,000 that is paid."""
    with_it, without = run().lines, run(furniture_per_bed=0).lines
    assert with_it["furniture_replacement"][7] == pytest.approx(PAID)
    income = "net_operating_income"
    assert with_it[income][7] == pytest.approx(without[income][7])
    assert with_it["replacement_for_tax"][7] - without["replacement_for_tax"][7] == pytest.approx(10_000)


@pytest.mark.parametrize(("life", "m"), [(3, 1), (7, 4)])
def test_the_workbook_says_the_same(life: int, m: int, tmp_path: Path) -> None:
    result = case_result(m, furniture_life_years=life, construction_months=9, term_years=8, vat_taxed_share=0.5)
    recalculated = Spreadsheet(write(result, tmp_path)).recalculate()
    assert differences(result, place_models(result), recalculated, with_balances=m == 1) == []
    assert failed_checks(recalculated) == []
