"""What a reader must know about a case, and why a result is none: each said when it is so, and only then."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from model.case import read_case
from model.evaluation import OptionResult, run_case


def own(lines: list[dict[str, Any]], **inputs: Any) -> OptionResult:
    option = {"id": "o", "type": "own", "inputs": {"term_years": 30, **inputs}, "own_lines": lines}
    data = {"schema_version": 1, "municipality": "GM1783", "beds": 1, "start_date": "2027-01-01", "options": [option]}
    return run_case(read_case(data), today=date(2027, 1, 1)).options["o"]


def flow(first: float, *later: float) -> OptionResult:
    """An option with these flows: the first at the start, one a year after it."""
    amounts = enumerate((first, *later))
    return own(
        [
            {"label": "x", "kind": "revenue" if amount > 0 else "operating_cost", "amount": abs(amount), "per": "once"}
            | {"from": year}
            for year, amount in amounts
            if amount
        ],
        term_years=len(later),
    )


def codes(option: OptionResult) -> list[str]:
    return [notice.code for notice in option.warnings]


BUILD = {"label": "Bouw", "kind": "investment", "amount": 1_000_000}


def test_a_rate_that_is_only_not_shown_to_be_unique_is_not_said_to_be_one_of_several() -> None:
    """-100, 225, -225, 125 is -100 (1 - 1.25 v)(1 - v + v^2): zero at v = 0.8 (25%) alone, for 1 - v + v^2 has no root.

    At 25% the balance goes from -100 to +100, so Soper's test does not show it: none, and a reason that is true.
    """
    option = flow(-100, 225, -225, 125)
    assert option.metrics["irr"] is None
    assert "niet is aangetoond dat maar één percentage" in option.reasons["irr"].text("nl")
    assert "not shown" in option.reasons["irr"].text("en")


@pytest.mark.parametrize(
    ("grace", "payments_per_year", "counted"),
    [(0.4, 1, 0), (0.5, 1, 1), (0.25, 2, 1), (1.1, 4, 4)],
)
def test_grace_years_that_are_no_whole_number_of_payments_are_told_as_they_are_counted(
    grace: float, payments_per_year: int, counted: int
) -> None:
    """Rounded half up to payments: 0.4 and 0.5 payments, half a payment of two a year, 4.4 of four a year."""
    loan = {"loan_amount": 100_000, "loan_years": 10, "loan_payments_per_year": payments_per_year}
    option = own([BUILD], **loan, loan_grace_years=grace)
    (found,) = (notice for notice in option.warnings if notice.code == "grace_payments_rounded")
    assert dict(found.values)["count"] == counted
    assert f"{counted} aflossingsvrije" in found.text("nl") and f"; {counted} payment" in found.text("en")


def test_grace_years_that_are_whole_payments_need_no_telling() -> None:
    loan = {"loan_amount": 100_000, "loan_years": 10, "loan_payments_per_year": 4}
    assert "grace_payments_rounded" not in codes(own([BUILD], **loan, loan_grace_years=0.75))
    assert "grace_payments_rounded" not in codes(own([BUILD], loan_years=10, loan_grace_years=0.3))


def test_a_loan_shorter_than_a_payment_is_told_to_have_one() -> None:
    """A quarter of a year at one payment a year is a quarter of a payment; a loan has at least one."""
    option = own([BUILD], loan_amount=100_000, loan_years=0.25, loan_payments_per_year=1, loan_grace_years=0)
    (found,) = (notice for notice in option.warnings if notice.code == "loan_payments_rounded")
    assert dict(found.values)["count"] == 1
