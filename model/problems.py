"""What can be wrong with what a user gives: field, value, and what is allowed, in the user's language."""

from __future__ import annotations

import json
import reprlib
from dataclasses import dataclass

from model.texts import text


@dataclass(frozen=True)
class Problem:
    """One thing wrong: the message `code`, the `field` it is about, and the values its sentence names."""

    code: str
    field: str
    values: tuple[tuple[str, object], ...] = ()

    def text(self, language: str) -> str:
        """The sentence, with field, value and what is allowed."""
        values = {name: value if name == "allowed" else _shown(value) for name, value in self.values}
        return text(self.code, language, field=_shown(self.field, 200), **values)


def problem(code: str, field_name: str, **values: object) -> Problem:
    """A Problem with its values."""
    return Problem(code, field_name, tuple(values.items()))


def _shown(value: object, longest: int = 80) -> str:
    """A value as shown in a message: short, on one line, spelled as in a case file."""
    if value is None or isinstance(value, bool):
        shown = json.dumps(value)
    elif isinstance(value, (list, dict)):
        shown = reprlib.repr(value)  # never all of it: it may be nested too deeply to print
    else:
        shown = f"{value}"
    shown = " ".join(shown.split()) or '""'
    return shown if len(shown) <= longest else shown[: longest - 3] + "..."


class BadInput(Exception):
    """Input that cannot be used; `problems` says what and what is allowed. Nothing was done with any of it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("; ".join(problem.text("en") for problem in problems))

    def texts(self, language: str) -> tuple[str, ...]:
        """The messages in a language."""
        return tuple(problem.text(language) for problem in self.problems)
