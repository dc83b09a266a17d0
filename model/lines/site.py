"""The plan in numbers: beds, floor area, units, land regime, construction sum."""

from __future__ import annotations

from dataclasses import dataclass

from model.formula.expression import Input, Line
from model.formula.primitives import by_choice, choice_of

LAND_TAX_REGIMES = ("vat_building_land", "existing_non_home", "existing_home", "vat_option", "ground_lease")
"""How land or a building is acquired, in the order of the choice codes."""
BUILDING_REGIMES = ("existing_non_home", "existing_home", "vat_option")
"""The ways in which the price pays for a building with its land."""
BUILDING_COST_BASES = ("per_m2", "per_bed", "per_unit")
"""What the building costs are per, in the order of the choice codes."""


@dataclass(frozen=True)
class Site:
    """Quantities that many lines use; `building_costs_today` is the construction sum excl. VAT at the price level date.

    `land_share` is the part of the price of land or purchase that is land: all of it, unless a building is bought.
    """

    beds: Line
    floor_area: Line
    units: Line
    land_regime: Line
    is_ground_lease: Line
    land_share: Line
    building_costs_today: Line


def build_beds() -> Line:
    """Beds of this option: the beds required times its share of them (1 but in a mix)."""
    return Line("beds", Input("beds") * Input("bed_share"))


def build_site(beds: Line) -> Site:
    """Floor area, land regime and the construction sum, by the base chosen (per m2, per bed or per unit)."""
    floor_area = Line("floor_area", beds * Input("m2_per_bed"))
    land_regime = Line("land_regime_code", choice_of("land_tax_regime"))
    basis = Line("building_cost_basis_code", choice_of("building_cost_basis"))
    units = Line("units", beds / Input("beds_per_unit"))
    bought = Input("purchase_land_share")
    return Site(
        beds=beds,
        floor_area=floor_area,
        units=units,
        land_regime=land_regime,
        is_ground_lease=Line("is_ground_lease", by_choice(land_regime, LAND_TAX_REGIMES, ground_lease=1, otherwise=0)),
        land_share=Line(
            "land_share",
            by_choice(land_regime, LAND_TAX_REGIMES, vat_building_land=1, ground_lease=1, otherwise=bought),
        ),
        building_costs_today=Line(
            "building_costs_today",
            by_choice(
                basis,
                BUILDING_COST_BASES,
                per_m2=Input("building_cost_per_m2") * floor_area,
                per_bed=Input("building_cost_per_bed") * beds,
                per_unit=Input("building_cost_per_unit") * units,
            ),
        ),
    )
