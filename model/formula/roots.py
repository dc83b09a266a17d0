"""Internal rates of return of many cash flows at once.

The rate of a flow CF_0 ... CF_N is the r for which its present value is zero. In the discount factor
v = 1/(1+r) that is a root of the polynomial

    p(v) = CF_0 + CF_1·v + ... + CF_N·v^N,        0 < v ≤ v_max,

with v_max from `highest_discount_factor`, low enough for p not to overflow. A rate is reported only if it is
the only one:

- the flow changes sign once (zeros skipped): one root (Descartes' rule of signs);
- it changes sign more often: take a root r and roll the balance forward, B_n = B_{n-1}·(1+r) + CF_n. If B
  never changes sign before the last flow, r is the only root above -100% (C.S. Soper, "The marginal
  efficiency of capital: a further note", The Economic Journal 69, 1959). The condition is sufficient, not
  necessary: now and then a flow with one root gets none.

Root finding: one matrix product gives p at a ladder of discount factors; the first rung where p has left the
sign of the first flow closes the bracket; then Newton steps on p, halving the bracket instead where a step
leaves it or is more than half the previous one (the safeguard of "rtsafe" in Numerical Recipes).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

CHUNK = 8192
"""Scenarios at a time: long enough to hide NumPy's call overhead, short enough for the processor's cache."""

PRODUCT = 1 << 18
"""Multiplications of one matrix product: above it the library starts threads, which takes longer than the product."""

NARROW = 32
"""Up to this many scenarios a table of powers is faster than a loop over the periods."""

BALANCE_TOLERANCE = 1e-9
"""A balance within this share of the largest flow counts as zero in Soper's test."""

DUST = 1e-12
"""Below this share of the largest flow is what a subtraction leaves; it must not make a rate ambiguous."""

SMALL_STEP = 1e-8
"""A Newton step below this share of v is the last: the error left is about N/2 times its square."""

ROUNDING = 1e-15
"""A bracket narrower than this share of v cannot be halved further."""

MOST_STEPS = 200
"""Halving alone brings any bracket down to rounding in fewer steps."""

_RUNGS = np.array(
    [60, 30, 18, 12, 9, 7, 5.5, 4.5, 3.5, 2.75, 2, 1.25, 0.6, 0, -0.7, -1.5, -3, -5, -7, -9, -12, -20, -35]
)
"""The ladder as N·ln(1+r): as fit for yearly as for monthly flows, finest where projects are."""


class Reason(IntEnum):
    """Why a flow has a rate, or has none."""

    FOUND = 0
    NO_SIGN_CHANGE = 1
    NOT_UNIQUE = 2
    OUT_OF_RANGE = 3
    NOT_A_NUMBER = 4


@dataclass(frozen=True, slots=True)
class IrrResult:
    """Rate per period (a fraction; NaN unless the reason is FOUND) and the `Reason`, both (scenarios,)."""

    rate: Array
    reason: NDArray[np.int8]


def highest_discount_factor(last_period: int) -> float:
    """The largest discount factor searched: min(100, 10^(250/N)) with N the index of the last period.

    100 is a rate of -99%; the second bound keeps v^N within 1e250. N = 600 gives 2.61, a rate of -62% per
    period. A root exactly at this end counts as inside.

    >>> highest_discount_factor(30), round(highest_discount_factor(600), 2)
    (100.0, 2.61)
    """
    return min(100.0, math.pow(10.0, 250.0 / max(last_period, 1)))


def irr(flows: Array) -> IrrResult:
    """The internal rate of return of each column of `flows`, with the reason where there is none.

    `flows` is (periods, scenarios), in money, at equal intervals; the rate is per period. Leading and
    trailing zeros change nothing. The reasons for NaN:

    - NO_SIGN_CHANGE: the flow never holds both a payment and a receipt;
    - NOT_UNIQUE: several sign changes and no proof that one rate is the only one (or no rate at all);
    - OUT_OF_RANGE: one sign change, but the root lies below 1/`highest_discount_factor` - 1;
    - NOT_A_NUMBER: a NaN or an infinity in the flow.

    The same flow in another batch may differ in the last digits (1e-14): sums are taken in another order.

    Raises ValueError when `flows` has not two dimensions.
    """
    flows = np.asarray(flows, dtype=np.float64)
    if flows.ndim != 2:
        raise ValueError(f"flows must be (periods, scenarios), not {flows.ndim}-dimensional")
    scenarios = flows.shape[1]
    rate = np.empty(scenarios)
    reason = np.empty(scenarios, dtype=np.int8)
    with np.errstate(all="ignore"):
        for start in range(0, scenarios, CHUNK):
            here = slice(start, start + CHUNK)
            rate[here], reason[here] = _rates(flows[:, here])
    return IrrResult(rate, reason)


def irr_rates(flows: Array) -> Array:
    """The rates of `irr` alone: (periods, scenarios) -> (scenarios,), NaN where there is none."""
    return irr(flows).rate


