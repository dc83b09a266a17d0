"""What the possibility to relocate a building is worth."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from model.analyses.risk.draws import Futures
from model.analyses.risk.law import Laws
from model.analyses.risk.places import places, setting
from model.analyses.risk.setup import Setup
from model.case.uncertainty.distributions import Array
from model.case.uncertainty.events import RELOCATE


def value_of_relocating(laws: Laws, setup: Setup, futures: Futures) -> float | None:
    """What the possibility to relocate is worth: the same futures with and without it.

    Where the building must leave (a branch that relocates or dismantles) the owner takes the better of the two with the
    option and must dismantle without it. None when no branch relocates.
    """
    relocating = [branch for branch in setup.branches if branch.settings.get("end_of_term") == RELOCATE]
    if not relocating:
        return None
    leaves = np.isin(
        futures.branch,
        [
            number
            for number, branch in enumerate(setup.branches)
            if branch.settings.get("end_of_term") in {RELOCATE, "dismantle"}
        ],
    )
    if not leaves.any():
        return 0.0
    inputs = {key: values[leaves] for key, values in futures.inputs.items()}
    under = futures.laws[leaves]

    def npv_with(settings: Mapping[str, float | str]) -> Array:
        forced = {
            name: np.full(int(leaves.sum()), setting(key, value))
            for key, value in settings.items()
            for name, _ in places(laws.usual, key)
        }
        return laws.run({**inputs, **forced}, under, ("npv",))["npv"]

    without = npv_with({"end_of_term": "dismantle"})
    best = np.maximum.reduce([without, *(npv_with(branch.settings) for branch in relocating)])
    return float(np.sum(best - without) / futures.branch.size)
