"""The NumPy reader: writes one Python function for a set of lines and runs it for one scenario or for many.

Values are period-major: a row is `(periods, scenarios)`, periods 0..N. One extra look-ahead period N+1 is evaluated
(for an exit value on the rent of the year after the term) and left out of results and reducers.

The function makes one pass over the periods per stage (see `graph`); in a pass each line is one plain expression. A line
that is equal in all scenarios is a plain float, so only what really varies costs array work. Parts of a formula that are
equal in all periods are computed before the pass. Rows are kept whole only when something later needs them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.formula import runtime
from model.formula.expression import (
    REDUCERS,
    Call,
    Constant,
    Expression,
    FormulaError,
    Imported,
    Input,
    Line,
    Shape,
    references,
)
from model.formula.graph import Graph, build_graph
from model.formula.primitives import POWER, PRIMITIVES

Value = float | NDArray[np.float64]
Result = dict[str, Any]


@dataclass(frozen=True)
class Program:
    """A set of lines compiled for a given set of varying inputs; `source` is the generated Python, for the curious."""

    graph: Graph
    wanted: tuple[str, ...]
    varying: frozenset[str]
    source: str
    function: Callable[..., tuple[Any, ...]]

    def run(
        self,
        inputs: Mapping[str, Value],
        last_period: int,
        years: int,
        imports: Mapping[tuple[str, str], Any] | None = None,
    ) -> Result:
        """Evaluate the wanted lines.

        `inputs` maps every input key to a float, or to an array `(scenarios,)` for a varying one. `last_period` is N;
        `years` the number of calendar years in the index table; `imports` holds the rows of other models as
        sequences of N+2 values. Rows come back as lists of N+1 values (a float or an array each), scalars as one.
        """
        missing = [key for key in self.graph.inputs if key not in inputs]
        if missing:
            raise FormulaError(f"no value for the inputs {', '.join(missing)}")
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            values = self.function(inputs, last_period, years, imports or {})
        return dict(zip(self.wanted, values, strict=True))


def compile_lines(
    wanted: Sequence[Line], varying: Iterable[str] = (), *, varying_imports: bool = False, whole_rows: bool = False
) -> Program:
    """Compile the wanted lines; `varying` names the inputs that hold one value per scenario.

    With `whole_rows` rows come back with the look-ahead period too (N+2 values).
    """
    graph = build_graph(wanted)
    keys = tuple(line.key for line in wanted)
    writer = _Writer(graph, keys, frozenset(varying), varying_imports, whole_rows)
    source = writer.write()
    return Program(graph, keys, frozenset(varying), source, _function(source))


@lru_cache(maxsize=256)
def _function(source: str) -> Callable[..., tuple[Any, ...]]:
    namespace: dict[str, Any] = dict(vars(runtime))
    exec(compile(source, "<lines>", "exec"), namespace)  # noqa: S102 - our own generated source, never user text
    function: Callable[..., tuple[Any, ...]] = namespace["evaluate"]
    return function


class _Writer:
    """Writes the source of one program."""

    def __init__(
        self, graph: Graph, wanted: tuple[str, ...], varying: frozenset[str], varying_imports: bool, whole_rows: bool
    ) -> None:
        self.graph = graph
        self.wanted = wanted
        self.varying_inputs = varying
        self.varying_imports = varying_imports
        self.whole_rows = whole_rows
        self.number = {line.key: index for index, line in enumerate(graph.order)}
        self.varies = self._find_varying()
        self.kept = self._find_kept()
        self.with_prev = self._find_with_prev()
        self.reduced = self._find_reduced()
        self.import_number = {(leaf.model, leaf.key): index for index, leaf in enumerate(graph.imports)}
        self.current_stage = 0
        self.lines: list[str] = []
        self.hoisted: dict[str, str] = {}

    def _find_varying(self) -> dict[str, bool]:
        varies = {line.key: False for line in self.graph.order}
        moved = True
        while moved:
            moved = False
            for line in self.graph.order:
                if not varies[line.key] and self._expression_varies(line.expression, varies):
                    varies[line.key] = moved = True
        return varies

    def _expression_varies(self, expression: Expression, varies: Mapping[str, bool]) -> bool:
        if isinstance(expression, Input):
            return expression.key in self.varying_inputs
        if isinstance(expression, Imported):
            return self.varying_imports
        if isinstance(expression, Line):
            return varies[expression.key]
        if isinstance(expression, Call):
            return any(self._expression_varies(operand, varies) for operand in expression.operands)
        return False

    def _find_kept(self) -> set[str]:
        """Rows that must be stored whole: wanted, read in a later stage, by next, irr or at_year."""
        kept = {key for key in self.wanted if self.graph.shapes[key] is not Shape.SCALAR}
        kept |= {line.key for line in self.graph.order if self.graph.shapes[line.key] is Shape.YEAR}
        for line in self.graph.order:
            for reference in references(line.expression):
                used = reference.line.key
                if self.graph.shapes[used] is not Shape.ROW:
                    continue
                later = self.graph.stage[line.key] > self.graph.stage[used]
                if reference.how == "next" or (later and reference.how in {"same", "prev"}):
                    kept.add(used)
            kept |= self._irr_rows(line.expression)
        return kept

    def _irr_rows(self, expression: Expression) -> set[str]:
        if not isinstance(expression, Call):
            return set()
        first = expression.operands[0]
        rows = {first.key} if expression.primitive == "irr" and isinstance(first, Line) else set()
        for operand in expression.operands:
            rows |= self._irr_rows(operand)
        return rows

    def _find_with_prev(self) -> set[str]:
        """Rows whose previous value is read within their own stage."""
        return {
            reference.line.key
            for line in self.graph.order
            for reference in references(line.expression)
            if reference.how == "prev" and self.graph.stage[line.key] == self.graph.stage[reference.line.key]
        }

    def _find_reduced(self) -> dict[str, set[str]]:
        """For each row the running reducers (total, lowest, highest, mean) to keep while passing."""
        reduced: dict[str, set[str]] = {}

        def visit(expression: Expression) -> None:
            if isinstance(expression, Call):
                first = expression.operands[0]
                if expression.primitive in REDUCERS - {"irr"} and isinstance(first, Line):
                    reduced.setdefault(first.key, set()).add(expression.primitive)
                for operand in expression.operands:
                    visit(operand)

        for line in self.graph.order:
            visit(line.expression)
        return reduced

    def write(self) -> str:
        """The whole function."""
        self.lines = ["def evaluate(inputs, last_period, years, imports):", "    look_ahead = last_period + 1"]
        for key in self.graph.inputs:
            self.lines.append(f"    {self._input(key)} = inputs[{key!r}]")
        for number, imported in enumerate(self.graph.imports):
            self.lines.append(f"    m{number} = imports[{imported.model!r}, {imported.key!r}]")
        for stage in range(max(self.graph.stage.values(), default=0) + 1):
            self.current_stage = stage
            members = [line for line in self.graph.order if self.graph.stage[line.key] == stage]
            self._write_scalars(members)
            self._write_pass(
                [line for line in members if self.graph.shapes[line.key] is Shape.YEAR], "years", Shape.YEAR
            )
            self._write_pass(
                [line for line in members if self.graph.shapes[line.key] is Shape.ROW], "last_period + 2", Shape.ROW
            )
        results = ", ".join(self._result(key) for key in self.wanted)
        self.lines.append(f"    return ({results},)")
        return "\n".join(self.lines) + "\n"

    def _result(self, key: str) -> str:
        number = self.number[key]
        if self.graph.shapes[key] is Shape.SCALAR:
            return f"s{number}"
        trimmed = self.graph.shapes[key] is Shape.ROW and not self.whole_rows
        return f"l{number}[:look_ahead]" if trimmed else f"l{number}"

    def _input(self, key: str) -> str:
        return f"i{self.graph.inputs.index(key)}"

    def _write_scalars(self, members: Sequence[Line]) -> None:
        for line in members:
            if self.graph.shapes[line.key] is Shape.SCALAR:
                self.lines.append(f"    s{self.number[line.key]} = {self._render(line.expression, None)}  # {line.key}")

    def _write_pass(self, rows: Sequence[Line], count: str, shape: Shape) -> None:
        if not rows:
            return
        body: list[str] = []
        self.hoisted = {}
        for line in rows:
            body.extend(self._row_statements(line, shape, rows))
        prologue = []
        for line in rows:
            number = self.number[line.key]
            if line.key in self.with_prev:
                prologue.append(f"p{number} = {line.start!r}")
            if line.key in self.kept:
                prologue.append(f"l{number} = []")
            for reducer in sorted(self.reduced.get(line.key, ())):
                prologue.append(self._reducer_start(reducer, number))
        for text, name in self.hoisted.items():
            prologue.append(f"{name} = {text}")
        self.lines += [f"    {statement}" for statement in prologue]
        self.lines.append(f"    for t in range({count}):")
        self.lines += [f"        {statement}" for statement in body]
        for line in rows:
            number = self.number[line.key]
            if "mean" in self.reduced.get(line.key, ()):
                self.lines.append(f"    mean{number} = mean_of(sum{number}, count{number})")

    def _row_statements(self, line: Line, shape: Shape, rows: Sequence[Line]) -> list[str]:
        number = self.number[line.key]
        statements = [f"v{number} = {self._render(line.expression, shape)}  # {line.key}"]
        if line.key in self.kept:
            statements.append(f"l{number}.append(v{number})")
        reducers = sorted(self.reduced.get(line.key, ()))
        if reducers and shape is Shape.ROW:
            statements.append("if t < look_ahead:")
            for reducer in reducers:
                statements.append("    " + self._reducer_step(reducer, number, self.varies[line.key]))
        if line is rows[-1]:
            # At the end of the pass: readers earlier in it still need the old value.
            statements += [
                f"p{self.number[row.key]} = v{self.number[row.key]}" for row in rows if row.key in self.with_prev
            ]
        return statements

    @staticmethod
    def _reducer_start(reducer: str, number: int) -> str:
        if reducer == "total":
            return f"sum_{number} = 0.0"
        if reducer == "mean":
            return f"sum{number} = 0.0; count{number} = 0.0"
        return f"{reducer}{number} = nan"

    @staticmethod
    def _reducer_step(reducer: str, number: int, varies: bool) -> str:
        value = f"v{number}"
        if reducer == "total":
            return f"sum_{number} = sum_{number} + {value}"
        if reducer == "mean":
            known = f"known({value})"
            return f"sum{number} = sum{number} + zero_if_blank({value}); count{number} = count{number} + {known}"
        function = "np.fmin" if reducer == "lowest" else "np.fmax"
        if not varies:
            function = "lower" if reducer == "lowest" else "higher"
        return f"{reducer}{number} = {function}({reducer}{number}, {value})"

    def _render(self, expression: Expression, shape: Shape | None) -> str:
        return self._text(expression, shape)[0]

    def _text(self, expression: Expression, shape: Shape | None) -> tuple[str, int]:
        """Source text and its binding power; inside a pass, parts equal in all periods are hoisted out."""
        if isinstance(expression, Constant):
            return repr(expression.value), 9
        if isinstance(expression, Input):
            return self._input(expression.key), 9
        if isinstance(expression, Imported):
            number = self.import_number[expression.model, expression.key]
            return (f"m{number}[t]" if expression.shape is Shape.ROW else f"m{number}"), 9
        if isinstance(expression, Line):
            return self._line_now(expression, shape), 9
        assert isinstance(expression, Call)
        if shape is not None and expression.primitive not in {"prev", "next"} and self._is_scalar(expression):
            return self._hoist(expression), 9
        return self._call(expression, shape)

    def _is_scalar(self, expression: Expression) -> bool:
        if isinstance(expression, Line):
            return self.graph.shapes[expression.key] is Shape.SCALAR
        if isinstance(expression, Imported):
            return expression.shape is Shape.SCALAR
        if isinstance(expression, Call):
            if expression.primitive in REDUCERS:
                return True
            operands = expression.operands[1:] if expression.primitive == "at_year" else expression.operands
            return all(self._is_scalar(operand) for operand in operands)
        return True

    def _hoist(self, expression: Call) -> str:
        text = self._call(expression, None)[0]
        if text not in self.hoisted:
            self.hoisted[text] = f"h{len(self.hoisted)}"
        return self.hoisted[text]

    def _line_now(self, line: Line, shape: Shape | None) -> str:
        number = self.number[line.key]
        own = self.graph.shapes[line.key]
        if own is Shape.SCALAR:
            return f"s{number}"
        if shape is not own:
            raise FormulaError(
                f"{line.key} is a {own.value} line and is used as a {'scalar' if shape is None else shape.value}"
            )
        return f"v{number}" if self._same_pass(line) else f"l{number}[t]"

    def _same_pass(self, line: Line) -> bool:
        return self.graph.stage[line.key] == self.current_stage

    def _call(self, expression: Call, shape: Shape | None) -> tuple[str, int]:
        name = expression.primitive
        first = expression.operands[0]
        if name in {"prev", "next"} and isinstance(first, Line):
            return self._neighbour(name, first), 9
        if name in REDUCERS and isinstance(first, (Line, Imported)):
            return self._reduced(name, first), 9
        if name == "at_year" and isinstance(first, Line):
            form = PRIMITIVES[name].numpy if self._many(expression) else PRIMITIVES[name].python
            return form.format(f"l{self.number[first.key]}", self._text(expression.operands[1], shape)[0]), 9
        primitive = PRIMITIVES[name]
        form = primitive.numpy if self._many(expression) else primitive.python
        texts = [self._text(operand, shape) for operand in expression.operands]
        if "{1:}" in form:
            return form.replace("{0}", texts[0][0]).replace("{1:}", ", ".join(text for text, _ in texts[1:])), 9
        if primitive.precedence == 9:
            return form.format(*(text for text, _ in texts)), 9
        return form.format(
            *(_bound(text, power, primitive.precedence, index) for index, (text, power) in enumerate(texts))
        ), (9 if form.startswith("np.") else primitive.precedence)

    def _many(self, expression: Call) -> bool:
        return self._expression_varies(expression, self.varies)

    def _neighbour(self, name: str, line: Line) -> str:
        number = self.number[line.key]
        if name == "prev":
            if self._same_pass(line):
                return f"p{number}"
            return f"(l{number}[t - 1] if t else {line.start!r})"
        return f"(l{number}[t + 1] if t < look_ahead else 0.0)"

    def _reduced(self, name: str, line: Line | Imported) -> str:
        if isinstance(line, Imported):
            raise FormulaError("a reducer takes a line of its own model: name the imported row as a line first")
        number = self.number[line.key]
        if name == "irr":
            form = PRIMITIVES["irr"].numpy if self.varies[line.key] else PRIMITIVES["irr"].python
            return form.format(f"l{number}[:look_ahead]")
        return f"sum_{number}" if name == "total" else f"{name}{number}"


def _bound(text: str, power: int, precedence: int, index: int) -> str:
    """Parenthesise an operand that binds weaker, or equally where the order matters (right-hand side, powers)."""
    weaker = power < precedence or (power == precedence and (index > 0 or precedence == POWER))
    return f"({text})" if weaker else text
