"""Market data: official figures with their source, looked up from the most local level that has them."""

from market_data.overlay import load
from market_data.records import (
    Fact,
    Figure,
    IndicatorInfo,
    MarketDataError,
    Municipality,
    ReferenceFigure,
    Region,
    RowProblem,
    Source,
    UnknownRegion,
)
from market_data.store import MarketData

__all__ = [
    "Fact",
    "Figure",
    "IndicatorInfo",
    "MarketData",
    "MarketDataError",
    "Municipality",
    "ReferenceFigure",
    "Region",
    "RowProblem",
    "Source",
    "UnknownRegion",
    "load",
]
