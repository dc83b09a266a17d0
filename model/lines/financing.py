"""Financing: one loan, drawn with the investment, repaid by a schedule per euro, and what is left settled at the end.

The loan's clock starts at completion (the start, when there is nothing to build); before that the drawn part bears
construction interest. Grace lies inside `loan_years`. A nominal rate with k payments a year costs rate/k per payment.
A loan of `loan_years` x k payments is rounded to whole payments.
"""

from __future__ import annotations

from dataclasses import dataclass

from model.formula.expression import Input, Line, Shape
from model.formula.primitives import (
    at_least,
    by_choice,
    choice_of,
    equal,
    floor,
    lowest,
    maximum,
    minimum,
    only_if,
    or_else,
    owed,
    payment,
    prev,
    total,
)
from model.lines.flows import Flows, sum_of_years
from model.lines.timeline import Timeline

LOAN_TYPES = ("annuity", "linear", "bullet")
LOAN_SIZINGS = ("share", "dscr", "lower_of_both")


@dataclass(frozen=True)
class Financing:
    """Rows of the loan in nominal euros.

    `counted_noi` and `counted_service` hold a year's totals in its last period, 0 in years that the cover skips.
    """

    payments_total: Line
    scheduled_balance: Line
    loan_amount: Line
    financing_fee: Line
    opening_balance: Line
    drawdown: Line
    construction_interest: Line
    interest: Line
    repayment: Line
    final_repayment: Line
    closing_balance: Line
    debt_service: Line
    debt_flow: Line
    counted_noi: Line
    counted_service: Line
    founding_costs: Line


@dataclass(frozen=True)
class Schedule:
    """The loan per euro of it: what is still owed at the end of each period, and what is paid in it.

    `service_per_euro` is what the cover counts: interest and repayment, without a bullet's. `unpaid_interest_share` is
    the part of a payment's interest that has grown since the last one when the term ends between two of them.
    """

    loan_payments: Line
    rate_per_payment: Line
    balance_per_euro: Line
    interest_per_euro: Line
    repayment_per_euro: Line
    service_per_euro: Line
    unpaid_interest_share: Line


def build_schedule(timeline: Timeline) -> Schedule:
    """Annuity, linear or bullet, from completion on; grace first, in which only interest is paid."""
    k, m = Input("loan_payments_per_year"), Input("periods_per_year")
    rate = Line("rate_per_payment", Input("loan_rate") / k)
    loan_type = Line("loan_type_code", choice_of("loan_type"))
    payments_total = Line("loan_payments", maximum(1, floor((Input("loan_years") * k * 2 + 1) / 2)))
    grace = Line("grace_payments", minimum(payments_total - 1, floor((Input("loan_grace_years") * k * 2 + 1) / 2)))
    repayments = Line("repayment_count", payments_total - grace)
    instalment = Line("annuity_per_euro", payment(rate, repayments, 1))

    due = Line("payments_elapsed", maximum(0, timeline.period - timeline.completion_period) * k / m)
    paid = Line(
        "payments_made",
        minimum(payments_total, floor(maximum(0, timeline.period - timeline.completion_period) * k / m)),
    )
    grace_paid = Line("grace_payments_made", minimum(paid, grace))
    repaid = Line("repayments_made", paid - grace_paid)
    annuity_balance = Line("annuity_balance", owed(rate, repaid, instalment, 1))
    linear_balance = Line("linear_balance", 1 - repaid / repayments)
    bullet_balance = Line("bullet_balance", 1 - at_least(paid, payments_total))
    balance = Line(
        "balance_per_euro",
        by_choice(loan_type, LOAN_TYPES, annuity=annuity_balance, linear=linear_balance, bullet=bullet_balance),
        start=1.0,
    )
    linear_interest = Line("linear_interest", repaid - repaid * (repaid - 1) / (repayments * 2))
    annuity_interest = Line("annuity_interest", instalment * repaid - 1 + annuity_balance)
    interest_after_grace = by_choice(
        loan_type, LOAN_TYPES, annuity=annuity_interest, linear=rate * linear_interest, bullet=rate * repaid
    )
    interest_to_date = Line("interest_to_date_per_euro", rate * grace_paid + interest_after_grace)
    interest_per_euro = Line("interest_per_euro", (interest_to_date - prev(interest_to_date)) * timeline.in_term)
    repayment_per_euro = Line("repayment_per_euro", (prev(balance) - balance) * timeline.in_term)
    is_covered = by_choice(loan_type, LOAN_TYPES, bullet=0, otherwise=1)
    counted_repayment = Line("counted_repayment_per_euro", repayment_per_euro * is_covered)
    return Schedule(
        loan_payments=payments_total,
        rate_per_payment=rate,
        balance_per_euro=balance,
        interest_per_euro=interest_per_euro,
        repayment_per_euro=repayment_per_euro,
        service_per_euro=Line("service_per_euro", interest_per_euro + counted_repayment),
        unpaid_interest_share=Line("unpaid_interest_share", (due - paid) * timeline.is_last * balance),
    )


