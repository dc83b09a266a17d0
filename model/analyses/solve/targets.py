"""What can be solved for: each target with the results it needs, and how near it must be reached."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from model.engine.scenarios import Array
from model.outcomes.quantities import quantity
from model.words.quantities import HIGHER, LOWER, Quantity, results

WITHIN = {"eur": 1.0}
"""How near a target must be reached when the whole case is run again, by the target's unit; else `CLOSE`."""
CLOSE = 1e-6


@dataclass(frozen=True)
class Target:
    """A quantity to reach: `results` are the lines it needs, `gap` what must become zero.

    `is_difference`: it is reached where two results are equal, so that there is no value to ask for.
    """

    asked: Quantity
    results: tuple[str, ...]
    gap: Callable[[Mapping[str, Array], float], Array]
    is_difference: bool = False

    @property
    def key(self) -> str:
        """The key of what is to be reached."""
        return self.asked.key

    @property
    def unit(self) -> str:
        """The unit of what is to be reached."""
        return self.asked.unit_key

    def meets(self, gap: float) -> bool:
        """Whether a gap is on the good side, which matters for an input in whole numbers.

        Where neither way is better, that is at least what is asked.
        """
        return gap <= 0 if self.asked.better == LOWER else gap >= 0

    @property
    def within(self) -> float:
        """How near it must be reached."""
        return WITHIN.get(self.unit, CLOSE)


def _is_value(metric: str) -> Target:
    return Target(quantity(metric), (metric,), lambda results, value: results[metric] - value)


TARGETS: Mapping[str, Target] = {
    target.key: target
    for target in (
        *(_is_value(metric) for metric in results()),
        Target(
            replace(quantity("price_first_year"), key="price_is_ceiling", better=LOWER),
            ("price_first_year", "ceiling_first_year"),
            lambda results, value: results["price_first_year"] - results["ceiling_first_year"] - value,
            is_difference=True,
        ),
        Target(
            replace(quantity("npv_project"), key="gap_is_subsidy", better=HIGHER),
            ("npv_project", "pv_subsidies"),
            lambda results, value: results["npv_project"] + results["pv_subsidies"] - value,
            is_difference=True,
        ),
    )
}
"""What can be solved for: every result, and two that are a difference. `price_is_ceiling`: the price equals the most
that may be deducted from the wage (first full year); `gap_is_subsidy`: subsidies are just worth the viability gap."""
