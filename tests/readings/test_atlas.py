"""The sentence about a municipality next to the middle one, in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from market_data import load
from model.analyses.atlas import Cause, Place
from model.readings.atlas import atlas_reading
from model.words.names import Name

LODGING = Name("Logies", "Lodging")
WESTLAND, BEVERWIJK = load().municipality("GM1783"), load().municipality("GM0375")
PLACE = Place(
    town=WESTLAND,
    middle=BEVERWIJK,
    price=165.0,
    middle_price=162.5,
    count=342,
    causes=(
        Cause("land_price_per_bed", 4.0, "GM1783"),
        Cause("building_cost_per_m2", -1.0, "LD03"),
        Cause("tourist_tax_per_night", -0.5, "NL01"),
    ),
    local=("land_price_per_bed",),
)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "nl",
            "Logies in Westland: de kostprijsdekkende prijs is € 165,00 per bed per week, € 2,50 meer dan in "
            "Beverwijk, het midden van 342 gemeenten, door",
        ),
        (
            "en",
            "Lodging in Westland: the cost-recovery price is € 165.00 per bed per week, € 2.50 more than in Beverwijk, "
            "the middle of 342 municipalities, because of",
        ),
    ],
)
def test_it_says_how_much_dearer_and_than_where(language: str, words: str) -> None:
    assert atlas_reading(PLACE, LODGING, load()).text(language).replace("\u00a0", " ").startswith(words)


def test_each_cause_says_what_it_does_and_whose_figure_it_is() -> None:
    said = atlas_reading(PLACE, LODGING, load()).text("en").replace("\u00a0", " ")
    assert "(adds € 4.00; the municipality's own figure)" in said
    assert "(takes off € 1.00; figure of West-Nederland)" in said
    assert "(takes off € 0.50; no figure of its own, an assumption for the whole country)" in said


def test_cheaper_is_said_with_the_amount_and_no_sign() -> None:
    cheaper = replace(PLACE, price=160.0)
    assert "€ 2,50 minder dan in Beverwijk" in atlas_reading(cheaper, LODGING, load()).text("nl").replace("\u00a0", " ")


def test_in_the_middle_nothing_is_compared() -> None:
    said = atlas_reading(replace(PLACE, price=162.5, causes=()), LODGING, load()).text("nl")
    assert "het midden van 342 gemeenten" in said and "Beverwijk" not in said


def test_where_nothing_is_local_that_is_said() -> None:
    assert "geen eigen cijfers" in atlas_reading(replace(PLACE, local=()), LODGING, load()).text("nl")
