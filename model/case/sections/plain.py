"""The sections that stand in a case's own fields: frames, options and what was chosen of risk runs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from model.case.data import Case
from model.case.fields import MISSING, FieldReader
from model.case.frame_kinds import FRAMES
from model.case.options import OptionReader
from model.case.risk import RiskReader, write_overlay
from model.case.schema_parts import frames_schema, options_schema, risk_schema
from model.case.sections.section import File, Json, Reading, Renaming, Section
from model.case.write_options import write_option
from model.options import OPTION_TYPES


def read_frames(given: object, reader: FieldReader) -> dict[str, float | str]:
    """Limits the council set, by frame key."""
    if not isinstance(given, dict):
        reader.refuse("not_an_object", "frames", value=given)
        return {}
    read: dict[str, float | str] = {}
    for key, value in given.items():
        kind = FRAMES.get(key)
        path = f"frames.{key}"
        before = len(reader.problems)
        checked: float | str = 0.0
        if kind is None:
            reader.refuse("unknown_key", path, allowed=", ".join(FRAMES))
        elif kind.is_date:
            checked = reader.day({path: value}, path, "").isoformat()
        else:
            checked = reader.check_number(value, path, kind.lowest, kind.highest)
        if len(reader.problems) == before:
            read[key] = checked
    return read


def _frames(data: Json, case: Case, reading: Reading) -> Case:
    given = {} if data is MISSING else data
    return replace(case, frames=read_frames(given, FieldReader(reading.problems)))


def _options(data: Json, case: Case, reading: Reading) -> Case:
    return replace(case, options=OptionReader(reading.problems).options(data))


def _risk(data: Json, case: Case, reading: Reading) -> Case:
    given = {} if data is MISSING else data
    return replace(case, options=RiskReader(reading.problems).overlays(given, case.options))


def _write_risk(case: Case) -> Json:
    return {option.id: write_overlay(option.risk) for option in case.options if not option.risk.is_standard}


def _options_renamed(file: File, renaming: Renaming, key: str) -> Json:
    """The options that stay, under their new ids, also where a mix names them.

    A component that goes stays named: the reader then says that a mix still needs it.
    """
    return [
        _option_renamed(option, renaming, new)
        for option in file[key]
        if (new := renaming.option(option["id"])) is not None
    ]


def _option_renamed(option: Mapping[str, Any], renaming: Renaming, new: str) -> Json:
    parts = [
        {**part, "option": renaming.option(part["option"]) or part["option"]} for part in option.get("components", ())
    ]
    return {**option, "id": new, **({"components": parts} if parts else {})}


def _risk_renamed(file: File, renaming: Renaming, key: str) -> Json:
    """What was chosen for the options that stay, and of that what is about inputs that stay."""
    mixes = {option["id"] for option in file["options"] if OPTION_TYPES[option["type"]].is_mix}
    return {
        new: overlay_renamed(overlay, renaming, option_id, option_id in mixes)
        for option_id, overlay in file[key].items()
        if (new := renaming.option(option_id)) is not None
    }


_OWN_AMOUNT = re.compile(r"own\.([1-9][0-9]*)\.amount")


def input_renamed(name: str, renaming: Renaming, option_id: str, is_mix: bool) -> str | None:
    """The name an input has from now on in the risk choices of an option; None where it goes.

    An own line's amount is `own.N.amount`, and in a mix any input may have its component in front.
    """
    owner, key, prefix = option_id, name, ""
    if is_mix and "." in name:
        owner, _, key = name.partition(".")
        new = renaming.option(owner)
        if new is None:
            return None
        prefix = f"{new}."
    match = _OWN_AMOUNT.fullmatch(key)
    if match is not None:
        number = renaming.own_line(owner, int(match[1]))
        return None if number is None else f"{prefix}own.{number}.amount"
    return prefix + key


def overlay_renamed(overlay: Mapping[str, Any], renaming: Renaming, option_id: str, is_mix: bool) -> dict[str, Any]:
    """The choices for one option under the new names of inputs; those about an input that goes, go with it.

    An event goes when none of its effects is left, unless it changes the law or had none.
    """

    def renamed(name: str) -> str | None:
        return input_renamed(name, renaming, option_id, is_mix)

    data = dict(overlay)
    if "distributions" in data:
        data["distributions"] = {
            new: given for name, given in data["distributions"].items() if (new := renamed(name)) is not None
        }
    if "correlations" in data:
        pairs = ((renamed(first), renamed(second), value) for first, second, value in data["correlations"])
        data["correlations"] = [[*pair] for pair in pairs if pair[0] is not None and pair[1] is not None]
    if "events" in data:
        data["events"] = [
            after
            for before in data["events"]
            if (after := _event_renamed(before, renamed)).get("effects") or after.get("law") or not before["effects"]
        ]
    return data


def _event_renamed(event: Mapping[str, Any], renamed: Callable[[str], str | None]) -> dict[str, Any]:
    if "effects" not in event:
        return dict(event)
    effects = [{**effect, "input": new} for effect in event["effects"] if (new := renamed(effect["input"])) is not None]
    return {**event, "effects": effects}


FRAMES_SECTION = Section(
    key="frames",
    moves_money=True,  # no amount follows from a frame, but whether a result keeps to it does
    default={},
    read=_frames,
    write=lambda case: dict(case.frames),
    schema=frames_schema,
)
OPTIONS_SECTION = Section(
    key="options",
    moves_money=True,
    default=None,  # a case without options is none
    read=_options,
    write=lambda case: [write_option(option) for option in case.options],
    schema=options_schema,
    renamed=_options_renamed,
)
RISK_SECTION = Section(
    key="risk",
    moves_money=True,
    default={},
    read=_risk,
    write=_write_risk,
    schema=risk_schema,
    renamed=_risk_renamed,
)
