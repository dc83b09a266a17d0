"""How long an option runs: its term in years and in periods, and what the periods are called."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np

from model.case import Case
from model.engine.resolve import ResolvedOption
from model.formula.evaluate import Value
from model.formula.runtime import edate, to_date, to_serial, year
from model.parameters.table import parameters


def periods_in_term(case: Case, resolved: ResolvedOption) -> int:
    """N: the number of periods from the start to the end of the (last) term."""
    return round(term_years(resolved) * case.periods_per_year)


def term_years(resolved: ResolvedOption) -> float:
    """T in years: the term, and the terms after relocations."""
    return float(terms_together(resolved, resolved.values))


def terms_together(resolved: ResolvedOption, values: Mapping[str, Value]) -> Value:
    """The same with other values of the inputs, and per scenario where they differ between scenarios."""
    years = values["term_years"]
    if "end_of_term" in resolved.provenance:
        moves = np.equal(values["end_of_term"], parameters()["end_of_term"].code("relocate"))
        if np.any(moves):
            years = years + moves * values["relocation_times"] * values["relocation_term_years"]
    return years


def years_needed(case: Case, last_period: int) -> int:
    """Calendar years in the index table: from the price level date to the year after the look-ahead year."""
    months = last_period * 12 // case.periods_per_year + 12
    last = year(edate(to_serial(case.start_date), months))
    return int(last) - case.price_level_date.year + 2


def period_keys(case: Case, last_period: int) -> tuple[str, ...]:
    """What programs call the periods: `start`, then the calendar year a period begins in, with its quarter or month."""
    m = case.periods_per_year
    keys = ["start"]
    for period in range(last_period):
        day = _day_of_period(case, period)
        keys.append({1: f"{day.year}", 4: f"{day.year}-Q{(day.month + 2) // 3}", 12: f"{day.year}-{day.month:02d}"}[m])
    return tuple(keys)


def period_labels(case: Case, last_period: int) -> tuple[str, ...]:
    """What people call the periods: as programs do, but one that runs over New Year names both years.

    `2027/28` for a year from April, `2027-Q4/28` for a quarter from November; a month keeps the name of its first day.
    The budget has calendar years, so a bare year is a whole calendar year everywhere.
    """
    keys = period_keys(case, last_period)
    if case.periods_per_year == 12:
        return keys
    return keys[:1] + tuple(
        f"{key}/{last.year % 100:02d}" if (last := _last_day(case, period)).year > int(key[:4]) else key
        for period, key in enumerate(keys[1:])
    )


def _last_day(case: Case, period: int) -> date:
    """The last day of a period, counted from 0 for the first after the start."""
    return _day_of_period(case, period + 1) - timedelta(days=1)


def _day_of_period(case: Case, period: int) -> date:
    """The first day of a period, counted from 0 for the first after the start."""
    return to_date(edate(to_serial(case.start_date), float(period * 12 // case.periods_per_year)))
