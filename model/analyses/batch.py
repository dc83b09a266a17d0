"""Many cases at once: every row of a CSV is a municipality, an option and its inputs;
results stream out, and can be resumed.

A row holds `municipality`, `type`, optionally `variant`, `scenario` (a free name), `beds`, `start_date`, `law`, and a
column per input. The loop over chunks of rows sits behind one seam, `Runner`: local processes here, or Dask on several
machines. A chunk that is run twice (a lost worker) gives the same rows, and rows are written by their number: nothing
counts twice. Rows are read, sent out and written as they come; only a few chunks per worker are under way at a time.
"""

from __future__ import annotations

import csv
import errno
import hashlib
import io
import json
import multiprocessing
import os
import re
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from market_data import MarketData, load
from model.analyses.one_writer import Taken, only_writer
from model.analyses.risk import setup_for, spread_of_npv
from model.case import allowed_inputs, parse_json, read_case
from model.case.example import EXAMPLE_BEDS
from model.engine.run import run_case
from model.lines.metrics import METRIC_KEYS
from model.options import OPTION_TYPES
from model.problems import BadInput, cause_of, problem
from model.version import MODEL_VERSION
from model.words.texts import text

ROWS_PER_CHUNK = 16
CASE_COLUMNS = ("municipality", "type", "variant", "scenario", "beds", "start_date", "law")
EXTRA = "extra_cells"
"""Key of what a row has beyond its columns: a comma too many."""
UNDER_WAY = 4
"""Chunks per worker that are sent out ahead."""
RISK_COLUMNS = ("npv_p10", "npv_p50", "npv_p90", "chance_below_zero", "capital")
Row = Mapping[str, str]
Found = dict[str, Any]
Chunk = tuple[tuple[int, Row], ...]
"""Rows with their numbers."""


@dataclass(frozen=True)
class Job:
    """What to do with every row: how many draws (0: none), the seed, and the language of messages."""

    draws: int = 0
    seed: int = 1
    language: str = "nl"


class Runner(Protocol):
    """Runs a function on every item and gives the results, best in the order of the items: what is early waits."""

    def __call__(self, function: Callable[[Chunk], list[Found]], items: Iterable[Chunk]) -> Iterator[list[Found]]:
        """The results of all items."""


def local_processes(workers: int | None = None) -> Runner:
    """All cores of this machine; one worker runs in this process."""
    count = workers or available_cores()

    def run(function: Callable[[Chunk], list[Found]], items: Iterable[Chunk]) -> Iterator[list[Found]]:
        if count == 1:
            yield from map(function, items)
            return
        with ProcessPoolExecutor(count, initializer=_end_with_parent) as pool:
            yield from _in_turn(lambda item: pool.submit(function, item), items, count * UNDER_WAY)

    return run


class _Answer(Protocol):
    """Work sent out: its result, when it is there."""

    def result(self) -> list[Found]:
        """Waits for it."""


def _in_turn(send: Callable[[Chunk], _Answer], items: Iterable[Chunk], ahead: int) -> Iterator[list[Found]]:
    """The results in the order of the items, never more than `ahead` of them under way or waiting their turn."""
    under_way: deque[_Answer] = deque()
    try:
        for item in items:
            under_way.append(send(item))
            if len(under_way) >= ahead:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
    except BrokenProcessPool:
        raise BadInput((problem("worker_lost", "batch"),)) from None


