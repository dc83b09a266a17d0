"""Published pro formas, calculated again: their outcomes are those in print."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from model.case import read_case
from model.checks.check import Check, verdict
from model.engine.run import run_case

CASES = Path(__file__).parent / "published_cases.json"


def published() -> Iterator[Check]:
    """One check per published outcome."""
    for case in published_cases():
        for outcome, gap, within in published_gaps(case):
            yield verdict("published", f"{case['name']}: {outcome}", gap, within)


@cache
def published_cases() -> tuple[Mapping[str, Any], ...]:
    """Published pro formas with their expected values."""
    return tuple(json.loads(CASES.read_text(encoding="utf-8")))


def published_gaps(published: Mapping[str, Any]) -> Iterator[tuple[str, float, float]]:
    """What was expected of a published pro forma, by how much our outcome differs, and what rounding in print allows.

    An expected value is that of a metric, of a line in one period, or of a line over all periods.
    """
    data = {
        "schema_version": 1,
        "name": published["name"],
        "municipality": "GM1783",
        "beds": 100,
        "start_date": "2027-01-01",
        "horizon_years": published["years"],
        "periods_per_year": published.get("periods_per_year", 1),
        "options": [{"id": "o", "type": "own", "inputs": published["inputs"], "own_lines": published["own_lines"]}],
    }
    result = run_case(read_case(data)).options["o"]
    for expected in published["expected"]:
        name = expected.get("metric") or expected["line"]
        value: float | None
        if "metric" in expected:
            value = result.metrics[name]
        elif "period" in expected:
            value = result.lines[name][expected["period"]]
            name += f" {result.periods[expected['period']]}"
        else:
            value = math.fsum(result.lines[name])
        yield name, math.inf if value is None else value - expected["value"], expected["within"]
