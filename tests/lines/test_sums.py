"""Long sums cut into subtotals, so that no formula grows with the number of its terms."""

from __future__ import annotations

import pytest

from model.case import read_case
from model.engine.run import run_case
from model.formula.expression import Expression, Input, Line, leaves
from model.lines.labels import words_of_line
from model.lines.sums import MOST_TERMS, multiplied_in_parts, summed_in_parts


def terms(count: int) -> list[Expression]:
    return [Input(f"x{number}") for number in range(count)]


def formulas(expression: Expression) -> list[Expression]:
    """The expression and those of all lines it rests on."""
    inside = [leaf.expression for leaf in leaves(expression) if isinstance(leaf, Line)]
    return [expression, *(formula for operand in inside for formula in formulas(operand))]


@pytest.mark.parametrize(("count", "lines"), [(1, 0), (12, 0), (13, 1), (100, 9), (144, 12), (145, 13)])
def test_a_sum_has_as_few_subtotals_as_it_needs(count: int, lines: int) -> None:
    """100 = 8 x 12 + 4: nine subtotals; 145 = 12 x 12 + 1: twelve, and one of those twelve."""
    assert len(formulas(summed_in_parts("total", terms(count)))) == 1 + lines


@pytest.mark.parametrize("count", [5, 100, 1000])
def test_no_formula_has_more_terms_than_the_limit_and_every_term_is_in_one(count: int) -> None:
    parts = formulas(summed_in_parts("total", terms(count)))
    mentioned = [list(leaves(part)) for part in parts]
    assert max(map(len, mentioned)) <= MOST_TERMS
    assert sorted(leaf.key for part in mentioned for leaf in part if isinstance(leaf, Input)) == sorted(
        f"x{number}" for number in range(count)
    )


def test_a_product_is_cut_in_the_same_way() -> None:
    parts = formulas(multiplied_in_parts("known", terms(4), most=3))
    assert [len(list(leaves(part))) for part in parts] == [2, 3]


def test_a_subtotal_says_of_what_it_is_a_part() -> None:
    assert words_of_line("own_revenue_part_2").label("nl") == "eigen opbrengsten, deelsom 2"
    assert words_of_line("own_revenue_part_2").label("en") == "own revenue, subtotal 2"
    assert words_of_line("own_revenue_part_2").unit == "eur"


def test_a_hundred_rents_of_one_euro_are_a_hundred_euros() -> None:
    rent = {"label": "Huur", "kind": "revenue", "amount": 1, "per": "year", "growth": 0}
    case = {
        "schema_version": 1,
        "name": "sums",
        "municipality": "GM1783",
        "beds": 1,
        "start_date": "2027-01-01",
        "price_level_date": "2027-01-01",
        "horizon_years": 2,
        "options": [{"id": "o", "type": "own", "own_lines": [rent] * 100}],
    }
    assert run_case(read_case(case)).options["o"].lines["revenue"] == pytest.approx((0, 100, 100))
