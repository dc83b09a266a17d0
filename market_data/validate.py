"""Checks of the tables as a whole: sums against published totals and complete coverage."""

from __future__ import annotations

from market_data.records import Figure
from market_data.store import NATIONAL, MarketData

MUNICIPALITIES = 342
STOCK_END_2024 = 8_274_478
NEW_BUILD_2024 = 69_129
HOME_VALUE_2024 = 378_000
"""Published national totals (CBS 81955NED; 70072ned, in thousands of euros)."""


def _at(market: MarketData, indicator: str, code: str, period: str) -> Figure | None:
    return next((each for each in market.history(indicator, code) if each.period == period), None)


def _sum(market: MarketData, indicator: str, period: str, province: str | None = None) -> float:
    towns = [town for town in market.municipalities if province in (None, town.province_code)]
    found = [_at(market, indicator, town.code, period) for town in towns]
    return sum(figure.value for figure in found if figure is not None)


def problems_in(market: MarketData) -> tuple[str, ...]:
    """What does not add up, in sentences; empty when all is well."""
    found: list[str] = []
    if len(market.municipalities) != MUNICIPALITIES:
        found.append(f"{len(market.municipalities)} municipalities instead of {MUNICIPALITIES}")
    for indicator, total in (("dwellings", STOCK_END_2024), ("new_construction", NEW_BUILD_2024)):
        counted = _sum(market, indicator, "2024")
        if counted != total:
            found.append(f"{indicator} 2024 of the municipalities add up to {counted:g}, published {total}")
    for code, region in market.regions.items():
        published = _at(market, "population", code, "2025")
        if published is None or region.level not in {"province", "national"}:
            continue
        counted = _sum(market, "population", "2025", None if code == NATIONAL else code)
        if counted != published.value:
            found.append(f"population 2025 of {region.name}: {counted:g} counted, {published.value:g} published")
    homes = [
        (_at(market, "average_home_value", town.code, "2024"), _at(market, "dwellings", town.code, "2024"))
        for town in market.municipalities
    ]
    value = sum(home.value * stock.value for home, stock in homes if home and stock) / STOCK_END_2024
    if abs(value / HOME_VALUE_2024 - 1) > 0.005:
        found.append(f"average home value 2024 weighted by dwellings: {value:.0f}, published {HOME_VALUE_2024}")
    for town in market.municipalities:
        for indicator in ("population", "dwellings", "land_area_km2", "urbanity_class", "average_home_value"):
            if not market.history(indicator, town.code):
                found.append(f"{town.name}: no {indicator}")
    return tuple(found)
