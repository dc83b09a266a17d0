"""Operation: nights sold, income, and operating costs line by line.

Amounts are nominal euros per period. The price is what the resident pays, VAT included where it applies; it splits into
rent and service costs.
"""

from __future__ import annotations

from dataclasses import dataclass

from model.formula.expression import Expression, Input, Line
from model.formula.primitives import floor, maximum, minimum, pick, position, summed
from model.lines.own import OwnLines, with_own
from model.lines.site import Site
from model.lines.stay import Stay
from model.lines.structure import Structure
from model.lines.timeline import Timeline, dated_value, growth_index, growth_indices

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

PROPERTY_TAX_BASES = (*COST_BASES, "woz_tariff")
"""Property tax may also follow from the municipality's tariffs and the WOZ value."""

PROPERTY_CLASSES = ("home", "non_home")
"""The class for property tax: a home bears the owner's tariff, a non-home the owner's and the user's."""


@dataclass(frozen=True)
class Indices:
    """Price index rows, 1 at the price level date.

    Those of the price and `general_in_operation` count the period of opening from the opening day on.
    """

    price: Line
    general: Line
    general_in_operation: Line
    building: Line
    land: Line


@dataclass(frozen=True)
class Occupancy:
    """Months and nights per period; rounds of `cycle` years since opening come from the months open."""

    open_by_end: Line
    open_by_begin: Line
    operating_months: Line
    months_down: Line
    occupied_nights: Line


@dataclass(frozen=True)
class Operation:
    """Rows of the operating phase, in nominal euros.

    `stabilised_rent` is the rent of a period at full occupancy, `stabilised_price` the whole price (rent and service);
    `revenue_share_of_costs` the share of revenue that goes to costs tied to it. `furniture_renewed` is the replacement
    of furniture with the VAT that stays, `furniture_age` the months since opening or the latest renewal.
    """

    occupied_nights: Line
    rent_paid: Line
    service_paid: Line
    rental_income: Line
    service_income: Line
    vat_on_price: Line
    price_revenue: Line
    other_income: Line
    revenue: Line
    stabilised_rent: Line
    stabilised_price: Line
    tourist_tax: Line
    tourist_tax_charged: Line
    costs: tuple[Line, ...]
    property_tax_parts: tuple[Line, ...]
    woz_value: Line
    major_maintenance: Line
    operating_vat: Line
    operating_costs: Line
    leased_land_value: Line
    ground_lease: Line
    net_operating_income: Line
    furniture_replacement: Line
    furniture_renewed: Line
    furniture_age: Line
    relocation_costs: Line
    replacement_vat: Line
    vat_revision: Line
    replacement: Line
    revenue_share_of_costs: Line

    @property
    def cost(self) -> dict[str, Line]:
        """Operating cost lines by name."""
        return dict(zip(COST_LINES, self.costs, strict=True))


def build_indices(structure: Structure, timeline: Timeline) -> Indices:
    """Growth of prices, costs in general, building costs and land."""
    general, in_operation = growth_indices(
        "general_index", "general_index_in_operation", "inflation", timeline, structure
    )
    return Indices(
        price=growth_index("price_index", "price_growth", timeline, structure, in_operation=True),
        general=general,
        general_in_operation=in_operation,
        building=growth_index("building_index", "building_cost_growth", timeline, structure),
        land=growth_index("land_index", "land_growth", timeline, structure),
    )


def build_occupancy(timeline: Timeline, beds: Line) -> Occupancy:
    """Months in operation and nights sold, with a linear ramp-up and the months a relocation takes."""
    opening = Input("construction_months")
    open_by_end = Line("months_open", maximum(0, timeline.month_end - opening))
    open_by_begin = Line("months_open_before", maximum(0, timeline.month_begin - opening))
    months_down = Line(
        "months_down",
        (
            _months_down("_by_end", timeline, timeline.month_end)
            - _months_down("_before", timeline, timeline.month_begin)
        )
        * timeline.in_term,
    )
    operating_months = Line("operating_months", (open_by_end - open_by_begin) * timeline.in_term - months_down)
    divisor = Line("ramp_up_divisor", maximum(1, Input("ramp_up_months")) * 2)
    ramped_by_end = Line("ramped_months", _ramped(open_by_end, divisor))
    ramped_by_begin = Line("ramped_months_before", _ramped(open_by_begin, divisor))
    stabilised_months = Line("stabilised_months", (ramped_by_end - ramped_by_begin) * timeline.in_term - months_down)
    occupied_nights = Line("occupied_nights", beds * Input("occupancy") * stabilised_months / 12 * 365)
    return Occupancy(open_by_end, open_by_begin, operating_months, months_down, occupied_nights)


