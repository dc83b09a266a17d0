"""The words reader: a formula as a sentence in Dutch or English."""

from __future__ import annotations

from collections.abc import Callable

from model.formula.expression import Call, Constant, Expression, Imported, Input, Line
from model.formula.primitives import POWER, PRIMITIVES

Label = Callable[[str], str]


def describe(expression: Expression, language: str, label: Label) -> str:
    """The formula in words; `label` turns the key of a line or input into its name in that language."""
    return _text(expression, language, label)[0]


def _text(expression: Expression, language: str, label: Label) -> tuple[str, int]:
    if isinstance(expression, Constant):
        return f"{expression.value:g}", 9
    if isinstance(expression, (Input, Line)):
        return label(expression.key), 9
    if isinstance(expression, Imported):
        return f"{label(expression.key)} ({expression.model})", 9
    assert isinstance(expression, Call)
    primitive = PRIMITIVES[expression.primitive]
    form = primitive.nl if language == "nl" else primitive.en
    operands = [_text(operand, language, label) for operand in expression.operands]
    if "{1:}" in form:
        return form.replace("{0}", operands[0][0]).replace("{1:}", "; ".join(text for text, _ in operands[1:])), 9
    if primitive.precedence == 9:
        return form.format(*(text for text, _ in operands)), 9
    texts = [
        f"({text})"
        if power < primitive.precedence or (power == primitive.precedence and (index or power == POWER))
        else text
        for index, (text, power) in enumerate(operands)
    ]
    return form.format(*texts), primitive.precedence
