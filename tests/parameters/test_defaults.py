"""What the defaults are, against the numbers in their sources and arithmetic by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from market_data import load
from market_data.overlay import overlay_file
from model.case import read_case
from model.case.example import example_case
from model.engine.resolve import Provenance, resolve_option
from model.engine.run import run_case
from model.parameters.law import law, law_steps, proposals
from model.parameters.rules import home_value_per_m2
from model.parameters.situation import Situation
from model.parameters.table import Default, default_row, defaults, parameters, sources


def default(
    key: str,
    kind: str = "short_stay",
    variant: str = "",
    town: str = "GM1783",
    price_level: str = "2026-01-01",
    overlay: bytes = b"",
) -> Provenance:
    case = read_case(
        {
            "schema_version": 1,
            "municipality": town,
            "beds": 10,
            "start_date": "2027-01-01",
            "price_level_date": price_level,
            "options": [{"id": "x", "type": kind, **({"variant": variant} if variant else {})}],
        }
    )
    market = overlay_file(load(), overlay, "lokaal.csv") if overlay else load()
    return resolve_option(case, case.options[0], market).provenance[key]


IN_THE_SOURCE = {
    "term_permit_flex": (10, 15),
    "term_office_lodging": (20,),
    "term_first_location": (10, 15, 30),
    "akf_2026": (15,),
    "capex_flex_unit_2022_rvb": (100_402,),
    "beds_per_unit_flex": (4,),
    "leges_high": (0.0011, 0.0567),
    "price_includes_taxes_2019": (0,),
    "relocation_share_leiden": (0.3,),
    "ltv_max": (0.7, 0.9),
    "rent_cover_min": (1.25,),
    "index_cost_grex": (0.02, 0.035),
    "depreciation_flex_onsdoel": (25,),
    "vpb_bracket": (200_000,),
    "discount_grex": (0.02,),
    "interest_grex": (0.0092, 0.015),
    "subsidy_realisatiestimulans": (7000,),
    "subsidy_rthf_fee": (1000, 0.6, 0.25),
    "residual_max_fakton": (0.85,),
    "roemer_norm": (5.5,),
    "snf_toilet": (8,),
    "snf_shower": (8,),
}
"""The numbers that stand in each source, in our units. The middle of 0.11% and 5.67%
is derived by formula."""

MINIMUM_WAGE = 14.71
DERIVED: dict[str, tuple[tuple[float, float], ...]] = {
    "permit_fee_share": (((0.0011 + 0.0567) / 2, 0.0002),),
    "vat_taxed_share": ((1.0, 0),),
    "price_per_bed_week": (
        (0.25 * 40 * MINIMUM_WAGE, 0.005),
        (0.25 * 36 * MINIMUM_WAGE, 0.005),
        (417.73 * 12 * 7 / 365 + (550 + 260 + 2_500 / 7) * 1.21 * 7 / 365, 0.01),
    ),
    "levies_cost": ((1_051 / 4, 0.005),),
    "building_cost_per_bed": ((100_402 / 4, 0.005),),
    "land_price_per_bed": ((1_480_000 / 28 / 2, 50),),
    "site_preparation_per_bed": ((2_000_000 / 84 / 4, 50),),
    "residual_share": ((1 - 15 / 25, 0),),
    "building_cost_per_m2": (
        ((3_022 - 355) / 1.21 / 1.17 * 127.1 / 110.2, 25),
        ((515 + 1_752) / 2 * 127.1 / 126, 25),
    ),
}
"""What the formula of a derived default comes to, and how far it is rounded: to 50 euros or to a cent.

