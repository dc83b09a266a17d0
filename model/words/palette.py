"""The one palette: application, workbook, slides and paper draw an option in the same colour.

An option is counted from 0 in the order of the case. Beyond the number of colours they come again, with another mark.
"""

from __future__ import annotations

OPTION_COLOURS = ("#2A6EBB", "#D55E00", "#8888AA", "#A0522D", "#9933FF", "#886666")
"""At least 3 to 1 against white, and against the dark page, and apart for every kind of colour vision."""
DASHES = ("solid", "dash", "dot", "longdash", "dashdot", "longdashdot")
PATTERNS = ("", "/", ".", "x", "-", "\\")
"""Dashes of lines and hatchings of areas, so that colour is never the only cue; plotly's names."""
HIGH, LOW = OPTION_COLOURS[0], OPTION_COLOURS[1]
"""What is high or a gain, and what is low or a loss."""
TOTAL, LINE = "#7A7A7A", "#808080"
"""What adds up, and lines across a chart."""
MAP_COLOURS = ("#DCE9F5", "#A9CBE8", "#6FA8D6", "#2A6EBB", "#143C6B")
"""Classes of a map from low to high: one colour from light to dark, which every kind of colour vision puts in order."""
HOUSE = "#154273"
"""Headings and the accent of the light page; too dark for the dark page."""
WRONG, RIGHT, CHANGED = "#B00020", "#1B5E20", "#FFD180"
"""A check that fails, one that holds, and a value that was changed."""


def colour(number: int) -> str:
    """The colour of an option.

    >>> colour(0), colour(6)
    ('#2A6EBB', '#2A6EBB')
    """
    return OPTION_COLOURS[number % len(OPTION_COLOURS)]


def mark(number: int) -> int:
    """Which dash, hatching or point an option has: one it has with its colour only.

    >>> DASHES[mark(0)], DASHES[mark(6)]
    ('solid', 'dash')
    """
    return (number + number // len(OPTION_COLOURS)) % len(DASHES)
