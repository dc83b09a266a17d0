"""The municipality's lines against a calculation of their own: plain Python on dates and inputs, without the engine.

The calculation below follows the conventions of the design (a period takes the day-weighted index of the calendar years
it touches, from opening on for what runs in operation; people count on 1 January; months of a move are out of use) and
knows nothing of the expressions in `model/lines`.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from model.case import read_case
from model.engine.results import OptionResult
from model.engine.run import run_case

BEDS = 120
START = date(2027, 7, 1)
PRICE_LEVEL_YEAR = 2026
TERM_MONTHS, BUILDING, MOVE_TERM, MOVING = 48, 9, 36, 5
"""Four years from 1 July 2027, nine months of building; then one move of five months and three years elsewhere."""

INPUTS: dict[str, Any] = {
    "term_years": 4,
    "construction_months": BUILDING,
    "ramp_up_months": 0,
    "end_of_term": "relocate",
    "relocation_times": 1,
    "relocation_term_years": 3,
    "relocation_months": MOVING,
    "occupancy": 0.9,
    "brp_share": 0.4,
    "inflation": 0.02,
    "land_tax_regime": "ground_lease",
    "land_price_per_bed": 5_000,
    "land_growth": 0.03,
    "ground_lease_rate": 0.04,
    "municipal_land_share": 0.5,
    "municipal_land_cost_share": 0.8,
    "building_cost_basis": "per_bed",
    "building_cost_per_bed": 40_000,
    "building_cost_growth": 0.05,
    "permit_fee_share": 0.02,
    "permit_handling_share": 1.1,
    "plan_costs_use": "local",
    "plan_costs": 90_000,
    "plan_cost_recovery_share": 0.6,
    "property_tax_basis": "woz_tariff",
    "woz_value_per_bed": 25_000,
    "property_class": "non_home",
    "ozb_non_home_owner_rate": 0.002,
    "ozb_non_home_user_rate": 0.0015,
    "property_tax_growth": 0.01,
    "property_tax_equalisation_share": 0.7,
    "levies_basis": "per_bed_year",
    "levies_cost": 400,
    "levies_growth": 0.04,
    "levies_municipal_share": 0.6,
    "levies_cost_share": 0.95,
    "tourist_tax_per_night": 2.5,
    "tourist_tax_growth": 0.03,
    "fund_use": "local",
    "fund_inhabitant_base": 180,
    "fund_other_measures": 20,
    "fund_distribution_factor": 1.8,
    "fund_growth": 0.025,
    "enforcement_use": "local",
    "enforcement_cost": 30,
    "registration_use": "local",
    "registration_cost": 45,
    "stay_months": 8,
    "information_use": "local",
    "information_cost": 60,
    "care_use": "local",
    "care_cost": 15,
    "avoided_use": "local",
    "avoided_cost": 70,
    "general_vat_rate": 0.21,
    "municipal_vat_share": 0.5,
    "vat_compensation_share": 0.9,
    "municipal_contribution": 250_000,
    "municipality_discount_rate": 0.02,
}


def run(periods_per_year: int) -> OptionResult:
    data = {
        "schema_version": 1,
        "name": "by hand",
        "municipality": "GM1783",
        "beds": BEDS,
        "start_date": START.isoformat(),
        "price_level_date": f"{PRICE_LEVEL_YEAR}-01-01",
        "periods_per_year": periods_per_year,
        "options": [{"id": "a", "type": "new_build", "variant": "relocatable", "inputs": INPUTS}],
    }
    return run_case(read_case(data)).options["a"]


def month_date(month: int) -> date:
    """The first day of a month counted from the start."""
    years, rest = divmod(START.month - 1 + month, 12)
    return date(START.year + years, rest + 1, 1)


def in_use(month: int) -> bool:
    """Open after building, closed during the five months of the move."""
    return month >= BUILDING and not TERM_MONTHS <= month < TERM_MONTHS + MOVING


def index(months: range, growth: float) -> float:
    """The index of a period: each calendar year's own, weighted by its days in the period."""
    begin, end = month_date(months.start), month_date(months.stop)
    total = 0.0
    for year in range(begin.year, end.year + 1):
        days = (min(end, date(year + 1, 1, 1)) - max(begin, date(year, 1, 1))).days
        total += max(0, days) * (1 + growth) ** (year - PRICE_LEVEL_YEAR)
    return total / (end - begin).days


