"""What the benchmark evaluates: an option of the example case, the inputs that vary, and the metrics asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from market_data import MarketData
from model.case import Case, Option, write_case
from model.engine.resolve import ResolvedOption, resolve_option
from model.engine.term import periods_in_term, years_needed
from model.formula.evaluate import Program, compile_lines
from model.formula.expression import Line, Shape
from model.formula.graph import build_graph
from model.formula.runtime import edate, jan1, year
from model.lines.business_case import build_business_case

Array = NDArray[np.float64]
Values = Mapping[str, float]
Scenarios = Mapping[str, float | Array]

METRICS = (
    "npv",
    "irr",
    "equity_npv",
    "equity_irr",
    "payback_years",
    "dscr_min",
    "dscr_average",
    "loan_amount",
    "investment",
    "gross_initial_yield",
    "net_initial_yield",
    "gross_initial_yield_kk",
    "net_initial_yield_kk",
    "viability_gap",
    "cost_recovery_price_per_bed_week",
    "residual_land_value",
    "equivalent_annual_value",
    "cost_per_bed_night",
    "peak_funding",
    "resident_cost_share",
)
"""The operator's and the resident's metrics; the municipality's ledger is left out of the comparison."""

AMOUNTS = (
    "price_per_bed_week",
    "service_cost_per_bed_week",
    "price_growth",
    "occupancy",
    "building_cost_per_m2",
    "building_cost_per_unit",
    "building_cost_growth",
    "land_price_per_bed",
    "land_growth",
    "site_preparation_per_bed",
    "soft_cost_share",
    "permit_fee_share",
    "contingency_share",
    "furniture_per_bed",
    "staff_cost_per_fte",
    "management_growth",
    "energy_cost",
    "energy_growth",
    "cleaning_cost",
    "maintenance_cost",
    "maintenance_growth",
    "insurance_cost",
    "woz_value_per_bed",
    "levies_cost",
    "other_cost",
    "major_maintenance_share",
    "inflation",
    "residual_share",
    "loan_rate",
    "discount_rate",
)
"""Thirty inputs that a risk analysis would vary: amounts, shares, growth, rates; each drawn within 10% of its value."""

DELAY = "construction_months"
"""The input that moves the timeline itself: drawn 0 to 6 months late."""

LATEST = 6

SWITCHED_OFF = {
    "end_of_term": 1.0,
    "residual_method": 1.0,
    "discounting": 1.0,
    "periods_per_year": 1.0,
    "guarantee_use": 1.0,
    "plan_costs_use": 1.0,
    "thirty_night_rule": 0.0,
    "loan_type": 1.0,
    "loan_grace_years": 0.0,
    "loan_payments_per_year": 1.0,
    "bed_share": 1.0,
}
"""What the kernel is written for; every other value of these inputs is refused."""


@dataclass(frozen=True)
class Calendar:
    """What follows from dates and law, per period 0..N: equal in all scenarios, so the kernel gets it for nothing.

    `share` of each period falls in the calendar year `year_number` (0 = the year of the price level), the rest in the
    next; `by_law` holds the day-weighted values of dated inputs.
    """

    last_period: int
    years: int
    first_year: int
    share: tuple[float, ...]
    year_number: tuple[int, ...]
    by_law: Mapping[str, tuple[float, ...]]


