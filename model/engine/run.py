"""Run a case: every option's lines and metrics, with what was assumed, what is missing and why.

The one path from a case to numbers; pages, the workbook and the command line all read its result.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date

import numpy as np

from market_data import MarketData, load
from model.case import Case, Option
from model.engine.contradictions import contradictions
from model.engine.notices import mix_notices, notices_of, why_none
from model.engine.programs import mix_program_for, program_for, run_mix_program, run_program
from model.engine.resolve import ResolvedOption, resolve_option
from model.engine.results import CaseResult, Computed, OptionResult
from model.engine.term import period_keys, period_labels, periods_in_term, years_needed
from model.formula.evaluate import Program
from model.formula.expression import Shape
from model.lines.metrics import METRIC_KEYS
from model.lines.structure import Structure
from model.options import OPTION_TYPES
from model.problems import BadInput, Problem


def run_case(case: Case, market: MarketData | None = None, today: date | None = None) -> CaseResult:
    """Evaluate every option. Raises BadInput with all problems that only show when inputs are put together.

    `today` (default the real day) decides which figures are past their review date; it changes no number.
    """
    data = market or load()
    problems: list[Problem] = []
    results: dict[str, OptionResult] = {}
    for option in case.options:
        try:
            results[option.id] = run_option(case, option, data, today)
        except BadInput as error:
            problems.extend(problem for problem in error.problems if problem not in problems)
    if problems:
        raise BadInput(tuple(problems))
    return CaseResult(case, data, results)


def run_option(case: Case, option: Option, market: MarketData, today: date | None = None) -> OptionResult:
    """Evaluate one option, or a mix with its components. Raises BadInput."""
    today = today or date.today()
    if OPTION_TYPES[option.type].is_mix:
        return _run_mix(case, option, market, today)
    resolved = resolve_option(case, option, market)
    return _result(case, option, compute(case, resolved, option.id), (), market, today)


def compute(case: Case, resolved: ResolvedOption, name: str) -> Computed:
    """All lines of one resolved option. Raises BadInput when its inputs contradict each other."""
    problems = contradictions(resolved)
    if problems:
        raise BadInput(problems)
    last_period = periods_in_term(case, resolved)
    program = program_for(resolved.structure)
    values = run_program(program, case, resolved.values, last_period)
    years = years_needed(case, last_period)
    return _computed(name, resolved.structure, program, values, resolved, last_period, years)


def _computed(
    name: str,
    built_from: Structure | tuple[str, ...],
    program: Program,
    values: Mapping[str, object],
    resolved: ResolvedOption | None,
    last_period: int,
    years: int,
) -> Computed:
    shapes = program.shapes
    rows: dict[str, tuple[float, ...]] = {}
    ahead: dict[str, float] = {}
    year_rows: dict[str, tuple[float, ...]] = {}
    scalars: dict[str, float] = {}
    for key, value in values.items():
        if shapes[key] is Shape.ROW:
            assert isinstance(value, list)
            rows[key] = tuple(float(number) for number in value[: last_period + 1])
            ahead[key] = float(value[last_period + 1])
        elif shapes[key] is Shape.YEAR:
            assert isinstance(value, list)
            year_rows[key] = tuple(float(number) for number in value)
        else:
            assert isinstance(value, (int, float, np.floating))
            scalars[key] = float(value)
    return Computed(
        name=name,
        built_from=built_from,
        resolved=resolved,
        last_period=last_period,
        years=years,
        rows=rows,
        scalars=scalars,
        look_ahead=ahead,
        year_rows=year_rows,
    )


def _run_mix(case: Case, option: Option, market: MarketData, today: date) -> OptionResult:
    parts: list[Computed] = []
    for component in option.components:
        resolved = resolve_option(case, case.option(component.option), market, component.share)
        parts.append(compute(case, resolved, f"{option.id}.{component.option}"))
    names = tuple(part.name for part in parts)
    last_period = max(part.last_period for part in parts)
    program = mix_program_for(names)
    components = {part.name: {**part.rows, **part.scalars} for part in parts}
    values = run_mix_program(program, case, components, last_period)
    computed = _computed(option.id, names, program, values, None, last_period, years_needed(case, last_period))
    return _result(case, option, computed, tuple(parts), market, today)


def _result(
    case: Case, option: Option, computed: Computed, components: tuple[Computed, ...], market: MarketData, today: date
) -> OptionResult:
    metrics = {key: None if math.isnan(value := computed.scalars[key]) else value for key in METRIC_KEYS}
    reasons = {key: why_none(key, computed, components) for key, value in metrics.items() if value is None}
    parts = components or (computed,)
    of_parts = (notice for part in parts for notice in notices_of(case, part, market, today))
    warnings = tuple(dict.fromkeys((*mix_notices(option, components), *of_parts)))
    return OptionResult(
        option=option,
        beds=case.beds,
        periods=period_labels(case, computed.last_period),
        period_keys=period_keys(case, computed.last_period),
        metrics=metrics,
        reasons=reasons,
        computed=computed,
        components=components,
        warnings=warnings,
    )
