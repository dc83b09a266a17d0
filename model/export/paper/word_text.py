"""What is said in Word: text in a paragraph, and the bookmark around each figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

from docx.document import Document as WordFile
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from model.documents.anchors import Part, parts, sentence_place
from model.documents.blocks import Cell
from model.export.paper.markup import plain
from model.words.messages import Message
from model.words.units import Style

LANGUAGE = {"nl": "nl-NL", "en": "en-GB"}


def write(paragraph: Paragraph, text: str) -> Run:
    """Adds text as it stands, a break where it has one; never a field, for a field is an element of its own."""
    return paragraph.add_run("\n".join(plain(line) for line in text.splitlines()))


def write_parts(paragraph: Paragraph, said: Sequence[Part], numbers: Iterator[int], *, stressed: bool = False) -> None:
    """Adds what is said, with a bookmark around each figure, which is in bold where it is `stressed`."""
    for part in said:
        run = write(paragraph, part.text)
        if part.anchor:
            _bookmark(run, part.anchor, next(numbers))
            if stressed:
                run.bold = True


def _bookmark(run: Run, name: str, number: int) -> None:
    """Puts a bookmark around a run, which the library has no call for."""
    run.element.addprevious(OxmlElement("w:bookmarkStart", {qn("w:id"): f"{number}", qn("w:name"): name}))
    run.element.addnext(OxmlElement("w:bookmarkEnd", {qn("w:id"): f"{number}"}))


@dataclass(frozen=True)
class Writing:
    """What every block needs: the file, its language, colours, and the numbers of bookmarks and drawings in it."""

    file: WordFile
    language: str
    colours: Sequence[str]
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def paragraph(self, style: str) -> Paragraph:
        """A new paragraph in a style, below what has been written."""
        return self.file.add_paragraph(style=style)

    def say(
        self, paragraph: Paragraph, cell: Cell, place: str, style: Style = "full", *, stressed: bool = False
    ) -> None:
        """Writes what is said in a place, with its figures."""
        write_parts(paragraph, parts(cell, place, self.language, style), self.numbers, stressed=stressed)

    def say_in_a_row(self, paragraph: Paragraph, messages: tuple[Message, ...], place: str) -> None:
        """Writes sentences, a blank between them and their figures in bold."""
        for number, message in enumerate(messages, start=1):
            if number > 1:
                write(paragraph, " ")
            self.say(paragraph, message, sentence_place(place, number), stressed=True)
