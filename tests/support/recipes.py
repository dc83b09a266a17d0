"""What tests of the README's recipes need: to change a copy of the product as a newcomer would, and to run it."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any


def digests(folder: Path) -> dict[Path, str]:
    """Every file the product consists of, and what it holds."""
    made = {"case.json", "out.xlsx", "show.py", "checked.txt"}
    return {
        path: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in made and "__pycache__" not in path.parts
    }


@contextmanager
def at_most(files: int, folder: Path) -> Iterator[None]:
    """What a recipe asks of a newcomer: no more than so many files to write or change."""
    before = digests(folder)
    yield
    after = digests(folder)
    touched = sorted(str(path.relative_to(folder)) for path in after if after[path] != before.get(path))
    assert touched and len(touched) <= files, touched


def put(path: Path, old: str, new: str) -> None:
    """Change the one place in a file that says this."""
    code = path.read_text(encoding="utf-8")
    assert code.count(old) == 1, (path, old)
    path.write_text(code.replace(old, new), encoding="utf-8")


def add_row(path: Path, **cells: str) -> None:
    """A row at the end of a table; columns left out are empty."""
    with path.open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, columns, restval="", lineterminator="\n").writerow(cells)


def python(copy: Path, *arguments: str) -> str:
    """What Python prints in a copy, where all goes well."""
    done = _run(copy, arguments)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def refused(copy: Path, *arguments: str) -> str:
    """What Python says in a copy, where something is wrong with what was asked."""
    done = _run(copy, arguments)
    assert done.returncode != 0 and "Traceback" not in done.stderr, (done.stdout, done.stderr[-2000:])
    return done.stderr


def _run(copy: Path, arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def case_file(copy: Path, **option: Any) -> str:
    path = copy / "case.json"
    case = {
        "schema_version": 1,
        "municipality": "GM1783",
        "beds": 40,
        "start_date": "2027-01-01",
        "price_level_date": "2026-01-01",
        "options": [{"id": "a", **option}, {"id": "b", **option}],
    }
    path.write_text(json.dumps(case), encoding="utf-8")
    return str(path)
