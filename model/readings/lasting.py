"""How long options last and when their beds are there, as sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from model.engine.results import CaseResult, OptionResult
from model.outcomes.quantities import figure, figure_of, quantity
from model.readings.names import OptionName, listed
from model.readings.ranking import best_reading
from model.words.figures import Figure
from model.words.messages import Message, message

PER_YEAR = "equivalent_annual_value"
"""What compares options that do not last equally long."""
FOR_UNEQUAL_TERMS = (PER_YEAR, "npv_over_horizon")
"""Results that compare options which do not last equally long."""


def terms(result: CaseResult) -> dict[str, Figure]:
    """How many years each option lasts, from the start to the end of its term."""
    per_year = result.case.periods_per_year
    return {
        key: figure_of("term_in_years", key, option.computed.last_period / per_year)
        for key, option in result.options.items()
    }


def terms_differ(result: CaseResult) -> bool:
    """Whether the options last for different times, so that their totals do not compare as they stand."""
    return len({term.value for term in terms(result).values()}) > 1


def unfair_reading(result: CaseResult, metric: str) -> Message | None:
    """That totals over terms that differ do not compare, and what does; None where the comparison is fair."""
    best = best_reading(result, PER_YEAR)
    if not terms_differ(result) or quantity(metric).unit_key != "eur" or metric in FOR_UNEQUAL_TERMS or best is None:
        return None
    lasting = sorted(terms(result).values(), key=lambda term: term.value or 0.0)
    return message("terms_differ", low=lasting[0], high=lasting[-1], metric=quantity(PER_YEAR), reading=best)


def beds_readings(result: CaseResult) -> Iterator[Message]:
    """Which options have their beds first and last, and where they go first; what is the same for all is left out."""
    opening = {key: option.first_open_period for key, option in result.options.items()}
    ending = {key: option.computed.last_period for key, option in result.options.items()}
    yield _in_period(result, "beds_first", opening, min(opening.values()))
    if len(set(opening.values())) > 1:
        yield _in_period(result, "beds_last", opening, max(opening.values()))
    if len(set(ending.values())) > 1:
        yield _in_period(result, "beds_end", ending, min(ending.values()))


def _in_period(result: CaseResult, code: str, periods: Mapping[str, int], wanted: int) -> Message:
    """Which options have something in a period."""
    longest = max((option.periods for option in result.options.values()), key=len)
    matching = [OptionName(result.case, key) for key, period in periods.items() if period == wanted]
    return message(code, option=listed(matching), period=longest[min(wanted, len(longest) - 1)])


def paid_back_reading(option: OptionResult) -> Message:
    """When what was put in is earned back, or that it is not."""
    reached = figure(option, "payback_years")
    return message("not_paid_back") if reached.value is None else message("paid_back", years=reached)
