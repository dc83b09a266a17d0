"""A changed input asks why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from model.case import OperatorsMedian, Reason
from model.case.example import example_case
from model.words.texts import text
from tests.support.screens import as_read, current, opened, opened_with, typed, words_on


def test_a_changed_input_asks_why_and_keeps_the_reason_with_who_and_when() -> None:
    app = opened("options")
    app.select_slider(key="a.occupancy.slider.nl").set_value(0.9).run()
    app.text_input(key="a.occupancy.why").set_value("Ervaring van **drie** locaties").run()
    app.text_input(key="a.occupancy.who").set_value("Wonen").run()
    reason = current(app).option("a").reasons["occupancy"]
    assert (reason.why, reason.who, reason.when) == ("Ervaring van **drie** locaties", "Wonen", str(date.today()))
    assert text("reasons_complete", "nl") in {as_read(caption.value) for caption in app.caption}


def test_a_missing_reason_is_counted() -> None:
    app = opened("options")
    app.select_slider(key="a.occupancy.slider.nl").set_value(0.9).run()
    assert text("reasons_missing", "nl", count=1) in {as_read(caption.value) for caption in app.caption}


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


def test_the_reason_of_a_median_of_operators_is_told_and_asked_again_once_another_value_is_given() -> None:
    median = OperatorsMedian("occupancy", 3, 0.85)
    option = example_case("GM1783").option("a")
    taken = replace(
        option,
        inputs={**option.inputs, "occupancy": 0.85},
        reasons={"occupancy": Reason("", "2026-11-30", "Mediaan van 3 exploitanten.", median)},
    )
    app = opened_with(replace(example_case("GM1783"), options=(taken,)), "options")
    assert "Bezettingsgraad: Mediaan van 3 exploitanten. Sinds 30 november 2026." in words_on(app)
    assert "a.occupancy.why" not in [field.key for field in app.text_input]
    given = replace(taken, inputs={**taken.inputs, "occupancy": 0.8})
    app = opened_with(replace(example_case("GM1783"), options=(given,)), "options")
    assert app.text_input(key="a.occupancy.why").value == "Mediaan van 3 exploitanten."
