"""Internal rates of return: against numpy-financial, against the roots of the polynomial, and by hand."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import numpy_financial as npf  # type: ignore[import-untyped, unused-ignore]
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from model.formula.roots import CHUNK, NARROW, Reason, highest_discount_factor, irr, irr_of, irr_rates

Array = NDArray[np.float64]

amounts = st.floats(min_value=0.01, max_value=1e8)


@st.composite
def ordinary_projects(draw: st.DrawFn, longest: int = 60) -> Array:
    """Payments first, receipts after: one sign change, and a rate above -99%."""
    out = draw(st.lists(amounts, min_size=1, max_size=4))
    back = draw(st.lists(amounts, min_size=1, max_size=longest))
    return np.array([-amount for amount in out] + back)


def present_value(flow: Array, rate: float) -> Fraction:
    """The present value without rounding."""
    factor = 1 / (1 + Fraction(rate))
    value = Fraction(0)
    for amount in reversed(flow.tolist()):
        value = value * factor + Fraction(amount)
    return value


def roots_in_range(flow: Array) -> list[float]:
    """Discount factors in the bracket at which the present value is zero: NumPy's eigenvalues."""
    roots = np.roots(flow[::-1])
    real = roots[np.abs(roots.imag) <= 1e-7 * np.abs(roots)].real
    return sorted(v for v in real.tolist() if 1e-9 < v <= highest_discount_factor(flow.size - 1))


def furniture_flow(years: int, every: int, per_year: int = 1) -> Array:
    """An investment, a steady result, furniture renewed for more than a period's result, a residual value."""
    flow = np.full(years * per_year + 1, 90_000.0 / per_year)
    flow[0] = -1_000_000.0
    flow[every * per_year : -1 : every * per_year] -= 150_000.0
    flow[-1] += 400_000.0
    return flow


def assert_rate(flow: list[float] | Array, expected: float, tolerance: float) -> None:
    """The flow has this rate, and it is said to be found."""
    rate, reason = irr_of(flow)
    assert reason is Reason.FOUND
    assert rate == pytest.approx(expected, abs=tolerance)


def sign_changes(flow: Array) -> int:
    """How often the sign changes, zeros skipped."""
    signs = np.sign(flow[flow != 0.0])
    return int(np.count_nonzero(signs[1:] != signs[:-1]))


def test_one_payment_and_one_receipt_give_their_growth() -> None:
    # -100 now, 110 after one period: 110 / 100 - 1 = 10%.
    assert_rate([-100.0, 110.0], 0.10, 1e-14)


def test_growth_over_two_periods_is_the_square_root() -> None:
    # 100·(1+r)² = 121, so r = 10%.
    assert irr_of([-100.0, 0.0, 121.0])[0] == pytest.approx(0.10, abs=1e-14)


def test_getting_back_exactly_what_was_paid_is_a_rate_of_zero() -> None:
    assert_rate([-30.0, 10.0, 10.0, 10.0], 0.0, 1e-15)


def test_getting_back_less_is_a_negative_rate() -> None:
    # 100·(1+r) = 50, so r = -50%.
    assert irr_of([-100.0, 50.0])[0] == pytest.approx(-0.5, abs=1e-14)


def test_a_loan_has_the_rate_of_its_lender() -> None:
    assert irr_of([100.0, -110.0])[0] == pytest.approx(0.10, abs=1e-14)


def test_a_very_high_rate_is_found() -> None:
    # 1 becomes a billion: r = 1e9 - 1.
    assert irr_of([-1.0, 1e9])[0] == pytest.approx(1e9 - 1, rel=1e-12)


def test_an_annuity_over_fifty_years_of_months_has_its_own_rate() -> None:
    # a = 1e6·i / (1 − (1+i)^−600) repays 1e6 in 600 months at i = 0.5%.
    flow = np.full(601, 1e6 * 0.005 / (1 - 1.005**-600))
    flow[0] = -1e6
    assert irr_of(flow)[0] == pytest.approx(0.005, abs=1e-13)


