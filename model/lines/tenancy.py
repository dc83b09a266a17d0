"""What the price keeps where a longer stay is tenancy with a highest price, by date.

The letter to parliament of 14 November 2025 announces it; it counts where a case counts on that proposal, or a user
says that it holds.
"""

from __future__ import annotations

from model.formula.expression import Input, Line
from model.formula.primitives import by_choice, choice_of, maximum, or_else
from model.lines.dated import dated_value
from model.lines.structure import Structure
from model.lines.timeline import Timeline

USE_FUNCTIONS = ("lodging", "housing")


def build_price_kept(structure: Structure, timeline: Timeline) -> Line:
    """The share of the price that is asked: 1, less what nights in longer stays lose since they are tenancy.

    In force x share of nights in stays longer than thirty nights x (1 - cap / price) where the price is above the cap;
    in force is day-weighted within a period, from the opening on. Housing has rents of its own already: 1. A cap that
    is not given takes nothing. Both prices grow alike, so the share holds in every year.
    """
    price = Input("price_per_bed_week")
    cap = Line("tenancy_cap", or_else(Input("tenancy_price_per_bed_week"), price))
    lost = Line("price_above_cap", 1 - cap / maximum(price, cap))
    lodges = by_choice(choice_of("use_function"), USE_FUNCTIONS, lodging=1, housing=0)
    longer = Line("longer_lodging", lodges * (1 - Input("thirty_night_stays")))
    in_force = dated_value("tenancy_in_force", "tenancy_rule", timeline, structure, timeline.open_since)
    return Line("price_kept", 1 - in_force * longer * lost)
