"""A server of the application and Debian's Chromium, for the tests that drive it as a user does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect

from tests.support.application import CHROMIUM_ARGUMENTS, PATIENCE, chromium, running

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, without anything that calls home."""
    return {**browser_type_launch_args, "executable_path": chromium(), "args": list(CHROMIUM_ARGUMENTS)}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A browser in the Netherlands."""
    return {**browser_context_args, "locale": "nl-NL", "timezone_id": "Europe/Amsterdam"}


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Where the application runs, for all browser tests together."""
    with running() as url:
        yield url


@pytest.fixture(scope="session")
def base_url(address: str) -> str:
    """In the place of pytest-playwright's own fixture of this name, which warns under pytest 9."""
    return address


@pytest.fixture(scope="session")
def household(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[BrowserContext]:
    """One browser profile for the tests together: each page is a session, and Streamlit's files load once."""
    with browser.new_context(**browser_context_args) as context:
        yield context


@pytest.fixture
def page(household: BrowserContext) -> Iterator[Page]:
    """A new session in that profile, which holds no case yet."""
    household.clear_cookies()
    opened = household.new_page()
    yield opened
    opened.close()


class Watch:
    """What a page said on its console and asked of the network."""

    def __init__(self, page: Page) -> None:
        self.complaints: list[str] = []
        self.requests: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(f"{error}"))
        page.on("request", self._asked)
        page.on("websocket", lambda socket: self.requests.append(socket.url))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(f"{message.text} {message.location}")

    def _asked(self, request: Request) -> None:
        self.requests.append(request.url)


@pytest.fixture
def watch(page: Page) -> Watch:
    """Listens to the page from before it opens anything."""
    return Watch(page)
