"""The quick tests once more with every default moved: no expected value may rest on a default.

`python -m tests.support.moved_defaults ARGUMENTS` copies the checkout, moves the defaults in the copy and runs pytest
there with these arguments. A test that states what the defaults are has the mark `defaults` and is left out by them.

Numbers go up by 3%, whole numbers by 1, or down where that would leave their range; a zero goes to 3% of the high end
of its range. What is no estimate stays: choices and dates, what the law sets, and a zero without a range ("none unless
given"), which the case file promises.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from model.parameters.table import Parameter, parameters

ROOT = Path(__file__).parents[2]
DEFAULTS = Path("model") / "parameters" / "defaults.csv"
STEP = 0.03
LEFT_BEHIND = (".git", ".venv", "__pycache__", ".mypy_cache", ".ruff_cache", ".hypothesis", "build")


def moved(typical: float, high: float | None, parameter: Parameter) -> float:
    """A default somewhere else in its range, whose upper end is `high`, None without a range.

    >>> moved(100.0, 200.0, parameters()["management_cost"])
    103.0
    >>> moved(0.95, 0.95, parameters()["occupancy"])
    0.9215
    >>> moved(9.0, 12.0, parameters()["construction_months"])
    10.0
    >>> moved(0.0, 0.5, parameters()["employer_share"])
    0.015
    """
    if typical == 0:
        return 0.0 if not high else max(1.0, round(STEP * high)) if parameter.kind == "integer" else STEP * high
    top = parameter.highest if high is None else high
    up = typical + 1 if parameter.kind == "integer" else typical * (1 + STEP)
    down = typical - 1 if parameter.kind == "integer" else typical * (1 - STEP)
    return round(up if top is None or up <= top else down, 10)


def moved_row(row: dict[str, str]) -> dict[str, str]:
    """A row of the table with its typical value moved, where it is a number; what lines share is none."""
    parameter = parameters().get(row["key"])
    if parameter is None or not row["typical"] or parameter.kind in {"choice", "date"}:
        return row
    high = float(row["high"]) if row["high"] else None
    return {**row, "typical": f"{moved(float(row['typical']), high, parameter)!r}"}


def move_defaults(checkout: Path) -> None:
    """Move the defaults of a checkout."""
    with (checkout / DEFAULTS).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with (checkout / DEFAULTS).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(moved_row(row) for row in rows)


def main(arguments: list[str]) -> int:
    """Run pytest in a copy with moved defaults; its exit status."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "checkout"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*LEFT_BEHIND))
        move_defaults(copy)
        for command in (["init", "--quiet"], ["add", "--all"]):  # tests ask version control which files there are
            subprocess.run(["git", *command], cwd=copy, check=True)
        environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
        pytest = [sys.executable, "-m", "pytest", *arguments]
        return subprocess.run(pytest, cwd=copy, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
