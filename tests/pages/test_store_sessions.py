"""Sessions over one store: what is kept opens again, what others do comes in, what crosses is asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from market_data import load
from model.case import write_case
from model.case.example import example_case
from model.problems import problem
from model.store import access
from model.store.opening import FILE, CannotStore
from model.store.store import Store
from model.words.texts import text
from tests.support.screens import as_read, coming_back, current, errors, opened, pressed, turned_to, typed, uploaded

pytestmark = pytest.mark.thorough
ANNA, BRAM = "a" * 43, "b" * 43
CHANGED = "van 321 bedden naar 400 bedden"
MINE, THEIRS = text("ui_mine_holds", "nl"), text("ui_theirs_holds", "nl")


def with_beds(beds: str, holder: str = ANNA) -> tuple[AppTest, str]:
    """A session with a case of its own of so many beds, and the id of that case."""
    app = opened()
    app.session_state["holder"] = holder
    typed(app, "case.beds.nl", beds)
    return app, app.session_state["stored"].id


def beds(app: AppTest) -> str:
    """What the field of the beds shows."""
    return str(app.text_input(key="case.beds.nl").value)


def value_of(app: AppTest) -> float:
    """The net present value of the first option, as this session calculates it."""
    _, _, outcome = app.session_state["outcome"]
    npv: float = outcome.options["a"].metrics["npv"]
    return npv


def told(app: AppTest) -> str:
    """What stands above the page about others."""
    about_the_case = text("ui_concept_note", "nl")
    boxes = (as_read(box.value) for box in (*app.info, *app.warning))
    return " ".join(box for box in boxes if box != about_the_case).replace("\u00a0", " ")


def shared(store: Store, case_id: str) -> AppTest:
    """A session of somebody else who was invited to the case."""
    return coming_back(BRAM, invitation=access.invite(store, case_id))


@pytest.fixture
def store(cases_folder: Path) -> Iterator[Store]:
    """The store that the sessions write in, as another program opens it."""
    opened_here = Store.at(cases_folder / FILE)
    yield opened_here
    opened_here.close()


def test_the_case_opened_last_opens_again_and_undo_goes_on() -> None:
    _, case_id = with_beds("321")
    again = coming_back(ANNA)
    assert beds(again) == "321"
    assert again.query_params["case"] == case_id
    again.button(key="undo").click().run()
    assert beds(again) == "200"
    again.button(key="redo").click().run()
    assert beds(again) == "321"


def test_an_example_that_was_never_changed_is_not_kept() -> None:
    app = opened()
    assert "stored" not in app.session_state
    assert text("nothing_to_keep", "nl") in [caption.value for caption in app.caption]


def test_a_case_of_somebody_else_does_not_open_by_its_address() -> None:
    _, case_id = with_beds("321")
    stranger = coming_back("s" * 43, case_id)
    assert beds(stranger) == "200"
    assert case_id in errors(stranger)


def test_an_invitation_opens_it_and_serves_once(store: Store) -> None:
    app, case_id = with_beds("321")
    secret = access.invite(store, case_id)
    assert beds(coming_back(BRAM, invitation=secret)) == "321"
    assert beds(coming_back(BRAM)) == "321"
    late = coming_back("s" * 43, case_id, secret)
    assert (beds(late), errors(late)) == ("200", text("no_invitation", "nl"))


def test_a_change_elsewhere_comes_in_with_what_it_was(store: Store) -> None:
    app, case_id = with_beds("321")
    other = shared(store, case_id)
    typed(other, "case.beds.nl", "400")
    app.run()
    assert beds(app) == "400"
    assert CHANGED in told(app)


FIGURES = b"indicator;region_code;period;value;source\naverage_home_value;GM1783;2026;800000;taxateur\n"


def test_own_figures_of_another_come_under_the_case_here_too(store: Store) -> None:
    """A dearer place to build: the same case shows the same numbers to both."""
    app, case_id = with_beds("321")
    other = shared(store, case_id)
    before = value_of(app)
    uploaded(turned_to(other, "market"), FIGURES, "taxatie.csv", "text/csv")
    app.run()
    assert "taxatie.csv" in told(app)
    assert value_of(app) == value_of(other) != before
    pressed(other, text("ui_overlay_remove", "nl"))
    app.run()
    assert value_of(app) == before


def test_an_entry_made_on_other_figures_asks_first(store: Store) -> None:
    app, case_id = with_beds("321")
    other = shared(store, case_id)
    uploaded(turned_to(other, "market"), FIGURES, "taxatie.csv", "text/csv")
    typed(app, "case.beds.nl", "500")
    assert current(app).beds == 321
    assert "taxatie.csv" in told(app)
    pressed(app, MINE)
    assert current(app).beds == 500
    assert store.figures(case_id) == ("taxatie.csv", FIGURES)


def test_entries_in_different_fields_at_once_are_both_kept(store: Store) -> None:
    app, case_id = with_beds("321")
    other = shared(store, case_id)
    typed(other, "case.horizon_years.nl", "12")
    typed(app, "case.name", "Samen")
    other.run()
    for session in (app, other):
        assert (current(session).horizon_years, current(session).name) == (12, "Samen")


@pytest.mark.parametrize(("answer", "holds"), [(MINE, "500"), (THEIRS, "400")])
def test_entries_in_one_field_at_once_ask_which_one_holds(store: Store, answer: str, holds: str) -> None:
    app, case_id = with_beds("321")
    other = shared(store, case_id)
    typed(other, "case.beds.nl", "400")
    typed(app, "case.beds.nl", "500")
    assert current(app).beds == 400
    assert CHANGED in told(app)
    pressed(app, answer)
    assert beds(app) == holds
    assert told(app) == ""
    other.run()
    assert beds(other) == holds


def test_undo_takes_back_the_own_change_and_not_that_of_another(store: Store) -> None:
    app, case_id = with_beds("321")
    other = shared(store, case_id)
    typed(other, "case.horizon_years.nl", "12")
    app.run()
    app.button(key="undo").click().run()
    assert (current(app).beds, current(app).horizon_years) == (200, 12)
    assert app.button(key="undo").disabled


def test_undo_is_refused_by_name_when_another_changed_the_same_since(store: Store) -> None:
    app, case_id = with_beds("321")
    other = shared(store, case_id)
    typed(other, "case.beds.nl", "400")
    app.run()
    app.button(key="undo").click().run()
    assert beds(app) == "400"
    assert text("ui_step_crosses", "nl") in told(app)
    assert CHANGED in told(app)
    pressed(app, text("ui_understood", "nl"))
    assert told(app) == ""


def test_an_opened_file_is_a_case_of_its_own_beside_the_other(store: Store) -> None:
    app, case_id = with_beds("321")
    turned_to(app, "case")
    content = json.dumps(write_case(example_case("GM0363"))).encode()
    app.file_uploader[0].upload("ander.json", content, "application/json").run()
    assert current(app).municipality == "GM0363"
    assert app.session_state["stored"].id != case_id
    kept = {listed.id for listed in access.cases_of(store, ANNA)}
    assert {case_id, app.session_state["stored"].id} <= kept


@contextmanager
def disk_full(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing can be written in the store."""

    def full(*_: object, **__: object) -> None:
        raise CannotStore((problem("store_unusable", "/zaken", value=problem("cause_full", "")),))

    with monkeypatch.context() as patched:
        patched.setattr(Store, "append", full)
        patched.setattr(Store, "create", full)
        yield


