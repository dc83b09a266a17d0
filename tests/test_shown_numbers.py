"""Numbers as the model's own sentences and tables show them, at every size."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.words.numbers import number, round_half_up


@pytest.mark.parametrize(
    ("value", "dutch", "english"),
    [
        (1_250.5, "1.250,50", "1,250.50"),
        (2.0**53 - 1, "9.007.199.254.740.991,00", "9,007,199,254,740,991.00"),
        (1.41997797e34, "1,41998e+34", "1.41998e+34"),
        (-1e26, "-1e+26", "-1e+26"),
    ],
)
def test_a_number_beyond_what_its_digits_can_tell_keeps_its_exponent(value: float, dutch: str, english: str) -> None:
    """2^53 is the first whole number whose neighbour a float cannot hold."""
    assert number(value, "nl", 2) == dutch
    assert number(value, "en", 2) == english


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(0, 6))
def test_every_finite_number_is_rounded_and_shown(value: float, decimals: int) -> None:
    """Rounding moves a number by at most half a unit of its last decimal, or by what a float of its size can tell."""
    rounded = round_half_up(value, decimals)
    assert abs(rounded - value) <= max(0.5 * 10.0**-decimals * (1 + 1e-9), math.ulp(value))
    assert len(number(rounded, "nl", decimals)) < 32


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan])
def test_what_is_no_finite_number_is_left_as_it_is(value: float) -> None:
    assert round_half_up(value, 2) == pytest.approx(value, nan_ok=True)
