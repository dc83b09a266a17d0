"""The page Case: what is given for the whole case."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from model.words.texts import text
from tests.support.screens import NPV, as_read, current, errors, metrics, opened, pressed, turned_to, typed


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
    assert app.table[0].value.iloc[0].tolist()[-1] == "12\u00a0jaar"


def test_the_horizon_says_which_options_follow_it() -> None:
    assert text("horizon_for_none", "nl") in {as_read(caption.value) for caption in opened().caption}
    told = {as_read(caption.value) for caption in with_own_lines().caption}
    assert text("horizon_for", "nl", options="Eigen posten") in told


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


def test_the_examples_name_goes_along_with_the_municipality_and_a_name_of_ones_own_stays() -> None:
    app = opened()
    app.selectbox(key="case.municipality.nl").set_value("GM0363").run()
    assert current(app).name == "Voorbeeld Amsterdam"
    typed(app, "case.name", "Mijn zaak").selectbox(key="case.municipality.nl").set_value("GM1783").run()
    assert current(app).name == "Mijn zaak"


@pytest.mark.parametrize("entry", ["Den Haag", "Den Bosch", "Sudwest-Fryslan"])
def test_a_municipality_is_found_by_the_name_people_type(entry: str) -> None:
    assert sum(entry in name for name in opened().selectbox(key="case.municipality.nl").options) == 1
