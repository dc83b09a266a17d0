"""Who pays whom: every amount stands in two ledgers, and the six add up to zero in every period."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.case import read_case
from model.evaluation import Computed, OptionResult, run_case
from model.lines.ledgers import LEDGERS, Booking
from model.lines.tax import Line
from tests.support.random_cases import random_case

CENT = 0.01


def models(seed: int) -> list[Computed]:
    result = run_case(random_case(seed))
    return [part for option in result.options.values() for part in (option.computed, *option.components)]


def rows_equal(model: Computed, left: str, right: str) -> bool:
    return all(abs(a - b) < CENT for a, b in zip(model.rows[left], model.rows[right], strict=True))


@given(seed=st.integers(0, 5_000))
@settings(max_examples=40, deadline=None)
def test_the_six_ledgers_add_up_to_zero_in_every_period(seed: int) -> None:
    for model in models(seed):
        for period in range(model.last_period + 1):
            assert abs(math.fsum(model.rows[f"ledger_{name}"][period] for name in LEDGERS)) < CENT


@given(seed=st.integers(0, 5_000))
@settings(max_examples=25, deadline=None)
def test_the_operators_ledger_is_the_equity_cash_flow_computed_another_way(seed: int) -> None:
    assert all(rows_equal(model, "ledger_operator", "equity_cash_flow") for model in models(seed))


@given(seed=st.integers(0, 5_000))
@settings(max_examples=25, deadline=None)
def test_the_municipalitys_ledger_is_its_cash_flow_computed_another_way(seed: int) -> None:
    assert all(rows_equal(model, "ledger_municipality", "municipality_cash_flow") for model in models(seed))


@pytest.mark.parametrize("seed", range(6))
def test_each_booked_line_stands_in_exactly_two_ledgers_with_opposite_sign(seed: int) -> None:
    """Counted from the flows: what one party pays in a flow is what the other receives in the same flow."""
    for model in models(seed):
        bookings = model.business_case.bookings
        assert len({booking.line.key for booking in bookings}) == len(bookings)
        for period in range(model.last_period + 1):
            ledgers = dict.fromkeys(LEDGERS, 0.0)
            for booking in bookings:
                amount = model.rows[booking.line.key][period]
                ledgers[booking.payer] -= amount
                ledgers[booking.payee] += amount
            if bookings:
                for name in LEDGERS:
                    assert ledgers[name] == pytest.approx(model.rows[f"ledger_{name}"][period], abs=CENT)


def test_a_booking_with_one_party_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot pay"):
        Booking(Line("x", 1), "state", "state", "taxes")


@given(seed=st.integers(0, 5_000))
@settings(max_examples=25, deadline=None)
def test_budget_results_add_up_to_the_cash_flows_less_interest(seed: int) -> None:
    """Booking moves amounts between years; only interest on book values is added, paid by the municipality to itself."""
    for model in models(seed):
        if "budget_result" in model.rows and "own_municipality_costs" not in model.rows:
            booked = math.fsum(model.rows["budget_result"]) + math.fsum(model.rows["budget_interest"])
            assert booked == pytest.approx(math.fsum(model.rows["municipality_cash_flow"]), abs=CENT)


def run_simple(**inputs: float | str) -> OptionResult:
    """100 beds, all occupied, five years from 2027-01-01, no construction, no growth, nothing but what is given."""
    plain = {
        "term_years": 5,
        "construction_months": 0,
        "ramp_up_months": 0,
        "occupancy": 1,
        "price_per_bed_week": 100,
        "service_cost_per_bed_week": 0,
        "price_growth": 0,
        "inflation": 0,
        "fund_growth": 0,
        "tourist_tax_growth": 0,
        "vat_taxed_share": 0,
        "brp_share": 0,
    }
    data = {
        "schema_version": 1,
        "name": "by hand",
        "municipality": "GM1783",
        "beds": 100,
        "start_date": "2027-01-01",
        "price_level_date": "2027-01-01",
        "options": [{"id": "a", "type": "mid_stay", "inputs": plain | inputs}],
    }
    return run_case(read_case(data)).options["a"]


def test_tourist_tax_is_paid_for_nights_of_people_who_are_not_registered() -> None:
    """100 beds x 365 nights x (1 - 0.25) x EUR 2 = EUR 54,750 a year."""
    lines = run_simple(brp_share=0.25, tourist_tax_per_night=2).lines
    assert lines["municipality_tourist_tax"][1:] == pytest.approx([54_750] * 5)


def test_the_municipal_fund_pays_for_people_registered_on_1_january() -> None:
    """Open on 2027-01-01: 100 x 0.4 registered x (200 + 50) x 1.5 = EUR 15,000 a year."""
    inputs = {"fund_inhabitant_base": 200, "fund_other_measures": 50, "fund_distribution_factor": 1.5}
    lines = run_simple(brp_share=0.4, **inputs).lines
    assert lines["municipality_fund"][1:] == pytest.approx([15_000] * 5)


def test_an_option_that_opens_after_1_january_gets_nothing_from_the_fund_that_year() -> None:
    """Six months of construction: open on 1 July 2027, so the first payment is for 1 January 2028."""
    inputs = {"fund_inhabitant_base": 200, "fund_distribution_factor": 1, "construction_months": 6}
    lines = run_simple(brp_share=1, **inputs).lines
    assert lines["municipality_fund"][1] == 0
    assert lines["municipality_fund"][2] == pytest.approx(20_000)


def test_the_fund_comes_from_outside_and_the_value_without_it_is_shown() -> None:
    option = run_simple(brp_share=1, fund_inhabitant_base=200, fund_distribution_factor=1, municipality_discount_rate=0)
    with_fund, without = option.metrics["municipality_npv"], option.metrics["municipality_npv_without_fund"]
    assert with_fund is not None and without is not None
    assert with_fund - without == pytest.approx(5 * 20_000)
    assert (
        next(b for b in option.computed.business_case.bookings if b.line.key == "municipality_fund").payer == "outside"
    )


def test_property_tax_of_a_home_bears_the_owners_tariff_only() -> None:
    """WOZ 100 x 30,000 = 3 mln x 0.1% = EUR 3,000; of which 75% is taken back by the fund."""
    inputs = {"woz_value_per_bed": 30_000, "property_tax_growth": 0, "property_tax_equalisation_share": 0.75}
    tariffs = {"ozb_home_owner_rate": 0.001, "ozb_non_home_owner_rate": 0.002, "ozb_non_home_user_rate": 0.0015}
    lines = run_simple(property_class="home", **inputs, **tariffs).lines
    assert lines["municipality_property_tax"][1] == pytest.approx(3_000)
    assert lines["municipality_equalisation"][1] == pytest.approx(2_250)


def test_property_tax_of_a_non_home_bears_the_owners_and_the_users_tariff() -> None:
    """3 mln x (0.2% + 0.15%) = EUR 10,500."""
    inputs = {"woz_value_per_bed": 30_000, "property_tax_growth": 0}
    tariffs = {"ozb_home_owner_rate": 0.001, "ozb_non_home_owner_rate": 0.002, "ozb_non_home_user_rate": 0.0015}
    lines = run_simple(property_class="non_home", **inputs, **tariffs).lines
    assert lines["municipality_property_tax"][1] == pytest.approx(10_500)


def test_a_contribution_is_depreciated_over_the_term_in_the_budget() -> None:
    """EUR 500,000 over 5 years = 100,000 a year; interest 2% of the opening book value: 10,000 falling by 2,000."""
    lines = run_simple(municipal_contribution=500_000, municipal_interest_rate=0.02).lines
    assert lines["municipality_contribution"][0] == 500_000
    assert lines["budget_depreciation"][1:] == pytest.approx([100_000] * 5)
    assert lines["budget_interest"][1:] == pytest.approx([10_000, 8_000, 6_000, 4_000, 2_000])


def test_plan_costs_are_recovered_from_the_operator() -> None:
    lines = run_simple(plan_costs_use="local", plan_costs=200_000, plan_cost_recovery_share=0.75).lines
    assert lines["municipality_plan_costs"][0] == 200_000
    assert lines["municipality_cost_recovery"][0] == 150_000


def test_the_employer_pays_its_share_of_the_price() -> None:
    """100 beds x 365/7 weeks x EUR 100 = EUR 521,428.57, of which 30% by the employer."""
    lines = run_simple(employer_share=0.3).lines
    assert lines["price_paid_by_employer"][1] == pytest.approx(0.3 * 100 * 365 / 7 * 100)
    assert lines["price_paid_by_resident"][1] == pytest.approx(0.7 * 100 * 365 / 7 * 100)


def run_guarantee(**inputs: float | str) -> OptionResult:
    """A relocatable home at regulated rent with a building of exactly EUR 1,000,000 (100 beds x 10,000)."""
    plain: dict[str, float | str] = {
        "term_years": 5,
        "construction_months": 0,
        "building_cost_basis": "per_bed",
        "building_cost_per_bed": 10_000,
        "building_cost_growth": 0,
        "rent_regulated": "yes",
        "guarantee_use": "on",
        "guaranteed_share": 0.5,
    }
    data = {
        "schema_version": 1,
        "name": "guarantee",
        "municipality": "GM1783",
        "beds": 100,
        "start_date": "2027-01-01",
        "price_level_date": "2027-01-01",
        "options": [{"id": "a", "type": "new_build", "variant": "relocatable", "inputs": plain | inputs}],
    }
    return run_case(read_case(data)).options["a"]


def test_a_loss_on_the_guarantee_is_shared_by_state_municipality_and_operator() -> None:
    """Guaranteed 500,000, worth 20% = 200,000: loss 300,000; state 60% = 180,000, municipality 25% = 75,000."""
    lines = run_guarantee(residual_share=0.2).lines
    assert lines["guarantee_loss"][-1] == pytest.approx(300_000)
    assert lines["guarantee_from_state"][-1] == pytest.approx(180_000)
    assert lines["guarantee_from_municipality"][-1] == pytest.approx(75_000)


def test_the_expected_loss_exceeds_the_loss_of_the_expected_value() -> None:
    """Typical 50% meets the guarantee, so its loss is 0; a 25% chance of nothing left costs 0.25 x 500,000 = 125,000.

    The municipality provides for 25% of that, 31,250, at once.
    """
    inputs = {"guarantee_low_share": 0, "guarantee_low_probability": 0.25, "guarantee_high_probability": 0.25}
    lines = run_guarantee(residual_share=0.5, **inputs).lines
    assert lines["guarantee_loss"][-1] == 0
    assert lines["guarantee_loss_expected"][-1] == pytest.approx(125_000)
    assert lines["budget_provision"][0] == pytest.approx(31_250)
