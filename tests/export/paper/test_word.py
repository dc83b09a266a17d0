"""The paper as a file of Word: whole, in its language, with a bookmark per figure, and the same bytes every time."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from xml.etree import ElementTree

import pytest

from model.documents.charts import KINDS
from model.export.paper.verify import numbers
from model.export.paper.word import word
from model.words.texts import LANGUAGES
from tests.support.papers import HOSTILE, paper, with_names

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def part(content: bytes, name: str = "word/document.xml") -> ElementTree.Element:
    """A part of a file, read as XML."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return ElementTree.fromstring(archive.read(name))


def names(top: ElementTree.Element) -> list[str]:
    """The elements of a part, in order."""
    return [element.tag for element in top.iter()]


def texts(top: ElementTree.Element) -> list[str]:
    """The texts of a part, one per run."""
    return [element.text or "" for element in top.iter(f"{W}t")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_that_is_named_is_there_and_is_xml(language: str) -> None:
    content = word(paper("", *KINDS), language)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        present = set(archive.namelist())
        parts = {name: ElementTree.fromstring(archive.read(name)) for name in present}
    named = {element.get("PartName", "").lstrip("/") for element in parts["[Content_Types].xml"]} - {""}
    targets = {f"word/{element.get('Target')}" for element in parts["word/_rels/document.xml.rels"]}
    assert named | targets | {element.get("Target") for element in parts["_rels/.rels"]} <= present


def test_the_page_is_a4() -> None:
    size = part(word(paper(), "nl")).find(f".//{W}pgSz")
    assert size is not None
    assert (size.get(f"{W}w"), size.get(f"{W}h")) == ("11906", "16838")  # 210 x 297 mm in twentieths of a point


@pytest.mark.parametrize(("language", "code"), [("nl", "nl-NL"), ("en", "en-GB")])
def test_the_language_is_known_to_who_checks_or_reads_it(language: str, code: str) -> None:
    content = word(paper(), language)
    lang = part(content, "word/styles.xml").find(f".//{W}lang")
    assert lang is not None and lang.get(f"{W}val") == code
    assert code in [element.text for element in part(content, "docProps/core.xml")]


def test_each_number_has_a_bookmark_around_what_it_shows() -> None:
    document = part(word(paper("", *KINDS), "nl"))
    starts = {element.get(f"{W}id"): element.get(f"{W}name") for element in document.iter(f"{W}bookmarkStart")}
    ends = [element.get(f"{W}id") for element in document.iter(f"{W}bookmarkEnd")]
    assert sorted(starts) == sorted(ends)  # type: ignore[type-var]
    assert set(starts.values()) == set(numbers(paper("", *KINDS), "nl"))


def test_every_style_that_is_used_exists() -> None:
    content = word(paper("", *KINDS), "nl")
    used = {element.get(f"{W}val") for kind in ("pStyle", "tblStyle") for element in part(content).iter(f"{W}{kind}")}
    styles = {element.get(f"{W}styleId") for element in part(content, "word/styles.xml").iter(f"{W}style")}
    assert used <= styles


def test_the_head_of_a_table_is_a_head() -> None:
    rows = list(part(word(paper(), "nl")).iter(f"{W}tr"))
    assert [row.find(f".//{W}tblHeader") is not None for row in rows] == [True, False, False, False, False]


def test_each_drawing_says_what_it_shows_and_has_a_number_of_its_own() -> None:
    document = part(word(paper("", *KINDS), "nl"))
    drawings = [element for element in document.iter() if element.tag.endswith("}docPr")]
    assert {element.get("descr") for element in drawings} == {"Staven van de contante waarde per optie."}
    numbers = [element.get("id") for element in document.iter() if element.tag.endswith(("}docPr", "}cNvPr"))]
    assert len(drawings) == 1 + len(KINDS) and len(numbers) == len(set(numbers))


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_somebody_typed_stays_text(typed: str) -> None:
    plain, hostile = (part(word(with_names(paper(text), text), "nl")) for text in ("gewoon", typed))
    assert names(hostile) == names(plain)
    assert texts(hostile).count(re.sub("[\x00\ud800]", "\ufffd", typed)) == 3  # table, bar, text


def test_there_is_no_field_and_nothing_from_elsewhere() -> None:
    content = word(paper("=1+1 \\* MERGEFORMAT", *KINDS), "nl")
    assert {f"{W}fldSimple", f"{W}instrText", f"{W}fldChar", f"{W}hyperlink"} & set(names(part(content))) == set()
    assert b'TargetMode="External"' not in content


def test_a_new_line_that_somebody_typed_is_a_new_line() -> None:
    document = part(word(paper("een\ntwee"), "nl"))
    assert len(list(document.iter(f"{W}br"))) == 1
    assert texts(document)[-2:] == ["een", "twee"]


def test_the_same_document_gives_the_same_bytes_at_any_time(monkeypatch: pytest.MonkeyPatch) -> None:
    first = word(paper("", *KINDS), "nl")
    monkeypatch.setattr("time.localtime", lambda *_: datetime(2031, 5, 4, 3, 2, 1).timetuple())
    assert word(paper("", *KINDS), "nl") == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
