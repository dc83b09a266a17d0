"""The back-test and the rise of VAT as figures and sentences, and as data for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from model.checks.back_test import (
    NEEDED,
    OPTION,
    PRICE,
    GivenThen,
    PriceRange,
    Reproduced,
    band_spread,
    cited,
    given_then,
    price_ranges,
)
from model.checks.vat_rise import RATE, VatRise
from model.outcomes.quantities import figure_of
from model.readings.amounts import input_figure
from model.readings.names import InputName
from model.words.figures import Figure
from model.words.messages import Message, message
from model.words.quantities import LOWER, NEITHER, Quantity

SPREAD = Quantity("back_test_spread", "band", "band", "share", NEITHER)
OFF_BY = Quantity("back_test_off_by", "verschil", "difference", "share", NEITHER)
DEARER = Quantity("vat_rise", "duurder per bed per week", "dearer per bed per week", "eur_per_bed_week", LOWER)


def observed_figure(outcome: Reproduced) -> Figure:
    """The price of the time."""
    return figure_of(PRICE, outcome.test.name, outcome.observed.value, basis=outcome.observed.status)


def needed_figure(outcome: Reproduced) -> Figure:
    """What a bed per week must cost by the model."""
    return figure_of(NEEDED, outcome.test.name, outcome.needed)


def off_by_figure(outcome: Reproduced) -> Figure:
    """How far that lies from the price of the time, as a share of it."""
    return figure_of(OFF_BY, outcome.test.name, outcome.off_by)


def band_of(outcome: Reproduced) -> Message:
    """The band in euros, from its lower to its upper end."""
    ends = {name: figure_of(PRICE, outcome.test.name, end) for name, end in _ends(outcome)}
    return message("back_test_band_of", **ends)


def _ends(outcome: Reproduced) -> tuple[tuple[str, float], tuple[str, float]]:
    return ("low", outcome.low), ("high", outcome.high)


def source_of(outcome: Reproduced) -> Message:
    """Who published the price of the time, and of which tier that is."""
    source = outcome.observed.source
    return message("back_test_source", source=source.publisher, tier=source.tier)


def outcome_reading(outcome: Reproduced) -> Message:
    """The whole test in a sentence."""
    return message(
        "back_test_outcome",
        test=outcome.test.name,
        observed=observed_figure(outcome),
        source=source_of(outcome),
        needed=needed_figure(outcome),
        band=band_of(outcome),
        outcome=message(f"quality_status_{outcome.check.status}"),
    )


def band_readings() -> Iterator[Message]:
    """How wide the band is, and the published ranges that make it so."""
    yield message("back_test_band", share=Figure(SPREAD, "", band_spread()))
    yield from (_range_reading(known) for known in price_ranges())


def _range_reading(known: PriceRange) -> Message:
    unit = Quantity("back_test_price", "prijs", "price", known.unit, NEITHER)
    source = cited(known.source_id)
    return message(
        "back_test_range",
        year=str(known.year),
        low=Figure(unit, "", known.low),
        high=Figure(unit, "", known.high),
        share=Figure(SPREAD, "", known.spread),
        source=message("back_test_source", source=source.words, tier=source.tier),
    )


def circular_reading() -> Message:
    """What of the back-test is circular, and what is independent of it."""
    return message("back_test_circular")


def input_name(outcome: Reproduced, given: GivenThen) -> InputName:
    """What an input of a test is called."""
    return InputName(outcome.result.case, OPTION, given.key)


def given_figure(outcome: Reproduced, given: GivenThen) -> Figure:
    """The value of an input of a test."""
    return input_figure(outcome.result, OPTION, given.key, given.amount)


def given_source(given: GivenThen) -> Message:
    """The source of an input of a test, with its tier; or that it is an assumption."""
    source = given.cited
    if source is None:
        return message("back_test_assumed")
    return message("back_test_source", source=source.words, tier=source.tier)


def vat_rise_reading(rise: VatRise) -> Message:
    """What the rise of VAT costs a bed per week of short stay in the example."""
    return message(
        "vat_rise",
        town=rise.town,
        beds=figure_of("beds", "", rise.beds),
        since=rise.since,
        rate_before=figure_of(RATE, "", rise.rate_before),
        rate_after=figure_of(RATE, "", rise.rate_after),
        price_before=figure_of(NEEDED, "", rise.price_before),
        price_after=figure_of(NEEDED, "", rise.price_after),
        rise=figure_of(DEARER, "", rise.rise),
    )


def back_test_as_data(outcome: Reproduced, language: str) -> Mapping[str, object]:
    """A back-test as programs read it, amounts in euros per bed per week."""
    source = outcome.observed.source
    return {
        "test": outcome.test.name,
        "year": outcome.test.year,
        "municipality": outcome.test.municipality,
        "beds": outcome.result.case.beds,
        "observed": outcome.observed.value,
        "source": source.publisher,
        "url": source.url,
        "tier": source.tier,
        "model": outcome.needed,
        "band": [outcome.low, outcome.high],
        "status": outcome.check.status,
        "note": outcome.test.note(language),
        "inputs": [_given_as_data(given, language) for given in given_then(outcome.test)],
    }


def _given_as_data(given: GivenThen, language: str) -> Mapping[str, object]:
    source = given.cited
    return {
        "key": given.key,
        "value": given.amount,
        "status": given.status,
        "source": source.words if source else "",
        "url": source.url if source else "",
        "tier": source.tier if source else "",
        "why": given.why(language),
    }


def vat_rise_as_data(rise: VatRise) -> Mapping[str, object]:
    """The rise of VAT as programs read it, prices in euros per bed per week."""
    return {
        "since": rise.since.isoformat(),
        "rates": [rise.rate_before, rise.rate_after],
        "prices": [rise.price_before, rise.price_after],
        "rise": rise.rise,
    }
