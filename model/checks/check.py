"""One thing tested, and what came of it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from model.case import Option
from model.engine.inputs import split_name
from model.outcomes.quantities import figure_of
from model.parameters.table import parameters
from model.readings.names import line_name
from model.words.messages import Labelled, Message, message
from model.words.names import Name

PASSED, FAILED, UNKNOWN = "passed", "failed", "unknown"
STATUSES = (PASSED, FAILED, UNKNOWN)
CENT = 0.01
EVERY_KIND = "every_kind"
"""The rule whose subject is a kind of option, `type:variant`, and not an option of the case."""


@dataclass(frozen=True)
class Check:
    """One thing tested: which rule, on what, the outcome and, when it failed, by how much or why.

    `of` is the id of an option, a kind of option, the name of a component or of a published case, or a program; `key`
    the input or the line of it that was tested, `period` the one in which, where only one was.
    """

    rule: str
    of: str
    status: str
    key: str = ""
    period: str = ""
    difference: float | None = None
    reason: Message | None = None

    @property
    def subject(self) -> str:
        """What was tested, as programs read it: `a`, `a.occupancy`, `A published case: cash_flow 3`."""
        if not self.key or split_name(self.key)[1] in parameters():
            return f"{self.of}.{self.key}" if self.key else self.of
        return f"{self.of}: {self.key} {self.period}".rstrip()

    def said(self) -> Message:
        """The rule in words; for workbooks that were compared with other formulas, that."""
        outdated = "_outdated" if (self.rule, self.status) == ("parity", UNKNOWN) else ""
        return message(f"quality_{self.rule}{outdated}")

    def why(self) -> Message | None:
        """By how much it failed, or why; None where there is nothing to say."""
        if self.difference is None:
            return self.reason
        off_by = figure_of("off_by", self.of, self.difference)
        return message("quality_off_by" if abs(self.difference) >= 1 else "quality_off_by_little", difference=off_by)

    def about(self, names: Mapping[str, Labelled] | None = None) -> Message:
        """What was tested: an input, a line or a kind of option by its name; with `names` of options those too."""
        known = names or {}
        if self.rule == EVERY_KIND:
            kind, _, variant = self.of.partition(":")
            option = Option("", kind, variant)
            return message("quality_about", of=Name(option.title("nl"), option.title("en")))
        of: Labelled | str = known.get(self.of) or known.get(self.of.rpartition(".")[2]) or self.of
        if not self.key:
            return message("quality_about", of=of)
        prefix, key = split_name(self.key)
        name: Message | Labelled = parameters()[key] if key in parameters() else line_name(self.key)
        if prefix:
            name = message("of_option", option=known.get(prefix) or prefix, name=name)
        if not self.period:
            return message("of_option", option=of, name=name)
        return message("quality_about_period", of=of, name=name, period=self.period)


def verdict(rule: str, of: str, difference: float, allowed: float = CENT, *, key: str = "", period: str = "") -> Check:
    """Passed when a difference is within what is allowed, else failed by that much; failed too when it is no number."""
    if abs(difference) <= allowed:
        return Check(rule, of, PASSED, key, period)
    if not math.isfinite(difference):
        return Check(rule, of, FAILED, key, period, reason=message("quality_no_value"))
    return Check(rule, of, FAILED, key, period, difference=difference)


def counted(checks: Iterable[Check]) -> dict[str, int]:
    """How many checks have each status."""
    statuses = [check.status for check in checks]
    return {status: statuses.count(status) for status in STATUSES}


def summary(checks: Iterable[Check]) -> Message:
    """How many checks passed, failed, and are unknown."""
    return message("quality_summary", **counted(checks))
