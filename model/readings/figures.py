"""The figures that a sentence names: a value with its quantity and its option, and how exactly a chance is said."""

from __future__ import annotations

from model.outcomes.quantities import figure_of
from model.words.figures import Figure
from model.words.messages import Message, message
from model.words.numbers import round_half_up

SHOWN_AS_ZERO = 0.5
"""Euros below which an amount is nothing in a sentence of whole euros."""


def chance_of(key: str, option_id: str, chance: float | None) -> Message:
    """A chance or share of an option, as `as_exact_as_needed` says it."""
    return as_exact_as_needed(figure_of(key, option_id, chance))


def as_exact_as_needed(share: Figure) -> Message:
    """A chance or share in whole per cents, unless that would say never or always of what is neither.

    0.3% is not 0%, and 99.7% not 100%: then with one decimal, or with all it has.
    """
    value = share.value
    if value is None or not 0 < value < 1 or _says_so(value, 0):
        return message("figure_rounded", figure=share)
    return message("figure_tenths" if _says_so(value, 1) else "figure_exact", figure=share)


def _says_so(share: float, decimals: int) -> bool:
    return 0 < round_half_up(share * 100, decimals) < 100