A highest rent is rounded down."""

SUPPORTED = [
    row
    for rows in defaults().values()
    for row in rows
    if row.status in {"sourced", "derived"} and row.source_id and isinstance(row.typical, float) and not row.rule
]


@pytest.mark.defaults
@pytest.mark.parametrize("row", SUPPORTED, ids=lambda row: f"{row.key} {row.option} {row.variant}".strip())
def test_a_number_marked_as_supported_is_the_one_in_its_source(row: Default) -> None:
    if row.status == "derived" and row.key in DERIVED:
        typical = row.typical
        assert isinstance(typical, float)
        assert any(abs(typical - amount) <= rounded + 1e-9 for amount, rounded in DERIVED[row.key])
    else:
        assert row.typical in IN_THE_SOURCE[row.source_id]


@pytest.mark.defaults
@pytest.mark.parametrize("row", SUPPORTED, ids=lambda row: f"{row.key} {row.option} {row.variant}".strip())
def test_an_end_of_a_range_that_no_source_gives_is_called_an_assumption(row: Default) -> None:
    given = IN_THE_SOURCE.get(row.source_id, ())
    ends = {value for value in (row.low, row.high) if value is not None and value not in given}
    said = f"{row.reason_nl} {row.formula_nl}".lower()
    assert not ends or "aanname" in said or "bandbreedte" in said


@pytest.mark.parametrize(
    ("key", "dates"),
    [
        ("lodging_vat_rate", {"2019-01-01": 0.09, "2026-01-01": 0.21}),
        ("transfer_tax_home_rate", {"2023-01-01": 0.104, "2026-01-01": 0.08}),
        ("transfer_tax_non_home_rate", {"2023-01-01": 0.104}),
        ("thirty_night_rule", {"2019-01-01": 0, "2025-11-14": 1, "2028-07-01": 1}),
        ("tenancy_rule", {"2019-01-01": 0, "2025-11-14": 1}),
        (
            "deduction_share",
            {"2017-01-01": 0.25, "2026-01-01": 0.2, "2027-01-01": 0.15, "2028-01-01": 0.1, "2029-01-01": 0.05}
            | {"2030-01-01": 0},
        ),
    ],
)
def test_law_by_date(key: str, dates: dict[str, float]) -> None:
    assert {step.since.isoformat(): step.value for step in law()[key]} == dates


def test_what_is_proposed_is_never_in_force() -> None:
    """The thirty-night line is expected for 1-7-2028; the letter of 14-11-2025 names no date."""
    proposed = {
        (step.proposal, key, step.since) for key, steps in law().items() for step in steps if step.status == "proposed"
    }
    assert proposed == {
        ("thirty_nights", "thirty_night_rule", date(2028, 7, 1)),
        ("tenancy", "thirty_night_rule", date(2025, 11, 14)),
        ("tenancy", "tenancy_rule", date(2025, 11, 14)),
    }
    assert {key: proposal.since for key, proposal in proposals().items()} == {
        "thirty_nights": date(2028, 7, 1),
        "tenancy": None,
    }


@pytest.mark.parametrize("counted", [{}, {"thirty_nights": date(2028, 7, 1), "tenancy": date(2029, 1, 1)}])
def test_what_was_withdrawn_is_read_by_no_scenario(counted: dict[str, date]) -> None:
    """The phase-out of the deduction was dropped on 30-10-2025: a quarter stays, whatever else passes."""
    withdrawn = {(key, step.since) for key, steps in law().items() for step in steps if step.status == "withdrawn"}
    assert withdrawn == {("deduction_share", date(year, 1, 1)) for year in range(2026, 2031)}
    assert [step.value for step in law_steps("deduction_share", counted)] == [0.25]


def test_a_proposal_counts_from_the_day_that_is_given_and_what_two_bring_counts_once() -> None:
    """Both proposals take longer stays out of VAT: from the first of both days on."""
    counted = {"thirty_nights": date(2030, 1, 1), "tenancy": date(2029, 1, 1)}
    steps = law_steps("thirty_night_rule", counted)
    assert [(step.since, step.value) for step in steps] == [(date(2019, 1, 1), 0), (date(2029, 1, 1), 1)]


def test_corporate_tax_rates_are_assumed_and_cite_nobody() -> None:
    for key in ("tax_low_rate", "tax_high_rate"):
        assert [(step.status, step.source_id) for step in law()[key]] == [("assumed", "")]
        assert default(key).status == "assumption"


class TestPriceLevel:
    def test_every_amount_with_a_value_has_one_or_is_set_by_law_or_rule(self) -> None:
        """Amounts that are zero unless given, and thresholds in the law, have no price level."""
        set_by_law = {"loss_threshold", "revision_service_threshold"}
        without = {
            row.key
            for rows in defaults().values()
            for row in rows
            if parameters()[row.key].unit.startswith("eur")
            and isinstance(row.typical, float)
            and row.typical != 0
            and not row.price_year
            and not row.rule
        }
        assert without == set_by_law

    @pytest.mark.defaults
    def test_building_cost_is_indexed_from_the_middle_of_its_period(self) -> None:
        """West, year to September 2025: 1,628; the index of April 2025 is 121.9, of January 2026 127.1."""
        resolved = default("building_cost_per_m2", "mid_stay")
        assert resolved.value == pytest.approx(1628 * 127.1 / 121.9)
        assert "€ 1.628 per m² (West-Nederland, jaar t/m 9-2025)" in resolved.explanation_nl
        assert "127,1 (1-2026) / 121,9 (4-2025)" in resolved.explanation_nl

    @pytest.mark.parametrize(("town", "amount"), [("GM0014", 1247), ("GM1783", 1628)])
    def test_building_cost_is_that_of_the_part_of_the_country(self, town: str, amount: float) -> None:
        figure = load().lookup("building_cost_per_m2", town)
        assert figure is not None and figure.level == "landsdeel" and figure.value == amount

    @pytest.mark.defaults
    def test_a_unit_of_2022_is_indexed_with_the_series_named(self) -> None:
        """Building cost index July 2022 110.2, January 2026 127.1."""
        resolved = default("building_cost_per_unit")
        assert resolved.value == round(100_402 * 127.1 / 110.2, 2)
        assert resolved.status == "derived"
        assert (
            "100.402 (prijspeil 2022) × bouwkostenindex CBS 127,1 (1-2026) / 110,2 (7-2022)" in resolved.explanation_nl
        )

    def test_an_assumption_follows_the_price_level_of_the_case(self) -> None:
        """Collective wages 118.7 (2024) / 124.8 (2025, the newest)."""
        now = default("staff_cost_per_fte").value
        assert isinstance(now, float)
        assert default("staff_cost_per_fte", price_level="2024-01-01").value == round(now * 118.7 / 124.8, 2)

    def test_nothing_is_said_of_an_index_that_changes_nothing(self) -> None:
        assert "index" not in default("staff_cost_per_fte").explanation_nl


class TestLocalFigures:
    @pytest.mark.defaults
    def test_land_rests_on_the_value_of_homes_in_the_municipality(self) -> None:
        """Delft en Westland 4,386 per m2; Westland 447,000 against 394,282 in the region; 15 m2.

        Leased land 15%, bought serviced land 20%, an existing building 30%, each with a range of its own.
        """
        resolved = default("land_price_per_bed")
        per_bed = 4386 * 447_000 / 394_282 * 15
        assert (resolved.low, resolved.value, resolved.high) == pytest.approx(
            (per_bed * 0.05, per_bed * 0.15, per_bed * 0.25)
        )
        assert default("land_price_per_bed", "new_build", "permanent").value == pytest.approx(per_bed * 0.20)
        assert default("land_price_per_bed", "conversion", "office").value == pytest.approx(per_bed * 0.30)
        assert default("woz_value_per_bed", "new_build", "permanent").value == pytest.approx(per_bed * 0.60)
        assert resolved.status == "assumption"
        assert "WOZ gemeente € 447.000 (2024) / COROP € 394.282 (2024)" in resolved.explanation_nl

    @pytest.mark.defaults
    def test_an_own_home_value_moves_land_and_says_so(self) -> None:
        own = b"indicator;region_code;period;value;source\naverage_home_value;GM1783;2026;500000;eigen taxatie\n"
        resolved = default("land_price_per_bed", overlay=own)
        assert resolved.value == pytest.approx(4386 * 500_000 / 394_282 * 15 * 0.15)
        assert "€ 500.000 (2026)" in resolved.explanation_nl

    def test_a_newer_home_value_does_not_mix_years(self) -> None:
        """When CBS publishes 2025 for the municipality and 2024 for the region, 2024 is held against 2024."""
        newer = b"indicator;region_code;period;value;source\naverage_home_value;GM1783;2025;500000;x\n"
        market = overlay_file(load(), newer, "x.csv")
        figures = dict(market.figures)
        key = ("average_home_value", "GM1783")
        figures[key] = tuple(replace(figure, overlaid=False) for figure in figures[key])
        value = home_value_per_m2(Situation(replace(market, figures=figures), "GM1783", date(2026, 1, 1), {}))
        assert value is not None and value[1][1].value == 447_000

    @pytest.mark.parametrize(
        ("town", "share"),
        [
            ("GM1783", 0.05),
            ("GM0034", 0.05),
            ("GM0321", 0.05),
            ("GM0599", 0.065),
            ("GM0344", 0.07),
            ("GM0637", 0.07),
            ("GM0415", 0.07),
            ("GM0363", 0.125),
        ],
        ids=["Westland", "Almere", "Houten", "Rotterdam", "Utrecht", "Zoetermeer", "Landsmeer", "Amsterdam"],
    )
    def test_a_town_that_levies_a_share_of_the_price_starts_from_its_own(self, town: str, share: float) -> None:
        """Derived from lists in euros, of tier C; the by-law is to be confirmed."""
        basis, tariff = default("tourist_tax_basis", town=town), default("tourist_tax_share", town=town)
        assert basis.value == "share_of_price"
        assert (tariff.value, tariff.status, tariff.tier) == (pytest.approx(share), "derived", "C")
        assert tariff.low is not None and tariff.high is not None and tariff.low <= share <= tariff.high

    @pytest.mark.parametrize(
        ("town", "status", "tariff"),
        [
            ("GM0269", "sourced", 1.68),
            ("GM0779", "sourced", 1.60),
            ("GM0281", "assumption", 1.50),
            ("GM1507", "assumption", 1.38),
            ("GM0014", "assumption", 1.50),
        ],
        ids=["Oldebroek 2025", "Geertruidenberg 2024", "Tiel 2018", "Horst aan de Maas 2018", "Groningen, unknown"],
    )
    @pytest.mark.defaults
    def test_other_towns_start_from_their_own_amount_or_the_fallback_and_never_a_national_average(
        self, town: str, status: str, tariff: float
    ) -> None:
        """An old tariff is an assumption; the fallback says what it is."""
        assert default("tourist_tax_basis", town=town).value == "per_night"
        resolved = default("tourist_tax_per_night", town=town)
        assert (resolved.status, resolved.value) == (status, tariff)
        assert resolved.explanation_nl.startswith("terugval") == (town == "GM0014")

    @pytest.mark.parametrize(
        ("own", "basis"),
        [
            (b"tourist_tax_per_night;GM1783;2026;2,10;verordening", "per_night"),
            (b"tourist_tax_share_pct;GM0269;2026;6;verordening", "share_of_price"),
        ],
    )
    def test_an_advisers_own_tariff_goes_before_ours(self, own: bytes, basis: str) -> None:
        """A tariff per night for Westland, which levies a share; a share for Oldebroek, which levies an amount."""
        town = own.split(b";")[1].decode()
        overlay = b"indicator;region_code;period;value;source\n" + own + b"\n"
        resolved = default("tourist_tax_basis", town=town, overlay=overlay)
        assert (resolved.value, resolved.status) == (basis, "sourced")

    @pytest.mark.defaults
    def test_the_fund_cites_the_budget_it_was_read_in(self) -> None:
        """13,432,925 euros for the 35,903 inhabitants of Beekdaelen."""
        resolved = default("fund_inhabitant_base")
        assert resolved.value == pytest.approx(13_432_925 / 35_903)
        assert "Gemeente Beekdaelen" in resolved.source

    @pytest.mark.parametrize(
        ("key", "kind", "variant", "tier"),
        [
            ("building_cost_per_m2", "mid_stay", "", "A"),
            ("building_cost_per_m2", "conversion", "office", "D"),
            ("tourist_tax_per_night", "short_stay", "", "C"),
            ("minimum_wage_hour", "short_stay", "", "C"),
            ("price_per_bed_week", "short_stay", "", "C"),
        ],
    )
    def test_a_figure_has_the_tier_of_its_weakest_source(self, key: str, kind: str, variant: str, tier: str) -> None:
        assert default(key, kind, variant).tier == tier


def test_a_floor_area_in_whole_metres_is_a_floor_area() -> None:
    """A program may give 25 where a page gives 25.0; the land price of its rule follows both."""
    areas = {
        run_case(example_case("GM1783").with_input("a", "m2_per_bed", area)).options["a"].metrics["npv"]
        for area in (25, 25.0)
    }
    assert len(areas) == 1


def test_before_2024_the_first_hourly_wage_stands_in_and_says_so() -> None:
    """13.27 per hour from 1 January 2024; 2023 had 1,995.00 per month."""
    resolved = default("minimum_wage_hour", price_level="2023-07-01")
    assert (resolved.value, resolved.status) == (13.27, "assumption")
    assert "maandloon" in resolved.explanation_nl


class TestTraps:
    """What a careless reading of the sources would get wrong."""

    def test_the_deduction_is_a_quarter_under_the_law_in_force(self) -> None:
        assert default("deduction_share").value == 0.25

    def test_social_rent_schemes_are_off_by_default(self) -> None:
        for kind, variant in (
            ("short_stay", ""),
            ("mid_stay", ""),
            ("conversion", "hotel"),
            ("new_build", "relocatable"),
        ):
            assert default("subsidy_scheme", kind, variant).value == "none"
            assert default("subsidy_at_start", kind, variant).value == 0
            assert default("guarantee_use", kind, variant).value == "off"

    def test_no_default_rests_on_reception_of_refugees_or_crisis_prices(self) -> None:
        cited = {row.source_id for rows in defaults().values() for row in rows}
        assert not {
            source for source in cited if source.startswith(("shelter_", "capex_bed_2009", "price_bed_week_2009"))
        }

    def test_the_fund_does_not_use_weights_from_before_2023(self) -> None:
        assert not {key for key in sources() if key.startswith("gf_weight_2021")}

    def test_the_years_of_depreciation_of_flex_homes_are_no_source_for_other_buildings(self) -> None:
        row = default_row("depreciation_years", "new_build", "permanent")
        assert row is not None and row.status == "assumption"
