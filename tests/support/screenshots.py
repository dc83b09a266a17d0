"""The README's screenshots: run as `python -m tests.support.screenshots docs/screenshots`."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from pages import PAGES
from tests.support.application import CHROMIUM_ARGUMENTS, chromium, open_page, running

WIDE, NARROW = (1280, 900), (390, 844)
SHOTS = (
    *((page.name, page.name, "nl", WIDE, "light") for page in PAGES),
    ("risk_dark", "risk", "nl", WIDE, "dark"),
    ("compare_en", "compare", "en", WIDE, "light"),
    ("options_narrow", "options", "nl", NARROW, "light"),
)
"""File, page, language, window and colours."""
SETTLE = 2_500
"""Milliseconds for charts to finish drawing."""


def shoot(page: Page, address: str, folder: Path) -> None:
    """Take every picture."""
    for file, name, language, (width, height), scheme in SHOTS:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        open_page(page, address, name, language)
        page.wait_for_timeout(SETTLE)
        page.screenshot(path=folder / f"{file}.png")


def main() -> None:
    """Start the application, open Chromium, write the pictures."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with running() as address, sync_playwright() as player:
        browser = player.chromium.launch(executable_path=chromium(), args=list(CHROMIUM_ARGUMENTS))
        shoot(browser.new_page(), address, folder)
        browser.close()


if __name__ == "__main__":
    main()
