"""Break-even: the exact value of an input at which a result reaches its target.

A grid over what is allowed finds every place where the result passes the target, a bracketing root finder makes each
exact, all brackets at once. Every answer is run again through the whole engine.
"""

from model.analyses.solve.answer import BreakEven, Solution
from model.analyses.solve.break_even import solve
from model.analyses.solve.question import solvable, verify, with_input
from model.analyses.solve.targets import TARGETS, Target

__all__ = ["TARGETS", "BreakEven", "Solution", "Target", "solvable", "solve", "verify", "with_input"]
