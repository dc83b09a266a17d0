"""A change of a case taken apart: what it gave another value, put in, took out or moved, each with what was there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from model.case.edit import (
    ADD,
    CHANGE_OPTION_TYPE,
    MOVE,
    REMOVE,
    REMOVE_OPTION,
    RENAME_OPTION,
    SET_MIX_SHARES,
    Edit,
    Path,
)
from model.case.edits.walk import NAMED_BY, position
from model.case.risk import write_overlay
from model.case.uncertainty.events import shipped_events
from model.case.uncertainty.overlay import Overlay


class Missing(Enum):
    """Instead of a value: nothing stands there, or nothing is known of what stood there."""

    ABSENT = "absent"
    UNKNOWN = "unknown"


ABSENT, UNKNOWN = Missing.ABSENT, Missing.UNKNOWN
VALUE, ADDED, REMOVED, MOVED, REORDERED, RENAMED = "value", "added", "removed", "moved", "reordered", "renamed"
OPERATORS: Path = ("inquiry", "operators")
"""Whose answers are told of as a whole: what a single one answered is never said."""
NUMBERED = ("own_lines", "rows")
"""Lists whose items have no name and go by their number."""
_GROUPS: tuple[Path, ...] = (
    ("frames",),
    ("inquiry",),
    ("need",),
    ("need", "rows", "*"),
    ("options", "*"),
    ("options", "*", "inputs"),
    ("options", "*", "own_lines", "*"),
    ("options", "*", "reasons"),
    ("proposals",),
    ("risk",),
    ("risk", "*"),
    ("risk", "*", "branches", "*"),
    ("risk", "*", "distributions"),
    ("risk", "*", "events", "*"),
    ("trade_off",),
    ("trade_off", "criteria", "*"),
    ("trade_off", "intervals"),
    ("trade_off", "swing"),
    ("trade_off", "weights"),
    ("what_ifs", "*"),
)
"""What is said field by field when it is given as a whole."""
_LISTS: tuple[Path, ...] = (
    OPERATORS,
    ("need", "rows"),
    ("options",),
    ("options", "*", "own_lines"),
    ("risk", "*", "branches"),
    ("risk", "*", "events"),
    ("trade_off", "criteria"),
    ("what_ifs",),
)
"""What is said item by item when it is given as a whole."""

_TYPE, _VARIANT = ("options", "*", "type"), ("options", "*", "variant")


@dataclass(frozen=True)
class Step:
    """One thing that a change did at a path: `kind`, what was there before and what is there after it, as JSON data."""

    kind: str
    path: Path
    before: Any = UNKNOWN
    after: Any = ABSENT


def steps_of(edits: Sequence[Edit], back: Sequence[Edit]) -> tuple[Step, ...]:
    """What edits did, by what would take them back; a value given more than once stands there as it became.

    What would not be taken back did not change, and is left out.
    """
    several = _changed_often(edits)
    steps: dict[tuple[str, Path], Step] = {}
    for edit in edits:
        listed = _numbered_list(edit.path if edit.kind != ADD else (*edit.path, "1"))
        if listed in several:
            found: Iterator[Step] = iter([Step(VALUE, listed)])
        else:
            found = _steps(edit, back)
        for step in found:
            steps[step.kind, step.path] = step
    known = [step for step in steps.values() if step.kind != VALUE or step.before is not UNKNOWN]
    changed = [step for step in known or steps.values() if step.kind != VALUE or step.before != step.after]
    return tuple(_types_in_one(changed or list(steps.values())))


def _types_in_one(steps: Sequence[Step]) -> Iterator[Step]:
    """The type of an option and its variant are said as one."""
    variants = {step.path[:2]: step for step in steps if fits(_VARIANT, step.path)}
    types = {step.path[:2] for step in steps if fits(_TYPE, step.path)}
    for step in steps:
        variant = variants.get(step.path[:2])
        if fits(_TYPE, step.path) and variant is not None and not isinstance(step.after, dict):
            before, after = (
                {"type": type_, "variant": None if isinstance(kind, Missing) else kind}
                for type_, kind in ((step.before, variant.before), (step.after, variant.after))
            )
            yield Step(VALUE, step.path, before, after)
        elif not (fits(_VARIANT, step.path) and step.path[:2] in types):
            yield step


def _numbered_list(path: Path) -> Path:
    """The list without names that a path leads through; nothing where there is none."""
    place = next((place for place, name in enumerate(path[:-1]) if name in NUMBERED), None)
    return () if place is None else path[: place + 1]


def _changed_often(edits: Sequence[Edit]) -> set[Path]:
    """Lists without names in which items come and go more than once: a number then says no longer which is meant."""
    lists = [
        _numbered_list((*edit.path, "1") if edit.kind == ADD else edit.path)
        for edit in edits
        if edit.kind in {ADD, REMOVE, MOVE}
    ]
    return {path for path in lists if path and lists.count(path) > 1}


def _steps(edit: Edit, back: Sequence[Edit]) -> Iterator[Step]:
    path = edit.path
    if edit.kind == ADD:
        yield Step(ADDED, (*path, _name_of(path[-1], edit.value)), ABSENT, edit.value)
    elif edit.kind == MOVE:
        yield Step(MOVED, path, before_of(back, path), edit.after)
    elif edit.kind == RENAME_OPTION or _is_id(path):
        yield Step(RENAMED, path[:2], path[1], edit.value)
    elif edit.kind == CHANGE_OPTION_TYPE:
        yield Step(VALUE, (*path, "type"), _type_before(back, path), edit.value)
    elif edit.kind == SET_MIX_SHARES:
        parts = (*path, "components")
        yield Step(VALUE, parts, _shares_before(back, parts, edit.value), _listed(edit.value))
    elif edit.kind == REMOVE_OPTION or (edit.kind == REMOVE and _is_item(path)):
        yield Step(REMOVED, path, before_of(back, path), ABSENT)
    elif path[:2] == OPERATORS and len(path) > len(OPERATORS):
        yield Step(VALUE, path[:3], before_of(back, path), edit.value)
    else:
        after = ABSENT if edit.kind == REMOVE else edit.value
        yield from _expanded(path, before_of(back, path), after, back)


def _is_id(path: Path) -> bool:
    return path[0] == "options" and path[2:] == ("id",)


def _is_item(path: Path) -> bool:
    return any(fits(pattern, path[:-1]) for pattern in (*_LISTS, ("options", "*", "components")))


def fits(pattern: Path, path: Path) -> bool:
    """Whether a path has the form of a pattern, in which * is any name.

    >>> fits(("options", "*", "inputs"), ("options", "a", "inputs"))
    True
    """
    return len(pattern) == len(path) and all(asked in {"*", name} for asked, name in zip(pattern, path, strict=True))


def _type_before(back: Sequence[Edit], option: Path) -> Any:  # noqa: ANN401  JSON data
    type_ = before_of(back, (*option, "type"))
    variant = before_of(back, (*option, "variant"))
    if type_ is UNKNOWN and variant is UNKNOWN:
        return UNKNOWN
    known = {"type": type_, "variant": variant}
    return {name: value for name, value in known.items() if not isinstance(value, Missing)}


def _shares_before(back: Sequence[Edit], path: Path, after: Any) -> Any:  # noqa: ANN401
    """The components of a mix that had other shares: as a whole, or each as it would be taken back."""
    whole = before_of(back, path)
    if whole is not UNKNOWN or not isinstance(after, Mapping):
        return whole
    shares = dict(after)
    for edit in back:
        place = _place(edit)
        if place[: len(path)] == path:
            part = place[len(path)]
            if edit.kind == REMOVE:
                shares.pop(part, None)
            else:
                shares[part] = edit.value.get("share") if isinstance(edit.value, dict) else edit.value
    return _listed(shares)


def _listed(shares: Any) -> Any:  # noqa: ANN401
    """Shares by option as components are written."""
    if not isinstance(shares, Mapping):
        return shares
    return [{"option": option_id, "share": share} for option_id, share in shares.items()]


def _name_of(listed: str, item: Any) -> str:  # noqa: ANN401
    """What an item of a list is named by in a path; nothing where it has no name."""
    field = NAMED_BY.get(listed)
    name = item.get(field) if field is not None and isinstance(item, Mapping) else None
    return name if isinstance(name, str) else ""


def _place(edit: Edit) -> Path:
    """Where an edit does something; of an item that is put in, where that comes to stand."""
    return (*edit.path, _name_of(edit.path[-1], edit.value)) if edit.kind == ADD else edit.path


def _touched(path: Path, back: Sequence[Edit]) -> Iterator[str]:
    """The names right below a path that edits do something at or below."""
    places = map(_place, back)
    yield from dict.fromkeys(place[len(path)] for place in places if place[: len(path)] == path and place != path)


def before_of(back: Sequence[Edit], path: Path) -> Any:  # noqa: ANN401
    """What stood at a path, by the edits that would take the change back; unknown where they do not touch it."""
    for edit in back:
        here = _place(edit)
        if path[: len(here)] != here:
            continue
        return ABSENT if edit.kind in {REMOVE, REMOVE_OPTION} else within(edit.value, here[-1], path[len(here) :])
    return UNKNOWN


def within(data: Any, name: str, rest: Path) -> Any:  # noqa: ANN401
    """What stands at the rest of a path within the data at `name`."""
    for part in rest:
        if isinstance(data, Mapping):
            data = data.get(part, ABSENT)
        elif isinstance(data, list) and (place := position(data, name, part)) is not None:
            data = data[place]
        else:
            return ABSENT
        name = part
    return data


def _expanded(path: Path, before: Any, after: Any, back: Sequence[Edit]) -> Iterator[Step]:  # noqa: ANN401
    """A value as a whole, or what differs within it."""
    is_group = any(fits(pattern, path) for pattern in _GROUPS)
    is_list = any(fits(pattern, path) for pattern in _LISTS)
    is_gone = isinstance(after, Missing)
    if is_group and (is_gone or isinstance(after, dict)):
        yield from _of_group(path, before, {} if is_gone else after, back)
    elif is_list and (is_gone or isinstance(after, list)):
        known = before if isinstance(before, list) else []
        yield from _of_list(path, before, _usual(path, known) if is_gone else after, back)
    else:
        yield Step(VALUE, path, before, after)


def _of_group(path: Path, before: Any, after: Mapping[str, Any], back: Sequence[Edit]) -> Iterator[Step]:  # noqa: ANN401
    known = before if isinstance(before, dict) else {}
    for name in dict.fromkeys((*known, *after, *_touched(path, back))):
        here = (*path, name)
        old = before_of(back, here) if before is UNKNOWN else known.get(name, ABSENT)
        new = after.get(name, ABSENT)
        if old is not UNKNOWN and old != new:
            yield from _expanded(here, old, new, back)


def _of_list(path: Path, before: Any, after: list[Any], back: Sequence[Edit]) -> Iterator[Step]:  # noqa: ANN401
    old = _usual(path, after) if before is ABSENT else before
    if before is UNKNOWN and path[-1] in NAMED_BY:
        yield from _of_touched(path, after, back)
    elif not isinstance(old, list):
        yield Step(VALUE, path, UNKNOWN, after)
    elif path[-1] in NAMED_BY:
        yield from _of_named(path, old, after, back)
    else:
        yield from _of_numbered(path, old, after, back)


def _usual(path: Path, beside: list[Any]) -> list[Any]:
    """What a list holds where the case says nothing: of events the shipped ones, as far as they stand in the other."""
    if not fits(("risk", "*", "events"), path):
        return []
    shipped = write_overlay(Overlay(events=shipped_events()))["events"]
    keys = [_name_of("events", item) for item in beside]
    return [event for event in shipped if event["key"] in keys]


def _of_touched(path: Path, after: list[Any], back: Sequence[Edit]) -> Iterator[Step]:
    """What differs in a list with names, by what would be taken back in it."""
    now = {_name_of(path[-1], item): item for item in after}
    for name in _touched(path, back):
        here = (*path, name)
        old, new = before_of(back, here), now.get(name, ABSENT)
        if old is ABSENT or new is ABSENT:
            yield Step(ADDED if old is ABSENT else REMOVED, here, old, new)
        else:
            yield from _expanded(here, old, new, back)


def _of_named(path: Path, before: list[Any], after: list[Any], back: Sequence[Edit]) -> Iterator[Step]:
    old, new = ({_name_of(path[-1], item): item for item in items} for items in (before, after))
    yield from (Step(REMOVED, (*path, name), old[name], ABSENT) for name in old if name not in new)
    yield from (Step(ADDED, (*path, name), ABSENT, new[name]) for name in new if name not in old)
    both = [name for name in old if name in new]
    for name in both:
        if old[name] != new[name]:
            yield from _expanded((*path, name), old[name], new[name], back)
    if both != [name for name in new if name in old]:
        yield Step(REORDERED, path, before, after)


def _of_numbered(path: Path, before: list[Any], after: list[Any], back: Sequence[Edit]) -> Iterator[Step]:
    """Items that changed in their place where as many stand there, else those that came or went."""
    numbers = range(1, len(after) + 1)
    differ = [number for number in numbers if len(before) == len(after) and before[number - 1] != after[number - 1]]
    gone, new = ([item for item in one if item not in other] for one, other in ((before, after), (after, before)))
    if differ and not gone and not new:
        yield Step(REORDERED, path, before, after)
    elif differ and len(gone) == len(differ):
        for number in differ:
            yield from _expanded((*path, str(number)), before[number - 1], after[number - 1], back)
    else:
        yield from (Step(REMOVED, (*path, str(before.index(item) + 1)), item, ABSENT) for item in gone)
        yield from (Step(ADDED, (*path, str(after.index(item) + 1)), ABSENT, item) for item in new)
