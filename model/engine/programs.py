"""The programs of an option and of a mix, and how they are run: for one scenario, or for many at a time.

A run of one reads every line with a number per input; a run of many the lines it wants, with inputs that hold one value
per scenario. In both a mix reads its components, whose rows go on with zeros to the end of the longest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from model.case import Case
from model.engine.term import years_needed
from model.formula.evaluate import Imports, Program, Result, Value, compiled
from model.formula.expression import Imported, Line, Shape
from model.lines.business_case import build_business_case
from model.lines.mix import build_mix
from model.lines.statement import BusinessCase
from model.lines.structure import OwnLineShape, Structure

StructureKey = tuple[bool, tuple[OwnLineShape, ...], tuple[tuple[str, int], ...]]
Wanted = tuple[str, ...]
"""Keys of the lines to evaluate, in order."""


def program_for(structure: Structure, wanted: Wanted | None = None, varying: tuple[str, ...] = ()) -> Program:
    """The program of the wanted lines of a structure (None: every line, whole rows), compiled once.

    `varying` names the inputs that hold one value per scenario.
    """
    return _program(structure.key(), wanted, varying)


@lru_cache(maxsize=384)
def _program(structure: StructureKey, wanted: Wanted | None, varying: tuple[str, ...]) -> Program:
    def lines() -> Sequence[Line]:
        only_own_lines, own_lines, steps = structure
        return _lines(build_business_case(Structure(only_own_lines, own_lines, dict(steps))), wanted)

    return compiled((structure, wanted), lines, varying, whole_rows=wanted is None)


@lru_cache(maxsize=96)
def mix_program_for(components: tuple[str, ...], wanted: Wanted | None = None) -> Program:
    """The program of the wanted lines of a mix, for many scenarios; None: every line, whole rows, for one."""
    many = wanted is not None
    return compiled(
        (components, wanted),
        lambda: _lines(build_mix(components), wanted),
        varying_imports=many,
        whole_rows=not many,
    )


def _lines(business_case: BusinessCase, wanted: Wanted | None) -> Sequence[Line]:
    return business_case.lines if wanted is None else [business_case.by_key[key] for key in wanted]


def varying_in(values: Mapping[str, Value]) -> tuple[str, ...]:
    """The inputs that hold one value per scenario."""
    return tuple(sorted(key for key, value in values.items() if isinstance(value, np.ndarray)))


def run_program(
    program: Program, case: Case, values: Mapping[str, Value], last_period: int, imports: Imports | None = None
) -> Result:
    """The lines of a program to a last period, with as many calendar years as they need."""
    return program.run(values, last_period, years_needed(case, last_period), imports)


def run_mix_program(
    program: Program, case: Case, components: Mapping[str, Mapping[str, Any]], last_period: int, scenarios: int = 0
) -> Result:
    """The lines of a mix from those of its components, by name and line key; `scenarios` as in `mix_imports`."""
    values = {"periods_per_year": float(case.periods_per_year)}
    return run_program(program, case, values, last_period, mix_imports(program, components, last_period, scenarios))


def read_from(program: Program, component: str) -> Wanted:
    """The lines of a component that the program of a mix reads."""
    return tuple(dict.fromkeys(imported.key for imported in program.imports if imported.model == component))


def mix_imports(
    program: Program, components: Mapping[str, Mapping[str, Any]], last_period: int, scenarios: int = 0
) -> Imports:
    """What the program of a mix reads of the lines of its components.

    A row goes on with zeros to the look-ahead period of the mix. Numbers are spread over the scenarios, of which there
    are 0 in a run of one: there they stay plain numbers.
    """

    def spread(value: Value) -> Value:
        return np.broadcast_to(value, scenarios) if scenarios else value

    def read(imported: Imported) -> Any:
        value = components[imported.model][imported.key]
        if imported.shape is not Shape.ROW:
            return spread(value)
        return [spread(number) for number in (*value, *[0.0] * (last_period + 2 - len(value)))]

    return {(imported.model, imported.key): read(imported) for imported in program.imports}
