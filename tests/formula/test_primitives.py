"""Each primitive in all its forms: none missing, and the NumPy form equals the plain one."""

from __future__ import annotations

import math
from dataclasses import fields
from datetime import date
from fractions import Fraction

import numpy as np
import numpy_financial
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from model.formula import primitives, runtime
from model.formula.evaluate import compile_lines
from model.formula.expression import Call, FormulaError, Input, Line
from model.formula.primitives import PRIMITIVES, by_choice, choice_of, owed, payment, pick, position
from model.formula.words import describe

NUMBERS = st.floats(min_value=-1e6, max_value=1e6, allow_nan=False).map(lambda value: round(value, 3))


@pytest.mark.parametrize("primitive", PRIMITIVES.values(), ids=lambda primitive: primitive.name)
def test_every_primitive_has_all_its_forms(primitive: primitives.Primitive) -> None:
    assert all(getattr(primitive, field.name) for field in fields(primitive))


BINARY = ("add", "subtract", "multiply", "minimum", "maximum", "greater", "at_least", "equal", "ratio", "or_else")


@given(NUMBERS, NUMBERS, st.sampled_from(BINARY))
def test_numpy_form_equals_plain_form(left: float, right: float, name: str) -> None:
    line = Line("x", Call(name, (Input("a"), Input("b"))))
    plain = compile_lines([line]).run({"a": left, "b": right}, 0, 0)["x"]
    many = compile_lines([line], varying=("a", "b")).run(
        {"a": np.array([left, left]), "b": np.array([right, right])}, 0, 0
    )["x"]
    assert many[0] == plain or (math.isnan(many[0]) and math.isnan(plain))


@given(st.floats(0, 0.3), st.integers(1, 480), st.floats(1, 1e7))
def test_payment_equals_numpy_financial(rate: float, count: int, amount: float) -> None:
    rate = 0.0 if rate < 1e-6 else rate
    value = compile_lines([Line("x", payment(Input("r"), Input("n"), Input("a")))]).run(
        {"r": rate, "n": float(count), "a": amount}, 0, 0
    )["x"]
    assert value == pytest.approx(-numpy_financial.pmt(rate, count, amount), rel=1e-9)


@given(st.floats(0, 0.3), st.integers(0, 100), st.floats(1, 1e5), st.floats(1, 1e7))
@example(rate=1e-06, count=3, instalment=5.0, amount=1.0)
def test_owed_equals_numpy_financial(rate: float, count: int, instalment: float, amount: float) -> None:
    rate = 0.0 if rate < 1e-6 else rate
    value = runtime.owed(rate, float(count), instalment, amount)
    with np.errstate(invalid="ignore"):  # numpy-financial divides by the rate before it picks the case of rate 0
        expected = -numpy_financial.fv(rate, count, -instalment, amount)
    assert value == pytest.approx(float(expected), rel=1e-8, abs=1e-6)
    assert runtime.owed_many(np.array([rate]), float(count), instalment, amount)[0] == pytest.approx(
        value, rel=1e-12, abs=1e-9
    )
    assert owed(Input("r"), 1, 1, 1).primitive == "owed"


def exact_balance(rate: float, count: int, instalment: float, amount: float) -> float:
    """Rolled forward payment by payment in fractions: a rate near 0 loses nothing."""
    balance = Fraction(amount)
    for _ in range(count):
        balance = balance * (1 + Fraction(rate)) - Fraction(instalment)
    return float(balance)


