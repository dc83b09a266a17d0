"""The NumPy reader: writes one Python function for a set of lines and runs it for one scenario or for many.

Values are period-major: a row is `(periods, scenarios)`, periods 0..N. One extra look-ahead period N+1 is evaluated
(for an exit value on the rent of the year after the term) and left out of results and reducers.

The function makes one pass over the periods per stage (see `plan`); in a pass each line is one plain expression (see
`python_text`). A line that is equal in all scenarios is a plain float, so only what really varies costs array work;
also a row that turns out equal in a period (a flag, a flow before opening) is a float there. Rows are kept whole only
when something later needs them; the others are let go after their last use, so that the memory the next line gets is
still in the processor's cache.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from types import CodeType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.formula import runtime
from model.formula.expression import FormulaError, Imported, Line, Shape
from model.formula.graph import build_graph
from model.formula.kept import kept
from model.formula.plan import Plan, plan_lines
from model.formula.python_text import PythonText

Value = float | NDArray[np.float64]
Result = dict[str, Any]
Imports = Mapping[tuple[str, str], Any]

CHUNK = 8192
"""Most scenarios evaluated at a time: enough to hide NumPy's call overhead, few enough for the processor's cache."""


@dataclass(frozen=True)
class Program:
    """A set of lines compiled for a given set of varying inputs.

    `inputs` and `imports` go in. `shapes` are the lines that come out, in order, and `varying` those of them that may
    differ between scenarios. `source` is the generated Python, for the curious.
    """

    inputs: tuple[str, ...]
    imports: tuple[Imported, ...]
    shapes: Mapping[str, Shape]
    varying: frozenset[str]
    source: str
    code: CodeType

    @cached_property
    def function(self) -> Callable[..., tuple[Any, ...]]:
        """The compiled function, with the functions its formulas call."""
        namespace: dict[str, Any] = dict(vars(runtime))
        exec(self.code, namespace)  # noqa: S102  our own generated source, never user text
        function: Callable[..., tuple[Any, ...]] = namespace["evaluate"]
        return function

    def run(
        self,
        inputs: Mapping[str, Value],
        last_period: int,
        years: int,
        imports: Imports | None = None,
    ) -> Result:
        """Evaluate the wanted lines.

        `inputs` maps every input key to a float, or to an array `(scenarios,)` for a varying one. `last_period` is N;
        `years` the number of calendar years in the index table; `imports` holds the rows of other models as
        sequences of N+2 values. A scalar comes back as a float, or an array when it may vary; a row as a list of
        N+1 values (a float or an array each).
        """
        missing = [key for key in self.inputs if key not in inputs]
        if missing:
            raise FormulaError(f"no value for the inputs {', '.join(missing)}")
        scenarios = self._scenarios(inputs, imports or {})
        parts = max(1, math.ceil(scenarios / CHUNK))
        bounds = [scenarios * part // parts for part in range(parts + 1)]
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            values = [
                self.function(*self._part(inputs, imports or {}, slice(start, end)), last_period, years)
                for start, end in pairwise(bounds)
            ]
        sizes = [end - start for start, end in pairwise(bounds)] if scenarios else []
        return {key: self._joined(key, parts, sizes) for key, *parts in zip(self.shapes, *values, strict=True)}

    def _scenarios(self, inputs: Mapping[str, Value], imports: Imports) -> int:
        """How many scenarios there are; 0 when every value is a float."""
        values: list[Any] = [inputs[key] for key in self.inputs]
        for imported in imports.values():
            values += imported if isinstance(imported, Sequence) else [imported]
        return max((len(value) for value in values if _is_array(value)), default=0)

    def _part(self, inputs: Mapping[str, Value], imports: Imports, here: slice) -> tuple[Mapping[str, Value], Imports]:
        """The inputs and imports of some of the scenarios."""
        return (
            {key: _sliced(inputs[key], here) for key in self.inputs},
            {
                key: [_sliced(row, here) for row in value] if isinstance(value, Sequence) else _sliced(value, here)
                for key, value in imports.items()
            },
        )

    def _joined(self, key: str, parts: Sequence[Any], sizes: Sequence[int]) -> Any:
        """One result of all scenarios; a scalar that may vary is an array even where it does not."""
        if self.shapes[key] is not Shape.SCALAR:
            return parts[0] if len(parts) == 1 else [_stitched(period, sizes) for period in zip(*parts, strict=True)]
        return _array(parts, sizes) if sizes and key in self.varying else parts[0]


def _is_array(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.ndim > 0


def _sliced(value: Any, here: slice) -> Any:
    return value[here] if _is_array(value) else value


def _array(parts: Sequence[Any], sizes: Sequence[int]) -> NDArray[np.float64]:
    """Values of some scenarios each, put together; a float stands for all of its part."""
    return np.concatenate([np.broadcast_to(part, (size,)) for part, size in zip(parts, sizes, strict=True)])


def _stitched(parts: Sequence[Any], sizes: Sequence[int]) -> Value:
    """A row's value in one period: a float when it is one in all parts."""
    return _array(parts, sizes) if any(_is_array(part) for part in parts) else float(parts[0])


