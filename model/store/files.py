"""A store's file as SQLite has it, next to whoever works in it: opened as it is, checked, copied, wiped."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from model.problems import BadInput, problem
from model.store.opening import PATIENCE, CannotStore, is_damage, known_tables, refused, told
from model.store.tables import METADATA

OF_A_CASE = tuple(table.name for table in reversed(METADATA.sorted_tables) if "case_id" in table.columns)
"""The tables with something of a case, besides the table of cases."""
UNFINISHED = ".writing-"
"""The first part of the name of a copy that is being made."""
_HEADER = b"SQLite format 3\0"
_BESIDE = ("", "-wal", "-shm", "-journal")
"""Behind the name of a store: itself, and what SQLite keeps beside it."""


@contextmanager
def plain(path: Path, *, writes: bool = False) -> Iterator[sqlite3.Connection]:
    """A file opened as it is: it is not made, its tables are not brought up to date. Raises CannotStore."""
    with told(path), closing(_opened(path, writes=writes)) as connection:
        yield connection


def _opened(path: Path, *, writes: bool = False) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?mode={'rw' if writes else 'ro'}"
    connection = sqlite3.connect(address, uri=True, timeout=PATIENCE, isolation_level=None)
    connection.execute("PRAGMA secure_delete=ON").fetchall()
    return connection


def check(path: Path) -> None:
    """Raises BadInput unless the file is a store, whole, and of a version that can be read."""
    if not path.is_file():
        raise BadInput((problem("no_file" if path.exists() else "file_missing", str(path)),))
    try:
        with told(path), path.open("rb") as file:
            if file.read(len(_HEADER)) != _HEADER:
                raise BadInput((problem("no_store_here", str(path)),))
        with plain(path) as connection:
            tables = names_of_tables(connection)
            if not {"alembic_version", "cases"} <= tables:
                raise BadInput((problem("no_store_here", str(path)),))
            if not is_whole(connection):
                raise BadInput((problem("backup_damaged", str(path)),))
            versions = {version for (version,) in connection.execute("SELECT version_num FROM alembic_version")}
            if not versions <= known_tables():
                raise BadInput((problem("store_newer", str(path)),))
    except CannotStore as error:
        raise error if not error.is_damage else BadInput((problem("backup_damaged", str(path)),)) from error


def names_of_tables(connection: sqlite3.Connection) -> set[str]:
    """The tables in a file."""
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def is_whole(connection: sqlite3.Connection) -> bool:
    """Whether SQLite finds nothing wrong in a file, and every row that names a case has one."""
    found = connection.execute("PRAGMA integrity_check").fetchall()
    return found == [("ok",)] and not connection.execute("PRAGMA foreign_key_check").fetchall()


def copy_to(source: Path, target: Path) -> None:
    """A copy of a store as it is at one moment, as one new file; whoever works in the store does not wait.

    The file is there when it is whole and on the disk, and not before. Raises BadInput when there is a file of this
    name already, or it cannot be written; CannotStore when the store cannot be read or is damaged.
    """
    unfinished = target.with_name(f"{UNFINISHED}{target.name}")
    try:
        target.touch(exist_ok=False)  # the name is taken from now on: two copies at once do not meet
    except FileExistsError:
        raise BadInput((problem("backup_exists", str(target)),)) from None
    except OSError as error:
        raise BadInput((problem("cannot_write", str(target), value=refused(error)),)) from None
    try:
        with told(source):
            store = _opened(source)
            names_of_tables(store)
        with closing(store):
            _copy(store, source, unfinished)
        os.replace(unfinished, target)
    except (OSError, sqlite3.Error) as error:
        _take_away(unfinished, target)
        if is_damage(error):
            raise CannotStore((problem("store_damaged", str(source)),)) from error
        raise BadInput((problem("cannot_write", str(target), value=refused(error)),)) from error
    except BaseException:
        _take_away(unfinished, target)
        raise


def _copy(store: sqlite3.Connection, source: Path, target: Path) -> None:
    with closing(sqlite3.connect(target, isolation_level=None)) as copy:
        store.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, which can be read where nothing can be written
        if not is_whole(copy):
            raise CannotStore((problem("store_damaged", str(source)),))
    with target.open("rb+") as file:
        os.fsync(file.fileno())


def _take_away(*paths: Path) -> None:
    for path in paths:
        for end in _BESIDE:
            path.with_name(path.name + end).unlink(missing_ok=True)


def forget(path: Path, case_ids: Iterable[str]) -> int:
    """Take everything about these cases out of a file; gives how many of them were in it. Raises CannotStore.

    What is taken out is overwritten. It is all gone from the bytes of the file after `wipe`.
    """
    with plain(path, writes=True) as connection:
        tables = names_of_tables(connection)
        connection.execute("BEGIN IMMEDIATE")
        rows = [(case_id,) for case_id in case_ids]
        for table in OF_A_CASE:
            if table in tables:
                connection.executemany(f"DELETE FROM {table} WHERE case_id = ?", rows)
        gone = connection.executemany("DELETE FROM cases WHERE id = ?", rows).rowcount
        connection.execute("COMMIT")
    return gone


def wipe(path: Path) -> None:
    """Write a file anew without what was taken out of it, and empty what SQLite keeps beside it. Raises CannotStore."""
    with plain(path, writes=True) as connection:
        for statement in ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
            answer = connection.execute(statement).fetchone()
            if answer is not None and answer[0]:
                raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))


def set_aside(path: Path, other: Path) -> None:
    """Give a store that cannot be used any more another name, with what SQLite keeps beside it. Raises CannotStore."""
    with told(path):
        for end in _BESIDE:
            part = path.with_name(path.name + end)
            if part.exists():
                os.replace(part, other.with_name(other.name + end))
