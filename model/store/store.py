"""The store: cases opened, changed, taken back, versioned; every change committed before it is answered."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, insert, select, update

from market_data import MarketData
from model.case.data import Case
from model.case.edit import Edit
from model.case.edits import apply_all
from model.case.edits.difference import difference
from model.case.writing import write_case
from model.problems import BadInput, problem
from model.store.changes import (
    AN_EDIT,
    BEGIN,
    FIGURES,
    REDO,
    RESTORE,
    UNDO,
    UPDATE,
    Author,
    Change,
    Occasion,
    Standing,
)
from model.store.opening import open_file, told
from model.store.records import Conflict, Kept, Stored, Version
from model.store.rows import as_text, change_of, change_row, kept_of, kept_text, moment_text, version_of, version_row
from model.store.statements import (
    Figures,
    as_stored,
    changes_after,
    figures_of,
    head_of,
    of_case,
    overlapping,
    put_figures,
    put_snapshot,
    row_of,
    snapshot_case,
    standing_of,
)
from model.store.tables import CASES, CHANGES, VERSIONS

BETWEEN_SNAPSHOTS = 50
"""Changes from one snapshot to the next."""
_ID_BYTES = 12
"""Of an id: long enough that nobody guesses one; it gives no access all the same. In hexadecimal digits, for a command
line takes what begins with a hyphen for something else."""

Accept = Callable[[Case], Kept | None]
"""Asked of a case before it is written: gives what is kept of its outcome, raises BadInput where it has none."""


@dataclass(frozen=True)
class Setting:
    """With what a change is made: the version of the model, and the market data."""

    model: str
    market: MarketData


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Store:
    """The store in one file. `clock` says what time it is.

    Every method that changes something commits before it returns, and raises CannotStore where it could not: nothing is
    half done.
    """

    engine: Engine
    path: Path
    clock: Callable[[], datetime] = _now

    @classmethod
    def at(cls, path: Path, clock: Callable[[], datetime] = _now) -> Store:
        """The store in this file, made where there is none. Raises CannotStore."""
        return cls(open_file(path), path, clock)

    def close(self) -> None:
        """Let go of the file."""
        self.engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes: all of it is committed at its end, or nothing."""
        with told(self.path), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that reads one state of the store and holds up nobody."""
        with told(self.path), self.engine.connect().execution_options(reads=True) as connection:
            yield connection

    def create(
        self,
        case: Case,
        author: Author,
        setting: Setting,
        kept: Kept | None = None,
        figures: Figures | None = None,
    ) -> Stored:
        """A new case, with its first snapshot and the figures under it; its first change is number 0."""
        case_id, moment = secrets.token_hex(_ID_BYTES), self.clock()
        text = as_text(write_case(case))
        stamp = {"model": setting.model, "data": setting.market.version}
        first = Change(0, BEGIN, (), (), moment, author, "", stamp["model"], stamp["data"])
        with self.writing() as connection:
            made = {"id": case_id, "seq": 0, "made": moment_text(moment), "kept": kept_text(kept)}
            connection.execute(insert(CASES).values(**made, **head_of(case, text, moment), **stamp))
            connection.execute(insert(CHANGES).values(**change_row(case_id, first)))
            put_snapshot(connection, case_id, 0, text, moment, stamp)
            put_figures(connection, case_id, setting.market.version, figures)
        return Stored(case_id, 0, case, moment, **stamp, kept=kept)

    def open(self, case_id: str, market: MarketData) -> Stored:
        """A case as it is. Raises BadInput when it is not there, damaged, or no case with these market data."""
        with self.reading() as connection:
            return as_stored(row_of(connection, case_id), market)

    def append(
        self,
        case_id: str,
        edits: Sequence[Edit],
        seen: int,
        author: Author,
        setting: Setting,
        accept: Accept,
        on: Occasion = AN_EDIT,
    ) -> Stored | Conflict:
        """The case after edits by who saw it as it was after change `seen`.

        They are made on the case as it is now: what others changed since stays. Where that touches the same, or other
        market data came under the case since, nothing is done and they are given. Nothing is written when the edits
        change nothing. Raises BadInput when the edits give no case, or `accept` refuses what it would become.
        """
        with self.writing() as connection:
            row = row_of(connection, case_id)
            since = changes_after(connection, case_id, seen)
            theirs = overlapping(since, edits) or tuple(change for change in since if change.kind == FIGURES)
            if theirs:
                return Conflict(theirs)
            now = as_stored(row, setting.market)
            after = apply_all(now.case, edits, setting.market)
            change = _Next(on.kind, tuple(edits), author, setting, on.why)
            return self._write(connection, now, after, change, accept)

    def undo(self, case_id: str, author: Author, setting: Setting, accept: Accept) -> Stored | Conflict | None:
        """Take back the last change of this author that stands; None when there is none.

        Where others have changed the same since, nothing is done and they are given.
        """
        return self._take_back(case_id, author, setting, accept, UNDO)

    def redo(self, case_id: str, author: Author, setting: Setting, accept: Accept) -> Stored | Conflict | None:
        """Make again what this author took back last; None when there is nothing, or he has changed something since."""
        return self._take_back(case_id, author, setting, accept, REDO)

    def _take_back(
        self, case_id: str, author: Author, setting: Setting, accept: Accept, kind: str
    ) -> Stored | Conflict | None:
        with self.writing() as connection:
            can = standing_of(connection, case_id, author)
            groups = can.undo if kind == UNDO else can.redo
            if not groups:
                return None
            later = changes_after(connection, case_id, groups[-1][0] - 1)
            mine = [change for change in later if change.seq in groups[-1]]
            edits = tuple(edit for change in reversed(mine) for edit in change.back)
            others = [change for change in later if change.author.actor != author.actor]
            theirs = overlapping(others, [*edits, *(edit for change in mine for edit in change.edits)])
            if theirs:
                return Conflict(theirs)
            now = as_stored(row_of(connection, case_id), setting.market)
            after = apply_all(now.case, edits, setting.market)
            change = _Next(kind, edits, author, setting, takes_back=groups[-1])
            # Also where that changes nothing, as of a slider that went forth and back: the next undo goes on behind it.
            return self._write(connection, now, after, change, accept, always=True)

    def restore(self, case_id: str, number: int, author: Author, setting: Setting, accept: Accept) -> Stored:
        """Make the case what it was in a version: a change like another, with the version's name as its reason."""
        version = self.version(case_id, number)
        with self.writing() as connection:
            now = as_stored(row_of(connection, case_id), setting.market)
            after = snapshot_case(connection, case_id, version.seq, setting.market)
            change = _Next(RESTORE, difference(now.case, after), author, setting, version.label)
            return self._write(connection, now, after, change, accept)

    def put_figures(
        self, case_id: str, author: Author, setting: Setting, accept: Accept, figures: Figures | None
    ) -> Stored:
        """Other market data under a case, those of the setting: the case stays, its numbers do not.

        `figures` is the file with an adviser's own; None when the official ones stand alone again.
        """
        with self.writing() as connection:
            now = as_stored(row_of(connection, case_id), setting.market)
            put_figures(connection, case_id, setting.market.version, figures)
            change = _Next(FIGURES, (), author, setting, figures[0] if figures else "")
            return self._write(connection, now, now.case, change, accept, always=True)

    def update(self, case_id: str, author: Author, setting: Setting, accept: Accept) -> Stored:
        """Go on with a case under another version of the model or the figures: its inputs stay, its numbers do not."""
        with self.writing() as connection:
            now = as_stored(row_of(connection, case_id), setting.market)
            change = _Next(UPDATE, (), author, setting)
            return self._write(connection, now, now.case, change, accept, always=True)

    def figures(self, case_id: str) -> Figures | None:
        """The file with an adviser's own figures that lies under a case, if there is one."""
        with self.reading() as connection:
            return figures_of(connection, case_id)

    def _write(
        self,
        connection: Connection,
        now: Stored,
        after: Case,
        change: _Next,
        accept: Accept,
        *,
        always: bool = False,
    ) -> Stored:
        if after == now.case and not always:
            return now
        kept = accept(after)
        seq, moment = now.seq + 1, self.clock()
        made = change.change(seq, difference(after, now.case), moment)
        stamp = {"model": made.model, "data": made.data}
        text = as_text(write_case(after))
        if now.model != made.model:  # no other version of the model can replay what comes before this
            before = as_text(write_case(now.case))
            put_snapshot(connection, now.id, now.seq, before, now.changed, {"model": now.model, "data": now.data})
        connection.execute(insert(CHANGES).values(**change_row(now.id, made)))
        head = {"seq": seq, "kept": kept_text(kept), **head_of(after, text, moment), **stamp}
        connection.execute(update(CASES).where(CASES.c.id == now.id).values(**head))
        if seq % BETWEEN_SNAPSHOTS == 0:
            put_snapshot(connection, now.id, seq, text, moment, stamp)
        return Stored(now.id, seq, after, moment, **stamp, kept=kept)

    def can(self, case_id: str, author: Author) -> Standing:
        """What this author can take back and make again."""
        with self.reading() as connection:
            return standing_of(connection, case_id, author)

    def since(self, case_id: str, seq: int) -> tuple[Change, ...]:
        """The changes after number `seq`, in their order; of another case, or of one that is gone, none."""
        with self.reading() as connection:
            return tuple(changes_after(connection, case_id, seq))

    def last_changes(self, case_id: str, count: int) -> tuple[Change, ...]:
        """The last changes of a case, the last one first."""
        query = of_case(CHANGES, case_id).order_by(CHANGES.c.seq.desc()).limit(count)
        with self.reading() as connection:
            return tuple(map(change_of, connection.execute(query)))

    def seq(self, case_id: str) -> int | None:
        """The number of the last change of a case; None when it is not there."""
        with self.reading() as connection:
            seq: int | None = connection.execute(select(CASES.c.seq).where(CASES.c.id == case_id)).scalar()
            return seq

    def name_version(self, case_id: str, label: str, author: Author, kept: Kept | None = None) -> Version:
        """Give the case as it is a name. Raises BadInput when the name is blank or the case is not there."""
        if not label.strip():
            raise BadInput((problem("missing", "label"),))
        with self.writing() as connection:
            row = row_of(connection, case_id)
            numbers = connection.execute(select(VERSIONS.c.number).where(VERSIONS.c.case_id == case_id)).scalars()
            version = Version(
                max(numbers, default=0) + 1,
                row.seq,
                label.strip(),
                self.clock(),
                author.who,
                row.model,
                row.data,
                kept if kept is not None else kept_of(row.kept),
            )
            stamp = {"model": row.model, "data": row.data}
            put_snapshot(connection, case_id, row.seq, row.file, datetime.fromisoformat(row.changed), stamp)
            connection.execute(insert(VERSIONS).values(case_id=case_id, **version_row(version)))
        return version

    def versions(self, case_id: str) -> tuple[Version, ...]:
        """The named versions of a case, in the order in which they were named."""
        with self.reading() as connection:
            return tuple(map(version_of, connection.execute(of_case(VERSIONS, case_id).order_by(VERSIONS.c.number))))

    def version(self, case_id: str, number: int) -> Version:
        """A named version. Raises BadInput when there is none of this number."""
        for version in self.versions(case_id):
            if version.number == number:
                return version
        raise BadInput((problem("no_version", "version", value=number),))

    def version_case(self, case_id: str, number: int, market: MarketData) -> Case:
        """The case as it was in a version. Raises BadInput."""
        version = self.version(case_id, number)
        with self.reading() as connection:
            return snapshot_case(connection, case_id, version.seq, market)


@dataclass(frozen=True)
class _Next:
    """A change that has no number yet."""

    kind: str
    edits: tuple[Edit, ...]
    author: Author
    setting: Setting
    why: str = ""
    takes_back: tuple[int, ...] = ()

    def change(self, seq: int, back: tuple[Edit, ...], moment: datetime) -> Change:
        """With its number."""
        stamp = (self.setting.model, self.setting.market.version)
        return Change(seq, self.kind, self.edits, back, moment, self.author, self.why, *stamp, self.takes_back)
