"""What a user typed is shown as typed, and nowhere read as markup."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from pages.session.words import plain
from tests.support.screens import as_read, figure, fill_own_line, markup, opened, turned_to, typed, unescaped

USER_TEXTS = ("<script>alert(1)</script>", "**x**", "=1+1", "$a$ :red[b] [c](http://d.e) `f` _g_ &lt;", "  spaced  ")

READ_LATE = (
    "http://x",
    "www.x.nl",
    "a@b.nl",
    ":material/home:",
    ":streamlit:",
    ":smile:",
    "a -> b",
    "a -- b",
    "a >= b",
)
"""What Streamlit makes links, icons, arrows and dashes of after it has taken the escapes away."""
READ_IN_PLACE = ("# x", "1. x", "- x", "+ x", "> x", "2) x")
"""What is a heading, a list or a quotation at the start of a text."""


@pytest.mark.parametrize("user_text", READ_LATE)
def test_what_is_read_after_the_escapes_is_broken_by_something_invisible(user_text: str) -> None:
    shown = as_read_by_streamlit(plain(user_text))
    assert user_text not in shown
    assert shown.replace("\u2060", "") == user_text


@pytest.mark.parametrize("user_text", READ_IN_PLACE)
def test_a_text_never_starts_with_markup(user_text: str) -> None:
    assert plain(user_text) == f"\u2060{user_text}"


@pytest.mark.parametrize("user_text", ["Nieuwbouw: permanent", "Short stay (logies)", "€ -12,09 mln", "1.250", "3%"])
def test_an_ordinary_text_stays_as_it_is_since_a_labels_escapes_are_read_aloud(user_text: str) -> None:
    assert plain(user_text) == user_text


def test_a_text_of_the_user_is_one_line() -> None:
    assert plain("one\n\n# two\u2028three") == "one # two three"


def as_read_by_streamlit(markdown: str) -> str:
    """A Markdown text without its escapes, as Streamlit searches it for links, icons and arrows."""
    return re.sub(r"\\(.)", r"\1", markdown)


def literally(app: AppTest, user_text: str) -> bool:
    """Whether a text stands on the screen as typed, and nowhere as markup."""
    marked = list(markup(app))
    return any(user_text.strip() in as_read(shown_text) for shown_text in marked) and not any(
        user_text in unescaped(shown_text)
        for shown_text in marked
        if any(character in user_text for character in "*<$[`_&")
    )


@pytest.mark.parametrize("user_text", USER_TEXTS)
@pytest.mark.parametrize(
    "name", ["compare", *(pytest.param(name, marks=pytest.mark.thorough) for name in ("case", "options"))]
)
def test_an_options_name_is_shown_as_typed(name: str, user_text: str) -> None:
    app = typed(opened("options"), "a.label", user_text)
    assert literally(turned_to(app, name), user_text)
    assert not app.exception


@pytest.mark.parametrize("user_text", ["**x**", "<script>alert(1)</script>"])
def test_an_own_lines_name_is_shown_as_typed(user_text: str) -> None:
    assert literally(fill_own_line(opened("options"), label=user_text, amount="1"), user_text)


@pytest.mark.parametrize("user_text", ["**x**", "<script>alert(1)</script>", "=1+1"])
def test_a_wrong_number_is_repeated_as_typed(user_text: str) -> None:
    assert literally(typed(opened(), "case.beds.nl", user_text), user_text)


def test_an_options_name_is_no_html_in_a_chart() -> None:
    app = typed(opened("options"), "a.label", '<a href="http://x">x</a>')
    turned_to(app, "compare")
    assert figure(app)["data"][0]["y"][0] == '&lt;a href="http://x"&gt;x&lt;/a&gt;'
    assert figure(app, 1)["data"][0]["name"] == '&lt;a href="http://x"&gt;x&lt;/a&gt;'
