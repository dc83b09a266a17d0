"""What can be wrong with what a user gives: field, value, and what is allowed, in the user's language."""

from __future__ import annotations

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
        values = {name: _shown(value) for name, value in self.values}
        return text(self.code, language, field=self.field, **values)


def problem(code: str, field_name: str, **values: object) -> Problem:
    """A Problem with its values."""
    return Problem(code, field_name, tuple(values.items()))


def _shown(value: object) -> str:
    """A value as shown in a message: short, on one line."""
    shown = value if isinstance(value, str) else f"{value}"
    shown = " ".join(shown.split())
    return shown if len(shown) <= 80 else shown[:77] + "..."


class BadInput(Exception):
    """Input that cannot be used; `problems` says what and what is allowed. Nothing was done with any of it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("; ".join(problem.text("en") for problem in problems))

    def texts(self, language: str) -> tuple[str, ...]:
        """The messages in a language."""
        return tuple(problem.text(language) for problem in self.problems)
