"""A name in both languages, of what has no record of its own that says it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Name:
    """What a thing is called, or a remark about it, in both languages."""

    nl: str
    en: str

    def label(self, language: str) -> str:
        """It in a language."""
        return self.nl if language == "nl" else self.en

    def capital(self) -> Name:
        """The same with a capital, as the start of a row or a sentence."""
        return Name(*(words[:1].upper() + words[1:] for words in (self.nl, self.en)))
