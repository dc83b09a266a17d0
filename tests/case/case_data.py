"""Case files with one thing changed, and the problems reading them gives."""

from __future__ import annotations

from typing import Any

import pytest

from model.case import read_case
from model.problems import BadInput, Problem

Json = dict[str, Any]


def case_with(**changes: Any) -> Json:
    """A valid case file with one option, some of its fields changed."""
    data: Json = {
        "schema_version": 1,
        "name": "Voorbeeld",
        "municipality": "GM1783",
        "beds": 200,
        "start_date": "2027-01-01",
        "price_level_date": "2026-01-01",
        "options": [{"id": "a", "type": "short_stay"}],
    }
    return {**data, **changes}


def without(key: str) -> Json:
    return {name: value for name, value in case_with().items() if name != key}


def option_with(**changes: Any) -> Json:
    return case_with(options=[{"id": "a", "type": "short_stay", **changes}])


def inputs(**given: Any) -> Json:
    return option_with(inputs=given)


def own_line(**changes: Any) -> Json:
    return option_with(own_lines=[{"label": "Huur", "kind": "revenue", "amount": 100, **changes}])


def mix_of(*components: Any, **changes: Any) -> Json:
    """Options a and b, and a mix m of them."""
    mix = {"id": "m", "type": "mix", "components": list(components), **changes}
    return case_with(options=[{"id": "a", "type": "short_stay"}, {"id": "b", "type": "mid_stay"}, mix])


def half(option: str) -> Json:
    return {"option": option, "share": 0.5}


def problems_of(data: object) -> tuple[Problem, ...]:
    with pytest.raises(BadInput) as caught:
        read_case(data)
    return caught.value.problems
