"""What several operators answered, together: how many, and from three on the middle and the spread.

The figure of a single operator is never among it: of fewer answers there is only how many.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from market_data.numbers import write_for_file
from model.export.inquiry.questions import CODE, YEAR, Choice, Question, questions
from model.export.inquiry.reading_back import FilledForm
from model.readings.names import listed_values
from model.words.figures import Figure
from model.words.messages import Message, message
from model.words.quantities import NEITHER, Quantity

LEAST = 3
"""Operators whose answers there must be before anything but their number is shown."""
OF = "operators"
"""Of whom the figures of a summary are."""


@dataclass(frozen=True)
class Spread:
    """The answers to a question: how many, and from `LEAST` on their middle, lowest and highest.

    Of a question with choices there is no middle: `chosen` says how often each was the answer, the most frequent first.
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

    `left_out` names the forms that were not counted. No amount is brought to another price level.
    """

    operators: int
    spreads: tuple[Spread, ...]
    years: tuple[int, int] | None
    left_out: tuple[Message, ...]

    @property
    def has_figures(self) -> bool:
        """Whether any question has answers enough to show them."""
        return any(spread.is_shown for spread in self.spreads)


def summary(forms: Iterable[FilledForm]) -> Summary:
    """The answers of all operators together.

    Of forms with the same code the first counts: they are of one operator. So are those without a code, for nothing
    tells that they are of more than one.
    """
    counted: dict[str, FilledForm] = {}
    left_out = []
    for form in forms:
        before = counted.setdefault(form.code, form)
        if before is not form:
            left_out.append(_not_counted(form, before))
    years = [form.year for form in counted.values() if form.year is not None]
    return Summary(
        operators=len(counted),
        spreads=tuple(_spread(question, list(counted.values())) for question in _about_the_location()),
        years=(min(years), max(years)) if len(years) >= LEAST else None,
        left_out=tuple(left_out),
    )


def _about_the_location() -> Iterator[Question]:
    """The questions whose answers are put together: all but those about the form itself."""
    return (question for key, question in questions().items() if key not in {CODE, YEAR})


def _not_counted(form: FilledForm, before: FilledForm) -> Message:
    """Why a form does not count beside one before it."""
    if form.code:
        return message("inquiry_same_code", file=form.file, operator=form.code, before=before.file)
    return message("inquiry_no_code", file=form.file, before=before.file)


def _spread(question: Question, forms: Sequence[FilledForm]) -> Spread:
    values = [answer.value for form in forms for answer in form.answers if answer.key == question.key]
    if len(values) < LEAST:
        return Spread(question, len(values))
    if question.choices:
        names = {choice.word: choice for choice in question.choices}
        return Spread(
            question,
            len(values),
            chosen=tuple((names[f"{word}"], times) for word, times in Counter(values).most_common()),
        )
    numbers = [float(value) for value in values]
    return Spread(question, len(values), middle=median(numbers), low=min(numbers), high=max(numbers))


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
    """The middle of the answers, or what was chosen most; a dash where too few answered."""
    if spread.middle is not None:
        return message("inquiry_figure", figure=figure_of(spread, spread.middle))
    if not spread.chosen:
        return message("inquiry_nothing")
    return _chosen(*spread.chosen[0])


def spread_of(spread: Spread) -> Message:
    """From lowest to highest, or what else was chosen; a dash where too few answered."""
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


def years_reading(of: Summary) -> Message | None:
    """Of which years the figures are; None where too few said so."""
    if of.years is None:
        return None
    first, last = of.years
    return message("inquiry_years", first=f"{first}", last=f"{last}")


def summary_file(of: Summary, language: str) -> bytes:
    """The summary as a CSV that Dutch spreadsheets open: of a question with too few answers only how many there are."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(("key", "question", "unit", "answers", "median", "low", "high", "chosen"))
    for spread in of.spreads:
        measure = spread.question.unit
        numbers = ("" if value is None else _for_file(value, spread, language) for value in _numbers(spread))
        chosen = ", ".join(f"{choice.label(language)} {times}" for choice, times in spread.chosen)
        name = "%" if measure.is_ratio else measure.name(language)
        writer.writerow((spread.question.key, spread.question.label(language), name, spread.count, *numbers, chosen))
    return out.getvalue().encode("utf-8-sig")


def _numbers(spread: Spread) -> tuple[float | None, float | None, float | None]:
    return spread.middle, spread.low, spread.high


def _for_file(value: float, spread: Spread, language: str) -> str:
    """A percentage as it is read, without its sign, which stands in the column of units."""
    return write_for_file(value * 100 if spread.question.unit.is_ratio else value, language)
