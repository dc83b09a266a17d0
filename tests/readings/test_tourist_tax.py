"""The reader sees the formula of the tourist tax: of 147.10 with 5% inside 5.84 a week without VAT, 5.79 with it."""

from __future__ import annotations

from typing import Any

import pytest

from model.case import read_case
from model.engine.run import run_case
from model.readings.tourist_tax import tourist_tax_reading
from tests.support.one_option import one_option

INPUTS: dict[str, Any] = {
    "price_per_bed_week": 147.10,
    "price_growth": 0,
    "vat_taxed_share": 1,
    "lodging_vat_rate": 0.21,
    "brp_share": 0,
    "tourist_tax_growth": 0,
}
SHARE = {"tourist_tax_share": 0.05}


def said(inputs: dict[str, Any], language: str = "nl") -> str | None:
    option = run_case(read_case(one_option({**INPUTS, **inputs}))).options["o"]
    reading = tourist_tax_reading(option.parts[0])
    return reading.text(language).replace("\xa0", " ") if reading else None


@pytest.mark.parametrize(
    ("inputs", "formula"),
    [
        (SHARE | {"tourist_tax_vat": "never"}, "€ 147,10 / (1 + 21% + 5%) × 5% = € 5,84 per week"),
        (SHARE | {"tourist_tax_vat": "in_price"}, "€ 147,10 / ((1 + 21%) × (1 + 5%)) × 5% = € 5,79 per week"),
        (SHARE | {"tourist_tax_form": "on_top"}, "€ 147,10 / (1 + 21%) × 5% = € 6,08 per week"),
        (SHARE | {"vat_taxed_share": 0}, "€ 147,10 / (1 + 0% + 5%) × 5% = € 7,00 per week"),
        ({"tourist_tax_per_night": 1.5}, "€ 1,50 per nacht × 7 = € 10,50 per week, waarvan 0% bovenop de prijs"),
        (SHARE | {"tourist_tax_passed_on": 0.5}, "gemiddeld € 5,93 per week, waarvan 50% bovenop de prijs"),
    ],
)
def test_the_formula_is_said_with_its_numbers(inputs: dict[str, Any], formula: str) -> None:
    """Half of it on top: 147.10 / (1.21 x 1.025) x 0.05 = 5.93."""
    assert formula in (said(inputs) or "")


def test_it_is_said_in_english_as_well() -> None:
    assert "€ 147.10 / (1 + 21% + 5%) × 5% = € 5.84 per week" in (
        said(SHARE | {"tourist_tax_vat": "never"}, "en") or ""
    )


def test_nothing_is_said_where_nobody_bears_it() -> None:
    assert said(SHARE | {"brp_share": 1}) is None