@given(st.integers(100, 2000), st.lists(st.integers(1, 300), min_size=1, max_size=30))
def test_one_sign_change_agrees_with_numpy_financial(outlay: int, receipts: list[int]) -> None:
    flow = np.array([-outlay, *receipts], dtype=np.float64)
    rate, reason = irr_of(flow)
    # Beyond this numpy-financial's eigenvalues are not good to ten decimals themselves.
    assume(reason is Reason.FOUND and rate > -0.5)
    assert rate == pytest.approx(npf.irr(flow), abs=1e-10)


@pytest.mark.parametrize("periods", [5, 15, 41, 61])
def test_projects_agree_with_numpy_financial_to_ten_decimals(periods: int) -> None:
    random = np.random.default_rng(periods)
    flows = random.uniform(2.0, 20.0, (periods, 50))
    flows[0] = -random.uniform(50.0, 150.0, 50)
    flows[-1] += random.uniform(0.0, 100.0, 50)
    assert irr_rates(flows) == pytest.approx([npf.irr(flow) for flow in flows.T], abs=1e-10)


@settings(deadline=None)
@given(ordinary_projects(longest=200))
def test_the_present_value_changes_sign_around_the_rate(flow: Array) -> None:
    rate, reason = irr_of(flow)
    assume(reason is Reason.FOUND)
    margin = 1e-9 * (1 + rate)
    # Payments first: the present value falls as the rate rises through the one root.
    assert present_value(flow, rate - margin) > 0 > present_value(flow, rate + margin)


def test_the_present_value_changes_sign_around_the_rate_of_601_months() -> None:
    flow = furniture_flow(50, 10, per_year=12)
    rate, reason = irr_of(flow)
    assert reason is Reason.FOUND
    assert present_value(flow, rate - 1e-11) > 0 > present_value(flow, rate + 1e-11)


@given(st.integers(1, 2000), st.lists(st.integers(-100, 300), min_size=1, max_size=13), st.booleans())
def test_a_rate_that_is_reported_is_the_only_root(first: int, rest: list[int], reverse: bool) -> None:
    flow = np.array([-first, *rest], dtype=np.float64) * (-1.0 if reverse else 1.0)
    rate, reason = irr_of(flow)
    if reason is Reason.FOUND:
        roots = roots_in_range(flow)
        assert len(roots) == 1
        assert 1.0 / roots[0] - 1.0 == pytest.approx(rate, rel=1e-7, abs=1e-7)


@given(st.integers(1, 2000), st.lists(st.integers(-100, 300), min_size=1, max_size=13))
def test_a_flow_with_one_sign_change_always_has_its_rate(first: int, rest: list[int]) -> None:
    flow = np.array([-first, *sorted(rest)], dtype=np.float64)
    assume(flow[-1] > 0)
    roots = roots_in_range(flow)
    # A root within a rounding of the end of the range may fall on either side.
    assume(not roots or roots[-1] < 99.9)
    _, reason = irr_of(flow)
    assert reason is (Reason.FOUND if roots else Reason.OUT_OF_RANGE)


@given(
    st.lists(st.sampled_from([0.02, 0.07, 0.15, 0.4, 0.9]), min_size=2, max_size=4, unique=True),
    st.sampled_from([-1e6, 1e6, 1.0]),
)
def test_a_flow_built_to_have_several_rates_gets_none(rates: list[float], scale: float) -> None:
    flow = np.array([scale])
    for rate in rates:
        # (v − 1/(1+r)) as a factor puts a root at r.
        flow = np.convolve(flow, [-1.0 / (1.0 + rate), 1.0])
    rate, reason = irr_of(flow)
    assert math.isnan(rate)
    assert reason is Reason.NOT_UNIQUE


def test_the_textbook_flow_with_two_rates_gets_none() -> None:
    # -100 + 230v - 132v² = 0 at 10% (-100 + 209.09 - 109.09) and at 20% (-100 + 191.67 - 91.67).
    rate, reason = irr_of([-100.0, 230.0, -132.0])
    assert math.isnan(rate)
    assert reason is Reason.NOT_UNIQUE


