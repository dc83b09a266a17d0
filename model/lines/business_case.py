"""The whole business case of one option, or of a mix: the blocks put together, in the order a reader meets them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property, lru_cache

from model.formula.expression import Expression, Imported, Input, Line, Shape
from model.formula.graph import build_graph
from model.formula.primitives import greater, or_else, prev, ratio, summed, total, where
from model.lines.bookings import own_case_bookings, standard_bookings
from model.lines.budget import build_budget
from model.lines.budget_years import build_budget_years
from model.lines.end_of_term import build_end_of_term, build_own_end_of_term
from model.lines.financing import Financing, build_financing
from model.lines.flows import (
    Cash,
    Flows,
    build_cash,
    build_discounting,
    build_flows,
    build_subsidies,
    present_value,
)
from model.lines.guarantee import build_guarantee, build_guarantee_terms
from model.lines.investment import build_investment, build_own_investment
from model.lines.ledgers import (
    LEDGERS,
    Booking,
    Flow,
    LedgerValues,
    build_flows_between,
    build_ledger_values,
    build_ledgers,
    flows_at_end,
)
from model.lines.metrics import (
    Ingredients,
    Metrics,
    build_annual_value,
    build_metrics,
    build_project_values,
    exceeds_rounding,
    first_full_year,
)
from model.lines.municipality import (
    build_municipal_own_vat,
    build_municipal_value,
    build_municipality,
    build_own_municipality,
    build_registration,
)
from model.lines.operation import build_indices, build_occupancy, build_operation
from model.lines.own import build_own_lines, with_own
from model.lines.resident import build_payers, build_resident
from model.lines.site import build_beds, build_site
from model.lines.stay import build_own_vat_not_reclaimed, build_stay
from model.lines.structure import OwnLineShape, Structure
from model.lines.sums import MOST_IMPORTED, multiplied_in_parts, summed_in_parts
from model.lines.tax import Furniture, build_tax
from model.lines.timeline import build_timeline
from model.lines.vat_revision import build_vat_revision


@dataclass(frozen=True)
class Section:
    """A titled group of lines, in the order they are computed."""

    key: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class BusinessCase:
    """All lines of an option by section, its metrics, and the ingredients a mix reads."""

    sections: tuple[Section, ...]
    metrics: Metrics
    ingredients: Ingredients
    bookings: tuple[Booking, ...] = ()
    flows_between: tuple[Flow, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line once, in sheet order."""
        return tuple(line for section in self.sections for line in section.lines)

    @cached_property
    def by_key(self) -> Mapping[str, Line]:
        """Every line by its key."""
        return {line.key: line for line in self.lines}


def build_business_case(structure: Structure) -> BusinessCase:
    """The business case of a structure; built once per structure."""
    return _build(structure.only_own_lines, structure.own_lines, tuple(sorted(structure.steps.items())))


@lru_cache(maxsize=128)
def _build(only_own: bool, own_lines: tuple[OwnLineShape, ...], steps: tuple[tuple[str, int], ...]) -> BusinessCase:
    structure = Structure(only_own, own_lines, dict(steps))
    return _own_case(structure) if only_own else _standard_case(structure)


