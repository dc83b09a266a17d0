"""Random pro formas and options, calculated twice: by the model, and by a calculation that shares nothing with it."""

from __future__ import annotations

import random
from typing import Any

import pytest

from market_data import MarketData, load
from model.case import read_case
from model.engine.run import run_case
from model.lines.running_costs import BASES_BEYOND
from tests.support.second_opinion import LEFT_OUT, second_opinion
from tests.support.second_opinion_project import COSTS
from tests.support.second_opinion_standard import second_opinion_standard

CASES = 60
AMOUNTS = {
    "npv",
    "equity_npv",
    "loan_amount",
    "viability_gap",
    "residual_land_value",
    "peak_funding",
    "municipality_npv",
}


@pytest.fixture(scope="module")
def market() -> MarketData:
    return load()


@pytest.mark.parametrize("batch", range(5))
def test_model_and_second_opinion_agree(batch: int, market: MarketData) -> None:
    """Every metric and the rows of the cash flow."""
    wrong = []
    for seed in range(batch * CASES // 5, (batch + 1) * CASES // 5):
        case = random_pro_forma(random.Random(seed))
        outcome = run_case(read_case(case), market).options["o"]
        expected = second_opinion(case)
        wrong += [
            f"{seed} {key}: {outcome.metrics[key]} is not {value}"
            for key, value in expected.metrics.items()
            if not same(outcome.metrics[key], value, 1e-4 if key in AMOUNTS else 1e-7)
        ]
        wrong += [
            f"{seed} {key}[{n}]: {mine} is not {value}"
            for key, row in expected.rows.items()
            for n, (mine, value) in enumerate(zip(outcome.lines[key], row, strict=True))
            if not same(mine, value, 1e-4)
        ]
    assert wrong == []


def same(left: float | None, right: float | None, smallest: float) -> bool:
    """Equal to one in a million, or to `smallest` where a sum of large amounts is nearly nothing."""
    if left is None or right is None:
        return left is None and right is None
    return abs(left - right) <= max(1e-6 * abs(right), smallest)


def random_pro_forma(draw: random.Random) -> dict[str, Any]:
    """A case with one option of own lines: every kind, base, loan and tax, mid-period, periods of a year to a month."""
    years = draw.choice([1, 2, 5, 10, 10, 15, 30])
    scale = draw.randint(100_000, 20_000_000)
    lines = pro_forma_lines(draw, years, scale)
    inputs: dict[str, Any] = {key: value for key, value in LEFT_OUT.items() if value is not None}
    inputs |= {
        "discount_rate": draw.choice([0, 0.02, 0.065, 0.11]),
        "inflation": draw.choice([0, 0.02, 0.03]),
        "vat_taxed_share": draw.choice([0, 0.5, 1]),
        "subsidy_at_start": draw.choice([0, round(scale * 0.15)]),
        "municipal_contribution": draw.choice([0, 0, 50_000]),
        "tax_regime": draw.choice(["exempt", "corporate"]),
        "depreciation_years": draw.choice([5, 10, 25, 50]),
    }
    if draw.random() < 0.4:
        inputs["equity_discount_rate"] = 0.12
    if draw.random() < 0.8:
        inputs |= pro_forma_loan(draw, scale)
    if draw.random() < 0.3:
        inputs["term_years"] = years
    return {
        "schema_version": 1,
        "name": "pro forma",
        "municipality": "GM1783",
        "beds": draw.choice([1, 60, 200]),
        "start_date": draw.choice(["2026-01-01", "2027-07-15"]),
        "price_level_date": "2024-01-01",
        "horizon_years": draw.choice([1, 40]) if "term_years" in inputs else years,
        "periods_per_year": draw.choice([1, 1, 4, 12]),
        "discounting": draw.choice(["end_of_period", "mid_period"]),
        "options": [{"id": "o", "type": "own", "inputs": inputs, "own_lines": lines}],
    }


def pro_forma_lines(draw: random.Random, years: int, scale: int) -> list[dict[str, Any]]:
    """A purchase, rent and costs, some of the other kinds of own lines, and VAT on some of all of them."""
    later = draw.randint(1, years)
    lines = [
        line("Koop", "investment", scale, "once"),
        line("Huur", "revenue", scale * draw.uniform(0.02, 0.12), "year", **period(draw, years), **growth(draw)),
        line("Lasten", "operating_cost", scale * draw.uniform(0, 0.05), "year", **{"from": 1}, **growth(draw)),
    ]
    extra = [
        line("Grond", "investment", scale * 0.1, "once", **{"from": draw.choice([0, 0, later])}, land=True),
        line("Uitbreiding", "investment", scale * 0.2, "once", **{"from": later}),
        line("Bedden", "revenue", draw.uniform(30, 200), "bed_week", **{"from": 1}, **growth(draw)),
        line("Oppervlak", "revenue", draw.uniform(10, 150), "m2_year", **{"from": 1, "to": later}),
        line("Vervanging", "replacement", scale * 0.05, "once", **{"from": later}, **growth(draw)),
        line("Verkoop", "terminal_value", scale * draw.uniform(0.1, 1.5), "once"),
        line("Sloop", "end_cost", scale * 0.03, "once", **growth(draw)),
        line("Bijdrage", "subsidy", scale * 0.1, "once", **{"from": draw.choice([0, later])}),
        line("Pacht", "operating_cost", scale * 0.01, "year", **{"from": 1}, counterparty="municipality"),
        line("Toezicht", "operating_cost", scale * 0.01, "year", **{"from": 1}, ledger="municipality"),
    ]
    lines += [own_line for own_line in extra if draw.random() < 0.35]
    for own_line in lines:
        if draw.random() < 0.3:
            own_line["vat_rate"] = 0.21
    return lines


def pro_forma_loan(draw: random.Random, scale: int) -> dict[str, Any]:
    """A loan of any type, term and rhythm."""
    k = draw.choice([1, 2, 4, 12])
    payments = draw.randint(k, 30 * k)
    return {
        "loan_rate": draw.choice([0, 0.03, 0.0525]),
        "loan_years": payments / k,
        "loan_grace_years": draw.choice([0, 0, (payments - 1) // 2 / k]),
        "loan_payments_per_year": k,
        "loan_type": draw.choice(["annuity", "linear", "bullet"]),
        "loan_sizing": draw.choice(["share", "dscr", "lower_of_both"]),
        "loan_min_dscr": 1.2,
        "loan_fee": draw.choice([0, 0.01]),
        **draw.choice([{"loan_share": 0.7}, {"loan_amount": round(scale * 0.5)}]),
    }


def line(label: str, kind: str, amount: float, per: str, **more: Any) -> dict[str, Any]:
    """An own line; what falls at the start says so, what falls at the end of the term leaves its year out."""
    start = {"from": 0} if kind == "investment" and "from" not in more else {}
    return {"label": label, "kind": kind, "amount": round(amount, 2), "per": per, **start, **more}


def period(draw: random.Random, years: int) -> dict[str, int]:
    first = draw.choice([0, 1, 1, 1, 2])
    return {"from": first, **draw.choice([{}, {}, {"to": max(first, years // 2)}, {"to": years + 3}])}


def growth(draw: random.Random) -> dict[str, Any]:
    return {"growth": draw.choice([-0.01, 0, 0.02, 0.035]), "growth_from": draw.choice([0, 1, 2, 2, 5])}


class TestStandardOptions:
    """Short stay, mid stay, conversion and new build with random settings, line by line."""

    @pytest.mark.parametrize("seed", range(16))
    def test_model_and_second_opinion_agree(self, seed: int, market: MarketData) -> None:
        case = random_standard_case(random.Random(seed))
        outcome = run_case(read_case(case), market).options["o"]
        given = {key: known.value for key, known in outcome.resolved[0].provenance.items()}
        expected = second_opinion_standard(case, {**given, **case["options"][0]["inputs"]})
        wrong = [
            f"{key}: {outcome.metrics[key]} is not {value}"
            for key, value in expected.metrics.items()
            if not same(outcome.metrics[key], value, 1e-4 if key in AMOUNTS else 1e-7)
        ]
        wrong += [
            f"{key}[{n}]: {mine} is not {value}"
            for key, row in expected.rows.items()
            for n, (mine, value) in enumerate(zip(outcome.lines[key], row, strict=True))
            if not same(mine, value, 1e-4)
        ]
        assert wrong == []


def random_standard_case(draw: random.Random) -> dict[str, Any]:
    """A case with one standard option whose inputs lie anywhere: every land regime, base, end, loan and period."""
    kind, variant = draw.choice(
        [
            ("short_stay", ""),
            ("mid_stay", ""),
            ("conversion", ""),
            ("new_build", "permanent"),
            ("new_build", "relocatable"),
        ]
    )
    m = draw.choice([1, 1, 4, 12])
    inputs = {
        **use_and_price(draw, m),
        **land_and_building(draw),
        **end_of_term(draw),
        **loan_and_tax(draw),
        **growth_and_costs(draw),
    }
    return {
        "schema_version": 1,
        "name": "standard",
        "municipality": draw.choice(["GM1783", "GM0363", "GM1992"]),
        "beds": draw.choice([20, 120, 400]),
        "start_date": f"{draw.randint(2025, 2029)}-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}",
        "price_level_date": draw.choice(["2024-01-01", "2024-07-01", "2025-01-01"]),
        "periods_per_year": m,
        "horizon_years": draw.choice([1, 7, 30, 100]),
        "discounting": draw.choice(["end_of_period", "mid_period"]),
        "options": [{"id": "o", "type": kind, **({"variant": variant} if variant else {}), "inputs": inputs}],
    }


def use_and_price(draw: random.Random, m: int) -> dict[str, Any]:
    return {
        "term_years": draw.randint(4, 25 if m == 1 else 9),
        "construction_months": draw.choice([0, 0, 3, 7, 12, 14, 20]),
        "ramp_up_months": draw.choice([0, 0, 1, 4, 9, 15]),
        "discount_rate": draw.uniform(0, 0.1),
        "price_per_bed_week": draw.uniform(90, 300),
        "service_cost_per_bed_week": draw.uniform(0, 60),
        "occupancy": draw.uniform(0.6, 1),
        "take_up_share": draw.choice([0, 0.6, 1]),
        "take_up_years": draw.choice([0, 1, 3, 30]),
        "take_up_occupancy": draw.uniform(0.6, 1),
        "vacancy_bearer": draw.choice(["operator", "employer", "municipality"]),
        "empty_bed_share": draw.choice([0.3, 1]),
        "vat_taxed_share": draw.choice([0, 0.35, 1]),
        "brp_share": draw.choice([0, 0.4, 1]),
        "tourist_tax_per_night": 2.4,
        "tourist_tax_basis": draw.choice(["per_night", "share_of_price"]),
        "tourist_tax_share": 0.065,
        "tourist_tax_form": draw.choice(["in_price", "on_top", "partly"]),
        "tourist_tax_passed_on": draw.choice([0, 0.5, 1]),
        "tourist_tax_vat": draw.choice(["in_price", "always", "never"]),
    }


def land_and_building(draw: random.Random) -> dict[str, Any]:
    return {
        "land_tax_regime": draw.choice(
            ["vat_building_land", "existing_non_home", "existing_home", "vat_option", "ground_lease"]
        ),
        "land_price_per_bed": draw.uniform(0, 20_000),
        "purchase_land_share": draw.choice([0, 0.33, 0.8, 1]),
        "acquisition_cost_share": draw.choice([0, 0.01]),
        "building_cost_basis": draw.choice(["per_m2", "per_bed", "per_unit"]),
        "building_cost_per_m2": draw.uniform(800, 3000),
        "building_cost_per_bed": draw.uniform(10_000, 60_000),
        "building_cost_per_unit": draw.uniform(40_000, 120_000),
        "beds_per_unit": draw.choice([1, 2, 3]),
        "site_preparation_per_bed": draw.uniform(0, 4000),
        "furniture_per_bed": draw.uniform(500, 5000),
        "furniture_life_years": draw.choice([4, 7, 10]),
        "other_income_per_bed_year": draw.uniform(0, 300),
        "major_maintenance_share": draw.uniform(0, 0.15),
        "major_maintenance_cycle": draw.choice([3, 8, 15]),
    }


def end_of_term(draw: random.Random) -> dict[str, Any]:
    return {
        "end_of_term": draw.choice(["stay", "stay", "dismantle", "relocate"]),
        "works_revision": draw.choice(["real_estate", "service"]),
        "sale_vat": draw.choice(["exempt", "exempt", "taxed", "going_concern"]),
        "revision_years_real_estate": 10,
        "relocation_times": draw.choice([1, 2]),
        "relocation_term_years": draw.choice([3, 5]),
        "relocation_months": draw.choice([0, 3, 5]),
        "residual_method": draw.choice(["share_of_investment", "exit_yield", "given_amount"]),
        "residual_share": draw.uniform(0, 0.6),
        "residual_amount": draw.uniform(0, 5e6),
        "exit_yield": draw.uniform(0.04, 0.09),
        "dismantle_cost_per_bed": draw.uniform(0, 4000),
    }


def loan_and_tax(draw: random.Random) -> dict[str, Any]:
    return {
        "loan_share": draw.uniform(0, 0.9),
        "loan_rate": draw.choice([0, 0.03, 0.0525]),
        "loan_years": draw.choice([2.5, 5, 10, 20, 30]),
        "loan_grace_years": draw.choice([0, 0.5, 1, 2]),
        "loan_type": draw.choice(["annuity", "linear", "bullet"]),
        "loan_payments_per_year": draw.choice([2, 4, 12]),
        "loan_sizing": draw.choice(["share", "dscr", "lower_of_both"]),
        "loan_fee": 0.01,
        "tax_regime": draw.choice(["exempt", "corporate"]),
        "depreciation_years": draw.choice([10, 25, 40]),
        "woz_value_per_bed": draw.choice([0, 8000, 30_000]),
        "subsidy_at_start": draw.choice([0, 300_000]),
        "minimum_wage_hour": 14.4,
    }


def growth_path(draw: random.Random) -> Any:
    """One growth rate, or rates by year."""
    return draw.choice([draw.uniform(-0.01, 0.05), {"2026": 0.03, "2028": draw.uniform(0, 0.04), "2033": 0.02}])


def growth_and_costs(draw: random.Random) -> dict[str, Any]:
    inputs: dict[str, Any] = {}
    for name in ("price", "inflation", "building_cost", "land", "tourist_tax", "minimum_wage"):
        inputs["inflation" if name == "inflation" else f"{name}_growth"] = growth_path(draw)
    amounts = {
        "per_bed_year": 300,
        "per_m2_year": 12,
        "per_occupied_night": 0.9,
        "share_of_revenue": 0.03,
        "per_year": 20_000,
    }
    for name in COSTS:
        basis = draw.choice([*amounts, *([BASES_BEYOND[name]] if name in BASES_BEYOND else [])])
        inputs |= {
            f"{name}_basis": basis,
            f"{name}_cost": amounts.get(basis, 0) * draw.uniform(0.2, 1),
            f"{name}_growth": growth_path(draw),
        }
    return inputs
