"""What a council asks about its own books: each line with its switch and support, the budget per calendar year, and what it

stands surety for. Read from a result; nothing here is computed that the lines do not hold.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from model.case import Case
from model.evaluation import Computed, OptionResult
from model.formula.runtime import edate, to_date, to_serial
from model.parameters.resolve import ResolvedOption

INCOME = (
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
)
COSTS = (
    "municipality_land_costs",
    "municipality_permit_costs",
    "municipality_plan_costs",
    "municipality_equalisation",
    "municipality_levies_costs",
    "municipality_vat",
    "municipality_contribution",
    "municipality_guarantee",
    "municipality_enforcement",
    "municipality_registration",
    "municipality_information",
    "municipality_care",
)
OWN_INCOME, OWN_COSTS = "own_municipality_income", "own_municipality_costs"

SWITCHES: Mapping[str, str] = {
    "municipality_fund": "fund_use",
    "municipality_realisation_grant": "realisation_grant_use",
    "municipality_cost_recovery": "plan_costs_use",
    "municipality_plan_costs": "plan_costs_use",
    "municipality_guarantee": "guarantee_use",
    "municipality_enforcement": "enforcement_use",
    "municipality_registration": "registration_use",
    "municipality_information": "information_use",
    "municipality_care": "care_use",
    "municipality_avoided": "avoided_use",
}
"""The input that switches a line off, on or local; the other lines always count."""

_FIGURES: Mapping[str, str] = {
    "municipality_land_income": "land_price_per_bed",
    "municipality_ground_lease": "ground_lease_rate",
    "municipality_land_value_at_end": "land_price_per_bed",
    "municipality_permit_fees": "permit_fee_share",
    "municipality_cost_recovery": "plan_cost_recovery_share",
    "municipality_property_tax": "property_tax_cost",
    "municipality_levies": "levies_cost",
    "municipality_tourist_tax": "tourist_tax_per_night",
    "municipality_fund": "fund_inhabitant_base",
    "municipality_realisation_grant": "realisation_grant_per_home",
    "municipality_vat_compensation": "vat_compensation_share",
    "municipality_avoided": "avoided_cost",
    "municipality_land_costs": "municipal_land_cost_share",
    "municipality_permit_costs": "permit_handling_share",
    "municipality_plan_costs": "plan_costs",
    "municipality_equalisation": "property_tax_equalisation_share",
    "municipality_levies_costs": "levies_cost_share",
    "municipality_vat": "general_vat_rate",
    "municipality_contribution": "municipal_contribution",
    "municipality_guarantee": "guaranteed_share",
    "municipality_enforcement": "enforcement_cost",
    "municipality_registration": "registration_cost",
    "municipality_information": "information_cost",
    "municipality_care": "care_cost",
}
"""The input whose support stands for that of the line."""
_OZB_RATES = {"home": "ozb_home_owner_rate", "non_home": "ozb_non_home_owner_rate"}

ALWAYS = "always"


@dataclass(frozen=True)
class MunicipalLine:
    """A line of the municipality's books: `uses` how its switch stands (one, or several in a mix), `statuses` its support,

    `total` its nominal sum over the term, positive also for a cost.
    """

    key: str
    is_income: bool
    uses: tuple[str, ...]
    statuses: tuple[str, ...]
    total: float


def municipal_lines(option: OptionResult) -> tuple[MunicipalLine, ...]:
    """Every line of the municipality, also those that are off; empty for an option of own lines that names none."""
    parts = [part for part in _parts(option) if part.resolved is not None and "fund_use" in part.resolved.provenance]
    found = []
    for key in (*INCOME, *COSTS) if parts else ():
        resolved = [part.resolved for part in parts if part.resolved is not None]
        found.append(
            MunicipalLine(
                key=key,
                is_income=key in INCOME,
                uses=tuple(dict.fromkeys(_use(each, key) for each in resolved)),
                statuses=tuple(dict.fromkeys(_status(each, key) for each in resolved)),
                total=math.fsum(_row(option, key)),
            )
        )
    found += [
        MunicipalLine(key, key == OWN_INCOME, (ALWAYS,), ("given",), math.fsum(row))
        for key in (OWN_INCOME, OWN_COSTS)
        if any(row := _row(option, key))
    ]
    return tuple(found)


def _row(option: OptionResult, key: str) -> tuple[float, ...]:
    """A row added up over the components of a mix; zeros when there is none."""
    total = [0.0] * len(option.periods)
    for part in _parts(option):
        for number, value in enumerate(part.rows.get(key, ())):
            total[number] += value
    return tuple(total)


def _parts(option: OptionResult) -> tuple[Computed, ...]:
    return option.components or (option.computed,)


def municipal_totals(option: OptionResult) -> tuple[float, float]:
    """Income and expenditure of the municipality over the whole term, nominal."""
    return math.fsum(_row(option, "municipality_income")), math.fsum(_row(option, "municipality_costs"))


def property_tax_left(option: OptionResult) -> tuple[float, float]:
    """New property tax over the whole term, gross and less what the municipal fund equalises, nominal."""
    gross = math.fsum(_row(option, "municipality_property_tax"))
    return gross, gross - math.fsum(_row(option, "municipality_equalisation"))


def _use(resolved: ResolvedOption, key: str) -> str:
    switch = SWITCHES.get(key)
    return ALWAYS if switch is None else str(resolved.provenance[switch].value)


def _status(resolved: ResolvedOption, key: str) -> str:
    """The support of the figure behind a line; property tax on the assessed value rests on the municipality's tariff."""
    figure = _FIGURES[key]
    given = resolved.provenance
    if figure == "property_tax_cost" and given["property_tax_basis"].value == "woz_tariff":
        figure = _OZB_RATES[str(given["property_class"].value)]
    return given[figure].status if figure in given else "not_given"


