"""The trade-off of a case, added up another way: scores from the criteria, and none that is beaten comes first."""

from __future__ import annotations

import math
from collections.abc import Iterator

from model.checks.check import FAILED, Check, verdict
from model.decide.trade_off import Weighing, trade_off
from model.engine.results import CaseResult
from model.words.messages import message

RULE = "trade_off"
POINTS = 1e-6
"""How far a score may be off, in points out of a hundred."""


def trade_off_checks(result: CaseResult) -> Iterator[Check]:
    """One check per option that is weighed: its score is the weighted sum of those on the criteria, as these are shown.

    It fails too where another option beats it whatever the weights, and it comes first alone all the same.
    """
    weighing = trade_off(result)
    for option, total in weighing.totals.items():
        if weighing.best == (option,) and option in weighing.dominated:
            yield Check(RULE, option, FAILED, reason=message("quality_trade_off_beaten"))
        else:
            yield verdict(RULE, option, (total.value or 0.0) - _added_up(weighing, option), POINTS)


def _added_up(weighing: Weighing, option: str) -> float:
    """The score of an option from the value on every criterion, its scale and its weight."""
    points = []
    for criterion in weighing.criteria:
        value, worst, best = (
            shown.value or 0.0 for shown in (criterion.values[option], criterion.worst, criterion.best)
        )
        place = 1.0 if worst == best else (value - worst) / (best - worst)
        points.append((criterion.weight.value or 0.0) * 100 * min(1.0, max(0.0, place)))
    return math.fsum(points)
