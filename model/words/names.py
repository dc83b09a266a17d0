"""Names in both languages: of a record that says its own, and of what has no such record."""

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


class Worded:
    """A record with its name in two columns, one per language."""

    __slots__ = ()
    label_nl: str
    label_en: str

    def label(self, language: str) -> str:
        """What it is called."""
        return self.label_nl if language == "nl" else self.label_en


class Explained(Worded):
    """A record that also has what it means in two columns."""

    __slots__ = ()
    meaning_nl: str
    meaning_en: str

    def meaning(self, language: str) -> str:
        """What it is, in a sentence; of a quantity with its convention."""
        return self.meaning_nl if language == "nl" else self.meaning_en
