"""The places where a result reaches a value, made exact within brackets."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from model.engine.scenarios import Array

ROOT_STEPS = 200


def bracketed(
    gap: Callable[[Array], Array], low: Array, high: Array, at_low: Array, at_high: Array, tolerance: float
) -> Array:
    """Where a gap is zero within each bracket, all brackets together: secant steps guarded by bisection (Illinois).

    The gaps at `low` and `high` differ in sign. Stops when every bracket is narrower than `tolerance`. A jump through
    zero is narrowed down as well: the caller looks whether the gap is zero there.
    """
    a, b, fa, fb = low.copy(), high.copy(), at_low.copy(), at_high.copy()
    for turn in range(ROOT_STEPS):
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            # The kept end's value is halved; every third step is a plain halving as insurance.
            middle = (a + b) / 2 if turn % 3 == 2 else (a * fb - b * fa) / (fb - fa)
        middle = np.where((middle > np.minimum(a, b)) & (middle < np.maximum(a, b)), middle, (a + b) / 2)
        value = gap(middle)
        lower_side = np.sign(value) == np.sign(fa)
        a, fa = np.where(lower_side, middle, a), np.where(lower_side, value, fa / 2)
        b, fb = np.where(lower_side, b, middle), np.where(lower_side, fb / 2, value)
        hit = value == 0
        a, b = np.where(hit, middle, a), np.where(hit, middle, b)
        fa, fb = np.where(hit, -1.0, fa), np.where(hit, 1.0, fb)
        if np.all(np.abs(b - a) <= tolerance):
            break
    return (a + b) / 2
