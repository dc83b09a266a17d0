"""Why a result is none, as sentences."""

from __future__ import annotations

from collections.abc import Sequence

from model.engine.results import CaseResult
from model.outcomes.quantities import figure, quantity
from model.readings.names import OptionName, listed
from model.words.messages import Message, message


def missing_reading(result: CaseResult, option_id: str, metric: str) -> Message | None:
    """That an option has no value of a result, and why; None where it has one."""
    why = _why_none(result, option_id, metric)
    return None if why is None else message("result_missing", metric=quantity(metric), why=why)


def missing_readings(result: CaseResult, metrics: Sequence[str]) -> tuple[Message, ...]:
    """Which of these results are none and why, once for all options for which that is the same."""
    without: dict[tuple[str, Message], list[OptionName]] = {}
    for option_id in result.options:
        for metric in metrics:
            why = _why_none(result, option_id, metric)
            if why is not None:
                without.setdefault((metric, why), []).append(OptionName(result.case, option_id))
    return tuple(
        message("results_missing", metric=quantity(metric), why=why, options=listed(names))
        for (metric, why), names in without.items()
    )


def _why_none(result: CaseResult, option_id: str, metric: str) -> Message | None:
    """Why an option has no value of a result, with the option by its name; None where it has one."""
    why = figure(result.options[option_id], metric).why_none
    named = why is not None and "option" in dict(why.values)
    return why.naming(option=OptionName(result.case, option_id)) if why is not None and named else why
