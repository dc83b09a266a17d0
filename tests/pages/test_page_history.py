"""The page History: changes in words, named versions, what differs between them, and back to one."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from model.analyses.sensitivity import bridge
from model.engine.run import run_case
from model.words.numbers import format_euro
from tests.support.screens import as_read, current, errors, named, opened, pressed, turned_to, typed, words_on

pytestmark = pytest.mark.thorough


def with_beds(app: AppTest, beds: str) -> AppTest:
    return typed(turned_to(app, "case"), "case.beds.nl", beds)


def said(app: AppTest) -> list[str]:
    """The sentences of the table of changes, the last one first."""
    return [str(cell).replace("\u00a0", " ") for cell in app.table[-1].value["Wat"]]


def test_before_anything_is_changed_there_is_no_history() -> None:
    app = opened("history")
    assert "Er is nog niets gewijzigd." in words_on(app)
    assert not app.exception and not app.error


def test_every_change_is_there_in_words_the_last_one_first() -> None:
    app = turned_to(with_beds(with_beds(opened(), "210"), "220"), "history")
    assert said(app) == [
        "Bedden nodig: van 210 bedden naar 220 bedden.",
        "Bedden nodig: van 200 bedden naar 210 bedden.",
        "De zaak is begonnen.",
    ]
    assert set(app.table[-1].value["Wie"]) == {"deze browser"}


def test_an_undo_is_in_the_history_as_a_change_that_takes_back() -> None:
    app = with_beds(opened(), "210")
    pressed(app, "Ongedaan maken")
    assert said(turned_to(app, "history"))[0] == "Teruggenomen: Bedden nodig: van 210 bedden naar 200 bedden."


def test_twenty_changes_are_shown_and_more_when_asked_for() -> None:
    app = opened()
    for beds in range(201, 226):
        app.text_input(key="case.beds.nl").set_value(str(beds)).run()
    turned_to(app, "history")
    assert len(said(app)) == 20
    pressed(app, "Toon 20 meer")
    assert len(said(app)) == 26
    assert "Toon 20 meer" not in {button.label for button in app.button}


def test_a_version_needs_a_name() -> None:
    app = named(turned_to(with_beds(opened(), "210"), "history"), "  ")
    assert "Geef de versie een naam" in errors(app)
    assert "Wat is er anders" not in {header.value for header in app.header}


def test_a_version_is_listed_with_its_figures_of_that_day() -> None:
    app = named(turned_to(with_beds(opened(), "210"), "history"), "voor *de* raad")
    shown = words_on(app).replace("\u00a0", " ")
    assert "**voor *de* raad**" in shown
    assert "Netto contante waarde: Short stay (logies) € -" in shown
    assert app.text_input(key="version.name").value == ""


def test_what_differs_from_a_version_is_said_and_adds_up() -> None:
    app = named(turned_to(with_beds(opened(), "210"), "history"), "eerste")
    before = current(app)
    turned_to(with_beds(app, "250"), "history")
    shown = words_on(app).replace("\u00a0", " ")
    assert "- Bedden nodig: van 210 bedden naar 250 bedden" in shown
    steps = bridge(run_case(before), "a", run_case(current(app)), "a").steps
    assert [step.group for step in steps] == ["case"]
    assert f"De zaak verklaart het meest: {format_euro(steps[0].amount, 'nl')}".replace("\u00a0", " ") in shown


def test_two_versions_are_compared_with_each_other() -> None:
    app = named(turned_to(with_beds(opened(), "210"), "history"), "eerste")
    named(turned_to(with_beds(app, "230"), "history"), "tweede")
    turned_to(with_beds(app, "250"), "history")
    app.selectbox(key="history_from.nl").set_value(1).run()
    app.selectbox(key="history_to.nl").set_value(2).run()
    assert "- Bedden nodig: van 210 bedden naar 230 bedden" in words_on(app).replace("\u00a0", " ")
    assert not app.exception


def test_a_version_put_back_is_a_change_that_can_be_undone() -> None:
    app = named(turned_to(with_beds(opened(), "210"), "history"), "eerste")
    turned_to(with_beds(app, "250"), "history")
    pressed(app, "Zet terug")
    assert current(app).beds == 210
    assert "‘eerste’ is teruggezet, als nieuwe wijziging" in as_read(app.success[0].value)
    assert said(app)[0] == "Versie ‘eerste’ teruggezet: Bedden nodig: van 250 bedden naar 210 bedden."
    pressed(app, "Ongedaan maken")
    assert current(app).beds == 250


def test_in_english() -> None:
    app = opened("case", "en")
    app.text_input(key="case.beds.en").set_value("210").run()
    turned_to(app, "history")
    assert "Number of beds" not in words_on(app)
    assert app.table[-1].value["What"].iloc[0].replace("\u00a0", " ") == "Beds needed: from 200 beds to 210 beds."
