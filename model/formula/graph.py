"""The dependency graph of a set of lines: order of evaluation, cycles, what an input moves.

The order ignores `prev` edges: a value of the previous period is always known. What remains must be free of cycles,
and a reducer (total, lowest, irr ...) or `next` needs its row finished first, so a cycle through one of those is a
circular definition even when it also passes through `prev`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from model.formula.expression import FormulaError, Imported, Input, Line, Shape, Shapes

_NEEDS_FINISHED_ROW = frozenset({"reduce", "next", "at_year"})


class CircularDefinition(FormulaError):
    """Lines that define each other; `cycle` names them in order, the first repeated at the end."""

    def __init__(self, cycle: Sequence[str]) -> None:
        self.cycle = tuple(cycle)
        super().__init__("circular definition: " + " -> ".join(self.cycle))


@dataclass(frozen=True)
class Graph:
    """The lines reachable from some wanted lines, with their order, shapes and stages.

    `order` lists every line after the lines it needs. `stage[key]` numbers the passes over the periods: a line whose
    formula needs a finished row stands in a later stage than that row.
    """

    order: tuple[Line, ...]
    shapes: dict[str, Shape]
    stage: dict[str, int]

    @cached_property
    def by_key(self) -> dict[str, Line]:
        """Lines by key."""
        return {line.key: line for line in self.order}

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        """Keys of the inputs the lines use, in order of first use."""
        return tuple(
            dict.fromkeys(leaf.key for line in self.order for leaf in line.mentions if isinstance(leaf, Input))
        )

    @cached_property
    def imports(self) -> tuple[Imported, ...]:
        """Lines of other models that are read, each once."""
        imports: dict[tuple[str, str], Imported] = {}
        for line in self.order:
            for leaf in line.mentions:
                if isinstance(leaf, Imported):
                    imports.setdefault((leaf.model, leaf.key), leaf)
        return tuple(imports.values())

    def moved_by(self, changed: Iterable[str]) -> frozenset[str]:
        """Keys of the lines that can change when the given inputs change."""
        wanted = set(changed)
        return self.moved(
            line.key
            for line in self.order
            if any(isinstance(leaf, Input) and leaf.key in wanted for leaf in line.mentions)
        )

    def moved(self, changed: Iterable[str]) -> frozenset[str]:
        """Keys of the given lines and of all lines that use them, directly or through others."""
        users: dict[str, list[str]] = {}
        for line in self.order:
            for reference in line.uses:
                users.setdefault(reference.line.key, []).append(line.key)
        moved = set(changed)
        stack = list(moved)
        while stack:
            for user in users.get(stack.pop(), ()):
                if user not in moved:
                    moved.add(user)
                    stack.append(user)
        return frozenset(moved)


def build_graph(wanted: Iterable[Line]) -> Graph:
    """The graph of the wanted lines and everything they need.

    Raises CircularDefinition naming the cycle, and FormulaError when two different lines share a key.
    """
    lines = _reachable(wanted)
    order = _ordered(lines)
    _refuse_cycles_through_rows(order)
    shapes = Shapes()
    shape_of = {line.key: shapes.of_line(line) for line in order}
    return Graph(order, shape_of, _stages(order))


def _reachable(wanted: Iterable[Line]) -> tuple[Line, ...]:
    reached: dict[str, Line] = {}
    stack = list(wanted)[::-1]
    while stack:
        line = stack.pop()
        known = reached.get(line.key)
        if known is line:
            continue
        if known is not None:
            raise FormulaError(f"two different lines are called {line.key}")
        reached[line.key] = line
        stack.extend(reference.line for reference in line.uses)
    return tuple(reached.values())


def _needed_now(line: Line) -> Iterator[Line]:
    for reference in line.uses:
        if reference.how != "prev":
            yield reference.line


def _ordered(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Depth-first order; a line met while it is still open closes a cycle."""
    done: dict[str, Line] = {}
    for root in lines:
        if root.key in done:
            continue
        path: list[Line] = [root]
        open_keys = {root.key}
        todo = [_needed_now(root)]
        while path:
            following = next(todo[-1], None)
            if following is None:
                finished = path.pop()
                todo.pop()
                open_keys.discard(finished.key)
                done[finished.key] = finished
            elif following.key in open_keys:
                keys = [line.key for line in path]
                raise CircularDefinition([*keys[keys.index(following.key) :], following.key])
            elif following.key not in done:
                path.append(following)
                open_keys.add(following.key)
                todo.append(_needed_now(following))
    return tuple(done.values())


def _refuse_cycles_through_rows(order: Sequence[Line]) -> None:
    """Refuse a row that needs its own finished self (through total, next ...), even by way of the previous period."""
    uses = {line.key: {reference.line.key for reference in line.uses} for line in order}
    for line in order:
        for reference in line.uses:
            if reference.how in _NEEDS_FINISHED_ROW:
                path = _path(uses, reference.line.key, line.key)
                if path is not None:
                    raise CircularDefinition([line.key, *path])


def _path(uses: dict[str, set[str]], source: str, target: str) -> list[str] | None:
    """A path from source to target along `uses`, or None."""
    came_from: dict[str, str | None] = {source: None}
    queue = [source]
    for key in queue:
        if key == target:
            path = [key]
            while (before := came_from[path[0]]) is not None:
                path.insert(0, before)
            return path
        for used in uses[key]:
            if used not in came_from:
                came_from[used] = key
                queue.append(used)
    return None


def _stages(order: Sequence[Line]) -> dict[str, int]:
    """The lowest stage for every line: not before what it reads, and after a row it needs finished."""
    stage = {line.key: 0 for line in order}
    moved = True
    while moved:
        moved = False
        for line in order:
            lowest = stage[line.key]
            for reference in line.uses:
                after = stage[reference.line.key] + (1 if reference.how in _NEEDS_FINISHED_ROW else 0)
                lowest = max(lowest, after)
            if lowest != stage[line.key]:
                stage[line.key] = lowest
                moved = True
    return stage
