"""What operators answered together, in sentences and cells: never the figure of a single one."""

from __future__ import annotations

from datetime import date

from model.analyses.operators import Answered, Spread, Summary
from model.decide.operators import Takeable
from model.parameters.questions import LEAST, NO_CODE, Choice
from model.readings.names import listed, listed_values
from model.words.figures import Figure
from model.words.messages import Message, message
from model.words.quantities import NEITHER, Quantity

OF = "operators"
"""Of whom the figures of a summary are."""


def figure_of(spread: Spread, value: float | None) -> Figure:
    """A figure of a spread as a reader sees it; why there is none where too few answered."""
    row = spread.question.row
    quantity = Quantity(row.key, row.label_nl, row.label_en, spread.question.unit_key, NEITHER)
    return Figure(quantity, OF, value, why_none=count_of(spread) if value is None else None)


def count_of(spread: Spread) -> Message:
    """How many answered; of how many there must be, where that is too few."""
    if spread.is_shown:
        return message("inquiry_count", count=spread.count)
    return message("inquiry_too_few", count=spread.count, least=LEAST)


def middle_of(spread: Spread) -> Message:
    """The median of the answers, or what was chosen most; a dash where too few answered."""
    if spread.middle is not None:
        return message("inquiry_figure", figure=figure_of(spread, spread.middle))
    if not spread.chosen:
        return message("inquiry_nothing")
    return _chosen(*spread.chosen[0])


def half_of(spread: Spread) -> Message:
    """The middle half of the answers, or what else was chosen; a dash where too few answered."""
    if spread.low is not None:
        low, high = figure_of(spread, spread.low), figure_of(spread, spread.high)
        return message("inquiry_from_to", low=low, high=high)
    others = [_chosen(choice, times) for choice, times in spread.chosen[1:]]
    return listed_values(others) if others else message("inquiry_nothing")


def _chosen(choice: Choice, times: int) -> Message:
    return message("inquiry_chosen", choice=choice, count=times)


def summary_reading(of: Summary) -> Message:
    """How many operators answered, and of how many questions that is enough to show it."""
    shown = sum(spread.is_shown for spread in of.spreads)
    return message("inquiry_operators", count=of.operators, shown=shown, least=LEAST)


def prices_readings(of: Summary) -> tuple[Message, ...]:
    """Of which years the figures are, in which prices they stand, and what could not be brought to those."""
    said = []
    if of.years is not None:
        first, last = of.years
        said.append(message("inquiry_years", first=f"{first}", last=f"{last}"))
    if of.has_figures:
        said.append(message("inquiry_as_given") if of.level is None else message("inquiry_level", day=of.level))
    if of.without_year:
        said.append(message("inquiry_without_year", count=of.without_year))
    still = [spread.question for spread in of.spreads if spread.middle is not None and spread.question.has_no_index]
    if of.level is not None and still:
        said.append(message("inquiry_without_index", questions=listed(still)))
    return tuple(said)


def taken_reading(taken: Takeable, level: date | None) -> Message:
    """Why an input has the median of operators for its value."""
    spread = taken.spread
    figure = figure_of(spread, taken.value)
    if level is None or not spread.question.index:
        return message("inquiry_taken", count=spread.count, figure=figure)
    return message("inquiry_taken_at", count=spread.count, figure=figure, day=level)


def operator_name(code: str) -> Message:
    """An operator by its code, or that it gave none."""
    return message("inquiry_operator_no_code") if code == NO_CODE else message("inquiry_operator", operator=code)


def operator_reading(operator: Answered) -> Message:
    """An operator with the year of its figures and how many questions it answered."""
    name, count = operator_name(operator.code), len(operator.answers)
    if operator.year is None:
        return message("inquiry_who_answered", operator=name, count=count)
    return message("inquiry_who_answered_of", operator=name, year=f"{operator.year}", count=count)


def in_file_reading(operators: int) -> Message:
    """That a file of the case holds answers, and may not go around."""
    return message("inquiry_in_file", count=operators)
