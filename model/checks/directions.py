"""Every slider at both ends: a higher value moves the operator's npv the way its definition says."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from model.checks.check import CENT, FAILED, PASSED, Check
from model.checks.sliders import one_at_a_time
from model.engine.inputs import parameter_of
from model.engine.results import CaseResult
from model.engine.scenarios import scenarios_of

EQUITY_GROUPS = ("financing", "tax", "law")
"""Groups of parameters whose direction is measured on the equity's npv: the project's does not see loans and tax."""
MEASURES = ("npv", "equity_npv")


def directions(result: CaseResult, option_id: str) -> Iterator[Check]:
    """Every slider with a direction: at both ends, and at the present value when that lies between."""
    scenarios = scenarios_of(result, option_id)
    sliders = {
        name: (low, high)
        for name in scenarios.inputs()
        if (parameter := parameter_of(name)).direction in {"up", "down"}
        and (low := parameter.slider_low) is not None
        and (high := parameter.slider_high) is not None
    }
    sliders = {name: scenarios.range_without_conflict(name, ends) for name, ends in sliders.items()}
    results = one_at_a_time(scenarios, sliders, MEASURES)
    present = scenarios.run({}, MEASURES)
    for column, (name, (low, high)) in enumerate(sliders.items()):
        measure = "equity_npv" if parameter_of(name).group in EQUITY_GROUPS else "npv"
        at_low, at_high = results[measure][:, column]
        points = [(low, float(at_low)), (high, float(at_high))]
        if low < (base := scenarios.base(name)) < high:
            points.insert(1, (base, float(present[measure][0])))
        yield _direction(option_id, name, [value for _, value in points])


def _direction(option_id: str, name: str, values: list[float]) -> Check:
    """Whether a result only rises, or only falls, over the rising values of an input."""
    direction = parameter_of(name).direction
    sign = 1.0 if direction == "up" else -1.0
    worst = min(sign * (after - before) for before, after in pairwise(values))
    if worst >= -CENT:
        return Check(f"direction_{direction}", option_id, PASSED, name)
    return Check(f"direction_{direction}", option_id, FAILED, name, difference=worst)
