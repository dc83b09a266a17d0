"""Norms and frames: what an option meets, by how much it falls short, and which limits exclude each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from market_data import load
from model.case import Case, Option, read_case, write_case
from model.case.example import example_case
from model.case.frame_kinds import FRAMES
from model.engine.run import run_case
from model.law.norms import (
    FLOOR_AREA,
    MEETS,
    NOT_APPLICABLE,
    NOT_ASSESSABLE,
    PRICE,
    SHORT,
    NormResult,
    check_norms,
)
from model.options import OPTION_TYPES
from model.outcomes.frames import FrameResult, check_frames
from model.problems import BadInput
from model.words.texts import text


def norm(case: Case, key: str, option: str = "a") -> NormResult:
    return next(test for test in check_norms(run_case(case), option)[option] if test.norm == key)


def frame(case: Case, key: str, option: str = "a") -> FrameResult:
    return next(tested for tested in check_frames(run_case(case)).by_option[option] if tested.kind.key == key)


def given(case: Case, option: str = "a", **inputs: float | str) -> Case:
    """The case with inputs of one option."""
    for key, value in inputs.items():
        case = case.with_input(option, key, value)
    return case


@pytest.mark.parametrize(
    "kind",
    [
        (kind.key, variant)
        for kind in OPTION_TYPES.values()
        if kind.houses_people
        for variant in (kind.variants or ("",))
    ],
)
def test_every_kind_that_houses_people_is_tested_on_floor_area_by_snf_and_on_price(kind: tuple[str, str]) -> None:
    case = replace(example_case("GM1783"), options=(Option("x", *kind),))
    tested = {(test.body, test.quantity) for test in check_norms(run_case(case), "x")["x"]}
    assert {("SNF", FLOOR_AREA), ("wml", PRICE)} <= tested
    assert "rent_against_points" in {quantity for _, quantity in tested}


def test_too_little_floor_area_falls_short_by_the_difference() -> None:
    """13 m2 against the 15 m2 of SNF for new sites."""
    test = norm(example_case("GM1783").with_input("a", "m2_per_bed", 13.0), "snf_m2_new")
    assert (test.status, test.margin) == (SHORT, -2)
    assert "Purper" in test.source


def test_the_norm_is_that_of_the_day_the_option_opens() -> None:
    """AKF asked 13 m2 before 2026 and 15 m2 from 2026; short stay opens nine months after its start."""
    case = replace(example_case("GM1783"), start_date=date(2025, 1, 1), price_level_date=date(2025, 1, 1)).with_input(
        "a", "m2_per_bed", 14.0
    )
    assert norm(case, "akf_m2_2024").status == MEETS
    later = replace(case, start_date=date(2026, 1, 1))
    assert norm(later, "akf_m2_2026").status == SHORT


def test_a_norm_without_a_consulted_source_is_not_assessed() -> None:
    test = norm(example_case("GM1783"), "bbl_m2")
    assert test.status == NOT_ASSESSABLE
    assert test.limit is None


def test_the_price_is_tested_against_a_quarter_of_the_minimum_wage() -> None:
    """First full year is from 2028-01-01 (9 months building, 3 ramp-up): 14.99 x 1.03^2 x 36 x 25% = 143.13 a week."""
    case = given(
        example_case("GM1783"),
        price_per_bed_week=126.92,
        price_growth=0.0,
        hours_per_week=36.0,
        minimum_wage_growth=0.03,
        construction_months=9.0,
        ramp_up_months=3.0,
    )
    test = norm(case, "deduction_ceiling")
    assert test.value == pytest.approx(126.92)
    assert test.limit == pytest.approx(14.99 * 1.03**2 * 36 / 4)


def test_free_rent_is_not_tested_against_points() -> None:
    assert norm(example_case("GM1783"), "max_rent").status == NOT_APPLICABLE


def test_regulated_rent_is_tested_against_the_table_of_its_points() -> None:
    """A room of 80 points; bare rent (126.92 - 30) x 365/7/12 = 421.14 a month."""
    case = given(example_case("GM1783"), price_per_bed_week=126.92, service_cost_per_bed_week=30.0)
    case = given(case, rent_regulated="yes", rent_points=80.0)
    test, limit = norm(case, "max_rent"), load().max_rent_shared(80)
    assert limit is not None and test.value is not None
    assert test.value == pytest.approx((126.92 - 30) * 365 / 7 / 12)
    assert test.limit == limit.value
    assert test.status == (MEETS if test.value <= limit.value else SHORT)


def test_regulated_rent_without_points_is_tested_against_our_own_count() -> None:
    """A room of 14 m² at label C in the lowest WOZ class: 14 + 5 + 3.5 + 2.5 + 1.75 + 10 = 36.75, so 37: EUR 377.02."""
    case = given(example_case("GM1783"), rent_regulated="yes", energy_label="c", m2_per_bed=15.0, beds_per_unit=4.0)
    test = norm(given(case, woz_value_per_bed=15_000.0), "max_rent")
    assert test.limit == 377.02
    assert test.note("nl").startswith("Kale huur per maand bij 37 punten, zelf geteld: energielabel C, laagste WOZ")


def test_a_home_in_the_free_sector_has_no_highest_rent() -> None:
    case = given(example_case("GM1783"), rent_regulated="yes", rent_table="home", rent_points=187.0)
    assert norm(case, "max_rent").status == NOT_APPLICABLE
    assert norm(given(case, rent_points=186.0), "max_rent").limit == 1_228.07


def test_own_lines_have_no_norms() -> None:
    case = read_case(
        {
            "schema_version": 1,
            "name": "own",
            "municipality": "GM1783",
            "beds": 10,
            "start_date": "2027-01-01",
            "options": [{"id": "o", "type": "own"}],
        }
    )
    assert check_norms(run_case(case), "o") == {}


def framed(**frames: float | str) -> Case:
    return replace(example_case("GM1783"), frames=frames)


def test_a_frame_passes_with_the_room_that_is_left() -> None:
    """EUR 126.92 under a limit of EUR 130 leaves EUR 3.08."""
    outcome = frame(given(framed(max_price_per_week=130), price_per_bed_week=126.92), "max_price_per_week")
    assert outcome.passes
    assert outcome.margin == pytest.approx(3.08)


def test_a_date_frame_counts_days() -> None:
    """Short stay opens on 2027-10-01, nine months after 2027-01-01: 30 days after a limit of 1 September."""
    outcome = frame(given(framed(latest_opening_date="2027-09-01"), construction_months=9.0), "latest_opening_date")
    assert not outcome.passes
    assert outcome.margin == -30


def test_an_unknown_value_neither_passes_nor_fails() -> None:
    assert frame(framed(min_local_workers_share=0.5), "min_local_workers_share").passes is None


def test_limits_that_exclude_each_other_are_named() -> None:
    assert ("min_beds", "max_beds") in check_frames(run_case(framed(min_beds=300, max_beds=100))).conflicts


def test_frames_that_no_option_meets_together_are_named() -> None:
    """Only short and mid stay and conversion open before 2028-02-01; only new build has a gap below EUR 5 mln.

    At EUR 20 a week 200 beds bring in some 0.2 mln a year, less than running them costs, on over 8 mln of investment.
    """
    case = framed(max_viability_gap=5e6, latest_opening_date="2028-02-01")
    for option, months in (("a", 9.0), ("b", 9.0), ("c", 12.0)):
        case = given(case, option, service_cost_per_bed_week=0.0, price_per_bed_week=20.0, construction_months=months)
    case = given(case, "d", price_per_bed_week=150.0, construction_months=20.0)
    conflicts = check_frames(run_case(case)).conflicts
    assert conflicts == (("max_viability_gap", "latest_opening_date"),)


def test_three_frames_can_conflict_where_every_two_are_met_together() -> None:
    """Three options that each fail another one of three frames: any two have an option, all three have none."""
    case = framed(max_price_per_week=130, min_m2_per_bed=14, min_brp_share=0.5)
    case = replace(case, options=tuple(case.option(option) for option in ("a", "b", "c")))
    good = {"price_per_bed_week": 120.0, "m2_per_bed": 15.0, "brp_share": 1.0}
    bad = {"a": ("price_per_bed_week", 140.0), "b": ("m2_per_bed", 13.0), "c": ("brp_share", 0.2)}
    for option, (key, value) in bad.items():
        for name, amount in (good | {key: value}).items():
            case = case.with_input(option, name, amount)
    conflicts = check_frames(run_case(case)).conflicts
    assert conflicts == (("max_price_per_week", "min_m2_per_bed", "min_brp_share"),)


def test_a_value_that_is_not_known_makes_no_conflict() -> None:
    """Short stay is cheap enough and its share of local workers unknown; mid stay has them and is too dear."""
    case = framed(max_price_per_week=130, min_local_workers_share=0.5)
    case = replace(case, options=(case.option("a"), case.option("b")))
    case = given(case, price_per_bed_week=126.92)
    case = given(case, "b", price_per_bed_week=140.0, local_workers_share=0.8)
    assert check_frames(run_case(case)).conflicts == ()
    known = case.with_input("a", "local_workers_share", 0.1)
    assert check_frames(run_case(known)).conflicts == (("max_price_per_week", "min_local_workers_share"),)


def test_half_a_point_counts_up() -> None:
    """80.5 points are 81."""
    case = example_case("GM1783").with_input("a", "rent_regulated", "yes").with_input("a", "rent_points", 80.5)
    limit = load().max_rent_shared(81)
    assert limit is not None
    assert norm(case, "max_rent").limit == limit.value


def test_sft_names_its_conditions_and_the_rent_that_is_not_regulated() -> None:
    case = example_case("GM1783").with_input("d", "subsidy_scheme", "sft").with_input("d", "rent_regulated", "no")
    codes = {notice.code for notice in run_case(case).options["d"].warnings}
    assert {"check_scheme_sft", "check_scheme_social_rent"} <= codes
    regulated = {n.code for n in run_case(case.with_input("d", "rent_regulated", "yes")).options["d"].warnings}
    assert "check_scheme_social_rent" not in regulated


def test_the_guarantee_is_for_self_contained_homes_only() -> None:
    case = replace(
        example_case("GM1783"), options=(replace(example_case("GM1783").option("d"), variant="relocatable"),)
    )
    guarantee: dict[str, float | str] = {"rent_regulated": "yes", "guarantee_use": "on", "guaranteed_share": 0.4}
    for key, value in guarantee.items():
        case = case.with_input("d", key, value)
    assert run_case(case.with_input("d", "rent_table", "home"))
    with pytest.raises(BadInput, match="guarantee_use"):
        run_case(case.with_input("d", "rent_table", "room"))


def test_frames_are_kept_in_the_case_file() -> None:
    case = framed(max_price_per_week=130, latest_opening_date="2028-02-01")
    assert read_case(write_case(case)).frames == case.frames


def test_an_unknown_frame_is_refused_with_the_known_ones() -> None:
    with pytest.raises(BadInput, match="max_viability_gap"):
        read_case(write_case(example_case("GM1783")) | {"frames": {"max_profit": 3}})


@pytest.mark.parametrize("key", FRAMES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_frame_has_words(key: str, language: str) -> None:
    assert text(f"frame_{key}", language)


@pytest.mark.parametrize("scheme", ["sft", "rthf"])
def test_schemes_for_homes_are_refused_for_lodging(scheme: str) -> None:
    with pytest.raises(BadInput, match="lodging"):
        run_case(example_case("GM1783").with_input("a", "subsidy_scheme", scheme))


def test_a_local_line_without_an_amount_is_refused() -> None:
    with pytest.raises(BadInput, match="enforcement_cost"):
        run_case(example_case("GM1783").with_input("a", "enforcement_use", "local"))


def test_the_relocation_guarantee_is_refused_for_lodging() -> None:
    with pytest.raises(BadInput, match="guarantee_use"):
        run_case(example_case("GM1783").with_input("a", "guarantee_use", "on"))


def test_a_contribution_asks_for_a_state_aid_check() -> None:
    result = run_case(example_case("GM1783").with_input("a", "municipal_contribution", 100_000.0))
    assert any("state aid" in notice.text("en") for notice in result.options["a"].warnings)


def test_a_ground_rent_below_the_municipalitys_interest_names_the_law() -> None:
    case = (
        example_case("GM1783").with_input("a", "municipal_land_share", 1.0).with_input("a", "ground_lease_rate", 0.01)
    )
    assert any("Markt en Overheid" in notice.text("nl") for notice in run_case(case).options["a"].warnings)
