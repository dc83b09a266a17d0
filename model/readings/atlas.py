"""What makes a municipality dearer or cheaper than the middle one, in a sentence, and which figures are its own."""

from __future__ import annotations

from collections.abc import Sequence

from market_data import MarketData
from market_data.store import NATIONAL
from model.analyses.atlas import PRICE, Cause, Place
from model.parameters.table import parameters
from model.readings.names import in_a_row, listed, listed_values
from model.words.figures import Figure
from model.words.messages import Labelled, Message, message
from model.words.quantities import Quantity, quantity

DIFFERENCE = Quantity("price_difference", "verschil in prijs", "difference in price", "eur_per_bed_week", "lower")
"""How much one price is above another, or what an input adds to it."""
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
