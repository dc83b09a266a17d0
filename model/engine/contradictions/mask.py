"""Contradictions as a mask: where the inputs of many scenarios are impossible together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.engine.contradictions.rules import Contradiction, rules_of
from model.formula.direct import evaluate
from model.formula.evaluate import Value
from model.formula.expression import Expression, Input


def conflicting(values: Mapping[str, Value]) -> NDArray[np.bool_] | np.bool_:
    """Where an option's inputs are impossible together, for many scenarios at once.

    Only rules about inputs that vary are looked at: what is equal in all scenarios was tested when the case was run.
    """
    varying = {key for key, value in values.items() if isinstance(value, np.ndarray)}
    impossible: NDArray[np.bool_] | np.bool_ = np.bool_(False)
    for rule in rules_of(values):
        if not rule.inputs.isdisjoint(varying):
            impossible = impossible | broken(rule, values)
    return impossible


def broken(rule: Contradiction, values: Mapping[str, Value]) -> Any:
    """Whether a rule is broken; per scenario where its inputs vary."""

    def value(operand: Expression) -> Value:
        assert isinstance(operand, Input)
        return values[operand.key]

    measure = evaluate(rule.measure, value)
    return measure > rule.limit if rule.may_be_equal else measure >= rule.limit
