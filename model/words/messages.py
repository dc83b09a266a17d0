"""A message: a sentence as its code and the things it names, said in a language only where somebody reads it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from string import Formatter
from typing import Protocol, TypeAlias

from model.words.numbers import format_date, number
from model.words.texts import sentence_of, worded
from model.words.units import STYLES, Style


class Shown(Protocol):
    """What is shown in a language and a style: a figure."""

    def show(self, language: str, style: Style = "full") -> str:
        """As a reader sees it."""
        ...


class Labelled(Protocol):
    """What has a name in both languages: a quantity, an input, an option."""

    def label(self, language: str) -> str:
        """Its name."""
        ...


Named: TypeAlias = "Shown | Message | Labelled | str | float | date | None"
"""What a message may name: a figure, another message, a thing that has a name, its name, a bare count, or a day."""


@dataclass(frozen=True)
class Piece:
    """A part of a sentence: its words, and the name under which the message holds the figure they show, if any."""

    text: str
    name: str = ""
    figure: Shown | None = None


@dataclass(frozen=True)
class Message:
    """A sentence to be: `code` of its text, and the `values` the text names. It carries no number in words.

    A text names a figure as `{npv}`, or in a style as `{npv:short}`; `{beds:bed|beds}` is the word that goes with it.
    """

    code: str
    values: tuple[tuple[str, object], ...] = ()

    def pieces(self, language: str) -> tuple[Piece, ...]:
        """The sentence in a language, cut where a figure starts and ends. Raises KeyError for an unknown text."""
        return tuple(_pieces(self, language))

    def text(self, language: str) -> str:
        """The sentence in a language. Raises KeyError for an unknown text.

        >>> message("ui_subject", count=1, town="Westland", start=date(2027, 7, 1)).text("nl")
        'Westland, 1 bed, start 1 juli 2027'
        """
        return "".join(piece.text for piece in self.pieces(language))

    def naming(self, **values: Named) -> Message:
        """The same message with other values: an option's name in the place of its id."""
        return replace(self, values=tuple((dict(self.values) | values).items()))


def message(code: str, **values: Named) -> Message:
    """A message with its values."""
    return Message(code, tuple(values.items()))


def _pieces(said: Message, language: str) -> Iterator[Piece]:
    values = dict(said.values)
    for words, name, style, _ in Formatter().parse(sentence_of(said.code, language)):
        if words:
            yield Piece(words)
        if name is not None:
            yield from _named(name, values[name], style or "", language)


def _named(name: str, value: object, style: str, language: str) -> Iterator[Piece]:
    """What stands in the place of a value: of a message its own pieces, named after both."""
    if "|" in style:
        yield Piece(worded(style, _said(value, language, "cell")))
    elif isinstance(value, Message):
        for piece in value.pieces(language):
            yield replace(piece, name=f"{name}.{piece.name}") if piece.name else piece
    elif hasattr(value, "show"):
        yield Piece(_said(value, language, style), name, value)
    else:
        yield Piece(_said(value, language, ""))


def _said(value: object, language: str, style: str) -> str:
    """A value in words: a figure in a style (full where the text names none), a bare number with what it has."""
    if hasattr(value, "label"):
        return str(value.label(language))
    if hasattr(value, "show"):
        return str(value.show(language, next((known for known in STYLES if known == style), "full")))
    if isinstance(value, date):
        return format_date(value, language)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return number(value, language)
    return f"{value}"
