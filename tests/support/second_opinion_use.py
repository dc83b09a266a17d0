"""How full a place is in the second calculation, month by month: with a take-up contract, and without it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.support.second_opinion_arithmetic import Row

if TYPE_CHECKING:
    from tests.support.second_opinion_project import Setting


@dataclass(frozen=True)
class Use:
    """Months in use, nights occupied, and nights of beds under contract that stay empty, per period."""

    used: Row
    nights: Row
    empty: Row


def use_of(s: Setting) -> Use:
    """Month by month: closed before opening and while relocating; occupancy grows evenly during the ramp-up."""
    v, time, opening, ramp = s.v, s.time, s.opening, s.ramp
    in_use, occupied, empty = [], [], []
    under_contract = v["occupancy"] if v["take_up_occupancy"] is None else v["take_up_occupancy"]
    for month in range(s.years * 12):
        since = month - opening
        after = month - v["term_years"] * 12
        moving = s.moves > 0 and after >= 0 and after % (v["relocation_term_years"] * 12) < v["relocation_months"]
        full = 0.0 if since < 0 else 1.0 if since >= ramp else (2 * since + 1) / (2 * ramp)
        open_now = 0.0 if moving or since < 0 else 1.0
        taken = v["take_up_share"] if since < v["take_up_years"] * 12 else 0.0
        in_use.append(open_now)
        occupied.append((taken * under_contract + (1 - taken) * v["occupancy"]) * (full - moving))
        empty.append(taken * (open_now - under_contract * (full - moving)))

    def over(months: list[float], a_month: float) -> Row:
        return [a_month * sum(months[slice(*time.months(n))]) if n else 0.0 for n in s.periods]

    return Use(
        used=over(in_use, 1),
        nights=over(occupied, s.beds / 12 * 365),
        empty=over(empty, s.beds / 12 * 365),
    )
