"""What options, inputs, frames and parties are called in a sentence."""

from __future__ import annotations

from collections.abc import Iterable

from model.case import Option
from model.words.names import Name
from model.words.texts import text


def option_titles(options: Iterable[Option], language: str) -> dict[str, str]:
    """The options' names by id; two with the same name get their id behind it."""
    names = {option.id: option.title(language).strip() for option in options}
    alike = [name for name in names.values() if list(names.values()).count(name) > 1]
    return {key: f"{name} ({key})" if name in alike else name for key, name in names.items()}


def enumeration(names: Iterable[str], language: str) -> str:
    """Names in a sentence.

    >>> enumeration(["a", "b", "c"], "en")
    'a, b and c'
    """
    *first, last = names
    return f"{', '.join(first)} {text('ui_and', language)} {last}" if first else last


def option_names(options: Iterable[Option]) -> dict[str, Name]:
    """The options' names by id, in both languages; two with the same name get their id behind it."""
    known = tuple(options)
    dutch, english = option_titles(known, "nl"), option_titles(known, "en")
    return {key: Name(dutch[key], english[key]) for key in dutch}
