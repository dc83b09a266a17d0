"""Recalculate random workbooks in LibreOffice, compare them with the engine, and record it for `python -m model check`.

Run as `python -m tests.support.record_parity` after formulas changed; the record names the formulas it holds for.
"""

from __future__ import annotations

import json
import tempfile
from datetime import date
from pathlib import Path

from model.checks.parity import PARITY_RECORD
from model.engine.run import run_case
from model.export.workbook.fingerprint import formula_fingerprint
from model.export.workbook.layout import place_models
from tests.support.parity import differences, write
from tests.support.random_cases import SEEDS, WIDE_SEEDS, random_case, wide_case
from tests.support.recalculate import Office


def main() -> None:
    """Compare every seeded case and write the record."""
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder, Office() as office:
        cases = [*map(random_case, SEEDS), *map(wide_case, WIDE_SEEDS)]
        for case in cases:
            result = run_case(case)
            recalculated = office.recalculate(write(result, Path(folder)))
            wrong += differences(result, place_models(result), recalculated)
    record = {
        "fingerprint": formula_fingerprint(),
        "date": date.today().isoformat(),
        "workbooks": len(cases),
        "passed": not wrong,
    }
    PARITY_RECORD.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    print(record)


if __name__ == "__main__":
    main()
