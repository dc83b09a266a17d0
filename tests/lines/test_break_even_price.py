"""The cost-recovery price is the price at which the value is zero, or none; leased land counts once."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from model.analyses.solve import solve
from model.case import read_case
from model.engine.results import OptionResult
from model.engine.run import run_case
from model.export.workbook.layout import place_models
from model.problems import BadInput
from tests.lines.test_second_opinion import random_standard_case
from tests.support.one_option import one_option
from tests.support.parity import differences, failed_checks, write
from tests.support.spreadsheet import Spreadsheet

PRICE = "cost_recovery_price_per_bed_week"
INPUTS: dict[str, Any] = {
    "term_years": 10,
    "construction_months": 0,
    "ramp_up_months": 0,
    "discount_rate": 0.06,
    "price_per_bed_week": 140,
    "service_cost_per_bed_week": 40,
    "occupancy": 0.9,
    "vat_taxed_share": 0,
    "price_growth": 0,
    "land_growth": 0,
    "land_price_per_bed": 5000,
    "land_tax_regime": "vat_building_land",
    "municipal_land_share": 1,
    "end_of_term": "stay",
    "residual_method": "exit_yield",
    "exit_yield": 0.08,
    "exit_buyers_costs": 0,
    "exit_selling_costs": 0,
    "ground_lease_rate": 0.03,
    "other_basis": "share_of_revenue",
    "other_cost": 0.05,
}


def data_of(**inputs: Any) -> dict[str, Any]:
    return one_option({**INPUTS, **inputs})


def run(**inputs: Any) -> OptionResult:
    return run_case(read_case(data_of(**inputs))).options["o"]


class TestThePriceItself:
    @pytest.mark.parametrize("method", ["exit_yield", "share_of_investment", "given_amount"])
    @pytest.mark.parametrize("regime", ["vat_building_land", "ground_lease"])
    def test_the_value_is_zero_at_it(self, method: str, regime: str) -> None:
        price = run(residual_method=method, land_tax_regime=regime).metrics[PRICE]
        again = run(residual_method=method, land_tax_regime=regime, price_per_bed_week=price)
        assert again.metrics["npv"] == pytest.approx(0, abs=0.01)
        assert again.metrics[PRICE] == pytest.approx(price, abs=1e-9)

    @pytest.mark.parametrize("seed", range(20))
    def test_the_value_is_zero_at_it_in_any_case(self, seed: int) -> None:
        """Every land regime, share with VAT, cost base, discounting and period; no subsidy, no service costs."""
        case = random_standard_case(random.Random(1000 + seed))
        inputs = case["options"][0]["inputs"]
        inputs |= {"subsidy_at_start": 0, "service_cost_per_bed_week": 0, "end_of_term": "stay"}
        inputs["residual_method"] = ("exit_yield", "share_of_investment", "exit_yield", "given_amount")[seed % 4]
        price = run_case(read_case(case)).options["o"].metrics[PRICE]
        assert price is not None
        inputs["price_per_bed_week"] = max(0.0, price)
        value = run_case(read_case(case)).options["o"].metrics["npv"]
        assert value is not None
        if price >= 0:
            assert value == pytest.approx(0, abs=0.01)
        else:
            assert value > 0, "without a price there is value left"

    def test_the_solver_finds_the_same_under_an_exit_yield(self) -> None:
        result = run_case(read_case(data_of()))
        answer = solve(result, "o", "price_per_bed_week")
        assert [solution.value for solution in answer.solutions] == pytest.approx(
            [result.options["o"].metrics[PRICE]], abs=1e-6
        )

    def test_a_mix_breaks_even_when_all_its_prices_move_by_one_factor(self) -> None:
        """Half of 140 and half of 120: at f x 140 and f x 120 the values add up to zero."""

        def mix(factor: float) -> OptionResult:
            data = data_of(price_per_bed_week=140 * factor)
            other = {
                **data["options"][0]["inputs"],
                "price_per_bed_week": 120 * factor,
                "residual_method": "given_amount",
            }
            parts = [{"option": "o", "share": 0.5}, {"option": "p", "share": 0.5}]
            data["options"] += [
                {"id": "p", "type": "short_stay", "inputs": other},
                {"id": "mix", "type": "mix", "components": parts},
            ]
            return run_case(read_case(data)).options["mix"]

        price = mix(1).metrics[PRICE]
        assert price is not None
        assert mix(price / 130).metrics["npv"] == pytest.approx(0, abs=0.01)


class TestCostsTiedToRevenue:
    SHARES = ("management", "cleaning", "other")
    SALE = {"residual_method": "given_amount", "residual_amount": 0}

    def shares(self, *amounts: float) -> OptionResult:
        given = {f"{name}_basis": "share_of_revenue" for name in self.SHARES}
        costs = {f"{name}_cost": amount for name, amount in zip(self.SHARES, amounts, strict=True)}
        # No VAT comes back, so a share that bears VAT takes 1.21 of itself: all VAT is left out here.
        return run(**self.SALE, **given, **costs, general_vat_rate=0)

    @pytest.mark.parametrize("amounts", [(0, 0, 1), (0.5, 0.25, 0.25), (0.7, 0.2, 0.1), (0.6, 0.6, 0), (1, 1, 1)])
    def test_of_all_of_it_or_more_no_price_recovers_the_costs(self, amounts: tuple[float, ...]) -> None:
        """What a euro more brings goes to these costs; 0.7 + 0.2 + 0.1 leaves 1e-16 of rounding, which is nothing."""
        outcome = self.shares(*amounts)
        assert outcome.metrics[PRICE] is None
        assert "geen enkele prijs dekt de kosten" in outcome.reasons[PRICE].text("nl")
        assert "no price recovers the costs" in outcome.reasons[PRICE].text("en")

    def test_of_less_a_price_does(self) -> None:
        assert self.shares(0.7, 0.2, 0.05).metrics[PRICE] is not None

    def test_the_vat_on_such_a_share_counts(self) -> None:
        """0.9 x 1.21 = 1.089 of revenue when no VAT comes back."""
        outcome = run(**self.SALE, vat_taxed_share=0, general_vat_rate=0.21, other_cost=0.9)
        assert outcome.reasons[PRICE].code == "no_price_recovers"

    def test_without_a_price_there_is_nothing_to_scale(self) -> None:
        outcome = run(price_per_bed_week=0, service_cost_per_bed_week=0)
        assert outcome.reasons[PRICE].code == "no_revenue"

    def test_a_share_of_more_than_all_revenue_is_refused_with_what_is_allowed(self) -> None:
        with pytest.raises(BadInput) as caught:
            run(other_cost=1.05)
        (problem,) = caught.value.problems
        assert problem.field == "o.other_cost"
        assert "hoogstens 1" in problem.text("nl") and "at most 1" in problem.text("en")

    def test_the_same_number_on_another_base_is_an_amount(self) -> None:
        assert run(other_basis="per_bed_year", other_cost=1.05).metrics["npv"] is not None

    @pytest.mark.parametrize("amounts", [(0.7, 0.2, 0.1), (0.6, 0.6, 0), (0.7, 0.2, 0.05)])
    def test_the_workbook_says_the_same(self, amounts: tuple[float, ...], tmp_path: Path) -> None:
        given = {f"{name}_basis": "share_of_revenue" for name in self.SHARES}
        costs = {f"{name}_cost": amount for name, amount in zip(self.SHARES, amounts, strict=True)}
        result = run_case(read_case(data_of(**self.SALE, **given, **costs, general_vat_rate=0)))
        recalculated = Spreadsheet(write(result, tmp_path)).recalculate()
        assert differences(result, place_models(result), recalculated) == []
        assert failed_checks(recalculated) == []


class TestLeasedLand:
    RENT = 100 * 0.9 * 365 / 7 * (140 - 40)
    """A year's rent, prices and VAT standing still."""

    def test_what_a_buyer_pays_is_the_owners_for_the_land_and_the_operators_for_the_rest(self) -> None:
        """Rent / 8% = 5,866,071 for building and land; 100 x 5,000 of it is the municipality's land."""
        outcome = run(land_tax_regime="ground_lease")
        assert outcome.lines["exit_value"][-1] == pytest.approx(self.RENT / 0.08 - 500_000)
        assert outcome.lines["municipality_land_value_at_end"][-1] == pytest.approx(500_000)

    def test_own_land_is_the_operators(self) -> None:
        assert run().lines["exit_value"][-1] == pytest.approx(self.RENT / 0.08)

    def test_it_returns_at_its_indexed_value(self) -> None:
        """Ten years from 1 January 2027 end in 2036, nine steps of 3% after the price level."""
        outcome = run(land_tax_regime="ground_lease", land_growth=0.03)
        assert outcome.lines["exit_value"][-1] == pytest.approx(self.RENT / 0.08 - 500_000 * 1.03**9)

    def test_all_parties_together_get_what_the_buyer_pays(self) -> None:
        """Owned or leased, what comes from outside at the end is one amount."""
        owned, leased = run(), run(land_tax_regime="ground_lease")
        for outcome in (owned, leased):
            at_end = outcome.lines["residual_value"][-1] + outcome.lines["municipality_land_value_at_end"][-1]
            assert at_end == pytest.approx(self.RENT / 0.08)
