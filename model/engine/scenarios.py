"""Many scenarios of one option at once: the same lines, some inputs with one value per scenario.

Sensitivity, break-even, evidence and risk all ask here. Only the lines that the wanted results need are evaluated,
inputs that do not vary stay plain numbers, and a default that is derived from a varied input (the price of land from
the floor area per bed) follows it, as it does when a user moves that slider.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from model.case import Case
from model.engine.contradictions import conflicting, range_without_conflict
from model.engine.inputs import amount_key, input_of, own_number, split_name
from model.engine.programs import (
    Wanted,
    mix_program_for,
    program_for,
    read_from,
    run_mix_program,
    run_program,
    varying_in,
)
from model.engine.resolve import WAGE_GROWTH, Provenance, ResolvedOption, given
from model.engine.results import CaseResult, Computed, OptionResult
from model.engine.term import terms_together
from model.formula.evaluate import Result, Value
from model.parameters.table import Parameter, basis_key, highest_on_basis, parameters

Array = NDArray[np.float64]
CHUNK = 4096
"""Scenarios evaluated at a time: long enough to hide call overhead, short enough for the processor's cache."""

DECIDES_LENGTH = ("term_years", "end_of_term", "relocation_times", "relocation_term_years")

Values = dict[str, Array | float]
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
        """Names of numeric inputs that can be varied, the amounts of own lines last; law by date is not among them.

        In a mix an input that is equal in all components has its plain key; else, and for an own line's amount always,
        it is `COMPONENT.key` for each.
        """
        bases: dict[str, dict[str, float]] = {}
        for resolved in self.resolved:
            for key, provenance in resolved.provenance.items():
                if isinstance(provenance.value, float) and not parameters()[key].dated:
                    bases.setdefault(key, {})[resolved.option.id] = resolved.values[varied_key(resolved, key)]
        plain = (
            name
            for key, by_option in bases.items()
            for name in ([key] if len(set(by_option.values())) == 1 else [f"{option}.{key}" for option in by_option])
        )
        return (*plain, *self._amounts())

    def _amounts(self) -> tuple[str, ...]:
        """The names of the amounts of own lines."""
        return tuple(
            f"{resolved.option.id}.{amount_key(number)}" if self.is_mix else amount_key(number)
            for resolved in self.resolved
            for number in range(1, len(resolved.option.own_lines) + 1)
        )

    @cached_property
    def resolved(self) -> tuple[ResolvedOption, ...]:
        """The inputs of the option, or of each component."""
        return tuple(part.resolved for part in self.parts if part.resolved is not None)

    def holder(self, name: str) -> tuple[ResolvedOption, str]:
        """The (first) set of inputs that has an input, and its plain key. Raises KeyError for an unknown input."""
        if self.is_mix and own_number(name) is not None and name not in self._amounts():
            raise KeyError(name)
        for resolved in self.resolved:
            key = key_in(resolved, name)
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
        if own_number(key) is not None:
            return given(self.parameter(name), resolved.values[key], resolved.option)
        return resolved.provenance[key]

    def parameter(self, name: str) -> Parameter:
        """What an input is: its words, unit, bounds and slider. Raises KeyError for an unknown input."""
        parameter = input_of(self.case, self.option.option.id, name)
        limits = [limit for resolved in self.resolved if (limit := _limit_on_basis(resolved, name)) is not None]
        if parameter.slider_high is None or not limits:
            return parameter
        return replace(parameter, slider_high=min(parameter.slider_high, *limits))

    def range_without_conflict(self, name: str, span: tuple[float, float]) -> tuple[float, float]:
        """A range of an input, cut to where it contradicts none of the others, in every component that has it.

        Construction is within the term, and so on. An empty range comes back when nothing is left.
        """
        low, high = self._cut(name, span, {})
        return float(low), float(high)

    def without_conflict(self, name: str, drawn: Array, changes: Mapping[str, Array | float]) -> Array:
        """Values of an input beside other changes, each moved to the nearest that contradicts none of the others."""
        low, high = self._cut(name, (-math.inf, math.inf), changes)
        return np.minimum(np.maximum(drawn, low), high)

    def _cut(self, name: str, span: tuple[Value, Value], changes: Mapping[str, Array | float]) -> tuple[Value, Value]:
        """A range beside other changes, cut by every component in turn."""
        for resolved in self.resolved:
            key = key_in(resolved, name)
            if key is not None:
                span = range_without_conflict(varied_values(resolved, changes), varied_key(resolved, key), span)
        return span

    def run(
        self, changes: Mapping[str, Array | float], wanted: Sequence[str], progress: Progress | None = None
    ) -> dict[str, Array]:
        """The wanted results, each `(scenarios,)`, NaN where there is none or where the inputs contradict each other.

        `changes` maps input keys to arrays of one length (a plain float counts for all scenarios). `wanted` holds
        metric keys or keys of scalar lines. `progress` is told the share done and may raise `Stopped`.
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

    def run_raw(
        self, changes: Sequence[Mapping[str, Array | float]], wanted: Sequence[str], count: int
    ) -> dict[str, Array]:
        """The same for inputs of the formulas by their own names, with nothing following along.

        Those are keys, `key@1` of a later step, and codes of choices. `changes` holds one mapping per set of inputs
        (one, or one per component of a mix).
        """
        results = {key: np.empty(count) for key in wanted}
        for start in range(0, count, CHUNK):
            here = slice(start, min(start + CHUNK, count))
            parts: list[Values] = []
            for resolved, mine in zip(self.resolved, changes, strict=True):
                values: Values = dict(resolved.values)
                values |= {key: value[here] if isinstance(value, np.ndarray) else value for key, value in mine.items()}
                parts.append(values)
            for key, result in self._evaluate(parts, wanted, here.stop - here.start).items():
                results[key][here] = result
        return results

    def _chunk(self, changes: Mapping[str, Array | float], wanted: Sequence[str], count: int) -> dict[str, Array]:
        parts = [varied_values(resolved, changes) for resolved in self.resolved]
        results = self._evaluate(parts, wanted, count)
        impossible = [conflicting(values) for values in parts]
        if any(np.any(in_part) for in_part in impossible):
            refused = np.logical_or.reduce([np.broadcast_to(in_part, count) for in_part in impossible])
            results = {key: np.where(refused, np.nan, values) for key, values in results.items()}
        return results

    def _evaluate(self, parts: Sequence[Values], wanted: Sequence[str], count: int) -> dict[str, Array]:
        """Some scenarios: those of one length at a time."""
        lengths = [self._last_periods(resolved, values) for resolved, values in zip(self.resolved, parts, strict=True)]
        if all(isinstance(length, int) for length in lengths):
            return self._group(parts, [int(length) for length in lengths], wanted, count)
        table = np.stack([np.broadcast_to(length, count) for length in lengths])
        different, group = np.unique(table, axis=1, return_inverse=True)
        results = {key: np.empty(count) for key in wanted}
        for number in range(different.shape[1]):
            chosen = np.flatnonzero(group.reshape(-1) == number)
            some = [{key: _take(key, value, chosen) for key, value in values.items()} for values in parts]
            last_periods = [int(length) for length in different[:, number]]
            for key, result in self._group(some, last_periods, wanted, len(chosen)).items():
                results[key][chosen] = result
        return results

    def _group(
        self, parts: Sequence[Values], last_periods: Sequence[int], wanted: Sequence[str], count: int
    ) -> dict[str, Array]:
        """Scenarios in which every part has one length."""
        if self.is_mix:
            return self._mix(parts, last_periods, wanted, count)
        results = self._lines(self.resolved[0], parts[0], last_periods[0], tuple(wanted))
        return {key: np.broadcast_to(value, count) for key, value in results.items()}

    def _mix(
        self, parts: Sequence[Values], last_periods: Sequence[int], wanted: Sequence[str], count: int
    ) -> dict[str, Array]:
        program = mix_program_for(tuple(part.name for part in self.parts), tuple(wanted))
        components = {
            part.name: self._lines(resolved, values, last_period, read_from(program, part.name))
            for part, resolved, values, last_period in zip(self.parts, self.resolved, parts, last_periods, strict=True)
        }
        results = run_mix_program(program, self.case, components, max(last_periods), count)
        return {key: np.broadcast_to(value, count) for key, value in results.items()}

    def _lines(self, resolved: ResolvedOption, values: Values, last_period: int, wanted: Wanted) -> Result:
        """The wanted lines of one model."""
        return run_program(program_for(resolved.structure, wanted, varying_in(values)), self.case, values, last_period)

    def years(self, resolved: ResolvedOption, values: Values) -> Array | float:
        """T in years, which may differ per scenario: the term, and the terms after relocations."""
        return terms_together(resolved, values)

    def _last_periods(self, resolved: ResolvedOption, values: Values) -> NDArray[np.int64] | int:
        """N, which may differ per scenario."""
        years = terms_together(resolved, values)
        periods = np.rint(years * np.float64(self.case.periods_per_year)).astype(np.int64)
        first = int(np.asarray(periods).flat[0])
        return first if np.all(periods == first) else periods


def scenarios_of(result: CaseResult, option_id: str) -> Scenarios:
    """The option of a result, ready to run many times."""
    outcome = result.options[option_id]
    return Scenarios(result.case, outcome, outcome.parts)


def key_in(resolved: ResolvedOption, name: str) -> str | None:
    """The key of a named input (`key`, or `OPTION.key`) within one set of inputs; None if it is not in it."""
    option, key = split_name(name)
    if option not in {"", resolved.option.id}:
        return None
    known = resolved.provenance if own_number(key) is None else resolved.values
    return key if key in known else None


def _limit_on_basis(resolved: ResolvedOption, name: str) -> float | None:
    """Most that an input may be on its basis; None where none says so."""
    key = key_in(resolved, name)
    basis = resolved.provenance.get(basis_key(key)) if key is not None else None
    return highest_on_basis(key, str(basis.value)) if key is not None and basis is not None else None


def varied_key(resolved: ResolvedOption, key: str) -> str:
    """The formula input that a varied parameter means: the future growth of the wage, else the parameter itself."""
    return f"{key}@1" if key == WAGE_GROWTH and f"{key}@1" in resolved.values else key


def varied_values(resolved: ResolvedOption, changes: Mapping[str, Array | float]) -> Values:
    """An option's formula inputs with the changes put in.

    A growth path and a value dated by law move as a whole: each step by as much as the first. A default derived from
    the floor area per bed is scaled along.
    """
    values: Values = dict(resolved.values)
    mine = {key: value for name, value in changes.items() if (key := key_in(resolved, name)) is not None}
    for key, value in mine.items():
        formula_key = varied_key(resolved, key)
        old = resolved.values[formula_key]
        values[formula_key] = value
        if formula_key == key:
            for number in range(1, resolved.structure.steps.get(key, 0) + 1):
                values[f"{key}@{number}"] = resolved.values[f"{key}@{number}"] + (value - old)
    area = mine.get("m2_per_bed")
    if area is not None and resolved.values["m2_per_bed"]:
        for follower in (key for key, default in resolved.provenance.items() if default.follows_floor_area):
            base = resolved.values[follower]
            changed = mine.get(follower, base)
            followed = base * area / resolved.values["m2_per_bed"]
            values[follower] = np.where(np.equal(changed, base), followed, changed)
    return values


def _take(key: str, value: Array | float, chosen: NDArray[np.intp]) -> Array | float:
    """The chosen scenarios of an input; what decides the length becomes a plain number where it is equal in all."""
    if not isinstance(value, np.ndarray):
        return value
    some = value[chosen]
    return float(some[0]) if key in DECIDES_LENGTH and np.all(some == some[0]) else some
