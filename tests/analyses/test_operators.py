"""Answers of operators at one price level: by the index of the figure, as given where no year or index is known."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market_data import load
from model.analyses.operators import Answered, PriceLevel, Spread, outwards, summary
from model.parameters.questions import answerable
from model.readings.operators import prices_readings
from tests.support.operators import answered, together

LEVEL = PriceLevel(date(2025, 7, 1), load())


def spread(asked: tuple[Answered, ...], key: str, level: PriceLevel | None = LEVEL) -> Spread:
    return next(each for each in summary(asked, level).spreads if each.question.key == key)


def ratio(series: str, year: int) -> float:
    """The index of 2025 / that of a year, straight from the table: consumer prices have a figure a year."""
    points = LEVEL.market.indices[series]
    by_period = {point.period: point.value for point in points}
    return by_period["2025JJ00"] / by_period[f"{year}JJ00"]


class TestPriceLevel:
    def test_a_price_follows_consumer_prices_from_the_middle_of_its_year(self) -> None:
        asked = answered("price_per_bed_week", 110.0, 120.0, 150.0, year=2023)
        assert spread(asked, "price_per_bed_week").middle == pytest.approx(
            120.0 * ratio("consumer_prices", 2023), abs=0.005
        )

    def test_every_answer_goes_from_its_own_year(self) -> None:
        """100 of 2022 and 100 of 2024 are no longer alike; of three the one of 2023 lies between them."""
        asked = tuple(
            Answered(code, year, {"price_per_bed_week": 100.0})
            for code, year in (("A", 2022), ("B", 2023), ("C", 2024))
        )
        found = spread(asked, "price_per_bed_week")
        assert found.middle == pytest.approx(100.0 * ratio("consumer_prices", 2023), abs=0.005)

    def test_the_index_is_that_of_the_figure_of_reference_projects_before_that_of_the_default(self) -> None:
        figures = {info.indicator: info.index for info in LEVEL.market.reference_infos}
        asked = answerable()
        assert asked["investment_per_bed"].index == figures["investment_per_bed"] == "construction_input"
        assert asked["maintenance_cost"].index == figures["maintenance_per_m2"]
        assert asked["cleaning_cost"].index == "cao_wages"
        assert asked["occupancy"].index == asked["land_price_per_bed"].index == ""

    def test_what_is_no_amount_stays_what_it_is(self) -> None:
        assert spread(answered("occupancy", 0.9, 0.92, 0.95, year=2021), "occupancy").middle == 0.92

    def test_without_a_price_level_amounts_are_as_given(self) -> None:
        asked = answered("energy_cost", 600.0, 700.0, 800.0, year=2021)
        assert spread(asked, "energy_cost", None).middle == 700.0


class TestWhatIsSaid:
    def said(self, asked: tuple[Answered, ...]) -> str:
        return " ".join(reading.text("nl") for reading in prices_readings(summary(asked, LEVEL)))

    def test_an_operator_without_a_year_counts_as_given_and_is_told(self) -> None:
        asked = answered("energy_cost", 600.0, 700.0, 800.0, year=None)
        assert spread(asked, "energy_cost").middle == 700.0
        assert "Van 3 exploitanten is het jaar niet bekend" in self.said(asked)

    def test_who_answered_no_amount_is_not_told_of(self) -> None:
        assert "jaar niet bekend" not in self.said(answered("occupancy", 0.9, 0.92, 0.95, year=None))

    def test_an_amount_without_an_index_is_named(self) -> None:
        asked = together(
            answered("land_price_per_bed", 5e3, 6e3, 7e3, year=2022), answered("energy_cost", 6e2, 7e2, 8e2, year=2022)
        )
        assert spread(asked, "land_price_per_bed").middle == 6e3
        land = answerable()["land_price_per_bed"].label("nl")
        energy = answerable()["energy_cost"].label("nl")
        assert land in self.said(asked) and energy not in self.said(asked)


class TestSpread:
    @given(st.lists(st.floats(100.0, 20_000.0), min_size=3, max_size=8))
    def test_it_holds_the_median_and_lies_within_the_answers_but_for_rounding(self, costs: list[float]) -> None:
        found = spread(answered("energy_cost", *costs), "energy_cost", None)
        assert found.low is not None and found.middle is not None and found.high is not None
        assert found.low <= found.middle + 0.005 and found.middle - 0.005 <= found.high
        assert min(costs) * 0.9 <= found.low and found.high <= max(costs) * 1.1

    def test_an_end_is_nobodys_figure(self) -> None:
        """613.37 and 911.91 are the lowest and the highest: neither is an end, nor what an end was rounded from."""
        found = spread(answered("energy_cost", 613.37, 737.77, 911.91), "energy_cost", None)
        assert (found.low, found.high) == (670.0, 830.0)

    @pytest.mark.parametrize(
        ("value", "down", "up"),
        [(0.0, 0.0, 0.0), (705.125, 700.0, 710.0), (-0.0137, -0.014, -0.013), (12.0, 12.0, 12.0), (0.29, 0.29, 0.29)],
    )
    def test_outwards_is_to_two_digits(self, value: float, down: float, up: float) -> None:
        assert (outwards(value, ROUND_FLOOR), outwards(value, ROUND_CEILING)) == (down, up)
