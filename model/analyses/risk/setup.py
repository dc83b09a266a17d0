"""A risk run: what varies and how, for one option."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from model.case.uncertainty.distributions import Distribution
from model.case.uncertainty.events import Branch, Event
from model.case.uncertainty.overlay import DEFAULT_CERTAINTY, DEFAULT_DRAWS, DEFAULT_SEED, METHODS


@dataclass(frozen=True)
class Setup:
    """A risk run: what varies and how, for one option.

    `correlations` holds rank correlations (Spearman) of pairs of inputs; the rest are independent.
    """

    distributions: Mapping[str, Distribution]
    correlations: Mapping[tuple[str, str], float] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    branches: tuple[Branch, ...] = ()
    draws: int = DEFAULT_DRAWS
    seed: int = DEFAULT_SEED
    method: str = METHODS[0]
    certainty: float = DEFAULT_CERTAINTY


def names_of(known: Iterable[str], key: str) -> list[str]:
    """The names under which an input stands in an option: itself, or one per component of a mix."""
    return [name for name in known if name == key or name.rpartition(".")[2] == key]
