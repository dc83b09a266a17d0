"""A disk that is full or read-only: it is said why, nothing is half written, and it goes on when that is over."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from market_data import MarketData
from model.case.data import Case
from model.store.opening import CannotStore
from model.store.store import Store
from model.words.texts import LANGUAGES
from tests.store.conftest import ANNA, SETTING, occupied


def said(act: Callable[[], object]) -> str:
    """What is said, in Dutch, about something that cannot be stored."""
    with pytest.raises(CannotStore) as refused:
        act()
    assert not refused.value.is_damage
    return " ".join(refused.value.texts(LANGUAGES[0]))


def is_whole(store: Store, case_id: str, market: MarketData) -> bool:
    """Whether the case, the number of its last change and its log say the same, and the file is sound."""
    stored, changes = store.open(case_id, market), store.since(case_id, -1)
    with store.reading() as connection:
        sound = connection.exec_driver_sql("PRAGMA integrity_check").scalar_one()
    return sound == "ok" and [change.seq for change in changes] == list(range(stored.seq + 1))


def until_it_is_full(store: Store, case_id: str) -> int:
    """Enters something else until there is no room; gives how many were confirmed, and says what was said."""
    before = store.seq(case_id) or 0
    for number in range(1000):
        try:
            occupied(store, case_id, 0.1 + number / 5000)
        except CannotStore:
            return (store.seq(case_id) or 0) - before
    raise AssertionError("there is always room")


def on_its_connection(store: Store, statement: str) -> int:
    with store.reading() as connection:
        rows = connection.exec_driver_sql(statement)
        return int(rows.scalar() or 0) if rows.returns_rows else 0


def test_a_store_that_may_not_grow_says_so_and_goes_on_when_it_may(
    store: Store, example: Case, market: MarketData
) -> None:
    made = store.create(example, ANNA, SETTING)
    on_its_connection(store, f"PRAGMA max_page_count = {on_its_connection(store, 'PRAGMA page_count') + 8}")
    assert until_it_is_full(store, made.id) > 0
    assert "de schijf is vol" in said(lambda: occupied(store, made.id, 0.99))
    assert is_whole(store, made.id, market)
    kept = store.seq(made.id) or 0
    on_its_connection(store, "PRAGMA max_page_count = 100000")
    assert occupied(store, made.id, 0.99).seq == kept + 1


def test_a_store_that_may_be_read_only_is_read(store: Store, example: Case, market: MarketData) -> None:
    made = store.create(example, ANNA, SETTING)
    on_its_connection(store, "PRAGMA query_only = ON")
    assert "er mag daar niets worden geschreven" in said(lambda: occupied(store, made.id, 0.9))
    assert store.open(made.id, market).case == example
    on_its_connection(store, "PRAGMA query_only = OFF")
    assert occupied(store, made.id, 0.9).seq == 1


def test_a_connection_that_does_not_come_free_is_said(store: Store, example: Case) -> None:
    made = store.create(example, ANNA, SETTING)
    engine = create_engine(store.engine.url, pool_size=1, max_overflow=0, pool_timeout=0.01)
    crowded = replace(store, engine=engine)
    with crowded.reading():
        assert str(store.path) in said(lambda: crowded.seq(made.id))
    assert crowded.seq(made.id) == 0
    crowded.close()


def test_what_is_in_the_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "zaken").write_text("een bestand")
    sentence = said(lambda: Store.at(tmp_path / "zaken" / "cases.sqlite"))
    assert "cases.sqlite" in sentence and "geen map" in sentence


def test_a_file_that_was_taken_away_does_not_come_back_empty(store: Store, example: Case) -> None:
    """What would be written in it is nowhere to be found: it is refused, and so it is while it is away."""
    made = store.create(example, ANNA, SETTING)
    store.path.rename(store.path.with_name("weg.sqlite"))
    assert "is er niet" in said(lambda: occupied(store, made.id, 0.9))
    assert not store.path.exists()
    store.path.with_name("weg.sqlite").rename(store.path)
    assert occupied(store, made.id, 0.9).seq == 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    place = tmp_path / "schijf"
    place.mkdir()
    if os.name != "posix" or not mounted("-t", "tmpfs", "-o", "size=1m", "none", place):
        pytest.skip("needs a disk of its own")
    yield place
    subprocess.run(["umount", "-l", place], check=True, timeout=60)


def mounted(*how: str | Path) -> bool:
    try:
        return subprocess.run(["mount", *how], capture_output=True, timeout=60).returncode == 0
    except OSError:
        return False


def test_a_real_disk_that_is_full_takes_nothing_and_goes_on_when_there_is_room(
    small_disk: Path, example: Case, market: MarketData
) -> None:
    store = Store.at(small_disk / "cases.sqlite")
    made = store.create(example, ANNA, SETTING)
    confirmed = until_it_is_full(store, made.id)
    assert confirmed > 0
    assert "de schijf is vol" in said(lambda: occupied(store, made.id, 0.99))
    assert is_whole(store, made.id, market)
    assert mounted("-o", "remount,size=8m", small_disk)
    assert occupied(store, made.id, 0.99).seq == confirmed + 1
    store.close()


def test_a_real_disk_that_is_read_only_is_said(small_disk: Path, example: Case, market: MarketData) -> None:
    store = Store.at(small_disk / "cases.sqlite")
    made = store.create(example, ANNA, SETTING)
    store.close()
    assert mounted("-o", "remount,ro", small_disk)
    for act in (lambda: occupied(store, made.id, 0.9), lambda: Store.at(small_disk / "cases.sqlite")):
        assert "er mag daar niets worden geschreven" in said(act)
    assert mounted("-o", "remount,rw", small_disk)
    assert occupied(store, made.id, 0.9).seq == 1
    assert is_whole(store, made.id, market)
    store.close()
