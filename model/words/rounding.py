"""Rounding for display, as people and spreadsheets do."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Context, Decimal

_WIDE = Context(prec=400)
"""Wide enough for every float with its decimals; the ordinary 28 digits raise on a large one."""


def round_half_up(value: float, decimals: int) -> float:
    """Rounded with a half away from zero; what is no finite number stays what it is."""
    if not math.isfinite(value):
        return value
    step = Decimal(1).scaleb(-decimals)
    return float(Decimal(repr(float(value))).quantize(step, rounding=ROUND_HALF_UP, context=_WIDE))
