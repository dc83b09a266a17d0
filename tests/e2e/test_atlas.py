"""The atlas in a browser: drawn without asking anybody else, and a click that chooses a municipality."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from market_data import load
from model.analyses.atlas import kept_at
from tests.e2e.conftest import Watch
from tests.support.application import charts_drawn, nothing_wrong, open_page
from tests.support.atlas import kept_atlas

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def made() -> Iterator[None]:
    """An atlas where the server looks for it, as long as the test takes."""
    kept_atlas()
    yield
    kept_at(load()).unlink()


def test_a_click_on_the_map_chooses_a_municipality(page: Page, address: str, watch: Watch) -> None:
    open_page(page, address, "atlas")
    expect(page.get_by_role("heading", name="Alle gemeenten")).to_be_visible()
    charts_drawn(page, 1)
    nothing_wrong(page)
    begin = page.get_by_role("button", name=re.compile("Begin een zaak in"))
    expect(begin).to_have_text("Begin een zaak in Westland")
    drawn = page.locator(".js-plotly-plot .nsewdrag").first
    drawn.scroll_into_view_if_needed()
    box = drawn.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=3)
    expect(page.locator(".js-plotly-plot .hoverlayer .hovertext")).to_be_visible()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(begin).not_to_have_text("Begin een zaak in Westland")
    asked = {urlsplit(request).hostname for request in watch.requests} - {None}  # what stands in the page itself
    assert asked == {urlsplit(address).hostname}
