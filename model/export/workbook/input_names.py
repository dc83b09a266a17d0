"""The names under which formulas and other programs find the input cells, wherever they stand.

`OPTION.KEY` for an input of an option, `case.KEY` for one of the case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from model.export.workbook import layout
from model.export.workbook.book import Book
from model.export.workbook.input_rows import InputRow, InputRows
from model.export.workbook.layout import FIRST_ROW
from model.export.workbook.sheet import Sheet

_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9_.]")
_ADDRESS = re.compile(r"[A-Z]{1,3}\d+|R\d*C\d*", re.IGNORECASE)
"""What reads as a cell (A1, R1C1): `a1.b2` is an area in Excel and a cell of sheet `a1` in LibreOffice."""
_NEVER_ALONE = {"r", "c", "true", "false"}
"""Names that Excel keeps to itself."""


@dataclass(frozen=True)
class NamedInput:
    """An input with the name of its cell."""

    name: str
    entry: InputRow
    row: int


def defined_names(keys: Iterable[str]) -> Mapping[str, str]:
    """A name that spreadsheets accept for each machine key.

    What a name cannot hold becomes `_`; a part that reads as a cell, and a name that is taken (upper and lower case are
    one), get a number. A key that is a name as it stands keeps it, whatever comes before it.

    >>> list(defined_names(["a-b.beds", "a_b.beds", "a1.beds", "x.rate@1"]).values())
    ['a_b_2.beds', 'a_b.beds', 'a1_2.beds', 'x.rate_1']
    """
    keys = list(keys)
    taken: set[str] = set()
    names: dict[str, str] = {}
    for key in sorted(keys, key=lambda machine_key: _plain(machine_key) != machine_key):
        names[key] = next(name for name in _candidates(key) if name.lower() not in taken)
        taken.add(names[key].lower())
    return {key: names[key] for key in keys}


def _candidates(key: str) -> Iterator[str]:
    """The plain name, then with a number behind its first part."""
    plain = _plain(key)
    scope, dot, rest = plain.partition(".")
    if plain.lower() not in _NEVER_ALONE:
        yield plain
    number = 2
    while True:
        yield f"{scope}_{number}{dot}{rest}"
        number += 1


def _plain(key: str) -> str:
    parts = _NOT_IN_A_NAME.sub("_", key).split(".")
    return ".".join(f"{part}_2" if _ADDRESS.fullmatch(part) else part for part in parts)


def named_inputs(inputs: InputRows) -> tuple[NamedInput, ...]:
    """Every input cell with its name, in the order of the sheet."""
    rows = [(row, entry) for row, entry in enumerate(inputs.rows, start=FIRST_ROW) if isinstance(entry, InputRow)]
    names = defined_names(entry.name for _, entry in rows)
    return tuple(NamedInput(names[entry.name], entry, row) for row, entry in rows)


def write_names(book: Book, sheet: Sheet, row: int) -> None:
    """Name every input cell, and list the names on a sheet from a row on."""
    styles = book.styles
    sheet.write_string(row, 1, book.t("input_names"), styles.section)
    for column, code in enumerate(("description", "defined_name", "cell", "machine_key"), start=1):
        sheet.write_string(row + 1, column, book.t(f"head_{code}"), styles.heading)
    for number, named in enumerate(named_inputs(book.inputs), start=row + 2):
        cell = f"{layout.VALUE_COLUMN}{named.row + 1}"
        book.file.define_name(named.name, f"={layout.INPUTS}!${layout.VALUE_COLUMN}${named.row + 1}")
        sheet.write_string(number, 1, named.entry.label, styles.label)
        sheet.write_string(number, 2, named.name, styles.key)
        sheet.write_string(number, 3, f"{layout.INPUTS} {cell}", styles.unit)
        sheet.write_string(number, 4, named.entry.name, styles.key)
