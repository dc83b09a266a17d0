"""Defaults computed from market data: each rule gives a value, the words for how it came about, and its figures.

A rule takes the market data, the municipality, the price level date and the values resolved so far (floor area per
bed).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from market_data import Figure, MarketData
from market_data.store import middle
from model.texts import day_words, number

LAND_SHARE = 0.2
PURCHASE_SHARE = 0.6
FUND_MEASURE_TOWN, FUND_MEASURE_EUROS = "GM1954", 13_432_925.0
"""Measure 2 (inhabitants) of Beekdaelen in its 2026 budget, before the distribution factor."""
FUND_MEASURE_SOURCE = "gf_inwoners_beekdaelen_2026"


@dataclass(frozen=True)
class Derived:
    """A value computed from figures, with the sentence that says how in both languages; `status` is the weakest used.

    `source_ids`: sources of `sources.csv` it rests on besides the figures.
    """

    value: float
    explanation_nl: str
    explanation_en: str
    figures: tuple[Figure, ...]
    status: str
    source_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Situation:
    """What a rule may look at."""

    market: MarketData
    municipality: str
    price_level_date: date
    values: Mapping[str, float]


def home_value_per_m2(at: Situation) -> tuple[float, tuple[Figure, Figure, Figure]] | None:
    """Value of homes per m2 of floor area in the municipality.

    WOZ value per m2 of the COROP region x the municipality's average WOZ value / the region's average WOZ value, both
    of the same year: the ratio says how the municipality differs from its region, so growth between years must not
    enter it. An adviser's own figure wins all the same.
    """
    per_m2 = at.market.lookup("home_value_per_m2", at.municipality)
    region = at.market.lookup("corop_average_home_value", at.municipality)
    newest = at.market.lookup("average_home_value", at.municipality)
    if per_m2 is None or newest is None or region is None:
        return None
    same_year = [
        figure
        for figure in at.market.history("average_home_value", newest.region_code)
        if figure.period == region.period and not figure.overlaid
    ]
    own = newest if newest.overlaid or not same_year else same_year[-1]
    return per_m2.value * own.value / region.value, (per_m2, own, region)


def _share_of_home_value(at: Situation, share: float) -> Derived | None:
    found = home_value_per_m2(at)
    if found is None:
        return None
    per_m2, figures = found
    area = at.values["m2_per_bed"]
    words = {}
    for language, own, home in (("nl", "gemeente", "woningwaarde"), ("en", "municipality", "home value")):
        region, town, average = (number(figure.value, language, 0) for figure in figures)
        words[language] = (
            f"{home} € {number(per_m2, language, 0)} per m² × {number(area, language)} m² per bed × "
            f"{number(share * 100, language)}%; "
            f"{home} = € {region} per m² ({figures[0].region_name}, {figures[0].period}) × "
            f"WOZ {own} € {town} ({figures[1].period}) / COROP € {average} ({figures[2].period})"
        )
    return Derived(
        value=per_m2 * area * share,
        explanation_nl=words["nl"],
        explanation_en=words["en"],
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
    """Construction sum per m2 of new rental homes in the part of the country, indexed to the price level date.

    The sum is an average over its period, so it is indexed from the middle of it.
    """
    figure = at.market.lookup("building_cost_per_m2", at.municipality)
    if figure is None:
        return None
    ratio, since, until = at.market.index_ratio("construction_input", middle(figure.period), at.price_level_date)
    words = {}
    for language, sum_words, index_words in (
        ("nl", "bouwsom", "bouwkostenindex CBS"),
        ("en", "construction sum", "CBS building cost index"),
    ):
        words[language] = (
            f"{sum_words} € {number(figure.value, language, 0)} per m² ({figure.region_name}, "
            f"{period_words(figure.period, language)}) × {index_words} {number(until.value, language)} "
            f"({period_words(until.period, language)}) / {number(since.value, language)} "
            f"({period_words(since.period, language)})"
        )
    return Derived(
        value=figure.value * ratio,
        explanation_nl=words["nl"],
        explanation_en=words["en"],
        figures=(figure, since, until),
        status="derived",
    )


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


def tourist_tax(at: Situation) -> Derived | None:
    """The tourist tax per night where the municipality's own tariff is known, else the national average."""
    figure = at.market.lookup("tourist_tax_per_night", at.municipality)
    if figure is None:
        return None
    return Derived(
        value=figure.value,
        explanation_nl=f"tarief {figure.period} van {figure.region_name}"
        if figure.level == "municipality"
        else f"gemiddelde {figure.period} van {figure.region_name}",
        explanation_en=f"tariff {figure.period} of {figure.region_name}"
        if figure.level == "municipality"
        else f"average {figure.period} of {figure.region_name}",
        figures=(figure,),
        status="sourced",
    )


def minimum_wage(at: Situation) -> Derived | None:
    """The statutory minimum wage per hour (21 and older) in force at the price level date.

    Before 2024 it was set per month: the first hourly one is taken then, as the formulas do, and called an assumption.
    """
    figure = at.market.minimum_wage(at.price_level_date)
    if figure is not None:
        since = date.fromisoformat(figure.period)
        return Derived(
            value=figure.value,
            explanation_nl=f"wettelijk minimumuurloon vanaf {day_words(since, 'nl')}",
            explanation_en=f"statutory minimum hourly wage from {day_words(since, 'en')}",
            figures=(figure,),
            status="sourced",
        )
    first = next((wage for _, wage in at.market.wages if wage.unit == "hour"), None)
    if first is None:
        return None
    since = date.fromisoformat(first.period)
    return Derived(
        value=first.value,
        explanation_nl=f"eerste wettelijke minimumuurloon, van {day_words(since, 'nl')}; daarvoor gold een maandloon",
        explanation_en=f"first statutory minimum hourly wage, of {day_words(since, 'en')}; before it was set per month",
        figures=(first,),
        status="assumption",
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
        explanation_nl=(
            f"maatstaf inwoners € {words[0][0]} (Beekdaelen, begroting 2026) / "
            f"{words[0][1]} inwoners ({population.period})"
        ),
        explanation_en=(
            f"inhabitant measure € {words[1][0]} (Beekdaelen, 2026 budget) / "
            f"{words[1][1]} inhabitants ({population.period})"
        ),
        figures=(population,),
        status="derived",
        source_ids=(FUND_MEASURE_SOURCE,),
    )


RULES: Mapping[str, Callable[[Situation], Derived | None]] = {
    "home_value_land_per_bed": home_value_land_per_bed,
    "purchase_per_bed": purchase_per_bed,
    "woz_per_bed": woz_per_bed,
    "building_cost_per_m2": building_cost_per_m2,
    "minimum_wage": minimum_wage,
    "tourist_tax": tourist_tax,
    "fund_base": fund_base,
}
"""Rules by the name that `defaults.csv` uses."""
