"""Who pays whom: every amount stands in two ledgers, and the six add up to zero in every period."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from model.case import read_case
from model.engine.results import CaseResult, Computed, OptionResult
from model.engine.run import run_case
from model.formula.expression import Line
from model.lines.ledgers import LEDGERS, Booking
from tests.support.council_cases import council_cases, run_or_skip

CENT = 0.01
SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


def models(result: CaseResult) -> list[Computed]:
    return [part for option in result.options.values() for part in (option.computed, *option.components)]


def rows_equal(model: Computed, left: str, right: str) -> bool:
    largest = max(abs(value) for value in model.rows[left])
    return all(abs(a - b) < CENT + 1e-12 * largest for a, b in zip(model.rows[left], model.rows[right], strict=True))


@given(data=council_cases())
@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
def test_the_six_ledgers_add_up_to_zero_and_two_of_them_are_cash_flows_computed_another_way(
    data: dict[str, Any],
) -> None:
    for model in models(run_or_skip(data)):
        for period in range(model.last_period + 1):
            assert abs(math.fsum(model.rows[f"ledger_{name}"][period] for name in LEDGERS)) < CENT
        assert rows_equal(model, "ledger_operator", "equity_cash_flow")
        assert rows_equal(model, "ledger_municipality", "municipality_cash_flow")


@pytest.mark.thorough
@given(data=council_cases())
@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
def test_each_booked_line_stands_in_exactly_two_ledgers_with_opposite_sign(data: dict[str, Any]) -> None:
    """The ledgers put together again from the bookings, each with one payer and one payee."""
    for model in models(run_or_skip(data)):
        bookings = model.business_case.bookings
        assert len({booking.line.key for booking in bookings}) == len(bookings)
        assert all(booking.payer != booking.payee for booking in bookings)
        for period in range(model.last_period + 1):
            ledgers = dict.fromkeys(LEDGERS, 0.0)
            for booking in bookings:
                amount = model.rows[booking.line.key][period]
                ledgers[booking.payer] -= amount
                ledgers[booking.payee] += amount
            if bookings:
                for name in LEDGERS:
                    assert ledgers[name] == pytest.approx(model.rows[f"ledger_{name}"][period], abs=CENT)


REACHES: dict[str, Callable[[Computed], bool]] = {
    "a guarantee that costs the municipality": lambda model: any(model.rows.get("municipality_guarantee", ())),
    "land leased out by the municipality": lambda model: any(model.rows.get("municipality_ground_lease", ())),
    "land sold by the municipality": lambda model: any(model.rows.get("municipality_land_income", ())),
    "a realisation grant": lambda model: any(model.rows.get("municipality_realisation_grant", ())),
    "VAT that is paid back": lambda model: any(model.rows.get("vat_revision", ())),
    "a building that moves": lambda model: any(model.rows.get("relocation_costs", ())),
    "care and avoided cost": lambda model: any(model.rows.get("municipality_care", ())),
    "an own line between operator and municipality": lambda model: any(
        {shape.ledger, shape.counterparty} == {"operator", "municipality"}
        for shape in (model.resolved.structure.own_lines if model.resolved else ())
    ),
    "the budget of an own investment": lambda model: (
        any(model.rows.get("budget_invested", ()))
        and any(
            (shape.ledger, shape.kind, shape.per) == ("municipality", "investment", "once")
            for shape in (model.resolved.structure.own_lines if model.resolved else ())
        )
    ),
    "corporate tax": lambda model: any(model.rows.get("corporate_tax", ())),
    "a mix": lambda model: model.resolved is None,
    "months": lambda model: model.resolved is not None and model.resolved.values["periods_per_year"] == 12,
}


@pytest.mark.thorough
def test_the_random_cases_reach_what_matters() -> None:
    """The properties above are not tested on plain cases only: 300 cases hold all of it."""
    reached: set[str] = set()

    @given(data=council_cases())
    @settings(
        max_examples=300,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=SLOW,
        phases=[Phase.generate],
    )
    def record_what_is_reached(data: dict[str, Any]) -> None:
        computed = models(run_or_skip(data))
        reached.update(what for what, holds in REACHES.items() if any(holds(model) for model in computed))

    record_what_is_reached()
    assert set(REACHES) - reached == set()


def test_a_booking_with_one_party_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot pay"):
        Booking(Line("x", 1), "state", "state", "taxes")


@pytest.mark.thorough
@given(data=council_cases())
@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
def test_budget_results_add_up_to_the_cash_flows_but_for_interest_and_land(data: dict[str, Any]) -> None:
    """Booking moves amounts between years.

    What it adds is interest, paid by the municipality to itself; what it leaves out is leased land: its cost stays on
    the balance and its value at the end is no income until it is sold.
    """
    for model in models(run_or_skip(data)):
        if "budget_result" in model.rows:
            rows = {key: math.fsum(row) for key, row in model.rows.items()}
            booked = rows["budget_result"] + rows["budget_interest"] - rows["land_cost_kept"]
            cash = rows["municipality_cash_flow"] - rows["municipality_land_value_at_end"]
            assert booked == pytest.approx(cash, abs=CENT, rel=1e-9)


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
        "municipal_land_share": 0,
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
        "rent_table": "home",
        "guarantee_use": "on",
        "guaranteed_share": 0.5,
        "guarantee_state_share": 0.6,
        "guarantee_municipality_share": 0.25,
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
    inputs: dict[str, float | str] = {
        "guarantee_low_share": 0,
        "guarantee_high_share": 0.85,
        "guarantee_low_probability": 0.25,
        "guarantee_high_probability": 0.25,
    }
    lines = run_guarantee(residual_share=0.5, **inputs).lines
    assert lines["guarantee_loss"][-1] == 0
    assert lines["guarantee_loss_expected"][-1] == pytest.approx(125_000)
    assert lines["budget_provision"][0] == pytest.approx(31_250)


def test_a_building_sold_with_its_land_realises_the_price_less_the_land() -> None:
    """Sold for 450,000, of which land 100 x 1,000 = 100,000: the building fetched 350,000 of the 500,000 guaranteed."""
    inputs: dict[str, float | str] = {
        "residual_method": "given_amount",
        "residual_amount": 450_000,
        "land_tax_regime": "vat_building_land",
        "land_price_per_bed": 1_000,
        "land_growth": 0,
    }
    lines = run_guarantee(**inputs).lines
    assert lines["realised_building_value"][-1] == pytest.approx(350_000)
    assert lines["guarantee_loss"][-1] == pytest.approx(150_000)


def test_a_building_bought_with_the_land_is_not_part_of_what_is_guaranteed() -> None:
    """Sold for 450,000: land 40% of 100,000 and the bought building 25% of 60,000 were there already, 55,000 together.

    By its share each counts for itself: 25% of what was built, 1,000,000.
    """
    bought: dict[str, float | str] = {
        "land_tax_regime": "existing_home",
        "land_price_per_bed": 1_000,
        "purchase_land_share": 0.4,
        "land_growth": 0,
        "residual_share": 0.25,
    }
    sold = run_guarantee(residual_method="given_amount", residual_amount=450_000, **bought).lines
    assert sold["realised_building_value"][-1] == pytest.approx(395_000)
    assert run_guarantee(**bought).lines["realised_building_value"][-1] == pytest.approx(250_000)


def test_a_building_sold_for_more_than_was_guaranteed_costs_nobody_anything() -> None:
    lines = run_guarantee(residual_method="given_amount", residual_amount=2_000_000).lines
    assert lines["guarantee_loss"][-1] == 0


def run_with_own(line: dict[str, object], **inputs: float | str) -> OptionResult:
    """The simple case with one line of its own; no tax, so no profit tax that changes with it."""
    plain: dict[str, float | str] = {
        "term_years": 5,
        "construction_months": 0,
        "vat_taxed_share": 0,
        "tax_regime": "exempt",
    }
    data = {
        "schema_version": 1,
        "name": "own line",
        "municipality": "GM1783",
        "beds": 100,
        "start_date": "2027-01-01",
        "price_level_date": "2027-01-01",
        "options": [
            {
                "id": "a",
                "type": "mid_stay",
                "inputs": plain | inputs,
                "own_lines": [{"label": "Post"} | line],
            }
        ],
    }
    return run_case(read_case(data)).options["a"]


def gained(line: dict[str, object], row: str, **inputs: float | str) -> list[float]:
    """What a line of its own adds to a row."""
    without = run_with_own({**line, "amount": 0}, **inputs)
    return [a - b for a, b in zip(run_with_own(line, **inputs).lines[row], without.lines[row], strict=True)]


def test_what_the_operator_pays_the_municipality_is_the_municipalitys_income() -> None:
    """A yearly fee of 1,000 plus 21% VAT that cannot be reclaimed: 1,000 to the municipality, 210 to the state."""
    fee = {"kind": "operating_cost", "amount": 1_000, "vat_rate": 0.21, "counterparty": "municipality"}
    assert gained(fee, "municipality_cash_flow") == pytest.approx([0, *[1_000] * 5])
    assert gained(fee, "ledger_operator") == pytest.approx([0, *[-1_210] * 5])
    assert gained(fee, "ledger_state") == pytest.approx([0, *[210] * 5])


def test_what_the_municipality_pays_the_operator_is_the_operators_subsidy() -> None:
    grant = {"kind": "operating_cost", "amount": 1_000, "ledger": "municipality", "counterparty": "operator"}
    assert gained(grant, "subsidies") == pytest.approx([0, *[1_000] * 5])
    assert gained(grant, "municipality_cash_flow") == pytest.approx([0, *[-1_000] * 5])


def test_the_municipality_gets_vat_on_its_own_lines_back_from_the_compensation_fund() -> None:
    """1,000 plus 210 VAT; 90% of the VAT comes back, also when the operator itself reclaims nothing."""
    line = {"kind": "operating_cost", "amount": 1_000, "vat_rate": 0.21, "ledger": "municipality"}
    flow = gained(line, "municipality_cash_flow", vat_compensation_share=0.9)
    assert flow == pytest.approx([0, *[-1_021] * 5])


def test_what_the_municipality_invests_itself_is_depreciated_over_what_is_left_of_the_term() -> None:
    """40,000 at the end of year 1, four years left: 10,000 a year from year 2."""
    line = {"kind": "investment", "amount": 40_000, "per": "once", "from": 1, "ledger": "municipality"}
    assert gained(line, "budget_depreciation") == pytest.approx([0, 0, *[10_000] * 4])
    assert gained(line, "municipality_cash_flow") == pytest.approx([0, -40_000, 0, 0, 0, 0])


def test_the_rise_of_leased_land_is_no_income_in_the_budget() -> None:
    """Land of 100,000, leased out, rising 10% a year: worth more at the end in cash view, on the balance at cost."""
    inputs: dict[str, float | str] = {
        "land_tax_regime": "ground_lease",
        "municipal_land_share": 1,
        "municipal_land_cost_share": 1,
        "land_price_per_bed": 1_000,
    }
    lines = run_simple(land_growth=0.1, ground_lease_rate=0, **inputs).lines
    assert lines["municipality_land_value_at_end"][-1] == pytest.approx(100_000 * 1.1**4)
    assert lines["budget_book_value"] == pytest.approx([100_000] * 6)
    flat = run_simple(land_growth=0, ground_lease_rate=0, **inputs).lines
    assert lines["budget_result"] == pytest.approx(flat["budget_result"])
