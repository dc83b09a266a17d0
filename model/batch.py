"""Many cases at once: every row of a CSV is a municipality, an option and its inputs; results stream out, and can be resumed.

A row holds `municipality`, `type`, optionally `variant`, `scenario` (a free name), `beds`, `start_date`, `law`, and a column per
input. The loop over chunks of rows sits behind one seam, `Runner`: local processes here, or Dask on several machines. A chunk
that is run twice (a lost worker) gives the same rows, and rows are written by their number: nothing counts twice.
"""

from __future__ import annotations

import csv
import errno
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from market_data import MarketData, load
from model.case import allowed_inputs, parse_json, read_case
from model.evaluation import run_case
from model.evidence import evidence
from model.example import EXAMPLE_BEDS
from model.lines.metrics import METRIC_KEYS
from model.options import OPTION_TYPES
from model.problems import BadInput, cause_of, problem
from model.risk import default_setup, run_risk

ROWS_PER_CHUNK = 16
CASE_COLUMNS = ("municipality", "type", "variant", "scenario", "beds", "start_date", "law")
RISK_COLUMNS = ("npv_p10", "npv_p50", "npv_p90", "chance_below_zero", "capital")
Row = Mapping[str, str]
Found = dict[str, Any]
Chunk = tuple[int, tuple[Row, ...]]


@dataclass(frozen=True)
class Job:
    """What to do with every row: how many draws (0: none), the seed, and the language of messages."""

    draws: int = 0
    seed: int = 1
    language: str = "nl"


class Runner(Protocol):
    """Runs a function on every item, in any order, and gives the results as they come."""

    def __call__(self, function: Callable[[Chunk], list[Found]], items: Iterable[Chunk]) -> Iterator[list[Found]]:
        """The results of all items."""


def local_processes(workers: int | None = None) -> Runner:
    """All cores of this machine; one worker runs in this process."""
    count = workers or os.cpu_count() or 1

    def run(function: Callable[[Chunk], list[Found]], items: Iterable[Chunk]) -> Iterator[list[Found]]:
        if count == 1:
            yield from map(function, items)
            return
        with ProcessPoolExecutor(count) as pool:
            pending = [pool.submit(function, item) for item in items]
            for future in as_completed(pending):
                yield future.result()

    return run


def dask_cluster(address: str) -> Runner:
    """Workers of a Dask cluster (an optional extra: install `distributed`). Lost work is run again by Dask itself."""

    def run(function: Callable[[Chunk], list[Found]], items: Iterable[Chunk]) -> Iterator[list[Found]]:
        try:
            from distributed import Client
            from distributed import as_completed as completed

            client = Client(address)
        except ImportError:
            raise BadInput((problem("no_dask", "--dask"),)) from None
        except (OSError, ValueError) as error:  # no such address, or nobody answers there
            raise BadInput((problem("no_cluster", "--dask", value=address, cause=str(error)),)) from None
        with client:
            pending = client.map(function, list(items), pure=True)
            for future in completed(pending):
                yield future.result()

    return run


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
        """A result per row, in order; a refused row says why in `problem`."""
        first, rows = chunk
        return [self._row(first + number, row) for number, row in enumerate(rows)]

    def _row(self, number: int, row: Row) -> Found:
        found: Found = {"row": number, **{key: row.get(key) or "" for key in CASE_COLUMNS}}
        try:
            return found | self._results(row)
        except BadInput as error:
            return found | {"problem": " ".join(error.texts(self.job.language))}

    def _results(self, row: Row) -> Found:
        result = run_case(read_case(case_data(row), _market_data()), _market_data())
        found: Found = {**result.options["o"].metrics, "problem": ""}
        if self.job.draws:
            support = evidence(result, "o")
            setup = default_setup(result, "o", draws=self.job.draws, seed=self.job.seed, found=support)
            risk = run_risk(result, "o", setup, support=support)
            npv = risk.spreads["npv"]
            found |= dict(zip(RISK_COLUMNS, (npv.p10, npv.p50, npv.p90, npv.below_zero, risk.capital), strict=True))
        return found


def case_data(row: Row) -> dict[str, Any]:
    """A row as the data of a case with one option `o`; numbers are read as JSON, blanks take the default.

    An input that its type does not have stays in, so that it is refused by name and not lost unseen.
    """
    kind = row.get("type", "")
    inputs = {key: _value(text) for key, text in row.items() if key not in CASE_COLUMNS and text not in {"", None}}
    option: dict[str, Any] = {"id": "o", "type": kind, "inputs": inputs}
    if row.get("variant"):
        option["variant"] = row["variant"]
    data: dict[str, Any] = {
        "schema_version": 1,
        "name": row.get("scenario", ""),
        "municipality": row.get("municipality", ""),
        "beds": _value(row.get("beds") or str(int(EXAMPLE_BEDS))),
        "start_date": row.get("start_date") or "2027-01-01",
        "price_level_date": "2026-01-01",
        "options": [option],
    }
    if row.get("law"):
        data["law"] = row["law"]
    return data


def _value(text: str) -> Any:
    try:
        return parse_json(text)
    except (ValueError, RecursionError):
        return text


