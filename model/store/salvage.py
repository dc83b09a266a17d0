"""What can still be read of a store that is damaged: row by row, each case in its last good state.

Nothing is written: the file stays as it is for who knows more about it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from market_data import MarketData
from model.case.reading import read_case
from model.problems import BadInput, problem
from model.store.files import check, names_of_tables, plain
from model.store.opening import CannotStore
from model.store.records import Stored
from model.store.rows import checksum

MOST_LOST = 10_000
"""After so many rows in a row that cannot be read, no more are looked for."""


@dataclass(frozen=True)
class Saved:
    """The last good state of a case: as it was left, or an earlier one."""

    stored: Stored
    is_last: bool


@dataclass(frozen=True)
class Salvage:
    """What can be read of a damaged store: cases, the ids of those of which nothing can be, and the newest backup."""

    cases: tuple[Saved, ...]
    lost: tuple[str, ...]
    backup: Path | None


@dataclass(frozen=True)
class _State:
    """A row that holds a case: where it is left, or a snapshot."""

    case_id: str
    seq: int
    file: str
    checksum: str
    moment: str
    model: str
    data: str


_HEADS = "SELECT rowid, id, seq, file, checksum, changed, model, data FROM cases"
_SNAPSHOTS = "SELECT rowid, case_id, seq, file, checksum, moment, model, data FROM snapshots"


def salvage(path: Path, market: MarketData) -> Salvage:
    """Every case of a damaged store that can still be read, each in its last good state.

    A row is good when it can be read, its text is the one that was written, and that is a case.
    """
    heads = {stored.id: stored for stored in _good(path, _HEADS, market)}
    snapshots: dict[str, Stored] = {}
    for stored in _good(path, _SNAPSHOTS, market, but=frozenset(heads)):
        if stored.id not in snapshots or snapshots[stored.id].seq < stored.seq:
            snapshots[stored.id] = stored
    named = _ids(path)
    saved = [Saved(stored, is_last=True) for stored in heads.values()]
    saved += [Saved(stored, is_last=False) for stored in snapshots.values()]
    lost = sorted(named - {each.stored.id for each in saved})
    return Salvage(tuple(saved), tuple(lost), newest_backup(path))


def last_good(path: Path, case_id: str, market: MarketData) -> Stored:
    """The last state of a case that can still be read, of a store that is damaged. Raises CannotStore."""
    for saved in salvage(path, market).cases:
        if saved.stored.id == case_id:
            return saved.stored
    raise CannotStore((problem("store_damaged", str(path)),))


def newest_backup(path: Path) -> Path | None:
    """The newest backup that can be put back: of those the store knows if that can be read, or that stand beside it."""
    known = [Path(str(row[1])) for row in _rows(path, "SELECT rowid, path FROM backups")]
    beside = path.parent.glob(f"{path.stem}-*{path.suffix}")
    found = {each for each in (*known, *beside) if each.is_file()}
    for each in sorted(found, key=lambda file: file.stat().st_mtime, reverse=True):
        with suppress(BadInput):
            check(each)
            return each
    return None


def _good(path: Path, query: str, market: MarketData, but: frozenset[str] = frozenset()) -> Iterator[Stored]:
    for row in _rows(path, query):
        with suppress(BadInput, ValueError, TypeError, AttributeError):
            state = _State(*row[1:])
            if state.case_id not in but and checksum(state.file) == state.checksum:
                case = read_case(json.loads(state.file), market)
                moment = datetime.fromisoformat(state.moment)
                yield Stored(state.case_id, state.seq, case, moment, state.model, state.data)


def _ids(path: Path) -> set[str]:
    """The ids in whatever can be read of the list of cases, or of their snapshots."""
    queries = ("SELECT rowid, id FROM cases", "SELECT DISTINCT 1, case_id FROM snapshots")
    found: set[str] = set()
    for query in queries:
        with suppress(CannotStore), _damaged(path) as connection:
            found |= {row[1] for row in connection.execute(query) if isinstance(row[1], str)}
    return found


@contextmanager
def _damaged(path: Path) -> Iterator[sqlite3.Connection]:
    with plain(path) as connection:
        connection.execute("PRAGMA writable_schema=ON")  # else nothing is read of a file that was cut off
        yield connection


def _rows(path: Path, query: str) -> Iterator[tuple[Any, ...]]:
    """The rows that can be read, each looked up by itself: a page that is broken takes only its own rows along.

    Their first column is their number. Behind a row that cannot be found, the next numbers are tried one by one.
    """
    with suppress(CannotStore), _damaged(path) as connection:
        names_of_tables(connection)  # of a file in which even these cannot be read, nothing can
        last, lost = 0, 0
        while lost < MOST_LOST:
            where = f"rowid = {last + lost}" if lost else f"rowid > {last} ORDER BY rowid LIMIT 1"
            try:
                row = connection.execute(f"{query} WHERE {where}").fetchone()
            except sqlite3.Error:
                row = None
            else:
                if row is None and not lost:
                    return
            if row is None:
                lost += 1
            else:
                yield row
                last, lost = row[0], 0
