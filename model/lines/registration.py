"""Residents in the register (BRP): what payments from the municipal fund rest on."""

from __future__ import annotations

from dataclasses import dataclass

from model.formula.expression import Expression, Input, Line
from model.formula.primitives import edate, floor, greater, jan1, maximum, minimum, year
from model.lines.premises import Premises


@dataclass(frozen=True)
class Registration:
    """People in the resident register (BRP), per period.

    `registered_january` weighs the 1 Januaries a period's payments rest on; `registered_person_years` are the years
    that residents are registered.
    """

    registered_january: Line
    registered_person_years: Line


def build_registration(premises: Premises) -> Registration:
    """Residents registered on 1 January: beds x occupancy x share registered, when the option is open that day.

    A calendar year's payments rest on its own 1 January; a period that touches two years takes both, day-weighted.
    During the ramp-up the number of residents grows evenly per day; on a day between two sites, when the building is
    being moved, nobody is registered.
    """
    timeline, site, occupancy = premises.timeline, premises.site, premises.occupancy
    start = Input("start_date")
    opening = timeline.opening_date
    full = Line("full_day", edate(opening, Input("ramp_up_months")))
    ramp_days = Line("ramp_up_days", maximum(1, full - opening))
    residents = Line("residents_registered", site.beds * Input("occupancy") * Input("brp_share"))
    more_residents = Line("residents_registered_take_up", site.beds * occupancy.take_up_extra * Input("brp_share"))
    contract_ends = Line("take_up_end_date", edate(opening, occupancy.take_up_months))
    start_year = Line("start_year", year(start))
    year_day = Line("start_year_first_day", jan1(start_year))
    months_before = Line("months_before_start", (start - year_day) * 12 / (jan1(start_year + 1) - year_day))
    first_term = Line("first_term_months", Input("term_years") * 12)
    next_term = Line("next_term_months", Input("relocation_term_years") * 12)

    def present(name: str, calendar_year: Expression) -> Line:
        day = Line(f"{name}_january", jan1(calendar_year))
        before_end = Line(f"{name}_before_end", greater(timeline.last_day, day))
        months = Line(f"{name}_months_since_start", (calendar_year - start_year) * 12 - months_before)
        moves = Line(
            f"{name}_moves",
            maximum(0, minimum(timeline.relocations, floor((months - first_term) / next_term) + 1)),
        )
        moved_in = Line(
            f"{name}_moved_in", edate(start, first_term + (moves - 1) * next_term + Input("relocation_months"))
        )
        moving = Line(f"{name}_moving", minimum(1, moves) * greater(moved_in, day))
        in_use = Line(
            f"{name}_present",
            maximum(0, minimum(1, (day - opening + 1) / ramp_days)) * before_end * (1 - moving),
        )
        more = Line(f"{name}_more_residents", more_residents * greater(contract_ends, day))
        return Line(f"{name}_residents", (residents + more) * in_use)

    this_year = present("this_year", timeline.year_begin)
    next_year = present("next_year", timeline.year_begin + 1)
    share = timeline.share_first_year
    january = Line("registered_january", share * this_year + (1 - share) * next_year)
    person_years = Line("registered_person_years", occupancy.occupied_nights / 365 * Input("brp_share"))
    return Registration(january, person_years)
