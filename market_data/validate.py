"""Checks of the tables as a whole: sums against published totals and complete coverage."""

from __future__ import annotations

from market_data.records import Figure
from market_data.store import NATIONAL, MarketData

MUNICIPALITIES = 342
STOCK_END_2024 = 8_274_478
NEW_BUILD_2024 = 69_129
HOME_VALUE_2024 = 378_000
"""Published national totals (CBS 81955NED; 70072ned, in thousands of euros)."""
PER_INHABITANT_2023 = {"gemeentefonds_per_inhabitant": 2_312.0, "local_taxes_per_inhabitant": 437.0}
"""National averages of the accounts of 2023 (CBS Iv3)."""
FARMING = {"farms_total": 0.5, "glasshouse_horticulture_ha": 0.6, "open_horticulture_ha": 0.6}
"""What provinces may differ from the country: twelve figures rounded to 0.1 ha."""


def _figure_at(market: MarketData, indicator: str, code: str, period: str) -> Figure | None:
    return next((figure for figure in market.history(indicator, code) if figure.period == period), None)


def _sum(market: MarketData, indicator: str, period: str, province: str | None = None) -> float | None:
    """Sum over the municipalities (of a province); None when one has no figure, as before it was formed by a merger."""
    towns = [town for town in market.municipalities if province in (None, town.province_code)]
    figures = [_figure_at(market, indicator, town.code, period) for town in towns]
    known = [figure.value for figure in figures if figure is not None]
    return sum(known) if len(known) == len(towns) else None


def _words(value: float | None, decimals: int = 0) -> str:
    """An amount as people write it in English; none where not every municipality has one."""
    return "none" if value is None else f"{value:,.{decimals}f}"


def problems_in(market: MarketData) -> tuple[str, ...]:
    """What does not add up, in sentences; empty when all is well."""
    problems: list[str] = []
    if len(market.municipalities) != MUNICIPALITIES:
        problems.append(f"{len(market.municipalities)} municipalities instead of {MUNICIPALITIES}")
    for indicator, total in (("dwellings", STOCK_END_2024), ("new_construction", NEW_BUILD_2024)):
        counted = _sum(market, indicator, "2024")
        if counted != total:
            problems.append(
                f"{indicator} 2024 of the municipalities add up to {_words(counted)}, published {_words(total)}"
            )
    problems += _people(market)
    problems += _farming(market)
    problems += _finance(market)
    homes = [
        (
            _figure_at(market, "average_home_value", town.code, "2024"),
            _figure_at(market, "dwellings", town.code, "2024"),
        )
        for town in market.municipalities
    ]
    value = sum(home.value * stock.value for home, stock in homes if home and stock) / STOCK_END_2024
    if abs(value / HOME_VALUE_2024 - 1) > 0.005:
        problems.append(
            f"average home value 2024 weighted by dwellings: {_words(value)}, published {_words(HOME_VALUE_2024)}"
        )
    for town in market.municipalities:
        for indicator in ("population", "dwellings", "land_area_km2", "urbanity_class", "average_home_value"):
            if not market.history(indicator, town.code):
                problems.append(f"{town.name}: no {indicator}")
    return tuple(problems)


def _people(market: MarketData) -> list[str]:
    """Inhabitants and households of the municipalities against every published total of a province or the country."""
    problems = []
    for indicator in ("population", "households"):
        for code, region in market.regions.items():
            for published in market.history(indicator, code):
                if region.level not in {"province", "national"}:
                    continue
                counted = _sum(market, indicator, published.period, None if code == NATIONAL else code)
                if counted not in {None, published.value}:
                    problems.append(
                        f"{indicator} {published.period} of {region.name}: {_words(counted)} counted, "
                        f"{_words(published.value)} published"
                    )
    return problems


def _farming(market: MarketData) -> list[str]:
    """Provinces against the country, per year."""
    provinces = [code for code, region in market.regions.items() if region.level == "province"]
    problems = []
    for indicator, rounding in FARMING.items():
        for total in market.history(indicator, NATIONAL):
            parts = [_figure_at(market, indicator, code, total.period) for code in provinces]
            counted = sum(part.value for part in parts if part)
            if abs(counted - total.value) > rounding:
                problems.append(
                    f"{indicator} {total.period}: provinces add up to {_words(counted, 1)}, "
                    f"published {_words(total.value, 1)}"
                )
    return problems


def _finance(market: MarketData) -> list[str]:
    """Amounts per inhabitant of the accounts of 2023, weighted, against the published averages.

    The weights are the inhabitants a year later, the oldest in the tables, so half a percent is allowed.
    """
    problems = []
    for indicator, published in PER_INHABITANT_2023.items():
        pairs = [
            (_figure_at(market, indicator, town.code, "2023"), _figure_at(market, "population", town.code, "2024"))
            for town in market.municipalities
        ]
        weighed = [(amount.value, people.value) for amount, people in pairs if amount and people]
        average = sum(amount * people for amount, people in weighed) / sum(people for _, people in weighed)
        if abs(average / published - 1) > 0.005:
            problems.append(
                f"{indicator} 2023 weighted by inhabitants: {_words(average)}, published {_words(published)}"
            )
    return problems
