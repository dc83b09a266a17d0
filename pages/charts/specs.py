"""Charts of the pages as data: what each draws, of which figures, with its reading and its alternative in words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from model.analyses.risk import RiskResult
from model.analyses.sensitivity import Bridge, Grid, Leg
from model.documents.charts import ChartSpec, Colouring, Series
from model.documents.number_charts import Bin, Curve, Curves, HeatMap, Histogram, Side
from model.documents.words import Words
from model.engine.results import CaseResult, OptionResult
from model.engine.scenarios import scenarios_of
from model.lines.labels import words_of_line
from model.outcomes.quantities import NOT_KNOWN, figure_of, quantity
from model.readings.amounts import input_figure
from model.readings.bridge import Naming, step_name, steps_shown
from model.readings.names import InputName
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

    reading: Message
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
def cash_flow(option: OptionResult, said: Said) -> ChartSpec:
    """What comes in and goes out per period, with the cumulative cash flow as a line; rows of nothing are left out."""
    rows = [(key, [sign * value for value in option.lines[key]], False) for key, sign in SIGNED_ROWS]
    rows = [*(row for row in rows if any(row[1])), (CUMULATIVE, list(option.lines[CUMULATIVE]), True)]
    return ChartSpec(
        "stacked",
        said.title,
        said.alternative,
        tuple(option.periods),
        tuple(
            Series(words_of_line(key), measured(quantity(key), row, option.option.id), as_line)
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


def grid_map(result: CaseResult, option_id: str, metric: str, grid: Grid, said: Said) -> HeatMap:
    """A result over two inputs, with the lines on which it reaches the value asked and the case as it is."""
    scenarios = scenarios_of(result, option_id)

    def along(key: str, values: Iterable[float]) -> tuple[Figure, ...]:
        return tuple(input_figure(result, option_id, key, value) for value in values)

    def side(key: str, values: Iterable[float]) -> Side:
        (here,) = along(key, (scenarios.base(key),))
        return Side(InputName(result.case, option_id, key), along(key, values), here)

    return HeatMap(
        said.title,
        said.alternative,
        side(grid.x_key, grid.x.tolist()),
        side(grid.y_key, grid.y.tolist()),
        tuple(measured(quantity(metric), row, option_id) for row in grid.values.tolist()),
        figure_of(metric, option_id, grid.target),
        tuple(
            tuple(
                zip(
                    along(grid.x_key, (across for across, _ in line)),
                    along(grid.y_key, (up for _, up in line)),
                    strict=True,
                )
            )
            for line in grid.lines
        ),
        message("ui_grid_here"),
    )


def spider_curves(result: CaseResult, option_id: str, metric: str, legs: Sequence[Leg], said: Said) -> Curves:
    """A curve per input: the result from half to one and a half times its value, as far as its bounds allow."""
    change = quantity("input_change")
    return Curves(
        said.title,
        said.alternative,
        tuple(
            Curve(
                InputName(result.case, option_id, leg.key),
                tuple(
                    zip(
                        measured(change, leg.changes, option_id),
                        measured(quantity(metric), leg.values, option_id),
                        strict=True,
                    )
                ),
            )
            for leg in legs
        ),
    )


def bridge_steps(
    difference: Bridge, ends: tuple[str, str], of: str, metric: str, said: Said, name: Naming = step_name
) -> ChartSpec:
    """From one result to another: a bar for each step that changes it, the largest first, by its `name`."""
    steps = steps_shown(difference)
    amounts = (difference.start, *(step.amount for step in steps), difference.end)
    names: tuple[Words, ...] = (ends[0], *(name(step) for step in steps), ends[1])
    series = Series("", measured(quantity(metric), amounts, of))
    return ChartSpec("waterfall", said.title, said.alternative, names, (series,))


def outcome_histogram(outcome: RiskResult, said: Said) -> Histogram:
    """How often each net present value occurs, with P10, P50 and P90."""
    npv, of = outcome.spreads["npv"], outcome.option
    total = sum(count for _, _, count in outcome.histogram)
    marked = (("P10", npv.p10), ("P50", npv.p50), ("P90", npv.p90))
    return Histogram(
        said.title,
        said.alternative,
        tuple(
            Bin(
                figure_of("npv", of, low),
                figure_of("npv", of, high),
                figure_of("share_of_futures", of, count / total),
            )
            for low, high, count in outcome.histogram
        ),
        tuple((name, figure_of("npv", of, value)) for name, value in marked),
    )


@drawn_once
def beds_strips(options: Sequence[OptionResult], needed: float, names: Sequence[str], said: Said) -> ChartSpec:
    """Beds in use per period, a strip for each option, held against the beds needed; none once it has ended."""
    periods = max((option.periods for option in options), key=len)

    def row(option: OptionResult) -> tuple[Figure, ...]:
        ended = (None,) * (len(periods) - len(option.periods))
        return measured(quantity("beds"), (*option.beds_open, *ended), option.option.id)

    return ChartSpec(
        "strips",
        said.title,
        said.alternative,
        tuple(periods),
        tuple(Series(name, row(option)) for name, option in zip(names, options, strict=True)),
        reference=figure_of("beds_needed", "case", needed),
    )
