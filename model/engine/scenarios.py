"""Many scenarios of one option at once: the same lines, some inputs with one value per scenario.

Sensitivity, break-even, evidence and risk all ask here. Only the lines that the wanted results need are evaluated,
inputs that do not vary stay plain numbers, and a default that is derived from a varied input (the price of land from
the floor area per bed) follows it, as it does when a user moves that slider.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.case import Case
from model.engine.inputs import amount_key, input_of, own_number, split_name
from model.engine.resolve import WAGE_GROWTH, Provenance, ResolvedOption, given
from model.engine.run import CaseResult, Computed, OptionResult, years_needed
from model.formula.evaluate import Program, compiled
from model.formula.expression import Line, Shape
from model.lines.business_case import build_business_case
from model.lines.mix import build_mix
from model.lines.statement import BusinessCase
from model.lines.structure import OwnLineShape, Structure
from model.parameters.table import Parameter, basis_key, highest_amount, parameters

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
            for key, found in resolved.provenance.items():
                if isinstance(found.value, float) and not parameters()[key].dated:
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
        found = input_of(self.case, self.option.option.id, name)
        resolved, key = self.holder(name)
        highest = float(_highest_amount(resolved.values, key))
        return found if found.slider_high is None else replace(found, slider_high=min(found.slider_high, highest))

    def possible(self, name: str, span: tuple[float, float]) -> tuple[float, float]:
        """A range of an input, cut to where it contradicts none of the others
        (construction within the term, and so on).

        An empty range comes back when nothing is left.
        """
        resolved, key = self.holder(name)
        low, high = span
        have = resolved.values
        nearly = 1 - 1e-9
        if key == "construction_months":
            high = min(high, have["term_years"] * 12 - 1)
        elif key == "term_years":
            low = max(low, have["construction_months"] // 12 + 1)
        elif key == "loan_grace_years":
            high = min(high, have["loan_years"] * nearly)
        elif key == "loan_years":
            low = max(low, have["loan_grace_years"] / nearly)
        elif key == "service_cost_per_bed_week" and "price_per_bed_week" in have:
            high = min(high, have["price_per_bed_week"])
        elif key == "price_per_bed_week":
            low = max(low, have["service_cost_per_bed_week"])
        elif key == "relocation_months":
            high = min(high, have["relocation_term_years"] * 12)
        elif key == "relocation_term_years":
            low = max(low, float(np.ceil(have["relocation_months"] / 12)))
        return low, min(high, _highest_amount(have, key))

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
        """The same for inputs of the formulas by their own names (`key@1`, codes of choices),
        with nothing following along.

        `changes` holds one mapping per set of inputs (one, or one per component of a mix).
        """
        results = {key: np.empty(count) for key in wanted}
        for start in range(0, count, CHUNK):
            here = slice(start, min(start + CHUNK, count))
            parts: list[Values] = []
            for resolved, mine in zip(self.resolved, changes, strict=True):
                values: Values = dict(resolved.values)
                values |= {key: value[here] if isinstance(value, np.ndarray) else value for key, value in mine.items()}
                parts.append(values)
            for key, found in self._evaluate(parts, wanted, here.stop - here.start).items():
                results[key][here] = found
        return results

    def _chunk(self, changes: Mapping[str, Array | float], wanted: Sequence[str], count: int) -> dict[str, Array]:
        parts = [varied_values(resolved, changes) for resolved in self.resolved]
        found = self._evaluate(parts, wanted, count)
        impossible = [contradicts(values) for values in parts]
        if any(np.any(each) for each in impossible):
            refused = np.logical_or.reduce([np.broadcast_to(each, count) for each in impossible])
            found = {key: np.where(refused, np.nan, values) for key, values in found.items()}
        return found

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
            last = [int(length) for length in different[:, number]]
            for key, found in self._group(some, last, wanted, len(chosen)).items():
                results[key][chosen] = found
        return results

    def _group(
        self, parts: Sequence[Values], last_periods: Sequence[int], wanted: Sequence[str], count: int
    ) -> dict[str, Array]:
        """Scenarios in which every part has one length."""
        if self.is_mix:
            return self._mix(parts, last_periods, wanted, count)
        program = _program(self.resolved[0].structure.key(), tuple(wanted), _varying(parts[0]))
        found = program.run(parts[0], last_periods[0], years_needed(self.case, last_periods[0]))
        return {key: np.broadcast_to(value, count) for key, value in found.items()}

    def _mix(
        self, parts: Sequence[Values], last_periods: Sequence[int], wanted: Sequence[str], count: int
    ) -> dict[str, Array]:
        names = tuple(part.name for part in self.parts)
        program = _mix_program(names, tuple(wanted))
        longest = max(last_periods)
        imports: dict[tuple[str, str], object] = {}
        for part, resolved, values, last in zip(self.parts, self.resolved, parts, last_periods, strict=True):
            leaves = [leaf for leaf in program.imports if leaf.model == part.name]
            keys = tuple(dict.fromkeys(leaf.key for leaf in leaves))
            inner = _program(resolved.structure.key(), keys, _varying(values))
            rows = inner.run(values, last, years_needed(self.case, last))
            for leaf in leaves:
                value = rows[leaf.key]
                if leaf.shape is Shape.ROW:
                    filled = [*value, *[0.0] * (longest + 2 - len(value))]
                    imports[leaf.model, leaf.key] = [np.broadcast_to(each, count) for each in filled]
                else:
                    imports[leaf.model, leaf.key] = np.broadcast_to(value, count)
        inputs = {"periods_per_year": float(self.case.periods_per_year)}
        found = program.run(inputs, longest, years_needed(self.case, longest), imports)
        return {key: np.broadcast_to(value, count) for key, value in found.items()}

    def years(self, resolved: ResolvedOption, values: Values) -> Array | float:
        """T in years, which may differ per scenario: the term, and the terms after relocations."""
        years = values["term_years"]
        if "end_of_term" in resolved.provenance:
            moves = np.equal(values["end_of_term"], parameters()["end_of_term"].code("relocate"))
            if np.any(moves):
                years = years + moves * values["relocation_times"] * values["relocation_term_years"]
        return years

    def _last_periods(self, resolved: ResolvedOption, values: Values) -> NDArray[np.int64] | int:
        """N, which may differ per scenario."""
        years = self.years(resolved, values)
        periods = np.rint(years * np.float64(self.case.periods_per_year)).astype(np.int64)
        first = int(np.asarray(periods).flat[0])
        return first if np.all(periods == first) else periods


def scenarios_of(result: CaseResult, option_id: str) -> Scenarios:
    """The option of a result, ready to run many times."""
    outcome = result.options[option_id]
    return Scenarios(result.case, outcome, outcome.parts)


def key_in(resolved: ResolvedOption, name: str) -> str | None:
    """The key of a named input within one set of inputs (`key`, or `OPTION.key` of that option);
    None if it is not in it.
    """
    option, key = split_name(name)
    if option not in {"", resolved.option.id}:
        return None
    known = resolved.provenance if own_number(key) is None else resolved.values
    return key if key in known else None


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
        place = varied_key(resolved, key)
        old = resolved.values[place]
        values[place] = value
        if place == key:
            for number in range(1, resolved.structure.steps.get(key, 0) + 1):
                values[f"{key}@{number}"] = resolved.values[f"{key}@{number}"] + (value - old)
    area = mine.get("m2_per_bed")
    if area is not None and resolved.values["m2_per_bed"]:
        for follower in (key for key, found in resolved.provenance.items() if found.follows_floor_area):
            base = resolved.values[follower]
            given = mine.get(follower, base)
            followed = base * area / resolved.values["m2_per_bed"]
            values[follower] = np.where(np.equal(given, base), followed, given)
    return values


def _highest_amount(values: Mapping[str, Array | float], key: str) -> Any:
    """Most that the amount of an operating cost may be on its base, which may differ per scenario; else infinite."""
    name = basis_key(key)
    if name not in values or not key.endswith("_cost"):
        return math.inf
    basis = parameters()[name]
    limits = [highest_amount(choice) for choice in basis.choices]
    return np.array([math.inf if limit is None else limit for limit in limits])[np.asarray(values[name], np.int64) - 1]


def contradicts(values: Mapping[str, Array | float]) -> NDArray[np.bool_] | np.bool_:
    """Where an option's inputs are impossible together: the rules of `evaluation.contradictions`, for many at once.

    Only inputs that vary are looked at: what is equal in all scenarios was tested when the case was run.
    """
    pairs = [
        (np.multiply(values["term_years"], 12), values["construction_months"], False),
        (values["loan_years"], values["loan_grace_years"], False),
    ]
    if "price_per_bed_week" in values:
        pairs.append((values["price_per_bed_week"], values["service_cost_per_bed_week"], True))
    if "relocation_months" in values:
        pairs.append((np.multiply(values["relocation_term_years"], 12), values["relocation_months"], True))
    pairs += [(_highest_amount(values, key), values[key], True) for key in values if key.endswith("_cost")]
    found: NDArray[np.bool_] | np.bool_ = np.bool_(False)
    for room, needed, may_equal in pairs:
        if np.ndim(room) or np.ndim(needed):
            found = found | (np.less(room, needed) if may_equal else np.less_equal(room, needed))
    return found


def _varying(values: Values) -> tuple[str, ...]:
    return tuple(sorted(key for key, value in values.items() if isinstance(value, np.ndarray)))


def _take(key: str, value: Array | float, chosen: NDArray[np.intp]) -> Array | float:
    """The chosen scenarios of an input; what decides the length becomes a plain number where it is equal in all."""
    if not isinstance(value, np.ndarray):
        return value
    some = value[chosen]
    return float(some[0]) if key in DECIDES_LENGTH and np.all(some == some[0]) else some


StructureKey = tuple[bool, tuple[OwnLineShape, ...], tuple[tuple[str, int], ...]]


@lru_cache(maxsize=256)
def _program(structure: StructureKey, wanted: tuple[str, ...], varying: tuple[str, ...]) -> Program:
    only_own, own_lines, steps = structure

    def lines() -> list[Line]:
        return _lines(build_business_case(Structure(only_own, own_lines, dict(steps))), wanted)

    return compiled((structure, wanted), lines, varying)


@lru_cache(maxsize=64)
def _mix_program(components: tuple[str, ...], wanted: tuple[str, ...]) -> Program:
    return compiled((components, wanted), lambda: _lines(build_mix(components), wanted), varying_imports=True)


def _lines(business_case: BusinessCase, keys: Sequence[str]) -> list[Line]:
    return [business_case.by_key[key] for key in keys]
