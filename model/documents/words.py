"""Words in a document: a message, what has a name in each language, or a name as it stands."""

from __future__ import annotations

from typing import TypeAlias

from model.words.figures import Figure
from model.words.messages import Labelled, Message

Words: TypeAlias = Message | Labelled | str
"""A message, a thing by its name in each language, or a name that is the same in every language: a year."""


def said(words: Words, language: str) -> str:
    """Words in a language.

    >>> said("Westland", "nl")
    'Westland'
    """
    if isinstance(words, str):
        return words
    return words.text(language) if isinstance(words, Message) else words.label(language)


def holds_figure(words: object) -> bool:
    """Whether words are or name a figure, or what they name does."""
    if isinstance(words, Message):
        return any(holds_figure(value) for _, value in words.values)
    return isinstance(words, Figure)


def refuse_figures(*names: Words) -> None:
    """Raises ValueError where a name in a chart holds a figure: a chart has no anchor there."""
    if any(holds_figure(name) for name in names):
        raise ValueError("no figure in the name of a category, a series or an axis")
