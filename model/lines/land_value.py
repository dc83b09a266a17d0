"""Residual land value: the price of land at which the project is worth nothing more and nothing less."""

from __future__ import annotations

from dataclasses import dataclass

from model.formula.expression import Expression, Line
from model.formula.primitives import or_else, ratio, total, where
from model.lines.blocks import Blocks
from model.lines.flows import Discounting
from model.lines.metrics import exceeds_rounding
from model.lines.own import LandPrice


@dataclass(frozen=True)
class LandValue:
    """The residual land value, and a flag that says whether there is one."""

    residual_land_value_amount: Line
    residual_land_value_known: Line


def build_land_value(blocks: Blocks, discounting: Discounting, npv_project: Line) -> LandValue:
    """The price of the land + NPV(P) / F, F what a euro of that price costs in all.

    F = what it costs at the start (VAT that stays, transfer tax, notary) + the revision of its VAT, now and at a sale -
    what it is worth at the end. Unknown under ground lease, and where F is nothing, rounding apart: then no price makes
    a difference.
    """
    investment, revision = blocks.investment, blocks.revision
    land_end_value = Line(
        "land_end_value", total(Line("land_end_value_row", blocks.end.land_residual_factor * discounting.end_factor))
    )
    revision_of_land = Line("land_revision_row", revision.per_euro_of_land_vat * discounting.running_factor)
    land_revision = Line("land_revision_value", total(revision_of_land) * investment.land_vat_rate)
    sale_of_land = Line("land_sale_revision_row", revision.sale_per_euro_of_land_vat * discounting.end_factor)
    land_sale = Line("land_sale_revision_value", total(sale_of_land) * investment.land_vat_rate)
    land_factor = Line("land_value_factor", investment.land_outlay_factor + land_revision + land_sale - land_end_value)
    costs_money = Line("land_costs_money", exceeds_rounding(land_factor))
    known = Line("residual_land_value_known", (1 - blocks.premises.site.is_ground_lease) * costs_money)
    return LandValue(
        residual_land_value_amount=Line(
            "residual_land_value_amount", where(known, total(investment.land_price) + npv_project / land_factor, 0)
        ),
        residual_land_value_known=known,
    )


def build_own_land_value(land_price: LandPrice | None, discounting: Discounting, npv_project: Line) -> LandValue:
    """The same for own lines marked as land; without any, NPV(P) itself is what land may cost at the start."""
    land: Expression = npv_project
    if land_price is not None:
        paid = Line(
            "pv_land_outlay",
            total(Line("pv_land_outlay_row", land_price.outlay_share * discounting.running_factor)),
        )
        factor = Line("land_value_per_euro", ratio(paid, Line("land_price_spread", total(land_price.price_share))))
        land = total(land_price.price) + npv_project / Line("land_value_factor", or_else(factor, 1))
    return LandValue(
        residual_land_value_amount=Line("residual_land_value_amount", land),
        residual_land_value_known=Line("residual_land_value_known", 1),
    )
