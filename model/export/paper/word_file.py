"""A document written with python-docx: the file, its page and its blocks; `model.export.paper.word` loads it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime

import docx
from docx.document import Document as WordFile
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm

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
from model.export.paper.markup import plain
from model.export.paper.room import is_crowded
from model.export.paper.word_picture import draw
from model.export.paper.word_styles import set_styles
from model.export.paper.word_table import add_table
from model.export.paper.word_text import LANGUAGE, Writing, write

NO_CLOCK = datetime(1980, 1, 1)
"""When every file was made: the earliest a ZIP can hold, so that the same document gives the same bytes."""
LONGEST_PROPERTY = 255
"""Characters that a property of a file can have in Word."""
WORD_2013 = "15"
"""The version of Word from which on it opens a file without a mode of compatibility."""


def written(document: Document, language: str, colours: Sequence[str]) -> bytes:
    """A document as the bytes of a .docx: see `model.export.paper.word.word`."""
    file = docx.Document()
    _clear(file)
    _set_page(file)
    _set_language(file, language)
    set_styles(file.styles, crowded=is_crowded(document, language))
    _set_properties(file, document.title.text(language), language)
    writing = Writing(file, language, colours)
    writing.say(writing.paragraph("Title"), document.title, TITLE)
    for number, block in enumerate(document.blocks, start=1):
        _add(block, block_place(number), writing)
    return _bytes_of(file)


def _clear(file: WordFile) -> None:
    """Takes out what the template of the library has and no paper needs: a thumbnail, a theme, numberings."""
    kept = {
        RELATIONSHIP_TYPE.OFFICE_DOCUMENT,
        RELATIONSHIP_TYPE.CORE_PROPERTIES,
        RELATIONSHIP_TYPE.STYLES,
        RELATIONSHIP_TYPE.SETTINGS,
    }
    for relations in (file.part.package.rels, file.part.rels):
        for key in [key for key, relation in relations.items() if relation.reltype not in kept]:
            del relations[key]


def _set_page(file: WordFile) -> None:
    """A4 with its margins."""
    page = file.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(20)
    page.top_margin, page.bottom_margin = Mm(17), Mm(15)
    page.header_distance = page.footer_distance = Mm(10)


def _set_language(file: WordFile, language: str) -> None:
    """The language in which Word checks spelling, which the library has no call for; nothing counts as checked yet."""
    settings = file.settings.element
    for element in (*file.styles.element.xpath("w:docDefaults//w:lang"), *settings.xpath("w:themeFontLang")):
        element.set(qn("w:val"), LANGUAGE[language])
        element.set(qn("w:eastAsia"), LANGUAGE[language])
    for checked in settings.xpath("w:proofState"):
        settings.remove(checked)
    for mode in settings.xpath("w:compat/w:compatSetting[@w:name='compatibilityMode']"):
        mode.set(qn("w:val"), WORD_2013)


def _set_properties(file: WordFile, title: str, language: str) -> None:
    """Title and language of the document; who made it, and when, is not in it."""
    about = file.core_properties
    about.title = plain(title)[:LONGEST_PROPERTY]
    about.language = LANGUAGE[language]
    about.author = about.comments = ""
    about.created = about.modified = NO_CLOCK


def _bytes_of(file: WordFile) -> bytes:
    """The file with its parts in a fixed order and of a fixed date, not compressed: the same on every system."""
    saved, same = io.BytesIO(), io.BytesIO()
    file.save(saved)
    with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(same, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(parts.namelist()):
            entry = zipfile.ZipInfo(name, NO_CLOCK.timetuple()[:6])
            entry.create_system = 0
            archive.writestr(entry, parts.read(name))
    return same.getvalue()


def _add(block: Block, place: str, writing: Writing) -> None:
    """Writes a block below those before it."""
    match block:
        case Heading():
            writing.say(writing.paragraph(f"Heading {block.level}"), block.message, place)
        case Paragraph():
            writing.say_in_a_row(writing.paragraph("Normal"), block.messages, place)
        case Table():
            writing.say(writing.paragraph("Caption"), block.title, part_place(place, TITLE))
            add_table(block, place, writing)
            writing.paragraph("After Table")
        case Chart():
            writing.say(writing.paragraph("Caption"), block.spec.title, part_place(place, TITLE))
            drawn = picture(block.spec, place, writing.language, writing.colours)
            draw(writing.paragraph("Chart"), drawn, block.spec.alternative.text(writing.language), writing.numbers)
        case Decision():
            writing.say(writing.paragraph("Decision"), block.message, place)
        case QuestionAnswer():
            writing.say(writing.paragraph("Question"), block.question, part_place(place, "question"))
            writing.say_in_a_row(writing.paragraph("Normal"), block.answer, place)
        case FreeText():
            write(writing.paragraph("Quote"), block.text)
