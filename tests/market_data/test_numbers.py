"""Numbers in a file: what a person or a program wrote is read, and what has two readings is refused by each reader."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market_data import load
from market_data.numbers import NumberProblem, format_short, read_number, write_for_file, write_number
from market_data.overlay import overlay_file, template
from model.analyses.batch.rows import case_data
from model.problems import BadInput

LANGUAGES = ("nl", "en")
READERS = (*LANGUAGES, None)


class TestFiles:
    @pytest.mark.parametrize(
        ("typed", "value"),
        [
            ("1250.5", "1250.5"),
            ("1250,5", "1250.5"),
            ("1.250,50", "1250.5"),
            ("1,250.50", "1250.5"),
            ("12.345.678", "12345678"),
            ("€ 1.250,50", "1250.5"),
            ("0.125", "0.125"),
            ("0,125", "0.125"),
            ("1.2500", "1.25"),
            ("1250.125", "1250.125"),
            ("-3,5", "-3.5"),
            ("1250", "1250"),
        ],
    )
    def test_a_number_with_one_reading_is_read_whoever_wrote_it(self, typed: str, value: str) -> None:
        assert read_number(typed, None) == Decimal(value)

    @pytest.mark.parametrize("typed", ["1.2.3", "12.34,5", "", "nan", "1e6", "85%", "1 250"])
    def test_what_is_no_number_is_refused(self, typed: str) -> None:
        with pytest.raises(NumberProblem) as caught:
            read_number(typed, None)
        assert caught.value.readings is None

    @pytest.mark.parametrize("typed", ["1.250", "1,250", "-12.500", "999,125"])
    def test_a_number_with_two_readings_is_refused_and_either_reading_can_be_typed(self, typed: str) -> None:
        with pytest.raises(NumberProblem) as caught:
            read_number(typed, None)
        assert caught.value.readings is not None
        fraction, whole = (read_number(reading, None) for reading in caught.value.readings)
        assert whole == fraction * 1000

    def test_a_template_is_read_as_it_was_written(self) -> None:
        market = load()
        again = overlay_file(market, template(market, "GM1783"), "template.csv")
        assert again.problems == ()
        for info in market.indicators:
            figure = again.lookup(info.indicator, "GM1783")
            if figure is not None and figure.overlaid:
                before = market.lookup(info.indicator, "GM1783")
                assert before is not None and figure.value == pytest.approx(before.value, abs=5e-7)


digits = st.from_regex(r"[1-9][0-9]{0,2}[.,][0-9]{3}", fullmatch=True)
numbers = st.decimals(min_value=-(10**12), max_value=10**12, allow_nan=False, places=6)


class TestEveryReaderAlike:
    @given(digits)
    def test_a_mark_that_may_be_either_is_refused_in_a_file_an_own_figure_and_a_batch(self, typed: str) -> None:
        with pytest.raises(NumberProblem):
            read_number(typed, None)
        content = f"indicator;region_code;period;value;source\naverage_home_value;GM1783;2026;{typed};eigen\n"
        wrong = overlay_file(load(), content.encode(), "own.csv").problems[0]
        assert (wrong.file, wrong.line, wrong.column) == ("own.csv", 2, "value")
        with pytest.raises(BadInput, match="can be two numbers"):
            case_data({"municipality": "GM1783", "type": "short_stay", "furniture_per_bed": typed})

    @given(digits)
    def test_a_page_reads_a_mark_that_may_be_either_only_as_the_thousands_of_its_language(self, typed: str) -> None:
        whole = Decimal(typed.replace(".", "").replace(",", ""))
        read = []
        for language in LANGUAGES:
            try:
                read.append(read_number(typed, language))
            except NumberProblem as problem:
                assert problem.readings is not None
        assert read == [whole]

    @given(numbers, st.sampled_from(LANGUAGES), st.sampled_from(READERS))
    def test_a_number_written_for_a_file_is_read_back(self, value: Decimal, language: str, reader: str | None) -> None:
        written = write_for_file(float(value), language)
        if reader in {language, None}:
            assert float(read_number(written, reader)) == pytest.approx(float(value), abs=5e-7)

    @given(numbers, st.sampled_from(LANGUAGES))
    def test_a_number_with_the_decimals_it_needs_means_the_same_to_every_reader_that_takes_it(
        self, value: Decimal, language: str
    ) -> None:
        for reader in READERS:
            try:
                assert read_number(format_short(value, language), reader) == value
            except NumberProblem:
                assert reader != language

    @given(numbers, st.sampled_from(LANGUAGES), st.sampled_from([0, 1, 2, 4]))
    def test_a_number_with_marks_is_read_back_to_its_decimals(self, value: Decimal, language: str, places: int) -> None:
        read = read_number(write_number(value, places, language), language)
        assert abs(read - value) <= Decimal(1).scaleb(-places) / 2
