"""Many scenarios of one option at once: the same lines, some inputs with one value per scenario.

Sensitivity, break-even, evidence and risk all ask here. Only the lines that the wanted results need are evaluated, inputs that
do not vary stay plain numbers, and a default that is derived from a varied input (the price of land from the floor area per
bed) follows it, as it does when a user moves that slider.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.case import Case
from model.evaluation import CaseResult, Computed, OptionResult, years_needed
from model.formula.evaluate import Program, compile_lines
from model.formula.expression import Line, Shape
from model.lines.business_case import BusinessCase, build_business_case, build_mix
from model.lines.structure import OwnLineShape, Structure
from model.parameters.resolve import WAGE_GROWTH, Provenance, ResolvedOption
from model.parameters.table import parameters

Array = NDArray[np.float64]
CHUNK = 4096
"""Scenarios evaluated at a time: long enough to hide call overhead, short enough for the processor's cache."""

TERM_INPUTS = ("term_years", "relocation_times", "relocation_term_years")
"""Inputs that decide how many periods an option has: scenarios are grouped by them."""

FOLLOWS_FLOOR_AREA = ("land_price_per_bed", "woz_value_per_bed")
"""Inputs whose default is a price per m2 x `m2_per_bed`."""

Progress = Callable[[float], None]


class Stopped(Exception):
    """The user stopped a long run; nothing was kept."""


@dataclass(frozen=True)
class Scenarios:
    """An option to run many times. `parts` are its models (one, or the components of a mix)."""

    case: Case
    option: OptionResult
    parts: tuple[Computed, ...]

    @property
    def is_mix(self) -> bool:
        """Whether the option is a mix of components."""
        return bool(self.option.components)

    def inputs(self) -> tuple[str, ...]:
        """Keys of numeric inputs that can be varied; law by date is not among them.

        In a mix an input that is equal in all components has its plain key; else it is `COMPONENT.key` for each.
        """
        bases: dict[str, dict[str, float]] = {}
        for resolved in self.resolved:
            for key, found in resolved.provenance.items():
                if isinstance(found.value, float) and not parameters()[key].dated:
                    bases.setdefault(key, {})[resolved.option.id] = resolved.values[varied_key(resolved, key)]
        return tuple(
            name
            for key, by_option in bases.items()
            for name in ([key] if len(set(by_option.values())) == 1 else [f"{option}.{key}" for option in by_option])
        )

    @property
    def resolved(self) -> tuple[ResolvedOption, ...]:
        """The inputs of the option, or of each component."""
        return tuple(part.resolved for part in self.parts if part.resolved is not None)

    def holder(self, name: str) -> tuple[ResolvedOption, str]:
        """The (first) set of inputs that has an input, and its plain key. Raises KeyError for an unknown input."""
        for resolved in self.resolved:
            key = own_key(resolved, name)
            if key is not None:
                return resolved, key
        raise KeyError(name)

    def base(self, name: str) -> float:
        """The value an input has now. Raises KeyError for an unknown input."""
        resolved, key = self.holder(name)
        return resolved.values[varied_key(resolved, key)]

    def provenance(self, name: str) -> Provenance:
        """Where an input's value comes from. Raises KeyError for an unknown input."""
        resolved, key = self.holder(name)
        return resolved.provenance[key]

    def run(
        self, changes: Mapping[str, Array | float], wanted: Sequence[str], progress: Progress | None = None
    ) -> dict[str, Array]:
        """The wanted results, each `(scenarios,)`, NaN where there is none.

        `changes` maps input keys to arrays of one length (a plain float counts for all scenarios). `wanted` holds metric
        keys or keys of scalar lines. `progress` is told the share done and may raise `Stopped`.
        """
        count = max((len(value) for value in changes.values() if isinstance(value, np.ndarray)), default=1)
        results = {key: np.empty(count) for key in wanted}
        for start in range(0, count, CHUNK):
            here = slice(start, min(start + CHUNK, count))
            part = {key: value[here] if isinstance(value, np.ndarray) else value for key, value in changes.items()}
            for key, values in self._chunk(part, wanted, here.stop - here.start).items():
                results[key][here] = values
            if progress is not None:
                progress(here.stop / count)
        return results

    def _chunk(self, changes: Mapping[str, Array | float], wanted: Sequence[str], count: int) -> dict[str, Array]:
        groups = _groups(changes, count)
        if groups is None:
            return self._group(changes, wanted, count)
        results = {key: np.empty(count) for key in wanted}
        for chosen in groups:
            some = {
                key: _same(value[chosen]) if _is_term(key) and isinstance(value, np.ndarray) else _take(value, chosen)
                for key, value in changes.items()
            }
            for key, values in self._group(some, wanted, len(chosen)).items():
                results[key][chosen] = values
        return results

    def _group(self, changes: Mapping[str, Array | float], wanted: Sequence[str], count: int) -> dict[str, Array]:
        """Scenarios of one length."""
        if not self.is_mix:
            part = self.parts[0]
            assert part.resolved is not None
            values, varying = varied_values(part.resolved, changes)
            program = _program(part.resolved.structure.key(), tuple(wanted), varying)
            return _run(program, values, self._last_period(values, part), self.case, count)
        return self._mix(changes, wanted, count)

    def _mix(self, changes: Mapping[str, Array | float], wanted: Sequence[str], count: int) -> dict[str, Array]:
        names = tuple(part.name for part in self.parts)
        program = _mix_program(names, tuple(wanted))
        rows: dict[str, dict[str, Any]] = {}
        longest = 0
        for part in self.parts:
            assert part.resolved is not None
            values, varying = varied_values(part.resolved, changes)
            needed = tuple(dict.fromkeys(leaf.key for leaf in program.graph.imports if leaf.model == part.name))
            inner = _program(part.resolved.structure.key(), needed, varying)
            last = self._last_period(values, part)
            longest = max(longest, last)
            rows[part.name] = inner.run(values, last, years_needed(self.case, last))
        imports: dict[tuple[str, str], object] = {}
        for leaf in program.graph.imports:
            value = rows[leaf.model][leaf.key]
            if leaf.shape is Shape.ROW:
                filled = [*value, *[0.0] * (longest + 2 - len(value))]
                imports[leaf.model, leaf.key] = [np.broadcast_to(each, count) for each in filled]
            else:
                imports[leaf.model, leaf.key] = np.broadcast_to(value, count)
        inputs = {"periods_per_year": float(self.case.periods_per_year)}
        values = program.run(inputs, longest, years_needed(self.case, longest), imports)
        return {key: np.broadcast_to(value, count) for key, value in values.items()}

    def _last_period(self, values: Mapping[str, Array | float], part: Computed) -> int:
        term = float(_same(values["term_years"]))
        found = part.resolved.provenance if part.resolved is not None else {}
        if "end_of_term" in found and values["end_of_term"] == parameters()["end_of_term"].code("relocate"):
            term += float(_same(values["relocation_times"])) * float(_same(values["relocation_term_years"]))
        return round(term * self.case.periods_per_year)


