"""Inputs that are fine alone and impossible together: one table of rules, and what reads it.

In words for a run, as a mask over many scenarios, as a range of one input; the workbook writes each as a check.
"""

from model.engine.contradictions.mask import conflicting
from model.engine.contradictions.ranges import range_without_conflict
from model.engine.contradictions.rules import Contradiction, rules_of
from model.engine.contradictions.words import contradictions

__all__ = ["Contradiction", "conflicting", "contradictions", "range_without_conflict", "rules_of"]
