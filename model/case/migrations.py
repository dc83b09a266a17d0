"""How a case file of an older version becomes one of the next, so that it means what it meant."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

File = dict[str, Any]


def with_choices_of_tourist_tax(file: File) -> File:
    """Version 1 to 2: an amount per night, and a share passed on, say which choice they were an answer to.

    In version 1 the tariff always was an amount per night, and the share on top of the price its only form. What is no
    option with inputs is left for the reader to refuse.

    >>> old = {"options": [{"inputs": {"tourist_tax_passed_on": 1}}]}
    >>> with_choices_of_tourist_tax(old)["options"][0]["inputs"]
    {'tourist_tax_form': 'on_top', 'tourist_tax_passed_on': 1}
    """
    options = file.get("options")
    if not isinstance(options, list):
        return {**file, "schema_version": 2}
    return {**file, "schema_version": 2, "options": [_option(option) for option in options]}


def _option(option: Any) -> Any:  # noqa: ANN401  whatever a file holds
    inputs = option.get("inputs") if isinstance(option, dict) else None
    if not isinstance(inputs, dict):
        return option
    chosen: dict[str, str] = {}
    if "tourist_tax_per_night" in inputs:
        chosen["tourist_tax_basis"] = "per_night"
    if "tourist_tax_passed_on" in inputs:
        passed_on = inputs["tourist_tax_passed_on"]
        chosen["tourist_tax_form"] = "in_price" if passed_on == 0 else "on_top" if passed_on == 1 else "partly"
    return {**option, "inputs": {**chosen, **inputs}} if chosen else option


MIGRATIONS: Mapping[int, Callable[[File], File]] = {1: with_choices_of_tourist_tax}
"""By version: how a case file of that version becomes one of the next."""
