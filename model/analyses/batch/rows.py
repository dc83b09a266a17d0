"""The rows of a batch file, and what case each of them is."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from model.case import allowed_inputs, parse_json
from model.case.example import EXAMPLE_BEDS
from model.options import OPTION_TYPES
from model.problems import BadInput, Problem, cause_of, problem
from model.words.numbers import NumberProblem, read_number

CASE_COLUMNS = ("municipality", "type", "variant", "scenario", "beds", "start_date", "law")
EXTRA = "extra_cells"
"""Key of what a row has beyond its columns: a comma too many."""
FILE, LINE = "file_name", "file_line"
"""Keys of where a row stands, for who is told what is wrong with it; no part of the case."""
NOT_INPUTS = frozenset({*CASE_COLUMNS, EXTRA, FILE, LINE})
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
                yield row | {FILE: self.path.name, LINE: str(reader.line_num)}


def read_rows(path: Path) -> CaseRows:
    """The rows of a batch file, with commas or semicolons.

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
    """A row as the data of a case with one option `o`; blanks take the default.

    A cell is a number as a person or a program writes it, or else JSON. Raises BadInput for numbers with two readings.
    """
    kind = row.get("type", "")
    problems: list[Problem] = []

    def value(key: str, cell: str) -> Any:  # noqa: ANN401  whatever JSON holds
        try:
            return _value(cell)
        except NumberProblem as wrong:
            problems.append(_two_readings(row, key, wrong))
            return None

    inputs = {key: value(key, cell) for key, cell in row.items() if key not in NOT_INPUTS and cell}
    option: dict[str, Any] = {"id": "o", "type": kind, "inputs": inputs}
    if row.get("variant"):
        option["variant"] = row["variant"]
    data: dict[str, Any] = {
        "schema_version": 1,
        "name": row.get("scenario", ""),
        "municipality": row.get("municipality", ""),
        "beds": value("beds", row.get("beds") or str(int(EXAMPLE_BEDS))),
        "start_date": row.get("start_date") or "2027-01-01",
        "price_level_date": "2026-01-01",
        "options": [option],
    }
    if row.get("law"):
        data["law"] = row["law"]
    if problems:
        raise BadInput(tuple(problems))
    return data


def _value(cell: str) -> Any:  # noqa: ANN401  whatever JSON holds
    """What a cell holds. Raises NumberProblem for a number with two readings."""
    try:
        read = read_number(cell, None)
        return int(read) if read == int(read) else float(read)
    except NumberProblem as wrong:
        if wrong.readings is not None:
            raise
    try:
        return parse_json(cell)
    except (ValueError, RecursionError):
        return cell


def _two_readings(row: Row, key: str, wrong: NumberProblem) -> Problem:
    fraction, whole = wrong.readings or ("", "")
    return problem(
        "two_readings_in_file",
        key,
        value=wrong.text,
        fraction=fraction,
        whole=whole,
        file=row.get(FILE, "csv"),
        line=row.get(LINE, "?"),
    )