def read_rows(path: Path) -> list[Row]:
    """The rows of a batch file. Raises BadInput when it is missing, not a CSV, or a column or row does not fit."""
    if not path.exists():
        raise BadInput((problem("file_missing", path.name),))
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            numbered = [(reader.line_num, row) for row in reader]
            columns = tuple(reader.fieldnames or ())
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInput((problem("not_csv", path.name, value=str(error)),)) from None
    except OSError as error:
        raise BadInput((problem("cannot_read", path.name, value=cause_of(error)),)) from None
    known = {*CASE_COLUMNS, *(key for kind in OPTION_TYPES for key in allowed_inputs(kind))}
    found = [
        *(
            problem("unknown_key", f"{path.name}: {column}", allowed=", ".join(CASE_COLUMNS))
            for column in columns
            if column not in known
        ),
        *(problem("missing", f"{path.name}: {column}") for column in ("municipality", "type") if column not in columns),
        *(
            problem("double_key", f"{path.name}: {column}")
            for column in dict.fromkeys(columns)
            if columns.count(column) > 1
        ),
        *(
            problem("too_many_cells", f"{path.name}: {line}", value=len(columns) + len(row[None]), highest=len(columns))
            for line, row in numbered
            if None in row
        ),
    ]
    if found:
        raise BadInput(tuple(found))
    return [row for _, row in numbered]


@dataclass(frozen=True)
class Counts:
    """How many rows were calculated, were done before, and were refused."""

    done: int
    skipped: int
    failed: int


def columns(job: Job) -> tuple[str, ...]:
    """The columns of the output."""
    return ("row", *CASE_COLUMNS, *METRIC_KEYS, *(RISK_COLUMNS if job.draws else ()), "problem")


def check_place(out: Path) -> None:
    """Raises BadInput when the result cannot be written there; before hours of work, not after."""
    try:
        if out.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not out.resolve().parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        if not os.access(out if out.exists() else out.resolve().parent, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise BadInput((problem("cannot_write", str(out), value=cause_of(error)),)) from None


def run_batch(
    rows: Sequence[Row],
    out: Path,
    job: Job,
    runner: Runner | None = None,
    progress: Callable[[float], None] | None = None,
) -> Counts:
    """Calculate every row and write it to `out` (.csv, or .parquet at the end) as it comes; rows already there are skipped.

    The working file is a CSV beside a Parquet target; a run that was broken off goes on where it stopped.
    """
    check_place(out)
    working = out.with_suffix(".partial.csv") if out.suffix == ".parquet" else out
    names = columns(job)
    stored: Callable[[object], str] = _harmless if working is out else _plain
    done = _rows_done(working, names, rows, stored)
    todo = [number for number in range(len(rows)) if number not in done]
    chunks: list[Chunk] = []
    for numbers in _runs(todo):
        for start in range(0, len(numbers), ROWS_PER_CHUNK):
            part = numbers[start : start + ROWS_PER_CHUNK]
            chunks.append((part[0], tuple(rows[number] for number in part)))
    failed = written = 0
    with working.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        if not done and file.tell() == 0:
            writer.writeheader()
        for results in (runner or local_processes())(RunChunk(job), chunks):
            for found in results:
                if found["row"] in done:
                    continue
                done.add(found["row"])
                writer.writerow({name: stored(found.get(name)) for name in names})
                failed += bool(found["problem"])
                written += 1
            file.flush()
            if progress is not None:
                progress(len(done) / len(rows))
    if working is not out:
        _to_parquet(working, out)
    return Counts(written, len(rows) - len(todo), failed)


def _plain(value: object) -> str:
    """A cell; blank for what does not exist."""
    return "" if value is None else str(value)


def _harmless(value: object) -> str:
    """A cell of a CSV, which people open in a spreadsheet: a text that would be read as a formula there is marked as text."""
    text = _plain(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _runs(numbers: Sequence[int]) -> Iterator[list[int]]:
    """Consecutive stretches of row numbers."""
    stretch: list[int] = []
    for number in numbers:
        if stretch and number != stretch[-1] + 1:
            yield stretch
            stretch = []
        stretch.append(number)
    if stretch:
        yield stretch


def _rows_done(path: Path, names: Sequence[str], rows: Sequence[Row], stored: Callable[[object], str]) -> set[int]:
    """The rows a broken-off run already wrote; a half-written last line is cut off.

    Raises BadInput for a file of another calculation: other columns, or rows about another municipality, option or scenario.
    """
    if not path.is_file() or path.stat().st_size == 0:
        return set()
    content = path.read_bytes()
    complete = content[: content.rfind(b"\n") + 1]
    if len(complete) < len(content):
        path.write_bytes(complete)
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != tuple(names):
            raise BadInput((problem("other_batch", path.name),))
        done: set[int] = set()
        for written in reader:
            number = int(written["row"]) if written["row"].isdigit() else len(rows)
            if number >= len(rows) or any(written[key] != stored(rows[number].get(key) or "") for key in CASE_COLUMNS):
                raise BadInput((problem("other_batch", path.name),))
            done.add(number)
        return done


def _to_parquet(working: Path, out: Path) -> None:
    """The working file as Parquet, in row order."""
    import pandas as pd

    table = pd.read_csv(working, dtype=dict.fromkeys((*CASE_COLUMNS, "problem"), str)).sort_values("row")
    table.to_parquet(out, index=False)
    working.unlink()