def test_several_sign_changes_without_any_root_get_none() -> None:
    # 1 − v + v² has discriminant 1 − 4 < 0.
    assert irr_of([1.0, -1.0, 1.0])[1] is Reason.NOT_UNIQUE


def test_a_balance_that_touches_zero_halfway_is_still_unique() -> None:
    # (-100 + 110v)(1 + v²): the second factor has no real root, so 10% is the only one.
    assert_rate([-100.0, 110.0, -100.0, 110.0], 0.10, 1e-13)


@pytest.mark.parametrize("sign", [1.0, -1.0])
@pytest.mark.parametrize(("years", "every"), [(15, 5), (30, 10), (40, 7)])
def test_furniture_renewal_does_not_cost_a_project_its_rate(years: int, every: int, sign: float) -> None:
    flow = furniture_flow(years, every)
    assert sign_changes(flow) > 1
    rate, reason = irr_of(sign * flow)
    assert reason is Reason.FOUND
    assert len(roots_in_range(flow)) == 1
    assert rate == pytest.approx(1.0 / roots_in_range(flow)[0] - 1.0, abs=1e-10)


def test_a_unique_negative_rate_with_several_sign_changes_is_found() -> None:
    flow = furniture_flow(15, 5) * np.where(np.arange(16) == 0, 3.0, 1.0)
    rate, reason = irr_of(flow)
    assert reason is Reason.FOUND
    assert -0.2 < rate < 0
    assert len(roots_in_range(flow)) == 1


@pytest.mark.parametrize("flow", [[5.0, 0.0, 3.0], [-5.0, -3.0], [0.0, 0.0], [0.0, 7.0], [4.0], [0.0], []])
def test_without_a_sign_change_there_is_no_rate(flow: list[float]) -> None:
    rate, reason = irr_of(flow)
    assert math.isnan(rate)
    assert reason is Reason.NO_SIGN_CHANGE


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("flow", [[], [-100.0, 110.0], [5.0]])
def test_a_flow_with_a_blank_or_infinity_is_not_a_number(flow: list[float], bad: float) -> None:
    rate, reason = irr_of([*flow, bad])
    assert math.isnan(rate)
    assert reason is Reason.NOT_A_NUMBER


def test_a_bad_scenario_leaves_its_neighbours_alone() -> None:
    flows = np.array([[-100.0, -100.0, 100.0, -100.0], [110.0, math.nan, 110.0, 120.0]])
    result = irr(flows)
    assert result.reason.tolist() == [
        Reason.FOUND,
        Reason.NOT_A_NUMBER,
        Reason.NO_SIGN_CHANGE,
        Reason.FOUND,
    ]
    assert result.rate[[0, 3]] == pytest.approx([0.10, 0.20], abs=1e-14)


def test_a_root_exactly_at_the_end_of_the_range_counts() -> None:
    # 64·v = 6400 at v = 100, the highest for a short flow: r = 1/100 − 1.
    assert highest_discount_factor(1) == 100.0
    assert_rate([-6400.0, 64.0], -0.99, 1e-14)


def test_a_root_beyond_the_range_is_told_apart_from_no_root() -> None:
    # v = 200, r = -99.5%.
    rate, reason = irr_of([-200.0, 1.0])
    assert math.isnan(rate)
    assert reason is Reason.OUT_OF_RANGE


def test_the_highest_discount_factor_keeps_its_power_within_a_float() -> None:
    # min(100, 10^(250/N)): for N = 600, 10^0.41667 = 2.6102; its 600th power is 1e250.
    assert highest_discount_factor(0) == 100.0
    assert highest_discount_factor(125) == 100.0
    assert highest_discount_factor(600) == pytest.approx(2.6102, abs=1e-4)
    assert highest_discount_factor(600) ** 600 == pytest.approx(1e250, rel=1e-9)


