"""The paper as a file of Word: styles to edit it by, a bookmark around each figure, and no clock in it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from model.documents.anchors import TITLE, block_place, part_place
from model.documents.blocks import (
    Block,
    Chart,
    Decision,
    Document,
    FreeText,
    Heading,
    Paragraph,
    QuestionAnswer,
    Table,
)
from model.export.paper.charts import picture
from model.export.paper.markup import Markup, tag, words
from model.export.paper.word_picture import drawing
from model.export.paper.word_table import table
from model.export.paper.word_text import LANGUAGE, Writing, paragraph, run
from model.words.palette import OPTION_COLOURS

PARTS = Path(__file__).parent / "word_parts"
"""What is the same in every document, as files: styles, settings, what the parts are and how they belong together."""
FIXED = {
    "[Content_Types].xml": "content_types.xml",
    "_rels/.rels": "package_relations.xml",
    "word/_rels/document.xml.rels": "document_relations.xml",
    "word/settings.xml": "settings.xml",
    "word/styles.xml": "styles.xml",
}
NO_CLOCK = (1980, 1, 1, 0, 0, 0)
"""The date of every part of the file: the earliest a ZIP can hold, so that the same document gives the same bytes."""
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NAMESPACES = {
    "xmlns:w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "xmlns:r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "xmlns:a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "xmlns:wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "xmlns:wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "xmlns:wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "xmlns:mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
}


def word(document: Document, language: str, colours: Sequence[str] = OPTION_COLOURS) -> bytes:
    """A document as the bytes of a .docx in a language: A4, a bookmark per figure, no field and no clock in it."""
    contents = {
        **{name: _fixed(file, language) for name, file in FIXED.items()},
        "word/document.xml": DECLARATION + _document(document, Writing(language, colours)),
        "docProps/core.xml": DECLARATION + _properties(document, language),
    }
    return _zipped(contents)


def _fixed(file: str, language: str) -> str:
    """A part that is the same in every document but for the language it is checked in."""
    return (PARTS / file).read_text(encoding="utf-8").replace("LANGUAGE", LANGUAGE[language])


def _zipped(contents: Mapping[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, content in contents.items():
            entry = zipfile.ZipInfo(name, NO_CLOCK)
            entry.create_system = 0  # the same on every system
            archive.writestr(entry, content.encode("utf-8"))
    return file.getvalue()


def _properties(document: Document, language: str) -> Markup:
    """Title and language of the document; who made it, and when, is not in it."""
    spaces = {
        "xmlns:cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
        "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    }
    title = tag("dc:title", None, words(document.title.text(language)))
    return tag("cp:coreProperties", spaces, title, tag("dc:language", None, words(LANGUAGE[language])))


def _document(document: Document, writing: Writing) -> Markup:
    title = paragraph("Title", writing.said(document.title, TITLE))
    blocks = (
        part
        for number, block in enumerate(document.blocks, start=1)
        for part in _block(block, block_place(number), writing)
    )
    page = tag(
        "w:sectPr",
        None,
        tag("w:pgSz", {"w:w": "11906", "w:h": "16838"}),
        tag(
            "w:pgMar",
            {
                "w:top": "964",
                "w:right": "1134",
                "w:bottom": "850",
                "w:left": "1134",
                "w:header": "567",
                "w:footer": "567",
                "w:gutter": "0",
            },
        ),
    )
    return tag("w:document", NAMESPACES, tag("w:body", None, title, *blocks, page))


def _block(block: Block, place: str, writing: Writing) -> Iterator[Markup]:
    match block:
        case Heading():
            yield paragraph(f"Heading{block.level}", writing.said(block.message, place))
        case Paragraph():
            yield paragraph("Normal", writing.sentences(block.messages, place))
        case Table():
            yield paragraph("Caption", writing.said(block.title, part_place(place, TITLE)))
            yield table(block, place, writing)
            yield paragraph("AfterTable")
        case Chart():
            yield paragraph("Caption", writing.said(block.spec.title, part_place(place, TITLE)))
            drawn = picture(block.spec, place, writing.language, writing.colours)
            yield paragraph("Chart", drawing(drawn, block.spec.alternative.text(writing.language), writing.numbers))
        case Decision():
            yield paragraph("Decision", writing.said(block.message, place))
        case QuestionAnswer():
            yield paragraph("Question", writing.said(block.question, part_place(place, "question")))
            yield paragraph("Normal", writing.sentences(block.answer, place))
        case FreeText():
            yield paragraph("Quote", run(block.text))
