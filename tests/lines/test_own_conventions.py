"""Own lines: the conventions one by one, each with a sum a reader can redo by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from model.case import read_case, write_case
from model.engine.results import OptionResult
from model.engine.run import run_case


def case_data(
    lines: list[dict[str, Any]], years: int = 10, m: int = 1, kind: str = "own", **inputs: Any
) -> dict[str, Any]:
    named = [{"label": f"line {count}", **line} for count, line in enumerate(lines, start=1)]
    return {
        "schema_version": 1,
        "name": "own",
        "municipality": "GM1783",
        "beds": 100,
        "start_date": "2027-01-01",
        "price_level_date": "2020-01-01",
        "horizon_years": years,
        "periods_per_year": m,
        "options": [{"id": "o", "type": kind, "inputs": {"discount_rate": 0.0, **inputs}, "own_lines": named}],
    }


def run(lines: list[dict[str, Any]], years: int = 10, m: int = 1, kind: str = "own", **inputs: Any) -> OptionResult:
    return run_case(read_case(case_data(lines, years, m, kind, **inputs))).options["o"]


PRICE = {"kind": "investment", "amount": 1000}


def row(result: OptionResult, key: str) -> list[float]:
    return [round(value, 6) for value in result.lines[key]]


class TestWhenAnAmountFalls:
    def test_once_falls_in_the_last_period_of_its_year(self) -> None:
        assert row(run([{**PRICE, "from": 2}], years=3, m=4), "own_1") == [0] * 8 + [1000] + [0] * 4

    def test_a_year_amount_is_spread_over_the_year_and_falls_whole_at_the_start(self) -> None:
        rent = {"kind": "revenue", "amount": 1200, "from": 0, "to": 1}
        assert row(run([rent], years=2, m=4), "revenue") == [1200, 300, 300, 300, 300, 0, 0, 0, 0]

    def test_without_an_end_a_line_runs_to_the_end_of_the_term_not_of_the_horizon(self) -> None:
        result = run([{"kind": "revenue", "amount": 7}], years=10, term_years=3)
        assert row(result, "revenue") == [0, 7, 7, 7]

    def test_an_end_value_without_a_year_falls_at_the_end_of_the_term(self) -> None:
        lines = [{"kind": "terminal_value", "amount": 500}, {"kind": "end_cost", "amount": 80}]
        result = run(lines, years=4)
        assert row(result, "project_cash_flow") == [0, 0, 0, 0, 420]
        assert row(run(lines, years=4, term_years=2), "project_cash_flow") == [0, 0, 420]

    def test_an_end_value_without_a_year_is_saved_without_one(self) -> None:
        data = case_data([{"kind": "terminal_value", "amount": 500}])
        written = write_case(read_case(data))
        assert "from" not in written["options"][0]["own_lines"][0]
        assert read_case(written) == read_case(data)

    @pytest.mark.parametrize(
        ("growth_from", "expected"),
        [(0, [110, 121, 133.1]), (1, [100, 110, 121]), (2, [100, 100, 110]), (5, [100, 100, 100])],
    )
    def test_growth_counts_from_its_own_year_whatever_the_price_level(
        self, growth_from: int, expected: list[float]
    ) -> None:
        line = {"kind": "revenue", "amount": 100, "from": 0, "growth": 0.1, "growth_from": growth_from}
        assert row(run([line], years=2), "revenue") == expected


class TestInvestment:
    def test_an_investment_after_the_start_is_in_the_cash_flow_but_not_in_investment_or_loan(self) -> None:
        result = run([PRICE, {**PRICE, "amount": 400, "from": 2}], years=3, loan_share=0.5)
        assert result.metrics["investment"] == 1000
        assert result.metrics["loan_amount"] == 500
        assert row(result, "project_cash_flow") == [-1000, 0, -400, 0]
        assert [notice.code for notice in result.warnings].count("own_investment_later") == 1

    def test_construction_months_make_it_part_of_the_investment(self) -> None:
        result = run([PRICE, {**PRICE, "amount": 400, "from": 2}], years=5, loan_share=0.5, construction_months=24)
        assert result.metrics["investment"] == 1400
        assert "own_investment_later" not in [notice.code for notice in result.warnings]


class TestDebtCover:
    def test_rent_in_advance_at_the_start_is_not_income_of_year_1(self) -> None:
        """Rent of 100 at the start and in years 1 and 2; interest 5% of 1,000 = 50: cover 2 in both years."""
        rent = {"kind": "revenue", "amount": 100, "from": 0}
        result = run([PRICE, rent], years=2, loan_amount=1000, loan_rate=0.05, loan_type="bullet", loan_years=5)
        assert result.metrics["dscr_min"] == pytest.approx(2)
        assert result.metrics["dscr_average"] == pytest.approx(2)

    def test_income_below_zero_gives_a_cover_below_zero_and_no_loan_by_dscr(self) -> None:
        lines = [PRICE, {"kind": "operating_cost", "amount": 100}]
        loan: dict[str, Any] = {"loan_rate": 0.05, "loan_type": "bullet", "loan_years": 5}
        assert run(lines, years=2, loan_amount=1000, **loan).metrics["dscr_min"] == pytest.approx(-2)
        assert run(lines, years=2, loan_sizing="dscr", **loan).metrics["loan_amount"] == 0

    def test_years_after_the_last_payment_do_not_count(self) -> None:
        """100 a year; a linear loan of 100 over 2 years without interest: cover 2 in two years."""
        result = run(
            [PRICE, {"kind": "revenue", "amount": 100}], loan_amount=100, loan_rate=0, loan_years=2, loan_type="linear"
        )
        assert result.metrics["dscr_average"] == pytest.approx(2)


class TestResidualLandValue:
    def test_without_a_land_line_it_is_the_value_of_the_project(self) -> None:
        assert run([PRICE, {"kind": "revenue", "amount": 150}]).metrics["residual_land_value"] == pytest.approx(500)

    def test_it_excludes_the_vat_that_stays_a_cost(self) -> None:
        """1,500 of rent pays for 1,000 of building and 500 of land with 21% VAT: 500 / 1.21."""
        land = {"kind": "investment", "amount": 300, "land": True, "vat_rate": 0.21}
        result = run([PRICE, land, {"kind": "revenue", "amount": 150}])
        assert result.metrics["residual_land_value"] == pytest.approx(500 / 1.21)

    def test_land_paid_later_may_cost_more(self) -> None:
        """Worth 100 at the start, paid after two years at 10%: 121."""
        land = {"kind": "investment", "amount": 50, "land": True, "from": 2}
        lines = [PRICE, land, {"kind": "revenue", "amount": 1100, "from": 0, "to": 0}]
        assert run(lines, discount_rate=0.1).metrics["residual_land_value"] == pytest.approx(121)

    def test_a_land_line_without_an_amount_asks_what_the_land_may_cost(self) -> None:
        land = {"kind": "investment", "amount": 0, "land": True, "vat_rate": 0.21}
        result = run([PRICE, land, {"kind": "revenue", "amount": 150}])
        assert result.metrics["residual_land_value"] == pytest.approx(500 / 1.21)

    def test_at_that_price_nothing_is_left(self) -> None:
        land = {"kind": "investment", "amount": 300, "land": True, "vat_rate": 0.21, "from": 3, "growth": 0.02}
        lines = [PRICE, land, {"kind": "revenue", "amount": 190}]
        value = run(lines, discount_rate=0.06).metrics["residual_land_value"]
        assert value is not None
        # The line's amount is the price at the growth factor of year 3.
        priced = {**land, "amount": value / 1.02**2}
        assert run([PRICE, priced, lines[2]], discount_rate=0.06).metrics["npv"] == pytest.approx(0, abs=1e-6)


class TestCorporateTax:
    TAX: Mapping[str, Any] = {
        "tax_regime": "corporate",
        "tax_low_rate": 0.2,
        "tax_high_rate": 0.2,
        "loss_threshold": 1e6,
        "loss_share_above": 0.5,
    }

    def test_each_investment_is_written_off_from_when_it_is_made(self) -> None:
        """1,000 over 10 years from year 1 and 400 made at the end of year 3 from year 4: 100, then 140 a year."""
        lines = [PRICE, {**PRICE, "amount": 400, "from": 3}]
        result = run(lines, years=5, depreciation_years=10, **self.TAX)
        assert row(result, "depreciation") == [0, 100, 100, 100, 140, 140]

    def test_land_is_never_written_off_and_counts_at_the_sale(self) -> None:
        """Building 1,000 over 10 years, land 500; sold for 1,700 after 2 years: gain 1,700 - 800 - 500 = 400."""
        lines = [PRICE, {**PRICE, "amount": 500, "land": True}, {"kind": "terminal_value", "amount": 1700}]
        result = run(lines, years=2, depreciation_years=10, **self.TAX)
        assert row(result, "depreciation") == [0, 100, 100]
        assert row(result, "exit_gain") == [0, 0, 400]
        # Year 1: loss of 100, set off against 400 - 100 in year 2.
        assert row(result, "corporate_tax") == [0, 0, 40]

    def test_own_land_beside_a_standard_option_is_not_written_off_either(self) -> None:
        """The land line changes neither the building's book value nor its depreciation."""
        own_land = {"kind": "investment", "amount": 500_000, "land": True}
        with_land = run([own_land], kind="short_stay", woz_value_per_bed=0, tax_regime="corporate")
        without = run([], kind="short_stay", woz_value_per_bed=0, tax_regime="corporate")
        assert row(with_land, "depreciation") == row(without, "depreciation")

    def test_a_subsidy_up_to_completion_lowers_the_cost_a_later_one_is_income(self) -> None:
        lines = [PRICE, {"kind": "subsidy", "amount": 200}, {"kind": "subsidy", "amount": 90, "per": "year", "from": 1}]
        result = run(lines, years=2, depreciation_years=10, **self.TAX)
        assert row(result, "depreciation") == [0, 80, 80]
        assert row(result, "profit")[1] == 10

    def test_losses_above_a_million_of_profit_are_set_off_for_half(self) -> None:
        """Loss of 3 million in year 1; profit of 2 million in year 2: 1 + 1/2 million set off; tax over 0.5 million."""
        lines = [
            {"kind": "operating_cost", "amount": 3e6, "to": 1},
            {"kind": "revenue", "amount": 2e6, "from": 2, "to": 2},
        ]
        assert row(run(lines, years=3, **self.TAX), "corporate_tax") == [0, 0, 100_000, 0]

    def test_months_pay_the_tax_of_their_year_in_its_last_month(self) -> None:
        tax = row(run([{"kind": "revenue", "amount": 1200}], years=2, m=12, **self.TAX), "corporate_tax")
        assert tax == [0] * 12 + [240] + [0] * 11 + [240]


