"""The horizon over which options are compared, in sentences."""

from __future__ import annotations

from model.case import Case
from model.options import OPTION_TYPES
from model.outcomes.quantities import figure_of
from model.readings.names import OptionName, listed
from model.words.messages import Message, message


def years_reading(case: Case) -> Message:
    """Over how many years a value over the horizon counts."""
    return message("horizon_is", years=figure_of("horizon_years", "case", case.horizon_years, basis="entered"))


def horizon_reading(case: Case) -> Message:
    """Which options last as long as the horizon, so that nobody wonders why a change of it does nothing."""
    follow_it = [
        OptionName(case, option.id)
        for option in case.options
        if OPTION_TYPES[option.type].only_own_lines and "term_years" not in option.inputs
    ]
    return message("horizon_for", options=listed(follow_it)) if follow_it else message("horizon_for_none")
