"""A risk set-up as data: ranges, correlations, events and second lives somebody chose, laid over the standard ones.

    {"distributions": {"occupancy": {"kind": "triangular", "low": 0.6, "typical": 0.8, "high": 0.95}},
     "correlations": [["occupancy", "price_per_bed_week", 0.4]],
     "events": [{"key": "permit_delay", "probability": 0.5,
                 "effects": [{"input": "construction_months", "change": "add", "amount": 6}]},
               {"key": "law_change", "probability": 0.3, "law": "if_proposals_pass"}],
     "branches": [{"key": "stay", "probability": 1, "settings": {"end_of_term": "stay"}}]}

An event has effects on inputs, or the law that then holds: with `if_proposals_pass` every proposal takes effect on its own date.

Distributions are added to the standard ones by input, and null takes one away; the other lists replace the standard ones. What a
set-up means is checked by `risk.check_setup`, its shape here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from model.problems import BadInput, problem
from model.risk import Branch, Distribution, Effect, Event, Setup

PARTS = ("distributions", "correlations", "events", "branches")


def read_setup(data: Any, standard: Setup) -> Setup:
    """The standard set-up with the data laid over it. Raises BadInput naming the part that cannot be read."""
    if not isinstance(data, Mapping) or any(key not in PARTS for key in data):
        odd = (
            ", ".join(str(key) for key in data if key not in PARTS)
            if isinstance(data, Mapping)
            else type(data).__name__
        )
        raise BadInput((problem("unknown_key", f"setup: {odd}", allowed=", ".join(PARTS)),))
    setup = standard
    for part in PARTS:
        if part not in data:
            continue
        try:
            setup = _READ[part](data[part], setup)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise BadInput(
                (problem("bad_setup", f"setup: {part}", value=f"{type(error).__name__}: {error}"),)
            ) from None
    return setup


def _distributions(data: Any, setup: Setup) -> Setup:
    found = dict(setup.distributions)
    for name, each in data.items():
        if each is None:
            found.pop(name, None)
        else:
            found[name] = _distribution(each)
    kept = {pair: value for pair, value in setup.correlations.items() if all(name in found for name in pair)}
    return replace(setup, distributions=found, correlations=kept)


def _distribution(data: Mapping[str, Any]) -> Distribution:
    numbers = {key: float(data[key]) for key in ("low", "typical", "high") if key in data}
    lists = {key: tuple(float(each) for each in data[key]) for key in ("values", "probabilities") if key in data}
    odd = set(data) - {"kind", *numbers, *lists}
    if odd:
        raise KeyError(", ".join(sorted(odd)))
    return Distribution(
        kind=str(data["kind"]),
        low=numbers.get("low", 0.0),
        typical=numbers.get("typical", 0.0),
        high=numbers.get("high", 0.0),
        values=lists.get("values", ()),
        probabilities=lists.get("probabilities", ()),
    )


def _correlations(data: Any, setup: Setup) -> Setup:
    return replace(setup, correlations={(str(one), str(other)): float(value) for one, other, value in data})


def _events(data: Any, setup: Setup) -> Setup:
    return replace(
        setup,
        events=tuple(
            Event(
                key=str(each["key"]),
                probability=float(each["probability"]),
                effects=tuple(
                    Effect(str(effect["input"]), str(effect["change"]), float(effect["amount"]))
                    for effect in (each.get("effects", ()) if "law" in each else each["effects"])
                ),
                label_nl=str(each.get("label_nl", "")),
                label_en=str(each.get("label_en", "")),
                law=str(each.get("law", "")),
            )
            for each in data
        ),
    )


def _branches(data: Any, setup: Setup) -> Setup:
    return replace(
        setup,
        branches=tuple(
            Branch(
                str(each["key"]),
                float(each["probability"]),
                {key: value if isinstance(value, str) else float(value) for key, value in each["settings"].items()},
            )
            for each in data
        ),
    )


_READ = {
    "distributions": _distributions,
    "correlations": _correlations,
    "events": _events,
    "branches": _branches,
}
