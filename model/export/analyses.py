"""What is calculated for the sheets with analyses: tornado, break-evens, risk run, evidence, norms and frames."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from model.evaluation import CaseResult
from model.evidence import Evidence, evidence
from model.frames import FrameCheck, check_frames
from model.norms import NormResult, check_norms
from model.risk import DEFAULT_DRAWS, DEFAULT_SEED, RiskResult, default_setup, run_risk
from model.sensitivity import Bar, tornado
from model.solve import BreakEven, solvable, solve

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


def analyse(result: CaseResult, draws: int = DEFAULT_DRAWS, seed: int = DEFAULT_SEED) -> Analyses:
    """All analyses of a case with their standard settings."""
    support = {option: evidence(result, option) for option in result.options}
    return Analyses(
        tornados={option: tornado(result, option) for option in result.options},
        break_evens={option: break_evens(result, option) for option in result.options},
        risks={
            option: run_risk(
                result,
                option,
                default_setup(result, option, draws=draws, seed=seed, found=support[option]),
                support=support[option],
            )
            for option in result.options
        },
        support=support,
        norms={option: check_norms(result, option) for option in result.options},
        frames=check_frames(result),
    )


def break_evens(result: CaseResult, option: str) -> tuple[BreakEven, ...]:
    """The value of each bargaining input at which the npv is zero, of those that move the npv of the option."""
    can = set(solvable(result, option))
    return tuple(solve(result, option, key) for key in BREAK_EVEN_INPUTS if key in can)
