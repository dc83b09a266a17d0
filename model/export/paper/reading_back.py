"""What stands in a written paper: the text at each anchor, read from Word or HTML, also after somebody edited it.

A file comes from anywhere: it is read as data only, up to a size, and what cannot be read is said.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

from model.documents.anchors import FIGURE
from model.problems import BadInput, cause_of, problem

WORD, HTML = ".docx", ".html"
KINDS = (WORD, HTML)
LARGEST = 20_000_000
"""Bytes of a paper, and of its text once unpacked: a hundred times what one page takes."""
DOCUMENT = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_DRAWINGS = {f"{_W}drawing", f"{_W}pict"}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""What Word adds for programs that cannot draw shapes: the same text once more."""
_ANCHOR = re.compile(r"(title|b\d+)(_\w+)?", re.ASCII)
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, ElementTree.ParseError),
    *(KeyError, ValueError, NotImplementedError, RuntimeError),
)
"""What reading a file raises that is no paper: no archive, one that is damaged or locked, or no document in it."""
_WITHIN_A_LINE = {"data", "b", "strong", "i", "em", "u", "span", "a", "small"}
"""Elements of HTML that begin no new paragraph."""
PARAGRAPH = "\0"
"""Between two paragraphs: no file holds it."""
TWICE = "\n"
"""Between the texts of an anchor that stands twice in a file: no figure reads like that."""


@dataclass
class Read:
    """The text at each anchor, the exact value beside it (HTML only), and the alternatives of the charts in order.

    `words` are all that is said outside the drawings, a `PARAGRAPH` before each paragraph, heading or cell and a
    `FIGURE` in the place of each figure.
    """

    words: list[str] = field(default_factory=list)
    shown: dict[str, str] = field(default_factory=dict)
    exact: dict[str, str] = field(default_factory=dict)
    alternatives: list[str] = field(default_factory=list)

    def add(self, anchor: str, text: str) -> None:
        """The text at an anchor; of an anchor that stands there twice, both."""
        self.shown[anchor] = f"{self.shown[anchor]}{TWICE}{text}" if anchor in self.shown else text

    @property
    def wording(self) -> list[str]:
        """The text of each paragraph, heading and cell; some are blank."""
        return "".join(self.words).split(PARAGRAPH)


def read_back(path: Path) -> Mapping[str, str]:
    """The text at each anchor of a paper, in Word or HTML. Raises BadInput for a file that is none."""
    return read(path).shown


def read(path: Path) -> Read:
    """All that a paper says of its figures. Raises BadInput for a file that is none."""
    kind = path.suffix.lower()
    if kind not in KINDS:
        raise BadInput((problem("paper_kind", path.name, value=kind or path.name, allowed=", ".join(KINDS)),))
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise BadInput((problem("file_too_large", path.name, value=size, highest=LARGEST),))
        content = path.read_bytes()
    except OSError as error:
        raise BadInput((problem("cannot_read", path.name, value=cause_of(error)),)) from None
    try:
        return _from_word(content) if kind == WORD else _from_html(content)
    except _BROKEN:
        raise BadInput((problem("paper_broken", path.name, kind=kind),)) from None


def _from_word(content: bytes) -> Read:
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(DOCUMENT) as document:
        unpacked = document.read(LARGEST + 1)
    text = unpacked.decode("utf-8")
    if "<!DOCTYPE" in text or len(unpacked) > LARGEST:
        raise ValueError("a document of Word declares nothing of its own, and is no longer than that")
    words = _Words()
    waiting = [(ElementTree.fromstring(text), False)]
    while waiting:  # in the order of the text; deep nesting is no trouble, for nothing calls itself
        element, is_drawn = waiting.pop()
        if element.tag != _FALLBACK:
            words.meet(element, is_drawn)
            is_drawn = is_drawn or element.tag in _DRAWINGS
            waiting.extend((inner, is_drawn) for inner in reversed(element))
    return words.read_so_far


