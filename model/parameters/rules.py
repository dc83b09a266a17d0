"""Defaults computed from market data: each rule gives a value, the words for how it came about, and its figures.

A rule takes the market data, the municipality, the price level date and the values resolved so far (floor area per bed).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from market_data import Figure, MarketData
from model.texts import number

LAND_SHARE = 0.2
PURCHASE_SHARE = 0.6
FUND_MEASURE_TOWN, FUND_MEASURE_EUROS = "GM1954", 13_432_925.0
"""Measure 2 (inhabitants) of Beekdaelen in its 2026 budget, before the distribution factor (gf_inwoners_beekdaelen_2026)."""


@dataclass(frozen=True)
class Derived:
    """A value computed from figures, with the sentence that says how in both languages; `status` is the weakest used."""

    value: float
    explanation_nl: str
    explanation_en: str
    figures: tuple[Figure, ...]
    status: str


@dataclass(frozen=True)
class Situation:
    """What a rule may look at."""

    market: MarketData
    municipality: str
    price_level_date: date
    values: Mapping[str, float]


def home_value_per_m2(at: Situation) -> tuple[float, tuple[Figure, ...]] | None:
    """Value of homes per m2 of floor area in the municipality.

    WOZ value per m2 of the COROP region x the municipality's average WOZ value / the region's average WOZ value.
    """
    per_m2 = at.market.lookup("home_value_per_m2", at.municipality)
    own = at.market.lookup("average_home_value", at.municipality)
    region = at.market.lookup("corop_average_home_value", at.municipality)
    if per_m2 is None or own is None or region is None:
        return None
    return per_m2.value * own.value / region.value, (per_m2, own, region)


def _share_of_home_value(at: Situation, share: float) -> Derived | None:
    found = home_value_per_m2(at)
    if found is None:
        return None
    per_m2, figures = found
    area = at.values["m2_per_bed"]
    value = per_m2 * area * share
    nl, en = (
        (number(per_m2, language, 0), number(area, language), number(share * 100, language))
        for language in ("nl", "en")
    )
    return Derived(
        value=value,
        explanation_nl=f"woningwaarde € {nl[0]} per m² × {nl[1]} m² per bed × {nl[2]}% (aandeel: aanname)",
        explanation_en=f"home value € {en[0]} per m² × {en[1]} m² per bed × {en[2]}% (share: assumption)",
        figures=figures,
        status="assumption",
    )


def home_value_land_per_bed(at: Situation) -> Derived | None:
    """Land per bed: a fifth of the home value per m2 x floor area per bed (the share is our assumption)."""
    return _share_of_home_value(at, LAND_SHARE)


def purchase_per_bed(at: Situation) -> Derived | None:
    """An existing building per bed: 60% of the home value per m2 x floor area per bed (the share is our assumption)."""
    return _share_of_home_value(at, PURCHASE_SHARE)


def woz_per_bed(at: Situation) -> Derived | None:
    """WOZ value per bed: home value per m2 x floor area per bed x 60% (share: assumption, rooms are worth less)."""
    return _share_of_home_value(at, PURCHASE_SHARE)


def building_cost_per_m2(at: Situation) -> Derived | None:
    """Construction sum per m2 of new rental homes in the part of the country, indexed to the price level date."""
    figure = at.market.lookup("building_cost_per_m2", at.municipality)
    if figure is None:
        return None
    year, month = _end_of_period(figure.period)
    ratio, since, until = at.market.index_ratio("construction_input", date(year, month, 1), at.price_level_date)
    value = figure.value * ratio
    words = [
        (number(figure.value, language, 0), number(since.value, language), number(until.value, language))
        for language in ("nl", "en")
    ]
    return Derived(
        value=value,
        explanation_nl=(
            f"bouwsom € {words[0][0]} per m² ({figure.region_name}, {figure.period}) × bouwkostenindex "
            f"{words[0][2]} / {words[0][1]}"
        ),
        explanation_en=(
            f"construction sum € {words[1][0]} per m² ({figure.region_name}, {figure.period}) × building cost index "
            f"{words[1][2]} / {words[1][1]}"
        ),
        figures=(figure, since, until),
        status="derived",
    )


def _end_of_period(period: str) -> tuple[int, int]:
    """Last year and month of a CBS period such as 2025VJ09 (four quarters to September), 2024, 2024KW03, 2024MM05."""
    year = int(period[:4])
    kind, count = period[4:6], period[6:8]
    if kind in {"VJ", "MM"}:
        return year, int(count)
    return year, int(count) * 3 if kind == "KW" else 6


def minimum_wage(at: Situation) -> Derived | None:
    """The statutory minimum wage per hour (21 and older) in force at the price level date."""
    figure = at.market.minimum_wage(at.price_level_date)
    if figure is None:
        return None
    return Derived(
        value=figure.value,
        explanation_nl=f"wettelijk minimumuurloon vanaf {figure.period}",
        explanation_en=f"statutory minimum hourly wage from {figure.period}",
        figures=(figure,),
        status="sourced",
    )


def fund_base(at: Situation) -> Derived | None:
    """The inhabitant measure of the municipal fund per inhabitant: one municipality's measure / its population."""
    population = at.market.lookup("population", FUND_MEASURE_TOWN)
    if population is None:
        return None
    words = [
        (number(FUND_MEASURE_EUROS, language, 0), number(population.value, language, 0)) for language in ("nl", "en")
    ]
    return Derived(
        value=FUND_MEASURE_EUROS / population.value,
        explanation_nl=f"maatstaf inwoners € {words[0][0]} (Beekdaelen, begroting 2026) / {words[0][1]} inwoners ({population.period})",
        explanation_en=f"inhabitant measure € {words[1][0]} (Beekdaelen, 2026 budget) / {words[1][1]} inhabitants ({population.period})",
        figures=(population,),
        status="derived",
    )


RULES: Mapping[str, Callable[[Situation], Derived | None]] = {
    "home_value_land_per_bed": home_value_land_per_bed,
    "purchase_per_bed": purchase_per_bed,
    "woz_per_bed": woz_per_bed,
    "building_cost_per_m2": building_cost_per_m2,
    "minimum_wage": minimum_wage,
    "fund_base": fund_base,
}
"""Rules by the name that `defaults.csv` uses."""
