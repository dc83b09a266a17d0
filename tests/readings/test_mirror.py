"""The mirror in sentences: one per measure, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from market_data import load
from market_data.records import Reference, ReferenceFigure, ReferenceInfo, Source
from model.analyses.mirror import MEASURES, Known, Reflection
from model.readings.mirror import index_reading, is_outside, mirror_overview, mirror_reading, out_of_band
from model.words.messages import message
from tests.readings.own_options import option, outcome

INFO = ReferenceInfo("investment_per_bed", "Investering per bed", "Investment per bed", "eur_per_bed", 0, 1e6, "x")
SOURCE = Source("s", "uitgever", "titel", "", "2021", "-", "", "", "C", "")


def known(name: str, value: float, *, area: float | None = None, overlaid: bool = False) -> Known:
    reference = Reference(name, "", "project", "", "NL01", "2021", "relocatable")
    figure = ReferenceFigure(
        reference, INFO.indicator, value, INFO.unit, "2021", "sourced", "full", SOURCE, overlaid=overlaid
    )
    return Known(INFO, figure, value, area, None, None)


HIGH, LOW = known("Hoog", 30_000), known("Laag", 20_000)
REFLECTION = Reflection(
    INFO, "a", 59_000, (LOW, HIGH), of_own_form=True, operators=None, band=(25_000, 60_000), cap=None
)


def said(reflection: Reflection, language: str = "nl") -> str:
    return mirror_reading(reflection).text(language).replace("\u00a0", " ")


def test_far_above_every_reference_is_said_as_how_many_times_the_highest() -> None:
    assert said(REFLECTION) == (
        "Investering per bed: € 59.000, 1,97 keer de hoogste van 2 bekende referenties (Hoog, € 30.000); "
        "binnen de bandbreedte van het model (€ 25.000 tot € 60.000)."
    )
    assert said(REFLECTION, "en") == (
        "Investment per bed: € 59,000, 1.97 times the highest of 2 known references (Hoog, € 30,000); "
        "within the model's own band (€ 25,000 to € 60,000)."
    )


@pytest.mark.parametrize(
    ("value", "references", "words"),
    [
        (
            25_000,
            (LOW, HIGH),
            "tussen de laagste en de hoogste van 2 bekende referenties (Laag, € 20.000 en Hoog, € 30.000)",
        ),
        (10_000, (LOW, HIGH), "0,50 keer de laagste van 2 bekende referenties (Laag, € 20.000)"),
        (30_100, (LOW, HIGH), "gelijk aan de hoogste van 2 bekende referenties (Hoog, € 30.000)"),
        (40_000, (LOW,), "2 keer de enige bekende referentie (Laag, € 20.000)"),
        (10_000, (), "geen bekende referentie heeft dit cijfer"),
        (40_000, (known("Ons", 20_000, overlaid=True),), "de enige bekende referentie (Ons (eigen cijfer), € 20.000)"),
        (40_000, (known("Blok", 20_000, area=15),), "de enige bekende referentie (Blok bij 15 m² per bed, € 20.000)"),
    ],
)
def test_where_it_stands_against_the_references(value: float, references: tuple[Known, ...], words: str) -> None:
    assert words in said(replace(REFLECTION, value=value, known=references))


def test_a_reference_that_was_built_otherwise_is_said_to_be() -> None:
    assert "(Hoog, € 30.000), maar van een andere bouwvorm;" in said(replace(REFLECTION, of_own_form=False))


@pytest.mark.parametrize(("value", "side"), [(61_000, "boven"), (24_000, "onder")])
def test_outside_the_band_says_what_to_look_at(value: float, side: str) -> None:
    reflection = replace(REFLECTION, value=value)
    assert is_outside(reflection)
    assert f"{side} de bandbreedte van het model (€ 25.000 tot € 60.000): kijk naar bedden per unit" in said(reflection)


def test_at_the_end_of_the_band_is_within_it() -> None:
    assert not is_outside(replace(REFLECTION, value=60_000)) and not is_outside(replace(REFLECTION, value=25_000))


def test_the_overview_counts_what_is_outside_and_never_forbids() -> None:
    outside = replace(REFLECTION, value=70_000)
    assert mirror_overview((REFLECTION, outside), is_mix=False).text("nl") == (
        "1 van de 2 cijfers ligt buiten de bandbreedte van het model; dat is een waarschuwing, geen verbod."
    )
    assert mirror_overview((REFLECTION, REFLECTION), is_mix=False).text("nl").startswith("Alle 2 cijfers liggen binnen")
    assert "eigen posten" in mirror_overview((replace(REFLECTION, band=None),), is_mix=False).text("nl")
    assert "Een mix" in mirror_overview((), is_mix=True).text("nl")
    assert "nog geen uitkomst" in mirror_overview((), is_mix=False).text("nl")


def test_the_indices_are_named_with_the_price_level() -> None:
    infos = {info.indicator: info for info in load().reference_infos}
    reflections = [replace(REFLECTION, info=infos[key]) for key in MEASURES]
    case = replace(outcome(option("A", 200_000)).case, price_level_date=date(2026, 1, 1))
    words = index_reading(reflections, case).text("nl").replace("\u00a0", " ")
    assert "(1 januari 2026), met bouwkostenindex CBS en consumentenprijsindex CBS" in words


def test_what_a_notice_says_already_is_not_said_again() -> None:
    price = replace(REFLECTION, value=70_000)
    building = replace(price, info=replace(INFO, indicator="building_cost_per_m2"))
    said_once = out_of_band((price, building, REFLECTION), [message("odd_unit_price")])
    assert said_once == (mirror_reading(price),)
    assert out_of_band((building,), []) == (mirror_reading(building),)
