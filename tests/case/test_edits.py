"""Edits: every change of a case as a value, whole or not at all."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.case import Case, write_case
from model.case.edit import path_of, path_text
from model.case.edits import (
    Edit,
    add,
    apply,
    apply_all,
    change_option_type,
    copy_option,
    disjoint,
    edit_from_json,
    edit_to_json,
    move,
    remove,
    rename_option,
    replace_with,
    set_mix_shares,
    set_value,
    smallest_edit,
)
from model.problems import BadInput
from tests.case.case_data import Json
from tests.support.random_edits import EDITS, RENT, SUBSIDY, case

OCCUPANCY = ("options", "a", "inputs", "occupancy")


def problem_of(edit: Edit, of: Case | None = None) -> tuple[str, str]:
    with pytest.raises(BadInput) as caught:
        apply(of or case(), edit)
    return caught.value.problems[0].code, caught.value.problems[0].field


def test_a_field_is_set_whether_it_was_given_or_at_its_default() -> None:
    assert apply(case(), set_value(OCCUPANCY, 0.8)).option("a").inputs == {"occupancy": 0.8}
    assert apply(case(), set_value(("options", "b", "inputs", "occupancy"), 0.8)).option("b").inputs == {
        "occupancy": 0.8
    }
    assert apply(case(), set_value(("law",), "if_proposals_pass")).law == "if_proposals_pass"
    assert apply(case(), set_value(("frames", "max_beds"), 300)).frames == {"max_beds": 300.0}


def test_an_input_is_changed_by_its_name_as_any_field_is() -> None:
    before = case()
    assert before.with_input("a", "occupancy", 0.5) == apply(before, set_value(OCCUPANCY, 0.5))
    dearer = before.with_input("a", "own.2.amount", 250.0)
    assert [line.amount for line in dearer.option("a").own_lines] == [1_000_000, 250]
    for option, name, value in (("a", "occupancy", 1.5), ("a", "own.2.amount", -1.0), ("m", "occupancy", 0.5)):
        with pytest.raises(BadInput):
            before.with_input(option, name, value)


def test_only_what_is_there_is_replaced() -> None:
    assert apply(case(), replace_with(OCCUPANCY, 0.8)).option("a").inputs == {"occupancy": 0.8}
    assert problem_of(replace_with(("frames", "max_beds"), 300)) == ("edit_nowhere", "frames.max_beds")


def test_an_input_back_at_its_default_loses_its_reason() -> None:
    back = apply(case(), remove(OCCUPANCY)).option("a")
    assert (back.inputs, back.reasons) == ({}, {})
    assert apply(case(), remove(("options", "a", "inputs"))) == apply(case(), remove(OCCUPANCY))


def test_what_is_at_its_default_is_not_written() -> None:
    for edit in (remove(OCCUPANCY), set_value(("options", "a", "inputs"), {})):
        assert "inputs" not in write_case(apply(case(), edit))["options"][0]
    assert "law" not in write_case(apply(case(), set_value(("law",), "in_force")))


def test_an_own_line_added_takes_what_is_usual_for_its_kind() -> None:
    """A subsidy: once, at the start, from the state; a terminal value: once, at the end of the term."""
    line = apply(case(), add(("options", "b", "own_lines"), SUBSIDY)).option("b").own_lines[0]
    assert (line.per, line.first, line.counterparty) == ("once", 0.0, "state")
    sale = {"label": "Verkoop", "kind": "terminal_value", "amount": 1_000_000}
    line = apply(case(), add(("options", "b", "own_lines"), sale)).option("b").own_lines[0]
    assert (line.per, line.first) == ("once", None)


def risky_lines(of: Case) -> tuple[set[str], set[str]]:
    return set(of.option("a").risk.distributions), set(of.option("m").risk.distributions)


def path_of_what_if(of: Case, name: str) -> list[str]:
    listed = write_case(of).get("what_ifs", [])
    return [edit["path"] for what_if in listed if what_if["name"] == name for edit in what_if["edits"]]


@pytest.mark.parametrize(
    ("edit", "number"),
    [
        (remove(("options", "a", "own_lines", "1")), 1),
        (add(("options", "a", "own_lines"), RENT, after=""), 3),
        (add(("options", "a", "own_lines"), RENT, after="1"), 3),
        (add(("options", "a", "own_lines"), RENT), 2),
        (move(("options", "a", "own_lines", "2"), after=""), 1),
        (move(("options", "a", "own_lines", "1")), 1),
    ],
)
def test_what_is_said_about_an_own_line_follows_it_to_its_new_number(edit: Edit, number: int) -> None:
    """The second line of a is named in the risk choices of a and of the mix, and in a what-if."""
    after = apply(case(), edit)
    assert after.option("a").own_lines[number - 1].label == "Huur"
    assert risky_lines(after) == (
        {f"own.{number}.amount", "occupancy"},
        {f"a.own.{number}.amount", "b.occupancy"},
    )
    assert path_of_what_if(after, "Duur") == [f"options.a.own_lines.{number}.amount"]


def test_what_is_said_about_an_own_line_goes_with_it() -> None:
    after = apply(case(), remove(("options", "a", "own_lines", "2")))
    assert risky_lines(after) == ({"occupancy"}, {"b.occupancy"})
    assert path_of_what_if(after, "Duur") == []


def test_an_option_is_renamed_wherever_it_is_named() -> None:
    after = apply(case(), rename_option("a", "short"))
    assert [option.id for option in after.options] == ["short", "b", "c", "m"]
    assert [part.option for part in after.option("m").components] == ["short", "b"]
    assert set(after.option("short").risk.distributions) == {"own.2.amount", "occupancy"}
    assert set(after.option("m").risk.distributions) == {"short.own.2.amount", "b.occupancy"}
    assert path_of_what_if(after, "Leeg") == ["options.short.inputs.occupancy"]
    assert apply(after, set_value(("options", "short", "id"), "a")) == case()


def test_an_id_that_is_taken_is_refused() -> None:
    assert problem_of(rename_option("a", "b")) == ("double_id", "options.a.id")


def test_an_option_goes_with_all_that_is_said_about_it() -> None:
    after = apply_all(case(), [remove(("options", "m")), Edit("remove_option", ("options", "a"))])
    assert [option.id for option in after.options] == ["b", "c"]
    assert "risk" not in write_case(after)
    assert "what_ifs" not in write_case(after)


def test_an_option_that_a_mix_is_made_of_stays() -> None:
    assert problem_of(remove(("options", "a"))) == ("unknown_component", "m.components")


def test_options_are_added_and_moved_behind_another_by_id() -> None:
    new = add(("options",), {"id": "n", "type": "new_build", "variant": "permanent"}, after="a")
    assert [option.id for option in apply(case(), new).options] == ["a", "n", "b", "c", "m"]
    assert [option.id for option in apply(case(), move(("options", "m"), after="a")).options] == ["a", "m", "b", "c"]
    assert [option.id for option in apply(case(), move(("options", "c"), after="")).options] == ["c", "a", "b", "m"]
    assert problem_of(move(("options", "c"), after="x")) == ("edit_nowhere", "options.x")


def test_a_copy_stands_behind_its_original_with_its_risk_choices() -> None:
    after = apply_all(case(), copy_option(case(), "a", "e", "Kopie"))
    assert [option.id for option in after.options] == ["a", "e", "b", "c", "m"]
    assert after.option("e").risk == after.option("a").risk
    assert after.option("e").own_lines == after.option("a").own_lines


def test_an_option_of_another_type_keeps_the_inputs_it_is_still_asked_for() -> None:
    free = apply(case(), remove(("options", "m")))
    after = apply(free, change_option_type("a", "new_build", "permanent")).option("a")
    assert (after.type, after.variant, after.inputs) == ("new_build", "permanent", {"occupancy": 0.9})
    assert [line.label for line in after.own_lines] == ["Rijk", "Huur"]
    assert after.risk.is_standard


def test_an_option_that_becomes_a_mix_starts_with_equal_shares_of_the_first_two() -> None:
    without_lines = apply(case(), remove(("options", "m")))
    mix = apply(without_lines, change_option_type("c", "mix")).option("c")
    assert [(part.option, part.share) for part in mix.components] == [("a", 0.5), ("b", 0.5)]


def test_shares_of_a_mix_are_set_together() -> None:
    mix = apply(case(), set_mix_shares("m", {"a": 0.25, "b": 0.75})).option("m")
    assert [(part.option, part.share) for part in mix.components] == [("a", 0.25), ("b", 0.75)]
    assert problem_of(set_mix_shares("m", {"a": 0.25, "b": 0.25}))[0] == "shares_not_one"


@pytest.mark.parametrize(
    "edit",
    [
        set_value(OCCUPANCY, 2),
        set_value(("beds",), "many"),
        set_value(("beds", "a"), 1),
        set_value(("options", "x", "inputs", "occupancy"), 0.8),
        set_value(("options", "a", "own_lines", "3"), RENT),
        set_value(("options", "a", "own_lines", "1", "amount", "x"), 1),
        add(("beds",), 3),
        add(("options",), {"id": "a", "type": "short_stay"}),
        remove(("options", "a", "own_lines", "0")),
        remove(("frames", "max_beds")),
        remove(("options",)),
        move(("options", "x")),
        rename_option("x", "y"),
        rename_option("a", "with a space"),
        change_option_type("a", "castle"),
        change_option_type("a", "new_build", "tent"),
        Edit("set_mix_shares", ("options", "m"), 3),
    ],
)
def test_an_edit_that_cannot_be_made_says_why_and_changes_nothing(edit: Edit) -> None:
    before = case()
    with pytest.raises(BadInput) as caught:
        apply(before, edit)
    assert before == case()
    assert all(found.text("nl") and found.text("en") for found in caught.value.problems)


def test_the_case_an_edit_is_applied_to_stays_as_it_was() -> None:
    """Also where a value is itself a group: a growth path of a, of which one year is set."""
    path = ("options", "a", "inputs", "price_growth")
    before = apply(case(), set_value(path, {"2027": 0.03}))
    after = apply(before, set_value((*path, "2029"), 0.01))
    assert before.option("a").inputs["price_growth"] == {"2027": 0.03}
    assert after.option("a").inputs["price_growth"] == {"2027": 0.03, "2029": 0.01}


def test_the_smallest_edit_between_two_values_is_at_the_field_that_differs() -> None:
    before: Json = {"draws": 100, "distributions": {"occupancy": None}}
    at = ("risk", "a")
    assert smallest_edit(at, before, before) is None
    assert smallest_edit(at, before, {**before, "draws": 5}) == set_value((*at, "draws"), 5)
    assert smallest_edit(at, before, {"distributions": {"occupancy": None}}) == remove((*at, "draws"))
    assert smallest_edit(at, before, {**before, "seed": 5}) == set_value((*at, "seed"), 5)
    assert smallest_edit(at, before, {}) == remove(at)
    assert smallest_edit(at, before, {"seed": 1}) == set_value(at, {"seed": 1})


@pytest.mark.parametrize(
    "wrong",
    [
        3,
        {},
        {"kind": "set", "path": "beds"},
        {"kind": "remove", "path": "beds", "value": 3},
        {"kind": "set", "path": "a..b", "value": 3},
        {"kind": "rename_option", "path": "beds", "value": "x"},
        {"kind": "set", "path": 3, "value": 3},
    ],
)
def test_data_that_say_no_edit_are_refused(wrong: Any) -> None:
    with pytest.raises(BadInput):
        edit_from_json(wrong)


NAMES = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=5,
)


@given(st.lists(NAMES, min_size=1, max_size=5).map(tuple))
def test_a_path_is_the_same_after_it_was_written_as_text(path: tuple[str, ...]) -> None:
    assert path_of(path_text(path)) == path


@given(st.lists(NAMES, min_size=1, max_size=4).map(tuple), VALUES, st.none() | NAMES)
def test_an_edit_is_the_same_after_it_was_written_as_json(path: tuple[str, ...], value: Any, after: str | None) -> None:
    for edit in (set_value(path, value), add(path, value, after), remove(path), move(path, after)):
        assert edit_from_json(edit_to_json(edit)) == edit


def after_both(first: Edit, second: Edit) -> Case | None:
    try:
        return apply(apply(case(), first), second)
    except BadInput:
        return None


@pytest.mark.thorough
@settings(max_examples=400, deadline=None)
@given(EDITS, EDITS)
def test_edits_on_disjoint_paths_give_the_same_case_in_either_order(one: Edit, other: Edit) -> None:
    if disjoint(one, other):
        forth, back = after_both(one, other), after_both(other, one)
        assert forth is None or back is None or forth == back


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        (set_value(OCCUPANCY, 0.8), set_value(("options", "b", "inputs", "occupancy"), 0.8), True),
        (set_value(OCCUPANCY, 0.8), set_value(OCCUPANCY, 0.7), False),
        (set_value(OCCUPANCY, 0.8), remove(("options", "a")), False),
        (set_value(OCCUPANCY, 0.8), add(("options",), {"id": "x", "type": "mid_stay"}, after="a"), False),
        (set_value(OCCUPANCY, 0.8), add(("options",), {"id": "x", "type": "mid_stay"}), True),
        (add(("options", "a", "own_lines"), RENT), add(("options", "b", "own_lines"), RENT), False),
        (set_value(("need", "rows", "1", "low"), 3), set_value(("need", "rows", "2", "low"), 3), False),
    ],
)
def test_disjoint_edits_are_those_that_share_no_place(one: Edit, other: Edit, apart: bool) -> None:
    assert disjoint(one, other) is apart
