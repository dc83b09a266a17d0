"""The readings of an outcome as markup, and the one that is kept."""

from __future__ import annotations

from collections.abc import Sequence

from model.readings.closing import closing, closing_readings
from model.words.messages import Message
from pages.session.computed import kept
from pages.session.state import result
from pages.session.words import bold, language, plain


def closing_said() -> tuple[Message, ...]:
    """Which options of the case close, or what comes closest and on how much unsourced that rests; none without one."""
    return kept("closing", "", lambda: closing_readings(closing(result()), result().case))


def closes() -> tuple[str, ...]:
    """The same in the language of the session."""
    return tuple(reading.text(language()) for reading in closing_said())


def emphasised(sentences: Sequence[str]) -> str:
    """Sentences as markup: the first, which answers, in bold."""
    first, *rest = sentences
    return " ".join([bold(first), *map(plain, rest)])


def said(reading: Message | None) -> tuple[str, ...]:
    """A reading in the language of the session; nothing where there is none."""
    return () if reading is None else (reading.text(language()),)


def sentence(readings: Sequence[Message]) -> str:
    """Readings in a row, in the language of the session."""
    return " ".join(reading.text(language()) for reading in readings)


def line(reading: Message) -> str:
    """A reading that stands on a line of its own, with a capital."""
    words = reading.text(language())
    return plain(words[:1].upper() + words[1:])
