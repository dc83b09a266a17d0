"""A hand that does not wait: keys on a keyboard, field after field, while the page is still working out the one before.

Only real keys show a loss: Playwright's `fill` waits until a field is there, which no hand does.
"""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from model.parameters.table import choice_label, parameters
from model.words.texts import text
from tests.support.application import field, go_to, open_page, settled, unfold
from tests.support.kept import kept_case

pytestmark = pytest.mark.browser

NINE = {
    "m2_per_bed": "17",
    "building_cost_per_unit": "98765",
    "beds_per_unit": "3",
    "building_cost_per_bed": "43210",
    "site_preparation_per_bed": "5432",
    "contingency_share": "8",
    "furniture_per_bed": "2468",
    "land_price_per_bed": "4567",
    "woz_value_per_bed": "34567",
}
"""Inputs in the order in which Tab comes by; the defaults of the last two follow the first."""
BLOCKS = ("building", "land", "tax")


def unfolded(page: Page, address: str, blocks: tuple[str, ...] = BLOCKS) -> None:
    """The page Options of a new session, with these groups of inputs open."""
    open_page(page, address, "options")
    for block in blocks:
        unfold(page, f"ui_group_{block}")


def focused(page: Page) -> str:
    """The label of the text field that has the focus; empty for anything else."""
    label: str = page.evaluate("document.activeElement.labels?.[0]?.innerText ?? ''")
    return label.strip()


def way(page: Page, labels: list[str]) -> list[int]:
    """How often Tab is pressed from each field to the next, seen by walking there once without an entry."""
    for label in labels:
        expect(field(page, label)).to_be_visible()
    field(page, labels[0]).focus()
    presses = []
    for label in labels[1:]:
        count = 0
        while not focused(page).startswith(label):
            assert count < 100, f"Tab does not come by {label}"
            page.keyboard.press("Tab")
            count += 1
        presses.append(count)
    return presses


def typed_on(page: Page, labels: list[str], entries: list[str], pause: int) -> None:
    """Type the entries field after field, with `pause` milliseconds between a Tab and the first key after it."""
    presses = [*way(page, labels), 1]
    field(page, labels[0]).focus()
    page.keyboard.press("Control+A")
    for entry, count in zip(entries, presses, strict=True):
        page.keyboard.type(entry)
        for _ in range(count):
            page.keyboard.press("Tab")
        page.wait_for_timeout(pause)


def kept(page: Page) -> dict[str, Any]:
    """The case as the store holds it, once the page has come to rest."""
    settled(page)
    page.wait_for_timeout(1000)
    settled(page)
    return kept_case(page)


def amount(key: str, entry: str) -> float:
    """What a Dutch entry without separators stands for in the case: a percentage as a fraction."""
    return float(entry) / (100 if parameters()[key].unit in {"share", "rate", "growth"} else 1)


def inputs_of(page: Page, option: str = "a") -> dict[str, Any]:
    """The inputs given for an option, as the tab holds them."""
    inputs: dict[str, Any] = next(
        kept_option for kept_option in kept(page)["options"] if kept_option["id"] == option
    ).get("inputs", {})
    return inputs


@pytest.mark.parametrize("pause", [0, 20])
def test_nine_entries_in_a_row_are_all_kept_each_in_its_own_field(page: Page, address: str, pause: int) -> None:
    unfolded(page, address)
    typed_on(page, [parameters()[key].label("nl") for key in NINE], list(NINE.values()), pause)
    assert inputs_of(page) == {key: pytest.approx(amount(key, entry)) for key, entry in NINE.items()}
    for key, entry in NINE.items():
        expect(field(page, parameters()[key].label("nl"))).to_have_value(entry)


def test_an_entry_beside_the_reason_it_asks_for_is_kept(page: Page, address: str) -> None:
    """The first entry puts a heading, fields and a button above the field in which the next one is being typed."""
    unfolded(page, address, ("building",))
    labels = [parameters()[key].label("nl") for key in ("site_preparation_per_bed", "soft_cost_share")]
    typed_on(page, labels, ["5432", "9"], 0)
    assert inputs_of(page) == {"site_preparation_per_bed": 5432, "soft_cost_share": 0.09}
    reason = field(page, text("ui_why_changed", "nl", field=labels[0]))
    reason.focus()
    for entry in ("offerte 12", "Wonen"):
        page.keyboard.type(entry)
        page.keyboard.press("Tab")
    given = next(option for option in kept(page)["options"] if option["id"] == "a")["reasons"][
        "site_preparation_per_bed"
    ]
    assert (given["why"], given["who"]) == ("offerte 12", "Wonen")


@pytest.mark.parametrize("pause", [0, 20, 150])
def test_the_same_field_twice_before_the_page_has_answered_keeps_the_last_entry(
    page: Page, address: str, pause: int
) -> None:
    unfolded(page, address, ("building",))
    label = parameters()["furniture_per_bed"].label("nl")
    field(page, label).focus()
    for entry in ("1111,50", "2222", "3333"):
        page.keyboard.press("Control+A")
        page.keyboard.type(entry)
        page.keyboard.press("Tab")
        page.wait_for_timeout(pause)
        page.keyboard.press("Shift+Tab")
        page.wait_for_timeout(pause)
    assert inputs_of(page) == {"furniture_per_bed": 3333}
    expect(field(page, label)).to_have_value("3333")


