"""Values set by law, by date, and the proposals that would change them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from model.parameters.table import FOLDER, ParameterTableError
from model.words.names import Explained
from model.words.rows import read_table

LAW_STATUSES = ("in force", "assumed", "proposed", "withdrawn")
"""What is withdrawn is shown in the calendar and read by no calculation."""
COUNTS = frozenset({"in force", "assumed"})
"""What every calculation reads."""


@dataclass(frozen=True, slots=True)
class LawValue:
    """A value set by law from a date on; of a proposal, named by `proposal`, from the date it was announced for."""

    key: str
    since: date
    value: float
    status: str
    source_id: str
    note_nl: str
    note_en: str
    proposal: str = ""


@dataclass(frozen=True, slots=True)
class Proposal(Explained):
    """A proposal of law that a case may count on. `has_date`: whether it says from when it would hold.

    One that does not counts from the date that the user gives, and not without.
    """

    key: str
    has_date: bool
    label_nl: str
    label_en: str
    meaning_nl: str
    meaning_en: str

    @property
    def values(self) -> tuple[LawValue, ...]:
        """What it would change, oldest first."""
        changed = (step for steps in law().values() for step in steps if step.proposal == self.key)
        return tuple(sorted(changed, key=lambda step: step.since))

    @property
    def since(self) -> date | None:
        """From when it would hold as far as it says."""
        return self.values[0].since if self.has_date else None


@cache
def law() -> Mapping[str, tuple[LawValue, ...]]:
    """Values set by law, by parameter key, oldest first. Raises ParameterTableError for a proposal of no name."""
    by_key: dict[str, list[LawValue]] = {}
    for row in read_table(FOLDER / "law.csv", LawValue, columns={"since": "from", "status": "law_status"}):
        if (row.status == "proposed") != (row.proposal in proposals()):
            raise ParameterTableError(f"law.csv: {row.key} from {row.since}: proposal {row.proposal!r}")
        by_key.setdefault(row.key, []).append(row)
    return {key: tuple(sorted(rows, key=lambda value: value.since)) for key, rows in by_key.items()}


@cache
def proposals() -> Mapping[str, Proposal]:
    """Every proposal by key."""
    return {row.key: row for row in read_table(FOLDER / "proposals.csv", Proposal)}


NONE_COUNTED: Mapping[str, date] = {}


def law_steps(key: str, counted: Mapping[str, date] = NONE_COUNTED) -> tuple[LawValue, ...]:
    """The values set by law that a calculation reads, oldest first: in force or assumed, and of counted proposals.

    `counted` says from when each proposal that counts holds: its first value from that date on, later ones as long
    after it as they were announced. A step that leaves the value as it is, is none.
    """
    read = [step for step in law()[key] if step.status in COUNTS]
    read += [
        replace(step, since=step.since + (counted[step.proposal] - proposals()[step.proposal].values[0].since))
        for step in law()[key]
        if step.status == "proposed" and step.proposal in counted
    ]
    read.sort(key=lambda step: step.since)
    return tuple(
        step
        for number, step in enumerate(read)
        if step.status != "proposed" or number == 0 or step.value != read[number - 1].value
    )


def step_at(steps: tuple[LawValue, ...], day: date) -> LawValue:
    """The step in force on a day; before the first date known, the first."""
    return max((step for step in steps if step.since <= day), key=lambda step: step.since, default=steps[0])
