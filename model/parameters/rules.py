"""Defaults computed from market data: each rule gives a value, the words for how it came about, and its figures.

A rule takes its row of `defaults.csv`, the market data, the municipality, the price level date and the values resolved
so far (floor area per bed). In a row with a rule, `low`, `typical` and `high` are the rule's own number (a share, a
factor, an amount), so that it stands as data like any other default.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from market_data import Figure, MarketData
from market_data.store import middle
from model.parameters.price_level import indexed_amount, period_words
from model.parameters.table import Default, default_row, law_steps, step_at
from model.words.numbers import euros, format_date, number, round_half_up
from model.words.texts import LANGUAGES

FUND_MEASURE_TOWN = "GM1954"
"""Beekdaelen, in whose 2026 budget measure 2 (inhabitants) was read, before the distribution factor."""


@dataclass(frozen=True)
class Derived:
    """A value computed from figures, with the sentence that says how in both languages; `status` is the weakest used.

    `low` and `high` are its range, None when there is none. `source_ids`: sources of `sources.csv` it rests on besides
    the figures. `follows_floor_area`: it is an amount per m2 x the floor area per bed, and moves with that area.
    """

    value: float
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
    """What a rule may look at."""

    market: MarketData
    municipality: str
    price_level_date: date
    values: Mapping[str, float]


def home_value_per_m2(situation: Situation) -> tuple[float, tuple[Figure, Figure, Figure]] | None:
    """Value of homes per m2 of floor area in the municipality.

    WOZ value per m2 of the COROP region x the municipality's average WOZ value / the region's average WOZ value, both
    of the same year: the ratio says how the municipality differs from its region, so growth between years must not
    enter it. An adviser's own figure wins all the same.
    """
    per_m2 = situation.market.lookup("home_value_per_m2", situation.municipality)
    region = situation.market.lookup("corop_average_home_value", situation.municipality)
    newest = situation.market.lookup("average_home_value", situation.municipality)
    if per_m2 is None or newest is None or region is None:
        return None
    same_year = [
        figure
        for figure in situation.market.history("average_home_value", newest.region_code)
        if figure.period == region.period and not figure.overlaid
    ]
    own = newest if newest.overlaid or not same_year else same_year[-1]
    return per_m2.value * own.value / region.value, (per_m2, own, region)


def _own_number(row: Default) -> float:
    """The number of a rule's row. Raises LookupError when its cell is empty."""
    if not isinstance(row.typical, float):
        raise LookupError(f"the rule {row.rule} of {row.key} {row.option} has no number")
    return row.typical


def _scaled(row: Default, per_one: float, words: Mapping[str, str], figures: tuple[Figure, ...]) -> Derived:
    """The default where the rule's number is a factor on an amount, with its range and the words in both languages."""
    low, high = (None if end is None else per_one * end for end in (row.low, row.high))
    return Derived(
        value=per_one * _own_number(row),
        low=low,
        high=high,
        explanation_nl=words["nl"],
        explanation_en=words["en"],
        figures=figures,
        status=row.status,
    )


def share_of_home_value(situation: Situation, row: Default) -> Derived | None:
    """Land, a building or a WOZ value per bed: home value per m2 x floor area per bed x the row's share."""
    home_value = home_value_per_m2(situation)
    if home_value is None:
        return None
    per_m2, figures = home_value
    area, share = situation.values["m2_per_bed"], _own_number(row)
    words = {}
    for language, own, home in (("nl", "gemeente", "woningwaarde"), ("en", "municipality", "home value")):
        region, town, average = (euros(figure.value, language, 0) for figure in figures)
        words[language] = (
            f"{home} {euros(per_m2, language, 0)} per m² × {number(area, language)} m² per bed × "
            f"{number(share * 100, language)}%; "
            f"{home} = {region} per m² ({figures[0].region_name}, {figures[0].period}) × "
            f"WOZ {own} {town} ({figures[1].period}) / COROP {average} ({figures[2].period})"
        )
    return replace(_scaled(row, per_m2 * area, words, figures), follows_floor_area=True)


def building_cost_per_m2(situation: Situation, row: Default) -> Derived | None:
    """Construction sum per m2 of new rental homes in the part of the country, indexed, x the row's factor.

    The sum is an average over its period, so it is indexed from the middle of it to the price level date.
    """
    figure = situation.market.lookup("building_cost_per_m2", situation.municipality)
    if figure is None:
        return None
    ratio, since, until = situation.market.index_ratio(
        "construction_input", middle(figure.period), situation.price_level_date
    )
    words = {}
    for language, sum_words, index_words in (
        ("nl", "bouwsom", "bouwkostenindex CBS"),
        ("en", "construction sum", "CBS building cost index"),
    ):
        words[language] = (
            f"{sum_words} {euros(figure.value, language, 0)} per m² ({figure.region_name}, "
            f"{period_words(figure.period, language)}) × {index_words} {number(until.value, language)} "
            f"({period_words(until.period, language)}) / {number(since.value, language)} "
            f"({period_words(since.period, language)})"
        )
    return _scaled(row, figure.value * ratio, words, (figure, since, until))


