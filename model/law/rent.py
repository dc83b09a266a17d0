"""What may be asked of residents by law: the highest bare rent by points, and service at what it really costs."""

from __future__ import annotations

import math
from dataclasses import dataclass

from market_data import Figure
from model.engine.resolve import ResolvedOption
from model.engine.results import CaseResult, Computed
from model.parameters.points import (
    ROOM,
    WEEKS_IN_A_MONTH,
    Dwelling,
    Rubric,
    highest_rent,
    is_free,
    rubrics,
    total,
    woz_class,
)
from model.words.numbers import round_half_up

REGION = "home_value_per_m2"
"""The indicator that holds the average WOZ value per m2 of a COROP region."""


@dataclass(frozen=True)
class RentLimit:
    """The highest bare rent of an option's room or home by its points.

    `points` are whole; `counted` says how they came about, empty where the user gave them. `monthly` in euros per room
    or home, None where the rent is free or the points are below the table; `beds` share it. `weekly` is the highest
    price per bed per week: that rent and `service`, what service really costs with VAT.
    """

    kind: str
    points: int
    counted: tuple[Rubric, ...]
    label: str
    woz: str
    is_free: bool
    beds: float
    monthly: float | None
    weekly: float | None
    service: float
    figure: Figure | None


def rent_limit(result: CaseResult, part: Computed) -> RentLimit | None:
    """By the points that were given, else by our own count of the plan; None where the law sets no rent.

    A mix and an option of own lines only let nothing themselves.
    """
    resolved, market = part.resolved, result.market
    if resolved is None or not _is_regulated(resolved):
        return None
    given, values = resolved.provenance, resolved.values
    kind, label = str(given["rent_table"].value), str(given["energy_label"].value)
    plan = dwelling_of(result, resolved, label)
    entered = values["rent_points"]
    counted = rubrics(kind, plan) if math.isnan(entered) else ()
    points = total(counted) if counted else int(round_half_up(entered, 0))
    free = is_free(kind, points)
    most = None if free else highest_rent(market, kind, points)
    beds, service = 1.0 if kind == ROOM else values["beds_per_unit"], service_costs(part, resolved)
    return RentLimit(
        kind=kind,
        points=points,
        counted=counted,
        label=label,
        woz=woz_class(plan),
        is_free=free,
        beds=beds,
        monthly=None if most is None else most[0],
        weekly=None if most is None else most[0] / beds / WEEKS_IN_A_MONTH + service,
        service=service,
        figure=None if most is None else most[1],
    )


def _is_regulated(resolved: ResolvedOption) -> bool:
    given = resolved.provenance.get("rent_regulated")
    return given is not None and given.value == "yes"


def dwelling_of(result: CaseResult, resolved: ResolvedOption, label: str) -> Dwelling:
    """The option's unit as the points system looks at it, with an energy label."""
    region, values = result.market.lookup(REGION, result.case.municipality), resolved.values
    return Dwelling(
        m2_per_bed=values["m2_per_bed"],
        beds_per_unit=values["beds_per_unit"],
        label=label,
        woz_per_bed=values["woz_value_per_bed"],
        region_per_m2=None if region is None else region.value,
    )


def service_costs(part: Computed, resolved: ResolvedOption) -> float:
    """What energy, cleaning and furniture over its life cost per bed per week at the price level, with VAT.

    Energy and cleaning in the first full year of operation, without their growth; 0 where there is none.
    """
    rows, values = part.rows, resolved.values
    a_period = 12 / values["periods_per_year"]
    full = next((number for number, months in enumerate(rows["operating_months"]) if months == a_period), None)
    if full is None:
        return 0.0
    running = sum(rows[f"{name}_costs"][full] / rows[f"{name}_index"][full] for name in ("energy", "cleaning"))
    a_year = (
        running / (a_period / 12) / part.scalars["beds"] + values["furniture_per_bed"] / values["furniture_life_years"]
    )
    return a_year * (1 + values["general_vat_rate"]) / (365 / 7)
