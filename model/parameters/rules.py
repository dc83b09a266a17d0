"""Defaults computed from market data, or from the size of the plan.

Each rule gives a value, the words for how it came about, and its figures. It takes its row of `defaults.csv`, the
market data, the municipality, the price level date, the number of beds and the values resolved so far (floor area per
bed). In a row with a rule, `low`, `typical` and `high` are the rule's own number (a share, a factor, an amount), so
that it stands as data like any other default.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from market_data import Figure
from market_data.store import middle
from model.parameters.price_level import period_words
from model.parameters.situation import Derived, Situation
from model.parameters.table import Default, choice_label, presence_at
from model.parameters.tenancy_rule import tenancy_price
from model.words.numbers import euros, format_date, number
from model.words.texts import LANGUAGES

FUND_MEASURE_TOWN = "GM1954"
"""Beekdaelen, in whose 2026 budget measure 2 (inhabitants) was read, before the distribution factor."""


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


PURCHASE_PER_M2 = (900.0, 1_500.0)
"""Euros per m2 between which a building that is no home starts: with a share of home values alone, cheap towns would
look golden. One sale of 2025 is known, at EUR 1,498 per m2; the rest is an assumption."""


def purchase(situation: Situation, row: Default) -> Derived | None:
    """The price of a building per bed, as `share_of_home_value`, never outside `PURCHASE_PER_M2`."""
    by_share = share_of_home_value(situation, row)
    if by_share is None:
        return None
    area = situation.values["m2_per_bed"]
    lowest, highest = (limit * area for limit in PURCHASE_PER_M2)
    assert isinstance(by_share.value, float)
    if lowest <= by_share.value <= highest:
        return by_share
    value = lowest if by_share.value < lowest else highest
    limits = {
        language: tuple(euros(limit, language, 0) for limit in (value / area, *PURCHASE_PER_M2))
        for language in LANGUAGES
    }
    return replace(
        by_share,
        value=value,
        low=None if by_share.low is None else min(by_share.low, value),
        high=None if by_share.high is None else max(by_share.high, value),
        explanation_nl="{}; begrensd op {} per m² (van {} tot {})".format(by_share.explanation_nl, *limits["nl"]),
        explanation_en="{}; held at {} per m² (from {} to {})".format(by_share.explanation_en, *limits["en"]),
    )


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


TOURIST_TAX_AMOUNT, TOURIST_TAX_SHARE = "tourist_tax_per_night", "tourist_tax_share"
TOURIST_TAX_INDICATORS = {TOURIST_TAX_AMOUNT: "tourist_tax_per_night", TOURIST_TAX_SHARE: "tourist_tax_share_pct"}
"""The indicator of the market data that holds each form of the tariff."""
TARIFF_STANDS_YEARS = 3
"""Years before the price level after which a tariff that was read is an assumption."""


def _town_tariff(situation: Situation) -> tuple[str, Figure] | None:
    """The municipality's own tariff and the input it belongs to: an adviser's own figure before ours.

    A national average is no tariff of this municipality: it is never taken.
    """
    own = [
        (key, figure)
        for key, indicator in TOURIST_TAX_INDICATORS.items()
        if (figure := situation.market.lookup(indicator, situation.municipality)) and figure.level == "municipality"
    ]
    return next((known for known in own if known[1].overlaid), own[0] if own else None)


def _fallback(row: Default, nl: str, en: str) -> Derived:
    """The row itself, with its status and source: nothing of this municipality is known."""
    assert row.typical is not None
    return Derived(
        value=row.typical,
        low=row.low,
        high=row.high,
        explanation_nl=nl,
        explanation_en=en,
        figures=(),
        status=row.status,
        source_ids=(row.source_id,) if row.source_id else (),
    )


def tourist_tax_basis(situation: Situation, row: Default) -> Derived | None:
    """What the tariff is: as the municipality levies it, else the row's."""
    words = {TOURIST_TAX_AMOUNT: "per_night", TOURIST_TAX_SHARE: "share_of_price"}
    known = _town_tariff(situation)
    if known is None:
        return _fallback(row, "terugval: tarief van de gemeente niet bekend", "fallback: tariff of the town not known")
    key, figure = known
    return Derived(
        value=words[key],
        explanation_nl=f"zoals {figure.region_name} heft ({figure.period})",
        explanation_en=f"as {figure.region_name} levies it ({figure.period})",
        figures=(figure,),
        status=_tariff_status(situation, figure),
    )


