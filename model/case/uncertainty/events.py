"""What may happen once: events with their effects, and the second lives of a building."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from model.case.uncertainty.distributions import Array
from model.parameters.table import parameters
from model.words.rows import read_rows

FOLDER = Path(__file__).parent
CHANGES = ("add", "multiply", "set")
RELOCATE = "relocate"
LAW = "law"
"""In `risk_events.csv` the input of an event that changes the law instead of an amount."""


@dataclass(frozen=True)
class Effect:
    """What an event does to an input: add an amount, multiply by it, or set it."""

    input: str
    change: str
    amount: float

    def apply(self, values: Array) -> Array:
        """The input after the event."""
        if self.change == "add":
            return values + self.amount
        return values * self.amount if self.change == "multiply" else np.full_like(values, self.amount)


@dataclass(frozen=True)
class Event:
    """A one-off event with its probability and effects; `law` names the law in the futures in which it happens.

    With the law `if_proposals_pass` each proposal takes effect on its own date, with `tenancy` a longer stay is tenancy
    from the start on; without one the law is that of the case.
    """

    key: str
    probability: float
    effects: tuple[Effect, ...] = ()
    label_nl: str = ""
    label_en: str = ""
    law: str = ""

    def label(self, language: str) -> str:
        """Its name."""
        return (self.label_nl if language == "nl" else self.label_en) or self.key


@dataclass(frozen=True)
class Branch:
    """A second life of the building: what happens at the end of the first term, its probability, and its inputs.

    `settings` are inputs of the option in that future: a choice by its word, numbers as they are.
    """

    key: str
    probability: float
    settings: Mapping[str, float | str]


@cache
def shipped_events() -> tuple[Event, ...]:
    """The events of `risk_events.csv`; their probabilities are assumptions."""
    rows: dict[str, list[dict[str, str]]] = {}
    for row in read_rows(FOLDER / "risk_events.csv"):
        rows.setdefault(row["event"], []).append(row)
    return tuple(
        Event(
            key=key,
            probability=float(group[0]["probability"]),
            effects=tuple(
                Effect(row["input"], row["change"], float(row["amount"])) for row in group if row["input"] != LAW
            ),
            label_nl=group[0]["label_nl"],
            label_en=group[0]["label_en"],
            law=next((row["amount"] for row in group if row["input"] == LAW), ""),
        )
        for key, group in rows.items()
    )


@cache
def shipped_branches() -> tuple[Branch, ...]:
    """The second lives of `risk_second_life.csv`, with their probabilities and inputs.

    They are working assumptions, with their reasons there.
    """
    branches: dict[str, tuple[float, dict[str, float | str]]] = {}
    for row in read_rows(FOLDER / "risk_second_life.csv"):
        word = parameters()[row["input"]].kind == "choice"
        _, settings = branches.setdefault(row["branch"], (float(row["probability"]), {}))
        settings[row["input"]] = row["value"] if word else float(row["value"])
    return tuple(Branch(key, probability, settings) for key, (probability, settings) in branches.items())
