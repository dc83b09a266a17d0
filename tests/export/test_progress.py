"""The progress of an export: told through all its stages, and never back."""

from __future__ import annotations

from itertools import pairwise

import pytest

from model.case import read_case
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.export.analyses import analyse
from model.export.progress import stage
from model.export.workbook.workbook import ANALYSING, WRITING, export_case, export_with_analyses


@pytest.fixture(scope="module")
def result() -> CaseResult:
    lines = [
        {"label": "Bouw", "kind": "investment", "amount": 1000, "per": "once", "from": 0},
        {"label": "Huur", "kind": "revenue", "amount": 200, "per": "year"},
    ]
    return run_case(
        read_case(
            {
                "schema_version": 1,
                "name": "progress",
                "municipality": "GM1783",
                "beds": 10,
                "start_date": "2027-01-01",
                "price_level_date": "2027-01-01",
                "horizon_years": 8,
                "options": [{"id": name, "type": "own", "own_lines": lines} for name in ("a", "b")],
            }
        )
    )


def assert_moves(shares: list[float], steps: int) -> None:
    """Forward, in at least so many steps, to the end."""
    assert all(before <= after for before, after in pairwise(shares))
    assert len(set(shares)) >= steps and shares[-1] == 1


def test_a_stage_is_told_as_its_part_of_the_whole() -> None:
    """Halfway from 0.2 to 0.6 is 0.4; a stage that ends is at its end exactly."""
    told: list[float] = []
    tell = stage(told.append, 0.2, 0.6)
    for share in (0, 0.5, 1):
        tell(share)
    assert told == pytest.approx([0.2, 0.4, 0.6]) and told[-1] == 0.6


def test_the_analyses_tell_how_far_they_are(result: CaseResult) -> None:
    """Two options of four steps each at least."""
    told: list[float] = []
    analyse(result, draws=200, progress=told.append)
    assert_moves(told, steps=8)


def test_writing_tells_how_far_it_is(result: CaseResult) -> None:
    """Two calculation sheets, and every sheet as it is stored."""
    told: list[float] = []
    export_case(result, progress=told.append)
    assert_moves(told, steps=15)


def test_the_whole_export_moves_through_both_stages(result: CaseResult) -> None:
    told: list[tuple[float, str]] = []
    export_with_analyses(result, progress=lambda share, name: told.append((share, name)))
    assert_moves([share for share, _ in told], steps=20)
    assert {name for share, name in told if share < 0.7} == {ANALYSING}
    assert told[-1] == (1, WRITING)
