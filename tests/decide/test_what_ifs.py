"""A what-if is the case after its edits: what it comes to beside the case as it is, and how one is kept and adopted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from market_data import load
from model.case import Case, load_case, read_case
from model.case.edits import Edit, apply_all, remove, rename_option, set_value
from model.case.edits.difference import difference
from model.case.sections.what_ifs import what_ifs_of
from model.decide.what_ifs import (
    add_to,
    adopt,
    changed_case,
    drop,
    edits_problems,
    effects,
    free_name,
    keep,
    name_problems,
    named,
    rename,
    set_in,
    what_if_outcomes,
)
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.problems import BadInput
from model.words.quantities import headlines
from tests.case.case_data import case_with
from tests.support.random_edits import EDITS
from tests.support.random_edits import case as talkative_case

OWN: dict[str, Any] = {
    "id": "o",
    "type": "own",
    "inputs": {"discount_rate": 0.1, "term_years": 1},
    "own_lines": [
        {"label": "Bouw", "kind": "investment", "amount": 1000, "per": "once", "from": 0},
        {"label": "Huur", "kind": "revenue", "amount": 1210, "per": "year"},
    ],
}
"""1,000 paid at the start and 1,210 received a year later, at 10%: worth 1210 / 1.1 - 1000 = 100."""
LODGING = {"id": "a", "type": "short_stay", "inputs": {"occupancy": 0.9, "price_per_bed_week": 130, "term_years": 10}}
LETTING = {"id": "b", "type": "mid_stay", "inputs": {"occupancy": 0.95, "price_per_bed_week": 120, "term_years": 12}}
FILE = case_with(options=[LODGING, LETTING, OWN])


def asking(*edits: Edit, name: str = "Anders", file: dict[str, Any] = FILE) -> Case:
    """The case with one what-if of these edits."""
    return apply_all(read_case(file), keep(name, edits))


def looked_at(case: Case, key: str = "npv") -> tuple[CaseResult, dict[str, Any]]:
    """The outcome of the case, and what its only what-if does to a quantity by option."""
    result = run_case(case)
    (outcome,) = what_if_outcomes(result)
    return result, {effect.option: effect for effect in effects(result, outcome, key)}


def test_a_what_if_is_worked_out_by_hand() -> None:
    """Rent of 1,430 instead of 1,210: 1430 / 1.1 - 1000 = 300, so 200 more."""
    _, by_option = looked_at(asking(set_value(("options", "o", "own_lines", "2", "amount"), 1430)))
    figures = by_option["o"].before, by_option["o"].after, by_option["o"].difference
    assert [figure.value for figure in figures] == pytest.approx([100.0, 300.0, 200.0])
    assert by_option["o"].shows and not by_option["a"].shows


@pytest.mark.parametrize("key", headlines(4))
def test_a_what_if_comes_to_what_the_case_file_edited_by_hand_comes_to(key: str, tmp_path: Path) -> None:
    emptier = {**LODGING, "inputs": {**LODGING["inputs"], "occupancy": 0.7, "price_per_bed_week": 110}}  # type: ignore[dict-item]
    written = tmp_path / "edited.json"
    written.write_text(json.dumps(case_with(options=[emptier, LETTING, OWN])), encoding="utf-8")
    by_hand = run_case(load_case(written, load()))
    case = asking(*set_in(["a"], "occupancy", 0.7), *set_in(["a"], "price_per_bed_week", 110))
    result, by_option = looked_at(case, key)
    for option in ("a", "b", "o"):
        assert by_option[option].after.value == by_hand.options[option].metrics[key]
        assert by_option[option].before.value == result.options[option].metrics[key]


def test_the_difference_of_percentages_is_in_percentage_points() -> None:
    """Worth nothing at 21% before (1210 / 1000 - 1), at 43% after."""
    _, by_option = looked_at(asking(set_value(("options", "o", "own_lines", "2", "amount"), 1430)), "irr")
    assert by_option["o"].change == pytest.approx(0.22)
    assert by_option["o"].difference.show("nl") == "22,0\u00a0procentpunt"


def test_a_price_that_covers_all_costs_is_the_same_whatever_price_is_asked() -> None:
    """To the last bit, so that no sheet shows a difference of -0.00."""
    _, by_option = looked_at(asking(*set_in(["a"], "price_per_bed_week", 150)), "cost_recovery_price_per_bed_week")
    assert (by_option["a"].difference.value, by_option["a"].change) == (0.0, 0.0)


def test_an_option_that_a_what_if_removes_has_a_reason_and_no_number() -> None:
    _, by_option = looked_at(asking(remove(("options", "b"))))
    effect = by_option["b"]
    assert effect.before.value is not None
    assert effect.after.value is None and effect.difference.value is None and effect.change is None
    assert effect.difference.why_none.text("nl") == "Deze optie is er in de wat-als niet."


def test_an_option_that_a_what_if_adds_stands_behind_the_others() -> None:
    result, by_option = looked_at(asking(Edit("add", ("options",), {"id": "n", "type": "new_build"})))
    assert list(by_option) == [*result.options, "n"]
    assert by_option["n"].before.why_none.text("en") == "This option is there in the what-if only."
    assert by_option["n"].after.value is not None and by_option["n"].difference.value is None


def test_an_option_that_a_what_if_breaks_says_why_and_leaves_the_others() -> None:
    """Building for longer than the term: the inputs contradict each other, which shows only when it is run."""
    _, by_option = looked_at(asking(*set_in(["a"], "construction_months", 120), *set_in(["a"], "term_years", 5)))
    assert by_option["a"].after.value is None
    assert "kan deze optie niet worden doorgerekend" in by_option["a"].after.why_none.text("nl")
    assert by_option["b"].after.value == by_option["b"].before.value


def test_the_case_that_a_what_if_makes_has_no_what_ifs() -> None:
    case = asking(*set_in(["a"], "occupancy", 0.7))
    assert changed_case(case, what_ifs_of(case)[0]) == apply_all(read_case(FILE), set_in(["a"], "occupancy", 0.7))


class TestEdits:
    def test_one_more_change_comes_beside_the_first_and_the_same_one_in_its_place(self) -> None:
        case = asking(*set_in(["a", "b"], "occupancy", 0.7))
        more = apply_all(case, add_to(case, "Anders", set_in(["a"], "price_per_bed_week", 110)))
        again = apply_all(more, add_to(more, "Anders", set_in(["a"], "occupancy", 0.6)))
        assert named(more, "Anders").edits == (
            *set_in(["a", "b"], "occupancy", 0.7),
            *set_in(["a"], "price_per_bed_week", 110),
        )
        assert changed_case(again, named(again, "Anders")).option("a").inputs["occupancy"] == 0.6

    def test_a_name_is_changed_and_the_edits_stay(self) -> None:
        case = asking(*set_in(["a"], "occupancy", 0.7))
        after = apply_all(case, rename("Anders", "Leger"))
        assert named(after, "Leger").edits == named(case, "Anders").edits
        with pytest.raises(KeyError):
            named(after, "Anders")

    def test_one_that_is_taken_out_leaves_the_case_as_it_was(self) -> None:
        assert apply_all(asking(*set_in(["a"], "occupancy", 0.7)), drop("Anders")) == read_case(FILE)

    def test_adopting_makes_the_case_what_it_was_asked_about(self) -> None:
        case = asking(*set_in(["a"], "occupancy", 0.7))
        assert apply_all(case, adopt(case, "Anders")) == changed_case(case, named(case, "Anders"))

    def test_one_that_removes_or_renames_options_is_adopted_too(self) -> None:
        for edit in (remove(("options", "b")), rename_option("b", "z")):
            case = asking(edit, *set_in(["a"], "occupancy", 0.7))
            assert apply_all(case, adopt(case, "Anders")) == apply_all(
                read_case(FILE), (edit, *set_in(["a"], "occupancy", 0.7))
            )

    @settings(max_examples=40, deadline=None)
    @given(st.lists(EDITS, min_size=1, max_size=3))
    def test_adopting_and_taking_it_back_is_the_same_case(self, edits: list[Edit]) -> None:
        try:
            case = apply_all(talkative_case(), keep("Anders", edits))
            adopted = apply_all(case, adopt(case, "Anders"))
        except BadInput:  # what the case refuses by itself, or for the sake of its other what-ifs
            return
        assert apply_all(adopted, difference(adopted, case)) == case


class TestRefusals:
    def test_a_value_out_of_bounds_is_named_with_what_is_allowed(self) -> None:
        (refused,) = edits_problems(read_case(FILE), set_in(["a"], "occupancy", 1.5), load())
        assert refused.text("nl") == (
            "a.occupancy (Bezettingsgraad): 1,5 valt buiten de grenzen. Toegestaan: 0 tot en met 1."
        )
        assert edits_problems(read_case(FILE), set_in(["a"], "occupancy", 0.5), load()) == ()

    @pytest.mark.parametrize("name", ["", "  ", "x" * 201, "Anders"])
    def test_a_name_that_cannot_be_had_is_told(self, name: str) -> None:
        (refused,) = name_problems(asking(*set_in(["a"], "occupancy", 0.7)), name)
        assert "Naam van de wat-als" in refused.text("nl")
        assert "Allowed" in refused.text("en")

    def test_a_suggested_name_gets_a_number_where_it_is_taken(self) -> None:
        case = asking(*set_in(["a"], "occupancy", 0.7))
        assert free_name(case, "Leger") == "Leger"
        assert free_name(case, "Anders") == "Anders (2)"
        assert name_problems(case, free_name(case, "x" * 300)) == ()
