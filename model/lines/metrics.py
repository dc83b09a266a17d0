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
from model.lines.growth import mean_growth
from model.lines.structure import Structure
from model.lines.timeline import Timeline


@dataclass(frozen=True)
class Ingredients:
    """What the metrics need, in nominal euros unless said otherwise; all add up over the components of a mix.

    The first six are rows, the others one number each:

    - `models_up_to_completion` counts the models (one, or the components of a mix) that are not past their completion;
    - `counted_noi`, `counted_service`: a year's totals in its last period, 0 in years that the cover skips;
    - `first_year_*`: over the first twelve operating months at stabilised occupancy;
    - `price_weighted`: euros per bed per week x the share of the beds;
    - `pv_price_revenue`: the present value of all that moves in proportion to the price, net of costs tied to revenue;
      `pv_price_gross` the same before those costs, `pv_price_uncapped` as if no law took from the price;
    - `annual_value`: real euros per year, `value_over_horizon` the same over the horizon of the case;
    - `pv_nights`: nights x price index, discounted;
    - `*_known`: flags that say whether a quantity exists for this option (a residual land value under ground lease does
      not).
    """

    project_cash_flow: Line
    cash_flow_with_subsidy: Line
    equity_cash_flow: Line
    counted_noi: Line
    counted_service: Line
    models_up_to_completion: Line
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
    pv_price_gross: Line
    pv_price_uncapped: Line
    residual_land_value_amount: Line
    residual_land_value_known: Line
    annual_value: Line
    value_over_horizon: Line
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
    npv_over_horizon: Line
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
"""The keys of all metrics, in order."""


def exceeds_rounding(value: Expression, whole: Operand = 1) -> Expression:
    """Flag: 1 where a value is more than what rounding leaves of nothing, a hundred-millionth of `whole`.

    To divide by a difference: 1.02^40 / 1.02^40 - 1 may come out as 2e-16, and a quotient by that means nothing.
    """
    return greater(value * 100 * 100 * 100 * 100, whole)


def first_full_year(name: str, row: Line, share: Line) -> Line:
    """Total of a row over the first 12 operating months at stabilised occupancy (pro rata within a period)."""
    return Line(name, total(Line(f"{name}_row", row * share)))


def build_metrics(have: Ingredients, cumulative: Line, period: Line, m: Input) -> Metrics:
    """All metrics from their ingredients; `cumulative` is P + S added up, m the periods a year.

    - npv and irr on P + S, `equity_*` on E; an irr per period i as a yearly one: (1+i)^m - 1;
    - payback in years from the start (see `build_payback`);
    - dscr = NOI / service per counted year, its lowest and its mean;
    - yields = a first year's revenue or NOI / the investment v.o.n. and, as keys of their own, k.k.;
    - viability gap = max(0, -NPV(P));
    - cost-recovery price in euros per bed per week (see `build_cost_recovery_price`);
    - cost per bed night = PV(costs) / PV(price index x nights); per person-year 365 times that;
    - peak funding = max(0, -lowest cumulative P + S).

    Blank: a ratio whose divisor is zero, a yield when no full year fits in the term, what is not known for the option.
    Source: design, metrics.
    """
    irr_period = Line("irr_per_period", irr(have.cash_flow_with_subsidy))
    equity_irr_period = Line("equity_irr_per_period", irr(have.equity_cash_flow))
    payback = build_payback(have, cumulative, period, m)
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
        npv_over_horizon=Line("npv_over_horizon", have.value_over_horizon),
        irr=Line("irr", _annual(irr_period, m)),
        equity_npv=have.equity_npv,
        equity_irr=Line("equity_irr", _annual(equity_irr_period, m)),
        payback_years=payback,
        dscr_min=Line("dscr_min", lowest(dscr)),
        dscr_average=Line("dscr_average", mean(dscr)),
        loan_amount=have.loan_amount,
        investment=have.investment,
        gross_initial_yield=first_year_yield("gross_initial_yield", have.first_year_revenue, have.investment),
        net_initial_yield=first_year_yield("net_initial_yield", have.first_year_noi, have.investment),
        gross_initial_yield_kk=first_year_yield("gross_initial_yield_kk", have.first_year_revenue, without_transfer),
        net_initial_yield_kk=first_year_yield("net_initial_yield_kk", have.first_year_noi, without_transfer),
        viability_gap=Line("viability_gap", maximum(0, 0 - have.npv_project)),
        cost_recovery_price_per_bed_week=build_cost_recovery_price(have),
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


def build_cost_recovery_price(have: Ingredients) -> Line:
    """Price per bed per week at which NPV(P) is zero, at the price level and with the VAT of the price p itself.

    p x (V - NPV(P)) / U, V the present value of what moves in proportion to p: revenue from the price excl. VAT, less
    the costs that are a share of revenue (with the VAT on them that stays), plus the exit value where it follows from
    rent by a yield. NPV(P) is linear in p, so this is the break-even itself, whichever way the end value is set; a
    guarantee is no part of P. Where a law takes from the price, U is V without that: the price that would have to be
    asked all the time, allowed or not; else U is V.

    Blank where nothing moves with p, and where V is not above zero, rounding apart: costs of 100% of revenue or more
    are recovered by no price. In a mix all prices move by one factor. Source: design, metrics.
    """
    recovers = Line("price_recovers_costs", exceeds_rounding(have.pv_price_uncapped, have.pv_price_gross))
    price = have.price_weighted * (have.pv_price_revenue - have.npv_project) / have.pv_price_uncapped
    return Line("cost_recovery_price_per_bed_week", only_if(recovers, price))


