"""Sensitivity: which inputs drive a result, alone, in pairs, and between options.

All of it runs on many scenarios at once (`scenarios`); a range is low to high of an input, or else +-25%.
"""

from __future__ import annotations

from model.inputs import within_bounds
from model.sensitivity.brackets import bracketed
from model.sensitivity.bridge import REST, Bridge, bridge
from model.sensitivity.flips import EVERYWHERE, Flip, ranking_flips
from model.sensitivity.grid import two_way
from model.sensitivity.ranges import ends_of
from model.sensitivity.scan import scan
from model.sensitivity.spider import SPIDER_STEPS, Leg, spider
from model.sensitivity.tornado import Bar, difference_tornado, tornado

__all__ = [
    "EVERYWHERE",
    "REST",
    "SPIDER_STEPS",
    "Bar",
    "Bridge",
    "Flip",
    "Leg",
    "bracketed",
    "bridge",
    "difference_tornado",
    "ends_of",
    "ranking_flips",
    "scan",
    "spider",
    "tornado",
    "two_way",
    "within_bounds",
]
