"""The project's cash: what there was, what came in, what went out, what is left."""

from __future__ import annotations

from typing import Any

import pytest

from model.case import read_case
from model.engine.results import Computed, OptionResult
from model.engine.run import run_case
from model.formula.expression import Call, Line
from model.lines.labels import BALANCES, words_of_line

OWN: dict[str, Any] = {
    "schema_version": 1,
    "name": "cash",
    "municipality": "GM1783",
    "beds": 10,
    "start_date": "2027-01-01",
    "price_level_date": "2027-01-01",
    "horizon_years": 3,
    "options": [
        {
            "id": "o",
            "type": "own",
            "own_lines": [
                {"label": "Bouw", "kind": "investment", "amount": 1000, "per": "once", "from": 0},
                {"label": "Subsidie", "kind": "subsidy", "amount": 200, "per": "once", "from": 0},
                {"label": "Huur", "kind": "revenue", "amount": 500, "per": "year"},
                {"label": "Beheer", "kind": "operating_cost", "amount": 100, "per": "year"},
                {"label": "Dak", "kind": "replacement", "amount": 50, "per": "once", "from": 2},
                {"label": "Verkoop", "kind": "terminal_value", "amount": 300, "per": "once"},
                {"label": "Sloop", "kind": "end_cost", "amount": 80, "per": "once"},
            ],
        }
    ],
}


def outcome(**options: Any) -> OptionResult:
    return run_case(read_case(OWN | options)).options["o"]


def test_cash_at_the_beginning_plus_received_less_paid_is_cash_at_the_end() -> None:
    """Start: 200 in, 1,000 out. Each year 500 - 100 comes in; 50 goes out in year 2; 300 in and 80 out at the end."""
    rows = outcome().lines
    assert rows["cash_opening"] == pytest.approx((0, -800, -400, -50))
    assert rows["cash_received"] == pytest.approx((200, 400, 400, 700))
    assert rows["cash_paid"] == pytest.approx((1000, 0, 50, 80))
    assert rows["cumulative_cash_flow"] == pytest.approx((-800, -400, -50, 570))


def test_a_year_that_costs_money_is_less_received() -> None:
    """The net operating income comes in as it is: 100 a year and no rent makes -100."""
    lines = [line for line in OWN["options"][0]["own_lines"] if line["label"] != "Huur"]
    rows = outcome(options=[OWN["options"][0] | {"own_lines": lines}]).lines
    assert rows["cash_received"] == pytest.approx((200, -100, -100, 200))


def test_the_cash_of_a_mix_is_that_of_its_components() -> None:
    halves = [{"option": "a", "share": 0.5}, {"option": "b", "share": 0.5}]
    options = [{"id": "a", "type": "mid_stay"}, {"id": "b", "type": "mid_stay"}]
    result = run_case(read_case(OWN | {"options": [*options, {"id": "m", "type": "mix", "components": halves}]}))
    mix = result.options["m"]
    for key in ("cash_opening", "cash_received", "cash_paid", "cumulative_cash_flow"):
        parts = zip(*(part.rows[key] for part in mix.components), strict=True)
        assert mix.lines[key] == pytest.approx([sum(amounts) for amounts in parts], abs=0.01)


@pytest.mark.parametrize("key", ["opening_balance", "loss_pool_opening", "cash_opening"])
def test_a_balance_at_the_beginning_is_the_one_at_the_end_of_the_period_before(key: str) -> None:
    taxed = {"id": "o", "type": "new_build", "inputs": {"tax_regime": "corporate", "occupancy": 0.5}}
    model = outcome(options=[taxed]).computed
    closing = previous_of(model, key)
    assert closing is not None and any(model.rows[key])
    assert model.rows[key][1:] == model.rows[closing][:-1]


def test_rows_that_carry_a_balance_are_known_as_balances() -> None:
    """Found in the formulas: an amount that is the previous value of another row, that row, and one built on itself."""
    model = run_case(read_case(OWN | {"options": [{"id": "o", "type": "new_build"}]})).options["o"].computed
    carried = {key for key in model.rows if previous_of(model, key) is not None}
    carried |= {str(previous_of(model, key)) for key in carried}
    carried |= {key for key in model.rows if builds_on_itself(model.business_case.by_key[key])}
    amounts = {key for key in carried if words_of_line(key).unit == "eur" and words_of_line(key).rank != "help"}
    assert amounts and amounts <= BALANCES


def previous_of(model: Computed, key: str) -> str | None:
    """The row whose previous value this row is, and nothing else."""
    expression = model.business_case.by_key[key].expression
    if isinstance(expression, Call) and expression.primitive == "prev" and isinstance(expression.operands[0], Line):
        return expression.operands[0].key
    return None


def builds_on_itself(line: Line) -> bool:
    return any(use.line is line and use.how == "prev" for use in line.uses)
