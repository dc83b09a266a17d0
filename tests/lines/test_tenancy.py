"""A longer stay as tenancy, by date: at most the price by points from then on, and no VAT on those nights."""

from __future__ import annotations

from typing import Any

import pytest

from model.case import read_case
from model.engine.results import OptionResult
from model.engine.run import run_case
from tests.support.one_option import one_option

INPUTS: dict[str, Any] = {
    "term_years": 4,
    "construction_months": 0,
    "ramp_up_months": 0,
    "occupancy": 1,
    "price_per_bed_week": 150,
    "tenancy_price_per_bed_week": 120,
    "service_cost_per_bed_week": 0,
    "use_function": "lodging",
    "thirty_night_stays": 0.1,
    "vat_taxed_share": 1,
    "brp_share": 0,
    "price_growth": 0,
    "inflation": 0,
    "tourist_tax_basis": "share_of_price",
    "tourist_tax_share": 0.05,
    "tourist_tax_form": "in_price",
    "tourist_tax_vat": "never",
    "take_up_share": 0,
}
WEEKS = 100 * 365 / 7
SINCE = "2028-07-01"
AFTER = 184 / 366
"""The part of 2028 that lies on or after 1 July."""
LEFT = 1 - 0.9 * (1 - 120 / 150)
"""Of the price of a bed, averaged over the nine tenths of the nights in longer stays and the others."""


def run(since: str | None = SINCE, **inputs: Any) -> OptionResult:  # noqa: ANN401
    proposals = {} if since is None else {"tenancy": since}
    return run_case(read_case(one_option({**INPUTS, **inputs}, proposals=proposals))).options["o"]


def test_from_its_date_on_longer_stays_pay_at_most_the_price_by_points() -> None:
    """EUR 150 a week in 2027; from 1 July 2028 nine tenths of the nights EUR 120: 184 of the 366 days of that year."""
    rent = run().lines["rent_paid"]
    assert rent[1] == pytest.approx(WEEKS * 150)
    assert rent[2] == pytest.approx(WEEKS * 150 * (1 - AFTER + AFTER * LEFT))
    assert rent[3] == pytest.approx(WEEKS * (0.9 * 120 + 0.1 * 150))


def test_from_its_date_on_only_the_shorter_stays_bear_vat() -> None:
    """One tenth of the nights; the tourist tax inside the price, without VAT, is paid by all of them."""
    lines = run(tourist_tax_share=0).lines
    assert lines["taxed_share"][1:4] == pytest.approx([1, 1 - 0.9 * AFTER, 0.1])
    assert lines["vat_on_price"][3] == pytest.approx(lines["rent_paid"][3] * 0.1 * 0.21 / 1.21)


def test_a_tax_that_is_a_share_of_the_price_follows_what_is_asked() -> None:
    """5% of the price without VAT and tax: p / 1.26 x 0.05 where VAT is paid, p / 1.05 x 0.05 where not."""
    price = 150 * LEFT
    assert run().lines["tourist_tax"][3] == pytest.approx(WEEKS * price * 0.05 * (0.1 / 1.26 + 0.9 / 1.05))


@pytest.mark.parametrize(
    "inputs",
    [
        {"use_function": "housing"},
        {"thirty_night_stays": 1},
        {"price_per_bed_week": 119},
        {"tenancy_price_per_bed_week": 150},
    ],
    ids=["housing has its own rents", "no longer stays", "a price below it", "a price as high"],
)
def test_where_there_is_nothing_to_cap_the_price_stays(inputs: dict[str, Any]) -> None:
    with_it, without = (run(since, **inputs).lines["rent_paid"] for since in (SINCE, None))
    assert with_it == without


def test_a_case_that_does_not_count_on_it_is_the_same_whatever_the_price_by_points() -> None:
    assert run(None).metrics == run(None, tenancy_price_per_bed_week=60).metrics
    assert run("2040-01-01").metrics["npv"] == pytest.approx(run(None).metrics["npv"], rel=1e-12)


def test_the_take_up_of_empty_beds_is_paid_at_the_price_that_is_asked() -> None:
    """Half the beds empty, all under a contract in which an employer pays the whole price of an empty bed."""
    contract: dict[str, Any] = {
        "occupancy": 0.5,
        "take_up_share": 1,
        "take_up_occupancy": 0.5,
        "take_up_years": 4,
        "empty_bed_share": 1,
        "vacancy_bearer": "employer",
    }
    paid = run(**contract).lines["take_up_paid"]
    assert paid[3] / paid[1] == pytest.approx(LEFT)


@pytest.mark.parametrize("since", ["2027-01-01", SINCE])
@pytest.mark.parametrize("residual", ["exit_yield", "share_of_investment"])
def test_asking_the_cost_recovery_price_throughout_makes_the_value_zero(since: str, residual: str) -> None:
    """With a cap that takes nothing of it, under the same VAT: allowed or not, that is what a bed costs."""
    inputs: dict[str, Any] = {"residual_method": residual, "exit_yield": 0.08, "end_of_term": "stay"}
    price = run(since, **inputs).metrics["cost_recovery_price_per_bed_week"]
    assert price is not None
    throughout = run(since, **inputs, price_per_bed_week=price, tenancy_price_per_bed_week=10_000)
    investment = throughout.metrics["investment"]
    assert investment is not None
    assert throughout.computed.scalars["npv_project"] == pytest.approx(0, abs=1e-9 * investment)


def test_in_months_the_price_falls_in_the_month_of_the_law() -> None:
    data = one_option(INPUTS, proposals={"tenancy": SINCE}, periods_per_year=12)
    lines = run_case(read_case(data)).options["o"].lines
    paid = [rent / nights for rent, nights in zip(lines["rent_paid"], lines["occupied_nights"], strict=True) if nights]
    assert paid[:18] == pytest.approx([150 / 7] * 18)
    assert paid[18:] == pytest.approx([150 / 7 * LEFT] * 30)
