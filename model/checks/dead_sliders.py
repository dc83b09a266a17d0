"""Every parameter an option shows moves a result, a norm or a frame in at least one admissible setting."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import chain

import numpy as np

from model.case import Case, InputValue, Option, shown_inputs
from model.case.proposals import counting_on
from model.checks.check import FAILED, PASSED, Check
from model.checks.sliders import one_at_a_time
from model.checks.trial_settings import TRIAL_BEDS, TRIAL_LINES, admissible_runs
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.engine.scenarios import scenarios_of
from model.law.norms import check_norms
from model.options import OPTION_TYPES
from model.outcomes.frames import check_frames
from model.parameters.law import proposals
from model.parameters.table import parameters
from model.problems import BadInput
from model.words.quantities import results as result_keys

CEILING = "ceiling_first_year"
"""What may be deducted from a wage, beside the results: of it the price says nothing. Own lines have none."""
YEARS_BEFORE_LAW = 3
"""Years of the trial before what has no date becomes law."""
ABOUT_DEFAULTS = {"rests_on_assumptions", "past_review"}
"""Warnings that change as soon as a figure is given, whatever it is."""

EVERY_FRAME: Mapping[str, float] = {"min_local_workers_share": 0.5}


def dead_sliders(result: CaseResult) -> Iterator[Check]:
    """What stays dead in every setting, and the options in which nothing does."""
    for option in result.case.options:
        if OPTION_TYPES[option.type].is_mix:
            continue
        dead = _dead_inputs(result, option)
        for key in sorted(dead):
            yield Check("dead_slider", option.id, FAILED, key)
        if not dead:
            yield Check("dead_slider", option.id, PASSED)


def _dead_inputs(result: CaseResult, option: Option) -> set[str]:
    """Inputs of an option that move nothing.

    Many sliders at once over all settings first; what is still dead then, and every choice, by whole runs of the case.
    """
    bases = _bases(result, option)
    shown = shown_inputs(option)
    numbers = {key for key, parameter in shown.items() if parameter.kind != "choice"}
    dead = set(numbers)
    for turn, base in enumerate(bases):
        if dead:
            # The same inputs together in all settings after the first, so that one compiled program serves them.
            dead -= _moving(base, option.id, numbers)
            numbers = set(dead) if turn == 0 else numbers
    dead |= {key for key, parameter in shown.items() if parameter.kind == "choice"}
    for base in bases:
        if dead:
            before = _fingerprint(base, option.id)
            dead -= {key for key in sorted(dead) if _choice_moves(base, before, option.id, key)}
    return dead


def _bases(result: CaseResult, option: Option) -> list[CaseResult]:
    """The option alone, in every setting that is possible for it."""
    own_lines = TRIAL_LINES if OPTION_TYPES[option.type].only_own_lines else option.own_lines
    # A short term, which ends within the revision years of VAT: what a slider does shows in eight years as well as
    # in forty. And enough beds: what counts from a million of profit on never shows with one bed.
    trial = replace(option, own_lines=own_lines, inputs={"term_years": 8.0}, reasons={})
    beds = max(result.case.beds, TRIAL_BEDS)
    alone = counting_on(replace(result.case, beds=beds, options=(trial,)), _every_proposal(result.case))
    return list(admissible_runs(alone, trial, result.market))


def _every_proposal(case: Case) -> Mapping[str, date]:
    """All proposals from when they are announced for, or some years after the start: what they bring counts then."""
    later = date(case.start_date.year + YEARS_BEFORE_LAW, 1, 1)
    return {key: proposal.since or later for key, proposal in proposals().items()}


def _moving(base: CaseResult, option_id: str, keys: set[str]) -> set[str]:
    """Which of these inputs move a result when they go from the low to the high end of their slider."""
    scenarios = scenarios_of(base, option_id)
    standard = "budget_result" in base.options[option_id].lines
    wanted = (*result_keys(), CEILING) if standard else result_keys()
    known = set(scenarios.inputs())
    ends = {
        key: scenarios.range_without_conflict(key, (parameter.slider_low or 0.0, parameter.slider_high or 1.0))
        for key in sorted(keys & known)
        if (parameter := parameters()[key])
    }
    results = one_at_a_time(scenarios, ends, wanted)
    return {
        key
        for column, key in enumerate(ends)
        if any(_differ(values[0, column], values[1, column]) for values in results.values())
    }


def _differ(low: float, high: float) -> bool:
    if math.isnan(low) or math.isnan(high):
        return math.isnan(low) != math.isnan(high)
    return abs(low - high) > 1e-9 * max(1.0, abs(low), abs(high))


def _choice_moves(base: CaseResult, before: tuple[object, ...], option_id: str, key: str) -> bool:
    """Whether some other value of this input changes any line, norm, frame or warning of the option (`before`)."""
    parameter = parameters()[key]
    current = base.options[option_id].resolved[0].provenance[key].value
    others: list[InputValue] = (
        list(parameter.choices)
        if parameter.kind == "choice"
        else [value for value in (parameter.slider_low, parameter.slider_high) if value is not None]
    )
    for value in others:
        if value == current:
            continue
        try:
            changed = run_case(base.case.with_input(option_id, key, value), base.market)
        except BadInput:
            # A value that is refused beside the others does something: it is tested.
            return True
        if _fingerprint(changed, option_id) != before:
            return True
    return False


def _fingerprint(result: CaseResult, option_id: str) -> tuple[object, ...]:
    """Everything an option shows, as one comparable value."""
    option = result.options[option_id]
    framed = replace(result, case=replace(result.case, frames=EVERY_FRAME))
    norms = tuple(
        (test.norm, test.status, test.value, test.limit)
        for tests in check_norms(result, option_id).values()
        for test in tests
    )
    frames = tuple((test.kind.key, test.passes) for test in check_frames(framed).by_option[option_id])
    rows = {key: row for key, row in option.lines.items() if not key.endswith("_code")}
    scalars = {key: value for key, value in option.computed.scalars.items() if "_code" not in key}
    numbers = np.fromiter(chain(*rows.values(), scalars.values()), dtype=float)
    # As bytes, so that a blank (NaN) equals a blank; + 0.0 makes a zero out of a negative zero.
    values = (tuple(rows), tuple(scalars), (np.round(numbers, 6) + 0.0).tobytes())
    warnings = tuple(notice for notice in option.warnings if notice.code not in ABOUT_DEFAULTS)
    return (values, norms, frames, warnings)
