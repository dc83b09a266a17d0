"""The rows of a batch file, and what case each of them is."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from model.case import allowed_inputs, parse_json
from model.case.example import EXAMPLE_BEDS
from model.options import OPTION_TYPES
from model.problems import BadInput, Problem, cause_of, problem

CASE_COLUMNS = ("municipality", "type", "variant", "scenario", "beds", "start_date", "law")
EXTRA = "extra_cells"
"""Key of what a row has beyond its columns: a comma too many."""
Row = Mapping[str, str]


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
    problems = _problems_of(columns, path.name)
    if problems:
        raise BadInput(problems)
    return CaseRows(path, delimiter, count)


def _problems_of(columns: Sequence[str], file_name: str) -> tuple[Problem, ...]:
    """Columns that nothing knows, that stand twice, or that are missing."""
    known = {*CASE_COLUMNS, *(key for kind in OPTION_TYPES for key in allowed_inputs(kind))}
    return (
        *(
            problem("unknown_key", f"{file_name}: {column}", allowed=", ".join(CASE_COLUMNS))
            for column in dict.fromkeys(columns)
            if column not in known
        ),
        *(
            problem("double_key", f"{file_name}: {column}")
            for column in dict.fromkeys(columns)
            if columns.count(column) > 1
        ),
        *(problem("missing", f"{file_name}: {column}") for column in ("municipality", "type") if column not in columns),
    )


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
