"""Every page opens, in either language, and a fault of our own is told in it."""

from __future__ import annotations

import pytest

from model.words.texts import text
from tests.support.screens import NAMES, as_read, errors, markup, opened, turned_to, typed


@pytest.mark.parametrize("language", ["nl", pytest.param("en", marks=pytest.mark.thorough)])
@pytest.mark.parametrize("name", NAMES)
def test_every_page_opens_with_its_title_and_no_error(name: str, language: str) -> None:
    app = opened(name, language)
    assert not app.exception
    assert not app.error
    assert [title.value for title in app.title] == [text(f"ui_{name}_title", language, town="Westland")]


@pytest.mark.thorough
@pytest.mark.parametrize("name", NAMES)
def test_a_page_speaks_one_language(name: str) -> None:
    dutch, english = opened(name, "nl"), opened(name, "en")
    codes = ("ui_page_options", "ui_save_case", "ui_metric", "ui_inputs_title", "ui_market_intro", "ui_remove")
    for app, own, other in ((dutch, "nl", "en"), (english, "en", "nl")):
        shown = {as_read(shown_text) for shown_text in markup(app)}
        foreign = {text(code, other) for code in codes} - {text(code, own) for code in codes}
        assert not shown & foreign


@pytest.mark.thorough
def test_the_pages_open_one_after_the_other_in_one_session() -> None:
    app = opened()
    for name in NAMES:
        turned_to(app, name)
        assert not app.exception, name
        assert not app.error, name


def test_a_fault_of_our_own_is_told_in_the_users_language(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("pages.session.state.run_case", fails)
    app = opened("case", "nl")
    assert not app.exception
    assert errors(app) == text("our_fault", "nl", error="ZeroDivisionError")


@pytest.mark.parametrize("where", ["pages.widgets.page_bar.told_above", "pages.session.state.store"])
def test_a_fault_of_our_own_above_the_page_leaves_the_page(monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError("secret detail")

    app = typed(opened(), "case.beds.nl", "321")
    monkeypatch.setattr(where, fails)
    app.run()
    assert not app.exception
    assert text("our_fault", "nl", error="ZeroDivisionError") in [error.value for error in app.error]
    assert app.title[0].value == text("ui_case_title", "nl")
    assert app.text_input(key="case.beds.nl").value == "321"


def test_switching_the_language_keeps_entries() -> None:
    app = typed(opened(), "case.beds.nl", "1.250")
    app.segmented_control(key="lang").set_value("en").run()
    assert app.text_input(key="case.beds.en").value == "1,250"
    assert app.title[0].value == text("ui_case_title", "en")
