"""Inputs that cannot go together: one table of rules, said in words, as a mask, and as a range of one input."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from model.case import Case, Component, Option, OwnLine, read_case
from model.engine.contradictions import Contradiction, conflicting, range_without_conflict, rules_of
from model.engine.contradictions.rules import LONGEST_TERM
from model.engine.resolve import ResolvedOption
from model.engine.run import run_case
from model.engine.scenarios import Scenarios, scenarios_of
from model.formula.direct import evaluate
from model.formula.expression import Expression, Input
from model.options.mix import SHARES_TOLERANCE
from model.parameters.table import basis_key, local_amounts, parameters
from model.problems import BadInput
from tests.support.one_option import one_option

HOUSING = {"use_function": "housing", "rent_regulated": "yes", "rent_table": "home"}
GUARANTEED = {**HOUSING, "guarantee_use": "on"}
Inputs = Mapping[str, float | str]


def case_of(inputs: Inputs, kind: str = "new_build", variant: str = "relocatable") -> Case:
    return read_case(one_option(inputs, kind, variant))


def codes_of(case: Case) -> list[tuple[str, str]]:
    try:
        run_case(case)
    except BadInput as error:
        return [(problem.code, problem.field) for problem in error.problems]
    return []


def resolved_of(inputs: Inputs) -> ResolvedOption:
    return run_case(case_of(inputs)).options["o"].resolved[0]


# Each rule, at its limit and a step beyond


RULES: tuple[tuple[str, str, Inputs, Inputs], ...] = (
    # A year is twelve months, and the term must outlast the construction.
    (
        "term_too_short",
        "term_years",
        {"term_years": 2.0, "construction_months": 23.0},
        {"term_years": 2.0, "construction_months": 24.0},
    ),
    # 50 + 10 x 15 = 200 years.
    (
        "terms_too_long",
        "relocation_times",
        {"term_years": 50.0, "end_of_term": "relocate", "relocation_times": 10.0, "relocation_term_years": 15.0},
        {"term_years": 51.0, "end_of_term": "relocate", "relocation_times": 10.0, "relocation_term_years": 15.0},
    ),
    (
        "grace_too_long",
        "loan_grace_years",
        {"loan_years": 10.0, "loan_grace_years": 9.75},
        {"loan_years": 10.0, "loan_grace_years": 10.0},
    ),
    (
        "service_above_price",
        "service_cost_per_bed_week",
        {"price_per_bed_week": 100.0, "service_cost_per_bed_week": 100.0},
        {"price_per_bed_week": 100.0, "service_cost_per_bed_week": 100.5},
    ),
    (
        "relocation_too_long",
        "relocation_months",
        {"relocation_term_years": 2.0, "relocation_months": 24.0},
        {"relocation_term_years": 2.0, "relocation_months": 25.0},
    ),
    (
        "share_above_revenue",
        "energy_cost",
        {"energy_basis": "share_of_revenue", "energy_cost": 1.0},
        {"energy_basis": "share_of_revenue", "energy_cost": 1.01},
    ),
    ("local_without_amount", "care_use", {"care_use": "local", "care_cost": 0.0}, {"care_use": "local"}),
    (
        "scheme_not_for_lodging",
        "subsidy_scheme",
        {"use_function": "lodging", "subsidy_scheme": "other"},
        {"use_function": "lodging", "subsidy_scheme": "rthf"},
    ),
    (
        "scheme_not_for_lodging",
        "realisation_grant_use",
        {"use_function": "housing", "realisation_grant_use": "on"},
        {"use_function": "lodging", "realisation_grant_use": "local"},
    ),
    ("guarantee_not_eligible", "guarantee_use", GUARANTEED, {**GUARANTEED, "rent_table": "room"}),
    # The state's 0.6 leaves 0.4 of the loss.
    (
        "guarantee_above_loss",
        "guarantee_state_share",
        {**GUARANTEED, "guarantee_state_share": 0.6, "guarantee_municipality_share": 0.4},
        {**GUARANTEED, "guarantee_state_share": 0.6, "guarantee_municipality_share": 0.45},
    ),
)


@pytest.mark.parametrize(("code", "field", "allowed", "refused"), RULES)
def test_a_rule_allows_its_limit_and_refuses_a_step_beyond(
    code: str, field: str, allowed: Inputs, refused: Inputs
) -> None:
    assert codes_of(case_of(allowed)) == []
    assert codes_of(case_of(refused)) == [(code, f"o.{field}")]


def test_every_rule_is_tried() -> None:
    values = {*resolved_of({}).values, "own.1.from", "own.1.to"}
    assert {rule.code for rule in rules_of(values)} - {"to_before_from"} == {code for code, *_ in RULES}


def test_only_what_is_built_relocatable_can_be_guaranteed() -> None:
    assert codes_of(case_of(GUARANTEED, variant="permanent")) == [("guarantee_not_eligible", "o.guarantee_use")]


def test_shares_of_a_loss_that_is_not_guaranteed_say_nothing() -> None:
    assert codes_of(case_of({"guarantee_state_share": 1.0, "guarantee_municipality_share": 1.0})) == []


def test_an_own_line_that_ends_before_it_begins_is_refused_as_it_is_in_a_case_file() -> None:
    line = OwnLine("x", "revenue", 1000.0, first=9.0, last=2.0)
    case = replace(case_of({}), options=(Option("o", "own", own_lines=(replace(line, last=None), line)),))
    with pytest.raises(BadInput) as refused:
        run_case(case)
    (problem,) = refused.value.problems
    assert (problem.code, problem.field) == ("to_before_from", "o.own_lines[2].to")
    assert dict(problem.values) == {"value": 2.0, "first": 9.0}


def test_every_operating_cost_that_can_be_a_share_of_revenue_has_a_rule() -> None:
    rules = {rule.field for rule in rules_of(resolved_of({}).values) if rule.code == "share_above_revenue"}
    assert rules == {
        key
        for key in parameters()
        if key.endswith("_cost") and "share_of_revenue" in getattr(parameters().get(basis_key(key)), "choices", ())
    }


def test_a_problem_names_what_is_allowed() -> None:
    """Construction of 24 months: a term of three years is the first that is longer."""
    with pytest.raises(BadInput) as refused:
        run_case(case_of({"term_years": 2.0, "construction_months": 24.0}))
    assert dict(refused.value.problems[0].values) == {"value": 2.0, "lowest": 3, "months": 24.0}


def test_a_choice_is_said_by_its_word_and_an_amount_by_its_field() -> None:
    with pytest.raises(BadInput) as refused:
        run_case(case_of({"care_use": "local"}))
    assert dict(refused.value.problems[0].values) == {"value": "local", "amount": "o.care_cost"}


def test_what_state_and_municipality_may_bear_together_is_said_in_both_languages() -> None:
    with pytest.raises(BadInput) as refused:
        run_case(case_of({**GUARANTEED, "guarantee_state_share": 0.7, "guarantee_municipality_share": 0.5}))
    assert [refused.value.problems[0].text(language) for language in ("nl", "en")] == [
        "o.guarantee_state_share (Aandeel van het Rijk in het verlies): 0,7 is samen met het aandeel van de gemeente"
        " (0,5) meer dan het hele verlies. Toegestaan: hoogstens 0,5.",
        "o.guarantee_state_share (The state's share of the loss): 0.7 is together with the municipality's share"
        " (0.5) more than all of the loss. Allowed: at most 0.5.",
    ]


# The mask


def with_code(key: str, value: float | str) -> float:
    return parameters()[key].code(value) if isinstance(value, str) else value


@pytest.mark.parametrize(("allowed", "refused"), [rule[2:] for rule in RULES])
def test_the_mask_holds_the_scenarios_that_a_run_refuses(allowed: Inputs, refused: Inputs) -> None:
    base = resolved_of(allowed).values
    scenarios = {
        key: np.array([base[key], with_code(key, refused[key])] if key in refused else [base[key], np.nan])
        for key in {**allowed, **refused}
    }
    assert conflicting({**base, **scenarios}).tolist() == [False, True]


def test_the_mask_agrees_with_a_run_at_every_point_of_a_grid() -> None:
    grid = {
        "term_years": (1.0, 2.0, 60.0),
        "construction_months": (11.0, 12.0),
        "relocation_times": (2.0, 10.0),
        "loan_grace_years": (0.0, 5.0),
    }
    base: Inputs = {"end_of_term": "relocate", "relocation_term_years": 15.0, "loan_years": 5.0}
    points = list(product(*grid.values()))
    start = {key: values[0] for key, values in grid.items()}
    resolved = resolved_of({**base, **start})
    columns = {key: np.array(column) for key, column in zip(grid, zip(*points, strict=True), strict=True)}
    refused = conflicting({**resolved.values, **columns})
    runs = [bool(codes_of(case_of({**base, **dict(zip(grid, point, strict=True))}))) for point in points]
    assert np.asarray(refused).tolist() == runs
    assert 0 < sum(runs) < len(runs)


def test_a_scenario_beyond_the_longest_term_has_no_result() -> None:
    result = run_case(case_of({"end_of_term": "relocate", "relocation_times": 1.0, "relocation_term_years": 50.0}))
    times = np.array([1.0, 2.0, 10.0])
    npv = scenarios_of(result, "o").run({"relocation_times": times}, ("npv",))["npv"]
    assert np.isnan(npv).tolist() == [False, False, True]


def test_scenarios_are_refused_for_the_part_of_a_mix_that_contradicts() -> None:
    scenarios = scenarios_of(run_case(mix(1.0)), "m")
    npv = scenarios.run({"construction_months": np.array([9.0, 11.0, 12.0])}, ("npv",))["npv"]
    assert np.isnan(npv).tolist() == [False, False, True]


# The range


def mix(term_of_second: float) -> Case:
    """Two components with construction of nine months; the second may have a shorter term."""
    alike: Inputs = {"construction_months": 9.0}
    first = Option("d", "new_build", "permanent", inputs={**alike, "term_years": 40.0})
    second = Option("a", "short_stay", inputs={**alike, "term_years": term_of_second})
    both = Option("m", "mix", components=(Component("d", 0.5), Component("a", 0.5)))
    return replace(case_of({}), options=(first, second, both))


def test_a_range_in_a_mix_stops_at_the_component_that_contradicts_first() -> None:
    """Construction of nine months in both; a term of one year in the second ends a range at eleven."""
    assert scenarios_of(run_case(mix(1.0)), "m").range_without_conflict("construction_months", (4.0, 14.0)) == (4, 11)
    assert scenarios_of(run_case(mix(40.0)), "m").range_without_conflict("construction_months", (4.0, 14.0)) == (4, 14)


ENDS: tuple[tuple[str, Inputs, tuple[float, float], tuple[float, float]], ...] = (
    ("construction_months", {"term_years": 3.0}, (0, 120), (0, 35)),
    ("term_years", {"construction_months": 24.0}, (1, 100), (3, 100)),
    ("term_years", {"construction_months": 25.0}, (1, 100), (3, 100)),
    ("loan_grace_years", {"loan_years": 10.0}, (0, 99), (0, 10 - 1e-8)),
    ("loan_years", {"loan_grace_years": 10.0}, (0.25, 100), (10 + 1e-8, 100)),
    ("service_cost_per_bed_week", {"price_per_bed_week": 126.92}, (0, 5000), (0, 126.92)),
    ("price_per_bed_week", {"service_cost_per_bed_week": 100.0}, (63, 190), (100, 190)),
    ("relocation_months", {"relocation_term_years": 2.0}, (0, 36), (0, 24)),
    ("relocation_term_years", {"relocation_months": 25.0}, (1, 100), (3, 100)),
    ("energy_cost", {"energy_basis": "share_of_revenue", "energy_cost": 0.1}, (0, 2500), (0, 1)),
    ("energy_cost", {"energy_basis": "per_year", "energy_cost": 0.1}, (0, 2500), (0, 2500)),
    # (200 - 50) / 20 = 7.5 moves: seven whole ones. Nothing moves where the building stays.
    (
        "relocation_times",
        {"term_years": 50.0, "end_of_term": "relocate", "relocation_term_years": 20.0, "relocation_times": 1.0},
        (0, 10),
        (0, 7),
    ),
    (
        "relocation_times",
        {"term_years": 50.0, "end_of_term": "stay", "relocation_term_years": 20.0, "relocation_times": 1.0},
        (0, 10),
        (0, 10),
    ),
    ("guarantee_state_share", {**GUARANTEED, "guarantee_municipality_share": 0.25}, (0, 1), (0, 0.75)),
)


@pytest.mark.parametrize(("key", "inputs", "span", "expected"), ENDS)
def test_a_range_ends_where_a_rule_begins(
    key: str, inputs: Inputs, span: tuple[float, float], expected: tuple[float, float]
) -> None:
    cut = scenarios_of(run_case(case_of(inputs)), "o").range_without_conflict(key, span)
    assert cut == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(("key", "inputs", "span"), [end[:3] for end in ENDS])
def test_the_ends_of_a_range_go_together_with_the_rest_and_a_step_beyond_does_not(
    key: str, inputs: Inputs, span: tuple[float, float]
) -> None:
    values = resolved_of(inputs).values
    low, high = (float(end) for end in range_without_conflict(values, key, span))
    step = 1.0 if parameters()[key].kind == "integer" else 1e-6
    beyond = np.array([low - step, low, high, high + step])
    cut = [low > span[0], False, False, high < span[1]]
    assert np.broadcast_to(conflicting({**values, key: beyond}), 4).tolist() == cut


def test_nothing_is_left_of_a_range_that_contradicts_altogether() -> None:
    low, high = scenarios_of(run_case(case_of({"term_years": 1.0})), "o").range_without_conflict(
        "construction_months", (24.0, 36.0)
    )
    assert low > high


def test_drawn_values_move_to_where_the_term_of_each_scenario_and_component_allows() -> None:
    """Twelve months of construction in a term of a year become eleven; a term of 40 years allows them."""
    scenarios: Scenarios = scenarios_of(run_case(mix(1.0)), "m")
    drawn = np.array([6.0, 12.0, 30.0])
    assert scenarios.without_conflict("construction_months", drawn, {}).tolist() == [6, 11, 11]
    assert scenarios.without_conflict("d.construction_months", drawn, {}).tolist() == [6, 12, 30]
    terms = {"a.term_years": np.array([1.0, 2.0, 3.0])}
    assert scenarios.without_conflict("construction_months", drawn, terms).tolist() == [6, 12, 30]


# The table


def measured(rule: Contradiction, values: Mapping[str, float]) -> float:
    def value(operand: Expression) -> float:
        assert isinstance(operand, Input)
        return values[operand.key]

    return float(evaluate(rule.measure, value))


def test_a_measure_is_linear_in_each_of_its_numbers() -> None:
    """Else no end of a range follows from it: in the middle of two points it is the middle of both."""
    values = {**resolved_of({**GUARANTEED, "end_of_term": "relocate"}).values, "own.1.from": 3.0, "own.1.to": 9.0}
    tried = 0
    for rule in rules_of(values):
        for key in rule.inputs - {key for key, parameter in parameters().items() if parameter.kind == "choice"}:
            low, middle, high = (measured(rule, {**values, key: value}) for value in (2.0, 3.0, 4.0))
            assert low + high == pytest.approx(2 * middle, rel=1e-12), (rule.code, key)
            tried += 1
    assert tried > 20


def test_all_terms_together_are_as_long_as_an_own_line_can_run() -> None:
    assert LONGEST_TERM == 200.0


@pytest.mark.parametrize(("off", "allowed"), [(SHARES_TOLERANCE / 2, True), (SHARES_TOLERANCE * 2, False)])
def test_a_case_file_allows_shares_as_near_to_one_as_a_workbook_does(off: float, allowed: bool) -> None:
    data = one_option({})
    options = data["options"]
    options.append({"id": "m", "type": "mix", "components": [{"option": "o", "share": 1 - off}]})
    if allowed:
        read_case(data)
    else:
        with pytest.raises(BadInput):
            read_case(data)


def test_every_local_line_with_an_amount_has_a_rule() -> None:
    rules = {rule.field for rule in rules_of(resolved_of({}).values) if rule.code == "local_without_amount"}
    assert rules == set(local_amounts())
