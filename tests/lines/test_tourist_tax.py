"""Tourist tax of a week at 147.10 with 21% VAT, by what it is levied on and how it is charged."""

from __future__ import annotations

from typing import Any

import pytest

from model.case import read_case
from model.engine.results import OptionResult
from model.engine.run import run_case
from tests.support.one_option import one_option

PRICE = 147.10
INPUTS: dict[str, Any] = {
    "term_years": 5,
    "construction_months": 0,
    "ramp_up_months": 0,
    "occupancy": 1,
    "price_per_bed_week": PRICE,
    "price_growth": 0,
    "lodging_vat_rate": 0.21,
    "thirty_night_rule": 0,
    "vat_taxed_share": 1,
    "brp_share": 0,
    "minimum_wage_hour": 15,
    "minimum_wage_growth": 0,
    "hours_per_week": 40,
    "tourist_tax_basis": "share_of_price",
    "tourist_tax_share": 0.05,
    "tourist_tax_growth": 0,
    "tourist_tax_form": "in_price",
    "tourist_tax_vat": "in_price",
}
WEEKS = 100 * 365 / 7
"""Of 100 beds, a year."""


def run(**inputs: Any) -> OptionResult:
    return run_case(read_case(one_option({**INPUTS, **inputs}))).options["o"]


def per_week(option: OptionResult, key: str) -> float:
    return option.lines[key][1] / WEEKS


@pytest.mark.parametrize(
    ("inputs", "tax", "vat"),
    [
        ({"tourist_tax_vat": "never"}, PRICE / 1.26 * 0.05, PRICE / 1.26 * 0.21),
        ({"tourist_tax_vat": "in_price"}, PRICE / (1.21 * 1.05) * 0.05, PRICE / 1.21 * 0.21),
        ({"tourist_tax_form": "on_top"}, PRICE / 1.21 * 0.05, PRICE / 1.21 * 0.21),
        ({"vat_taxed_share": 0}, PRICE / 1.05 * 0.05, 0),
        ({"tourist_tax_basis": "per_night", "tourist_tax_per_night": 1.5}, 10.50, PRICE / 1.21 * 0.21),
        (
            {"tourist_tax_basis": "per_night", "tourist_tax_per_night": 1.5, "tourist_tax_vat": "never"},
            10.50,
            (PRICE - 10.50) / 1.21 * 0.21,
        ),
    ],
    ids=["inside without VAT", "inside with VAT", "on top", "housing", "an amount with VAT", "an amount without VAT"],
)
def test_the_tax_and_the_vat_of_a_week_are_what_the_formula_says(
    inputs: dict[str, Any], tax: float, vat: float
) -> None:
    option = run(**inputs)
    assert per_week(option, "tourist_tax") == pytest.approx(tax)
    assert per_week(option, "vat_on_price") == pytest.approx(vat)
    assert per_week(option, "revenue") - option.lines["other_income"][1] / WEEKS == pytest.approx(PRICE - vat)


def test_it_is_584_cents_without_vat_and_579_with_vat() -> None:
    """Of 147.10 with 5% inside, a week: 147.10 / 1.26 x 0.05 and 147.10 / (1.21 x 1.05) x 0.05."""
    without, with_vat = (per_week(run(tourist_tax_vat=vat), "tourist_tax") for vat in ("never", "in_price"))
    assert (round(without, 2), round(with_vat, 2)) == (5.84, 5.79)


@pytest.mark.parametrize("vat", ["in_price", "always", "never"])
@pytest.mark.parametrize("passed_on", [0, 0.3, 1])
def test_what_the_guest_pays_is_the_night_its_vat_the_tax_and_the_vat_on_that(vat: str, passed_on: float) -> None:
    """Put together from the night itself, whatever part is on top: nothing is left over."""
    option = run(tourist_tax_form="partly", tourist_tax_passed_on=passed_on, tourist_tax_vat=vat)
    tax = per_week(option, "tourist_tax")
    night = tax / 0.05
    vat_inside = 0.21 * tax * (1 - passed_on) * (vat != "never")
    vat_on_top = 0.21 * tax * passed_on * (vat == "always")
    assert per_week(option, "vat_on_tourist_tax") == pytest.approx(vat_on_top)
    assert per_week(option, "vat_on_price") == pytest.approx(0.21 * night + vat_inside)
    assert per_week(option, "tourist_tax_charged") == pytest.approx(tax * passed_on + vat_on_top)
    assert night * 1.21 + tax * (1 - passed_on) + vat_inside == pytest.approx(PRICE)


def test_partly_is_in_the_price_at_nothing_and_on_top_at_all_of_it() -> None:
    for share, form in ((0, "in_price"), (1, "on_top")):
        partly = run(tourist_tax_form="partly", tourist_tax_passed_on=share).metrics
        assert partly == pytest.approx(run(tourist_tax_form=form).metrics, nan_ok=True)


def test_only_what_is_on_top_is_added_to_what_the_resident_pays() -> None:
    """Of a wage of 600 a week: 147.10, and on top 147.10 / 1.21 x 0.05 with or without VAT."""
    top = PRICE / 1.21 * 0.05
    for form, vat, paid in (
        ("in_price", "always", PRICE),
        ("on_top", "never", PRICE + top),
        ("on_top", "always", PRICE + top * 1.21),
    ):
        share = run(tourist_tax_form=form, tourist_tax_vat=vat).metrics["resident_cost_share"]
        assert share == pytest.approx(paid / 600)


def test_a_share_grows_with_the_price_and_an_amount_along_its_own_path() -> None:
    share = run(price_growth=0.04, tourist_tax_growth=0.5).lines["tourist_tax"]
    amount = run(tourist_tax_basis="per_night", tourist_tax_per_night=2, price_growth=0.5, tourist_tax_growth=0.04)
    assert share[2] / share[1] == pytest.approx(1.04)
    assert amount.lines["tourist_tax"][2] / amount.lines["tourist_tax"][1] == pytest.approx(1.04)


def test_only_nights_of_people_who_are_not_registered_bear_it() -> None:
    assert per_week(run(brp_share=0.25), "tourist_tax") == pytest.approx(0.75 * PRICE / (1.21 * 1.05) * 0.05)


@pytest.mark.parametrize("vat", ["in_price", "never"])
@pytest.mark.parametrize("form", ["in_price", "on_top"])
@pytest.mark.parametrize("basis", ["per_night", "share_of_price"])
def test_the_value_is_zero_at_the_cost_recovery_price(basis: str, form: str, vat: str) -> None:
    """Also where tax and VAT move with the price, or stay where they are when it moves."""
    inputs = {"tourist_tax_basis": basis, "tourist_tax_form": form, "tourist_tax_vat": vat, "tourist_tax_per_night": 2}
    option = run(**inputs)
    price = option.metrics["cost_recovery_price_per_bed_week"]
    at_it = run(**inputs, price_per_bed_week=price).metrics["npv"]
    assert at_it == pytest.approx(0, abs=1e-6 * (option.metrics["investment"] or 1))
