"""The resident and the employer: what the bed costs against the minimum wage, and who pays it."""

from __future__ import annotations

from dataclasses import dataclass

from model.formula.expression import Input, Line
from model.formula.primitives import by_choice, choice_of, total
from model.lines.dated import dated_value
from model.lines.growth import Indices, growth_index
from model.lines.income import BEARERS, Income
from model.lines.premises import Premises
from model.lines.tourist_tax import TouristTax


@dataclass(frozen=True)
class Resident:
    """Rows per period and scalars over the first full year; amounts in euros per week.

    `deduction_ceiling` is the most that may be withheld from the minimum wage for housing per week.
    """

    weekly_wage: Line
    deduction_ceiling: Line
    price_per_week: Line
    ceiling_margin: Line
    price_first_year: Line
    tourist_tax_first_year: Line
    wage_first_year: Line
    ceiling_first_year: Line
    resident_share: Line


def build_resident(premises: Premises, tourist_tax: TouristTax) -> Resident:
    """(price incl. VAT + tourist tax on top of it) / (minimum wage per hour x hours per week), first full year.

    The minimum wage follows its dated values as far as they are known, then its growth path; the ceiling is the share
    of it that law allows to be deducted (Wet minimumloon art. 13, Besluit minimumloon: 25%).
    """
    structure, timeline = premises.structure, premises.timeline
    weight = timeline.first_full_year_weight
    wage_index = growth_index("wage_index", "minimum_wage_growth", timeline, structure, in_operation=True)
    hourly = dated_value("hourly_wage", "minimum_wage_hour", timeline, structure, timeline.open_since)
    weekly_wage = Line("weekly_wage", hourly * wage_index * Input("hours_per_week"))
    allowed = dated_value("deduction_allowed", "deduction_share", timeline, structure, timeline.open_since)
    ceiling = Line("deduction_ceiling", weekly_wage * allowed)
    price_row = Line("price_per_week", Input("price_per_bed_week") * premises.indices.asked)

    def mean_of(name: str, row: Line) -> Line:
        return Line(name, total(Line(f"{name}_row", row * weight)))

    price = mean_of("price_first_year", price_row)
    charged = Line(
        "tourist_tax_week_charged", tourist_tax.charged * Input("nights_per_week") * (1 - Input("brp_share"))
    )
    tourist = mean_of("tourist_tax_week_first_year", charged)
    wage = mean_of("wage_first_year", weekly_wage)
    return Resident(
        weekly_wage=weekly_wage,
        deduction_ceiling=ceiling,
        price_per_week=price_row,
        ceiling_margin=Line("ceiling_margin", ceiling - price_row),
        price_first_year=price,
        tourist_tax_first_year=tourist,
        wage_first_year=wage,
        ceiling_first_year=mean_of("ceiling_first_year", ceiling),
        resident_share=Line(
            # A wage of nearly nothing is not added to 1 first: it would round away and leave a division by zero.
            "resident_share",
            (price + tourist) / Line("wage_or_one", wage + (1 - timeline.has_full_year)),
        ),
    )


@dataclass(frozen=True)
class Payers:
    """Who pays the price, empty beds under contract and the travel to work, in nominal euros per period."""

    price_paid_by_resident: Line
    price_paid_by_employer: Line
    take_up_paid_by_employer: Line
    travel_paid_by_resident: Line
    travel_paid_by_employer: Line


def borne_by(party: str, key: str, income: Income) -> Line:
    """What a party pays for empty beds under a take-up contract: all of it where the party bears vacancy, else none."""
    return Line(key, income.take_up_paid * by_choice(choice_of("vacancy_bearer"), BEARERS, otherwise=0, **{party: 1}))


def build_payers(indices: Indices, income: Income) -> Payers:
    """The price (VAT included) and the cost of travel, split between resident and employer."""
    paid = Line("price_paid", income.rent_paid + income.service_paid)
    by_employer = Line("price_paid_by_employer", paid * Input("employer_share"))
    weeks = Line("travel_weeks", income.occupied_nights / Input("nights_per_week"))
    travel = Line("travel_costs", weeks * Input("travel_cost_per_bed_week") * indices.general_in_operation)
    travel_employer = Line("travel_paid_by_employer", travel * Input("travel_employer_share"))
    return Payers(
        price_paid_by_resident=Line("price_paid_by_resident", paid - by_employer),
        price_paid_by_employer=by_employer,
        take_up_paid_by_employer=borne_by("employer", "take_up_paid_by_employer", income),
        travel_paid_by_resident=Line("travel_paid_by_resident", travel - travel_employer),
        travel_paid_by_employer=travel_employer,
    )
