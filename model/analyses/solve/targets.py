"""What can be solved for: each target with the results it needs, and how near it must be reached."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from model.engine.scenarios import Array

WITHIN = {"eur": 1.0}
"""How near a target must be reached when the whole case is run again, by the target's unit; else `CLOSE`."""
CLOSE = 1e-6


@dataclass(frozen=True)
class Target:
    """A named thing to reach: `results` are the lines it needs, `gap` what must become zero, in `unit`.

    `more_is_better` says on which side the target is met, which matters for an input in whole numbers.
    """

    key: str
    results: tuple[str, ...]
    gap: Callable[[Mapping[str, Array], float], Array]
    unit: str
    more_is_better: bool = True

    def meets(self, gap: float) -> bool:
        """Whether a gap is on the good side."""
        return gap >= 0 if self.more_is_better else gap <= 0

    @property
    def within(self) -> float:
        """How near it must be reached."""
        return WITHIN.get(self.unit, CLOSE)


def _is_value(metric: str, unit: str, *, more_is_better: bool = True) -> Target:
    return Target(metric, (metric,), lambda results, value: results[metric] - value, unit, more_is_better)


TARGETS: Mapping[str, Target] = {
    target.key: target
    for target in (
        _is_value("npv", "eur"),
        _is_value("equity_npv", "eur"),
        _is_value("irr", "rate"),
        _is_value("equity_irr", "rate"),
        _is_value("dscr_min", "factor"),
        _is_value("dscr_average", "factor"),
        _is_value("municipality_npv", "eur"),
        _is_value("municipality_npv_without_fund", "eur"),
        _is_value("payback_years", "years", more_is_better=False),
        _is_value("gross_initial_yield", "rate"),
        _is_value("net_initial_yield", "rate"),
        _is_value("cost_per_bed_night", "eur_per_night", more_is_better=False),
        _is_value("resident_cost_share", "share", more_is_better=False),
        _is_value("viability_gap", "eur", more_is_better=False),
        _is_value("investment", "eur", more_is_better=False),
        _is_value("npv_project", "eur"),
        _is_value("equivalent_annual_value", "eur"),
        _is_value("npv_over_horizon", "eur"),
        _is_value("peak_funding", "eur", more_is_better=False),
        _is_value("loan_amount", "eur"),
        _is_value("cost_recovery_price_per_bed_week", "eur_per_bed_week", more_is_better=False),
        _is_value("residual_land_value", "eur"),
        _is_value("ledger_operator_npv", "eur"),
        _is_value("ledger_resident_npv", "eur"),
        _is_value("ledger_employer_npv", "eur"),
        _is_value("ledger_state_npv", "eur"),
        Target(
            "price_is_ceiling",
            ("price_first_year", "ceiling_first_year"),
            lambda results, value: results["price_first_year"] - results["ceiling_first_year"] - value,
            "eur_per_bed_week",
            more_is_better=False,
        ),
        Target(
            "gap_is_subsidy",
            ("npv_project", "pv_subsidies"),
            lambda results, value: results["npv_project"] + results["pv_subsidies"] - value,
            "eur",
        ),
    )
}
"""What can be solved for. `price_is_ceiling`: the price equals the most that may be deducted from the wage
(first full year); `gap_is_subsidy`: subsidies are just worth the viability gap."""
