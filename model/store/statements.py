"""What is asked of the tables and put into them, within a transaction that somebody else has opened."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, insert, select

from market_data import MarketData
from model.case.data import Case
from model.case.edit import Edit
from model.case.reading import read_case
from model.problems import BadInput, problem
from model.store.changes import Author, Change, Standing, overlap, standing, touched_by
from model.store.opening import CannotStore
from model.store.records import Stored
from model.store.rows import change_of, checksum, kept_of, moment_text, step_of
from model.store.tables import CASES, CHANGES, FIGURES, SNAPSHOTS

Figures = tuple[str, bytes]
"""A file of an adviser with own figures: its name and its content."""


def of_case(table: Any, case_id: str) -> Select[Any]:  # noqa: ANN401  a table of any columns
    """The rows of a table that belong to a case."""
    return select(table).where(table.c.case_id == case_id)


def row_of(connection: Connection, case_id: str) -> Row[Any]:
    """The case as it is, as a row. Raises BadInput when it is not there."""
    row = connection.execute(select(CASES).where(CASES.c.id == case_id)).one_or_none()
    if row is None:
        raise BadInput((problem("no_such_case", "case", value=case_id),))
    return row


def as_stored(row: Row[Any], market: MarketData) -> Stored:
    """The case of a row. Raises CannotStore when it is damaged, BadInput when it is no case with these market data."""
    case = _case_in(row, row.name, market)
    moment = datetime.fromisoformat(row.changed)
    return Stored(row.id, row.seq, case, moment, row.model, row.data, kept_of(row.kept))


def snapshot_case(connection: Connection, case_id: str, seq: int, market: MarketData) -> Case:
    """The case as it was after change `seq`, of which there is a snapshot. Raises as `as_stored`."""
    row = connection.execute(of_case(SNAPSHOTS, case_id).where(SNAPSHOTS.c.seq == seq)).one()
    return _case_in(row, f"{case_id} {seq}", market)


def _case_in(row: Row[Any], called: str, market: MarketData) -> Case:
    if checksum(row.file) != row.checksum:
        raise CannotStore((problem("store_damaged", called),))
    return read_case(json.loads(row.file), market)


def changes_after(connection: Connection, case_id: str, seq: int) -> list[Change]:
    """The changes of a case after number `seq`, in their order."""
    query = of_case(CHANGES, case_id).where(CHANGES.c.seq > seq).order_by(CHANGES.c.seq)
    return [change_of(row) for row in connection.execute(query).all()]


def overlapping(changes: Sequence[Change], edits: Sequence[Edit]) -> tuple[Change, ...]:
    """Those of the changes that touch what the edits touch."""
    mine = touched_by(edits)
    return tuple(change for change in changes if overlap(change.touched, mine))


def standing_of(connection: Connection, case_id: str, author: Author) -> Standing:
    """What an author can take back and make again."""
    columns = (CHANGES.c.seq, CHANGES.c.kind, CHANGES.c.moment, CHANGES.c.field)
    mine = (CHANGES.c.case_id == case_id, CHANGES.c.actor == author.actor)
    query = select(*columns).where(*mine).order_by(CHANGES.c.seq)
    return standing(map(step_of, connection.execute(query).all()))


def head_of(case: Case, text: str, moment: datetime) -> dict[str, str]:
    """What of a case stands in the row of the case: the file, and what a list shows of it."""
    return {
        "file": text,
        "checksum": checksum(text),
        "name": case.name,
        "municipality": case.municipality,
        "changed": moment_text(moment),
    }


def put_snapshot(
    connection: Connection, case_id: str, seq: int, text: str, moment: datetime, stamp: dict[str, str]
) -> None:
    """Keep the case as it is after change `seq`; an earlier snapshot of the same makes way."""
    connection.execute(delete(SNAPSHOTS).where(SNAPSHOTS.c.case_id == case_id, SNAPSHOTS.c.seq == seq))
    values = {"file": text, "checksum": checksum(text), "moment": moment_text(moment), **stamp}
    connection.execute(insert(SNAPSHOTS).values(case_id=case_id, seq=seq, **values))


def figures_of(connection: Connection, case_id: str) -> Figures | None:
    """The file with an adviser's own figures that lies under a case as it is, if there is one."""
    query = (
        select(FIGURES.c.name, FIGURES.c.content)
        .join(CASES, (CASES.c.id == FIGURES.c.case_id) & (CASES.c.data == FIGURES.c.data))
        .where(CASES.c.id == case_id)
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else (row.name, base64.b64decode(row.content))


def put_figures(connection: Connection, case_id: str, data: str, figures: Figures | None) -> None:
    """Keep the file with own figures behind this version of the market data; none leaves what is there."""
    if figures is None:
        return
    name, content = figures
    row = {"case_id": case_id, "data": data, "name": name, "content": base64.b64encode(content).decode("ascii")}
    same = (FIGURES.c.case_id == case_id, FIGURES.c.data == data)
    connection.execute(delete(FIGURES).where(*same))
    connection.execute(insert(FIGURES).values(row))
