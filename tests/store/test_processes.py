"""Programs that write in one store at once, or are killed while they do: what was confirmed is there, and no half."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from market_data import MarketData
from model.case.data import Case
from model.store.store import Store
from tests.store.conftest import ANNA, SETTING
from tests.support.appending import begin, start
from tests.support.kills import kill_once

ENTRIES = 200


def both(store: Store, case_id: str, options: tuple[str, str], count: int) -> tuple[list[Any], list[Any]]:
    """What two programs say that enter so many numbers at once, each in an option."""
    children = [start(store.path, case_id, actor, option, count) for actor, option in zip("ab", options, strict=True)]
    for child in children:
        begin(child)
    anna, bram = ([json.loads(line) for line in child.communicate(timeout=240)[0].splitlines()] for child in children)
    assert [child.returncode for child in children] == [0, 0]
    return anna, bram


@pytest.mark.thorough
def test_two_programs_in_different_inputs_write_everything(store: Store, example: Case, market: MarketData) -> None:
    made = store.create(example, ANNA, SETTING)
    anna, bram = both(store, made.id, ("a", "b"), ENTRIES)
    written = sorted(said["seq"] for said in (*anna, *bram))
    assert written == list(range(1, 2 * ENTRIES + 1))
    changes = store.since(made.id, 0)
    assert [change.seq for change in changes] == written
    last = {change.author.actor: change.edits[0].value for change in changes}
    case = store.open(made.id, market).case
    assert {actor: case.option(actor).inputs["occupancy"] for actor in "ab"} == last


@pytest.mark.thorough
def test_two_programs_in_the_same_input_never_write_over_what_they_have_not_seen(
    store: Store, example: Case, market: MarketData
) -> None:
    made = store.create(example, ANNA, SETTING)
    said = both(store, made.id, ("a", "a"), ENTRIES)
    changes = {change.seq: change for change in store.since(made.id, 0)}
    assert list(changes) == list(range(1, len(changes) + 1))
    assert sorted(line["seq"] for lines in said for line in lines if "seq" in line) == list(changes)
    for actor, lines in zip("ab", said, strict=True):
        assert len(lines) == ENTRIES
        for line in lines:
            if "seq" in line:
                unseen = range(line["seen"] + 1, line["seq"])
                assert {changes[seq].author.actor for seq in unseen} <= {actor}
            else:
                assert {changes[seq].author.actor for seq in line["conflict"]} == {{"a": "b", "b": "a"}[actor]}
    assert any("conflict" in line for lines in said for line in lines)
    last = changes[max(changes)].edits[0].value
    assert store.open(made.id, market).case.option("a").inputs["occupancy"] == last


@pytest.mark.thorough
def test_what_was_confirmed_is_there_after_a_kill_at_any_moment(
    store: Store, example: Case, market: MarketData
) -> None:
    """Five times; `benchmarks/soak/store_kills.py` does it two hundred times."""
    made, draw = store.create(example, ANNA, SETTING), random.Random(22)
    for _ in range(5):
        killed = kill_once(store.path, made.id, example, market, draw)
        assert killed.wrong == ()
        assert killed.confirmed > 0
