"""Law by date: a period takes the day-weighted value of its own dates; proposals count only when asked for."""

from __future__ import annotations

from typing import Any

import pytest

from model.case import read_case
from model.evaluation import OptionResult, run_case

PLAIN: dict[str, Any] = {
    "term_years": 6,
    "construction_months": 0,
    "ramp_up_months": 0,
    "occupancy": 1,
    "price_per_bed_week": 121,
    "service_cost_per_bed_week": 0,
    "price_growth": 0,
    "inflation": 0,
    "building_cost_growth": 0,
    "vat_taxed_share": 1,
}
PAID_PER_YEAR = 100 * 365 / 7 * 121
"""100 beds, always occupied, EUR 121 per week with VAT."""


def run(start: str, law: str = "in_force", kind: str = "short_stay", **inputs: Any) -> OptionResult:
    data = {
        "schema_version": 1,
        "name": "law",
        "municipality": "GM1783",
        "beds": 100,
        "start_date": start,
        "price_level_date": start,
        "law": law,
        "options": [{"id": "a", "type": kind, "inputs": PLAIN | inputs}],
    }
    return run_case(read_case(data)).options["a"]


def test_vat_on_lodging_rises_from_9_to_21_percent_on_1_january_2026() -> None:
    """Years from 1 July 2025: in the first, 184 of 365 days (1 July to 31 December) bear 9%, the other 181 bear 21%."""
    rate = 0.09 + 0.12 * 181 / 365
    lines = run("2025-07-01").lines
    assert lines["vat_on_price"][1] == pytest.approx(PAID_PER_YEAR * rate / (1 + rate))
    assert lines["vat_on_price"][2] == pytest.approx(PAID_PER_YEAR * 21 / 121)


def test_transfer_tax_on_homes_falls_on_1_january_2026() -> None:
    """EUR 1,000 per bed x 100 = 100,000: 10.4% the day before, 8% on the day itself."""
    inputs = {"land_tax_regime": "existing_home", "land_price_per_bed": 1_000, "land_growth": 0}
    assert run("2025-12-31", **inputs).lines["transfer_tax"][0] == pytest.approx(10_400)
    assert run("2026-01-01", **inputs).lines["transfer_tax"][0] == pytest.approx(8_000)


def test_the_minimum_wage_follows_its_dated_values() -> None:
    """2026: EUR 14.71 for 181 days, 14.99 for 184 days; 36 hours; the ceiling is a quarter of it."""
    hourly = (14.71 * 181 + 14.99 * 184) / 365
    lines = run("2026-01-01", hours_per_week=36).lines
    assert lines["weekly_wage"][1] == pytest.approx(36 * hourly)
    assert lines["deduction_ceiling"][1] == pytest.approx(36 * hourly / 4)


def test_the_minimum_wage_grows_only_after_its_last_known_year() -> None:
    """The last value, EUR 14.99, is of 2026: 2027 is 3% higher and 2028 3% on that."""
    lines = run("2026-01-01", hours_per_week=36).lines
    assert lines["weekly_wage"][2] == pytest.approx(36 * 14.99 * 1.03)
    assert lines["weekly_wage"][3] == pytest.approx(36 * 14.99 * 1.03**2)


def test_the_phase_out_of_the_deduction_counts_only_if_the_proposals_pass() -> None:
    """2028: a quarter of the wage by law; a tenth if the phase-out returns."""
    in_force, proposed = run("2028-01-01").lines, run("2028-01-01", "if_proposals_pass").lines
    assert in_force["deduction_ceiling"][1] == pytest.approx(in_force["weekly_wage"][1] * 0.25)
    assert proposed["deduction_ceiling"][1] == pytest.approx(proposed["weekly_wage"][1] * 0.10)


