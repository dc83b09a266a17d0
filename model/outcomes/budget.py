"""The municipality's budget per calendar year, beside its cash flow: what it books, and what stands on its balance.

Read from a result; nothing here is computed that the lines do not hold.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from model.case import Case
from model.engine.results import Computed, OptionResult
from model.formula.runtime import edate, to_date, to_serial


@dataclass(frozen=True)
class BudgetYear:
    """A calendar year of the municipality's budget, beside its cash flow."""

    year: int
    income: float
    charges: float
    result: float
    cash_flow: float


def budget_years(option: OptionResult) -> tuple[BudgetYear, ...]:
    """The budget per calendar year, as a municipality draws it up; empty without one (an option of own lines).

    A period that touches two calendar years is split by its days, except for what falls on a day of its own: what
    happens at the start, a grant, and the end of the term (see `model.lines.budget_years`). In a mix the components are
    added up.
    """
    parts = with_budget(option)
    income, charges, cash = (
        per_calendar_year(parts, key) for key in ("budget_income", "budget_charges", "municipality_cash_flow")
    )
    return tuple(
        BudgetYear(year, income[year], charges[year], income[year] - charges[year], cash[year])
        for year in sorted(income)
    )


def with_budget(option: OptionResult) -> tuple[Computed, ...]:
    """The option, or the components of a mix, as far as it has a municipal budget (own lines have none)."""
    return tuple(part for part in option.parts if "budget_result" in part.rows)


def per_calendar_year(parts: Iterable[Computed], key: str) -> Mapping[int, float]:
    """A row of flows per calendar year of the term, in order, added up over parts."""
    years: dict[int, float] = {}
    for part in parts:
        last = part.scalars["last_budget_year"]
        begins = (*part.rows["year_begin"], part.look_ahead["year_begin"])
        amounts = (*part.rows[f"{key}_in_year"], part.look_ahead[f"{key}_in_year"])
        for begin, amount in zip(begins, amounts, strict=True):
            if begin <= last:
                years[int(begin)] = years.get(int(begin), 0.0) + amount
    return dict(sorted(years.items()))


def at_year_end(case: Case, row: Sequence[float]) -> Mapping[int, float]:
    """A balance on 31 December of each calendar year: that of the period the day falls in, at the end the last one."""
    # A later period of the same year takes the place of an earlier one.
    return {year: balance for period, balance in enumerate(row) for year in _years_of(case, period)}


def _years_of(case: Case, period: int) -> Sequence[int]:
    """The calendar years in which a period has days."""
    if period == 0:
        return (case.start_date.year,)
    start = to_serial(case.start_date)
    months = 12 // case.periods_per_year
    begin, end = to_date(edate(start, (period - 1) * months)), to_date(edate(start, period * months))
    return range(begin.year, (end - timedelta(days=1)).year + 1)


@dataclass(frozen=True)
class BudgetEffect:
    """Per calendar year what the municipality books, and what it receives and pays.

    `details` are the budget's own lines, `balances` what stands on 31 December.
    """

    years: tuple[int, ...]
    income: tuple[float, ...]
    charges: tuple[float, ...]
    result: tuple[float, ...]
    cash: tuple[float, ...]
    details: Mapping[str, tuple[float, ...]]
    balances: Mapping[str, tuple[float, ...]]

    @property
    def mean_result(self) -> float:
        """The budget's result per year on average."""
        return math.fsum(self.result) / len(self.result)

    @property
    def worst_year(self) -> int:
        """The year with the lowest result."""
        return self.years[self.result.index(min(self.result))]


BUDGET_DETAILS = ("budget_depreciation", "budget_interest", "budget_provision", "budget_provision_released")
BUDGET_BALANCES = ("budget_book_value", "contingent_liability")


def budget_effect(case: Case, option: OptionResult) -> BudgetEffect | None:
    """The budget effect of an option; None for one without a municipal budget (own lines)."""
    parts = with_budget(option)
    if not parts:
        return None
    years = budget_years(option)
    return BudgetEffect(
        years=tuple(booked.year for booked in years),
        income=tuple(booked.income for booked in years),
        charges=tuple(booked.charges for booked in years),
        result=tuple(booked.result for booked in years),
        cash=tuple(booked.cash_flow for booked in years),
        details={key: tuple(per_calendar_year(parts, key).values()) for key in BUDGET_DETAILS},
        balances={key: _balances(case, parts, key, years) for key in BUDGET_BALANCES},
    )


def _balances(case: Case, parts: Iterable[Computed], key: str, years: Iterable[BudgetYear]) -> tuple[float, ...]:
    """A balance at the end of each year, added up over parts."""
    by_part = [at_year_end(case, part.rows[key]) for part in parts]
    return tuple(math.fsum(balances.get(booked.year, 0.0) for balances in by_part) for booked in years)
