"""A damaged file is said to be, and what can be read of it is offered: each case in its last good state."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from market_data import MarketData
from model.case.data import Case
from model.case.edits import apply_all, input_path, set_value
from model.store.opening import CannotStore
from model.store.salvage import last_good, salvage
from model.store.store import Store
from model.store.upkeep import backup
from tests.store.conftest import ANNA, SETTING, occupied

PAGE = 4096


@pytest.fixture
def full(store: Store, example: Case) -> list[str]:
    """Twenty cases in a file that stands by itself: the first has 51 changes, and a snapshot after fifty of them."""
    made = [store.create(example, ANNA, SETTING).id for _ in range(20)]
    for number in range(51):
        occupied(store, made[0], occupancy_of(number))
    store.close()
    with closing(sqlite3.connect(store.path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    return made


def occupancy_of(number: int) -> float:
    return 0.5 + number / 200


def with_occupancy(case: Case, value: float) -> Case:
    return apply_all(case, (set_value(input_path("a", "occupancy"), value),))


def overwrite(path: Path, *pages: int) -> None:
    with path.open("rb+") as file:
        for page in pages:
            file.seek(page * PAGE)
            file.write(b"\xff" * PAGE)


def is_said_to_be_damaged(path: Path, case_id: str, market: MarketData) -> bool:
    """Whether opening the store, or the case in it, says that what is kept is damaged."""
    try:
        store = Store.at(path)
        try:
            store.open(case_id, market)
        finally:
            store.close()
    except CannotStore as error:
        return error.is_damage
    return False


def test_of_a_sound_store_everything_is_read(store: Store, full: list[str], market: MarketData, example: Case) -> None:
    found = salvage(store.path, market)
    assert {saved.stored.id for saved in found.cases} == set(full)
    assert all(saved.is_last for saved in found.cases)
    assert (found.lost, found.backup) == ((), None)
    assert last_good(store.path, full[0], market).case == with_occupancy(example, occupancy_of(50))
    with pytest.raises(CannotStore):
        last_good(store.path, "weg", market)


def test_a_case_of_which_a_byte_is_another_is_offered_as_its_last_snapshot(
    store: Store, full: list[str], market: MarketData, example: Case
) -> None:
    with closing(sqlite3.connect(store.path)) as connection:
        connection.execute("UPDATE cases SET file = replace(file, 'short_stay', 'short_stai') WHERE id = ?", (full[0],))
        connection.commit()
    assert is_said_to_be_damaged(store.path, full[0], market)
    assert not is_said_to_be_damaged(store.path, full[1], market)
    saved = {each.stored.id: each for each in salvage(store.path, market).cases}
    assert (saved[full[0]].is_last, saved[full[1]].is_last) == (False, True)
    assert saved[full[0]].stored.seq == 50
    assert saved[full[0]].stored.case == with_occupancy(example, occupancy_of(49))


def test_pages_that_are_overwritten_take_only_their_own_cases_along(
    store: Store, full: list[str], market: MarketData, example: Case
) -> None:
    """The page on which the row of the first case stands; its snapshots stand on others."""
    pages = pages_of(store.path, "cases")
    assert len(pages) > 3
    overwrite(store.path, pages[0] - 1)
    assert is_said_to_be_damaged(store.path, full[0], market)
    found = salvage(store.path, market)
    saved = {each.stored.id: each for each in found.cases}
    assert set(saved) == set(full) and found.lost == ()
    assert (saved[full[0]].is_last, saved[full[-1]].is_last) == (False, True)
    assert saved[full[0]].stored.case == with_occupancy(example, occupancy_of(49))
    assert saved[full[-1]].stored.case == example


def pages_of(path: Path, table: str) -> list[int]:
    """The pages with rows of a table, in their order, by the number SQLite gives them: the first is 1."""
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        return below(path, connection.execute(query, (table,)).fetchone()[0])


def below(path: Path, page: int) -> list[int]:
    content = path.read_bytes()[(page - 1) * PAGE : page * PAGE]
    if content[0] != 5:
        return [page]
    count = int.from_bytes(content[3:5])
    cells = [int.from_bytes(content[12 + 2 * number :][:2]) for number in range(count)]
    children = [int.from_bytes(content[cell:][:4]) for cell in cells] + [int.from_bytes(content[8:12])]
    return [leaf for child in children for leaf in below(path, child)]


def test_of_a_file_that_was_cut_off_is_read_what_is_left(store: Store, full: list[str], market: MarketData) -> None:
    """Cut off before the last page with rows of cases, of which others stand on earlier pages."""
    last = max(pages_of(store.path, "cases"))
    store.path.write_bytes(store.path.read_bytes()[: (last - 1) * PAGE])
    assert is_said_to_be_damaged(store.path, full[0], market)
    found = salvage(store.path, market)
    assert {saved.stored.id for saved in found.cases} | set(found.lost) == set(full)
    assert len([saved for saved in found.cases if saved.is_last]) > len(full) / 2
    assert all(saved.stored.case.name == "Voorbeeld Westland" for saved in found.cases)


@pytest.mark.parametrize("content", [b"geen database" * 1000, b"SQLite format 3\0" + b"\xff" * 9000])
def test_a_file_that_is_no_database_is_said_to_be_damaged_and_the_newest_backup_is_known(
    store: Store, market: MarketData, content: bytes
) -> None:
    path = backup(store, store.path.with_name("cases-gisteren.sqlite"))
    store.close()
    store.path.write_bytes(content)
    assert is_said_to_be_damaged(store.path, "welke ook", market)
    found = salvage(store.path, market)
    assert (found.cases, found.lost, found.backup) == ((), (), path)


def test_the_newest_backup_that_is_whole_is_the_one_to_put_back(
    store: Store, full: list[str], market: MarketData, tmp_path: Path
) -> None:
    old, new = backup(store, tmp_path / "oud.sqlite"), backup(store, tmp_path / "nieuw.sqlite")
    assert salvage(store.path, market).backup == new
    overwrite(new, 3, 4, 5)
    assert salvage(store.path, market).backup == old
    assert full
