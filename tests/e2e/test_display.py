"""Each page opened by its address: in the light and in the dark, on a telephone, and for who does not see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from model.texts import text
from tests.support.application import PATHS, charts_drawn, nothing_wrong, open_page

pytestmark = pytest.mark.browser
CHARTS = {"options": 1, "compare": 2, "who_pays": 3, "evidence": 1, "sensitivity": 4, "risk": 2}
WIDE, NARROW = (1280, 900), (390, 844)
SERIOUS = ("serious", "critical")
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
STREAMLITS_OWN = {
    "target-size": "[data-testid=stDateInput]",
    "list": "[data-testid=stSidebarNav]",
    "listitem": "[data-testid=stSidebarNav]",
}
"""What Streamlit itself gets wrong, by rule, and in which part: the small day, month and year of a date field, and the
headings between the items of its menu. Nothing else is forgiven, and these nowhere else."""


@dataclass(frozen=True)
class Visit:
    """A page that is open."""

    name: str
    page: Page


@pytest.fixture(scope="module", params=PATHS)
def visit(household: BrowserContext, address: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Each page once, opened by its address, for all tests here."""
    page = household.new_page()
    open_page(page, address, request.param)
    if request.param in CHARTS:
        charts_drawn(page, CHARTS[request.param])
    yield Visit(request.param, page)
    page.close()


def seen(visit: Visit, size: tuple[int, int], scheme: Literal["light", "dark"]) -> Page:
    """The page in a window of this size and in these colours, once it has taken them on."""
    page = visit.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=scheme)
    page.wait_for_function(
        "dark => (getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
        ".match(/\\d+/g).slice(0, 3).every(part => Number(part) < 50)) === dark",
        arg=scheme == "dark",
    )
    # Colours fade from one scheme to the other; half-way they have no contrast.
    page.wait_for_function(
        "document.getAnimations().every(each => each.playState !== 'running' || !(each instanceof CSSTransition))"
    )
    return page


def overflow(page: Page) -> int:
    """How many pixels the page is wider than the window."""
    width: int = page.evaluate(
        "Math.max(...['html', 'body', '[data-testid=stMain]', '[data-testid=stMainBlockContainer]']"
        ".map(part => document.querySelector(part)).map(each => each.scrollWidth - each.clientWidth))"
    )
    return width


def barriers(page: Page) -> list[str]:
    """Serious and critical accessibility findings that are ours: rule and element."""
    options: dict[str, Any] = {"runOnly": {"type": "tag", "values": list(TAGS)}, "resultTypes": ["violations"]}
    return [
        f"{violation['id']}: {node['html'][:200]}"
        for violation in Axe().run(page, options=options).response["violations"]
        if violation["impact"] in SERIOUS
        for node in violation["nodes"]
        if not is_streamlits_own(page, violation["id"], node["target"][0])
    ]


def is_streamlits_own(page: Page, rule: str, selector: str) -> bool:
    """Whether a finding is one of Streamlit's known ones, in the part where it is known."""
    part = STREAMLITS_OWN.get(rule)
    return part is not None and page.locator(selector).first.evaluate("(each, part) => !!each.closest(part)", part)


def test_a_page_opens_by_its_address(visit: Visit) -> None:
    title = text(f"ui_{visit.name}_title", "nl", town="Westland")
    expect(visit.page.get_by_role("heading", level=1)).to_have_text(title)
    nothing_wrong(visit.page)


def test_a_light_page_has_no_serious_barrier(visit: Visit) -> None:
    assert not barriers(seen(visit, WIDE, "light"))


def test_a_dark_page_has_no_serious_barrier(visit: Visit) -> None:
    assert not barriers(seen(visit, WIDE, "dark"))


def test_a_narrow_dark_page_does_not_scroll_sideways(visit: Visit) -> None:
    assert overflow(seen(visit, NARROW, "dark")) == 0


def test_every_chart_is_told_in_words(visit: Visit) -> None:
    told = visit.page.locator("[data-testid=stPlotlyChart][role=figure]")
    names = [told.nth(number).get_attribute("aria-label") for number in range(told.count())]
    assert len(names) == CHARTS.get(visit.name, 0)
    assert all(name and len(name) > 20 and "\\" not in name for name in names)


def test_figures_stand_to_the_right_in_a_table(household: BrowserContext, address: str) -> None:
    page = household.new_page()
    open_page(page, address, "compare")
    expect(page.get_by_role("cell").first).to_have_css("text-align", "right")
    page.close()
