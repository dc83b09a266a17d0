"""Break-even: exact, verified by a whole run, honest when there is no answer."""

from __future__ import annotations

import math
from functools import cache
from itertools import cycle
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.analyses.solve import TARGETS, BreakEven, solve, with_input
from model.analyses.solve.break_even import step_past
from model.case import Component, Option, read_case
from model.case.example import example_case
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.problems import BadInput
from model.readings.break_even import break_even_words


@cache
def example() -> CaseResult:
    return run_case(example_case("GM1783"))


def told(answer: BreakEven, language: str = "nl") -> str:
    """The answer about option d in words."""
    return break_even_words(answer, example(), "d", language)


def rerun(key: str, value: float, option: str = "d") -> CaseResult:
    return run_case(with_input(example(), option, key, value))


@pytest.mark.parametrize(
    "key", ["price_per_bed_week", "building_cost_per_m2", "residual_share", "price_growth", "discount_rate"]
)
@pytest.mark.parametrize("option", ["c", "d"])
def test_a_solution_makes_the_npv_zero_within_a_euro_when_the_whole_case_is_run(key: str, option: str) -> None:
    for solution in solve(example(), option, key).solutions:
        assert rerun(key, solution.value, option).options[option].metrics["npv"] == pytest.approx(0, abs=1)


def test_the_price_that_breaks_even_is_the_cost_recovery_price() -> None:
    """Two definitions of one number: the solver's, and p x (1 - NPV / PV of net revenue)."""
    answer = solve(example(), "d", "price_per_bed_week", "npv_project")
    expected = example().options["d"].metrics["cost_recovery_price_per_bed_week"]
    assert [solution.value for solution in answer.solutions] == pytest.approx([expected], abs=1e-4)


def test_the_land_price_that_breaks_even_is_the_residual_land_value() -> None:
    """With a price of EUR 200 land is worth something: the metric is for all 200 beds."""
    case = example().case.with_input("d", "price_per_bed_week", 200.0)
    result = run_case(case)
    answer = solve(result, "d", "land_price_per_bed", "npv_project")
    # The metric is in the prices of the start; the input in those of the price level date: land grew 1% in between.
    land_index = result.options["d"].lines["land_index"][0]
    expected = result.options["d"].metrics["residual_land_value"]
    assert expected is not None
    assert [solution.value for solution in answer.solutions] == pytest.approx([expected / 200 / land_index], rel=1e-6)


def test_a_subsidy_that_covers_the_gap_equals_the_viability_gap() -> None:
    answer = solve(example(), "d", "subsidy_at_start", "gap_is_subsidy")
    expected = example().options["d"].metrics["viability_gap"]
    assert [solution.value for solution in answer.solutions] == pytest.approx([expected], abs=0.01)


def test_a_required_cover_is_reached() -> None:
    answer = solve(example(), "d", "price_per_bed_week", "dscr_min", 1.25)
    metrics = rerun("price_per_bed_week", answer.solutions[0].value).options["d"].metrics
    assert metrics["dscr_min"] == pytest.approx(1.25, abs=1e-9)


def test_a_required_return_is_reached() -> None:
    answer = solve(example(), "d", "price_per_bed_week", "irr", 0.08)
    metrics = rerun("price_per_bed_week", answer.solutions[0].value).options["d"].metrics
    assert metrics["irr"] == pytest.approx(0.08, abs=1e-9)


def test_the_price_meets_the_deduction_ceiling() -> None:
    answer = solve(example(), "a", "price_per_bed_week", "price_is_ceiling")
    scalars = rerun("price_per_bed_week", answer.solutions[0].value, "a").options["a"].computed.scalars
    assert scalars["price_first_year"] == pytest.approx(scalars["ceiling_first_year"], abs=1e-6)


def test_the_municipality_can_be_brought_to_zero() -> None:
    answer = solve(example(), "a", "municipal_contribution", "municipality_npv")
    metrics = rerun("municipal_contribution", answer.solutions[0].value, "a").options["a"].metrics
    assert metrics["municipality_npv"] == pytest.approx(0, abs=1)


def test_when_no_value_does_it_the_nearest_is_given() -> None:
    """At EUR 80 a week even full occupancy leaves permanent new build short: the best is at 100%."""
    result = run_case(example().case.with_input("d", "price_per_bed_week", 80.0))
    answer = solve(result, "d", "occupancy")
    assert answer.solutions == ()
    assert answer.best_value == 1.0
    at_best = run_case(with_input(result, "d", "occupancy", 1.0)).options["d"].metrics["npv"]
    assert at_best is not None and at_best < 0
    assert answer.best_result == pytest.approx(at_best, abs=0.01)
    assert "100" in told(answer) or "1,00" in told(answer)


