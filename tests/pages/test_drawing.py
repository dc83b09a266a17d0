"""The pages' drawing of each kind of chart, from its specification."""

from __future__ import annotations

from dataclasses import replace
from inspect import unwrap

import plotly.graph_objects as go
import pytest

from model.documents.charts import KINDS, ChartSpec
from model.words.texts import LANGUAGES
from pages.charts.drawing import draw
from tests.support.papers import NPV, OPTIONS, sentence, spec


def drawn(chart: ChartSpec, language: str = "nl") -> go.Figure:
    """A chart, drawn anew."""
    figure: go.Figure = unwrap(draw)(chart, language, ("#111111", "#222222", "#333333"))
    return figure


@pytest.fixture(autouse=True)
def _in_made_up_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("model.words.messages.sentence_of", sentence)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_of_each_kind_is_drawn_in_numbers_of_the_language(kind: str, language: str) -> None:
    assert drawn(spec(kind), language).layout.separators == {"nl": ",.", "en": ".,"}[language]


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
