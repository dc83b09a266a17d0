"""How the points of a room or a home came about, in words."""

from __future__ import annotations

from collections.abc import Mapping

from model.engine.results import CaseResult
from model.law.rent import RentLimit, rent_limit
from model.parameters.points import ROOM, Rubric, facilities, rules
from model.readings.names import listed
from model.words.messages import Message, message


def counted(result: CaseResult, option_id: str) -> Mapping[str, RentLimit]:
    """The points we counted for an option whose rent the law limits, or for each such component of a mix.

    Nothing where the user gave the points.
    """
    return {
        part.resolved.option.id: limit
        for part in result.options[option_id].parts
        if part.resolved is not None and (limit := rent_limit(result, part)) is not None and limit.counted
    }


def rubric_name(rubric: Rubric) -> Message:
    """What a rubric of the points system is called."""
    return message(f"points_{rubric.rubric}")


def assumed_reading(kind: str) -> Message:
    """What our own count supposes of a room or a home."""
    held = [row for row in facilities() if row.kind in (kind, "both")]
    code = "points_assumed_room" if kind == ROOM else "points_assumed_home"
    return message(code, share=rules()["room_share"] * 100, held=listed(held))
