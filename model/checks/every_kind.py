"""Every kind of option there is, tried on the terms of the case: its sums hold and there are norms for it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from model.case import Case, Option
from model.checks.check import EVERY_KIND, FAILED, PASSED, UNKNOWN, Check
from model.checks.invariants import invariants
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.law.norms import FLOOR_AREA, PRICE, check_norms
from model.options import OPTION_TYPES
from model.problems import BadInput


def every_kind(result: CaseResult) -> Iterator[Check]:
    """One check per type and variant, with every input at its default; a mix is of kinds that are tried themselves.

    It fails by the invariant that is furthest off, or, for who houses people, when no norm of floor area or of price
    is tested. It is unknown where the case itself rules the defaults out.
    """
    for kind in OPTION_TYPES.values():
        for variant in () if kind.is_mix else kind.variants or ("",):
            option = Option("x", kind.key, variant)
            yield _tried(replace(result.case, options=(option,)), option, result)


def _tried(case: Case, option: Option, result: CaseResult) -> Check:
    subject = f"{option.type}:{option.variant}"
    try:
        tried = run_case(case, result.market)
    except BadInput:
        return Check(EVERY_KIND, subject, UNKNOWN)
    failed = [check for check in invariants(case, tried.options[option.id].computed) if check.status == FAILED]
    if failed:
        furthest = max(failed, key=_size)
        return Check(EVERY_KIND, subject, FAILED, difference=furthest.difference, reason=furthest.reason)
    tested = {test.quantity for tests in check_norms(tried, option.id).values() for test in tests}
    missed = OPTION_TYPES[option.type].houses_people and not (FLOOR_AREA in tested and PRICE in tested)
    return Check(EVERY_KIND, subject, FAILED if missed else PASSED)


def _size(failed: Check) -> float:
    """How far off a failed check is; one without a number is furthest."""
    return math.inf if failed.difference is None else abs(failed.difference)
