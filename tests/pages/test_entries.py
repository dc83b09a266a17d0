"""Entries: none moves a field, and one that goes wrong in the program takes no page along."""

from __future__ import annotations

import ast
import inspect
import textwrap
from itertools import islice

import pytest
from streamlit.testing.v1 import AppTest

from model.analyses.risk import Setup
from model.case.uncertainty.distributions import Distribution
from model.words.texts import codes as known_codes
from model.words.texts import text
from tests.support.application import ROOT
from tests.support.entries import ANOTHER_CASE, entries, places, run_open, widgets
from tests.support.screens import NAMES, current, errors, opened


def moved_by_entries(app: AppTest, most: int | None = None) -> dict[str, list[str]]:
    """Per widget that was given an accepted and a refused entry, what stood elsewhere afterwards; `most` per kind."""
    moved: dict[str, list[str]] = {}
    tried: dict[str, int] = {}
    for key, widget in widgets(app).items():
        tried[widget.type] = tried.get(widget.type, 0) + 1
        if any(part in key.split(".") for part in ANOTHER_CASE) or (most is not None and tried[widget.type] > most):
            continue
        for entry in islice(entries(app, widget), 0, 3, 2):
            if key not in (now := widgets(app)):
                break
            before = places(app)
            now[key].set_value(entry)
            run_open(app)
            assert not app.exception, key
            after = places(app)
            elsewhere = [place for place in before.keys() & after.keys() if before[place] != after[place]]
            if elsewhere:
                moved[f"{key} = {entry}"] = sorted(elsewhere)
    return moved


@pytest.mark.parametrize("name", ["case", "options"])
def test_an_entry_moves_no_field(name: str) -> None:
    """A field that moves is taken out of the browser's page and put back, and what is being typed in it is lost.

    The pages with most fields; all of them, and more entries in each, are in the thorough tests.
    """
    assert not moved_by_entries(run_open(opened(name)), most=1)


@pytest.mark.thorough
@pytest.mark.parametrize("name", NAMES)
def test_none_of_many_entries_moves_a_field(name: str) -> None:
    assert not moved_by_entries(run_open(opened(name)), most=8)


def test_words_that_are_no_option_are_no_entry() -> None:
    """A browser sends the words of the language it still shows, or the name an option had before."""
    app = opened("risk")
    before = current(app)
    app.multiselect(key="risk_varied.a.nl").set_value(["Waste, sewerage and water authority"]).run()
    assert not app.exception
    assert not app.error
    assert current(app) == before
    assert app.multiselect(key="risk_varied.a.nl").value == list(standing(app))


def standing(app: AppTest) -> list[str]:
    """The inputs that vary in the set-up of the first option."""
    setup: Setup = next(made for (name, _), made in app.session_state["computed"].made.items() if name == "risk_setup")
    return list(setup.distributions)


def test_a_default_that_moves_writes_nothing_in_a_field() -> None:
    app = run_open(opened("options"))
    before = {key: widget.value for key, widget in widgets(app).items() if widget.type == "text_input"}
    app.text_input(key="a.m2_per_bed.nl").set_value("21")
    run_open(app)
    after = {key: widget.value for key, widget in widgets(app).items() if widget.type == "text_input"}
    assert {key: after[key] for key in before if after[key] != before[key]} == {"a.m2_per_bed.nl": "21"}


def test_what_the_browser_still_held_when_the_application_wrote_is_no_entry() -> None:
    """The number field moves the slider; the next message of a browser that has not drawn that says where it was."""
    app = run_open(opened("options"))
    was = app.select_slider(key="a.occupancy.slider.nl").value
    drawn = app.session_state["run_drawn"]
    app.text_input(key="a.occupancy.nl").set_value("61")
    run_open(app)
    assert app.select_slider(key="a.occupancy.slider.nl").value == 0.61
    app.select_slider(key="a.occupancy.slider.nl").set_value(was)
    app.text_input(key="run_drawn").set_value(drawn)
    run_open(app)
    assert current(app).option("a").inputs == {"occupancy": 0.61}
    assert app.select_slider(key="a.occupancy.slider.nl").value == 0.61


def test_a_slider_that_is_put_back_where_it_was_is_an_entry() -> None:
    app = run_open(opened("options"))
    was = app.select_slider(key="a.occupancy.slider.nl").value
    app.text_input(key="a.occupancy.nl").set_value("61")
    run_open(app)
    app.select_slider(key="a.occupancy.slider.nl").set_value(was)
    run_open(app)
    assert current(app).option("a").inputs == {"occupancy": was}


def fails(*_: object) -> None:
    raise ZeroDivisionError("secret detail")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_fault_behind_a_button_is_told_in_the_users_language_and_the_case_kept(
    monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    app = opened("case", language)
    before = current(app)
    monkeypatch.setattr("pages.session.state.apply_all", fails)
    app.button(key="remove.b").click().run()
    assert not app.exception
    assert errors(app) == text("our_fault", language, error="ZeroDivisionError")
    assert app.title[0].value == text("ui_case_title", language)
    assert current(app) == before
    assert not app.run().error


def test_a_fault_behind_an_entry_is_told_in_the_users_language_and_the_case_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = opened("case")
    before = current(app)
    monkeypatch.setattr("pages.session.state.apply_all", fails)
    app.text_input(key="case.beds.nl").set_value("321").run()
    assert not app.exception
    assert errors(app) == text("our_fault", "nl", error="ZeroDivisionError")
    assert current(app) == before


def test_an_entry_made_just_before_a_button_is_pressed_is_taken_first() -> None:
    app = opened("case")
    app.text_input(key="case.beds.nl").set_value("321")
    app.button(key="remove.b").click().run()
    assert current(app).beds == 321
    assert [option.id for option in current(app).options] == ["a", "c", "d"]


def callbacks() -> list[str]:
    """What the pages give Streamlit to call when a button is pressed or a field changes."""
    return [
        ast.unparse(word.value)
        for path in sorted((ROOT / "pages").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        for word in node.keywords
        if word.arg in {"on_click", "on_change", "on_submit", "on_select"}
    ]


def test_no_field_has_a_callback_and_every_button_of_ours_tells_its_faults() -> None:
    """One way in for entries; and an exception in a callback of Streamlit's own takes the page along, in English."""
    names = callbacks()
    assert any(callback.startswith("pressed(") for callback in names)
    assert [
        callback
        for callback in names
        if not callback.startswith("pressed(") and callback not in {"'rerun'", "'ignore'"}
    ] == []


def codes(source: str) -> set[str]:
    """The codes of problems that a piece of the model or the pages writes out."""
    return {
        str(node.args[0].value)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") in {"problem", "Problem"}
        and isinstance(node.args[0], ast.Constant)
    }


def test_every_problem_has_its_text() -> None:
    files = [path for folder in ("model", "market_data", "pages") for path in sorted((ROOT / folder).rglob("*.py"))]
    used = set().union(*(codes(path.read_text(encoding="utf-8")) for path in files))
    assert "out_of_bounds" in used
    assert sorted(used - set(known_codes())) == []


def test_everything_that_can_be_wrong_with_a_range_has_its_text_on_the_page() -> None:
    """The page composes the code of that text from what the distribution calls the problem."""
    used = codes(textwrap.dedent(inspect.getsource(Distribution.problems)))
    assert "not_a_choice" in used
    assert sorted({f"ui_range_{code}" for code in used} - set(known_codes())) == []