def _ramped(months_open: Line, divisor: Line) -> Expression:
    """Months at full occupancy that the months since opening are worth: x²/(2·ramp) up to the ramp, then x − ramp/2."""
    ramp = Input("ramp_up_months")
    in_ramp = minimum(months_open, ramp)
    return maximum(0, months_open - ramp) + in_ramp * in_ramp / divisor


def _months_down(suffix: str, timeline: Timeline, month: Line) -> Line:
    """Months out of use for relocations, up to a month: `relocation_months` at the end of each term but the last."""
    new_term = Line(f"new_term_months{suffix}", Input("relocation_term_years") * 12)
    first_term = Input("term_years") * 12
    after = Line(
        f"months_after_first_term{suffix}", maximum(0, minimum(month - first_term, timeline.relocations * new_term))
    )
    terms = Line(f"terms_after_first{suffix}", floor(after / new_term))
    down = Input("relocation_months")
    return Line(f"months_down{suffix}", terms * down + minimum(down, after - terms * new_term))


def _relocations_done(suffix: str, timeline: Timeline, month: Line) -> Line:
    """Relocations up to a month: the first at the end of the first term."""
    new_term = Input("relocation_term_years") * 12
    terms = floor((month - Input("term_years") * 12) / new_term) + 1
    return Line(f"relocations_done{suffix}", maximum(0, minimum(timeline.relocations, terms)))


@dataclass(frozen=True)
class Rounds:
    """Rounds done by the end and by the beginning of each period."""

    by_end: Line
    by_begin: Line

    @property
    def due(self) -> Expression:
        """How many fall in each period."""
        return self.by_end - self.by_begin


@dataclass(frozen=True)
class Renewals:
    """Months since opening in which a renewal still pays, up to the end and up to the beginning of each period."""

    by_end: Line
    by_begin: Line

    def rounds(self, name: str, cycle_years: Input) -> Rounds:
        """The rounds of a cycle since opening: round k when k x cycle x 12 months have passed.

        Quotients of whole months, so that rounding down is exact; the number does not depend on the width of a period.
        """
        cycle = cycle_years * 12
        return Rounds(
            by_end=Line(f"{name}_rounds", floor(self.by_end / cycle)),
            by_begin=Line(f"{name}_rounds_before", floor(self.by_begin / cycle)),
        )


def build_renewals(timeline: Timeline, occupancy: Occupancy) -> Renewals:
    """What is renewed in rounds (furniture, major maintenance): not in the last twelve months of the (last) term.

    Round k falls due when k x cycle x 12 months have passed since opening. It is paid in the period that month is in,
    and left out when it falls later than twelve months before the end: nobody renews what is about to close. Months,
    not periods, decide: the number of rounds is the same in years, quarters and months.
    """
    still = Line("renewable_until", maximum(0, timeline.term_months - 12 - Input("construction_months")))
    return Renewals(
        by_end=Line("renewable_months", minimum(occupancy.open_by_end, still)),
        by_begin=Line("renewable_months_before", minimum(occupancy.open_by_begin, still)),
    )


def build_woz_value(site: Site, index: Line) -> Line:
    """The WOZ value of building and land, the one value that property tax and the floor of the tax books rest on.

    It grows with `property_tax_growth`. The tariffs of property tax are constant in a case, so that what makes the tax
    grow is the value it is levied on: tax = WOZ value x tariff. Growth of building costs is that of new works; a WOZ
    value is what an existing building fetches.
    """
    return Line("woz_value", Input("woz_value_per_bed") * site.beds * index)