def scenarios_of(result: CaseResult, option_id: str) -> Scenarios:
    """The option of a result, ready to run many times."""
    outcome = result.options[option_id]
    return Scenarios(result.case, outcome, outcome.components or (outcome.computed,))


def own_key(resolved: ResolvedOption, name: str) -> str | None:
    """The key of a named input within one set of inputs (`key`, or `OPTION.key` of that option); None if it is not in it."""
    option, dot, rest = name.partition(".")
    key = rest if dot and option == resolved.option.id else name
    return key if key in resolved.provenance else None


def varied_key(resolved: ResolvedOption, key: str) -> str:
    """The formula input that a varied parameter means: the future growth of the wage, else the parameter itself."""
    return f"{key}@1" if key == WAGE_GROWTH and f"{key}@1" in resolved.values else key


def varied_values(
    resolved: ResolvedOption, changes: Mapping[str, Array | float]
) -> tuple[dict[str, Array | float], tuple[str, ...]]:
    """An option's formula inputs with the changes put in, and which of them vary.

    A growth path and a value dated by law move as a whole: each step by as much as the first. A default derived from the
    floor area per bed is scaled along.
    """
    values: dict[str, Array | float] = dict(resolved.values)
    mine = {key: value for name, value in changes.items() if (key := own_key(resolved, name)) is not None}
    for key, value in mine.items():
        place = varied_key(resolved, key)
        old = resolved.values[place]
        values[place] = value
        if place == key:
            for number in range(1, resolved.structure.steps.get(key, 0) + 1):
                values[f"{key}@{number}"] = resolved.values[f"{key}@{number}"] + (value - old)
    area = mine.get("m2_per_bed")
    if area is not None and resolved.values["m2_per_bed"]:
        for follower in FOLLOWS_FLOOR_AREA:
            found = resolved.provenance.get(follower)
            if found is None or not found.is_default:
                continue
            base = resolved.values[follower]
            given = mine.get(follower, base)
            followed = np.round(base * area / resolved.values["m2_per_bed"], 2)
            values[follower] = np.where(np.equal(given, base), followed, given)
    return values, tuple(sorted(key for key, value in values.items() if isinstance(value, np.ndarray)))


def _run(
    program: Program, values: Mapping[str, Array | float], last_period: int, case: Case, count: int
) -> dict[str, Array]:
    found = program.run(values, last_period, years_needed(case, last_period))
    return {key: np.broadcast_to(value, count) for key, value in found.items()}


def _groups(changes: Mapping[str, Array | float], count: int) -> Iterator[NDArray[np.intp]] | None:
    """Scenarios with the same term, when the term varies; None when it does not."""
    varying = [value for key, value in changes.items() if _is_term(key) and isinstance(value, np.ndarray)]
    if not varying or count == 0:
        return None
    _, group = np.unique(np.stack(varying), axis=1, return_inverse=True)
    flat = group.reshape(-1)
    return (np.flatnonzero(flat == number) for number in range(flat.max() + 1))


def _is_term(name: str) -> bool:
    return name.rpartition(".")[2] in TERM_INPUTS


def _same(value: Array | float) -> float:
    """The one value that all scenarios of a group share."""
    return float(value.flat[0]) if isinstance(value, np.ndarray) else float(value)


def _take(value: Array | float, chosen: NDArray[np.intp]) -> Array | float:
    return value[chosen] if isinstance(value, np.ndarray) else value


StructureKey = tuple[bool, tuple[OwnLineShape, ...], tuple[tuple[str, int], ...]]


@lru_cache(maxsize=256)
def _program(structure: StructureKey, wanted: tuple[str, ...], varying: tuple[str, ...]) -> Program:
    only_own, own_lines, steps = structure
    business_case = build_business_case(Structure(only_own, own_lines, dict(steps)))
    return compile_lines(_lines(business_case, wanted), varying)


@lru_cache(maxsize=64)
def _mix_program(components: tuple[str, ...], wanted: tuple[str, ...]) -> Program:
    return compile_lines(_lines(build_mix(components), wanted), varying_imports=True)


def _lines(business_case: BusinessCase, keys: Sequence[str]) -> list[Line]:
    return [business_case.by_key[key] for key in keys]
