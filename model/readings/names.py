"""What options, inputs, lines, frames and parties are called in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from model.case import Case, Option
from model.engine.inputs import input_of, split_name
from model.lines.labels import words_of_line
from model.words.messages import Message, Named, message
from model.words.names import Name


def option_titles(options: Iterable[Option], language: str) -> dict[str, str]:
    """The options' names by id; two with the same name get their id behind it."""
    names = {option.id: option.title(language).strip() for option in options}
    alike = [name for name in names.values() if list(names.values()).count(name) > 1]
    return {key: f"{name} ({key})" if name in alike else name for key, name in names.items()}


@dataclass(frozen=True)
class OptionName:
    """An option of a case, by what it is called in a language."""

    case: Case = field(hash=False)
    option: str

    def label(self, language: str) -> str:
        """Its title; an id that the case does not have stands as it is."""
        return option_titles(self.case.options, language).get(self.option, self.option)


def option_names(case: Case) -> dict[str, OptionName]:
    """The options of a case by id, each by what it is called."""
    return {option.id: OptionName(case, option.id) for option in case.options}


@dataclass(frozen=True)
class InputName:
    """An input of an option of a case, by what it is called in a language."""

    case: Case = field(hash=False)
    option: str
    name: str

    def label(self, language: str) -> str:
        """Its label, with the option in front where its name has one: "Logies: Bezettingsgraad"."""
        label = input_of(self.case, self.option, self.name).label(language)
        prefix, _ = split_name(self.name)
        return f"{OptionName(self.case, prefix).label(language)}: {label}" if prefix else label


def listed(things: Sequence[Named], last: str = "listed_last", more: str = "listed_more") -> Message:
    """Several things as one, to name in a message; `last` and `more` are the texts that put two of them together.

    >>> listed(["a", "b", "c"]).text("en")
    'a, b and c'
    """
    if len(things) == 1:
        return message("listed_one", only=things[0])
    if len(things) == 2:
        return message(last, first=things[0], last=things[1])
    return message(more, first=things[0], rest=listed(things[1:], last, more))


def in_a_row(readings: Sequence[Message]) -> Message:
    """Sentences as one, a blank between them.

    >>> in_a_row([message("listed_one", only="A."), message("listed_one", only="B.")]).text("en")
    'A. B.'
    """
    return listed(readings, "in_a_row_last", "in_a_row_more")


def listed_values(things: Sequence[Named]) -> Message:
    """The same with semicolons, for what holds commas itself.

    >>> listed_values(["1,5", "2", "3"]).text("nl")
    '1,5; 2; 3'
    """
    return listed(things, "listed_values_last", "listed_values_more")


def line_name(key: str) -> Name:
    """What a line is called, with a capital. Raises KeyError for an unknown one."""
    words = words_of_line(key)
    return Name(words.label_nl, words.label_en).capital()


def frame_name(key: str) -> Message:
    """What a frame of the council is called."""
    return message(f"frame_{key}")


def party_name(key: str) -> Message:
    """What a party with a ledger is called."""
    return message(f"party_{key}")
