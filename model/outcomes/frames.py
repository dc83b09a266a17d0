"""Frames (kaders): the limits a council set, tested per option with the margin, and which of them conflict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from model.case.frame_kinds import FRAMES, FrameKind
from model.engine.results import CaseResult, OptionResult
from model.formula.runtime import to_serial
from model.outcomes.quantities import figure
from model.words.texts import text


@dataclass(frozen=True)
class FrameResult:
    """A frame tested on an option.

    `passes` is None when the value is not known; `margin` is the room left (days for dates).
    """

    kind: FrameKind
    limit: float
    value: float | None
    passes: bool | None
    margin: float | None

    def label(self, language: str) -> str:
        """What the limit is about."""
        return text(f"frame_{self.kind.key}", language)


@dataclass(frozen=True)
class FrameCheck:
    """All frames on all options, and the conflicts: sets of frames that no option meets together."""

    by_option: Mapping[str, tuple[FrameResult, ...]]
    conflicts: tuple[tuple[str, ...], ...]


def check_frames(result: CaseResult) -> FrameCheck:
    """Test every frame of the case on every option."""
    limits = {key: _limit(FRAMES[key], value) for key, value in result.case.frames.items()}
    by_option = {
        option_id: tuple(_tested(FRAMES[key], limit, frame_value(key, outcome)) for key, limit in limits.items())
        for option_id, outcome in result.options.items()
    }
    return FrameCheck(by_option, _conflicts(limits, by_option))


def _limit(kind: FrameKind, value: float | str) -> float:
    return to_serial(date.fromisoformat(str(value))) if kind.is_date else float(value)


def _tested(kind: FrameKind, limit: float, value: float | None) -> FrameResult:
    if value is None:
        return FrameResult(kind, limit, None, None, None)
    margin = limit - value if kind.is_maximum else value - limit
    return FrameResult(kind, limit, value, margin >= -1e-9, margin)


def frame_value(key: str, outcome: OptionResult) -> float | None:
    """The quantity a frame is about, for an option; the worst component counts in a mix. None when it is not known."""
    kind = FRAMES[key]
    return figure(outcome, kind.about, highest_is_worst=kind.is_maximum).value


def _conflicts(
    limits: Mapping[str, float], by_option: Mapping[str, Iterable[FrameResult]]
) -> tuple[tuple[str, ...], ...]:
    """Frames that exclude each other by their limits, and the smallest sets of which every option fails at least one.

    Only frames that some option meets are put together: one that no option meets is a shortfall of its own, not a
    conflict. A value that is not known is no failure.
    """
    conflicts: list[tuple[str, ...]] = [
        (low, high)
        for low, high in (("min_beds", "max_beds"), ("min_term_years", "max_term_years"))
        if low in limits and high in limits and limits[low] > limits[high]
    ]
    failed = {key: {option for option, tests in by_option.items() if _fails(tests, key)} for key in limits}
    apart = [key for key in limits if any(_passes(tests, key) for tests in by_option.values())]
    everyone = set(by_option)
    for size in range(2, len(apart) + 1):
        for together in combinations(apart, size):
            holds_smaller = any(set(smaller) <= set(together) for smaller in conflicts)
            if not holds_smaller and set().union(*(failed[key] for key in together)) == everyone:
                conflicts.append(together)
    return tuple(conflicts)


def _passes(tests: Iterable[FrameResult], key: str) -> bool:
    return any(test.kind.key == key and test.passes for test in tests)


def _fails(tests: Iterable[FrameResult], key: str) -> bool:
    return any(test.kind.key == key and test.passes is False for test in tests)
