"""The record of when workbooks were last recalculated and compared with the engine."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from model.checks.check import FAILED, PASSED, UNKNOWN, Check
from model.export.workbook.fingerprint import formula_fingerprint
from model.words.messages import message

PARITY_RECORD = Path(__file__).parent / "parity_record.json"


def parity() -> Check:
    """The last time workbooks were compared with the engine, and whether the formulas are still those."""
    if not PARITY_RECORD.is_file():
        return Check("parity", "LibreOffice", UNKNOWN, reason=message("quality_no_record"))
    record = json.loads(PARITY_RECORD.read_text(encoding="utf-8"))
    same = record["fingerprint"] == formula_fingerprint()
    compared = message("quality_compared", day=date.fromisoformat(record["date"]), count=record["workbooks"])
    if not same:
        return Check("parity", "LibreOffice", UNKNOWN, reason=compared)
    return Check("parity", "LibreOffice", PASSED if record["passed"] else FAILED, reason=compared)
