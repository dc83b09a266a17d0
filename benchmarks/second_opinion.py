"""The peer in plain Python: the second opinion of the tests, one scenario at a time.

It was written to be read beside the conventions, not to be fast: it counts use month by month and prices day by day.
"""

from __future__ import annotations

import math
from typing import Any

import numpy_financial as npf

from benchmarks.setting import Setting, Values
from tests.support.second_opinion_standard import second_opinion_standard

FLOWS = {"irr": "project_cash_flow", "equity_irr": "equity_cash_flow"}
"""The flow of each rate of return; the project's is before the subsidies, which fall at the start."""


def metrics_of(setting: Setting, scenario: Values) -> dict[str, float]:
    """All metrics of one scenario; blank is NaN.

    The second opinion gives no rate of return of a flow that changes sign more than once, since such a flow may have
    several: numpy-financial then takes one of them.
    """
    inputs = inputs_of(setting, scenario)
    opinion = second_opinion_standard(setting.facts, inputs)
    metrics = {key: math.nan if value is None else value for key, value in opinion.metrics.items()}
    for key, row in FLOWS.items():
        if key not in metrics:
            flow = list(opinion.rows[row])
            if key == "irr":
                flow[0] += inputs["subsidy_at_start"] + inputs["municipal_contribution"]
            metrics[key] = float(npf.irr(flow))
    return metrics


def inputs_of(setting: Setting, scenario: Values) -> dict[str, Any]:
    """The inputs as people give them: choices by name, blanks as None, what varies as in the scenario.

    The second opinion takes one hourly minimum wage at the price level date. Raises ValueError where the law has
    several during the term.
    """
    hourly = set(setting.calendar.by_law["minimum_wage_hour"])
    if len(hourly) > 1:
        raise ValueError(f"the minimum wage per hour changes during the term: {sorted(hourly)}")
    given = {key: provenance.value for key, provenance in setting.resolved.provenance.items()}
    return {**given, **{key: scenario[key] for key in setting.varying}, "minimum_wage_hour": hourly.pop()}
