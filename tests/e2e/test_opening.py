"""Every page opens, by the menu and by its address, and talks to nobody but its own server."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from model.words.texts import text
from tests.e2e.conftest import Watch
from tests.support.application import PATHS, field, go_to, nothing_wrong, open_page, running, settled, unfold

pytestmark = pytest.mark.browser
NAMES = tuple(PATHS)


def heading(name: str, language: str) -> str:
    """The title of a page."""
    return text(f"ui_{name}_title", language, town="Westland")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_menu_opens_every_page_without_an_error(page: Page, watch: Watch, address: str, language: str) -> None:
    open_page(page, address, "case", language)
    for name in NAMES:
        go_to(page, text(f"ui_page_{name}", language))
        expect(page.get_by_role("heading", level=1, name=heading(name, language))).to_be_visible()
        nothing_wrong(page)
    assert not watch.complaints


def test_no_request_leaves_the_machine(page: Page, watch: Watch, address: str) -> None:
    open_page(page, address, "case")
    for name in NAMES:
        go_to(page, text(f"ui_page_{name}", "nl"))
    page.get_by_role("radio", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(heading("export", "en"))
    hosts = {urlsplit(url).hostname for url in watch.requests if not url.startswith(("data:", "blob:"))}
    assert hosts == {"127.0.0.1"}


def test_the_first_visitor_of_a_new_server_can_come_by_a_pages_address(page: Page) -> None:
    """The page is the right one, in its frame; Streamlit's untrue notice that it does not exist has been put away."""
    with running() as address:
        open_page(page, address, "compare", "en")
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.get_by_role("heading", level=1)).to_have_text(heading("compare", "en"))
        expect(page.get_by_role("radio", name="English")).to_be_checked()
        menu = page.get_by_test_id("stSidebarNav")
        for name in NAMES:
            expect(menu.get_by_role("link", name=text(f"ui_page_{name}", "en"), exact=True)).to_be_visible()


def test_the_case_has_an_address_by_its_name_like_the_other_pages(page: Page, address: str) -> None:
    page.goto(f"{address}/case")
    settled(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(heading("case", "nl"))
    expect(page.get_by_role("dialog")).to_have_count(0)
    link = page.get_by_test_id("stSidebarNav").get_by_role("link", name=text("ui_page_case", "nl"), exact=True)
    expect(link).to_have_attribute("aria-current", "page")


@pytest.mark.parametrize(
    ("path", "language"), [("/Options", "nl"), ("/nergens?lang=English", "en"), ("/caf%C3%A9%20b", "nl")]
)
def test_an_address_no_page_has_is_told_in_the_users_language(
    page: Page, address: str, path: str, language: str
) -> None:
    page.goto(address + path)
    settled(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(text("ui_no_page_title", language))
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("link", name=text("ui_no_page_step", language)).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(heading("case", language))


def test_the_page_says_which_language_it_is_in(page: Page, address: str) -> None:
    open_page(page, address, "case")
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    page.get_by_role("radio", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_tab_names_the_page(page: Page, address: str) -> None:
    open_page(page, address, "case")
    go_to(page, text("ui_page_compare", "nl"))
    expect(page).to_have_title("Vergelijken – Huisvesting arbeidsmigranten")


def test_reloading_keeps_the_page_and_the_language(page: Page, address: str) -> None:
    open_page(page, address, "compare", "en")
    page.reload()
    settled(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(heading("compare", "en"))


def test_another_page_begins_at_its_top_and_an_entry_leaves_the_page_where_it_is(page: Page, address: str) -> None:
    open_page(page, address, "options")
    unfold(page, "ui_group_building")
    field(page, "Inrichting per bed").click()
    scrolled = page.get_by_test_id("stMain")
    before = scrolled.evaluate("main => main.scrollTop")
    assert before > 0
    page.keyboard.type("2468")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="1 gewijzigd")).to_be_attached()
    settled(page)
    assert scrolled.evaluate("main => main.scrollTop") > 0
    go_to(page, "Gevoeligheid")
    assert scrolled.evaluate("main => main.scrollTop") == 0
    assert page.get_by_role("heading", level=1).all_inner_texts() == [text("ui_sensitivity_title", "nl")]
