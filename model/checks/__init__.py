"""What the model checks of itself: what must always hold, on the case at hand and on published cases.

`run_checks` gives one `Check` per thing tested; a single failure is our fault, never the user's.
"""

from model.checks.check import FAILED, PASSED, UNKNOWN, Check, counted, summary
from model.checks.run import run_checks, worst

__all__ = ["FAILED", "PASSED", "UNKNOWN", "Check", "counted", "run_checks", "summary", "worst"]
