"""Which inputs an analysis may move, and how far."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from model.engine.inputs import input_range, own_number, parameter_of, within_bounds
from model.engine.scenarios import Array, Scenarios

Point = tuple[float, float]


def ends_of(scenarios: Scenarios, percent: float | None = None) -> dict[str, tuple[float, float]]:
    """Low and high of every input that has room: its range, or +- a share of its value, within its bounds.

    A range stops where it would contradict another input.
    """
    ends = {}
    for name in scenarios.inputs():
        base = scenarios.base(name)
        if percent is None:
            low, high, _ = input_range(name, scenarios.provenance(name), base)
        else:
            low, high = within_bounds(name, base - abs(base) * percent), within_bounds(name, base + abs(base) * percent)
        low, high = scenarios.range_without_conflict(name, (low, high))
        if low < high:
            ends[name] = (low, high)
    return ends


def same_input(name: str, every: Sequence[Scenarios]) -> bool:
    """Whether options have this input in common: all of them have it, at one value.

    An own line is of one option alone.
    """
    if own_number(name) is not None or not all(name in scenarios.inputs() for scenarios in every):
        return False
    return len({scenarios.base(name) for scenarios in every}) == 1


def axis(key: str, span: Point, count: int) -> Array:
    """Evenly over the span; whole numbers, each once, where the input must be whole."""
    points = np.linspace(*span, count)
    return np.unique(np.rint(points)) if parameter_of(key).kind == "integer" else points
