"""The file in which the atlas is kept: in a folder of the machine, under the version of model and market data."""

from __future__ import annotations

import csv
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from market_data import MarketData
from model.analyses.atlas.figures import JOB, LINES, Atlas, atlas_rows, measures_of, the_example, with_own_taxes
from model.analyses.batch import Counts, Runner, run_batch
from model.lines.metrics import METRIC_KEYS
from model.problems import BadInput, cause_of, problem
from model.store.opening import folder
from model.version import content_version

FOLDER = "atlas"
"""The folder of its own, in the one where cases are kept."""


def kept_at(market: MarketData) -> Path:
    """Where the atlas of this model and these data is kept, or would be."""
    mark = f"{content_version()}-{market.version}".replace("+", "-")
    return folder() / FOLDER / f"{mark}.csv"


def make_atlas(
    path: Path, market: MarketData, runner: Runner | None = None, progress: Callable[[float], None] | None = None
) -> Counts:
    """Work out the atlas and keep it; what was kept of another model or other data goes.

    One that is complete costs nothing, one that was broken off goes on where it stopped. Raises
    BadInput where it cannot be written, or another process is at it.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput((problem("cannot_write", str(path), value=cause_of(error)),)) from None
    counts = run_batch(atlas_rows(market), path, JOB, runner, progress)
    for other in path.parent.glob("*.csv"):
        if other != path:
            with suppress(OSError):
                other.unlink()
    return counts


def share_done(path: Path, market: MarketData) -> float:
    """How much of the atlas is in its file: 0 where there is none, 1 where it is complete."""
    try:
        with path.open("rb") as file:
            lines = sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
    except OSError:
        return 0.0
    return min(1.0, max(0, lines - 1) / len(atlas_rows(market)))


def read_atlas(path: Path, market: MarketData) -> Atlas | None:
    """The atlas in a file; None where there is none yet, or not all of it."""
    rows = atlas_rows(market)
    example = the_example(market)
    own = with_own_taxes(market)
    values = {}
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for found in csv.DictReader(file):
                number = int(found["row"])
                code = rows[number]["municipality"]
                option = example.options[number % len(example.options)].id
                cells = {key: _number(found[key]) for key in (*METRIC_KEYS, *LINES, "beds")}
                values[code, option] = measures_of(cells, taxes_are_own=code in own)
    except (OSError, ValueError, KeyError, IndexError, TypeError):
        return None
    return Atlas(example, values, own) if len(values) == len(rows) else None


def _number(cell: str) -> float | None:
    return float(cell) if cell else None
