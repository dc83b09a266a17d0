"""The tornado: every input over its range, the others as they are, for one option or a difference of two."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from model.analyses.sensitivity.one_by_one import scan
from model.analyses.sensitivity.ranges import ends_of, same_input
from model.analyses.sensitivity.rounding import rounding_of
from model.engine.inputs import parameter_of
from model.engine.results import CaseResult
from model.engine.scenarios import Array, scenarios_of


@dataclass(frozen=True)
class Bar:
    """One bar of a tornado: an input at its two ends, and the result there; `base` is the result as it is.

    `lowest` and `highest` are the extremes of the result over what was tried: both ends and the present value, and of
    an input in whole numbers every value between, because a longer term or construction may first help and then hurt.
    `rounding` is what the rounding of the computer can make of an input that does nothing.
    """

    key: str
    low: float
    high: float
    at_low: float
    at_high: float
    base: float
    lowest: float
    highest: float
    rounding: float = 0.0

    @property
    def moves(self) -> bool:
        """Whether the input moves the result at all, rounding apart."""
        return self.effect > self.rounding

    @property
    def effect(self) -> float:
        """The width of the bar: highest less lowest result. Results that do not exist do not count."""
        return 0.0 if math.isnan(self.highest) else self.highest - self.lowest

    @property
    def direction(self) -> str:
        """Whether a higher input gives a higher result (`up`), a lower one (`down`) or neither (`mixed`)."""
        if not self.moves or math.isnan(self.at_low) or math.isnan(self.at_high) or self.at_low == self.at_high:
            return "mixed"
        if {self.lowest, self.highest} != {self.at_low, self.at_high}:
            return "mixed"
        rising = self.at_low <= self.base <= self.at_high
        falling = self.at_low >= self.base >= self.at_high
        return "up" if rising and not falling else "down" if falling else "mixed"


def tornado(result: CaseResult, option_id: str, metric: str = "npv", percent: float | None = None) -> tuple[Bar, ...]:
    """Every input over its range (or +- `percent` of its value), the others as they are; the largest effect first."""
    scenarios = scenarios_of(result, option_id)
    ends = ends_of(scenarios, percent)
    values = scan(scenarios, {name: _tried(name, span) for name, span in ends.items()}, metric)
    base = float(scenarios.run({}, (metric,))[metric][0])
    rounding = rounding_of(metric, base, result.options[option_id].metrics["investment"])
    return _sorted(_bar(name, span, values[name], base, rounding) for name, span in ends.items())


def difference_tornado(
    result: CaseResult, first: str, second: str, metric: str = "npv", percent: float | None = None
) -> tuple[Bar, ...]:
    """The same for the result of the first option less that of the second.

    An input that both have at one value moves in both; else it is `OPTION.key` and moves in that option alone.
    """
    pair = {option: scenarios_of(result, option) for option in (first, second)}
    ends: dict[str, tuple[float, float]] = {}
    names: dict[str, dict[str, str]] = {}
    own = {option: ends_of(scenarios, percent) for option, scenarios in pair.items()}
    for option, other in ((first, second), (second, first)):
        for name, span in own[option].items():
            shared = name in own[other] and same_input(name, tuple(pair.values()))
            if shared and option == first:
                low = min(span[0], own[other][name][0])
                ends[name], names[name] = (low, max(span[1], own[other][name][1])), {first: name, second: name}
            elif not shared:
                ends[f"{option}.{name}"], names[f"{option}.{name}"] = span, {option: name}
    tried = {name: _tried(name, span) for name, span in ends.items()}
    base = {option: float(scenarios.run({}, (metric,))[metric][0]) for option, scenarios in pair.items()}
    results: dict[str, dict[str, Array]] = {}
    for option, scenarios in pair.items():
        moved = scan(
            scenarios, {inner[option]: tried[name] for name, inner in names.items() if option in inner}, metric
        )
        results[option] = {
            name: moved[inner[option]] if option in inner else np.full(len(tried[name]), base[option])
            for name, inner in names.items()
        }
    rounding = max(rounding_of(metric, base[option], result.options[option].metrics["investment"]) for option in pair)
    return _sorted(
        _bar(name, span, results[first][name] - results[second][name], base[first] - base[second], rounding)
        for name, span in ends.items()
    )


def moving(bars: Iterable[Bar]) -> tuple[Bar, ...]:
    """The bars of the inputs that move the result, in their order."""
    return tuple(bar for bar in bars if bar.moves)


MOST_TRIED = 61
"""An input in whole numbers is tried at every value of its range, or at this many spread over it."""


def _tried(name: str, span: tuple[float, float]) -> Array:
    """Where an input is tried for its bar: its ends, and the whole numbers between."""
    if parameter_of(name).kind != "integer":
        return np.array(span)
    return np.unique(np.rint(np.linspace(*span, min(MOST_TRIED, round(span[1] - span[0]) + 1))))


def _bar(name: str, span: tuple[float, float], values: Array, base: float, rounding: float) -> Bar:
    known = [value for value in (*values.tolist(), base) if not math.isnan(value)]
    lowest, highest = (min(known), max(known)) if known else (math.nan, math.nan)
    return Bar(name, *span, float(values[0]), float(values[-1]), base, lowest, highest, rounding)


def _sorted(bars: Iterable[Bar]) -> tuple[Bar, ...]:
    return tuple(sorted(bars, key=lambda bar: -bar.effect))
