"""The check of a paper: every number that is not the model's is found, in Word and in HTML."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.documents.anchors import figures
from model.documents.blocks import Chart, Document, Table
from model.documents.charts import KINDS
from model.export.paper.html import html
from model.export.paper.reading_back import KINDS as FILES
from model.export.paper.reading_back import read_back
from model.export.paper.verify import Difference, numbers, verify
from model.export.paper.word import word
from model.export.paper.wording import reworded
from model.problems import BadInput
from model.words.texts import LANGUAGES
from tests.support.papers import HOSTILE, chart, paper, with_names

EVERYTHING = paper("12 mei", *KINDS)
OTHER = {digit: f"{(int(digit) + 1) % 10}" for digit in "0123456789"}


def written(document: Document, folder: Path, kind: str, language: str = "nl") -> Path:
    """A document in a file of a kind."""
    path = folder / f"paper{kind}"
    path.write_bytes(word(document, language) if kind == ".docx" else html(document, language).encode("utf-8"))
    return path


def inside(path: Path) -> str:
    """The text of a paper with its markup."""
    if path.suffix == ".html":
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as archive:
        return archive.read("word/document.xml").decode("utf-8")


def edited(path: Path, text: str) -> Path:
    """The same paper with another text."""
    if path.suffix == ".html":
        path.write_text(text, encoding="utf-8")
        return path
    with zipfile.ZipFile(path) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, text if name == "word/document.xml" else content)
    return path


def places(path: Path, anchor: str) -> tuple[int, int]:
    """Where the text at an anchor begins and ends in a file."""
    text = inside(path)
    if path.suffix == ".html":
        found = re.search(rf'id="{anchor}"[^>]*>([^<]*)<', text)
    else:
        found = re.search(rf'w:name="{anchor}"/><w:r>(?:<w:rPr>.*?</w:rPr>)?<w:t[^>]*>([^<]*)<', text)
    assert found is not None
    return found.start(1), found.end(1)


def one_digit_other(shown_text: str) -> Iterator[str]:
    """A text with each of its digits changed in turn; a dash becomes a number."""
    if not re.search(r"\d", shown_text):
        yield "1"
    for place, character in enumerate(shown_text):
        if character.isdigit():
            yield shown_text[:place] + OTHER[character] + shown_text[place + 1 :]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", FILES)
def test_a_paper_as_it_was_written_has_no_differences(kind: str, language: str, tmp_path: Path) -> None:
    path = written(EVERYTHING, tmp_path, kind, language)
    assert verify(path, EVERYTHING, language) == ()
    assert read_back(path) == numbers(EVERYTHING, language)


def changes(path: Path) -> Iterator[tuple[str, str, tuple[Difference, ...]]]:
    """Each number of a paper with one digit changed at a time, and what is then found."""
    original = inside(path)
    for anchor in numbers(EVERYTHING, "nl"):
        start, end = places(edited(path, original), anchor)
        for changed in one_digit_other(original[start:end]):
            edited(path, original[:start] + changed + original[end:])
            yield anchor, changed, verify(path, EVERYTHING, "nl")


@pytest.mark.thorough
@pytest.mark.parametrize("kind", FILES)
def test_a_changed_digit_is_found_wherever_it_is(kind: str, tmp_path: Path) -> None:
    expected = numbers(EVERYTHING, "nl")
    for anchor, changed, differences in changes(written(EVERYTHING, tmp_path, kind)):
        (difference,) = differences
        assert (difference.anchor, difference.found, difference.expected) == (anchor, changed, expected[anchor])


@pytest.mark.parametrize("kind", FILES)
def test_a_changed_digit_in_the_title_is_found(kind: str, tmp_path: Path) -> None:
    _, changed, (difference,) = next(changes(written(EVERYTHING, tmp_path, kind)))
    assert (difference.found, difference.expected) == (changed, "217\u00a0bedden")
    assert changed == "317\u00a0bedden"


IN_CHARTS = {
    "lines": ("b1_up_2", "zijkant van de grafiek, blok 1"),
    "stacked": ("b1_along_3", "onderkant van de grafiek, blok 1"),
    "curves": ("b1_along_2", "onderkant van de grafiek, blok 1"),
    "histogram": ("b1_up_3", "zijkant van de grafiek, blok 1"),
    "heat_map": ("b1_shade_9", "legenda van de grafiek, blok 1"),
    "strips": ("b1_along_1", "onderkant van de grafiek, blok 1"),
}
"""Per kind of chart that has an axis or shades a number along those, and where that is."""


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("chart_kind", IN_CHARTS)
def test_a_changed_digit_along_an_axis_is_found(kind: str, chart_kind: str, tmp_path: Path) -> None:
    document = Document(EVERYTHING.title, (Chart(chart(chart_kind)),))
    path = written(document, tmp_path, kind)
    anchor, place = IN_CHARTS[chart_kind]
    text = inside(path)
    start, end = places(path, anchor)
    changed = next(one_digit_other(text[start:end]))
    (difference,) = verify(edited(path, text[:start] + changed + text[end:]), document, "nl")
    assert (difference.anchor, difference.found, difference.expected) == (anchor, changed, text[start:end])
    assert difference.place.text("nl") == place


@pytest.mark.parametrize("kind", FILES)
def test_a_paper_in_the_other_language_differs(kind: str, tmp_path: Path) -> None:
    assert verify(written(EVERYTHING, tmp_path, kind, "en"), EVERYTHING, "nl") != ()


@pytest.mark.parametrize("kind", FILES)
def test_a_paper_of_another_case_differs(kind: str, tmp_path: Path) -> None:
    less = Document(EVERYTHING.title, EVERYTHING.blocks[:3])
    path = written(less, tmp_path, kind)
    missing = {difference.anchor for difference in verify(path, EVERYTHING, "nl") if difference.found is None}
    assert {anchor for anchor, _ in figures(EVERYTHING)} - {anchor for anchor, _ in figures(less)} <= missing
    whole = written(EVERYTHING, tmp_path, kind)
    assert all(difference.expected is None for difference in verify(whole, less, "nl"))


@pytest.mark.parametrize("kind", FILES)
def test_an_anchor_that_is_gone_or_that_stands_there_twice_is_found(kind: str, tmp_path: Path) -> None:
    path = written(EVERYTHING, tmp_path, kind)
    text = inside(path)
    gone = verify(edited(path, text.replace('"b3_r1_c2"', '"elsewhere"')), EVERYTHING, "nl")
    assert [(difference.anchor, difference.found) for difference in gone] == [("b3_r1_c2", None)]
    twice = verify(edited(path, text.replace('"b3_r1_c3"', '"b3_r1_c2"')), EVERYTHING, "nl")
    assert {difference.anchor for difference in twice} >= {"b3_r1_c2", "b3_r1_c3"}


@pytest.mark.parametrize("kind", FILES)
def test_a_difference_says_where_it_is(kind: str, tmp_path: Path) -> None:
    path = written(EVERYTHING, tmp_path, kind)
    text = inside(path)
    start, end = places(path, "b3_r1_c2")
    (in_table,) = verify(edited(path, f"{text[:start]}0{text[end:]}"), EVERYTHING, "nl")
    assert (in_table.place.text("nl"), in_table.place.text("en")) == ("blok 3", "block 3")
    start, end = places(edited(path, text), "title_beds")
    (in_title,) = verify(edited(path, f"{text[:start]}0{text[end:]}"), EVERYTHING, "nl")
    assert in_title.place.text("nl") == "titel"


@pytest.mark.parametrize("kind", FILES)
def test_other_words_for_who_cannot_see_a_chart_are_found(kind: str, tmp_path: Path) -> None:
    path = written(EVERYTHING, tmp_path, kind)
    text = inside(path)
    alternative = '"Staven van de contante waarde per optie."'
    (changed,) = verify(edited(path, text.replace(alternative, '"Niets."', 1)), EVERYTHING, "nl")
    assert (changed.anchor, changed.found) == ("b4", "Niets.")


@pytest.mark.parametrize("kind", FILES)
def test_text_that_is_no_figure_may_be_edited(kind: str, tmp_path: Path) -> None:
    path = written(EVERYTHING, tmp_path, kind)
    changed = inside(path).replace("12 mei", "13 juni").replace(">Contante waarde<", ">Waarde nu<")
    assert verify(edited(path, changed), EVERYTHING, "nl") == ()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", FILES)
def test_a_paper_as_it_was_written_says_what_the_document_says(kind: str, language: str, tmp_path: Path) -> None:
    for document in (EVERYTHING, with_names(EVERYTHING, " ".join(HOSTILE))):
        assert reworded(written(document, tmp_path, kind, language), document, language) == ()


@pytest.mark.parametrize("kind", FILES)
def test_a_sentence_that_was_edited_is_named_with_its_block_and_what_it_was(kind: str, tmp_path: Path) -> None:
    path = written(EVERYTHING, tmp_path, kind)
    text = inside(path)

    def named(old: str, new: str) -> list[tuple[str, str | None, str | None]]:
        changed = edited(path, text.replace(old, new, 1))
        return [(one.place.text("en"), one.found, one.expected) for one in reworded(changed, EVERYTHING, "nl")]

    table = next(number for number, block in enumerate(EVERYTHING.blocks, start=1) if isinstance(block, Table))
    assert named(">Contante waarde<", ">Waarde nu<") == [(f"block {table}", "Waarde nu", "Contante waarde")]
    before, after = "De ombouw van het kantoor kost het meest, …", "De ombouw van het kantoor kost het minst, …"
    ((_, found, expected),) = named("kost het meest, ", "kost het minst, ")
    assert (found, expected) == (f"{after}.", f"{before}.")
    assert named("12 mei", "12 mei. Zie de bijlage.")[0][1:] == ("12 mei.", "12 mei")
    assert reworded(edited(path, text), EVERYTHING, "nl") == ()


@pytest.mark.parametrize("kind", FILES)
def test_a_number_that_was_edited_leaves_the_sentence_as_it_was(kind: str, tmp_path: Path) -> None:
    path = written(EVERYTHING, tmp_path, kind)
    start, end = places(path, "title_beds")
    text = inside(path)
    assert reworded(edited(path, f"{text[:start]}0{text[end:]}"), EVERYTHING, "nl") == ()


def test_an_exact_value_that_was_changed_is_found(tmp_path: Path) -> None:
    path = written(EVERYTHING, tmp_path, ".html")
    changed = edited(path, inside(path).replace('value="-4454063.2" id="b3_r2_c2"', 'value="-4454063" id="b3_r2_c2"'))
    (difference,) = verify(changed, EVERYTHING, "nl")
    assert (difference.found, difference.expected) == ("-4454063", "-4454063.2")
    assert difference.place.text("en") == "block 3: value before rounding"


def test_word_may_cut_a_number_over_runs_and_replace_its_blanks(tmp_path: Path) -> None:
    path = written(EVERYTHING, tmp_path, ".docx")
    text = inside(path)
    start, end = places(path, "b3_r2_c2")
    number = text[start:end]
    cut = f'{number[:4]}</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:t>{number[4:]}'.replace("\u00a0", " ")
    assert verify(edited(path, text[:start] + cut + text[end:]), EVERYTHING, "nl") == ()


def test_what_word_adds_for_programs_that_draw_no_shapes_is_not_read_twice(tmp_path: Path) -> None:
    path = written(EVERYTHING, tmp_path, ".docx")
    text = inside(path)
    (content,) = re.findall(r'<w:txbxContent>(?:(?!</w:txbxContent>).)*"b4_s1_1".*?</w:txbxContent>', text)
    fallback = f"<mc:Fallback><w:pict>{content}</w:pict></mc:Fallback></mc:AlternateContent>"
    copied = text.replace("</mc:AlternateContent>", fallback, 1)
    assert copied != text and verify(edited(path, copied), EVERYTHING, "nl") == ()


class TestMalformed:
    def refused(self, path: Path) -> str:
        with pytest.raises(BadInput) as refused:
            read_back(path)
        (wrong,) = refused.value.problems
        assert path.name in wrong.text("nl") and path.name in wrong.text("en")
        return wrong.code

    def test_another_kind_of_file(self, tmp_path: Path) -> None:
        assert self.refused(tmp_path / "paper.pdf") == "paper_kind"

    @pytest.mark.parametrize("kind", FILES)
    def test_a_file_that_is_not_there(self, kind: str, tmp_path: Path) -> None:
        assert self.refused(tmp_path / f"paper{kind}") == "cannot_read"

    @pytest.mark.parametrize("kind", FILES)
    @pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xff\xfe\x00", b"niets"])
    def test_a_file_of_something_else(self, kind: str, content: bytes, tmp_path: Path) -> None:
        path = tmp_path / f"paper{kind}"
        path.write_bytes(content)
        assert self.refused(path) == "paper_broken"

    def test_an_archive_without_a_document(self, tmp_path: Path) -> None:
        path = tmp_path / "paper.docx"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("elsewhere.xml", "<a/>")
        assert self.refused(path) == "paper_broken"

    def test_a_document_with_entities_of_its_own(self, tmp_path: Path) -> None:
        path = written(EVERYTHING, tmp_path, ".docx")
        assert self.refused(edited(path, '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')) == "paper_broken"

    def test_a_file_that_is_too_large(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = written(EVERYTHING, tmp_path, ".html")
        monkeypatch.setattr("model.export.paper.reading_back.LARGEST", 100)
        assert self.refused(path) == "file_too_large"

    def test_a_document_that_is_too_large_once_unpacked(self, tmp_path: Path) -> None:
        path = edited(written(EVERYTHING, tmp_path, ".docx"), f"<a>{' ' * 20_000_001}</a>")
        assert path.stat().st_size < 100_000
        assert self.refused(path) == "paper_broken"

    @pytest.mark.thorough
    @given(st.data())
    def test_a_damaged_file_is_refused_or_read_and_never_a_crash(self, data: st.DataObject) -> None:
        content = bytearray(DAMAGED)
        for _ in range(data.draw(st.integers(1, 5))):
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
        end = data.draw(st.integers(0, len(content)))
        for kind in FILES:
            outcome(bytes(content[:end]), kind)


def outcome(content: bytes, kind: str) -> None:
    """What a file says, or that it is refused; anything else is an error."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"paper{kind}"
        path.write_bytes(content)
        try:
            read_back(path)
        except BadInput:
            return


def _damaged() -> bytes:
    """A small archive, deflated, to damage."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "<a>" + "<b>1</b>" * 50 + "</a>")
    return file.getvalue()


DAMAGED = _damaged()
