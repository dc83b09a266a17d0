"""Where each figure of a document stands: an anchor per figure, the same in every form the document is written in.

An anchor begins with a letter, holds letters, digits and underscores, and is at most forty characters: what a bookmark
of Word, an `id` of HTML and a defined name of a workbook all allow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

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
from model.documents.charts import AnyChart, ChartSpec
from model.documents.number_charts import Curves, HeatMap, Histogram
from model.documents.words import Words
from model.documents.words import said as words
from model.words.figures import Figure
from model.words.messages import Message
from model.words.texts import LANGUAGES
from model.words.units import Style

LONGEST = 40
"""Characters of a bookmark's name in Word."""
TITLE = "title"
"""The place of the document's title."""


@dataclass(frozen=True)
class Part:
    """A part of what is said: words, or with `anchor` the figure they show."""

    text: str
    anchor: str = ""
    figure: Figure | None = None


Places: TypeAlias = Iterator[tuple[str, Cell, Style]]
"""What is said in a block: where, what, and in which style where that is a figure."""


def parts(said: Cell, place: str, language: str, style: Style = "full") -> tuple[Part, ...]:
    """What is said in a place, cut where a figure starts and ends; each figure with its anchor."""
    if isinstance(said, Figure):
        return (Part(said.show(language, style), place, said),)
    if not isinstance(said, Message):
        return (Part(words(said, language)),)
    used: set[str] = set()
    cut = []
    for piece in said.pieces(language):
        if isinstance(piece.figure, Figure):
            anchor = _unused(place, piece.name, used)
            used.add(anchor)
            cut.append(Part(piece.text, anchor, piece.figure))
        else:
            cut.append(Part(piece.text))
    return tuple(cut)


def _unused(place: str, name: str, used: set[str]) -> str:
    """The anchor of a figure in a sentence: after its name there, with a number where that has been used."""
    plain = f"{place}_{re.sub('[^A-Za-z0-9]', '_', name)}"[:LONGEST]
    number = 1
    anchor = plain
    while anchor in used:
        number += 1
        anchor = f"{plain[: LONGEST - len(str(number)) - 1]}_{number}"
    return anchor


def block_place(number: int) -> str:
    """The place of a block by its number among the blocks, from 1."""
    return f"b{number}"


def sentence_place(block: str, number: int) -> str:
    """The place of a sentence of a paragraph or an answer, from 1."""
    return f"{block}_{number}"


def part_place(block: str, name: str) -> str:
    """The place of a named part of a block: its title, its question."""
    return f"{block}_{name}"


def cell_place(block: str, row: int, column: int) -> str:
    """The place of a cell, from 1; row 0 is the head."""
    return f"{block}_r{row}_c{column}"


def bar_place(block: str, series: int, category: int) -> str:
    """The place of a figure written in a chart, from 1."""
    return f"{block}_s{series}_{category}"


def written_in_chart(spec: AnyChart, block: str) -> Places:
    """What a chart writes beside what it draws, in its place: values, ends, a reference, a level, marks."""
    match spec:
        case ChartSpec():
            yield from _written_by_category(spec, block)
        case HeatMap():
            if spec.contours:
                yield part_place(block, "level"), spec.level_name, "full"
        case Histogram():
            for number, (_, figure) in enumerate(spec.marks, start=1):
                yield bar_place(block, 1, number), figure, spec.style
        case Curves():
            return


def _written_by_category(spec: ChartSpec, block: str) -> Places:
    if spec.kind in {"bars", "waterfall"}:
        for number, figure in enumerate(spec.series[0].figures, start=1):
            yield bar_place(block, 1, number), figure, spec.style
    for number, ends in enumerate(spec.ends, start=1):
        for side, end in enumerate(ends, start=1):
            yield bar_place(block, side, number), end, spec.style
    if spec.reference is not None:
        yield part_place(block, "reference"), spec.reference, spec.style


def _sentences(messages: tuple[Message, ...], block: str) -> Places:
    for number, said in enumerate(messages, start=1):
        yield sentence_place(block, number), said, "full"


def _table(table: Table, block: str) -> Places:
    yield part_place(block, TITLE), table.title, "full"
    lines: tuple[tuple[Cell, ...], ...] = (table.head, *table.rows)
    for row, cells in enumerate(lines):
        for column, cell in enumerate(cells, start=1):
            yield cell_place(block, row, column), cell, table.style


def _places(block: Block, place: str) -> Places:
    """Everything that is said in a block, in reading order."""
    match block:
        case Heading() | Decision():
            yield place, block.message, "full"
        case Paragraph():
            yield from _sentences(block.messages, place)
        case QuestionAnswer():
            yield part_place(place, "question"), block.question, "full"
            yield from _sentences(block.answer, place)
        case Table():
            yield from _table(block, place)
        case Chart():
            yield part_place(place, TITLE), block.spec.title, "full"
            yield from written_in_chart(block.spec, place)


FIGURE = "…"
"""What stands in the wording of a document for a figure."""


def wording(document: Document, language: str) -> Iterator[tuple[str, str]]:
    """What is said beside the figures, a text for each paragraph, heading or cell with the block it stands in.

    Each figure is a `FIGURE`. What stands in the drawing of a chart is left out: its figures, and names of options.
    """
    yield TITLE, _without_figures(document.title, language)
    for number, block in enumerate(document.blocks, start=1):
        for said in _paragraphs(block):
            yield block_place(number), " ".join(_without_figures(cell, language) for cell in said)


def _paragraphs(block: Block) -> Iterator[tuple[Cell, ...]]:
    """What is said in each paragraph of a block."""
    match block:
        case Paragraph():
            yield block.messages
        case QuestionAnswer():
            yield (block.question,)
            yield block.answer
        case Chart():
            yield (block.spec.title,)
        case FreeText():
            yield (block.text,)
        case _:
            yield from ((cell,) for _, cell, _ in _places(block, ""))


def _without_figures(said: Cell, language: str) -> str:
    return "".join(FIGURE if part.anchor or part.figure else part.text for part in parts(said, "", language))


def _figures(document: Document, language: str) -> Iterator[Part]:
    said: list[tuple[str, Cell | Words, Style]] = [(TITLE, document.title, "full")]
    for number, block in enumerate(document.blocks, start=1):
        said.extend(_places(block, block_place(number)))
    for place, cell, style in said:
        yield from (part for part in parts(cell, place, language, style) if part.figure is not None)


def figures(document: Document, language: str = LANGUAGES[0]) -> tuple[tuple[str, Figure], ...]:
    """Every figure of a document that a reader sees as a number, with its anchor, in the reading order of a language.

    A sentence that names a figure twice has two anchors.
    """
    return tuple((part.anchor, part.figure) for part in _figures(document, language) if part.figure is not None)


def shown(document: Document, language: str) -> Mapping[str, str]:
    """What must be read at each anchor in a language."""
    return {part.anchor: part.text for part in _figures(document, language)}
