"""The command line's arguments: their help, and what is wrong with them, in the language the user asked for."""

from __future__ import annotations

import argparse
import math
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from model.problems import Problem, problem
from model.words.texts import LANGUAGES, text

BAD = 2
"""Exit status of bad input."""


def language_of(arguments: Sequence[str]) -> str:
    """The language asked for on a command line that has not been read yet.

    Dutch when none is asked for, or one that is not spoken.
    """
    asked = LANGUAGES[0]
    for number, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        if name == "--language":
            asked = value or next(iter(arguments[number + 1 :]), "")
    return asked if asked in LANGUAGES else LANGUAGES[0]


def finite(value: str) -> float:
    """A finite number with a point. Raises ValueError."""
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(value)
    return number


_NEGATIVE_NUMBER = re.compile(r"-(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)
"""What is a value and no option; argparse itself takes -1e6 for an option."""


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks the user's language.

    A mistake is bad input (exit status 2), said on standard error.
    """

    def __init__(self, *, language: str, **settings: Any) -> None:
        super().__init__(add_help=False, formatter_class=argparse.RawDescriptionHelpFormatter, **settings)
        self.language = language
        self._negative_number_matcher = _NEGATIVE_NUMBER
        self.usage_word = text("cli_usage", language)
        self._positionals.title = text("cli_arguments", language)
        self._optionals.title = text("cli_options", language)
        self.add_argument("-h", "--help", action="help")

    def add_argument(self, *names: Any, **settings: Any) -> argparse.Action:
        """An argument; its help is the text `cli_arg_NAME`."""
        if "action" not in settings or settings["action"] != "parsers":
            settings.setdefault("help", text(f"cli_arg_{names[-1].lstrip('-').replace('-', '_')}", self.language))
        return super().add_argument(*names, **settings)

    def format_usage(self) -> str:
        """How the command is called."""
        return super().format_usage().replace("usage: ", self.usage_word, 1)

    def format_help(self) -> str:
        """How the command is called, and what its arguments mean."""
        return super().format_help().replace("usage: ", self.usage_word, 1)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and how the command is called, and stop."""
        mistake = understood(message)
        sys.stderr.write(f"{mistake.text(self.language) if mistake else message}\n{self.format_usage()}")
        raise SystemExit(BAD)


def understood(message: str) -> Problem | None:
    """The mistake behind a sentence of argparse, which has them in English only; None for one it never says to us."""
    for pattern, code in _SENTENCES:
        match = re.fullmatch(pattern, message, re.DOTALL)
        if match is None:
            continue
        groups = match.groupdict()
        allowed = _listed(groups["allowed"]) if "allowed" in groups else None
        named = {"value": groups["value"]} if "value" in groups else {}
        return problem(code, groups.get("field") or "-", **named, **({"allowed": allowed} if allowed else {}))
    return None


_SENTENCES = (
    (r"argument (?P<field>.+?): invalid choice: '?(?P<value>.*?)'? \(choose from (?P<allowed>.+)\)", "not_a_choice"),
    (r"argument (?P<field>.+?): invalid int value: '(?P<value>.*)'", "not_whole"),
    (r"argument (?P<field>.+?): invalid finite value: '(?P<value>.*)'", "not_a_number"),
    (r"argument (?P<field>.+?): expected one argument", "no_value"),
    (r"argument (?P<field>.+?): ignored explicit argument '(?P<value>.*)'", "takes_no_value"),
    (r"the following arguments are required: (?P<field>.+)", "missing_argument"),
    (r"unrecognized arguments: (?P<field>.+)", "unknown_argument"),
    (r"ambiguous option: (?P<value>.+?) could match (?P<allowed>.+)", "ambiguous_argument"),
)


def _listed(choices: str) -> str:
    return ", ".join(_without_quotes(re.split(r",\s*", choices)))


def _without_quotes(names: Iterable[str]) -> list[str]:
    return [name.strip("'") for name in names]
