"""The pages' drawing of each kind of chart, from its specification."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from inspect import unwrap
from itertools import accumulate
from typing import Any

import plotly.graph_objects as go
import pytest

from model.documents.charts import KINDS, AnyChart
from model.documents.number_charts import Bin, Histogram
from model.words.palette import HIGH, LOW
from model.words.texts import LANGUAGES
from pages.charts.drawing import draw
from tests.support.papers import NPV, OPTIONS, chart, number_chart, of, sentence, spec


def drawn(spec: AnyChart, language: str = "nl") -> go.Figure:
    """A chart, drawn anew."""
    figure: go.Figure = unwrap(draw)(spec, language, ("#111111", "#222222", "#333333"))
    return figure


@pytest.fixture(autouse=True)
def _in_made_up_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("model.words.messages.sentence_of", sentence)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_along_no_axis_plotly_writes_a_number_itself(kind: str, language: str) -> None:
    """It would write -5 with another minus, and 1.250 in one language only."""
    figure = drawn(chart(kind), language)
    axes = [axis for name, axis in figure.to_dict()["layout"].items() if re.match(r"[xy]axis", name)]
    assert len(axes) >= 2
    with_numbers = [axis for axis in axes if axis.get("type") == "linear"]
    assert with_numbers
    texts = [words for axis in with_numbers for words in axis["ticktext"]]
    assert all(len(axis["ticktext"]) == len(axis["tickvals"]) for axis in with_numbers)
    assert "\u2212" not in "".join(texts)
    templates = [trace.hovertemplate or "" for trace in figure.data]
    assert not [template for template in templates if re.search(r"%{[xyz]:", template)]


@pytest.mark.parametrize("kind", KINDS)
def test_an_axis_goes_as_far_as_what_is_drawn(kind: str) -> None:
    """Our own ticks come with our own range: nothing of a bar or a point lies beyond it."""
    layout = drawn(chart(kind)).layout
    for side in ("x", "y"):
        axis = getattr(layout, f"{side}axis")
        if axis.type != "linear":
            continue
        places = [place for trace in drawn(chart(kind)).data for place in reached(trace, side)]
        assert axis.range[0] <= min(places) and max(places) <= axis.range[1]


def reached(trace: Any, side: str) -> Iterator[float]:
    """Where along an axis of numbers a trace begins and ends."""
    values = [value for value in getattr(trace, side) if value is not None]
    if trace.type == "waterfall":
        yield from accumulate(values[:-1])
    elif trace.type == "bar" and trace.width is not None and side == "x":
        yield from (
            end for value, wide in zip(values, trace.width, strict=True) for end in (value - wide / 2, value + wide / 2)
        )
    elif trace.type == "bar" and trace.base is not None:
        yield from (value + trace.base for value in values)
    else:
        yield from values


def test_bars_stand_in_millions_with_what_the_figure_shows() -> None:
    (bars,) = drawn(spec()).data
    assert list(bars.x) == [NPV[2] / 1e6, NPV[0] / 1e6, NPV[1] / 1e6, None]
    assert list(bars.text) == ["€\u00a01,27\u00a0mln", "€\u00a0-2,35\u00a0mln", "€\u00a0-4,45\u00a0mln", "–"]


def test_an_option_keeps_its_colour_wherever_it_stands() -> None:
    (bars,) = drawn(spec()).data
    assert dict(zip(bars.y, bars.marker.color, strict=True)) == {
        OPTIONS[0]: "#111111",
        OPTIONS[1]: "#222222",
        OPTIONS[2]: "#333333",
        OPTIONS[3]: "#111111",  # with three colours the fourth option has the first again
    }


def test_what_is_below_zero_is_hatched_too() -> None:
    (bars,) = drawn(replace(spec(), colouring="sign")).data
    assert list(bars.marker.pattern.shape) == ["", "/", "/", ""]


def test_lines_over_columns_are_lines() -> None:
    kinds = [(trace.type, trace.name) for trace in drawn(spec("stacked")).data]
    assert kinds == [("bar", "Huur"), ("bar", "Kosten"), ("scatter", "Opgeteld")]


def test_range_bars_go_from_the_value_as_it_is_to_both_ends() -> None:
    low, high = drawn(spec("range_bars")).data
    assert low.base == high.base == NPV[0] / 1e6
    # building costs at their low: -1,345,678 against -2,345,678 is one million more
    assert (low.x[0], high.x[0]) == pytest.approx((1.0, -1.0))
    assert (low.text[0], high.text[1]) == ("€\u00a01.800,00", "€\u00a0125,00")


def test_a_name_that_somebody_typed_is_drawn_as_typed() -> None:
    (bars,) = drawn(replace(spec(), categories=("<b>dik</b>", *OPTIONS[1:]))).data
    assert bars.y[0] == "&lt;b&gt;dik&lt;/b&gt;"


def test_a_waterfall_stands_on_zero_at_both_ends() -> None:
    (steps,) = drawn(spec("waterfall")).data
    assert list(steps.measure) == ["absolute", "relative", "relative", "absolute"]
    assert list(steps.y) == [NPV[0] / 1e6, 4.111678, -0.5, NPV[2] / 1e6]
    assert list(steps.text) == [
        "€\u00a0-2,35\u00a0mln",
        "€\u00a04,11\u00a0mln",
        "€\u00a0-500.000",
        "€\u00a01,27\u00a0mln",
    ]


def test_strips_say_what_they_are_held_against_once() -> None:
    figure = drawn(spec("strips"))
    assert [note.text for note in figure.layout.annotations] == [
        f"{OPTIONS[0]} (stippellijn: bedden nodig)",
        OPTIONS[1],
    ]
    assert {shape.y0 for shape in figure.layout.shapes} == {200.0}
    assert list(figure.layout.yaxis.ticktext) == list(figure.layout.yaxis2.ticktext) == ["0", "200"]


def test_after_an_option_has_ended_its_strip_is_empty() -> None:
    assert list(drawn(spec("strips")).data[1].y) == [120.0] * 10 + [None] * 5


def test_a_heat_map_has_the_middle_colour_at_the_level_and_the_cross_at_the_case() -> None:
    heat, line, cross = drawn(number_chart("heat_map")).data
    assert (heat.zmin, heat.zmax) == (-3.0, 3.0)  # millions; the farthest value is 3 mln from the level of 0
    assert [list(row) for row in heat.z] == [[-3.0, -2.0, -1.0], [-1.0, 1.0, None]]
    assert (list(cross.x), list(cross.y)) == ([130.0], [90.0])
    assert (list(line.x), list(line.y)) == ([110.0, 140.0], [100.0, 50.0])
    assert line.name == "netto contante waarde = €\u00a00"


def test_a_curve_has_its_changes_in_per_cents_and_its_values_under_the_pointer() -> None:
    rent, _ = drawn(number_chart("curves")).data
    assert (list(rent.x), list(rent.text)) == ([-50.0, 0.0, 50.0], ["-50%", "0%", "50%"])
    assert list(rent.customdata) == ["€\u00a0-4,00\u00a0mln", "€\u00a0-2,35\u00a0mln", "€\u00a0-1,00\u00a0mln"]


def histogram(*bins: tuple[float, float, float]) -> Histogram:
    """Ranges from low to high, with their shares."""
    made = number_chart("histogram")
    assert isinstance(made, Histogram)
    parts = (Bin(of("npv", low), of("npv", high), of("share_of_futures", share)) for low, high, share in bins)
    return replace(made, bins=tuple(parts), marks=())


def test_a_bar_across_zero_has_both_colours_and_one_height() -> None:
    """One range from -30 to 10: three quarters of its width lie below zero."""
    (bars,) = drawn(histogram((-30.0, 10.0, 1.0))).data
    assert list(bars.marker.color) == [LOW, HIGH]
    assert list(bars.marker.pattern.shape) == ["/", ""]
    assert (list(bars.width), list(bars.x), list(bars.y)) == ([30.0, 10.0], [-15.0, 5.0], [100.0, 100.0])


def test_bars_beside_zero_stay_whole() -> None:
    (bars,) = drawn(histogram((-20.0, 0.0, 0.25), (0.0, 20.0, 0.75))).data
    assert (list(bars.width), list(bars.y)) == ([20.0, 20.0], [25.0, 75.0])


def test_what_is_marked_stands_at_its_value() -> None:
    shapes = drawn(number_chart("histogram")).layout.shapes
    assert [shape.x0 for shape in shapes] == pytest.approx([-2.1, 0.1, 0.0])  # P10 and P90 in millions, then zero
