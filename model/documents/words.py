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


def holds_figure(words: Words) -> bool:
    """Whether a message names a figure, itself or in a message that it names."""
    if not isinstance(words, Message):
        return False
    named = [value for _, value in words.values]
    return any(isinstance(value, Figure) or (isinstance(value, Message) and holds_figure(value)) for value in named)
