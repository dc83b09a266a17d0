"""The pages on a telephone, in the dark, and for somebody who does not see them."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.support.application import PATHS, charts_drawn, open_page

pytestmark = pytest.mark.browser
CHARTS = {"options": 1, "compare": 2}
NARROW = {"width": 390, "height": 844}
SERIOUS = ("serious", "critical")
STREAMLITS_OWN = {"target-size": 'role="spinbutton"'}
"""Findings inside Streamlit's own widgets, by rule, with what their element holds: day, month and year of a date field."""


def shown(page: Page, address: str, name: str) -> None:
    """Open a page and wait until its charts stand there."""
    open_page(page, address, name)
    if name in CHARTS:
        charts_drawn(page, CHARTS[name])


def overflow(page: Page) -> int:
    """How many pixels the page is wider than the window."""
    width: int = page.evaluate(
        "Math.max(...['html', 'body', '[data-testid=stMain]', '[data-testid=stMainBlockContainer]']"
        ".map(part => document.querySelector(part)).map(each => each.scrollWidth - each.clientWidth))"
    )
    return width


def findings(page: Page) -> list[str]:
    """Serious and critical accessibility findings of ours: rule and element."""
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    options: dict[str, Any] = {"runOnly": {"type": "tag", "values": tags}, "resultTypes": ["violations"]}
    return [
        f"{violation['id']}: {node['html'][:200]}"
        for violation in Axe().run(page, options=options).response["violations"]
        if violation["impact"] in SERIOUS
        for node in violation["nodes"]
        if STREAMLITS_OWN.get(violation["id"], "\0") not in node["html"]
    ]


@pytest.mark.parametrize("name", PATHS)
def test_a_narrow_dark_page_does_not_scroll_sideways(page: Page, address: str, name: str) -> None:
    page.set_viewport_size(NARROW)
    page.emulate_media(color_scheme="dark")
    shown(page, address, name)
    assert overflow(page) == 0
    background = page.get_by_test_id("stApp").evaluate("each => getComputedStyle(each).backgroundColor")
    assert sum(int(part) for part in background.removeprefix("rgb(").removesuffix(")").split(",")) < 150


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PATHS)
def test_a_page_has_no_serious_barrier(page: Page, address: str, name: str, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    shown(page, address, name)
    assert not findings(page)


def test_every_chart_is_told_in_words(page: Page, address: str) -> None:
    for name, count in CHARTS.items():
        shown(page, address, name)
        charts = page.get_by_test_id("stPlotlyChart").get_by_role("img")
        told = page.locator("[data-testid=stPlotlyChart] [aria-label], [data-testid=stPlotlyChart][aria-label]")
        assert charts.count() or told.count() >= count


def test_figures_stand_to_the_right_in_a_table(page: Page, address: str) -> None:
    open_page(page, address, "compare")
    expect(page.get_by_role("cell").first).to_have_css("text-align", "right")
