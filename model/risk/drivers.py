"""What makes the spread: the part of every input, event and second life in the variance of the npv."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from model.risk.draws import SECOND_LIFE, Futures
from model.risk.setup import Setup
from model.uncertainty.distributions import Array

BINS = 20
TENTH = 0.1


@dataclass(frozen=True)
class Contribution:
    """An input's (or event's, or the second life's) part in the variance of the npv,
    and the npv at its low and high tenth."""

    key: str
    share: float
    at_low: float
    at_high: float


def contributions(setup: Setup, futures: Futures, npv: Array) -> tuple[tuple[Contribution, ...], float]:
    """Each driver's share of the variance of npv, from how far the mean npv moves over twenty bins of it (first order).

    The correlation ratio Var(E[npv | x]) / Var(npv), corrected for the noise within bins; it sees curved effects as
    well. What the drivers together leave over is interaction (positive), or overlap where inputs are correlated
    (negative).
    """
    known = ~np.isnan(npv)
    if not known.any():
        return (), 1.0
    outcome = npv[known]
    drivers: dict[str, Array] = dict(futures.drawn)
    drivers |= {event: flag.astype(np.float64) for event, flag in futures.happened.items() if flag.any()}
    if len(setup.branches) > 1:
        drivers[SECOND_LIFE] = futures.branch.astype(np.float64)
    found = sorted(
        (contribution(name, values[known], outcome) for name, values in drivers.items()), key=lambda each: -each.share
    )
    return tuple(found), 1.0 - sum(each.share for each in found)


def contribution(name: str, values: Array, outcome: Array) -> Contribution:
    """The part of one driver: over bins of equal size, or its distinct values when those are few (an event, a branch).

    `at_low` and `at_high` are the mean outcome over the lowest and highest tenth of the driver; without and with an
    event; over the worst and the best branch of the second life, which has no low and high.
    """
    order = np.argsort(values, kind="stable")
    ordered, followed = values[order], outcome[order]
    starts = np.concatenate([[0], np.flatnonzero(np.diff(ordered)) + 1])
    few = starts.size <= BINS
    if not few:
        bins = min(BINS, max(2, values.size // 10))
        starts = np.arange(bins) * values.size // bins
    counts = np.diff(np.concatenate([starts, [values.size]]))
    means = np.add.reduceat(followed, starts) / counts
    mean = outcome.mean()
    total = float(np.sum((outcome - mean) ** 2))
    between = float(np.sum(counts * (means - mean) ** 2))
    noise = (starts.size - 1) * (total - between) / max(1, values.size - starts.size)
    share = max(0.0, (between - noise) / total) if total > 0 else 0.0
    if few:
        low, high = (means.min(), means.max()) if name == SECOND_LIFE else (means[0], means[-1])
    else:
        tenth = max(1, round(values.size * TENTH))
        low, high = followed[:tenth].mean(), followed[-tenth:].mean()
    return Contribution(name, share, float(low), float(high))