def _standard_case(structure: Structure) -> BusinessCase:
    timeline = build_timeline(structure)
    beds = build_beds()
    site = build_site(beds)
    stay = build_stay(structure, timeline)
    own = build_own_lines(structure, timeline, beds, stay.vat_not_reclaimed, build_municipal_own_vat())
    indices = build_indices(structure, timeline)
    occupancy = build_occupancy(timeline, beds)
    terms = build_guarantee_terms(timeline, site)
    investment = build_investment(structure, timeline, site, indices, stay.vat_not_reclaimed, terms.fee, own)
    revision = build_vat_revision(timeline, stay, investment)
    operation = build_operation(structure, timeline, site, indices, occupancy, stay, revision.vat_revision, own)
    end = build_end_of_term(
        timeline, site, indices, operation, investment, stay.vat_not_reclaimed, revision.sale_revision, own
    )
    guarantee = build_guarantee(timeline, site, indices, terms, investment, end)
    guarantee_payment = Line(
        "guarantee_payment", guarantee.guarantee_from_state + guarantee.guarantee_from_municipality
    )
    subsidies = build_subsidies(timeline, own, guarantee_payment)
    flows = build_flows(
        operation.net_operating_income,
        operation.replacement,
        investment.investment_outlay,
        end.residual_value,
        end.end_costs,
        subsidies,
    )
    financing = build_financing(timeline, flows, investment.initial_outlay, investment.investment)
    woz_owned = Line("woz_value_owned", operation.woz_value - operation.leased_land_value * indices.land)
    land_costs = investment.costs_of_land
    if own.land is not None:
        land_costs = Line("land_costs_with_own", with_own(land_costs, "own_land", own.land))
    furniture = Furniture(investment.furniture_with_vat, operation.furniture_renewed, operation.furniture_age)
    tax = build_tax(structure, timeline, flows, financing, land_costs, woz_owned, furniture)
    equity = _equity(flows, financing, tax.corporate_tax)
    discounting = build_discounting(timeline)
    values = build_project_values(flows, financing, tax.corporate_tax, discounting)
    registration = build_registration(timeline, site, occupancy)
    municipality = build_municipality(
        structure,
        timeline,
        site,
        indices,
        occupancy,
        operation,
        investment,
        registration,
        guarantee,
        subsidies.municipal_contribution,
        own,
    )
    budget = build_budget(timeline, site, municipality, guarantee, own)
    budget_years = build_budget_years(timeline, municipality, budget)
    resident = build_resident(structure, timeline, indices)
    payers = build_payers(indices, operation)
    bookings = standard_bookings(
        structure,
        investment,
        operation,
        end,
        subsidies,
        guarantee,
        financing,
        tax.corporate_tax,
        municipality,
        payers,
        own,
    )
    flows_between = build_flows_between(bookings)
    ledgers = build_ledgers(flows_between, timeline.is_start * 0)
    ledger_values = build_ledger_values(flows_between, ledgers, discounting)
    municipal_value = build_municipal_value(
        municipality.municipality_cash_flow,
        flows_at_end(flows_between, "municipality"),
        municipality.municipality_fund,
        discounting,
    )

    weight = timeline.first_full_year_weight
    open_part = _months_or_one(occupancy.operating_months)
    share = Line("first_full_year_share", weight * 12 / open_part)
    net_price = Line("price_revenue_net", operation.price_revenue * (1 - operation.revenue_share_of_costs))
    exit_of_price = present_value("pv_exit_of_price", end.exit_value_of_price, discounting.end_factor)
    pv_price = Line(
        "pv_price_revenue", present_value("pv_price_net", net_price, discounting.running_factor) + exit_of_price
    )
    pv_price_gross = Line(
        "pv_price_gross",
        present_value("pv_price_before_costs", operation.price_revenue, discounting.running_factor) + exit_of_price,
    )
    land_end_value = Line(
        "land_end_value", total(Line("land_end_value_row", end.land_residual_factor * discounting.end_factor))
    )
    revision_of_land = Line("land_revision_row", revision.per_euro_of_land_vat * discounting.running_factor)
    land_revision = Line("land_revision_value", total(revision_of_land) * investment.land_vat_rate)
    sale_of_land = Line("land_sale_revision_row", revision.sale_per_euro_of_land_vat * discounting.end_factor)
    land_sale = Line("land_sale_revision_value", total(sale_of_land) * investment.land_vat_rate)
    land_factor = Line("land_value_factor", investment.land_outlay_factor + land_revision + land_sale - land_end_value)
    costs_money = Line("land_costs_money", exceeds_rounding(land_factor))
    land_known = Line("residual_land_value_known", (1 - site.is_ground_lease) * costs_money)
    land_amount = Line(
        "residual_land_value_amount",
        where(land_known, total(investment.land_price) + values.npv_project / land_factor, 0),
    )
    costs = Line(
        "costs_to_cover",
        summed(flows.investment_outlay, operation.operating_costs, flows.replacement, operation.ground_lease),
    )
    pv_costs = Line(
        "pv_costs",
        total(Line("pv_costs_row", costs * discounting.running_factor))
        - total(Line("pv_end_row", flows.terminal_flow * discounting.end_factor)),
    )
    indexed_nights = Line("indexed_nights", operation.occupied_nights * indices.price)
    pv_nights = Line("pv_nights", total(Line("pv_nights_row", indexed_nights * discounting.running_factor)))
    annual = build_annual_value(structure, values.npv, timeline)
    ingredients = Ingredients(
        project_cash_flow=flows.project_cash_flow,
        cash_flow_with_subsidy=flows.cash_flow_with_subsidy,
        equity_cash_flow=equity,
        counted_noi=financing.counted_noi,
        counted_service=financing.counted_service,
        models_up_to_completion=Line("models_up_to_completion", timeline.up_to_completion),
        npv_project=values.npv_project,
        npv=values.npv,
        equity_npv=values.equity_npv,
        investment=investment.investment,
        transfer_costs=investment.transfer_costs,
        loan_amount=financing.loan_amount,
        first_year_revenue=first_full_year("first_year_revenue", operation.revenue, share),
        first_year_noi=first_full_year("first_year_noi", operation.net_operating_income, share),
        first_year_known=Line("first_year_known", timeline.has_full_year),
        price_weighted=Line("price_weighted", Input("price_per_bed_week") * Input("bed_share")),
        pv_price_revenue=pv_price,
        pv_price_gross=pv_price_gross,
        residual_land_value_amount=land_amount,
        residual_land_value_known=land_known,
        annual_value=annual.annual_value,
        value_over_horizon=annual.value_over_horizon,
        pv_costs=pv_costs,
        pv_nights=pv_nights,
        municipality_npv=municipal_value.municipality_npv,
        municipality_npv_without_fund=municipal_value.municipality_npv_without_fund,
        resident_share_weighted=Line("resident_share_weighted", resident.resident_share * Input("bed_share")),
        resident_share_known=Line("resident_share_known", timeline.has_full_year),
    )
    cash = _cash(flows)
    metrics = build_metrics(ingredients, cash.cumulative_cash_flow, timeline.period, Input("periods_per_year"))
    blocks: list[tuple[str, object]] = [
        ("timeline", timeline),
        ("site", (beds, site, stay)),
        ("indices", indices),
        ("investment", investment),
        ("vat_revision", revision),
        ("operation", operation),
        ("own_lines", own.lines),
        ("end_of_term", end),
        ("guarantee", guarantee),
        ("flows", (subsidies, flows)),
        ("cash", cash),
        ("financing", financing),
        ("tax", tax),
        ("equity", equity),
        ("discounting", (discounting, values)),
        ("municipality", (registration, municipality, municipal_value)),
        ("budget", (budget, budget_years)),
        ("resident", (resident, payers)),
        ("ledgers", (tuple(flow.line for flow in flows_between), ledgers, ledger_values)),
        ("metrics", (ingredients, metrics)),
    ]
    return BusinessCase(_sections(blocks), metrics, ingredients, bookings, flows_between)


