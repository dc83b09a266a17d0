"""Whatever is done to a case, by whom: its log has no gap and tells how it became what it is, there and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.case.data import Case
from model.case.edits import Edit, replay, set_value
from model.problems import BadInput
from model.store.changes import BEGIN, Author
from model.store.records import Stored
from model.store.store import Setting, Store
from tests.store.conftest import ANNA, BRAM, MARKET, MODEL, SETTING, Clock, any_case
from tests.support.random_edits import EDITS, case

Act = Callable[[Store, str, Author], object]


def edited(edits: Sequence[Edit]) -> Act:
    def act(store: Store, case_id: str, author: Author) -> object:
        return store.append(case_id, edits, store.seq(case_id) or 0, author, SETTING, any_case)

    return act


def undone(store: Store, case_id: str, author: Author) -> object:
    return store.undo(case_id, author, SETTING, any_case)


def redone(store: Store, case_id: str, author: Author) -> object:
    return store.redo(case_id, author, SETTING, any_case)


def named(store: Store, case_id: str, author: Author) -> object:
    return store.name_version(case_id, "versie", author)


def restored(store: Store, case_id: str, author: Author) -> object:
    return store.restore(case_id, 1, author, SETTING, any_case)


def other_figures(store: Store, case_id: str, author: Author) -> object:
    return store.put_figures(
        case_id, author, Setting(MODEL, replace(MARKET, version="own")), any_case, ("eigen.csv", b"")
    )


ACTS: st.SearchStrategy[Act] = st.one_of(
    st.lists(EDITS, min_size=1, max_size=3).map(edited),
    st.lists(EDITS, min_size=1, max_size=3).map(edited),
    st.sampled_from([undone, undone, redone, named, restored, other_figures]),
)
AUTHORS = st.sampled_from([ANNA, BRAM])
PAUSES = st.sampled_from([0.5, 3.0])


@pytest.fixture(scope="module")
def one_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Clock]]:
    """One store with a case per example: to make one takes longer than an example."""
    clock = Clock()
    made = Store.at(tmp_path_factory.mktemp("replay") / "cases.sqlite", clock)
    yield made, clock
    made.close()


def after_all(
    of: tuple[Store, Clock], acts: Sequence[tuple[Act, Author, float]], start: Case
) -> tuple[Store, str, Case]:
    """A new case after these acts: what is refused is refused, and the next one is tried."""
    store, clock = of
    made = store.create(start, ANNA, SETTING)
    for act, author, pause in acts:
        clock.on(pause)
        try:
            act(store, made.id, author)
        except BadInput:
            continue
    return store, made.id, store.open(made.id, MARKET).case


def to_the_end(step: Callable[[], object]) -> None:
    """Until there is nothing more to take back, or to make again."""
    while isinstance(step(), Stored):
        pass
    assert step() is None


@pytest.mark.thorough
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(acts=st.lists(st.tuples(ACTS, AUTHORS, PAUSES), max_size=15))
def test_the_log_tells_how_a_case_became_what_it_is(
    acts: list[tuple[Act, Author, float]], one_store: tuple[Store, Clock]
) -> None:
    store, case_id, now = after_all(one_store, acts, case())
    changes = store.since(case_id, -1)
    assert [change.seq for change in changes] == list(range(len(changes)))
    assert [change.seq for change in changes if change.kind == BEGIN] == [0]
    assert store.seq(case_id) == changes[-1].seq
    assert replay(case(), [edit for change in changes for edit in change.edits], MARKET) == now


@pytest.mark.thorough
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(acts=st.lists(st.tuples(ACTS, st.just(ANNA), PAUSES), max_size=12))
def test_who_works_alone_takes_everything_back_and_makes_it_again(
    acts: list[tuple[Act, Author, float]], one_store: tuple[Store, Clock]
) -> None:
    store, case_id, now = after_all(one_store, acts, case())
    to_the_end(lambda: redone(store, case_id, ANNA))
    now = store.open(case_id, MARKET).case
    to_the_end(lambda: undone(store, case_id, ANNA))
    assert store.open(case_id, MARKET).case == case()
    to_the_end(lambda: redone(store, case_id, ANNA))
    assert store.open(case_id, MARKET).case == now


@pytest.mark.thorough
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(acts=st.lists(st.tuples(ACTS, AUTHORS, PAUSES), max_size=12))
def test_the_last_change_before_each_snapshot_gives_that_snapshot(
    acts: list[tuple[Act, Author, float]], one_store: tuple[Store, Clock]
) -> None:
    store, case_id, _ = after_all(one_store, acts, case())
    changes = store.since(case_id, 0)
    for version in store.versions(case_id):
        edits = [edit for change in changes if change.seq <= version.seq for edit in change.edits]
        assert replay(case(), edits, MARKET) == store.version_case(case_id, version.number, MARKET)


def test_a_slider_that_went_forth_and_back_does_not_stop_undo(store: Store, example: Case, clock: Clock) -> None:
    made = store.create(example, ANNA, SETTING)
    for seen, beds in enumerate((320, 300, 320)):
        clock.on(3 if seen < 2 else 1)
        store.append(made.id, (set_value(("beds",), beds),), seen, ANNA, SETTING, any_case)
    to_the_end(lambda: undone(store, made.id, ANNA))
    assert store.open(made.id, MARKET).case == example


def test_other_market_data_are_nothing_to_take_back(store: Store, example: Case, clock: Clock) -> None:
    made = store.create(example, ANNA, SETTING)
    store.append(made.id, (set_value(("beds",), 320),), 0, ANNA, SETTING, any_case)
    other_figures(store, made.id, ANNA)
    clock.on(10)
    back = undone(store, made.id, ANNA)
    assert isinstance(back, Stored) and back.case == example
    assert undone(store, made.id, ANNA) is None
