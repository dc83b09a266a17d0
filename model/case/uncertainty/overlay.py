"""What somebody chose of a risk run instead of the standard: the part of a set-up that a case keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from model.case.uncertainty.distributions import Distribution
from model.case.uncertainty.events import Branch, Event

METHODS = ("latin_hypercube", "sobol")
DEFAULT_DRAWS = 10_000
MOST_DRAWS = 1_000_000
DEFAULT_SEED = 1
LARGEST_SEED = 2**32 - 1
DEFAULT_CERTAINTY = 0.9
LOWEST_CERTAINTY, HIGHEST_CERTAINTY = 0.5, 0.9999


@dataclass(frozen=True)
class Overlay:
    """Choices laid over the standard set-up of an option; None, or an input left out, is the standard.

    Distributions are laid over the standard ones by input, and a distribution of None takes that input's away; the
    other lists replace the standard ones.
    """

    distributions: Mapping[str, Distribution | None] = field(default_factory=dict)
    correlations: Mapping[tuple[str, str], float] | None = None
    events: tuple[Event, ...] | None = None
    branches: tuple[Branch, ...] | None = None
    draws: int | None = None
    seed: int | None = None
    method: str | None = None
    certainty: float | None = None

    @property
    def is_standard(self) -> bool:
        """Whether nothing was chosen."""
        return self == Overlay()
