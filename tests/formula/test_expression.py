"""The expression language: what may be written, and what is refused."""

from __future__ import annotations

import pytest

from model.formula.evaluate import compile_lines
from model.formula.expression import FormulaError, Input, Line, Shape
from model.formula.graph import CircularDefinition, build_graph
from model.formula.primitives import at_least, following, lowest, maximum, only_if, prev, total, where


def counter() -> Line:
    """0, 1, 2, ... over the periods."""
    period = Line("period", start=-1.0, shape=Shape.ROW)
    return period.becomes(prev(period) + 1)


def test_an_expression_has_no_truth_value() -> None:
    with pytest.raises(FormulaError, match="truth value"):
        bool(Input("a") + 1)


def test_a_constant_outside_the_list_must_be_an_input() -> None:
    with pytest.raises(FormulaError, match="0.21 must be an input"):
        Input("a") * 0.21


def test_conditions_cannot_be_nested() -> None:
    with pytest.raises(FormulaError, match="name it as a line"):
        Line("x", where(at_least(Input("a"), 1), 1, 0))


def test_reducers_take_a_named_line() -> None:
    with pytest.raises(FormulaError, match="takes a named line"):
        total(counter() + 1)  # type: ignore[arg-type]


def test_a_line_has_one_formula() -> None:
    line = Line("x", Input("a"))
    with pytest.raises(FormulaError, match="already has a formula"):
        line.becomes(1)


def test_a_circular_definition_is_refused_by_name() -> None:
    first = Line("first", shape=Shape.ROW)
    second = Line("second", first + 1)
    first.becomes(second * 2)
    with pytest.raises(CircularDefinition) as caught:
        build_graph([second])
    assert set(caught.value.cycle) == {"first", "second"}
    assert caught.value.cycle[0] == caught.value.cycle[-1]


def test_a_row_that_needs_its_own_total_is_circular_even_through_the_previous_period() -> None:
    row = Line("row", shape=Shape.ROW)
    whole = Line("whole", total(row))
    row.becomes(prev(row) + whole)
    with pytest.raises(CircularDefinition, match="whole"):
        build_graph([row])


def test_mutual_recursion_through_the_previous_period_needs_nothing_special() -> None:
    """A loss pool: losses -10, -5, then profits 8, 20 use 8 and 7 of it."""
    period = counter()
    profit = Line("profit", Input("a") * only_zero(period, 0) + Input("b") * only_zero(period, 1))
    pool = Line("pool", shape=Shape.ROW)
    used = Line("used", maximum(0, profit) * 0 + prev(pool) * 0)
    pool.becomes(prev(pool) + maximum(0, 0 - profit) - used)
    values = compile_lines([pool]).run({"a": -10.0, "b": -5.0}, 2, 0)
    assert values["pool"] == [10.0, 15.0, 15.0]


def only_zero(period: Line, number: int) -> Line:
    from model.formula.primitives import equal

    return Line(f"is_{number}", equal(period, number))


def test_two_lines_cannot_share_a_key() -> None:
    with pytest.raises(FormulaError, match="two different lines"):
        build_graph([Line("x", Line("y", 1) + Line("y", 2))])


def test_a_row_sees_the_next_period_including_the_look_ahead() -> None:
    """Period 0..3 with N = 2: the next of period 2 is the look-ahead period's 3."""
    line = Line("after", following(counter()))
    assert compile_lines([line]).run({}, 2, 0)["after"] == [1.0, 2.0, 3.0]


def test_reducers_leave_the_look_ahead_out_and_skip_blanks() -> None:
    """0 + 1 + 2 = 3; the lowest of the periods from 1 on is 1."""
    period = counter()
    late = Line("late", only_if(at_least_line(period), period))
    values = compile_lines([Line("sum", total(period)), Line("low", lowest(late))]).run({}, 2, 0)
    assert values == {"sum": 3.0, "low": 1.0}


def at_least_line(period: Line) -> Line:
    return Line("from_one", at_least(period, 1))


def test_the_graph_knows_which_lines_an_input_moves() -> None:
    graph = build_graph([Line("c", Line("b", Line("a", Input("x"))) + Input("y"))])
    assert graph.moved_by({"x"}) == {"a", "b", "c"}
    assert graph.moved_by({"y"}) == {"c"}
