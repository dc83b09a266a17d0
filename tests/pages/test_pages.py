"""What a user sees and does on each page, without a browser."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from model.case import Case, read_case, write_case
from model.case.example import example_case
from model.engine.run import run_case
from model.parameters.table import parameters
from model.readings.closing import closing
from model.words.texts import text
from pages.charts.charts import COLOURS
from pages.session.words import file_name, plain
from tests.support.screens import (
    PAGES,
    as_read,
    current,
    errors,
    figure,
    markup,
    metrics,
    opened,
    opened_with,
    pressed,
    turned_to,
    typed,
    unescaped,
    unfolded,
)

LANGUAGES = ("nl", "en")
NPV = {"nl": "Netto contante waarde", "en": "Net present value"}
USER_TEXTS = ("<script>alert(1)</script>", "**x**", "=1+1", "$a$ :red[b] [c](http://d.e) `f` _g_ &lt;", "  spaced  ")


def uploaded(app: AppTest, content: bytes, name: str, mime: str) -> AppTest:
    """The session after a file was uploaded in the only upload field."""
    app.file_uploader[0].upload(name, content, mime)
    return app.run()


def mixed(app: AppTest) -> AppTest:
    """The session on the page Options at a mix of the first two options."""
    app.selectbox(key="new_option.nl").set_value("mix").run()
    pressed(app, "Voeg toe")
    turned_to(app, "options")
    app.segmented_control(key="shown_option.nl").set_value("e")
    return app.run()


# Opening


@pytest.mark.parametrize("language", ["nl", pytest.param("en", marks=pytest.mark.thorough)])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_with_its_title_and_no_error(name: str, language: str) -> None:
    app = opened(name, language)
    assert not app.exception
    assert not app.error
    assert [title.value for title in app.title] == [text(f"ui_{name}_title", language, town="Westland")]


@pytest.mark.thorough
@pytest.mark.parametrize("name", PAGES)
def test_a_page_speaks_one_language(name: str) -> None:
    dutch, english = opened(name, "nl"), opened(name, "en")
    codes = ("ui_page_options", "ui_save_case", "ui_metric", "ui_inputs_title", "ui_market_intro", "ui_remove")
    for app, own, other in ((dutch, "nl", "en"), (english, "en", "nl")):
        shown = {as_read(each) for each in markup(app)}
        foreign = {text(code, other) for code in codes} - {text(code, own) for code in codes}
        assert not shown & foreign


def test_the_pages_open_one_after_the_other_in_one_session() -> None:
    app = opened()
    for name in PAGES:
        turned_to(app, name)
        assert not app.exception, name
        assert not app.error, name


def test_a_fault_of_our_own_is_told_in_the_users_language(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("pages.session.state.run_case", fails)
    app = opened("case", "nl")
    assert not app.exception
    assert errors(app) == text("our_fault", "nl", error="ZeroDivisionError")


# The case


def test_changing_the_beds_changes_the_npv() -> None:
    app = opened()
    before = metrics(app)
    typed(app, "case.beds.nl", "400")
    after = metrics(app)
    assert before.keys() == after.keys()
    assert all(before[name] != after[name] for name in before)


def test_beds_are_read_in_the_language_of_the_page() -> None:
    assert current(typed(opened(language="nl"), "case.beds.nl", "1.250")).beds == 1250
    assert current(typed(opened(language="en"), "case.beds.en", "1,250")).beds == 1250


@pytest.mark.parametrize(
    ("language", "label", "entry", "example"),
    [("nl", "Bedden nodig", "1,250.50", "1.250,50"), ("en", "Beds needed", "1.250,50", "1,250.50")],
)
def test_a_number_in_the_wrong_notation_keeps_the_old_value_and_says_how_to_write_it(
    language: str, label: str, entry: str, example: str
) -> None:
    app = typed(opened(language=language), f"case.beds.{language}", entry)
    assert current(app).beds == 200
    assert all(part in errors(app) for part in (label, entry, example))


@pytest.mark.parametrize(
    ("language", "label", "entry", "shown", "allowed"),
    [
        ("nl", "Bedden nodig", "200.000", "200.000", "1 tot en met 100.000"),
        ("en", "Beds needed", "200000", "200,000", "1 to 100,000"),
        ("nl", "Bedden nodig", "-5", "-5", "1 tot en met 100.000"),
    ],
)
def test_a_number_out_of_bounds_keeps_the_old_value_and_names_field_value_and_what_is_allowed(
    language: str, label: str, entry: str, shown: str, allowed: str
) -> None:
    app = typed(opened(language=language), f"case.beds.{language}", entry)
    assert current(app).beds == 200
    assert all(part in errors(app) for part in (f"{label}: {shown} ", allowed))


def test_a_fraction_of_a_bed_is_refused() -> None:
    app = typed(opened(), "case.beds.nl", "10,5")
    assert current(app).beds == 200
    assert "Bedden nodig: 10,5 is geen geheel getal" in errors(app)


def test_an_emptied_number_of_beds_is_refused() -> None:
    app = typed(opened(), "case.beds.nl", "")
    assert current(app).beds == 200
    assert "Bedden nodig ontbreekt" in errors(app)


def test_a_refused_entry_stays_in_its_field_to_be_corrected() -> None:
    app = typed(opened(), "case.beds.nl", "200 bedden")
    assert app.text_input(key="case.beds.nl").value == "200 bedden"


def test_a_corrected_entry_takes_the_message_away() -> None:
    app = typed(typed(opened(), "case.beds.nl", "veel"), "case.beds.nl", "300")
    assert not app.error
    assert current(app).beds == 300


def test_an_accepted_number_stays_as_typed_and_is_in_its_usual_form_when_the_page_opens_again() -> None:
    app = typed(opened(), "case.beds.nl", " 1250 ")
    assert app.text_input(key="case.beds.nl").value == " 1250 "
    turned_to(turned_to(app, "compare"), "case")
    assert app.text_input(key="case.beds.nl").value == "1.250"


def test_a_start_before_the_price_level_is_refused_with_both_dates() -> None:
    app = opened()
    app.date_input(key="case.start_date").set_value(date(2025, 1, 1)).run()
    assert current(app).start_date == date(2027, 1, 1)
    assert "1 januari 2026" in errors(app)
    assert "1 januari 2025" in errors(app)
    assert app.date_input(key="case.start_date").value == date(2027, 1, 1)


def test_an_emptied_date_keeps_the_old_one() -> None:
    app = opened()
    app.date_input(key="case.start_date").set_value(None).run()
    assert current(app).start_date == date(2027, 1, 1)
    assert "Startdatum ontbreekt" in errors(app)


def test_a_start_twenty_years_ahead_can_be_chosen() -> None:
    app = opened()
    app.date_input(key="case.start_date").set_value(date(2047, 6, 1)).run()
    assert current(app).start_date == date(2047, 6, 1)


def test_another_municipality_brings_its_own_figures() -> None:
    app = opened()
    before = metrics(app)
    app.selectbox(key="case.municipality.nl").set_value("GM0363").run()
    assert metrics(app) != before
    assert not current(app).options[0].inputs


def test_computing_per_month_is_possible() -> None:
    app = opened()
    app.radio(key="case.periods_per_year.nl").set_value(12).run()
    assert current(app).periods_per_year == 12
    assert not app.error


def test_discounting_at_mid_period_changes_the_npv_and_not_the_irr() -> None:
    app = opened("options")
    before = metrics(app)
    turned_to(app, "case").radio(key="case.discounting.nl").set_value("mid_period").run()
    assert current(app).discounting == "mid_period"
    after = metrics(turned_to(app, "options"))
    assert after[NPV["nl"]] != before[NPV["nl"]]
    assert after["Rendement (irr)"] == before["Rendement (irr)"]


def with_own_lines() -> AppTest:
    """The session with an option of own lines added to the example."""
    app = opened()
    app.selectbox(key="new_option.nl").set_value("own").run()
    return pressed(app, "Voeg toe")


def test_an_option_of_own_lines_lasts_as_long_as_the_horizon() -> None:
    app = typed(with_own_lines(), "case.horizon_years.nl", "12")
    assert current(app).horizon_years == 12
    turned_to(app, "compare")
    assert app.table[0].value.iloc[0].tolist()[-1] == "12 jaar"


def test_the_horizon_says_which_options_follow_it() -> None:
    assert text("ui_horizon_for_none", "nl") in {as_read(each.value) for each in opened().caption}
    told = {as_read(each.value) for each in with_own_lines().caption}
    assert text("ui_horizon_for", "nl", options="Eigen posten") in told


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ("0", "Vergelijkingsperiode: 0 valt buiten de grenzen. Toegestaan: 1 tot en met 100"),
        ("101", "Vergelijkingsperiode: 101 valt buiten de grenzen. Toegestaan: 1 tot en met 100"),
        ("2,5", "Vergelijkingsperiode: 2,5 is geen geheel getal"),
        ("lang", "Vergelijkingsperiode: ‘lang’ is geen getal"),
        ("", "Vergelijkingsperiode ontbreekt"),
    ],
)
def test_a_wrong_horizon_is_refused_and_the_old_one_kept(entry: str, complaint: str) -> None:
    app = typed(opened(), "case.horizon_years.nl", entry)
    assert current(app).horizon_years == 30
    assert complaint in errors(app)
    assert app.text_input(key="case.horizon_years.nl").value == entry


def test_the_method_can_be_undone() -> None:
    app = typed(opened(), "case.horizon_years.nl", "12")
    app.radio(key="case.discounting.nl").set_value("mid_period").run()
    app.button(key="undo").click().run()
    assert app.radio(key="case.discounting.nl").value == "end_of_period"
    assert app.text_input(key="case.horizon_years.nl").value == "12"
    app.button(key="undo").click().run()
    assert app.text_input(key="case.horizon_years.nl").value == "30"


def test_a_case_file_brings_its_method() -> None:
    data = write_case(example_case("GM0363")) | {"horizon_years": 25, "discounting": "mid_period"}
    app = uploaded(opened(), json.dumps(data).encode(), "zaak.json", "application/json")
    assert app.text_input(key="case.horizon_years.nl").value == "25"
    assert app.radio(key="case.discounting.nl").value == "mid_period"


def test_switching_the_language_keeps_entries() -> None:
    app = typed(opened(), "case.beds.nl", "1.250")
    app.segmented_control(key="lang").set_value("en").run()
    assert app.text_input(key="case.beds.en").value == "1,250"
    assert app.title[0].value == text("ui_case_title", "en")


# Options of the case


def test_an_option_can_be_removed() -> None:
    app = opened()
    app.button(key="remove.b").click().run()
    assert [option.id for option in current(app).options] == ["a", "c", "d"]


def test_a_part_of_a_mix_cannot_be_removed() -> None:
    app = opened()
    app.selectbox(key="new_option.nl").set_value("mix").run()
    pressed(app, "Voeg toe")
    assert app.button(key="remove.a").disabled
    assert not app.button(key="remove.c").disabled


def test_the_last_option_cannot_be_removed() -> None:
    app = opened()
    for option in "abc":
        app.button(key=f"remove.{option}").click().run()
    assert app.button(key="remove.d").disabled


@pytest.mark.parametrize("kind", ["short_stay", "mid_stay", "conversion", "new_build", "own", "mix"])
def test_an_option_of_every_type_can_be_added_and_opened(kind: str) -> None:
    app = opened()
    app.selectbox(key="new_option.nl").set_value(kind).run()
    pressed(app, "Voeg toe")
    assert current(app).options[-1].type == kind
    turned_to(app, "options")
    app.segmented_control(key="shown_option.nl").set_value("e").run()
    assert not app.exception
    assert not app.error


def test_two_options_of_one_name_are_told_apart() -> None:
    app = opened()
    app.selectbox(key="new_option.nl").set_value("mid_stay").run()
    pressed(app, "Voeg toe")
    assert {"Mid stay (b)", "Mid stay (e)"} <= metrics(app).keys()
    turned_to(app, "compare")
    assert figure(app)["data"][0]["y"][1] == "Mid stay (b)"
    assert len(set(figure(app)["data"][0]["y"])) == 5


def test_a_copy_has_every_input_of_the_original_and_a_name_of_its_own() -> None:
    app = opened("options")
    app.select_slider(key="a.occupancy.slider.nl").set_value(0.9).run()
    turned_to(app, "case").button(key="copy.a").click().run()
    original, copy = current(app).options[:2]
    assert (copy.id, copy.type, copy.inputs) == ("e", original.type, original.inputs)
    assert copy.label == "Short stay (logies) (kopie)"


def test_the_examples_name_goes_along_with_the_municipality_and_a_name_of_ones_own_stays() -> None:
    app = opened()
    app.selectbox(key="case.municipality.nl").set_value("GM0363").run()
    assert current(app).name == "Voorbeeld Amsterdam"
    typed(app, "case.name", "Mijn zaak").selectbox(key="case.municipality.nl").set_value("GM1783").run()
    assert current(app).name == "Mijn zaak"


@pytest.mark.parametrize("entry", ["Den Haag", "Den Bosch", "Sudwest-Fryslan"])
def test_a_municipality_is_found_by_the_name_people_type(entry: str) -> None:
    assert sum(entry in name for name in opened().selectbox(key="case.municipality.nl").options) == 1


def test_an_option_without_lines_is_never_the_best() -> None:
    app = opened()
    app.selectbox(key="new_option.nl").set_value("own").run()
    pressed(app, "Voeg toe")
    assert metrics(app)["Eigen posten"] == "€\u00a00"
    assert "e" not in {balance.option for balance in closing(run_case(current(app))).balances}
    assert not any("Eigen posten" in as_read(each.value) for each in app.markdown if "sluit" in each.value)
    turned_to(app, "options").segmented_control(key="shown_option.nl").set_value("e").run()
    assert text("ui_own_lines_first", "nl") in {each.value for each in app.info}


# One option


def test_a_slider_changes_the_outcome() -> None:
    app = opened("options")
    before = metrics(app)[NPV["nl"]]
    app.select_slider(key="a.occupancy.slider.nl").set_value(0.8).run()
    assert current(app).option("a").inputs == {"occupancy": 0.8}
    assert metrics(app)[NPV["nl"]] != before


@pytest.mark.parametrize(("language", "shown"), [("nl", "€ 112,34"), ("en", "€ 112.34")])
def test_a_slider_shows_its_value_in_the_language_of_the_page(language: str, shown: str) -> None:
    app = typed(opened("options", language), f"a.price_per_bed_week.{language}", shown.removeprefix("€ "))
    slider = app.select_slider(key=f"a.price_per_bed_week.slider.{language}")
    assert shown in slider.options


def test_a_value_beyond_the_sliders_range_is_kept() -> None:
    app = typed(opened("options"), "a.price_per_bed_week.nl", "312,34")
    assert app.select_slider(key="a.price_per_bed_week.slider.nl").value == 312.34
    app.run()
    assert current(app).option("a").inputs == {"price_per_bed_week": 312.34}


def test_a_refused_slider_value_snaps_back_with_a_message() -> None:
    app = typed(opened("options"), "a.construction_months.nl", "72")
    before = app.select_slider(key="a.term_years.slider.nl").value
    app.select_slider(key="a.term_years.slider.nl").set_value(5.0).run()
    assert current(app).option("a").inputs == {"construction_months": 72}
    assert app.select_slider(key="a.term_years.slider.nl").value == before != 5
    assert "Looptijd op deze plek: 5 jaar is niet langer dan de bouw (72 maanden)" in errors(app)


def test_a_message_at_a_slider_goes_with_the_next_entry() -> None:
    app = typed(opened("options"), "a.construction_months.nl", "72")
    app.select_slider(key="a.term_years.slider.nl").set_value(5.0).run()
    app.select_slider(key="a.occupancy.slider.nl").set_value(0.9).run()
    assert not app.error


@pytest.mark.parametrize(("language", "entry"), [("nl", "1.250,50"), ("en", "1,250.50")])
def test_an_amount_with_thousands_and_cents_takes_effect(language: str, entry: str) -> None:
    app = opened("options", language)
    before = metrics(app)[NPV[language]]
    typed(app, f"a.furniture_per_bed.{language}", entry)
    assert current(app).option("a").inputs == {"furniture_per_bed": 1250.5}
    assert metrics(app)[NPV[language]] != before


def test_a_percentage_is_kept_as_a_fraction() -> None:
    app = typed(opened("options"), "a.soft_cost_share.nl", "12,5%")
    assert current(app).option("a").inputs == {"soft_cost_share": 0.125}


def test_an_amount_that_can_be_read_two_ways_is_refused_with_both_readings() -> None:
    app = typed(opened("options"), "a.furniture_per_bed.nl", "1,250")
    assert not current(app).option("a").inputs
    assert "‘1,250’ kan 1,25 of 1.250 betekenen" in errors(app)


def test_a_percentage_out_of_bounds_is_named_as_a_percentage() -> None:
    app = typed(opened("options"), "a.soft_cost_share.nl", "250")
    assert not current(app).option("a").inputs
    assert "Bijkomende kosten: 250% valt buiten de grenzen. Toegestaan: 0% tot en met" in errors(app)


def test_an_emptied_field_gets_its_default_back() -> None:
    app = unfolded(opened("options"), "building")
    default = app.text_input(key="a.furniture_per_bed.nl").placeholder
    assert default != "9.876"
    typed(app, "a.furniture_per_bed.nl", "9.876")
    typed(app, "a.furniture_per_bed.nl", "")
    assert not current(app).option("a").inputs
    field = app.text_input(key="a.furniture_per_bed.nl")
    assert (field.value, field.placeholder) == ("", default)
    assert default


def test_a_loan_amount_can_be_taken_back() -> None:
    app = typed(opened("options"), "a.loan_amount.nl", "1.000.000")
    assert current(app).option("a").inputs == {"loan_amount": 1_000_000}
    typed(app, "a.loan_amount.nl", "")
    assert not current(app).option("a").inputs


def test_a_closed_group_says_that_an_entry_in_it_was_refused() -> None:
    app = typed(opened("options"), "a.furniture_per_bed.nl", "veel")
    turned_to(turned_to(app, "case"), "options")
    assert any("Bouw ⚠" in caption.value for caption in app.caption)


def test_a_default_that_follows_another_input_is_not_taken_for_an_entry() -> None:
    app = unfolded(opened("options"), parameters()["land_price_per_bed"].group)
    typed(app, "a.m2_per_bed.nl", "20")
    app.run()
    assert current(app).option("a").inputs == {"m2_per_bed": 20}


def test_a_default_that_follows_another_input_is_shown_at_once() -> None:
    group = parameters()["land_price_per_bed"].group
    app = unfolded(opened("options"), group)
    before = app.text_input(key="a.land_price_per_bed.nl").placeholder
    typed(app, "a.m2_per_bed.nl", "20")
    field = unfolded(app, group).text_input(key="a.land_price_per_bed.nl")
    assert (field.value, field.placeholder != before) == ("", True)


def test_a_changed_input_is_marked_as_given_at_once() -> None:
    app = typed(opened("options"), "a.m2_per_bed.nl", "20")
    assert "✎" in app.text_input(key="a.m2_per_bed.nl").label


def test_an_operating_cost_names_what_it_is_per() -> None:
    app = unfolded(opened("options"), "operation")
    assert app.text_input(key="a.energy_cost.nl").label.endswith("(€ per bed per jaar)")
    assert app.text_input(key="a.other_cost.nl").label.endswith("(% van de omzet)")
    assert app.text_input(key="a.other_cost.nl").placeholder


def test_back_to_the_defaults_stays_at_the_option() -> None:
    app = opened("options")
    app.segmented_control(key="shown_option.nl").set_value("c").run()
    typed(app, "c.soft_cost_share.nl", "12")
    app.button(key="back_to_defaults").click().run()
    assert app.segmented_control(key="shown_option.nl").value == "c"
    assert not current(app).option("c").inputs


def test_another_variant_brings_its_own_defaults() -> None:
    app = opened("options")
    app.segmented_control(key="shown_option.nl").set_value("d").run()
    before = metrics(app)
    variants = app.selectbox(key="d.variant.nl").options
    other = next(each for each in variants if each != "permanent")
    app.selectbox(key="d.variant.nl").select_index(variants.index(other)).run()
    assert metrics(app) != before
    assert app.segmented_control(key="shown_option.nl").value == "d"
    assert not current(app).option("d").inputs


def test_the_chosen_option_is_still_chosen_after_a_visit_to_another_page() -> None:
    app = opened("options")
    app.segmented_control(key="shown_option.nl").set_value("c").run()
    turned_to(turned_to(app, "compare"), "options")
    assert app.segmented_control(key="shown_option.nl").value == "c"


def test_a_removed_option_is_no_longer_chosen() -> None:
    app = opened("options")
    app.segmented_control(key="shown_option.nl").set_value("c").run()
    turned_to(app, "case").button(key="remove.c").click().run()
    turned_to(app, "options")
    assert app.segmented_control(key="shown_option.nl").value == "a"
    assert not app.error


def test_entries_are_still_there_after_a_visit_to_another_page() -> None:
    app = typed(opened("options"), "a.furniture_per_bed.nl", "1.250,50")
    unfolded(turned_to(turned_to(app, "case"), "options"), "building")
    assert app.text_input(key="a.furniture_per_bed.nl").value == "1.250,5"
    assert current(app).option("a").inputs == {"furniture_per_bed": 1250.5}


# Why an input was changed


def test_a_changed_input_asks_why_and_keeps_the_reason_with_who_and_when() -> None:
    app = opened("options")
    app.select_slider(key="a.occupancy.slider.nl").set_value(0.9).run()
    app.text_input(key="a.occupancy.why").set_value("Ervaring van **drie** locaties").run()
    app.text_input(key="a.occupancy.who").set_value("Wonen").run()
    reason = current(app).option("a").reasons["occupancy"]
    assert (reason.why, reason.who, reason.when) == ("Ervaring van **drie** locaties", "Wonen", str(date.today()))
    assert text("ui_reasons_complete", "nl") in {as_read(each.value) for each in app.caption}


def test_a_missing_reason_is_counted() -> None:
    app = opened("options")
    app.select_slider(key="a.occupancy.slider.nl").set_value(0.9).run()
    assert text("ui_reasons_missing", "nl", count=1) in {as_read(each.value) for each in app.caption}


def test_a_next_reason_is_by_the_same_person_unless_changed() -> None:
    app = opened("options")
    app.select_slider(key="a.occupancy.slider.nl").set_value(0.9).run()
    app.text_input(key="a.occupancy.who").set_value("Wonen").run()
    app.select_slider(key="a.discount_rate.slider.nl").set_value(0.05).run()
    app.text_input(key="a.discount_rate.why").set_value("BNG").run()
    assert current(app).option("a").reasons["discount_rate"].who == "Wonen"


def test_a_reason_goes_with_the_entry_it_was_for() -> None:
    app = typed(opened("options"), "a.furniture_per_bed.nl", "3.000")
    app.text_input(key="a.furniture_per_bed.why").set_value("offerte").run()
    typed(app, "a.furniture_per_bed.nl", "")
    assert not current(app).option("a").reasons


# Undo


def test_every_change_can_be_undone_one_by_one() -> None:
    app = opened()
    assert app.button(key="undo").disabled
    typed(app, "case.beds.nl", "300")
    app.button(key="remove.b").click().run()
    app.button(key="undo").click().run()
    assert [option.id for option in current(app).options] == ["a", "b", "c", "d"]
    assert app.text_input(key="case.beds.nl").value == "300"
    app.button(key="undo").click().run()
    assert app.text_input(key="case.beds.nl").value == "200"
    assert app.button(key="undo").disabled


def test_starting_again_can_be_undone() -> None:
    app = pressed(typed(opened(), "case.beds.nl", "321"), text("ui_start_again", "nl"))
    app.button(key="undo").click().run()
    assert current(app).beds == 321


def test_a_refused_entry_is_no_step_to_undo() -> None:
    assert typed(opened(), "case.beds.nl", "veel").button(key="undo").disabled


# Own lines


def fill_own_line(app: AppTest, **entries: str) -> AppTest:
    """The session after the form for an own line was filled in and sent."""
    for name, entry in entries.items():
        app.text_input(key=f"a.new_line.{name}").set_value(entry)
    app.button(key="a.new_line.add").click()
    return app.run()


def test_an_own_line_is_added_and_counts() -> None:
    app = opened("options")
    before = metrics(app)[NPV["nl"]]
    fill_own_line(app, label="Wasserij", amount="1.250.000,50", to="10", growth="2,5")
    line = current(app).option("a").own_lines[0]
    assert (line.label, line.amount, line.first, line.last, line.growth) == ("Wasserij", 1250000.5, 1, 10, 0.025)
    assert metrics(app)[NPV["nl"]] != before


def test_the_form_is_empty_after_an_own_line_was_added() -> None:
    app = fill_own_line(opened("options"), label="Wasserij", amount="100")
    assert {app.text_input(key=f"a.new_line.{name}").value for name in ("label", "amount")} == {""}


@pytest.mark.parametrize(("field", "name"), [("amount", "Bedrag in euro"), ("growth", "Groei per jaar (%)")])
def test_an_own_line_with_an_unreadable_number_is_not_added(field: str, name: str) -> None:
    entries = {"label": "Wasserij", "amount": "100", field: "2.5"}
    app = fill_own_line(opened("options"), **entries)
    assert not current(app).option("a").own_lines
    assert all(part in errors(app) for part in (name, "‘2.5’", "1.250,50"))
    assert app.text_input(key=f"a.new_line.{field}").value == "2.5"


def test_an_own_line_out_of_bounds_is_not_added() -> None:
    app = fill_own_line(opened("options"), label="Wasserij", amount="100", to="500")
    assert not current(app).option("a").own_lines
    assert "500" in errors(app)


def test_an_own_line_without_a_name_is_not_added() -> None:
    app = fill_own_line(opened("options"), amount="100")
    assert not current(app).option("a").own_lines
    assert text("ui_own_incomplete", "nl") in errors(app)


def test_an_own_line_can_be_removed() -> None:
    app = fill_own_line(opened("options"), label="Wasserij", amount="100")
    app.button(key="a.own.0.remove").click().run()
    assert not current(app).option("a").own_lines


def test_an_own_investment_falls_at_the_start_unless_another_year_is_given() -> None:
    app = opened("options")
    app.selectbox(key="a.new_line.kind.nl").set_value("investment").run()
    assert app.selectbox(key="a.new_line.per.investment.nl").value == "once"
    fill_own_line(app, label="Hek", amount="100")
    assert current(app).option("a").own_lines[0].first == 0


@pytest.mark.parametrize("kind", ["subsidy", "terminal_value", "investment"])
def test_an_own_line_of_the_page_is_that_of_a_case_file_which_says_as_little(kind: str) -> None:
    """Paid by the state; at the end of the term; once: what is not said is usual for the kind, wherever it is said."""
    app = opened("options")
    app.selectbox(key="a.new_line.kind.nl").set_value(kind).run()
    added = current(fill_own_line(app, label="x", amount="100")).option("a").own_lines
    option = {"id": "a", "type": "short_stay", "own_lines": [{"label": "x", "kind": kind, "amount": 100}]}
    data = {"schema_version": 1, "municipality": "GM1783", "beds": 1, "start_date": "2027-01-01", "options": [option]}
    assert added == read_case(data).option("a").own_lines


# A mix


def test_shares_that_do_not_add_up_wait_for_the_others() -> None:
    app = typed(mixed(opened()), "e.share.a.nl", "70")
    assert [part.share for part in current(app).option("e").components] == [0.5, 0.5]
    assert [as_read(each.value) for each in app.warning] == [text("ui_shares_not_100", "nl", total="120,00%")]
    assert app.text_input(key="e.share.a.nl").value == "70"


def test_a_warning_about_a_part_of_a_mix_names_that_part_once() -> None:
    app = mixed(opened())
    told = next(as_read(each.value) for each in app.caption if "⚠" in each.value).split("  \n")
    assert len(told) == len(set(told))
    of_parts = [line for line in told if not line.startswith("⚠ Mix ")]  # what is told of the mix itself
    named = {line.removeprefix("⚠ ").removeprefix("Optie ").split(":")[0] for line in of_parts}
    assert named == {"Short stay (logies)", "Mid stay"}


def test_shares_that_add_up_take_effect_together() -> None:
    app = typed(typed(mixed(opened()), "e.share.a.nl", "70"), "e.share.b.nl", "30")
    assert [part.share for part in current(app).option("e").components] == [0.7, 0.3]
    assert not app.warning


# Text of the user

READ_LATE = (
    "http://x",
    "www.x.nl",
    "a@b.nl",
    ":material/home:",
    ":streamlit:",
    ":smile:",
    "a -> b",
    "a -- b",
    "a >= b",
)
"""What Streamlit makes links, icons, arrows and dashes of after it has taken the escapes away."""
READ_IN_PLACE = ("# x", "1. x", "- x", "+ x", "> x", "2) x")
"""What is a heading, a list or a quotation at the start of a text."""


@pytest.mark.parametrize("user_text", READ_LATE)
def test_what_is_read_after_the_escapes_is_broken_by_something_invisible(user_text: str) -> None:
    shown = as_read_by_streamlit(plain(user_text))
    assert user_text not in shown
    assert shown.replace("\u2060", "") == user_text


@pytest.mark.parametrize("user_text", READ_IN_PLACE)
def test_a_text_never_starts_with_markup(user_text: str) -> None:
    assert plain(user_text) == f"\u2060{user_text}"


@pytest.mark.parametrize("user_text", ["Nieuwbouw: permanent", "Short stay (logies)", "€ -12,09 mln", "1.250", "3%"])
def test_an_ordinary_text_stays_as_it_is_since_a_labels_escapes_are_read_aloud(user_text: str) -> None:
    assert plain(user_text) == user_text


def test_a_text_of_the_user_is_one_line() -> None:
    assert plain("one\n\n# two\u2028three") == "one # two three"


def as_read_by_streamlit(markdown: str) -> str:
    """A Markdown text without its escapes, as Streamlit searches it for links, icons and arrows."""
    return re.sub(r"\\(.)", r"\1", markdown)


def literally(app: AppTest, user_text: str) -> bool:
    """Whether a text stands on the screen as typed, and nowhere as markup."""
    marked = list(markup(app))
    return any(user_text.strip() in as_read(each) for each in marked) and not any(
        user_text in unescaped(each) for each in marked if any(character in user_text for character in "*<$[`_&")
    )


@pytest.mark.parametrize("user_text", USER_TEXTS)
@pytest.mark.parametrize(
    "name", ["compare", *(pytest.param(name, marks=pytest.mark.thorough) for name in ("case", "options"))]
)
def test_an_options_name_is_shown_as_typed(name: str, user_text: str) -> None:
    app = typed(opened("options"), "a.label", user_text)
    assert literally(turned_to(app, name), user_text)
    assert not app.exception


@pytest.mark.parametrize("user_text", ["**x**", "<script>alert(1)</script>"])
def test_an_own_lines_name_is_shown_as_typed(user_text: str) -> None:
    assert literally(fill_own_line(opened("options"), label=user_text, amount="1"), user_text)


@pytest.mark.parametrize("user_text", ["**x**", "<script>alert(1)</script>", "=1+1"])
def test_a_wrong_number_is_repeated_as_typed(user_text: str) -> None:
    assert literally(typed(opened(), "case.beds.nl", user_text), user_text)


def test_an_options_name_is_no_html_in_a_chart() -> None:
    app = typed(opened("options"), "a.label", '<a href="http://x">x</a>')
    turned_to(app, "compare")
    assert figure(app)["data"][0]["y"][0] == '&lt;a href="http://x"&gt;x&lt;/a&gt;'
    assert figure(app, 1)["data"][0]["name"] == '&lt;a href="http://x"&gt;x&lt;/a&gt;'


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("background", ["#ffffff", "#191917"])
@pytest.mark.parametrize("colour", COLOURS)
def test_a_charts_colours_stand_out_on_a_light_and_a_dark_page(colour: str, background: str) -> None:
    light, dark = sorted((luminance(colour), luminance(background)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 3  # WCAG 1.4.11


# Comparing


def test_a_long_name_stands_beside_its_bar_in_lines_and_never_as_html() -> None:
    name = "<b>Nieuwbouw</b> op het voormalige veilingterrein aan de Nieuweweg, in twee fasen, met een lange naam"
    ticks = figure(turned_to(typed(opened("options"), "a.label", name), "compare"))["layout"]["yaxis"]["ticktext"]
    assert ticks[0] == "&lt;b&gt;Nieuwbouw&lt;/b&gt; op het<br>voormalige veilingterrein<br>aan de Nieuweweg, in …"


@pytest.mark.parametrize(("beds", "told"), [("1", "1 bed,"), ("2", "2 bedden,")])
def test_one_bed_is_told_in_the_singular(beds: str, told: str) -> None:
    app = turned_to(typed(opened(), "case.beds.nl", beds), "compare")
    assert any(f"Westland, {told}" in as_read(each.value) for each in app.caption)


def test_all_options_stand_side_by_side() -> None:
    app = opened("compare")
    assert list(app.table[0].value.columns) == [
        "Short stay (logies)",
        "Mid stay",
        "Transformatie: kantoor",
        "Nieuwbouw: permanent",
    ]


def test_a_chart_of_large_amounts_is_in_millions() -> None:
    dear = example_case("GM1783").with_input("a", "price_per_bed_week", 300)
    bars = figure(opened_with(dear, "compare"))
    assert bars["layout"]["xaxis"]["title"]["text"] == "€ mln"
    assert bars["data"][0]["text"][0].endswith("mln")


@pytest.mark.parametrize(("language", "separators"), [("nl", ",."), ("en", ".,")])
def test_a_chart_writes_numbers_as_the_page_does(language: str, separators: str) -> None:
    for number in (0, 1):
        assert figure(opened("compare", language), number)["layout"]["separators"] == separators


def test_the_table_per_period_shows_more_lines_on_request() -> None:
    app = opened("options")
    app.session_state["table"] = True
    app.run()
    few = len(app.dataframe[0].value)
    app.toggle(key="more_lines").set_value(True).run()
    assert len(app.dataframe[0].value) > few


def test_a_line_per_period_has_the_decimals_of_its_unit() -> None:
    """Prices of 2026 that grow 2% a year, built within 2027; a share as a percentage; nights and euros whole."""
    case = example_case("GM1783")
    for key, value in {"price_growth": 0.02, "occupancy": 0.85, "construction_months": 9, "ramp_up_months": 0}.items():
        case = case.with_input("a", key, value)
    app = opened_with(case, "options")
    app.session_state["table"] = True
    app.session_state["more_lines"] = True
    app.run()
    lines: Any = app.dataframe[0].value
    assert lines.loc["Index van de prijs", ["2027", "2028"]].tolist() == ["1,020", "1,040"]
    assert lines.loc["Deel van de bouw in de periode", "2027"] == "100,0%"
    assert lines.loc["Bezette nachten", "2028"] == "62.050"  # 200 beds × 365 nights × 85%


def with_terms(**years: float) -> Case:
    """The example with the terms of its options given."""
    case = example_case("GM1783")
    for option, term in years.items():
        case = case.with_input(option, "term_years", term)
    return case


def test_options_that_last_for_different_times_are_not_compared_without_saying_so() -> None:
    app = opened_with(with_terms(a=15, b=15, c=25, d=40), "compare")
    assert "15 jaar tot 40 jaar" in as_read(app.warning[0].value)
    assert app.table[0].value.iloc[0].tolist() == ["15 jaar", "15 jaar", "25 jaar", "40 jaar"]
    app.selectbox(key="chart_metric.nl").set_value("equivalent_annual_value").run()
    assert not app.warning


def test_options_that_last_equally_long_are_compared_as_they_stand() -> None:
    assert not opened_with(with_terms(a=15, b=15, c=15, d=15), "compare").warning


def test_a_reason_why_a_metric_is_missing_is_told_once_for_all_options_it_holds_for() -> None:
    case = example_case("GM1783").with_input("a", "price_per_bed_week", 40).with_input("b", "price_per_bed_week", 40)
    told = [as_read(each.value) for each in opened_with(case, "compare").caption if "streepje" in each.value]
    assert "(Short stay (logies) en Mid stay)" in told[0]
    assert told[0].count("niet terugverdiend") == 1


def test_beds_are_drawn_in_a_strip_per_option_under_one_another() -> None:
    strips = figure(opened("compare"), 1)
    assert [bars["yaxis"] for bars in strips["data"]] == ["y", "y2", "y3", "y4"]
    assert "Nieuwbouw: permanent" in strips["layout"]["annotations"][3]["text"]


@pytest.mark.thorough
def test_every_metric_can_be_drawn() -> None:
    app = opened("compare")
    chooser = app.selectbox(key="chart_metric.nl")
    for number in range(len(chooser.options)):
        app.selectbox(key="chart_metric.nl").select_index(number)
        app.run()
        assert not app.exception
        assert not app.error


# Files


def test_of_a_file_full_of_mistakes_the_first_twenty_are_said_and_how_many_follow() -> None:
    data = write_case(example_case("GM1783"))
    data["options"][0]["inputs"] = {f"x{number}": 1 for number in range(20_000)}
    app = uploaded(opened(), json.dumps(data).encode(), "vol.json", "application/json")
    said = errors(app).split("\n\n")
    assert said[0] == text("ui_not_opened", "nl")
    assert len(said) == 1 + 20 + 1
    assert said[-1] == text("more_problems", "nl", count=20_000 - 20)


def test_a_broken_case_file_is_refused_and_the_case_kept() -> None:
    app = typed(opened(), "case.beds.nl", "321")
    uploaded(app, b'{"schema_version": 1, "beds": "veel"', "kapot.json", "application/json")
    assert current(app).beds == 321
    assert "uw zaak is niet gewijzigd" in errors(app)
    assert "kapot.json" in errors(app)


def test_a_case_file_with_a_wrong_value_is_refused_with_field_value_and_what_is_allowed() -> None:
    data = write_case(example_case("GM0363"))
    data["options"][0]["inputs"] = {"occupancy": 7}
    app = uploaded(opened(), json.dumps(data).encode(), "zaak.json", "application/json")
    assert current(app).municipality == "GM1783"
    assert all(part in errors(app) for part in ("a.occupancy", "7", "0", "1"))


def test_a_case_file_whose_inputs_contradict_each_other_is_refused_and_the_case_kept() -> None:
    data = write_case(example_case("GM0363"))
    data["options"][0]["inputs"] = {"term_years": 1, "construction_months": 24}
    app = uploaded(typed(opened(), "case.beds.nl", "321"), json.dumps(data).encode(), "z.json", "application/json")
    assert current(app).beds == 321
    assert all(part in errors(app) for part in ("uw zaak is niet gewijzigd", "a.term_years", "24 maanden"))
    assert metrics(app)


def test_an_opened_case_file_fills_every_field() -> None:
    data = write_case(example_case("GM0363"))
    data |= {"name": "Zaak <b>twee</b>", "beds": 1250}
    app = uploaded(typed(opened(), "case.beds.nl", "veel"), json.dumps(data).encode(), "z.json", "application/json")
    assert current(app).municipality == "GM0363"
    assert app.text_input(key="case.name").value == "Zaak <b>twee</b>"
    assert app.text_input(key="case.beds.nl").value == "1.250"
    assert not app.error


def test_starting_again_brings_back_the_example() -> None:
    app = pressed(typed(opened(), "case.beds.nl", "321"), text("ui_start_again", "nl"))
    assert current(app).beds == 200
    assert app.text_input(key="case.beds.nl").value == "200"


def test_own_figures_lie_over_the_official_ones_until_removed() -> None:
    csv = b"indicator;region_code;period;value;source\npopulation;GM1783;2026;123.456;eigen **telling**\n"
    app = opened("market")
    official = list(app.table[0].value.iloc[:, 0])
    uploaded(app, csv, "eigen.csv", "text/csv")
    assert not app.exception
    own = list(app.table[0].value.iloc[:, 0])
    assert own != official
    assert as_read(own[0]) == "123.456"
    assert any("eigen **telling** (eigen cijfer)" in as_read(each) for each in markup(app))
    pressed(app, text("ui_overlay_remove", "nl"))
    assert list(app.table[0].value.iloc[:, 0]) == official


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00", b"", b"a,b\n1,2\n", b"indicator;region_code;period;value;source\nx;y;z;q;\n"]
)
def test_a_wrong_file_with_own_figures_is_named_and_nothing_breaks(content: bytes) -> None:
    app = uploaded(opened("market"), content, "eigen.csv", "text/csv")
    assert not app.exception
    assert not app.error
    assert any("eigen.csv" in as_read(warning.value) for warning in app.warning)


# Export


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Voorbeeld Súdwest-Fryslân", "zaak-voorbeeld-sudwest-fryslan.json"),
        ("../../etc/<passwd>", "zaak-etc-passwd.json"),
        ("***", "zaak.json"),
    ],
)
def test_a_file_is_named_after_the_case_with_letters_every_system_takes(name: str, file: str) -> None:
    assert file_name("zaak", name, "json") == file


@pytest.mark.thorough
def test_the_workbook_is_offered_once_made_and_again_after_a_change() -> None:
    label = text("ui_download_workbook", "nl")
    app = opened("export")
    assert label not in {button.label for button in app.download_button}
    pressed(app, text("ui_make_workbook", "nl"))
    assert label in {button.label for button in app.download_button}
    turned_to(typed(turned_to(app, "case"), "case.beds.nl", "201"), "export")
    assert label not in {button.label for button in app.download_button}
    assert text("ui_workbook_outdated", "nl") in {as_read(caption.value) for caption in app.caption}


def test_a_cost_that_is_a_share_of_the_revenue_is_at_most_all_of_it_in_its_help() -> None:
    app = opened("options")
    half = current(app).with_input("a", "management_cost", 0.05)
    app.session_state["case"] = half.with_input("a", "management_basis", "share_of_revenue")
    app.run()
    assert "Toegestaan: 0% tot en met 100%." in unfolded(app, "operation").text_input(key="a.management_cost.nl").help