@dataclass(frozen=True)
class Cover:
    """Net operating income and the service of a one-euro loan per year, and whether the year counts."""

    noi_of_year: Line
    service_per_euro_of_year: Line
    counted_year: Line


def build_cover(timeline: Timeline, noi: Line, service_per_euro: Line) -> Cover:
    """The cover counts years from the first full year in which service is due."""
    noi_of_year = sum_of_years("noi_of_year", noi, timeline.is_year_closed)
    service_of_year = sum_of_years("service_per_euro_of_year", service_per_euro, timeline.is_year_closed)
    year_begin = Line("case_year_begin_month", timeline.case_year * 12 - 12)
    full_year = Line("full_year", at_least(year_begin, timeline.stabilised_month))
    has_service = Line("has_service", 1 - equal(service_of_year, 0))
    return Cover(
        noi_of_year=noi_of_year,
        service_per_euro_of_year=service_of_year,
        counted_year=Line("counted_year", timeline.is_year_end * full_year * has_service * timeline.in_term),
    )


def _loan_amount(cover: Cover, investment: Line) -> Line:
    """How much is lent.

    `share` = the amount given, or else the share of the investment; `dscr` = the lowest over the counted years of NOI /
    (required cover x service of a one-euro loan), at least 0; `lower_of_both`. There is no circularity: NOI is before
    tax and loan costs.
    """
    cover_of_euro = Line(
        "cover_of_one_euro", only_if(cover.counted_year, cover.noi_of_year / cover.service_per_euro_of_year)
    )
    lowest_cover = Line("lowest_cover_of_one_euro", lowest(cover_of_euro))
    by_dscr = Line(
        "loan_by_dscr", maximum(0, Line("lowest_cover_or_zero", or_else(lowest_cover, 0)) / Input("loan_min_dscr"))
    )
    by_share = Line("loan_by_share", or_else(Input("loan_amount"), Input("loan_share") * investment))
    sizing = Line("loan_sizing_code", choice_of("loan_sizing"))
    lower = minimum(by_share, by_dscr)
    return Line("loan_amount", by_choice(sizing, LOAN_SIZINGS, share=by_share, dscr=by_dscr, lower_of_both=lower))


def build_financing(timeline: Timeline, flows: Flows, initial_outlay: Line, investment: Line) -> Financing:
    """The loan in euros: drawn with the investment, served by its schedule, settled at the end.

    Its size follows from the investment or from the cover (see `_loan_amount`). A bullet's repayment is left out of
    the cover.
    """
    schedule = build_schedule(timeline)
    cover = build_cover(timeline, flows.net_operating_income, schedule.service_per_euro)
    loan = _loan_amount(cover, investment)
    no_investment = Line("no_investment", equal(investment, 0))
    drawdown = Line(
        "drawdown", loan * (initial_outlay + no_investment * timeline.is_start) / (investment + no_investment)
    )
    fee = Line("financing_fee", loan * Input("loan_fee") * timeline.is_start)
    closing = Line("closing_balance", shape=Shape.ROW)
    opening = Line("opening_balance", prev(closing))
    construction_interest = Line(
        "construction_interest",
        opening
        * Input("loan_rate")
        * timeline.period_months
        / 12
        * (1 - Line("completed_before", prev(timeline.after_completion))),
    )
    interest_per_euro = schedule.interest_per_euro + schedule.unpaid_interest_share * schedule.rate_per_payment
    interest = Line("interest", loan * interest_per_euro)
    repayment = Line("repayment", loan * schedule.repayment_per_euro)
    final_repayment = Line("final_repayment", timeline.is_last * (opening + drawdown - repayment))
    closing.becomes(opening + drawdown - repayment - final_repayment)
    debt_service = Line("debt_service", construction_interest + interest + repayment + final_repayment)
    counted_service = loan * cover.service_per_euro_of_year * cover.counted_year
    return Financing(
        payments_total=schedule.loan_payments,
        scheduled_balance=schedule.balance_per_euro,
        loan_amount=loan,
        financing_fee=fee,
        opening_balance=opening,
        drawdown=drawdown,
        construction_interest=construction_interest,
        interest=interest,
        repayment=repayment,
        final_repayment=final_repayment,
        closing_balance=closing,
        debt_service=debt_service,
        debt_flow=Line("debt_flow", drawdown - fee - debt_service),
        counted_noi=Line("counted_noi", cover.noi_of_year * cover.counted_year),
        counted_service=Line("counted_service", counted_service),
        founding_costs=Line("founding_costs", investment + total(fee) + total(construction_interest)),
    )
