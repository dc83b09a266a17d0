"""The price level of a default: the index from the date of its figure to that of the case, and its words."""

from __future__ import annotations

from datetime import date

from market_data import Figure, MarketData
from model.parameters.table import Default

ANY_INDEX_DAY = (7, 1)
"""A figure of a year is taken at its middle when it is indexed."""


def index_between(row: Default, price_level_date: date, market: MarketData) -> tuple[float, Figure, Figure] | None:
    """The factor from the figure's price level to the case's, with both index figures; None when it is the same.

    A price level is a year, taken at its middle, or a year and month (2026-01).
    """
    if not row.index or not row.price_year:
        return None
    year, _, month = row.price_year.partition("-")
    day = date(int(year), int(month), 1) if month else date(int(year), *ANY_INDEX_DAY)
    return ratio_between(row.index, day, price_level_date, market)


def ratio_between(series: str, since: date, until: date, market: MarketData) -> tuple[float, Figure, Figure] | None:
    """The factor that brings an amount of one date to the price level of another, with both figures of the index.

    None where both dates have the same figure of it.
    """
    ratio, first, last = market.index_ratio(series, since, until)
    return None if first.period == last.period else (ratio, first, last)


def indexed_amount(row: Default, price_level_date: date, market: MarketData) -> float:
    """The typical amount of a default at the price level of the case, in whole cents where it was indexed.

    Raises LookupError for a row without an amount.
    """
    if not isinstance(row.typical, float):
        raise LookupError(f"{row.key} of {row.option} has no amount")
    index = index_between(row, price_level_date, market)
    return row.typical if index is None else round(row.typical * index[0], 2)


def price_level_words(price_year: str) -> str:
    """A price level as people write it: a year, or 1-2026 for 2026-01."""
    year, _, month = price_year.partition("-")
    return f"{int(month)}-{year}" if month else year


def period_words(period: str, language: str) -> str:
    """A period code of CBS as people write it: 2025VJ09 is the year to 9-2025, 2026MM01 is 1-2026."""
    year, kind, count = period[:4], period[4:6], period[6:8].lstrip("0")
    patterns = {
        "MM": ("{count}-{year}", "{count}-{year}"),
        "KW": ("{count}e kwartaal {year}", "Q{count} {year}"),
        "HJ": ("{count}e helft {year}", "H{count} {year}"),
        "VJ": ("jaar t/m {count}-{year}", "year to {count}-{year}"),
    }
    nl, en = patterns.get(kind, ("{year}", "{year}"))
    return (nl if language == "nl" else en).format(count=count, year=year)
