"""How far long work is, told as a share from 0 to 1 that never goes back."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[float], None]


def silent(share: float) -> None:
    """For who need not know."""


def stage(progress: Progress, start: float, end: float) -> Progress:
    """The progress of one stage, told as the part from `start` to `end` of the whole."""

    def tell(share: float) -> None:
        progress(end if share >= 1 else start + (end - start) * max(0.0, share))

    return tell