def test_the_thirty_night_rule_takes_nights_out_of_vat_from_mid_2028_if_it_passes() -> None:
    """Only a tenth of the nights stays taxed from 1 July 2028: the last 184 of the 366 days of 2028."""
    lines = run("2027-01-01", "if_proposals_pass", thirty_night_stays=0.1).lines
    share = 1 - 0.9 * 184 / 366
    assert lines["taxed_share"][1] == 1
    assert lines["taxed_share"][2] == pytest.approx(share)
    assert lines["taxed_share"][3] == pytest.approx(0.1)
    assert lines["vat_on_price"][3] == pytest.approx(PAID_PER_YEAR * (0.1 * 0.21 / 1.21))
    assert run("2027-01-01").lines["vat_on_price"][3] == pytest.approx(PAID_PER_YEAR * 21 / 121)


WORKS: dict[str, Any] = {
    "building_cost_basis": "per_bed",
    "building_cost_per_bed": 10_000,
    "site_preparation_per_bed": 0,
    "soft_cost_share": 0,
    "contingency_share": 0,
    "furniture_per_bed": 0,
    "land_price_per_bed": 0,
    "thirty_night_stays": 0,
}
"""Works of exactly EUR 1,000,000, so VAT of 210,000 that short stay reclaims in full."""


def test_lost_vat_use_repays_a_tenth_of_the_vat_on_real_estate_per_year() -> None:
    """First use 2027. 2028: 184/366 of a tenth of 210,000; 2029 to 2032: 21,000 each."""
    lines = run("2027-01-01", "if_proposals_pass", works_revision="real_estate", **WORKS).lines
    assert lines["vat_revision"][1] == 0
    assert lines["vat_revision"][2] == pytest.approx(21_000 * 184 / 366)
    assert lines["vat_revision"][3:] == pytest.approx([21_000] * 4)


def test_the_revision_of_services_stops_after_five_years_counted_with_the_first() -> None:
    """A fifth of 210,000 = 42,000 per year, in 2028 (part) to 2031; 2032 is the sixth year."""
    lines = run("2027-01-01", "if_proposals_pass", works_revision="service", **WORKS).lines
    assert lines["vat_revision"][3:] == pytest.approx([42_000, 42_000, 42_000, 0])


def test_small_services_are_not_revised() -> None:
    small = WORKS | {"building_cost_per_bed": 299}
    lines = run("2027-01-01", "if_proposals_pass", works_revision="service", **small).lines
    assert max(lines["vat_revision"]) == 0


def test_furniture_is_revised_over_five_years() -> None:
    """Furniture 100 x 1,000 = 100,000: VAT 21,000, a fifth is 4,200."""
    inputs = WORKS | {"building_cost_per_bed": 0, "furniture_per_bed": 1_000, "furniture_life_years": 50}
    lines = run("2027-01-01", "if_proposals_pass", **inputs).lines
    assert lines["vat_revision"][3:] == pytest.approx([4_200, 4_200, 4_200, 0])


def test_vat_reclaimed_during_construction_is_corrected_at_first_use() -> None:
    """Built in the year from 1 July 2027, opened on 1 July 2028, the day the rule starts: all 210,000 goes back at once."""
    inputs = WORKS | {"construction_months": 12}
    lines = run("2027-07-01", "if_proposals_pass", **inputs).lines
    assert lines["investment_vat"][1] == 0
    reclaimed = sum(lines["vat_reclaimed_row"])
    assert reclaimed == pytest.approx(210_000)
    assert sum(lines["vat_revision"]) == pytest.approx(210_000)


def test_corporate_tax_brackets_apply_by_amount() -> None:
    """An own option with a profit of 300,000: 19% of 200,000 + 25.8% of 100,000 = 63,800."""
    data = {
        "schema_version": 1,
        "name": "tax",
        "municipality": "GM1783",
        "beds": 1,
        "start_date": "2027-01-01",
        "price_level_date": "2027-01-01",
        "horizon_years": 1,
        "options": [
            {
                "id": "a",
                "type": "own",
                "inputs": {"tax_regime": "corporate"},
                "own_lines": [{"label": "Huur", "kind": "revenue", "amount": 300_000, "per": "year"}],
            }
        ],
    }
    assert run_case(read_case(data)).options["a"].lines["corporate_tax"][1] == pytest.approx(63_800)
