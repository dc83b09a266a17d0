"""How a case file of an older version becomes one of the next, so that it means what it meant."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

File = dict[str, Any]

AMOUNTS_OF_VERSION_1: Mapping[str, tuple[str, str]] = {
    "tourist_tax_per_night": ("tourist_tax_basis", "per_night"),
    "management_cost": ("management_basis", "per_bed_year"),
}
"""Amounts that since count on one base among others, with the choice that was the only one, or the usual one."""


FORM, PASSED_ON = "tourist_tax_form", "tourist_tax_passed_on"


def with_named_choices(file: File) -> File:
    """Version 1 to 2: an amount that was given, or drawn, and a share passed on say which choice they answered to.

    In version 1 tourist tax always was an amount per night with a share on top of the price, and management an amount
    per bed unless another base was chosen. What is no option with inputs is left for the reader to refuse.

    >>> old = {"options": [{"inputs": {"tourist_tax_passed_on": 1}}]}
    >>> with_named_choices(old)["options"][0]["inputs"]
    {'tourist_tax_form': 'on_top'}
    """
    options = file.get("options")
    if not isinstance(options, list):
        return {**file, "schema_version": 2}
    risk = _mapping(file.get("risk"))
    return {**file, "schema_version": 2, "options": [_option(option, risk) for option in options]}


def _option(option: Any, risk: File) -> Any:  # noqa: ANN401  whatever a file holds
    if not isinstance(option, dict) or not isinstance(option.get("inputs", {}), dict):
        return option
    inputs: File = dict(option.get("inputs", {}))
    drawn = _mapping(_mapping(risk.get(str(option.get("id")))).get("distributions"))
    named = {choice: word for key, (choice, word) in AMOUNTS_OF_VERSION_1.items() if key in inputs or key in drawn}
    inputs = {**named, **inputs}
    moved: File = {"inputs": inputs} if inputs else {}
    passed_on = inputs.get(PASSED_ON)
    if passed_on is None or FORM in inputs:
        return {**option, **moved}
    if passed_on not in {0, 1}:
        inputs[FORM] = "partly"
        return {**option, **moved}
    del inputs[PASSED_ON]
    inputs[FORM] = "on_top" if passed_on else "in_price"
    if isinstance(reasons := option.get("reasons"), dict):
        moved["reasons"] = {FORM if key == PASSED_ON else key: reason for key, reason in reasons.items()}
    return {**option, **moved}


def _mapping(value: Any) -> File:  # noqa: ANN401  whatever a file holds
    """A JSON object, or an empty one for anything else."""
    return value if isinstance(value, dict) else {}


MIGRATIONS: Mapping[int, Callable[[File], File]] = {1: with_named_choices}
"""By version: how a case file of that version becomes one of the next."""
