"""What lodging would earn if a longer stay were tenancy, as the minister announced on 14 November 2025.

The letter (2025D46545): short stay at most thirty days, a tenancy for a longer one, rent by points, and only at 15 m² a
person with a room of one's own. A consultation was announced; from when it would hold is not known. That a longer stay
may be tenancy under the law of today is a risk of the same size.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from model.case import TENANCY, Option
from model.case.proposals import counted, counting_on
from model.engine.resolve import ResolvedOption
from model.engine.results import CaseResult, OptionResult
from model.engine.run import run_option
from model.law.rent import dwelling_of, service_costs
from model.parameters.points import ROOM, WEEKS_IN_A_MONTH, PointsClass, classes, highest_rent, room_points

LONGEST_SHORT_STAY = 30 / (365 / 12)
"""Months that a short stay would last at most: thirty days."""
LEAST_M2 = 15.0
"""Floor area per person below which it could not be let."""


@dataclass(frozen=True)
class UnderTenancy:
    """An option as lodging, and as tenancy from its opening on at one class of points; amounts per bed per week.

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


def is_longer_lodging(resolved: ResolvedOption) -> bool:
    """Whether people are lodged for longer than thirty days."""
    given = resolved.provenance
    lodges = "use_function" in given and given["use_function"].value == "lodging"
    return lodges and resolved.values["stay_months"] > LONGEST_SHORT_STAY


def would_be_tenancy(option: OptionResult) -> bool:
    """Whether an option lodges people for longer than thirty days; a mix is not asked, its components are."""
    resolved = option.computed.resolved
    return resolved is not None and is_longer_lodging(resolved)


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
    label = str(part.resolved.provenance["energy_label"].value)
    others = {key: day for key, day in counted(result.case).items() if key != TENANCY}
    case = counting_on(result.case, {**others, TENANCY: result.case.start_date})
    lodging = run_option(counting_on(result.case, others), option.option, result.market)
    plan = dwelling_of(result, part.resolved, label)
    for supposed in classes():
        points = room_points(plan, supposed.energy_label, supposed.woz)
        most = highest_rent(result.market, ROOM, points)
        assert most is not None
        rent = most[0] / WEEKS_IN_A_MONTH
        price = min(now, rent + service)
        then = run_option(case, with_cap(option.option, price), result.market)
        yield UnderTenancy(
            option=option.option.id,
            supposed=supposed,
            points=points,
            price_now=now,
            npv_now=lodging.metrics["npv"],
            rent=rent,
            service=service,
            price=price,
            npv=then.metrics["npv"],
        )


def with_cap(option: Option, price: float) -> Option:
    """The option with another highest price as tenancy."""
    return replace(option, inputs={**option.inputs, "tenancy_price_per_bed_week": price})
