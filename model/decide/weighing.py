"""Weighing: values on fixed scales, weights, and what they say together. Pure arithmetic on tables of numbers.

A criterion turns a value into a score between 0 (its worst) and 1 (its best); an option's score is the weighted sum.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Values = Mapping[str, Mapping[str, float]]
"""A value per option and criterion."""
Weights = Mapping[str, float]
"""A weight per criterion; together 1."""
SAME = 1e-9
"""Scores closer than this are the same: they differ by rounding alone."""


@dataclass(frozen=True)
class Scale:
    """From the value that scores nothing to the one that scores all; either of them may be the higher."""

    worst: float
    best: float

    def score(self, value: float) -> float:
        """Where a value stands on the scale: (value - worst) / (best - worst), at least 0 and at most 1.

        On a scale without a length (all options alike) every value scores 1.

        >>> Scale(40.0, 20.0).score(25.0), Scale(0.0, 200.0).score(250.0), Scale(3.0, 3.0).score(3.0)
        (0.75, 1.0, 1.0)
        """
        if self.worst == self.best:
            return 1.0
        return min(1.0, max(0.0, (value - self.worst) / (self.best - self.worst)))


def scores_of(values: Values, scales: Mapping[str, Scale]) -> dict[str, dict[str, float]]:
    """The score of every option on every criterion."""
    return {option: {key: scale.score(row[key]) for key, scale in scales.items()} for option, row in values.items()}


def normalised(weights: Weights) -> dict[str, float]:
    """The weights as shares of one. Raises ValueError where none is above 0.

    >>> normalised({"cost": 3.0, "beds": 1.0})
    {'cost': 0.75, 'beds': 0.25}
    """
    total = math.fsum(weights.values())
    if total <= 0 or min(weights.values()) < 0:
        raise ValueError("weights are 0 or more, and one of them is above 0")
    return {key: weight / total for key, weight in weights.items()}


def of_ranking(ranking: Sequence[str]) -> dict[str, float]:
    """Rank-order centroid: the mean of all weights that put the criteria in this order.

    w_k = (1/n) x sum over i from k to n of 1/i. Source: Barron and Barrett, Decision quality using ranked attribute
    weights, Management Science 42 (1996).

    >>> [round(weight, 4) for weight in of_ranking(["a", "b", "c"]).values()]
    [0.6111, 0.2778, 0.1111]
    """
    count = len(ranking)
    return {
        key: math.fsum(1.0 / place for place in range(rank, count + 1)) / count
        for rank, key in enumerate(ranking, start=1)
    }


def middle_of(intervals: Mapping[str, tuple[float, float]]) -> dict[str, float]:
    """The middles of intervals, as shares of one."""
    return normalised({key: (low + high) / 2 for key, (low, high) in intervals.items()})


def together(scores: Mapping[str, float], weights: Weights) -> float:
    """The weighted sum of an option's scores, between 0 and 1."""
    return math.fsum(weights[key] * scores[key] for key in weights)


def dominated_by(scores: Mapping[str, Mapping[str, float]]) -> dict[str, tuple[str, ...]]:
    """Per option that another beats whatever the weights: which others are nowhere worse and somewhere better.

    >>> dominated_by({"a": {"cost": 1.0, "beds": 0.5}, "b": {"cost": 0.4, "beds": 0.5}})
    {'b': ('a',)}
    """
    beaten = {
        option: tuple(other for other, theirs in scores.items() if other != option and _dominates(theirs, own))
        for option, own in scores.items()
    }
    return {option: others for option, others in beaten.items() if others}


def _dominates(one: Mapping[str, float], other: Mapping[str, float]) -> bool:
    nowhere_worse = all(one[key] >= other[key] - SAME for key in one)
    return nowhere_worse and any(one[key] > other[key] + SAME for key in one)


def best_of(scores: Mapping[str, Mapping[str, float]], weights: Weights) -> tuple[str, ...]:
    """The options with the highest score, several where they are the same."""
    totals = {option: together(row, weights) for option, row in scores.items()}
    highest = max(totals.values())
    return tuple(option for option, total in totals.items() if total >= highest - SAME)


@dataclass(frozen=True)
class Turning:
    """A weight of one criterion from which another option comes first, the others in the proportions they have."""

    criterion: str
    weight: float
    before: tuple[str, ...]
    after: tuple[str, ...]


def turnings(scores: Mapping[str, Mapping[str, float]], weights: Weights) -> tuple[Turning, ...]:
    """Where the best option changes as the weight of one criterion goes from 0 to 1, per criterion in order of weight.

    The total of an option is a straight line in that weight w: w x its own score + (1 - w) x the weighted mean of its
    other scores. Two options change places where their lines cross. With one criterion nothing can turn.
    """
    found: list[Turning] = []
    for key in weights if len(weights) > 1 else ():
        lines = {option: (_others(row, weights, key), row[key]) for option, row in scores.items()}
        crossings = sorted({round(cross, 12) for cross in _crossings(list(lines.values()))})
        stops = [0.0, *crossings, 1.0]
        first = [_first(lines, (low + high) / 2) for low, high in zip(stops, stops[1:], strict=False)]
        found += [
            Turning(key, cross, before, after)
            for cross, before, after in zip(crossings, first, first[1:], strict=False)
            if before != after
        ]
    return tuple(found)


def _others(scores: Mapping[str, float], weights: Weights, but: str) -> float:
    """The weighted mean of the scores on all criteria but one; with equal weights where the others weigh nothing."""
    rest = {key: weight for key, weight in weights.items() if key != but}
    total = math.fsum(rest.values())
    shares = {key: weight / total if total else 1.0 / len(rest) for key, weight in rest.items()}
    return together(scores, shares)


def _crossings(lines: Sequence[tuple[float, float]]) -> list[float]:
    """The weights strictly between 0 and 1 at which two of the lines (value at 0, value at 1) meet."""
    weights = []
    for number, (start, end) in enumerate(lines):
        for other_start, other_end in lines[number + 1 :]:
            slope = (end - start) - (other_end - other_start)
            if abs(slope) > SAME:
                weights.append((other_start - start) / slope)
    return [weight for weight in weights if SAME < weight < 1 - SAME]


def _first(lines: Mapping[str, tuple[float, float]], weight: float) -> tuple[str, ...]:
    totals = {option: (1 - weight) * start + weight * end for option, (start, end) in lines.items()}
    highest = max(totals.values())
    return tuple(option for option, total in totals.items() if total >= highest - SAME)
