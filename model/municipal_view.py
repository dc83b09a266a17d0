"""What a council asks about its own books: each line with its switch and support,
the budget per calendar year, and what it stands surety for.

Read from a result; nothing here is computed that the lines do not hold.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from model.case import Case
from model.evaluation import Computed, OptionResult
from model.formula.runtime import edate, to_date, to_serial
from model.parameters.resolve import ResolvedOption

OFF, ON, LOCAL = "off", "on", "local"
"""A line of the municipality's books is not counted, counted with the shipped figure,
or with a figure given for this case."""

MUNICIPAL_LINES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "municipality_land_income": ("", ("municipal_land_share", "land_price_per_bed")),
    "municipality_ground_lease": ("", ("municipal_land_share", "land_price_per_bed", "ground_lease_rate")),
    "municipality_land_value_at_end": ("", ("municipal_land_share", "land_price_per_bed", "land_growth")),
    "municipality_land_costs": ("", ("municipal_land_share", "municipal_land_cost_share")),
    "municipality_permit_fees": ("", ("permit_fee_share",)),
    "municipality_permit_costs": ("", ("permit_fee_share", "permit_handling_share")),
    "municipality_plan_costs": ("plan_costs_use", ("plan_costs",)),
    "municipality_cost_recovery": ("plan_costs_use", ("plan_costs", "plan_cost_recovery_share")),
    "municipality_property_tax": ("", ("woz_value_per_bed", "ozb_home_owner_rate", "ozb_non_home_owner_rate")),
    "municipality_equalisation": ("", ("woz_value_per_bed", "property_tax_equalisation_share")),
    "municipality_levies": ("", ("levies_cost", "levies_municipal_share")),
    "municipality_levies_costs": ("", ("levies_cost", "levies_cost_share")),
    "municipality_tourist_tax": ("", ("tourist_tax_per_night", "brp_share")),
    "municipality_fund": ("fund_use", ("fund_inhabitant_base", "fund_distribution_factor", "brp_share")),
    "municipality_realisation_grant": ("realisation_grant_use", ("realisation_grant_per_home",)),
    "municipality_vat": ("", ("municipal_vat_share",)),
    "municipality_vat_compensation": ("", ("municipal_vat_share", "vat_compensation_share")),
    "municipality_contribution": ("", ("municipal_contribution",)),
    "municipality_guarantee": ("guarantee_use", ("guaranteed_share", "guarantee_municipality_share")),
    "municipality_enforcement": ("enforcement_use", ("enforcement_cost",)),
    "municipality_registration": ("registration_use", ("registration_cost", "stay_months")),
    "municipality_information": ("information_use", ("information_cost",)),
    "municipality_care": ("care_use", ("care_cost",)),
    "municipality_avoided": ("avoided_use", ("avoided_cost",)),
}
"""Every line of the municipality's books with its switch, if it has one, and the inputs its amount rests on."""

PEOPLE = ("brp_share",)
"""Inputs about people, not figures of a line: giving one makes no line local."""

WEAKEST_FIRST = ("assumption", "not_given", "given", "derived", "sourced")


INCOME = frozenset(
    {
        "municipality_land_income",
        "municipality_ground_lease",
        "municipality_land_value_at_end",
        "municipality_permit_fees",
        "municipality_cost_recovery",
        "municipality_property_tax",
        "municipality_levies",
        "municipality_tourist_tax",
        "municipality_fund",
        "municipality_realisation_grant",
        "municipality_vat_compensation",
        "municipality_avoided",
    }
)
"""The lines the municipality receives; it pays the others."""

OWN_INCOME, OWN_COSTS = "own_municipality_income", "own_municipality_costs"


@dataclass(frozen=True)
class MunicipalLine:
    """How a line of the municipality's books stands, the weakest support of its inputs, and its nominal total."""

    model: str
    key: str
    use: str
    status: str
    total: float


def municipal_lines(option: OptionResult) -> tuple[MunicipalLine, ...]:
    """Every line of the municipality's books: off, on or local, and its status; in a mix once per component.

    A line with a switch follows it, and is local too when an amount was given for this case; another line is off when
    it is zero in every period. A line that is off rests on nothing and has no status.
    """
    return tuple(
        _municipal_line(part, part.resolved, key, switch, amounts)
        for part in option.parts
        if part.resolved is not None and "municipality_fund" in part.rows
        for key, (switch, amounts) in MUNICIPAL_LINES.items()
    )


def _municipal_line(
    part: Computed, resolved: ResolvedOption, key: str, switch: str, amounts: Iterable[str]
) -> MunicipalLine:
    found = {name: resolved.provenance[name] for name in amounts}
    row = part.rows[key]
    if resolved.provenance[switch].value == OFF if switch else not any(row):
        return MunicipalLine(part.name, key, OFF, "", math.fsum(row))
    given = any(not each.is_default for name, each in found.items() if name not in PEOPLE)
    local = given or (bool(switch) and resolved.provenance[switch].value == LOCAL)
    status = min((each.status for each in found.values()), key=WEAKEST_FIRST.index)
    return MunicipalLine(part.name, key, LOCAL if local else ON, status, math.fsum(row))


