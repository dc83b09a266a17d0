"""The shares and warnings of a mix."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from model.words.texts import text
from tests.support.screens import as_read, current, opened, pressed, turned_to, typed


def mixed(app: AppTest) -> AppTest:
    """The session on the page Options at a mix of the first two options."""
    app.selectbox(key="new_option.nl").set_value("mix").run()
    pressed(app, "Voeg toe")
    turned_to(app, "options")
    app.segmented_control(key="shown_option.nl").set_value("e")
    return app.run()


def test_shares_that_do_not_add_up_wait_for_the_others() -> None:
    app = typed(mixed(opened()), "e.share.a.nl", "70")
    assert [part.share for part in current(app).option("e").components] == [0.5, 0.5]
    assert [as_read(warning.value) for warning in app.warning] == [text("ui_shares_not_100", "nl", total="120%")]
    assert app.text_input(key="e.share.a.nl").value == "70"


def test_a_warning_about_a_part_of_a_mix_names_that_part_once() -> None:
    app = mixed(opened())
    told = next(as_read(caption.value) for caption in app.caption if "⚠" in caption.value).split("  \n")
    assert len(told) == len(set(told))
    of_parts = [line for line in told if not line.startswith("⚠ Mix ")]  # what is told of the mix itself
    named = {line.removeprefix("⚠ ").removeprefix("Optie ").split(":")[0] for line in of_parts}
    assert named == {"Short stay (logies)", "Mid stay"}


def test_shares_that_add_up_take_effect_together() -> None:
    app = typed(typed(mixed(opened()), "e.share.a.nl", "70"), "e.share.b.nl", "30")
    assert [part.share for part in current(app).option("e").components] == [0.7, 0.3]
    assert not app.warning
