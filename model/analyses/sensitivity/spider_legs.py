"""The spider: each input from half to one and a half times its value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from model.analyses.sensitivity.one_by_one import scan
from model.engine.inputs import within_bounds
from model.engine.results import CaseResult
from model.engine.scenarios import Array, scenarios_of

SPIDER_STEPS = (-0.5, -0.25, -0.1, 0.0, 0.1, 0.25, 0.5)


@dataclass(frozen=True)
class Leg:
    """One input of a spider: its changes as a share of its value, and the result there.

    Of the changes there is what its bounds leave.
    """

    key: str
    changes: tuple[float, ...]
    values: tuple[float, ...]


def spider(result: CaseResult, option_id: str, keys: Sequence[str], metric: str = "npv") -> tuple[Leg, ...]:
    """The result as each input goes from -50% to +50% of its value.

    No further than its bounds, and to whole numbers where it must be whole.
    """
    scenarios = scenarios_of(result, option_id)
    points = {
        key: np.unique([within_bounds(key, scenarios.base(key) * (1 + step)) for step in SPIDER_STEPS]) for key in keys
    }
    values = scan(scenarios, points, metric)
    return tuple(
        Leg(key, tuple(_changes(points[key], scenarios.base(key))), tuple(values[key].tolist())) for key in keys
    )


def _changes(points: Array, base: float) -> Iterable[float]:
    return (float(point - base) / abs(base) if base else 0.0 for point in points)