def _months_or_one(months: Line) -> Line:
    """Months in operation, 1 where there are none, to divide by."""
    return Line("operating_months_divisor", months + (1 - Line("is_open", greater(months, 0))))


def _own_case(structure: Structure) -> BusinessCase:
    timeline = build_timeline(structure)
    beds = build_beds()
    vat_not_reclaimed = build_own_vat_not_reclaimed()
    own = build_own_lines(structure, timeline, beds, vat_not_reclaimed, vat_not_reclaimed)
    nothing = Line("nothing", timeline.is_start * 0)
    revenue = Line("revenue", nothing if own.revenue is None else own.revenue)
    costs = Line("operating_costs", nothing if own.operating_cost is None else own.operating_cost)
    replacement = Line("replacement", nothing if own.replacement is None else own.replacement)
    investment = build_own_investment(timeline, own)
    end = build_own_end_of_term(timeline, own)
    subsidies = build_subsidies(timeline, own, Line("guarantee_payment", nothing))
    flows = build_flows(
        Line("net_operating_income", revenue - costs),
        replacement,
        investment.investment_outlay,
        end.residual_value,
        end.end_costs,
        subsidies,
    )
    financing = build_financing(timeline, flows, investment.initial_outlay, investment.investment)
    tax = build_tax(structure, timeline, flows, financing, investment.land_costs, None, None)
    equity = _equity(flows, financing, tax.corporate_tax)
    discounting = build_discounting(timeline)
    values = build_project_values(flows, financing, tax.corporate_tax, discounting)
    municipality = build_own_municipality(timeline, own, subsidies.municipal_contribution)
    bookings = own_case_bookings(structure, financing, subsidies, tax.corporate_tax, own)
    flows_between = build_flows_between(bookings)
    ledgers = build_ledgers(flows_between, nothing)
    ledger_values = build_ledger_values(flows_between, ledgers, discounting)
    municipal_value = build_municipal_value(
        municipality, flows_at_end(flows_between, "municipality"), None, discounting
    )

    # Year 1, or the first twelve months after completion where there is construction.
    first_year = Line("is_first_year", timeline.first_full_year_weight * Input("periods_per_year"))
    first_revenue = first_full_year("first_year_revenue", revenue, first_year)
    pv_revenue = Line("pv_own_revenue", total(Line("pv_price_revenue_row", revenue * discounting.running_factor)))
    # Without revenue in year 1 there is no price to scale.
    pv_price = Line("pv_price_revenue", pv_revenue * greater(first_revenue, 0))
    land: Expression = values.npv_project
    if own.land_price is not None:
        paid = Line(
            "pv_land_outlay",
            total(Line("pv_land_outlay_row", own.land_price.outlay_share * discounting.running_factor)),
        )
        factor = Line("land_value_per_euro", ratio(paid, Line("land_price_spread", total(own.land_price.price_share))))
        land = total(own.land_price.price) + values.npv_project / Line("land_value_factor", or_else(factor, 1))
    nights = Line(
        "occupied_nights", beds * 365 * (1 - timeline.is_start) * timeline.in_term / Input("periods_per_year")
    )
    costs_to_cover = Line("costs_to_cover", summed(flows.investment_outlay, costs, replacement))
    pv_costs = Line(
        "pv_costs",
        total(Line("pv_costs_row", costs_to_cover * discounting.running_factor))
        - total(Line("pv_end_row", flows.terminal_flow * discounting.end_factor)),
    )
    annual = build_annual_value(structure, values.npv, timeline)
    ingredients = Ingredients(
        project_cash_flow=flows.project_cash_flow,
        cash_flow_with_subsidy=flows.cash_flow_with_subsidy,
        equity_cash_flow=equity,
        counted_noi=financing.counted_noi,
        counted_service=financing.counted_service,
        models_up_to_completion=Line("models_up_to_completion", timeline.up_to_completion),
        npv_project=values.npv_project,
        npv=values.npv,
        equity_npv=values.equity_npv,
        investment=investment.investment,
        transfer_costs=Line("transfer_costs", 0),
        loan_amount=financing.loan_amount,
        first_year_revenue=first_revenue,
        first_year_noi=first_full_year("first_year_noi", flows.net_operating_income, first_year),
        first_year_known=Line("first_year_known", timeline.has_full_year),
        price_weighted=Line("price_weighted", first_revenue / (Input("beds") * 365 / Input("nights_per_week"))),
        pv_price_revenue=pv_price,
        pv_price_gross=Line("pv_price_gross", pv_price),
        residual_land_value_amount=Line("residual_land_value_amount", land),
        residual_land_value_known=Line("residual_land_value_known", 1),
        annual_value=annual.annual_value,
        value_over_horizon=annual.value_over_horizon,
        pv_costs=pv_costs,
        pv_nights=Line("pv_nights", total(Line("pv_nights_row", nights * discounting.running_factor))),
        municipality_npv=municipal_value.municipality_npv,
        municipality_npv_without_fund=municipal_value.municipality_npv_without_fund,
        resident_share_weighted=Line("resident_share_weighted", 0),
        resident_share_known=Line("resident_share_known", 0),
    )
    cash = _cash(flows)
    metrics = build_metrics(ingredients, cash.cumulative_cash_flow, timeline.period, Input("periods_per_year"))
    blocks: list[tuple[str, object]] = [
        ("timeline", timeline),
        ("site", (beds, vat_not_reclaimed)),
        ("own_lines", own.lines),
        ("investment", investment),
        ("operation", (revenue, costs, replacement)),
        ("end_of_term", end),
        ("flows", flows),
        ("cash", cash),
        ("financing", financing),
        ("tax", tax),
        ("equity", equity),
        ("discounting", (discounting, values)),
        ("municipality", (municipality, municipal_value)),
        ("ledgers", (tuple(flow.line for flow in flows_between), ledgers, ledger_values)),
        ("metrics", (ingredients, metrics)),
    ]
    return BusinessCase(_sections(blocks), metrics, ingredients, bookings, flows_between)


