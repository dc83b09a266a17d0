"""Edits made from what somebody wants: a copy of an option, a value of a named input, the difference of two values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from model.case.data import Case, Option, allowed_inputs
from model.case.edit import Edit, Path, add, remove, set_value
from model.case.risk import write_overlay
from model.case.write_options import write_option
from model.options import OPTION_TYPES

FIRST_COMPONENTS = 2
"""How many options a mix starts with."""
_OWN_AMOUNT = re.compile(r"own\.([1-9][0-9]*)\.amount")


def able_in_a_mix(options: Iterable[Option], but: str = "") -> tuple[str, ...]:
    """The options that can be a component of a mix, by id."""
    return tuple(option.id for option in options if option.id != but and not OPTION_TYPES[option.type].is_mix)


def first_components(able: Sequence[str]) -> list[dict[str, Any]]:
    """Equal shares, as data, of the first options that can be in a mix."""
    first = able[:FIRST_COMPONENTS]
    return [{"option": option_id, "share": 1 / len(first)} for option_id in first]


def new_option(case: Case, new_id: str, type_: str) -> Edit:
    """One more option, of the first variant of its type; a mix has equal shares of the first two that can be in it."""
    data: dict[str, Any] = {"id": new_id, "type": type_}
    if OPTION_TYPES[type_].is_mix:
        data["components"] = first_components(able_in_a_mix(case.options))
    return add(("options",), data)


def input_path(option_id: str, name: str) -> Path:
    """Where an input of an option stands in the case: by its key, or `own.N.amount` for the amount of an own line."""
    match = _OWN_AMOUNT.fullmatch(name)
    if match is not None:
        return ("options", option_id, "own_lines", match[1], "amount")
    return ("options", option_id, "inputs", name)


def set_in_all(case: Case, key: str, value: float) -> tuple[Edit, ...]:
    """The same value of an input in every option that has it."""
    return tuple(set_value(input_path(option.id, key), value) for option in case.options if _has(option, key))


def remove_from_all(case: Case, key: str) -> tuple[Edit, ...]:
    """An input at its own default again in every option in which it was entered."""
    return tuple(remove(input_path(option.id, key)) for option in case.options if key in option.inputs)


def _has(option: Option, key: str) -> bool:
    return not OPTION_TYPES[option.type].is_mix and key in allowed_inputs(option.type)


def copy_option(case: Case, option_id: str, new_id: str, label: str) -> tuple[Edit, ...]:
    """A copy of an option behind it, with what was chosen of its risk runs."""
    original = case.option(option_id)
    copied = add(("options",), {**write_option(original), "id": new_id, "label": label}, after=option_id)
    risk = write_overlay(original.risk)
    return (copied, set_value(("risk", new_id), risk)) if risk else (copied,)


def smallest_edit(path: Path, before: Any, after: Any) -> Edit | None:  # noqa: ANN401  JSON data
    """The edit that makes one value of another: of a group in which one field differs, that field; None when alike.

    >>> smallest_edit(("risk", "a"), {"draws": 100, "seed": 1}, {"draws": 200, "seed": 1})
    Edit(kind='set', path=('risk', 'a', 'draws'), value=200, after=None)
    """
    if before == after:
        return None
    if not isinstance(before, Mapping) or not isinstance(after, Mapping) or not after:
        return remove(path) if after == {} else set_value(path, after)
    others = [
        key for key in {**before, **after} if before.get(key) != after.get(key) or (key in before) != (key in after)
    ]
    if len(others) > 1:
        return set_value(path, after)
    (key,) = others
    here = (*path, key)
    if key not in after:
        return remove(here)
    return smallest_edit(here, before[key], after[key]) if key in before else set_value(here, after[key])
