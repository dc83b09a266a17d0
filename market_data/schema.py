"""What each table must hold: its columns, and its rows with their place, so that a mistake can be named."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from market_data.records import MarketDataError, Source

PERIOD = re.compile(r"(19|20)\d\d((JJ00)|(HJ0[12])|(KW0[1-4])|(MM(0[1-9]|1[0-2]))|(VJ(03|06|09|12)))?")
"""A year, or a year, half year, quarter, month or four quarters as CBS writes them."""
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "sources.csv": (
        "source_id",
        "publisher",
        "title",
        "table_id",
        "period",
        "licence",
        "url",
        "retrieved",
        "tier",
        "note",
    ),
    "licences.csv": ("licence", "licence_nl"),
    "regions.csv": ("code", "name", "level", "parent"),
    "municipalities.csv": ("code", "name", "corop_code", "province_code"),
    "indicators.csv": ("indicator", "label_nl", "label_en", "unit", "lowest", "highest"),
    "figures.csv": ("indicator", "region_code", "period", "value", "source_id"),
    "indices.csv": ("series", "period", "value", "source_id"),
    "max_rents.csv": ("kind", "points", "euro_per_month", "source_id"),
    "minimum_wage.csv": ("effective_date", "unit", "euro", "source_id", "note"),
    "arcs.csv": ("arc", "points"),
    "shapes.csv": ("code", "ring", "arcs"),
    "reference_figures.csv": ("indicator", "label_nl", "label_en", "unit", "index", "lowest", "highest"),
    "reference_projects.csv": (
        "project",
        "project_en",
        "kind",
        "place",
        "region_code",
        "year",
        "form",
        "indicator",
        "period",
        "value",
        "status",
        "read",
        "source_id",
        "note_nl",
        "note_en",
    ),
    "facts.csv": (
        "region_code",
        "period",
        "fact_nl",
        "fact_en",
        "low",
        "high",
        "unit",
        "source",
        "url",
        "licence",
        "retrieved",
        "note_nl",
        "note_en",
    ),
}
"""The columns each table must have, in this order."""


@dataclass(frozen=True)
class Row:
    """A row with its place, so that a mistake can be named."""

    file: str
    line: int
    fields: dict[str, str]

    def wrong(self, column: str, allowed: str) -> MarketDataError:
        """The mistake in a column, with what is allowed there."""
        return MarketDataError(
            f"{self.file}, line {self.line}, {column}: {self.fields.get(column)!r}; allowed: {allowed}"
        )

    def number(self, column: str) -> float:
        """A finite number. Raises MarketDataError."""
        try:
            value = float(self.fields[column])
        except ValueError:
            raise self.wrong(column, "a number") from None
        if not math.isfinite(value):
            raise self.wrong(column, "a finite number")
        return value

    def source(self, sources: Mapping[str, Source]) -> Source:
        """The source the row names. Raises MarketDataError for one that is not there."""
        source = sources.get(self.fields["source_id"])
        if source is None:
            raise self.wrong("source_id", "a source of sources.csv")
        return source


def rows_of(folder: Path, name: str) -> Iterator[Row]:
    """The rows of a table, in order. Raises MarketDataError when its columns are not those it must have."""
    columns = COLUMNS[name]
    try:
        file = (folder / name).open(encoding="utf-8", newline="")
    except OSError as error:
        raise MarketDataError(f"{name}: {error.strerror}") from None
    with file:
        reader = csv.reader(file)
        header = tuple(next(reader, ()))
        if header != columns:
            raise MarketDataError(f"{name}, line 1: {', '.join(header)}; allowed: {', '.join(columns)}")
        for values in reader:
            if len(values) != len(columns):
                raise MarketDataError(f"{name}, line {reader.line_num}: {len(values)} columns; allowed: {len(columns)}")
            yield Row(name, reader.line_num, dict(zip(columns, values, strict=True)))


def rows_by_key(folder: Path, name: str, key: str) -> dict[str, Row]:
    """The rows of a table by a column in which every value stands once. Raises MarketDataError."""
    rows: dict[str, Row] = {}
    for row in rows_of(folder, name):
        if row.fields[key] in rows:
            raise row.wrong(key, "each code once")
        rows[row.fields[key]] = row
    return rows
