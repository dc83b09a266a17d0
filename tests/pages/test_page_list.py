"""The one list of pages: what it names is there, what is there it names, and the application follows it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from model.words import texts
from model.words.texts import LANGUAGES, codes, text
from pages import PAGES, AppPage, page_named
from tests.support.application import ROOT
from tests.support.screens import opened, turned_to

NAMES = [page.name for page in PAGES]


def test_every_page_has_its_script_and_every_script_is_a_page() -> None:
    scripts = {path.stem for path in (ROOT / "pages" / "views").glob("*.py")} - {"__init__"}
    assert scripts == set(NAMES)
    assert [page.name for page in PAGES if not (ROOT / page.view).is_file()] == []


def test_names_and_addresses_are_all_different() -> None:
    assert len(set(NAMES)) == len({page.address for page in PAGES}) == len(PAGES)
    assert [page.address for page in PAGES if page.address == "/"] == ["/"]


def test_a_section_of_the_menu_stands_together() -> None:
    sections = [page.section for page in PAGES]
    assert sections == sorted(sections, key=list(dict.fromkeys(sections)).index)


@pytest.mark.parametrize("page", NAMES)
def test_every_page_has_a_title_in_the_menu_and_on_itself(page: str) -> None:
    assert {f"ui_page_{page}", f"ui_{page}_title", f"ui_section_{page_named(page).section}"} <= set(codes())


@pytest.mark.parametrize("page", [page for page in PAGES if page.next_page])
def test_every_next_step_is_a_page_in_words(page: AppPage) -> None:
    assert page_named(page.next_page) in PAGES
    assert f"ui_{page.next_words}" in codes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_without_a_title_takes_no_other_page_down(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its text is missing, as when somebody added a page and forgot it: the others open, and it has its plain name."""
    complete = texts.read_texts(texts.TEXTS)

    def without_one() -> Mapping[str, Mapping[str, str]]:
        return {code: sentences for code, sentences in complete.items() if code != "ui_page_norms"}

    monkeypatch.setattr(texts, "_table", without_one)
    app = opened(language=language)
    for name in ("case", "compare", "norms"):
        turned_to(app, name)
        assert not app.exception and not app.error
        assert app.title[0].value == text(f"ui_{name}_title", language)


def test_the_readme_shows_every_page() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in NAMES if f"docs/screenshots/{name}.png" not in readme] == []
