"""The paper as a file of Word: styles to edit it by, a bookmark around each figure, and no clock in it."""

from __future__ import annotations

from collections.abc import Sequence

from model.documents.blocks import Document
from model.words.palette import OPTION_COLOURS


def word(document: Document, language: str, colours: Sequence[str] = OPTION_COLOURS) -> bytes:
    """A document as the bytes of a .docx in a language: A4, a bookmark per figure, no field and no clock in it.

    The library that writes Word is loaded here, so that only who asks for such a file waits for it.
    """
    from model.export.paper.word_file import written

    return written(document, language, colours)