@pytest.mark.parametrize("rate", [0.0, 5e-324, 1e-300, 1e-16, 1e-12, 1e-9, 1e-6, 1e-4, 0.01, 0.2])
@pytest.mark.parametrize(
    ("count", "instalment", "amount"), [(0, 7.0, 3.0), (3, 5.0, 1.0), (100, 1e5, 1e7), (40, 9.0, 0)]
)
def test_both_forms_of_owed_keep_the_digits_of_a_rate_near_zero(
    rate: float, count: int, instalment: float, amount: float
) -> None:
    balance = pytest.approx(exact_balance(rate, count, instalment, amount), rel=1e-13, abs=1e-13 * amount)
    assert runtime.owed(rate, float(count), instalment, amount) == balance
    assert runtime.owed_many(np.array([rate, 0.0]), float(count), instalment, amount)[0] == balance
    assert runtime.owed_many(np.array([rate, rate]), np.array([count, count]), instalment, amount)[1] == balance


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.integers(0, 600))
def test_edate_many_equals_edate(day: date, months: int) -> None:
    serial = runtime.to_serial(day)
    assert runtime.edate_many(np.array([serial]), np.array([float(months)]))[0] == runtime.edate(serial, float(months))


def test_edate_clamps_to_the_end_of_the_month() -> None:
    assert runtime.to_date(runtime.edate(runtime.to_serial(date(2027, 1, 31)), 1.0)) == date(2027, 2, 28)


def test_day_numbers_are_those_of_spreadsheets() -> None:
    """Excel shows 46023 as 1 January 2026."""
    assert runtime.to_serial(date(2026, 1, 1)) == 46023


def test_pick_counts_from_one() -> None:
    line = Line("x", pick(Input("code"), Input("a"), Input("b")))
    values = {"a": 7.0, "b": 9.0}
    assert compile_lines([line]).run({"code": 2.0, **values}, 0, 0)["x"] == 9.0
    many = compile_lines([line], varying=("code",)).run({"code": np.array([1.0, 2.0]), **values}, 0, 0)["x"]
    assert many.tolist() == [7.0, 9.0]


COLOURS = ("red", "green", "blue")
POSITIONAL = Line("x", pick(position(Input("colour")), 0, Input("a"), 0) * 2)
BY_NAME = Line("x", by_choice(choice_of("colour"), COLOURS, green=Input("a"), otherwise=0) * 2)


@pytest.mark.parametrize("varying", [(), ("colour",), ("a",)])
def test_a_choice_by_name_is_the_same_program_as_by_position(varying: tuple[str, ...]) -> None:
    assert compile_lines([BY_NAME], varying).source == compile_lines([POSITIONAL], varying).source


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_choice_by_name_is_said_as_by_position(language: str) -> None:
    said = [describe(line.expression, language, str) for line in (BY_NAME, POSITIONAL)]
    assert said[0] == said[1]


def test_a_choice_by_name_takes_the_order_of_the_choices_and_not_of_the_names() -> None:
    line = Line("x", by_choice(Input("code"), COLOURS, blue=2, red=0, green=1))
    program = compile_lines([line])
    assert [program.run({"code": code}, 0, 0)["x"] for code in (1.0, 2.0, 3.0)] == [0.0, 1.0, 2.0]


@pytest.mark.parametrize(
    ("values", "otherwise", "named"),
    [
        ({"pink": 1}, 0, "pink: no such choice, choose from red, green, blue"),
        ({"red": 1}, None, "no value for green, blue"),
        ({"red": 1, "green": 0, "blue": 0}, 0, "otherwise is never used: red, green, blue"),
    ],
)
def test_a_choice_by_name_that_cannot_be_meant_is_refused_by_name(
    values: dict[str, int], otherwise: int | None, named: str
) -> None:
    for choice in (choice_of("colour"), Line("colour", choice_of("colour"))):
        with pytest.raises(FormulaError, match=f"colour: {named}"):
            by_choice(choice, COLOURS, otherwise=otherwise, **values)


@pytest.mark.parametrize("flows", [[-100, 110], [-100.0, np.asarray(110.0)]])
def test_one_flow_that_all_scenarios_share_has_one_irr(flows: list[float]) -> None:
    """-100 + 110 / 1.1 = 0, whatever kind of number the formulas leave when nothing in the flow varies."""
    assert runtime.irr_many(flows) == pytest.approx(0.1)
