"""What can be wrong with what a user gives: field, value, and what is allowed, in the user's language."""

from __future__ import annotations

import errno
import json
import reprlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from model.parameters.table import parameters
from model.words.messages import Message
from model.words.numbers import number
from model.words.texts import codes, text

Wrong = TypeVar("Wrong")
MOST_SHOWN = 20
"""Of more mistakes than this only the first are said, and how many there are besides."""


AS_SPELLED = {"not_a_date", "not_text", "not_a_choice", "not_a_list", "not_an_object", "bad_version", "newer_version"}
"""Messages about a value that is no number, whatever it is."""


@dataclass(frozen=True)
class Problem(Message):
    """A message about one thing that is wrong: with the `field` it is about, and what is allowed among its values.

    A value may be a Problem itself, the cause of this one: it is then said in the same language.
    """

    field: str = ""

    def text(self, language: str) -> str:
        """The sentence, with field, value and what is allowed; numbers in the language's notation.

        What stands where no number belongs is repeated as it is spelled in the case file.
        Behind the key of a parameter or a frame stands what it is called: `a.occupancy (Bezettingsgraad)`.
        """
        values = {
            name: value.text(language)
            if isinstance(value, Problem)
            else value
            if name == "allowed"
            else _shown(value, "" if self.code in AS_SPELLED else language)
            for name, value in self.values
        }
        label = _label(self.field, language)
        field = _shown(self.field, language, 200) + (f" ({label})" if label else "")
        return text(self.code, language, field=field, **values)


def problem(code: str, field_name: str, **values: object) -> Problem:
    """A Problem with its values."""
    return Problem(code, tuple(values.items()), field_name)


_CAUSES = {
    errno.ENOENT: "cause_missing",
    errno.EACCES: "cause_forbidden",
    errno.EPERM: "cause_forbidden",
    errno.EISDIR: "cause_folder",
    errno.ENOTDIR: "cause_no_folder",
    errno.EROFS: "cause_read_only",
    errno.ENOSPC: "cause_full",
    errno.ENAMETOOLONG: "cause_long_name",
    errno.EBUSY: "cause_busy",
    errno.EIO: "cause_device",
}


def cause_of(error: OSError) -> Problem | str:
    """Why the system refused a file, to be said in the user's language; its own words when it is a rare cause."""
    code = _CAUSES.get(error.errno or 0)
    return problem(code, "") if code else error.strerror or str(error)


def _label(field: str, language: str) -> str:
    """What the parameter or frame a field names is called; empty where it names none.

    A field is a key, or what it belongs to and then the key: `a.occupancy`, `a.price_growth.2027`, `frames.max_beds`.
    """
    first, *rest = field.split(".")
    if first == "frames":
        return next((text(f"frame_{key}", language) for key in rest if f"frame_{key}" in codes()), "")
    known = parameters()
    return next((known[key].label(language) for key in rest or [first] if key in known), "")


def _shown(value: object, language: str, longest: int = 80) -> str:
    """A value as shown in a message: short, on one line; numbers as people write them, the rest as in a case file.

    Without a language a number too is spelled as in a case file.
    """
    if value is None or isinstance(value, bool):
        shown = json.dumps(value)
    elif isinstance(value, (int, float)) and language:
        shown = number(value, language)
    elif isinstance(value, (list, dict)):
        shown = reprlib.repr(value)  # never all of it: it may be nested too deeply to print
    else:
        shown = f"{value}"
    shown = " ".join(shown.split()) or '""'
    return shown if len(shown) <= longest else shown[: longest - 3] + "..."


def first_said(problems: Sequence[Wrong], say: Callable[[Wrong], str], language: str) -> tuple[str, ...]:
    """The sentences about the first of many mistakes, and one that says how many there are besides."""
    more = len(problems) - MOST_SHOWN
    said = tuple(say(wrong) for wrong in problems[:MOST_SHOWN])
    return (*said, text("more_problems", language, count=more)) if more > 0 else said


class BadInput(Exception):
    """Input that cannot be used; `problems` says what and what is allowed. Nothing was done with any of it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("; ".join(self.texts("en")))

    def __reduce__(self) -> tuple[type[BadInput], tuple[tuple[Problem, ...]]]:
        """Sent between processes as its problems: the sentence alone does not make one."""
        return type(self), (self.problems,)

    def texts(self, language: str) -> tuple[str, ...]:
        """The messages in a language: those of the first mistakes, and how many there are besides."""
        return first_said(self.problems, lambda wrong: wrong.text(language), language)
