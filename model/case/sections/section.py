"""What a section of the case file is: how it is read and written, and its answers when an option changes its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from market_data import MarketData
from model.case.data import Case
from model.problems import Problem

Json = Any
"""Data as a JSON file holds them."""
File = Mapping[str, Json]
"""The whole case file, as data."""


@dataclass(frozen=True)
class Reading:
    """What reading a section needs besides its data: where problems are noted, and the market data."""

    problems: list[Problem]
    market: MarketData


@dataclass(frozen=True)
class Renaming:
    """What becomes of the names in a case file: of options, and of an option's own lines, by their number from 1.

    None stands for what is taken out of the case; what is not named keeps its name.
    """

    options: Mapping[str, str | None]
    own_lines: tuple[str, Callable[[int], int | None]] | None = None

    def option(self, option_id: str) -> str | None:
        """What an option is called from now on."""
        return self.options.get(option_id, option_id)

    def own_line(self, option_id: str, number: int) -> int | None:
        """The number an own line of an option has from now on."""
        if self.own_lines is None or self.own_lines[0] != option_id:
            return number
        return self.own_lines[1](number)


def as_it_is(file: File, renaming: Renaming, key: str) -> Json:  # noqa: ARG001  the form of every answer
    """The answer of a section that names no option and no own line."""
    return file[key]


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of the case file under a key of its own; absent is the same as its default, which is not written.

    `read` gives the case with the section in it, and `write` its data, empty for the default. `renamed` answers what
    becomes of the data when options or own lines get another name or go; it is only asked where the file has the
    section. `moves_money` says whether a result depends on it, `schema` is its JSON
    Schema.
    """

    key: str
    moves_money: bool
    default: Json
    read: Callable[[Json, Case, Reading], Case]
    write: Callable[[Case], Json]
    schema: Callable[[], Json]
    renamed: Callable[[File, Renaming, str], Json] = as_it_is
