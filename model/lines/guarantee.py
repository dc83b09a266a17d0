"""The relocation guarantee for flex homes (RTHF): who bears the loss when the building is worth less than guaranteed.

Only for self-contained relocatable homes at social rent, never for lodging. The loss is convex: the loss of the
expected value is less than the expected loss, so both are shown.
"""

from __future__ import annotations

from dataclasses import dataclass

from model.formula.expression import Input, Line
from model.formula.primitives import by_choice, choice_of, maximum, or_else, total
from model.lines.end_of_term import EndOfTerm
from model.lines.investment import Investment
from model.lines.premises import Premises
from model.lines.uses import SWITCH


@dataclass(frozen=True)
class GuaranteeTerms:
    """Whether there is a guarantee, and its one-off fee."""

    is_guaranteed: Line
    fee: Line


def build_guarantee_terms(premises: Premises) -> GuaranteeTerms:
    """The fee per home at the start, when the guarantee is switched on."""
    is_guaranteed = Line("is_guaranteed", by_choice(choice_of("guarantee_use"), SWITCH, off=0, on=1))
    units, is_start = premises.site.units, premises.timeline.is_start
    return GuaranteeTerms(
        is_guaranteed=is_guaranteed,
        fee=Line("guarantee_fee", is_guaranteed * Input("guarantee_fee_per_home") * units * is_start),
    )


@dataclass(frozen=True)
class Guarantee:
    """Rows in the last period, in nominal euros.

    `guarantee_loss` follows the case's residual value, `guarantee_loss_expected` weighs three. The last two lines are
    what the state and the municipality pay of the loss.
    """

    guaranteed_value: Line
    realised_building_value: Line
    guarantee_loss: Line
    guarantee_loss_expected: Line
    guarantee_from_state: Line
    guarantee_from_municipality: Line


def build_guarantee(
    premises: Premises, terms: GuaranteeTerms, investment: Investment, end_of_term: EndOfTerm
) -> Guarantee:
    """The loss on what was guaranteed of the building, and who bears it.

    Loss = max(0, guaranteed - realised value of the building); the state, the municipality and the operator share it.

    Realised is what the building fetches however its end value is set: its share, or a sale or a given amount less the
    land that goes with it (and less a building bought with it, at its share); nothing when it is dismantled. The
    expected loss weighs a low residual share, the case itself and a high share with the probabilities given.
    """
    timeline, site, indices = premises.timeline, premises.site, premises.indices
    building = Line("building_costs_total", total(investment.building_costs))
    guaranteed = Line(
        "guaranteed_value", terms.is_guaranteed * or_else(Input("guaranteed_share"), 0) * building * timeline.is_last
    )
    own_land = Line("own_land_today", (1 - site.is_ground_lease) * Input("land_price_per_bed") * site.beds)
    land_at_end = Line("own_land_at_end", own_land * site.land_share * indices.land * timeline.is_last)
    land_sold_along = Line("land_sold_along", land_at_end - end_of_term.land_residual)
    bought = Line("bought_building_at_end", total(investment.bought_building) * Input("residual_share"))
    bought_sold_along = Line("bought_sold_along", bought * timeline.is_last - end_of_term.bought_residual)
    sold = Line("sold_with_land", end_of_term.exit_value + end_of_term.given_residual)
    alone = Line("sold_without_land", maximum(0, sold - land_sold_along - bought_sold_along))
    realised = Line("realised_building_value", end_of_term.building_residual + alone)
    loss = Line("guarantee_loss", maximum(0, guaranteed - realised) * terms.is_guaranteed)

    def loss_at(name: str, share: Input) -> Line:
        return Line(name, maximum(0, guaranteed - share * building * timeline.is_last) * terms.is_guaranteed)

    low, high = Input("guarantee_low_probability"), Input("guarantee_high_probability")
    expected = Line(
        "guarantee_loss_expected",
        loss_at("guarantee_loss_low", Input("guarantee_low_share")) * low
        + loss_at("guarantee_loss_high", Input("guarantee_high_share")) * high
        + loss * (1 - low - high),
    )
    return Guarantee(
        guaranteed_value=guaranteed,
        realised_building_value=realised,
        guarantee_loss=loss,
        guarantee_loss_expected=expected,
        guarantee_from_state=Line("guarantee_from_state", loss * Input("guarantee_state_share")),
        guarantee_from_municipality=Line("guarantee_from_municipality", loss * Input("guarantee_municipality_share")),
    )
