"""The JSON Schema of the sections in a case's own fields, from the same bounds and lists as their readers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from model.case.data import (
    EVENT_LAWS,
    LARGEST_AMOUNT,
    LONGEST_NAME,
    MOST_OPTIONS,
    MOST_OWN_LINES,
    allowed_inputs,
)
from model.case.frame_kinds import FRAMES
from model.case.options import OPTION_ID, OWN_LINE_BOUNDS, OWN_LINE_YEARS, YEAR
from model.case.risk import MOST_EVENTS
from model.case.uncertainty.distributions import KINDS
from model.case.uncertainty.events import CHANGES
from model.case.uncertainty.overlay import HIGHEST_CERTAINTY, LARGEST_SEED, LOWEST_CERTAINTY, METHODS, MOST_DRAWS
from model.lines.structure import OWN_COUNTERPARTIES, OWN_KINDS, OWN_LEDGERS, OWN_PERS
from model.options import OPTION_TYPES, OptionType
from model.parameters.questions import LEAST, MOST_OPERATORS, answerable
from model.parameters.table import Parameter

Schema = dict[str, Any]
TEXT: Schema = {"type": "string", "maxLength": LONGEST_NAME}
DATE: Schema = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


def one_of(words: Iterable[object]) -> Schema:
    """One of the words allowed."""
    return {"enum": list(words)}


def number(lowest: float | None, highest: float | None, *, whole: bool = False) -> Schema:
    """A number within bounds."""
    bounds = {"minimum": lowest, "maximum": highest}
    given = {name: bound for name, bound in bounds.items() if bound is not None}
    return {"type": "integer" if whole else "number"} | given


def group(fields: Mapping[str, Schema], required: Iterable[str] = ()) -> Schema:
    """A group of fields, without others."""
    needed = {"required": list(required)} if required else {}
    return {"type": "object", "properties": dict(fields), **needed, "additionalProperties": False}


def items(of: Schema, most: int, least: int = 0) -> Schema:
    """A list of so many items."""
    return {"type": "array", "items": of, "minItems": least, "maxItems": most}


def frames_schema() -> Schema:
    """Limits by the key of their kind."""
    return group({kind.key: DATE if kind.is_date else number(kind.lowest, kind.highest) for kind in FRAMES.values()})


def options_schema() -> Schema:
    """The options: what each has in common, and per type its variants and inputs."""
    of_a_type = [
        {"if": {"properties": {"type": {"const": kind.key}}}, "then": {"properties": _of_a_type(kind)}}
        for kind in OPTION_TYPES.values()
    ]
    component = group({"option": {"type": "string"}, "share": number(0, 1)}, ("option", "share"))
    median = {
        "question": one_of(answerable()),
        "operators": number(LEAST, MOST_OPERATORS, whole=True),
        "value": number(-LARGEST_AMOUNT, LARGEST_AMOUNT),
    }
    reason = group({"who": TEXT, "when": TEXT, "why": TEXT, "median": group(median, tuple(median))})
    option = group(
        {
            "id": {"type": "string", "pattern": f"^{OPTION_ID.pattern}$"},
            "type": one_of(OPTION_TYPES),
            "variant": {"type": "string"},
            "label": TEXT,
            "inputs": {"type": "object"},
            "own_lines": items(_own_line(), MOST_OWN_LINES),
            "components": {"type": "array", "items": component},
            "reasons": {"type": "object", "additionalProperties": reason},
        },
        ("id", "type"),
    )
    inputs = {
        f"input_{key}": _input(parameter)
        for kind in OPTION_TYPES
        for key, parameter in sorted(allowed_inputs(kind).items())
    }
    return items(option | {"allOf": of_a_type}, MOST_OPTIONS, least=1) | {"$defs": inputs}


def _of_a_type(kind: OptionType) -> Schema:
    inputs: Schema = {key: {"$ref": f"#/$defs/input_{key}"} for key in allowed_inputs(kind.key)}
    none = {"maxItems": 0}
    return {
        "variant": one_of(kind.variants or ("",)),
        "inputs": group(inputs),
        "reasons": {"propertyNames": one_of(inputs)} if inputs else {"maxProperties": 0},
        **({"own_lines": none} if kind.is_mix else {"components": none}),
    }


def _input(parameter: Parameter) -> Schema:
    words = {"title": parameter.label("en"), "description": parameter.label("nl")}
    if parameter.kind == "choice":
        return words | one_of(parameter.choices)
    if parameter.choices:
        return words | one_of(float(choice) for choice in parameter.choices)
    value = number(parameter.lowest, parameter.highest, whole=parameter.kind == "integer")
    if parameter.kind != "growth":
        return words | value
    path = {
        "type": "object",
        "patternProperties": {f"^({YEAR.pattern})$": value},
        "minProperties": 1,
        "additionalProperties": False,
    }
    return words | {"anyOf": [value, path]}


def _own_line() -> Schema:
    numbers = {key: number(*bounds, whole=key in OWN_LINE_YEARS) for key, bounds in OWN_LINE_BOUNDS.items()}
    optional = {key: {"anyOf": [numbers[key], {"type": "null"}]} for key in ("from", "to")}
    words = {
        "label": TEXT,
        "kind": one_of(OWN_KINDS),
        "per": one_of(OWN_PERS),
        "ledger": one_of(OWN_LEDGERS),
        "counterparty": one_of(OWN_COUNTERPARTIES),
        "land": {"type": "boolean"},
    }
    return group(words | numbers | optional, ("label", "kind", "amount"))


def risk_schema() -> Schema:
    """What was chosen of risk runs, by the id of an option; the names of inputs depend on the option."""
    any_number: Schema = {"type": "number"}
    numbers: Schema = {"type": "array", "items": any_number}
    distribution = group(
        {
            "kind": one_of(KINDS),
            **dict.fromkeys(("low", "typical", "high"), any_number),
            **dict.fromkeys(("values", "probabilities"), numbers),
        },
        ("kind",),
    )
    correlation = {
        "type": "array",
        "prefixItems": [{"type": "string"}, {"type": "string"}, number(-1, 1)],
        "minItems": 3,
        "maxItems": 3,
    }
    effect = group(
        {"input": TEXT, "change": one_of(CHANGES), "amount": number(-LARGEST_AMOUNT, LARGEST_AMOUNT)},
        ("input", "change", "amount"),
    )
    event = group(
        {
            "key": TEXT,
            "probability": number(0, 1),
            "effects": {"type": "array", "items": effect},
            "label_nl": TEXT,
            "label_en": TEXT,
            "law": one_of(("", *EVENT_LAWS)),
        },
        ("key", "probability"),
    )
    branch = group({"key": TEXT, "probability": number(0, 1), "settings": {"type": "object"}}, ("key", "probability"))
    overlay = group(
        {
            "distributions": {"type": "object", "additionalProperties": {"anyOf": [distribution, {"type": "null"}]}},
            "correlations": {"type": "array", "items": correlation},
            "events": items(event, MOST_EVENTS),
            "branches": items(branch, MOST_EVENTS),
            "draws": number(1, MOST_DRAWS, whole=True),
            "seed": number(0, LARGEST_SEED, whole=True),
            "method": one_of(METHODS),
            "certainty": number(LOWEST_CERTAINTY, HIGHEST_CERTAINTY),
        }
    )
    return {"type": "object", "additionalProperties": overlay}