def two_roots(first: float = 1.1, other: float = 1.2) -> CaseResult:
    """-100 now, +100 (x + y) after a year, -100 xy after two: NPV is zero at x - 1 and y - 1 (10% and 20%)."""
    lines: list[dict[str, Any]] = [
        {"label": "a", "kind": "investment", "amount": 100_000, "per": "once", "from": 0},
        {"label": "b", "kind": "revenue", "amount": 100_000 * (first + other), "per": "once", "from": 1},
        {"label": "c", "kind": "replacement", "amount": 100_000 * first * other, "per": "once", "from": 2},
    ]
    data = {
        "schema_version": 1,
        "name": "two roots",
        "municipality": "GM1783",
        "beds": 1,
        "start_date": "2027-01-01",
        "horizon_years": 2,
        "options": [{"id": "d", "type": "own", "own_lines": lines}],
    }
    return run_case(read_case(data))


def test_several_solutions_are_all_named() -> None:
    answer = solve(two_roots(), "d", "discount_rate")
    assert [solution.value for solution in answer.solutions] == pytest.approx([0.10, 0.20], abs=1e-9)
    assert "2" in told(answer)


def test_of_a_whole_number_the_last_that_meets_the_target_is_given_with_its_neighbour() -> None:
    """Each term of the answer and the one beside it, run as whole cases: one on each side of zero."""
    result = run_case(example().case.with_input("d", "price_per_bed_week", 160.0))
    answer = solve(result, "d", "term_years")
    assert answer.solutions
    for solution in answer.solutions:
        assert solution.beside is not None and abs(solution.beside - solution.value) == 1
        outcomes = [
            run_case(result.case.with_input("d", "term_years", term)).options["d"].metrics["npv"] or 0.0
            for term in (solution.value, solution.beside)
        ]
        assert outcomes[0] >= 0 > outcomes[1]
        assert (solution.reached, solution.reached_beside) == (pytest.approx(outcomes[0]), pytest.approx(outcomes[1]))
    assert "hele getallen" in told(answer)


def test_a_result_that_first_does_not_exist_is_no_solution() -> None:
    """A term of one year has no rate of return at all; where the rate begins to exist it is far from 5%."""
    for solution in solve(example(), "d", "term_years", "irr", 0.05).solutions:
        assert solution.beside is not None


def test_a_gap_that_stays_zero_gives_the_price_from_which_it_is_met() -> None:
    """A viability gap is 0 from the cost-recovery price on: one answer, and from where to where it holds."""
    answer = solve(example(), "d", "price_per_bed_week", "viability_gap")
    expected = example().options["d"].metrics["cost_recovery_price_per_bed_week"]
    assert [solution.value for solution in answer.solutions] == pytest.approx([expected], abs=0.01)
    assert answer.met_between[0][0] == pytest.approx(expected, abs=0.01)
    assert "overal gehaald" in told(answer)


ELSEWHERE = {
    "price_per_bed_week": 170.0,
    "occupancy": 0.9,
    "building_cost_per_m2": 1200.0,
    "term_years": 32.0,
    "loan_rate": 0.03,
}


@pytest.mark.thorough
@pytest.mark.parametrize(("key", "target"), list(zip(cycle(ELSEWHERE), TARGETS, strict=False)))
def test_every_solution_of_every_target_is_reached_in_a_whole_run(key: str, target: str) -> None:
    """The target asked for is what the case gives with another value of the input; within EUR 1, ratios within 1e-6."""
    goal = TARGETS[target]
    scalars = rerun(key, ELSEWHERE[key]).options["d"].computed.scalars
    value = float(goal.gap({name: np.array([scalars[name]]) for name in goal.results}, 0.0)[0])
    if math.isnan(value):
        pytest.skip("no such result here")
    answer = solve(example(), "d", key, target, value)
    assert answer.solutions
    for solution in answer.solutions:
        if solution.beside is None:
            scalars = rerun(key, solution.value).options["d"].computed.scalars
            reached = float(goal.gap({name: np.array([scalars[name]]) for name in goal.results}, 0.0)[0])
            assert abs(reached - value) <= (1 if goal.unit == "eur" else 1e-6)


def test_two_roots_closer_than_the_grid_are_both_found() -> None:
    """-100 now, +(x + y) a year later, -xy a year after that, x = 1.08 and y = 1.0807: between two grid points."""
    answer = solve(two_roots(1.0800, 1.0807), "d", "discount_rate")
    assert [solution.value for solution in answer.solutions] == pytest.approx([0.08, 0.0807], abs=1e-6)


def test_a_target_that_is_no_number_is_refused() -> None:
    with pytest.raises(BadInput, match="value"):
        solve(example(), "d", "price_per_bed_week", value=math.nan)


def test_an_impossible_value_is_never_the_nearest() -> None:
    """Construction takes 18 months: a term of one year cannot be, however good it would look."""
    result = run_case(example().case.with_input("d", "construction_months", 18.0))
    answer = solve(result, "d", "term_years", "investment", 1e9)
    assert answer.best_value >= 2


def test_a_mix_is_solved_for_all_its_components_together() -> None:
    case = example().case
    mix = Option("m", "mix", components=(Component("a", 0.5), Component("d", 0.5)))
    result = run_case(type(case)(**{**vars(case), "options": (*case.options, mix)}))
    answer = solve(result, "m", "price_per_bed_week")
    changed = with_input(result, "m", "price_per_bed_week", answer.solutions[0].value)
    assert run_case(changed).options["m"].metrics["npv"] == pytest.approx(0, abs=1)


