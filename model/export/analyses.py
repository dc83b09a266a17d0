"""What is calculated for the sheets with analyses: tornado, break-evens, risk run, evidence, norms and frames."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from model.analyses.evidence import Evidence, evidence
from model.analyses.risk import RiskResult, run_risk, setup_for, with_draws
from model.analyses.sensitivity import Bar, tornado
from model.analyses.solve import BreakEven, solvable, solve
from model.engine.results import CaseResult
from model.export.progress import Progress, silent, stage
from model.law.norms import NormResult, check_norms
from model.outcomes.frames import FrameCheck, check_frames

BREAK_EVEN_INPUTS = (
    "price_per_bed_week",
    "occupancy",
    "land_price_per_bed",
    "building_cost_per_m2",
    "building_cost_per_unit",
    "subsidy_at_start",
)
"""Inputs for which the workbook says at which value the npv is zero: what a council can bargain about."""


@dataclass(frozen=True)
class Analyses:
    """What was calculated per option: tornado, break-evens, risk run, evidence, norms; and the frames of the case."""

    tornados: Mapping[str, tuple[Bar, ...]]
    break_evens: Mapping[str, tuple[BreakEven, ...]]
    risks: Mapping[str, RiskResult]
    support: Mapping[str, Evidence]
    norms: Mapping[str, Mapping[str, tuple[NormResult, ...]]]
    frames: FrameCheck


def analyse(result: CaseResult, draws: int | None = None, progress: Progress = silent) -> Analyses:
    """All analyses of a case.

    The risk run of an option is as the case has it, with another number of draws if one is given.

    `progress` is told the share done, from 0 to 1.
    """
    count = len(result.options)
    by_option = {
        option: _of_option(result, option, draws, stage(progress, number / count, (number + 1) / count))
        for number, option in enumerate(result.options)
    }
    return Analyses(
        tornados={option: calculated.bars for option, calculated in by_option.items()},
        break_evens={option: calculated.answers for option, calculated in by_option.items()},
        risks={option: calculated.risk for option, calculated in by_option.items()},
        support={option: calculated.support for option, calculated in by_option.items()},
        norms={option: check_norms(result, option) for option in result.options},
        frames=check_frames(result),
    )


@dataclass(frozen=True)
class _OfOption:
    """The analyses of one option that take time."""

    support: Evidence
    bars: tuple[Bar, ...]
    answers: tuple[BreakEven, ...]
    risk: RiskResult


AFTER_EVIDENCE, AFTER_TORNADO, AFTER_BREAK_EVENS = 0.1, 0.2, 0.45
"""Share of an option's analyses that is done by then; the rest is its risk run.
Measured, so that a bar moves evenly."""


def _of_option(result: CaseResult, option: str, draws: int | None, progress: Progress) -> _OfOption:
    support = evidence(result, option)
    progress(AFTER_EVIDENCE)
    bars = tornado(result, option)
    progress(AFTER_TORNADO)
    answers = break_evens(result, option)
    progress(AFTER_BREAK_EVENS)
    setup = with_draws(setup_for(result, option), draws)
    risk = run_risk(result, option, setup, progress=stage(progress, AFTER_BREAK_EVENS, 1), support=support)
    progress(1)
    return _OfOption(support, bars, answers, risk)


def break_evens(result: CaseResult, option: str) -> tuple[BreakEven, ...]:
    """The value of each bargaining input at which the npv is zero, of those that move the npv of the option."""
    can = set(solvable(result, option))
    return tuple(solve(result, option, key) for key in BREAK_EVEN_INPUTS if key in can)
