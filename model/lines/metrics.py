"""The metrics: what an option is judged by, each with its convention (design: metrics).

Every metric is a line like any other, so the workbook computes it too. They build on `Ingredients`, which a mix
provides by adding those of its components: npv is the sum of the components, ratios are taken on summed lines.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from model.formula.expression import Expression, Input, Line, Operand, Shape
from model.formula.primitives import (
    at_least,
    greater,
    irr,
    is_known,
    lowest,
    maximum,
    mean,
    only_if,
    payment,
    prev,
    ratio,
    total,
)
from model.lines.financing import Financing
from model.lines.flows import Discounting, Flows, present_value
from model.lines.structure import Structure
from model.lines.timeline import Timeline, mean_growth


@dataclass(frozen=True)
class Ingredients:
    """What the metrics need. The first group are rows, the others scalars; all add up over the components of a mix.

    `*_known` flags say whether a quantity exists for this option (a residual land value under ground lease does not).
    """

    project_cash_flow: Line
    cash_flow_with_subsidy: Line
    equity_cash_flow: Line
    counted_noi: Line
    counted_service: Line
    npv_project: Line
    npv: Line
    equity_npv: Line
    investment: Line
    transfer_costs: Line
    loan_amount: Line
    first_year_revenue: Line
    first_year_noi: Line
    first_year_known: Line
    price_weighted: Line
    pv_price_revenue: Line
    residual_land_value_amount: Line
    residual_land_value_known: Line
    annual_value: Line
    pv_costs: Line
    pv_nights: Line
    municipality_npv: Line
    municipality_npv_without_fund: Line
    resident_share_weighted: Line
    resident_share_known: Line


@dataclass(frozen=True)
class Metrics:
    """The metrics of the contract, in its order."""

    npv: Line
    irr: Line
    equity_npv: Line
    equity_irr: Line
    payback_years: Line
    dscr_min: Line
    dscr_average: Line
    loan_amount: Line
    investment: Line
    gross_initial_yield: Line
    net_initial_yield: Line
    gross_initial_yield_kk: Line
    net_initial_yield_kk: Line
    viability_gap: Line
    cost_recovery_price_per_bed_week: Line
    residual_land_value: Line
    equivalent_annual_value: Line
    cost_per_bed_night: Line
    cost_per_person_year: Line
    peak_funding: Line
    municipality_npv: Line
    municipality_npv_without_fund: Line
    resident_cost_share: Line

    def by_key(self) -> dict[str, Line]:
        """Metric lines by metric key, in order."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


METRIC_KEYS = tuple(field.name for field in fields(Metrics))


def exceeds_rounding(value: Expression, whole: Operand = 1) -> Expression:
    """Flag: 1 where a value is more than what rounding leaves of nothing, a hundred-millionth of `whole`.

    To divide by a difference: 1.02^40 / 1.02^40 - 1 may come out as 2e-16, and a quotient by that means nothing.
    """
    return greater(value * 100 * 100 * 100 * 100, whole)


def first_full_year(name: str, row: Line, share: Line) -> Line:
    """Total of a row over the first 12 operating months at stabilised occupancy (pro rata within a period)."""
    return Line(name, total(Line(f"{name}_row", row * share)))