def test_a_slider_and_fields_below_it_are_all_kept(page: Page, address: str) -> None:
    """The slider of the land price follows the area per bed; it is moved while the answer to that is under way."""
    unfolded(page, address, ("building",))
    first = parameters()["m2_per_bed"].label("nl")
    way(page, [first])
    field(page, first).focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("17")
    page.get_by_role("slider", name=parameters()["land_price_per_bed"].label("nl")).focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    inputs = inputs_of(page)
    assert inputs.keys() == {"m2_per_bed", "land_price_per_bed"}
    assert inputs["m2_per_bed"] == 17
    shown = page.get_by_test_id("stSlider").filter(has_text=parameters()["land_price_per_bed"].label("nl"))
    expect(shown).to_contain_text(f"€ {inputs['land_price_per_bed']:,.0f}".replace(",", "."))


def test_the_first_frame_does_not_close_the_fields_on_the_next(page: Page, address: str) -> None:
    open_page(page, address, "norms")
    entries = {"max_price_per_week": "123", "max_resident_cost_share": "45", "min_beds": "67"}
    typed_on(page, [text(f"frame_{key}", "nl") for key in entries], list(entries.values()), 0)
    assert kept(page)["frames"] == {"max_price_per_week": 123, "max_resident_cost_share": 0.45, "min_beds": 67}


def test_what_is_set_of_a_risk_run_is_kept_while_it_runs(page: Page, address: str) -> None:
    open_page(page, address, "risk")
    unfold(page, "ui_risk_inputs")
    boxes = (
        page.get_by_test_id("stExpander").filter(has_text=text("ui_risk_varied", "nl")).get_by_test_id("stTextInput")
    )
    expect(boxes.nth(8)).to_be_visible()
    before = [boxes.nth(number).locator("input").get_attribute("placeholder") or "" for number in range(9)]
    boxes.nth(0).locator("input").focus()
    for entry in before:
        page.keyboard.type(entry)
        page.keyboard.press("Tab")
        while not page.evaluate("document.activeElement.closest('[data-testid=stTextInput]') !== null"):
            page.keyboard.press("Tab")
    kept(page)
    for number, entry in enumerate(before):
        expect(boxes.nth(number).locator("input")).to_have_value(entry)


def test_a_choice_and_the_field_after_it_are_both_kept(page: Page, address: str) -> None:
    """The choice decides which slider stands above; the next field is typed in while the answer is under way.

    The fold is open and still, and the list is there, before a choice is made: a list closes as soon as anything around
    it scrolls, and a fold that is still opening scrolls to the field that gets the focus.
    """
    unfolded(page, address, ("building",))
    fold = page.get_by_test_id("stExpander").filter(has_text=text("ui_group_building", "nl"))
    fold.element_handle().wait_for_element_state("stable")
    choice = choice_label("building_cost_basis", "per_m2", "nl")
    basis = page.get_by_role("combobox", name=parameters()["building_cost_basis"].label("nl"))
    basis.focus()
    page.keyboard.type(choice)
    expect(page.get_by_role("option")).to_have_text([choice])
    page.keyboard.press("Enter")
    while not focused(page).startswith(parameters()["beds_per_unit"].label("nl")):
        page.keyboard.press("Tab")
    page.keyboard.type("3")
    page.keyboard.press("Tab")
    assert inputs_of(page) == {"building_cost_basis": "per_m2", "beds_per_unit": 3}
    expect(basis).to_have_value(choice)


def test_an_entry_is_kept_when_the_next_click_goes_to_another_option(page: Page, address: str) -> None:
    unfolded(page, address, ("building",))
    field(page, parameters()["furniture_per_bed"].label("nl")).focus()
    page.keyboard.type("2468")
    page.get_by_role("radiogroup", name=text("ui_option", "nl")).get_by_role("radio").nth(1).click()
    assert inputs_of(page, "a") == {"furniture_per_bed": 2468}
    assert inputs_of(page, "b") == {}


def test_an_entry_is_kept_when_the_next_click_goes_to_another_page(page: Page, address: str) -> None:
    unfolded(page, address, ("building",))
    field(page, parameters()["furniture_per_bed"].label("nl")).focus()
    page.keyboard.type("2468")
    go_to(page, text("ui_page_compare", "nl"))
    assert inputs_of(page) == {"furniture_per_bed": 2468}


def test_an_entry_is_kept_when_the_language_is_switched_in_the_same_instant(page: Page, address: str) -> None:
    """An amount typed the Dutch way is read the Dutch way, also when the page is in English by then."""
    unfolded(page, address, ("building",))
    field(page, parameters()["furniture_per_bed"].label("nl")).focus()
    page.keyboard.type("1.234,50")
    page.get_by_role("radiogroup", name="Taal / Language").get_by_role("radio", name="English").click()
    assert inputs_of(page) == {"furniture_per_bed": 1234.5}
