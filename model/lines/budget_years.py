"""The municipality's budget per calendar year: which part of each period's amount belongs to which budget year.

A period that touches two calendar years is split by its days, except for what falls on its last day: that belongs to
the year of that day. Per amount two rows come out of it: what goes on to the calendar year after the one a period
begins in, and what belongs to the calendar year it begins in, with what came on from the period before. A budget year
is the sum of the latter over the periods (the look-ahead one included) that begin in it.
"""

from __future__ import annotations

from dataclasses import dataclass

from model.formula.expression import Input, Line
from model.formula.primitives import edate, equal, prev, year
from model.lines.budget import Budget
from model.lines.municipality import Municipality
from model.lines.timeline import Timeline


@dataclass(frozen=True)
class BudgetYears:
    """What falls in which budget year.

    `last_budget_year` is the calendar year of the last day of the term; `rows` the parts per budget year.
    """

    last_budget_year: Line
    rows: tuple[Line, ...]


def build_budget_years(timeline: Timeline, municipality: Municipality, budget: Budget) -> BudgetYears:
    """The rows `KEY_next_year` and `KEY_in_year` of the budget's income and charges, their details, and the cash flow.

    Of what does not fall on a period's last day, the share of its days after 1 January goes on to the next year.
    """
    last_day = edate(Input("start_date"), timeline.term_months) - 1
    ends_in_year = Line("ends_in_budget_year", equal(year(timeline.date_end - 1), timeline.year_begin))
    town = municipality
    income_at_end = Line("budget_income_at_end", town.municipality_realisation_grant + budget.budget_provision_released)
    cash_at_end = Line(
        "municipality_cash_flow_at_end",
        town.municipality_realisation_grant + town.municipality_land_value_at_end - town.municipality_guarantee,
    )
    at_end = {
        "budget_income": income_at_end,
        "budget_charges": town.municipality_guarantee,
        "budget_provision_released": budget.budget_provision_released,
        "municipality_cash_flow": cash_at_end,
    }

    def in_year(row: Line) -> Line:
        """What belongs to the year a period begins in: all of the row less what goes on, plus what came on."""
        later = 1 - timeline.share_first_year
        moment = at_end.get(row.key)
        if moment is None:
            onward = row * later
        elif moment is row:
            onward = row * (1 - ends_in_year)
        else:
            onward = (row - moment) * later + moment * (1 - ends_in_year)
        goes_on = Line(f"{row.key}_next_year", onward * timeline.in_term)
        return Line(f"{row.key}_in_year", row * timeline.in_term - goes_on + prev(goes_on))

    return BudgetYears(
        last_budget_year=Line("last_budget_year", year(last_day)),
        rows=tuple(
            in_year(row)
            for row in (
                budget.budget_income,
                budget.budget_charges,
                budget.budget_depreciation,
                budget.budget_interest,
                budget.budget_provision,
                budget.budget_provision_released,
                municipality.municipality_cash_flow,
            )
        ),
    )
