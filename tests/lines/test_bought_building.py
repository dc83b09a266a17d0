"""A building that is bought: what of its price is land, for the end of the term, for tax and for what it may cost."""

from __future__ import annotations

from typing import Any

import pytest

from model.case import Option, read_case, shown_inputs
from model.engine.results import OptionResult
from model.engine.run import run_case
from model.lines.running_costs import COST_LINES

NO_COSTS: dict[str, Any] = {f"{name}_cost": 0 for name in COST_LINES} | {
    "property_tax_basis": "per_bed_year",
    "major_maintenance_share": 0,
    "tourist_tax_per_night": 0,
    "other_income_per_bed_year": 0,
}
CONVERSION: dict[str, Any] = NO_COSTS | {
    "term_years": 3,
    "construction_months": 0,
    "ramp_up_months": 0,
    "occupancy": 1,
    "price_per_bed_week": 5_000 * 7 / 365,
    "service_cost_per_bed_week": 0,
    "vat_taxed_share": 0,
    "price_growth": 0,
    "inflation": 0,
    "building_cost_growth": 0,
    "land_growth": 0.1,
    "general_vat_rate": 0,
    "land_tax_regime": "existing_non_home",
    "land_price_per_bed": 10_000,
    "purchase_land_share": 0.4,
    "acquisition_cost_share": 0.01,
    "building_cost_basis": "per_bed",
    "building_cost_per_bed": 4_000,
    "site_preparation_per_bed": 0,
    "soft_cost_share": 0,
    "permit_fee_share": 0,
    "contingency_share": 0,
    "furniture_per_bed": 0,
    "residual_share": 0.3,
    "loan_share": 0,
    "discount_rate": 0,
    "tax_regime": "corporate",
    "tax_bracket": 200_000,
    "depreciation_years": 10,
    "woz_value_per_bed": 12_000,
    "property_tax_growth": 0,
}
"""100 beds from 1 January 2027 for three years.

Bought for 1,000,000, of which 40% = 400,000 land and 600,000 building; transfer tax 10.4% = 104,000 and notary
1% = 10,000, so 1,114,000 in all, of which land 445,600 and building 668,400. Converted for 400,000. Earns
100 x 5,000 = 500,000 a year, exempt from VAT.
"""


def run(kind: str = "conversion", **inputs: Any) -> OptionResult:
    data = {
        "schema_version": 1,
        "name": "bought",
        "municipality": "GM1783",
        "beds": 100,
        "start_date": "2027-01-01",
        "price_level_date": "2027-01-01",
        "options": [{"id": "a", "type": kind, "inputs": CONVERSION | inputs}],
    }
    return run_case(read_case(data)).options["a"]


class TestEndOfTerm:
    def test_the_land_keeps_its_indexed_price_and_the_building_its_share(self) -> None:
        """Land 400,000 x 1.1^2 (2028 and 2029) = 484,000; bought 30% of 600,000; built 30% of 400,000."""
        lines = run().lines
        assert lines["land_residual"][3] == pytest.approx(484_000)
        assert lines["bought_residual"][3] == pytest.approx(180_000)
        assert lines["building_residual"][3] == pytest.approx(120_000)
        assert lines["residual_value"] == pytest.approx([0, 0, 0, 784_000])

    def test_npv_without_discounting_is_what_is_left_over(self) -> None:
        """-1,114,000 - 400,000 + 3 x 500,000 + 784,000."""
        assert run().metrics["npv"] == pytest.approx(770_000)

    def test_of_a_building_that_is_demolished_only_the_land_is_left(self) -> None:
        lines = run(end_of_term="dismantle", dismantle_cost_per_bed=0).lines
        assert lines["residual_value"][3] == pytest.approx(484_000)

    def test_what_was_built_moves_and_what_was_bought_stays_on_its_land(self) -> None:
        """Three more years: moving costs 25% of the 400,000 built; land x 1.1^5, both buildings at 30%."""
        move: dict[str, Any] = {"relocation_times": 1, "relocation_term_years": 3, "relocation_months": 0}
        lines = run(end_of_term="relocate", relocation_cost_share=0.25, **move).lines
        assert lines["relocation_costs"] == pytest.approx([0, 0, 0, 100_000, 0, 0, 0])
        assert lines["residual_value"][6] == pytest.approx(400_000 * 1.1**5 + 300_000)

    def test_a_sale_on_its_rent_is_of_land_and_building_together(self) -> None:
        """Rent 500,000 / 10% yield, no costs of buying or selling."""
        sale: dict[str, Any] = {"exit_yield": 0.1, "exit_buyers_costs": 0, "exit_selling_costs": 0}
        lines = run(residual_method="exit_yield", **sale).lines
        assert lines["residual_value"][3] == pytest.approx(5_000_000)

    def test_all_six_ledgers_still_add_up_to_nothing(self) -> None:
        assert run().lines["ledgers_sum"] == pytest.approx([0, 0, 0, 0], abs=1e-6)

    def test_the_price_it_may_cost_counts_both_parts_at_the_end(self) -> None:
        """A euro of price costs 1.114 and brings 0.4 x 1.21 + 0.6 x 0.3 = 0.664 at the end: 0.45 net.

        1,000,000 + 770,000 / 0.45 = 2,711,111; at that price nothing is left over.
        """
        value = run().metrics["residual_land_value"]
        assert value == pytest.approx(2_711_111.11)
        assert value is not None
        assert run(land_price_per_bed=value / 100).metrics["npv"] == pytest.approx(0, abs=1e-6)

    @pytest.mark.parametrize("regime", ["vat_building_land", "ground_lease"])
    def test_where_no_building_is_bought_all_of_it_is_land(self, regime: str) -> None:
        low, high = (run(land_tax_regime=regime, purchase_land_share=share) for share in (0, 1))
        assert low.metrics == high.metrics
        assert low.lines["corporate_tax"] == high.lines["corporate_tax"]


