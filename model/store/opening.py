"""Opening the file of a store: its place, its tables, and what is wrong when it cannot be opened or written.

SQLite in WAL mode with full synchronisation: what is committed is on the disk, whatever happens next; readers do not
wait for a writer, and a writer waits for another one for `PATIENCE`.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from model.problems import BadInput, Problem, cause_of, problem

FOLDER_SETTING = "CASES_FOLDER"
"""The environment variable with the folder in which cases are kept."""
USUAL_FOLDER = ".cases"
"""The folder, beside the application, when the setting says nothing."""
FILE = "cases.sqlite"
PATIENCE = 10.0
"""Seconds a writer waits for another one."""
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
_ROOT = Path(__file__).resolve().parents[2]
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_CAUSES = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_PERM: errno.EACCES,
    sqlite3.SQLITE_BUSY: errno.EBUSY,
    sqlite3.SQLITE_IOERR: errno.EIO,
}
_PRIMARY = 0xFF
"""The part of an error code of SQLite that says what kind it is."""


class CannotStore(BadInput):
    """The store cannot be opened or written; nothing was confirmed that is not in it."""

    @property
    def is_damage(self) -> bool:
        """Whether what is in the file cannot be read any more."""
        return any(each.code == "store_damaged" for each in self.problems)


def folder() -> Path:
    """Where cases are kept: what the setting says, else beside the application."""
    return Path(os.environ.get(FOLDER_SETTING) or _ROOT / USUAL_FOLDER)


def open_file(path: Path) -> Engine:
    """The store in this file, made where it is not there, with today's tables. Raises CannotStore."""
    with told(path):
        if path.parent.exists() and not path.parent.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        # Opened by an address that makes no file: one that was taken away must not come back empty.
        address = {"mode": "rw", "uri": "true"}
        url = URL.create("sqlite", database=path.absolute().as_uri(), query=address)
        engine = create_engine(url, connect_args={"timeout": PATIENCE})
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        _watch(engine, path)
        try:
            with engine.begin() as connection:
                migrate(connection)
        except CommandError as error:
            raise CannotStore((problem("store_newer", str(path)),)) from error
    return engine


def _watch(engine: Engine, path: Path) -> None:
    """Never write into a file that another one has taken the place of: what is confirmed would be nowhere."""

    def note(_: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        entry.info["file"] = _identity(path)

    def is_the_same(_: DBAPIConnection, entry: ConnectionPoolEntry, __: Any) -> None:  # noqa: ANN401  of the pool
        if entry.info["file"] != _identity(path):
            raise DisconnectionError

    event.listen(engine, "connect", note)
    event.listen(engine, "checkout", is_the_same)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def migrate(connection: Connection, to: str = "head") -> None:
    """Bring the tables to a version, today's unless another is asked for. Raises CommandError for unknown tables."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def known_tables() -> frozenset[str]:
    """Every version of the tables that can be brought to today's."""
    return frozenset(step.revision for step in ScriptDirectory.from_config(_config()).walk_revisions())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config


def _prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    # Transactions are begun by `_begin`: left to itself, sqlite3 begins one at the first change, after what was read.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # Whoever will write says so before it reads: two that read first and write after would refuse each other.
    reads = connection.get_execution_options().get("reads", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Say in words what the system, SQLite or the way to it refuses. Raises CannotStore in its place."""
    try:
        yield
    except (OSError, SQLAlchemyError, sqlite3.Error) as error:
        if is_damage(error):
            raise CannotStore((problem("store_damaged", str(path)),)) from error
        cause = refused(_refusal_of(path) if _code(error) == sqlite3.SQLITE_CANTOPEN else error)
        raise CannotStore((problem("store_unusable", str(path), value=cause),)) from error


def _refusal_of(path: Path) -> Exception:
    """Why a file cannot be opened: SQLite says that it cannot, the system says why."""
    try:
        path.open("rb+").close()
        os.close(os.open(path.parent, os.O_RDONLY))
    except OSError as error:
        return error
    return OSError(errno.EIO, os.strerror(errno.EIO))


def is_damage(error: Exception) -> bool:
    """Whether SQLite says that a file is damaged, or none of its own."""
    return _code(error) in _DAMAGED


def refused(error: Exception) -> Problem | str:
    """Why the system or SQLite refused something, in words."""
    if isinstance(error, OSError):
        return cause_of(error)
    return cause_of(OSError(_CAUSES.get(_code(error), 0), str(getattr(error, "orig", error))))


def _code(error: Exception) -> int:
    code: int = getattr(getattr(error, "orig", error), "sqlite_errorcode", 0)
    return code & _PRIMARY
