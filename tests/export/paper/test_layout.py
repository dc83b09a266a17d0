"""Charts laid out on paper: whatever the figures, everything lies between the margins and says what it should."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.documents.charts import CATEGORY_KINDS, KINDS, AnyChart, ChartSpec, Kind, Series
from model.documents.number_charts import Bin, Curve, Curves, HeatMap, Histogram, Side
from model.export.paper.charts import picture
from model.export.paper.number_charts import SHADES
from model.export.paper.picture import WIDTH, Box, Label, Picture, Stroke, width_of
from model.words.figures import Figure
from tests.support.papers import NPV, amount, number_chart, of, row, spec

VALUES = st.one_of(st.none(), st.just(0.0), st.floats(-1e12, 1e12), st.floats(-1.0, 1.0))


KNOWN = st.one_of(st.just(0.0), st.floats(-1e12, 1e12), st.floats(-1.0, 1.0))
NAMES = st.text("abc xyz", min_size=0, max_size=60)


@st.composite
def specs(draw: st.DrawFn, kind: Kind) -> ChartSpec:
    """A chart of a kind with any figures, names of any length, and none of them in the worst case."""
    count = draw(st.integers(2 if kind == "waterfall" else 1, 40))
    names = draw(st.lists(NAMES, min_size=count, max_size=count))
    series = {"bars": 1, "waterfall": 1, "range_bars": 2}.get(kind) or draw(st.integers(1, 5))
    values = {"waterfall": KNOWN, "strips": VALUES.map(lambda value: value and abs(value))}.get(kind, VALUES)
    rows = [draw(st.lists(values, min_size=count, max_size=count)) for _ in range(series)]
    as_line = [kind == "stacked" and draw(st.booleans()) for _ in rows]
    return ChartSpec(
        kind,
        spec().title,
        spec().alternative,
        tuple(names),
        tuple(
            Series(f"reeks {number}", tuple(of("npv", value) for value in row), line)
            for number, (row, line) in enumerate(zip(rows, as_line, strict=True))
        ),
        colouring=draw(st.sampled_from(("category", "series", "sign"))),
        reference=of("npv", abs(draw(KNOWN))) if kind in {"range_bars", "strips"} else None,
    )


@st.composite
def places(draw: st.DrawFn, unit_key: str, least: int = 1) -> tuple[Figure, ...]:
    """Places along an axis of numbers, from left to right, at least a millionth apart."""
    steps = draw(st.lists(st.floats(1e-6, 1e6), min_size=least, max_size=12))
    return row(tuple(accumulate(steps, initial=draw(st.floats(-1e6, 1e6))))[1:], unit_key)


@st.composite
def number_charts(draw: st.DrawFn, kind: str) -> AnyChart:
    """A chart of a kind over an axis of numbers with any figures."""
    title, alternative = spec().title, spec().alternative

    def values(count: int) -> tuple[Figure, ...]:
        return tuple(of("npv", draw(VALUES)) for _ in range(count))

    if kind == "curves":
        wheres = draw(st.lists(places("share"), min_size=1, max_size=8))
        return Curves(
            title,
            alternative,
            tuple(Curve(draw(NAMES), tuple(zip(where, values(len(where)), strict=True))) for where in wheres),
        )
    if kind == "heat_map":
        across, up = (
            Side(draw(NAMES), figures, amount(draw(st.floats(-1e6, 1e6)), unit_key))
            for unit_key, figures in ((unit_key, draw(places(unit_key, 2))) for unit_key in ("eur", "share"))
        )
        rows = tuple(values(len(across.figures)) for _ in up.figures)
        corners = tuple((across.figures[end], up.figures[end]) for end in (0, -1))
        return HeatMap(title, alternative, across, up, rows, of("npv", draw(KNOWN)), (corners,), draw(NAMES))
    edges = [figure.value or 0.0 for figure in draw(places("eur", 2))]
    bins = tuple(
        Bin(of("npv", low), of("npv", high), of("share_of_futures", 1 / (len(edges) - 1)))
        for low, high in pairwise(edges)
    )
    marks = draw(st.lists(st.tuples(st.just("P10"), KNOWN.map(lambda value: of("npv", value))), max_size=3))
    return Histogram(title, alternative, bins, tuple(marks))


def charts(kind: str) -> st.SearchStrategy[AnyChart]:
    """Any chart of a kind."""
    by_category = next((known for known in CATEGORY_KINDS if known == kind), None)
    return number_charts(kind) if by_category is None else specs(by_category)


@pytest.mark.thorough
@pytest.mark.parametrize("kind", KINDS)
def test_whatever_the_figures_a_chart_lies_between_the_margins(kind: str) -> None:
    @given(charts(kind))
    def lies_between(chart: AnyChart) -> None:
        drawn = picture(chart, "b1", "nl")
        for mark in drawn.marks:
            if isinstance(mark, Box):
                assert mark.width >= 0 and mark.height >= -1e-6
                assert mark.x >= -0.01 and mark.x + mark.width <= WIDTH + 0.01
                assert mark.y >= -0.01 and mark.y + mark.height <= drawn.height + 0.01
            elif isinstance(mark, Stroke):
                assert all(-0.01 <= x <= WIDTH + 0.01 and -0.01 <= y <= drawn.height + 0.01 for x, y in mark.points)
            else:
                assert -0.01 <= mark.x <= WIDTH and 0 <= mark.y <= drawn.height + 3

    lies_between()


def test_the_length_of_a_bar_goes_with_its_value() -> None:
    boxes = [mark for mark in picture(spec(), "b1", "nl").marks if isinstance(mark, Box)]
    best, short, worst, none = (box.width for box in boxes)
    assert best / short == pytest.approx(1_266_000 / 2_345_678)
    assert worst / short == pytest.approx(4_454_063.2 / 2_345_678)
    assert none == 0


def test_columns_stand_on_one_another_and_reach_the_sum() -> None:
    pair = (Series("a", (amount(1.0),)), Series("b", (amount(3.0),)), Series("c", (amount(-2.0),)))
    drawn = picture(ChartSpec("stacked", spec().title, spec().alternative, ("2027",), pair), "b1", "nl")
    _, _, _, first, second, below = (mark for mark in drawn.marks if isinstance(mark, Box))  # three in the legend
    assert second.y + second.height == pytest.approx(first.y)
    assert second.height == pytest.approx(3 * first.height)
    assert below.y == pytest.approx(first.y + first.height)


def test_a_line_is_broken_where_there_is_no_figure() -> None:
    row = tuple(of("npv", value) for value in (1.0, 2.0, None, 3.0, 4.0))
    chart = ChartSpec("lines", spec().title, spec().alternative, tuple("abcde"), (Series("x", row),))
    lines = [mark for mark in picture(chart, "b1", "nl").marks if isinstance(mark, Stroke) and mark.width == 1.5]
    assert [len(line.points) for line in lines] == [2, 2]


def test_the_names_of_lines_that_end_together_stand_under_one_another_within_the_picture() -> None:
    series = tuple(Series(f"reeks {number}", row((5.0, 0.0))) for number in range(5))
    drawn = picture(ChartSpec("lines", spec().title, spec().alternative, ("a", "b"), series), "b1", "nl")
    heights = sorted(mark.y for mark in drawn.marks if isinstance(mark, Label) and mark.text.startswith("reeks"))
    assert all(below - above >= 9.0 for above, below in pairwise(heights))
    assert heights[-1] <= drawn.height


def test_ticks_are_round_and_written_in_the_language() -> None:
    chart = ChartSpec(
        "lines", spec().title, spec().alternative, ("a", "b"), (Series("x", (amount(0.0), amount(12_345.0))),)
    )
    texts = {
        language: [mark.text for mark in picture(chart, "b1", language).marks if isinstance(mark, Label)]
        for language in ("nl", "en")
    }
    # a fifth of 12,345 is 2,469, and the next round step is 2,500
    assert {"0", "2.500", "5.000", "7.500", "10.000", "12.500"} <= set(texts["nl"])
    assert {"0", "2,500", "5,000", "7,500", "10,000", "12,500"} <= set(texts["en"])


def test_of_many_periods_only_some_are_named() -> None:
    months = tuple(f"2027-{number:03}" for number in range(480))
    row = tuple(amount(float(number)) for number in range(480))
    chart = replace(spec("lines"), categories=months, series=(Series("x", row),))
    named = [mark for mark in picture(chart, "b1", "nl").marks if isinstance(mark, Label) and mark.text in months]
    assert 3 <= len(named) <= 12


def boxes(drawn: Picture) -> list[Box]:
    """The boxes of a picture, in the order in which they are drawn."""
    return [mark for mark in drawn.marks if isinstance(mark, Box)]


def test_a_step_of_a_waterfall_begins_where_the_one_before_ended() -> None:
    start, gain, loss, end = boxes(picture(spec("waterfall"), "b1", "nl"))
    assert gain.x == pytest.approx(start.x)  # the start is below zero: it ends at its left
    assert loss.x + loss.width == pytest.approx(gain.x + gain.width)
    assert end.x + end.width == pytest.approx(loss.x)
    assert gain.width / start.width == pytest.approx(4_111_678 / -NPV[0])
    assert (start.hatched, gain.hatched, loss.hatched, end.hatched) == (False, False, True, False)


def test_a_strip_is_empty_before_its_beds_are_there_and_after_they_have_gone() -> None:
    first, second = boxes(picture(spec("strips"), "b1", "nl"))
    year = WIDTH / 15
    assert (first.x, first.width) == pytest.approx((year, 14 * year))  # of fifteen years all but the first
    assert (second.x, second.width) == pytest.approx((0.0, 10 * year))
    assert second.height / first.height == pytest.approx(120 / 200)


def test_the_shade_of_a_value_says_how_far_it_is_from_the_level() -> None:
    drawn = boxes(picture(number_chart("heat_map"), "b1", "nl"))[4:]  # after three shades and the cross in the legend
    # of -3 mln to 3 mln in nine shades: -3, -2, -1 in the lowest row; -1, 1 and what is not known above it
    assert [box.colour for box in drawn[:5]] == [SHADES[place] for place in (0, 1, 3, 3, 5)]
    assert drawn[5].hatched and drawn[5].colour not in SHADES


def test_the_bars_of_a_histogram_are_as_high_as_their_shares() -> None:
    drawn = boxes(picture(number_chart("histogram"), "b1", "nl"))
    heights = [box.height for box in drawn]
    assert heights[1] == pytest.approx(2 * heights[0]) and heights[2] == heights[3] == heights[0]
    assert [box.hatched for box in drawn] == [True, True, True, False]  # the last of the three is cut in two at zero


def test_a_curve_runs_from_end_to_end() -> None:
    drawn = picture(number_chart("curves"), "b1", "nl")
    curves = [mark for mark in drawn.marks if isinstance(mark, Stroke) and len(mark.points) == 3]
    assert [[point[0] for point in curve.points] for curve in curves][0] == [point[0] for point in curves[1].points]
    # both pass through the case as it is, in the middle
    assert curves[0].points[1] == pytest.approx(curves[1].points[1])


def test_a_long_legend_goes_on_in_another_row() -> None:
    series = tuple(Series("een lange naam van een reeks " + "x" * number, row((1.0,))) for number in range(6))
    drawn = picture(ChartSpec("stacked", spec().title, spec().alternative, ("2027",), series), "b1", "nl")
    names = [mark for mark in drawn.marks if isinstance(mark, Label) and mark.text.startswith("een")]
    assert len({name.y for name in names}) > 1
    assert all(name.x + width_of(name.text, name.size) <= WIDTH for name in names)
