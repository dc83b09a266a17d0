"""What becomes of the edits of what-ifs when options or own lines of the case get another name or go."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from model.case.edit import ADD, MOVE, RENAME_OPTION, SET_MIX_SHARES, Edit, Path, edit_from_json, edit_to_json
from model.case.sections.plain import input_renamed
from model.case.sections.section import File, Json, Renaming
from model.options import OPTION_TYPES


def what_ifs_renamed(file: File, renaming: Renaming, key: str) -> Json:
    """The what-ifs with the new names; an edit of what goes, goes with it, and so does a what-if that has none left."""
    mixes = {option["id"] for option in file["options"] if OPTION_TYPES[option["type"]].is_mix}
    names = _Names(renaming, mixes)
    left = ({**what_if, "edits": [*map(edit_to_json, names.edits(what_if["edits"]))]} for what_if in file[key])
    return [what_if for what_if in left if what_if["edits"]]


@dataclass(frozen=True)
class _Names:
    renaming: Renaming
    mixes: Collection[str]

    def edits(self, listed: Json) -> list[Edit]:
        """The edits that stay."""
        return [after for data in listed if (after := self.edit(edit_from_json(data))) is not None]

    def edit(self, edit: Edit) -> Edit | None:
        """An edit with the new names in its path, value and neighbour; None where it is about what goes."""
        path = self.path(edit.path)
        if path is None:
            return None
        after = edit.after
        if after and edit.kind in {ADD, MOVE}:
            beside = self.path((*(edit.path if edit.kind == ADD else edit.path[:-1]), after))
            after = None if beside is None else beside[-1]
        return replace(edit, path=path, after=after, value=self.value(edit))

    def path(self, path: Path) -> Path | None:
        """A path with the new names; None where what it leads to goes."""
        if len(path) == 1 or path[0] not in {"options", "risk"}:
            return path
        option_id = self.renaming.option(path[1])
        rest = self.in_option(path[1], path[2:]) if path[0] == "options" else self.in_risk(path[1], path[2:])
        return None if option_id is None or rest is None else (path[0], option_id, *rest)

    def in_option(self, option_id: str, rest: Path) -> Path | None:
        """The part of a path behind an option."""
        if rest[:1] == ("own_lines",) and len(rest) > 1 and rest[1].isdigit():
            number = self.renaming.own_line(option_id, int(rest[1]))
            return None if number is None else ("own_lines", str(number), *rest[2:])
        if rest[:1] == ("components",) and len(rest) > 1:
            part = self.renaming.option(rest[1])
            return None if part is None else ("components", part, *rest[2:])
        return rest

    def in_risk(self, option_id: str, rest: Path) -> Path | None:
        """The part of a path behind the risk choices of an option."""
        if rest[:1] != ("distributions",) or len(rest) == 1:
            return rest
        name = input_renamed(rest[1], self.renaming, option_id, option_id in self.mixes)
        return None if name is None else ("distributions", name, *rest[2:])

    def value(self, edit: Edit) -> Any:  # noqa: ANN401  JSON data
        """The value of an edit with the new names of options in it; one that goes is named still, and then refused."""
        if edit.kind == RENAME_OPTION:
            return edit.value
        if edit.kind == SET_MIX_SHARES and isinstance(edit.value, dict):
            return {self.renaming.option(part) or part: share for part, share in edit.value.items()}
        return self.components(edit.value)

    def components(self, value: Any) -> Any:  # noqa: ANN401
        """Components of a mix within a value, under the new ids of their options."""
        if isinstance(value, list):
            return [self.components(item) for item in value]
        if not isinstance(value, dict):
            return value
        return {
            key: self.renaming.option(item) or item
            if key == "option" and isinstance(item, str)
            else self.components(item)
            for key, item in value.items()
        }
