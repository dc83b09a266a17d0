"""The JSON Schema of a case file: the contract for other programs, made from what the reader itself goes by.

What a schema cannot say the reader still refuses: shares that do not add up, an option in a mix that is not there, an
edit that does not fit the case.
"""

from __future__ import annotations

from typing import Any

from model.case.data import LAWS, PERIODS_PER_YEAR, SCHEMA_VERSION
from model.case.schema_parts import DATE, TEXT, group, number, one_of
from model.case.sections import SECTIONS
from model.lines.flows import DISCOUNTING
from model.parameters.table import parameters

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def case_schema() -> dict[str, Any]:
    """The schema of a case file, with every section."""
    known = parameters()
    beds, horizon = known["beds"], known["horizon_years"]
    fields: dict[str, Any] = {
        "schema_version": number(1, SCHEMA_VERSION, whole=True),
        "name": TEXT,
        "municipality": TEXT,
        "beds": number(beds.lowest, beds.highest, whole=True),
        "start_date": DATE,
        "price_level_date": DATE,
        "horizon_years": number(horizon.lowest, horizon.highest, whole=True),
        "periods_per_year": one_of(PERIODS_PER_YEAR),
        "discounting": one_of(DISCOUNTING),
        "law": one_of(LAWS),
    }
    shared: dict[str, Any] = {}
    for section in SECTIONS:
        part = dict(section.schema())
        shared |= part.pop("$defs", {})
        fields[section.key] = part
    required = ("schema_version", "municipality", "beds", "start_date", "options")
    return {"$schema": DIALECT, "title": "Case", **group(fields, required), "$defs": shared}
