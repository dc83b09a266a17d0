"""How a paper stays one page: above so many rows everything in it lies closer, in Word and in HTML alike."""

from __future__ import annotations

from model.documents.blocks import Document, Paragraph, Table

MANY = 6
"""Rows above which those of a table and of a chart lie closer."""
LONG = 1800
"""Characters of sentences above which their letters are smaller: half a page beside a table and a chart."""


def is_crowded(document: Document, language: str) -> bool:
    """Whether a document has more rows in a table, or more sentences, than fit beside the rest in full size."""
    blocks = document.blocks
    said = [one.text(language) for block in blocks if isinstance(block, Paragraph) for one in block.messages]
    rows = (len(block.rows) for block in blocks if isinstance(block, Table))
    return max(rows, default=0) > MANY or sum(map(len, said)) > LONG
