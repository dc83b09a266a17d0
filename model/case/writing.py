"""Writing a case as JSON data."""

from __future__ import annotations

import json
from typing import Any

from model.case.data import IN_FORCE, SCHEMA_VERSION, Case
from model.case.sections import SECTIONS
from model.case.write_options import json_number


def write_case(case: Case) -> dict[str, Any]:
    """The case as JSON data; `read_case` gives the same case back. What is at its default is not written."""
    data = {
        "schema_version": SCHEMA_VERSION,
        "name": case.name,
        "municipality": case.municipality,
        "beds": json_number(case.beds),
        "start_date": case.start_date.isoformat(),
        "price_level_date": case.price_level_date.isoformat(),
        "horizon_years": json_number(case.horizon_years),
        "periods_per_year": case.periods_per_year,
        "discounting": case.discounting,
        **({"law": case.law} if case.law != IN_FORCE else {}),
    }
    written = ((section, section.write(case)) for section in SECTIONS)
    return data | {section.key: part for section, part in written if part != section.default}


def case_text(case: Case) -> str:
    """The case as the text of a case file, laid out to be read."""
    return json.dumps(write_case(case), indent=1, ensure_ascii=False)
