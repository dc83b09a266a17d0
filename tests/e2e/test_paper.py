"""The paper of a case in a real browser: on a telephone, and as a file that is made when it is asked for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize, WebSocketRoute, expect

from model.case import Case
from model.case.edits import apply, set_value
from model.case.example import example_case
from model.engine.run import run_case
from model.export.paper.compose import paper
from model.export.paper.html import html
from model.export.paper.word import word
from model.words.texts import LANGUAGES, text
from tests.support.application import open_page

pytestmark = pytest.mark.browser
NARROW: ViewportSize = {"width": 390, "height": 844}
CUT_OFF = """() => {
    const inside = element => {
        const style = getComputedStyle(element)
        return element.getBoundingClientRect().right - parseFloat(style.paddingRight)
    }
    const scrolls = element =>
        element.scrollWidth > element.clientWidth && getComputedStyle(element).overflowX === "auto"
    const within = element => element.parentElement.closest("table") ?? document.querySelector("main")
    return [...document.querySelectorAll("main *:not(svg *)")]
        .filter(element => !scrolls(within(element)))
        .filter(element => element.getBoundingClientRect().right > inside(within(element)) + 0.5)
        .map(element => `${element.tagName} ${element.textContent.slice(0, 30)}`)
}"""
"""Elements that reach beyond what holds them: the table they are in, unless that scrolls, or the margin."""


def many_criteria() -> Case:
    keys = ("npv", "cost_per_bed_night", "opening_date", "resident_cost_share", "municipality_npv", "beds")
    return apply(example_case("GM1783"), set_value(("trade_off",), {"criteria": [{"key": key} for key in keys]}))


def show_paper(page: Page, case: Case, language: str) -> None:
    page.set_viewport_size(NARROW)
    page.set_content(html(paper(run_case(case)), language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_a_telephone_nothing_of_the_paper_is_wider_than_what_holds_it(page: Page, language: str) -> None:
    show_paper(page, example_case("GM1783"), language)
    assert page.evaluate(CUT_OFF) == []
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
    table = page.locator("table")
    assert table.evaluate("table => table.scrollWidth <= table.clientWidth"), "all columns in sight"


def test_a_table_with_more_columns_than_fit_scrolls_by_itself(page: Page) -> None:
    show_paper(page, many_criteria(), "nl")
    assert page.evaluate(CUT_OFF) == []
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
    last = page.locator("thead th").last
    last.scroll_into_view_if_needed()
    box = last.bounding_box()
    assert box is not None and box["x"] + box["width"] <= NARROW["width"]


def test_the_file_of_word_is_that_of_the_case(page: Page, address: str) -> None:
    open_page(page, address, "trade_off")
    with page.expect_download() as waiting:
        page.get_by_role("button", name=text("ui_paper_docx", "nl")).click()
    assert waiting.value.suggested_filename == "raadsnotitie-voorbeeld-westland.docx"
    expected = word(paper(run_case(example_case("GM1783"))), "nl")
    assert Path(waiting.value.path()).read_bytes() == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_that_cannot_be_made_is_told_in_the_language_of_the_page(
    page: Page, address: str, language: str
) -> None:
    """On its way to the server the name of the file asked for becomes one that nothing is made for."""
    asked_for: list[bytes] = []

    def between(browser: WebSocketRoute) -> None:
        server = browser.connect_to_server()

        def passed_on(message: str | bytes) -> None:
            if asked_for and isinstance(message, bytes):
                message = re.sub(rb"[0-9a-f]{32}$", b"0" * 32, message)
            server.send(message)

        browser.on_message(passed_on)

    page.route_web_socket("**/_stcore/stream", between)
    open_page(page, address, "trade_off", language)
    asked_for.append(b"")
    page.get_by_role("button", name=text("ui_paper_docx", language)).click()
    told = page.get_by_test_id("stDownloadButtonError")
    expect(told).to_be_visible()
    said = told.evaluate("element => getComputedStyle(element, '::after').content")
    assert said == f'"{text("ui_paper_fault", language)}"'
    assert told.evaluate("element => getComputedStyle(element).fontSize") == "0px", "Streamlit's own words are not seen"
