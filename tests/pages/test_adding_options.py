"""Options are added to the case, copied and removed."""

from __future__ import annotations

import pytest

from model.engine.run import run_case
from model.readings.closing import closing
from model.words.texts import text
from tests.support.screens import as_read, current, figure, metrics, opened, pressed, turned_to


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


def test_an_option_without_lines_is_never_the_best() -> None:
    app = opened()
    app.selectbox(key="new_option.nl").set_value("own").run()
    pressed(app, "Voeg toe")
    assert metrics(app)["Eigen posten"] == "€\u00a00"
    assert "e" not in {balance.option for balance in closing(run_case(current(app))).balances}
    assert not any("Eigen posten" in as_read(element.value) for element in app.markdown if "sluit" in element.value)
    turned_to(app, "options").segmented_control(key="shown_option.nl").set_value("e").run()
    assert text("ui_own_lines_first", "nl") in {info.value for info in app.info}
