"""What a what-if says: what it changes, to which option it does the most, and whether another one comes first."""

from __future__ import annotations

from typing import Any

import pytest

from model.case import read_case
from model.case.edits import Edit, apply_all, remove, set_value
from model.decide.what_ifs import keep, set_in, what_if_outcomes
from model.engine.run import run_case
from model.readings.what_ifs import changeable_inputs, changes_reading, suggested_name, what_if_readings
from tests.case.case_data import case_with


def plan(option: str, label: str, rent: float) -> dict[str, Any]:
    """1,000 paid at the start and a rent received a year later, at 10%: worth rent / 1.1 - 1000."""
    lines = [
        {"label": "Bouw", "kind": "investment", "amount": 1000, "per": "once", "from": 0},
        {"label": "Huur", "kind": "revenue", "amount": rent, "per": "year"},
    ]
    inputs = {"discount_rate": 0.1, "term_years": 1}
    return {"id": option, "type": "own", "label": label, "inputs": inputs, "own_lines": lines}


FILE = case_with(options=[plan("x", "Dorp", 1210), plan("y", "Stad", 1320)])
"""Dorp is worth 100, Stad 200."""


def rent(option: str, amount: float) -> Edit:
    return set_value(("options", option, "own_lines", "2", "amount"), amount)


def said(*edits: Edit, key: str = "npv", language: str = "nl", file: dict[str, Any] = FILE) -> str:
    result = run_case(apply_all(read_case(file), keep("Anders", edits)))
    (outcome,) = what_if_outcomes(result)
    readings = what_if_readings(result, outcome, key)
    return " ".join(reading.text(language) for reading in readings).replace("\u00a0", " ")


def changes(*edits: Edit, language: str = "nl", file: dict[str, Any] = FILE) -> str:
    result = run_case(apply_all(read_case(file), keep("Anders", edits)))
    (outcome,) = what_if_outcomes(result)
    return changes_reading(result, outcome).text(language).replace("\u00a0", " ")


def test_one_option_that_falls_and_another_that_stays_the_best() -> None:
    assert said(rent("x", 1155)) == (
        "Met ‘Anders’ daalt Dorp met € 50 naar € 50 (netto contante waarde); geen andere optie verandert. "
        "Stad blijft de beste."
    )


def test_another_option_that_becomes_the_best() -> None:
    assert said(rent("x", 1430), language="en") == (
        "With ‘Anders’ Dorp rises by € 200 to € 300 (net present value); no other option changes. "
        "Then Dorp is the best; as it stands Stad is."
    )


def test_of_several_options_the_one_that_changes_the_most() -> None:
    """Dorp to 1155 / 1.1 - 1000 = 50, which is 50 less; Stad to 1210 / 1.1 - 1000 = 100, which is 100 less."""
    assert said(rent("x", 1155), rent("y", 1210)) == (
        "Met ‘Anders’ veranderen 2 opties (netto contante waarde); Stad het meest: die daalt met € 100 naar € 100. "
        "Stad blijft de beste."
    )


def test_options_that_come_out_alike_are_the_best_together() -> None:
    assert said(rent("x", 1320)).endswith("Dan zijn Dorp en Stad de beste; nu is dat Stad.")


def test_percentages_differ_in_points() -> None:
    """The rate of return of Dorp is 21% and becomes 26.5%."""
    assert "stijgt Dorp met 5,5 procentpunt naar 26,5%" in said(rent("x", 1265), key="irr")


def test_nothing_that_changes_is_told_as_such() -> None:
    assert said(set_value(("name",), "Anders")) == (
        "Met ‘Anders’ verandert geen enkele optie (netto contante waarde). Stad blijft de beste."
    )


def test_with_one_option_left_there_is_no_best_and_the_other_has_a_reason() -> None:
    assert said(remove(("options", "y"))) == (
        "Met ‘Anders’ verandert geen enkele optie (netto contante waarde). Stad: Deze optie is er in de wat-als niet."
    )


LODGINGS = case_with(
    options=[
        {"id": "a", "type": "short_stay", "label": "Pension", "inputs": {"occupancy": 0.9}},
        {"id": "b", "type": "mid_stay", "label": "Flat", "inputs": {"occupancy": 0.9}},
    ]
)


@pytest.mark.parametrize(
    ("edits", "told"),
    [
        (set_in("ab", "occupancy", 0.85), "Bezettingsgraad wordt 85% bij alle opties die dit hebben."),
        (set_in("b", "occupancy", 0.85), "Bezettingsgraad wordt 85% bij Flat."),
        (
            (*set_in("ab", "term_years", 12), set_value(("beds",), 150)),
            "Looptijd op deze plek wordt 12 jaar bij alle opties die dit hebben; Bedden nodig: van 200 bedden naar 150 "
            "bedden.",
        ),
        ((remove(("options", "b")),), "Verwijderd: optie Flat."),
    ],
)
def test_what_it_changes_is_said_once_for_all_options(edits: tuple[Edit, ...], told: str) -> None:
    assert changes(*edits, file=LODGINGS) == told


def test_a_name_is_suggested_from_the_input_its_value_and_the_options() -> None:
    result = run_case(read_case(LODGINGS))
    occupancy = next(each for each in changeable_inputs(result) if each.key == "occupancy")
    assert suggested_name(result, occupancy, ["a", "b"], 0.85).text("nl") == "Bezettingsgraad 85%"
    assert suggested_name(result, occupancy, ["b"], 0.85).text("en") == "Occupancy 85%, Flat"


def test_an_operating_cost_is_asked_apart_for_each_base_that_it_is_on() -> None:
    per_bed = {"management_basis": "per_bed_year", "management_cost": 300}
    of_revenue = {"management_basis": "share_of_revenue", "management_cost": 0.05}
    file = case_with(
        options=[
            {"id": "a", "type": "short_stay", "inputs": per_bed},
            {"id": "b", "type": "mid_stay", "inputs": of_revenue},
        ]
    )
    costs = [each for each in changeable_inputs(run_case(read_case(file))) if each.key == "management_cost"]
    assert [(each.base, dict(each.values)) for each in costs] == [
        ("per_bed_year", {"a": 300.0}),
        ("share_of_revenue", {"b": 0.05}),
    ]
    assert costs[1].bounds[1].value == 1.0, "all of the revenue"
    assert len({each.label("nl") for each in costs}) == 2