def compile_lines(
    wanted: Sequence[Line], varying: Iterable[str] = (), *, varying_imports: bool = False, whole_rows: bool = False
) -> Program:
    """Compile the wanted lines; `varying` names the inputs that hold one value per scenario.

    With `whole_rows` rows come back with the look-ahead period too (N+2 values).
    """
    keys = tuple(dict.fromkeys(line.key for line in wanted))
    graph = build_graph(wanted)
    plan = plan_lines(graph, keys, frozenset(varying), varying_imports, whole_rows)
    source = _Writer(plan).write()
    return Program(
        inputs=graph.inputs,
        imports=graph.imports,
        shapes={key: graph.shapes[key] for key in keys},
        varying=plan.varying.intersection(keys),
        source=source,
        code=compile(source, "<lines>", "exec"),
    )


def compiled(
    name: object,
    lines: Callable[[], Sequence[Line]],
    varying: Sequence[str] = (),
    *,
    varying_imports: bool = False,
    whole_rows: bool = False,
) -> Program:
    """The same, kept between two starts of the program: the lines are only built when they were never compiled.

    `name` says which lines these are: its `repr` tells it from every other set of lines.
    """

    def made() -> tuple[Any, ...]:
        program = compile_lines(lines(), varying, varying_imports=varying_imports, whole_rows=whole_rows)
        return (
            program.inputs,
            tuple((imported.model, imported.key, imported.shape.value) for imported in program.imports),
            tuple((key, shape.value) for key, shape in program.shapes.items()),
            program.varying,
            program.source,
            program.code,
        )

    inputs, imports, shapes, may_differ, source, code = kept(
        repr((name, sorted(varying), varying_imports, whole_rows)), made
    )
    return Program(
        inputs=inputs,
        imports=tuple(Imported(model, key, Shape(shape)) for model, key, shape in imports),
        shapes={key: Shape(shape) for key, shape in shapes},
        varying=may_differ,
        source=source,
        code=code,
    )


