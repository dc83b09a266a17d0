"""The standard normal distribution, of the standard library: SciPy's takes longer to load than a risk run to draw."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
_STANDARD = NormalDist()


def normal_share(point: float) -> float:
    """The share of a standard normal below a point.

    >>> normal_share(0.0)
    0.5
    """
    return _STANDARD.cdf(point)


def normal_quantile(shares: Array) -> Array:
    """The points of a standard normal below which these shares lie; minus infinity at 0, infinity at 1.

    >>> normal_quantile(np.array([0.0, 0.5, 0.9])).round(4)
    array([  -inf, 0.    , 1.2816])
    """
    flat = shares.ravel()
    inside = np.clip(flat, math.ulp(0.0), 1 - math.ulp(1.0) / 2)
    points = np.fromiter(map(_STANDARD.inv_cdf, inside.tolist()), np.float64, flat.size)
    points[flat <= 0] = -math.inf
    points[flat >= 1] = math.inf
    return points.reshape(shares.shape)
