"""Values of inputs as figures: with the unit that the option itself gives them."""

from __future__ import annotations

import math

from model.case.example import example_case
from model.engine.run import run_case
from model.lines.running_costs import bases_of
from model.parameters.cost_bases import BASES
from model.readings.amounts import input_figure
from model.words.units import units
from tests.readings.own_options import option, outcome


def test_every_base_of_a_cost_has_a_unit_but_the_tariff_with_which_the_cost_does_not_count() -> None:
    assert set(bases_of("property_tax")) - set(BASES) == {"woz_tariff"}
    assert set(BASES.values()) <= set(units())


def test_a_cost_that_is_a_share_of_revenue_is_a_percentage() -> None:
    case = example_case("GM1783").with_input("a", "management_basis", "share_of_revenue")
    result = run_case(case.with_input("a", "management_cost", 0.05))
    assert input_figure(result, "a", "management_cost", 0.05).show("nl", "input") == "5% van de omzet"


def test_the_amount_of_an_own_line_has_what_the_line_is_per() -> None:
    """The rent is per year, the building once."""
    result = outcome(option("A", 190_000))
    rent, building = (input_figure(result, "A", f"own.{number}.amount", 500.0) for number in (2, 1))
    assert (rent.show("en", "input"), building.show("en", "input")) == ("€\u00a0500 per year", "€\u00a0500")


def test_a_blank_is_a_dash() -> None:
    assert input_figure(outcome(option("A", 1)), "A", "own.1.amount", math.nan).show("nl", "input") == "–"