def test_unknown_inputs_and_targets_are_refused_by_name() -> None:
    with pytest.raises(BadInput, match="profit"):
        solve(example(), "d", "price_per_bed_week", "profit")
    with pytest.raises(BadInput, match="colour"):
        solve(example(), "d", "colour")


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_can_be_asked_and_told_in_words(target: str) -> None:
    answer = solve(example(), "d", "price_per_bed_week", target)
    for language in ("nl", "en"):
        assert told(answer, language)


@pytest.mark.thorough
@given(price=st.floats(60, 400))
@settings(max_examples=10, deadline=None)
def test_a_result_that_occurs_is_found_again(price: float) -> None:
    value = rerun("price_per_bed_week", price).options["d"].metrics["npv"]
    assert value is not None
    answer = solve(example(), "d", "price_per_bed_week", "npv", value)
    assert any(solution.value == pytest.approx(price, abs=1e-6) for solution in answer.solutions)


@pytest.mark.parametrize("value", [1e26, 1e300])
def test_a_target_beyond_all_results_is_not_reached_and_the_nearest_result_is_the_highest(value: float) -> None:
    """Occupancy only adds to what new build earns: nearest to an endless amount is the npv of a building that is full.

    The gap itself is the same everywhere: 1e26 less a few million is 1e26.
    """
    answer = solve(example(), "d", "occupancy", value=value)
    assert answer.solutions == ()
    assert answer.best_value == 1.0
    assert answer.best_result == pytest.approx(rerun("occupancy", 1.0).options["d"].metrics["npv"], abs=1e-3)
    assert f"{value:g}" in told(answer)


def test_a_target_beyond_any_number_is_refused() -> None:
    with pytest.raises(BadInput, match="1e\\+308"):
        solve(example(), "d", "occupancy", value=1e308)


PRO_FORMA = [
    {"label": "Bouw", "kind": "investment", "amount": 1_200_000},
    {"label": "Huur", "kind": "revenue", "amount": 100_000},
]


def linear_loan(**inputs: float) -> CaseResult:
    """EUR 1,200,000 lent without interest, repaid in n equal payments, one a year: NOI / repayment = n / 12."""
    loan = {"loan_amount": 1_200_000, "loan_rate": 0, "loan_type": "linear", "loan_payments_per_year": 1}
    option = {"id": "d", "type": "own", "inputs": {**loan, "term_years": 40, **inputs}, "own_lines": PRO_FORMA}
    data = {"schema_version": 1, "municipality": "GM1783", "beds": 1, "start_date": "2027-01-01", "options": [option]}
    return run_case(read_case(data))


def test_where_the_result_makes_a_step_past_the_target_the_answer_is_from_there_on() -> None:
    """A loan of 12.5 years and more has 13 payments, cover 13/12; just below there are 12, cover 1: 1.05 is between."""
    answer = solve(linear_loan(loan_years=12), "d", "loan_years", "dscr_min", 1.05)
    (step,) = answer.solutions
    assert (step.value, step.reached) == (12.5, pytest.approx(13 / 12))
    assert (step.beside, step.reached_beside) == (math.nextafter(12.5, 0), pytest.approx(1))
    assert (step.is_step, step.from_here_on, step.edge) == (True, True, 12.5)
    result = linear_loan()
    assert "From Loan term = 12.5\u00a0years on" in break_even_words(answer, result, "d", "en")
    assert "1,08, net eronder 1,00" in break_even_words(answer, result, "d", "nl")


def test_a_step_down_gives_the_value_below_which_the_target_is_met() -> None:
    """Of 20 payments g are without repayment, cover (20 - g) / 12: 1.625 needs g = 0; from half a year on g = 1."""
    result = linear_loan(loan_years=20)
    answer = solve(result, "d", "loan_grace_years", "dscr_min", 1.625)
    (step,) = answer.solutions
    assert step.value == math.nextafter(step.edge, 0)
    assert (step.edge, step.from_here_on) == (pytest.approx(0.5, abs=1e-15), False)
    assert (step.reached, step.reached_beside) == (pytest.approx(20 / 12), pytest.approx(19 / 12))
    assert "Onder Aflossingsvrije jaren = 0,5\u00a0jaar wordt" in break_even_words(answer, result, "d", "nl")


def test_a_target_on_a_step_itself_is_met_all_along_it() -> None:
    """13 payments give exactly 13/12, from 12.5 years to just below 13.5."""
    answer = solve(linear_loan(loan_years=12), "d", "loan_years", "dscr_min", 13 / 12)
    assert answer.met_between == (pytest.approx((12.5, 13.5), abs=1e-9),)
    assert not any(solution.is_step for solution in answer.solutions)


def test_a_result_that_flees_to_both_sides_of_zero_makes_no_step() -> None:
    """1 / (x - 10.3) goes from minus to plus between 10 and 11 without ever being near zero."""

    def flees(x: Any) -> Any:
        return np.where(x < 10.3, -1.0, 1.0) / np.maximum(np.abs(x - 10.3), 1e-12)

    assert step_past(flees, flees, TARGETS["npv"], 0.0, 10.0, 11.0) == []
