"""The Excel reader: a line's formula as the text of a spreadsheet formula.

`{c}`, `{p}` and `{n}` stand where this, the previous and the next column stand, so that a row is rendered once and its
columns are substituted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from model.formula.expression import REDUCERS, Call, Constant, Expression, FormulaError, Imported, Input, Line, Shape
from model.formula.primitives import POWER, PRIMITIVES


@dataclass(frozen=True)
class Addresses:
    """Where things are in the workbook, as seen from one calculation sheet.

    `row` and `year_column` give a line's own row number and the column of a year line's sheet (with its range);
    `scalar` a scalar line's absolute cell; `input_cell` an input's absolute cell and `choices` the range of its words.
    """

    row: Callable[[Line], int]
    scalar: Callable[[Line], str]
    span: Callable[[Line], str]
    year_cell: Callable[[Line], str]
    year_span: Callable[[Line], str]
    input_cell: Callable[[str], str]
    choices: Callable[[str], str]
    irr_cell: Callable[[Line], str]
    imported: Callable[[Imported], str]


def render(expression: Expression, shapes: Mapping[str, Shape], addresses: Addresses) -> str:
    """The formula without its leading `=`; for a row or year line with column or row placeholders."""
    return _Renderer(shapes, addresses).text(expression)[0]


@dataclass(frozen=True)
class _Renderer:
    shapes: Mapping[str, Shape]
    addresses: Addresses

    def text(self, expression: Expression) -> tuple[str, int]:
        if isinstance(expression, Constant):
            return f"{expression.value:g}", 9
        if isinstance(expression, Input):
            return self.addresses.input_cell(expression.key), 9
        if isinstance(expression, Imported):
            return self.addresses.imported(expression), 9
        if isinstance(expression, Line):
            return self._line(expression, "c"), 9
        assert isinstance(expression, Call)
        return self._call(expression)

    def _line(self, line: Line, column: str) -> str:
        shape = self.shapes[line.key]
        if shape is Shape.SCALAR:
            return self.addresses.scalar(line)
        if shape is Shape.YEAR:
            return self.addresses.year_cell(line).replace("{c}", f"{{{column}}}")
        return f"{{{column}}}{self.addresses.row(line)}"

    def _call(self, expression: Call) -> tuple[str, int]:
        name = expression.primitive
        first = expression.operands[0]
        if name in {"prev", "next"} and isinstance(first, Line):
            return self._line(first, "p" if name == "prev" else "n"), 9
        if name == "irr" and isinstance(first, Line):
            return self.addresses.irr_cell(first), 9
        if name in REDUCERS and isinstance(first, Line):
            return PRIMITIVES[name].excel.format(self.addresses.span(first)), 9
        if name == "at_year" and isinstance(first, Line):
            return PRIMITIVES[name].excel.format(
                self.addresses.year_span(first), self.text(expression.operands[1])[0]
            ), 9
        if name == "position":
            if not isinstance(first, Input):
                raise FormulaError("position takes an input with choices")
            return PRIMITIVES[name].excel.format(
                self.addresses.input_cell(first.key), self.addresses.choices(first.key)
            ), 9
        return self._function(expression)

    def _function(self, expression: Call) -> tuple[str, int]:
        """A primitive that takes any operands, by its template."""
        primitive = PRIMITIVES[expression.primitive]
        operands = [self.text(operand) for operand in expression.operands]
        if "{1:}" in primitive.excel:
            rest = ",".join(text for text, _ in operands[1:])
            return primitive.excel.replace("{0}", operands[0][0]).replace("{1:}", rest), 9
        if primitive.precedence == 9:
            # Templates meet texts that hold placeholders themselves, so substitute by hand instead of str.format.
            text = primitive.excel
            for index in range(len(operands)):
                text = text.replace(f"{{{index}}}", f"\x00{index}\x00")
            for index, (operand, _) in enumerate(operands):
                text = text.replace(f"\x00{index}\x00", operand)
            return text, 9
        left, right = (_bound(text, power, primitive.precedence, index) for index, (text, power) in enumerate(operands))
        symbol = primitive.excel[3]
        return f"{left}{symbol}{right}", primitive.precedence


def _bound(text: str, power: int, precedence: int, index: int) -> str:
    weaker = power < precedence or (power == precedence and (index > 0 or precedence == POWER))
    # A sign before a power would bind first in a spreadsheet, and two signs in a row read badly.
    return f"({text})" if weaker or (text.startswith("-") and (index > 0 or precedence == POWER)) else text
