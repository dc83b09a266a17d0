"""A take-up contract: beds that fill otherwise for some years, who bears their vacancy, and what is left as it was."""

from __future__ import annotations

from typing import Any

import pytest

from model.case import read_case
from model.engine.results import OptionResult
from model.engine.run import run_case
from tests.support.one_option import one_option

PLAIN: dict[str, Any] = {
    "occupancy": 0.8,
    "construction_months": 0,
    "ramp_up_months": 0,
    "price_per_bed_week": 140,
    "service_cost_per_bed_week": 0,
    "price_growth": 0,
    "vat_taxed_share": 1,
    "lodging_vat_rate": 0.21,
    "brp_share": 0,
    "term_years": 10,
}
NIGHTS = 100 * 365
"""Nights of all beds in a year."""


def run(**inputs: Any) -> OptionResult:  # noqa: ANN401
    return run_case(read_case(one_option({**PLAIN, **inputs}))).options["o"]


CONTRACT: dict[str, Any] = {"take_up_share": 0.6, "take_up_years": 5, "take_up_occupancy": 0.95}


def test_beds_under_contract_fill_to_their_own_occupancy_and_after_it_to_that_of_the_others() -> None:
    """60% of the beds at 95% and 40% at 80% for five years, then all at 80%."""
    nights = run(**CONTRACT).lines["occupied_nights"]
    assert nights[1:6] == pytest.approx([NIGHTS * (0.6 * 0.95 + 0.4 * 0.80)] * 5)
    assert nights[6:11] == pytest.approx([NIGHTS * 0.80] * 5)


@pytest.mark.parametrize("months", [0, 8])
def test_a_contract_runs_from_the_opening_on_and_fills_as_evenly(months: int) -> None:
    """Opened after eight months: in case-year 1 four of its sixty months pass, in year 6 the last eight."""
    nights = run(**CONTRACT, construction_months=months).lines["occupied_nights"]
    in_contract = [(12 - months) / 12, 1, 1, 1, 1, months / 12]
    use = [(12 - months) / 12, 1, 1, 1, 1, 1]
    expected = [NIGHTS * (0.8 * part + 0.6 * 0.15 * share) for part, share in zip(use, in_contract, strict=True)]
    assert nights[1:7] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("inputs", "same"),
    [
        ({"take_up_share": 0, "take_up_occupancy": 0.95, "vacancy_bearer": "employer"}, {}),
        ({"take_up_years": 0, "take_up_share": 1, "take_up_occupancy": 0.95, "vacancy_bearer": "employer"}, {}),
        ({"take_up_share": 0.6, "take_up_occupancy": 0.8}, {}),
        ({"take_up_share": 1}, {}),
        ({"take_up_share": 1, "take_up_years": 100, "take_up_occupancy": 0.95}, {"occupancy": 0.95}),
    ],
    ids=["no beds", "no years", "equal occupancies", "left blank", "all beds, all years"],
)
def test_no_contract_an_equal_one_and_one_of_all_beds_give_what_one_occupancy_gives(
    inputs: dict[str, Any], same: dict[str, Any]
) -> None:
    """To the cent, in every amount."""
    for late in ({}, {"ramp_up_months": 7, "construction_months": 5}):
        one, other = run(**inputs, **late), run(take_up_share=0, **same, **late)
        for key in ("occupied_nights", "revenue", "operating_costs", "ledger_municipality", "ledger_state"):
            assert one.lines[key] == pytest.approx(other.lines[key], abs=0.005), key
        assert one.metrics["npv"] == pytest.approx(other.metrics["npv"], abs=0.005)


@pytest.mark.parametrize("bearer", ["employer", "municipality"])
def test_who_bears_vacancy_pays_for_empty_beds_with_vat_and_it_stands_in_its_ledger(bearer: str) -> None:
    """60 beds x 5% empty x 365 / 7 weeks x 140 x half the price a year: 10,950; without 21% VAT 9,049.59."""
    borne = run(**CONTRACT, vacancy_bearer=bearer, empty_bed_share=0.5)
    paid = 60 * 0.05 * 365 / 7 * 140 * 0.5
    assert borne.lines["take_up_paid"][1:6] == pytest.approx([paid] * 5)
    assert borne.lines["take_up_paid"][6:11] == pytest.approx([0] * 5)
    own = run(**CONTRACT)
    gained = [with_it - without for with_it, without in zip(borne.lines["revenue"], own.lines["revenue"], strict=True)]
    assert gained[1:6] == pytest.approx([paid / 1.21] * 5)
    for ledger in ("employer", "municipality"):
        change = borne.lines[f"ledger_{ledger}"][2] - own.lines[f"ledger_{ledger}"][2]
        assert change == pytest.approx(-paid if ledger == bearer else 0, abs=0.005)
    assert max(map(abs, borne.lines["ledgers_sum"])) < 0.01


def test_during_the_ramp_up_a_bed_that_is_not_filled_yet_is_empty_under_the_contract() -> None:
    """Six months of even growth are worth three: of twelve months at 100% three are paid as empty."""
    borne = run(
        take_up_share=1,
        take_up_years=5,
        take_up_occupancy=1,
        vacancy_bearer="employer",
        empty_bed_share=1,
        ramp_up_months=6,
    )
    assert borne.lines["take_up_paid"][1] == pytest.approx(NIGHTS * 3 / 12 / 7 * 140)
    assert borne.lines["take_up_paid"][2] == pytest.approx(0)


def test_what_is_paid_for_empty_beds_moves_with_the_price_that_recovers_costs() -> None:
    """At the cost-recovery price the project's npv before subsidies is nil: also with a contract that pays."""
    inputs = {**CONTRACT, "vacancy_bearer": "employer", "empty_bed_share": 0.5}
    price = run(**inputs).metrics["cost_recovery_price_per_bed_week"]
    assert price is not None
    assert run(**{**inputs, "price_per_bed_week": price}).metrics["npv"] == pytest.approx(0, abs=1)


def test_residents_registered_on_1_january_follow_the_contract() -> None:
    """Half of the residents: 100 x 0.89 x 0.5 in the contract, 100 x 0.80 x 0.5 from the day it ends."""
    rows = run(**CONTRACT, brp_share=0.5).computed.rows["registered_january"]
    assert rows[2] == pytest.approx(44.5) and rows[5] == pytest.approx(44.5)
    assert rows[6] == pytest.approx(40)
