"""What makes the spread: the part of every input, event and second life in the variance of the npv."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.analyses.risk.draws import SECOND_LIFE, Futures
from model.analyses.risk.setup import Setup
from model.case.uncertainty.distributions import Array

BINS = 20
TENTH = 0.1


@dataclass(frozen=True)
class Contribution:
    """A driver's part in the variance of the npv, and the npv at its low and high tenth.

    A driver is an input, an event or the second life.
    """

    key: str
    share: float
    at_low: float
    at_high: float


def contributions(setup: Setup, futures: Futures, npv: Array) -> tuple[tuple[Contribution, ...], float]:
    """Each driver's share of the variance of npv, from how far npv moves with it (first order).

    The correlation ratio Var(E[npv | x]) / Var(npv), with E[npv | x] a straight line within each of twenty bins of x,
    corrected for the noise around it; so it sees curved effects as well. What the drivers together leave over is
    interaction (positive), or overlap where inputs are correlated (negative).
    """
    known = ~np.isnan(npv)
    if not known.any():
        return (), 1.0
    outcome = npv[known]
    drivers: dict[str, Array] = dict(futures.drawn)
    drivers |= {event: flag.astype(np.float64) for event, flag in futures.happened.items() if flag.any()}
    if len(setup.branches) > 1:
        drivers[SECOND_LIFE] = futures.branch.astype(np.float64)
    ranked = sorted(
        (contribution(name, values[known], outcome) for name, values in drivers.items()),
        key=lambda driver: -driver.share,
    )
    return tuple(ranked), 1.0 - sum(driver.share for driver in ranked)


def contribution(name: str, values: Array, outcome: Array) -> Contribution:
    """The part of one driver: a line within bins of equal size, or the mean at each distinct value when those are few.

    They are few of an event or a branch.
    `at_low` and `at_high` are the mean outcome over the lowest and highest tenth of the driver; without and with an
    event; over the worst and the best branch of the second life, which has no low and high.
    """
    order = _in_order(values)
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
    explained = float(np.sum(counts * (means - mean) ** 2))
    fitted = starts.size
    if not few:
        lines, slopes = _along_lines(ordered, followed - np.repeat(means, counts), starts, counts)
        explained, fitted = explained + lines, fitted + slopes
    noise = (fitted - 1) * (total - explained) / max(1, values.size - fitted)
    share = max(0.0, (explained - noise) / total) if total > 0 else 0.0
    if few:
        low, high = (means.min(), means.max()) if name == SECOND_LIFE else (means[0], means[-1])
    else:
        tenth = max(1, round(values.size * TENTH))
        low, high = followed[:tenth].mean(), followed[-tenth:].mean()
    return Contribution(name, share, float(low), float(high))


def _in_order(values: Array) -> NDArray[np.intp]:
    """Places of the values from low to high; equal ones in the order of the draws, which only the slower sort keeps."""
    order = np.argsort(values)
    ordered = values[order]
    return order if np.all(ordered[1:] > ordered[:-1]) else np.argsort(values, kind="stable")


def _along_lines(ordered: Array, apart: Array, starts: NDArray[np.intp], counts: NDArray[np.intp]) -> tuple[float, int]:
    """What straight lines through the bins explain of the outcome's distance `apart` from each bin's mean.

    Per bin Sxy^2 / Sxx; and in how many bins there is a line, for the driver must move within it.
    """
    inside = ordered - np.repeat(np.add.reduceat(ordered, starts) / counts, counts)
    squares = np.add.reduceat(inside**2, starts)
    products = np.add.reduceat(inside * apart, starts)
    moves = ordered[starts] < ordered[starts + counts - 1]
    return float(np.sum(products[moves] ** 2 / squares[moves])), int(moves.sum())