def _end_with_parent() -> None:
    """A worker whose parent is killed ends at once, instead of waiting for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:

        def end() -> None:
            parent.join()
            os._exit(1)

        threading.Thread(target=end, daemon=True).start()


def available_cores() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def dask_cluster(address: str) -> Runner:
    """Workers of a Dask cluster (an optional extra: install `distributed`). Lost work is run again by Dask itself.

    Raises BadInput when Dask is not installed; the run does when the address does not answer.
    """
    try:
        from distributed import Client
    except ImportError:
        raise BadInput((problem("dask_missing", "--dask"),)) from None

    def run(function: Callable[[Chunk], list[Found]], items: Iterable[Chunk]) -> Iterator[list[Found]]:
        try:
            client = Client(address, timeout=DASK_SECONDS)
        except (OSError, ValueError) as error:
            raise BadInput((problem("dask_unreachable", "--dask", value=address),)) from error
        with client:
            ahead = max(1, sum(client.nthreads().values())) * UNDER_WAY
            yield from _in_turn(lambda item: client.submit(function, item), items, ahead)

    return run


DASK_SECONDS = 10
"""How long an address of a cluster may take to answer."""


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
        """A result per row, in order; a refused row says why in `problem`,
        and the others are calculated all the same.
        """
        return [self._row(number, row) for number, row in chunk]

    def _row(self, number: int, row: Row) -> Found:
        found: Found = {"row": number, "fingerprint": fingerprint(row, self.job)}
        found |= {key: row.get(key) or "" for key in CASE_COLUMNS}
        try:
            return found | self._calculated(row) | {"problem": ""}
        except BadInput as error:
            return found | {"problem": " ".join(error.texts(self.job.language))}
        except Exception as error:  # one row must not stop a night's work; it says itself what happened
            reason = text("our_fault", self.job.language, error=f"{type(error).__name__}: {error}")
            return found | {"problem": reason}

    def _calculated(self, row: Row) -> Found:
        if row.get(EXTRA) is not None:
            raise BadInput((problem("extra_cells", "csv", value=str(row[EXTRA])),))
        result = run_case(read_case(case_data(row), _market_data()), _market_data())
        found: Found = dict(result.options["o"].metrics)
        if self.job.draws:
            setup = replace(setup_for(result, "o"), draws=self.job.draws, seed=self.job.seed)
            npv, capital = spread_of_npv(result, "o", setup)
            found |= dict(zip(RISK_COLUMNS, (npv.p10, npv.p50, npv.p90, npv.below_zero, capital), strict=True))
        return found


def case_data(row: Row) -> dict[str, Any]:
    """A row as the data of a case with one option `o`; numbers are read as JSON, blanks take the default."""
    kind = row.get("type", "")
    inputs = {key: _value(cell) for key, cell in row.items() if key not in CASE_COLUMNS and key != EXTRA and cell}
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


def _value(cell: str) -> Any:
    try:
        return parse_json(cell)
    except (ValueError, RecursionError):
        return cell


def fingerprint(row: Row, job: Job) -> str:
    """A short mark of everything a row's numbers depend on: its cells, the draws and seed, the model and the data.

    A run is only continued by rows with the same mark, so that no file mixes two calculations.
    """
    cells = sorted((key, str(cell)) for key, cell in row.items() if cell)
    content = [cells, job.draws, job.seed, MODEL_VERSION, _market_data().version]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:12]


@dataclass(frozen=True)
class CaseRows:
    """The rows of a batch file, read again each time they are gone through; never all in memory."""

    path: Path
    delimiter: str
    count: int

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Row]:
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, delimiter=self.delimiter, restkey=EXTRA)
            for row in reader:
                yield row if self.delimiter == "," else {key: _from_dutch(cell) for key, cell in row.items()}


def _from_dutch(cell: Any) -> Any:
    """A cell of a file with semicolons, as Dutch spreadsheets write it: the comma is the decimal sign.

    A point between digits is a mark of thousands to one reader and a decimal sign to another: it stays a text, which is
    refused.
    """
    if isinstance(cell, str) and re.fullmatch(r"-?\d+,\d+", cell):
        return cell.replace(",", ".")
    return json.dumps(cell) if isinstance(cell, str) and re.fullmatch(r"-?[\d.,]*\.[\d.,]*", cell) else cell


def read_rows(path: Path) -> CaseRows:
    """The rows of a batch file, with commas or (decimal commas) semicolons.

    Raises BadInput when it is missing, not a CSV, or a column is unknown or occurs twice.
    """
    if not path.is_file():
        raise BadInput((problem("file_missing", path.name),))
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header = file.readline()
            delimiter = ";" if header.count(";") > header.count(",") else ","
            file.seek(0)
            reader = csv.reader(file, delimiter=delimiter)
            columns = next(reader, [])
            count = sum(1 for cells in reader if cells)
    except OSError as error:
        raise BadInput((problem("cannot_read", path.name, value=cause_of(error)),)) from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInput((problem("not_csv", path.name, value=str(error)),)) from None
    known = {*CASE_COLUMNS, *(key for kind in OPTION_TYPES for key in allowed_inputs(kind))}
    found = [
        *(
            problem("unknown_key", f"{path.name}: {column}", allowed=", ".join(CASE_COLUMNS))
            for column in dict.fromkeys(columns)
            if column not in known
        ),
        *(
            problem("double_key", f"{path.name}: {column}")
            for column in dict.fromkeys(columns)
            if columns.count(column) > 1
        ),
        *(problem("missing", f"{path.name}: {column}") for column in ("municipality", "type") if column not in columns),
    ]
    if found:
        raise BadInput(tuple(found))
    return CaseRows(path, delimiter, count)


@dataclass(frozen=True)
class Counts:
    """How many rows were calculated, were done before, and were refused."""

    done: int
    skipped: int
    failed: int


def columns(job: Job) -> tuple[str, ...]:
    """The columns of the output."""
    return ("row", "fingerprint", *CASE_COLUMNS, *METRIC_KEYS, *(RISK_COLUMNS if job.draws else ()), "problem")


def run_batch(
    rows: Sequence[Row] | CaseRows,
    out: Path,
    job: Job,
    runner: Runner | None = None,
    progress: Callable[[float], None] | None = None,
) -> Counts:
    """Calculate every row and write it to `out` (.csv, or .parquet at the end), in row order;
    rows already there are skipped.

    The working file is a CSV beside a Parquet target; a run that was broken off goes on where it stopped, and ends with
    the very bytes of an unbroken run. Raises BadInput when `out` holds another calculation, has another ending, cannot
    be written, or is being written by another process.
    """
    check_place(out)
    working = out.with_suffix(".partial.csv") if out.suffix == ".parquet" else out
    try:
        with only_writer(working) as file:
            again = b""
            try:
                if working is not out and out.is_file() and _size(file) == 0:
                    again = _from_parquet(out, columns(job))
                    file.write(again)
                    file.flush()
                stored = _harmless if working is out else _plain
                counts = _write_rows(rows, file, job, stored, runner or local_processes(), progress)
            except BaseException:
                if _size(file) <= len(again):  # nothing was calculated: leave no file behind
                    _take_away(working, file)
                raise
            if working is not out:
                _to_parquet(working, out)
                _take_away(working, file)
    except Taken:
        raise BadInput((problem("batch_is_written", str(out)),)) from None
    except OSError as error:
        raise BadInput((problem("cannot_write", str(out), value=cause_of(error)),)) from None
    return counts


def _size(file: BinaryIO) -> int:
    return os.fstat(file.fileno()).st_size


def _write_rows(
    rows: Sequence[Row] | CaseRows,
    file: BinaryIO,
    job: Job,
    stored: Callable[[object], object],
    runner: Runner,
    progress: Callable[[float], None] | None,
) -> Counts:
    """Bring the working file to the end: every row once, in order. Raises BadInput for a file of something else."""
    names = columns(job)
    done, complete = _rows_done(file, names)
    marks = _marks(rows, job) if done else ()
    if any(done.get(number, mark) != mark for number, mark in marks) or max(done, default=-1) >= len(rows):
        raise _other_batch(file)
    file.truncate(complete)  # without a half-written line; only now the file is known to be ours
    skipped, in_order = len(done), list(done) == list(range(len(done)))
    if not complete:
        file.write(_header(names))
    file.flush()  # workers are forked with what is still in a buffer
    written = failed = 0
    results = runner(RunChunk(job), _chunks(rows, frozenset(done)))
    for found in _as_numbered(results, (number for number in range(len(rows)) if number not in done)):
        file.write(_lines([{name: stored(each.get(name)) for name in names} for each in found], names))
        file.flush()
        written += len(found)
        failed += sum(bool(each["problem"]) for each in found)
        if progress is not None:
            progress((skipped + written) / len(rows))
    if not in_order:
        _put_in_order(file, names)
    return Counts(written, skipped, failed)


def _as_numbered(results: Iterable[list[Found]], numbers: Iterator[int]) -> Iterator[list[Found]]:
    """The results by row number, as far as they follow on each other; each row once, however often it comes.

    What comes too early waits for the rows before it.
    """
    waiting: dict[int, Found] = {}
    written = -1
    following = next(numbers, None)
    for found in results:
        waiting |= {each["row"]: each for each in found if each["row"] > written}
        ready = []
        while following in waiting:
            written = following
            ready.append(waiting.pop(following))
            following = next(numbers, None)
        if ready:
            yield ready


def _lines(rows: Iterable[Mapping[str, object]], names: Sequence[str]) -> bytes:
    """Rows as lines of the working file."""
    text_of = io.StringIO(newline="")
    csv.DictWriter(text_of, names).writerows(rows)
    return text_of.getvalue().encode()


def _header(names: Sequence[str]) -> bytes:
    return _lines([dict(zip(names, names, strict=True))], names)


def _other_batch(file: BinaryIO) -> BadInput:
    return BadInput((problem("other_batch", Path(file.name).name),))


def _put_in_order(file: BinaryIO, names: Sequence[str]) -> None:
    """Rows in order again, in a file that somebody put in another order or took rows out of.

    A run killed halfway loses rows, which the next one calculates again.
    """
    file.seek(0)
    reader = csv.DictReader(io.StringIO(file.read().decode(), newline=""))
    rows = sorted(reader, key=lambda row: int(row["row"]))
    file.truncate(0)
    file.write(_header(names) + _lines(rows, names))


def _take_away(working: Path, file: BinaryIO) -> None:
    """Remove the working file, while it is held: nobody can start on what is about to go."""
    if os.name == "nt":  # pragma: no cover - there an open file cannot be removed
        file.close()
    working.unlink(missing_ok=True)


FORMATS = (".csv", ".parquet")


def _marks(rows: Iterable[Row], job: Job) -> Iterator[tuple[int, str]]:
    return ((number, fingerprint(row, job)) for number, row in enumerate(rows))


def _chunks(rows: Iterable[Row], done: frozenset[int]) -> Iterator[Chunk]:
    """The rows that are not done, a chunk at a time."""
    todo = ((number, row) for number, row in enumerate(rows) if number not in done)
    while chunk := tuple(islice(todo, ROWS_PER_CHUNK)):
        yield chunk


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
    if out.suffix not in FORMATS:
        raise BadInput((problem("not_a_choice", "--out", value=out.name, allowed=", ".join(FORMATS)),))


def _plain(value: object) -> object:
    """A cell; blank for what does not exist."""
    return "" if value is None else value


def _harmless(value: object) -> object:
    """A cell of a CSV, which people open in a spreadsheet:
    a text that would be read as a formula there is marked as text.
    """
    return (
        f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else _plain(value)
    )


def _rows_done(file: BinaryIO, names: Sequence[str]) -> tuple[dict[int, str], int]:
    """The rows a broken-off run already wrote, with their marks, and how many bytes of the file are whole lines.

    Raises BadInput for a file that this run did not write: other columns, a row that is no number, or one that is
    there twice.
    """
    file.seek(0)
    content = file.read()
    complete = _whole_lines(content)
    if not complete and _header(names).startswith(content):
        return {}, 0
    done: dict[int, str] = {}
    try:
        reader = csv.DictReader(io.StringIO(content[:complete].decode(), newline=""), strict=True)
        ours = tuple(reader.fieldnames or ()) == tuple(names)
        for row in reader if ours else ():
            number = int(row["row"])
            ours = ours and number >= 0 and number not in done and len(row) == len(names) and None not in row.values()
            done[number] = row["fingerprint"]
    except (ValueError, csv.Error):  # ValueError: a row that is no number, or bytes that are no text
        ours = False
    if not ours:
        raise _other_batch(file)
    return done, complete


def _whole_lines(content: bytes) -> int:
    """Where the last whole line ends: at an end of line outside any cell, so after an even number of quotes."""
    end = content.rfind(b"\n") + 1
    while end and content.count(b'"', 0, end) % 2:
        end = content.rfind(b"\n", 0, end - 1) + 1
    return end


def _to_parquet(working: Path, out: Path) -> None:
    """The working file as Parquet; written beside it first, so that there is never half a file.

    Only an empty cell is no value (a scenario may be called NA); numbers are read exactly as they were written.
    """
    import pandas as pd

    table = pd.read_csv(working, dtype=str, keep_default_na=False, na_values=[""])
    numbers = {key: float for key in table.columns if key not in TEXT_COLUMNS}
    table = table.astype(numbers | {"row": int})
    beside = out.with_suffix(".writing.parquet")
    table.to_parquet(beside, index=False)
    os.replace(beside, out)


TEXT_COLUMNS = ("fingerprint", *CASE_COLUMNS, "problem")


def _from_parquet(out: Path, names: Sequence[str]) -> bytes:
    """A finished Parquet file as the content of a working file again.
    Raises BadInput when it is not one of this kind of calculation.
    """
    import pandas as pd

    try:
        table = pd.read_parquet(out)
    except ValueError:
        raise BadInput((problem("other_batch", out.name),)) from None
    if tuple(table.columns) != tuple(names):
        raise BadInput((problem("other_batch", out.name),))
    return table.to_csv(index=False, lineterminator="\r\n").encode()
