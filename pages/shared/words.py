"""Words on the screen, in the language of this session."""

from __future__ import annotations

import streamlit as st

from model.lines.labels import words as line_words
from model.texts import LANGUAGES, text
from pages.shared.numbers import format_euro, format_million, format_number, format_percent


def language() -> str:
    """The language of this session: Dutch unless English was chosen."""
    chosen = st.session_state.get("lang", "nl")
    return chosen if chosen in LANGUAGES else "nl"


def t(code: str, **values: object) -> str:
    """A text of the interface."""
    return text(f"ui_{code}", language(), **values)


def plain(user_text: str) -> str:
    """Text a user typed, so that it shows as typed: no markup, no HTML, no links."""
    return "".join(f"\\{character}" if character in "\\`*_{}[]()<>#+-.!|~$:&" else character for character in user_text)


def metric_value(key: str, value: float | None, *, short: bool = False) -> str:
    """A metric as shown, by its unit; `short` gives large amounts in millions."""
    unit = line_words(key).unit
    if unit == "eur" and short:
        return format_million(value, language())
    if unit in {"rate", "share"}:
        return format_percent(value, language())
    if unit == "eur":
        return format_euro(value, language())
    if unit.startswith("eur_"):
        return format_euro(value, language(), 2)
    if unit == "years" and value is not None:
        return f"{format_number(value, 1, language())} {t('years')}"
    return format_number(value, 2, language())
