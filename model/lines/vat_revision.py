"""Revision of reclaimed VAT (herziening): what is settled with the state when the taxed use changes.

When the taxed use changes, part of the VAT on investments is settled with the state. Wet op de omzetbelasting 1968,
art. 15 and Uitvoeringsbeschikking art. 11-13a: at first use the deduction is corrected
in full; after that every year of the revision period a tenth (real estate: ten years counted with the year of first
use) or a fifth (movables and, from 2026, services on real estate above a threshold: five years) of the VAT is settled
for the difference between the taxed use at first use and in that year. A sale within that period settles the years
that are left at once (art. 13a): as if the goods were from then on used for what the sale is, exempt or taxed. With the
going concern (Wet OB art. 37d) the buyer takes the period over, and nothing is settled. The articles were not read
again for this: what rests on them is an assumption (`defaults.csv`). Services are left out of it: the period of real
estate alone is settled at a sale.
"""

from __future__ import annotations

from dataclasses import dataclass

from model.formula.expression import Expression, Input, Line
from model.formula.primitives import at_least, by_choice, choice_of, equal, jan1, maximum, minimum, total, year
from model.lines.investment import Investment
from model.lines.premises import Premises
from model.lines.timeline import END_OF_TERM, Timeline

WORKS_REVISIONS = ("real_estate", "service")
"""What the works are for the revision: part of new real estate, or a service on an existing building."""
SALE_VATS = ("exempt", "taxed", "going_concern")
"""How a sale within the revision period is treated: its later use counts as exempt, taxed or unchanged."""


@dataclass(frozen=True)
class VatRevision:
    """Rows in nominal euros; positive is paid to the state. `vat_revision` is the sum of those before the end.

    `sale_revision` is due at the sale at the end. `per_euro_of_land_vat` and `sale_per_euro_of_land_vat` are the parts
    of both that a euro of VAT on land causes: they belong to the price of land.
    """

    first_use_correction: Line
    revision_real_estate: Line
    revision_services: Line
    revision_movables: Line
    vat_revision: Line
    sale_revision: Line
    per_euro_of_land_vat: Line
    sale_per_euro_of_land_vat: Line


def build_vat_revision(premises: Premises, investment: Investment) -> VatRevision:
    """The revision on land, works and the first furniture; renewals and later maintenance are left out of it."""
    timeline, stay = premises.timeline, premises.stay
    opening_year = Line("opening_year", year(timeline.opening_date))
    is_opening = Line("is_opening", equal(timeline.period, timeline.completion_period))
    first_use, change = stay.taxed_share_first_use, stay.taxed_share_lost
    vat = investment.vat_gross
    too_much = total(Line("vat_reclaimed_row", vat * stay.taxed_share)) - total(vat) * first_use
    first_use_correction = Line("first_use_correction", Line("vat_reclaimed_too_much", too_much) * is_opening)

    kind = Line("works_revision_code", choice_of("works_revision"))
    above = Line("services_above_threshold", at_least(investment.works_total, Input("revision_service_threshold")))
    as_service = Line("works_are_service", by_choice(kind, WORKS_REVISIONS, real_estate=0, service=1))
    works_vat = Line("works_vat_total", total(investment.works_vat_gross))
    land_vat = Line("land_vat_total", total(investment.land_vat_gross))

    ten_years, five_years = Input("revision_years_real_estate"), Input("revision_years_services")
    movable_years = Input("revision_years_movables")
    within_ten = _share_inside("revision_real_estate", ten_years, timeline, opening_year)
    within_five = _share_inside("revision_services", five_years, timeline, opening_year)
    of_movables = _share_inside("revision_movables", movable_years, timeline, opening_year)
    estate_vat, movable_vat = land_vat + works_vat * (1 - as_service), total(investment.furniture_vat_gross)
    real_estate = _settled("revision_real_estate", estate_vat, ten_years, within_ten, change)
    services = _settled("revision_services", works_vat * as_service * above, five_years, within_five, change)
    movables = _settled("revision_movables", movable_vat, movable_years, of_movables, change)
    at_start = Line(
        "taxed_share_at_start", total(Line("taxed_share_at_start_row", stay.taxed_share * timeline.is_start))
    )
    per_land_euro = Line(
        "revision_per_euro_of_land_vat",
        (at_start - first_use) * is_opening + within_ten * change / ten_years,
    )
    left = _years_left_at_sale(timeline, opening_year + ten_years)
    sale = Line("sale_vat_code", choice_of("sale_vat"))
    deemed = by_choice(sale, SALE_VATS, exempt=0, taxed=1, going_concern=first_use)
    at_sale = Line("sale_revision_share", timeline.is_last * left / ten_years * (first_use - deemed))
    # What is dismantled is not sold; the land is.
    sold_works = Line("works_sold", by_choice(timeline.end_of_term, END_OF_TERM, dismantle=0, otherwise=1))
    of_works = Line("sold_works_vat", works_vat * (1 - as_service) * sold_works)
    return VatRevision(
        first_use_correction=first_use_correction,
        revision_real_estate=real_estate,
        revision_services=services,
        revision_movables=movables,
        vat_revision=Line("vat_revision", first_use_correction + real_estate + services + movables),
        sale_revision=Line("sale_revision", at_sale * (land_vat + of_works)),
        per_euro_of_land_vat=per_land_euro,
        sale_per_euro_of_land_vat=at_sale,
    )


def _share_inside(name: str, years: Input, timeline: Timeline, opening_year: Line) -> Line:
    """Share of each period's days within the revision period of so many calendar years from the year of opening on."""
    end = Line(f"{name}_end_date", jan1(opening_year + years))
    days_inside = maximum(0, minimum(timeline.date_end, end) - timeline.date_begin)
    return Line(f"{name}_share", days_inside / (timeline.date_end - timeline.date_begin))


def _settled(name: str, vat: Expression, years: Input, inside: Line, change: Line) -> Line:
    """A year's part of the VAT, as far as the period is within the revision period, x the change of the taxed use."""
    return Line(name, Line(f"{name}_vat_per_year", vat / years) * inside * change)


def _years_left_at_sale(timeline: Timeline, end_year: Expression) -> Line:
    """Revision years left when the term ends: to 1 January of the year after the last, the year of the sale in part."""
    sale = timeline.last_day
    sale_year = Line("sale_year", year(sale))
    passed = Line("sale_year_passed", (sale - jan1(sale_year)) / (jan1(sale_year + 1) - jan1(sale_year)))
    return Line("revision_years_left", maximum(0, end_year - sale_year - passed))
