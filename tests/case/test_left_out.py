"""What a case file may leave out, and what is usual for its own lines."""

from __future__ import annotations

from datetime import date

import pytest

from model.case import OwnLine, read_case
from model.case import own_line as own_line_of_kind
from tests.case.case_data import case_with, inputs, option_with


class TestWhatMayBeLeftOut:
    def test_a_short_file_is_a_complete_case(self) -> None:
        case = read_case(
            {
                "schema_version": 1,
                "municipality": "GM1783",
                "beds": 200,
                "start_date": "2027-06-30",
                "options": [{"id": "a", "type": "conversion"}],
            }
        )
        assert case.price_level_date == case.start_date == date(2027, 6, 30)
        assert (case.horizon_years, case.periods_per_year, case.discounting) == (30, 1, "end_of_period")
        assert case.option("a").variant == "office"

    def test_an_own_investment_falls_in_year_0_and_own_revenue_every_year_from_1(self) -> None:
        own_lines = [
            {"label": "Bouw", "kind": "investment", "amount": 10},
            {"label": "Huur", "kind": "revenue", "amount": 20},
        ]
        case = read_case(option_with(own_lines=own_lines))
        assert case.option("a").own_lines == (
            OwnLine("Bouw", "investment", 10.0, per="once", first=0.0),
            OwnLine("Huur", "revenue", 20.0, per="year", first=1.0, last=None, growth=0.0, growth_from=2.0),
        )

    @pytest.mark.parametrize("beds", [1, 100_000])
    def test_the_bounds_themselves_are_allowed(self, beds: int) -> None:
        assert read_case(case_with(beds=beds)).beds == beds

    def test_the_price_level_may_be_the_start(self) -> None:
        assert read_case(case_with(price_level_date="2027-01-01")).price_level_date == date(2027, 1, 1)

    def test_three_thirds_are_one(self) -> None:
        options = [{"id": name, "type": "short_stay"} for name in "abc"]
        thirds = [{"option": name, "share": 1 / 3} for name in "abc"]
        case = read_case(case_with(options=[*options, {"id": "m", "type": "mix", "components": thirds}]))
        assert [part.option for part in case.option("m").components] == ["a", "b", "c"]

    def test_a_growth_path_is_put_in_order_of_years(self) -> None:
        case = read_case(inputs(price_growth={"2030": 0.01, "2027": 0.02}))
        assert list(case.option("a").inputs["price_growth"]) == ["2027", "2030"]  # type: ignore[arg-type]


USUAL = {
    "investment": ("once", 0.0, "outside"),
    "replacement": ("once", 1.0, "outside"),
    "revenue": ("year", 1.0, "outside"),
    "operating_cost": ("year", 1.0, "outside"),
    "terminal_value": ("once", None, "outside"),
    "end_cost": ("once", None, "outside"),
    "subsidy": ("once", 0.0, "state"),
}
"""Per kind of own line how often, from which year and against whom it is booked when a case does not say."""


@pytest.mark.parametrize("kind", USUAL)
def test_what_an_own_line_does_not_say_is_usual_for_its_kind(kind: str) -> None:
    """The state pays subsidies; what is built or granted falls at the start; what is left, at the end of the term."""
    read = read_case(option_with(own_lines=[{"label": "x", "kind": kind, "amount": 5}])).options[0].own_lines[0]
    assert (read.per, read.first, read.counterparty) == USUAL[kind]
    assert own_line_of_kind("x", kind, 5) == read


def test_an_own_line_keeps_what_is_said() -> None:
    said = own_line_of_kind("x", "subsidy", 5, per="year", first=3, last=None, counterparty="employer", growth=None)
    assert (said.per, said.first, said.last, said.counterparty, said.growth) == ("year", 3, None, "employer", 0)
