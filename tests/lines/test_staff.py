"""Management by presence: full-time jobs x wage costs, whatever the number of beds, and more with very many."""

from __future__ import annotations

from typing import Any

import pytest

from model.case import read_case
from model.engine.results import OptionResult
from model.engine.run import run_case
from tests.support.one_option import one_option

INPUTS: dict[str, Any] = {
    "management_basis": "by_presence",
    "staff_cost_per_fte": 60_000,
    "fte_by_telephone": 0.5,
    "fte_fixed_hours": 1.5,
    "fte_daily": 2,
    "fte_day_and_night": 5.2,
    "beds_per_fte": 150,
    "management_growth": 0,
    "construction_months": 0,
}


def run(beds: int, **inputs: Any) -> OptionResult:  # noqa: ANN401
    case = {**one_option({**INPUTS, **inputs}), "schema_version": 2, "beds": beds}
    return run_case(read_case(case)).options["o"]


@pytest.mark.parametrize(
    ("presence", "beds", "a_year"),
    [
        ("by_telephone", 50, 30_000),
        ("fixed_hours", 50, 90_000),
        ("daily", 50, 120_000),
        ("day_and_night", 50, 312_000),
        ("day_and_night", 200, 312_000),
        ("daily", 300, 120_000),
        ("daily", 450, 180_000),
        ("by_telephone", 450, 180_000),
        ("day_and_night", 900, 360_000),
    ],
)
def test_a_year_costs_the_jobs_of_the_presence_and_never_fewer_than_one_per_150_beds(
    presence: str, beds: int, a_year: float
) -> None:
    """In euros of the price level, without growth: 0.5, 1.5, 2 or 5.2 jobs x 60,000, or beds / 150 x 60,000."""
    assert run(beds, presence=presence).lines["management_costs"][2] == pytest.approx(a_year)


def test_wages_grow_as_management_does() -> None:
    """A rise of 3% on each 1 January after the price level of 1 January 2027."""
    option = run(50, presence="daily", management_growth=0.03)
    costs = dict(zip(option.periods, option.lines["management_costs"], strict=True))
    assert costs["2029"] == pytest.approx(120_000 * 1.03**2)


def test_another_base_leaves_the_staff_out_and_presence_leaves_the_amount_out() -> None:
    by_amount = run(50, management_basis="per_year", management_cost=70_000, presence="daily")
    assert by_amount.lines["management_costs"][2] == pytest.approx(70_000)
    both = run(50, management_cost=70_000, presence="daily")
    assert both.lines["management_costs"][2] == pytest.approx(120_000)


def test_what_is_given_and_does_not_count_is_told_by_name() -> None:
    told = "o: ‘Beheer’ is ingevuld en telt niet mee, omdat ‘Beheer: grondslag’ staat op ‘naar aanwezigheid’."
    idle = [notice.text("nl") for notice in run(50, management_cost=70_000).warnings if notice.code == "given_and_idle"]
    assert told in idle
    counted = run(50, management_basis="per_year", management_cost=70_000)
    assert told not in [notice.text("nl") for notice in counted.warnings]


def test_in_a_mix_one_team_runs_the_plan_and_each_component_bears_its_share() -> None:
    """Of 2 jobs x 60,000 a component with 30% of the beds bears 36,000 and the other 84,000: together the same team."""
    option = {"type": "short_stay", "inputs": {**INPUTS, "presence": "daily"}}
    mix = {"id": "m", "type": "mix", "components": [{"option": "p", "share": 0.3}, {"option": "q", "share": 0.7}]}
    options = [{"id": "p", **option}, {"id": "q", **option}, mix]
    case = read_case({**one_option({}), "schema_version": 2, "beds": 200, "options": options})
    result = run_case(case).options
    borne = [part.rows["management_costs"][2] for part in result["m"].components]
    assert borne == pytest.approx([36_000, 84_000])


def test_what_presence_starts_from_in_a_mix_is_that_of_the_whole_plan() -> None:
    mix = {"id": "m", "type": "mix", "components": [{"option": "p", "share": 0.1}, {"option": "q", "share": 0.9}]}
    options = [{"id": "p", "type": "short_stay"}, {"id": "q", "type": "mid_stay"}, mix]
    case = read_case({**one_option({}), "beds": 200, "options": options})
    parts = run_case(case).options["m"].resolved
    assert [part.provenance["presence"].value for part in parts] == ["daily", "fixed_hours"]
