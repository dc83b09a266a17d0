"""What is done with the rows of a batch: a chunk of them calculated, each with the mark of its calculation."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass, replace
from typing import Any

from market_data import MarketData, load
from model.analyses.batch.rows import CASE_COLUMNS, EXTRA, FILE, LINE, Row, case_data
from model.analyses.risk import setup_for, spread_of_npv
from model.case import read_case
from model.engine.run import run_case
from model.lines.metrics import METRIC_KEYS
from model.problems import BadInput, problem
from model.version import MODEL_VERSION
from model.words.texts import text

RISK_COLUMNS = ("npv_p10", "npv_p50", "npv_p90", "chance_below_zero", "capital")
Found = dict[str, Any]
"""The result of a row, by column."""
Chunk = tuple[tuple[int, Row], ...]
"""Rows with their numbers."""


@dataclass(frozen=True)
class Job:
    """What to do with every row: how many draws (0: none), the seed, and the language of messages.

    `lines` are lines that are one number, wanted beside the metrics.
    """

    draws: int = 0
    seed: int = 1
    language: str = "nl"
    lines: tuple[str, ...] = ()


def columns(job: Job) -> tuple[str, ...]:
    """The columns of the output."""
    risk = RISK_COLUMNS if job.draws else ()
    return ("row", "fingerprint", *CASE_COLUMNS, *METRIC_KEYS, *job.lines, *risk, "problem")


_market: MarketData | None = None


def _market_data() -> MarketData:
    """The market data, loaded once per process."""
    global _market
    if _market is None:
        _market = load()
    return _market


@dataclass(frozen=True)
class RunChunk:
    """The work on one chunk of rows: a plain object, so that it can be sent to another process."""

    job: Job

    def __call__(self, chunk: Chunk) -> list[Found]:
        """A result per row, in order; a refused row says why in `problem`, the others are calculated all the same."""
        return [self._row(number, row) for number, row in chunk]

    def _row(self, number: int, row: Row) -> Found:
        identity: Found = {"row": number, "fingerprint": fingerprint(row, self.job)}
        identity |= {key: row.get(key) or "" for key in CASE_COLUMNS}
        try:
            return identity | self._calculated(row) | {"problem": ""}
        except BadInput as error:
            return identity | {"problem": " ".join(error.texts(self.job.language))}
        except Exception as error:  # one row must not stop a night's work; it says itself what happened
            reason = text("our_fault", self.job.language, error=f"{type(error).__name__}: {error}")
            return identity | {"problem": reason}

    def _calculated(self, row: Row) -> Found:
        if row.get(EXTRA) is not None:
            raise BadInput((problem("extra_cells", "csv", value=str(row[EXTRA])),))
        result = run_case(read_case(case_data(row), _market_data()), _market_data())
        values: Found = dict(result.options["o"].metrics)
        scalars = result.options["o"].computed.scalars
        values |= {key: None if math.isnan(scalars[key]) else scalars[key] for key in self.job.lines}
        if self.job.draws:
            setup = replace(setup_for(result, "o"), draws=self.job.draws, seed=self.job.seed)
            npv, capital = spread_of_npv(result, "o", setup)
            values |= dict(zip(RISK_COLUMNS, (npv.p10, npv.p50, npv.p90, npv.below_zero, capital), strict=True))
        return values


def fingerprint(row: Row, job: Job) -> str:
    """A short mark of everything a row's numbers depend on: its cells, the draws and seed, the model and the data.

    A run is only continued by rows with the same mark, so that no file mixes two calculations.
    """
    cells = sorted((key, str(cell)) for key, cell in row.items() if cell and key not in {FILE, LINE})
    content = [cells, job.draws, job.seed, MODEL_VERSION, _market_data().version]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:12]
