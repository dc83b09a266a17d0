"""What several operators answered, together: how many, and from three on the middle and the spread.

The figure of a single operator is never among it: of fewer answers there is only how many, and the spread is the middle
half of the answers, rounded outwards: its ends do not give away the figures they lie between.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from statistics import median, quantiles

from market_data import MarketData
from market_data.records import ReferenceInfo
from market_data.store import middle
from model.case import Case
from model.parameters.price_level import ratio_between
from model.parameters.questions import BUILDING_FORM, LEAST, Choice, Question, answerable, asked_by

DIGITS = 2
"""Significant digits to which the ends of a spread are rounded, outwards."""


@dataclass(frozen=True)
class Answered:
    """What one operator answered: its code, the year of its figures, and an answer by the key of its question."""

    code: str
    year: int | None
    answers: Mapping[str, float | str]


@dataclass(frozen=True)
class PriceLevel:
    """The day to whose prices amounts are brought, and the indices that do it."""

    day: date
    market: MarketData


@dataclass(frozen=True)
class Spread:
    """The answers to a question: how many, and from `LEAST` on their median and the middle half of them.

    `low` and `high` are the first and the third quartile, rounded outwards. Of a question with choices there is no
    middle: `chosen` says how often each was the answer, the most frequent first.
    """

    question: Question
    count: int
    middle: float | None = None
    low: float | None = None
    high: float | None = None
    chosen: tuple[tuple[Choice, int], ...] = ()

    @property
    def is_shown(self) -> bool:
        """Whether there are answers enough to show more than their number."""
        return self.count >= LEAST


@dataclass(frozen=True)
class Summary:
    """What operators answered; `years` are the first and last year of their figures, where enough gave one.

    `level` is the day to whose prices amounts were brought; None: each is as it was given. `without_year` counts the
    operators whose amounts are as given because no year of them is known.
    """

    operators: int
    spreads: tuple[Spread, ...]
    years: tuple[int, int] | None
    level: date | None
    without_year: int

    @property
    def has_figures(self) -> bool:
        """Whether any question has answers enough to show them."""
        return any(spread.is_shown for spread in self.spreads)


def operators_of(case: Case) -> tuple[Answered, ...]:
    """The operators whose answers stand in a case."""
    if "inquiry" not in case.sections:
        return ()
    from model.case.sections.inquiry import inquiry_of

    return tuple(Answered(operator.code, operator.year, operator.answers) for operator in inquiry_of(case).operators)


def summary_of(case: Case, market: MarketData) -> Summary:
    """The answers in a case together, amounts at its price level."""
    return summary(operators_of(case), PriceLevel(case.price_level_date, market))


def summary(operators: Iterable[Answered], level: PriceLevel | None = None) -> Summary:
    """The answers of operators together; without a price level amounts are as they were given."""
    asked = tuple(operators)
    years = [operator.year for operator in asked if operator.year is not None]
    return Summary(
        operators=len(asked),
        spreads=tuple(spread_of(question, asked, level) for question in answerable().values()),
        years=(min(years), max(years)) if len(years) >= LEAST else None,
        level=None if level is None else level.day,
        without_year=0 if level is None else sum(_is_as_given(operator) for operator in asked),
    )


def _is_as_given(operator: Answered) -> bool:
    """Whether amounts of an operator cannot be brought to another price level, as their year is not known."""
    return operator.year is None and any(answerable()[key].index for key in operator.answers)


def spread_of(question: Question, operators: Iterable[Answered], level: PriceLevel | None) -> Spread:
    """The answers of operators to one question."""
    given = [
        (operator.answers[question.key], operator.year) for operator in operators if question.key in operator.answers
    ]
    if len(given) < LEAST:
        return Spread(question, len(given))
    if question.choices:
        names = {choice.word: choice for choice in question.choices}
        often = Counter(f"{word}" for word, _ in given).most_common()
        return Spread(question, len(given), chosen=tuple((names[word], times) for word, times in often))
    numbers = [_brought(float(value), question, year, level) for value, year in given]
    first, _, third = quantiles(numbers, n=4, method="inclusive")
    return Spread(
        question,
        len(given),
        middle=_in_cents(median(numbers), question),
        low=outwards(first, ROUND_FLOOR),
        high=outwards(third, ROUND_CEILING),
    )


def _brought(value: float, question: Question, year: int | None, level: PriceLevel | None) -> float:
    """An answer at the price level asked for, by the index of its kind; as given where no year or index is known."""
    if level is None or year is None or not question.index:
        return value
    index = ratio_between(question.index, middle(f"{year}"), level.day, level.market)
    return value if index is None else value * index[0]


def _in_cents(value: float, question: Question) -> float:
    """An amount in whole cents: an index makes it seem more precise than it is."""
    return round(value, 2) if question.unit.is_money else value


def outwards(value: float, way: str) -> float:
    """A number with two significant digits, rounded down or up.

    >>> outwards(705.125, ROUND_FLOOR), outwards(0.885, ROUND_CEILING)
    (700.0, 0.89)
    """
    exact = Decimal(repr(value))
    return float(exact.quantize(Decimal(1).scaleb(exact.adjusted() - DIGITS + 1), rounding=way)) if exact else 0.0


def question_about(figure: ReferenceInfo) -> Question | None:
    """The question whose answer is a figure of the kind that reference projects publish, in the same unit."""
    question = answerable().get(asked_by().get(figure.indicator, ""))
    return question if question is not None and question.unit_key == figure.unit else None


def built_as(operators: Sequence[Answered], form: str) -> tuple[Answered, ...]:
    """The operators that said they have a building of this form."""
    return tuple(operator for operator in operators if operator.answers.get(BUILDING_FORM) == form)
