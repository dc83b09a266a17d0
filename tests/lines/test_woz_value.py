"""A case has one WOZ value: property tax is levied on it, and the tax books do not go below it."""

from __future__ import annotations

from typing import Any

import pytest

from model.case import read_case
from model.engine.results import OptionResult
from model.engine.run import run_case
from tests.support.one_option import one_option

VALUE = 100 * 30_000


def run(**inputs: Any) -> OptionResult:
    given = {
        "term_years": 6,
        "construction_months": 0,
        "land_tax_regime": "vat_building_land",
        "land_price_per_bed": 0,
        "building_cost_basis": "per_bed",
        "building_cost_per_bed": 30_100,
        "site_preparation_per_bed": 0,
        "soft_cost_share": 0,
        "contingency_share": 0,
        "permit_fee_share": 0,
        "furniture_per_bed": 0,
        "vat_taxed_share": 1,
        "depreciation_years": 1,
        "tax_regime": "corporate",
        "woz_value_per_bed": 30_000,
        "property_tax_basis": "woz_tariff",
        "property_class": "home",
        "ozb_home_owner_rate": 0.001,
        "property_tax_growth": 0.01,
        "building_cost_growth": 0.05,
        **inputs,
    }
    return run_case(read_case(one_option(given, "new_build", "permanent"))).options["o"]


def test_property_tax_and_the_floor_of_the_books_rest_on_one_value() -> None:
    """3,000,000 in 2027 and 1% more each year, whatever building costs do: tax 0.1% of it, and the floor."""
    lines = run().lines
    values = [VALUE * 1.01**step for step in range(6)]
    assert lines["property_tax_costs"][1:] == pytest.approx([0.001 * value for value in values])
    assert lines["woz_floor"][1:] == pytest.approx(values)


def test_a_building_just_above_it_is_written_off_to_it_and_no_further() -> None:
    """Building costs 3,010,000: 10,000 in the first year, and nothing once the value has risen above the books."""
    assert run().lines["depreciation"][1:] == pytest.approx([10_000, 0, 0, 0, 0, 0])


def test_the_growth_of_building_costs_does_not_move_it() -> None:
    fast, slow = run(building_cost_growth=0.05).lines, run(building_cost_growth=0).lines
    assert fast["woz_floor"] == pytest.approx(slow["woz_floor"])


def test_it_grows_the_same_when_property_tax_is_an_amount() -> None:
    lines = run(property_tax_basis="per_bed_year", property_tax_cost=90).lines
    assert lines["woz_floor"][1:] == pytest.approx([VALUE * 1.01**step for step in range(6)])
    assert lines["property_tax_costs"][1:] == pytest.approx([9_000 * 1.01**step for step in range(6)])
