"""What each line is called, its unit and what it means, from `lines.csv`: the one place for words about lines."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class LineWords:
    """A line's words. `rank`: main (council or banker reads it), detail, or help (an intermediate row)."""

    key: str
    label_nl: str
    label_en: str
    unit: str
    rank: str
    meaning_nl: str
    meaning_en: str

    def label(self, language: str) -> str:
        """Short name."""
        return self.label_nl if language == "nl" else self.label_en

    def meaning(self, language: str) -> str:
        """What it is, and for a metric its convention."""
        return self.meaning_nl if language == "nl" else self.meaning_en


@cache
def _table() -> Mapping[str, LineWords]:
    with (Path(__file__).parent / "lines.csv").open(encoding="utf-8", newline="") as file:
        return {row["key"]: LineWords(**row) for row in csv.DictReader(file)}


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], LineWords], ...]:
    """Rows whose key holds a `*` (own lines, dated steps), the most specific first."""
    rows = sorted((row for row in _table().values() if "*" in row.key), key=lambda row: -len(row.key))
    return tuple((re.compile(re.escape(row.key).replace(r"\*", "(.+)")), row) for row in rows)


@cache
def words(key: str) -> LineWords:
    """The words of a line; own lines and dated steps by their pattern. Raises KeyError for an unknown line."""
    found = _table().get(key)
    if found is not None:
        return found
    for pattern, row in _patterns():
        match = pattern.fullmatch(key)
        if match:
            number = match.groups()[-1]
            return LineWords(
                key,
                row.label_nl.format(n=number),
                row.label_en.format(n=number),
                row.unit,
                row.rank,
                row.meaning_nl.format(n=number),
                row.meaning_en.format(n=number),
            )
    raise KeyError(key)
