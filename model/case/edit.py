"""What an edit is, and its form as JSON.

    {"kind": "set", "path": "options.a.inputs.occupancy", "value": 0.9}
    {"kind": "add", "path": "options.a.own_lines", "value": {"label": "Subsidie", "kind": "subsidy", "amount": 1e6}}
    {"kind": "remove", "path": "options.a.own_lines.2"}
    {"kind": "move", "path": "options.a", "after": "c"}

A path names what it passes: options by id, components by their option, events, branches and criteria by key, operators
by code, what-ifs by name; what has no name of its own (own lines, rows of the need) by its number, the first is 1. In a
path as text a point within a name is written `~1` and a tilde `~0`, as a slash is in JSON Pointer (RFC 6901).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from model.case.fields import FieldReader
from model.problems import BadInput

Path = tuple[str, ...]
SET, ADD, REMOVE, MOVE, REPLACE = "set", "add", "remove", "move", "replace"
RENAME_OPTION, REMOVE_OPTION = "rename_option", "remove_option"
CHANGE_OPTION_TYPE, SET_MIX_SHARES = "change_option_type", "set_mix_shares"
WITH_VALUE = (SET, ADD, REPLACE, RENAME_OPTION, CHANGE_OPTION_TYPE, SET_MIX_SHARES)
OF_AN_OPTION = (RENAME_OPTION, REMOVE_OPTION, CHANGE_OPTION_TYPE, SET_MIX_SHARES)
KINDS = (SET, ADD, REMOVE, MOVE, REPLACE, *OF_AN_OPTION)
AT_THE_FRONT = ""
"""`after` of what comes before all others."""
LONGEST_PATH = 1000
_KEYS = ("kind", "path", "value", "after")


@dataclass(frozen=True)
class Edit:
    """A change of a case: what is done, to what, and with which value.

    `value` is JSON data. `after` is the name of what an item added or moved comes behind: None at the end, "" in front.
    """

    kind: str
    path: Path
    value: Any = None
    after: str | None = None

    @property
    def where(self) -> str:
        """Its path as text."""
        return path_text(self.path)


def path_text(path: Path) -> str:
    """A path as text.

    >>> path_text(("risk", "a", "distributions", "own.1.amount"))
    'risk.a.distributions.own~11~1amount'
    """
    return ".".join(part.replace("~", "~0").replace(".", "~1") for part in path)


def path_of(text: str) -> Path:
    """The path that a text says; the inverse of `path_text`."""
    return tuple(part.replace("~1", ".").replace("~0", "~") for part in text.split("."))


def set_value(path: Path, value: object) -> Edit:
    """Give a field a value, whether it had one or was at its default."""
    return Edit(SET, path, value)


def replace_with(path: Path, value: object) -> Edit:
    """Put something else in the place of what is there."""
    return Edit(REPLACE, path, value)


def add(path: Path, value: object, after: str | None = None) -> Edit:
    """Put one more item in a list."""
    return Edit(ADD, path, value, after)


def remove(path: Path) -> Edit:
    """Take out an item, or bring a field back to its default."""
    return Edit(REMOVE, path)


def move(path: Path, after: str | None = None) -> Edit:
    """Give an item of a list another place in it."""
    return Edit(MOVE, path, after=after)


def rename_option(option_id: str, new_id: str) -> Edit:
    """Give an option another id, everywhere it is named."""
    return Edit(RENAME_OPTION, ("options", option_id), new_id)


def change_option_type(option_id: str, type_: str, variant: str = "") -> Edit:
    """Make an option one of another type, with every input it is still asked for."""
    return Edit(
        CHANGE_OPTION_TYPE, ("options", option_id), {"type": type_, **({"variant": variant} if variant else {})}
    )


def set_mix_shares(option_id: str, shares: Mapping[str, float]) -> Edit:
    """Make a mix of these options, with these shares of the beds."""
    return Edit(SET_MIX_SHARES, ("options", option_id), dict(shares))


def edit_to_json(edit: Edit) -> dict[str, Any]:
    """The edit as JSON data; `edit_from_json` gives the same edit back."""
    data: dict[str, Any] = {"kind": edit.kind, "path": edit.where}
    if edit.kind in WITH_VALUE:
        data["value"] = edit.value
    if edit.after is not None:
        data["after"] = edit.after
    return data


def edit_from_json(data: object) -> Edit:
    """The edit that JSON data say. Raises BadInput with every problem found."""
    reader = FieldReader()
    edit = _read(reader, data)
    if reader.problems:
        raise BadInput(tuple(reader.problems))
    return edit


def _read(reader: FieldReader, data: object) -> Edit:
    if not isinstance(data, dict):
        reader.refuse("not_an_object", "edit", value=data)
        return Edit("", ())
    kind = reader.choice(data, "kind", "", KINDS)
    if reader.problems:
        return Edit("", ())  # what else it holds depends on the kind
    takes = {"kind", "path", *(("value",) if kind in WITH_VALUE else ()), *(("after",) if kind in {ADD, MOVE} else ())}
    reader.known_keys(data, [key for key in _KEYS if key in takes], "")
    if "path" not in data:
        reader.refuse("missing", "path")
    path = path_of(reader.check_text(data.get("path", ""), "path", LONGEST_PATH))
    if not reader.problems and not all(path):
        reader.refuse("bad_edit_path", "path", value=data["path"])
    if kind in OF_AN_OPTION and not reader.problems and (path[0] != "options" or len(path) != len(("options", "ID"))):
        reader.refuse("not_a_choice", "path", value=data["path"], allowed="options.ID")
    if kind in WITH_VALUE and "value" not in data:
        reader.refuse("missing", "value")
    after = None if data.get("after") is None else reader.text(data, "after", "")
    return Edit(kind, path, data.get("value"), after)
