"""Running costs: operating costs line by line, and the ground lease, in nominal euros per period."""

from __future__ import annotations

from dataclasses import dataclass

from model.formula.expression import Expression, Input, Line
from model.formula.primitives import by_choice, choice_of, maximum, summed
from model.lines.growth import growth_index
from model.lines.income import Income
from model.lines.own import with_own
from model.lines.premises import Premises
from model.lines.rounds import Renewals
from model.lines.site import Site

COST_LINES = (
    "management",
    "energy",
    "cleaning",
    "maintenance",
    "insurance",
    "property_tax",
    "levies",
    "certification",
    "other",
)
"""Operating costs with an amount, a base and a growth path of their own: inputs `X_cost`, `X_basis`, `X_growth`."""

WITHOUT_VAT = frozenset({"insurance", "property_tax", "levies"})
"""Exempt from VAT (insurance bears insurance tax, inside its amount) or no supply at all (taxes)."""

COST_BASES = ("per_bed_year", "per_m2_year", "per_occupied_night", "share_of_revenue", "per_year")
"""What an operating cost is per, in the order of the choice codes."""

BASES_BEYOND = {"management": "by_presence", "property_tax": "woz_tariff"}
"""A base of one cost alone, after those that all have: jobs x wage costs; the municipality's tariffs x WOZ value."""

PRESENCES = ("by_telephone", "fixed_hours", "daily", "day_and_night")
"""How present management is, in the order of the choice codes; each takes the full-time jobs of `fte_X`."""

PROPERTY_CLASSES = ("home", "non_home")
"""The class for property tax: a home bears the owner's tariff, a non-home the owner's and the user's."""


@dataclass(frozen=True)
class RunningCosts:
    """Rows of what running the option costs.

    `costs` are the lines of `COST_LINES`, in that order; `basis_codes` what each of them is per. `cost_vat` is the VAT
    on a euro of costs that stays.
    """

    costs: tuple[Line, ...]
    property_tax_parts: tuple[Line, ...]
    woz_value: Line
    major_maintenance: Line
    operating_vat: Line
    operating_costs: Line
    leased_land_value: Line
    ground_lease: Line
    cost_vat: Line
    basis_codes: tuple[Line, ...]

    @property
    def cost(self) -> dict[str, Line]:
        """Operating cost lines by name."""
        return dict(zip(COST_LINES, self.costs, strict=True))


@dataclass(frozen=True)
class Quantities:
    """What an operating cost may be per, in the order of `COST_BASES`: rows, all but revenue without growth."""

    bed_years: Line
    m2_years: Line
    nights: Line
    revenue: Line
    open_years: Line


def build_running_costs(premises: Premises, income: Income, renewals: Renewals) -> RunningCosts:
    """The costs of running the option, from opening to the end of the term."""
    timeline, site, indices, months = (
        premises.timeline,
        premises.site,
        premises.indices,
        premises.occupancy.operating_months,
    )
    quantities = Quantities(
        bed_years=Line("bed_years", site.beds * months / 12),
        m2_years=Line("m2_years", site.floor_area * months / 12),
        nights=income.occupied_nights,
        revenue=income.revenue,
        open_years=Line("open_years", months / 12),
    )
    vat = Line("cost_vat", Input("general_vat_rate") * premises.stay.vat_not_reclaimed_in_operation)
    codes = {name: Line(f"{name}_basis_code", choice_of(f"{name}_basis")) for name in COST_LINES}
    growth = {name: _cost_index(name, premises) for name in COST_LINES}
    amounts: dict[str, Expression] = {name: _amount(name, codes[name], growth[name], quantities) for name in COST_LINES}
    woz_value = build_woz_value(site, growth["property_tax"])
    property_tax_parts = _property_tax(codes["property_tax"], amounts["property_tax"], woz_value, quantities.open_years)
    staff_costs = _staff_costs(codes["management"], growth["management"], quantities.open_years)
    amounts["management"] = Line("management_by_amount", amounts["management"]) + staff_costs
    amounts["property_tax"] = summed(property_tax_parts[0], *property_tax_parts[1:])
    costs = {name: Line(f"{name}_costs", amount) for name, amount in amounts.items()}
    major_due = renewals.rounds("major", Input("major_maintenance_cycle")).due
    major_amount = Line("major_maintenance_today", site.building_costs_today * Input("major_maintenance_share"))
    major_maintenance = Line("major_maintenance", major_amount * indices.building * major_due)
    taxed = [cost for name, cost in costs.items() if name not in WITHOUT_VAT]
    costs_with_vat = Line("costs_with_vat", summed(taxed[0], *taxed[1:], major_maintenance))
    operating_vat = Line("operating_vat", costs_with_vat * vat)
    all_costs = summed(*costs.values(), major_maintenance, operating_vat, income.tourist_tax)
    leased_land = Line("leased_land_value", site.is_ground_lease * Input("land_price_per_bed") * site.beds)
    ground_lease = Line(
        "ground_lease",
        leased_land * Input("ground_lease_rate") * indices.land * timeline.period_months / 12 * timeline.in_term,
    )
    return RunningCosts(
        costs=tuple(costs.values()),
        property_tax_parts=property_tax_parts,
        woz_value=woz_value,
        major_maintenance=major_maintenance,
        operating_vat=operating_vat,
        operating_costs=Line(
            "operating_costs", with_own(all_costs, "own_operating_costs", premises.own.operating_cost)
        ),
        leased_land_value=leased_land,
        ground_lease=ground_lease,
        cost_vat=vat,
        basis_codes=tuple(codes.values()),
    )


