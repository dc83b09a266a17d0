"""The budget effect (begrotingseffect): income and charges as the municipality books them, next to its cash view.

BBV in short: a contribution to somebody else's asset, and what the municipality itself invests, is capitalised and
depreciated over what is left of the term; leased land stays on the balance at cost, is not depreciated, and its rise in
value is no income as long as the land is not sold; both bear interest at the municipality's own rate; an expected loss
on a guarantee is provided for at once and released when the guarantee ends. A result on land is taken when the land is
sold.
"""

from __future__ import annotations

from dataclasses import dataclass

from model.formula.expression import Input, Line, Shape
from model.formula.primitives import maximum, prev, total
from model.lines.guarantee import Guarantee
from model.lines.municipality import Municipality
from model.lines.own import OwnLines, with_own
from model.lines.site import Site
from model.lines.timeline import Timeline


@dataclass(frozen=True)
class Budget:
    """Rows in nominal euros.

    Over the whole term the results add up to the cash flows, less the interest charged and less the value of leased
    land at the end, plus the cost of that land, which stays on the balance.
    """

    budget_book_value: Line
    budget_depreciation: Line
    budget_interest: Line
    budget_provision: Line
    budget_provision_released: Line
    budget_income: Line
    budget_charges: Line
    budget_result: Line
    contingent_liability: Line


def build_budget(
    timeline: Timeline, site: Site, municipality: Municipality, guarantee: Guarantee, own: OwnLines
) -> Budget:
    """Income and charges per period, from the municipality's cash rows."""
    invested = Line(
        "budget_invested",
        with_own(municipality.municipality_contribution, "own_municipality_invested", own.municipality_invested),
    )
    land_kept = Line("land_cost_kept", municipality.municipality_land_costs * site.is_ground_lease)
    depreciable = Line("budget_depreciable", shape=Shape.ROW)
    months_left = Line("budget_months_left", maximum(1, timeline.term_months - timeline.month_begin))
    share = Line("budget_share_written_off", timeline.period_months / months_left * timeline.in_term)
    # What is invested on the very last day has no years left: it is a charge at once.
    depreciation = Line("budget_depreciation", prev(depreciable) * share + invested * timeline.is_last)
    depreciable.becomes(prev(depreciable) + invested - depreciation)
    book = Line("budget_book_value", shape=Shape.ROW)
    book.becomes(prev(book) + invested + land_kept - depreciation)
    interest = Line(
        "budget_interest",
        prev(book) * Input("municipal_interest_rate") * timeline.period_months / 12 * timeline.in_term,
    )
    expected = Line(
        "guarantee_provision_total",
        total(guarantee.guarantee_loss_expected) * Input("guarantee_municipality_share"),
    )
    provision = Line("budget_provision", timeline.is_start * expected)
    released = Line("budget_provision_released", timeline.is_last * expected)
    income = Line(
        "budget_income",
        municipality.municipality_income - municipality.municipality_land_value_at_end + released,
    )
    charges = Line(
        "budget_charges",
        municipality.municipality_costs - invested - land_kept + depreciation + interest + provision,
    )
    contingent = Line(
        "contingent_liability",
        total(guarantee.guaranteed_value) * Input("guarantee_municipality_share") * timeline.in_term,
    )
    return Budget(
        budget_book_value=book,
        budget_depreciation=depreciation,
        budget_interest=interest,
        budget_provision=provision,
        budget_provision_released=released,
        budget_income=income,
        budget_charges=charges,
        budget_result=Line("budget_result", income - charges),
        contingent_liability=contingent,
    )
