"""Records as rows of a table and back: JSON text, moments in UTC, checksums."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row

from model.case.edit import Edit, edit_from_json, edit_to_json
from model.store.changes import Author, Change, Step, one_field
from model.store.records import Kept, Listed, Version


def as_text(data: object) -> str:
    """JSON data as text, the same text for the same data."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def kept_text(kept: Kept | None) -> str | None:
    """Kept numbers as text; blank when there are none."""
    return None if kept is None else as_text(kept)


def kept_of(text: str | None) -> Kept | None:
    """Kept numbers from text."""
    kept: Kept | None = None if text is None else json.loads(text)
    return kept


def checksum(text: str) -> str:
    """What shows that a text is still the one that was written."""
    return hashlib.sha256(text.encode()).hexdigest()


def digest(secret: str) -> str:
    """What is kept of a secret: it can be recognised by this and not be read from it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def moment_text(moment: datetime) -> str:
    """A moment as text that sorts as time does."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def edits_text(edits: Iterable[Edit]) -> str:
    """Edits as text."""
    return as_text([edit_to_json(edit) for edit in edits])


def edits_of(text: str) -> tuple[Edit, ...]:
    """Edits from text."""
    return tuple(map(edit_from_json, json.loads(text)))


def change_row(case_id: str, change: Change) -> dict[str, Any]:
    """A change as a row."""
    return {
        "case_id": case_id,
        "seq": change.seq,
        "kind": change.kind,
        "edits": edits_text(change.edits),
        "back": edits_text(change.back),
        "field": one_field(change.edits),
        "takes_back": as_text(change.takes_back),
        "moment": moment_text(change.moment),
        "actor": change.author.actor,
        "who": change.author.who,
        "why": change.why,
        "model": change.model,
        "data": change.data,
    }


def change_of(row: Row[Any]) -> Change:
    """A change from its row."""
    return Change(
        row.seq,
        row.kind,
        edits_of(row.edits),
        edits_of(row.back),
        datetime.fromisoformat(row.moment),
        Author(row.actor, row.who),
        row.why,
        row.model,
        row.data,
        tuple(json.loads(row.takes_back)),
    )


def step_of(row: Any) -> Step:  # noqa: ANN401  a row of four columns
    """What undo needs of a change, from its row: quickly, for there are as many as a case has changes."""
    seq, kind, moment, field = row
    return Step(seq, kind, datetime.fromisoformat(moment), field)


def version_of(row: Row[Any]) -> Version:
    """A version from its row."""
    return Version(
        row.number,
        row.seq,
        row.label,
        datetime.fromisoformat(row.moment),
        row.who,
        row.model,
        row.data,
        kept_of(row.kept),
    )


def listed_of(row: Row[Any]) -> Listed:
    """A case in a list, from its row and when it was opened."""
    return Listed(
        row.id,
        row.name,
        row.municipality,
        datetime.fromisoformat(row.changed),
        datetime.fromisoformat(row.opened),
        row.archived is not None,
        row.seq,
    )


def version_row(version: Version) -> dict[str, Any]:
    """A named version as columns."""
    return {
        "number": version.number,
        "seq": version.seq,
        "label": version.label,
        "moment": moment_text(version.moment),
        "who": version.who,
        "model": version.model,
        "data": version.data,
        "kept": kept_text(version.kept),
    }