def irr_of(flow: Sequence[float] | Array) -> tuple[float, Reason]:
    """Rate and reason of one flow: `irr` for a sequence of amounts.

    >>> rate, reason = irr_of([-100.0, 0.0, 121.0])
    >>> round(rate, 6), reason.name
    (0.1, 'FOUND')
    >>> irr_of([-100.0, 230.0, -132.0])[1].name  # both 10% and 20%
    'NOT_UNIQUE'
    """
    result = irr(np.asarray(flow, dtype=np.float64)[:, None])
    return float(result.rate[0]), Reason(int(result.reason[0]))


def _rates(flows: Array) -> tuple[Array, NDArray[np.int8]]:
    """Rates and reasons of one chunk."""
    periods, scenarios = flows.shape
    rate = np.full(scenarios, np.nan)
    reason = np.full(scenarios, Reason.NO_SIGN_CHANGE, dtype=np.int8)
    if periods < 2:
        reason[~np.isfinite(flows).all(axis=0)] = Reason.NOT_A_NUMBER
        return rate, reason
    highest, lowest = flows.max(axis=0), flows.min(axis=0)
    largest = np.maximum(highest, -lowest)
    finite = np.isfinite(largest)
    reason[~finite] = Reason.NOT_A_NUMBER
    solvable = finite & (highest > 0) & (lowest < 0)
    if not solvable.all():
        chosen = np.flatnonzero(solvable)
        if chosen.size:
            rate[chosen], reason[chosen] = _rates(np.take(flows, chosen, axis=1))
        return rate, reason
    if largest.max() > 1e40 or largest.min() < 1e-40:
        # p, its slope and v^N together must stay within a float.
        flows = flows / largest
        largest = np.ones(scenarios)
    return _solve(_from_first_flow(flows), largest)


def _solve(flows: Array, largest: Array) -> tuple[Array, NDArray[np.int8]]:
    """Rates and reasons of finite flows that have both signs and start with a flow other than zero."""
    several = _several_sign_changes(flows)
    factor = _discount_factors(flows)
    reason = np.zeros(factor.shape, dtype=np.int8)
    lost = np.isnan(factor)
    reason[lost] = Reason.OUT_OF_RANGE
    doubtful = np.flatnonzero(several)
    if doubtful.size:
        part = flows if several.all() else np.take(flows, doubtful, axis=1)
        doubtful = doubtful[~_only_root(part, factor[doubtful], largest[doubtful])]
        reason[doubtful] = Reason.NOT_UNIQUE
        factor[doubtful] = np.nan
    rate = 1.0 / factor - 1.0
    if doubtful.size:
        _again_without_dust(flows, largest, doubtful, rate, reason)
    return rate, reason


def _again_without_dust(
    flows: Array, largest: Array, doubtful: NDArray[np.intp], rate: Array, reason: NDArray[np.int8]
) -> None:
    """Put in `rate` and `reason` what doubtful flows that hold dust give with the dust taken as zero."""
    part = np.take(flows, doubtful, axis=1)
    dust = (part != 0.0) & (np.abs(part) < DUST * largest[doubtful])
    dusty = dust.any(axis=0)
    if dusty.any():
        chosen = doubtful[dusty]
        rate[chosen], reason[chosen] = _rates(np.where(dust, 0.0, part)[:, dusty])


def _from_first_flow(flows: Array) -> Array:
    """The flows moved up so that none starts with a zero, zeros below; the roots stay the same.

    Without this p would be v^k times a polynomial, and underflow to a false zero.
    """
    if flows[0].all():
        return flows
    periods = flows.shape[0]
    first = (flows != 0.0).argmax(axis=0)
    row = np.arange(periods)[:, None] + first
    moved = np.take_along_axis(flows, np.minimum(row, periods - 1), axis=0)
    return np.where(row < periods, moved, 0.0)


def _several_sign_changes(flows: Array) -> Flags:
    """Which columns change sign more than once, zeros skipped: the first sign comes back after the other."""
    side = np.sign(flows[0])
    if side.size <= NARROW:
        seen: Flags = np.logical_or.accumulate(flows * side < 0.0, axis=0)
        back: Flags = (seen & (flows * side > 0.0)).any(axis=0)
        return back
    turned = np.zeros(side.size, dtype=np.bool_)
    several = turned.copy()
    for row in flows[1:]:
        along = row * side
        several |= turned & (along > 0.0)
        turned |= along < 0.0
    return several


@lru_cache(maxsize=64)
def _ladder(periods: int) -> tuple[Array, Array]:
    """Discount factors (rungs,) at which p is computed first, rising, and their powers (rungs, periods)."""
    last = periods - 1
    top = highest_discount_factor(last)
    factors = np.exp(-_RUNGS / last)
    factors = np.append(factors[factors < top], top)
    return factors, factors[:, None] ** np.arange(periods)


