"""What is kept of a case beside it: every input as it was resolved, and every number.

    {"options": {"a": {"defaults": {"occupancy": 0.85, "loan_amount": null}, "entered": {"price_per_bed_week": 130},
                       "steps": {"minimum_wage_hour": [["", 14.06], ["2026-01-01", 14.4]]}, "numbers": {"npv": -1.0}}}}

Inputs are in the units of a case file. `steps` are defaults that change on days or from calendar years on; the first
value counts until then. A mix has numbers only: its components are options of the case.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from model.case.write_options import json_number
from model.engine.resolve import ResolvedOption
from model.engine.results import CaseResult, OptionResult
from model.formula.runtime import to_date, to_serial
from model.outcomes.quantities import value_of_result
from model.words.quantities import results

Kept = Mapping[str, Any]
Steps = tuple[tuple[str, float], ...]
"""Values by the day or the calendar year from which they count; the first has none."""


def kept_of(result: CaseResult) -> dict[str, Any]:
    """The inputs of a case as they were resolved, and its numbers, as JSON data; what has no value is left out."""
    return {"options": {option_id: _kept_option(outcome) for option_id, outcome in result.options.items()}}


def _kept_option(outcome: OptionResult) -> dict[str, Any]:
    resolved = outcome.computed.resolved
    values = {key: value_of_result(outcome, key) for key in results()}
    numbers = {key: value for key, value in values.items() if value is not None}
    return (_kept_inputs(resolved) if resolved is not None else {}) | {"numbers": numbers}


def _kept_inputs(resolved: ResolvedOption) -> dict[str, Any]:
    defaults = {key: resolved.provenance[key].value for key in resolved.defaults_used}
    return {
        "defaults": {key: json_number(value) if isinstance(value, float) else value for key, value in defaults.items()},
        "entered": dict(resolved.option.inputs),
        "steps": {key: [list(step) for step in steps_of(resolved, key)] for key in resolved.structure.steps},
    }


def steps_of(resolved: ResolvedOption, key: str) -> Steps:
    """The values of an input with the day or year from which each counts; of one that never changes just its value."""
    later = (
        (_since(resolved, f"{key}@{number}"), resolved.values[f"{key}@{number}"])
        for number in range(1, resolved.structure.steps.get(key, 0) + 1)
    )
    return (("", resolved.values[key]), *later)


def _since(resolved: ResolvedOption, step: str) -> str:
    day = resolved.values.get(f"{step}.date")
    return f"{resolved.values[f'{step}.year']:.0f}" if day is None else to_date(day).isoformat()


def is_year(since: str) -> bool:
    """Whether a step counts from a calendar year on, not from a day."""
    return len(since) == len("2027")


def since_value(since: str) -> tuple[str, float]:
    """How the formulas call the day or year from which a step counts, and what it is to them."""
    return ("year", float(since)) if is_year(since) else ("date", to_serial(date.fromisoformat(since)))
