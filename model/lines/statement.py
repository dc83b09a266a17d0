"""What both kinds of option share: the statement that follows from the flows, and how a business case is closed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property

from model.formula.expression import Expression, Input, Line
from model.formula.graph import build_graph
from model.lines.financing import Financing, build_financing
from model.lines.flows import CASH_ROWS, Cash, Discounting, Flows, build_cash, build_discounting, present_value
from model.lines.investment import Investment, OwnInvestment
from model.lines.ledgers import (
    Booking,
    Flow,
    Ledgers,
    LedgerValues,
    build_flows_between,
    build_ledger_values,
    build_ledgers,
    flows_at_end,
)
from model.lines.metrics import (
    Ingredients,
    Metrics,
    ProjectValues,
    build_annual_value,
    build_metrics,
    build_project_values,
    build_pv_costs,
)
from model.lines.municipality import MunicipalValue, build_municipal_value
from model.lines.structure import Structure
from model.lines.tax import Assets, Tax, build_tax
from model.lines.timeline import Timeline


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


@dataclass(frozen=True)
class Statement:
    """The flows of an option, the loan and the tax on them, what is left for the equity, and what it is all worth."""

    structure: Structure
    timeline: Timeline
    flows: Flows
    investment: Line
    cash: Cash
    financing: Financing
    tax: Tax
    equity_cash_flow: Line
    discounting: Discounting
    values: ProjectValues


def build_statement(
    structure: Structure, timeline: Timeline, flows: Flows, investment: Investment | OwnInvestment, assets: Assets
) -> Statement:
    """From flows to values. The equity's flow E = P + S - tax + drawdown - fee - debt service."""
    financing = build_financing(timeline, flows, investment.initial_outlay, investment.investment)
    tax = build_tax(structure, timeline, flows, financing, assets)
    discounting = build_discounting(timeline)
    return Statement(
        structure=structure,
        timeline=timeline,
        flows=flows,
        investment=investment.investment,
        cash=build_cash(**{key: getattr(flows, key) for key in CASH_ROWS}),
        financing=financing,
        tax=tax,
        equity_cash_flow=Line(
            "equity_cash_flow", flows.cash_flow_with_subsidy - tax.corporate_tax + financing.debt_flow
        ),
        discounting=discounting,
        values=build_project_values(flows, financing, tax.corporate_tax, discounting),
    )


@dataclass(frozen=True)
class Parties:
    """Who pays whom, and what that is worth to each; the municipality's own value is a metric."""

    bookings: tuple[Booking, ...]
    flows_between: tuple[Flow, ...]
    ledgers: Ledgers
    ledger_values: LedgerValues
    municipal_value: MunicipalValue


def build_parties(
    bookings: tuple[Booking, ...],
    nothing: Expression,
    municipality_cash_flow: Line,
    fund: Line | None,
    discounting: Discounting,
) -> Parties:
    """The bookings as ledgers; `nothing` is a row of zeros, `fund` what comes from the municipal fund."""
    flows_between = build_flows_between(bookings)
    ledgers = build_ledgers(flows_between, nothing)
    return Parties(
        bookings=bookings,
        flows_between=flows_between,
        ledgers=ledgers,
        ledger_values=build_ledger_values(flows_between, ledgers, discounting),
        municipal_value=build_municipal_value(
            municipality_cash_flow, flows_at_end(flows_between, "municipality"), fund, discounting
        ),
    )


@dataclass(frozen=True)
class Particulars:
    """The ingredients of the metrics that each kind of option finds in its own way (see `Ingredients`).

    `costs_to_cover` and `nights` are the rows whose present values the cost per bed night is made of.
    """

    transfer_costs: Line
    first_year_revenue: Line
    first_year_noi: Line
    price_weighted: Line
    pv_price_revenue: Line
    pv_price_gross: Line
    pv_price_uncapped: Line
    residual_land_value_amount: Line
    residual_land_value_known: Line
    costs_to_cover: Line
    nights: Line
    resident_share_weighted: Line
    resident_share_known: Line


def build_ingredients(statement: Statement, municipal_value: MunicipalValue, particulars: Particulars) -> Ingredients:
    """What the metrics of an option build on."""
    timeline, flows, financing = statement.timeline, statement.flows, statement.financing
    discounting, values = statement.discounting, statement.values
    annual = build_annual_value(statement.structure, values.npv, timeline)
    return Ingredients(
        project_cash_flow=flows.project_cash_flow,
        cash_flow_with_subsidy=flows.cash_flow_with_subsidy,
        equity_cash_flow=statement.equity_cash_flow,
        counted_noi=financing.counted_noi,
        counted_service=financing.counted_service,
        models_up_to_completion=Line("models_up_to_completion", timeline.up_to_completion),
        npv_project=values.npv_project,
        npv=values.npv,
        equity_npv=values.equity_npv,
        investment=statement.investment,
        transfer_costs=particulars.transfer_costs,
        loan_amount=financing.loan_amount,
        first_year_revenue=particulars.first_year_revenue,
        first_year_noi=particulars.first_year_noi,
        first_year_known=Line("first_year_known", timeline.has_full_year),
        price_weighted=particulars.price_weighted,
        pv_price_revenue=particulars.pv_price_revenue,
        pv_price_gross=particulars.pv_price_gross,
        pv_price_uncapped=particulars.pv_price_uncapped,
        residual_land_value_amount=particulars.residual_land_value_amount,
        residual_land_value_known=particulars.residual_land_value_known,
        annual_value=annual.annual_value,
        value_over_horizon=annual.value_over_horizon,
        pv_costs=build_pv_costs(particulars.costs_to_cover, flows.terminal_flow, discounting),
        pv_nights=present_value("pv_nights", particulars.nights, discounting.running_factor),
        municipality_npv=municipal_value.municipality_npv,
        municipality_npv_without_fund=municipal_value.municipality_npv_without_fund,
        resident_share_weighted=particulars.resident_share_weighted,
        resident_share_known=particulars.resident_share_known,
    )


Titled = tuple[str, object]
"""The key of a section, and the block (or blocks) whose lines stand in it."""


def close_case(
    before: Sequence[Titled], statement: Statement, after: Sequence[Titled], parties: Parties, ingredients: Ingredients
) -> BusinessCase:
    """The business case of an option: the sections before and after its statement, the ledgers and the metrics."""
    metrics = build_metrics(
        ingredients, statement.cash.cumulative_cash_flow, statement.timeline.period, Input("periods_per_year")
    )
    flow_lines = tuple(flow.line for flow in parties.flows_between)
    sections = sections_of(
        [
            *before,
            ("cash", statement.cash),
            ("financing", statement.financing),
            ("tax", statement.tax),
            ("equity", statement.equity_cash_flow),
            ("discounting", (statement.discounting, statement.values)),
            *after,
            ("ledgers", (flow_lines, parties.ledgers, parties.ledger_values)),
            ("metrics", (ingredients, metrics)),
        ]
    )
    return BusinessCase(
        sections=sections,
        metrics=metrics,
        ingredients=ingredients,
        bookings=parties.bookings,
        flows_between=parties.flows_between,
    )


def sections_of(titled: Sequence[Titled]) -> tuple[Section, ...]:
    """Each block's lines with everything they need, every line in the first section that needs it."""
    placed: set[str] = set()
    sections = []
    for key, block in titled:
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
