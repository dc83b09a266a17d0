"""What drives a result, as sentences."""

from __future__ import annotations

import math
from collections.abc import Sequence

from model.analyses.sensitivity import Bar, Grid, Leg, moving
from model.engine.results import CaseResult
from model.outcomes.quantities import figure_of, quantity
from model.readings.amounts import input_figure
from model.readings.names import InputName, OptionName
from model.words.messages import Message, message
from model.words.quantities import Quantity


def still_reading(bars: Sequence[Bar]) -> Message | None:
    """How many inputs of a tornado move nothing; None where all of them move something."""
    count = sum(not bar.moves for bar in bars)
    return message("tornado_still", count=count) if count else None


def still_words(bars: Sequence[Bar], language: str) -> str:
    """The same in a language; "" where all of them move something."""
    said = still_reading(bars)
    return said.text(language) if said is not None else ""


def about_reading(result: CaseResult, option_id: str, metric: str, against: str = "") -> Quantity | Message:
    """What a tornado is about: a result, or the difference in it between two options."""
    if not against:
        return quantity(metric)
    first, second = (OptionName(result.case, option) for option in (option_id, against))
    return message("tornado_difference", metric=quantity(metric), first=first, second=second)


def tornado_reading(result: CaseResult, option_id: str, metric: str, bars: Sequence[Bar], against: str = "") -> Message:
    """Which input moves a result most, and from where to where; or that none does."""
    moved = moving(bars)
    if not moved:
        return message("nothing_moves")
    top = moved[0]
    return message(
        "tornado_most",
        input=InputName(result.case, option_id, top.key),
        low=input_figure(result, option_id, top.key, top.low),
        high=input_figure(result, option_id, top.key, top.high),
        at_low=figure_of(metric, option_id, top.at_low),
        at_high=figure_of(metric, option_id, top.at_high),
        about=about_reading(result, option_id, metric, against),
    )


def grid_reading(option_id: str, metric: str, grid: Grid) -> Message:
    """Where in a grid of two inputs a result reaches the value of the line, or that it does so nowhere."""
    reached = figure_of(metric, option_id, grid.target)
    return message("grid_line" if grid.line else "grid_no_line", value=reached, metric=quantity(metric))


def spider_reading(result: CaseResult, option_id: str, metric: str, legs: Sequence[Leg]) -> Message:
    """Which input has the steepest line, and from where to where the result runs along it; or that none moves it."""
    known = {leg.key: [value for value in leg.values if not math.isnan(value)] for leg in legs}
    widths = {key: max(values) - min(values) for key, values in known.items() if values}
    if not widths:
        return message("nothing_moves")
    steepest = max(widths, key=lambda key: widths[key])
    return message(
        "spider_steepest",
        input=InputName(result.case, option_id, steepest),
        metric=quantity(metric),
        least=figure_of(metric, option_id, min(known[steepest])),
        most=figure_of(metric, option_id, max(known[steepest])),
    )
