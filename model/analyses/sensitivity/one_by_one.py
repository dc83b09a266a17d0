"""A result with one input at a time at each of its points: many inputs in one run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from model.engine.scenarios import DECIDES_LENGTH, Array, Scenarios


def scan(scenarios: Scenarios, points: Mapping[str, Array], metric: str) -> dict[str, Array]:
    """The result with each input at each of its own points, the others as they are.

    Inputs that decide the length of the option run apart: each length is a group of its own, cheapest when all else is
    plain.
    """
    return scan_together(scenarios, {name: ((name,), tried) for name, tried in points.items()}, metric)


def scan_together(
    scenarios: Scenarios, points: Mapping[str, tuple[Sequence[str], Array]], metric: str
) -> dict[str, Array]:
    """As `scan`, for inputs that may stand under several names and then move together: in the components of a mix."""
    apart = [name for name, (moving, _) in points.items() if moving[0].rpartition(".")[2] in DECIDES_LENGTH]
    together = [name for name in points if name not in apart]
    results = {name: scenarios.run(dict.fromkeys(*points[name]), (metric,))[metric] for name in apart}
    ends = np.cumsum([len(points[name][1]) for name in together])
    if together:
        changes: dict[str, Array | float] = {}
        for name, end in zip(together, ends, strict=True):
            moving, tried = points[name]
            for moved in moving:
                values = np.full(ends[-1], scenarios.base(moved))
                values[end - len(tried) : end] = tried
                changes[moved] = values
        pieces = np.split(scenarios.run(changes, (metric,))[metric], ends[:-1])
        results |= dict(zip(together, pieces, strict=True))
    return {name: results[name] for name in points}
