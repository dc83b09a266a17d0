"""Explain a number: its formula in words, its operands with their values, down to inputs with their source and date.

An explanation can be computed again from its leaves (`recompute`), and a test does so: what is shown is the
calculation, not a story about it. Terms of a sum that hardly matter are put together in one leaf, "other terms".
"""

from model.analyses.explain.explanation import Explanation
from model.analyses.explain.take_apart import DEFAULT_DEPTH, explain
from model.analyses.explain.terms import OTHER_TERMS

__all__ = ["DEFAULT_DEPTH", "OTHER_TERMS", "Explanation", "explain"]
