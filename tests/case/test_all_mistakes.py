"""All mistakes of a case file are reported together, each at its own field, and nothing is half done."""

from __future__ import annotations

import copy
from dataclasses import FrozenInstanceError

import pytest

from model.case import read_case
from model.engine.run import run_case
from model.problems import BadInput
from tests.case.case_data import Json, case_with, half, inputs, mix_of, option_with, own_line, problems_of


def fields_of(data: object) -> list[str]:
    return [problem.field for problem in problems_of(data)]


class TestAllMistakesAreReportedTogether:
    def test_in_every_part_of_the_file(self) -> None:
        data = case_with(
            beds=0,
            start_date="soon",
            colour="red",
            options=[
                {"id": "a", "type": "short_stay", "inputs": {"occupancy": 2, "loan_type": "x"}},
                {"id": "o", "type": "own", "own_lines": [{"label": "x", "kind": "revenue", "amount": -1}]},
            ],
        )
        expected = {"beds", "start_date", "colour", "a.occupancy", "a.loan_type", "o.own_lines[1].amount"}
        assert set(fields_of(data)) == expected
        assert len(fields_of(data)) == len(expected)

    def test_both_languages_hold_one_sentence_per_mistake(self) -> None:
        with pytest.raises(BadInput) as caught:
            read_case(case_with(beds=0, name=5))
        assert len(caught.value.texts("nl")) == len(caught.value.texts("en")) == 2

    def test_of_a_thousand_mistakes_the_first_are_said_and_how_many_follow(self) -> None:
        with pytest.raises(BadInput) as caught:
            read_case(case_with(**{f"field{number}": 1 for number in range(1_000)}))
        assert len(caught.value.problems) == 1_000
        for language, last in (("nl", "En nog 980 andere fouten"), ("en", "And 980 other mistakes")):
            said = caught.value.texts(language)
            assert len(said) == 21
            assert said[-1].startswith(last)

    def test_the_exception_itself_says_no_more_than_that(self) -> None:
        with pytest.raises(BadInput) as refused:
            read_case(option_with(inputs={f"x{count}": 1 for count in range(1000)}))
        assert len(f"{refused.value}".split("; ")) == 21
        assert f"{refused.value}".endswith("Mend these first.")

    def test_names_like_a_wrong_one_are_looked_for_only_where_they_are_said(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        looked: list[str] = []

        def like(word: str, *_: object, **__: object) -> list[str]:
            looked.append(word)
            return []

        monkeypatch.setattr("difflib.get_close_matches", like)
        with pytest.raises(BadInput) as refused:
            read_case(option_with(inputs={f"x{count}": 1 for count in range(1000)}))
        assert len(refused.value.problems) == 1000
        assert looked == [f"x{count}" for count in range(20)]

    def test_an_id_used_three_times_is_one_mistake(self) -> None:
        options = [{"id": "a", "type": kind} for kind in ("short_stay", "mid_stay", "own")]
        assert [(problem.code, problem.field) for problem in problems_of(case_with(options=options))] == [
            ("double_id", "options")
        ]

    def test_contradictions_of_several_options_are_reported_together(self) -> None:
        impossible = {"term_years": 1, "construction_months": 12}
        options = [{"id": name, "type": "short_stay", "inputs": impossible} for name in ("a", "b")]
        with pytest.raises(BadInput) as caught:
            run_case(read_case(case_with(options=options)))
        assert [problem.field for problem in caught.value.problems] == ["a.term_years", "b.term_years"]


class TestAMistakeIsNotBlamedOnAnotherField:
    """What could not be read is not compared with the rest: no sentence about a value nobody gave."""

    def test_a_start_date_that_is_no_date(self) -> None:
        assert fields_of(case_with(start_date="2027-02-30")) == ["start_date"]

    def test_an_end_year_that_is_no_number(self) -> None:
        assert fields_of(own_line(**{"from": 5, "to": "ten"})) == ["a.own_lines[1].to"]

    def test_a_share_that_is_no_number(self) -> None:
        assert fields_of(mix_of(half("a"), {"option": "b", "share": "half"})) == ["m.components[2].share"]

    def test_a_type_that_does_not_exist(self) -> None:
        data = option_with(type="mixx", variant="office", components=[half("a")], inputs={"x": 1})
        assert fields_of(data) == ["options[1].type"]

    def test_two_options_without_an_id(self) -> None:
        data = case_with(options=[{"type": "short_stay"}, {"type": "mid_stay"}])
        assert fields_of(data) == ["options[1].id", "options[2].id"]


class TestNothingIsHalfDone:
    def test_the_given_data_is_left_as_it_was(self) -> None:
        data = inputs(occupancy=2, price_growth={"2030": 0.01, "2027": 0.02})
        before = copy.deepcopy(data)
        problems_of(data)
        assert data == before

    def test_one_impossible_option_gives_no_result_for_the_others_either(self) -> None:
        options = [
            {"id": "a", "type": "short_stay"},
            {"id": "b", "type": "short_stay", "inputs": {"term_years": 1, "construction_months": 12}},
        ]
        with pytest.raises(BadInput):
            run_case(read_case(case_with(options=options)))

    def test_a_case_cannot_be_changed(self) -> None:
        case = read_case(case_with())
        with pytest.raises(FrozenInstanceError):
            case.beds = 5.0  # type: ignore[misc]

    def test_another_input_is_another_case(self) -> None:
        case = read_case(case_with())
        changed = case.with_input("a", "occupancy", 0.5)
        assert changed.option("a").inputs == {"occupancy": 0.5}
        assert case.option("a").inputs == {}


IMPOSSIBLE_TOGETHER: dict[str, tuple[Json, str, str, str]] = {
    "term no longer than construction": ({"term_years": 2, "construction_months": 24}, "a.term_years", "2", "3"),
    "term shorter than construction": ({"term_years": 1, "construction_months": 18}, "a.term_years", "1", "2"),
    "grace as long as the loan": ({"loan_years": 10, "loan_grace_years": 10}, "a.loan_grace_years", "10", "10"),
    "service costs above the price": (
        {"price_per_bed_week": 100, "service_cost_per_bed_week": 101},
        "a.service_cost_per_bed_week",
        "101",
        "100",
    ),
    "relocation longer than the new term": (
        {"relocation_term_years": 1, "relocation_months": 13},
        "a.relocation_months",
        "13",
        "12",
    ),
}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    ("given_inputs", "field", "value", "limit"), IMPOSSIBLE_TOGETHER.values(), ids=IMPOSSIBLE_TOGETHER.keys()
)
def test_inputs_that_cannot_go_together_are_refused_before_anything_is_computed(
    given_inputs: Json, field: str, value: str, limit: str, language: str
) -> None:
    case = read_case(inputs(**given_inputs))
    with pytest.raises(BadInput) as caught:
        run_case(case)
    (problem,) = caught.value.problems
    assert problem.field == field
    for piece in (field, value, limit):
        assert piece in problem.text(language)
