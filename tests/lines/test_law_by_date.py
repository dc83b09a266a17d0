"""Law by date: a period takes the day-weighted value of its own dates; proposals count only when asked for."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from model.case import read_case
from model.engine.results import OptionResult
from model.engine.run import run_case
from model.parameters import law as by_date
from model.parameters.law import LawValue

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


def run(
    start: str, law: str = "in_force", kind: str = "short_stay", periods_per_year: int = 1, **inputs: Any
) -> OptionResult:
    data = {
        "schema_version": 1,
        "name": "law",
        "municipality": "GM1783",
        "beds": 100,
        "start_date": start,
        "price_level_date": start,
        "law": law,
        "periods_per_year": periods_per_year,
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
    inputs: dict[str, Any] = {"land_tax_regime": "existing_home", "land_price_per_bed": 1_000, "land_growth": 0}
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
    lines = run("2026-01-01", hours_per_week=36, minimum_wage_growth=0.03).lines
    assert lines["weekly_wage"][2] == pytest.approx(36 * 14.99 * 1.03)
    assert lines["weekly_wage"][3] == pytest.approx(36 * 14.99 * 1.03**2)


@pytest.mark.parametrize("law", ["in_force", "if_proposals_pass"])
def test_the_withdrawn_phase_out_of_the_deduction_counts_in_no_scenario(law: str) -> None:
    """It would have lowered the deduction each year from 2026 to nothing in 2030: a quarter of the wage throughout."""
    lines = run("2026-01-01", law).lines
    assert lines["deduction_ceiling"][1:] == pytest.approx([wage / 4 for wage in lines["weekly_wage"][1:]])


@pytest.fixture
def phase_out_proposed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A law as it would read if the phase-out returned: a quarter by law; proposed 20% in 2026, 15% in 2027, then 10%.

    It gives a proposal that falls in steps on 1 January, which no proposal of today does: here the thirty nights bring
    it along.
    """
    by_law = LawValue("deduction_share", date(2017, 1, 1), 0.25, "in force", "", "", "")
    proposed = [
        LawValue("deduction_share", date(year, 1, 1), share, "proposed", "", "", "", "thirty_nights")
        for year, share in ((2026, 0.20), (2027, 0.15), (2028, 0.10))
    ]
    changed = {**by_date.law(), "deduction_share": (by_law, *proposed)}
    monkeypatch.setattr(by_date, "law", lambda: changed)


@pytest.mark.usefixtures("phase_out_proposed")
def test_a_phase_out_of_the_deduction_counts_only_if_the_proposals_pass() -> None:
    """2028: a quarter of the wage by law; a tenth if the phase-out returns."""
    in_force, proposed = run("2028-01-01").lines, run("2028-01-01", "if_proposals_pass").lines
    assert in_force["deduction_ceiling"][1] == pytest.approx(in_force["weekly_wage"][1] * 0.25)
    assert proposed["deduction_ceiling"][1] == pytest.approx(proposed["weekly_wage"][1] * 0.10)


@pytest.mark.usefixtures("phase_out_proposed")
def test_a_year_that_straddles_1_january_2027_takes_both_deduction_shares_by_days() -> None:
    """1 July 2026 to 30 June 2027, if the proposals pass: 184 days at a fifth of the wage and 181 at 15%."""
    lines = run("2026-07-01", "if_proposals_pass").lines
    share = (0.20 * 184 + 0.15 * 181) / 365
    assert lines["deduction_ceiling"][1] == pytest.approx(lines["weekly_wage"][1] * share)
    by_law = run("2026-07-01").lines
    assert by_law["deduction_ceiling"][1] == pytest.approx(by_law["weekly_wage"][1] * 0.25)


