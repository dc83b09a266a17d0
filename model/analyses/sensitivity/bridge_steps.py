"""The bridge: what explains the difference between two options or versions, by group of inputs."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain, combinations

import numpy as np
from numpy.typing import NDArray

from model.case import Case
from model.engine.inputs import OWN_LINES
from model.engine.resolve import ResolvedOption
from model.engine.results import CaseResult
from model.engine.scenarios import Array, Scenarios, scenarios_of
from model.parameters.table import parameters
from model.problems import BadInput, problem


@dataclass(frozen=True)
class Step:
    """One bar of a bridge: a group of inputs and what it adds."""

    group: str
    amount: float


@dataclass(frozen=True)
class Bridge:
    """From the result of one option to that of another: start, steps that add up to the difference, end.

    `method` is `shapley` (each group's mean contribution over all orders) or, where the result does not exist for some
    set of groups, `ordered` (in the order shown).
    """

    start: float
    end: float
    steps: tuple[Step, ...]
    method: str


REST = "structure"
"""What the numbers of inputs cannot explain: own lines of another kind or number,
and growth paths of another length."""


def bridge(
    before: CaseResult, first: str, after: CaseResult, second: str, metric: str = "npv", *, by_input: bool = False
) -> Bridge:
    """Bars by group of inputs from one option (or version) to another, that add up exactly to the difference.

    `by_input`: each input is a group of its own.

    The inputs of a group change together; with Shapley a group's bar is its mean contribution over all orders. What
    remains when all numbers are those of the second option (other own lines or growth paths) is a bar of its own. Own
    lines are a group when both have the same ones but for their numbers. Mixes are bridged part by part. Raises
    BadInput when the two do not have the same lines, or the result does not exist at one of the steps.
    """
    one, two = scenarios_of(before, first), scenarios_of(after, second)
    if not _same_lines(one, two):
        raise BadInput((problem("bridge_other_lines", "bridge", value=f"{first} - {second}"),))
    start = float(one.run({}, (metric,))[metric][0])
    end = float(two.run({}, (metric,))[metric][0])
    groups = _changed_groups(one, two, by_input=by_input)
    added = contributions(replace(one, case=_widest(one.case, two.case)), groups, metric)
    if any(math.isnan(value) for value in (start, end, *added.amounts)):
        raise BadInput((problem("bridge_without_value", "bridge", value=metric),))
    steps = [Step(name, amount) for name, amount in zip(groups, added.amounts, strict=True)]
    rest = end - start - math.fsum(step.amount for step in steps)
    if not math.isclose(added.end, end, rel_tol=1e-12, abs_tol=NOTHING):
        steps.append(Step(REST, rest))
    return Bridge(start, end, tuple(steps), added.method)


MOST_PLAYERS = 16
"""Groups of which all orders are counted: each one more doubles the runs."""
NOTHING = 1e-9
"""What is left of a bridge below this is rounding of the computer, not a step."""


def _same_lines(one: Scenarios, two: Scenarios) -> bool:
    """Whether two options have the same blocks of lines, part by part."""
    kinds = [[part.structure.only_own_lines for part in scenarios.resolved] for scenarios in (one, two)]
    return one.is_mix == two.is_mix and kinds[0] == kinds[1]


Groups = dict[str, list[dict[str, float]]]
"""Per group of inputs their new values in the formulas, for each set of inputs."""
Changed = Iterator[tuple[str, str, float]]
"""Group, name and new value of each input that differs."""
SETTINGS = ("beds", "start_date", "price_level_date", "discounting", "bed_share")
"""What the case as a whole decides of the inputs of an option."""


def _changed_groups(one: Scenarios, two: Scenarios, *, by_input: bool) -> Groups:
    """Per group of parameters the inputs that differ, per part, with the second option's value in the formulas.

    `by_input` makes each input a group of its own, with its dated steps.
    """
    groups: Groups = {}
    for part, (ours, theirs) in enumerate(zip(one.resolved, two.resolved, strict=True)):
        changed = chain(
            _changed_parameters(ours, theirs), _changed_own_lines(ours, theirs), _changed_settings(ours, theirs)
        )
        for group, name, value in changed:
            key = name.partition("@")[0] if by_input else group
            groups.setdefault(key, [{} for _ in one.resolved])[part][name] = value
    return groups


def _changed_parameters(ours: ResolvedOption, theirs: ResolvedOption) -> Changed:
    """Parameters that both have, with the dated steps of ours."""
    for key in ours.provenance:
        if key not in theirs.provenance:
            continue
        for name in (key, *(step for step in ours.values if step.startswith(f"{key}@"))):
            other = theirs.values.get(name, theirs.values[key])
            if _differ(ours.values[name], other):
                yield parameters()[key].group, name, other


def _changed_own_lines(ours: ResolvedOption, theirs: ResolvedOption) -> Changed:
    """The numbers of own lines, when both have the same ones but for these."""
    if ours.structure.own_lines != theirs.structure.own_lines:
        return
    for name in (name for name in ours.values if name.startswith("own.")):
        if _differ(ours.values[name], theirs.values[name]):
            yield OWN_LINES, name, theirs.values[name]


def _changed_settings(ours: ResolvedOption, theirs: ResolvedOption) -> Changed:
    for name in SETTINGS:
        if ours.values[name] != theirs.values[name]:
            yield "case", name, theirs.values[name]


def _differ(mine: float, other: float) -> bool:
    """Whether two values differ; two blanks do not."""
    return mine != other and not (math.isnan(mine) and math.isnan(other))


def _widest(one: Case, two: Case) -> Case:
    """A case whose table of years reaches from the earliest price level to the end of an option that starts last."""
    return replace(
        one,
        start_date=max(one.start_date, two.start_date),
        price_level_date=min(one.price_level_date, two.price_level_date),
    )


@dataclass(frozen=True)
class Contributions:
    """What each group of inputs adds to a result, in their order, and the result when all of them have changed."""

    amounts: tuple[float, ...]
    end: float
    method: str


def contributions(one: Scenarios, groups: Groups, metric: str, most: int = MOST_PLAYERS) -> Contributions:
    """What each group of inputs adds on the way from what an option has to the values in `groups`.

    Shapley; of more groups than `most`, or where the result does not exist for some set of them, in their order. Not a
    number where it does not exist on that way either.
    """
    count = len(groups)
    if count <= most:
        masks = np.arange(1 << count)
        values = _with_changed(one, groups, metric, (masks[:, None] >> np.arange(count)) & 1 == 1)
        if not np.isnan(values).any():
            by_mask = dict(enumerate(values.tolist()))
            amounts = tuple(_shapley(by_mask, number, count) for number in range(count))
            return Contributions(amounts, float(values[-1]), "shapley")
    values = _with_changed(one, groups, metric, np.tri(count + 1, count, -1, dtype=np.bool_))
    return Contributions(tuple(np.diff(values).tolist()), float(values[-1]), "ordered")


def _with_changed(one: Scenarios, groups: Groups, metric: str, changed: NDArray[np.bool_]) -> Array:
    """The result per row of `changed`, which says per group whether its inputs have their new values."""
    changes: list[dict[str, Array | float]] = [{} for _ in one.resolved]
    for switched, parts in zip(changed.T, groups.values(), strict=True):
        for resolved, mine, inputs in zip(one.resolved, changes, parts, strict=True):
            for name, value in inputs.items():
                mine[name] = np.where(switched, value, resolved.values[name])
    return one.run_raw(changes, (metric,), len(changed))[metric]


def _shapley(values: Mapping[int, float], player: int, players: int) -> float:
    """The mean contribution of one player over all orders of the players."""
    others = [number for number in range(players) if number != player]
    total = 0.0
    for size in range(players):
        weight = math.factorial(size) * math.factorial(players - size - 1) / math.factorial(players)
        for coalition in combinations(others, size):
            mask = sum(1 << number for number in coalition)
            total += weight * (values[mask | 1 << player] - values[mask])
    return total
