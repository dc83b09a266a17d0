"""A batch from its rows to its file: what is not there yet is calculated and written, in row order."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from model.analyses.batch.job import Chunk, Found, Job, RunChunk, columns, fingerprint
from model.analyses.batch.rows import CaseRows, Row
from model.analyses.batch.runners import Runner, local_processes
from model.analyses.batch.working_file import (
    from_parquet,
    harmless,
    header_of,
    lines_of,
    other_batch,
    plain,
    put_in_order,
    rows_done,
    size_of,
    take_away,
    to_parquet,
)
from model.analyses.one_writer import Taken, only_writer
from model.problems import BadInput, cause_of, problem

ROWS_PER_CHUNK = 16
FORMATS = (".csv", ".parquet")


@dataclass(frozen=True)
class Counts:
    """How many rows were calculated, were done before, and were refused."""

    done: int
    skipped: int
    failed: int


def run_batch(
    rows: Sequence[Row] | CaseRows,
    out: Path,
    job: Job,
    runner: Runner | None = None,
    progress: Callable[[float], None] | None = None,
) -> Counts:
    """Calculate every row and write it to `out`, .csv or .parquet, in row order; rows already there are skipped.

    The working file is a CSV beside a Parquet target, which is made at the end; a run that was broken off goes on where
    it stopped, and ends with the very bytes of an unbroken run. Raises BadInput when `out` holds another calculation,
    has another ending, cannot be written, or is being written by another process.
    """
    check_place(out)
    working = out.with_suffix(".partial.csv") if out.suffix == ".parquet" else out
    try:
        with only_writer(working) as file:
            again = b""
            try:
                if working is not out and out.is_file() and size_of(file) == 0:
                    again = from_parquet(out, columns(job))
                    file.write(again)
                    file.flush()
                stored = harmless if working is out else plain
                counts = _write_rows(rows, file, job, stored, runner or local_processes(), progress)
            except BaseException:
                if size_of(file) <= len(again):  # nothing was calculated: leave no file behind
                    take_away(working, file)
                raise
            if working is not out:
                to_parquet(working, out)
                take_away(working, file)
    except Taken:
        raise BadInput((problem("batch_is_written", str(out)),)) from None
    except OSError as error:
        raise BadInput((problem("cannot_write", str(out), value=cause_of(error)),)) from None
    return counts


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
    done, complete = rows_done(file, names)
    marks = _marks(rows, job) if done else ()
    if any(done.get(number, mark) != mark for number, mark in marks) or max(done, default=-1) >= len(rows):
        raise other_batch(file)
    file.truncate(complete)  # without a half-written line; only now the file is known to be ours
    skipped, in_order = len(done), list(done) == list(range(len(done)))
    if not complete:
        file.write(header_of(names))
    file.flush()  # workers are forked with what is still in a buffer
    written = failed = 0
    calculated = runner(RunChunk(job), _chunks(rows, frozenset(done)))
    for results in _as_numbered(calculated, (number for number in range(len(rows)) if number not in done)):
        file.write(lines_of([{name: stored(result.get(name)) for name in names} for result in results], names))
        file.flush()
        written += len(results)
        failed += sum(bool(result["problem"]) for result in results)
        if progress is not None:
            progress((skipped + written) / len(rows))
    if not in_order:
        put_in_order(file, names)
    return Counts(written, skipped, failed)


def _marks(rows: Iterable[Row], job: Job) -> Iterator[tuple[int, str]]:
    return ((number, fingerprint(row, job)) for number, row in enumerate(rows))


def _chunks(rows: Iterable[Row], done: frozenset[int]) -> Iterator[Chunk]:
    """The rows that are not done, a chunk at a time."""
    todo = ((number, row) for number, row in enumerate(rows) if number not in done)
    while chunk := tuple(islice(todo, ROWS_PER_CHUNK)):
        yield chunk


def _as_numbered(calculated: Iterable[list[Found]], numbers: Iterator[int]) -> Iterator[list[Found]]:
    """The results by row number, as far as they follow on each other; each row once, however often it comes.

    What comes too early waits for the rows before it.
    """
    waiting: dict[int, Found] = {}
    written = -1
    following = next(numbers, None)
    for results in calculated:
        waiting |= {result["row"]: result for result in results if result["row"] > written}
        ready = []
        while following in waiting:
            written = following
            ready.append(waiting.pop(following))
            following = next(numbers, None)
        if ready:
            yield ready
