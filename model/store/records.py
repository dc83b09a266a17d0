"""What a store gives: a case with its place in the log, why a change was not taken, versions, and the list of cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from model.case.data import Case
from model.store.changes import Change

Kept = Mapping[str, Any]
"""The resolved inputs and the numbers of a case, as JSON data: what is shown when model or defaults change later."""


@dataclass(frozen=True)
class Stored:
    """A case as it is in the store: after change number `seq`, made with this model and these market data."""

    id: str
    seq: int
    case: Case
    changed: datetime
    model: str
    data: str
    kept: Kept | None = None


@dataclass(frozen=True)
class Conflict:
    """Others changed the same since: nothing was done; `changes` are theirs that touch the same."""

    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Version:
    """A state of a case that was given a name, with its numbers of that day."""

    number: int
    seq: int
    label: str
    moment: datetime
    who: str
    model: str
    data: str
    kept: Kept | None = None


@dataclass(frozen=True)
class Listed:
    """A case in the list of who may open it."""

    id: str
    name: str
    municipality: str
    changed: datetime
    opened: datetime
    archived: bool
    seq: int
