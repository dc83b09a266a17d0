"""The atlas in words: a map with its reading, and what makes a municipality dearer or cheaper than the middle one."""

from __future__ import annotations

from collections.abc import Sequence

from market_data import MarketData
from market_data.maps import borders, inner_point
from market_data.store import NATIONAL
from model.analyses.atlas import PRICE, Atlas, Cause, Place
from model.documents.maps import Area, Map, limits_of
from model.outcomes.quantities import figure_of
from model.parameters.table import parameters
from model.readings.names import OptionName, in_a_row, listed, listed_values
from model.words.figures import Figure
from model.words.messages import Labelled, Message, message
from model.words.quantities import Quantity, quantity

DIFFERENCE = Quantity("price_difference", "verschil in prijs", "difference in price", "eur_per_bed_week", "lower")
"""How much one price is above another, or what an input adds to it."""
ORDERS = ("high", "low", "name")
"""How areas can be put in order: by their figure, the highest or the lowest first, or by name."""
MOST_CAUSES = 3
"""How many causes a sentence names, the largest first."""


def atlas_reading(place: Place, option: Labelled, market: MarketData) -> Message:
    """The price of an option in a municipality next to the middle one, why it differs, and what is local in it."""
    return in_a_row([_price(place, option, market), _local(place)])


def _price(place: Place, option: Labelled, market: MarketData) -> Message:
    above = place.price - place.middle_price
    code = "atlas_middle" if not place.causes else "atlas_dearer" if above > 0 else "atlas_cheaper"
    said = message(
        code,
        option=option,
        town=place.town.name,
        price=Figure(quantity(PRICE), place.town.code, place.price),
        count=place.count,
    )
    if not place.causes:
        return said
    return said.naming(
        middle=place.middle.name,
        difference=Figure(DIFFERENCE, place.town.code, abs(above)),
        causes=listed_values([_cause(cause, place, market) for cause in place.causes[:MOST_CAUSES]]),
    )


def _cause(cause: Cause, place: Place, market: MarketData) -> Message:
    return message(
        "atlas_cause_up" if cause.effect > 0 else "atlas_cause_down",
        input=parameters()[cause.key],
        effect=Figure(DIFFERENCE, place.town.code, abs(cause.effect)),
        whose=_whose(cause.region, place, market),
    )


def _whose(region: str, place: Place, market: MarketData) -> Message:
    """Whose figure an input stands on."""
    if region == place.town.code:
        return message("atlas_whose_own")
    if region == NATIONAL:
        return message("atlas_whose_none")
    return message("atlas_whose_region", region=market.regions[region].name)


def _local(place: Place) -> Message:
    """Which inputs stand on figures of the municipality itself."""
    own: Sequence[Labelled] = [parameters()[key] for key in place.local]
    if not own:
        return message("atlas_local_none", town=place.town.name)
    return message("atlas_local", town=place.town.name, inputs=listed(own))


def mapped(atlas: Atlas, option_id: str, measure: str, own: str, market: MarketData) -> Map:
    """A measure of an option in every municipality as a map; `own` is the municipality of the case that marks it."""
    shapes, of = borders(), quantity(measure)
    areas = tuple(
        Area(
            key=code,
            name=market.municipality(code).name,
            outlines=shapes.outlines(code),
            place=inner_point(shapes.outlines(code)),
            figure=figure_of(of, code, value, why_none=message("atlas_not_known")),
        )
        for code, value in atlas.measured(option_id, measure).items()
    )
    reading = map_reading(areas, of, OptionName(atlas.example, option_id))
    around = tuple(code for code in shapes.neighbours(own) if code in atlas.towns)
    marked: tuple[tuple[Message, tuple[str, ...]], ...] = (
        (message("atlas_here", town=market.municipality(own).name), (own,)),
        (message("atlas_around"), around),
    )
    return Map(
        title=reading,
        alternative=message("atlas_map_alternative", reading=reading),
        areas=areas,
        limits=limits_of(of, [area.figure.value for area in areas if area.figure.value is not None]),
        marked=tuple((words, keys) for words, keys in marked if keys),
    )


def map_reading(areas: Sequence[Area], of: Quantity, option: Labelled) -> Message:
    """Between which values a map lies, and where; or that nothing is known."""
    known = sorted((area for area in areas if area.figure.value is not None), key=lambda area: area.figure.value or 0.0)
    if not known:
        return message("atlas_map_unknown", option=option, measure=of)
    low, high = known[0], known[-1]
    return message(
        "atlas_map",
        option=option,
        measure=of,
        low=low.figure,
        lowest=low.name,
        high=high.figure,
        highest=high.name,
    )


def in_order(areas: Sequence[Area], order: str) -> tuple[Area, ...]:
    """Areas by name, or by their figure from `high` or from `low`; those without one last."""
    if order not in {"high", "low"}:
        return tuple(sorted(areas, key=lambda area: str(area.name).removeprefix("'s-").lower()))
    sign = -1.0 if order == "high" else 1.0
    return tuple(sorted(areas, key=lambda area: (area.figure.value is None, sign * (area.figure.value or 0.0))))
