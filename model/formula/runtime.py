"""The functions generated code calls: each primitive's plain Python and NumPy meaning.

Names ending in `_many` work on one value per scenario; the others on plain floats. Blank is NaN. Dates are day numbers
as spreadsheets count them (1899-12-30 = 0), so that the workbook shows the same value.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from model.formula import roots

Array = NDArray[np.float64]
nan = math.nan
DAY_ZERO = date(1899, 12, 30)
_EPOCH_OFFSET = (date(1970, 1, 1) - DAY_ZERO).days


def to_serial(day: date) -> float:
    """Day number of a date (spreadsheet epoch 1899-12-30; valid from March 1900).

    >>> to_serial(date(2026, 1, 1))
    46023.0
    """
    return float((day - DAY_ZERO).days)


def to_date(serial: float) -> date:
    """The date of a day number."""
    return DAY_ZERO + timedelta(days=round(serial))


def floor(value: float) -> float:
    """Rounded down, as a float.

    >>> floor(-0.5)
    -1.0
    """
    return float(math.floor(value))


def plus(left: Any, right: Any) -> Any:
    """Sum; a plain 0 (a row that is 0 in all scenarios) costs no array work."""
    if isinstance(left, float) and left == 0.0:
        return right
    if isinstance(right, float) and right == 0.0:
        return left
    return left + right


def minus(left: Any, right: Any) -> Any:
    """Difference; a plain 0 costs no array work."""
    if isinstance(right, float) and right == 0.0:
        return left
    if isinstance(left, float) and left == 0.0:
        return -right
    return settled(left - right)


def times(left: Any, right: Any) -> Any:
    """Product; a plain 0 makes it 0 (also of a blank), a plain 1 costs no array work."""
    if isinstance(left, float):
        if left == 0.0:
            return 0.0
        if left == 1.0:
            return right
    elif isinstance(right, float):
        if right == 0.0:
            return 0.0
        if right == 1.0:
            return left
    return left * right


def over(numerator: Any, divisor: Any) -> Any:
    """Quotient; a plain 0 divided is 0, a division by zero infinite or blank."""
    if isinstance(numerator, float) and numerator == 0.0:
        return 0.0
    if isinstance(divisor, float):
        return numerator if divisor == 1.0 else np.divide(numerator, divisor)
    return numerator / divisor


class Powers:
    """Powers of a base per scenario, as exp(n · ln base) where all are positive; the last one is remembered.

    End-of-period and running discount factors are the same power unless the case discounts mid-period.
    """

    def __init__(self, base: Any) -> None:
        self.base = base
        self.logarithm = np.log(base) if np.min(base) > 0.0 else None
        self.exponent = nan
        self.power: Any = nan

    def to(self, exponent: float) -> Any:
        """Base ^ exponent."""
        if exponent != self.exponent:
            self.exponent = exponent
            if self.logarithm is None:
                self.power = np.power(self.base, exponent)
            else:
                self.power = np.exp(times(exponent, self.logarithm))
        return self.power


def settled(values: Any) -> Any:
    """A plain float where all scenarios have the same value: what follows then costs no array work."""
    if isinstance(values, float):
        return values
    first = values[0]
    if first != values[-1] or np.count_nonzero(values == first) != values.size:
        return values
    return float(first)


def flag(condition: Any) -> Any:
    """True and False as 1.0 and 0.0; one float where all scenarios agree."""
    count = np.count_nonzero(condition)
    if count == 0:
        return 0.0
    return 1.0 if count == condition.size else condition.astype(np.float64)


def minimum_many(left: Any, right: Any) -> Any:
    """The lower of two."""
    return settled(np.minimum(left, right))


def maximum_many(left: Any, right: Any) -> Any:
    """The higher of two."""
    return settled(np.maximum(left, right))


def floor_many(value: Any) -> Any:
    """Rounded down."""
    return settled(np.floor(value))


def where_many(condition: Any, then: Any, otherwise: Any) -> Any:
    """`then` where the condition is not 0, else `otherwise`."""
    if isinstance(condition, float):
        return then if condition else otherwise
    return np.where(condition, then, otherwise)


def first_known(value: float, fallback: float) -> float:
    """`value`, or `fallback` where it is blank."""
    return fallback if value != value else value


def first_known_many(value: Any, fallback: Any) -> Any:
    """`value`, or `fallback` where it is blank."""
    return np.where(np.isnan(value), fallback, value)


def ratio(numerator: float, denominator: float) -> float:
    """The quotient; blank for a zero denominator."""
    return nan if denominator == 0.0 else numerator / denominator


def ratio_many(numerator: Array, denominator: Array) -> Array:
    """The quotient; blank for a zero denominator."""
    return np.where(np.equal(denominator, 0.0), nan, np.divide(numerator, denominator))


def lower(left: float, right: float) -> float:
    """The lower of two, a blank skipped."""
    if left != left:
        return right
    return left if right != right or left < right else right


def higher(left: float, right: float) -> float:
    """The higher of two, a blank skipped."""
    if left != left:
        return right
    return left if right != right or left > right else right


def lower_many(left: Any, right: Any) -> Any:
    """The lower of two per scenario, a blank skipped."""
    return left if isinstance(right, float) and right != right else np.fmin(left, right)


def higher_many(left: Any, right: Any) -> Any:
    """The higher of two per scenario, a blank skipped."""
    return left if isinstance(right, float) and right != right else np.fmax(left, right)


def counted(total: Any, count: Any, value: Any) -> tuple[Any, Any]:
    """Sum and number of the values so far and one more, a blank skipped.

    >>> counted(3.0, 2.0, nan), counted(3.0, 2.0, 4.0)
    ((3.0, 2.0), (7.0, 3.0))
    """
    if isinstance(value, float):
        return (total, count) if value != value else (total + value, count + 1.0)
    blank = np.isnan(value)
    return total + np.where(blank, 0.0, value), count + (1.0 - blank)


def mean_of(total: Any, count: Any) -> Any:
    """Total / count; blank where nothing counts."""
    mean = np.where(np.equal(count, 0.0), nan, np.divide(total, np.maximum(count, 1.0)))
    return float(mean) if mean.ndim == 0 else mean


def irr_one(flows: Sequence[float] | Array) -> float:
    """IRR per period of one flow; blank when there is none or no unique one."""
    return float(roots.irr_rates(np.array(flows, dtype=np.float64)[:, None])[0])


def irr_many(flows: Sequence[Any]) -> Any:
    """IRR per period of each scenario's flow; blank when there is none or no unique one.

    One number when all have one flow.
    """
    table = np.stack(np.broadcast_arrays(*flows))
    return irr_one(table) if table.ndim == 1 else roots.irr_rates(table)


def payment(rate: float, count: float, amount: float) -> float:
    """Level payment: a·i / (1 − (1+i)^−n); a / n at rate 0.

    >>> round(payment(0.05, 10, 1000.0), 2), payment(0.0, 10, 1000.0)
    (129.5, 100.0)
    """
    if rate == 0.0:
        return amount / count
    return amount * rate / -math.expm1(-count * math.log1p(rate))


def payment_many(rate: Any, count: Any, amount: Any) -> Any:
    """Level payment per scenario: a·i / (1 − (1+i)^−n); a / n at rate 0."""
    zero = np.equal(rate, 0.0)
    safe = np.where(zero, 1.0, rate) if np.any(zero) else rate
    level = amount * safe / -np.expm1(-count * np.log1p(safe))
    return np.where(zero, np.divide(amount, count), level) if np.any(zero) else level


def owed(rate: float, count: float, instalment: float, amount: float) -> float:
    """Balance after `count` payments: a(1+i)^s − p((1+i)^s − 1)/i; a − p·s at rate 0.

    Computed as a + (a·i − p)·g/i with g = (1+i)^s − 1 taken from expm1: 1 + i has lost the digits of a rate near 0.

    >>> owed(0.10, 2, 100.0, 1000.0)  # 1000 · 1.1 − 100 = 1000, and so on: only interest is paid
    1000.0
    """
    if rate == 0.0:
        return amount - instalment * count
    growth = math.expm1(count * math.log1p(rate))
    return amount + (amount * rate - instalment) * (growth / rate)


def owed_many(rate: Any, count: Any, instalment: Any, amount: Any) -> Any:
    """Balance per scenario after `count` payments: a(1+i)^s − p((1+i)^s − 1)/i; a − p·s at rate 0 (see `owed`)."""
    zero = np.equal(rate, 0.0)
    safe = np.where(zero, 1.0, rate) if np.any(zero) else rate
    growth = np.expm1(count * np.log1p(safe))
    owed = amount + (times(amount, safe) - instalment) * (growth / safe)
    return np.where(zero, amount - instalment * count, owed) if np.any(zero) else owed


def edate(serial: float, months: float) -> float:
    """The date `months` later, clamped to the end of the month.

    >>> to_date(edate(to_serial(date(2026, 1, 31)), 1))
    datetime.date(2026, 2, 28)
    """
    day = to_date(serial)
    index = day.year * 12 + day.month - 1 + int(months)
    year_number, month = divmod(index, 12)
    last = (date(year_number + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return to_serial(date(year_number, month + 1, min(day.day, last)))


def _days(serial: Any) -> NDArray[np.datetime64]:
    return (np.asarray(serial, dtype=np.float64).round().astype(np.int64) - _EPOCH_OFFSET).astype("datetime64[D]")


def _serials(days: NDArray[np.datetime64]) -> Array:
    return (days.astype("datetime64[D]").astype(np.int64) + _EPOCH_OFFSET).astype(np.float64)


def edate_many(serial: Any, months: Any) -> Array:
    """The dates `months` later, clamped to the end of the month."""
    days = _days(serial)
    month = days.astype("datetime64[M]")
    day_of_month = (days - month.astype("datetime64[D]")).astype(np.int64)
    moved = month + np.asarray(months, dtype=np.float64).astype(np.int64)
    last = (moved + 1).astype("datetime64[D]") - np.timedelta64(1, "D") - moved.astype("datetime64[D]")
    return _serials(moved.astype("datetime64[D]") + np.minimum(day_of_month, last.astype(np.int64)))


def year(serial: float) -> float:
    """Calendar year of a day number."""
    return float(to_date(serial).year)


def year_many(serial: Any) -> Array:
    """Calendar years of day numbers."""
    return _days(serial).astype("datetime64[Y]").astype(np.float64) + 1970.0


def jan1(calendar_year: float) -> float:
    """Day number of 1 January."""
    return to_serial(date(int(calendar_year), 1, 1))


def jan1_many(calendar_year: Any) -> Array:
    """Day numbers of 1 January."""
    years = np.asarray(calendar_year, dtype=np.float64).astype(np.int64) - 1970
    return _serials(years.astype("datetime64[Y]").astype("datetime64[D]"))


def at_position(values: Sequence[Any], position: Any) -> Any:
    """The value of a table of years at a 1-based position, which may differ per scenario."""
    if np.ndim(position) == 0:
        return values[int(position) - 1]
    table = np.stack(np.broadcast_arrays(*values))
    index = np.asarray(position, dtype=np.float64).astype(np.int64) - 1
    if table.ndim == 1:
        return table[index]
    return table[index, np.arange(table.shape[1])]


def no_such_choice(code: float) -> NoReturn:
    """Raised when a code has no value."""
    raise IndexError(f"no choice number {code:g}")


def pick_many(code: Any, *values: Any) -> Any:
    """The value with number `code` (1-based), which may differ per scenario."""
    if np.ndim(code) == 0:
        return values[int(code) - 1]
    return np.choose(np.asarray(code, dtype=np.float64).astype(np.int64) - 1, values)
