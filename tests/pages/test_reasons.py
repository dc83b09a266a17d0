"""A changed input asks why."""

from __future__ import annotations

from datetime import date

from model.words.texts import text
from tests.support.screens import as_read, current, opened, typed


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
