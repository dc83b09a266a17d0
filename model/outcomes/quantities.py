"""The values of the quantities of an option: as a figure, or with the reason why there is none.

What an analysis, a frame, a criterion or a sentence asks of an option it asks here; the quantity itself says in which
unit, and which way is better.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache

from model.engine.resolve import ResolvedOption
from model.engine.results import Computed, OptionResult
from model.formula.runtime import to_serial
from model.law.norms import opening_date
from model.lines.labels import words_of_line
from model.parameters.table import parameters
from model.words import quantities as named
from model.words.figures import Figure
from model.words.messages import Message, message
from model.words.quantities import Quantity

NOT_KNOWN = "not_known"
"""The reason for a value that nobody gave."""
_BASES = (
    ("assumption", "assumed"),
    ("not_given", "assumed"),
    ("given", "entered"),
    ("local", "entered"),
    ("derived", "derived"),
)
"""What a figure rests on by the status of an input, the weakest first; what has none of these is sourced."""
_OF_A_PART: Mapping[str, Callable[[ResolvedOption, Computed], float]] = {
    "opening_date": lambda resolved, _part: to_serial(opening_date(resolved)),
    "term_in_years": lambda _resolved, part: part.scalars["term_months"] / 12,
}
"""What an option is, where that is no line and no input."""


@cache
def quantity(key: str) -> Quantity:
    """The quantity with this key: a row of `quantities.csv`, or any line or input, of which neither way is better.

    The words and the unit of what is read from an input are those of the input. Raises KeyError for what is none.
    """
    known = named.quantities().get(key)
    if known is not None and known.read_from != "input":
        return known
    if key in parameters():
        parameter = parameters()[key]
        row = known or Quantity(key, "", "", "", named.NEITHER, in_a_mix="worst", read_from="input")
        return replace(
            row,
            label_nl=parameter.label("nl"),
            label_en=parameter.label("en"),
            unit_key=parameter.unit,
            meaning_nl=parameter.meaning("nl"),
            meaning_en=parameter.meaning("en"),
        )
    line = words_of_line(key)
    return Quantity(
        key=key,
        label_nl=line.label_nl,
        label_en=line.label_en,
        unit_key=line.unit,
        better=named.NEITHER,
        meaning_nl=line.meaning_nl,
        meaning_en=line.meaning_en,
    )


def figure(outcome: OptionResult, key: str, *, highest_is_worst: bool | None = None) -> Figure:
    """A quantity of an option; in a mix as its row says: a line of its own, the sum of its components, or the worst.

    `highest_is_worst` says which component is the worst where the question decides that, as a limit does; without it
    the quantity does. Raises KeyError for what is no quantity, ValueError for one that only an analysis finds: offered
    is what is `comparable`.
    """
    asked = quantity(key)
    if asked.read_from == "analysis":
        raise ValueError(f"{key} is no quantity of an option: an analysis finds it")
    option = outcome.option.id
    if asked.read_from == "result":
        value = value_of_result(outcome, key)
        return figure_of(asked, option, value, why_none=outcome.reasons.get(key))
    if key == "beds":
        return figure_of(asked, option, outcome.beds)
    return figure_of(
        asked, option, together(asked, list(_of_parts(outcome, key)), highest_is_worst), basis=_basis(outcome, key)
    )


def figure_of(
    asked: Quantity | str,
    of: str,
    value: float | None,
    period: str = "",
    basis: str = "computed",
    why_none: Message | None = None,
) -> Figure:
    """A value of a quantity as a figure; where it is None or no finite number the reason, or that it is not known.

    >>> figure_of("npv", "a", float("nan")).why_none.code
    'not_known'
    """
    of_what = quantity(asked) if isinstance(asked, str) else asked
    if value is None or not math.isfinite(value):
        return Figure(of_what, of, None, why_none=why_none or message(NOT_KNOWN), period=period, basis=basis)
    return Figure(of_what, of, value, period=period, basis=basis)


def value_of_result(outcome: OptionResult, key: str) -> float | None:
    """A line of an option that is one number, with all its figures; None where it has no value.

    Raises KeyError for an unknown line.
    """
    value = outcome.computed.scalars[key]
    return None if math.isnan(value) else value


def together(asked: Quantity, values: list[float | None], highest_is_worst: bool | None = None) -> float | None:
    """What several components have of a quantity together; None where one of them has none, or there are none.

    Which one is the worst `highest_is_worst` says, else the quantity; where neither way is better it is the lowest.
    """
    known = [value for value in values if value is not None and not math.isnan(value)]
    if len(known) < len(values) or not known:
        return None
    if asked.in_a_mix == "sum":
        return math.fsum(known)
    from_above = asked.better == named.LOWER if highest_is_worst is None else highest_is_worst
    return max(known) if from_above else min(known)


def _of_parts(outcome: OptionResult, key: str) -> Iterator[float | None]:
    for part in outcome.parts:
        if part.resolved is not None:
            of_part = _OF_A_PART.get(key)
            yield part.resolved.values.get(key) if of_part is None else of_part(part.resolved, part)


def _basis(outcome: OptionResult, key: str) -> str:
    """What a figure of an input rests on: the weakest of its components."""
    statuses = {part.provenance[key].status for part in outcome.resolved if key in part.provenance}
    if not statuses:
        return "computed"
    return next((basis for status, basis in _BASES if status in statuses), "sourced")
