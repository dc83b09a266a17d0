"""The example with a price of one and an occupancy of two, and its results after a change."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from model.case.example import example_case
from model.engine.results import CaseResult
from model.engine.run import run_case

PRICE = 130.0
"""Asked by every option, so that it is one input of all."""
OCCUPANCY = {"a": 0.85, "b": 0.85, "c": 0.85, "d": 0.9}
"""Permanent homes are fuller: an input that options a and d have apart."""


@cache
def example() -> CaseResult:
    case = example_case("GM1783").with_input("a", "furniture_per_bed", 2500.0)
    for option, occupancy in OCCUPANCY.items():
        case = case.with_input(option, "price_per_bed_week", PRICE).with_input(option, "occupancy", occupancy)
    return run_case(case)


def metric(option: str, key: str = "npv", **inputs: float | str) -> float:
    case = example().case
    for name, entered in inputs.items():
        case = case.with_input(option, name, entered)
    value = run_case(replace(case, options=(case.option(option),))).options[option].metrics[key]
    assert value is not None
    return value