class TestPayback:
    def test_it_is_linear_within_the_period(self) -> None:
        assert run([PRICE, {"kind": "revenue", "amount": 400}]).metrics["payback_years"] == pytest.approx(2.5)

    def test_nothing_paid_yet_is_not_paid_back(self) -> None:
        """1,000 out at the end of year 2, 500 a year from year 3: back at the end of year 4."""
        lines = [{**PRICE, "from": 2}, {"kind": "revenue", "amount": 500, "from": 3}]
        assert run(lines).metrics["payback_years"] == 4

    def test_a_subsidy_that_covers_the_outlay_pays_back_at_once(self) -> None:
        assert run([PRICE], subsidy_at_start=1000).metrics["payback_years"] == 0

    BUILT = (
        {"kind": "investment", "amount": 100, "from": 0},
        {"kind": "investment", "amount": 500, "from": 1},
        {"kind": "investment", "amount": 400, "from": 2},
        {"kind": "revenue", "amount": 200, "from": 3},
    )
    """Two years of building for 1,000, then 200 a year."""

    def test_a_subsidy_larger_than_the_first_payment_pays_nothing_back_while_the_building_is_still_to_be_paid(
        self,
    ) -> None:
        """300 - 100 = 200 at the start, -300 and -700 at the ends of years 1 and 2; +200 a year: 0 after 5.5 years."""
        outcome = run([*self.BUILT], construction_months=24, subsidy_at_start=300)
        assert row(outcome, "cumulative_cash_flow")[:7] == [200, -300, -700, -500, -300, -100, 100]
        assert outcome.metrics["payback_years"] == pytest.approx(5.5)

    def test_a_subsidy_does_not_count_as_paid_back_where_the_rest_never_is(self) -> None:
        """-700 after building and 50 a year for eight years: -300 at the end."""
        rent = {"kind": "revenue", "amount": 50, "from": 3}
        outcome = run([*self.BUILT[:3], rent], construction_months=24, subsidy_at_start=300)
        assert outcome.metrics["payback_years"] is None
        assert outcome.reasons["payback_years"].code == "no_payback"

    def test_a_subsidy_that_covers_all_of_the_building_pays_back_at_completion(self) -> None:
        """900, 400 and 0: lowest, and not below zero, at the end of year 2."""
        outcome = run([*self.BUILT], construction_months=24, subsidy_at_start=1000)
        assert outcome.metrics["payback_years"] == pytest.approx(2)

    @pytest.mark.parametrize("m", [1, 4, 12])
    def test_the_moment_does_not_depend_on_the_width_of_a_period(self, m: int) -> None:
        """1,000 in the last period of year 2, then 200 a year evenly: 700 takes 3.5 years."""
        built = {"kind": "investment", "amount": 1000, "from": 2}
        outcome = run([built, self.BUILT[3]], m=m, construction_months=24, subsidy_at_start=300)
        assert outcome.metrics["payback_years"] == pytest.approx(5.5)

    def test_a_mix_is_paid_back_after_the_completion_of_its_last_part(self) -> None:
        """One part: 300 - 100 at the start. The other: 600 at the end of year 2, then 200 a year: 0 after year 4."""
        data = case_data([{"kind": "investment", "amount": 100, "from": 0}], subsidy_at_start=300)
        later = [{"kind": "investment", "amount": 600, "from": 2}, {"kind": "revenue", "amount": 200, "from": 3}]
        other = case_data(later, construction_months=24)["options"][0] | {"id": "p"}
        parts = [{"option": "o", "share": 0.5}, {"option": "p", "share": 0.5}]
        data["options"] += [other, {"id": "mix", "type": "mix", "components": parts}]
        outcome = run_case(read_case(data)).options["mix"]
        assert row(outcome, "cumulative_cash_flow")[:5] == [200, 200, -400, -200, 0]
        assert outcome.metrics["payback_years"] == pytest.approx(4)

    def test_never_has_its_reason(self) -> None:
        result = run([PRICE, {"kind": "revenue", "amount": 5}])
        assert result.metrics["payback_years"] is None
        assert result.reasons["payback_years"].code == "no_payback"