@pytest.mark.usefixtures("phase_out_proposed")
def test_in_months_each_switch_falls_in_its_own_month() -> None:
    """VAT: 9% in December 2025, 21% in January 2026. Deduction, proposed: 20% in December 2026, 15% in January 2027.

    Thirty nights, proposed: all nights taxed in June 2028, only a tenth in July.
    """
    lines = run("2025-12-01", "if_proposals_pass", periods_per_year=12, term_years=3, thirty_night_stays=0.1).lines
    rate = [vat / paid for vat, paid in zip(lines["vat_on_price"], lines["rent_paid"], strict=True) if paid]
    assert rate[0] == pytest.approx(0.09 / 1.09)
    assert rate[1:31] == pytest.approx([0.21 / 1.21] * 30)
    assert rate[31] == pytest.approx(0.1 * 0.21 / 1.21)
    share = [a / b for a, b in zip(lines["deduction_ceiling"], lines["weekly_wage"], strict=True)][1:]
    assert (share[0], share[1], share[12], share[13]) == pytest.approx((0.25, 0.20, 0.20, 0.15))


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
    "general_vat_rate": 0.21,
    "revision_years_real_estate": 10,
    "revision_years_services": 5,
    "revision_years_movables": 5,
    "revision_service_threshold": 30_000,
    "sale_vat": "going_concern",
}
"""Works of exactly EUR 1,000,000, so VAT of 210,000 that short stay reclaims in full.

Revised over ten years; services of 30,000 and more, and furniture, over five.
"""


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


def settled_by_hand(vat: float, years: int, first_use: int, lost: float, month: int) -> float:
    """VAT settled in a month counted from January 2027: a part per year of `years`, the year of first use included."""
    year = 2027 + month // 12
    after_rule = (year, month % 12 + 1) >= (2028, 7)
    return vat / years / 12 * lost if after_rule and year < first_use + years else 0.0


@pytest.mark.parametrize("works", ["real_estate", "service"])
@pytest.mark.parametrize("periods_per_year", [1, 12])
def test_the_whole_revision_of_a_building_its_land_and_its_furniture(works: str, periods_per_year: int) -> None:
    """Month by month: land 42,000 and works 210,000 over ten years (as a service five), furniture 21,000 over five.

    Opened 1 April 2027 with 80% of the nights taxed; from July 2028 only the quarter in short stays, so 60% is lost.
    """
    inputs = WORKS | {
        "term_years": 12,
        "construction_months": 3,
        "vat_taxed_share": 0.8,
        "thirty_night_stays": 0.25,
        "furniture_per_bed": 1_000,
        "furniture_life_years": 50,
        "land_tax_regime": "vat_building_land",
        "land_price_per_bed": 2_000,
        "land_growth": 0,
        "works_revision": works,
    }
    lines = run("2027-01-01", "if_proposals_pass", periods_per_year=periods_per_year, **inputs).lines
    for_works = 10 if works == "real_estate" else 5
    months = [
        settled_by_hand(42_000, 10, 2027, 0.6, month)
        + settled_by_hand(210_000, for_works, 2027, 0.6, month)
        + settled_by_hand(21_000, 5, 2027, 0.6, month)
        for month in range(144)
    ]
    if periods_per_year == 12:
        assert lines["vat_revision"][1:] == pytest.approx(months)
        return
    # In years, 2028 counts by its days: 184 of 366 instead of six months of twelve.
    years = [sum(months[first : first + 12]) for first in range(0, 144, 12)]
    years[1] *= (184 / 366) / (6 / 12)
    assert lines["vat_revision"][1:] == pytest.approx(years)


SOLD = WORKS | {"sale_vat": "exempt", "works_revision": "real_estate", "residual_share": 0.4}


@pytest.mark.parametrize("periods_per_year", [1, 4, 12])
def test_an_exempt_sale_settles_the_revision_years_that_are_left_at_once(periods_per_year: int) -> None:
    """First use 2027, so until 2036; sold on 1 January 2033: four of ten years of 210,000, paid to the state."""
    lines = run("2027-01-01", periods_per_year=periods_per_year, **SOLD).lines
    assert lines["sale_revision"] == pytest.approx([0] * (6 * periods_per_year) + [84_000])
    assert lines["end_costs"][-1] == pytest.approx(84_000)
    taxes = ("vat_on_price", "operating_vat", "replacement_vat", "corporate_tax", "sale_revision")
    assert lines["flow_operator_state_taxes"][-1] == pytest.approx(sum(lines[key][-1] for key in taxes))