def _cash(flows: Flows) -> Cash:
    return build_cash(**{key: getattr(flows, key) for key in CASH_ROWS})


def _equity(flows: Flows, financing: Financing, corporate_tax: Line) -> Line:
    """E = P + S - tax + drawdown - fee - debt service."""
    return Line("equity_cash_flow", flows.cash_flow_with_subsidy - corporate_tax + financing.debt_flow)


def build_mix(components: Sequence[str]) -> BusinessCase:
    """A mix: the ingredients of its components, each evaluated at beds x share, added up line by line.

    `components` name the models that are read (`Imported`). Where a quantity is unknown for one component (a residual
    land value under ground lease), it is unknown for the mix.
    """
    return _build_mix(tuple(components))


@lru_cache(maxsize=32)
def _build_mix(components: tuple[str, ...]) -> BusinessCase:
    def added_up(key: str, shape: Shape) -> Line:
        parts = [Imported(component, key, shape) for component in components]
        return Line(key, summed_in_parts(key, parts, MOST_IMPORTED))

    rows = {
        "project_cash_flow",
        "cash_flow_with_subsidy",
        "equity_cash_flow",
        "counted_noi",
        "counted_service",
        "models_up_to_completion",
    }
    added: dict[str, Line] = {}
    for field in fields(Ingredients):
        shape = Shape.ROW if field.name in rows else Shape.SCALAR
        if field.name.endswith("_known"):
            parts = [Imported(component, field.name, shape) for component in components]
            known = multiplied_in_parts(field.name, parts, MOST_IMPORTED)
            added[field.name] = Line(field.name, known)
        else:
            added[field.name] = added_up(field.name, shape)
    ingredients = Ingredients(**added)
    period = Line("period", start=-1.0, shape=Shape.ROW)
    period.becomes(prev(period) + 1)
    statement = [added[key] if key in added else added_up(key, Shape.ROW) for key in MIX_ROWS]
    shown = {line.key: line for line in statement}
    cash = build_cash(**{key: shown[key] for key in CASH_ROWS})
    metrics = build_metrics(ingredients, cash.cumulative_cash_flow, period, Input("periods_per_year"))
    values = [added_up(field.name, Shape.SCALAR) for field in fields(LedgerValues)]
    blocks: list[tuple[str, object]] = [
        ("timeline", period),
        ("flows", statement),
        ("cash", cash),
        ("ledgers", values),
        ("metrics", (ingredients, metrics)),
    ]
    return BusinessCase(_sections(blocks), metrics, ingredients)


