"""Many sliders at once: a run in which each is moved by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from model.engine.scenarios import Array, Scenarios


def one_at_a_time(
    scenarios: Scenarios, ends: Mapping[str, tuple[float, float]], wanted: Sequence[str]
) -> dict[str, Array]:
    """Each result with each input at its low and at its high end, `(2, inputs)`, the others as they are."""
    keys = list(ends)
    changes = {}
    for column, key in enumerate(keys):
        values = np.full(2 * len(keys), scenarios.base(key))
        values[column], values[len(keys) + column] = ends[key]
        changes[key] = values
    if not keys:
        return {key: np.empty((2, 0)) for key in wanted}
    return {key: values.reshape(2, len(keys)) for key, values in scenarios.run(changes, wanted).items()}
