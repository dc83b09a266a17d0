"""Evidence: how much of an outcome rests on inputs with a source, and which assumptions matter most.

One definition, everywhere: m of an input = highest - lowest npv over its {low, typical, high}, one input at a time, the
others as they are. Only a range that was itself sourced or derived counts; any other input (an assumption, whatever
range it is thought to have, or what the user gave) takes +-25% of its value, within its bounds. The share of a status
is its m / the sum of m. What a law fixes from a date on has no range: it is compared as a whole, the law in force
against the law if the proposals pass.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from model.analyses.sensitivity import rounding_of, scan
from model.engine.inputs import input_range
from model.engine.resolve import Provenance
from model.engine.results import CaseResult
from model.engine.scenarios import scenarios_of

WEAK_TIERS = ("C", "D")
"""News, advisers and vendors: sourced, but reported apart."""
MOST_WANTED = 5
STATUSES = ("sourced", "derived", "local", "given", "assumption")
SUPPORTED = ("sourced", "derived")
"""Statuses that rest on a source; of these an input's own range counts."""


@dataclass(frozen=True)
class InputEvidence:
    """One input: its value, the range it was tried over, its support, and its effect m on the npv in euros.

    `has_range` says whether that is a range of its own, with a source, or +-25% of its value.
    """

    key: str
    value: float
    low: float
    high: float
    has_range: bool
    status: str
    tier: str
    effect: float
    npv_low: float
    npv_high: float
    share: float


@dataclass(frozen=True)
class Evidence:
    """All inputs of an option by effect, largest first.

    `shares` are those of each status, `weak_share` that of sources of tier C and D.
    """

    inputs: tuple[InputEvidence, ...]
    shares: Mapping[str, float]
    weak_share: float
    get_these_first: tuple[str, ...]

    @property
    def share(self) -> float:
        """The share of the outcome that rests on a source: sourced and derived inputs."""
        return math.fsum(self.shares[status] for status in SUPPORTED)


def supported_range(name: str, provenance: Provenance, value: float) -> tuple[float, float, bool]:
    """Low and high of an input for the evidence, and whether they have a source: its range if that does, else +-25%."""
    has_source = provenance.status in SUPPORTED
    return input_range(name, provenance if has_source else replace(provenance, low=None, high=None), value)


def evidence(result: CaseResult, option_id: str) -> Evidence:
    """The evidence behind an option's npv."""
    scenarios = scenarios_of(result, option_id)
    origins = {key: scenarios.provenance(key) for key in scenarios.inputs()}
    ranges = {key: supported_range(key, origin, scenarios.base(key)) for key, origin in origins.items()}
    spans = {key: scenarios.range_without_conflict(key, (low, high)) for key, (low, high, _) in ranges.items()}
    tried = {key: np.array([low, scenarios.base(key), high]) for key, (low, high) in spans.items() if low < high}
    inputs = [
        InputEvidence(
            key=key,
            value=scenarios.base(key),
            low=spans[key][0],
            high=spans[key][1],
            has_range=ranges[key][2],
            status=origins[key].status,
            tier=origins[key].tier,
            effect=float(np.ptp(npv)),
            npv_low=float(npv[0]),
            npv_high=float(npv[-1]),
            share=0.0,
        )
        for key, npv in scan(scenarios, tried, "npv").items()
    ]
    total = sum(tested.effect for tested in inputs) or 1.0
    inputs = [replace(tested, share=tested.effect / total) for tested in inputs]
    inputs.sort(key=lambda tested: -tested.effect)
    weak = [tested for tested in inputs if tested.tier in WEAK_TIERS and tested.status != "assumption"]
    metrics = result.options[option_id].metrics
    npv = metrics["npv"]
    rounding = rounding_of("npv", math.nan if npv is None else npv, metrics["investment"])
    assumed = [tested.key for tested in inputs if tested.status == "assumption" and tested.effect > rounding]
    return Evidence(
        inputs=tuple(inputs),
        shares={status: _share(inputs, (status,)) for status in STATUSES},
        weak_share=sum(tested.share for tested in weak),
        get_these_first=tuple(assumed[:MOST_WANTED]),
    )


def _share(inputs: Iterable[InputEvidence], statuses: tuple[str, ...]) -> float:
    return sum(tested.share for tested in inputs if tested.status in statuses)


def past_review(result: CaseResult, option_id: str, today: date) -> tuple[str, ...]:
    """Keys of defaults in use whose review date has passed."""
    return tuple(
        dict.fromkeys(
            key
            for resolved in result.options[option_id].resolved
            for key, origin in resolved.provenance.items()
            if origin.is_default and origin.review is not None and origin.review < today
        )
    )
