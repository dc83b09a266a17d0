"""Income: what the nights sold bring in, in nominal euros per period.

The price is what the resident pays, VAT included where it applies; it splits into rent and service costs.
"""

from __future__ import annotations

from dataclasses import dataclass

from model.formula.expression import Input, Line
from model.formula.primitives import by_choice, choice_of
from model.lines.dated import dated_value
from model.lines.own import with_own
from model.lines.premises import Premises
from model.lines.tourist_tax import TouristTax, build_tourist_tax

BEARERS = ("operator", "employer", "municipality")
"""Who bears vacancy under a take-up contract, in the order of the choice codes."""


@dataclass(frozen=True)
class Income:
    """Rows of what residents pay, and who bears vacancy under a take-up contract, and of what is left after VAT.

    `price_revenue` is what the price brings in without VAT, `proportional_revenue` the part of it that moves in
    proportion to the price, `tourist_tax_of_price` the tourist tax inside the price that does. `tourist_tax_charged` is
    paid on top of the price, with the VAT on it. `stabilised_rent` is the rent of a period at full occupancy,
    `stabilised_price` the price (rent and service), `stabilised_whole_price` without what a law takes from it.
    """

    occupied_nights: Line
    rent_paid: Line
    service_paid: Line
    take_up_paid: Line
    rental_income: Line
    service_income: Line
    take_up_income: Line
    vat_on_price: Line
    price_revenue: Line
    proportional_revenue: Line
    other_income: Line
    revenue: Line
    stabilised_rent: Line
    stabilised_price: Line
    stabilised_whole_price: Line
    tourist_tax: Line
    tourist_tax_charged: Line
    vat_on_tourist_tax: Line
    tourist_tax_of_price: Line
    tourist_tax_a_night: TouristTax


def build_income(premises: Premises) -> Income:
    """Income from opening (with ramp-up) to the end of the term, and the tourist tax on the nights sold."""
    structure, timeline, stay, indices = premises.structure, premises.timeline, premises.stay, premises.indices
    beds, nights, months = premises.site.beds, premises.occupancy.occupied_nights, premises.occupancy.operating_months
    weeks = Line("occupied_weeks", nights / Input("nights_per_week"))
    vat_rate = dated_value("lodging_vat", "lodging_vat_rate", timeline, structure, timeline.open_since)
    vat_in_price = Line("vat_in_price", stay.taxed_share_in_operation * vat_rate / (1 + vat_rate))
    rent_per_bed_week = Line("rent_per_bed_week", Input("price_per_bed_week") - Input("service_cost_per_bed_week"))
    rent_paid = Line("rent_paid", weeks * rent_per_bed_week * indices.asked)
    service_paid = Line("service_paid", weeks * Input("service_cost_per_bed_week") * indices.asked)
    tax = build_tourist_tax(premises, vat_rate, vat_in_price)
    unregistered = Line("unregistered_nights", nights * (1 - Input("brp_share")))
    tourist_tax = Line("tourist_tax", unregistered * tax.night)
    vat_saved = Line("vat_saved_by_tourist_tax", unregistered * tax.vat_saved)
    take_up_paid = _take_up_paid(premises)
    vat_on_price = Line("vat_on_price", (rent_paid + service_paid + take_up_paid) * vat_in_price - vat_saved)
    rental_income = Line("rental_income", rent_paid * (1 - vat_in_price))
    service_income = Line("service_income", service_paid * (1 - vat_in_price))
    take_up_income = Line("take_up_income", take_up_paid * (1 - vat_in_price))
    price_revenue = Line("price_revenue", rental_income + service_income + vat_saved + take_up_income)
    other_income = Line(
        "other_income", Input("other_income_per_bed_year") * beds * months / 12 * indices.general_in_operation
    )
    revenue = Line("revenue", with_own(price_revenue + other_income, "own_revenue", premises.own.revenue))
    # Not masked by the term: the look-ahead period shows the rent of the year after it.
    full_weeks = Line(
        "stabilised_weeks", beds * Input("occupancy") * timeline.period_months / 12 * 365 / Input("nights_per_week")
    )
    net_of_vat = Line("price_index_net_of_vat", indices.asked * (1 - vat_in_price))
    whole = Line("whole_price_index_net_of_vat", indices.price * (1 - vat_in_price))
    return Income(
        occupied_nights=nights,
        rent_paid=rent_paid,
        service_paid=service_paid,
        take_up_paid=take_up_paid,
        rental_income=rental_income,
        service_income=service_income,
        take_up_income=take_up_income,
        vat_on_price=vat_on_price,
        price_revenue=price_revenue,
        proportional_revenue=Line("proportional_revenue", price_revenue - vat_saved * (1 - tax.follows_price)),
        other_income=other_income,
        revenue=revenue,
        stabilised_rent=Line("stabilised_rent", full_weeks * rent_per_bed_week * net_of_vat),
        stabilised_price=Line("stabilised_price", full_weeks * Input("price_per_bed_week") * net_of_vat),
        stabilised_whole_price=Line("stabilised_whole_price", full_weeks * Input("price_per_bed_week") * whole),
        tourist_tax=tourist_tax,
        tourist_tax_charged=Line("tourist_tax_charged", unregistered * tax.charged),
        vat_on_tourist_tax=Line("vat_on_tourist_tax", unregistered * tax.charged_vat),
        tourist_tax_of_price=Line("tourist_tax_of_price", tourist_tax * tax.follows_price * (1 - tax.on_top)),
        tourist_tax_a_night=tax,
    )


def _take_up_paid(premises: Premises) -> Line:
    """What is paid for empty beds under a take-up contract, VAT included: a share of the price, without tourist tax."""
    bearer = choice_of("vacancy_bearer")
    is_borne = Line("vacancy_is_borne", by_choice(bearer, BEARERS, operator=0, otherwise=1))
    weeks = Line("take_up_empty_weeks", premises.occupancy.take_up_empty_nights / Input("nights_per_week"))
    price = Input("price_per_bed_week") * Input("empty_bed_share") * premises.indices.asked
    return Line("take_up_paid", weeks * price * is_borne)
