"""Names and values beside lying bars fit on a telephone: neither runs over the other, and bars keep their room."""

from __future__ import annotations

import pytest

from pages.charts.bar_room import ENOUGH, GAP, LETTER, NARROWEST, End, beside_bars

LONG_VALUE = "€ -25.480.000"


def pixels(at: float, extent: tuple[float, float], wide: float) -> float:
    """Where along the axis a value lies, in pixels from its left."""
    return wide * (at - extent[0]) / (extent[1] - extent[0])


@pytest.mark.parametrize(
    ("low", "high", "ends"),
    [
        (-2.0, 0.0, [End(-2.0, LONG_VALUE, True), End(-0.1, LONG_VALUE, True)]),
        (-2.0, 5.0, [End(-2.0, LONG_VALUE, True), End(5.0, LONG_VALUE, False)]),
        (0.0, 100.0, [End(100.0, "100", False), End(0.0, LONG_VALUE, False)]),
    ],
)
def test_each_value_lies_between_the_names_and_the_edge(low: float, high: float, ends: list[End]) -> None:
    names = ["Nieuwbouw: permanent", "Mid stay"]
    layout = beside_bars(names, ends, low, high)
    longest = max(len(line) for name in layout.names for line in name.split("<br>"))
    wide = NARROWEST - GAP - LETTER * longest
    for end in ends:
        at = pixels(end.at, layout.extent, wide)
        left, right = (at - end.wide, at) if end.leftward else (at, at + end.wide)
        assert left >= -0.01 and right <= wide + 0.01
    assert layout.extent[0] <= low and layout.extent[1] >= high


def test_a_name_is_broken_between_words_where_bars_have_too_little_room() -> None:
    ends = [End(-1.0, LONG_VALUE, True), End(1.0, LONG_VALUE, False)]
    layout = beside_bars(["Rekenrente (disconteringsvoet)"], ends, -1.0, 1.0)
    assert layout.names == ("Rekenrente<br>(disconteringsvoet)",)
    short = beside_bars(["Mid stay"], [End(1.0, "1", False)], 0.0, 1.0)
    assert short.names == ("Mid stay",) and short.bars >= ENOUGH


def test_where_bars_are_short_the_axis_has_fewer_numbers() -> None:
    ends = [End(-1.0, LONG_VALUE, True), End(1.0, LONG_VALUE, False)]
    short = beside_bars(["Rekenrente (disconteringsvoet)"], ends, -1.0, 1.0)
    long = beside_bars(["Mid stay"], [End(1.0, "1", False)], 0.0, 1.0)
    assert short.steps < long.steps


def test_a_value_longer_than_the_chart_leaves_the_bars_some_room() -> None:
    layout = beside_bars(["a"], [End(1.0, "9" * 200, False)], 0.0, 1.0)
    assert layout.bars > 0 and layout.extent[1] > 1.0
