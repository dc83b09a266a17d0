"""The paper as one file of HTML: A4 when it is printed, nothing in it from elsewhere, and no script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from model.documents.anchors import TITLE, block_place, cell_place, part_place, parts, sentence_place
from model.documents.blocks import (
    Block,
    Cell,
    Chart,
    Decision,
    Document,
    FreeText,
    Heading,
    Paragraph,
    QuestionAnswer,
    Table,
)
from model.export.paper.markup import Markup, joined, tag, words
from model.export.paper.room import MANY, is_crowded
from model.export.paper.svg import exact, svg
from model.words.figures import Figure
from model.words.messages import Message
from model.words.palette import OPTION_COLOURS
from model.words.units import Style

STYLE = (Path(__file__).parent / "paper.css").read_text(encoding="utf-8")
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""Nothing is loaded and nothing runs, whatever may stand in the file."""


def html(document: Document, language: str, colours: Sequence[str] = OPTION_COLOURS) -> str:
    """A document as a page of HTML in a language; each figure a `data` with its exact value, its anchor as its id."""
    title = document.title.text(language)
    head = tag(
        "head",
        None,
        tag("meta", {"charset": "utf-8"}),
        tag("meta", {"http-equiv": "Content-Security-Policy", "content": POLICY}),
        tag("meta", {"name": "viewport", "content": "width=device-width"}),
        tag("title", None, words(title)),
        tag("style", None, Markup(STYLE)),
    )
    blocks = (
        _block(block, block_place(number), language, colours) for number, block in enumerate(document.blocks, start=1)
    )
    look = {"class": "crowded"} if is_crowded(document, language) else None
    main = tag("main", look, tag("h1", None, _said(document.title, TITLE, language)), *blocks)
    return f"<!doctype html>\n{tag('html', {'lang': language}, head, tag('body', None, main))}\n"


def _said(cell: Cell, place: str, language: str, style: Style = "full") -> Markup:
    """What is said in a place, with its figures."""
    return joined(
        tag("data", {"value": exact(part), "id": part.anchor}, words(part.text)) if part.anchor else words(part.text)
        for part in parts(cell, place, language, style)
    )


def _sentences(messages: tuple[Message, ...], place: str, language: str) -> Markup:
    """Sentences in a row, a blank between them."""
    said = [_said(message, sentence_place(place, number), language) for number, message in enumerate(messages, start=1)]
    return Markup(" ".join(said))


def _block(block: Block, place: str, language: str, colours: Sequence[str]) -> Markup:
    match block:
        case Heading():
            return tag(f"h{block.level + 1}", None, _said(block.message, place, language))
        case Paragraph():
            return tag("p", None, _sentences(block.messages, place, language))
        case Table():
            return _table(block, place, language)
        case Chart():
            title = tag("figcaption", None, _said(block.spec.title, part_place(place, TITLE), language))
            return tag("figure", None, title, svg(block.spec, place, language, colours))
        case Decision():
            return tag("p", {"class": "decision"}, _said(block.message, place, language))
        case QuestionAnswer():
            question = tag("dt", None, _said(block.question, part_place(place, "question"), language))
            return tag("dl", None, question, tag("dd", None, _sentences(block.answer, place, language)))
        case FreeText():
            return tag("blockquote", None, words(block.text))


def _table(table: Table, place: str, language: str) -> Markup:
    """A table with its title, the heads of its columns and the names of its rows as such."""
    numbers = _columns_of_numbers(table)
    head = (
        tag("th", {"scope": "col", **_aligned(column in numbers)}, _said(cell, cell_place(place, 0, column), language))
        for column, cell in enumerate(table.head, start=1)
    )
    rows = (tag("tr", None, *_cells(table, number, place, language)) for number in range(1, len(table.rows) + 1))
    title = tag("caption", None, _said(table.title, part_place(place, TITLE), language))
    look = {"class": "close"} if len(table.rows) > MANY else None
    return tag("table", look, title, tag("thead", None, tag("tr", None, *head)), tag("tbody", None, *rows))


def _columns_of_numbers(table: Table) -> set[int]:
    """The columns in which figures stand, from 1: aligned at their right, as is their head."""
    return {column for row in table.rows for column, cell in enumerate(row, start=1) if isinstance(cell, Figure)}


def _aligned(is_number: bool) -> dict[str, str]:
    return {"class": "number"} if is_number else {}


def _cells(table: Table, row: int, place: str, language: str) -> Iterator[Markup]:
    for column, cell in enumerate(table.rows[row - 1], start=1):
        said = _said(cell, cell_place(place, row, column), language, table.style)
        if column == 1:
            yield tag("th", {"scope": "row"}, said)
        else:
            yield tag("td", _aligned(isinstance(cell, Figure)), said)
