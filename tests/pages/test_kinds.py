"""Making another kind of an option: what is kept, what is dropped by name, and the way back."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from model.case import Option, OwnLine, Reason, read_case, write_case
from model.case.edits import apply, change_option_type
from model.case.example import example_case
from model.options import OPTION_TYPES
from model.parameters.table import parameters
from model.words.texts import text
from pages.widgets import kinds
from pages.widgets.kinds import possible_types
from tests.support.screens import NAMES, as_read, current, metrics, opened, turned_to, typed

KINDS = [(key, variant) for key, kind in OPTION_TYPES.items() for variant in kind.variants or ("",)]
SIBLINGS = (Option("b", "mid_stay"), Option("c", "conversion", "office"))
FULL = Option(
    "a",
    "new_build",
    "relocatable",
    "Plan A",
    {"occupancy": 0.9, "discount_rate": 0.05, "guaranteed_share": 0.5},
    (OwnLine("Hek", "investment", 100.0, "once", 0.0),),
    reasons={"occupancy": Reason("ik", "2026-01-01", "offerte")},
)


def of_kind(option: Option, kind: str, variant: str) -> Option:
    """The option after it was made another kind, in a case with two others."""
    case = replace(example_case("GM1783"), options=(option, *SIBLINGS))
    return apply(case, change_option_type(option.id, kind, variant)).option(option.id)


def made(app: AppTest, option: str, kind: str) -> AppTest:
    """The session on the page Options after another type was chosen for an option."""
    turned_to(app, "options").segmented_control(key="shown_option.nl").set_value(option).run()
    app.selectbox(key=f"{option}.type.nl").set_value(kind)
    return app.run()


def warnings(app: AppTest) -> str:
    """All warnings on the screen, as read."""
    return "\n".join(as_read(warning.value) for warning in app.warning)


def dropped(*entries: str) -> str:
    """The sentence that names what was dropped."""
    return text("ui_dropped", "nl", entries="; ".join(entries), undo=text("ui_undo", "nl"))


def test_an_option_becomes_one_of_another_type_in_its_place() -> None:
    app = opened("options")
    before = metrics(app)
    made(app, "a", "conversion")
    changed = current(app).options[0]
    assert (changed.id, changed.type, changed.variant) == ("a", "conversion", "office")
    assert metrics(app) != before
    assert app.segmented_control(key="shown_option.nl").value == "a"
    assert not app.error


def test_every_input_the_new_type_also_has_stays_with_its_reason() -> None:
    app = opened("options")
    app.select_slider(key="a.occupancy.slider.nl").set_value(0.9).run()
    app.text_input(key="a.occupancy.why").set_value("offerte").run()
    app.text_input(key="a.label").set_value("Plan A").run()
    made(app, "a", "new_build")
    changed = current(app).option("a")
    assert (changed.label, changed.inputs) == ("Plan A", {"occupancy": 0.9})
    assert changed.reasons["occupancy"].why == "offerte"
    assert not app.warning


def test_an_input_the_new_type_does_not_have_is_named_and_comes_back_with_undo() -> None:
    app = opened("options")
    app.select_slider(key="a.occupancy.slider.nl").set_value(0.9).run()
    app.select_slider(key="a.discount_rate.slider.nl").set_value(0.05).run()
    made(app, "a", "own")
    assert current(app).option("a").inputs == {"discount_rate": 0.05}
    assert dropped("Bezettingsgraad") in warnings(app)
    app.button(key="undo").click().run()
    assert current(app).option("a").type == "short_stay"
    assert current(app).option("a").inputs == {"occupancy": 0.9, "discount_rate": 0.05}
    assert not app.warning


def test_what_was_dropped_is_told_until_the_next_change() -> None:
    app = opened("options")
    app.select_slider(key="a.occupancy.slider.nl").set_value(0.9).run()
    made(app, "a", "own")
    turned_to(turned_to(app, "case"), "options")
    assert dropped("Bezettingsgraad") in warnings(app)
    app.text_input(key="a.label").set_value("Plan A").run()
    assert not app.warning


def test_a_guarantee_for_relocatable_homes_does_not_stay_unseen_in_a_permanent_one() -> None:
    """Its fields are only shown for relocatable homes, so it would count without a field to change it."""
    app = opened("options")
    app.segmented_control(key="shown_option.nl").set_value("d").run()
    app.selectbox(key="d.variant.nl").set_value("relocatable").run()
    typed(app, "d.guaranteed_share.nl", "50")
    app.selectbox(key="d.variant.nl").set_value("permanent").run()
    assert not current(app).option("d").inputs
    assert dropped("Gegarandeerde restwaarde") in warnings(app)


def test_an_option_becomes_a_mix_of_equal_shares_of_the_first_two_others() -> None:
    app = made(opened(), "a", "mix")
    assert [(part.option, part.share) for part in current(app).option("a").components] == [("b", 0.5), ("c", 0.5)]
    assert not app.error


def test_own_lines_that_a_mix_cannot_have_are_named() -> None:
    app = opened("options")
    app.text_input(key="a.new_line.label").set_value("Wasserij")
    app.text_input(key="a.new_line.amount").set_value("100")
    app.button(key="a.new_line.add").click().run()
    made(app, "a", "mix")
    assert dropped("Wasserij") in warnings(app)


def test_the_shares_of_a_mix_are_named_when_it_becomes_something_else() -> None:
    app = made(made(opened(), "a", "mix"), "a", "mid_stay")
    assert dropped("aandeel van Mid stay (b)", "aandeel van Transformatie: kantoor") in warnings(app)
    assert not current(app).option("a").components


def test_a_mix_is_not_offered_to_an_option_that_is_in_one_or_stands_alone() -> None:
    mix = of_kind(Option("a", "short_stay"), "mix", "")
    assert "mix" not in possible_types(SIBLINGS[0], (mix, *SIBLINGS))
    assert "mix" in possible_types(mix, (mix, *SIBLINGS))
    assert "mix" not in possible_types(SIBLINGS[0], (SIBLINGS[0],))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_was_dropped_is_told_in_the_language_of_the_page(language: str) -> None:
    app = opened("options")
    app.select_slider(key="a.occupancy.slider.nl").set_value(0.9).run()
    made(app, "a", "own")
    app.segmented_control(key="lang").set_value(language).run()
    assert {"nl": "Bezettingsgraad", "en": "Occupancy"}[language] in warnings(app)


@pytest.mark.parametrize(("kind", "other"), list(itertools.permutations(KINDS, 2)))
def test_nothing_is_lost_unnamed_between_any_two_kinds(kind: tuple[str, str], other: tuple[str, str]) -> None:
    before = of_kind(FULL, *kind)
    after = of_kind(before, *other)
    assert (after.type, after.variant, after.label) == (*other, "Plan A")
    lost = [parameters()[key].label("nl") for key in before.inputs if key not in after.inputs]
    lost += [line.label for line in before.own_lines if line not in after.own_lines]
    lost += [f"aandeel van {name}" for name in ("Mid stay", "Transformatie: kantoor") if before.components]
    assert list(kinds.dropped(before, after, SIBLINGS)) == lost
    case = replace(example_case("GM1783"), options=(after, *SIBLINGS))
    assert read_case(write_case(case)) == case


@pytest.mark.thorough
@pytest.mark.parametrize("kind", list(OPTION_TYPES))
def test_every_page_opens_after_an_option_became_another_kind(kind: str) -> None:
    app = opened()
    for name in NAMES:
        turned_to(app, name)
    made(app, "a", kind)
    for name in NAMES:
        turned_to(app, name)
        assert not app.exception, name
        assert not app.error, name
