"""One thing tested, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from model.case import Option
from model.parameters.table import parameters
from model.words.numbers import number, round_half_up
from model.words.texts import text

PASSED, FAILED, UNKNOWN = "passed", "failed", "unknown"
CENT = 0.01
EVERY_KIND = "every_kind"
"""The rule whose subject is a kind of option, `type:variant`, and not an option of the case."""


@dataclass(frozen=True)
class Check:
    """One thing tested: which rule, on what, the outcome and, when it failed, by how much or why."""

    rule: str
    subject: str
    status: str
    detail: str = ""
    difference: float | None = None

    def why(self, language: str) -> str:
        """By how much it failed, in the language's notation, or why."""
        if self.difference is None:
            return self.detail
        decimals = 4 if abs(self.difference) < 1 else 2
        return number(round_half_up(self.difference, decimals), language, decimals)

    def text(self, language: str) -> str:
        """The rule in words; for workbooks that were compared with other formulas, that."""
        outdated = "_outdated" if (self.rule, self.status) == ("parity", UNKNOWN) else ""
        return text(f"quality_{self.rule}{outdated}", language)

    def about(self, language: str) -> str:
        """What was tested, with the name of an input or of a kind of option instead of its key."""
        if self.rule == EVERY_KIND:
            kind, _, variant = self.subject.partition(":")
            return Option("", kind, variant).title(language)
        option, _, key = self.subject.partition(".")
        return f"{option}: {parameters()[key].label(language)}" if key in parameters() else self.subject


def verdict(rule: str, subject: str, difference: float, allowed: float = CENT) -> Check:
    """Passed when a difference is within what is allowed, else failed by that much."""
    if abs(difference) <= allowed:
        return Check(rule, subject, PASSED)
    return Check(rule, subject, FAILED, difference=difference)
