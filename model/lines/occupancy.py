"""How full an option is: months in operation and nights sold, with ramp-up and relocations."""

from __future__ import annotations

from dataclasses import dataclass

from model.formula.expression import Expression, Input, Line
from model.formula.primitives import floor, maximum, minimum, or_else
from model.lines.timeline import Timeline


@dataclass(frozen=True)
class Occupancy:
    """Months and nights per period; rounds of `cycle` years since opening come from the months open.

    `take_up_extra` is what beds under a take-up contract add to the occupancy of all beds, `take_up_months` how long
    the contract runs from the opening on, `take_up_empty_nights` the nights of beds under contract that are not sold.
    """

    open_by_end: Line
    open_by_begin: Line
    operating_months: Line
    months_down: Line
    take_up_months: Line
    take_up_extra: Line
    take_up_empty_nights: Line
    occupied_nights: Line


def build_occupancy(timeline: Timeline, beds: Line) -> Occupancy:
    """Months in operation and nights sold, with a linear ramp-up and the months a relocation takes.

    Nights = beds x 365 / 12 x (o x M + s x (c - o) x C): M months at full occupancy o of the term, C those within the
    contract of a share s of the beds, which fill to c. Without a contract, and where c = o, that is beds x o x M.
    """
    opening = Input("construction_months")
    open_by_end = Line("months_open", maximum(0, timeline.month_end - opening))
    open_by_begin = Line("months_open_before", maximum(0, timeline.month_begin - opening))
    divisor = Line("ramp_up_divisor", maximum(1, Input("ramp_up_months")) * 2)

    def months(of: str, begin: Line, end: Line, open_by_begin: Line, open_by_end: Line) -> tuple[Line, Line, Line]:
        """Of a part of the period: months out of use, in operation, and worth at full occupancy."""
        by_end, before = (_months_down(of, *at, timeline) for at in (("by_end", end), ("before", begin)))
        down = Line(f"{of}months_down", (by_end - before) * timeline.in_term)
        ramped_by_end = Line(f"{of}ramped_months", _ramped(open_by_end, divisor))
        ramped_by_begin = Line(f"{of}ramped_months_before", _ramped(open_by_begin, divisor))
        return (
            down,
            Line(f"{of}operating_months", (open_by_end - open_by_begin) * timeline.in_term - down),
            Line(f"{of}stabilised_months", (ramped_by_end - ramped_by_begin) * timeline.in_term - down),
        )

    down, operating, stabilised = months("", timeline.month_begin, timeline.month_end, open_by_begin, open_by_end)
    contract = Line("take_up_months", Input("take_up_years") * 12)
    until = Line("take_up_end_month", opening + contract)
    _, contracted, filled = months(
        "take_up_",
        Line("take_up_month_begin", minimum(timeline.month_begin, until)),
        Line("take_up_month_end", minimum(timeline.month_end, until)),
        Line("take_up_months_open_before", minimum(open_by_begin, contract)),
        Line("take_up_months_open", minimum(open_by_end, contract)),
    )
    occupancy, share = Input("occupancy"), Input("take_up_share")
    under_contract = Line("take_up_occupied", or_else(Input("take_up_occupancy"), occupancy))
    extra = Line("take_up_extra", share * (under_contract - occupancy))
    return Occupancy(
        open_by_end=open_by_end,
        open_by_begin=open_by_begin,
        operating_months=operating,
        months_down=down,
        take_up_months=contract,
        take_up_extra=extra,
        take_up_empty_nights=Line(
            "take_up_empty_nights", beds * share * (contracted - under_contract * filled) / 12 * 365
        ),
        occupied_nights=Line(
            "occupied_nights", beds * occupancy * stabilised / 12 * 365 + beds * extra * filled / 12 * 365
        ),
    )


def _ramped(months_open: Line, divisor: Line) -> Expression:
    """Months at full occupancy that the months since opening are worth: x²/(2·ramp) up to the ramp, then x − ramp/2."""
    ramp = Input("ramp_up_months")
    in_ramp = minimum(months_open, ramp)
    return maximum(0, months_open - ramp) + in_ramp * in_ramp / divisor


def _months_down(of: str, at: str, month: Line, timeline: Timeline) -> Line:
    """Months out of use for relocations, up to a month: `relocation_months` at the end of each term but the last."""
    new_term = Line(f"{of}new_term_months_{at}", Input("relocation_term_years") * 12)
    first_term = Input("term_years") * 12
    after = Line(
        f"{of}months_after_first_term_{at}", maximum(0, minimum(month - first_term, timeline.relocations * new_term))
    )
    terms = Line(f"{of}terms_after_first_{at}", floor(after / new_term))
    down = Input("relocation_months")
    return Line(f"{of}months_down_{at}", terms * down + minimum(down, after - terms * new_term))
