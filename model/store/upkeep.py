"""The upkeep of a store while it is at work: backed up, put back, and cases removed or expired.

What is known of backups is which files were made, so that a removal reaches them.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.dialects.sqlite import insert as insert_or

from model.problems import BadInput, Problem, problem
from model.store.files import check, copy_to, forget, is_whole, plain, set_aside, wipe
from model.store.opening import CannotStore, open_file
from model.store.records import Listed
from model.store.rows import listed_of, moment_text
from model.store.store import Store
from model.store.tables import ACCESS, BACKUPS, CASES, METADATA

EXPIRY_SETTING = "CASES_EXPIRE_DAYS"
"""The environment variable with the days after which a case that nobody changes or opens is removed."""
MOST_DAYS = 36_500


@dataclass(frozen=True)
class Removal:
    """What a removal did: the cases that are gone, the backups they are gone from, and where they may still be."""

    cases: tuple[str, ...] = ()
    backups: tuple[Path, ...] = ()
    unreached: tuple[Problem, ...] = ()


def backup(store: Store, path: Path) -> Path:
    """A copy of the store as it is now, in one new file; gives where it is.

    It is checked and from now on known. Raises BadInput when there is a file of this name, or it cannot be written.
    """
    target = path.resolve()
    copy_to(store.path, target)
    try:
        _note(store, target)
    except CannotStore:
        target.unlink()  # a removal would not reach it
        raise
    return target


def _note(store: Store, path: Path) -> None:
    """Know a backup; those that are gone from the folder in which it was just written were thrown away."""
    row = {"path": str(path), "moment": moment_text(store.clock())}
    with store.writing() as connection:
        known = connection.execute(select(BACKUPS.c.path)).scalars()
        gone = [other for other in known if Path(other).parent == path.parent and not Path(other).exists()]
        connection.execute(delete(BACKUPS).where(BACKUPS.c.path.in_(gone)))
        connection.execute(insert_or(BACKUPS).values(row).on_conflict_do_update(["path"], set_=row))


def known_backups(store: Store) -> tuple[Path, ...]:
    """The backups that are known, the last one made first."""
    with store.reading() as connection:
        paths = connection.execute(select(BACKUPS.c.path).order_by(BACKUPS.c.moment.desc())).scalars()
        return tuple(map(Path, paths))


def restore(place: Path, path: Path, moment: datetime | None = None) -> Path | None:
    """Put a backup in the place of a store, while that is at work; gives the file with what was there, if anything was.

    An older backup is brought up to date. Whoever has a case open sees it at once: with fewer changes, or gone. A store
    that is damaged is set aside as it is. Raises BadInput when the backup is no store or damaged; nothing is done then.
    """
    source, now = path.resolve(), moment or datetime.now(UTC)
    check(source)
    before = place.with_name(f"{place.stem}-before-{now.astimezone(UTC):%Y%m%d-%H%M%S-%f}{place.suffix}").resolve()
    copy = place.with_name(f".restoring-{place.name}")
    was_there = place.exists()
    place.parent.mkdir(parents=True, exist_ok=True)
    copy.unlink(missing_ok=True)
    try:
        copy_to(source, copy)
        open_file(copy).dispose()
        noted = [(str(made), moment_text(now)) for made in ((source, before) if was_there else (source,))]
        if was_there and not _is_sound(place):
            _know(copy, noted)
            set_aside(place, before)
            os.replace(copy, place)
            return before
        open_file(place).dispose()
        _put_in_place(place, copy, before if was_there else None, noted)
    finally:
        for left in place.parent.glob(f"{copy.name}*"):
            left.unlink()
    return before if was_there else None


def _is_sound(place: Path) -> bool:
    """Whether what is in a store can be read and written."""
    try:
        with plain(place) as connection:
            return is_whole(connection)
    except CannotStore as error:
        if error.is_damage:
            return False
        raise


def _know(path: Path, noted: Iterable[tuple[str, str]]) -> None:
    with plain(path, writes=True) as connection:
        connection.executemany("INSERT OR REPLACE INTO backups (path, moment) VALUES (?, ?)", noted)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _put_in_place(place: Path, copy: Path, before: Path | None, noted: Iterable[tuple[str, str]]) -> None:
    """All rows of a copy for those of the store, in one transaction.

    Nobody writes between the backup of what was there and what comes: nothing that was confirmed is in neither.
    """
    with plain(place, writes=True) as connection:
        connection.execute("ATTACH ? AS restored", (str(copy),))
        connection.execute("BEGIN IMMEDIATE")
        try:
            if before is not None:
                copy_to(place, before)
            for table in reversed(METADATA.sorted_tables):
                if table is not BACKUPS:
                    connection.execute(f"DELETE FROM main.{table.name}")
            for table in METADATA.sorted_tables:
                columns = ", ".join(column.name for column in table.columns)
                rows = f"SELECT {columns} FROM restored.{table.name}"
                connection.execute(f"INSERT OR IGNORE INTO main.{table.name} ({columns}) {rows}")
            connection.executemany("INSERT OR REPLACE INTO main.backups (path, moment) VALUES (?, ?)", noted)
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise


def all_cases(store: Store) -> tuple[Listed, ...]:
    """Every case there is, whoever may open it, the one changed last first."""
    query = select(CASES, _last_opened().label("opened")).order_by(CASES.c.changed.desc())
    with store.reading() as connection:
        return tuple(map(listed_of, connection.execute(query)))


def _last_opened() -> ColumnElement[str]:
    """When somebody opened a case last; when it was made, if nobody has."""
    opened = select(func.max(ACCESS.c.opened)).where(ACCESS.c.case_id == CASES.c.id).scalar_subquery()
    return func.coalesce(opened, CASES.c.made)


def remove(store: Store, case_id: str) -> Removal:
    """Remove everything about a case: from the store, its log and its files, and from every backup that is known.

    Raises BadInput when it is in none of them.
    """
    removal = _removed(store, (case_id,))
    if removal == Removal():
        raise BadInput((problem("no_such_case", "case", value=case_id),))
    return removal


def _removed(store: Store, case_ids: tuple[str, ...]) -> Removal:
    backups, unreached = [], []
    gone = forget(store.path, case_ids)
    try:
        wipe(store.path)
    except CannotStore as error:
        unreached.append(_not_reached(store.path, error))
    for path in known_backups(store):
        try:
            if forget(path, case_ids):
                backups.append(path)
                wipe(path)
        except CannotStore as error:
            unreached.append(_not_reached(path, error))
    return Removal(case_ids if gone else (), tuple(backups), tuple(unreached))


def _not_reached(path: Path, error: CannotStore) -> Problem:
    cause = problem("cause_damaged", "") if error.is_damage else dict(error.problems[0].values)["value"]
    return problem("not_removed", str(path), value=cause)


def expire(store: Store, days: int | None) -> Removal:
    """Remove the cases that nobody has changed or opened for this many days; none without a number."""
    if days is None:
        return Removal()
    since = moment_text(store.clock() - timedelta(days=days))
    query = select(CASES.c.id).where(CASES.c.changed < since, _last_opened() < since)
    with store.reading() as connection:
        case_ids = tuple(connection.execute(query).scalars())
    return _removed(store, case_ids) if case_ids else Removal()


def expiry_days(settings: Mapping[str, str] = os.environ) -> int | None:
    """After how many days a case expires, as the setting says; None when it says nothing. Raises BadInput."""
    said = settings.get(EXPIRY_SETTING, "").strip()
    if not said:
        return None
    days = int(said) if said.isascii() and said.isdigit() and len(said) <= len(str(MOST_DAYS)) else 0
    if not 1 <= days <= MOST_DAYS:
        raise BadInput((problem("bad_expiry", EXPIRY_SETTING, value=said, highest=MOST_DAYS),))
    return days
