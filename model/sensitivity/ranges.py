"""Which inputs an analysis may move, and how far."""

from __future__ import annotations

import numpy as np

from model.evidence import input_range
from model.parameters.table import Parameter, parameters
from model.scenarios import Array, Scenarios

Point = tuple[float, float]


def parameter_of(name: str) -> Parameter:
    """The parameter of an input name (`key` or `COMPONENT.key`)."""
    return parameters()[name.rpartition(".")[2]]


def ends_of(scenarios: Scenarios, percent: float | None = None) -> dict[str, tuple[float, float]]:
    """Low and high of every input that has room: its range, or +- a share of its value, within its bounds.

    A range stops where it would contradict another input.
    """
    ends = {}
    for name in scenarios.inputs():
        base = scenarios.base(name)
        if percent is None:
            low, high, _ = input_range(scenarios.provenance(name), base)
        else:
            low, high = within_bounds(name, base - abs(base) * percent), within_bounds(name, base + abs(base) * percent)
        low, high = scenarios.possible(name, (low, high))
        if low < high:
            ends[name] = (low, high)
    return ends


def within_bounds(name: str, value: float) -> float:
    """A value of an input brought within what is allowed, whole where it must be."""
    parameter = parameter_of(name)
    if parameter.lowest is not None:
        value = max(value, parameter.lowest)
    if parameter.highest is not None:
        value = min(value, parameter.highest)
    return float(round(value)) if parameter.kind == "integer" else value


def axis(key: str, span: Point, count: int) -> Array:
    """Evenly over the span; whole numbers, each once, where the input must be whole."""
    points = np.linspace(*span, count)
    return np.unique(np.rint(points)) if parameter_of(key).kind == "integer" else points
