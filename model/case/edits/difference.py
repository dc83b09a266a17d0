"""The edits that make one case of another: what takes a change back, or brings a version back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from model.case.data import Case
from model.case.edit import AT_THE_FRONT, Edit, Path, add, remove, set_value
from model.case.edits.apply import File, asks_the_sections, changed
from model.case.edits.walk import NAMED_BY
from model.case.reading import read_case
from model.case.writing import write_case
from model.problems import BadInput

MOST_EDITS = 60
"""Two cases that differ in more than this are told apart by their parts, not by their fields."""


def difference(before: Case, after: Case) -> tuple[Edit, ...]:
    """The edits that make `after` of `before`, each as small as can be; none when they are the same.

    What differs in one input touches that input only, so that it goes together with what others change meanwhile.
    """
    return data_difference(write_case(before), write_case(after))


def data_difference(before: File, after: File) -> tuple[Edit, ...]:
    """The edits that make the data of one case of those of another."""
    edits: list[Edit] = []
    now = before
    try:
        while len(edits) < MOST_EDITS:
            edit = _first((), now, after)
            if edit is None:
                return tuple(edits)
            if edits and asks_the_sections(edit):
                read_case(now)  # as whoever applies them does
            now = changed(now, edit)
            edits.append(edit)
    except BadInput:  # an edit that leads nowhere: the parts as a whole do not depend on one another
        pass
    return tuple(_by_part(before, after))


def _by_part(before: File, after: File) -> Iterable[Edit]:
    """Every part of the case that differs, as a whole."""
    for key in {**before, **after}:
        if key not in after:
            yield remove((key,))
        elif before.get(key) != after[key]:
            yield set_value((key,), after[key])


def _first(path: Path, before: Mapping[str, Any], after: Mapping[str, Any]) -> Edit | None:
    """The first edit towards `after`; None where nothing differs."""
    for key in {**before, **after}:
        here = (*path, key)
        if _is_group(here):
            edit = _first(here, before.get(key, {}), after.get(key, {}))
        elif key not in after:
            edit = remove(here)
        elif key not in before:
            edit = set_value(here, after[key])
        else:
            edit = _first_of_value(here, before[key], after[key])
        if edit is not None:
            return edit
    return None


def _is_group(path: Path) -> bool:
    """Whether fields stand together at a path and mean nothing together: a group without any is no group."""
    if path[0] == "options":
        return path[2:] in {("inputs",), ("reasons",)}
    return path == ("frames",) or (path[0] == "risk" and len(path) <= len(("risk", "ID")))


def _first_of_value(path: Path, before: Any, after: Any) -> Edit | None:  # noqa: ANN401  JSON data
    if before == after:
        return None
    if isinstance(before, dict) and isinstance(after, dict) and before and after:
        return _first(path, before, after)
    if isinstance(before, list) and isinstance(after, list) and _are_named(path, (*before, *after)):
        return _first_of_list(path, before, after)
    return set_value(path, after)


def _are_named(path: Path, items: Iterable[Any]) -> bool:
    field = NAMED_BY.get(path[-1])
    return field is not None and all(isinstance(item, dict) and isinstance(item.get(field), str) for item in items)


def _first_of_list(path: Path, before: list[Any], after: list[Any]) -> Edit | None:
    """The first edit of a list whose items have names: one taken out, one put in, or one that differs."""
    field = NAMED_BY[path[-1]]
    old, new = ([item[field] for item in items] for items in (before, after))
    gone = next((name for name in reversed(old) if name not in new), None)
    if gone is not None:
        return remove((*path, gone))
    place = next((place for place, name in enumerate(new) if name not in old), None)
    if place is not None:
        return add(path, after[place], new[place - 1] if place else AT_THE_FRONT)
    if old != new:
        return set_value(path, after)
    for name, mine, other in zip(old, before, after, strict=True):
        edit = _first_of_value((*path, name), mine, other)
        if edit is not None:
            return edit
    return None
