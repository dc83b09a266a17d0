"""Which sentences of a written paper are others than the case says: whoever presents it may edit them, and is told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import Path

from model.documents.anchors import FIGURE, wording
from model.documents.blocks import Document
from model.export.paper.markup import plain
from model.export.paper.reading_back import read
from model.export.paper.verify import place_of
from model.words.messages import Message, message

_BETWEEN = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True)
class Reworded:
    """A sentence that is another one: what stands there and what the case says, None where there is nothing."""

    place: Message
    found: str | None
    expected: str | None

    @property
    def message(self) -> Message:
        """Where it is, what stands there and what the case says; each figure in it is left out."""
        if self.found is None:
            return message("paper_words_gone", place=self.place, expected=self.expected)
        if self.expected is None:
            return message("paper_words_extra", place=self.place, found=self.found)
        return message("paper_words_differ", place=self.place, found=self.found, expected=self.expected)


def reworded(path: Path, document: Document, language: str) -> tuple[Reworded, ...]:
    """Headings, sentences and names in a paper that are others than in the document; blanks of any kind are alike.

    What stands in a drawing is left to its figures. Raises BadInput for a file that cannot be read.
    """
    found = [sentence for text in read(path).wording for sentence in _sentences(text)]
    expected = [
        (place, sentence) for place, text in wording(document, language) for sentence in _sentences(plain(text))
    ]
    return tuple(_compared(found, expected))


def _sentences(text: str) -> Iterator[str]:
    """The sentences of a text, without those that are a figure and nothing else."""
    said = (" ".join(sentence.split()) for sentence in _BETWEEN.split(text))
    return (sentence for sentence in said if sentence.strip(f"{FIGURE} "))


def _compared(found: list[str], expected: list[tuple[str, str]]) -> Iterable[Reworded]:
    wanted = [sentence for _, sentence in expected]
    for kind, start, end, first, last in SequenceMatcher(None, found, wanted, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        before = place_of(expected[max(first - 1, 0)][0])
        for there, said in zip_longest(found[start:end], expected[first:last]):
            yield Reworded(before, there, None) if said is None else Reworded(place_of(said[0]), there, said[1])