def bases_of(name: str) -> tuple[str, ...]:
    """What an operating cost may be per."""
    return (*COST_BASES, BASES_BEYOND[name]) if name in BASES_BEYOND else COST_BASES


def _cost_index(name: str, premises: Premises) -> Line:
    return growth_index(f"{name}_index", f"{name}_growth", premises.timeline, premises.structure, in_operation=True)


def _amount(name: str, code: Line, index: Line, per: Quantities) -> Expression:
    """What a cost comes to per period: its amount x the quantity it is per; a share of revenue grows with revenue.

    On a base of its own the amount counts for nothing: `_staff_costs` and `_property_tax` say what does.
    """
    quantity = Line(
        f"{name}_quantity",
        by_choice(
            code,
            bases_of(name),
            per_bed_year=per.bed_years * index,
            per_m2_year=per.m2_years * index,
            per_occupied_night=per.nights * index,
            share_of_revenue=per.revenue,
            per_year=per.open_years * index,
            **({BASES_BEYOND[name]: 0} if name in BASES_BEYOND else {}),
        ),
    )
    return Input(f"{name}_cost") * quantity


def build_revenue_share_of_costs(costs: RunningCosts) -> Line:
    """The share of revenue that goes to costs tied to it, with the VAT on them that stays."""
    shares: list[Expression] = []
    for name, code in zip(COST_LINES, costs.basis_codes, strict=True):
        by_revenue = by_choice(code, bases_of(name), share_of_revenue=1, otherwise=0)
        share = Line(f"{name}_revenue_share", Input(f"{name}_cost") * by_revenue)
        shares.append(share if name in WITHOUT_VAT else share * (1 + costs.cost_vat))
    return Line("revenue_share_of_costs", summed(shares[0], *shares[1:]))


def build_woz_value(site: Site, index: Line) -> Line:
    """The WOZ value of building and land, the one value that property tax and the floor of the tax books rest on.

    It grows with `property_tax_growth`. The tariffs of property tax are constant in a case, so that what makes the tax
    grow is the value it is levied on: tax = WOZ value x tariff. Growth of building costs is that of new works; a WOZ
    value is what an existing building fetches.
    """
    return Line("woz_value", Input("woz_value_per_bed") * site.beds * index)


def _staff_costs(code: Line, index: Line, open_years: Line) -> Line:
    """Management by presence: full-time jobs x wage costs.

    The jobs are those of the presence chosen, however few beds there are, and with many beds as many as they take. In
    a mix one team runs the whole plan, and a component bears its share of it.
    """
    by_presence = Line("management_by_presence", by_choice(code, bases_of("management"), by_presence=1, otherwise=0))
    jobs = {presence: Input(f"fte_{presence}") for presence in PRESENCES}
    of_presence = Line("staff_of_presence", by_choice(choice_of("presence"), PRESENCES, **jobs))
    of_beds = Line("staff_of_beds", Input("beds") / Input("beds_per_fte"))
    staff = Line("staff", by_presence * maximum(of_presence, of_beds) * Input("bed_share"))
    return Line("staff_costs", staff * Input("staff_cost_per_fte") * open_years * index)


def _property_tax(code: Line, by_amount: Expression, woz_value: Line, open_years: Line) -> tuple[Line, ...]:
    """Property tax as a given amount, or by the municipality's tariffs on the WOZ value (Gemeentewet art. 220)."""
    by_tariff = Line("property_tax_by_tariff", by_choice(code, bases_of("property_tax"), woz_tariff=1, otherwise=0))
    taxed_value = Line("property_tax_value", by_tariff * woz_value * open_years)
    property_class = choice_of("property_class")
    is_home = Line("is_home_for_property_tax", by_choice(property_class, PROPERTY_CLASSES, home=1, non_home=0))
    non_home = Line("property_tax_value_non_home", taxed_value * (1 - is_home))
    return (
        Line("property_tax_by_amount", by_amount),
        Line("property_tax_home_owner", taxed_value * is_home * Input("ozb_home_owner_rate")),
        Line("property_tax_non_home_owner", non_home * Input("ozb_non_home_owner_rate")),
        Line("property_tax_non_home_user", non_home * Input("ozb_non_home_user_rate")),
    )
