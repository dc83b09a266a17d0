"""What a user enters takes effect, stays, and stays between the user and the application."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from model.parameters.table import default_row
from model.words.texts import text
from tests.support.application import as_typed, enter, field, go_to, open_page, unfold
from tests.support.kept import kept, kept_figures

pytestmark = pytest.mark.browser


def metric(page: Page, label: str) -> str:
    """A figure on the page."""
    value = page.get_by_test_id("stMetric").filter(has_text=label).get_by_test_id("stMetricValue")
    return value.inner_text()


def changes(page: Page, label: str, before: str) -> None:
    """Wait until a figure is another one."""
    value = page.get_by_test_id("stMetric").filter(has_text=label).get_by_test_id("stMetricValue")
    expect(value).not_to_have_text(before)


def test_a_dutch_amount_takes_effect(page: Page, address: str) -> None:
    open_page(page, address, "options")
    unfold(page, "ui_group_building")
    before = metric(page, "Netto contante waarde")
    enter(page, "Inrichting per bed", "1.250,50")
    changes(page, "Netto contante waarde", before)
    expect(field(page, "Inrichting per bed")).to_have_value("1.250,50")


def test_two_entries_made_without_waiting_both_take_effect(page: Page, address: str) -> None:
    open_page(page, address, "options")
    unfold(page, "ui_group_building")
    enter(page, "Inrichting per bed", "1.250,50")
    enter(page, "Terrein en aansluitingen", "7.000")
    enter(page, "Bijkomende kosten", "12")
    page.keyboard.press("Tab")
    expect(field(page, "Inrichting per bed")).to_have_value("1.250,50")
    expect(page.get_by_role("button", name="3 gewijzigd")).to_be_visible()
    expect(field(page, "Terrein en aansluitingen")).to_have_value("7.000")
    expect(field(page, "Bijkomende kosten")).to_have_value("12")


def test_an_amount_in_english_notation_is_refused_on_a_dutch_page(page: Page, address: str) -> None:
    open_page(page, address, "case")
    before = page.get_by_test_id("stMetricValue").all_inner_texts()
    enter(page, "Bedden nodig", "1,250.50")
    message = page.get_by_test_id("stAlert").filter(has_text="1,250.50")
    expect(message).to_contain_text("Bedden nodig: ‘1,250.50’ is geen getal. Schrijf het als 1.250,50.")
    expect(field(page, "Bedden nodig")).to_have_value("1,250.50")
    assert page.get_by_test_id("stMetricValue").all_inner_texts() == before


def occupancy(steps: int) -> str:
    """The default of the occupancy of short stay, so many steps of its slider up."""
    row = default_row("occupancy", "short_stay", "")
    assert row is not None and isinstance(row.typical, float)
    return f"{row.typical * 100 + steps:.0f}%"


def test_a_slider_moved_with_the_keyboard_changes_the_outcome(page: Page, address: str) -> None:
    open_page(page, address, "options")
    before = metric(page, "Netto contante waarde")
    slider = page.get_by_role("slider", name="Bezettingsgraad")
    slider.press("ArrowRight")
    changes(page, "Netto contante waarde", before)
    expect(page.get_by_test_id("stSlider").filter(has_text="Bezettingsgraad")).to_contain_text(occupancy(1))


def test_a_slider_keeps_the_focus_while_it_moves(page: Page, address: str) -> None:
    open_page(page, address, "options")
    slider = page.get_by_role("slider", name="Bezettingsgraad")
    shown = page.get_by_test_id("stSlider").filter(has_text="Bezettingsgraad")
    slider.focus()
    for percentage in map(occupancy, (1, 2, 3)):
        page.keyboard.press("ArrowRight")
        expect(shown).to_contain_text(percentage)
    expect(page.get_by_role("button", name="1 gewijzigd")).to_be_visible()
    expect(slider).to_be_focused()


def test_entries_survive_a_visit_to_the_other_pages(page: Page, address: str) -> None:
    open_page(page, address, "case")
    enter(page, "Bedden nodig", "1.250")
    enter(page, "Naam van de zaak", "Mijn zaak")
    go_to(page, "Vergelijken")
    expect(page.get_by_text("Dezelfde 1.250 bedden")).to_be_visible()
    go_to(page, "Opties")
    go_to(page, "De zaak")
    expect(field(page, "Bedden nodig")).to_have_value("1.250")
    expect(field(page, "Naam van de zaak")).to_have_value("Mijn zaak")


def test_a_half_filled_form_survives_a_visit_to_another_page(page: Page, address: str) -> None:
    open_page(page, address, "options")
    page.get_by_text("Eigen posten (0)").click()
    enter(page, "Omschrijving", "Wasserij")
    go_to(page, "Vergelijken")
    go_to(page, "Opties")
    expect(field(page, "Omschrijving")).to_have_value("Wasserij")


def test_switching_the_language_keeps_entries(page: Page, address: str) -> None:
    open_page(page, address, "case")
    enter(page, "Bedden nodig", "1.250")
    expect(field(page, "Bedden nodig")).to_have_value("1.250")
    page.get_by_role("radio", name="English").click()
    expect(field(page, "Beds needed")).to_have_value("1,250")
    expect(page).to_have_url(re.compile("lang=English"))


def test_one_users_entries_are_not_shown_to_another(browser: Browser, page: Page, address: str) -> None:
    open_page(page, address, "case")
    enter(page, "Naam van de zaak", "Geheim plan")
    enter(page, "Bedden nodig", "321")
    expect(field(page, "Bedden nodig")).to_have_value("321")
    with browser.new_context() as other:
        stranger = other.new_page()
        open_page(stranger, address, "case")
        expect(field(stranger, "Bedden nodig")).to_have_value("200")
        expect(field(stranger, "Naam van de zaak")).to_have_attribute("placeholder", "Voorbeeld Westland")


def test_a_name_with_markup_is_shown_as_typed_and_never_run(page: Page, address: str) -> None:
    name = '<img src=x onerror="window.hit=1"> **x** =1+1 :red[y] $z$'
    open_page(page, address, "options")
    page.get_by_role("button", name=text("ui_kind_and_name", "nl")).click()
    enter(page, "Eigen naam voor deze optie", name)
    page.keyboard.press("Escape")
    expect(page.get_by_role("radio", name=as_typed(name))).to_be_visible()
    go_to(page, "De zaak")
    expect(page.get_by_test_id("stMetricLabel").first).to_have_text(as_typed(name))
    go_to(page, "Vergelijken")
    expect(page.get_by_role("columnheader", name=as_typed(name))).to_be_visible()
    expect(page.locator(".js-plotly-plot .ytick text").first).to_contain_text("<img src=x")
    expect(page.locator("img[src=x]")).to_have_count(0)
    assert page.evaluate("window.hit") is None


def test_reloading_the_page_keeps_everything_entered(page: Page, address: str) -> None:
    open_page(page, address, "case")
    enter(page, "Bedden nodig", "1.250")
    expect(field(page, "Bedden nodig")).to_have_value("1.250")
    kept(page, '"beds": 1250')
    page.reload()
    expect(field(page, "Bedden nodig")).to_have_value("1.250")
    go_to(page, "Vergelijken")
    page.reload()
    expect(page.get_by_text("Dezelfde 1.250 bedden")).to_be_visible()


def test_sliders_that_load_late_show_the_case_that_was_kept(page: Page, address: str) -> None:
    """The first visit over a slow line: the case is taken back before the sliders are there to hear of it."""
    open_page(page, address, "options")
    page.get_by_role("slider", name="Bezettingsgraad").press("ArrowRight")
    kept(page, f'"occupancy": 0.{occupancy(1)[:-1]}')
    held: list[Route] = []
    page.route("**/Slider.*.js", lambda route: held.append(route))
    page.reload()
    expect(page.get_by_role("button", name="1 gewijzigd")).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    assert held
    for request in held:
        request.continue_()
    expect(page.get_by_test_id("stSlider").filter(has_text="Bezettingsgraad")).to_contain_text(occupancy(1))
    expect(page.get_by_test_id("stSlider").filter(has_text="Bouwtijd")).to_contain_text("9 maanden")


def test_reloading_the_page_keeps_the_method(page: Page, address: str) -> None:
    open_page(page, address, "case")
    unfold(page, "ui_way_of_calculating")
    enter(page, "Vergelijkingsperiode", "12")
    page.get_by_text("midden van de periode", exact=True).click()
    kept(page, '"horizon_years": 12')
    kept(page, '"discounting": "mid_period"')
    page.reload()
    unfold(page, "ui_way_of_calculating")
    expect(field(page, "Vergelijkingsperiode")).to_have_value("12")
    expect(page.get_by_role("radio", name="midden van de periode")).to_be_checked()


def test_an_option_is_made_another_kind_and_comes_back_with_undo(page: Page, address: str) -> None:
    open_page(page, address, "options")
    page.get_by_role("slider", name="Bezettingsgraad").press("ArrowRight")
    expect(page.get_by_role("button", name="1 gewijzigd")).to_be_visible()
    page.get_by_role("button", name=text("ui_kind_and_name", "nl")).click()
    page.get_by_role("combobox", name="Soort optie").click()
    page.get_by_role("option", name="Eigen posten").click()
    expect(page.get_by_test_id("stAlert").filter(has_text="Bezettingsgraad")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Ongedaan maken").click()
    expect(page.get_by_test_id("stSlider").filter(has_text="Bezettingsgraad")).to_contain_text(occupancy(1))


def test_a_removed_option_comes_back_with_its_entries(page: Page, address: str) -> None:
    open_page(page, address, "options")
    page.get_by_role("slider", name="Bezettingsgraad").press("ArrowRight")
    expect(page.get_by_role("button", name="1 gewijzigd")).to_be_visible()
    go_to(page, "De zaak")
    page.get_by_role("button", name="Verwijder").first.click()
    expect(page.get_by_test_id("stMetric")).to_have_count(3)
    page.get_by_role("button", name="Ongedaan maken").click()
    expect(page.get_by_test_id("stMetric")).to_have_count(4)
    go_to(page, "Opties")
    expect(page.get_by_test_id("stSlider").filter(has_text="Bezettingsgraad")).to_contain_text(occupancy(1))


def test_the_outcome_stays_in_sight_while_an_input_far_down_is_changed(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    open_page(page, address, "options")
    unfold(page, "ui_group_building")
    field(page, "Inrichting per bed").scroll_into_view_if_needed()
    strip = page.get_by_test_id("stBottom")
    before = strip.inner_text()
    enter(page, "Inrichting per bed", "9.000")
    expect(strip).not_to_have_text(before)
    expect(strip).to_be_in_viewport()


def test_a_slider_and_its_figures_are_seen_together_on_a_laptop(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    open_page(page, address, "options")
    expect(page.get_by_test_id("stSlider").filter(has_text="Bezettingsgraad")).to_be_in_viewport(ratio=1)
    expect(page.get_by_test_id("stMetric").filter(has_text="Netto contante waarde")).to_be_in_viewport()


def test_a_municipality_is_found_by_typing(page: Page, address: str) -> None:
    open_page(page, address, "case")
    box = page.get_by_role("combobox", name="Gemeente")
    box.click()
    page.keyboard.type("den haag")
    page.get_by_role("option", name="Den Haag").click()
    expect(field(page, "Naam van de zaak")).to_have_attribute("placeholder", "Voorbeeld 's-Gravenhage")


def test_an_upload_field_speaks_dutch(page: Page, address: str) -> None:
    open_page(page, address, "case")
    button = page.get_by_test_id("stFileUploaderDropzone").get_by_role("button")
    said = button.locator("p").evaluate("each => getComputedStyle(each, '::after').content")
    assert said == f'" {text("ui_choose_file", "nl")}"'


def test_reloading_the_page_keeps_ones_own_market_figures(page: Page, address: str) -> None:
    open_page(page, address, "market")
    csv = b"indicator;region_code;period;value;source\npopulation;GM1783;2026;123456;eigen telling\n"
    chooser = page.get_by_test_id("stFileUploaderDropzoneInput")
    chooser.set_input_files({"name": "eigen.csv", "mimeType": "text/csv", "buffer": csv})
    expect(page.get_by_role("cell", name="123.456")).to_be_visible()
    assert kept_figures(page) == "eigen.csv"
    page.reload()
    expect(page.get_by_role("cell", name="123.456")).to_be_visible()