CASH_ROWS = (
    "net_operating_income",
    "replacement",
    "investment_outlay",
    "residual_value",
    "end_costs",
    "subsidies",
)
"""Rows that the project's cash is made of."""
MIX_ROWS = (
    *CASH_ROWS,
    "project_cash_flow",
    "corporate_tax",
    "drawdown",
    "financing_fee",
    "debt_service",
    "municipality_cash_flow",
    *(f"ledger_{ledger}" for ledger in LEDGERS),
)
"""Rows of the components a mix shows added up, besides those its metrics need."""


def _sections(blocks: Sequence[tuple[str, object]]) -> tuple[Section, ...]:
    """Each block's lines with everything they need, every line in the first section that needs it."""
    placed: set[str] = set()
    sections = []
    for key, block in blocks:
        fresh = [line for line in build_graph(list(_lines_of(block))).order if line.key not in placed]
        placed.update(line.key for line in fresh)
        if fresh:
            sections.append(Section(key, tuple(fresh)))
    return tuple(sections)


def _lines_of(block: object) -> Iterator[Line]:
    if isinstance(block, Line):
        yield block
    elif isinstance(block, (tuple, list)):
        for part in block:
            yield from _lines_of(part)
    elif is_dataclass(block):
        for field in fields(block):
            yield from _lines_of(getattr(block, field.name))
