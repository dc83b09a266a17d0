"""What options are called in a sentence."""

from __future__ import annotations

from collections.abc import Iterable

from model.case import Option
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
