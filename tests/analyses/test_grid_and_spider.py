"""Sensitivity: two-way grids with their break-even lines, and spiders."""

from __future__ import annotations

from typing import Any

import pytest

from model.analyses.sensitivity import Extent, spider, two_way
from model.case import read_case
from model.engine.run import run_case
from model.engine.scenarios import scenarios_of
from model.problems import BadInput
from tests.analyses.sensitivity_cases import example, metric


def test_a_grid_holds_the_results_of_whole_runs() -> None:
    grid = two_way(example(), "d", "price_per_bed_week", "occupancy", extent=Extent(count=5))
    for row, column in ((0, 0), (4, 2), (2, 4)):
        expected = metric("d", price_per_bed_week=float(grid.x[column]), occupancy=float(grid.y[row]))
        assert grid.values[row, column] == pytest.approx(expected, abs=0.01)


def test_the_break_even_line_of_a_grid_breaks_even() -> None:
    grid = two_way(example(), "d", "price_per_bed_week", "occupancy")
    assert grid.line
    for price, occupancy in grid.line[:: max(1, len(grid.line) // 3)]:
        assert metric("d", price_per_bed_week=price, occupancy=occupancy) == pytest.approx(0, abs=1)


def test_the_line_of_a_grid_is_drawn_when_only_one_input_matters() -> None:
    """The municipality's discount rate does nothing to the operator: the line is upright at the break-even price."""
    spans = ((100.0, 200.0), (0.0, 0.05))
    grid = two_way(example(), "d", "price_per_bed_week", "municipality_discount_rate", extent=Extent(spans, 5))
    expected = example().options["d"].metrics["cost_recovery_price_per_bed_week"]
    assert len(grid.lines) == 1
    assert [price for price, _ in grid.line] == pytest.approx([expected] * 5, abs=1e-4)


def test_two_curves_of_a_grid_are_two_lines() -> None:
    """-100 now, 230 after a year, -132 after two: npv is 0 at 10% and at 20%, whatever an input that does nothing."""
    data: dict[str, Any] = {
        "schema_version": 1,
        "name": "two roots",
        "municipality": "GM1783",
        "beds": 1,
        "start_date": "2027-01-01",
        "horizon_years": 2,
        "options": [
            {
                "id": "o",
                "type": "own",
                "own_lines": [
                    {"label": "a", "kind": "investment", "amount": 100_000, "per": "once", "from": 0},
                    {"label": "b", "kind": "revenue", "amount": 230_000, "per": "once", "from": 1},
                    {"label": "c", "kind": "replacement", "amount": 132_000, "per": "once", "from": 2},
                ],
            }
        ],
    }
    result = run_case(read_case(data))
    spans = ((0.03, 0.30), (0.01, 0.10))
    grid = two_way(result, "o", "discount_rate", "loan_rate", extent=Extent(spans, 10))
    rates = sorted({round(rate, 7) for line in grid.lines for rate, _ in line})
    assert len(grid.lines) == 2
    assert rates == pytest.approx([0.1, 0.2], abs=1e-7)


def test_a_grid_of_an_input_that_is_not_there_is_refused_by_name() -> None:
    with pytest.raises(BadInput, match="colour"):
        two_way(example(), "d", "price_per_bed_week", "colour")


def test_a_spider_passes_through_the_case_as_it_is() -> None:
    legs = spider(example(), "d", ["price_per_bed_week", "occupancy"])
    for leg in legs:
        assert leg.values[leg.changes.index(0.0)] == pytest.approx(metric("d"), abs=0.01)


def test_a_spider_goes_no_further_than_an_input_can() -> None:
    """Occupancy of 85% can rise to 100%: 17.6% more, and the result there is shown there, not at 50%."""
    base = scenarios_of(example(), "a").base("occupancy")
    leg = spider(example(), "a", ["occupancy"])[0]
    assert leg.changes[-1] == pytest.approx(1 / base - 1)
    assert leg.values[-1] == pytest.approx(metric("a", occupancy=1.0), abs=0.01)
