"""The kinds of frame (kader) a council can set: a limit on one quantity of an option, and which side of it is good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FrameKind:
    """A limit: `is_maximum` says whether more is worse; `unit` as for parameters; a date frame holds an ISO date."""

    key: str
    unit: str
    is_maximum: bool
    lowest: float = 0.0
    highest: float = 1e12
    is_date: bool = False


_KINDS = (
    FrameKind("max_price_per_week", "eur_per_bed_week", is_maximum=True, highest=10_000),
    FrameKind("max_resident_cost_share", "share", is_maximum=True, highest=5),
    FrameKind("min_beds", "beds", is_maximum=False, highest=100_000),
    FrameKind("max_beds", "beds", is_maximum=True, highest=100_000),
    FrameKind("max_municipal_contribution", "eur", is_maximum=True),
    FrameKind("min_municipality_npv", "eur", is_maximum=False, lowest=-1e12),
    FrameKind("max_term_years", "years", is_maximum=True, highest=200),
    FrameKind("min_term_years", "years", is_maximum=False, highest=200),
    FrameKind("min_local_workers_share", "share", is_maximum=False, highest=1),
    FrameKind("latest_opening_date", "date", is_maximum=True, is_date=True),
    FrameKind("max_viability_gap", "eur", is_maximum=True),
    FrameKind("min_dscr", "factor", is_maximum=False, highest=100),
    FrameKind("max_investment", "eur", is_maximum=True),
    FrameKind("min_brp_share", "share", is_maximum=False, highest=1),
    FrameKind("min_m2_per_bed", "m2", is_maximum=False, highest=500),
)

FRAMES: Mapping[str, FrameKind] = {kind.key: kind for kind in _KINDS}
"""Every kind of frame by key."""
