"""Every change can be undone."""

from __future__ import annotations

from model.words.texts import text
from tests.support.screens import current, opened, pressed, typed


def test_the_method_can_be_undone() -> None:
    app = typed(opened(), "case.horizon_years.nl", "12")
    app.radio(key="case.discounting.nl").set_value("mid_period").run()
    app.button(key="undo").click().run()
    assert app.radio(key="case.discounting.nl").value == "end_of_period"
    assert app.text_input(key="case.horizon_years.nl").value == "12"
    app.button(key="undo").click().run()
    assert app.text_input(key="case.horizon_years.nl").value == "30"


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
