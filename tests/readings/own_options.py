"""Cases of own lines whose results can be reckoned by hand."""

from __future__ import annotations

from typing import Any

from model.case import read_case
from model.engine.results import CaseResult
from model.engine.run import run_case

OUTLAY = {"label": "Bouw", "kind": "investment", "amount": 1_000_000, "per": "once", "from": 0}


def option(name: str, yearly: float, **more: Any) -> dict[str, Any]:
    """A million at the start, so much a year for five years; without discounting unless given."""
    income = {"label": "Huur", "kind": "revenue", "amount": yearly, "per": "year", "from": 1, "to": 5}
    inputs = {"discount_rate": 0, "inflation": 0.02, "term_years": 5, **more.pop("inputs", {})}
    return {"id": name, "type": "own", "label": name, "inputs": inputs, "own_lines": [OUTLAY, income], **more}


def outcome(*options: dict[str, Any]) -> CaseResult:
    """A case of ten beds."""
    return run_case(
        read_case(
            {
                "schema_version": 1,
                "municipality": "GM1783",
                "beds": 10,
                "start_date": "2027-01-01",
                "options": list(options),
            }
        )
    )
