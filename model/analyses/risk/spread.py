"""A result over all futures: percentiles with their standard errors, and a histogram."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from model.case.uncertainty.distributions import Array


@dataclass(frozen=True)
class Spread:
    """A result over all futures.

    `error_50` and `error_90` are standard errors of P50 and P90; `known` is the share that exists.
    """

    key: str
    mean: float
    deviation: float
    p10: float
    p50: float
    p90: float
    below_zero: float
    known: float
    error_50: float
    error_90: float


def quantile(values: Array, share: float) -> float:
    """The quantile by linear interpolation between order statistics, blanks skipped; NaN when all are."""
    known = values[~np.isnan(values)]
    return float(np.quantile(known, share)) if known.size else math.nan


def mean_of(values: Array) -> float:
    """The mean, blanks skipped; NaN when all are."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else math.nan


def spread(key: str, values: Array) -> Spread:
    """Mean, percentiles and their standard errors of one result over the futures."""
    known = np.sort(values[~np.isnan(values)])
    if not known.size:
        nan = math.nan
        return Spread(key, nan, nan, nan, nan, nan, nan, 0.0, nan, nan)
    p10, p50, p90 = (_between(known, share) for share in (0.1, 0.5, 0.9))
    return Spread(
        key=key,
        mean=float(known.mean()),
        deviation=float(known.std()),
        p10=p10,
        p50=p50,
        p90=p90,
        below_zero=float(np.mean(known < 0)),
        known=known.size / values.size,
        error_50=_quantile_error(known, 0.5),
        error_90=_quantile_error(known, 0.9),
    )


def _between(ordered: Array, share: float) -> float:
    """A quantile of sorted values, linear between order statistics (as numpy.quantile, without sorting again)."""
    position = share * (ordered.size - 1)
    low = math.floor(position)
    high = min(low + 1, ordered.size - 1)
    return float(ordered[low] + (position - low) * (ordered[high] - ordered[low]))


def _quantile_error(ordered: Array, share: float) -> float:
    """Standard error of a quantile: half the distance between the order statistics one binomial deviation away."""
    count = ordered.size
    reach = math.sqrt(count * share * (1 - share))
    low = ordered[max(0, math.floor(count * share - reach))]
    high = ordered[min(count - 1, math.ceil(count * share + reach))]
    return float(high - low) / 2


def histogram(values: Array, bins: int = 40) -> tuple[tuple[float, float, int], ...]:
    """Low, high and count of bins of equal width; empty when nothing spreads."""
    known = values[~np.isnan(values)]
    if not known.size or known.min() == known.max():
        return ()
    counts, edges = np.histogram(known, bins=bins)
    return tuple(
        (float(low), float(high), int(count)) for low, high, count in zip(edges, edges[1:], counts, strict=False)
    )
