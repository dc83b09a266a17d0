"""Names and rows of things that a message names: each said in the language in which the message is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from model.words.messages import Piece, Said
from model.words.texts import text


@dataclass(frozen=True)
class Name:
    """What a thing is called in both languages: an option, an input, a line."""

    nl: str
    en: str

    def text(self, language: str) -> str:
        """Its name in a language."""
        return self.nl if language == "nl" else self.en

    def pieces(self, language: str) -> tuple[Piece, ...]:
        """Its name, in one piece."""
        return (Piece(self.text(language)),)

    def capital(self) -> Name:
        """The same with a capital, as the start of a row or a sentence."""
        return Name(*(words[:1].upper() + words[1:] for words in (self.nl, self.en)))


@dataclass(frozen=True)
class Row:
    """Several things said in a row, with `between` them what is given; without that as names in a sentence.

    >>> Row(("a", Name("twee", "two"), "c")).text("nl"), Row(("a", "b"), "; ").text("en")
    ('a, twee en c', 'a; b')
    """

    things: tuple[Said | str, ...]
    between: str = ""

    def text(self, language: str) -> str:
        """All of it in a language."""
        return "".join(piece.text for piece in self.pieces(language))

    def pieces(self, language: str) -> tuple[Piece, ...]:
        """Its words, cut where a figure starts and ends; a figure is called by its number in the row too."""
        return tuple(self._pieces(language))

    def _pieces(self, language: str) -> Iterator[Piece]:
        for number, thing in enumerate(self.things):
            if number:
                yield Piece(self._before(number, language))
            if isinstance(thing, str):
                yield Piece(thing)
                continue
            for piece in thing.pieces(language):
                yield replace(piece, name=f"{number}.{piece.name}") if piece.name else piece

    def _before(self, number: int, language: str) -> str:
        """What stands before a thing that is not the first."""
        if self.between:
            return self.between
        return f" {text('ui_and', language)} " if number == len(self.things) - 1 else ", "


def row(things: Iterable[Said | str], between: str = "") -> Row:
    """Things said in a row."""
    return Row(tuple(things), between)
