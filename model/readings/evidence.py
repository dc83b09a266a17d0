"""How much of an outcome rests on a source, and what to find out first, in sentences."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from model.analyses.evidence import Evidence
from model.case import Case, Option, Reason
from model.outcomes.quantities import figure_of
from model.parameters.table import parameters
from model.readings.figures import chance_of
from model.readings.names import InputName, listed
from model.words.messages import Message, message

_NO_REASON = Reason("", "", "")


def evidence_reading(option_id: str, support: Evidence) -> Message:
    """The share of the outcome that rests on figures with a source."""
    return message("evidence_reading", share=chance_of("evidence_share", option_id, support.share))


def find_first_reading(case: Case, option_id: str, support: Evidence) -> Message:
    """Which assumption to find out first, and what it moves; that none moves the outcome."""
    wanted = next((row for row in support.inputs if row.key in support.get_these_first[:1]), None)
    if wanted is None:
        return message("get_first_none")
    return message(
        "get_first_reading",
        input=InputName(case, option_id, wanted.key),
        effect=figure_of("effect_on_npv", option_id, wanted.effect),
    )


def past_review_reading(keys: Iterable[str], today: date) -> Message:
    """Which defaults are past the day on which they were to be looked at again."""
    return message("evidence_past_review", labels=listed([parameters()[key] for key in keys]), today=today)


def without_reason(option: Option) -> int:
    """How many inputs of an option were changed without saying why."""
    return sum(1 for key in option.inputs if not option.reasons.get(key, _NO_REASON).why.strip())


def median_reason_reading(key: str, reason: Reason) -> Message:
    """Why an input has the median of operators, and since when."""
    return message("reason_of_median", name=parameters()[key], why=reason.why, since=date.fromisoformat(reason.when))


def reasons_reading(option: Option) -> Message:
    """How many changed inputs have no reason yet; that all have one, or that nothing was changed."""
    if not option.inputs:
        return message("reasons_none")
    missing = without_reason(option)
    return message("reasons_missing", count=missing) if missing else message("reasons_complete")
