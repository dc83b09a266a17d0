"""What an author can take back and make again, from his changes alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from model.case.edit import Path
from model.case.edits import remove, set_value
from model.store.changes import BEGIN, EDIT, FIGURES, REDO, RESTORE, UNDO, Standing, Step, one_field, overlap, standing

START = datetime(2027, 1, 4, 9, tzinfo=UTC)
FIELD = "options.a.inputs.occupancy"


def steps(*of: tuple[str, float] | tuple[str, float, str]) -> list[Step]:
    """Steps numbered from 1: the kind of each, the seconds since the one before, and its field."""
    made, now = [], START
    for number, (kind, seconds, *field) in enumerate(of, start=1):
        now += timedelta(seconds=seconds)
        made.append(Step(number, kind, now, field[0] if field else FIELD))
    return made


@pytest.mark.parametrize(
    ("pause", "groups"),
    [
        (0.0, ((1, 2, 3),)),
        (0.5, ((1, 2, 3),)),
        (2.0, ((1, 2, 3),)),
        (2.001, ((1,), (2,), (3,))),
        (3.0, ((1,), (2,), (3,))),
    ],
)
def test_entries_in_one_field_within_two_seconds_of_each_other_are_one(
    pause: float, groups: tuple[tuple[int, ...], ...]
) -> None:
    assert standing(steps(*[(EDIT, pause)] * 3)) == Standing(groups)


def test_a_burst_lasts_as_long_as_it_goes_on() -> None:
    """A hundred entries half a second apart: 50 seconds, one undo."""
    assert standing(steps(*[(EDIT, 0.5)] * 100)).undo == (tuple(range(1, 101)),)


@pytest.mark.parametrize(
    "second",
    [(EDIT, 0.5, "beds"), (EDIT, 0.5, ""), (RESTORE, 0.5), (EDIT, -1.0)],
    ids=["another field", "more than a field", "a version restored", "a clock put back"],
)
def test_what_is_no_burst_is_taken_back_by_itself(second: tuple[str, float, str]) -> None:
    assert standing(steps((EDIT, 0), second)).undo == ((1,), (2,))


def test_between_two_entries_of_a_burst_nothing_else_was_done() -> None:
    assert standing(steps((EDIT, 0), (EDIT, 0.5, "beds"), (EDIT, 0.5))).undo == ((1,), (2,), (3,))
    assert standing(steps((EDIT, 0), (FIGURES, 0.5), (EDIT, 0.5))).undo == ((1,), (3,))
    assert standing(steps((EDIT, 0), (UNDO, 0.5), (EDIT, 0.5))).undo == ((3,),)


@pytest.mark.parametrize(
    ("kinds", "undo", "redo"),
    [
        ([BEGIN], (), ()),
        ([BEGIN, EDIT], ((2,),), ()),
        ([BEGIN, EDIT, UNDO], (), ((3,),)),
        ([BEGIN, EDIT, UNDO, REDO], ((4,),), ()),
        ([BEGIN, EDIT, UNDO, REDO, UNDO], (), ((5,),)),
        ([BEGIN, EDIT, EDIT, UNDO], ((2,),), ((4,),)),
        ([BEGIN, EDIT, EDIT, UNDO, UNDO], (), ((4,), (5,))),
        ([BEGIN, EDIT, EDIT, UNDO, UNDO, REDO], ((6,),), ((4,),)),
        ([BEGIN, EDIT, EDIT, UNDO, EDIT], ((2,), (5,)), ()),
        ([BEGIN, EDIT, RESTORE, UNDO], ((2,),), ((4,),)),
        ([BEGIN, FIGURES], (), ()),
        ([BEGIN, EDIT, FIGURES, UNDO], (), ((4,),)),
    ],
)
def test_an_undo_takes_back_the_last_that_stands_and_a_redo_that_undo(
    kinds: list[str], undo: tuple[tuple[int, ...], ...], redo: tuple[tuple[int, ...], ...]
) -> None:
    assert standing(steps(*[(kind, 10.0) for kind in kinds])) == Standing(undo, redo)


def test_only_a_field_that_gets_a_value_is_that_of_a_slider() -> None:
    edit = set_value(("beds",), 300)
    assert one_field([edit]) == "beds"
    assert [one_field(edits) for edits in ([], [edit, edit], [remove(("beds",))])] == ["", "", ""]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("beds",), ("beds",), True),
        (("options", "a"), ("options", "a", "inputs", "occupancy"), True),
        (("options", "a", "inputs", "occupancy"), ("options",), True),
        (("options", "a", "inputs", "occupancy"), ("options", "b", "inputs", "occupancy"), False),
        (("options", "a"), ("options", "ab"), False),
        (("beds",), ("name",), False),
    ],
)
def test_two_changes_overlap_where_one_lies_in_the_other(one: Path, other: Path, same: bool) -> None:
    assert overlap(frozenset({one}), frozenset({other})) is same
    assert overlap(frozenset({other, ("law",)}), frozenset({one})) is same
    assert not overlap(frozenset(), frozenset({one}))
