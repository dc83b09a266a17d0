"""A case file is opened whole or refused, and a new one started."""

from __future__ import annotations

import json

from model.case import write_case
from model.case.example import example_case
from model.words.texts import text
from tests.support.screens import current, errors, metrics, opened, pressed, typed, uploaded


def test_a_case_file_brings_its_method() -> None:
    data = write_case(example_case("GM0363")) | {"horizon_years": 25, "discounting": "mid_period"}
    app = uploaded(opened(), json.dumps(data).encode(), "zaak.json", "application/json")
    assert app.text_input(key="case.horizon_years.nl").value == "25"
    assert app.radio(key="case.discounting.nl").value == "mid_period"


def test_of_a_file_full_of_mistakes_the_first_twenty_are_said_and_how_many_follow() -> None:
    data = write_case(example_case("GM1783"))
    data["options"][0]["inputs"] = {f"x{number}": 1 for number in range(20_000)}
    app = uploaded(opened(), json.dumps(data).encode(), "vol.json", "application/json")
    said = errors(app).split("\n\n")
    assert said[0] == text("ui_not_opened", "nl")
    assert len(said) == 1 + 20 + 1
    assert said[-1] == text("more_problems", "nl", count=20_000 - 20)


def test_a_broken_case_file_is_refused_and_the_case_kept() -> None:
    app = typed(opened(), "case.beds.nl", "321")
    uploaded(app, b'{"schema_version": 1, "beds": "veel"', "kapot.json", "application/json")
    assert current(app).beds == 321
    assert "uw zaak is niet gewijzigd" in errors(app)
    assert "kapot.json" in errors(app)


def test_a_case_file_with_a_wrong_value_is_refused_with_field_value_and_what_is_allowed() -> None:
    data = write_case(example_case("GM0363"))
    data["options"][0]["inputs"] = {"occupancy": 7}
    app = uploaded(opened(), json.dumps(data).encode(), "zaak.json", "application/json")
    assert current(app).municipality == "GM1783"
    assert all(part in errors(app) for part in ("a.occupancy", "7", "0", "1"))


def test_a_case_file_whose_inputs_contradict_each_other_is_refused_and_the_case_kept() -> None:
    data = write_case(example_case("GM0363"))
    data["options"][0]["inputs"] = {"term_years": 1, "construction_months": 24}
    app = uploaded(typed(opened(), "case.beds.nl", "321"), json.dumps(data).encode(), "z.json", "application/json")
    assert current(app).beds == 321
    assert all(part in errors(app) for part in ("uw zaak is niet gewijzigd", "a.term_years", "24 maanden"))
    assert metrics(app)


def test_an_opened_case_file_fills_every_field() -> None:
    data = write_case(example_case("GM0363"))
    data |= {"name": "Zaak <b>twee</b>", "beds": 1250}
    app = uploaded(typed(opened(), "case.beds.nl", "veel"), json.dumps(data).encode(), "z.json", "application/json")
    assert current(app).municipality == "GM0363"
    assert app.text_input(key="case.name").value == "Zaak <b>twee</b>"
    assert app.text_input(key="case.beds.nl").value == "1.250"
    assert not app.error


def test_starting_again_brings_back_the_example() -> None:
    app = pressed(typed(opened(), "case.beds.nl", "321"), text("ui_start_again", "nl"))
    assert current(app).beds == 200
    assert app.text_input(key="case.beds.nl").value == "200"
