"""Furniture and major maintenance come round in months since opening, whatever the width of a period."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market_data import load
from model.case import Case, read_case
from model.engine.resolve import ResolvedOption, resolve_option
from model.engine.results import OptionResult
from model.engine.run import run_case
from model.formula.evaluate import Program, compile_lines
from model.lines.business_case import build_business_case
from tests.support.one_option import one_option

GROWTHS = ("inflation", "building_cost_growth")
INPUTS = {
    "term_years": 15,
    "construction_months": 9,
    "ramp_up_months": 0,
    "vat_taxed_share": 1,
    "furniture_per_bed": 2500,
    "furniture_life_years": 7,
    "major_maintenance_share": 0.1,
    "major_maintenance_cycle": 4,
    "building_cost_basis": "per_bed",
    "building_cost_per_bed": 30_000,
    "end_of_term": "stay",
    **dict.fromkeys(GROWTHS, 0),
}


def case_of(m: int, **inputs: Any) -> Case:
    changes: dict[str, Any] = {"beds": 200, "price_level_date": "2026-01-01", "periods_per_year": m}
    return read_case(one_option({**INPUTS, **inputs}, **changes))


def run(m: int, **inputs: Any) -> OptionResult:
    return run_case(case_of(m, **inputs)).options["o"]


def times(option: OptionResult, row: str, amount: float) -> float:
    return sum(option.lines[row]) / amount


FURNITURE, MAINTENANCE = 200 * 2500, 0.1 * 200 * 30_000


@pytest.mark.parametrize("m", [1, 4, 12])
class TestHowOften:
    def test_a_renewal_in_the_last_twelve_months_is_left_out(self, m: int) -> None:
        """Opening in month 9 and a life of 84 months: due in months 93 and 177 of 180; 177 is later than 168."""
        assert times(run(m), "furniture_replacement", FURNITURE) == pytest.approx(1)

    def test_a_renewal_twelve_months_before_the_end_is_paid(self, m: int) -> None:
        """Opening at once: due in months 84 and 168 of 180."""
        assert times(run(m, construction_months=0), "furniture_replacement", FURNITURE) == pytest.approx(2)

    def test_a_month_later_it_is_left_out(self, m: int) -> None:
        """Due in months 85 and 169 of 180."""
        assert times(run(m, construction_months=1), "furniture_replacement", FURNITURE) == pytest.approx(1)

    def test_major_maintenance_follows_the_same_rule(self, m: int) -> None:
        """Every 48 months from month 9: 57, 105, 153 (no later than 168)."""
        assert times(run(m), "major_maintenance", MAINTENANCE) == pytest.approx(3)

    def test_terms_after_a_relocation_are_part_of_the_term(self, m: int) -> None:
        """15 + 5 years, 240 months: due in months 93 and 177, no later than 228; the building moves once, in 180."""
        moved = run(m, end_of_term="relocate", relocation_times=1, relocation_term_years=5, relocation_cost_share=0.2)
        assert times(moved, "furniture_replacement", FURNITURE) == pytest.approx(2)
        assert times(moved, "relocation_costs", 0.2 * 200 * 30_000) == pytest.approx(1)

    def test_it_is_paid_in_the_period_of_its_month(self, m: int) -> None:
        """Month 93 is in year 8, in the third quarter of it (months 91 to 93 are period 31) and period 93."""
        row = run(m).lines["furniture_replacement"]
        assert [n for n, amount in enumerate(row) if amount] == [{1: 8, 4: 31, 12: 93}[m]]


@pytest.mark.parametrize("m", [1, 4, 12])
def test_the_amount_is_that_of_its_calendar_year(m: int) -> None:
    """Month 93 from January 2027 is in 2034, eight steps of 2% after the price level of 2026: 500,000 x 1.02^8."""
    row = run(m, inflation=0.02).lines["furniture_replacement"]
    assert sum(row) == pytest.approx(FURNITURE * 1.02**8)


@cache
def rounds() -> tuple[ResolvedOption, Program]:
    case = case_of(1)
    resolved = resolve_option(case, case.options[0], load())
    by_key = build_business_case(resolved.structure).by_key
    wanted = [by_key[key] for key in ("furniture_replacement", "major_maintenance", "relocation_costs")]
    return resolved, compile_lines(wanted)


@given(
    construction=st.integers(0, 40),
    term=st.integers(4, 40),
    life=st.integers(1, 20),
    cycle=st.integers(1, 20),
    moves=st.integers(0, 3),
    next_term=st.integers(1, 12),
)
def test_the_number_of_rounds_and_moves_is_the_same_in_years_half_years_quarters_and_months(
    construction: int, term: int, life: int, cycle: int, moves: int, next_term: int
) -> None:
    """Counted from the rule: k x life months after opening, no later than twelve months before the end."""
    resolved, program = rounds()
    given_values = {
        "construction_months": construction,
        "term_years": term,
        "furniture_life_years": life,
        "major_maintenance_cycle": cycle,
        "end_of_term": 2,
        "relocation_times": moves,
        "relocation_term_years": next_term,
        "relocation_months": 0,
        "relocation_cost_share": 1,
    }
    months = (term + moves * next_term) * 12

    def due(years: int) -> int:
        return sum(construction + k * years * 12 <= months - 12 for k in range(1, months // 12 + 1))

    expected = [due(life) * FURNITURE, due(cycle) * MAINTENANCE, moves * 200 * 30_000]
    for m in (1, 2, 4, 12):
        values = {**resolved.values, **given_values, "periods_per_year": m}
        last = months * m // 12
        rows = program.run({key: float(value) for key, value in values.items()}, last, months // 12 + 4)
        assert [sum(row) for row in rows.values()] == pytest.approx(expected), m
