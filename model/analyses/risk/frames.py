"""The chance that a frame of the council fails."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from model.analyses.risk.draws import Futures
from model.case.frame_kinds import FRAMES
from model.case.uncertainty.distributions import Array
from model.engine.results import CaseResult
from model.engine.scenarios import Scenarios, varied_values
from model.formula.runtime import edate_many
from model.outcomes.frames import check_frames
from model.words.quantities import quantity

FRAME_ROUNDING = 1e-9
"""As in `frames`: a shortfall below this is rounding."""


@dataclass(frozen=True)
class FrameRisk:
    """The chance that a frame of the council fails."""

    key: str
    chance: float


def frame_risks(
    result: CaseResult, scenarios: Scenarios, futures: Futures, results: Mapping[str, Array]
) -> tuple[FrameRisk, ...]:
    """The chance that each frame of the council fails, over the futures in which its quantity is known."""
    risks = []
    for check in check_frames(result).by_option[scenarios.option.option.id]:
        key = check.kind.key
        values = _frame_values(key, scenarios, futures, results)
        if values is None:
            # What does not vary fails in every future or in none.
            if check.value is None:
                continue
            values = np.full(1, check.value)
        margin = check.limit - values if check.kind.is_maximum else values - check.limit
        known = margin[~np.isnan(margin)]
        if known.size:
            risks.append(FrameRisk(key, float(np.mean(known < -FRAME_ROUNDING))))
    return tuple(risks)


def _frame_values(key: str, scenarios: Scenarios, futures: Futures, results: Mapping[str, Array]) -> Array | None:
    """The quantity a frame is about, per future; of a mix the worst part (contributions together).

    None when nothing varies.
    """
    asked = quantity(FRAMES[key].about)
    if asked.read_from == "result":
        return results[asked.key]
    parts: list[Array] = []
    for resolved in scenarios.resolved:
        values = varied_values(resolved, futures.inputs)
        if asked.key == "opening_date":
            opened = edate_many(values["start_date"], values["construction_months"])
            parts.append(np.broadcast_to(opened, futures.branch.shape))
        elif asked.key == "term_in_years":
            years = scenarios.years(resolved, values)
            parts.append(np.broadcast_to(years, futures.branch.shape))
        elif asked.read_from == "input" and asked.key in values:
            parts.append(np.broadcast_to(values[asked.key], futures.branch.shape))
        else:
            return None
    if asked.in_a_mix == "sum":
        return np.asarray(np.sum(parts, axis=0), dtype=np.float64)
    worst = np.max if FRAMES[key].is_maximum else np.min
    return np.asarray(worst(parts, axis=0), dtype=np.float64)
