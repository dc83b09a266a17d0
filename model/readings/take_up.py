"""How long a take-up contract runs beside the debt, in a sentence."""

from __future__ import annotations

from model.engine.results import Computed
from model.outcomes.quantities import figure_of
from model.words.figures import Figure
from model.words.messages import Message, message
from model.words.quantities import LOWER, Quantity

A_EURO = 1.0
"""A debt under a euro is none."""
BEYOND = Quantity("debt_beyond_take_up", "schuld na het contract", "debt after the contract", "years", LOWER)


def take_up_reading(part: Computed) -> Message | None:
    """What share of the beds is under contract for how long, and for how long debt outlives it.

    None for an option without a take-up contract of its own: own lines, and a mix, whose components have theirs.
    """
    if part.resolved is None or "take_up_share" not in part.resolved.values:
        return None
    option, values = part.resolved.option.id, part.resolved.values
    occupancy = figure_of("occupancy", option, values["occupancy"])
    if not values["take_up_share"] or not values["take_up_years"]:
        return message("take_up_none", occupancy=occupancy)
    beyond = _years_of_debt_beyond(part)
    return message(
        "take_up_outlived" if beyond > 0 else "take_up_covers",
        share=figure_of("take_up_share", option, values["take_up_share"]),
        years=figure_of("take_up_years", option, values["take_up_years"]),
        beyond=Figure(BEYOND, option, beyond),
        occupancy=occupancy,
    )


def _years_of_debt_beyond(part: Computed) -> float:
    """Years from the end of the contract to that of the period in which the debt is paid off; 0 where there is none."""
    assert part.resolved is not None
    owed = [period for period, debt in enumerate(part.rows["closing_balance"]) if debt >= A_EURO]
    if not owed:
        return 0.0
    values = part.resolved.values
    paid_off = min(owed[-1] + 1, part.last_period) / values["periods_per_year"]
    return max(0.0, paid_off - values["construction_months"] / 12 - values["take_up_years"])
