"""Renewal: what is replaced while the option runs (furniture, a building that moves), in nominal euros per period."""

from __future__ import annotations

from dataclasses import dataclass

from model.formula.expression import Expression, Input, Line
from model.formula.primitives import floor, maximum, minimum
from model.lines.own import with_own
from model.lines.premises import Premises
from model.lines.rounds import Renewals
from model.lines.timeline import Timeline


@dataclass(frozen=True)
class Renewal:
    """Rows of replacement.

    `furniture_renewed` is the replacement of furniture with the VAT that stays, `furniture_age` the months since
    opening or the latest renewal.
    """

    furniture_replacement: Line
    furniture_renewed: Line
    furniture_age: Line
    relocation_costs: Line
    replacement_vat: Line
    vat_revision: Line
    replacement: Line


def build_renewal(premises: Premises, renewals: Renewals, vat: Line, vat_revision: Line) -> Renewal:
    """Furniture at the end of its life, relocations, and the VAT on both; `vat` is what stays of it per euro."""
    timeline, site, indices = premises.timeline, premises.site, premises.indices
    life = Input("furniture_life_years")
    furniture_rounds = renewals.rounds("furniture", life)
    furniture_replacement = Line(
        "furniture_replacement",
        Input("furniture_per_bed") * site.beds * indices.general_in_operation * furniture_rounds.due,
    )
    furniture_age = Line("furniture_age", premises.occupancy.open_by_end - furniture_rounds.by_end * life * 12)
    moves = _relocations_done("", timeline, timeline.month_end) - _relocations_done(
        "_before", timeline, timeline.month_begin
    )
    relocation_amount = Line("relocation_costs_today", site.building_costs_today * Input("relocation_cost_share"))
    relocation_costs = Line("relocation_costs", relocation_amount * indices.building * moves * timeline.in_term)
    replacement_vat = Line("replacement_vat", (furniture_replacement + relocation_costs) * vat)
    renewed: Expression = furniture_replacement + relocation_costs + replacement_vat + vat_revision
    return Renewal(
        furniture_replacement=furniture_replacement,
        furniture_renewed=Line("furniture_renewed", furniture_replacement * (1 + vat)),
        furniture_age=furniture_age,
        relocation_costs=relocation_costs,
        replacement_vat=replacement_vat,
        vat_revision=vat_revision,
        replacement=Line("replacement", with_own(renewed, "own_replacement", premises.own.replacement)),
    )


def _relocations_done(suffix: str, timeline: Timeline, month: Line) -> Line:
    """Relocations up to a month: the first at the end of the first term."""
    new_term = Input("relocation_term_years") * 12
    terms = floor((month - Input("term_years") * 12) / new_term) + 1
    return Line(f"relocations_done{suffix}", maximum(0, minimum(timeline.relocations, terms)))
