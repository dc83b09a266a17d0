"""Messages in Dutch and English, by code: the model speaks in codes and numbers, this table turns them into sentences."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LANGUAGES = ("nl", "en")
"""Dutch first, English second."""


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    with (Path(__file__).parent / "texts.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: {"nl": row["nl"], "en": row["en"]} for row in csv.DictReader(file)}


def text(code: str, language: str, **values: object) -> str:
    """The sentence with this code, its `{placeholders}` filled. Raises KeyError for an unknown code."""
    return _table()[code][language].format(**values)


def codes() -> tuple[str, ...]:
    """All message codes."""
    return tuple(_table())


def number(value: float, language: str, decimals: int | None = None) -> str:
    """A number in the language's notation: 1.250,5 or 1,250.5; as many decimals as it needs, at most ten."""
    plain = f"{value:,.10f}".rstrip("0").rstrip(".") if decimals is None else f"{value:,.{decimals}f}"
    return plain if language == "en" else plain.translate(str.maketrans(",.", ".,"))