@given(ordinary_projects(longest=20), st.integers(1, 40), st.integers(1, 40))
def test_leading_and_trailing_zeros_change_nothing(flow: Array, before: int, after: int) -> None:
    padded = np.concatenate([np.zeros(before), flow, np.zeros(after)])
    rate, reason = irr_of(flow)
    assert irr_of(padded)[0] == pytest.approx(rate, rel=1e-11, abs=1e-11, nan_ok=True)
    assert irr_of(padded)[1] is reason


def test_a_late_start_with_a_high_rate_does_not_underflow() -> None:
    # 500 empty periods; v^500 at r = 900% would be 1e-500.
    assert irr_of([0.0] * 500 + [-1.0, 10.0])[0] == pytest.approx(9.0, abs=1e-11)


@pytest.mark.parametrize("dust", [1e-9, -1e-9])
@pytest.mark.parametrize("row", [0, 5, 6])
def test_what_a_subtraction_leaves_does_not_make_a_rate_ambiguous(row: int, dust: float) -> None:
    # -1e6 in period 1, 1.331e6 in period 4: (1+r)³ = 1.331, r = 10%.
    flow = np.array([0.0, -1e6, 0.0, 0.0, 1.331e6, 0.0, 0.0])
    flow[row] = dust
    if (row == 0 and dust > 0) or (row > 4 and dust < 0):
        assert sign_changes(flow) == 2
    assert_rate(flow, 0.10, 1e-12)


@pytest.mark.parametrize("unit", [1e-200, 1e-6, 1e6, 1e250])
def test_the_unit_of_money_does_not_matter(unit: float) -> None:
    flow = furniture_flow(50, 10, per_year=12)
    assert_rate(flow * unit, irr_of(flow)[0], 1e-13)


@pytest.mark.parametrize("scenarios", [1, NARROW, NARROW + 1, CHUNK, CHUNK + 3])
def test_a_batch_gives_what_each_flow_gives_alone(scenarios: int) -> None:
    random = np.random.default_rng(7)
    kinds = [
        furniture_flow(20, 6),
        -furniture_flow(20, 6),
        furniture_flow(20, 6) * np.where(np.arange(21) == 0, 3.0, 1.0),
        np.concatenate([np.zeros(3), furniture_flow(17, 5)]),
        np.concatenate([[-100.0, 230.0, -132.0], np.zeros(18)]),
        np.full(21, 3.0),
        np.concatenate([[-1e6], np.zeros(19), [1e-30]]),
        np.zeros(21),
        np.full(21, math.nan),
    ]
    kind = random.integers(0, len(kinds), scenarios)
    flows = np.array([kinds[name] for name in kind]).T * random.uniform(0.99, 1.01, (21, scenarios))
    flows = np.where(flows[2] == flows[2], flows, math.nan)
    result = irr(flows)
    some = np.unique(np.concatenate([np.arange(min(scenarios, 60)), [scenarios - 1]]))
    for column in some:
        rate, reason = irr_of(flows[:, column])
        assert result.rate[column] == pytest.approx(rate, abs=1e-12, nan_ok=True)
        assert result.reason[column] == reason


def test_the_flows_given_are_not_changed() -> None:
    flows = np.tile(furniture_flow(20, 6)[:, None], (1, 50))
    flows[0, :10] = 0.0
    before = flows.copy()
    irr(flows)
    assert np.array_equal(flows, before)


def test_no_scenarios_give_no_rates() -> None:
    assert irr_rates(np.zeros((4, 0))).shape == (0,)


def test_a_single_dimension_is_refused() -> None:
    with pytest.raises(ValueError, match="periods, scenarios"):
        irr(np.array([-100.0, 110.0]))


def test_scenarios_may_be_a_view_of_a_larger_array() -> None:
    flows = np.tile(furniture_flow(20, 6)[:, None], (1, 100))
    assert irr_rates(flows[:, ::2]) == pytest.approx(irr_rates(flows)[:50], abs=1e-14)
