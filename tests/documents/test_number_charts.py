"""Charts over an axis of numbers: what they must hold, and their figures as a table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from model.documents.chart_table import table_of
from model.documents.charts import KINDS
from model.documents.number_charts import NUMBER_KINDS, Bin, Curve, Curves, HeatMap, Histogram, Side
from model.words.figures import Figure
from model.words.messages import message
from tests.support.papers import amount, chart, number_chart, of, row


def curves() -> Curves:
    """Two curves."""
    made = number_chart("curves")
    assert isinstance(made, Curves)
    return made


def heat_map() -> HeatMap:
    """Three values across, two up."""
    made = number_chart("heat_map")
    assert isinstance(made, HeatMap)
    return made


def histogram() -> Histogram:
    """Three ranges of a million."""
    made = number_chart("histogram")
    assert isinstance(made, Histogram)
    return made


@pytest.mark.parametrize("kind", NUMBER_KINDS)
def test_a_chart_of_each_kind_can_be_made(kind: str) -> None:
    assert number_chart(kind).kind == kind


class TestCurves:
    def test_one_curve_is_needed(self) -> None:
        with pytest.raises(ValueError, match="one curve or more"):
            replace(curves(), curves=())

    def test_a_curve_has_points(self) -> None:
        with pytest.raises(ValueError, match="each with points"):
            replace(curves(), curves=(Curve("a", ()),))

    def test_a_curve_goes_from_left_to_right(self) -> None:
        back = tuple(zip(row((0.5, 0.0), "share"), row((1.0, 2.0)), strict=True))
        with pytest.raises(ValueError, match="left to right"):
            replace(curves(), curves=(Curve("a", back),))

    def test_a_place_is_a_number_but_there_may_be_no_value_there(self) -> None:
        here, none = amount(0.0, "share"), of("npv", None)
        assert next(replace(curves(), curves=(Curve("a", ((here, none),)),)).figures()).value is None
        with pytest.raises(ValueError, match="every place is one"):
            replace(curves(), curves=(Curve("a", ((none, here),)),))

    def test_all_curves_have_one_unit_along_each_axis(self) -> None:
        other = Curve("a", ((amount(0.0, "share"), amount(1.0, "years")),))
        with pytest.raises(ValueError, match="one unit"):
            replace(curves(), curves=(*curves().curves, other))


class TestHeatMap:
    def test_a_figure_for_each_place_is_needed(self) -> None:
        with pytest.raises(ValueError, match="2 rows of 3 figures"):
            replace(heat_map(), rows=heat_map().rows[:1])

    def test_the_level_has_the_unit_of_the_values(self) -> None:
        with pytest.raises(ValueError, match="one unit"):
            replace(heat_map(), level=amount(0.0, "share"))

    def test_the_level_is_a_value(self) -> None:
        with pytest.raises(ValueError, match="level is a value"):
            replace(heat_map(), level=of("npv", None))

    def test_a_line_lies_along_the_sides(self) -> None:
        point = (amount(0.5, "share"), amount(110.0, "eur_per_bed_week"))  # up and across in each other's place
        with pytest.raises(ValueError, match="one unit"):
            replace(heat_map(), contours=((point, point),))

    @pytest.mark.parametrize("values", [(1.0,), (2.0, 1.0), (1.0, 1.0)])
    def test_a_side_goes_from_low_to_high(self, values: tuple[float, ...]) -> None:
        with pytest.raises(ValueError, match="from low to high"):
            Side("a", row(values), amount(1.0))

    def test_the_value_farthest_from_the_level_has_the_darkest_colour(self) -> None:
        assert heat_map().farthest == 3e6
        # with the level at 2 mln that is the value of -3 mln, five away from it
        assert replace(heat_map(), level=of("npv", 2e6)).farthest == 5e6


class TestHistogram:
    def test_ranges_follow_on_one_another(self) -> None:
        first, second, third = histogram().bins
        with pytest.raises(ValueError, match="follow on one another"):
            replace(histogram(), bins=(second, first, third))

    def test_a_range_is_one(self) -> None:
        nothing = Bin(of("npv", 1.0), of("npv", 1.0), of("share_of_futures", 1.0))
        with pytest.raises(ValueError, match="follow on one another"):
            replace(histogram(), bins=(nothing,))

    def test_the_shares_are_one_together(self) -> None:
        with pytest.raises(ValueError, match="one together"):
            replace(histogram(), bins=histogram().bins[:2])

    def test_what_is_marked_has_the_unit_of_the_ranges(self) -> None:
        with pytest.raises(ValueError, match="one unit"):
            replace(histogram(), marks=(("P10", amount(1.0, "share")),))


class TestNames:
    NAMED = message("made_any", words=message("made_answer", then=of("npv", 1.0)))

    def test_no_name_holds_a_figure_for_it_would_have_no_anchor(self) -> None:
        with pytest.raises(ValueError, match="no figure in the name"):
            replace(curves(), curves=(replace(curves().curves[0], name=self.NAMED),))
        with pytest.raises(ValueError, match="no figure in the name"):
            replace(heat_map().across, name=self.NAMED)
        with pytest.raises(ValueError, match="no figure in the name"):
            replace(heat_map(), case=self.NAMED)
        with pytest.raises(ValueError, match="no figure in the name"):
            replace(histogram(), marks=((self.NAMED, of("npv", 1.0)),))


class TestTables:
    @pytest.mark.parametrize("kind", KINDS)
    def test_a_table_has_every_figure_of_its_chart_but_those_it_is_held_against(self, kind: str) -> None:
        spec = chart(kind)
        in_cells = {cell for cells in table_of(spec).rows for cell in cells if isinstance(cell, Figure)}
        beside = {getattr(spec, "reference", None), getattr(spec, "level", None)}
        assert set(spec.figures()) - beside <= in_cells

    def test_a_heat_map_has_its_values_across_in_the_first_row_and_up_in_the_first_column(self) -> None:
        across, lowest, highest = table_of(heat_map()).rows
        assert across == ("", *heat_map().across.figures)
        assert [row[0] for row in (lowest, highest)] == list(heat_map().up.figures)
