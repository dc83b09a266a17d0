"""The inputs an analysis can vary: their names, what each is, how far it reaches, and a case with another value of it.

A name is the key of a parameter, or `own.N.amount` for the amount of own line N. In a mix it is `COMPONENT.key` where
the components differ; between two options `OPTION.key`. An own line belongs to one option: its number says nothing in
another, so in a mix its amount always is `COMPONENT.own.N.amount`, and it is never taken for the same input as that of
another option.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from model.case import LARGEST_AMOUNT, Case, Option, OwnLine
from model.engine.resolve import Provenance
from model.parameters.table import Parameter, parameters
from model.words.texts import text

WITHOUT_RANGE = 0.25
"""Half the width of the range of an input for which no range is known, as a share of its value."""
OWN_LINES = "own_lines"
"""The group of inputs that the amounts of own lines form."""

_AMOUNT = re.compile(r"(?:(.+)\.)?(own\.([1-9][0-9]*)\.amount)")
_UNITS: Mapping[str, str] = {
    "once": "eur",
    "year": "eur_per_year",
    "bed_week": "eur_per_bed_week",
    "m2_year": "eur_per_m2_year",
}
_SCALES: Mapping[str, float] = {"once": 1_000_000.0, "year": 100_000.0, "bed_week": 250.0, "m2_year": 250.0}
"""Where the slider of an amount ends that is 0 now, so that it says nothing about its own size."""


def amount_key(number: int) -> str:
    """The key of the amount of an own line, counted from 1."""
    return f"own.{number}.amount"


def split_name(name: str) -> tuple[str, str]:
    """The option or component in front of an input's name ("" when there is none), and its key."""
    match = _AMOUNT.fullmatch(name)
    if match is not None:
        return match[1] or "", match[2]
    prefix, _, key = name.rpartition(".")
    return prefix, key


def own_number(name: str) -> int | None:
    """Which own line an input is the amount of, counted from 1; None for any other input."""
    match = _AMOUNT.fullmatch(name)
    return None if match is None else int(match[3])


def parameter_of(name: str) -> Parameter:
    """The parameter of an input. Raises KeyError for an unknown one.

    Of an own line's amount it is what holds for all of them (kind and bounds); `input_of` also knows the line.
    """
    number = own_number(name)
    if number is None:
        return parameters()[split_name(name)[1]]
    return Parameter(
        key=amount_key(number),
        scope="option",
        kind="number",
        unit=_UNITS["once"],
        lowest=0.0,
        highest=LARGEST_AMOUNT,
        slider_low=None,
        slider_high=None,
        step=None,
        choices=(),
        applies_to="all",
        group=OWN_LINES,
        level=1,
        dated=False,
        direction="none",
        label_nl=text("explain_own_amount", "nl", count=number),
        label_en=text("explain_own_amount", "en", count=number),
        meaning_nl="",
        meaning_en="",
    )


def input_of(case: Case, option_id: str, name: str) -> Parameter:
    """The parameter of an input of an option, or of the one its name starts with.

    That of an amount has the line's own words. An own line is called by its label, counts in euros per what the line is
    per, and has a slider from nothing to twice its amount; one that is not there (any more) is called by its number.
    Raises KeyError for an unknown input.
    """
    general = parameter_of(name)
    number = own_number(name)
    if number is None:
        return general
    holder = split_name(name)[0].rpartition(".")[2] or option_id
    option = next((option for option in case.options if option.id == holder), None)
    if option is None or number > len(option.own_lines):
        return general
    line = option.own_lines[number - 1]
    return replace(
        general,
        unit=_UNITS[line.per],
        slider_low=0.0,
        slider_high=min(2 * line.amount, LARGEST_AMOUNT) or _SCALES[line.per],
        label_nl=_label(option, number, line, "nl") or general.label_nl,
        label_en=_label(option, number, line, "en") or general.label_en,
    )


def _label(option: Option, number: int, line: OwnLine, language: str) -> str:
    """The label of an own line, with its number behind it where something else is called the same."""
    label = line.label.strip()
    others = [other.label.strip() for count, other in enumerate(option.own_lines, start=1) if count != number]
    if label and (label in others or any(label == parameter.label(language) for parameter in parameters().values())):
        return text("own_line_alike", language, label=label, count=number)
    return label


def input_label(case: Case, option_id: str, name: str, language: str) -> str:
    """The name of an input, with its option where the name has one."""
    prefix, _ = split_name(name)
    label = input_of(case, option_id, name).label(language)
    return f"{prefix}: {label}" if prefix else label


def within_bounds(name: str, value: float) -> float:
    """A value of an input brought within what is allowed, whole where it must be."""
    parameter = parameter_of(name)
    if parameter.lowest is not None:
        value = max(value, parameter.lowest)
    if parameter.highest is not None:
        value = min(value, parameter.highest)
    return float(round(value)) if parameter.kind == "integer" else value


def input_range(name: str, provenance: Provenance, value: float) -> tuple[float, float, bool]:
    """Low and high of an input within its bounds, and whether they were known; else the value +-25%."""
    if provenance.low is not None and provenance.high is not None and provenance.low < provenance.high:
        low, high, known = provenance.low, provenance.high, True
    else:
        around = (value * (1 - WITHOUT_RANGE), value * (1 + WITHOUT_RANGE))
        low, high, known = min(around), max(around), False
    return within_bounds(name, low), within_bounds(name, high), known
