"""Charts as data: what a specification must hold, in which order bars stand, and the scale they are drawn on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from model.documents.charts import CATEGORY_KINDS, ChartSpec, Series, best_first, falls
from model.documents.scale import reach, scale, scale_of, ticks, ticks_within
from model.words.messages import message
from tests.support.papers import amount, of, row, spec


def bars(key: str, values: tuple[float | None, ...]) -> ChartSpec:
    """Bars of options a, b, c ... in that order."""
    names = tuple("abcdef"[: len(values)])
    figures = tuple(of(key, value, name) for value, name in zip(values, names, strict=True))
    return ChartSpec("bars", spec().title, spec().alternative, names, (Series("", figures),), "category")


class TestInvariants:
    @pytest.mark.parametrize("kind", CATEGORY_KINDS)
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
        with pytest.raises(ValueError, match="series of bars: 1"):
            replace(spec(), series=spec().series * 2)

    def test_range_bars_lie_about_a_value(self) -> None:
        with pytest.raises(ValueError, match="reference"):
            replace(spec("range_bars"), reference=None)

    def test_strips_are_held_against_a_value(self) -> None:
        with pytest.raises(ValueError, match="reference"):
            replace(spec("strips"), reference=None)

    def test_strips_stand_on_zero(self) -> None:
        with pytest.raises(ValueError, match="below zero"):
            replace(spec("strips"), reference=of("beds_needed", -1.0, "case"))

    def test_a_value_of_reference_that_would_not_be_drawn_is_refused(self) -> None:
        with pytest.raises(ValueError, match="no other kind"):
            replace(spec("lines"), reference=amount(1.0, "eur_per_bed_week"))

    def test_ends_that_would_not_be_drawn_are_refused(self) -> None:
        with pytest.raises(ValueError, match="only range_bars"):
            replace(spec(), ends=((amount(1.0), amount(2.0)),) * 4)

    def test_only_columns_have_a_line_over_them(self) -> None:
        with pytest.raises(ValueError, match="only stacked"):
            replace(spec("lines"), series=(replace(spec("lines").series[0], as_line=True),))

    def test_a_waterfall_knows_every_step(self) -> None:
        unknown = (*row((1.0, 2.0)), of("npv", None))
        with pytest.raises(ValueError, match="each step"):
            ChartSpec("waterfall", spec().title, spec().alternative, ("a", "b", "c"), (Series("", unknown),))

    def test_a_waterfall_goes_from_somewhere_to_somewhere(self) -> None:
        with pytest.raises(ValueError, match="from a value to a value"):
            ChartSpec("waterfall", spec().title, spec().alternative, ("a",), (Series("", row((1.0,))),))

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


class TestWaterfall:
    def test_each_step_begins_where_the_one_before_ended(self) -> None:
        figures = row((-2.0, 5.0, -1.0, 2.0))
        chart = ChartSpec("waterfall", spec().title, spec().alternative, tuple("abcd"), (Series("", figures),))
        assert falls(chart) == ((0.0, -2.0), (-2.0, 3.0), (3.0, 2.0), (0.0, 2.0))
        assert reach(chart) == (-2.0, 3.0)

    def test_nothing_else_falls(self) -> None:
        with pytest.raises(ValueError, match="only a waterfall"):
            falls(spec())


class TestReach:
    def test_columns_reach_as_far_as_they_stand_on_one_another(self) -> None:
        series = (
            Series("a", row((1.0, -2.0))),
            Series("b", row((3.0, -4.0))),
            Series("c", row((9.0, 0.0)), as_line=True),
        )
        chart = ChartSpec("stacked", spec().title, spec().alternative, ("2027", "2028"), series)
        assert reach(chart) == (-6.0, 9.0)
        assert reach(replace(chart, series=series[:2])) == (-6.0, 4.0)

    def test_zero_is_in_sight_of_bars_but_not_of_range_bars(self) -> None:
        assert reach(bars("npv", (2.0, 3.0))) == (0.0, 3.0)
        # the lowest end is -3,345,678 and the highest -1,345,678
        assert reach(spec("range_bars")) == (-3_345_678.0, -1_345_678.0)


class TestTicks:
    def test_they_are_round_and_lie_around_what_is_drawn(self) -> None:
        # a seventh of 12.6 is 1.8, and the next round step is 2
        assert [tick.at for tick in ticks(-7.3, 5.3, "nl", 7)] == [-8.0, -6.0, -4.0, -2.0, 0.0, 2.0, 4.0, 6.0]

    def test_a_tick_below_zero_has_the_minus_of_every_other_number(self) -> None:
        assert [tick.text for tick in ticks(-1.1, 0.2, "nl")] == ["-1,5", "-1,0", "-0,5", "0", "0,5"]
        assert [tick.text for tick in ticks_within(-0.5, 0.5, "share", "en", 4)] == ["-50%", "-25%", "0%", "25%", "50%"]

    def test_where_the_axis_has_another_name_each_tick_has_its_unit(self) -> None:
        shown = {unit: ticks_within(10.0, 20.0, unit, "nl") for unit in ("years", "eur_per_bed_week")}
        assert [tick.text for tick in shown["years"]][:2] == ["10\u00a0jaar", "12\u00a0jaar"]
        assert [tick.text for tick in shown["eur_per_bed_week"]][-1] == "€\u00a020"


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
