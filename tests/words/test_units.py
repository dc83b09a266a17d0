"""Units: what each number looks like to a reader, and that every unit is told once."""

from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.formula.runtime import to_serial
from model.parameters.table import parameters
from model.words.numbers import read_number
from model.words.texts import LANGUAGES
from model.words.units import KINDS, STYLES, Style, show_value, unit, units


class TestTable:
    def test_every_unit_is_of_a_known_kind_and_has_words_in_both_languages(self) -> None:
        for key, row in units().items():
            assert row.kind in KINDS, key
            assert key == "none" or (row.nl and row.en), key
            assert bool(row.one_nl) == bool(row.one_en), key

    def test_whatever_counts_euros_is_named_in_euros(self) -> None:
        for key, row in units().items():
            assert row.is_money == row.nl.startswith("€") == row.en.startswith("€"), key

    @pytest.mark.parametrize(
        ("value", "words"),
        [(1, "maand"), (1.0, "maand"), ("1", "maand"), (2, "maanden"), ("1,5", "maanden"), (0, "maanden")],
    )
    def test_a_unit_behind_one_is_in_the_singular(self, value: float | str, words: str) -> None:
        assert unit("months").name("nl", value) == words

    def test_a_unit_without_a_singular_of_its_own_stays_as_it_is(self) -> None:
        assert unit("m2").name("en", 1) == "m²"

    def test_an_amount_says_what_it_is_for(self) -> None:
        per = [unit(key).per("nl") for key in ("eur_per_bed_week", "eur_per_month", "eur", "share", "beds")]
        assert per == [" per bed per week", " per maand", "", "", ""]

    def test_a_field_says_in_what_it_is_typed(self) -> None:
        assert [unit(key).sign() for key in ("share", "eur_per_bed", "years")] == ["%", "€", ""]


class TestShown:
    @pytest.mark.parametrize(
        ("value", "key", "style", "dutch", "english"),
        [
            (-1250.4, "eur", "full", "€\u00a0-1.250", "€\u00a0-1,250"),
            (-1250.4, "eur", "cell", "-1.250", "-1,250"),
            (1250.456, "eur", "exact", "€\u00a01.250,456", "€\u00a01,250.456"),
            (11_984_000.0, "eur", "short", "€\u00a011,98\u00a0mln", "€\u00a011.98\u00a0m"),
            (126.92, "eur_per_bed_week", "full", "€\u00a0126,92", "€\u00a0126.92"),
            (126.92, "eur_per_bed_week", "short", "€\u00a0126,92", "€\u00a0126.92"),
            (0.0725, "rate", "full", "7,3%", "7.3%"),
            (0.0725, "rate", "exact", "7,25%", "7.25%"),
            (1250.456, "eur", "precise", "€\u00a01.250,46", "€\u00a01,250.46"),
            (0.07253, "rate", "precise", "7,25%", "7.25%"),
            (0.012345, "tariff", "precise", "1,2345%", "1.2345%"),
            (0.952381, "factor", "precise", "0,9524", "0.9524"),
            (1.125, "factor", "precise", "1,1250", "1.1250"),
            (9.25, "years", "precise", "9,25\u00a0jaar", "9.25\u00a0years"),
            (1.0, "beds", "full", "1\u00a0bed", "1\u00a0bed"),
            (1200.0, "beds", "full", "1.200\u00a0bedden", "1,200\u00a0beds"),
            (9.26, "years", "full", "9,3\u00a0jaar", "9.3\u00a0years"),
            (9.0, "years", "full", "9\u00a0jaar", "9\u00a0years"),
            (1.254, "factor", "full", "1,25", "1.25"),
            (2027.0, "year", "full", "2027", "2027"),
            (to_serial(date(2027, 7, 1)), "date", "full", "1 juli 2027", "1 July 2027"),
        ],
    )
    def test_a_number_is_shown_as_its_unit_says(
        self, value: float, key: str, style: Style, dutch: str, english: str
    ) -> None:
        assert (show_value(value, key, "nl", style), show_value(value, key, "en", style)) == (dutch, english)

    @pytest.mark.parametrize(
        ("value", "key", "full", "brief"),
        [
            (126.92, "eur_per_bed_week", "€\u00a0126,92 per bed per week", "€\u00a0126,92"),
            (75_000.0, "eur_per_year", "€\u00a075.000 per jaar", "€\u00a075.000"),
            (1_234.56, "eur", "€\u00a01.235", "€\u00a01.235"),
            (12.0, "eur_per_hour", "€\u00a012 per uur", "€\u00a012"),
            (0.0625, "rate", "6,25%", "6,25%"),
            (1.0, "share", "100%", "100%"),
            (0.12, "share_of_revenue", "12% van de omzet", "12%"),
            (0.000881, "tariff", "0,0881%", "0,0881%"),
            (12.5, "years", "12,5\u00a0jaar", "12,5\u00a0jaar"),
            (0.25, "years", "0,25\u00a0jaar", "0,25\u00a0jaar"),
            (12.0, "count", "12", "12"),
        ],
    )
    def test_an_input_has_the_decimals_it_needs_and_what_it_is_per(
        self, value: float, key: str, full: str, brief: str
    ) -> None:
        assert (show_value(value, key, "nl", "input"), show_value(value, key, "nl", "brief")) == (full, brief)

    @pytest.mark.parametrize(
        ("key", "shown"), [("eur", "€\u00a01e+26"), ("share", "1e+28%"), ("beds", "1e+26\u00a0beds")]
    )
    def test_digits_that_a_number_cannot_have_are_not_made_up(self, key: str, shown: str) -> None:
        assert {show_value(1e26, key, "en", style) for style in STYLES} == {shown}

    def test_every_step_of_every_slider_has_a_name_of_its_own(self) -> None:
        """Else two places on it would read the same."""
        for parameter in parameters().values():
            low, high, step = parameter.slider_low, parameter.slider_high, parameter.step
            if low is not None and high is not None and step is not None and parameter.unit != "depends":
                steps = [low + number * step for number in range(round((high - low) / step) + 1)]
                assert len({show_value(value, parameter.unit, "nl", "brief") for value in steps}) == len(steps), (
                    parameter
                )

    @pytest.mark.parametrize("nothing", [None, math.nan, math.inf])
    def test_where_there_is_no_number_stands_a_dash(self, nothing: float | None) -> None:
        for key in units():
            assert {show_value(nothing, key, language, style) for language in LANGUAGES for style in STYLES} == {"–"}

    @given(
        value=st.floats(-1e9, 1e9), key=st.sampled_from(["eur", "eur_per_night"]), language=st.sampled_from(LANGUAGES)
    )
    def test_an_amount_shown_reads_back_as_that_amount_to_its_decimals(
        self, value: float, key: str, language: str
    ) -> None:
        shown = show_value(value, key, language)
        decimals = unit(key).decimals
        assert abs(float(read_number(shown, language)) - value) <= 0.5 * 10.0**-decimals + 1e-6

    @given(value=st.floats(-100, 100), language=st.sampled_from(LANGUAGES))
    def test_a_percentage_shown_reads_back_to_a_tenth(self, value: float, language: str) -> None:
        read = float(read_number(show_value(value, "share", language), language, percent=True)) / 100
        assert abs(read - value) <= 0.0005 + 1e-9


def test_a_percentage_that_is_counted_in_per_cents_is_written_as_every_other() -> None:
    assert [show_value(28.3, "pct", language, "input") for language in ("nl", "en")] == ["28,3%", "28.3%"]
    assert show_value(0.283, "share", "nl", "input") == "28,3%"
