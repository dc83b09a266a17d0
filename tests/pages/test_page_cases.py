"""The page My cases: what this browser may open, and what can be done with it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from market_data import load
from model.case.example import example_case
from model.problems import BadInput
from model.store import access
from model.store.changes import Author
from model.store.opening import FILE, FOLDER_SETTING
from model.store.store import Setting, Store
from model.store.upkeep import EXPIRY_SETTING
from model.version import MODEL_VERSION
from tests.support.screens import as_read, coming_back, current, errors, opened, turned_to, typed, words_on

pytestmark = pytest.mark.thorough


def changed(beds: str = "210") -> AppTest:
    return typed(opened(), "case.beds.nl", beds)


def on_screen(app: AppTest) -> str:
    case_id: str = app.session_state["stored"].id
    return case_id


def listed(app: AppTest) -> list[str]:
    """The names of the cases, in the order of the page."""
    return [
        as_read(element.value).partition("**")[2].partition("**")[0]
        for element in app.markdown
        if "**" in element.value
    ]


def more(app: AppTest, case_id: str) -> AppTest:
    """The session with the fold of a case open; the test runner closes it again at its next run."""
    app.session_state[f"case.{case_id}.more"] = True
    return app.run()


def in_more(app: AppTest, case_id: str, button: str) -> AppTest:
    app.button(key=f"case.{case_id}.{button}").click()
    return more(app, case_id)


def the_store() -> Store:
    return Store.at(Path(os.environ[FOLDER_SETTING]) / FILE)


def test_before_anything_is_changed_there_is_no_case() -> None:
    app = opened("cases")
    assert "Hier staat nog geen zaak." in words_on(app)
    assert os.environ[FOLDER_SETTING] in words_on(app)


def test_a_changed_case_is_listed_with_its_town() -> None:
    app = turned_to(changed(), "cases")
    assert listed(app) == ["Voorbeeld Westland"]
    assert "nu geopend" in words_on(app) and "Westland · gewijzigd " in words_on(app)


def test_a_copy_is_a_case_beside_it_and_both_open() -> None:
    app = turned_to(changed(), "cases")
    first = on_screen(app)
    app.button(key=f"case.{first}.copy").click().run()
    assert listed(app) == ["Voorbeeld Westland (kopie)", "Voorbeeld Westland"]
    assert current(app).beds == 210
    app.button(key=f"case.{first}.open").click().run()
    assert (on_screen(app), current(app).name) == (first, "Voorbeeld Westland")
    assert app.button(key=f"case.{first}.open").disabled


def test_a_case_is_renamed_on_screen_and_off_it() -> None:
    app = turned_to(changed(), "cases")
    first = on_screen(app)
    more(app, first)
    app.text_input(key=f"case.{first}.name").set_value("Plan A")
    more(app, first)
    assert current(app).name == "Plan A"
    app.button(key=f"case.{first}.copy").click().run()
    more(app, first)
    app.text_input(key=f"case.{first}.name").set_value("Plan B")
    more(app, first)
    assert current(app).name == "Plan A (kopie)"
    assert set(listed(app)) == {"Plan A (kopie)", "Plan B"}
    store = the_store()
    kept = store.open(first, load())
    assert (kept.case.name, kept.kept is not None) == ("Plan B", True)
    store.close()


def test_an_archived_case_is_under_a_fold_and_comes_back() -> None:
    app = turned_to(changed(), "cases")
    case_id = on_screen(app)
    in_more(more(app, case_id), case_id, "archive")
    assert "Gearchiveerd (1)" in {fold.label for fold in app.expander}
    in_more(app, case_id, "unarchive")
    assert not any("Gearchiveerd" in fold.label for fold in app.expander)


def test_an_invitation_is_shown_as_an_address_and_opens_the_case_once() -> None:
    app = turned_to(changed(), "cases")
    case_id = on_screen(app)
    in_more(more(app, case_id), case_id, "invite")
    address = urlsplit(app.code[0].value)
    assert address.query == f"case={case_id}"
    secret = address.fragment.removeprefix("invite=")
    store = the_store()
    assert access.accept(store, secret, "somebody else") == case_id
    with pytest.raises(BadInput):
        access.accept(store, secret, "a third")
    store.close()


def test_invitations_that_are_withdrawn_are_counted() -> None:
    app = turned_to(changed(), "cases")
    case_id = on_screen(app)
    in_more(more(app, case_id), case_id, "invite")
    in_more(app, case_id, "withdraw")
    assert "1 uitnodiging ingetrokken." in {as_read(success.value) for success in app.success}
    assert not app.code


def test_of_a_case_that_cannot_be_read_the_last_good_state_is_offered() -> None:
    """Its file in the store is another than was written; the snapshot of its beginning is still right."""
    app = turned_to(changed("250"), "cases")
    damaged = on_screen(app)
    app.button(key=f"case.{damaged}.copy").click().run()
    with closing(sqlite3.connect(Path(os.environ[FOLDER_SETTING]) / FILE)) as file, file:
        file.execute("UPDATE cases SET file = replace(file, '250', '999') WHERE id = ?", (damaged,))
    app.button(key=f"case.{damaged}.open").click().run()
    assert "beschadigd" in errors(app)
    assert "De laatste stand van ‘Voorbeeld Westland’" in as_read(app.warning[0].value)
    app.button(key="last_good").click().run()
    assert (current(app).beds, on_screen(app) != damaged) == (200, True)
    assert not app.exception


def test_when_cases_expire_is_told_where_they_do(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "wordt verwijderd" not in words_on(opened("cases"))
    monkeypatch.setenv(EXPIRY_SETTING, "90")
    assert "Een zaak die 90 dagen niet is geopend of gewijzigd, wordt verwijderd." in words_on(opened("cases"))


def test_what_has_expired_goes_when_the_application_starts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Of two cases of this browser, one changed yesterday and one a hundred days ago, the first is left."""
    monkeypatch.setenv(EXPIRY_SETTING, "90")
    monkeypatch.setenv(FOLDER_SETTING, str(tmp_path))
    holder = "a" * 43
    for days, name in ((1, "Van gisteren"), (100, "Van lang geleden")):
        then = datetime.now(UTC) - timedelta(days=days)
        store = Store.at(tmp_path / FILE, partial(datetime.fromisoformat, then.isoformat()))
        case = replace(example_case("GM1783"), name=name)
        access.give(store, store.create(case, Author("x"), Setting(MODEL_VERSION, load())).id, holder)
        store.close()
    assert listed(turned_to(coming_back(holder), "cases")) == ["Van gisteren"]