def _property_tax(code: Line, by_amount: Expression, woz_value: Line, open_years: Line) -> tuple[Line, ...]:
    """Property tax as a given amount,
    or by the municipality's three tariffs on the WOZ value (Gemeentewet art. 220).
    """
    by_tariff = Line("property_tax_by_tariff", pick(code, 0, 0, 0, 0, 0, 1))
    taxed_value = Line("property_tax_value", by_tariff * woz_value * open_years)
    is_home = Line("is_home_for_property_tax", pick(position(Input("property_class")), 1, 0))
    non_home = Line("property_tax_value_non_home", taxed_value * (1 - is_home))
    return (
        Line("property_tax_by_amount", by_amount),
        Line("property_tax_home_owner", taxed_value * is_home * Input("ozb_home_owner_rate")),
        Line("property_tax_non_home_owner", non_home * Input("ozb_non_home_owner_rate")),
        Line("property_tax_non_home_user", non_home * Input("ozb_non_home_user_rate")),
    )


def build_operation(
    structure: Structure,
    timeline: Timeline,
    site: Site,
    indices: Indices,
    occupancy: Occupancy,
    stay: Stay,
    vat_revision: Line,
    own: OwnLines,
) -> Operation:
    """Income and costs of running the option, from opening (with ramp-up) to the end of the term."""
    beds, nights, months = site.beds, occupancy.occupied_nights, occupancy.operating_months
    weeks = Line("occupied_weeks", nights / Input("nights_per_week"))
    vat_rate = dated_value("lodging_vat", "lodging_vat_rate", timeline, structure, timeline.open_since)
    vat_in_price = Line("vat_in_price", stay.taxed_share_in_operation * vat_rate / (1 + vat_rate))
    rent_per_bed_week = Line("rent_per_bed_week", Input("price_per_bed_week") - Input("service_cost_per_bed_week"))
    rent_paid = Line("rent_paid", weeks * rent_per_bed_week * indices.price)
    service_paid = Line("service_paid", weeks * Input("service_cost_per_bed_week") * indices.price)
    vat_on_price = Line("vat_on_price", (rent_paid + service_paid) * vat_in_price)
    rental_income = Line("rental_income", rent_paid * (1 - vat_in_price))
    service_income = Line("service_income", service_paid * (1 - vat_in_price))
    price_revenue = Line("price_revenue", rental_income + service_income)
    other_income = Line(
        "other_income", Input("other_income_per_bed_year") * beds * months / 12 * indices.general_in_operation
    )
    revenue = Line("revenue", with_own(price_revenue + other_income, "own_revenue", own.revenue))
    # Not masked by the term: the look-ahead period shows the rent of the year after it.
    full_weeks = Line(
        "stabilised_weeks", beds * Input("occupancy") * timeline.period_months / 12 * 365 / Input("nights_per_week")
    )
    net_of_vat = Line("price_index_net_of_vat", indices.price * (1 - vat_in_price))
    stabilised_rent = Line("stabilised_rent", full_weeks * rent_per_bed_week * net_of_vat)
    stabilised_price = Line("stabilised_price", full_weeks * Input("price_per_bed_week") * net_of_vat)

    tourist_index = growth_index("tourist_tax_index", "tourist_tax_growth", timeline, structure, in_operation=True)
    unregistered = Line("unregistered_nights", nights * (1 - Input("brp_share")))
    tourist_tax = Line("tourist_tax", unregistered * Input("tourist_tax_per_night") * tourist_index)
    tourist_tax_charged = Line("tourist_tax_charged", tourist_tax * Input("tourist_tax_passed_on"))

    bed_years = Line("bed_years", beds * months / 12)
    m2_years = Line("m2_years", site.floor_area * months / 12)
    open_years = Line("open_years", months / 12)
    vat = Line("cost_vat", Input("general_vat_rate") * stay.vat_not_reclaimed_in_operation)
    costs: list[Line] = []
    revenue_shares: list[Expression] = []
    property_tax_parts: tuple[Line, ...] = ()
    woz_value: Line | None = None
    for name in COST_LINES:
        code = Line(f"{name}_basis_code", position(Input(f"{name}_basis")))
        index = growth_index(f"{name}_index", f"{name}_growth", timeline, structure, in_operation=True)
        quantity = Line(
            f"{name}_quantity",
            pick(
                code,
                bed_years * index,
                m2_years * index,
                nights * index,
                revenue,
                open_years * index,
                *((0,) if name == "property_tax" else ()),
            ),
        )
        amount = Input(f"{name}_cost") * quantity
        if name == "property_tax":
            woz_value = build_woz_value(site, index)
            property_tax_parts = _property_tax(code, amount, woz_value, open_years)
            costs.append(Line("property_tax_costs", summed(property_tax_parts[0], *property_tax_parts[1:])))
        else:
            costs.append(Line(f"{name}_costs", amount))
        by_revenue = pick(code, 0, 0, 0, 1, 0, *((0,) if name == "property_tax" else ()))
        share = Line(f"{name}_revenue_share", Input(f"{name}_cost") * by_revenue)
        revenue_shares.append(share if name in WITHOUT_VAT else share * (1 + vat))
    renewals = build_renewals(timeline, occupancy)
    major_due = renewals.rounds("major", Input("major_maintenance_cycle")).due
    major_amount = Line("major_maintenance_today", site.building_costs_today * Input("major_maintenance_share"))
    major_maintenance = Line("major_maintenance", major_amount * indices.building * major_due)
    taxed = [cost for cost, name in zip(costs, COST_LINES, strict=True) if name not in WITHOUT_VAT]
    costs_with_vat = Line("costs_with_vat", summed(taxed[0], *taxed[1:], major_maintenance))
    operating_vat = Line("operating_vat", costs_with_vat * vat)
    operating_costs = Line(
        "operating_costs",
        with_own(
            summed(costs[0], *costs[1:], major_maintenance, operating_vat, tourist_tax),
            "own_operating_costs",
            own.operating_cost,
        ),
    )
    leased_land = Line("leased_land_value", site.is_ground_lease * Input("land_price_per_bed") * beds)
    ground_lease = Line(
        "ground_lease",
        leased_land * Input("ground_lease_rate") * indices.land * timeline.period_months / 12 * timeline.in_term,
    )
    net_operating_income = Line("net_operating_income", revenue + tourist_tax_charged - operating_costs - ground_lease)

    life = Input("furniture_life_years")
    furniture_rounds = renewals.rounds("furniture", life)
    furniture_replacement = Line(
        "furniture_replacement", Input("furniture_per_bed") * beds * indices.general_in_operation * furniture_rounds.due
    )
    furniture_age = Line("furniture_age", occupancy.open_by_end - furniture_rounds.by_end * life * 12)
    moves = _relocations_done("", timeline, timeline.month_end) - _relocations_done(
        "_before", timeline, timeline.month_begin
    )
    relocation_amount = Line("relocation_costs_today", site.building_costs_today * Input("relocation_cost_share"))
    relocation_costs = Line("relocation_costs", relocation_amount * indices.building * moves * timeline.in_term)
    replacement_vat = Line("replacement_vat", (furniture_replacement + relocation_costs) * vat)
    replacement = Line(
        "replacement",
        with_own(
            furniture_replacement + relocation_costs + replacement_vat + vat_revision,
            "own_replacement",
            own.replacement,
        ),
    )
    assert woz_value is not None
    return Operation(
        occupied_nights=nights,
        rent_paid=rent_paid,
        service_paid=service_paid,
        rental_income=rental_income,
        service_income=service_income,
        vat_on_price=vat_on_price,
        price_revenue=price_revenue,
        other_income=other_income,
        revenue=revenue,
        stabilised_rent=stabilised_rent,
        stabilised_price=stabilised_price,
        tourist_tax=tourist_tax,
        tourist_tax_charged=tourist_tax_charged,
        costs=tuple(costs),
        property_tax_parts=property_tax_parts,
        woz_value=woz_value,
        major_maintenance=major_maintenance,
        operating_vat=operating_vat,
        operating_costs=operating_costs,
        leased_land_value=leased_land,
        ground_lease=ground_lease,
        net_operating_income=net_operating_income,
        furniture_replacement=furniture_replacement,
        furniture_renewed=Line("furniture_renewed", furniture_replacement * (1 + vat)),
        furniture_age=furniture_age,
        relocation_costs=relocation_costs,
        replacement_vat=replacement_vat,
        vat_revision=vat_revision,
        replacement=replacement,
        revenue_share_of_costs=Line("revenue_share_of_costs", summed(revenue_shares[0], *revenue_shares[1:])),
    )