def build_payback(have: Ingredients, cumulative: Line, period: Line, m: Input) -> Line:
    """Years from the start to the first moment, from its lowest point up to completion on, that P + S is paid back.

    Let C be P + S added up, undiscounted, and n0 the first period up to the period of completion in which C is lowest.
    Paid back is the first period n >= n0, not before the first flow, with C(n) >= 0; the moment is linear within it:
    n - C(n) / flow(n) where C was below zero a period earlier, else the end of n. Blank when there is none.

    So a subsidy at the start that exceeds what is paid at the start pays nothing back as long as the building is still
    to be paid. A mix is complete when its last component is: until then its lowest point may still come. An option of
    own lines without construction months is complete at the start. Source: design, metrics.
    """
    flow = have.cash_flow_with_subsidy
    still = Line("no_flow", 1 - maximum(greater(flow, 0), greater(0, flow)))
    # Before anything is paid nothing is paid back; an outlay that a subsidy covers at once is.
    untouched = Line(
        "no_project_flow", 1 - maximum(greater(have.project_cash_flow, 0), greater(0, have.project_cash_flow))
    )
    started = Line("has_started", shape=Shape.ROW)
    started.becomes(maximum(prev(started), 1 - still * untouched))
    building = Line("is_up_to_completion", greater(have.models_up_to_completion, 0))
    while_building = Line("cumulative_up_to_completion", only_if(building, cumulative))
    deepest = Line("lowest_up_to_completion", lowest(while_building))
    past_lowest = Line("is_past_lowest", shape=Shape.ROW)
    past_lowest.becomes(maximum(prev(past_lowest), at_least(deepest, cumulative) * building))
    paid_back = Line("paid_back", at_least(cumulative, 0) * started * past_lowest)
    ever = Line("ever_paid_back", shape=Shape.ROW)
    ever.becomes(maximum(prev(ever), paid_back))
    first_time = Line("first_paid_back", ever - prev(ever))
    within = Line("paid_back_within", cumulative / (flow + still) * greater(0, prev(cumulative)))
    moment = Line("payback_moment", only_if(first_time, (period - within) / m))
    return Line("payback_years", lowest(moment))


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


@dataclass(frozen=True)
class PriceValues:
    """Present values of what moves with the price: net of the costs tied to revenue, before them, and uncapped."""

    pv_price_revenue: Line
    pv_price_gross: Line
    pv_price_uncapped: Line


def build_price_values(
    price_revenue: Line,
    tax_of_price: Line,
    revenue_share_of_costs: Line,
    exit_values: tuple[Line, Line],
    kept: Line,
    discounting: Discounting,
) -> PriceValues:
    """What the price brings in while the option runs, and the part of the exit value that follows from it.

    Of it go the costs that are a share of revenue, and the tourist tax inside the price that is a share of it. `kept`
    is the share of the price that a law leaves; `exit_values` are those of what is left and of the whole price.
    """
    net_price = Line("price_revenue_net", price_revenue * (1 - revenue_share_of_costs) - tax_of_price)
    exit_of_price, exit_of_whole = (
        present_value(name, value, discounting.end_factor)
        for name, value in zip(("pv_exit_of_price", "pv_exit_of_whole_price"), exit_values, strict=True)
    )
    net = present_value("pv_price_net", net_price, discounting.running_factor)
    gross = present_value("pv_price_before_costs", price_revenue, discounting.running_factor)
    whole = present_value("pv_whole_price", Line("whole_price_net", net_price / kept), discounting.running_factor)
    return PriceValues(
        pv_price_revenue=Line("pv_price_revenue", net + exit_of_price),
        pv_price_gross=Line("pv_price_gross", gross + exit_of_price),
        pv_price_uncapped=Line("pv_price_uncapped", whole + exit_of_whole),
    )


def build_pv_costs(costs_to_cover: Line, terminal_flow: Line, discounting: Discounting) -> Line:
    """Present value of what the price has to cover: costs while the option runs, less what is left at the end."""
    running = Line("pv_costs_row", costs_to_cover * discounting.running_factor)
    return Line("pv_costs", total(running) - total(Line("pv_end_row", terminal_flow * discounting.end_factor)))


@dataclass(frozen=True)
class AnnualValue:
    """What an option is worth per year, and over the horizon of the case."""

    annual_value: Line
    value_over_horizon: Line


def build_annual_value(structure: Structure, npv: Line, timeline: Timeline) -> AnnualValue:
    """Real equivalent annual value of an npv over the term, euros per year, and its worth over the horizon.

    a = npv x q / (1 - (1+q)^-T), and over the horizon a x (1 - (1+q)^-H) / q; q = (1+r)/(1+inflation) - 1, T the term
    in years from the start and H `horizon_years`. Special case q = 0: npv / T and a x H.

    So an option that lasts shorter is repeated at the same real value per year, and one that lasts longer counts for
    its first H years; where H = T it is the npv. Inflation that differs per year counts with its geometric mean over
    the term. Source: design, metrics.
    """
    inflation = mean_growth("mean_inflation", "inflation", timeline, structure)
    real = Line("real_rate", (1 + Input("discount_rate")) / (1 + inflation) - 1)
    annual = Line("annual_value", payment(real, timeline.term_months / 12, npv))
    per_euro = Line("annual_value_per_euro", payment(real, Input("horizon_years"), 1))
    return AnnualValue(annual, Line("value_over_horizon", annual / per_euro))
