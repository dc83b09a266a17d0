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
    return scan_together(scenarios, {name: ((name,), where) for name, where in points.items()}, metric)


def scan_together(
    scenarios: Scenarios, points: Mapping[str, tuple[Sequence[str], Array]], metric: str
) -> dict[str, Array]:
    """As `scan`, for inputs that may stand under several names (in the components of a mix)
    which then move together.
    """
    apart = [name for name, (places, _) in points.items() if places[0].rpartition(".")[2] in DECIDES_LENGTH]
    together = [name for name in points if name not in apart]
    found = {name: scenarios.run(dict.fromkeys(*points[name]), (metric,))[metric] for name in apart}
    ends = np.cumsum([len(points[name][1]) for name in together])
    if together:
        changes: dict[str, Array | float] = {}
        for name, end in zip(together, ends, strict=True):
            places, where = points[name]
            for place in places:
                values = np.full(ends[-1], scenarios.base(place))
                values[end - len(where) : end] = where
                changes[place] = values
        pieces = np.split(scenarios.run(changes, (metric,))[metric], ends[:-1])
        found |= dict(zip(together, pieces, strict=True))
    return {name: found[name] for name in points}
