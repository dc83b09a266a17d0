"""How full an option is: months in operation and nights sold, with ramp-up and relocations."""

from __future__ import annotations

from dataclasses import dataclass

from model.formula.expression import Expression, Input, Line
from model.formula.primitives import floor, maximum, minimum
from model.lines.timeline import Timeline


@dataclass(frozen=True)
class Occupancy:
    """Months and nights per period; rounds of `cycle` years since opening come from the months open."""

    open_by_end: Line
    open_by_begin: Line
    operating_months: Line
    months_down: Line
    occupied_nights: Line


def build_occupancy(timeline: Timeline, beds: Line) -> Occupancy:
    """Months in operation and nights sold, with a linear ramp-up and the months a relocation takes."""
    opening = Input("construction_months")
    open_by_end = Line("months_open", maximum(0, timeline.month_end - opening))
    open_by_begin = Line("months_open_before", maximum(0, timeline.month_begin - opening))
    months_down = Line(
        "months_down",
        (
            _months_down("_by_end", timeline, timeline.month_end)
            - _months_down("_before", timeline, timeline.month_begin)
        )
        * timeline.in_term,
    )
    operating_months = Line("operating_months", (open_by_end - open_by_begin) * timeline.in_term - months_down)
    divisor = Line("ramp_up_divisor", maximum(1, Input("ramp_up_months")) * 2)
    ramped_by_end = Line("ramped_months", _ramped(open_by_end, divisor))
    ramped_by_begin = Line("ramped_months_before", _ramped(open_by_begin, divisor))
    stabilised_months = Line("stabilised_months", (ramped_by_end - ramped_by_begin) * timeline.in_term - months_down)
    occupied_nights = Line("occupied_nights", beds * Input("occupancy") * stabilised_months / 12 * 365)
    return Occupancy(
        open_by_end=open_by_end,
        open_by_begin=open_by_begin,
        operating_months=operating_months,
        months_down=months_down,
        occupied_nights=occupied_nights,
    )


def _ramped(months_open: Line, divisor: Line) -> Expression:
    """Months at full occupancy that the months since opening are worth: x²/(2·ramp) up to the ramp, then x − ramp/2."""
    ramp = Input("ramp_up_months")
    in_ramp = minimum(months_open, ramp)
    return maximum(0, months_open - ramp) + in_ramp * in_ramp / divisor


def _months_down(suffix: str, timeline: Timeline, month: Line) -> Line:
    """Months out of use for relocations, up to a month: `relocation_months` at the end of each term but the last."""
    new_term = Line(f"new_term_months{suffix}", Input("relocation_term_years") * 12)
    first_term = Input("term_years") * 12
    after = Line(
        f"months_after_first_term{suffix}", maximum(0, minimum(month - first_term, timeline.relocations * new_term))
    )
    terms = Line(f"terms_after_first{suffix}", floor(after / new_term))
    down = Input("relocation_months")
    return Line(f"months_down{suffix}", terms * down + minimum(down, after - terms * new_term))
