"""Words in a document: a message, said in the reader's language, or a name as it stands."""

from __future__ import annotations

from typing import TypeAlias

from model.words.messages import Message
from model.words.names import Name, Row

Words: TypeAlias = Message | Name | Row | str
"""A message, a name in both languages, several of them in a row, or one that is the same in every language: a year."""


def said(words: Words, language: str) -> str:
    """Words in a language.

    >>> said("Westland", "nl")
    'Westland'
    """
    return words if isinstance(words, str) else words.text(language)