class _Open:
    """Figures that have begun and not ended, by what tells their end, and all text since the beginning."""

    def __init__(self) -> None:
        self.begun: dict[str, tuple[str, int]] = {}
        self.texts: list[str] = []

    def begin(self, key: str, anchor: str) -> None:
        """A figure begins."""
        self.begun[key] = anchor, len(self.texts)

    def end(self, key: str, into: Read) -> None:
        """What tells the end of a figure: the text between, if one had begun."""
        if key in self.begun:
            anchor, start = self.begun.pop(key)
            into.add(anchor, "".join(self.texts[start:]))


class _Words:
    """Reads the text within every bookmark that is an anchor, and the alternative of every drawing."""

    def __init__(self) -> None:
        self.read_so_far = Read()
        self._open = _Open()

    def meet(self, element: ElementTree.Element, is_drawn: bool) -> None:
        """The next element in the order of the text; `is_drawn` where it stands in a drawing."""
        number = element.get(f"{_W}id", "")
        if not is_drawn:
            self._word(element)
        if element.tag == f"{_W}bookmarkStart" and _ANCHOR.fullmatch(element.get(f"{_W}name", "")):
            self._open.begin(number, element.get(f"{_W}name", ""))
        elif element.tag == f"{_W}bookmarkEnd":
            self._open.end(number, self.read_so_far)
        elif element.tag == f"{_W}t":
            self._open.texts.append(element.text or "")
        elif element.tag == _PICTURE:
            self.read_so_far.alternatives.append(element.get("descr", ""))

    def _word(self, element: ElementTree.Element) -> None:
        """What an element adds to the wording: a paragraph begins, a line breaks, or there is text."""
        if element.tag == f"{_W}p":
            self.read_so_far.words.append(PARAGRAPH)
        elif element.tag in {f"{_W}br", f"{_W}tab"}:
            self.read_so_far.words.append(" ")
        elif element.tag == f"{_W}t" and not self._open.begun:
            self.read_so_far.words.append(element.text or "")
        elif element.tag == f"{_W}bookmarkStart" and _ANCHOR.fullmatch(element.get(f"{_W}name", "")):
            self.read_so_far.words.append(FIGURE)


def _from_html(content: bytes) -> Read:
    page = _Page()
    page.feed(content.decode("utf-8"))
    page.close()
    if not page.is_page:
        raise ValueError("no HTML")
    return page.read_so_far


class _Page(HTMLParser):
    """Reads the text of every element with an exact value: `data`, and what is written in a drawing."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.read_so_far = Read()
        self.is_page = False
        self._open = _Open()
        self._unread = "head"
        """The element that is open and whose text is no wording: what it says is not seen, or drawn."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins: whether it holds a figure, and the value of that."""
        given = {name: value or "" for name, value in attrs}
        self.is_page = self.is_page or tag == "html"
        if not self._unread and tag not in _WITHIN_A_LINE:
            self.read_so_far.words.append(PARAGRAPH)
        if tag == "svg":
            self.read_so_far.alternatives.append(given.get("aria-label", ""))
        value = given.get("value" if tag == "data" else "data-value")
        anchor = given.get("id", "")
        if value is not None and _ANCHOR.fullmatch(anchor):
            self._open.begin(tag, anchor)
            self.read_so_far.exact[anchor] = value
            if not self._unread:
                self.read_so_far.words.append(FIGURE)
        if tag == "svg":
            self._unread = tag

    def handle_data(self, data: str) -> None:
        """Text."""
        if not self._unread and not self._open.begun:
            self.read_so_far.words.append(data)
        self._open.texts.append(data)

    def handle_endtag(self, tag: str) -> None:
        """An element ends, and with it what a figure shows."""
        self._open.end(tag, self.read_so_far)
        if tag == self._unread:
            self._unread = ""
        elif not self._unread and tag not in _WITHIN_A_LINE:
            self.read_so_far.words.append(PARAGRAPH)
