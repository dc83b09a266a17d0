"""Contradictions as a range: how far one input can go beside the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from model.engine.contradictions.rules import Contradiction, rules_of
from model.formula.direct import evaluate
from model.formula.evaluate import Value
from model.formula.expression import Expression, Input
from model.parameters.table import parameters

NEARLY = 1e-9
"""How near to a limit that may not be reached, as a share of it, a number that need not be whole comes."""


@dataclass(frozen=True)
class _Linear:
    """A measure as `constant + slope x`, where x is the input whose range is asked; both may differ per scenario."""

    constant: Any
    slope: Any
    __array_ufunc__ = None
    """So that an array leaves the operation to this class."""

    def __add__(self, other: _Linear | Value) -> _Linear:
        more = _as_linear(other)
        return _Linear(self.constant + more.constant, self.slope + more.slope)

    __radd__ = __add__

    def __sub__(self, other: _Linear | Value) -> _Linear:
        return self + _as_linear(other) * -1.0

    def __rsub__(self, other: Value) -> _Linear:
        return self * -1.0 + other

    def __mul__(self, other: Value) -> _Linear:
        return _Linear(self.constant * other, self.slope * other)

    __rmul__ = __mul__


def _as_linear(value: _Linear | Value) -> _Linear:
    return value if isinstance(value, _Linear) else _Linear(value, 0.0)


def range_without_conflict(values: Mapping[str, Value], key: str, span: tuple[Value, Value]) -> tuple[Value, Value]:
    """A range of a number, cut to where it contradicts none of the other inputs, which may differ per scenario.

    Whole numbers stay whole; a limit that may not be reached is kept off by a billionth part of it. When nothing is
    left the range is empty: its low end lies above its high end.
    """
    low, high = span
    for rule in rules_of(values):
        if key in rule.inputs:
            low, high = _cut(rule, values, key, (low, high))
    return low, high


def _cut(rule: Contradiction, values: Mapping[str, Value], key: str, span: tuple[Value, Value]) -> tuple[Value, Value]:
    """The part of a range on the right side of where a rule's measure is at its limit."""

    def value(operand: Expression) -> _Linear | Value:
        assert isinstance(operand, Input)
        return _Linear(0.0, 1.0) if operand.key == key else values[operand.key]

    measure = _as_linear(evaluate(rule.measure, value))
    low, high = span
    with np.errstate(divide="ignore", invalid="ignore"):
        end = np.divide(rule.limit - measure.constant, measure.slope)
    is_whole = key in parameters() and parameters()[key].kind == "integer"
    high = np.where(np.greater(measure.slope, 0), np.minimum(high, _below(end, rule.may_be_equal, is_whole)), high)
    low = np.where(np.less(measure.slope, 0), np.maximum(low, -_below(-end, rule.may_be_equal, is_whole)), low)
    return low, high


def _below(end: Any, may_be_equal: bool, is_whole: bool) -> Any:
    """The highest number on the low side of an end; whole where it must be."""
    if is_whole:
        return np.floor(end) if may_be_equal else np.ceil(end) - 1
    if may_be_equal:
        return end
    nearly = np.where(np.greater(end, 0), end * (1 - NEARLY), end / (1 - NEARLY))
    return np.minimum(nearly, np.nextafter(end, -np.inf))
