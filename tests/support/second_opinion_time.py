"""Time in the second calculation of a standard option: its periods day by day, and prices and rates over them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from tests.support.second_opinion_arithmetic import Row

LAW = {
    "lodging_vat_rate": {date(2019, 1, 1): 0.09, date(2026, 1, 1): 0.21},
    "transfer_tax_non_home_rate": {date(2023, 1, 1): 0.104},
    "transfer_tax_home_rate": {date(2023, 1, 1): 0.104, date(2026, 1, 1): 0.08},
}
"""Rates by date (VAT on lodging, transfer tax), as in the domain's figures."""


def months_later(day: date, months: int) -> date:
    """The same day of the month `months` later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError


def level(path: float | Mapping[str, float], from_year: int, year: int) -> float:
    """The index of a calendar year: 1 in the year of the price level, one step each 1 January."""
    index = 1.0
    for later in range(from_year + 1, year + 1):
        rate = path
        if isinstance(path, Mapping):
            rate = [value for since, value in sorted(path.items()) if int(since) <= later or since == min(path)][-1]
        assert isinstance(rate, (int, float))
        index *= 1 + rate
    return index


class Calendar:
    """Periods 0 to N and the twelve months after the term (position N + 1)."""

    def __init__(self, case: Mapping[str, Any], years: int, opening: int) -> None:
        self.m = case["periods_per_year"]
        self.step = 12 // self.m
        self.last = years * self.m
        self.start = date.fromisoformat(case["start_date"])
        self.opened = months_later(self.start, opening)
        self.price_year = date.fromisoformat(case["price_level_date"]).year

    def months(self, n: int) -> tuple[int, int]:
        """Months from the start at which a period begins and ends."""
        if n > self.last:
            return self.last * self.step, self.last * self.step + 12
        return max(0, n - 1) * self.step, n * self.step

    def days(self, n: int) -> list[date]:
        """The days of a period; of period 0 the day of the start."""
        begin, end = self.months(n)
        first = months_later(self.start, begin)
        count = (months_later(self.start, end) - first).days if n else 1
        return [first + timedelta(days=passed) for passed in range(count)]

    def days_in_use(self, n: int) -> list[date]:
        """The days of a period from the opening day on; all its days where that is later."""
        days = self.days(n)
        return [day for day in days if day >= self.opened] or days

    def index(self, path: float | Mapping[str, float], *, in_use: bool = False) -> Row:
        """The mean price index over the days of each period, or over those in use."""
        row = []
        for n in range(self.last + 2):
            days = self.days_in_use(n) if in_use else self.days(n)
            years = {year: sum(day.year == year for day in days) for year in {day.year for day in days}}
            row.append(sum(level(path, self.price_year, year) * count for year, count in years.items()) / len(days))
        return row

    def law(self, key: str) -> Row:
        """The mean over the days in use of each period of a rate by date."""
        steps = sorted(LAW[key].items())
        return [
            sum(next(rate for since, rate in reversed(steps) if since <= day) for day in days) / len(days)
            for days in (self.days_in_use(n) for n in range(self.last + 2))
        ]
