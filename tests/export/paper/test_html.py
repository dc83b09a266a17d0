"""The paper as HTML: one file, nothing from elsewhere, with the structure a reading aid needs."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from model.documents.anchors import figures
from model.documents.charts import KINDS
from model.export.paper.html import html
from model.export.paper.verify import numbers
from model.words.texts import LANGUAGES
from tests.support.papers import HOSTILE, NPV, OPTIONS, paper, with_names


class Structure(HTMLParser):
    """The elements of a page with their attributes, and the text of those without others in them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every element of a kind."""
        return [given for name, given in self.elements if name == tag]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_element_that_is_opened_is_closed_in_its_language(language: str) -> None:
    page = Structure(html(paper("", *KINDS), language))
    assert page.open == []
    assert page.all("html") == [{"lang": language}]


def test_nothing_runs_and_nothing_comes_from_elsewhere() -> None:
    written = html(paper("", *KINDS), "nl")
    page = Structure(written)
    assert {name for name, _ in page.elements} & {"script", "link", "img", "iframe", "object", "a", "base"} == set()
    assert "://" not in written and "@import" not in written
    assert all(not name.startswith("on") for _, given in page.elements for name in given)
    assert page.all("meta")[1]["content"] == "default-src 'none'; style-src 'unsafe-inline'"
    assert re.findall(r"url\(([^)]*)\)", written) == re.findall(r"url\((#b\d+-hatching)\)", written)


def test_each_figure_is_a_value_at_its_anchor_with_all_its_digits() -> None:
    page = Structure(html(paper("", *KINDS), "en"))
    data = {given["id"]: given["value"] for given in page.all("data")}
    written = {given["id"]: given["data-value"] for given in page.all("tspan")}
    exact = {
        anchor: "" if figure.value is None else repr(figure.value) for anchor, figure in figures(paper("", *KINDS))
    }
    along_axes = numbers(paper("", *KINDS), "en").keys() - exact.keys()
    assert along_axes and data | written == exact | dict.fromkeys(along_axes, ""), "along an axis stands no figure"
    assert data["b3_r2_c2"] == repr(NPV[1]) == "-4454063.2"


def test_no_id_occurs_twice() -> None:
    ids = [given["id"] for _, given in Structure(html(paper("", *KINDS), "nl")).elements if given.get("id")]
    assert len(ids) == len(set(ids))


def test_heads_of_columns_and_names_of_rows_are_said_to_be_so() -> None:
    scopes = [given.get("scope") for given in Structure(html(paper(), "nl")).all("th")]
    assert scopes == ["col"] * 4 + ["row"] * 4


def test_headings_go_down_one_level_at_a_time() -> None:
    levels = [name for name, _ in Structure(html(paper(), "nl")).elements if re.fullmatch("h[1-6]", name)]
    assert levels == ["h1", "h2"]


def test_each_drawing_says_what_it_shows() -> None:
    drawings = Structure(html(paper("", *KINDS), "en")).all("svg")
    assert [(given["role"], given["aria-label"]) for given in drawings] == [
        ("img", "Bars of net present value per option.")
    ] * (1 + len(KINDS))


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_somebody_typed_stays_text(typed: str) -> None:
    plain, hostile = (html(with_names(paper(text), text), "nl") for text in ("gewoon", typed))
    assert [name for name, _ in Structure(hostile).elements] == [name for name, _ in Structure(plain).elements]
    shown = re.sub("[\x00\ud800]", "\ufffd", typed)
    assert Structure(hostile).texts.count(shown) == 3  # in the table, beside its bar and in the text


def test_the_same_document_gives_the_same_page() -> None:
    assert html(paper("", *KINDS), "nl") == html(paper("", *KINDS), "nl")


def test_an_option_has_its_colour_wherever_it_stands_in_the_order() -> None:
    colours = ("#000001", "#000002", "#000003", "#000004")
    page = Structure(html(paper(), "nl", colours))
    fills = [given["fill"] for given in page.all("rect")]
    assert fills[:4] == ["#000003", "#000001", "#000002", "#000004"]
    assert OPTIONS.index("Nieuwbouw") == 2  # the best, so its bar is on top, in the third colour
