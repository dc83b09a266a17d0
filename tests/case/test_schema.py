"""The JSON Schema of a case file: what other programs hold a file against before they send it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from model.case import read_case, write_case
from model.case.example import example_case
from model.case.schema import case_schema
from model.case.sections import SECTIONS
from model.parameters.table import parameters
from model.problems import BadInput
from tests.case.case_data import Json, case_with, inputs, own_line, without
from tests.case.test_sections import OCCUPANCY, need, trade_off, what_if
from tests.support import random_edits
from tests.support.application import ROOT

SCHEMA: Any = case_schema()
VALIDATOR = Draft202012Validator(SCHEMA)


def test_the_schema_that_is_shipped_is_the_one_the_model_makes() -> None:
    """`python -m model schema > docs/case.schema.json` makes it anew."""
    assert json.loads((ROOT / "docs" / "case.schema.json").read_text("utf-8")) == SCHEMA


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    "data",
    [
        write_case(example_case("GM1783")),
        random_edits.data(),
        need(note="Geteld"),
        trade_off(weights={"npv": 2, "beds": 0.5}),
        what_if(OCCUPANCY),
        own_line(**{"from": 1, "to": None}),
        inputs(price_growth={"2027": 0.03}),
        case_with(frames={"max_beds": 100, "latest_opening_date": "2028-01-01"}),
    ],
)
def test_what_the_reader_takes_keeps_to_the_schema(data: Json) -> None:
    read_case(data)
    assert [error.message for error in VALIDATOR.iter_errors(data)] == []


@pytest.mark.parametrize(
    "data",
    [
        without("beds"),
        case_with(beds=0),
        case_with(colour="red"),
        inputs(occupancy=1.5),
        inputs(occupansy=0.5),
        own_line(growth=1.5),
        own_line(amount=-1),
        own_line(**{"from": 201}),
        case_with(frames={"max_beds": -1}),
        case_with(risk={"a": {"draws": 0}}),
        need(low=-1),
        need(stay="x"),
        trade_off(weights={"npv": -1}),
        what_if(),
    ],
)
def test_what_breaks_the_schema_is_refused_by_the_reader_too(data: Json) -> None:
    assert not VALIDATOR.is_valid(data)
    with pytest.raises(BadInput):
        read_case(data)


@pytest.mark.parametrize("key", ["occupancy", "term_years", "loan_share", "discount_rate"])
@pytest.mark.parametrize("end", ["minimum", "maximum"])
def test_the_bounds_of_an_input_are_those_the_reader_goes_by(key: str, end: str) -> None:
    """At the bound the schema takes it; beyond it both refuse."""
    parameter = parameters()[key]
    bound = SCHEMA["$defs"][f"input_{key}"].get(end)
    assert bound == (parameter.lowest if end == "minimum" else parameter.highest)
    if bound is None:
        return
    assert VALIDATOR.is_valid(inputs(**{key: bound}))
    beyond = inputs(**{key: bound + (1 if end == "maximum" else -1)})
    assert not VALIDATOR.is_valid(beyond)
    with pytest.raises(BadInput):
        read_case(beyond)


def test_every_section_is_in_the_schema() -> None:
    assert {section.key for section in SECTIONS} <= SCHEMA["properties"].keys()
