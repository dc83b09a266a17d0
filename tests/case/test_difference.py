"""The difference of two cases: the edits that make one of the other, and no more of them than what differs."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from model.case import Case, write_case
from model.case.edits import Edit, add, apply_all, change_option_type, input_path, remove, set_value, touches
from model.case.edits.difference import difference
from model.problems import BadInput
from tests.support.random_cases import WIDE_SEEDS, wide_case
from tests.support.random_edits import EDITS, case


def after(edits: list[Edit], start: Case) -> Case:
    """The case after as many of the edits as are not refused."""
    now = start
    for edit in edits:
        try:
            now = apply_all(now, (edit,))
        except BadInput:
            continue
    return now


def test_two_cases_that_are_the_same_do_not_differ() -> None:
    assert difference(case(), case()) == ()


def test_what_differs_in_one_input_touches_that_input_only() -> None:
    changed = apply_all(case(), (set_value(input_path("b", "occupancy"), 0.7),))
    assert difference(case(), changed) == (set_value(input_path("b", "occupancy"), 0.7),)
    assert difference(changed, case()) == (remove(input_path("b", "occupancy")),)


def test_a_mix_goes_before_what_it_is_made_of() -> None:
    """Without m, a can go; a case with m and without a there is not."""
    both_gone = apply_all(case(), (remove(("options", "m")), remove(("options", "a"))))
    assert apply_all(case(), difference(case(), both_gone)) == both_gone
    assert apply_all(both_gone, difference(both_gone, case())) == case()


def test_a_mix_in_front_of_what_it_is_made_of_comes_and_goes_with_it() -> None:
    first = apply_all(case(), (set_value(("options",), list(reversed(write_case(case())["options"]))),))
    both_gone = apply_all(first, (remove(("options", "m")), remove(("options", "a"))))
    assert apply_all(first, difference(first, both_gone)) == both_gone
    assert apply_all(both_gone, difference(both_gone, first)) == first


@pytest.mark.thorough
@settings(max_examples=600, deadline=None)
@given(st.lists(EDITS, max_size=8), st.lists(EDITS, max_size=8))
def test_the_difference_makes_the_one_case_of_the_other(one: list[Edit], other: list[Edit]) -> None:
    before, wanted = after(one, case()), after(other, case())
    assert apply_all(before, difference(before, wanted)) == wanted


@pytest.mark.thorough
@settings(max_examples=100, deadline=None)
@given(st.sampled_from(WIDE_SEEDS), st.sampled_from(WIDE_SEEDS))
def test_the_difference_makes_any_case_of_any_other(one: int, other: int) -> None:
    before, wanted = wide_case(one), wide_case(other)
    assert apply_all(before, difference(before, wanted)) == wanted


INPUTS = st.dictionaries(
    st.tuples(st.sampled_from(["a", "b", "c"]), st.sampled_from(["occupancy", "price_per_bed_week", "term_years"])),
    st.sampled_from([0.5, 10, 12]),
    max_size=4,
)


@pytest.mark.thorough
@settings(max_examples=200, deadline=None)
@given(INPUTS)
def test_other_inputs_differ_in_these_inputs_only(given_inputs: dict[tuple[str, str], float]) -> None:
    edits = [set_value(input_path(*of), value) for of, value in given_inputs.items()]
    try:
        changed = apply_all(case(), edits)
    except BadInput:
        assume(False)
    own = {input_path(*of) for of in given_inputs}
    for edit in difference(case(), changed):
        assert all(
            any(path[: len(mine)] == mine or mine[: len(path)] == path for mine in own) for path in touches(edit)
        )
        assert all(path[2] == "inputs" for path in touches(edit))


def test_an_option_of_another_type_and_one_more_are_taken_back() -> None:
    changed = apply_all(
        case(), (change_option_type("c", "mix"), add(("options",), {"id": "x", "type": "mid_stay"}, after="a"))
    )
    assert apply_all(changed, difference(changed, case())) == case()