def registered(months: range) -> float:
    """People registered on the 1 January a period's payments rest on: those of its calendar years, weighted by days."""
    begin, end = month_date(months.start), month_date(months.stop)
    total = 0.0
    for year in range(begin.year, end.year + 1):
        days = max(0, (min(end, date(year + 1, 1, 1)) - max(begin, date(year, 1, 1))).days)
        month = (year - START.year) * 12 + 1 - START.month
        total += days * BEDS * 0.9 * 0.4 * in_use(month)
    return total / (end - begin).days


def by_hand(periods_per_year: int) -> dict[str, list[float]]:
    """Every line of the municipality: the value in period 0 first."""
    size = 12 // periods_per_year
    everything = TERM_MONTHS + MOVE_TERM
    at_start = {
        "municipality_land_costs": BEDS * 5_000 * 1.03 * 0.5 * 0.8,
        "municipality_permit_fees": BEDS * 40_000 * 0.02 * 1.05,
        "municipality_permit_costs": BEDS * 40_000 * 0.02 * 1.05 * 1.1,
        "municipality_plan_costs": 90_000,
        "municipality_cost_recovery": 54_000,
        "municipality_contribution": 250_000,
    }
    vat = (at_start["municipality_land_costs"] + 90_000) * 0.21 * 0.5
    at_start |= {"municipality_vat": vat, "municipality_vat_compensation": vat * 0.9}
    rows: dict[str, list[float]] = {key: [value] for key, value in at_start.items()}
    for first in range(0, everything, size):
        months = range(first, first + size)
        years_open = sum(in_use(month) for month in months) / 12
        people = BEDS * 0.9 * years_open
        # What runs in operation has the prices of the months from opening on.
        opened = range(max(first, BUILDING), months.stop) if months.stop > BUILDING else months
        general = index(opened, 0.02)
        now = dict.fromkeys(at_start, 0.0)
        now |= {
            "municipality_ground_lease": BEDS * 5_000 * 0.04 * 0.5 * index(months, 0.03) * size / 12,
            "municipality_property_tax": BEDS * 25_000 * (0.002 + 0.0015) * years_open * index(opened, 0.01),
            "municipality_levies": BEDS * 400 * years_open * index(opened, 0.04) * 0.6,
            "municipality_tourist_tax": people * 365 * 0.6 * 2.5 * index(opened, 0.03),
            "municipality_fund": registered(months) * (180 + 20) * 1.8 * index(months, 0.025) * size / 12,
            "municipality_enforcement": BEDS * years_open * 30 * general,
            "municipality_registration": people * 0.4 * 12 / 8 * 45 * general,
            "municipality_information": people * 60 * general,
            "municipality_care": people * 15 * general,
            "municipality_avoided": BEDS * years_open * 70 * general,
            "municipality_land_value_at_end": BEDS * 5_000 * 0.5 * index(months, 0.03)
            if months.stop == everything
            else 0.0,
        }
        now["municipality_equalisation"] = now["municipality_property_tax"] * 0.7
        now["municipality_levies_costs"] = now["municipality_levies"] * 0.95
        for key, value in now.items():
            rows.setdefault(key, [0.0]).append(value)
    return rows


RECEIVED = (
    "ground_lease",
    "land_value_at_end",
    "permit_fees",
    "cost_recovery",
    "property_tax",
    "levies",
    "tourist_tax",
    "fund",
    "vat_compensation",
    "avoided",
)


@pytest.mark.parametrize("periods_per_year", [1, 4, 12])
def test_every_line_equals_its_own_calculation(periods_per_year: int) -> None:
    lines, expected = run(periods_per_year).lines, by_hand(periods_per_year)
    for key, row in expected.items():
        assert lines[key] == pytest.approx(row, abs=0.005), key


