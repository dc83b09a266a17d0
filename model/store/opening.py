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

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DatabaseError
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
_CAUSES = {sqlite3.SQLITE_FULL: errno.ENOSPC, sqlite3.SQLITE_READONLY: errno.EROFS}
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
        path.parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": PATIENCE})
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        with engine.begin() as connection:
            migrate(connection)
    return engine


def migrate(connection: Connection, to: str = "head") -> None:
    """Bring the tables to a version, today's unless another is asked for."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, to)


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
    """Say in words what the system or SQLite refuses. Raises CannotStore in its place."""
    try:
        yield
    except OSError as error:
        raise CannotStore((_cannot(path, error),)) from error
    except DatabaseError as error:
        code = getattr(error.orig, "sqlite_errorcode", 0) & _PRIMARY
        if code in _DAMAGED:
            raise CannotStore((problem("store_damaged", str(path)),)) from error
        cause = OSError(_CAUSES.get(code, 0), str(error.orig))
        raise CannotStore((_cannot(path, cause),)) from error


def _cannot(path: Path, error: OSError) -> Problem:
    return problem("store_unusable", str(path), value=cause_of(error))
