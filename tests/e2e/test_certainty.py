"""Risk and sensitivity in a browser: a long run can be stopped and keeps nobody waiting, and what was set stays."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, TimeoutError, expect

from model.case import write_case
from model.case.example import example_case
from model.words.texts import text
from tests.support.application import charts_drawn, go_to, open_page, settled
from tests.support.kept import kept

pytestmark = pytest.mark.browser
RUN_SETTINGS = "Aantal toekomsten, zekerheid en startgetal"


def monthly_mix() -> bytes:
    """A case whose first option is a mix of the four others, by the month: a hundred thousand futures take a while."""
    example = write_case(example_case("GM1783"))
    parts = [{"option": option["id"], "share": 0.25} for option in example["options"]]
    options = [{"id": "mix", "type": "mix", "components": parts}, *example["options"]]
    return json.dumps({**example, "periods_per_year": 12, "options": options}).encode()


def long_run(page: Page, address: str) -> Locator:
    """Ask for a run that takes a while; gives its stop button, which stands there as long as it goes on."""
    open_page(page, address, "case")
    chooser = page.get_by_test_id("stFileUploaderDropzoneInput")
    chooser.set_input_files({"name": "mix.json", "mimeType": "application/json", "buffer": monthly_mix()})
    expect(page.get_by_test_id("stMetric")).to_have_count(5)
    go_to(page, "Risico")
    charts_drawn(page, 2)
    page.get_by_text(RUN_SETTINGS).click()
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
    return page.get_by_test_id("stMain").get_by_role("button", name="Stop").last


def test_a_long_run_can_be_stopped_and_says_so(page: Page, address: str) -> None:
    long_run(page, address).click()
    expect(page.get_by_text("Gestopt; er is niets bewaard.")).to_be_visible()


def test_a_long_run_does_not_hold_up_another_session(household: BrowserContext, page: Page, address: str) -> None:
    """The other page comes while the run still goes on."""
    other = household.new_page()
    open_page(other, address, "case")
    stop = long_run(page, address)
    expect(stop).to_be_visible()
    go_to(other, "Vergelijken")
    expect(other.get_by_role("heading", level=1)).to_have_text(text("ui_compare_title", "nl"))
    expect(stop).to_be_visible(timeout=1)
    other.close()
    stop.click()
    settled(page)


def set_the_seed_to_2(page: Page, address: str) -> None:
    """Open the page of the risks and choose another seed."""
    open_page(page, address, "case")
    go_to(page, "Risico")
    page.get_by_text(RUN_SETTINGS).click()
    page.get_by_test_id("stNumberInputStepUp").click()
    settled(page)


def the_seed_is_2(page: Page) -> None:
    """The field of the seed says so, once it is unfolded."""
    page.get_by_text(RUN_SETTINGS).click()
    expect(page.get_by_test_id("stNumberInput").locator("input")).to_have_value("2")


def test_what_was_set_for_a_risk_stays_after_a_visit_to_another_page(page: Page, address: str) -> None:
    set_the_seed_to_2(page, address)
    go_to(page, "Omslagpunt")
    go_to(page, "Risico")
    the_seed_is_2(page)


def test_what_was_set_for_a_risk_survives_a_reload(page: Page, address: str) -> None:
    set_the_seed_to_2(page, address)
    kept(page, '"seed": 2')
    page.reload()
    settled(page)
    the_seed_is_2(page)
