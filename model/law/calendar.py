"""The law calendar: which rules hold or change during the term of a case, with status and source.

Rules whose value enters a formula stand in `law.csv`, norms that are tested in `norms.csv`; this table says all of
them, and those that only bind people (admission of labour suppliers, registration, conditions of schemes), in words and
by date.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from model.case import Case, Option
from model.options import traits_of
from model.options.traits import Concern, concern_of
from model.parameters.law import LAW_STATUSES
from model.parameters.table import ParameterTableError, sources
from model.words.rows import read_rows
from model.words.texts import text


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule from a date (to a date), for the options it concerns: in force, assumed or proposed."""

    rule: str
    since: date
    until: date | None
    status: str
    concern: Concern
    source_id: str
    text_nl: str
    text_en: str

    def text(self, language: str) -> str:
        """The rule in a sentence."""
        return self.text_nl if language == "nl" else self.text_en

    def source(self, language: str = "nl") -> str:
        """Where it was read, or that it was not."""
        source = sources().get(self.source_id)
        return source.citation() if source else text("no_source_consulted", language)

    def concerns(self, option: Option) -> bool:
        """Whether the rule is about this kind of option."""
        return self.concern.meets(traits_of(option.type, option.variant))


@cache
def rules() -> tuple[Rule, ...]:
    """All rules by date. Raises ParameterTableError for an unknown status or source."""
    read = tuple(
        Rule(
            rule=row["rule"],
            since=date.fromisoformat(row["from"]),
            until=date.fromisoformat(row["until"]) if row["until"] else None,
            status=row["status"],
            concern=concern_of(row["traits"]),
            source_id=row["source_id"],
            text_nl=row["text_nl"],
            text_en=row["text_en"],
        )
        for row in read_rows(Path(__file__).parent / "calendar.csv")
    )
    for rule in read:
        # Only what is assumed may do without a source: it says so itself.
        sourced = rule.source_id in sources() or (rule.status == "assumed" and not rule.source_id)
        if rule.status not in LAW_STATUSES or not sourced:
            raise ParameterTableError(f"calendar.csv: {rule.rule} has an unknown status or source")
    return tuple(sorted(read, key=lambda rule: rule.since))


def law_calendar(case: Case) -> tuple[Rule, ...]:
    """The rules that hold at some time from the start of the case, for at least one of its options."""
    return tuple(
        rule
        for rule in rules()
        if (rule.until is None or rule.until >= case.start_date)
        and any(rule.concerns(option) for option in case.options)
    )
