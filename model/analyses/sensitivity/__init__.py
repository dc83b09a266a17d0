"""Sensitivity: which inputs drive a result, alone, in pairs, and between options.

All of it runs on many scenarios at once (`scenarios`); a range is low to high of an input, or else +-25%.
"""

from __future__ import annotations

from model.analyses.sensitivity.brackets import bracketed
from model.analyses.sensitivity.bridge_steps import NOTHING, REST, Bridge, Groups, Step, bridge, contributions
from model.analyses.sensitivity.flips import EVERYWHERE, Flip, rankable, ranking_flips
from model.analyses.sensitivity.grid import Extent, Grid, two_way
from model.analyses.sensitivity.one_by_one import scan
from model.analyses.sensitivity.ranges import ends_of
from model.analyses.sensitivity.rounding import rounding_of
from model.analyses.sensitivity.spider_legs import SPIDER_STEPS, Leg, spider
from model.analyses.sensitivity.tornado_bars import Bar, difference_tornado, moving, tornado
from model.engine.inputs import within_bounds

__all__ = [
    "EVERYWHERE",
    "NOTHING",
    "REST",
    "SPIDER_STEPS",
    "Bar",
    "Bridge",
    "Extent",
    "Flip",
    "Groups",
    "Grid",
    "Leg",
    "Step",
    "bracketed",
    "bridge",
    "contributions",
    "difference_tornado",
    "ends_of",
    "moving",
    "rankable",
    "ranking_flips",
    "rounding_of",
    "scan",
    "spider",
    "tornado",
    "two_way",
    "within_bounds",
]
