"""The years in which debt outlives a take-up contract are named."""

from __future__ import annotations

from typing import Any

import pytest

from model.case import read_case
from model.engine.run import run_case
from model.readings.take_up import take_up_reading
from tests.support.one_option import one_option

LOAN: dict[str, Any] = {
    "term_years": 15,
    "construction_months": 0,
    "loan_share": 0.5,
    "loan_years": 12,
    "loan_type": "linear",
    "loan_payments_per_year": 1,
    "loan_grace_years": 0,
    "loan_sizing": "share",
    "occupancy": 0.9,
    "take_up_share": 0.6,
    "take_up_years": 5,
}


def said(**inputs: Any) -> str:  # noqa: ANN401
    reading = take_up_reading(run_case(read_case(one_option({**LOAN, **inputs}))).options["o"].computed)
    assert reading is not None
    return reading.text("nl").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        (
            {},
            "Een afnamecontract dekt 60% van de bedden tot 5 jaar na de opening; de schuld loopt 7 jaar langer door."
            " Dan rekent de zaak met een bezetting van 90% waaraan niemand zich bindt.",
        ),
        (
            {"take_up_years": 12},
            "Een afnamecontract dekt 60% van de bedden tot 12 jaar na de opening; de schuld is dan afgelost.",
        ),
        (
            {"loan_share": 0},
            "Een afnamecontract dekt 60% van de bedden tot 5 jaar na de opening; de schuld is dan afgelost.",
        ),
        (
            {"take_up_share": 0},
            "Zonder afnamecontract: de zaak rekent de hele termijn met een bezetting van 90%"
            " waaraan niemand zich bindt.",
        ),
    ],
)
def test_how_long_debt_outlives_the_contract_is_said(inputs: dict[str, Any], words: str) -> None:
    """A loan of twelve yearly payments from the opening on, beside a contract of five or twelve years."""
    assert said(**inputs) == words


def test_construction_comes_before_the_contract_and_counts_for_the_debt() -> None:
    """Opened after a year: the contract ends six years after the start, the last of twelve payments later."""
    assert "langer door" in said(construction_months=12)


def test_own_lines_have_no_contract() -> None:
    own = {"id": "o", "type": "own", "inputs": {"term_years": 5}}
    result = run_case(read_case({**one_option({}), "options": [own]}))
    assert take_up_reading(result.options["o"].computed) is None
