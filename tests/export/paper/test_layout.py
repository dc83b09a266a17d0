"""Charts laid out on paper: whatever the figures, everything lies between the margins and says what it should."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.documents.charts import KINDS, ChartSpec, Kind, Series
from model.export.paper.charts import picture
from model.export.paper.picture import WIDTH, Box, Label, Stroke
from tests.support.papers import amount, of, spec

VALUES = st.one_of(st.none(), st.just(0.0), st.floats(-1e12, 1e12), st.floats(-1.0, 1.0))


@st.composite
def specs(draw: st.DrawFn, kind: Kind) -> ChartSpec:
    """A chart of a kind with any figures, names of any length, and none of them in the worst case."""
    count = draw(st.integers(1, 40))
    names = draw(st.lists(st.text("abc xyz", min_size=0, max_size=60), min_size=count, max_size=count))
    series = {"bars": 1, "range_bars": 2}.get(kind) or draw(st.integers(1, 5))
    rows = [draw(st.lists(VALUES, min_size=count, max_size=count)) for _ in range(series)]
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
        reference=amount(draw(st.floats(-1e12, 1e12))) if kind == "range_bars" else None,
    )


@pytest.mark.thorough
@pytest.mark.parametrize("kind", KINDS)
def test_whatever_the_figures_a_chart_lies_between_the_margins(kind: Kind) -> None:
    @given(specs(kind))
    def lies_between(chart: ChartSpec) -> None:
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
