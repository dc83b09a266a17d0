"""Room beside lying bars for their names and for what stands at their ends: on a telephone neither covers the other."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from pages.charts.look import ACROSS, literal

NARROWEST = 325.0
"""Pixels for names and bars together in a chart on the narrowest window that pages are made for, of 390."""
LETTER, SIGN = 6.2, 5.3
"""Pixels of a letter of a name and of a sign of a value, about; most take less."""
GAP = 8.0
"""Pixels between a bar and what stands at its end, and between a name and what comes next."""
ENOUGH, LEAST = 110.0, 40.0
"""Pixels that bars should have: names are broken sooner for it; and those they keep, whatever stands beside them."""
LONGEST_LINE = 26
"""Letters in a line of a name at most."""
MOST_LINES = 3
HALVINGS = 50
STEP = 32.0
"""Pixels from one tick below the bars to the next, at least."""


@dataclass(frozen=True)
class End:
    """The end of a bar along the axis, what stands there, and whether that stands at its left."""

    at: float
    words: str
    leftward: bool

    @property
    def wide(self) -> float:
        """Pixels that what stands there takes, with the gap before it."""
        return SIGN * len(self.words) + GAP


@dataclass(frozen=True)
class Layout:
    """How names beside bars are broken, from where to where the axis goes, and how many pixels that leaves for bars."""

    names: tuple[str, ...]
    most_lines: int
    extent: tuple[float, float]
    bars: float

    @property
    def steps(self) -> int:
        """Steps along the axis, about, of which the numbers do not run into each other."""
        return max(1, min(ACROSS, int(self.bars / STEP)))


def beside_bars(names: Sequence[str], ends: Sequence[End], low: float, high: float) -> Layout:
    """Names in the longest lines that leave enough for the bars from low to high, on an axis where every value fits.

    No word of a name is broken, but for one that is longer than a line can be.
    """
    longest_word = max((len(word) for name in names for word in name.split()), default=1)
    laid_out = [_in_lines(names, LONGEST_LINE, ends, low, high)]
    for line in range(LONGEST_LINE - 1, min(longest_word, LONGEST_LINE) - 1, -1):
        if laid_out[-1].bars >= ENOUGH:
            break
        laid_out.append(_in_lines(names, line, ends, low, high))
    return laid_out[-1]


def _in_lines(names: Sequence[str], line: int, ends: Sequence[End], low: float, high: float) -> Layout:
    broken = [textwrap.wrap(name, line, max_lines=MOST_LINES, placeholder=" …") or [""] for name in names]
    longest = max((len(part) for parts in broken for part in parts), default=0)
    wide = NARROWEST - GAP - LETTER * longest
    start, end = _extent(ends, low, high, wide)
    return Layout(
        names=tuple("<br>".join(literal(part) for part in parts) for parts in broken),
        most_lines=max((len(parts) for parts in broken), default=1),
        extent=(start, end),
        bars=wide * (high - low) / (end - start),
    )


def _extent(ends: Sequence[End], low: float, high: float, wide: float) -> tuple[float, float]:
    """The shortest axis from low to high on which what stands at each end lies within so many pixels.

    At `scale` pixels per unit what stands at the left reaches to `at - end.wide / scale`, and the axis takes its length
    times `scale`. The largest scale at which that is no more than there is, is sought by halving. Where there is none
    the bars keep `LEAST`.
    """

    def reach(scale: float) -> tuple[float, float]:
        left = (end.at - end.wide / scale for end in ends if end.leftward)
        right = (end.at + end.wide / scale for end in ends if not end.leftward)
        return min((low, *left)), max((high, *right))

    smallest, largest = LEAST / (high - low), max(wide, LEAST) / (high - low)
    for _ in range(HALVINGS):
        middle = (smallest + largest) / 2
        start, end = reach(middle)
        smallest, largest = (middle, largest) if (end - start) * middle <= wide else (smallest, middle)
    return reach(smallest)