def tourist_tax(situation: Situation, row: Default) -> Derived | None:
    """The tourist tax per night: the municipality's own tariff or share of the price, else the row's amount.

    A share is taken of what a night of lodging costs without VAT: share x price per bed per week / (1 + VAT) / 7, in
    whole cents. A national average is no tariff of this municipality: it is never taken.
    """
    tariff = situation.market.lookup("tourist_tax_per_night", situation.municipality)
    if tariff is not None and tariff.level == "municipality":
        return Derived(
            value=tariff.value,
            explanation_nl=f"tarief {tariff.period} van {tariff.region_name}",
            explanation_en=f"tariff {tariff.period} of {tariff.region_name}",
            figures=(tariff,),
            status="sourced",
        )
    share = situation.market.lookup("tourist_tax_share_pct", situation.municipality)
    price = default_row("price_per_bed_week", "short_stay", "")
    if share is not None and share.level == "municipality" and price is not None:
        per_week = indexed_amount(price, situation.price_level_date, situation.market)
        vat = step_at(law_steps("lodging_vat_rate", proposals=False), situation.price_level_date).value
        words = {
            language: f"{number(share.value, language)}% × {euros(per_week, language, 2)} / "
            f"{number(1 + vat, language)} / {nights}; {described} {share.region_name}"
            for language, nights, described in (
                ("nl", "7 nachten", f"deel van de prijs zonder btw ({share.period}) in"),
                ("en", "7 nights", f"share of the price without VAT ({share.period}) in"),
            )
        }
        return Derived(
            value=round_half_up(share.value / 100 * per_week / (1 + vat) / 7, 2),
            explanation_nl=words["nl"],
            explanation_en=words["en"],
            figures=(share,),
            status="derived",
        )
    return Derived(
        value=_own_number(row),
        low=row.low,
        high=row.high,
        explanation_nl="",
        explanation_en="",
        figures=(),
        status=row.status,
        source_ids=(row.source_id,),
    )


def minimum_wage(situation: Situation, _row: Default) -> Derived | None:
    """The statutory minimum wage per hour (21 and older) in force at the price level date.

    Before 2024 it was set per month: the first hourly one is taken then, as the formulas do, and called an assumption.
    """
    figure = situation.market.minimum_wage(situation.price_level_date)
    if figure is not None:
        days = _day(figure.period)
        return Derived(
            value=figure.value,
            explanation_nl=f"wettelijk minimumuurloon vanaf {days['nl']}",
            explanation_en=f"statutory minimum hourly wage from {days['en']}",
            figures=(figure,),
            status="sourced",
        )
    first = next((wage for _, wage in situation.market.wages if wage.unit == "hour"), None)
    if first is None:
        return None
    days = _day(first.period)
    return Derived(
        value=first.value,
        explanation_nl=f"eerste wettelijke minimumuurloon, van {days['nl']}; daarvoor gold een maandloon",
        explanation_en=f"first statutory minimum hourly wage, of {days['en']}; before it was set per month",
        figures=(first,),
        status="assumption",
    )


def _day(period: str) -> Mapping[str, str]:
    """The day a figure holds from, in both languages."""
    since = date.fromisoformat(period)
    return {language: format_date(since, language, "digits") for language in LANGUAGES}


def fund_base(situation: Situation, row: Default) -> Derived | None:
    """The inhabitant measure of the municipal fund per inhabitant: one municipality's measure / its population."""
    population = situation.market.lookup("population", FUND_MEASURE_TOWN)
    if population is None:
        return None
    measure = _own_number(row)
    words = [(euros(measure, language, 0), number(population.value, language, 0)) for language in LANGUAGES]
    return Derived(
        value=measure / population.value,
        explanation_nl=(
            f"maatstaf inwoners {words[0][0]} (Beekdaelen, begroting 2026) / "
            f"{words[0][1]} inwoners ({population.period})"
        ),
        explanation_en=(
            f"inhabitant measure {words[1][0]} (Beekdaelen, 2026 budget) / "
            f"{words[1][1]} inhabitants ({population.period})"
        ),
        figures=(population,),
        status=row.status,
        source_ids=(row.source_id,),
    )


RULES: Mapping[str, Callable[[Situation, Default], Derived | None]] = {
    "share_of_home_value": share_of_home_value,
    "building_cost_per_m2": building_cost_per_m2,
    "minimum_wage": minimum_wage,
    "tourist_tax": tourist_tax,
    "fund_base": fund_base,
}
"""Rules by the name that `defaults.csv` uses."""
