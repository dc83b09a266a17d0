"""The page Options: the inputs of one option."""

from __future__ import annotations

from typing import Any

import pytest

from model.case.example import example_case
from model.parameters.table import parameters
from tests.support.screens import NPV, current, errors, metrics, opened, opened_with, turned_to, typed, unfolded


def test_a_slider_changes_the_outcome() -> None:
    app = opened("options")
    before = metrics(app)[NPV["nl"]]
    app.select_slider(key="a.occupancy.slider.nl").set_value(0.8).run()
    assert current(app).option("a").inputs == {"occupancy": 0.8}
    assert metrics(app)[NPV["nl"]] != before


@pytest.mark.parametrize(("language", "shown"), [("nl", "€\u00a0112,34"), ("en", "€\u00a0112.34")])
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
    other = next(variant for variant in variants if variant != "permanent")
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


def test_a_cost_that_is_a_share_of_the_revenue_is_at_most_all_of_it_in_its_help() -> None:
    app = opened("options")
    half = current(app).with_input("a", "management_cost", 0.05)
    app.session_state["case"] = half.with_input("a", "management_basis", "share_of_revenue")
    app.run()
    assert "Toegestaan: 0% tot en met 100%." in unfolded(app, "operation").text_input(key="a.management_cost.nl").help


@pytest.mark.parametrize(("language", "mirror"), [("nl", "Bouwkosten per m²"), ("en", "Building cost per m²")])
def test_the_mirror_says_where_every_figure_stands(language: str, mirror: str) -> None:
    app = unfolded(opened("options", language), "mirror")
    (list_of_figures,) = [markdown.value for markdown in app.markdown if mirror in markdown.value]
    assert list_of_figures.count("\n- ✓") == 6 and "⚠" not in list_of_figures


def test_a_figure_out_of_its_band_is_a_warning_beside_the_outcome() -> None:
    """A price of € 60, and two beds in a unit instead of four: odd, and the case still counts. Each is said once."""
    app = typed(opened("options"), "a.price_per_bed_week.nl", "60")
    typed(app, "a.beds_per_unit.nl", "2")
    assert current(app).option("a").inputs == {"price_per_bed_week": 60, "beds_per_unit": 2}
    warned = " ".join(caption.value for caption in app.caption if "⚠" in caption.value)
    assert "Prijs per bed per week" in warned and "vraag exploitanten" in warned
    assert "een unit kost" in warned and "Bouwkosten per m²" not in warned


def test_the_references_are_shown_with_what_was_published_and_how_well_it_is_known() -> None:
    app = unfolded(opened("options"), "references")
    (table,) = [shown.value for shown in app.table if "StartBlock" in shown.value.index]
    row = table[table["Cijfer"] == "Bouwkosten per m²"].loc["StartBlock"]
    assert row["Gepubliceerd"].replace("\xa0", " ") == "€ 2.000" and row["Prijspeil"] == "2021"
    assert "bron C" in row["Hoe bekend"]
