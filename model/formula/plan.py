"""The plan of an evaluation: what varies, in which pass over the periods a line comes, what is kept and for how long.

A *pass* goes over the periods once. Lines that need a finished row (a total, the next period) wait for a later pass, so
each line has a stage. Values of a row live within their pass unless a later stage, a result or an IRR needs them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from model.formula.expression import REDUCERS, Call, Expression, Imported, Input, Line, Shape
from model.formula.graph import Graph


@dataclass(frozen=True)
class Plan:
    """Everything the writer must know about the lines, by line key.

    - `varying`: lines that may differ between scenarios; the others are plain floats;
    - `kept`: rows stored whole (results, rows read in a later stage or in the next period, year tables, IRR flows);
    - `with_previous`: rows whose previous value is read within their own stage;
    - `reduced`: the running reducers (total, lowest, highest, mean) of a row;
    - `ahead`: rows that must also be known in the look-ahead period.
    """

    graph: Graph
    wanted: tuple[str, ...]
    whole_rows: bool
    varying_inputs: frozenset[str]
    varying_imports: bool
    varying: frozenset[str]
    kept: frozenset[str]
    with_previous: frozenset[str]
    reduced: Mapping[str, tuple[str, ...]]
    ahead: frozenset[str]

    @property
    def stages(self) -> range:
        """The stages, in order."""
        return range(max(self.graph.stage.values(), default=0) + 1)

    def members(self, stage: int, shape: Shape) -> list[Line]:
        """Lines of a shape in a stage, in order of evaluation."""
        return [
            line
            for line in self.graph.order
            if self.graph.stage[line.key] == stage and self.graph.shapes[line.key] is shape
        ]

    def varies(self, expression: Expression) -> bool:
        """Whether an expression may differ between scenarios."""
        if isinstance(expression, Call):
            return any(self.varies(operand) for operand in expression.operands)
        if isinstance(expression, Line):
            return expression.key in self.varying
        if isinstance(expression, Input):
            return expression.key in self.varying_inputs
        return isinstance(expression, Imported) and self.varying_imports

    def last_uses(self, rows: Sequence[Line]) -> dict[str, list[str]]:
        """For each row of one pass the varying rows that nothing in the pass reads after it: their memory can go."""
        last = {line.key: line.key for line in rows if line.key in self.varying}
        for line in rows:
            for reference in line.uses:
                if reference.how == "same" and reference.line.key in last:
                    last[reference.line.key] = line.key
        done: dict[str, list[str]] = {}
        for key, user in last.items():
            if key not in self.with_previous:
                done.setdefault(user, []).append(key)
        return done

    def last_read_in(self, stage: int) -> list[str]:
        """Varying rows kept whole that nothing reads after this stage and that are no result."""
        last = {key: self.graph.stage[key] for key in self.kept & self.varying}
        for line in self.graph.order:
            for reference in line.uses:
                if reference.line.key in last:
                    last[reference.line.key] = max(last[reference.line.key], self.graph.stage[line.key])
        return [line.key for line in self.graph.order if last.get(line.key) == stage and line.key not in self.wanted]


def plan_lines(
    graph: Graph, wanted: tuple[str, ...], varying_inputs: frozenset[str], varying_imports: bool, whole_rows: bool
) -> Plan:
    """The plan for the wanted lines of a graph when the given inputs vary."""
    return Plan(
        graph=graph,
        wanted=wanted,
        whole_rows=whole_rows,
        varying_inputs=varying_inputs,
        varying_imports=varying_imports,
        varying=_varying(graph, varying_inputs, varying_imports),
        kept=_kept(graph, wanted),
        with_previous=frozenset(
            reference.line.key
            for line in graph.order
            for reference in line.uses
            if reference.how == "prev" and graph.stage[line.key] == graph.stage[reference.line.key]
        ),
        reduced=_reduced(graph),
        ahead=_ahead(graph, wanted if whole_rows else ()),
    )


def _varying(graph: Graph, inputs: Collection[str], imports: bool) -> frozenset[str]:
    """Lines that mention what varies, and all lines that use them."""
    moved = set(graph.moved_by(inputs))
    if imports:
        moved |= graph.moved(
            line.key for line in graph.order if any(isinstance(leaf, Imported) for leaf in line.mentions)
        )
    return frozenset(moved)


def _kept(graph: Graph, wanted: tuple[str, ...]) -> frozenset[str]:
    """Rows that something still needs after their pass (see `Plan.kept`)."""
    kept = {key for key in wanted if graph.shapes[key] is not Shape.SCALAR}
    kept |= {line.key for line in graph.order if graph.shapes[line.key] is Shape.YEAR}
    for line in graph.order:
        for reference in line.uses:
            used = reference.line.key
            if graph.shapes[used] is Shape.ROW and reference.how != "reduce":
                later = graph.stage[line.key] > graph.stage[used]
                if later or reference.how == "next":
                    kept.add(used)
        kept |= {row for primitive, row in _reductions(line.expression) if primitive == "irr"}
    return frozenset(kept)


def _reduced(graph: Graph) -> dict[str, tuple[str, ...]]:
    """The running reducers of each row, by name."""
    reduced: dict[str, set[str]] = {}
    for line in graph.order:
        for primitive, row in _reductions(line.expression):
            if primitive != "irr":
                reduced.setdefault(row, set()).add(primitive)
    return {key: tuple(sorted(reducers)) for key, reducers in reduced.items()}


def _reductions(expression: Expression) -> Iterator[tuple[str, str]]:
    """The reducers in a formula, each with the key of its row."""
    if isinstance(expression, Call):
        first = expression.operands[0]
        if expression.primitive in REDUCERS and isinstance(first, Line):
            yield expression.primitive, first.key
        for operand in expression.operands:
            yield from _reductions(operand)


def _ahead(graph: Graph, results: Collection[str]) -> frozenset[str]:
    """Rows read in the next period, results that include the look-ahead period, and the rows these are made of."""
    ahead: set[str] = set()
    todo = [key for key in results if graph.shapes[key] is Shape.ROW]
    todo += [use.line.key for line in graph.order for use in line.uses if use.how == "next"]
    while todo:
        key = todo.pop()
        if key not in ahead:
            ahead.add(key)
            todo += [
                use.line.key
                for use in graph.by_key[key].uses
                if use.how == "same" and graph.shapes[use.line.key] is Shape.ROW
            ]
    return frozenset(ahead)