def test_the_year_of_the_sale_counts_for_what_is_left_of_it() -> None:
    """Sold on 1 July 2033: 184 of the 365 days of 2033 and the three years after it."""
    lines = run("2027-07-01", **SOLD).lines
    assert lines["sale_revision"][-1] == pytest.approx(21_000 * (184 / 365 + 3))


def test_after_the_revision_period_a_sale_settles_nothing() -> None:
    """First use 2027: the tenth year is 2036."""
    assert run("2027-01-01", **SOLD | {"term_years": 9}).lines["sale_revision"][-1] == pytest.approx(21_000)
    assert run("2027-01-01", **SOLD | {"term_years": 10}).lines["sale_revision"][-1] == 0


@pytest.mark.parametrize(
    ("how", "taxed_share", "settled"),
    [
        ("exempt", 0.25, 84_000 * 0.25),
        ("taxed", 0.25, 84_000 * (0.25 - 1)),
        ("going_concern", 0.25, 0),
        ("taxed", 1, 0),
        ("exempt", 0, 0),
    ],
)
def test_what_a_sale_settles_is_the_difference_with_the_use_at_first(
    how: str, taxed_share: float, settled: float
) -> None:
    """A quarter taxed, so a quarter of the VAT reclaimed: exempt it goes back, with VAT the other part is reclaimed."""
    outcome = run("2027-01-01", **SOLD | {"sale_vat": how, "vat_taxed_share": taxed_share})
    assert outcome.lines["sale_revision"][-1] == pytest.approx(settled)
    told = {notice.code for notice in outcome.warnings} & {"sale_within_revision", "sale_gives_vat_back"}
    assert told == ({"sale_within_revision"} if settled > 0 else {"sale_gives_vat_back"} if settled < 0 else set())


def test_what_is_dismantled_is_not_sold_but_its_land_is() -> None:
    """Land of 200,000 with 42,000 of VAT: four tenths of that alone."""
    land = {"land_tax_regime": "vat_building_land", "land_price_per_bed": 2_000, "land_growth": 0}
    lines = run("2027-01-01", **SOLD | land | {"end_of_term": "dismantle"}).lines
    assert lines["sale_revision"][-1] == pytest.approx(16_800)
    assert run("2027-01-01", **SOLD | land).lines["sale_revision"][-1] == pytest.approx(84_000 + 16_800)


def test_what_the_proposals_cost_is_the_difference_of_two_runs_and_the_state_receives_it() -> None:
    """Revision of 21,000 a year from mid-2028 leaves the operator and reaches the state."""
    lines = run("2027-01-01", "if_proposals_pass", works_revision="real_estate", **WORKS).lines
    taxes = [lines["flow_operator_state_taxes"][period] for period in range(3, 7)]
    rest = [
        sum(lines[key][period] for key in ("vat_on_price", "operating_vat", "replacement_vat", "corporate_tax"))
        for period in range(3, 7)
    ]
    assert [a - b for a, b in zip(taxes, rest, strict=True)] == pytest.approx([21_000] * 4)


def test_vat_reclaimed_during_construction_is_corrected_at_first_use() -> None:
    """Built in the year from 1 July 2027, opened on 1 July 2028, when the rule starts: all 210,000 goes back."""
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
                "inputs": {"tax_regime": "corporate", "tax_bracket": 200_000},
                "own_lines": [{"label": "Huur", "kind": "revenue", "amount": 300_000, "per": "year"}],
            }
        ],
    }
    assert run_case(read_case(data)).options["a"].lines["corporate_tax"][1] == pytest.approx(63_800)
