"""The page Afweging: what comes out, criteria and their weights, the need, and the paper."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from model.case.edits import apply, set_value
from model.case.example import example_case
from model.decide.changes import stated_weights
from model.decide.need import beds_needed
from model.decide.trade_off import trade_off
from model.engine.run import run_case
from model.readings.trade_off import trade_off_reading
from model.words.quantities import comparable
from model.words.texts import text
from tests.support.screens import as_read, current, errors, html_of, opened, opened_with, pressed, words_on


def entered(app: AppTest, key: str, entry: str) -> AppTest:
    app.text_input(key=f"{key}.nl").set_value(entry)
    return app.run()


@pytest.fixture
def app() -> AppTest:
    return opened("trade_off")


def test_the_page_says_what_the_model_says(app: AppTest) -> None:
    case = example_case("GM1783")
    for said in trade_off_reading(trade_off(run_case(case)), case):
        assert said.text("nl") in words_on(app)


def test_points_become_shares_and_change_the_case(app: AppTest) -> None:
    entered(app, "criterion.beds.points", "150")
    assert stated_weights(current(app)) == {"cost_per_bed_night": 50.0, "beds": 150.0}
    assert "weegt 75%" in words_on(app) and "weegt 25%" in words_on(app)


def test_a_criterion_is_added_and_taken_out_again(app: AppTest) -> None:
    app.selectbox(key="criterion_to_add.nl").set_value("municipality_npv").run()
    pressed(app, "Voeg toe")
    assert set(stated_weights(current(app))) == {"cost_per_bed_night", "beds", "municipality_npv"}
    app.button(key="criterion.municipality_npv.remove").click().run()
    assert set(stated_weights(current(app))) == {"cost_per_bed_night", "beds"}


def test_once_every_quantity_is_a_criterion_that_is_said_in_the_place_of_the_choice() -> None:
    keys = [key for key, row in comparable().items() if row.has_direction]
    case = apply(example_case("GM1783"), set_value(("trade_off",), {"criteria": [{"key": key} for key in keys]}))
    app = opened_with(case, "trade_off")
    assert text("ui_criteria_all", "nl") in words_on(app)
    last = keys[-1]
    app.button(key=f"criterion.{last}.remove").click().run()
    assert app.selectbox(key="criterion_to_add.nl").value == last
    pressed(app, "Voeg toe")
    assert set(stated_weights(current(app))) == set(keys) and text("ui_criteria_all", "nl") in words_on(app)


def test_the_file_of_word_is_not_made_before_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(*_: object) -> bytes:
        raise AssertionError("nobody asked for it")

    monkeypatch.setattr("pages.parts.trade_off_paper.word", asked)
    assert "Word-bestand downloaden" in [button.label for button in opened("trade_off").download_button]


def test_no_weight_at_all_is_refused_and_stays_in_the_field(app: AppTest) -> None:
    entered(app, "criterion.beds.points", "0")
    entered(app, "criterion.cost_per_bed_night.points", "0")
    assert "0" in errors(app)
    assert stated_weights(current(app)) == {"cost_per_bed_night": 50.0, "beds": 0.0}


def test_a_need_is_stated_in_dutch_numbers_and_taken_back(app: AppTest) -> None:
    entered(app, "need.typical", "1.240")
    assert beds_needed(current(app)).value == 1240.0
    assert "1.240 bedden" in words_on(app).replace("\u00a0", " ")
    entered(app, "need.typical", "")
    assert beds_needed(current(app)).value == current(app).beds


def test_a_lowest_above_the_need_is_refused_by_name(app: AppTest) -> None:
    entered(app, "need.typical", "240")
    entered(app, "need.low", "300")
    assert "300" in errors(app)
    assert beds_needed(current(app)).band == (240.0, 240.0)


def test_a_name_of_an_option_is_shown_as_typed() -> None:
    from dataclasses import replace

    case = example_case("GM1783")
    first = replace(case.options[0], label="**Vet** <b>en</b>")
    app = opened_with(replace(case, options=(first, *case.options[1:])), "trade_off")
    assert not app.exception
    assert "**Vet** <b>en</b>" in as_read(words_on(app))
    assert "<b>en</b>" not in html_of(app)


def test_the_page_speaks_english_too() -> None:
    app = opened("trade_off", "en")
    assert not app.exception
    assert "comes out best" in words_on(app)
