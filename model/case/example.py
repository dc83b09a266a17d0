"""A complete example case: the four options, with every input at its default."""

from __future__ import annotations

from datetime import date

from market_data import MarketData, load
from model.case import Case, Option

EXAMPLE_BEDS = 200.0


def example_case(municipality: str, market: MarketData | None = None) -> Case:
    """Short stay, mid stay, conversion and new build for 200 beds. Raises UnknownRegion."""
    town = (market or load()).municipality(municipality)
    return Case(
        name=f"Voorbeeld {town.name}",
        municipality=town.code,
        beds=EXAMPLE_BEDS,
        start_date=date(2027, 1, 1),
        price_level_date=date(2026, 1, 1),
        options=(
            Option("a", "short_stay"),
            Option("b", "mid_stay"),
            Option("c", "conversion", "office"),
            Option("d", "new_build", "permanent"),
        ),
    )
