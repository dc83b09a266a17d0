"""The value of an input and a result, with their units, for a sentence or a cell."""

from __future__ import annotations

import math

from model.parameters.table import Parameter
from model.words.numbers import euros, format_percent, number, round_half_up


def amount_words(of: Parameter, value: float, language: str) -> str:
    """A value of an input with its unit, for a sentence."""
    unit = of.unit
    if unit in {"share", "rate", "growth"}:
        return number(round_half_up(value * 100, 2), language) + "%"
    if unit.startswith("eur"):
        return euros(value, language, 2)
    return number(round_half_up(value, 4), language)


def result_amount(unit: str, value: float, language: str) -> str:
    """A result with its unit, for a sentence."""
    if math.isnan(value):
        return "-"
    if unit in {"share", "rate"}:
        return format_percent(value, language, 2)
    amount = number(round_half_up(value, 2), language, 2)
    return f"€ {amount}" if unit.startswith("eur") else amount
