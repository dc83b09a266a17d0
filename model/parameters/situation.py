"""What a default by a rule looks at, and what it gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from market_data import Figure, MarketData


@dataclass(frozen=True)
class Derived:
    """A value computed from figures, with the sentence that says how in both languages; `status` is the weakest used.

    `low` and `high` are its range, None when there is none. `source_ids`: sources of `sources.csv` it rests on besides
    the figures. `follows_floor_area`: it is an amount per m2 x the floor area per bed, and moves with that area.
    """

    value: float | str
    explanation_nl: str
    explanation_en: str
    figures: tuple[Figure, ...]
    status: str
    low: float | None = None
    high: float | None = None
    source_ids: tuple[str, ...] = ()
    follows_floor_area: bool = False


@dataclass(frozen=True)
class Situation:
    """What a rule may look at: of the option the numbers and the words of choices that were resolved before it."""

    market: MarketData
    municipality: str
    price_level_date: date
    values: Mapping[str, float]
    beds: float = 0.0
    choices: Mapping[str, str] = field(default_factory=dict)
