"""The kinds of frame (kader) a council can set: a limit on one quantity of an option, and which side of it is good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from model.parameters.table import parameters
from model.words.quantities import LOWER, quantity

MOST, LEAST = "most", "least"
"""Which side of a limit is good, where that is not the side on which the quantity is better: at most, or at least."""


@dataclass(frozen=True, slots=True)
class FrameKind:
    """A limit on the quantity `about`, from `lowest` to `highest`; a frame on a date holds an ISO date.

    `side` is one of `MOST` and `LEAST`; blank where the quantity itself says which way is better.
    """

    key: str
    about: str
    lowest: float = 0.0
    highest: float = 1e12
    side: str = ""

    @property
    def unit(self) -> str:
        """The unit of its limit: that of the quantity, or of the input from which it is read."""
        return quantity(self.about).unit_key or parameters()[self.about].unit

    @property
    def is_maximum(self) -> bool:
        """Whether it asks for no more than the limit, rather than for no less."""
        return (self.side == MOST) if self.side else quantity(self.about).better == LOWER

    @property
    def is_date(self) -> bool:
        """Whether its limit is a day."""
        return self.unit == "date"


_KINDS = (
    FrameKind("max_price_per_week", "price_per_bed_week", highest=10_000),
    FrameKind("max_resident_cost_share", "resident_cost_share", highest=5),
    FrameKind("min_beds", "beds", highest=100_000),
    FrameKind("max_beds", "beds", highest=100_000, side=MOST),
    FrameKind("max_municipal_contribution", "municipal_contribution"),
    FrameKind("min_municipality_npv", "municipality_npv", lowest=-1e12),
    FrameKind("max_term_years", "term_in_years", highest=200, side=MOST),
    FrameKind("min_term_years", "term_in_years", highest=200, side=LEAST),
    FrameKind("min_local_workers_share", "local_workers_share", highest=1, side=LEAST),
    FrameKind("latest_opening_date", "opening_date"),
    FrameKind("max_viability_gap", "viability_gap"),
    FrameKind("min_dscr", "dscr_min", highest=100),
    FrameKind("max_investment", "investment"),
    FrameKind("min_brp_share", "brp_share", highest=1, side=LEAST),
    FrameKind("min_m2_per_bed", "m2_per_bed", highest=500),
)

FRAMES: Mapping[str, FrameKind] = {kind.key: kind for kind in _KINDS}
"""Every kind of frame by key."""
