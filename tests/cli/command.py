"""The command line as other programs meet it: what it prints, where, and with which exit status.

0: done. 2: the user's input cannot be used. 1: our fault. Never a traceback.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

Json = dict[str, Any]
ROOT = Path(__file__).resolve().parents[2]


class Ran(NamedTuple):
    """How a command ended."""

    status: int
    out: str
    err: str


def model(*arguments: str | Path, **environment: str) -> Ran:
    """Run `python -m model` as a user does, from the folder of the application."""
    done = subprocess.run(
        [sys.executable, "-m", "model", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert "Traceback" not in done.stderr + done.stdout
    return Ran(done.returncode, done.stdout, done.stderr)


Call = Callable[..., Ran]


def strict_json(text: str) -> Any:
    """JSON as the standard has it: without NaN and Infinity, which Python would read."""

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is not JSON")

    return json.loads(text, parse_constant=refuse)


CASE: Json = {
    "schema_version": 1,
    "name": "Elke soort één keer",
    "municipality": "GM1783",
    "beds": 100,
    "start_date": "2027-01-01",
    "price_level_date": "2026-01-01",
    "horizon_years": 1,
    "options": [
        {"id": "a", "type": "short_stay", "inputs": {"term_years": 3}},
        {"id": "b", "type": "mid_stay"},
        {"id": "c", "type": "conversion", "variant": "hotel"},
        {"id": "d", "type": "new_build"},
        {
            "id": "o",
            "type": "own",
            "inputs": {"discount_rate": 0.1},
            "own_lines": [
                {"label": "Bouw", "kind": "investment", "amount": 1000},
                {"label": "Huur", "kind": "revenue", "amount": 1100},
            ],
        },
        {
            "id": "m",
            "type": "mix",
            "components": [{"option": "b", "share": 0.5}, {"option": "d", "share": 0.5}],
        },
    ],
}
"""Every option type; option o pays 1,000 at the start of 2027 and earns 1,100 at its end, at 10%: worth exactly 0."""