class TestPriceAndAnnualValue:
    def test_no_revenue_in_year_1_gives_no_price_but_a_reason(self) -> None:
        result = run([PRICE, {"kind": "revenue", "amount": 500, "from": 2}])
        assert result.metrics["cost_recovery_price_per_bed_week"] is None
        assert result.reasons["cost_recovery_price_per_bed_week"].code == "no_revenue_year_1"

    def test_inflation_per_year_counts_with_its_mean_over_the_term(self) -> None:
        """3% up to 2031 and 1% from 2032 on: from 2027 to 2037 four steps of 3% and six of 1%."""
        lines = [PRICE, {"kind": "revenue", "amount": 200}]
        inflation = (1.03**4 * 1.01**6) ** (1 / 10) - 1
        annual = run(lines, discount_rate=0.08, inflation={"2026": 0.03, "2032": 0.01}).metrics[
            "equivalent_annual_value"
        ]
        assert annual == pytest.approx(
            run(lines, discount_rate=0.08, inflation=inflation).metrics["equivalent_annual_value"]
        )


class TestFirstYear:
    def test_yields_and_price_are_of_year_1(self) -> None:
        lines = [PRICE, {"kind": "revenue", "amount": 80, "growth": 0.05}, {"kind": "operating_cost", "amount": 20}]
        metrics = run(lines).metrics
        assert metrics["gross_initial_yield"] == pytest.approx(0.08)
        assert metrics["net_initial_yield"] == pytest.approx(0.06)

    @pytest.mark.parametrize("m", [1, 4, 12])
    def test_with_construction_they_are_of_the_first_year_after_completion(self, m: int) -> None:
        lines = [PRICE, {"kind": "revenue", "amount": 80, "from": 2, "growth": 0.5, "growth_from": 3}]
        assert run(lines, m=m, construction_months=12).metrics["gross_initial_yield"] == pytest.approx(0.08)

    def test_half_a_year_of_construction_counts_two_halves(self) -> None:
        """Six months at 80 a year and six at 120: 100."""
        lines = [PRICE, {"kind": "revenue", "amount": 80, "growth": 0.5}]
        assert run(lines, m=4, construction_months=6).metrics["gross_initial_yield"] == pytest.approx(0.1)


class TestTwoLedgers:
    @pytest.mark.parametrize(
        ("kind", "sign"), [("operating_cost", 1), ("end_cost", 1), ("subsidy", -1), ("revenue", -1)]
    )
    def test_what_the_operator_pays_the_municipality_receives(self, kind: str, sign: int) -> None:
        line = {"kind": kind, "amount": 70, "per": "once", "from": 1, "counterparty": "municipality"}
        result = run([PRICE, line], municipality_discount_rate=0)
        assert result.metrics["npv"] == pytest.approx(-1000 - sign * 70)
        assert result.metrics["municipality_npv"] == pytest.approx(sign * 70)

    def test_what_the_municipality_pays_the_operator_is_a_subsidy_to_it(self) -> None:
        line = {"kind": "operating_cost", "amount": 70, "per": "once", "from": 1, "ledger": "municipality"}
        result = run([PRICE, line | {"counterparty": "operator"}], discount_rate=0, municipality_discount_rate=0)
        assert result.lines["subsidies"] == (0.0, 70.0, *[0.0] * 9)
        assert result.metrics["municipality_npv"] == pytest.approx(-70)
