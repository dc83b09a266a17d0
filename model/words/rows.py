"""Rows of the CSV files that stand beside the code: as records, or as they are where a row is more work."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, fields
from datetime import date
from pathlib import Path
from types import MappingProxyType, UnionType
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Row = TypeVar("Row", bound=DataclassInstance)
else:
    Row = TypeVar("Row")
Read = Callable[[str], object]
"""What a cell is read by. Raises ValueError."""
NOTHING: Mapping[str, Any] = MappingProxyType({})


class TableError(Exception):
    """A table beside the code that cannot be right; names file, line, column and what is allowed there."""


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV file in UTF-8, each by the names of its columns."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def read_table(
    path: Path, row_type: type[Row], columns: Mapping[str, str] = NOTHING, read: Mapping[str, Read] = NOTHING
) -> tuple[Row, ...]:
    """The rows of a CSV file in UTF-8 as records, in order; its columns are the fields, without those with a default.

    A field is read by its type: a text, a number, a day, `1` for yes, words with | between them; where it may be None,
    an empty cell is. `columns`: the columns of fields that are called otherwise; `read`: how to read the cells of a
    field with a form of its own. Raises TableError for columns and cells that do not fit.
    """
    hints = get_type_hints(row_type)
    readers = {field.name: _reader_of(hints[field.name]) for field in fields(row_type)} | dict(read)
    named = {columns.get(field.name, field.name): field for field in fields(row_type)}
    with path.open(encoding="utf-8", newline="") as file:
        table = csv.DictReader(file)
        _check_columns(path, table.fieldnames or (), named)
        records = []
        for row in table:
            place = f"{path.name}, line {table.line_num}"
            if None in row or None in row.values():
                raise TableError(f"{place}: allowed: {len(table.fieldnames or ())} cells")
            names = {column: named[column].name for column in row}
            records.append(
                row_type(**{name: _value(readers[name], row[column], place, column) for column, name in names.items()})
            )
    return tuple(records)


def _check_columns(path: Path, header: Sequence[str], named: Mapping[str, Field[Any]]) -> None:
    missing = [
        column
        for column, field in named.items()
        if column not in header and field.default is MISSING and field.default_factory is MISSING
    ]
    if missing:
        raise TableError(f"{path.name}, line 1: no column {', '.join(missing)}")
    unknown = [column for column in header if column not in named]
    if unknown:
        raise TableError(f"{path.name}, line 1: {', '.join(unknown)}; allowed: {', '.join(named)}")


def _value(read: Read, cell: str, place: str, column: str) -> object:
    try:
        return read(cell)
    except ValueError as error:
        raise TableError(f"{place}, column {column}: {cell!r}; {error}") from None


def _reader_of(hint: Any) -> Read:  # noqa: ANN401  a type as it is annotated
    """How a cell of a type is read."""
    if get_origin(hint) is UnionType:
        inner = _reader_of(next(part for part in get_args(hint) if part is not type(None)))
        return lambda cell: inner(cell) if cell else None
    if get_origin(hint) is tuple:
        return lambda cell: tuple(cell.split("|")) if cell else ()
    known: dict[object, Read] = {float: float, int: int, bool: _flag, date: date.fromisoformat}
    return known.get(hint, str)


def _flag(cell: str) -> bool:
    if cell not in {"0", "1"}:
        raise ValueError("allowed: 1 or 0")
    return cell == "1"
