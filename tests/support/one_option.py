"""A case of one option with inputs of its own: what most tests of a formula are about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def one_option(
    inputs: Mapping[str, Any], kind: str = "short_stay", variant: str = "", **changes: Any
) -> dict[str, Any]:
    """The data of a case of one option, `o`, of 100 beds that starts on 1 January 2027; `changes` are of the case."""
    option = {"id": "o", "type": kind, "inputs": dict(inputs), **({"variant": variant} if variant else {})}
    return {
        "schema_version": 1,
        "municipality": "GM1783",
        "beds": 100,
        "start_date": "2027-01-01",
        "price_level_date": "2027-01-01",
        "options": [option],
        **changes,
    }
