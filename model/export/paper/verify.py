"""Whether every number in a written paper is still the one the model worked out, and stands where it should."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from model.documents.anchors import block_place, figures, shown
from model.documents.blocks import Chart, Document
from model.export.paper.charts import numbers_drawn
from model.export.paper.markup import plain
from model.export.paper.reading_back import HTML, Read, read
from model.words.messages import Message, message

SIDES = ("up", "along", "shade")
"""Where a chart writes numbers that are no figures: up its side, along its bottom, in its legend."""
_DRAWN = re.compile(rf"b(\d+)_({'|'.join(SIDES)})_\d+", re.ASCII)


@dataclass(frozen=True)
class Difference:
    """What stands at an anchor and what should: None where there is nothing. `place` says where that is."""

    anchor: str
    place: Message
    found: str | None
    expected: str | None

    @property
    def message(self) -> Message:
        """Where it is, what stands there and what should."""
        if self.found is None:
            return message("paper_number_gone", place=self.place, anchor=self.anchor, expected=self.expected)
        if self.expected is None:
            return message("paper_number_extra", place=self.place, anchor=self.anchor, found=self.found)
        return message("paper_differs", place=self.place, anchor=self.anchor, found=self.found, expected=self.expected)


def verify(path: Path, document: Document, language: str) -> tuple[Difference, ...]:
    """How a paper, in Word or HTML, differs from the document it should be in a language; empty where it does not.

    At each anchor must be read what the figure shows, or the number along an axis of a chart. Named are a number that
    was changed, an anchor that is gone, one too many or one that stands there twice, and an alternative of a chart that
    says something else; in HTML also an exact value that is another. Blanks of any kind are alike. Raises BadInput for
    a file that cannot be read.
    """
    written = read(path)
    return (
        *_shown(written, document, language),
        *(_exact(written, document, language) if path.suffix.lower() == HTML else ()),
        *_alternatives(written, document, language),
    )


def numbers(document: Document, language: str) -> Mapping[str, str]:
    """Every number that must be read in a paper, by its anchor: its figures, and what stands along axes of charts."""
    charts = [(number, block.spec) for number, block in enumerate(document.blocks, start=1) if isinstance(block, Chart)]
    drawn = [numbers_drawn(spec, block_place(number), language) for number, spec in charts]
    return {**shown(document, language), **{anchor: plain(text) for one in drawn for anchor, text in one.items()}}


def place_of(anchor: str) -> Message:
    """Where an anchor stands, for a reader: the title, a block by its number, or a side of the chart in it."""
    drawn = _DRAWN.fullmatch(anchor)
    if drawn:
        return message(f"paper_side_{drawn[2]}", number=drawn[1])
    block = re.match(r"b(\d+)", anchor)
    return message("paper_block", number=block[1]) if block else message("paper_title")


def _blanks(text: str | None) -> str | None:
    """A text in which every blank is an ordinary one: programs replace those that do not break."""
    return None if text is None else re.sub(r"[^\S\n]+", " ", text).strip(" ")


def _shown(written: Read, document: Document, language: str) -> Iterator[Difference]:
    expected = numbers(document, language)
    for anchor in (*expected, *(anchor for anchor in written.shown if anchor not in expected)):
        found, wanted = written.shown.get(anchor), expected.get(anchor)
        if _blanks(found) != _blanks(wanted):
            yield Difference(anchor, place_of(anchor), found, wanted)


def _exact(written: Read, document: Document, language: str) -> Iterator[Difference]:
    """Exact values that are others, of figures whose text is there."""
    for anchor, figure in figures(document, language):
        found = written.exact.get(anchor)
        expected = "" if figure.value is None else repr(figure.value)
        if found is not None and found != expected:
            yield Difference(anchor, message("paper_exact", where=place_of(anchor)), found, expected)


def _alternatives(written: Read, document: Document, language: str) -> Iterator[Difference]:
    """Charts with another alternative, or with none; charts too many."""
    charts = [(number, block.spec) for number, block in enumerate(document.blocks, start=1) if isinstance(block, Chart)]
    expected = [(number, spec.alternative.text(language)) for number, spec in charts]
    found = written.alternatives
    for place in range(max(len(expected), len(found))):
        number, wanted = expected[place] if place < len(expected) else (0, None)
        is_there = found[place] if place < len(found) else None
        if _blanks(is_there) != _blanks(wanted):
            where = message("paper_alternative", number=f"{number}")
            yield Difference(block_place(number), where, is_there, wanted)
