"""A change of a stored case, and which of them an undo or a redo takes back: pure functions over the log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from model.case.edit import SET, Edit, Path
from model.case.edits import touches

BEGIN, EDIT, UNDO, REDO = "begin", "edit", "undo", "redo"
RESTORE, ANEW, FIGURES, UPDATE, KEEP = "restore", "anew", "figures", "update", "keep"
KINDS = (BEGIN, EDIT, UNDO, REDO, RESTORE, ANEW, FIGURES, UPDATE, KEEP)
"""How a case began, was edited, was taken back and forth, became an earlier version or the example again, got other
market data, came under another version of the model or of the official figures, or kept its values of before that."""
WITHOUT_EDITS = (BEGIN, FIGURES, UPDATE)
"""What changes nothing of the case itself: there is nothing to take back."""
BURST = timedelta(seconds=2)
"""Entries in one input that follow each other within this time are taken back by one undo."""

Touched = frozenset[Path]


@dataclass(frozen=True)
class Author:
    """By whom a change is: the browser it comes from, and the name of who sits at it, empty where that is not known."""

    actor: str
    who: str = ""


@dataclass(frozen=True)
class Occasion:
    """What kind of change it is, and why it is made."""

    kind: str = EDIT
    why: str = ""


AN_EDIT = Occasion()


@dataclass(frozen=True)
class Change:
    """What happened to a case: append-only.

    `edits` made the change, `back` would have taken it back at once. `model` and `data` are the versions of model and
    market data it was made with. `takes_back` are the numbers of the changes an undo or redo takes back.
    """

    seq: int
    kind: str
    edits: tuple[Edit, ...]
    back: tuple[Edit, ...]
    moment: datetime
    author: Author
    why: str
    model: str
    data: str
    takes_back: tuple[int, ...] = ()

    @property
    def touched(self) -> Touched:
        """Every path it touches."""
        return touched_by(self.edits)


class Step(NamedTuple):
    """What undo and redo need to know of a change; `field` is the one it gives another value, empty if it does more."""

    seq: int
    kind: str
    moment: datetime
    field: str


@dataclass(frozen=True)
class Standing:
    """The changes of one author that can be taken back, and those taken back that can be made again; the last is next.

    Each is a group of numbers: a burst of entries in one input is one of them.
    """

    undo: tuple[tuple[int, ...], ...] = ()
    redo: tuple[tuple[int, ...], ...] = ()


def touched_by(edits: Iterable[Edit]) -> Touched:
    """Every path that edits touch."""
    return frozenset[Path]().union(*map(touches, edits))


def overlap(one: Touched, other: Touched) -> bool:
    """Whether a path of the one is, or lies below or above, a path of the other.

    >>> overlap(frozenset({("options", "a")}), frozenset({("options", "a", "inputs", "occupancy")}))
    True
    >>> overlap(frozenset({("name",)}), frozenset({("beds",)}))
    False
    """
    return any(mine[: len(yours)] == yours or yours[: len(mine)] == mine for mine in one for yours in other)


def one_field(edits: Sequence[Edit]) -> str:
    """The field that edits give another value, as a slider does; empty where they do more."""
    return edits[0].where if len(edits) == 1 and edits[0].kind == SET else ""


def standing(steps: Iterable[Step]) -> Standing:
    """What an author can undo and redo, from all his changes in their order.

    An edit ends what could be made again. An undo takes back the last group that stands; a redo takes back that undo.
    Other market data change nothing of the case itself: there is nothing to take back.
    """
    undo: list[list[int]] = []
    redo: list[list[int]] = []
    last: Step | None = None
    for step in steps:
        if step.kind == UNDO:
            if undo:
                undo.pop()
            redo.append([step.seq])
        elif step.kind == REDO:
            if redo:
                redo.pop()
            undo.append([step.seq])
        elif step.kind not in WITHOUT_EDITS:
            redo.clear()
            if last is not None and undo and _in_a_burst(last, step):
                undo[-1].append(step.seq)
            else:
                undo.append([step.seq])
        last = step
    return Standing(tuple(map(tuple, undo)), tuple(map(tuple, redo)))


def _in_a_burst(before: Step, after: Step) -> bool:
    """Whether two changes, one right after the other, are entries in one field in quick succession."""
    return (
        before.kind == after.kind == EDIT
        and before.field == after.field != ""
        and timedelta() <= after.moment - before.moment <= BURST
    )