class TestCorporateTax:
    def test_three_years_by_hand(self) -> None:
        """In the books at the start: building 668,400 + 400,000 = 1,068,400 and land 445,600; together 1,514,000.

        Depreciation 1,068,400 / 10 = 106,840 a year, as long as the two together stay above WOZ 1,200,000:

        - 2027: 1,514,000 - 106,840 = 1,407,160; profit 500,000 - 106,840 = 393,160;
          tax 19% x 200,000 + 25.8% x 193,160 = 38,000 + 49,835.28;
        - 2028: 1,300,320; the same profit and tax;
        - 2029: 1,193,480 would be below WOZ, so 100,320 is left; sold for 784,000 with 1,200,000 in the books, a loss
          of 416,000; profit 500,000 - 100,320 - 416,000 = -16,320, so no tax and a loss to carry forward.
        """
        lines = run().lines
        assert lines["depreciation"] == pytest.approx([0, 106_840, 106_840, 100_320])
        assert lines["book_value_building"] == pytest.approx([1_068_400, 961_560, 854_720, 754_400])
        assert lines["exit_gain"] == pytest.approx([0, 0, 0, -416_000])
        assert lines["corporate_tax"] == pytest.approx([0, 87_835.28, 87_835.28, 0])
        assert lines["loss_pool"][3] == pytest.approx(16_320)

    def test_without_a_floor_the_building_is_depreciated_in_equal_parts(self) -> None:
        """1,068,400 over two years, nothing in the third; the land 445,600 is still there when it is sold."""
        lines = run(woz_value_per_bed=0, depreciation_years=2).lines
        assert lines["depreciation"] == pytest.approx([0, 534_200, 534_200, 0])
        assert lines["exit_gain"][3] == pytest.approx(784_000 - 445_600)

    def test_the_land_alone_above_the_woz_value_leaves_no_floor_for_the_building(self) -> None:
        """Land 80% of 1,114,000 = 891,200, WOZ 800,000: the rest, 222,800 + 400,000, is written off in a year."""
        lines = run(purchase_land_share=0.8, woz_value_per_bed=8_000, depreciation_years=1).lines
        assert lines["depreciation"] == pytest.approx([0, 622_800, 0, 0])

    def test_vat_that_stays_follows_the_part_it_was_paid_for(self) -> None:
        """VAT 210,000, transfer tax 104,000 and notary 10,000 on top of 1,000,000: of the 1,324,000, 60% is building.

        With works of 400,000 and 84,000 VAT: 794,400 + 484,000 = 1,278,400, over ten years.
        """
        bought: dict[str, Any] = {
            "land_tax_regime": "vat_option",
            "general_vat_rate": 0.21,
            "vat_taxed_share": 0,
            "woz_value_per_bed": 0,
        }
        lines = run(**bought).lines
        assert lines["depreciation"][1] == pytest.approx(127_840)

    def test_a_bought_building_is_depreciated_from_the_day_it_opens(self) -> None:
        """Converted during 2027: nothing that year, 106,840 in 2028."""
        lines = run(construction_months=12).lines
        assert lines["depreciation"][:3] == pytest.approx([0, 0, 106_840])

    def test_leased_land_is_not_in_the_books_and_is_taken_off_the_woz_value(self) -> None:
        """Works of 400,000 on leased land of 100,000: WOZ 420,000 counts both, so 320,000 is the floor of the building.

        40,000 a year to 360,000 and 320,000; in the third year the land, 10% dearer each January, counts 121,000: the
        floor is 299,000, and 21,000 is left.
        """
        leased = {"land_tax_regime": "ground_lease", "land_price_per_bed": 1_000, "woz_value_per_bed": 4_200}
        lines = run("mid_stay", **leased).lines
        assert lines["depreciation"] == pytest.approx([0, 40_000, 40_000, 21_000])

    def test_bought_as_land_only_nothing_of_the_price_is_depreciated(self) -> None:
        """Only the works of 400,000, over ten years; the land of 1,114,000 lifts the two above WOZ."""
        lines = run(purchase_land_share=1).lines
        assert lines["depreciation"] == pytest.approx([0, 40_000, 40_000, 40_000])


class TestWhoIsAsked:
    @pytest.mark.parametrize(
        ("option", "asked"),
        [
            (Option("a", "conversion"), True),
            (Option("a", "new_build", "permanent"), False),
            (Option("a", "short_stay"), False),
            (Option("a", "own"), False),
            (Option("a", "conversion", inputs={"land_tax_regime": "ground_lease"}), False),
            (Option("a", "mid_stay", inputs={"land_tax_regime": "existing_home"}), True),
            (Option("a", "new_build", "permanent", inputs={"land_tax_regime": "vat_option"}), True),
        ],
    )
    def test_the_part_that_is_land_is_asked_where_a_building_is_bought(self, option: Option, asked: bool) -> None:
        assert ("purchase_land_share" in shown_inputs(option)) is asked
