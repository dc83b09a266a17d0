"""Charts of the pages as data: what each draws, of which figures, with its reading and its alternative in words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from model.documents.charts import ChartSpec, Colouring, Series
from model.engine.results import OptionResult
from model.lines.labels import words_of_line
from model.outcomes.quantities import NOT_KNOWN, quantity
from model.words.figures import Figure
from model.words.messages import Message, message
from model.words.quantities import NEITHER, Quantity
from pages.charts.drawn_once import drawn_once

SIGNED_ROWS = (
    ("net_operating_income", 1),
    ("residual_value", 1),
    ("subsidies", 1),
    ("investment_outlay", -1),
    ("replacement", -1),
    ("end_costs", -1),
)
CUMULATIVE = "cumulative_cash_flow"


@dataclass(frozen=True)
class Said:
    """What a chart says: its reading as a sentence, and what kind of chart it is, for who cannot see it."""

    reading: str
    what: Message

    @property
    def title(self) -> Message:
        """The reading."""
        return message("chart_reading", reading=self.reading)

    @property
    def alternative(self) -> Message:
        """What it is, and the reading."""
        return message("chart_alternative", what=self.what, reading=self.reading)


def measured(measure: Quantity, values: Iterable[float | None], of: str = "case") -> tuple[Figure, ...]:
    """Values of a quantity as figures; what is no number has no value."""
    return tuple(
        Figure(measure, of, None, message(NOT_KNOWN))
        if value is None or math.isnan(value)
        else Figure(measure, of, float(value))
        for value in values
    )


def unranked(key: str, unit_key: str) -> Quantity:
    """A quantity that is no line and has no better way, in a unit."""
    return Quantity(key, "", "", unit_key, NEITHER)


def bars(names: Sequence[str], figures: Sequence[Figure], said: Said, colouring: Colouring) -> ChartSpec:
    """A bar per name with its value."""
    series = Series("", tuple(figures))
    return ChartSpec("bars", said.title, said.alternative, tuple(names), (series,), colouring)


def share_bars(names: Sequence[str], shares: Sequence[float], said: Said) -> ChartSpec:
    """Shares of a whole, each with its percentage."""
    return bars(names, measured(unranked("share", "part"), shares), said, "series")


def balance_bars(names: Sequence[str], amounts: Sequence[float], said: Said) -> ChartSpec:
    """What each party gains (right) or pays (left) in all."""
    return bars(names, measured(unranked("balance", "eur"), amounts), said, "sign")


@drawn_once
def cash_flow(option: OptionResult, said: Said, language: str) -> ChartSpec:
    """What comes in and goes out per period, with the cumulative cash flow as a line; rows of nothing are left out."""
    rows = [(key, [sign * value for value in option.lines[key]], False) for key, sign in SIGNED_ROWS]
    rows = [*(row for row in rows if any(row[1])), (CUMULATIVE, list(option.lines[CUMULATIVE]), True)]
    return ChartSpec(
        "stacked",
        said.title,
        said.alternative,
        tuple(option.periods),
        tuple(
            Series(words_of_line(key).label(language), measured(quantity(key), row, option.option.id), as_line)
            for key, row, as_line in rows
        ),
    )


def budget_bars(
    years: Sequence[str], result: Sequence[float], cash: Sequence[float], names: tuple[str, str], said: Said
) -> ChartSpec:
    """What the municipality books per year (a deficit hatched), with what it receives less pays as a line."""
    amount = unranked("budget", "eur")
    series = (Series(names[0], measured(amount, result)), Series(names[1], measured(amount, cash), as_line=True))
    return ChartSpec("stacked", said.title, said.alternative, tuple(years), series, "sign")


def week_lines(periods: Sequence[str], rows: Sequence[tuple[str, Sequence[float]]], said: Said) -> ChartSpec:
    """Amounts per bed per week over the periods, a line per row."""
    amount = unranked("per_week", "eur_per_bed_week")
    series = tuple(Series(name, measured(amount, row[: len(periods)])) for name, row in rows)
    return ChartSpec("lines", said.title, said.alternative, tuple(periods), series)


@dataclass(frozen=True)
class TornadoBar:
    """One input of a tornado: the result at its low and at its high end, and what it is there, in words."""

    name: str
    at_low: float
    at_high: float
    low: str
    high: str


def tornado_bars(
    drawn: Sequence[TornadoBar], base: float, legend: tuple[str, str], metric: str, said: Said
) -> ChartSpec:
    """From the result as it is to the result at an input's low and at its high end; the largest on top."""
    measure = quantity(metric)
    lows, highs = (measured(measure, row) for row in ([bar.at_low for bar in drawn], [bar.at_high for bar in drawn]))
    return ChartSpec(
        "range_bars",
        said.title,
        said.alternative,
        tuple(bar.name for bar in drawn),
        (Series(legend[0], lows), Series(legend[1], highs)),
        reference=Figure(measure, "case", base),
        ends=tuple((bar.low, bar.high) for bar in drawn),
    )
