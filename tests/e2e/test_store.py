"""A case is never lost: after a reload, a kill, in another tab, by another person; and nobody else opens it."""

from __future__ import annotations

import re
import signal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from model.store.access import invite
from model.store.opening import FILE, FOLDER_SETTING
from model.store.store import Store
from model.words.texts import text
from tests.support.application import ended, enter, field, free_port, local, open_page, settled, started
from tests.support.kept import case_id, kept

pytestmark = pytest.mark.browser
WITHIN = 2_000
"""Milliseconds within which a change is seen elsewhere; a server that is loading its first page takes longer."""
BEDS = text("ui_beds", "nl")
UNDO, REDO = text("ui_undo", "nl"), text("ui_redo", "nl")


def with_beds(page: Page, address: str, beds: str) -> str:
    """A case of its own with so many beds; gives its id."""
    open_page(page, address, "case")
    enter(page, BEDS, beds)
    kept(page, f'"beds": {beds}')
    settled(page)
    return case_id(page)


def test_it_says_when_the_case_was_kept(page: Page, address: str) -> None:
    open_page(page, address, "case")
    expect(page.get_by_text(text("nothing_to_keep", "nl"))).to_be_visible()
    enter(page, BEDS, "321")
    expect(page.get_by_text(re.compile(r"Bewaard om \d\d:\d\d"))).to_be_visible()


def test_a_closed_tab_is_no_loss(household: BrowserContext, page: Page, address: str) -> None:
    case = with_beds(page, address, "321")
    again = household.new_page()
    open_page(again, address, "case")
    expect(field(again, BEDS)).to_have_value("321")
    assert case_id(again) == case
    again.close()


def test_undo_goes_back_and_forth_after_a_reload(page: Page, address: str) -> None:
    with_beds(page, address, "321")
    enter(page, text("ui_name", "nl"), "Mijn zaak")
    kept(page, '"name": "Mijn zaak"')
    page.reload()
    settled(page)
    page.get_by_role("button", name=UNDO).click()
    expect(field(page, text("ui_name", "nl"))).to_have_value("")
    page.get_by_role("button", name=UNDO).click()
    expect(field(page, BEDS)).to_have_value("200")
    expect(page.get_by_role("button", name=UNDO)).to_be_disabled()
    page.get_by_role("button", name=REDO, exact=True).click()
    expect(field(page, BEDS)).to_have_value("321")


def test_what_was_kept_survives_a_server_that_is_killed(page: Page) -> None:
    port = free_port()
    server = started(port)
    try:
        with_beds(page, local(port), "321")
        server.send_signal(signal.SIGKILL)
        server.wait()
        server = started(port)
        page.reload()
        settled(page)
        expect(field(page, BEDS)).to_have_value("321")
        page.get_by_role("button", name=UNDO).click()
        expect(field(page, BEDS)).to_have_value("200")
    finally:
        ended(server)


def test_two_tabs_see_each_others_changes_and_both_are_kept(
    household: BrowserContext, page: Page, address: str
) -> None:
    case = with_beds(page, address, "321")
    other = household.new_page()
    open_page(other, address, "case")
    enter(other, text("ui_name", "nl"), "Andere naam")
    kept(other, '"name": "Andere naam"')
    told = page.get_by_test_id("stAlert").filter(has_text="Andere naam")
    expect(told).to_be_visible(timeout=WITHIN)
    expect(field(page, text("ui_name", "nl"))).to_have_value("Andere naam")
    expect(field(page, BEDS)).to_have_value("321")
    assert case_id(other) == case
    other.close()


def test_who_is_invited_opens_the_case_once_and_no_secret_is_in_an_address_or_the_log(
    browser: Browser, page: Page, tmp_path: Path, cases_folder: Path
) -> None:
    log = tmp_path / "log"
    port = free_port()
    server = started(port, {FOLDER_SETTING: str(cases_folder), "STREAMLIT_LOGGER_LEVEL": "debug"}, log)
    try:
        case = with_beds(page, local(port), "321")
        store = Store.at(cases_folder / FILE)
        secret = invite(store, case)
        store.close()
        with browser.new_context(locale="nl-NL") as colleague:
            theirs = colleague.new_page()
            asked: list[str] = []
            theirs.on("request", lambda request: asked.append(request.url))
            theirs.on("websocket", lambda socket: asked.append(socket.url))
            theirs.goto(f"{local(port)}/?case={case}#invite={secret}")
            settled(theirs)
            expect(field(theirs, BEDS)).to_have_value("321")
            address = str(theirs.evaluate("location.href"))
            assert case_id(theirs) == case
            assert secret not in address
            assert not [url for url in asked if secret in url]
            cookie = next(each["value"] for each in colleague.cookies() if each["name"] == "housing_cases")
        with browser.new_context(locale="nl-NL") as stranger:
            refused = stranger.new_page()
            refused.goto(f"{local(port)}/?case={case}#invite={secret}")
            settled(refused)
            expect(refused.get_by_test_id("stAlert").filter(has_text=text("no_invitation", "nl"))).to_be_visible()
            expect(field(refused, BEDS)).to_have_value("200")
            refused.goto(f"{local(port)}/compare?case={case}")
            settled(refused)
            expect(refused.get_by_test_id("stAlert").filter(has_text=case)).to_be_visible()
    finally:
        ended(server)
    said = log.read_text(encoding="utf-8")
    assert said
    assert secret not in said
    assert cookie not in said
