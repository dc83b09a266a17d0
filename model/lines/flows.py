"""The common face of all options: the flows that financing, tax and the metrics build on."""

from __future__ import annotations

from dataclasses import dataclass

from model.formula.expression import Expression, Input, Line, Shape
from model.formula.primitives import by_choice, choice_of, maximum, or_else, prev, total
from model.lines.own import OwnLines
from model.lines.timeline import Timeline

DISCOUNTING = ("end_of_period", "mid_period")
"""When running flows fall, in the order of the choice codes."""


@dataclass(frozen=True)
class Flows:
    """Operator's rows before financing and tax.

    P = net operating income - replacement - investment + residual value - end costs (`project_cash_flow`); S =
    `subsidies`. `running_flow` is the part of P that falls in mid-period when the case discounts so; `terminal_flow`
    the part that always falls at the end.
    """

    net_operating_income: Line
    replacement: Line
    investment_outlay: Line
    residual_value: Line
    end_costs: Line
    subsidies: Line
    running_subsidies: Line
    guarantee_payment: Line
    running_flow: Line
    terminal_flow: Line
    project_cash_flow: Line
    cash_flow_with_subsidy: Line


@dataclass(frozen=True)
class Subsidies:
    """S by giver; `guarantee_payment` always falls at the end of its period, the others are running flows."""

    subsidy_from_state: Line
    municipal_contribution: Line
    running_subsidies: Line
    guarantee_payment: Line
    subsidies: Line


def build_subsidies(timeline: Timeline, own: OwnLines, guarantee_payment: Line) -> Subsidies:
    """S: the subsidy and the municipality's contribution at the start, own lines, and what a guarantee pays out."""
    from_state = Line("subsidy_from_state", timeline.is_start * Input("subsidy_at_start"))
    contribution = Line("municipal_contribution_paid", timeline.is_start * Input("municipal_contribution"))
    running: Expression = from_state + contribution
    if own.subsidy is not None:
        running = running + Line("own_subsidies", own.subsidy)
    running_line = Line("running_subsidies", running)
    return Subsidies(
        subsidy_from_state=from_state,
        municipal_contribution=contribution,
        running_subsidies=running_line,
        guarantee_payment=guarantee_payment,
        subsidies=Line("subsidies", running_line + guarantee_payment),
    )


def build_flows(
    net_operating_income: Line,
    replacement: Line,
    investment_outlay: Line,
    residual_value: Line,
    end_costs: Line,
    subsidies: Subsidies,
) -> Flows:
    """P and S, and their parts by the moment they count at, per period.

    P = running flow + terminal flow (see `Flows`). Running flow = net operating income - replacement - investment;
    terminal flow = residual value - end costs, always at the end of its period.
    """
    running = Line("running_flow", net_operating_income - replacement - investment_outlay)
    terminal = Line("terminal_flow", residual_value - end_costs)
    project = Line("project_cash_flow", running + terminal)
    return Flows(
        net_operating_income=net_operating_income,
        replacement=replacement,
        investment_outlay=investment_outlay,
        residual_value=residual_value,
        end_costs=end_costs,
        subsidies=subsidies.subsidies,
        running_subsidies=subsidies.running_subsidies,
        guarantee_payment=subsidies.guarantee_payment,
        running_flow=running,
        terminal_flow=terminal,
        project_cash_flow=project,
        cash_flow_with_subsidy=Line("cash_flow_with_subsidy", project + subsidies.subsidies),
    )


@dataclass(frozen=True)
class Cash:
    """The project's cash from nothing at the start, nominal: opening + received - paid = closing.

    `cumulative_cash_flow` is the closing: P + S added up, before loans and tax.
    """

    cash_opening: Line
    cash_received: Line
    cash_paid: Line
    cumulative_cash_flow: Line


CASH_ROWS = (
    "net_operating_income",
    "replacement",
    "investment_outlay",
    "residual_value",
    "end_costs",
    "subsidies",
)
"""Rows that the project's cash is made of."""


def build_cash(
    net_operating_income: Line,
    residual_value: Line,
    subsidies: Line,
    investment_outlay: Line,
    replacement: Line,
    end_costs: Line,
) -> Cash:
    """The project's cash from the rows of `CASH_ROWS`.

    Received: net operating income (below zero where operation costs money), residual value, subsidies. Paid: the
    outlays.
    """
    closing = Line("cumulative_cash_flow", shape=Shape.ROW)
    opening = Line("cash_opening", prev(closing))
    received = Line("cash_received", net_operating_income + residual_value + subsidies)
    paid = Line("cash_paid", investment_outlay + replacement + end_costs)
    closing.becomes(opening + received - paid)
    return Cash(cash_opening=opening, cash_received=received, cash_paid=paid, cumulative_cash_flow=closing)


@dataclass(frozen=True)
class Discounting:
    """Discount factors at the project's, the equity and the municipality's rate.

    The `end` factors hold at the end of a period, the `running` ones when its running flows fall.
    """

    end_factor: Line
    running_factor: Line
    equity_end_factor: Line
    equity_running_factor: Line
    municipality_end_factor: Line
    municipality_running_factor: Line


def build_discounting(timeline: Timeline) -> Discounting:
    """The discount factors of each period, 1 at the start.

    (1+r)^(-n/m) at the end of period n, m periods a year; running flows half a period earlier when the case discounts
    mid-period, but none before the start. The equity's rate is the project's where none is given.
    """
    m = Input("periods_per_year")
    half = Line(
        "mid_period_shift",
        by_choice(choice_of("discounting"), DISCOUNTING, end_of_period=0, mid_period=1 / (m * 2)),
    )
    years_end = Line("years_to_end", timeline.period / m)
    years_running = Line("years_to_running", maximum(0, years_end - half))
    rate = Input("discount_rate")
    equity_rate = Line("equity_rate", or_else(Input("equity_discount_rate"), rate))
    municipality_rate = Input("municipality_discount_rate")
    return Discounting(
        end_factor=Line("end_factor", (1 + rate) ** (0 - years_end)),
        running_factor=Line("running_factor", (1 + rate) ** (0 - years_running)),
        equity_end_factor=Line("equity_end_factor", (1 + equity_rate) ** (0 - years_end)),
        equity_running_factor=Line("equity_running_factor", (1 + equity_rate) ** (0 - years_running)),
        municipality_end_factor=Line("municipality_factor", (1 + municipality_rate) ** (0 - years_end)),
        municipality_running_factor=Line("municipality_running_factor", (1 + municipality_rate) ** (0 - years_running)),
    )


def sum_of_years(name: str, row: Line, year_closed: Line) -> Line:
    """Year-to-date total of a row, that restarts after each period with the flag.

    The year's total stands in its last period. With `timeline.is_year_end` period 0 counts in year 1 (a tax year has to
    hold what falls at the start); with `timeline.is_year_closed` it stands alone (year 1 of a pro forma is the first
    twelve months, not the start).
    """
    to_date = Line(name, shape=Shape.ROW)
    to_date.becomes(prev(to_date) * (1 - prev(year_closed)) + row)
    return to_date


def present_value(name: str, row: Line, factor: Line) -> Line:
    """Total of row x factor, with its row of present values."""
    return Line(name, total(Line(f"{name}_row", row * factor)))
