"""The blocks of a standard option up to its flows: what the loan, the tax and the books of others build on."""

from __future__ import annotations

from dataclasses import dataclass

from model.formula.expression import Line
from model.lines.end_of_term import EndOfTerm, build_end_of_term
from model.lines.flows import Flows, Subsidies, build_flows, build_subsidies
from model.lines.guarantee import Guarantee, build_guarantee, build_guarantee_terms
from model.lines.investment import Investment, build_investment
from model.lines.operation import Operation, build_operation
from model.lines.premises import Premises, build_premises
from model.lines.structure import Structure
from model.lines.vat_revision import VatRevision, build_vat_revision


@dataclass(frozen=True)
class Blocks:
    """The blocks of a standard option, each made of those above it."""

    premises: Premises
    investment: Investment
    revision: VatRevision
    operation: Operation
    end: EndOfTerm
    guarantee: Guarantee
    subsidies: Subsidies
    flows: Flows


def build_blocks(structure: Structure) -> Blocks:
    """From the timeline to the flows of the project."""
    premises = build_premises(structure)
    terms = build_guarantee_terms(premises)
    investment = build_investment(premises, terms.fee)
    revision = build_vat_revision(premises, investment)
    operation = build_operation(premises, revision.vat_revision)
    end = build_end_of_term(premises, investment, operation, revision.sale_revision)
    guarantee = build_guarantee(premises, terms, investment, end)
    paid_out = Line("guarantee_payment", guarantee.guarantee_from_state + guarantee.guarantee_from_municipality)
    subsidies = build_subsidies(premises.timeline, premises.own, paid_out)
    return Blocks(
        premises=premises,
        investment=investment,
        revision=revision,
        operation=operation,
        end=end,
        guarantee=guarantee,
        subsidies=subsidies,
        flows=build_flows(
            net_operating_income=operation.net_operating_income,
            replacement=operation.renewal.replacement,
            investment_outlay=investment.investment_outlay,
            residual_value=end.residual_value,
            end_costs=end.end_costs,
            subsidies=subsidies,
        ),
    )
