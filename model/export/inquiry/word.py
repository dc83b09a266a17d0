"""The form as a file of Word: a table of questions and answers per section."""

from __future__ import annotations

from collections.abc import Sequence

from model.documents.blocks import Document, Paragraph, Table
from model.export.inquiry.wording import (
    asked,
    instructions,
    number_of,
    section_title,
    sections,
    title,
    unit_of,
)
from model.export.paper.word import word as as_word
from model.readings.names import in_a_row
from model.words.messages import message

COLUMNS = ("question", "unit", "answer", "key")
"""What stands in each column; the number stands before its question."""


def word(first: Sequence[str], language: str) -> bytes:
    """The form in a language as the bytes of a .docx; `first` are the keys of the questions that are marked."""
    heads = tuple(message(f"inquiry_head_{part}") for part in COLUMNS)
    tables = (
        Table(
            title=section_title(section),
            head=heads,
            rows=tuple(
                (in_a_row([number_of(question, first), asked(question)]), unit_of(question), "", question.key)
                for question in asked_here
            ),
        )
        for section, asked_here in sections().items()
    )
    instruction = tuple(Paragraph((said,)) for said in instructions(first))
    return as_word(Document(title(), (*instruction, *tables)), language)
