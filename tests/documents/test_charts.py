"""Charts as data: what a specification must hold, in which order bars stand, and the scale they are drawn on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from model.documents.charts import KINDS, ChartSpec, Series, best_first
from model.documents.scale import scale, scale_of
from model.words.messages import message
from tests.support.papers import amount, of, row, spec


def bars(key: str, values: tuple[float | None, ...]) -> ChartSpec:
    """Bars of options a, b, c ... in that order."""
    names = tuple("abcdef"[: len(values)])
    figures = tuple(of(key, value, name) for value, name in zip(values, names, strict=True))
    return ChartSpec("bars", spec().title, spec().alternative, names, (Series("", figures),), "category")


class TestInvariants:
    @pytest.mark.parametrize("kind", KINDS)
    def test_a_chart_of_each_kind_can_be_made(self, kind: str) -> None:
        assert spec(kind).kind == kind

    def test_a_figure_for_each_category_is_needed(self) -> None:
        with pytest.raises(ValueError, match="each of 3 categories"):
            replace(spec(), categories=("a", "b", "c"))

    def test_figures_of_two_units_are_not_drawn_together(self) -> None:
        mixed = (Series("a", row((1.0,))), Series("b", row((1.0,), "share")))
        with pytest.raises(ValueError, match="one unit"):
            ChartSpec("lines", spec().title, spec().alternative, ("2027",), mixed)

    def test_a_name_holds_no_figure_for_it_would_have_no_anchor(self) -> None:
        named = message("made_any", words=message("made_answer", then=of("npv", 1.0)))
        with pytest.raises(ValueError, match="no figure in the name"):
            replace(spec("lines"), categories=(named, *spec("lines").categories[1:]))

    def test_bars_are_of_one_series(self) -> None:
        with pytest.raises(ValueError, match="one series"):
            replace(spec(), series=spec().series * 2)

    def test_range_bars_lie_about_a_value(self) -> None:
        with pytest.raises(ValueError, match="reference"):
            replace(spec("range_bars"), reference=None)

    def test_what_stands_at_the_ends_is_there_for_all_or_for_none(self) -> None:
        with pytest.raises(ValueError, match="ends"):
            replace(spec("range_bars"), ends=((amount(1.0), amount(2.0)),))


class TestBestFirst:
    def test_the_highest_is_first_where_more_is_better_and_what_is_unknown_is_last(self) -> None:
        assert best_first(bars("npv", (-2.0, None, 3.0, 1.0))).categories == ("c", "d", "a", "b")

    def test_the_lowest_is_first_where_less_is_better(self) -> None:
        assert best_first(bars("cost_per_bed_night", (31.0, 28.0, 40.0))).categories == ("b", "a", "c")

    def test_the_order_stays_where_neither_way_is_better(self) -> None:
        assert best_first(bars("loan_amount", (1.0, 3.0, 2.0))).categories == ("a", "b", "c")

    def test_an_option_keeps_its_figure_and_its_colour(self) -> None:
        ordered = best_first(bars("npv", (-2.0, 5.0, 3.0)))
        assert [figure.of for figure in ordered.series[0].figures] == list(ordered.categories) == ["b", "c", "a"]
        assert [ordered.colour_number(place) for place in range(3)] == [1, 2, 0]
        assert best_first(ordered) == ordered

    def test_only_bars_are_put_in_order(self) -> None:
        with pytest.raises(ValueError, match="only bars"):
            best_first(spec("lines"))


class TestScale:
    def test_amounts_from_a_million_on_are_drawn_in_millions(self) -> None:
        assert scale(bars("npv", (-2e6, None)), "en").drawn(-2e6) == -2.0
        assert scale(bars("npv", (-999_999.0, None)), "en").drawn(-999_999.0) == -999_999.0

    def test_the_axis_says_what_is_drawn(self) -> None:
        named = [scale_of((value,), unit, "nl").name for value, unit in ((5.0, "eur"), (2e6, "eur"), (0.1, "share"))]
        assert named == ["€", "€ mln", "%"]

    def test_many_beds_are_no_millions_of_euros(self) -> None:
        assert scale_of((2e6,), "beds", "en").divisor == 1.0

    def test_what_is_not_there_is_not_drawn(self) -> None:
        assert scale_of((float("nan"), None), "eur", "nl").drawn(float("nan")) is None
