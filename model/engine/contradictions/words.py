"""Contradictions in words: the problems of one option."""

from __future__ import annotations

from model.engine.contradictions.mask import broken
from model.engine.contradictions.rules import Said, field_of, rules_of
from model.engine.resolve import ResolvedOption
from model.formula.direct import evaluate
from model.formula.expression import Expression, Input
from model.problems import Problem, problem


def contradictions(resolved: ResolvedOption) -> tuple[Problem, ...]:
    """Inputs that are fine alone and impossible together."""
    values = resolved.values
    return tuple(
        problem(
            rule.code,
            f"{resolved.option.id}.{field_of(rule.field)}",
            **{name: _said(said, resolved) for name, said in rule.says.items()},
        )
        for rule in rules_of(values)
        if broken(rule, values)
    )


def _said(said: Said, resolved: ResolvedOption) -> object:
    """A value as a sentence names it."""
    if isinstance(said, str):
        return f"{resolved.option.id}.{said}"
    if not isinstance(said, Expression):
        return said
    origin = resolved.provenance.get(said.key) if isinstance(said, Input) else None
    if origin is not None and isinstance(origin.value, str):
        return origin.value

    def value(operand: Expression) -> float:
        assert isinstance(operand, Input)
        return resolved.values[operand.key]

    return evaluate(said, value)
