"""Random pro formas of own lines, calculated twice: by the model, and by a plain calculation that shares nothing with it."""

from __future__ import annotations

import random
from typing import Any

import pytest

from market_data import MarketData, load
from model.case import read_case
from model.evaluation import run_case
from tests.support.second_opinion import second_opinion

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
        found = run_case(read_case(case), market).options["o"]
        expected = second_opinion(case)
        wrong += [
            f"{seed} {key}: {found.metrics[key]} is not {value}"
            for key, value in expected.metrics.items()
            if not same(found.metrics[key], value, 1e-4 if key in AMOUNTS else 1e-7)
        ]
        wrong += [
            f"{seed} {key}[{n}]: {mine} is not {value}"
            for key, row in expected.rows.items()
            for n, (mine, value) in enumerate(zip(found.lines[key], row, strict=True))
            if not same(mine, value, 1e-4)
        ]
    assert wrong == []


def same(left: float | None, right: float | None, smallest: float) -> bool:
    """Equal to one in a million, or to `smallest` where a sum of large amounts is nearly nothing."""
    if left is None or right is None:
        return left is None and right is None
    return abs(left - right) <= max(1e-6 * abs(right), smallest)


def random_pro_forma(draw: random.Random) -> dict[str, Any]:
    """A case with one option of own lines: every kind, every base, loans, tax, mid-period, periods of a year to a month."""
    years = draw.choice([1, 2, 5, 10, 10, 15, 30])
    scale = draw.randint(100_000, 20_000_000)
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
    lines += [each for each in extra if draw.random() < 0.35]
    for each in lines:
        if draw.random() < 0.3:
            each["vat_rate"] = 0.21
    inputs: dict[str, Any] = {
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
        k = draw.choice([1, 2, 4, 12])
        payments = draw.randint(k, 30 * k)
        inputs |= {
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


def line(label: str, kind: str, amount: float, per: str, **more: Any) -> dict[str, Any]:
    """An own line; what falls at the start says so, what falls at the end of the term leaves its year out."""
    start = {"from": 0} if kind == "investment" and "from" not in more else {}
    return {"label": label, "kind": kind, "amount": round(amount, 2), "per": per, **start, **more}


def period(draw: random.Random, years: int) -> dict[str, int]:
    first = draw.choice([0, 1, 1, 1, 2])
    return {"from": first, **draw.choice([{}, {}, {"to": max(first, years // 2)}, {"to": years + 3}])}


def growth(draw: random.Random) -> dict[str, Any]:
    return {"growth": draw.choice([-0.01, 0, 0.02, 0.035]), "growth_from": draw.choice([0, 1, 2, 2, 5])}