def _discount_factors(flows: Array) -> Array:
    """A root of p in (0, v_max] per column; NaN where p has the sign of the first flow on all rungs."""
    rungs, powers = _ladder(flows.shape[0])
    side = np.sign(flows[0])
    values = _on_rungs(powers, flows)
    crossed = values * side <= 0.0
    rung = crossed.argmax(axis=0)
    columns = np.arange(flows.shape[1])
    factor = np.full(flows.shape[1], np.nan)
    has_root = crossed[rung, columns]
    at_high = values[rung, columns]
    below = np.maximum(rung - 1, 0)
    low = np.where(rung > 0, rungs[below], 0.0)
    at_low = np.where(rung > 0, values[below, columns], flows[0])
    high = rungs[rung]
    start = (low * at_high - high * at_low) / (at_high - at_low)
    start = np.where((start > low) & (start <= high), start, 0.5 * (low + high))
    if has_root.all():
        return _newton(flows, side, low, high, start)
    chosen = np.flatnonzero(has_root)
    if chosen.size:
        factor[chosen] = _newton(np.take(flows, chosen, axis=1), side[chosen], low[chosen], high[chosen], start[chosen])
    return factor


def _on_rungs(powers: Array, flows: Array) -> Array:
    """P at all rungs, (rungs, scenarios), some columns at a time."""
    values = np.empty((powers.shape[0], flows.shape[1]))
    columns = max(1, PRODUCT // powers.size)
    for start in range(0, flows.shape[1], columns):
        here = slice(start, start + columns)
        np.matmul(powers, flows[:, here], out=values[:, here])
    return values


def _newton(flows: Array, side: Array, low: Array, high: Array, v: Array) -> Array:
    """The root of p between `low` (where p has the sign `side`) and `high` (where not); `v` is a guess."""
    root = v.copy()
    column = np.arange(v.size)
    last_step = high - low
    for _ in range(MOST_STEPS):
        value, slope = _value_and_slope(flows, v)
        before = value * side > 0.0
        low = np.where(before, v, low)
        high = np.where(before, high, v)
        step = value / slope
        size = np.abs(step)
        target = v - step
        small = SMALL_STEP * v
        # Rounding may put the step past a root at the end of the bracket: a hair outside counts as inside.
        # Rounding is all that still moves a root once found: its steps are small, and need not shrink.
        newton = (target >= low - small) & (target <= high + small) & (size <= np.maximum(0.5 * last_step, small))
        exact = value == 0.0
        target = np.where(newton, np.minimum(np.maximum(target, low), high), 0.5 * (low + high))
        done = exact | (newton & (size <= small)) | (high - low <= ROUNDING * high)
        last_step = np.where(newton, size, 0.5 * (high - low))
        v = np.where(exact, v, target)
        root[column] = v
        unfinished = np.flatnonzero(~done)
        if not unfinished.size:
            break
        if unfinished.size < 0.5 * done.size:
            flows = np.take(flows, unfinished, axis=1)
            side, low, high, v = side[unfinished], low[unfinished], high[unfinished], v[unfinished]
            last_step, column = last_step[unfinished], column[unfinished]
    return root


def _value_and_slope(flows: Array, v: Array) -> tuple[Array, Array]:
    """P and dp/dv at one discount factor per column."""
    periods = flows.shape[0]
    if v.size <= NARROW:
        power = np.arange(periods)[:, None]
        terms = flows * v**power
        return terms.sum(axis=0), (terms * power).sum(axis=0) / v
    value = flows[-1].copy()
    slope = np.zeros_like(v)
    for row in flows[-2::-1]:
        slope *= v
        slope += value
        value *= v
        value += row
    return value, slope


def _only_root(flows: Array, factor: Array, largest: Array) -> Flags:
    """Soper's test: whether the balance rolled at the rate never changes sign before the last flow.

    At the root the balance B_n is minus the discounted value of what follows, so it can be rolled from either
    end. Accurate is the way that shrinks what was gathered: from the end for v ≤ 1, from the start for v > 1.
    False where `factor` is NaN.
    """
    only = np.zeros(factor.size, dtype=np.bool_)
    for side, rows in ((factor <= 1.0, flows[:0:-1]), (factor > 1.0, flows[:-1])):
        if side.any():
            shrink = np.minimum(factor, 1.0 / factor)
            most, least = _extremes(rows, shrink)
            only |= side & (np.minimum(most, -least) <= BALANCE_TOLERANCE * largest)
    return only


def _extremes(rows: Array, shrink: Array) -> tuple[Array, Array]:
    """Highest and lowest value, 0 included, of the running sum b ← b·shrink + row, per column."""
    if shrink.size <= NARROW:
        sums = [list(_running(flow, by)) for flow, by in zip(rows.T.tolist(), shrink.tolist(), strict=True)]
        return np.array([max(balances) for balances in sums]), np.array([min(balances) for balances in sums])
    balance = np.zeros_like(shrink)
    most, least = balance.copy(), balance.copy()
    for row in rows:
        balance *= shrink
        balance += row
        np.maximum(most, balance, out=most)
        np.minimum(least, balance, out=least)
    return most, least


def _running(flow: Sequence[float], shrink: float) -> Iterator[float]:
    """0 and then b ← b·shrink + amount for each amount of one flow."""
    return accumulate(flow, lambda balance, amount: balance * shrink + amount, initial=0.0)
