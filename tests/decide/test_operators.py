"""Answers of operators in a case, and their medians as inputs: edits that are whole and can be taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from market_data import load
from model.analyses.evidence import evidence
from model.analyses.operators import operators_of, summary_of
from model.case import Case, OperatorsMedian, read_case, write_case
from model.case.edits import apply_all, set_value
from model.case.edits.difference import difference
from model.case.example import example_case
from model.decide.operators import (
    Takeable,
    forget_operator,
    forget_operators,
    put_answers,
    take_over,
    takeable,
    without_answers,
)
from model.engine.resolve import Provenance
from model.engine.run import run_case
from tests.support.operators import answered, with_answers

DAY = date(2027, 3, 1)


@pytest.fixture(name="case", scope="module")
def example() -> Case:
    return replace(example_case("GM1783"), price_level_date=date(2026, 1, 1))


def able(case: Case, option: str = "a") -> dict[str, Takeable]:
    """The medians an option can take over, by input."""
    outcome = run_case(case).options[option]
    return {taken.key: taken for taken in takeable(outcome, summary_of(case, load()))}


def taken_over(case: Case, key: str, option: str = "a") -> Case:
    return apply_all(case, take_over(able(case, option)[key], DAY, "mediaan"))


def origin(case: Case, key: str, option: str = "a") -> Provenance:
    return run_case(case).options[option].resolved[0].provenance[key]


class TestAnswers:
    def test_they_are_put_in_replaced_and_taken_out(self, case: Case) -> None:
        first = with_answers(case, answered("occupancy", 0.9, 0.92))
        assert [operator.code for operator in operators_of(first)] == ["A", "B"]
        second = apply_all(first, put_answers(first, answered("occupancy", 0.8)))
        assert [operator.answers["occupancy"] for operator in operators_of(second)] == [0.8, 0.92]
        assert [operator.code for operator in operators_of(apply_all(second, forget_operator("A")))] == ["B"]
        assert apply_all(second, forget_operators(second)) == without_answers(second) == case
        assert forget_operators(case) == ()

    def test_what_was_done_can_be_taken_back(self, case: Case) -> None:
        first = with_answers(case, answered("occupancy", 0.9, 0.92))
        second = apply_all(first, put_answers(first, answered("occupancy", 0.8)))
        for before, after in ((case, first), (first, second), (second, case)):
            assert apply_all(after, difference(after, before)) == before


class TestMedians:
    def test_of_two_operators_there_is_none(self, case: Case) -> None:
        assert able(with_answers(case, answered("occupancy", 0.9, 0.92))) == {}

    def test_one_is_the_value_of_its_input_and_local_evidence(self, case: Case) -> None:
        after = taken_over(with_answers(case, answered("occupancy", 0.81, 0.83, 0.9, 0.95)), "occupancy")
        assert after.option("a").inputs["occupancy"] == pytest.approx((0.83 + 0.9) / 2)
        assert (origin(after, "occupancy").status, origin(after, "occupancy").explanation("nl")) == (
            "local",
            "mediaan van 4 exploitanten uit de uitvraag",
        )
        support = evidence(run_case(after), "a")
        assert support.shares["local"] > 0 and "occupancy" not in support.get_these_first
        assert read_case(write_case(after)) == after

    def test_it_stays_so_without_the_answers_themselves(self, case: Case) -> None:
        after = without_answers(taken_over(with_answers(case, answered("occupancy", 0.81, 0.83, 0.9)), "occupancy"))
        assert operators_of(after) == () and origin(after, "occupancy").status == "local"

    def test_another_value_is_no_median_any_more(self, case: Case) -> None:
        after = taken_over(with_answers(case, answered("occupancy", 0.81, 0.83, 0.9)), "occupancy")
        changed = apply_all(after, [set_value(("options", "a", "inputs", "occupancy"), 0.84)])
        assert origin(changed, "occupancy").status == "given"
        assert "exploitanten" not in origin(changed, "occupancy").explanation("nl")

    def test_a_cost_is_per_what_operators_were_asked(self, case: Case) -> None:
        """Energy was asked per bed per year: where an option has it per year, its base changes along."""
        basis = ("options", "a", "inputs", "energy_basis")
        asked = with_answers(case, answered("energy_cost", 600.0, 700.0, 800.0, year=None))
        per_year = apply_all(asked, [set_value(basis, "per_year")])
        after = taken_over(per_year, "energy_cost")
        assert (after.option("a").inputs["energy_cost"], after.option("a").inputs["energy_basis"]) == (
            700.0,
            "per_bed_year",
        )
        assert "energy_basis" not in taken_over(asked, "energy_cost").option("a").inputs
        assert origin(apply_all(after, [set_value(basis, "per_year")]), "energy_cost").status == "given"

    def test_building_costs_count_per_bed_then(self, case: Case) -> None:
        asked = with_answers(case, answered("building_cost_per_bed", 2e4, 3e4, 4e4, year=None))
        (edit, *_) = take_over(able(asked)["building_cost_per_bed"], DAY, "mediaan")
        assert (edit.path[-1], edit.value) == ("building_cost_basis", "per_bed")

    def test_jobs_belong_to_the_presence_an_option_has(self, case: Case) -> None:
        asked = apply_all(
            with_answers(case, answered("staff_fte", 2.0, 3.0, 4.0)),
            [set_value(("options", "a", "inputs", "presence"), "fixed_hours")],
        )
        assert [key for key in able(asked) if key.startswith("fte_")] == ["fte_fixed_hours"]

    def test_what_must_be_whole_is(self, case: Case) -> None:
        """Halfway 11 and 12 months there is no whole month."""
        asked = with_answers(case, answered("construction_months", 10.0, 11.0, 12.0, 14.0))
        taken = able(asked)["construction_months"]
        assert taken.value == 12.0
        after = taken_over(asked, "construction_months")
        reason = after.option("a").reasons["construction_months"]
        assert reason.median == OperatorsMedian("construction_months", 4, 12.0) and reason.when == "2027-03-01"

    def test_a_question_beside_another_is_no_value_of_its_input(self, case: Case) -> None:
        """The share under contract is evidence of the occupancy, not it; words have no median."""
        asked = with_answers(
            case, answered("contract_share", 0.5, 0.6, 0.7), answered("presence", "daily", "daily", "daily")
        )
        assert able(asked) == {}