@pytest.mark.parametrize("periods_per_year", [1, 12])
def test_the_cash_flow_is_what_is_received_less_what_is_paid_and_its_value_discounts_it(periods_per_year: int) -> None:
    rows = by_hand(periods_per_year)
    signs = {key: 1 if key.removeprefix("municipality_") in RECEIVED else -1 for key in rows}
    flows = [sum(signs[key] * rows[key][period] for key in rows) for period in range(len(rows["municipality_fund"]))]
    outcome = run(periods_per_year)
    assert outcome.lines["municipality_cash_flow"] == pytest.approx(flows, abs=0.01)
    discounted = sum(flow / 1.02 ** (period / periods_per_year) for period, flow in enumerate(flows))
    assert outcome.metrics["municipality_npv"] == pytest.approx(discounted, abs=0.05)
    fund = sum(flow / 1.02 ** (period / periods_per_year) for period, flow in enumerate(rows["municipality_fund"]))
    assert outcome.metrics["municipality_npv_without_fund"] == pytest.approx(discounted - fund, abs=0.05)


def test_nobody_counts_on_a_1_january_between_two_sites() -> None:
    """Moves on 1 January 2029 and 2031 take four months: the fund pays nothing for those years, and all others."""
    inputs = {
        "term_years": 2,
        "construction_months": 0,
        "ramp_up_months": 0,
        "end_of_term": "relocate",
        "relocation_times": 2,
        "relocation_term_years": 2,
        "relocation_months": 4,
        "occupancy": 1,
        "brp_share": 1,
        "fund_inhabitant_base": 100,
        "fund_distribution_factor": 1,
        "fund_growth": 0,
    }
    data = {
        "schema_version": 1,
        "name": "moves",
        "municipality": "GM1783",
        "beds": 10,
        "start_date": "2027-01-01",
        "price_level_date": "2027-01-01",
        "options": [{"id": "a", "type": "new_build", "variant": "relocatable", "inputs": inputs}],
    }
    row = run_case(read_case(data)).options["a"].lines["municipality_fund"]
    assert row == pytest.approx([0, 1_000, 1_000, 0, 1_000, 0, 1_000])


def test_land_that_is_sold_is_income_and_its_cost_a_payment_on_the_same_day() -> None:
    """60% of 120 x 5,000 x 1.03 = 370,800 received; making it ready cost 80% of that."""
    inputs = INPUTS | {"land_tax_regime": "vat_building_land", "municipal_land_share": 0.6}
    data = {
        "schema_version": 1,
        "name": "sale",
        "municipality": "GM1783",
        "beds": BEDS,
        "start_date": START.isoformat(),
        "price_level_date": f"{PRICE_LEVEL_YEAR}-01-01",
        "options": [{"id": "a", "type": "short_stay", "inputs": inputs}],
    }
    lines = run_case(read_case(data)).options["a"].lines
    assert lines["municipality_land_income"][0] == pytest.approx(370_800)
    assert lines["municipality_land_costs"][0] == pytest.approx(296_640)
    assert sum(lines["municipality_ground_lease"]) == 0
    assert sum(lines["municipality_land_value_at_end"]) == 0


def test_a_mix_adds_up_the_municipalitys_lines_of_its_components() -> None:
    """Half of the beds in each: lines per bed are half of those of the option, amounts for the plan stay whole."""
    data = {
        "schema_version": 1,
        "name": "mix",
        "municipality": "GM1783",
        "beds": BEDS,
        "start_date": START.isoformat(),
        "price_level_date": f"{PRICE_LEVEL_YEAR}-01-01",
        "options": [
            {"id": "a", "type": "new_build", "variant": "relocatable", "inputs": INPUTS},
            {"id": "b", "type": "short_stay", "inputs": INPUTS},
            {
                "id": "m",
                "type": "mix",
                "components": [{"option": "a", "share": 0.5}, {"option": "b", "share": 0.5}],
            },
        ],
    }
    options = run_case(read_case(data)).options
    whole, half = options["a"].lines, options["m"].components[0].rows
    for key in ("fund", "tourist_tax", "property_tax", "ground_lease", "enforcement", "registration", "levies"):
        assert half[f"municipality_{key}"] == pytest.approx([value / 2 for value in whole[f"municipality_{key}"]])
    for key in ("plan_costs", "contribution"):
        assert half[f"municipality_{key}"] == whole[f"municipality_{key}"]
    rows = (part.rows["municipality_cash_flow"] for part in options["m"].components)
    added = [sum(values) for values in zip(*rows, strict=True)]
    assert options["m"].lines["municipality_cash_flow"] == pytest.approx(added)
