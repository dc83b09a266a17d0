"""Each page opened by its address: in the light and in the dark, on a telephone, and for who does not see it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from model.words.texts import text
from pages.widgets.page_bar import LANGUAGE_NAMES
from tests.support.application import PATHS, charts_drawn, nothing_wrong, open_page, settled

pytestmark = pytest.mark.browser
CHARTS = {"options": 1, "compare": 2, "who_pays": 3, "trade_off": 1, "evidence": 1, "sensitivity": 4, "risk": 2}
WIDE, NARROW = (1400, 900), (390, 844)
LOOKS: tuple[tuple[str, tuple[int, int], Literal["light", "dark"]], ...] = (
    ("nl", WIDE, "light"),
    ("nl", NARROW, "dark"),
    ("en", WIDE, "dark"),
    ("en", NARROW, "light"),
)
"""Every two of language, width and colours once together."""
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
STREAMLITS_OWN = {
    "target-size": "[data-testid=stDateInput]",
    "presentation-role-conflict": "[data-testid=stFileUploaderDropzone]",
    "list": "[data-testid=stSidebarNav]",
    "listitem": "[data-testid=stSidebarNav]",
}
"""What Streamlit itself gets wrong, by rule, and in which part: the small day, month and year of a date field, the
part of an upload field that a file is dropped on, and the headings between the items of its menu. Nothing else is
forgiven, and these nowhere else."""
TO_COME = {"scrollable-region-focusable": "[data-testid=stTable]"}
"""What is still ours to mend: a table wider than a telephone scrolls, but not by the keyboard."""
LEAST_CONTRAST = 4.5
"""WCAG 1.4.3: of text of an ordinary size with what is behind it."""


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


def in_language(visit: Visit, language: str) -> None:
    """The page in this language, drawn to its end."""
    switch = visit.page.get_by_role("radiogroup", name="Taal / Language")
    switch.get_by_role("radio", name=LANGUAGE_NAMES[language]).click()
    title = text(f"ui_{visit.name}_title", language, town="Westland")
    expect(visit.page.get_by_role("heading", level=1)).to_have_text(title)
    settled(visit.page)
    if visit.name in CHARTS:
        charts_drawn(visit.page, CHARTS[visit.name])


def overflow(page: Page) -> int:
    """How many pixels the page is wider than the window."""
    width: int = page.evaluate(
        "Math.max(...['html', 'body', '[data-testid=stMain]', '[data-testid=stMainBlockContainer]']"
        ".map(part => document.querySelector(part)).map(each => each.scrollWidth - each.clientWidth))"
    )
    return width


def barriers(page: Page) -> list[str]:
    """Accessibility findings that are ours: rule and element."""
    options: dict[str, Any] = {"runOnly": {"type": "tag", "values": list(TAGS)}, "resultTypes": ["violations"]}
    return [
        f"{violation['id']}: {node['html'][:200]}"
        for violation in Axe().run(page, options=options).response["violations"]
        for node in violation["nodes"]
        if not is_streamlits_own(page, violation["id"], node["target"][0])
    ]


def is_streamlits_own(page: Page, rule: str, selector: str) -> bool:
    """Whether a finding is a known one, in the part where it is known."""
    part = {**STREAMLITS_OWN, **TO_COME}.get(rule)
    return part is not None and page.locator(selector).first.evaluate("(each, part) => !!each.closest(part)", part)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it, of a colour as the browser gives it: rgb(26, 26, 26)."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def faint_in_charts(page: Page) -> list[str]:
    """Text in charts that stands out too little from the page; the accessibility checker does not look in there."""
    behind, texts = page.evaluate(
        "[getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor,"
        " [...document.querySelectorAll('.js-plotly-plot svg text')].filter(each => each.textContent.trim())"
        " .map(each => [each.textContent, getComputedStyle(each).fill])]"
    )
    faint = []
    for words, colour in texts:
        dark, light = sorted((luminance(colour), luminance(behind)))
        if (light + 0.05) / (dark + 0.05) < LEAST_CONTRAST:
            faint.append(f"chart: {words} {colour}")
    return faint


def test_a_page_opens_by_its_address(visit: Visit) -> None:
    title = text(f"ui_{visit.name}_title", "nl", town="Westland")
    expect(visit.page.get_by_role("heading", level=1)).to_have_text(title)
    nothing_wrong(visit.page)


def test_a_narrow_dark_page_does_not_scroll_sideways(visit: Visit) -> None:
    assert overflow(seen(visit, NARROW, "dark")) == 0


RUN_INTO_EACH_OTHER = """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap(chart => {
    const boxes = kind => [...chart.querySelectorAll(kind)]
        .map(each => [each.textContent, each.getBoundingClientRect()])
    const names = boxes('.ytick text'), edge = chart.getBoundingClientRect()
    return boxes('.barlayer .bartext').flatMap(([value, at]) => [
        ...names.filter(([, name]) => at.left < name.right && name.left < at.right
            && at.top < name.bottom - 2 && name.top < at.bottom - 2).map(([name]) => `${value} over ${name}`),
        ...(at.right > edge.right + 1 ? [`${value} is cut off`] : []),
    ])
})"""
"""Values at bars that lie over a name beside one, or beyond the edge of the chart."""


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_no_value_at_a_bar_runs_over_a_name(visit: Visit, size: tuple[int, int]) -> None:
    page = seen(visit, size, "light")
    if visit.name in CHARTS:
        charts_drawn(page, CHARTS[visit.name])
    assert page.evaluate(RUN_INTO_EACH_OTHER) == []


def test_every_chart_is_told_in_words(visit: Visit) -> None:
    told = visit.page.locator("[data-testid=stPlotlyChart][role=figure]")
    names = [told.nth(number).get_attribute("aria-label") for number in range(told.count())]
    assert len(names) == CHARTS.get(visit.name, 0)
    assert all(name and len(name) > 20 and "\\" not in name for name in names)


def test_a_chart_writes_a_number_below_zero_as_the_rest_of_the_page_does(visit: Visit) -> None:
    """Left to itself the drawing library writes a minus of its own along its axes."""
    in_charts = visit.page.locator(".js-plotly-plot text").all_text_contents()
    assert [words for words in in_charts if "\u2212" in words] == []
    if visit.name in {"compare", "sensitivity", "risk"}:
        assert [words for words in in_charts if re.fullmatch(r"-\d+(,\d+)?", words)]


def test_a_page_has_no_barrier_in_either_language_width_or_colours(visit: Visit) -> None:
    wrong = {}
    for language, size, scheme in LOOKS:
        seen(visit, size, scheme)
        in_language(visit, language)
        wrong[language, size, scheme] = [*barriers(visit.page), *faint_in_charts(visit.page)]
    assert not {display: faults for display, faults in wrong.items() if faults}


def test_a_changed_outcome_is_read_out_without_moving_anything(household: BrowserContext, address: str) -> None:
    page = household.new_page()
    open_page(page, address, "options")
    outcome = page.locator("[role=status][aria-live=polite]#outcome")
    before = outcome.inner_text()
    assert before.startswith("Short stay (logies): Netto contante waarde ")
    outcome.evaluate("each => { window.outcome = each }")
    page.get_by_role("slider", name="Bezettingsgraad").press("ArrowRight")
    expect(outcome).not_to_have_text(before)
    npv = page.get_by_test_id("stMetricValue").first
    expect(outcome).to_contain_text(f"Netto contante waarde {npv.inner_text()};")
    assert outcome.evaluate("each => each === window.outcome && each.parentElement === document.body")
    page.close()


def test_nothing_moves_for_who_asked_for_that(household: BrowserContext, address: str) -> None:
    page = household.new_page()
    page.emulate_media(reduced_motion="reduce")
    open_page(page, address, "case")
    moving = page.evaluate(
        "[...document.querySelectorAll('*')].map(each => getComputedStyle(each))"
        ".flatMap(each => `${each.animationDuration}, ${each.transitionDuration}`.split(', '))"
        ".filter(each => parseFloat(each) > 0.001)"
    )
    assert moving == []
    page.close()


def test_figures_stand_to_the_right_in_a_table(household: BrowserContext, address: str) -> None:
    page = household.new_page()
    open_page(page, address, "compare")
    expect(page.get_by_role("cell").first).to_have_css("text-align", "right")
    page.close()
