"""Published pro formas, calculated again: their outcomes are those in print."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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
        for gap in published_gaps(case):
            yield verdict("published", case["name"], gap.difference, gap.within, key=gap.key, period=gap.period)


@dataclass(frozen=True)
class Gap:
    """An expected outcome, a metric or a line (in one `period`, or over all), and how far ours is from it.

    `difference` is infinite where we have no value; rounding in print allows `within`.
    """

    key: str
    period: str
    difference: float
    within: float


@cache
def published_cases() -> tuple[Mapping[str, Any], ...]:
    """Published pro formas with their expected values."""
    return tuple(json.loads(CASES.read_text(encoding="utf-8")))


def published_gaps(published: Mapping[str, Any]) -> Iterator[Gap]:
    """What was expected of a published pro forma, and by how much our outcome differs.

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
        key, period = expected.get("metric") or expected["line"], ""
        value: float | None
        if "metric" in expected:
            value = result.metrics[key]
        elif "period" in expected:
            value, period = result.lines[key][expected["period"]], result.periods[expected["period"]]
        else:
            value = math.fsum(result.lines[key])
        difference = math.inf if value is None else value - expected["value"]
        yield Gap(key, period, difference, expected["within"])
