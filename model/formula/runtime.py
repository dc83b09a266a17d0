"""The functions generated code calls: each primitive's plain Python and NumPy meaning.

Names ending in `_many` work on one value per scenario; the others on plain floats. Blank is NaN. Dates are day numbers
as spreadsheets count them (1899-12-30 = 0), so that the workbook shows the same value.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.formula import roots

Array = NDArray[np.float64]
nan = math.nan
DAY_ZERO = date(1899, 12, 30)
_EPOCH_OFFSET = (date(1970, 1, 1) - DAY_ZERO).days


def to_serial(day: date) -> float:
    """Day number of a date (spreadsheet epoch 1899-12-30; valid from March 1900)."""
    return float((day - DAY_ZERO).days)


def to_date(serial: float) -> date:
    """The date of a day number."""
    return DAY_ZERO + timedelta(days=round(serial))


def floor(value: float) -> float:
    """Rounded down, as a float."""
    return float(math.floor(value))


def flag(condition: NDArray[np.bool_]) -> Array:
    """True and False as 1.0 and 0.0."""
    return condition.astype(np.float64)


def first_known(value: float, fallback: float) -> float:
    """`value`, or `fallback` where it is blank."""
    return fallback if value != value else value


def first_known_many(value: Array, fallback: Array) -> Array:
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


def known(value: Any) -> Any:
    """1 where a value is not blank, else 0."""
    return 1.0 - np.isnan(value)


def zero_if_blank(value: Any) -> Any:
    """The value, 0 where it is blank."""
    return np.where(np.isnan(value), 0.0, value)


def mean_of(total: Any, count: Any) -> Any:
    """Total / count; blank where nothing counts."""
    mean = np.where(np.equal(count, 0.0), nan, np.divide(total, np.maximum(count, 1.0)))
    return float(mean) if mean.ndim == 0 else mean


def irr_one(flows: Sequence[float]) -> float:
    """IRR per period of one flow; blank when there is none or no unique one."""
    return float(roots.irr_rates(np.array(flows, dtype=np.float64)[:, None])[0])


def irr_many(flows: Sequence[Any]) -> Array:
    """IRR per period of each scenario's flow; blank when there is none or no unique one."""
    return roots.irr_rates(np.stack(np.broadcast_arrays(*flows)))


def payment(rate: float, count: float, amount: float) -> float:
    """Level payment: a·i / (1 − (1+i)^−n); a / n at rate 0."""
    if rate == 0.0:
        return amount / count
    return amount * rate / -math.expm1(-count * math.log1p(rate))


def payment_many(rate: Any, count: Any, amount: Any) -> Array:
    """Level payment per scenario: a·i / (1 − (1+i)^−n); a / n at rate 0."""
    zero = np.equal(rate, 0.0)
    safe = np.where(zero, 1.0, rate)
    return np.where(zero, np.divide(amount, count), amount * safe / -np.expm1(-count * np.log1p(safe)))


def owed(rate: float, count: float, instalment: float, amount: float) -> float:
    """Balance after `count` payments: a(1+i)^s − p((1+i)^s − 1)/i; a − p·s at rate 0."""
    if rate == 0.0:
        return amount - instalment * count
    growth = (1.0 + rate) ** count
    return amount * growth - instalment * (growth - 1.0) / rate


def owed_many(rate: Any, count: Any, instalment: Any, amount: Any) -> Array:
    """Balance per scenario after `count` payments: a(1+i)^s − p((1+i)^s − 1)/i; a − p·s at rate 0."""
    zero = np.equal(rate, 0.0)
    safe = np.where(zero, 1.0, rate)
    growth = np.power(1.0 + safe, count)
    return np.where(zero, amount - instalment * count, amount * growth - instalment * (growth - 1.0) / safe)


def edate(serial: float, months: float) -> float:
    """The date `months` later, clamped to the end of the month."""
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


def pick_many(code: Any, *values: Any) -> Any:
    """The value with number `code` (1-based), which may differ per scenario."""
    if np.ndim(code) == 0:
        return values[int(code) - 1]
    return np.choose(np.asarray(code, dtype=np.float64).astype(np.int64) - 1, values)