def test_on_a_full_disk_the_entry_stays_on_screen_and_nothing_is_said_to_be_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app, case_id = with_beds("321")
    with disk_full(monkeypatch):
        typed(app, "case.beds.nl", "400")
        assert beds(app) == "400"
        assert current(app).beds == 321
        assert text("cause_full", "nl") in errors(app)
    typed(app, "case.beds.nl", "401")
    assert current(app).beds == 401
    assert errors(app) == ""
    assert beds(coming_back(ANNA, case_id)) == "401"


def test_who_goes_on_without_keeping_is_told_so_and_keeps_it_when_there_is_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = opened()
    app.session_state["holder"] = "c" * 43
    with disk_full(monkeypatch):
        typed(app, "case.beds.nl", "400")
        pressed(app, text("ui_go_on_unsaved", "nl"))
        typed(app, "case.beds.nl", "401")
        assert current(app).beds == 401
        assert text("not_kept", "nl") in [caption.value for caption in app.caption]
    pressed(app, text("ui_keep_again", "nl"))
    assert errors(app) == ""
    assert beds(coming_back("c" * 43)) == "401"


def test_a_case_that_is_removed_elsewhere_stays_on_screen_and_is_kept_anew(store: Store) -> None:
    app, case_id = with_beds("321")
    with store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM cases WHERE id = ?", (case_id,))
    app.run()
    assert beds(app) == "321"
    typed(app, "case.beds.nl", "322")
    assert app.session_state["stored"].id != case_id
    assert store.open(app.session_state["stored"].id, load()).case.beds == 322


def under_an_older_model(store: Store, case_id: str, occupancy: float) -> None:
    """The case as an older version of the model left it, whose default of the occupancy was another one."""
    with store.writing() as connection:
        old = (
            "UPDATE cases SET model = 'older', kept = json_set(kept, '$.options.a.defaults.occupancy', ?) WHERE id = ?"
        )
        connection.exec_driver_sql(old, (occupancy, case_id))


def test_what_an_update_changes_is_shown_and_asked_before_anything_else(store: Store) -> None:
    _, case_id = with_beds("321")
    under_an_older_model(store, case_id, 0.7)
    app = coming_back(ANNA)
    assert [title.value for title in app.title] == [text("ui_update_title", "nl")]
    assert any("70" in as_read(shown.value) and "Bezettingsgraad" in shown.value for shown in app.markdown)
    app.button(key="update_take").click().run()
    assert beds(app) == "321"
    assert "occupancy" not in current(app).option("a").inputs
    assert [title.value for title in coming_back(ANNA).title] == [text("ui_case_title", "nl")]


def test_the_defaults_of_then_can_be_kept_as_own_entries_with_their_reason(store: Store) -> None:
    _, case_id = with_beds("321")
    under_an_older_model(store, case_id, 0.7)
    app = coming_back(ANNA)
    app.button(key="update_keep").click().run()
    option = current(app).option("a")
    assert option.inputs["occupancy"] == 0.7
    assert option.reasons["occupancy"].why.startswith("waarde van")
    assert beds(coming_back(ANNA)) == "321"
    app.button(key="undo").click().run()
    assert "occupancy" not in current(app).option("a").inputs


def test_an_update_that_changes_no_number_asks_nothing(store: Store) -> None:
    _, case_id = with_beds("321")
    with store.writing() as connection:
        connection.exec_driver_sql("UPDATE cases SET model = 'older' WHERE id = ?", (case_id,))
    assert beds(coming_back(ANNA)) == "321"
