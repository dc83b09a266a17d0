"""A mix: each component houses a share of the beds."""

import math
from collections.abc import Iterable

from model.options.option_type import OptionType

SHARES_TOLERANCE = 1e-9
"""How near to 1 the shares of all components together must be, or the chances of all that can happen."""

OPTION = OptionType(
    key="mix",
    label_nl="Mix",
    label_en="Mix",
    meaning_nl="Een deel van de bedden per optie.",
    meaning_en="A share of the beds per option.",
    is_mix=True,
)


def make_one(shares: Iterable[float]) -> bool:
    """Whether shares of a whole, or chances of all that can happen, are 1 together.

    >>> make_one([0.1] * 10), make_one([0.5, 0.4])
    (True, False)
    """
    return abs(math.fsum(shares) - 1) <= SHARES_TOLERANCE
