"""Backed up and put back while somebody works in it; what is removed or expired is nowhere any more."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from market_data import MarketData
from model.case.data import Case
from model.case.edits import set_value
from model.problems import BadInput
from model.store.access import give, invite, note_opened
from model.store.changes import Occasion
from model.store.files import OF_A_CASE, copy_to
from model.store.store import Store
from model.store.upkeep import MOST_DAYS, Removal, backup, expire, expiry_days, known_backups, remove, restore
from model.words.texts import LANGUAGES
from tests.store.conftest import ANNA, BRAM, SETTING, Clock, any_case, occupied

DAY = 24 * 60 * 60.0


def code_of(refused: pytest.ExceptionInfo[BadInput]) -> str:
    assert all(refused.value.texts(language) for language in LANGUAGES)
    return refused.value.problems[0].code


def opened_copy(path: Path, case_id: str, market: MarketData) -> Case:
    copy = Store.at(path)
    case = copy.open(case_id, market).case
    copy.close()
    return case


class TestBackup:
    def test_a_backup_is_a_store_with_everything_in_it_and_one_file(
        self, store: Store, example: Case, market: MarketData, tmp_path: Path
    ) -> None:
        made = store.create(example, ANNA, SETTING)
        changed = occupied(store, made.id, 0.9)
        path = backup(store, tmp_path / "kopie.sqlite")
        assert list(tmp_path.glob("*kopie*")) == [path]
        assert opened_copy(path, made.id, market) == changed.case
        assert known_backups(store) == (path,)

    def test_who_is_writing_is_not_waited_for_and_what_is_not_committed_is_not_in_it(
        self, store: Store, example: Case, market: MarketData, tmp_path: Path
    ) -> None:
        made = store.create(example, ANNA, SETTING)
        path = tmp_path / "kopie.sqlite"
        with store.writing() as connection:
            connection.exec_driver_sql("UPDATE cases SET name = 'half'")
            copy_to(store.path, path)
            assert opened_copy(path, made.id, market) == example

    def test_an_earlier_file_is_never_overwritten(self, store: Store, tmp_path: Path) -> None:
        path = tmp_path / "brief.docx"
        path.write_bytes(b"van iemand anders")
        with pytest.raises(BadInput) as refused:
            backup(store, path)
        assert code_of(refused) == "backup_exists" and "brief.docx" in str(refused.value)
        assert path.read_bytes() == b"van iemand anders"

    def test_a_folder_that_is_not_there_is_named(self, store: Store, tmp_path: Path) -> None:
        with pytest.raises(BadInput) as refused:
            backup(store, tmp_path / "nergens" / "kopie.sqlite")
        assert code_of(refused) == "cannot_write" and "nergens" in str(refused.value)

    def test_a_backup_that_was_thrown_away_is_forgotten_when_the_next_is_made(
        self, store: Store, tmp_path: Path
    ) -> None:
        old = backup(store, tmp_path / "maandag.sqlite")
        old.unlink()
        assert known_backups(store) == (old,)
        new = backup(store, tmp_path / "dinsdag.sqlite")
        assert known_backups(store) == (new,)


class TestRestore:
    def test_a_backup_comes_back_and_what_was_there_stands_beside_it(
        self, store: Store, example: Case, market: MarketData, tmp_path: Path
    ) -> None:
        """Another session has the store open: it sees fewer changes of one case, and that the other is gone."""
        first = store.create(example, ANNA, SETTING)
        path = backup(store, tmp_path / "kopie.sqlite")
        changed, second = occupied(store, first.id, 0.9), store.create(example, BRAM, SETTING)
        session = Store.at(store.path)
        assert (session.seq(first.id), session.seq(second.id)) == (1, 0)
        before = restore(store.path, path)
        assert (session.seq(first.id), session.seq(second.id)) == (0, None)
        assert session.since(first.id, 1) == ()
        assert occupied(session, first.id, 0.8).seq == 1
        session.close()
        assert before is not None and before.parent == store.path.parent
        assert opened_copy(before, first.id, market) == changed.case
        assert opened_copy(before, second.id, market) == example
        assert set(known_backups(store)) == {path, before}
        assert not [each for each in store.path.parent.iterdir() if each.name.startswith(".")]

    def test_the_same_comes_back_in_a_folder_with_nothing_in_it(
        self, store: Store, example: Case, market: MarketData, tmp_path: Path
    ) -> None:
        made = store.create(example, ANNA, SETTING)
        give(store, made.id, "anna's secret")
        path, place = backup(store, tmp_path / "kopie.sqlite"), tmp_path / "nieuw" / "cases.sqlite"
        assert restore(place, path) is None
        assert opened_copy(place, made.id, market) == example
        with closing(sqlite3.connect(place)) as one, closing(sqlite3.connect(store.path)) as other:
            rows = [
                [
                    sorted(each.execute(f"SELECT * FROM {table}"))
                    for table in ("cases", "changes", "snapshots", "access")
                ]
                for each in (one, other)
            ]
        assert rows[0] == rows[1]

    def test_an_older_backup_is_brought_up_to_date(self, store: Store, example: Case, tmp_path: Path) -> None:
        made = store.create(example, ANNA, SETTING)
        path = backup(store, tmp_path / "oud.sqlite")
        with closing(sqlite3.connect(path)) as old:
            for table in ("versions", "figures", "access", "invitations", "backups"):
                old.execute(f"DROP TABLE {table}")
            old.execute("UPDATE alembic_version SET version_num = '0001'")
            old.commit()
        restore(store.path, path)
        assert store.name_version(made.id, "na het herstel", ANNA).seq == 0

    @pytest.mark.parametrize(
        ("name", "code"),
        [
            ("tekst", "no_store_here"),
            ("leeg", "no_store_here"),
            ("ander", "no_store_here"),
            ("map", "no_file"),
            ("weg", "file_missing"),
            ("stuk", "backup_damaged"),
            ("kort", "backup_damaged"),
            ("nieuwer", "store_newer"),
        ],
    )
    def test_what_is_no_whole_store_is_refused_and_nothing_changes(
        self, store: Store, example: Case, market: MarketData, tmp_path: Path, name: str, code: str
    ) -> None:
        made = store.create(example, ANNA, SETTING)
        path = tmp_path / name
        backup(store, path)
        spoil(path, name)
        with pytest.raises(BadInput) as refused:
            restore(store.path, path)
        assert code_of(refused) == code and name in str(refused.value)
        assert store.open(made.id, market).case == example
        assert not [each for each in store.path.parent.iterdir() if "before" in each.name]

    def test_a_damaged_store_is_set_aside_for_the_backup(
        self, store: Store, example: Case, market: MarketData, tmp_path: Path
    ) -> None:
        """Who has it open goes on in the file that came in its place, not in the one that was set aside."""
        made = store.create(example, ANNA, SETTING)
        path = backup(store, tmp_path / "kopie.sqlite")
        assert store.open(made.id, market).case == example
        damaged = b"geen database" + bytes(8192)
        for part in store.path.parent.glob(f"{store.path.name}-*"):
            part.unlink()
        store.path.write_bytes(damaged)
        before = restore(store.path, path)
        assert before is not None and before.read_bytes() == damaged
        changed = occupied(store, made.id, 0.9)
        assert opened_copy(store.path, made.id, market) == changed.case


def spoil(path: Path, how: str) -> None:
    """Make something else of a backup than a store that is whole and can be read."""
    if how in {"tekst", "leeg"}:
        path.write_bytes(b"brief" * 1000 if how == "tekst" else b"")
    elif how in {"map", "weg", "ander"}:
        path.unlink()
    elif how == "stuk":
        content = bytearray(path.read_bytes())
        content[4096 * 3 : 4096 * 6] = b"\xff" * 4096 * 3
        path.write_bytes(content)
    elif how == "kort":
        path.write_bytes(path.read_bytes()[: 4096 * 5])
    if how == "map":
        path.mkdir()
    if how in {"ander", "nieuwer"}:
        with closing(sqlite3.connect(path)) as connection:
            statement = "CREATE TABLE postcodes (code TEXT)"
            connection.execute(statement if how == "ander" else "UPDATE alembic_version SET version_num = '9999'")
            connection.commit()


def bytes_of(paths: Iterable[Path]) -> bytes:
    return b"".join(path.read_bytes() for path in paths)


def secret_case(store: Store, example: Case) -> str:
    """A case with a word of its own in everything that is kept of one, also in what was changed since."""
    named = replace(example, name="geheim-0 eerste naam")
    made = store.create(named, replace(ANNA, who="geheim-1"), SETTING, {"note": "geheim-2"})
    give(store, made.id, "anna's secret")
    invite(store, made.id)
    for number in range(3, 60):
        edit = set_value(("name",), f"geheim-{number} " + "lang " * 30)
        store.append(
            made.id,
            (edit,),
            number - 3,
            replace(ANNA, who=f"geheim-{number}"),
            SETTING,
            any_case,
            Occasion(why="geheim"),
        )
    store.name_version(made.id, "geheim-60", ANNA, {"note": "geheim-61"})
    store.put_figures(made.id, ANNA, SETTING, any_case, ("geheim-62.csv", b""))
    with store.writing() as connection:
        row = (made.id, "of before", "geheim-63.csv", "geheim-64")
        connection.exec_driver_sql("INSERT INTO figures VALUES (?, ?, ?, ?)", row)
    return made.id


class TestRemove:
    def test_nothing_of_a_removed_case_is_in_any_file(
        self, store: Store, example: Case, market: MarketData, tmp_path: Path
    ) -> None:
        stays = store.create(example, BRAM, SETTING)
        goes = secret_case(store, example)
        backups = (backup(store, tmp_path / "een.sqlite"), backup(store, tmp_path / "twee.sqlite"))
        session = Store.at(store.path)
        assert session.seq(goes) is not None
        assert b"geheim" in bytes_of([store.path, *backups]) and goes.encode() in bytes_of(backups)
        removal = remove(store, goes)
        assert (removal.cases, set(removal.backups), removal.unreached) == ((goes,), set(backups), ())
        for content in (bytes_of(backups), bytes_of(store.path.parent.iterdir())):
            assert b"geheim" not in content and goes.encode() not in content
            assert stays.id.encode() in content
        assert (session.seq(goes), session.open(stays.id, market).case) == (None, example)
        session.close()

    def test_the_tables_tried_are_all_there_are(self) -> None:
        """A table that comes later gets its word in `secret_case`."""
        assert set(OF_A_CASE) == {"changes", "snapshots", "versions", "figures", "access", "invitations"}

    def test_a_backup_that_cannot_be_reached_is_named(self, store: Store, example: Case, tmp_path: Path) -> None:
        goes = secret_case(store, example)
        kept, moved = backup(store, tmp_path / "hier.sqlite"), backup(store, tmp_path / "schijf.sqlite")
        moved.unlink()
        removal = remove(store, goes)
        assert removal.backups == (kept,)
        (unreached,) = removal.unreached
        assert unreached.field == str(moved)
        assert "die map of dat bestand is er niet" in unreached.text("nl")

    def test_what_is_only_in_a_backup_is_removed_from_it(self, store: Store, example: Case, tmp_path: Path) -> None:
        goes = secret_case(store, example)
        empty = Store.at(tmp_path / "leeg" / "cases.sqlite")
        path = backup(store, tmp_path / "kopie.sqlite")
        restore(empty.path, backup(empty, tmp_path / "leeg.sqlite"))
        with empty.writing() as connection:
            connection.exec_driver_sql("INSERT INTO backups VALUES (?, '2027')", (str(path),))
        assert remove(empty, goes).backups == (path,)
        with pytest.raises(BadInput) as refused:
            remove(empty, goes)
        assert code_of(refused) == "no_such_case" and goes in str(refused.value)
        empty.close()


class TestExpiry:
    def test_a_case_goes_after_so_many_days_without_change_or_opening(
        self, store: Store, example: Case, clock: Clock
    ) -> None:
        left, changed, opened = (store.create(example, ANNA, SETTING).id for _ in range(3))
        for case_id in (left, changed, opened):
            give(store, case_id, "anna's secret")
        clock.on(5 * DAY)
        occupied(store, changed, 0.9)
        note_opened(store, opened, "anna's secret")
        clock.on(5 * DAY)
        assert expire(store, 10) == Removal()
        clock.on(1)
        assert expire(store, None) == Removal()
        assert expire(store, 10).cases == (left,)
        assert [store.seq(case_id) for case_id in (left, changed, opened)] == [None, 1, 0]

    def test_without_the_setting_no_case_expires(self) -> None:
        assert [expiry_days(settings) for settings in ({}, {"CASES_EXPIRE_DAYS": " "})] == [None, None]
        assert expiry_days({"CASES_EXPIRE_DAYS": "365"}) == 365

    @pytest.mark.parametrize("said", ["0", "-1", "1.5", "een jaar", "36501", "9" * 30, "²"])
    def test_another_setting_than_days_is_named_with_what_is_allowed(self, said: str) -> None:
        with pytest.raises(BadInput) as refused:
            expiry_days({"CASES_EXPIRE_DAYS": said})
        assert code_of(refused) == "bad_expiry"
        assert all(word in refused.value.texts("nl")[0] for word in ("CASES_EXPIRE_DAYS", said, "36.500"))
        assert MOST_DAYS == 36_500
