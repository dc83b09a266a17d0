"""What an edit touches: two edits whose paths are disjoint give the same case in either order.

Of two such edits one may be refused in one order and not in the other, where the rest of the case decides: a price
level is not after the start. Where both orders give a case, it is the same case.
"""

from __future__ import annotations

from model.case.edit import ADD, CHANGE_OPTION_TYPE, MOVE, REMOVE, REMOVE_OPTION, SET_MIX_SHARES, Edit, Path
from model.case.edits.apply import asks_the_sections
from model.case.edits.walk import NAMED_BY
from model.options import OPTION_TYPES

ORDER = "*"
"""In a touched path: in which order the items of a list stand."""
_ANSWERING: tuple[Path, ...] = (("risk",), ("what_ifs",))
"""Sections that name options and own lines besides the options themselves."""


def touches(edit: Edit) -> frozenset[Path]:
    """The paths an edit changes or goes by; a path stands for all that is below it."""
    return frozenset(_touched(edit))


def disjoint(one: Edit, other: Edit) -> bool:
    """Whether no path that one edit touches is, or is below, a path that the other touches."""
    return not any(
        mine[: len(yours)] == yours or yours[: len(mine)] == mine for mine in touches(one) for yours in touches(other)
    )


def _touched(edit: Edit) -> tuple[Path, ...]:
    if edit.kind == SET_MIX_SHARES:
        return ((*edit.path, "components"),)
    if edit.kind == CHANGE_OPTION_TYPE:
        return _of_a_type(edit)
    if edit.kind in {REMOVE, REMOVE_OPTION} and asks_the_sections(edit) and len(edit.path) == len(("options", "ID")):
        return (edit.path, *_ANSWERING)
    if asks_the_sections(edit):  # an option with another name, or own lines with other numbers
        part: Path = edit.path[:3] if edit.path[2:3] == ("own_lines",) else ("options",)
        return (part, *_ANSWERING)
    if edit.kind in {ADD, MOVE}:
        return _in_a_list(edit)
    if edit.kind == REMOVE and edit.path[0] == "options" and edit.path[2:3] == ("inputs",):
        return (edit.path, (*edit.path[:2], "reasons", *edit.path[3:]))
    return (_by_number(edit.path),)


def _of_a_type(edit: Edit) -> tuple[Path, ...]:
    """An option that becomes a mix takes the first others for its components."""
    kind = OPTION_TYPES.get(str(edit.value.get("type"))) if isinstance(edit.value, dict) else None
    is_mix = kind is not None and kind.is_mix
    return (("options",) if is_mix else edit.path, ("risk", edit.path[1]))


def _in_a_list(edit: Edit) -> tuple[Path, ...]:
    """An item by its name, what it comes behind, and the order; of a list without names the whole list."""
    path = edit.path if edit.kind == ADD else edit.path[:-1]
    field = NAMED_BY.get(path[-1])
    if field is None:
        return (_by_number(path),)
    name = edit.path[-1] if edit.kind == MOVE else str(edit.value.get(field)) if isinstance(edit.value, dict) else ""
    behind = ((*path, edit.after),) if edit.after else ()
    return ((*path, name), (*path, ORDER), *behind)


def _by_number(path: Path) -> Path:
    """A path up to the first item that goes by its number: what is added before it gives it another."""
    place = next((place for place, name in enumerate(path) if name.isdigit()), None)
    is_own_line = path[0] == "options" and path[2:3] == ("own_lines",)
    return path if place is None or is_own_line else path[:place]
