"""Changes of a trade-off and a need are edits: they replay, and what is taken back leaves the case as it was."""

from __future__ import annotations

import json

import pytest

from model.case import Case
from model.case.edits import Edit, apply_all, edit_from_json, edit_to_json
from model.case.example import example_case
from model.decide.changes import (
    add_criterion,
    end_of_scale,
    need_field,
    remove_criterion,
    state_need,
    stated_weights,
    weigh,
)
from model.decide.need import beds_needed
from model.problems import BadInput


@pytest.fixture(name="case", scope="module")
def example() -> Case:
    return example_case("GM1783")


def replayed(case: Case, edits: tuple[Edit, ...]) -> Case:
    """The case after edits that went through a file."""
    written = json.dumps([edit_to_json(edit) for edit in edits])
    return apply_all(case, [edit_from_json(data) for data in json.loads(written)])


class TestWeights:
    def test_a_first_weight_keeps_the_starting_criteria(self, case: Case) -> None:
        after = replayed(case, weigh(case, "beds", 30.0))
        assert stated_weights(after) == {"cost_per_bed_night": 50.0, "beds": 30.0}

    def test_a_second_weight_changes_only_that_one(self, case: Case) -> None:
        once = replayed(case, weigh(case, "beds", 30.0))
        edits = weigh(once, "cost_per_bed_night", 70.0)
        assert [edit.where for edit in edits] == ["trade_off.weights.cost_per_bed_night"]
        assert stated_weights(replayed(once, edits)) == {"cost_per_bed_night": 70.0, "beds": 30.0}

    def test_weights_that_are_all_nothing_are_refused(self, case: Case) -> None:
        once = replayed(case, weigh(case, "beds", 0.0))
        with pytest.raises(BadInput, match="trade_off"):
            replayed(once, weigh(once, "cost_per_bed_night", 0.0))


class TestCriteria:
    def test_a_new_criterion_weighs_as_much_as_the_others_on_average(self, case: Case) -> None:
        after = replayed(case, add_criterion(case, "municipality_npv"))
        assert stated_weights(after) == {"cost_per_bed_night": 50.0, "beds": 50.0, "municipality_npv": 50.0}

    def test_taking_out_every_criterion_leaves_the_case_as_it_was(self, case: Case) -> None:
        after = replayed(case, remove_criterion(case, "beds"))
        assert stated_weights(after) == {"cost_per_bed_night": 50.0}
        assert replayed(after, remove_criterion(after, "cost_per_bed_night")) == case

    def test_an_end_of_a_scale_is_set_and_let_go(self, case: Case) -> None:
        once = replayed(case, end_of_scale(case, "cost_per_bed_night", "worst", 40.0))
        assert once.sections["trade_off"].criteria[0].worst == 40.0  # type: ignore[attr-defined]
        again = replayed(once, end_of_scale(once, "cost_per_bed_night", "worst", None))
        assert again.sections["trade_off"].criteria[0].worst is None  # type: ignore[attr-defined]


class TestNeed:
    def test_without_a_stated_need_the_beds_of_the_case_are_needed(self, case: Case) -> None:
        assert beds_needed(case).value == case.beds

    def test_a_stated_need_starts_with_the_case_and_has_its_source(self, case: Case) -> None:
        after = replayed(case, state_need(case, 240.0, "Woonbehoefte 2026"))
        need = beds_needed(after)
        assert (need.value, need.band, need.period) == (240.0, (240.0, 240.0), "2027-01")

    def test_a_band_holds_a_need_that_is_raised(self, case: Case) -> None:
        once = replayed(case, state_need(case, 240.0, "Woonbehoefte 2026"))
        wide = replayed(once, need_field("low", 150.0))
        assert beds_needed(replayed(wide, state_need(wide, 400.0, "x"))).band == (150.0, 400.0)

    def test_a_low_above_the_need_is_refused(self, case: Case) -> None:
        once = replayed(case, state_need(case, 240.0, "Woonbehoefte 2026"))
        with pytest.raises(BadInput, match="low"):
            replayed(once, need_field("low", 300.0))

    def test_a_need_taken_back_leaves_the_case_as_it_was(self, case: Case) -> None:
        once = replayed(case, state_need(case, 240.0, "Woonbehoefte 2026"))
        assert replayed(once, state_need(once, None, "")) == case
