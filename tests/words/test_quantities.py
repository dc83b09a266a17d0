"""Quantities: which way is better stands once, and nothing is ranked where neither way is."""

from __future__ import annotations

import pytest

from model.lines.labels import words_of_line
from model.lines.metrics import METRIC_KEYS
from model.words.quantities import BETTER, IN_A_MIX, READ_FROM, headlines, quantities, quantity, results
from model.words.units import units


class TestTable:
    def test_every_row_says_only_what_is_allowed(self) -> None:
        for key, row in quantities().items():
            assert row.better in BETTER and row.in_a_mix in IN_A_MIX and row.read_from in READ_FROM, key
            assert row.read_from == "input" or row.unit_key in units(), key

    def test_what_is_read_from_an_input_leaves_its_words_to_the_input(self) -> None:
        for key, row in quantities().items():
            assert (row.read_from == "input") == (row.label_nl == row.label_en == row.unit_key == ""), key

    def test_every_metric_of_the_contract_is_a_quantity(self) -> None:
        assert set(METRIC_KEYS) <= set(results())

    def test_a_line_that_is_a_quantity_has_its_words_and_unit_from_there(self) -> None:
        for key in results():
            line = words_of_line(key)
            assert (line.label_nl, line.unit) == (quantity(key).label_nl, quantity(key).unit_key), key

    def test_headlines_widen_rank_by_rank(self) -> None:
        ranks = [headlines(most) for most in (1, 2, 3, 4)]
        assert all(set(few) < set(many) for few, many in zip(ranks, ranks[1:], strict=False))
        assert all(quantity(key).has_direction for key in ranks[-1])


class TestDirection:
    def test_of_costs_the_lowest_is_best_and_of_value_the_highest(self) -> None:
        assert quantity("cost_per_person_year").best([14_928.0, 12_000.0]) == 12_000.0
        assert quantity("npv").best([-3.0, -5.0]) == -3.0
        assert quantity("npv").worst([-3.0, -5.0]) == -5.0

    def test_of_a_loan_neither_is_better(self) -> None:
        assert not quantity("loan_amount").has_direction
        with pytest.raises(ValueError, match="loan_amount"):
            quantity("loan_amount").best([1.0, 2.0])

    def test_the_same_cost_per_person_and_per_night_points_the_same_way(self) -> None:
        assert quantity("cost_per_person_year").better == quantity("cost_per_bed_night").better
