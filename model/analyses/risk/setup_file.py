"""A risk set-up as data: ranges, correlations, events and second lives somebody chose, laid over the standard ones.

    {"distributions": {"occupancy": {"kind": "triangular", "low": 0.6, "typical": 0.8, "high": 0.95}},
     "correlations": [["occupancy", "price_per_bed_week", 0.4]],
     "events": [{"key": "permit_delay", "probability": 0.5,
                 "effects": [{"input": "construction_months", "change": "add", "amount": 6}]},
               {"key": "law_change", "probability": 0.3, "law": "if_proposals_pass"}],
     "branches": [{"key": "stay", "probability": 1, "settings": {"end_of_term": "stay"}}]}

An event has effects on inputs, or the law that then holds: with `if_proposals_pass` every proposal takes effect on its
own date. Distributions are added to the standard ones by input, and null takes one away; the other lists replace the
standard ones. Beside these may stand `draws`, `seed`, `method` (latin_hypercube or sobol) and `certainty`. Everything
may be left out.

A file for `risk --setup` holds this for one option, and a case holds it per option under its key `risk`.
"""

from __future__ import annotations

from typing import Any

from model.analyses.risk.chosen import with_choices
from model.analyses.risk.setup import Setup
from model.case import Case
from model.case.risk import RiskReader
from model.problems import BadInput


def read_setup(data: Any, standard: Setup, case: Case, option_id: str) -> Setup:
    """A set-up with the data for an option of a case laid over it. Raises BadInput with every problem found."""
    reader = RiskReader()
    overlay = reader.overlay(data, "setup.", case.option(option_id), case.options)
    if reader.problems:
        raise BadInput(tuple(reader.problems))
    return with_choices(overlay, standard)