def build_metrics(have: Ingredients, cumulative: Line, period: Line, m: Input) -> Metrics:
    """All metrics from their ingredients; `cumulative` is P + S added up.

    npv, irr on P + S; equity on E; irr per period annualised (1+i)^m - 1; payback undiscounted and linear within the
    period, periods before the first flow not counted; cover per counted year; yields on the investment v.o.n. and, as
    keys of their own, k.k.; viability gap max(0, -NPV(P)); cost-recovery price p x (1 - NPV(P) / PV of revenue that
    moves with p, net of costs tied to it); cost per bed night PV(costs) / PV(price index x nights); peak funding max(0,
    -lowest cumulative P + S).
    """
    irr_period = Line("irr_per_period", irr(have.cash_flow_with_subsidy))
    equity_irr_period = Line("equity_irr_per_period", irr(have.equity_cash_flow))
    still = Line(
        "no_flow", 1 - maximum(greater(have.cash_flow_with_subsidy, 0), greater(0, have.cash_flow_with_subsidy))
    )
    # Before anything is paid nothing is paid back; an outlay that a subsidy covers at once is.
    untouched = Line(
        "no_project_flow", 1 - maximum(greater(have.project_cash_flow, 0), greater(0, have.project_cash_flow))
    )
    started = Line("has_started", shape=Shape.ROW)
    started.becomes(maximum(prev(started), 1 - still * untouched))
    paid_back = Line("paid_back", at_least(cumulative, 0) * started)
    ever = Line("ever_paid_back", shape=Shape.ROW)
    ever.becomes(maximum(prev(ever), paid_back))
    first_time = Line("first_paid_back", ever - prev(ever))
    within = cumulative / (have.cash_flow_with_subsidy + still)
    moment = Line("payback_moment", only_if(first_time, maximum(0, period - within) / m))
    has_service = Line("has_counted_service", greater(have.counted_service, 0))
    dscr = Line("dscr", only_if(has_service, have.counted_noi / have.counted_service))
    without_transfer = Line("investment_kk", have.investment - have.transfer_costs)

    def first_year_yield(name: str, income: Line, invested: Line) -> Line:
        """Blank when nothing is invested, or when no full year fits in the term."""
        return Line(
            name, ratio(income * have.first_year_known, Line(f"{name}_divisor", invested * have.first_year_known))
        )

    return Metrics(
        npv=have.npv,
        irr=Line("irr", _annual(irr_period, m)),
        equity_npv=have.equity_npv,
        equity_irr=Line("equity_irr", _annual(equity_irr_period, m)),
        payback_years=Line("payback_years", lowest(moment)),
        dscr_min=Line("dscr_min", lowest(dscr)),
        dscr_average=Line("dscr_average", mean(dscr)),
        loan_amount=have.loan_amount,
        investment=have.investment,
        gross_initial_yield=first_year_yield("gross_initial_yield", have.first_year_revenue, have.investment),
        net_initial_yield=first_year_yield("net_initial_yield", have.first_year_noi, have.investment),
        gross_initial_yield_kk=first_year_yield("gross_initial_yield_kk", have.first_year_revenue, without_transfer),
        net_initial_yield_kk=first_year_yield("net_initial_yield_kk", have.first_year_noi, without_transfer),
        viability_gap=Line("viability_gap", maximum(0, 0 - have.npv_project)),
        cost_recovery_price_per_bed_week=Line(
            "cost_recovery_price_per_bed_week",
            ratio(have.price_weighted * (have.pv_price_revenue - have.npv_project), have.pv_price_revenue),
        ),
        residual_land_value=Line(
            "residual_land_value", only_if(have.residual_land_value_known, have.residual_land_value_amount)
        ),
        equivalent_annual_value=Line("equivalent_annual_value", have.annual_value),
        cost_per_bed_night=Line("cost_per_bed_night", ratio(have.pv_costs, have.pv_nights)),
        cost_per_person_year=Line("cost_per_person_year", ratio(have.pv_costs * 365, have.pv_nights)),
        peak_funding=Line("peak_funding", maximum(0, 0 - Line("lowest_cumulative", lowest(cumulative)))),
        municipality_npv=have.municipality_npv,
        municipality_npv_without_fund=have.municipality_npv_without_fund,
        resident_cost_share=Line(
            "resident_cost_share", only_if(have.resident_share_known, have.resident_share_weighted)
        ),
    )


def _annual(per_period: Line, m: Input) -> Expression:
    """(1+i)^m - 1, blank where i is."""
    known = Line(f"{per_period.key}_known", is_known(per_period))
    return only_if(known, (1 + per_period) ** m - 1)


@dataclass(frozen=True)
class ProjectValues:
    """Present values of one option, by two routes for the project's npv."""

    npv_project: Line
    npv: Line
    equity_npv: Line


def build_project_values(
    flows: Flows, financing: Financing, corporate_tax: Line, discounting: Discounting
) -> ProjectValues:
    """NPV(P), NPV(P + S) at the project rate and NPV(E) at the equity rate; terminal and loan flows at period ends."""
    running = present_value("pv_running", flows.running_flow, discounting.running_factor)
    terminal = present_value("pv_terminal", flows.terminal_flow, discounting.end_factor)
    subsidies = Line(
        "pv_subsidies",
        present_value("pv_running_subsidies", flows.running_subsidies, discounting.running_factor)
        + present_value("pv_guarantee", flows.guarantee_payment, discounting.end_factor),
    )
    npv_project = Line("npv_project", running + terminal)
    before_loan = Line("equity_running_flow", flows.running_flow + flows.running_subsidies - corporate_tax)
    at_end = Line("equity_end_flow", flows.terminal_flow + flows.guarantee_payment + financing.debt_flow)
    equity_npv = Line(
        "equity_npv",
        present_value("pv_equity_running", before_loan, discounting.equity_running_factor)
        + present_value("pv_equity_end", at_end, discounting.equity_end_factor),
    )
    return ProjectValues(npv_project, Line("npv", npv_project + subsidies), equity_npv)


def build_annual_value(structure: Structure, npv: Line, timeline: Timeline) -> Line:
    """Real equivalent annual value: npv x q / (1 - (1+q)^-T), q = (1+r)/(1+inflation) - 1; npv / T at q = 0.

    Inflation that differs per year counts with its geometric mean over the term.
    """
    inflation = mean_growth("mean_inflation", "inflation", timeline, structure)
    real = Line("real_rate", (1 + Input("discount_rate")) / (1 + inflation) - 1)
    return Line("annual_value", payment(real, timeline.term_months / 12, npv))
