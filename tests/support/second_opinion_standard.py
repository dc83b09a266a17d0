"""A second calculation of a standard option (short stay, mid stay, conversion, new build) by the operator.

Plain Python, from the written conventions and the meaning of the inputs; it shares nothing with the model. Use of the
building is counted month by month and prices day by day, where the model works with formulas per period.

It covers the law in force, without own lines: land and purchase, construction, ramp-up, relocation, income, costs,
replacement, the end of the term (`second_opinion_project`), the loan, corporate tax (`second_opinion_financing`) and
the operator's metrics (here).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.support.second_opinion_arithmetic import (
    Opinion,
    Row,
    irrs,
    negative,
    over_horizon,
    payback,
    plus,
    times,
)
from tests.support.second_opinion_financing import FirstYear, Loan, first_year_of, loan_of, tax_of
from tests.support.second_opinion_project import (
    End,
    Income,
    Investment,
    Operation,
    Setting,
    end_of,
    income_of,
    investment_of,
    operation_of,
    setting,
)
from tests.support.second_opinion_time import level
from tests.support.second_opinion_use import Use, use_of


@dataclass(frozen=True)
class Steps:
    """What the steps of the calculation gave."""

    setting: Setting
    investment: Investment
    use: Use
    income: Income
    operation: Operation
    end: End
    first_year: FirstYear
    loan: Loan


def second_opinion_standard(case: Mapping[str, Any], v: Mapping[str, Any]) -> Opinion:
    """Rows and metrics of the only option of a case; `v` holds the value of every input, growth paths as given."""
    s = setting(case, v)
    investment, use = investment_of(s), use_of(s)
    income = income_of(s, use)
    operation = operation_of(s, investment.today, use, income)
    end, first_year = end_of(s, investment, income), first_year_of(s, use)
    operating_income = operation.rows["net_operating_income"]
    loan = loan_of(s, investment, operating_income, first_year.stable)
    running = plus(
        operating_income, negative(operation.rows["replacement"]), negative(investment.rows["investment_outlay"])
    )
    project = plus(running, end.at_end)
    support = s.once(0, v["subsidy_at_start"] + v["municipal_contribution"])
    with_support = plus(project, support)
    tax = tax_of(s, investment, operation.rows, end.at_end, loan)
    equity = plus(with_support, negative(tax), loan.flow)
    rows = {
        **investment.rows,
        **income.rows,
        **operation.rows,
        **end.rows,
        "project_cash_flow": project,
        "interest": loan.interest,
        "construction_interest": loan.building_interest,
        "corporate_tax": tax,
        "equity_cash_flow": equity,
    }
    steps = Steps(s, investment, use, income, operation, end, first_year, loan)
    equity_rate = v["discount_rate"] if v["equity_discount_rate"] is None else v["equity_discount_rate"]
    metrics: dict[str, float | None] = {
        **values(steps, running, support),
        "equity_npv": s.value(equity_rate, plus(running, support, negative(tax)), plus(end.at_end, loan.flow)),
        "payback_years": payback(project, with_support, s.time.m, loan.completion),
        "dscr_min": min(loan.covers, default=None),
        "dscr_average": sum(loan.covers) / len(loan.covers) if loan.covers else None,
        "loan_amount": loan.amount,
        **of_first_year(steps),
        "peak_funding": max(0.0, -min(sum(with_support[: n + 1]) for n in s.periods)),
        **irrs(with_support, equity, s.time.m),
    }
    return Opinion(metrics, rows)


def values(steps: Steps, running: Row, support: Row) -> dict[str, float | None]:
    """The metrics that are a present value, or rest on one."""
    s, end = steps.setting, steps.end
    v, years = s.v, s.years
    rate = v["discount_rate"]
    of_project = s.value(rate, running, end.at_end)
    npv = of_project + support[0]
    start, price_year = s.time.start.year, s.time.price_year
    inflation = (level(v["inflation"], price_year, start + years) / level(v["inflation"], price_year, start)) ** (
        1 / years
    ) - 1
    real = (1 + rate) / (1 + inflation) - 1
    kept = plus(times(1 - steps.operation.share_of_revenue, steps.income.from_price), negative(steps.income.inside))
    of_price = s.value(rate, kept, s.once(s.last, end.of_price))
    land_cost = cost_of_land(steps)
    spent = plus(
        steps.investment.rows["investment_outlay"],
        steps.operation.rows["operating_costs"],
        steps.operation.rows["replacement"],
        steps.operation.rows["ground_lease"],
    )
    nights = s.value(rate, [steps.use.nights[n] * s.prices[n] for n in s.periods], s.nothing())
    return {
        "npv": npv,
        "viability_gap": max(0.0, -of_project),
        "cost_recovery_price_per_bed_week": v["price_per_bed_week"] * (1 - of_project / of_price),
        "residual_land_value": None if s.leased or land_cost < 1e-8 else steps.investment.land + of_project / land_cost,
        "equivalent_annual_value": npv / years if abs(real) < 1e-12 else npv * real / (1 - (1 + real) ** -years),
        "npv_over_horizon": over_horizon(npv, real, years, s.case["horizon_years"]),
        "cost_per_bed_night": s.value(rate, spent, negative(end.at_end)) / nights,
    }


def cost_of_land(steps: Steps) -> float:
    """The present value of one euro more for the land: with what is paid on top, less what is got back at the end."""
    s, investment, end, last = steps.setting, steps.investment, steps.end, steps.setting.last
    v, of_land = s.v, investment.of_land
    at_end = (1 + v["discount_rate"]) ** (-last / s.time.m)
    price_kept = of_land * s.land_index[last] / s.land_index[0] * end.land_apart
    price_kept += (1 - of_land) * v["residual_share"] * end.kept
    land_cost = 1 + investment.land_vat + investment.transfer + v["acquisition_cost_share"] - price_kept * at_end
    return float(land_cost + end.full_land_vat * end.per_vat * at_end)


def of_first_year(steps: Steps) -> dict[str, float | None]:
    """The metrics of the first full year, and the investment they compare it with."""
    s, first_year, invested = steps.setting, steps.first_year, steps.investment.invested
    v, part = s.v, steps.first_year.part
    rows = steps.investment.rows
    before_transfer = invested - sum(rows["transfer_tax"]) - sum(rows["acquisition_costs"])
    revenue = first_year.amount(steps.income.rows["revenue"])
    income = first_year.amount(steps.operation.rows["net_operating_income"])
    wages = s.time.index(v["minimum_wage_growth"], in_use=True)
    wage = sum(part[n] * v["minimum_wage_hour"] * v["hours_per_week"] * wages[n] for n in s.periods)
    price = sum(part[n] * (v["price_per_bed_week"] * s.prices[n] + steps.income.weekly_top[n]) for n in s.periods)
    known = first_year.known
    return {
        "investment": invested,
        "gross_initial_yield": revenue / invested if known else None,
        "net_initial_yield": income / invested if known else None,
        "gross_initial_yield_kk": revenue / before_transfer if known else None,
        "net_initial_yield_kk": income / before_transfer if known else None,
        "resident_cost_share": price / wage if known else None,
    }
