"""Risk and sensitivity in a browser: a long run can be stopped and keeps nobody waiting, and what was set stays."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import BrowserContext, Page, TimeoutError, expect

from tests.support.application import charts_drawn, go_to, open_page, settled

pytestmark = pytest.mark.browser


def long_run(page: Page) -> None:
    """Ask for a hundred thousand futures, once the charts stand still."""
    charts_drawn(page, 2)
    page.get_by_text("Aantal toekomsten, zekerheid en startgetal").click()
    # A list that opens while its expander still unfolds is closed again.
    page.wait_for_timeout(1_000)
    draws = page.get_by_test_id("stSelectbox").filter(has_text="Aantal toekomsten").locator("input")
    choice = page.get_by_role("option", name="100.000")
    draws.click()
    try:
        choice.wait_for(timeout=5_000)
    except TimeoutError:  # the page was drawn anew meanwhile, which closes a list
        draws.click()
    choice.click()


def test_a_long_run_can_be_stopped_and_says_so(page: Page, address: str) -> None:
    open_page(page, address, "case")
    go_to(page, "Risico")
    long_run(page)
    page.get_by_test_id("stMain").get_by_role("button", name="Stop").last.click()
    expect(page.get_by_text("Gestopt; er is niets bewaard.")).to_be_visible()


def test_a_long_run_does_not_hold_up_another_session(household: BrowserContext, page: Page, address: str) -> None:
    """The other page comes while the run still goes on."""
    other = household.new_page()
    open_page(other, address, "case")
    open_page(page, address, "case")
    go_to(page, "Risico")
    long_run(page)
    stop = page.get_by_test_id("stMain").get_by_role("button", name="Stop").last
    expect(stop).to_be_visible()
    begun = time.monotonic()
    go_to(other, "Vergelijken")
    took = time.monotonic() - begun
    other.close()
    assert took < 10
    stop.click()
    settled(page)


def test_what_was_set_for_a_risk_stays_after_a_visit_to_another_page(page: Page, address: str) -> None:
    open_page(page, address, "case")
    go_to(page, "Risico")
    page.get_by_text("Aantal toekomsten, zekerheid en startgetal").click()
    page.get_by_test_id("stNumberInputStepUp").click()
    settled(page)
    go_to(page, "Omslagpunt")
    go_to(page, "Risico")
    page.get_by_text("Aantal toekomsten, zekerheid en startgetal").click()
    expect(page.get_by_test_id("stNumberInput").locator("input")).to_have_value("2")
