"""The other language and back, on every page: what the browser still shows in the one is no entry in the other."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from model.words.texts import text
from tests.support.application import PATHS, nothing_wrong, open_page, settled

pytestmark = pytest.mark.browser


def switched(page: Page, language: str, name: str) -> None:
    """The page after a click on a language; its title stands there in that language."""
    choice = page.get_by_role("radiogroup", name="Taal / Language")
    choice.get_by_role("radio", name={"nl": "Nederlands", "en": "English"}[language]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(text(f"ui_{name}_title", language, town="Westland"))
    settled(page)


def all_unfolded(page: Page) -> None:
    """Every fold of the page open."""
    closed = page.locator('[data-testid="stExpander"] details:not([open]) > summary:visible')
    while closed.count():
        closed.first.click()
        settled(page)


@pytest.mark.parametrize("name", PATHS)
def test_a_page_with_everything_open_survives_the_other_language_and_back_twice(
    page: Page, address: str, name: str
) -> None:
    open_page(page, address, name)
    all_unfolded(page)
    for language in ("en", "nl", "en", "nl"):
        switched(page, language, name)
        nothing_wrong(page)
    expect(page.get_by_role("button", name=text("ui_undo", "nl"))).to_be_disabled()
