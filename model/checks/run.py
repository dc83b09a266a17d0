"""Every check on a case."""

from __future__ import annotations

from collections.abc import Sequence

from model.checks.back_test import back_test_checks
from model.checks.check import FAILED, PASSED, Check
from model.checks.dead_sliders import dead_sliders
from model.checks.directions import directions
from model.checks.every_kind import every_kind
from model.checks.invariants import invariants
from model.checks.parity import parity
from model.checks.published import published
from model.checks.trade_off import trade_off_checks
from model.engine.results import CaseResult


def run_checks(result: CaseResult) -> tuple[Check, ...]:
    """Every check on a case."""
    return (
        *(check for option in result.options.values() for check in invariants(result.case, option.computed)),
        *(
            check
            for option in result.options.values()
            for part in option.components
            for check in invariants(result.case, part)
        ),
        *(check for option_id in result.options for check in directions(result, option_id)),
        *dead_sliders(result),
        *every_kind(result),
        *trade_off_checks(result),
        *published(),
        *back_test_checks(),
        parity(),
    )


def worst(checks: Sequence[Check]) -> str:
    """Failed when any check failed, else passed: what is unknown is no failure."""
    return FAILED if any(check.status == FAILED for check in checks) else PASSED