class _Writer:
    """Writes the source of one program."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.text = PythonText(plan)
        self.lines: list[str] = []

    def write(self) -> str:
        """The whole function."""
        plan = self.plan
        self.lines = ["def evaluate(inputs, imports, last_period, years):", "    look_ahead = last_period + 1"]
        for key, number in self.text.input_number.items():
            self._add(f"i{number} = inputs[{key!r}]")
        for imported, number in self.text.import_number.items():
            self._add(f"m{number} = imports[{imported!r}]")
        for stage in plan.stages:
            self.text.start_pass(stage)
            for line in plan.members(stage, Shape.SCALAR):
                self._add(f"s{self._number(line)} = {self.text.render(line)}  # {line.key}")
            self._write_years(plan.members(stage, Shape.YEAR))
            self._write_rows(plan.members(stage, Shape.ROW))
            self._add(*self._let_go("l", plan.last_read_in(stage)))
        self._add(f"return ({', '.join(self._result(key) for key in plan.wanted)},)")
        return "\n".join(self.lines) + "\n"

    def _add(self, *statements: str) -> None:
        self.lines += [f"    {statement}" for statement in statements]

    def _number(self, line: Line) -> int:
        return self.text.number[line.key]

    def _result(self, key: str) -> str:
        number = self.text.number[key]
        if self.plan.graph.shapes[key] is Shape.SCALAR:
            return f"s{number}"
        trimmed = self.plan.graph.shapes[key] is Shape.ROW and not self.plan.whole_rows
        return f"l{number}[:look_ahead]" if trimmed else f"l{number}"

    def _write_years(self, rows: Sequence[Line]) -> None:
        """The tables per calendar year."""
        if rows:
            self.text.hoisted = {}
            body = [statement for line in rows for statement in self._assignment(line)]
            self._write_loop("years", rows, [*body, *self._carry_over(rows)])

    def _write_rows(self, rows: Sequence[Line]) -> None:
        """A pass over the periods: first what the look-ahead period needs too, then the other lines and reducers."""
        if not rows:
            return
        self.text.hoisted = {}
        ahead = [line for line in rows if line.key in self.plan.ahead]
        rest = [line for line in rows if line.key not in self.plan.ahead]
        done = self.plan.last_uses([*ahead, *rest])
        body: list[str] = []
        for line in ahead:
            body += self._assignment(line)
        if ahead:
            body.append("if t == look_ahead: break")
        for line in ahead:
            body += self._reducer_steps(line) + self._let_go("v", done.get(line.key, ()))
        for line in rest:
            body += self._assignment(line) + self._reducer_steps(line) + self._let_go("v", done.get(line.key, ()))
        self._write_loop("last_period + 2" if ahead else "look_ahead", rows, [*body, *self._carry_over(rows)])
        for line in rows:
            if "mean" in self.plan.reduced.get(line.key, ()):
                self._add("mean{0} = mean_of(sum{0}, count{0})".format(self._number(line)))

    def _write_loop(self, count: str, rows: Sequence[Line], body: Sequence[str]) -> None:
        for line in rows:
            number = self._number(line)
            if line.key in self.plan.with_previous:
                self._add(f"p{number} = {line.start!r}")
            if line.key in self.plan.kept:
                self._add(f"l{number} = []")
            for reducer in self.plan.reduced.get(line.key, ()):
                self._add(_reducer_start(reducer, number))
        for text, name in self.text.hoisted.items():
            self._add(f"{name} = {text}")
        self._add(f"for t in range({count}):")
        self._add(*(f"    {statement}" for statement in body))

    def _assignment(self, line: Line) -> list[str]:
        number = self._number(line)
        statements = [f"v{number} = {self.text.render(line)}  # {line.key}"]
        if line.key in self.plan.kept:
            statements.append(f"l{number}.append(v{number})")
        return statements

    def _reducer_steps(self, line: Line) -> list[str]:
        reducers = self.plan.reduced.get(line.key, ())
        return [_reducer_step(reducer, self._number(line), line.key in self.plan.varying) for reducer in reducers]

    def _let_go(self, letter: str, keys: Sequence[str]) -> list[str]:
        return [f"del {', '.join(f'{letter}{self.text.number[key]}' for key in keys)}"] if keys else []

    def _carry_over(self, rows: Sequence[Line]) -> list[str]:
        """At the end of the pass, because readers earlier in it still need the old value."""
        return ["p{0} = v{0}".format(self._number(line)) for line in rows if line.key in self.plan.with_previous]


def _reducer_start(reducer: str, number: int) -> str:
    if reducer == "total":
        return f"sum_{number} = 0.0"
    if reducer == "mean":
        return f"sum{number} = 0.0; count{number} = 0.0"
    return f"{reducer}{number} = nan"


def _reducer_step(reducer: str, number: int, varies: bool) -> str:
    value = f"v{number}"
    if reducer == "total":
        return f"sum_{number} = " + (f"plus(sum_{number}, {value})" if varies else f"sum_{number} + {value}")
    if reducer == "mean":
        return f"sum{number}, count{number} = counted(sum{number}, count{number}, {value})"
    function = "lower" if reducer == "lowest" else "higher"
    return f"{reducer}{number} = {function}{'_many' if varies else ''}({reducer}{number}, {value})"