def budget_years(case: Case, row: Sequence[float]) -> Mapping[int, float]:
    """Flows per calendar year: what falls at the start in its own year, a period that runs over New Year split by its days."""
    found: dict[int, float] = {}
    for number, amount in enumerate(row):
        for year, share in _year_shares(case, number).items():
            found[year] = found.get(year, 0.0) + amount * share
    return found


def at_year_end(case: Case, row: Sequence[float]) -> Mapping[int, float]:
    """A balance on 31 December of each calendar year: that of the period the day falls in, of the last one at the end."""
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
    """Per calendar year what the municipality books and what it receives and pays; `details` are the budget's own lines."""

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


_DETAILS = ("budget_depreciation", "budget_interest", "budget_provision", "budget_provision_released")
_BALANCES = ("budget_book_value", "contingent_liability")


def budget_effect(case: Case, option: OptionResult) -> BudgetEffect | None:
    """The budget effect of an option; None for one without a municipal budget (own lines)."""
    if not any("budget_result" in part.rows for part in _parts(option)):
        return None

    def flows(key: str) -> tuple[float, ...]:
        return tuple(budget_years(case, _row(option, key)).values())

    return BudgetEffect(
        years=tuple(budget_years(case, _row(option, "budget_result"))),
        income=flows("budget_income"),
        charges=flows("budget_charges"),
        result=flows("budget_result"),
        cash=flows("municipality_cash_flow"),
        details={key: flows(key) for key in _DETAILS},
        balances={key: tuple(at_year_end(case, _row(option, key)).values()) for key in _BALANCES},
    )


@dataclass(frozen=True)
class Surety:
    """A relocation guarantee, nominal: what is guaranteed, the loss at the case's residual value and the expected one, and the

    municipality's part of both. The loss is convex, so the expected loss exceeds the loss of the expected value.
    """

    guaranteed: float
    loss: float
    expected_loss: float
    municipal_loss: float
    municipal_expected_loss: float


def surety(option: OptionResult) -> Surety | None:
    """The guarantee of an option; None when there is none."""
    parts = [part for part in _parts(option) if part.scalars.get("is_guaranteed")]
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
