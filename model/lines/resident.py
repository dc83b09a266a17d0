"""The resident: what the bed costs against the minimum wage."""

from __future__ import annotations

from dataclasses import dataclass

from model.formula.expression import Input, Line
from model.formula.primitives import total
from model.lines.operation import Indices
from model.lines.structure import Structure
from model.lines.timeline import Timeline, growth_index


@dataclass(frozen=True)
class Resident:
    """Scalars over the first full year; amounts in euros per week."""

    price_first_year: Line
    tourist_tax_first_year: Line
    wage_first_year: Line
    resident_share: Line


def build_resident(structure: Structure, timeline: Timeline, indices: Indices) -> Resident:
    """(price incl. VAT + tourist tax passed on) / (minimum wage per hour x hours per week), first full year."""
    weight = timeline.first_full_year_weight
    wage_index = growth_index("wage_index", "minimum_wage_growth", timeline, structure)
    tourist_index = growth_index("tourist_tax_week_index", "tourist_tax_growth", timeline, structure)

    def mean_of(name: str, index: Line) -> Line:
        return Line(name, total(Line(f"{name}_row", index * weight)))

    price = Line("price_first_year", Input("price_per_bed_week") * mean_of("price_index_first_year", indices.price))
    night = Input("tourist_tax_per_night") * Input("nights_per_week") * (1 - Input("brp_share"))
    tourist = Line(
        "tourist_tax_week_first_year",
        night * Input("tourist_tax_passed_on") * mean_of("tourist_index_first_year", tourist_index),
    )
    wage = Line(
        "wage_first_year",
        Input("minimum_wage_hour") * Input("hours_per_week") * mean_of("wage_index_first_year", wage_index),
    )
    return Resident(price, tourist, wage, Line("resident_share", (price + tourist) / wage))
