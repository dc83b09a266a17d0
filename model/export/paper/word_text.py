"""Paragraphs and runs of WordprocessingML, and the bookmark around each figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from model.documents.anchors import Part, parts, sentence_place
from model.documents.blocks import Cell
from model.export.paper.markup import NOTHING, Markup, joined, tag, words
from model.words.messages import Message
from model.words.units import Style

LANGUAGE = {"nl": "nl-NL", "en": "en-GB"}
BOLD = tag("w:b")


class Numbers:
    """The numbers of the bookmarks and drawings of one document, none of which may occur twice."""

    def __init__(self) -> None:
        self._count = count(1)

    def next(self) -> str:
        """The next number."""
        return f"{next(self._count)}"


def value(name: str, content: str) -> Markup:
    """An element that is one setting."""
    return tag(name, {"w:val": content})


def run(text: str, look: Markup = NOTHING) -> Markup:
    """Text as it stands, a break where it has one; never a field, for a field is an element of its own."""
    inside: list[Markup] = [tag("w:rPr", None, look)] if look else []
    for number, line in enumerate(text.splitlines() or [""]):
        if number:
            inside.append(tag("w:br"))
        inside.append(tag("w:t", {"xml:space": "preserve"}, words(line)))
    return tag("w:r", None, *inside)


def runs(said: Sequence[Part], numbers: Numbers, look: Markup = NOTHING, figure: Markup = NOTHING) -> Markup:
    """What is said as runs with a look; a figure has a bookmark and, where given, a look of its own."""
    return joined(
        _bookmark(part.anchor, run(part.text, figure or look), numbers) if part.anchor else run(part.text, look)
        for part in said
    )


def _bookmark(name: str, inside: Markup, numbers: Numbers) -> Markup:
    number = numbers.next()
    start = tag("w:bookmarkStart", {"w:id": number, "w:name": name})
    return joined((start, inside, tag("w:bookmarkEnd", {"w:id": number})))


def paragraph(style: str, *inside: Markup, settings: Mapping[str, str] | None = None) -> Markup:
    """A paragraph in a style, with settings of its own by the name of their element."""
    own = (value(name, content) for name, content in (settings or {}).items())
    return tag("w:p", None, tag("w:pPr", None, value("w:pStyle", style), *own), *inside)


def _spaced(sentences: Iterable[Markup]) -> Markup:
    """Sentences in a row, a blank between them."""
    first, *others = sentences
    return joined((first, *(joined((run(" "), sentence)) for sentence in others)))


@dataclass(frozen=True)
class Writing:
    """What writing a document needs in every block: language, colours, and the numbers of bookmarks and drawings."""

    language: str
    colours: Sequence[str]
    numbers: Numbers = field(default_factory=Numbers)

    def said(self, cell: Cell, place: str, style: Style = "full", figure: Markup = NOTHING) -> Markup:
        """What is said in a place, with its figures."""
        return runs(parts(cell, place, self.language, style), self.numbers, NOTHING, figure)

    def sentences(self, messages: tuple[Message, ...], place: str) -> Markup:
        """Sentences in a row, their figures in bold."""
        said = [
            self.said(message, sentence_place(place, number), figure=BOLD)
            for number, message in enumerate(messages, start=1)
        ]
        return _spaced(said) if said else NOTHING
