"""Messages in Dutch and English, by code: the model speaks in codes and numbers, tables turn them into sentences.

`texts/` has a table per room, and in `pages/` one per page; what is longer than a cell should hold is prose: a Markdown
file per language in `texts/prose`, with the code for its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from model.words.rows import read_rows

LANGUAGES = ("nl", "en")
"""Dutch first, English second."""


TEXTS = Path(__file__).parent / "texts"


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    return read_texts(TEXTS)


def read_texts(folder: Path) -> Mapping[str, Mapping[str, str]]:
    """Every text of a folder, by code and language. Raises ValueError where a code has two."""
    table: dict[str, dict[str, str]] = {}
    for path in sorted(folder.rglob("*.csv")):
        for row in read_rows(path):
            _add(table, row["code"], {language: row[language] for language in LANGUAGES}, path)
    for path in sorted((folder / "prose" / LANGUAGES[0]).glob("*.md")):
        prose = {language: folder / "prose" / language / path.name for language in LANGUAGES}
        _add(table, path.stem, {language: file.read_text("utf-8").strip() for language, file in prose.items()}, path)
    return table


def _add(table: dict[str, dict[str, str]], code: str, sentences: dict[str, str], path: Path) -> None:
    if code in table:
        raise ValueError(f"the text {code} of {path.name} stands elsewhere too")
    table[code] = sentences


def text(code: str, language: str, **values: object) -> str:
    """The sentence with this code, its `{placeholders}` filled. Raises KeyError for an unknown code.

    `{count} {count:bed|beds}` is 1 bed, and otherwise so many beds.
    """
    sentence = _table()[code][language]
    if "|" not in sentence:
        return sentence.format(**values)
    return _SENTENCES.format(sentence, **values)


class _Sentences(Formatter):
    """Fills placeholders; one with `singular|plural` behind it becomes the word that goes with its number."""

    def format_field(self, value: Any, format_spec: str) -> str:
        return worded(format_spec, str(value)) if "|" in format_spec else str(format(value, format_spec))


_SENTENCES = _Sentences()


def worded(words: str, shown: str) -> str:
    """Of `singular|plural` the word that goes with a number as it is shown.

    >>> worded("bed|beds", "1"), worded("bed|beds", "1,5")
    ('bed', 'beds')
    """
    singular, _, plural = words.partition("|")
    return singular if shown == "1" else plural


def sentence_of(code: str, language: str) -> str:
    """The sentence with this code as it stands in its table. Raises KeyError for an unknown code."""
    return _table()[code][language]


def codes() -> tuple[str, ...]:
    """All message codes."""
    return tuple(_table())
