"""How parties and lines are called on the page that says who pays."""

from __future__ import annotations

from model.words.texts import text
from pages.session.words import label, language


def party(name: str) -> str:
    """The name of a party with a capital."""
    return capital(text(f"party_{name}", language()))


def capital(words: str) -> str:
    """Words with a capital."""
    return words[:1].upper() + words[1:]


def short(key: str) -> str:
    """The name of a line of the municipality under a heading that says so: without the word before the colon."""
    return capital(label(key).partition(": ")[2] or label(key))
