"""The other language and back, on every page: what the browser still shows in the one is no entry in the other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from model.words.texts import text
from pages.session.watching import EVERY
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


class SlowLine:
    """What the server says to a browser, which can be held up for a while."""

    def __init__(self, page: Page) -> None:
        self._held: list[tuple[WebSocketRoute, str | bytes]] | None = None
        page.route_web_socket("**/_stcore/stream*", self._between)

    def _between(self, browser: WebSocketRoute) -> None:
        def hand_on(message: str | bytes) -> None:
            if self._held is None:
                browser.send(message)
            else:
                self._held.append((browser, message))

        browser.connect_to_server().on_message(hand_on)

    @contextmanager
    def held_up(self) -> Iterator[None]:
        """Nothing of what the server says meanwhile arrives until the end."""
        self._held = []
        yield
        arriving, self._held = self._held, None
        for browser, message in arriving:
            browser.send(message)


def test_fields_are_not_empty_when_they_come_back_before_the_browser_heard_that_they_went(
    page: Page, address: str
) -> None:
    """The page looks on its own whether others changed the case, and sends the fields it still has along."""
    line, name = SlowLine(page), "trade_off"
    open_page(page, address, name)
    points = page.get_by_label(text("ui_criterion_points", "nl"))
    assert [field.input_value() for field in points.all()] == ["50", "50"]
    with line.held_up():
        page.get_by_role("radio", name="English").click()
        page.wait_for_timeout(1000 * 2 * EVERY)
    for language in ("en", "nl"):
        switched(page, language, name)
    assert [field.input_value() for field in points.all()] == ["50", "50"]
    switched(page, "en", name)
    nothing_wrong(page)
