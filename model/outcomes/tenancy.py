"""What lodging would earn if a longer stay were tenancy, as the minister announced on 14 November 2025.

The letter (2025D46545): short stay at most thirty days, a tenancy for a longer one, rent by points, and only at 15 m² a
person with a room of one's own. A consultation was announced; from when it would hold is not known. That a longer stay
may be tenancy under the law of today is a risk of the same size.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from model.case import Option
from model.engine.resolve import ResolvedOption
from model.engine.results import CaseResult, OptionResult
from model.engine.run import run_option
from model.law.points import ROOM, Rubric, highest_rent, rubrics, rules, total
from model.law.rent import WEEKS_IN_A_MONTH, dwelling_of, service_costs
from model.words.names import Worded
from model.words.rows import read_table

LONGEST_SHORT_STAY = 30 / (365 / 12)
"""Months that a short stay would last at most: thirty days."""
LEAST_M2 = 15.0
"""Floor area per person below which it could not be let."""


@dataclass(frozen=True, slots=True)
class PointsClass(Worded):
    """An energy label and a WOZ class of a room: they make the difference, so there is a row for each and no guess."""

    energy_label: str
    woz: str
    label_nl: str
    label_en: str


@dataclass(frozen=True)
class UnderTenancy:
    """An option of lodging now, and as tenancy from its opening on at one class of points; amounts per bed per week.

    `rent` is the highest bare rent by points, `service` what service really costs with its VAT, `price` what can then
    be asked: both together, and never more than now.
    """

    option: str
    supposed: PointsClass
    points: int
    price_now: float
    npv_now: float | None
    rent: float
    service: float
    price: float
    npv: float | None


@cache
def points_classes() -> tuple[PointsClass, ...]:
    """The rows of `tenancy.csv`, from the best to the worst."""
    return read_table(Path(__file__).with_suffix(".csv"), PointsClass)


def would_be_tenancy(option: OptionResult) -> bool:
    """Whether people are lodged for longer than thirty days; a mix is not asked, its components are."""
    resolved = option.computed.resolved
    if resolved is None or "use_function" not in resolved.provenance:
        return False
    lodges = resolved.provenance["use_function"].value == "lodging"
    return lodges and resolved.values["stay_months"] > LONGEST_SHORT_STAY


def has_room_to_let(option: OptionResult) -> bool:
    """Whether the floor area per person is what the letter asks for tenancy."""
    resolved = option.computed.resolved
    return resolved is not None and resolved.values.get("m2_per_bed", 0.0) >= LEAST_M2


def under_tenancy(result: CaseResult) -> tuple[UnderTenancy, ...]:
    """Every option of longer lodging as tenancy, per class of points; those that could not be let are left out."""
    return tuple(
        row
        for option in result.options.values()
        if would_be_tenancy(option) and has_room_to_let(option)
        for row in _of_option(result, option)
    )


def _of_option(result: CaseResult, option: OptionResult) -> Iterator[UnderTenancy]:
    part = option.computed
    assert part.resolved is not None
    now, service = part.resolved.values["price_per_bed_week"], service_costs(part, part.resolved)
    for supposed in points_classes():
        points = points_of(result, part.resolved, supposed)
        most = highest_rent(result.market, ROOM, points)
        assert most is not None
        rent = most[0] / WEEKS_IN_A_MONTH
        price = min(now, rent + service)
        then = run_option(result.case, _as_tenancy(option.option, price, min(service, price)), result.market)
        yield UnderTenancy(
            option=option.option.id,
            supposed=supposed,
            points=points,
            price_now=now,
            npv_now=option.metrics["npv"],
            rent=rent,
            service=service,
            price=price,
            npv=then.metrics["npv"],
        )


def points_of(result: CaseResult, resolved: ResolvedOption, supposed: PointsClass) -> int:
    """The points of a room of the option with an energy label and a WOZ class."""
    plan = dwelling_of(result, resolved, supposed.energy_label)
    counted = [rubric for rubric in rubrics(ROOM, plan) if rubric.rubric != "woz"]
    return total((*counted, Rubric("woz", rules()[supposed.woz])))


def _as_tenancy(option: Option, price: float, service: float) -> Option:
    """The option with rent by points: no VAT on it, so none on costs comes back, and residents who are registered."""
    changed = {
        "price_per_bed_week": price,
        "service_cost_per_bed_week": service,
        "vat_taxed_share": 0.0,
        "brp_share": 1.0,
    }
    return replace(option, inputs={**option.inputs, **changed})