@dataclass(frozen=True)
class BookLine:
    """A line of the municipality's books over all components.

    How it stands (`uses`: one, or several in a mix), its support (`statuses`, none for a line that is off) and its
    nominal total, positive also for a cost.
    """

    key: str
    is_income: bool
    uses: tuple[str, ...]
    statuses: tuple[str, ...]
    total: float


def municipal_books(option: OptionResult) -> tuple[BookLine, ...]:
    """Every line of the municipality once, also those that are off, income first;
    own lines only where there are some."""
    found: dict[str, list[MunicipalLine]] = {}
    for line in municipal_lines(option):
        found.setdefault(line.key, []).append(line)
    books = [
        BookLine(
            key=key,
            is_income=key in INCOME,
            uses=tuple(dict.fromkeys(line.use for line in lines)),
            statuses=tuple(dict.fromkeys(line.status for line in lines if line.status)),
            total=math.fsum(line.total for line in lines),
        )
        for key, lines in found.items()
    ]
    books += [
        BookLine(key, key == OWN_INCOME, (ON,), ("given",), math.fsum(row))
        for key in (OWN_INCOME, OWN_COSTS)
        if any(row := _row(option, key))
    ]
    return tuple(sorted(books, key=lambda line: not line.is_income))


def _row(option: OptionResult, key: str) -> tuple[float, ...]:
    """A row added up over the components of a mix; zeros when there is none."""
    total = [0.0] * len(option.periods)
    for part in option.parts:
        for number, value in enumerate(part.rows.get(key, ())):
            total[number] += value
    return tuple(total)


def municipal_totals(option: OptionResult) -> tuple[float, float]:
    """Income and expenditure of the municipality over the whole term, nominal."""
    return math.fsum(_row(option, "municipality_income")), math.fsum(_row(option, "municipality_costs"))


def property_tax_left(option: OptionResult) -> tuple[float, float]:
    """New property tax over the whole term, gross and less what the municipal fund equalises, nominal."""
    gross = math.fsum(_row(option, "municipality_property_tax"))
    return gross, gross - math.fsum(_row(option, "municipality_equalisation"))


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
    """A balance on 31 December of each calendar year:
    that of the period the day falls in, of the last one at the end."""
    return {
        year: row[number] for number in range(len(row)) for year in _year_shares(case, number)
    }  # a later period of the same year takes the place of an earlier one


def _year_shares(case: Case, number: int) -> Mapping[int, float]:
    """The calendar years of a period with the share of its days in each."""
    start = to_serial(case.start_date)
    if number == 0:
        return {case.start_date.year: 1.0}
    months = 12 // case.periods_per_year
    begin, end = to_date(edate(start, (number - 1) * months)), to_date(edate(start, number * months))
    days = (end - begin).days
    shares = {}
    for year in range(begin.year, end.year + 1):
        inside = (min(end, date(year + 1, 1, 1)) - max(begin, date(year, 1, 1))).days
        if inside > 0:
            shares[year] = inside / days
    return shares


@dataclass(frozen=True)
class BudgetEffect:
    """Per calendar year what the municipality books and what it receives and pays;
    `details` are the budget's own lines."""

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
        years=tuple(each.year for each in years),
        income=tuple(each.income for each in years),
        charges=tuple(each.charges for each in years),
        result=tuple(each.result for each in years),
        cash=tuple(each.cash_flow for each in years),
        details={key: tuple(per_calendar_year(parts, key).values()) for key in BUDGET_DETAILS},
        balances={
            key: tuple(
                math.fsum(found.get(each.year, 0.0) for found in (at_year_end(case, part.rows[key]) for part in parts))
                for each in years
            )
            for key in BUDGET_BALANCES
        },
    )


@dataclass(frozen=True)
class Surety:
    """A relocation guarantee, nominal: what is guaranteed,
    the loss at the case's residual value and the expected one, and the municipality's part of both.

    The loss is convex, so the expected loss exceeds the loss of the expected value.
    """

    guaranteed: float
    loss: float
    expected_loss: float
    municipal_loss: float
    municipal_expected_loss: float


def surety(option: OptionResult) -> Surety | None:
    """The guarantee of an option; None when there is none."""
    parts = [part for part in option.parts if part.scalars.get("is_guaranteed")]
    if not parts:
        return None

    def total(key: str) -> float:
        return math.fsum(math.fsum(part.rows[key]) for part in parts)

    return Surety(
        guaranteed=total("guaranteed_value"),
        loss=total("guarantee_loss"),
        expected_loss=total("guarantee_loss_expected"),
        municipal_loss=total("guarantee_from_municipality"),
        municipal_expected_loss=math.fsum(part.scalars["guarantee_provision_total"] for part in parts),
    )
