"""Changes of input cells inside a workbook, each with the same change of the case."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from model.case import DISCOUNTING, Case
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.formula.runtime import to_serial
from model.parameters.table import Parameter, default_row, parameters
from model.problems import BadInput
from tests.support.parity import names_of_inputs
from tests.support.recalculate import Recalculated

EDITABLE = (
    ("price_per_bed_week", 60, 300),
    ("occupancy", 0.5, 1),
    ("discount_rate", 0.01, 0.12),
    ("loan_share", 0.1, 0.9),
    ("loan_rate", 0, 0.09),
    ("residual_share", 0, 0.9),
    ("land_price_per_bed", 0, 40_000),
    ("purchase_land_share", 0, 1),
    ("furniture_per_bed", 0, 6_000),
    ("tourist_tax_per_night", 0, 8),
    ("tourist_tax_share", 0, 0.15),
    ("energy_growth", -0.01, 0.05),
    ("depreciation_years", 5, 50),
    ("subsidy_at_start", 0, 10**6),
    ("ramp_up_months", 0, 20),
    ("construction_months", 0, 24),
)
CHOICES = (
    "loan_type",
    "loan_sizing",
    "tax_regime",
    "land_tax_regime",
    "residual_method",
    "building_cost_basis",
    "tourist_tax_basis",
    "tourist_tax_form",
    "tourist_tax_vat",
)


def ten_edits(case: Case, draw: random.Random) -> dict[str, float | str]:
    """Seven numbers and three choices of option x."""
    option = case.options[0]
    edits: dict[str, float | str] = {}
    for key, low, high in draw.sample(EDITABLE, 7):
        value = draw.uniform(low, high)
        edits[key] = float(round(value)) if parameters()[key].kind == "integer" else round(value, 4)
    for key in draw.sample(CHOICES, 3):
        edits[key] = draw.choice(parameters()[key].choices)
    term = option.inputs["term_years"]
    assert isinstance(term, float)
    edits["construction_months"] = min(float(edits.get("construction_months", 9)), term * 12 - 1)
    return edits


def as_it_stood(result: CaseResult) -> Case:
    """The case with the defaults of option x filled in: a workbook does not look figures up again.

    Those that follow the floor area follow it in a workbook too.
    """
    case = result.case
    resolved = result.options["x"].resolved[0]
    for key, known in resolved.provenance.items():
        if known.follows_floor_area:
            continue
        if key not in case.options[0].inputs and known.value is not None and key not in resolved.structure.steps:
            case = case.with_input("x", key, known.value)
    return case


Value = float | str
NOT_EDITED = {"use_function", "rent_regulated", "guarantee_use", "subsidy_scheme", "realisation_grant_use"}
"""Choices that the engine refuses beside some others."""
MAY_BE_BLANK = {"loan_amount", "equity_discount_rate", "take_up_occupancy"}
"""Where a case file may leave them out as well: what has a default comes back in it with that default."""


def an_edit(case: Case, name: str, draw: random.Random) -> tuple[Value, Case] | None:
    """A new value for an input cell and the case changed so; None for a cell without a place in a case file."""
    scope, _, key = name.partition(".")
    if scope == "case":
        return _an_edit_of_the_case(case, key, draw)
    option = case.options[0]
    if key.startswith("own."):
        return _an_edit_of_an_own_line(case, key, draw)
    if "@" in key:
        key, _, count = key.partition("@")
        path = option.inputs.get(key)
        if not count.isdigit() or not isinstance(path, Mapping):
            return None
        value = round(draw.uniform(-0.01, 0.05), 4)
        years = list(path)
        return value, case.with_input("x", key, {**path, years[int(count)]: value})
    parameter = parameters()[key]
    path = option.inputs.get(key)
    if key in NOT_EDITED or key.endswith("_use"):
        return None
    if parameter.dated and key not in option.inputs:
        return None  # a value by law with later ones: a case file that gives it gives one for all dates
    has_default = default_row(key, option.type, option.variant) is not None
    if key in MAY_BE_BLANK and not has_default and draw.random() < 0.5:
        inputs = {name: given for name, given in option.inputs.items() if name != key}
        return "", replace(case, options=(replace(option, inputs=inputs),))
    if parameter.choices:
        word = draw.choice(parameter.choices)
        choice = word if parameter.kind == "choice" else float(word)
        return choice, case.with_input("x", key, choice)
    if parameter.slider_low is None or parameter.slider_high is None:
        return None
    value = draw.uniform(parameter.slider_low, parameter.slider_high)
    value = float(round(value)) if parameter.kind == "integer" else round(value, 4)
    changed = {**path, next(iter(path)): value} if isinstance(path, Mapping) else value
    return value, case.with_input("x", key, changed)


def _an_edit_of_the_case(case: Case, key: str, draw: random.Random) -> tuple[Value, Case] | None:
    if key == "beds":
        beds = float(draw.randint(5, 900))
        return beds, replace(case, beds=beds)
    if key == "start_date":
        moved = case.start_date.replace(year=case.start_date.year + draw.randint(0, 9), month=draw.randint(1, 11))
        return to_serial(moved), replace(case, start_date=moved)
    if key == "discounting":
        choice = draw.choice(DISCOUNTING)
        return choice, replace(case, discounting=choice)
    return None


REASONS: Mapping[str, tuple[str, ...]] = {
    "out_of_bounds": ("inputs_not_too_low", "inputs_not_too_high"),
    "not_whole": ("inputs_whole",),
    "not_a_choice": ("inputs_chosen",),
    "not_a_number": ("inputs_are_numbers",),
}
"""The checks that say what a problem says; another problem has a check of its own code."""


def any_edit(data: dict[str, Any], name: str, draw: random.Random) -> Value | None:
    """A new value for an input cell, put into the data of the case too, whether it may be or not.

    None for a cell that has no number or word of its own there: a step of a path, a value by law.
    """
    scope, _, key = name.partition(".")
    option = data["options"][0]
    if scope == "case":
        if key == "beds":
            data["beds"] = draw.choice([5, 900, 200.5, 0.0, -3.0])
        return data["beds"] if key == "beds" else None
    if key.startswith("own."):
        _, number, field_name = key.split(".")
        if field_name in {"from", "to"}:
            option["own_lines"][int(number) - 1][field_name] = years = float(draw.choice([0, 1, 2, 3, 6, 2.5, 201]))
            return years
        return None
    parameter = parameters().get(key)
    if parameter is None or parameter.dated or isinstance(option["inputs"].get(key), Mapping):
        return None
    value = _any_value(parameter, draw)
    if value is not None:
        option["inputs"][key] = value
    return value


def _any_value(parameter: Parameter, draw: random.Random) -> Value | None:
    """A value on the slider or of the list more often than not; else one that is not allowed."""
    if parameter.kind == "choice":
        word = draw.choice(parameter.choices)
        return draw.choice([word, word, word, f"{word[:2]}*", f"?{word[1:]}", word.upper()])
    if parameter.choices:
        return float(draw.randint(1, 12))
    low, high = parameter.slider_low, parameter.slider_high
    if low is None or high is None or parameter.lowest is None or parameter.highest is None:
        return None
    drawn = draw.uniform(low, high)
    whole = float(round(drawn)) if parameter.kind == "integer" else round(drawn, 4)
    return draw.choice(
        [whole, whole, low, high, parameter.lowest - 1, parameter.highest + 1, float(round(drawn)) + 0.5]
    )


_OWN_NAMES = {"from": "first", "to": "last"}


def _an_edit_of_an_own_line(case: Case, key: str, draw: random.Random) -> tuple[Value, Case]:
    _, count, name = key.split(".")
    value: float = {
        "amount": draw.uniform(0, 10**6),
        "from": draw.choice([0.0, 1.0, 2.0]),
        "to": draw.choice([3.0, 6.0]),
        "growth": draw.uniform(-0.05, 0.1),
        "growth_from": draw.choice([0.0, 3.0]),
        "vat_rate": draw.choice([0.0, 0.09, 0.21]),
    }[name]
    option = case.options[0]
    lines = list(option.own_lines)
    changed: dict[str, Any] = {_OWN_NAMES.get(name, name): value}
    lines[int(count) - 1] = replace(lines[int(count) - 1], **changed)
    return value, replace(case, options=(replace(option, own_lines=tuple(lines)),))


def input_names(recalculated: Recalculated) -> list[str]:
    """The machine key of every input of a workbook, in order."""
    return list(names_of_inputs(recalculated))


def auditors_edits(before: CaseResult, names: list[str], draw: random.Random) -> tuple[dict[str, Value], CaseResult]:
    """Ten changes of any input cell that fit together and in the columns, with the engine's outcome after them."""
    case, edits = as_it_stood(before), {}
    after = before
    columns = before.options["x"].computed.last_period
    draw.shuffle(names)
    names.sort(key=lambda name: name not in {"case.start_date", "case.beds"})  # two that move everything come first
    for name in names:
        edit = an_edit(case, name, draw)
        if edit is None:
            continue
        value, changed = edit
        try:
            outcome = run_case(changed)
        except BadInput:
            continue
        if outcome.options["x"].computed.last_period <= columns:
            case, after, edits[name] = changed, outcome, value
        if len(edits) == 10:
            break
    return edits, after
