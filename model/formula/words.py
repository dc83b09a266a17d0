"""The words reader: a formula as a sentence in Dutch or English."""

from __future__ import annotations

from collections.abc import Callable

from model.formula.expression import LINE_ONLY, Call, Constant, Expression, Imported, Input, Line
from model.formula.primitives import MULTIPLY, POWER, PRIMITIVES

Label = Callable[[str], str]
SENTENCE = 0
"""The binding power of a function told in words: less than any sign."""


def describe(expression: Expression, language: str, label: Label) -> str:
    """The formula in words; `label` turns the key of a line or input into its name in that language.

    >>> describe((Input("price") - Input("costs")) * 12, "en", lambda key: f"the {key}")
    '(the price − the costs) × 12'
    """
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
        choices = "; ".join(text for text, _ in operands[1:])
        return form.replace("{0}", operands[0][0]).replace("{1:}", choices), SENTENCE
    if expression.primitive in LINE_ONLY:
        return form.format(*(text for text, _ in operands)), 9
    if primitive.precedence == 9 and expression.primitive != "ratio":
        # A sentence inside a sentence stands in brackets, or nobody sees where it ends.
        texts = [f"({text})" if power == SENTENCE else text for text, power in operands]
        return form.format(*texts), SENTENCE
    binding = MULTIPLY if expression.primitive == "ratio" else primitive.precedence
    texts = [
        f"({text})" if power < binding or (power == binding and (index or power == POWER)) else text
        for index, (text, power) in enumerate(operands)
    ]
    return form.format(*texts), SENTENCE if expression.primitive == "ratio" else binding
