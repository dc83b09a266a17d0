"""Operation: income, running costs and renewal of an option, in nominal euros per period."""

from __future__ import annotations

from dataclasses import dataclass

from model.formula.expression import Line
from model.lines.income import Income, build_income
from model.lines.premises import Premises
from model.lines.renewal import Renewal, build_renewal
from model.lines.rounds import build_renewals
from model.lines.running_costs import RunningCosts, build_revenue_share_of_costs, build_running_costs


@dataclass(frozen=True)
class Operation:
    """The operating phase: what comes in, what it costs, what is renewed.

    `revenue_share_of_costs` is the share of revenue that goes to costs tied to it.
    """

    income: Income
    costs: RunningCosts
    net_operating_income: Line
    renewal: Renewal
    revenue_share_of_costs: Line


def build_operation(premises: Premises, vat_revision: Line) -> Operation:
    """Income and costs of running the option, from opening (with ramp-up) to the end of the term."""
    renewals = build_renewals(premises.timeline, premises.occupancy)
    income = build_income(premises)
    costs = build_running_costs(premises, income, renewals)
    return Operation(
        income=income,
        costs=costs,
        net_operating_income=Line(
            "net_operating_income",
            income.revenue
            + income.tourist_tax_charged
            - income.vat_on_tourist_tax
            - costs.operating_costs
            - costs.ground_lease,
        ),
        renewal=build_renewal(premises, renewals, costs.cost_vat, vat_revision),
        revenue_share_of_costs=build_revenue_share_of_costs(costs),
    )
