"""Whether two states of the code give the same: `python -m tests.support.same_results FOLDER` in each, and compare.

Twenty random cases are written to the folder when it has none, so that both states get the same files. Printed are, per
case, the fingerprint of `run --json` and of the sheets of the workbook without its analyses and its dates of making.
"""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

from model.case import parse_case, write_case
from model.engine.run import run_case
from model.export.workbook.workbook import export_case
from tests.support.random_cases import random_case

COUNT = 20


def main(folder: Path) -> None:
    """Write the cases if need be, and print a line for each."""
    folder.mkdir(parents=True, exist_ok=True)
    for seed in range(COUNT):
        path = folder / f"case_{seed:02d}.json"
        if not path.exists():
            path.write_text(json.dumps(write_case(random_case(seed))), encoding="utf-8")
        command = [sys.executable, "-m", "model", "run", str(path), "--json"]
        answer = subprocess.run(command, capture_output=True, check=True).stdout
        print(path.name, fingerprint(answer), fingerprint(sheets_of(path)), flush=True)


def sheets_of(path: Path) -> bytes:
    """Every sheet, name, format and text of the workbook of a case."""
    book = export_case(run_case(parse_case(path.read_bytes(), path.name)))
    with zipfile.ZipFile(io.BytesIO(book)) as file:
        return b"".join(file.read(name) for name in sorted(file.namelist()) if name.startswith("xl/"))


def fingerprint(content: bytes) -> str:
    """Sixteen digits that differ when the content does."""
    return hashlib.sha256(content).hexdigest()[:16]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