def tourist_tax_per_night(situation: Situation, row: Default) -> Derived | None:
    """The municipality's own amount per night, else the row's amount, marked as the fallback."""
    known = _town_tariff(situation)
    if known is None or known[0] != TOURIST_TAX_AMOUNT:
        return _fallback(
            row,
            "terugval: ongeveer het midden van vier vaste tarieven (€ 1,38 tot € 1,68), want het tarief van de gemeente"
            " is niet bekend; € 2,53 is het gemiddelde tarief voor toeristen",
            "fallback: about the middle of four flat tariffs (€ 1.38 to € 1.68), as the tariff of the municipality is"
            " not known; € 2.53 is the average tariff for tourists",
        )
    figure = known[1]
    return Derived(
        value=figure.value,
        explanation_nl=f"tarief {figure.period} van {figure.region_name}",
        explanation_en=f"tariff {figure.period} of {figure.region_name}",
        figures=(figure,),
        status=_tariff_status(situation, figure),
    )


def tourist_tax_share(situation: Situation, row: Default) -> Derived | None:
    """The municipality's own share of the price, else the row's share, marked as the fallback.

    Its range is the row's, and never ends below the share itself.
    """
    known = _town_tariff(situation)
    if known is None or known[0] != TOURIST_TAX_SHARE:
        return _fallback(
            row,
            "terugval: het laagste deel dat bekend is; het deel van de gemeente is niet bekend",
            "fallback: the lowest share known; that of the municipality is not known",
        )
    figure = known[1]
    share = figure.value / 100
    return Derived(
        value=share,
        low=row.low,
        high=None if row.high is None else max(row.high, share),
        explanation_nl=f"deel van de prijs in {figure.region_name} ({figure.period})",
        explanation_en=f"share of the price in {figure.region_name} ({figure.period})",
        figures=(figure,),
        status=_tariff_status(situation, figure),
    )


def _tariff_status(situation: Situation, figure: Figure) -> str:
    """A share was derived from lists in euros; an amount stands in a by-law, unless that is old by now."""
    if figure.overlaid:
        return "sourced"
    if figure.indicator == TOURIST_TAX_INDICATORS[TOURIST_TAX_SHARE]:
        return "derived"
    is_old = int(figure.period[:4]) < situation.price_level_date.year - TARIFF_STANDS_YEARS
    return "assumption" if is_old else "sourced"


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


def presence_by_beds(situation: Situation, row: Default) -> Derived:
    """How present management is at this number of beds, by the rows of `presence.csv`."""
    step = presence_at(row.option, row.variant, situation.beds)
    words = {}
    for language, since in (("nl", "vanaf"), ("en", "from")):
        from_beds, label = number(step.from_beds, language, 0), choice_label(row.key, step.presence, language)
        beds = {"nl": "bedden", "en": "beds"}[language]
        words[language] = f"{since} {from_beds} {beds}: {label}"
    return Derived(step.presence, words["nl"], words["en"], figures=(), status=row.status)


RULES: Mapping[str, Callable[[Situation, Default], Derived | None]] = {
    "share_of_home_value": share_of_home_value,
    "purchase": purchase,
    "building_cost_per_m2": building_cost_per_m2,
    "minimum_wage": minimum_wage,
    "tourist_tax_basis": tourist_tax_basis,
    "tourist_tax_per_night": tourist_tax_per_night,
    "tourist_tax_share": tourist_tax_share,
    "fund_base": fund_base,
    "presence_by_beds": presence_by_beds,
    "tenancy_price": tenancy_price,
}
"""Rules by the name that `defaults.csv` uses."""
