"""The file a batch writes its rows to: its lines, what it already holds, and its way to and from Parquet."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from model.analyses.batch.rows import CASE_COLUMNS
from model.problems import BadInput, problem

TEXT_COLUMNS = ("fingerprint", *CASE_COLUMNS, "problem")


def lines_of(rows: Iterable[Mapping[str, object]], names: Sequence[str]) -> bytes:
    """Rows as lines of the working file."""
    content = io.StringIO(newline="")
    csv.DictWriter(content, names).writerows(rows)
    return content.getvalue().encode()


def header_of(names: Sequence[str]) -> bytes:
    """The first line of the working file."""
    return lines_of([dict(zip(names, names, strict=True))], names)


def plain(value: object) -> object:
    """A cell; blank for what does not exist."""
    return "" if value is None else value


def harmless(value: object) -> object:
    """A cell of a CSV, in which a text that a spreadsheet would read as a formula is marked as text.

    People open the file in a spreadsheet.
    """
    return (
        f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else plain(value)
    )


def size_of(file: BinaryIO) -> int:
    """How many bytes a file holds."""
    return os.fstat(file.fileno()).st_size


def other_batch(file: BinaryIO) -> BadInput:
    """The refusal of a file that holds another calculation."""
    return BadInput((problem("other_batch", Path(file.name).name),))


def rows_done(file: BinaryIO, names: Sequence[str]) -> tuple[dict[int, str], int]:
    """The rows a broken-off run already wrote, with their marks, and how many bytes of the file are whole lines.

    Raises BadInput for a file that this run did not write: other columns, a row that is no number, or one that is
    there twice.
    """
    file.seek(0)
    content = file.read()
    complete = _whole_lines(content)
    if not complete and header_of(names).startswith(content):
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
        raise other_batch(file)
    return done, complete


def _whole_lines(content: bytes) -> int:
    """Where the last whole line ends: at an end of line outside any cell, so after an even number of quotes."""
    end = content.rfind(b"\n") + 1
    while end and content.count(b'"', 0, end) % 2:
        end = content.rfind(b"\n", 0, end - 1) + 1
    return end


def put_in_order(file: BinaryIO, names: Sequence[str]) -> None:
    """Rows in order again, in a file that somebody put in another order or took rows out of.

    A run killed halfway loses rows, which the next one calculates again.
    """
    file.seek(0)
    reader = csv.DictReader(io.StringIO(file.read().decode(), newline=""))
    rows = sorted(reader, key=lambda row: int(row["row"]))
    file.truncate(0)
    file.write(header_of(names) + lines_of(rows, names))


def take_away(working: Path, file: BinaryIO) -> None:
    """Remove the working file, while it is held: nobody can start on what is about to go."""
    if os.name == "nt":  # pragma: no cover - there an open file cannot be removed
        file.close()
    working.unlink(missing_ok=True)


def to_parquet(working: Path, out: Path) -> None:
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


def from_parquet(out: Path, names: Sequence[str]) -> bytes:
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
