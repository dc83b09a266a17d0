"""Many scenarios at once give what each gives on its own, whatever varies and however they are cut into chunks."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from market_data import load
from model.engine.resolve import resolve_option
from model.engine.term import periods_in_term, years_needed
from model.formula import evaluate
from model.formula.evaluate import compile_lines
from model.formula.expression import Input, Line, Shape
from model.formula.primitives import equal, minimum, only_if, pick, prev, total, where
from model.formula.roots import Array
from model.lines.business_case import build_business_case
from model.lines.statement import BusinessCase
from tests.support.random_cases import random_case

SCENARIOS = 5

AMOUNTS = (
    "price_per_bed_week",
    "occupancy",
    "price_growth",
    "building_cost_growth",
    "management_cost",
    "furniture_per_bed",
    "ground_lease_rate",
    "loan_rate",
    "discount_rate",
    "inflation",
    "exit_yield",
    "own.1.amount",
)
CHOICES = {"loan_type": 3, "loan_sizing": 3, "tax_regime": 2, "residual_method": 3, "land_tax_regime": 5}


@pytest.mark.parametrize(
    "seed", [*range(6), *(pytest.param(seed, marks=pytest.mark.thorough) for seed in range(6, 12))]
)
@pytest.mark.parametrize("kind", ["amounts", "months", "choices"])
def test_scenarios_equal_one_by_one(seed: int, kind: str) -> None:
    case = random_case(seed)
    resolved = resolve_option(case, case.options[0], load())
    business_case = build_business_case(resolved.structure)
    last_period = periods_in_term(case, resolved)
    years = years_needed(case, last_period)
    varied = _varied(resolved.values, kind, np.random.default_rng(seed))
    lines = [*business_case.metrics.by_key().values(), *_statement(business_case)]
    many = compile_lines(lines, varied).run({**resolved.values, **varied}, last_period, years)
    plain = compile_lines(lines)
    for scenario in range(SCENARIOS):
        own = {key: float(values[scenario]) for key, values in varied.items()}
        alone = plain.run({**resolved.values, **own}, last_period, years)
        for line in lines:
            _assert_same(line.key, many[line.key], alone[line.key], scenario)


def _statement(business_case: BusinessCase) -> list[Line]:
    """The rows in which every other row ends."""
    rows = {"cash_flow_with_subsidy", "equity_cash_flow", "debt_service", "profit", "corporate_tax", "closing_balance"}
    return [line for line in business_case.lines if line.key in rows]


def _varied(values: Any, kind: str, rng: np.random.Generator) -> dict[str, Any]:
    if kind == "choices":
        return {key: rng.integers(1, count + 1, SCENARIOS) * 1.0 for key, count in CHOICES.items() if key in values}
    if kind == "months":
        keys = [key for key in ("construction_months", "ramp_up_months") if key in values]
        return {key: values[key] + rng.integers(0, 4, SCENARIOS) for key in [*keys, "loan_years"]}
    varied = {key: values[key] * rng.uniform(0.9, 1.1, SCENARIOS) for key in AMOUNTS if key in values}
    varied["loan_rate"][0] = varied["discount_rate"][1] = 0.0
    return varied


def _assert_same(key: str, many: Any, alone: Any, scenario: int) -> None:
    rows = many if isinstance(many, list) else [many]
    actual = np.array([row[scenario] if np.ndim(row) else row for row in rows], dtype=np.float64)
    expected = np.array(alone, dtype=np.float64).reshape(-1)
    # A millionth of a euro where a row is zero but for rounding; rates and ratios are compared in full.
    assert np.allclose(actual, expected, rtol=1e-9, atol=1e-6 if np.size(expected) > 1 else 1e-10, equal_nan=True), key


def test_chunks_are_put_together_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluate, "CHUNK", 4)
    row = Line("row", shape=Shape.ROW)
    row.becomes(prev(row) + Input("a"))
    steady = Line("steady", row * 0 + 1)
    wanted = [row, steady, Line("sum", total(row)), Line("plain", Input("b") + 1)]
    a = np.arange(10.0)
    values = compile_lines(wanted, ["a"]).run({"a": a, "b": 1.0}, 2, 0)
    assert [row.tolist() for row in values["row"]] == [(n * a).tolist() for n in (1, 2, 3)]
    assert values["steady"] == [1.0, 1.0, 1.0]
    assert values["sum"].tolist() == (6 * a).tolist()
    assert values["plain"] == 2.0


def test_a_scalar_that_may_vary_is_an_array_even_where_it_does_not() -> None:
    line = Line("x", Input("flag") * Input("a"))
    values = compile_lines([line], ["a"]).run({"flag": 0.0, "a": np.array([1.0, 2.0])}, 0, 0)
    assert values["x"].tolist() == [0.0, 0.0]


def test_a_choice_equal_in_all_scenarios_computes_only_what_is_chosen() -> None:
    """The operand left out would divide by zero."""
    wanted = [
        Line("where", where(Input("flag"), 1 / Input("zero"), Input("a"))),
        Line("only_if", only_if(Input("flag"), Input("a") / Input("zero"))),
        Line("pick", pick(Input("code"), 1 / Input("zero"), Input("a"))),
    ]
    given: dict[str, float | Array] = {"flag": 0.0, "zero": 0.0, "code": 2.0, "a": np.array([1.0, 2.0])}
    values = compile_lines(wanted, ["a"]).run(given, 0, 0)
    assert values["where"].tolist() == values["pick"].tolist() == [1.0, 2.0]
    assert all(math.isnan(value) for value in values["only_if"])


def test_a_quotient_of_whole_numbers_stays_exact() -> None:
    """49 × (1 ÷ 49) is not 1: a division by a plain float must not become a product with its inverse."""
    line = Line("x", equal(Input("a") / Input("b") * minimum(Input("c"), 1), 1))
    values = compile_lines([line], ["a"]).run({"a": np.array([49.0]), "b": 49.0, "c": 1.0}, 0, 0)
    assert values["x"].tolist() == [1.0]


def test_a_choice_without_a_value_is_refused() -> None:
    line = Line("x", pick(Input("code"), Input("a"), 0))
    with pytest.raises(IndexError, match="no choice number 3"):
        compile_lines([line], ["a"]).run({"code": 3.0, "a": np.array([1.0])}, 0, 0)
