"""What is left of nothing by the rounding of the computer, beside which an input does nothing to a result."""

from __future__ import annotations

import math

from model.outcomes.quantities import quantity

ROUNDING = 1e-9
"""The share of the scale of a result below which a change of it is rounding.

A result is a sum of some thousands of amounts, each exact to 1e-16 of its size. So an input that does nothing may move
an npv by 1e-13 of the investment or so, two billionths of a euro; what moves it in earnest does so by over 1e-4.
"""


def rounding_of(metric: str, base: float, investment: float | None) -> float:
    """The change of a result that may be rounding: a share of its scale.

    The scale is the size of the result; of one in euros at least the investment, because amounts of that size make up
    an npv that is near zero; and at least 1. A result that does not exist has the scale it would have at zero.

    >>> rounding_of("npv", 0.0, 10_000_000.0), rounding_of("irr", 0.04, 10_000_000.0)
    (0.01, 1e-09)
    """
    invested = (investment or 0.0) if quantity(metric).unit_key == "eur" else 0.0
    return ROUNDING * max(1.0, invested, 0.0 if math.isnan(base) else abs(base))
