"""Published examples, entered as case files; expected values are the publishers'."""

from __future__ import annotations

from typing import Any

import pytest

from model.case import read_case
from model.checks.published import published_cases, published_gaps
from model.engine.results import OptionResult
from model.engine.run import run_case


@pytest.mark.parametrize("published", published_cases(), ids=lambda published: str(published["name"]))
def test_published_pro_forma_is_reproduced_to_its_printed_digits(published: dict[str, Any]) -> None:
    gaps = list(published_gaps(published))
    assert len(gaps) == len(published["expected"]) > 0
    assert [gap for gap in gaps if not abs(gap.difference) <= gap.within] == []


def run_own(lines: list[dict[str, Any]], inputs: dict[str, Any], years: int, m: int = 1) -> OptionResult:
    data = {
        "schema_version": 1,
        "name": "published",
        "municipality": "GM1783",
        "beds": 100,
        "start_date": "2027-01-01",
        "price_level_date": "2026-01-01",
        "horizon_years": years,
        "periods_per_year": m,
        "options": [{"id": "o", "type": "own", "inputs": inputs, "own_lines": lines}],
    }
    return run_case(read_case(data)).options["o"]


class TestTenYearDcf:
    """The package cre.dcf 0.0.5, vignette 'Start in 5 lines' (K. Poisson, CRAN 2026).

    Price 10 mln, NOI 607,200 growing 2%, sale 13,179,154 in year 10, 8%; loan 60% at 4.5% over 10 years.
    """

    LINES = [
        {"label": "Price", "kind": "investment", "amount": 10_000_000, "per": "once", "from": 0},
        {"label": "NOI", "kind": "revenue", "amount": 607_200, "per": "year", "from": 1, "to": 10, "growth": 0.02},
        {"label": "Sale", "kind": "terminal_value", "amount": 13_179_154, "per": "once", "from": 10},
    ]

    def run(self, loan_type: str) -> OptionResult:
        inputs = {
            "discount_rate": 0.08,
            "loan_share": 0.6,
            "loan_rate": 0.045,
            "loan_years": 10,
            "loan_payments_per_year": 1,
            "loan_type": loan_type,
        }
        return run_own(self.LINES, inputs, 10)

    def test_project(self) -> None:
        metrics = self.run("bullet").metrics
        assert metrics["npv"] == pytest.approx(510_440, abs=1)
        assert metrics["irr"] == pytest.approx(0.0868, abs=5e-5)

    def test_bullet_loan(self) -> None:
        metrics = self.run("bullet").metrics
        assert metrics["equity_npv"] == pytest.approx(1_919_557, abs=1)
        assert metrics["equity_irr"] == pytest.approx(0.137, abs=5e-4)
        assert metrics["dscr_min"] == pytest.approx(2.25, abs=5e-3)

    def test_annuity_loan(self) -> None:
        metrics = self.run("annuity").metrics
        assert metrics["equity_npv"] == pytest.approx(1_422_367, abs=1)
        assert metrics["equity_irr"] == pytest.approx(0.111, abs=5e-4)
        assert metrics["dscr_min"] == pytest.approx(0.801, abs=5e-4)

    def test_income_by_year(self) -> None:
        published = [607200, 619344, 631731, 644365, 657253, 670398, 683806, 697482, 711432, 725660]
        assert self.run("bullet").lines["revenue"][1:] == pytest.approx(published, abs=1)


class TestViabilityGap:
    """Vlek et al., 'Investeren in vastgoed, grond en gebieden'.

    Inputs and definition published, values derived two ways.
    """

    def run(self, subsidy: float = 0.0) -> OptionResult:
        lines = [
            {"label": "Investering", "kind": "investment", "amount": 6_000_000, "per": "once", "from": 0},
            {"label": "Huur", "kind": "revenue", "amount": 300_000, "per": "year", "growth": 0.025},
            {"label": "Lasten", "kind": "operating_cost", "amount": 60_000, "per": "year", "growth": 0.025},
        ]
        return run_own(lines, {"discount_rate": 0.065, "subsidy_at_start": subsidy}, 50)

    def test_gap(self) -> None:
        assert self.run().metrics["viability_gap"] == pytest.approx(884_838.75, abs=1)

    def test_cost_recovery_rent(self) -> None:
        """The price per bed-week x 100 beds x 365/7 weeks is the rent of year 1."""
        price = self.run().metrics["cost_recovery_price_per_bed_week"]
        assert price is not None
        assert price * 100 * 365 / 7 == pytest.approx(341_516.05, abs=1)

    def test_irr_without_and_with_the_subsidy(self) -> None:
        assert self.run().metrics["irr"] == pytest.approx(0.05597, abs=1e-5)
        assert self.run(884_838.75).metrics["irr"] == pytest.approx(0.065, abs=1e-6)


class TestLoanTables:
    """cashflows (J.D. Velasquez), docstring tests: 1,000 at 10% nominal, ten quarterly payments."""

    def payments(self, **inputs: Any) -> tuple[list[float], float]:
        lines = [{"label": "Investment", "kind": "investment", "amount": 1000, "per": "once", "from": 0}]
        given = {"loan_amount": 1000, "loan_rate": 0.1, "loan_years": 2.5, "loan_payments_per_year": 4, **inputs}
        lines_ = run_own(lines, given, 3, m=4).lines
        return list(lines_["debt_service"][1:11]), sum(lines_["interest"])

    def test_linear(self) -> None:
        payments, interest = self.payments(loan_type="linear")
        assert payments == pytest.approx([125, 122.5, 120, 117.5, 115, 112.5, 110, 107.5, 105, 102.5], abs=0.006)
        assert interest == pytest.approx(137.5, abs=0.006)

    def test_linear_with_two_quarters_of_grace(self) -> None:
        payments, interest = self.payments(loan_type="linear", loan_grace_years=0.5)
        published = [25, 25, 150, 146.875, 143.75, 140.625, 137.5, 134.375, 131.25, 128.125]
        assert payments == pytest.approx(published, abs=0.006)
        assert interest == pytest.approx(162.5, abs=0.006)

    def test_bullet(self) -> None:
        payments, interest = self.payments(loan_type="bullet")
        assert payments[-1] == pytest.approx(1025, abs=0.006)
        assert interest == pytest.approx(250, abs=0.006)

    def test_annuity_instalment(self) -> None:
        """The published table's full instalment."""
        payments, _ = self.payments(loan_type="annuity")
        assert payments == pytest.approx([114.258763] * 10, abs=1e-5)
