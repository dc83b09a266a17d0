"""The README's screenshots: run as `python -m tests.support.screenshots docs/screenshots`.

The cases on them are kept in a folder that is gone afterwards: those of who runs it are not read or changed. Where that
was is left out of the pictures.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from market_data import load
from model.analyses.atlas import kept_at, make_atlas
from model.store.opening import FOLDER_SETTING
from model.words.texts import text
from pages import PAGES
from tests.support.application import CHROMIUM_ARGUMENTS, chromium, enter, open_page, running, settled
from tests.support.kept import kept

WIDE, NARROW = (1280, 900), (390, 844)
OF_A_CHANGED_CASE = ("history", "cases")
"""Pages on which nothing stands as long as nothing was changed."""
SHOTS = (
    *((page.name, page.name, "nl", WIDE, "light") for page in PAGES if page.name not in OF_A_CHANGED_CASE),
    ("risk_dark", "risk", "nl", WIDE, "dark"),
    ("compare_en", "compare", "en", WIDE, "light"),
    ("options_narrow", "options", "nl", NARROW, "light"),
    *((name, name, "nl", WIDE, "light") for name in OF_A_CHANGED_CASE),
)
"""File, page, language, window and colours; those of a changed case last, for the others show the example."""
SETTLE = 2_500
"""Milliseconds for charts to finish drawing."""


def shoot(page: Page, address: str, folder: Path) -> None:
    """Take every picture."""
    for file, name, language, (width, height), scheme in SHOTS:
        if name == OF_A_CHANGED_CASE[0]:
            change_the_case(page, address)
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        open_page(page, address, name, language)
        page.wait_for_timeout(SETTLE)
        the_folder = page.get_by_text(os.environ[FOLDER_SETTING])
        page.screenshot(path=folder / f"{file}.png", mask=[the_folder], mask_color="white")


def change_the_case(page: Page, address: str) -> None:
    """A version with a name, and two changes since."""
    open_page(page, address, "case")
    enter(page, text("ui_beds", "nl"), "250")
    kept(page, '"beds": 250')
    open_page(page, address, "history")
    enter(page, text("ui_version_name", "nl"), "Eerste opzet")
    page.get_by_role("button", name=text("ui_version_keep", "nl")).click()
    settled(page)
    open_page(page, address, "case")
    enter(page, text("ui_beds", "nl"), "300")
    enter(page, text("ui_name", "nl"), "Kassengebied")
    kept(page, '"name": "Kassengebied"')
    settled(page)


def shoot_all(folder: Path) -> None:
    """Start the application, open Chromium, write the pictures."""
    with running() as address, sync_playwright() as player:
        browser = player.chromium.launch(executable_path=chromium(), args=list(CHROMIUM_ARGUMENTS))
        shoot(browser.new_page(), address, folder)
        browser.close()


def main() -> None:
    """Into the folder that the first argument names."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as cases:
        os.environ[FOLDER_SETTING] = cases
        make_atlas(kept_at(load()), load())
        shoot_all(folder)


if __name__ == "__main__":
    main()
