"""The end of the term: what is left (stay, relocate) and what it costs to leave (dismantle), in nominal euros."""

from __future__ import annotations

from dataclasses import dataclass

from model.formula.expression import Input, Line
from model.formula.primitives import by_choice, choice_of, following, summed, total
from model.lines.investment import Investment
from model.lines.operation import Operation
from model.lines.own import OwnLines, with_own
from model.lines.premises import Premises
from model.lines.timeline import END_OF_TERM, Timeline

RESIDUAL_METHODS = ("share_of_investment", "exit_yield", "given_amount")


@dataclass(frozen=True)
class EndOfTerm:
    """Rows of the last period.

    `land_residual_factor` is what a euro of the price of land or purchase at the start is worth at the end;
    `exit_value_of_price` the part of the exit value that rises and falls in proportion to the price,
    `exit_value_of_whole_price` the same without what a law takes from the price.
    """

    land_residual: Line
    building_residual: Line
    bought_residual: Line
    exit_value: Line
    exit_value_of_price: Line
    exit_value_of_whole_price: Line
    given_residual: Line
    dismantling_costs: Line
    dismantling_vat: Line
    sale_revision: Line
    residual_value: Line
    end_costs: Line
    land_residual_factor: Line


@dataclass(frozen=True)
class EndChoice:
    """What the end of the term and the residual method come to: flags, 1 or 0."""

    land_returns_apart: Line
    building_keeps_share: Line
    residual_by_yield: Line
    residual_by_amount: Line


def _end_choice(timeline: Timeline) -> EndChoice:
    method = Line("residual_method_code", choice_of("residual_method"))
    by_share = Line("residual_by_share", by_choice(method, RESIDUAL_METHODS, share_of_investment=1, otherwise=0))
    by_yield = by_choice(method, RESIDUAL_METHODS, exit_yield=1, otherwise=0)
    by_amount = by_choice(method, RESIDUAL_METHODS, given_amount=1, otherwise=0)
    end = timeline.end_of_term
    stays = Line("stays", by_choice(end, END_OF_TERM, stay=1, otherwise=0))
    return EndChoice(
        land_returns_apart=Line("land_returns_apart", by_choice(end, END_OF_TERM, stay=by_share, otherwise=1)),
        building_keeps_share=Line(
            "building_keeps_share", by_choice(end, END_OF_TERM, stay=by_share, relocate=1, dismantle=0)
        ),
        residual_by_yield=Line("residual_by_yield", stays * by_yield),
        residual_by_amount=Line("residual_by_amount", stays * by_amount),
    )


def _dismantling_costs(premises: Premises) -> Line:
    timeline = premises.timeline
    dismantles = Line("dismantles", by_choice(timeline.end_of_term, END_OF_TERM, dismantle=1, otherwise=0))
    per_bed = Input("dismantle_cost_per_bed")
    return Line(
        "dismantling_costs", timeline.is_last * dismantles * per_bed * premises.site.beds * premises.indices.building
    )


# Long: one block, its lines in the order in which they rest on one another.
def build_end_of_term(
    premises: Premises, investment: Investment, operation: Operation, sale_revision: Line
) -> EndOfTerm:
    """Residual value and cost of leaving.

    Stay, by method: land at its indexed price + (building costs + price of a bought building) x share; or exit yield:
    stabilised rent of year T+1 / yield v.o.n. / (1 + buyer's costs) x (1 - selling costs), land included, less the
    indexed value of leased land; or a given amount. Relocate: the land as above, and the building at its share; only
    what was built moves, a bought building stays on its land and keeps the same share. Dismantle: the land only, less
    the cost of dismantling. What a sale within the revision period settles of the VAT is a cost of leaving too.

    Leased land returns to its owner and is worth nothing to the operator. What a buyer pays for the rent of building
    and land is therefore the owner's for the land and the operator's for the rest, together once; that rest is below
    zero where the land is worth more than the rent with the building on it.
    """
    timeline, site, indices, own = premises.timeline, premises.site, premises.indices, premises.own
    income, leased_land_value = operation.income, operation.costs.leased_land_value
    choice = _end_choice(timeline)
    index_at_start = Line("land_index_at_start_row", indices.land * timeline.is_start)
    land_growth = Line("land_growth_since_start", indices.land / total(index_at_start))
    land_bought = Line("land_bought", total(investment.land_price) * site.land_share)
    land_residual = Line("land_residual", timeline.is_last * choice.land_returns_apart * land_bought * land_growth)
    share_at_end = Line(
        "building_share_at_end", timeline.is_last * choice.building_keeps_share * Input("residual_share")
    )
    building_residual = Line("building_residual", share_at_end * total(investment.building_costs))
    bought_residual = Line("bought_residual", share_at_end * total(investment.bought_building))
    exit_price = Line(
        "exit_price_factor",
        (1 - Input("exit_selling_costs")) / (Input("exit_yield") * (1 + Input("exit_buyers_costs"))),
    )
    sold_by_yield = Line("sold_by_yield", timeline.is_last * choice.residual_by_yield)
    sold_at = Line("exit_value_with_land", sold_by_yield * following(income.stabilised_rent) * exit_price)
    leased_returned = Line("leased_land_returned", sold_by_yield * leased_land_value * indices.land)
    exit_value = Line("exit_value", sold_at - leased_returned)
    of_price = Line("exit_value_of_price", sold_by_yield * following(income.stabilised_price) * exit_price)
    of_whole_price = Line(
        "exit_value_of_whole_price", sold_by_yield * following(income.stabilised_whole_price) * exit_price
    )
    given_value = Line("given_residual", timeline.is_last * choice.residual_by_amount * Input("residual_amount"))
    residual_value = Line(
        "residual_value",
        with_own(
            summed(land_residual, building_residual, bought_residual, exit_value, given_value),
            "own_terminal_value",
            own.terminal_value,
        ),
    )
    dismantling = _dismantling_costs(premises)
    dismantling_vat = Line("dismantling_vat", dismantling * Input("general_vat_rate") * premises.stay.vat_not_reclaimed)
    end_costs = Line(
        "end_costs", with_own(dismantling + dismantling_vat + sale_revision, "own_end_costs", own.end_cost)
    )
    land_factor = Line("land_factor_at_end", timeline.is_last * choice.land_returns_apart * land_growth)
    factor = Line("land_residual_row", land_factor * site.land_share + share_at_end * (1 - site.land_share))
    return EndOfTerm(
        land_residual=land_residual,
        building_residual=building_residual,
        bought_residual=bought_residual,
        exit_value=exit_value,
        exit_value_of_price=of_price,
        exit_value_of_whole_price=of_whole_price,
        given_residual=given_value,
        dismantling_costs=dismantling,
        dismantling_vat=dismantling_vat,
        sale_revision=sale_revision,
        residual_value=residual_value,
        end_costs=end_costs,
        land_residual_factor=factor,
    )


@dataclass(frozen=True)
class OwnEndOfTerm:
    """The end of an option of own lines."""

    residual_value: Line
    end_costs: Line


def build_own_end_of_term(timeline: Timeline, own: OwnLines) -> OwnEndOfTerm:
    """Own lines of kind terminal value and end cost."""
    nothing = timeline.is_start * 0
    return OwnEndOfTerm(
        residual_value=Line("residual_value", nothing if own.terminal_value is None else own.terminal_value),
        end_costs=Line("end_costs", nothing if own.end_cost is None else own.end_cost),
    )
