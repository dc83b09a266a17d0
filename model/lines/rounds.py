"""Rounds of renewal: when what wears out falls due since opening."""

from __future__ import annotations

from dataclasses import dataclass

from model.formula.expression import Expression, Input, Line
from model.formula.primitives import floor, maximum, minimum
from model.lines.occupancy import Occupancy
from model.lines.timeline import Timeline


@dataclass(frozen=True)
class Rounds:
    """Rounds done by the end and by the beginning of each period."""

    by_end: Line
    by_begin: Line

    @property
    def due(self) -> Expression:
        """How many fall in each period."""
        return self.by_end - self.by_begin


@dataclass(frozen=True)
class Renewals:
    """Months since opening in which a renewal still pays, up to the end and up to the beginning of each period."""

    by_end: Line
    by_begin: Line

    def rounds(self, name: str, cycle_years: Input) -> Rounds:
        """The rounds of a cycle since opening: round k when k x cycle x 12 months have passed.

        Quotients of whole months, so that rounding down is exact; the number does not depend on the width of a period.
        """
        cycle = cycle_years * 12
        return Rounds(
            by_end=Line(f"{name}_rounds", floor(self.by_end / cycle)),
            by_begin=Line(f"{name}_rounds_before", floor(self.by_begin / cycle)),
        )


def build_renewals(timeline: Timeline, occupancy: Occupancy) -> Renewals:
    """What is renewed in rounds (furniture, major maintenance): not in the last twelve months of the (last) term.

    Round k falls due when k x cycle x 12 months have passed since opening. It is paid in the period that month is in,
    and left out when it falls later than twelve months before the end: nobody renews what is about to close. Months,
    not periods, decide: the number of rounds is the same in years, quarters and months.
    """
    still = Line("renewable_until", maximum(0, timeline.term_months - 12 - Input("construction_months")))
    return Renewals(
        by_end=Line("renewable_months", minimum(occupancy.open_by_end, still)),
        by_begin=Line("renewable_months_before", minimum(occupancy.open_by_begin, still)),
    )
