"""What the model checks of itself: what must always hold, on the case at hand and on published cases.

`run_checks` gives one `Check` per thing tested; a single failure is our fault, never the user's. `run_back_tests` puts
the starting set in years of the past, and `newest_vat_rise` says what the newest rise of VAT costs a bed.
"""

from model.checks.back_test import Reproduced, given_then, run_back_tests
from model.checks.back_test_words import (
    back_test_as_data,
    band_of,
    band_readings,
    circular_reading,
    given_figure,
    given_source,
    input_name,
    needed_figure,
    observed_figure,
    off_by_figure,
    outcome_reading,
    source_of,
    vat_rise_as_data,
    vat_rise_reading,
)
from model.checks.check import FAILED, PASSED, UNKNOWN, Check, counted, summary
from model.checks.run import run_checks, worst
from model.checks.vat_rise import VatRise, newest_vat_rise

__all__ = [
    "Check",
    "FAILED",
    "PASSED",
    "Reproduced",
    "UNKNOWN",
    "VatRise",
    "back_test_as_data",
    "band_of",
    "band_readings",
    "circular_reading",
    "counted",
    "given_figure",
    "given_source",
    "given_then",
    "input_name",
    "needed_figure",
    "newest_vat_rise",
    "observed_figure",
    "off_by_figure",
    "outcome_reading",
    "run_back_tests",
    "run_checks",
    "source_of",
    "summary",
    "vat_rise_as_data",
    "vat_rise_reading",
    "worst",
]
