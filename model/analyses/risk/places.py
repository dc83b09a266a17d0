"""Where the settings of a second life stand in an option, and what they are in the formulas."""

from __future__ import annotations

from model.analyses.sensitivity import within_bounds
from model.engine.scenarios import Scenarios
from model.parameters.table import parameters


def places(scenarios: Scenarios, key: str) -> list[tuple[str, float]]:
    """The names of a setting in each part that has it, with its value there: plain, or `COMPONENT.key` in a mix."""
    return [
        (f"{resolved.option.id}.{key}" if scenarios.is_mix else key, resolved.values[key])
        for resolved in scenarios.resolved
        if key in resolved.provenance
    ]


def setting(key: str, value: float | str) -> float:
    """What a setting of a branch is in the formulas."""
    return float(parameters()[key].code(value)) if isinstance(value, str) else within_bounds(key, value)
