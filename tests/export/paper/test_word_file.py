"""The paper in Word as the library reads it back: its look, its properties, and when that library is loaded."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import docx
import pytest
from docx.document import Document as WordFile
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from model.documents.charts import KINDS
from model.export.paper.word import word
from tests.support.application import ROOT
from tests.support.papers import any_words, paper

PRINT_HASH = """
import hashlib
from unittest.mock import patch
from model.documents.charts import KINDS
from model.export.paper.word import word
from tests.support import papers
with patch("model.words.messages.sentence_of", papers.sentence):
    print(hashlib.sha256(word(papers.paper("", *KINDS), "nl")).hexdigest())
"""
DIGIT = 0.64
"""Width of a digit in DejaVu Sans, as a part of its size: the widest font that often stands in for another."""


def opened(content: bytes) -> WordFile:
    """A file as the library reads it."""
    return docx.Document(io.BytesIO(content))


def said_in_another_process(program: str, **surroundings: str) -> str:
    """What a program prints in a process of its own."""
    command = [sys.executable, "-W", "error", "-c", program]
    surroundings = {**os.environ, **surroundings}
    done = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, timeout=60, check=True)
    return done.stdout.strip()


@pytest.mark.thorough
def test_another_process_on_another_clock_gives_the_same_bytes() -> None:
    here = hashlib.sha256(word(paper("", *KINDS), "nl")).hexdigest()
    assert said_in_another_process(PRINT_HASH, PYTHONHASHSEED="7", TZ="Asia/Tokyo") == here


@pytest.mark.thorough
@pytest.mark.parametrize("module", ["model.cli", "model.export.paper.word"])
def test_the_library_is_loaded_only_when_a_file_is_asked_for(module: str) -> None:
    assert said_in_another_process(f"import sys, {module}; print('docx' in sys.modules, 'lxml' in sys.modules)") == (
        "False False"
    )


def test_the_file_says_its_title_and_nothing_of_a_maker_or_a_clock() -> None:
    about = opened(word(paper(), "nl")).core_properties
    assert about.title == "Huisvesting van 217\u00a0bedden: nieuwbouw sluit"
    assert (about.author, about.last_modified_by, about.comments) == ("", "", "")
    assert about.created == about.modified == datetime(1980, 1, 1, tzinfo=UTC)


def test_a_title_that_is_longer_than_a_property_stands_whole_on_the_page() -> None:
    file = opened(word(replace(paper(), title=any_words("x" * 300)), "nl"))
    assert file.paragraphs[0].text == "x" * 300
    assert file.core_properties.title == "x" * 255  # the most that Word allows


def test_the_margins_leave_170_mm_and_a_table_takes_them() -> None:
    file = opened(word(paper(), "nl"))
    page = file.sections[0]
    assert page.page_width is not None and page.left_margin is not None and page.right_margin is not None
    free = page.page_width - page.left_margin - page.right_margin
    assert free == pytest.approx(Mm(170), abs=Pt(0.1))  # lengths in the file are in twentieths of a point
    (table,) = file.tables
    assert sum(column.width or 0 for column in table.columns) == pytest.approx(free, abs=Pt(0.2))


def test_columns_of_figures_are_aligned_at_their_right_and_names_are_not() -> None:
    (table,) = opened(word(paper(), "nl")).tables
    for row in table.rows:
        sides = [cell.paragraphs[0].alignment for cell in row.cells]
        assert sides == [None, *[WD_ALIGN_PARAGRAPH.RIGHT] * 3]


def test_no_part_and_no_style_comes_from_the_template_of_the_library_that_no_paper_needs() -> None:
    file = opened(word(paper("", *KINDS), "nl"))
    parts = {str(part.partname) for part in file.part.package.iter_parts()}
    assert parts == {"/word/document.xml", "/word/settings.xml", "/word/styles.xml", "/docProps/core.xml"}
    used = {paragraph.style.name for paragraph in file.paragraphs if paragraph.style}
    assert used <= {style.name for style in file.styles}
    assert {"List Bullet", "Table Grid", "Intense Quote"} & {style.name for style in file.styles} == set()


def test_headings_have_their_level_in_the_outline() -> None:
    styles = opened(word(paper(), "nl")).styles
    levels = [styles[f"Heading {level}"].element.find(f".//{qn('w:outlineLvl')}") for level in (1, 2, 3)]
    assert [level.get(qn("w:val")) for level in levels] == ["0", "1", "2"]


def test_a_tab_and_a_blank_that_somebody_typed_are_still_there() -> None:
    assert opened(word(paper(" twee\tdrie "), "nl")).paragraphs[-1].text == " twee\tdrie "


def labels() -> Iterator[tuple[str, float, float]]:
    """Each text in a drawing, with the width of its frame and its size, both in points."""
    for shape in opened(word(paper("", *KINDS), "nl")).element.iter():
        if shape.tag.endswith("}wsp"):
            text = "".join(element.text for element in shape.iter(qn("w:t")))
            size = next((int(element.get(qn("w:val"))) / 2 for element in shape.iter(qn("w:sz"))), 0.0)
            (extent,) = shape.iter(qn("a:ext"))
            if text:
                yield text, int(extent.get("cx")) / Pt(1), size


def test_a_number_along_an_axis_has_room_in_a_wider_font_too() -> None:
    numbers = [(text, wide, size) for text, wide, size in labels() if text.lstrip("-").isdigit()]
    assert {"200", "150", "100", "2027"} <= {text for text, _, _ in numbers}
    assert all(wide >= len(text) * size * DIGIT for text, wide, size in numbers)


def test_a_drawing_is_as_large_as_its_frame_in_whatever_program() -> None:
    """Programs that stretch a group to its frame find a shape in it of just that size."""
    frames = list(opened(word(paper("", *KINDS), "nl")).element.iter(qn("a:xfrm")))
    sizes = [tuple(part.get(side) for part in frame for side in part.keys()) for frame in frames]  # noqa: SIM118
    whole = [(group, ground) for group, ground in pairwise(sizes) if len(group) == 8]
    assert len(whole) == 1 + len(KINDS)
    assert all(group[4:] == ground for group, ground in whole)
