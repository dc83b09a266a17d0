"""Applying an edit: the case as data, the change in it, and the reader that decides whether it is a case again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from market_data import MarketData
from model.case.data import Case, Option, shown_inputs
from model.case.edit import (
    ADD,
    CHANGE_OPTION_TYPE,
    MOVE,
    REMOVE,
    REMOVE_OPTION,
    RENAME_OPTION,
    REPLACE,
    SET,
    SET_MIX_SHARES,
    Edit,
    Path,
    path_text,
)
from model.case.edits.makers import able_in_a_mix, first_components
from model.case.edits.walk import added, changed_at, given, moved, new_place, nowhere, place_after, position, without
from model.case.reading import read_case
from model.case.sections import SECTIONS
from model.case.sections.section import Renaming
from model.case.writing import write_case
from model.options import OPTION_TYPES
from model.problems import BadInput, problem

File = dict[str, Any]


def apply(case: Case, edit: Edit, market: MarketData | None = None) -> Case:
    """The case after an edit. Raises BadInput with everything that is wrong with what it would become."""
    return apply_all(case, (edit,), market)


def apply_all(case: Case, edits: Iterable[Edit], market: MarketData | None = None) -> Case:
    """The case after edits in this order, as one change: what stands between two of them need not be a case.

    An edit that other parts of the file must answer to does need one. Raises BadInput.
    """
    file, is_case = write_case(case), True
    for edit in edits:
        if not is_case and asks_the_sections(edit):
            file = write_case(read_case(file, market))
        file = changed(file, edit)
        is_case = False
    return read_case(file, market)


def replay(case: Case, edits: Iterable[Edit], market: MarketData | None = None) -> Case:
    """The case after edits that were each made before, in this order: it is read once, at their end.

    Where every edit in turn gave a case, it is the one `apply` gives edit by edit. Raises BadInput.
    """
    file = write_case(case)
    for edit in edits:
        file = changed(file, edit)
    return read_case(file, market)


def asks_the_sections(edit: Edit) -> bool:
    """Whether other parts of the file answer to an edit, because an option or an own line changes its name or goes."""
    return edit.kind not in _ON_A_PATH or _is_option(edit.path) or _is_id(edit.path) or _of_own_lines(edit) is not None


def changed(file: File, edit: Edit) -> File:
    """The data of a case after an edit; whether they are a case is for the reader to say."""
    if edit.kind in {SET, REPLACE} and _is_id(edit.path):
        return _rename_option(file, Edit(RENAME_OPTION, edit.path[:2], edit.value))
    if edit.kind == REMOVE and _is_option(edit.path):
        return _remove_option(file, edit)
    return _HOW[edit.kind](file, edit)


def _is_option(path: Path) -> bool:
    return len(path) == len(("options", "ID")) and path[0] == "options"


def _is_id(path: Path) -> bool:
    return len(path) == len(("options", "ID", "id")) and path[0] == "options" and path[2] == "id"


def _of_own_lines(edit: Edit) -> str | None:
    """The option whose own lines an edit adds to, takes from or gives another order."""
    is_theirs = edit.path[0] == "options" and edit.path[2:3] == ("own_lines",)
    depth = len(("options", "ID", "own_lines")) + (edit.kind != ADD)
    return edit.path[1] if is_theirs and edit.kind in {ADD, REMOVE, MOVE} and len(edit.path) == depth else None


def _set(file: File, edit: Edit) -> File:
    return _data(changed_at(file, edit.path, given(edit.path, edit.value, must_exist=edit.kind == REPLACE)))


def _data(file: Any) -> File:  # noqa: ANN401  what is changed at a path is a file again
    changed_file: File = file
    return changed_file


def _add(file: File, edit: Edit) -> File:
    option_id = _of_own_lines(edit)
    if option_id is not None:
        first = place_after(_own_lines(file, option_id, edit.path), edit.path, edit.after) + 1
        file = _renamed(file, Renaming({}, (option_id, lambda number: number + (number >= first))))
    return _data(changed_at(file, edit.path, added(edit.path, edit.value, edit.after)))


def _remove(file: File, edit: Edit) -> File:
    option_id = _of_own_lines(edit)
    after = _data(changed_at(file, edit.path, without(edit.path)))
    if option_id is not None:
        gone = int(edit.path[3])
        return _renamed(
            after, Renaming({}, (option_id, lambda number: None if number == gone else number - (number > gone)))
        )
    return _without_reasons(file, after, edit.path)


def _without_reasons(before: File, after: File, path: Path) -> File:
    """An input back at its default has no reason to differ from it any more."""
    if path[0] != "options" or path[2:3] != ("inputs",) or len(path) > len(("options", "ID", "inputs", "KEY")):
        return after
    option = _option(before, path[1], path)
    keys = path[3:] or option["inputs"].keys()
    left = {key: reason for key, reason in option.get("reasons", {}).items() if key not in keys}
    reasons = (*path[:2], "reasons")
    return _data(changed_at(after, reasons, given(reasons, left, must_exist=False)))


def _move(file: File, edit: Edit) -> File:
    option_id = _of_own_lines(edit)
    if option_id is not None:
        lines = _own_lines(file, option_id, edit.path)
        new = new_place(lines, edit.path, edit.after) + 1
        old = int(edit.path[3])

        def number_of(number: int) -> int:
            if number == old:
                return new
            number -= number > old
            return number + (number >= new)

        file = _renamed(file, Renaming({}, (option_id, number_of)))
    return _data(changed_at(file, edit.path, moved(edit.path, edit.after)))


def _own_lines(file: File, option_id: str, path: Path) -> list[Any]:
    lines: list[Any] = _option(file, option_id, path).get("own_lines", [])
    return lines


def _option(file: File, option_id: str, path: Path) -> File:
    place = position(file["options"], "options", option_id)
    if place is None:
        raise nowhere(path)
    option: File = file["options"][place]
    return option


def _renamed(file: File, renaming: Renaming) -> File:
    """Every section asked what becomes of the names it uses."""
    answers = {section.key: section.renamed(file, renaming, section.key) for section in SECTIONS if section.key in file}
    return file | answers


def _rename_option(file: File, edit: Edit) -> File:
    option_id, new = edit.path[1], edit.value
    _option(file, option_id, edit.path)
    if not isinstance(new, str):
        raise BadInput((problem("not_text", path_text((*edit.path, "id")), value=new),))
    if new != option_id and any(option["id"] == new for option in file["options"]):
        raise BadInput((problem("double_id", path_text((*edit.path, "id")), value=new),))
    return _renamed(file, Renaming({option_id: new}))


def _remove_option(file: File, edit: Edit) -> File:
    _option(file, edit.path[1], edit.path)
    return _renamed(file, Renaming({edit.path[1]: None}))


def _change_option_type(file: File, edit: Edit) -> File:
    """The option as one of another type: with every input it is still asked for and, but for a mix, its own lines.

    What was chosen of its risk runs was about another kind of option, and goes.
    """
    option_id = edit.path[1]
    before = _option(file, option_id, edit.path)
    type_, variant = _type_and_variant(edit)
    is_mix = OPTION_TYPES[type_].is_mix
    known = shown_inputs(Option(option_id, type_, variant))
    after: File = {"id": option_id, "type": type_} | ({"variant": variant} if variant else {})
    after |= {"label": before["label"]} if "label" in before else {}
    for part in ("inputs", "reasons"):
        after[part] = {key: value for key, value in before.get(part, {}).items() if key in known}
    if is_mix:
        after["components"] = before.get("components") or first_components(_able_in_a_mix(file, option_id))
    elif "own_lines" in before:
        after["own_lines"] = before["own_lines"]
    risk = {key: overlay for key, overlay in file.get("risk", {}).items() if key != option_id}
    return _data(changed_at(file | {"risk": risk}, edit.path, given(edit.path, after, must_exist=True)))


def _able_in_a_mix(file: File, but: str) -> tuple[str, ...]:
    return able_in_a_mix((Option(option["id"], option["type"]) for option in file["options"]), but)


def _type_and_variant(edit: Edit) -> tuple[str, str]:
    """The type and variant an edit asks for; the first variant where it names none."""
    wanted, where = edit.value, path_text((*edit.path, "type"))
    if not isinstance(wanted, Mapping):
        raise BadInput((problem("not_an_object", edit.where, value=wanted),))
    strange = next((key for key in wanted if key not in {"type", "variant"}), None)
    if strange is not None:
        raise BadInput((problem("unknown_key", f"{edit.where}.{strange}", allowed="type, variant"),))
    type_ = wanted.get("type")
    if not isinstance(type_, str) or type_ not in OPTION_TYPES:
        raise BadInput((problem("not_a_choice", where, value=type_, allowed=", ".join(OPTION_TYPES)),))
    variants = OPTION_TYPES[type_].variants
    variant = wanted.get("variant", next(iter(variants), ""))
    if variant not in (variants or ("",)):
        allowed = ", ".join(variants) or '""'
        raise BadInput((problem("not_a_choice", f"{edit.where}.variant", value=variant, allowed=allowed),))
    return type_, variant


def _set_mix_shares(file: File, edit: Edit) -> File:
    _option(file, edit.path[1], edit.path)
    if not isinstance(edit.value, Mapping):
        raise BadInput((problem("not_an_object", edit.where, value=edit.value),))
    parts = [{"option": option_id, "share": share} for option_id, share in edit.value.items()]
    path = (*edit.path, "components")
    return _data(changed_at(file, path, given(path, parts, must_exist=False)))


_ON_A_PATH: Mapping[str, Callable[[File, Edit], File]] = {
    SET: _set,
    REPLACE: _set,
    ADD: _add,
    REMOVE: _remove,
    MOVE: _move,
}
_HOW: Mapping[str, Callable[[File, Edit], File]] = {
    **_ON_A_PATH,
    RENAME_OPTION: _rename_option,
    REMOVE_OPTION: _remove_option,
    CHANGE_OPTION_TYPE: _change_option_type,
    SET_MIX_SHARES: _set_mix_shares,
}
