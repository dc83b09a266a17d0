"""What is appended is there, in order and without gaps, and comes back; what others changed stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from market_data import MarketData
from model.case.data import Case
from model.case.edits import Edit, input_path, remove, set_value
from model.problems import BadInput, problem
from model.store.access import accept, archive, cases_of, give, invite, may_open, note_opened, withdraw
from model.store.changes import Occasion
from model.store.records import Conflict, Stored
from model.store.store import Setting, Store
from tests.store.conftest import ANNA, BRAM, MARKET, MODEL, SETTING, Clock, any_case


def occupancy(value: float, option: str = "a") -> Edit:
    return set_value(input_path(option, "occupancy"), value)


def appended(store: Store, case_id: str, *edits: Edit, seen: int, author: object = ANNA) -> Stored:
    after = store.append(case_id, edits, seen, author, SETTING, any_case)  # type: ignore[arg-type]
    assert isinstance(after, Stored)
    return after


def test_a_new_case_is_the_one_that_was_given(store: Store, example: Case, market: MarketData) -> None:
    made = store.create(example, ANNA, SETTING)
    opened = store.open(made.id, market)
    assert (opened.case, opened.seq, opened.model, opened.data) == (example, 0, MODEL, market.version)


def test_changes_are_numbered_without_gaps_and_say_who_why_and_with_what(
    store: Store, example: Case, clock: Clock
) -> None:
    made = store.create(example, ANNA, SETTING)
    clock.on(60)
    store.append(made.id, (occupancy(0.9),), 0, ANNA, SETTING, any_case, Occasion(why="gemeten"))
    appended(store, made.id, set_value(("beds",), 320), seen=1, author=BRAM)
    first, second = store.since(made.id, 0)
    assert (first.seq, second.seq) == (1, 2)
    assert (first.edits, first.author, first.why, first.moment) == ((occupancy(0.9),), ANNA, "gemeten", clock.now)
    assert (first.model, first.data) == (MODEL, MARKET.version)
    assert second.author == BRAM


def test_an_edit_that_changes_nothing_is_not_in_the_log(store: Store, example: Case) -> None:
    made = store.create(example, ANNA, SETTING)
    assert appended(store, made.id, set_value(("beds",), example.beds), seen=0).seq == 0
    assert store.since(made.id, 0) == ()


def test_what_is_refused_leaves_no_trace(store: Store, example: Case, market: MarketData) -> None:
    made = store.create(example, ANNA, SETTING)
    with pytest.raises(BadInput):
        store.append(made.id, (set_value(("beds",), -1),), 0, ANNA, SETTING, any_case)

    def refuse(_: Case) -> None:
        raise BadInput((problem("missing", "beds"),))

    with pytest.raises(BadInput):
        store.append(made.id, (occupancy(0.9),), 0, ANNA, SETTING, refuse)
    assert store.open(made.id, market).case == example
    assert store.since(made.id, 0) == ()


def test_edits_of_different_inputs_go_together(store: Store, example: Case) -> None:
    made = store.create(example, ANNA, SETTING)
    appended(store, made.id, occupancy(0.9), seen=0)
    both = appended(store, made.id, occupancy(0.8, "b"), seen=0, author=BRAM)
    assert (both.case.option("a").inputs["occupancy"], both.case.option("b").inputs["occupancy"]) == (0.9, 0.8)


def test_who_has_not_seen_a_change_of_the_same_input_is_asked(store: Store, example: Case, market: MarketData) -> None:
    made = store.create(example, ANNA, SETTING)
    appended(store, made.id, occupancy(0.9), seen=0)
    refused = store.append(made.id, (occupancy(0.8),), 0, BRAM, SETTING, any_case)
    assert isinstance(refused, Conflict)
    assert [change.author for change in refused.changes] == [ANNA]
    assert store.open(made.id, market).case.option("a").inputs["occupancy"] == 0.9
    assert appended(store, made.id, occupancy(0.8), seen=1, author=BRAM).seq == 2


def test_a_removed_option_is_a_change_of_all_its_inputs(store: Store, example: Case) -> None:
    made = store.create(example, ANNA, SETTING)
    appended(store, made.id, remove(("options", "a")), seen=0)
    assert isinstance(store.append(made.id, (occupancy(0.8),), 0, BRAM, SETTING, any_case), Conflict)


def test_there_is_a_snapshot_every_fifty_changes_and_at_each_version(
    store: Store, example: Case, market: MarketData
) -> None:
    made = store.create(example, ANNA, SETTING)
    for number in range(1, 121):
        appended(store, made.id, occupancy(number / 200), seen=number - 1)
        if number == 7:
            store.name_version(made.id, "voor de raad", ANNA)
    with store.reading() as connection:
        numbers = connection.exec_driver_sql("SELECT seq FROM snapshots ORDER BY seq").scalars().all()
    assert numbers == [0, 7, 50, 100]
    assert store.version_case(made.id, 1, market).option("a").inputs["occupancy"] == 7 / 200


def test_another_version_of_the_model_begins_with_a_snapshot(store: Store, example: Case) -> None:
    made = store.create(example, ANNA, SETTING)
    appended(store, made.id, occupancy(0.9), seen=0)
    appended(store, made.id, occupancy(0.8), seen=1)
    store.append(made.id, (occupancy(0.7),), 2, ANNA, Setting("model-2", MARKET), any_case)
    with store.reading() as connection:
        rows = connection.exec_driver_sql("SELECT seq, model FROM snapshots ORDER BY seq").all()
    assert [tuple(row) for row in rows] == [(0, MODEL), (2, MODEL)]


def test_a_restored_version_is_a_change_that_can_be_taken_back(store: Store, example: Case) -> None:
    made = store.create(example, ANNA, SETTING)
    store.name_version(made.id, "eerste", ANNA)
    appended(store, made.id, remove(("options", "a")), occupancy(0.5, "b"), seen=0)
    restored = store.restore(made.id, 1, ANNA, SETTING, any_case)
    assert (restored.case, restored.seq) == (example, 2)
    undone = store.undo(made.id, ANNA, SETTING, any_case)
    assert isinstance(undone, Stored)
    assert [option.id for option in undone.case.options] == [
        option.id for option in example.options if option.id != "a"
    ]
    assert [version.label for version in store.versions(made.id)] == ["eerste"]
    with pytest.raises(BadInput):
        store.version(made.id, 2)
    with pytest.raises(BadInput):
        store.name_version(made.id, "  ", ANNA)


def test_a_store_is_the_same_after_it_was_closed(tmp_path: Path, example: Case, market: MarketData) -> None:
    path = tmp_path / "cases.sqlite"
    first = Store.at(path)
    made = first.create(example, ANNA, SETTING, {"numbers": {"a": 1.5}})
    changed = appended(first, made.id, occupancy(0.9), seen=0)
    first.close()
    again = Store.at(path)
    assert again.open(made.id, market).case == changed.case
    assert isinstance(again.undo(made.id, ANNA, SETTING, any_case), Stored)
    again.close()


def test_a_case_is_opened_by_who_holds_it_and_by_whom_they_invite_once(store: Store, example: Case) -> None:
    made = store.create(example, ANNA, SETTING)
    give(store, made.id, "anna's secret")
    assert may_open(store, made.id, "anna's secret")
    assert not may_open(store, made.id, "bram's secret")
    invitation = invite(store, made.id)
    assert accept(store, invitation, "bram's secret") == made.id
    assert may_open(store, made.id, "bram's secret")
    with pytest.raises(BadInput):
        accept(store, invitation, "carla's secret")
    withdrawn = invite(store, made.id)
    assert withdraw(store, made.id) == 1
    with pytest.raises(BadInput):
        accept(store, withdrawn, "carla's secret")


def test_no_secret_stands_in_the_file(store: Store, example: Case) -> None:
    made = store.create(example, ANNA, SETTING)
    give(store, made.id, "what-the-browser-holds")
    secret = invite(store, made.id)
    store.close()
    content = b"".join(path.read_bytes() for path in store.path.parent.iterdir())
    assert made.id.encode() in content
    assert b"what-the-browser-holds" not in content
    assert secret.encode() not in content


def test_the_case_opened_last_stands_first_in_the_list(store: Store, example: Case, clock: Clock) -> None:
    cases = [store.create(example, ANNA, SETTING) for _ in range(3)]
    for made in cases:
        clock.on(1)
        give(store, made.id, "anna")
    clock.on(1)
    note_opened(store, cases[0].id, "anna")
    archive(store, cases[1].id, archived=True)
    listed = cases_of(store, "anna")
    assert [row.id for row in listed] == [cases[0].id, cases[2].id, cases[1].id]
    assert [row.archived for row in listed] == [False, False, True]
    assert cases_of(store, "bram") == ()


def test_a_case_that_is_not_there_is_named(store: Store, market: MarketData) -> None:
    with pytest.raises(BadInput) as refused:
        store.open("weg", market)
    assert "weg" in refused.value.texts("nl")[0]