@dataclass(frozen=True)
class Setting:
    """One comparison: an option of a case (`facts`: the data of its file), what varies in it, its compiled program."""

    name: str
    facts: Mapping[str, Any]
    resolved: ResolvedOption
    calendar: Calendar
    varying: tuple[str, ...]
    wanted: tuple[Line, ...]
    program: Program

    def compile(self) -> Program:
        """The program of the metrics, compiled afresh."""
        return compile_lines(self.wanted, self.varying)

    def draw(self, scenarios: int, seed: int = 1) -> dict[str, float | Array]:
        """Values of all inputs; the varying ones as an array of one value per scenario."""
        generator = np.random.default_rng(seed)
        values: dict[str, float | Array] = dict(self.resolved.values)
        for key in self.varying:
            base = self.resolved.values[key]
            if key == DELAY:
                values[key] = base + generator.integers(0, LATEST + 1, scenarios).astype(np.float64)
            else:
                values[key] = base * generator.uniform(0.9, 1.1, scenarios)
        return values

    def run(self, values: Scenarios) -> dict[str, Array]:
        """The metrics by the engine."""
        results = self.program.run(values, self.calendar.last_period, self.calendar.years)
        return {key: results[line.key] for key, line in zip(METRICS, self.wanted, strict=True)}

    @property
    def varying_rows(self) -> tuple[Line, ...]:
        """The lines that count: a value per period (not per calendar year), and different between scenarios."""
        graph = build_graph(self.wanted)
        moved = graph.moved_by(self.varying)
        return tuple(line for line in graph.order if line.key in moved and graph.shapes[line.key] is Shape.ROW)

    def share_that_differs(self) -> float:
        """The share of line-periods that is not the same in all scenarios (a 0 before opening is, for instance)."""
        rows = self.varying_rows
        results = compile_lines(rows, self.varying).run(self.draw(64), self.calendar.last_period, self.calendar.years)
        return float(np.mean([bool(np.ptp(value) > 0.0) for line in rows for value in results[line.key]]))


def build_setting(case: Case, option: Option, market: MarketData, extra: Sequence[str] = ()) -> Setting:
    """The setting of an option with the thirty amounts varying, and `extra`. Raises ValueError (see SWITCHED_OFF)."""
    resolved = resolve_option(case, option, market)
    other = [key for key, value in SWITCHED_OFF.items() if resolved.values.get(key, value) != value]
    if other or option.own_lines:
        raise ValueError(f"the kernel is not written for this: {', '.join(other) or 'own lines'}")
    metrics = build_business_case(resolved.structure).metrics.by_key()
    wanted = tuple(metrics[key] for key in METRICS)
    varying = (*AMOUNTS, *extra)
    return Setting(
        name=option.type + "".join(f" + {key}" for key in extra),
        facts=write_case(case),
        resolved=resolved,
        calendar=_calendar(case, resolved),
        varying=varying,
        wanted=wanted,
        program=compile_lines(wanted, varying),
    )


DATED = (
    "lodging_vat_rate",
    "transfer_tax_non_home_rate",
    "transfer_tax_home_rate",
    "tax_low_rate",
    "tax_high_rate",
    "minimum_wage_hour",
)


def _calendar(case: Case, resolved: ResolvedOption) -> Calendar:
    last_period = periods_in_term(case, resolved)
    start = resolved.values["start_date"]
    begin = [edate(start, max(0, period - 1) * 12) for period in range(last_period + 1)]
    end = [edate(start, period * 12) + (period == 0) for period in range(last_period + 1)]
    periods = list(zip(begin, end, strict=True))
    return Calendar(
        last_period=last_period,
        years=years_needed(case, last_period),
        first_year=case.price_level_date.year,
        share=tuple(min(1.0, (jan1(year(first) + 1) - first) / (last - first)) for first, last in periods),
        year_number=tuple(int(year(day)) - case.price_level_date.year for day in begin),
        by_law={key: _dated(resolved.values, key, periods) for key in DATED},
    )


def _dated(values: Values, key: str, periods: Sequence[tuple[float, float]]) -> tuple[float, ...]:
    """v0 + sum of step × share of the period after its date."""
    rows = [values[key]] * len(periods)
    before = key
    for step in steps_of(values, key):
        change, day = values[step] - values[before], values[f"{step}.date"]
        rows = [
            value + change * max(0.0, end - max(begin, day)) / (end - begin)
            for value, (begin, end) in zip(rows, periods, strict=True)
        ]
        before = step
    return tuple(rows)


def steps_of(values: Mapping[str, object], key: str) -> list[str]:
    """Keys of the later values of a dated input or a growth path: `key@1`, `key@2` ..."""
    steps: list[str] = []
    while f"{key}@{len(steps) + 1}" in values:
        steps.append(f"{key}@{len(steps) + 1}")
    return steps
