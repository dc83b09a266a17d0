"""Changing data at the end of a path: what lies on the path is made anew, and nothing else is touched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from model.case.edit import AT_THE_FRONT, Path, path_text
from model.problems import BadInput, problem

NAMED_BY = {
    "options": "id",
    "components": "option",
    "events": "key",
    "branches": "key",
    "criteria": "key",
    "operators": "code",
    "what_ifs": "name",
}
"""Per list the field that names its items; those of another list go by their number from 1."""


def nowhere(path: Path) -> BadInput:
    """There is nothing at this path."""
    return BadInput((problem("edit_nowhere", path_text(path)),))


def position(listed: Sequence[Any], name: str, item: str) -> int | None:
    """Where an item of a list stands, from 0; None when it is not there."""
    field = NAMED_BY.get(name)
    if field is not None:
        fits = (isinstance(other, dict) and other.get(field) == item for other in listed)
        return next((place for place, is_it in enumerate(fits) if is_it), None)
    number = int(item) if item.isascii() and item.isdigit() and len(item) < len("1000000") else 0
    return number - 1 if 1 <= number <= len(listed) else None


def changed_at(data: Any, path: Path, change: Callable[[Any, str], Any]) -> Any:  # noqa: ANN401  JSON data
    """The data with what holds the end of the path changed: `change` gets it and the last name of the path.

    A group that is not there is at its default, so empty. Raises BadInput where the path leads nowhere.
    """
    return _changed(data, path, 0, change)


def _changed(node: Any, path: Path, depth: int, change: Callable[[Any, str], Any]) -> Any:  # noqa: ANN401
    name = path[depth]
    if depth == len(path) - 1:
        if not isinstance(node, (dict, list)):
            raise nowhere(path)
        return change(node, name)
    if isinstance(node, dict):
        return {**node, name: _changed(node.get(name, {}), path, depth + 1, change)}
    place = position(node, path[depth - 1], name) if isinstance(node, list) else None
    if place is None:
        raise nowhere(path)
    return [*node[:place], _changed(node[place], path, depth + 1, change), *node[place + 1 :]]


def given(path: Path, value: object, *, must_exist: bool) -> Callable[[Any, str], Any]:
    """Puts a value at the end of a path; an item of a list must be there already."""

    def change(node: Any, name: str) -> Any:  # noqa: ANN401
        if isinstance(node, dict):
            if must_exist and name not in node:
                raise nowhere(path)
            return {**node, name: value}
        place = position(node, path[-2], name)
        if place is None:
            raise nowhere(path)
        return [*node[:place], value, *node[place + 1 :]]

    return change


def without(path: Path) -> Callable[[Any, str], Any]:
    """Takes out what is at the end of a path."""

    def change(node: Any, name: str) -> Any:  # noqa: ANN401
        if isinstance(node, dict):
            if name not in node:
                raise nowhere(path)
            return {key: value for key, value in node.items() if key != name}
        place = position(node, path[-2], name)
        if place is None:
            raise nowhere(path)
        return [*node[:place], *node[place + 1 :]]

    return change


def place_after(listed: Sequence[Any], path: Path, after: str | None) -> int:
    """Where an item comes that stands behind another: at the end without one, in front with an empty name."""
    if after is None:
        return len(listed)
    if after == AT_THE_FRONT:
        return 0
    place = position(listed, path[-1], after)
    if place is None:
        raise nowhere((*path, after))
    return place + 1


def added(path: Path, value: object, after: str | None) -> Callable[[Any, str], Any]:
    """Puts one more item in the list at the end of a path."""

    def change(node: Any, name: str) -> Any:  # noqa: ANN401
        listed = node.get(name, []) if isinstance(node, dict) else None
        if not isinstance(listed, list):
            raise nowhere(path)
        place = place_after(listed, path, after)
        return {**node, name: [*listed[:place], value, *listed[place:]]}

    return change


def moved(path: Path, after: str | None) -> Callable[[Any, str], Any]:
    """Gives the item at the end of a path another place in its list."""

    def change(node: Any, name: str) -> Any:  # noqa: ANN401
        place = position(node, path[-2], name) if isinstance(node, list) else None
        if place is None:
            raise nowhere(path)
        others = [*node[:place], *node[place + 1 :]]
        new = new_place(node, path, after)
        return [*others[:new], node[place], *others[new:]]

    return change


def new_place(listed: Sequence[Any], path: Path, after: str | None) -> int:
    """Where an item of a list comes to stand when it is moved, from 0, among the others."""
    place = position(listed, path[-2], path[-1])
    behind = place_after(listed, path[:-1], after)
    if place is None or after == path[-1]:
        raise nowhere(path)
    return behind - 1 if place < behind else behind
